//! The edge towards HTTP: who may call, with which key, token or link, and how an error is told. Knows no route.

pub mod access;
pub mod forms;
pub mod identity;
pub mod links;
pub mod problem;
