//! A rendered message with the place it goes to: what a kind of channel hands to the sender. Sends nothing.

use crate::redaction::ChannelUrl;
use crate::request::{Letter, Request};
use crate::smtp::Postbox;

/// A message ready to be sent, by the protocol that carries it.
#[derive(Debug)]
pub enum Outgoing<'a> {
    /// By HTTP.
    Post(Post<'a>),
    /// By SMTP.
    Mail(Mail<'a>),
}

/// A request to post.
#[derive(Debug)]
pub struct Post<'a> {
    pub(crate) url: &'a ChannelUrl,
    /// What is posted.
    pub request: Request,
    /// Finds the word of an answer that a reason may repeat.
    pub(crate) word: Word,
}

/// Finds the one word of an answer's body that its channel documents; nothing else of it is ever repeated.
pub(crate) type Word = fn(&str) -> Option<&'static str>;

/// Finds nothing: for channels whose answers say no more than their status.
pub(crate) fn no_word(_body: &str) -> Option<&'static str> {
    None
}

/// A letter to hand in.
#[derive(Debug)]
pub struct Mail<'a> {
    pub(crate) postbox: &'a Postbox,
    /// What is handed in.
    pub letter: Letter,
}

impl<'a> Outgoing<'a> {
    /// Makes a request to post whose answer says no more than its status.
    pub(crate) fn post(url: &'a ChannelUrl, request: Request) -> Self {
        Self::Post(Post { url, request, word: no_word })
    }
}
