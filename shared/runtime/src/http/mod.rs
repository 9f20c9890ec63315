//! The edge towards HTTP, one for all functions: which route, who may call with which key, token or link, what is accepted, how an
//! answer and an error are told. Knows no route by name.

pub mod accept;
pub mod access;
pub mod answer;
pub mod forms;
pub mod identity;
pub mod key_text;
pub mod links;
pub mod patience;
pub mod problem;
pub mod redact;
pub mod rights;
pub mod route;
