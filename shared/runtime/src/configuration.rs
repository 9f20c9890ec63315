//! The configuration document: keys, channels, rules. One TOML text or several parts of one, in files on a laptop and in
//! SSM on AWS, read at start and again after a minute, so that a change needs no deployment. A wrong document is refused
//! as a whole: the one before stays in use and a line in the log says why. Channels are read by the functions that send
//! and by no other: what is wrong with one does not keep a touchpoint out.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;
use std::path::PathBuf;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use channels::channel::{Channels, Options};
use channels::configuration::{ChannelConfiguration, Topic};
use domain::rules::Rules;
use domain::vocabulary::Language;
use serde::Deserialize;
use serde::de::IgnoredAny;
use toml::{Spanned, Table};

use crate::access::{KeyKind, ReadKey, WriteKey, is_origin};
use crate::aws;
use crate::environment::{Environment, StartError};
use crate::links::LinkKeys;
use crate::parts;
use crate::recovery::{self, Recovery};

/// Characters of a key in a deployment, at least.
const KEY_CHARS_MIN: usize = 16;

/// Prefixes that tell the kind of a key: publishable, secret, read, case.
const PREFIXES: [&str; 4] = ["pk_", "sk_", "rk_", "ck_"];

/// Requests a minute that one running function takes with a publishable key whose table does not say.
const PUBLISHABLE_PER_MINUTE: u32 = 600;

/// How long a document is used before it is looked at again.
const FRESH_FOR: Duration = Duration::from_secs(60);

/// The document as it is written.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Written {
    #[serde(default = "english")]
    language: Language,
    #[serde(default)]
    event_prefix: Option<String>,
    #[serde(default)]
    allow_loopback_channels: bool,
    #[serde(default)]
    retention_days: Option<u32>,
    #[serde(default)]
    write_keys: Vec<Spanned<WriteKey>>,
    #[serde(default)]
    read_keys: Vec<Spanned<ReadKey>>,
    #[serde(default)]
    case_keys: Vec<Spanned<ReadKey>>,
    #[serde(default)]
    channels: Vec<ChannelConfiguration>,
    #[serde(default)]
    links: LinkKeys,
    #[serde(default)]
    routes: Vec<domain::routing::Route>,
    #[serde(default)]
    calendar: domain::calendar::BusinessCalendar,
    #[serde(default)]
    escalation: domain::case::ClockHours,
    #[serde(default)]
    pacing: domain::pacing::Pacing,
    /// Read by [`Rules::with_overrides`], as are the next four.
    #[serde(default)]
    #[serde(rename = "rules")]
    _rules: IgnoredAny,
    #[serde(default)]
    #[serde(rename = "types")]
    _types: IgnoredAny,
    #[serde(default)]
    #[serde(rename = "causes")]
    _causes: IgnoredAny,
    #[serde(default)]
    #[serde(rename = "facets")]
    _facets: IgnoredAny,
    #[serde(default)]
    #[serde(rename = "sources")]
    _sources: IgnoredAny,
    /// Read by the function that takes deliveries.
    #[serde(default)]
    #[serde(rename = "senders")]
    _senders: IgnoredAny,
    /// Values of `customer_id` that mean nobody.
    #[serde(default)]
    nobody: Option<Vec<String>>,
    /// Of the local stack; a deployment has its parameters in the stack.
    #[serde(default)]
    #[serde(rename = "parameters")]
    _parameters: Table,
}

fn english() -> Language {
    Language::English
}

