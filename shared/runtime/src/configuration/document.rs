//! The document as every function reads it: keys, language, links, rules. Sections of those who send are theirs to read.

use domain::customers::{self, Customers};
use domain::rules::Rules;
use domain::touchpoint::breakdowns::{NAME_CHARS_MAX, PROPERTIES_MAX};
use domain::touchpoint::privacy::{Kind, Pattern, Privacy};
use domain::vocabulary::Language;

use super::keys::{check_keys, check_place, with_quota};
use super::written::Written;
use super::{Complaint, InvalidDocument, Parts, Whole, objects};
use crate::http::access::{ReadKey, Right, WriteKey};
use crate::http::links::LinkKeys;

/// Days that a message is kept, at least.
const MESSAGES_DAYS_MIN: u32 = 7;

/// Days that the audit trail may be kept.
const AUDIT_DAYS_MAX: u32 = 3_650;

/// A checked document.
#[derive(Clone, Debug)]
pub struct Document {
    /// Language of messages and reports, where a channel does not say.
    pub language: Language,
    /// Days that touchpoints, moments and deliveries are kept; for ever if not said. Read when a function starts.
    pub retention_days: Option<u32>,
    /// Days that messages are kept; as long as touchpoints if not said. Read when a function starts.
    pub messages_days: Option<u32>,
    /// Days that the audit trail is kept; see [`crate::audit::DAYS_KEPT`] if not said.
    pub audit_days: Option<u32>,
    /// Values of `customer_id` and `anonymous_id` that mean nobody, in small letters; the usual ones if not said.
    pub nobody: Option<Vec<String>>,
    /// Keys that may post.
    pub write_keys: Vec<WriteKey>,
    /// Keys that may read.
    pub read_keys: Vec<ReadKey>,
    /// Keys that may read cases and act on them.
    pub case_keys: Vec<ReadKey>,
    /// What signs the links in messages.
    pub links: LinkKeys,
    /// By what customers are kept.
    pub customers: Customers,
    /// Senders whose text is redacted.
    pub redacted_senders: Vec<String>,
    /// What is not kept of what they send.
    pub senders_privacy: Privacy,
    /// What is not kept of what other senders send.
    pub plain_privacy: Privacy,
    /// Properties that failures are broken down by.
    pub breakdowns: Vec<String>,
    /// How moments are judged.
    pub rules: Rules,
}

impl Document {
    /// Reads and checks a document in one part, as a laptop uses it.
    ///
    /// # Errors
    /// Everything that is wrong, with its line where it has one.
    pub fn parse(text: &str) -> Result<Self, InvalidDocument> {
        Self::read(&Parts::of(text))
    }

    /// Reads and checks a document for the place where it is used.
    ///
    /// # Errors
    /// Everything that is wrong, with its part and line where it has them, and what is refused in a deployment.
    pub fn read(parts: &Parts) -> Result<Self, InvalidDocument> {
        parts.read_as(Self::of)
    }

    /// Checks a document that is put together.
    ///
    /// # Errors
    /// As [`Self::read`].
    pub fn of(whole: &Whole<'_>) -> Result<Self, InvalidDocument> {
        let (written, rules) = InvalidDocument::both(written(whole), rules(whole))?;
        let patterns = patterns(whole, &written)?;
        let customers = match &written.privacy.customer_key {
            Some(key) => Customers::hashed_by(key.reveal()),
            None => Customers::default(),
        };
        let keep_private = |mut key: WriteKey| {
            key.keep_private(&patterns, &customers);
            key
        };
        Ok(Self {
            language: written.language,
            retention_days: written.retention_days,
            messages_days: written.messages_days,
            audit_days: written.audit_days,
            nobody: written.nobody.map(|words| words.iter().map(|word| word.trim().to_lowercase()).collect()),
            write_keys: written.write_keys.into_iter().map(with_quota).map(keep_private).collect(),
            read_keys: written.read_keys.into_iter().map(|key| key.with_rights(&Right::OF_READ_KEYS)).collect(),
            case_keys: written.case_keys.into_iter().map(|key| key.with_rights(&Right::OF_CASE_KEYS)).collect(),
            links: written.links,
            redacted_senders: written.redaction.senders,
            breakdowns: written.breakdowns.properties,
            senders_privacy: Privacy::of(Kind::ALL, &patterns, None).keeping(customers.clone()),
            plain_privacy: Privacy::default().keeping(customers.clone()),
            customers,
            rules,
        })
    }
}

