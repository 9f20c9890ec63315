//! The proof that a delivery is its sender's, checked on the bytes before anything is parsed: one declarative verifier for every
//! signature with a shared secret, and code for the few that need it. Every comparison takes the same time whatever is presented.

use std::sync::LazyLock;

use toml::de::DeTable;

use crate::delivery::Delivery;
use crate::table::{Complaint, Table};

pub mod handshake;
mod public_key;
pub mod shared;
mod signature;
mod template;

pub use public_key::PublicKeyProof;
pub use shared::SharedProof;
pub use signature::SignatureProof;

/// Tells whether a text is a public key.
pub fn is_public_key(pem: &str) -> bool {
    public_key::der_of(pem).is_some()
}

static STANDARD_WEBHOOKS: LazyLock<Option<Proof>> = LazyLock::new(|| {
    let text = "kind = 'signature'\nkey = 'base64_after_whsec_'\nheader = 'webhook-signature'\nformat = 'v1,{base64}'\n\
        signed = '{header:webhook-id}.{timestamp}.{body}'\ntimestamp_header = 'webhook-timestamp'\ntolerance_s = 300";
    let table = DeTable::parse(text).ok()?;
    Proof::read(&Table::new(&table, "")).ok()
});

/// Checks a request that is signed as Standard Webhooks has it (<https://www.standardwebhooks.com>).
///
/// # Errors
/// It is not signed with one of the secrets, or too old.
pub fn check_standard_webhook(delivery: &Delivery<'_>, secrets: &Secrets) -> Result<(), Refusal> {
    STANDARD_WEBHOOKS.as_ref().map_or(Err(Refusal::NotConfigured), |proof| proof.check(delivery, secrets))
}

/// Secrets of one sender that are live at once, so that one can replace the other.
pub const SECRETS_MAX: usize = 2;

/// What the configuration of a sender holds to check proofs with.
#[derive(Clone, Default)]
pub struct Secrets {
    /// The shared secrets that are live.
    pub live: Vec<String>,
    /// What some vendors call the client id or the API key, where it is part of the key.
    pub key_id: Option<String>,
    /// Public keys as PEM, for those who sign with a private one.
    pub public_keys: Vec<String>,
    /// The audience that a token must name, if one is demanded.
    pub audience: Option<String>,
    /// What a vendor presents when it asks for the first time whether this address is ours.
    pub verify_token: Option<String>,
    /// Seconds by which a signature may be old, where it is not what the map says.
    pub tolerance_s: Option<u64>,
}

impl std::fmt::Debug for Secrets {
    /// Prints none of them.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{} secrets, {} public keys", self.live.len(), self.public_keys.len())
    }
}

/// Why a delivery is not believed. Names no value.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
    /// The configuration has no secret for this sender, so nothing can prove anything.
    #[error("the configuration has no secret for this sender")]
    NotConfigured,
    /// The delivery carries no proof of the kind that this sender has.
    #[error("the delivery carries no signature or secret")]
    Missing,
    /// It does not fit the delivery and the secrets.
    #[error("the signature or secret is wrong")]
    Wrong,
    /// It is genuine and too old, or from the future.
    #[error("the signature is too old, or the clock is wrong")]
    Stale,
}

/// One way to prove a delivery.
#[derive(Clone, Debug)]
pub enum Proof {
    /// A digest of the delivery with a shared secret.
    Signature(SignatureProof),
    /// The secret itself.
    Shared(SharedProof),
    /// A signature with a private key, of the body or in a token.
    PublicKey(PublicKeyProof),
}

impl Proof {
    /// Reads one from a map.
    ///
    /// # Errors
    /// It is not one that is known.
    pub fn read(table: &Table<'_>) -> Result<Self, Complaint> {
        let kind = table.get("kind").ok_or_else(|| table.complain("kind is missing: signature, secret, rsa or jwt"))?;
        let proof = match kind.text()? {
            "signature" => Self::Signature(SignatureProof::read(table)?),
            "secret" => Self::Shared(SharedProof::read(table)?),
            "rsa" => Self::PublicKey(PublicKeyProof::rsa(table)?),
            "jwt" => Self::PublicKey(PublicKeyProof::Jwt),
            _ => return Err(kind.complain("must be signature, secret, rsa or jwt")),
        };
        table.finish()?;
        Ok(proof)
    }

    /// Tells whether it needs a shared secret that nobody can guess, since it is presented as it is.
    pub fn presents_the_secret(&self) -> bool {
        matches!(self, Self::Shared(_))
    }

    fn check(&self, delivery: &Delivery<'_>, secrets: &Secrets) -> Result<(), Refusal> {
        match self {
            Self::Signature(proof) => proof.check(delivery, secrets),
            Self::Shared(proof) => proof.check(delivery, secrets),
            Self::PublicKey(proof) => proof.check(delivery, secrets),
        }
    }
}

/// Checks a delivery: one of the proofs has to hold. Otherwise tells the refusal that says most.
///
/// # Errors
/// None holds.
pub fn check(proofs: &[Proof], delivery: &Delivery<'_>, secrets: &Secrets) -> Result<(), Refusal> {
    let mut told = Refusal::NotConfigured;
    for proof in proofs {
        match proof.check(delivery, secrets) {
            Ok(()) => return Ok(()),
            Err(why) if rank(why) > rank(told) => told = why,
            Err(_) => {}
        }
    }
    Err(told)
}

fn rank(refusal: Refusal) -> u8 {
    match refusal {
        Refusal::NotConfigured => 0,
        Refusal::Missing => 1,
        Refusal::Wrong => 2,
        Refusal::Stale => 3,
    }
}