/// What a function reads of the document's channels.
pub trait Reach: Sized + fmt::Debug + Send + Sync + 'static {
    /// Who is told of what, by when.
    type Recovery: fmt::Debug + Send + Sync;

    /// Reads it, with what all channels share.
    ///
    /// # Errors
    /// The channels cannot be used.
    fn of(list: &[ChannelConfiguration], options: &Options) -> Result<Self, InvalidDocument>;

    /// Reads who is told of what, which names channels.
    ///
    /// # Errors
    /// It is wrong, or names a channel that is not there.
    fn recovery(&self, written: recovery::Written) -> Result<Self::Recovery, InvalidDocument>;

    /// Reads sections of the document that only this function looks at. Most have none.
    ///
    /// # Errors
    /// They are wrong.
    fn read_more(&mut self, _document: &str, _place: Place) -> Result<(), InvalidDocument> {
        Ok(())
    }

    /// Checks such sections in one part of a document that is kept in parts, where their lines are still known.
    ///
    /// # Errors
    /// They are wrong.
    fn check_part(_document: &str, _place: Place) -> Result<(), InvalidDocument> {
        Ok(())
    }
}

/// A function that sends nothing looks at no channel.
impl Reach for () {
    type Recovery = ();

    fn of(_: &[ChannelConfiguration], _: &Options) -> Result<Self, InvalidDocument> {
        Ok(())
    }

    fn recovery(&self, _: recovery::Written) -> Result<(), InvalidDocument> {
        Ok(())
    }
}

/// A function that only writes down what others send needs names: of the channels that hear of each step of a case.
#[derive(Clone, Debug, Default)]
pub struct CaseListeners(Vec<String>);

impl CaseListeners {
    /// Returns the names.
    pub fn names(&self) -> &[String] {
        &self.0
    }
}

impl Reach for CaseListeners {
    type Recovery = ();

    fn of(list: &[ChannelConfiguration], _: &Options) -> Result<Self, InvalidDocument> {
        let listening = list.iter().filter(|channel| channel.topics().contains(&Topic::Cases));
        Ok(Self(listening.map(|channel| channel.name.clone()).collect()))
    }

    fn recovery(&self, _: recovery::Written) -> Result<(), InvalidDocument> {
        Ok(())
    }
}

/// A function that sends checks every channel.
impl Reach for Channels {
    type Recovery = Recovery;

    fn of(list: &[ChannelConfiguration], options: &Options) -> Result<Self, InvalidDocument> {
        Self::new(list, options).map_err(|error| InvalidDocument(error.to_string()))
    }

    fn recovery(&self, written: recovery::Written) -> Result<Recovery, InvalidDocument> {
        Recovery::check(written, self).map_err(InvalidDocument)
    }
}

/// A checked document.
#[derive(Debug)]
pub struct Document<R: Reach = ()> {
    /// Language of messages and reports, where a channel does not say.
    pub language: Language,
    /// Days that touchpoints, moments and deliveries are kept; for ever if not said. Read when a function starts.
    pub retention_days: Option<u32>,
    /// Values of `customer_id` and `anonymous_id` that mean nobody, in small letters; the usual ones if not said.
    pub nobody: Option<Vec<String>>,
    /// Keys that may post.
    pub write_keys: Vec<WriteKey>,
    /// Keys that may read.
    pub read_keys: Vec<ReadKey>,
    /// Keys that may read cases and act on them.
    pub case_keys: Vec<ReadKey>,
    /// Where the team is told.
    pub channels: R,
    /// What signs the links in messages.
    pub links: LinkKeys,
    /// Who is told of what, by when somebody has to act, how much a channel bears.
    pub recovery: R::Recovery,
    /// How moments are judged.
    pub rules: Rules,
}

/// The document of a function that sends: with its channels.
pub type SendingDocument = Document<Channels>;

/// The document cannot be used. Says where and why, and quotes nothing: the line may hold a secret.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{0}")]
pub struct InvalidDocument(String);

impl InvalidDocument {
    /// Says where and why. Whoever calls it quotes no value.
    pub fn new(why: impl Into<String>) -> Self {
        Self(why.into())
    }
}

impl<R: Reach> Document<R> {
    /// Reads and checks a document.
    ///
    /// # Errors
    /// The first thing that is wrong, with its line where it has one.
    pub fn parse(text: &str) -> Result<Self, InvalidDocument> {
        Self::parse_at(text, Place::Laptop)
    }

