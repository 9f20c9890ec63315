//! The configuration document of the local stack: the built-in one or a file, completed with what only this process
//! knows (its address, the channels of the command line) and left in the data folder for the functions to read.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use domain::vocabulary::Language;
use recovery::outbox::SendingDocument;
use runtime::configuration::split::{Split, path_of, split};
use runtime::configuration::{Complaint, InvalidDocument, Place};
use toml::{Table, Value};

use crate::error::Error;
use crate::private;

mod changes;
mod printed;
pub mod push;
mod schema;
mod structure;
mod wrong;

pub(crate) use changes::{changes, matches_nothing};
pub(crate) use wrong::everything_wrong;

/// The built-in configuration, as [`printed_document`] prints it.
pub const DEFAULT: &str = include_str!("../../moments.toml");
/// The built-in configuration, and nothing that could be left out.
pub const MINIMAL: &str = include_str!("minimal.toml");
/// Signs what goes to `--webhook-url`; the banner prints it, so that a receiver under test can verify.
pub const WEBHOOK_SECRET: &str = "whsec_bW9tZW50cy1sb2NhbC1zdGFjay1ub3Qtc2VjcmV0";

/// Prints the built-in configuration from the types it is read as: every key with its description.
pub(crate) fn printed_document() -> String {
    let table = |text: &str| text.parse::<Table>().unwrap_or_default();
    let defaults = Table::from_iter([("rules".to_owned(), Value::Table(table(domain::rules::RULES)))]);
    let mut set = table(MINIMAL);
    set.insert("parameters".to_owned(), Value::Table(table("TimeZone = 'UTC'")));
    printed::printed(&schema::schema(), &set, &defaults)
}

/// Where the configuration comes from.
#[derive(Clone, Debug, Default)]
pub enum Source {
    /// The built-in one.
    #[default]
    BuiltIn,
    /// A file.
    File(PathBuf),
    /// A text, for tests.
    Text(String),
}

/// Who may sign in on a laptop whose document names nobody: one of each role.
const PEOPLE: [(&str, &str, &str); 3] =
    [("Ana", "ana@localhost", "admin"), ("Eva", "eva@localhost", "agent"), ("Leo", "leo@localhost", "viewer")];

/// What a document says instead of this server's own address.
const ADDRESS: &str = "{address}";

/// A configuration that the functions will accept.
pub(crate) struct Configuration {
    file: String,
    is_built_in: bool,
    table: Table,
}

impl Configuration {
    /// Reads the document.
    ///
    /// Fails with [`Error::Configuration`], which names file, line and reason.
    pub(crate) fn load(source: &Source) -> Result<Self, Error> {
        let (file, text) = match source {
            Source::BuiltIn => ("moments.toml".to_owned(), DEFAULT.to_owned()),
            Source::Text(text) => ("moments.toml".to_owned(), text.clone()),
            Source::File(path) => {
                (path.display().to_string(), std::fs::read_to_string(path).map_err(|error| Error::file(path, error))?)
            }
        };
        // Judged as the functions will, so that the line is that of the file.
        let wrong = everything_wrong(&text, Place::Laptop);
        InvalidDocument::unless_empty(wrong).map_err(|error| refusal(&file, &error))?;
        let table = text.parse::<Table>().map_err(|error| Error::failed(&file, error.message()))?;
        Ok(Self { file, is_built_in: matches!(source, Source::BuiltIn), table })
    }

    /// Returns the document as the functions will have it.
    pub(crate) fn document(&self) -> Result<SendingDocument, Error> {
        SendingDocument::parse(&self.table.to_string()).map_err(|error| refusal(&self.file, &error))
    }

    /// Returns the language that the document asks for.
    pub(crate) fn language(&self) -> Language {
        let asked = self.table.get("language").and_then(Value::as_str).and_then(Language::from_word);
        asked.unwrap_or(Language::English)
    }

    /// Takes the `[parameters]` out: they are for the template, not for the functions.
    pub(crate) fn take_parameters(&mut self) -> Result<BTreeMap<String, String>, Error> {
        let Some(section) = self.table.remove("parameters") else { return Ok(BTreeMap::new()) };
        let refuse = |why: &str| Error::failed(format!("{}: [parameters]", self.file), why);
        let Value::Table(section) = section else { return Err(refuse("expected a table")) };
        section
            .into_iter()
            .map(|(name, value)| match value {
                Value::String(text) => Ok((name, text)),
                Value::Integer(number) => Ok((name, number.to_string())),
                Value::Boolean(flag) => Ok((name, flag.to_string())),
                _ => Err(refuse(&format!("{name} is neither text nor number"))),
            })
            .collect()
    }

