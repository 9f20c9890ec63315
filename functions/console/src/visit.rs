//! One request of a person who has signed in: who it is, what may be done, which form came. Reads no table.

use domain::vocabulary::Language;
use jiff::Timestamp;
use lambda_http::{Request, RequestExt};
use pages::console::{Section, Shell};
use runtime::http::problem::Problem;

use crate::document::{ConsoleDocument, Person, Role};

/// A form that came from a page of ours.
#[derive(Clone, Debug, Default)]
pub(crate) struct Form(Vec<(String, String)>);

impl Form {
    /// Reads the body of a request as a form.
    pub(crate) fn of(request: &Request) -> Self {
        Self(form_urlencoded::parse(request.body()).into_owned().collect())
    }

    /// Returns the first value of a field, without the spaces around it; none if there is none or it is empty.
    pub(crate) fn get(&self, name: &str) -> Option<&str> {
        self.all(name).next()
    }

    /// Returns every value of a field that is not empty.
    pub(crate) fn all<'a>(&'a self, name: &str) -> impl Iterator<Item = &'a str> + use<'a> {
        let name = name.to_owned();
        let values = self.0.iter().filter(move |(field, _)| *field == name);
        values.map(|(_, value)| value.trim()).filter(|value| !value.is_empty())
    }
}

/// One request of somebody who has signed in.
pub(crate) struct Visit<'a> {
    /// Who it is.
    pub(crate) person: &'a Person,
    /// The configuration in use.
    pub(crate) document: &'a ConsoleDocument,
    /// The request.
    pub(crate) request: &'a Request,
    /// The form that came; empty for a page that is only looked at.
    pub(crate) form: Form,
    /// When it came.
    pub(crate) now: Timestamp,
    /// The language of the person's pages.
    pub(crate) language: Language,
    /// The address that it came from.
    pub(crate) from: String,
    /// The address of the site as the browser has it, such as `https://moments.example.com`.
    pub(crate) site: String,
    /// Whether it is the laptop on which everything runs.
    pub(crate) is_local: bool,
    /// The token of every form.
    pub(crate) csrf: String,
}

impl<'a> Visit<'a> {
    /// Lets on people with a role, or with one that may do more.
    ///
    /// # Errors
    /// The person has a role that may do less.
    pub(crate) fn require(&self, role: Role) -> Result<(), Problem> {
        match self.person.role >= role {
            true => Ok(()),
            false => Err(Problem::forbidden("the person's role does not allow this")),
        }
    }

    /// Returns a parameter of the address, without the spaces around it; none if it is not there or empty.
    pub(crate) fn query(&self, name: &str) -> Option<String> {
        let parameters = self.request.query_string_parameters();
        parameters.first(name).map(str::trim).filter(|value| !value.is_empty()).map(str::to_owned)
    }

    /// Returns what stands around a page.
    pub(crate) fn shell(&self, title: impl Into<String>, section: Section) -> Shell<'a> {
        Shell {
            language: self.language,
            title: title.into(),
            section,
            person: Some(&self.person.name),
            may_act: self.person.role >= Role::Agent,
            is_admin: self.person.role >= Role::Admin,
            csrf: self.csrf.clone(),
            is_local: self.is_local,
            notice: None,
        }
    }
}