fn written(whole: &Whole<'_>) -> Result<Written, InvalidDocument> {
    let written: Written = whole.read()?;
    let mut wrong = check_keys(whole, &written);
    wrong.extend(check_place(whole, &written));
    wrong.extend(written.links.check().into_iter().map(|(path, why)| whole.complain(path, format!("{path}: {why}"))));
    let is_digest = |name: &&String| objects::is_digest(name);
    wrong.extend((written.objects.iter().enumerate()).filter(|(_, name)| !is_digest(name)).map(|(index, _)| {
        let why = "objects: must be digests, each of 64 hexadecimal digits; `moments config push` writes them";
        whole.complain(&format!("objects[{index}]"), why)
    }));
    if written.audit_days.is_some_and(|days| !(1..=AUDIT_DAYS_MAX).contains(&days)) {
        wrong.push(whole.complain("audit_days", format!("audit_days: must be from 1 to {AUDIT_DAYS_MAX}")));
    }
    let short =
        written.privacy.customer_key.as_ref().filter(|key| key.reveal().chars().count() < customers::KEY_CHARS_MIN);
    wrong.extend(short.map(|_| {
        let why = format!("must have at least {} characters that nobody can guess", customers::KEY_CHARS_MIN);
        whole.complain("privacy.customer_key", format!("privacy.customer_key: {why}"))
    }));
    wrong.extend(check_breakdowns(whole, &written.breakdowns.properties));
    if written.messages_days.is_some_and(|days| days < MESSAGES_DAYS_MIN) {
        // A message is tried again for 28 hours, and a list of the day waits for a day.
        let why = format!(
            "messages_days: must be at least {MESSAGES_DAYS_MIN}, so that no message expires before it is sent"
        );
        wrong.push(whole.complain("messages_days", why));
    }
    InvalidDocument::unless_empty(wrong)?;
    Ok(written)
}

/// Refuses what would make every moment large, and a name that can be no property.
fn check_breakdowns(whole: &Whole<'_>, properties: &[String]) -> Vec<Complaint> {
    let mut wrong = Vec::new();
    if properties.len() > PROPERTIES_MAX {
        let why = format!("breakdowns.properties: at most {PROPERTIES_MAX}, because each adds to every moment");
        wrong.push(whole.complain("breakdowns.properties", why));
    }
    for (index, name) in properties.iter().enumerate() {
        let why = if name.is_empty() || name.chars().count() > NAME_CHARS_MAX {
            format!("must be the name of a property, of 1 to {NAME_CHARS_MAX} characters")
        } else if properties[..index].contains(name) {
            "is there twice".to_owned()
        } else {
            continue;
        };
        wrong.push(whole.complain(&format!("breakdowns.properties[{index}]"), format!("breakdowns.properties: {why}")));
    }
    wrong
}

fn patterns(whole: &Whole<'_>, written: &Written) -> Result<Vec<Pattern>, InvalidDocument> {
    let complaints = |wrong: Vec<(String, String)>| {
        InvalidDocument(wrong.into_iter().map(|(path, why)| whole.complain(&path, why)).collect())
    };
    written.redaction.read().map_err(complaints)
}

fn rules(whole: &Whole<'_>) -> Result<Rules, InvalidDocument> {
    Rules::over(whole.table().get_ref()).map_err(|wrong| {
        let complaint = |wrong: domain::rules::InvalidRules| match wrong.at {
            Some(at) => whole.at(at, wrong.to_string()),
            None => Complaint::anywhere(wrong.to_string()),
        };
        InvalidDocument(wrong.into_iter().map(complaint).collect())
    })
}