    /// Reads and checks a document that is kept in parts.
    ///
    /// # Errors
    /// As [`Self::parse_at`], with the part where it is of one; what is given in two.
    pub fn parse_parts(texts: &[String], place: Place) -> Result<Self, InvalidDocument> {
        if let [text] = texts {
            return Self::parse_at(text, place);
        }
        let mut tables = Vec::new();
        for (index, text) in texts.iter().enumerate() {
            // By itself first: of the whole nobody knows the lines.
            let read = Document::<()>::parse_at(text, place)
                .and_then(|_| R::check_part(text, place))
                .and_then(|_| text.parse::<Table>().map_err(|error| InvalidDocument(without_values(error.message()))));
            tables.push(read.map_err(|error| InvalidDocument(format!("part {}: {error}", index + 1)))?);
        }
        let whole = parts::merge(tables).map_err(InvalidDocument)?;
        Self::parse_at(&whole.to_string(), place).map_err(|InvalidDocument(why)| {
            let numbered = why.strip_prefix("line ").and_then(|rest| rest.split_once(": "));
            InvalidDocument(numbered.map_or(why.clone(), |(_, why)| why.to_owned()))
        })
    }

    /// Reads and checks a document for the place where it is used.
    ///
    /// # Errors
    /// As [`Self::parse`], and what is refused in a deployment.
    pub fn parse_at(text: &str, place: Place) -> Result<Self, InvalidDocument> {
        let written: Written = toml::from_str(text).map_err(|error| {
            let line = error.span().map(|span| format!("line {}: ", line_of(text, span.start))).unwrap_or_default();
            InvalidDocument(format!("{line}{}", without_values(error.message())))
        })?;
        check_keys(text, &written)?;
        check_place(text, &written, place)?;
        let options = Options {
            event_prefix: written.event_prefix.unwrap_or_else(|| Options::default().event_prefix),
            language: written.language,
            allow_loopback: written.allow_loopback_channels,
            ..Options::default()
        };
        let mut channels = R::of(&written.channels, &options)?;
        channels.read_more(text, place)?;
        let Written { routes, calendar, escalation, pacing, links, .. } = written;
        links.check().map_err(InvalidDocument)?;
        let recovery = channels.recovery(recovery::Written { routes, calendar, escalation, pacing })?;
        let rules = Rules::with_overrides(text).map_err(|error| InvalidDocument(error.to_string()))?;
        Ok(Self {
            language: written.language,
            retention_days: written.retention_days,
            nobody: written.nobody.map(|words| words.iter().map(|word| word.trim().to_lowercase()).collect()),
            write_keys: written.write_keys.into_iter().map(Spanned::into_inner).map(with_quota).collect(),
            read_keys: written.read_keys.into_iter().map(Spanned::into_inner).collect(),
            case_keys: written.case_keys.into_iter().map(Spanned::into_inner).collect(),
            channels,
            links,
            recovery,
            rules,
        })
    }
}

/// Takes the value out of a complaint about one; names of fields stay.
fn without_values(message: &str) -> String {
    let about_value = ["invalid type", "invalid value", "unknown variant", "invalid length"];
    match message.split_once("expected ") {
        Some((head, expected)) if about_value.iter().any(|start| head.starts_with(start)) => {
            format!("expected {expected}")
        }
        _ => message.to_owned(),
    }
}

fn line_of(text: &str, offset: usize) -> usize {
    text.bytes().take(offset).filter(|byte| *byte == b'\n').count() + 1
}

