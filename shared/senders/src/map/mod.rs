//! Maps: how what a sender posts becomes touchpoints. A map is data, one TOML file a sender; a deployment lays its own lines over
//! it, or writes a whole one. `shared/senders/maps/README.md` says what may stand in it.

use crate::expression::Expression;
use crate::proof::Proof;
use crate::proof::handshake::Handshake;

pub mod answers;
pub mod convert;
mod fields;
mod rating;
mod read;
mod source;
mod written;

pub(crate) use read::Layers;
pub use read::Told;
pub(crate) use written::field_names;

use answers::Answers;
use fields::Fields;

/// What is answered to a vendor that wants more than a 2xx.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reply {
    /// The content type.
    pub content_type: String,
    /// The body.
    pub body: String,
}

/// One layer of a map: a shipped one, or what a deployment says differently.
#[derive(Clone, Debug, Default)]
pub struct Map {
    /// The vendor's name for people.
    pub title: Option<String>,
    /// Where the vendor describes what it sends.
    pub docs: Option<String>,
    /// What only the user knows, in one sentence.
    pub needs: Option<String>,
    /// Ways to prove a delivery; one has to hold.
    pub proofs: Vec<Proof>,
    /// How the vendor asks whether the address is ours.
    pub handshake: Option<Handshake>,
    /// Whether a proved delivery proves the customer, too. What somebody wrote into a form does not.
    pub proves_customer: Option<bool>,
    /// What is answered.
    pub reply: Option<Reply>,
    /// Takes what matters out of the body.
    open: Option<Expression>,
    /// Takes the body apart into what becomes a touchpoint each.
    each: Option<Expression>,
    /// What is never a touchpoint, such as a test.
    ignore: Option<Expression>,
    /// The name of what happened.
    event: Option<Expression>,
    /// What counts. Without any, all does.
    events: Vec<Event>,
    answers: Option<Answers>,
    fields: Fields,
}

/// Something that may have happened, and how its touchpoint is read.
#[derive(Clone, Debug)]
struct Event {
    names: Vec<String>,
    when: Option<Expression>,
    fields: Fields,
}

impl Map {
    /// Tells whether it says what kind of touchpoint something is.
    pub(crate) fn says_a_type(&self) -> bool {
        let of_events = !self.events.is_empty() && self.events.iter().all(|event| event.fields.has("touchpoint_type"));
        self.fields.has("touchpoint_type") || of_events
    }
}
