//! Which browser asked to sign in: a name that nobody can guess, in a cookie. Forms, links and the answers of a provider work in that
//! browser only, so nobody can be signed in as somebody else.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use lambda_http::{Body, Response};
use runtime::http::problem::Problem;
use sha2::{Digest, Sha256};

use crate::Asked;
use crate::cookies::Cookie;
use crate::session::{has_made, random};
use crate::visit::Form;

/// Seconds that a browser is remembered: a form may lie open for a while, and a link lives for a quarter of an hour after it.
const REMEMBERED_S: i64 = 3_600;

/// A browser that asks to sign in.
#[derive(Clone, Debug)]
pub(crate) struct Browser {
    /// Its name, which is a secret between it and us.
    pub(crate) name: String,
}

impl Browser {
    /// Gives a browser a name.
    pub(crate) fn new() -> Result<Self, Problem> {
        Ok(Self { name: random()? })
    }

    /// Recognises a browser.
    pub(crate) fn of(asked: Asked<'_>) -> Option<Self> {
        let name = Cookie::Asked.of(asked.request, asked.site.is_plain)?;
        (name.len() >= 32).then(|| Self { name: name.to_owned() })
    }

    /// Recognises the browser that was given a form.
    ///
    /// # Errors
    /// It is another one, or none.
    pub(crate) fn with_form(asked: Asked<'_>, form: &Form) -> Result<Self, Problem> {
        let token = form.get("token").unwrap_or_default();
        let browser = Self::of(asked).filter(|browser| has_made(token, &asked.document.console, &browser.name));
        browser.ok_or_else(|| Problem::unreadable("the form is of another browser"))
    }

    /// Returns what may be seen of the name by others: whoever has it does not have the name.
    pub(crate) fn public_name(&self) -> String {
        URL_SAFE_NO_PAD.encode(Sha256::digest(self.name.as_bytes()))
    }

    /// Puts the cookie into an answer.
    pub(crate) fn mark(&self, response: &mut Response<Body>, asked: Asked<'_>) -> Result<(), Problem> {
        Cookie::Asked.put(response, &self.name, REMEMBERED_S, asked.site.is_plain)
    }
}