    /// Puts this server's address wherever the document says `{address}`, and among the origins of every write key.
    pub(crate) fn serve_at(&mut self, address: &str) {
        for value in self.table.iter_mut().map(|(_, value)| value) {
            substitute(value, address);
        }
        let origins = [address.to_owned(), address.replacen("127.0.0.1", "localhost", 1)];
        for key in self.table.get_mut("write_keys").and_then(Value::as_array_mut).into_iter().flatten() {
            let Some(key) = key.as_table_mut() else { continue };
            let listed = key.entry("origins").or_insert_with(|| Value::Array(Vec::new()));
            let Some(listed) = listed.as_array_mut() else { continue };
            for origin in &origins {
                if !listed.iter().any(|listed| listed.as_str() == Some(origin)) {
                    listed.push(Value::String(origin.clone()));
                }
            }
        }
    }

    /// Lets the people of this machine sign in where the document names nobody, and signs their sessions with a key that nobody else
    /// has: another one at each start.
    pub(crate) fn open_console(&mut self) {
        let people = PEOPLE.map(|(name, email, role)| {
            let fields = [("name", name), ("email", email), ("role", role)];
            Value::Table(
                fields.map(|(field, text)| (field.to_owned(), Value::String(text.to_owned()))).into_iter().collect(),
            )
        });
        self.table.entry("people").or_insert_with(|| Value::Array(people.to_vec()));
        let console = self.table.entry("console").or_insert_with(|| Value::Table(Table::new()));
        if let Some(console) = console.as_table_mut() {
            let random = || uuid::Uuid::new_v4().simple().to_string();
            console.entry("key").or_insert_with(|| Value::String(random() + &random()));
        }
    }

    /// Makes the clocks of the demo: a case is overdue after a minute of any day, what was gathered is told after one, and the promise of a
    /// purchase has no tolerance.
    pub(crate) fn shorten_clocks(&mut self) {
        let section = |entries: &[(&str, Value)]| {
            Value::Table(entries.iter().map(|(name, value)| ((*name).to_owned(), value.clone())).collect())
        };
        let always = |day| (day, Value::String("00:00-24:00".to_owned()));
        let days = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"].map(always);
        self.table.insert("calendar".to_owned(), section(&[("open", section(&days))]));
        // A promise of the demo is broken once its time has passed.
        let types = self.table.entry("types").or_insert_with(|| section(&[]));
        if let Some(types) = types.as_table_mut() {
            let purchase = types.entry("purchase").or_insert_with(|| section(&[]));
            purchase.as_table_mut().map(|purchase| purchase.insert("late_by_s".to_owned(), Value::Integer(0)));
        }
        for (name, field, value) in [
            ("escalation", "acknowledge_hours", Value::Float(1.0 / 60.0)),
            ("pacing", "gather_minutes", Value::Integer(1)),
        ] {
            let entry = self.table.entry(name).or_insert_with(|| section(&[]));
            if let Some(entry) = entry.as_table_mut() {
                entry.insert(field.to_owned(), value);
            }
        }
    }

    /// Adds channels of the command line, named `slack-1`, `webhook-1` and so on.
    pub(crate) fn add_channels(&mut self, slack_urls: &[String], webhook_urls: &[String]) {
        let channels = self.table.entry("channels").or_insert_with(|| Value::Array(Vec::new()));
        let Some(channels) = channels.as_array_mut() else { return };
        for (kind, urls) in [("slack", slack_urls), ("webhook", webhook_urls)] {
            for (index, url) in urls.iter().enumerate() {
                let mut channel = Table::new();
                channel.insert("name".to_owned(), Value::String(format!("{kind}-{}", index + 1)));
                channel.insert("kind".to_owned(), Value::String(kind.to_owned()));
                channel.insert("url".to_owned(), Value::String(url.clone()));
                if kind == "webhook" {
                    channel.insert("secret".to_owned(), Value::String(WEBHOOK_SECRET.to_owned()));
                }
                let receives: &[&str] =
                    if kind == "webhook" { &["alerts", "cases", "reports"] } else { &["alerts", "reports"] };
                let receives = receives.iter().map(|word| Value::String((*word).to_owned())).collect();
                channel.insert("receives".to_owned(), Value::Array(receives));
                channels.push(Value::Table(channel));
            }
        }
    }