fn check_keys(text: &str, written: &Written) -> Result<(), InvalidDocument> {
    let at = |offset: usize, why: String| Err(InvalidDocument(format!("line {}: {why}", line_of(text, offset))));
    let mut names = BTreeSet::new();
    for key in &written.write_keys {
        let (start, key) = (key.span().start, key.get_ref());
        if key.key.is_empty() {
            return at(start, "a write key is empty".into());
        }
        if !is_name(&key.name) {
            return at(start, "the name of a write key must be 1 to 40 of a-z, 0-9 and -".into());
        }
        if let Some(origin) = key.origins.iter().find(|origin| !is_origin(origin)) {
            return at(
                start,
                format!("write key {}: `{origin}` is not an exact origin, such as https://shop.example.com", key.name),
            );
        }
        if let Err(why) = key.check_identity_secrets() {
            return at(start, format!("write key {}: {why}", key.name));
        }
        names.insert(&key.name);
    }
    for (list, what) in [(&written.read_keys, "read"), (&written.case_keys, "case")] {
        if let Some(key) = list.iter().find(|key| key.get_ref().key.is_empty()) {
            return at(key.span().start, format!("a {what} key is empty"));
        }
    }
    for (start, key, role, own) in keys_of(written) {
        if let Some(other) = PREFIXES.iter().find(|prefix| **prefix != own && key.starts_with(**prefix)) {
            return at(
                start,
                format!("a {role} key of this kind begins with {own} or with no prefix, not with {other}"),
            );
        }
    }
    Ok(())
}

/// Where a document is used.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Place {
    /// From a file: the local stack, which listens on this machine only and whose key is `local`.
    Laptop,
    /// From SSM, with an endpoint of AWS that is somebody's own: an emulator on this machine.
    Emulator,
    /// From SSM.
    Aws,
}

/// Refuses what is fit for a laptop only: short keys, one key for several roles, channels on the machine itself. By place and
/// not always, so that `cargo run` needs no secrets; what anybody can reach from outside is read from SSM.
fn check_place(text: &str, written: &Written, place: Place) -> Result<(), InvalidDocument> {
    if place == Place::Laptop {
        return Ok(());
    }
    if place == Place::Aws && written.allow_loopback_channels {
        return Err(InvalidDocument("allow_loopback_channels: is for a laptop; take it out".into()));
    }
    let mut roles: BTreeMap<&str, &str> = BTreeMap::new();
    for (start, key, role, _) in keys_of(written) {
        let at = |why: String| Err(InvalidDocument(format!("line {}: {why}", line_of(text, start))));
        if key.chars().count() < KEY_CHARS_MIN {
            return at(format!("a {role} key must have at least {KEY_CHARS_MIN} characters that nobody can guess"));
        }
        let first = roles.entry(key).or_insert(role);
        if *first != role {
            return at(format!("this key is a {first} key and a {role} key; give each its own"));
        }
    }
    Ok(())
}

/// Lists where each key begins, the key, its role, and the prefix that such keys may carry.
fn keys_of(written: &Written) -> impl Iterator<Item = (usize, &str, &'static str, &'static str)> {
    let write = written.write_keys.iter().map(|key| {
        let prefix = if key.get_ref().kind == KeyKind::Publishable { "pk_" } else { "sk_" };
        (key.span().start, key.get_ref().key.reveal(), "write", prefix)
    });
    let others = [(&written.read_keys, "read", "rk_"), (&written.case_keys, "case", "ck_")];
    write.chain(others.into_iter().flat_map(|(list, role, prefix)| {
        list.iter().map(move |key| (key.span().start, key.get_ref().key.reveal(), role, prefix))
    }))
}

/// Gives a publishable key that says nothing a quota: anybody may read it in a page. 0 is none.
fn with_quota(mut key: WriteKey) -> WriteKey {
    if key.kind == KeyKind::Publishable {
        key.requests_per_minute.get_or_insert(PUBLISHABLE_PER_MINUTE);
    }
    key
}

fn is_name(name: &str) -> bool {
    (1..=40).contains(&name.len())
        && name.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-')
}

/// Where the parts of the document are kept.
#[derive(Clone)]
enum Source {
    Files(Vec<PathBuf>),
    Parameters { client: aws_sdk_ssm::Client, names: Vec<String>, place: Place },
}

