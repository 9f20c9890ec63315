//! What a vendor asks before it sends anything: is this address yours? Answered without a proof, or with a token of its own, and
//! nothing is kept.

use subtle::ConstantTimeEq;

use super::Secrets;
use crate::delivery::Delivery;
use crate::map::table::{Complaint, Entry};

/// The ways in which vendors ask.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Handshake {
    /// Meta: `GET ?hub.mode=subscribe&hub.verify_token=…&hub.challenge=…`; the challenge is the answer.
    HubChallenge,
    /// WooCommerce: a form with nothing but `webhook_id`, not signed.
    WebhookId,
}

/// What is answered.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Answer {
    /// 200 with this text.
    Text(String),
    /// 200 with nothing.
    Empty,
    /// 403: the token is not the one of the configuration.
    WrongToken,
}

impl Handshake {
    pub(crate) fn read(entry: &Entry<'_>) -> Result<Self, Complaint> {
        match entry.text()? {
            "hub_challenge" => Ok(Self::HubChallenge),
            "webhook_id" => Ok(Self::WebhookId),
            _ => Err(entry.complain("must be hub_challenge or webhook_id")),
        }
    }

    /// Answers the question, if the delivery is one.
    pub fn answer(self, delivery: &Delivery<'_>, secrets: &Secrets) -> Option<Answer> {
        match self {
            Self::HubChallenge if delivery.method == "GET" => {
                let challenge = delivery.parameter("hub.challenge")?;
                let token = delivery.parameter("hub.verify_token").unwrap_or_default();
                let is_ours = |ours: &str| !ours.is_empty() && bool::from(ours.as_bytes().ct_eq(token.as_bytes()));
                let fits = match &secrets.verify_token {
                    Some(ours) => is_ours(ours),
                    None => secrets.live.iter().fold(false, |fits, ours| fits | is_ours(ours)),
                };
                Some(if fits { Answer::Text(challenge) } else { Answer::WrongToken })
            }
            Self::WebhookId if delivery.method == "POST" && delivery.is_form() => {
                let mut pairs = form_urlencoded::parse(delivery.body);
                let (name, value) = pairs.next()?;
                let is_number = !value.is_empty() && value.bytes().all(|byte| byte.is_ascii_digit());
                (name == "webhook_id" && is_number && pairs.next().is_none()).then_some(Answer::Empty)
            }
            _ => None,
        }
    }
}