    /// Returns the `key` of the first entry of `write_keys` or `read_keys`, for this program's own requests and pages that
    /// only this machine sees. Of write keys a publishable one is taken before a secret one.
    pub(crate) fn first_key(&self, list: &str) -> Option<String> {
        let keys = self.table.get(list)?.as_array()?;
        // Of a key that is kept as its hash nobody knows the key.
        let keys: Vec<_> = keys.iter().filter(|key| !is_hashed(key)).collect();
        let key = keys.iter().find(|key| is_publishable(key)).or(keys.first())?;
        key.get("key")?.as_str().map(str::to_owned)
    }

    /// Returns the first secret write key.
    pub(crate) fn secret_key(&self) -> Option<String> {
        let mut keys = self.table.get("write_keys")?.as_array()?.iter();
        let key = keys.find(|key| key.get("kind").and_then(Value::as_str) == Some("secret") && !is_hashed(key))?;
        key.get("key")?.as_str().map(str::to_owned)
    }

    /// Returns the same key if it may be printed: the built-in one, which everybody knows, or a publishable one.
    pub(crate) fn shown_key(&self, list: &str) -> Option<String> {
        let key = self.first_key(list)?;
        let keys = self.table.get(list)?.as_array()?;
        let is_public = |entry: &Value| is_publishable(entry) && entry.get("key").and_then(Value::as_str) == Some(&key);
        (self.is_built_in || keys.iter().any(is_public)).then_some(key)
    }

    /// Tells whether any key is one of the built-in configuration, which everybody can read.
    pub(crate) fn has_well_known_keys(&self) -> bool {
        let built_in = DEFAULT.parse::<Table>().unwrap_or_default();
        let known: Vec<&str> = keys(&built_in).collect();
        keys(&self.table).any(|key| known.contains(&key))
    }

    /// Makes of it what each function may read, as on AWS.
    pub(crate) fn split(&self) -> Split {
        split(&self.table)
    }

    /// Writes the effective document where the functions read it, whole and in the parts that each may read; only this user may.
    pub(crate) fn write(&self, data: &Path) -> Result<Written, Error> {
        let to = |path: &Path, text: &str| private::write(path, text).map_err(|error| Error::file(path, error));
        let places = Written {
            whole: data.join("configuration.toml"),
            parts: data.join("configuration"),
            objects: data.join("objects"),
        };
        to(&places.whole, &self.table.to_string())?;
        let parts = self.split();
        for folder in [&places.parts, &places.objects.join("configuration")] {
            private::folder(folder).map_err(|error| Error::file(folder, error))?;
        }
        for (digest, text) in &parts.objects {
            to(&places.objects.join(path_of(digest)), text)?;
        }
        for (function, text) in &parts.own {
            to(&places.parts.join(format!("{function}.toml")), text)?;
        }
        to(&places.parts.join(FIRST_PART), &parts.first)?;
        Ok(places)
    }
}

/// The part that every function reads, among [`Written::parts`].
pub(crate) const FIRST_PART: &str = "first.toml";

/// Where a document was written.
pub(crate) struct Written {
    /// The file of the whole document.
    pub(crate) whole: PathBuf,
    /// The folder of the parts.
    pub(crate) parts: PathBuf,
    /// The folder that stands for every bucket.
    pub(crate) objects: PathBuf,
}

/// Every key of a document: those that are sent, and the one that signs links.
fn keys(document: &Table) -> impl Iterator<Item = &str> {
    let sent = ["write_keys", "read_keys", "case_keys"].into_iter().filter_map(|list| document.get(list)?.as_array());
    let signing = document.get("links").and_then(|links| links.get("key"));
    sent.flatten().filter_map(|entry| entry.get("key")).chain(signing).filter_map(Value::as_str)
}

/// Tells whether an entry holds the hash of its key.
fn is_hashed(entry: &Value) -> bool {
    entry.get("key").and_then(Value::as_str).is_some_and(|key| key.starts_with("sha256:"))
}

fn is_publishable(key: &Value) -> bool {
    key.get("kind").and_then(Value::as_str) == Some("publishable")
}