impl Source {
    fn of(environment: &Environment) -> Result<Self, StartError> {
        let address = environment.required("CONFIGURATION")?;
        match address.split_once(':') {
            Some(("file", paths)) => Ok(Self::Files(parts::addresses(paths).into_iter().map(PathBuf::from).collect())),
            Some(("ssm", names)) => Ok(Self::Parameters {
                client: aws::ssm(environment)?,
                names: parts::addresses(names),
                place: if aws::is_emulated(environment) { Place::Emulator } else { Place::Aws },
            }),
            _ => Err(StartError::invalid(
                "CONFIGURATION",
                "must be ssm:NAME or file:PATH, each with `,/…` for more parts",
            )),
        }
    }

    async fn read<R: Reach>(&self) -> Result<Document<R>, InvalidDocument> {
        let mut texts = Vec::new();
        let place = match self {
            Self::Files(paths) => {
                for path in paths {
                    texts.push(file(path.clone()).await?);
                }
                Place::Laptop
            }
            Self::Parameters { client, names, place } => {
                for name in names {
                    texts.push(parameter(client, name).await?);
                }
                *place
            }
        };
        Document::parse_parts(&texts, place)
    }
}

async fn file(path: PathBuf) -> Result<String, InvalidDocument> {
    tokio::task::spawn_blocking(move || std::fs::read_to_string(path))
        .await
        .map_err(|error| InvalidDocument(error.to_string()))?
        .map_err(|error| InvalidDocument(format!("cannot be read: {}", error.kind())))
}

async fn parameter(client: &aws_sdk_ssm::Client, name: &str) -> Result<String, InvalidDocument> {
    use aws_sdk_ssm::error::ProvideErrorMetadata;
    let answer = client.get_parameter().name(name).with_decryption(true).send().await.map_err(|error| {
        let code = error.as_service_error().and_then(|error| error.code().map(str::to_owned));
        InvalidDocument(format!("{name} cannot be read: {}", code.unwrap_or_else(|| "unreachable".into())))
    })?;
    Ok(answer.parameter.and_then(|parameter| parameter.value).unwrap_or_default())
}

/// The document in use.
#[derive(Clone)]
pub struct Configuration<R: Reach = ()> {
    source: Source,
    current: Arc<Mutex<(Arc<Document<R>>, Instant)>>,
}

/// The configuration of a function that sends.
pub type SendingConfiguration = Configuration<Channels>;

impl<R: Reach> Configuration<R> {
    /// Reads the document for the first time.
    ///
    /// # Errors
    /// It cannot be read, or it is wrong: the function does not start without one.
    pub async fn load(environment: &Environment) -> Result<Self, StartError> {
        let source = Source::of(environment)?;
        let document = source.read().await.map_err(|error| StartError::invalid("configuration", error))?;
        Ok(Self { source, current: Arc::new(Mutex::new((Arc::new(document), Instant::now()))) })
    }

