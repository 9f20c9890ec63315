//! Links that act, as a message shows them. Signs nothing.

use std::fmt;

use serde::{Deserialize, Serialize};

/// What a person can do from a message.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Action {
    /// Take the case.
    Acknowledge,
    /// Note that somebody spoke with the customer.
    Contact,
    /// Say what caused it and what was done.
    Resolve,
    /// Look at it.
    Show,
}

impl Action {
    /// Every action, in the order of a case.
    pub const ALL: [Self; 4] = [Self::Acknowledge, Self::Contact, Self::Resolve, Self::Show];

    /// Returns the word used in links and JSON.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Acknowledge => "acknowledge",
            Self::Contact => "contact",
            Self::Resolve => "resolve",
            Self::Show => "show",
        }
    }
}

/// A link that does something. It is no part of a stored message: it is added when the message is sent.
#[derive(Clone, PartialEq, Eq)]
pub struct ActionLink {
    /// What it does.
    pub action: Action,
    /// Where it leads. A person who has it can act: it is printed in messages and nowhere else.
    pub url: String,
}

impl fmt::Debug for ActionLink {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "ActionLink({})", self.action.as_str())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_printed_link_does_not_show_where_it_leads() {
        let link = ActionLink { action: Action::Resolve, url: "https://moments.example.com/s3cr3t".into() };
        assert_eq!(format!("{link:?}"), "ActionLink(resolve)");
    }
}