fn substitute(value: &mut Value, address: &str) {
    match value {
        Value::String(text) => *text = text.replace(ADDRESS, address),
        Value::Array(values) => values.iter_mut().for_each(|value| substitute(value, address)),
        Value::Table(table) => table.iter_mut().for_each(|(_, value)| substitute(value, address)),
        _ => {}
    }
}

/// Words the first thing that is wrong, and says whether there is more.
fn refusal(file: &str, error: &InvalidDocument) -> Error {
    let one_line = |text: String| text.lines().collect::<Vec<_>>().join("; ");
    let more = match error.0.len() {
        0 | 1 => String::new(),
        all => format!(" (and {} more: `moments check {file}`)", all - 1),
    };
    match error.0.first() {
        Some(Complaint { position: Some(position), why }) => {
            Error::Configuration { file: file.to_owned(), line: position.line, why: one_line(why.clone()) + &more }
        }
        _ => Error::failed(file, one_line(error.0.first().map(Complaint::to_string).unwrap_or_default()) + &more),
    }
}

#[cfg(test)]
mod tests {
    use runtime::configuration::{Parts, Place};

    use super::*;

    fn load(text: &str) -> Result<Configuration, Error> {
        Configuration::load(&Source::Text(text.to_owned()))
    }

    #[test]
    fn the_built_in_document_is_complete() {
        let mut configuration = Configuration::load(&Source::BuiltIn).unwrap();
        assert_eq!(configuration.take_parameters().unwrap()["TimeZone"], "UTC");
        assert_eq!(configuration.first_key("write_keys").as_deref(), Some("local"));
        assert_eq!(configuration.first_key("read_keys").as_deref(), Some("local"));
        assert_eq!(configuration.shown_key("write_keys").as_deref(), Some("local"));
        configuration.serve_at("http://127.0.0.1:1");
        let written = configuration.table.to_string();
        assert!(written.contains("http://127.0.0.1:1/_local/inbox/slack"), "{written}");
        assert!(written.contains(r#"origins = ["http://127.0.0.1:1", "http://localhost:1"]"#), "{written}");
        assert!(!written.contains("parameters"), "{written}");
    }

    #[test]
    fn a_split_document_is_the_same_when_its_parts_are_put_together() {
        let mut configuration = Configuration::load(&Source::BuiltIn).unwrap();
        configuration.serve_at("http://127.0.0.1:1");
        configuration.take_parameters().unwrap();
        let parts = configuration.split();
        let mut texts = vec![parts.first, parts.own["alert"].clone()];
        texts.extend(parts.objects.into_values());
        let whole = SendingDocument::parse(&configuration.table.to_string()).unwrap();
        let read = SendingDocument::read(&Parts::new(texts, Place::Laptop)).unwrap();
        let shown = |it: &SendingDocument| format!("{:?}", (&it.channels, &it.common.links, &it.plan));
        assert_eq!(shown(&read), shown(&whole));
    }

    #[test]
    fn the_printed_document_is_made_from_the_types() {
        let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("moments.toml");
        let printed = printed_document();
        if std::env::var("INSTA_UPDATE").is_ok_and(|update| update == "always") {
            std::fs::write(&file, &printed).unwrap();
        }
        let kept = std::fs::read_to_string(&file).unwrap();
        assert!(kept == printed, "infra/local/moments.toml is another one; INSTA_UPDATE=always writes it");
    }

    #[test]
    fn every_key_stands_in_the_printed_document_with_its_description() {
        fn visit(schema: &serde_json::Value, printed: &str, count: &mut usize) {
            if !schema.is_object() {
                return;
            }
            for (name, property) in schema["properties"].as_object().into_iter().flatten() {
                let key = printed.lines().any(|line| {
                    let line = line.trim_start_matches(['#', '[', ' ']);
                    line.split(['=', ']', ':', ' ']).next().is_some_and(|key| key.split('.').any(|key| key == name))
                        || line.contains(&format!(" {name} = "))
                });
                assert!(key, "{name} is not printed");
                let said = property["description"].as_str().unwrap_or_default();
                let words: Vec<_> = said.split_whitespace().take(6).collect();
                let flat = printed.replace("\n#", " ");
                let flat = flat.split_whitespace().collect::<Vec<_>>().join(" ");
                assert!(flat.contains(&words.join(" ")), "{name} is printed without: {said}");
                *count += 1;
                visit(property, printed, count);
            }
            for inner in ["items", "additionalProperties"] {
                visit(&schema[inner], printed, count);
            }
            for list in ["anyOf", "oneOf"] {
                schema[list].as_array().into_iter().flatten().for_each(|inner| visit(inner, printed, count));
            }
        }
        let mut count = 0;
        visit(&schema::schema(), &printed_document(), &mut count);
        assert!(count > 150, "{count}");
    }

    #[test]
    fn the_minimal_document_is_small() {
        assert!(MINIMAL.len() <= 1_024, "{}", MINIMAL.len());
    }

    #[test]
    fn a_damaged_document_is_one_line_with_file_line_and_reason() {
        let refused = load("language = \"en\"\n[[write_keys]\n").err().unwrap().to_string();
        assert!(refused.starts_with("moments.toml:2: "), "{refused}");
        assert_eq!(refused.lines().count(), 1);
    }

    #[test]
    fn a_secret_key_of_your_own_is_not_printed() {
        let secret = "[[write_keys]]\nkey = 'sk'\nname = 'a'\nkind = 'secret'\n[[read_keys]]\nkey = 'rk'\nname = 'r'\n";
        let configuration = load(secret).unwrap();
        assert_eq!(configuration.first_key("write_keys").as_deref(), Some("sk"));
        assert_eq!((configuration.shown_key("write_keys"), configuration.shown_key("read_keys")), (None, None));
        let publishable =
            "[[write_keys]]\nkey = 'pk'\nname = 'b'\nkind = 'publishable'\norigins = ['https://a.example']\n";
        let configuration = load(&format!("{secret}{publishable}")).unwrap();
        assert_eq!(configuration.first_key("write_keys").as_deref(), Some("pk"));
        assert_eq!(configuration.shown_key("write_keys").as_deref(), Some("pk"));
    }

    #[test]
    fn the_built_in_keys_are_known_wherever_they_stand() {
        assert!(Configuration::load(&Source::BuiltIn).unwrap().has_well_known_keys());
        for known in [
            "[[write_keys]]\nkey = 'local'\nname = 'a'\nkind = 'secret'",
            "[[read_keys]]\nkey = 'local'\nname = 'a'",
            "[[case_keys]]\nkey = 'local'\nname = 'a'",
            "[links]\nkey = 'this-key-is-for-this-machine-only'",
        ] {
            assert!(load(known).unwrap().has_well_known_keys(), "{known}");
        }
        let own = "[[read_keys]]\nkey = 'local2'\nname = 'local'\n[links]\nkey = '0123456789abcdef0123456789abcdef'";
        assert!(!load(own).unwrap().has_well_known_keys());
        assert!(!load("").unwrap().has_well_known_keys());
    }

    #[test]
    fn short_clocks_are_a_document_like_any_other() {
        let mut configuration = Configuration::load(&Source::BuiltIn).unwrap();
        configuration.shorten_clocks();
        configuration.serve_at("http://127.0.0.1:1");
        configuration.take_parameters().unwrap();
        let document = configuration.document().unwrap();
        let saturday: jiff::Timestamp = "2026-11-28T23:30:00Z".parse().unwrap();
        let deadlines = document.plan.deadlines(saturday, &jiff::tz::TimeZone::UTC);
        assert_eq!(deadlines.acknowledge, "2026-11-28T23:31:00Z".parse().unwrap());
        assert_eq!(deadlines.resolve, "2026-11-30T23:30:00Z".parse().unwrap());
    }

    #[test]
    fn channels_of_the_command_line_come_last() {
        let mut configuration = load("").unwrap();
        configuration.add_channels(&["http://s".into()], &["http://a".into(), "http://b".into()]);
        let names: Vec<_> = configuration.table["channels"]
            .as_array()
            .unwrap()
            .iter()
            .map(|channel| channel["name"].as_str().unwrap())
            .collect();
        assert_eq!(names, ["slack-1", "webhook-1", "webhook-2"]);
    }

    #[test]
    fn parameters_are_texts_and_numbers() {
        let mut configuration = load("[parameters]\nTimeZone = \"Europe/Madrid\"\nRetentionInDays = 7").unwrap();
        assert_eq!(configuration.take_parameters().unwrap()["RetentionInDays"], "7");
        assert!(load("[parameters]\na = []").is_err());
        assert!(load("parameters = 1").is_err());
    }
}