    /// Returns the document in use, looked at again if a minute has passed.
    pub async fn current(&self) -> Arc<Document<R>> {
        let (document, read_at) = self.current.lock().unwrap_or_else(PoisonError::into_inner).clone();
        if read_at.elapsed() < FRESH_FOR {
            return document;
        }
        let read = self.source.read().await;
        let mut current = self.current.lock().unwrap_or_else(PoisonError::into_inner);
        match read {
            Ok(fresh) => *current = (Arc::new(fresh), Instant::now()),
            Err(error) => {
                tracing::error!(%error, "configuration refused, the one before stays in use");
                current.1 = Instant::now();
            }
        }
        current.0.clone()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_empty_document_is_a_configuration_without_keys() {
        let document = SendingDocument::parse("").unwrap();
        assert!(document.write_keys.is_empty() && document.read_keys.is_empty());
        assert_eq!(document.language, Language::English);
    }

    #[test]
    fn a_wrong_channel_stops_who_sends_and_nobody_else() {
        let wrong = "[[channels]]\nname = 'team'\nkind = 'slack'\nurl = 'http://127.0.0.1/'\nreceives = ['alerts']";
        let refused = SendingDocument::parse(wrong).unwrap_err().to_string();
        assert!(refused.contains("team"), "{refused}");
        Document::<()>::parse(wrong).unwrap();
        // What is no document at all is one for nobody.
        Document::<()>::parse("[[channels]\n").unwrap_err();
    }

    #[tokio::test]
    async fn whoever_sends_nothing_starts_with_the_first_part_alone() {
        let folder = tempfile::tempdir().unwrap();
        let [first, second] = ["configuration.toml", "channels.toml"].map(|name| folder.path().join(name));
        let route = "[[routes]]\nname = 'vip'\nwhen = { severity_min = 3 }\nchannels = ['team']\n";
        std::fs::write(&first, format!("[[write_keys]]\nkey = 'a'\nname = 'web'\nkind = 'secret'\n{route}")).unwrap();
        std::fs::write(
            &second,
            "[[case_keys]]\nkey = 'b'\nname = 'desk'\n[[channels]]\nname = 'team'\nkind = 'slack'\n\
             url = 'https://slack.example/hunter2'\nreceives = ['alerts']",
        )
        .unwrap();
        let of = |address: String| Environment::from_iter([("CONFIGURATION".to_owned(), address)]);
        let alone = of(format!("file:{}", first.display()));
        let both = of(format!("file:{},{}", first.display(), second.display()));
        let document = Configuration::<()>::load(&alone).await.unwrap().current().await;
        assert_eq!((document.write_keys.len(), document.case_keys.len()), (1, 0));
        let document = SendingConfiguration::load(&both).await.unwrap().current().await;
        assert_eq!((document.write_keys.len(), document.case_keys.len()), (1, 1));
        assert!(document.channels.get("team").is_some());
        // Who sends is told that its channels are missing.
        assert!(SendingConfiguration::load(&alone).await.is_err());
    }

    #[test]
    fn a_refused_part_is_named_with_its_line_and_nothing_is_quoted() {
        for (first, second, told) in [
            ("language = 'en'", "\n[links]\nkey = 4815162342", "part 2: line 3: "),
            ("language = 'hunter2'", "", "part 1: line 1: "),
            (
                "[links]\nkey = 'hunter2hunter2hunter2hunter2hunter2'",
                "[links]\nkey = 'hunter2hunter2hunter2hunter2hunter3'",
                "links.key: ",
            ),
            (
                "[[read_keys]]\nkey = 'hunter2hunter2hunter2'\nname = 'a'",
                "[[case_keys]]\nkey = 'hunter2hunter2hunter2'\nname = 'b'",
                "this key is a read key and a case key",
            ),
        ] {
            let parts = [first.to_owned(), second.to_owned()];
            let refused = Document::<()>::parse_parts(&parts, Place::Aws).map(|_| ()).unwrap_err().to_string();
            assert!(refused.starts_with(told), "`{refused}` does not say `{told}`");
            assert!(!refused.contains("hunter2") && !refused.contains("4815162342"), "{refused}");
        }
    }

    #[test]
    fn a_deployment_refuses_what_is_fit_for_a_laptop_only() {
        let keys = |write: &str, read: &str, case: &str| {
            format!(
                "[[write_keys]]\nkey = '{write}'\nname = 'web'\nkind = 'secret'\n[[read_keys]]\nkey = '{read}'\n\
                 name = 'me'\n[[case_keys]]\nkey = '{case}'\nname = 'desk'\n"
            )
        };
        let (write, read, case) = ("sk_0123456789abcdef", "rk_0123456789abcdef", "0123456789abcdef");
        for (document, told) in [
            (keys("a", "a", "a"), "line 1: a write key must have at least 16 characters"),
            (keys(write, "rk_0123456789", case), "line 5: a read key must have at least 16"),
            (keys(case, read, case), "line 8: this key is a write key and a case key"),
            (format!("allow_loopback_channels = true\n{}", keys(write, read, case)), "allow_loopback_channels"),
        ] {
            let parse =
                |place| Document::<()>::parse_at(&document, place).map(|_| ()).map_err(|error| error.to_string());
            let refused = parse(Place::Aws).unwrap_err();
            assert!(refused.contains(told) && !refused.contains("0123456789"), "{refused}");
            assert_eq!(parse(Place::Laptop), Ok(()));
            assert_eq!(parse(Place::Emulator).is_ok(), told == "allow_loopback_channels", "{document}");
        }
        Document::<()>::parse_at(&keys(write, read, case), Place::Aws).unwrap();
        // Two keys of one role may be the same text only if that is a slip that does no harm.
        let wrong = keys("rk_0123456789abcdef", "rk_0123456789abcdeg", case);
        let refused = Document::<()>::parse(&wrong).unwrap_err().to_string();
        assert!(refused.contains("line 1: a write key of this kind begins with sk_"), "{refused}");
    }

    #[test]
    fn a_publishable_key_has_a_quota_even_if_nobody_set_one() {
        let key = |kind: &str, more: &str| {
            let text = format!("[[write_keys]]\nkey = 'k'\nname = 'web'\nkind = '{kind}'\n{more}");
            Document::<()>::parse(&text).unwrap().write_keys[0].requests_per_minute
        };
        assert_eq!(key("publishable", ""), Some(PUBLISHABLE_PER_MINUTE));
        assert_eq!(key("publishable", "requests_per_minute = 3"), Some(3));
        assert_eq!(key("publishable", "requests_per_minute = 0"), Some(0));
        assert_eq!(key("secret", ""), None);
    }

    #[test]
    fn a_wrong_document_says_the_line_and_quotes_nothing() {
        for (text, told) in [
            ("language = 'en'\nevent_prefix = hunter2\n", "line 2"),
            ("\n[[write_keys]]\nkey = 'hunter2'\nname = 'Web'\nkind = 'secret'", "line 2: the name of a write key"),
            ("[[write_keys]]\nkey = 'hunter2'\nname = 'web'\nkind = 'public'", "line 4"),
            ("[[write_keys]]\nkey = ''\nname = 'web'\nkind = 'secret'", "line 1: a write key is empty"),
            (
                "[[write_keys]]\nkey = 'hunter2'\nname = 'web'\nkind = 'secret'\norigins = ['https://a.b/']",
                "`https://a.b/` is not an exact origin",
            ),
            (
                "\n[[write_keys]]\nkey = 'k'\nname = 'web'\nkind = 'publishable'\nidentity_secrets = [{id = 'a', secret = 'hunter2'}]",
                "line 2: write key web: identity_secrets: a secret must have at least 32 characters",
            ),
            (
                "[[write_keys]]\nkey = 'k'\nname = 'web'\nkind = 'secret'\nidentity_secrets = [{id = 'a', secret = 'hunter2'}]",
                "line 1: write key web: identity_secrets: a secret key needs none",
            ),
            ("[[read_keys]]\nkey = ''\nname = 'me'", "line 1: a read key is empty"),
            ("[[read_keys]]\nkey = 4815162342\nname = 'me'", "line 2: expected a string"),
            ("[[write_keys]]\nkey = 'a'\nname = 'web'\nkind = 'hunter2'", "line 4: expected `publishable` or `secret`"),
            ("colour = 'red'", "line 1"),
            (
                "language = 'en'\n[types.delivery]\nimportance = 9",
                "line 3: types.delivery.importance: must be from 1 to 5",
            ),
            ("[rules.gap]\nmagic_mean_min = 'hunter2'", "line 2: rules.gap.magic_mean_min: must be a number"),
        ] {
            let error = Document::<()>::parse(text).map(|_| ()).unwrap_err().to_string();
            assert!(error.contains(told), "`{error}` does not say `{told}`");
            assert!(!error.contains("hunter2") && !error.contains("4815162342"), "{error}");
        }
    }
}
