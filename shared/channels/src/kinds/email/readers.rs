//! Who a channel's mail comes from and who reads it. Prints nobody's address.

use lettre::message::Mailbox;

use crate::request::Unrenderable;

/// Who a channel's mail comes from and who reads it.
#[derive(Clone)]
pub(super) struct Readers {
    pub(super) from: Mailbox,
    pub(super) to: Vec<Mailbox>,
}

/// Most recipients of one channel: a list of more belongs to the mail server.
const RECIPIENTS_MAX: usize = 20;

/// Who is written to cannot be read. Says the field and the rule, never the address.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub(super) enum InvalidReaders {
    /// The sender.
    #[error("must be an address such as alerts@example.com or Moments <alerts@example.com>")]
    From,
    /// The recipients.
    #[error("must be 1 to 20 addresses such as ana@example.com or Ana <ana@example.com>")]
    To,
}

impl InvalidReaders {
    /// Returns the field that is wrong.
    pub(super) fn field(self) -> &'static str {
        match self {
            Self::From => "from",
            Self::To => "to",
        }
    }
}

/// Reads the address of one person.
///
/// # Errors
/// It is none that mail servers take.
pub(super) fn one(email: &str) -> Result<Mailbox, Unrenderable> {
    let email: lettre::Address = email.parse().map_err(|_| Unrenderable)?;
    if AsRef::<str>::as_ref(&email).is_ascii() { Ok(Mailbox::new(None, email)) } else { Err(Unrenderable) }
}

impl Readers {
    /// Reads addresses as they are written in mail.
    ///
    /// # Errors
    /// One of them is none, is not in ASCII (few servers take others), or there are none or too many recipients.
    pub(super) fn parse(from: &str, to: &[&str]) -> Result<Self, InvalidReaders> {
        let read =
            |text: &str| text.parse::<Mailbox>().ok().filter(|mailbox| AsRef::<str>::as_ref(&mailbox.email).is_ascii());
        let from = read(from).ok_or(InvalidReaders::From)?;
        let to = to.iter().map(|text| read(text)).collect::<Option<Vec<_>>>().ok_or(InvalidReaders::To)?;
        if (1..=RECIPIENTS_MAX).contains(&to.len()) { Ok(Self { from, to }) } else { Err(InvalidReaders::To) }
    }

    /// Returns the domain that the mail comes from, by which the sender introduces itself.
    pub(super) fn domain(&self) -> &str {
        self.from.email.domain()
    }
}

impl std::fmt::Debug for Readers {
    /// Prints how many there are: who they are is nobody's business.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Readers({})", self.to.len())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn readers_are_addresses_of_a_bounded_number() {
        assert!(
            Readers::parse("Moments <alerts@example.com>", &["ana@example.com", "\"Díaz, Eva\" <eva@example.com>"])
                .is_ok()
        );
        for from in
            ["", "alerts", "alerts@", "a@b\r\nBcc: x@example.com", "ñ@example.com", "a@example.com, b@example.com"]
        {
            assert_eq!(Readers::parse(from, &["ana@example.com"]).unwrap_err(), InvalidReaders::From, "{from}");
        }
        for to in [vec![], vec!["ana"], vec!["ana@example.com", "eva"], vec!["ana@example.com"; 21]] {
            assert_eq!(Readers::parse("a@example.com", &to).unwrap_err(), InvalidReaders::To);
        }
        assert!(Readers::parse("a@example.com", &["ana@example.com"; 20]).is_ok());
    }
}
