//! The senders of a deployment: shipped maps, and what the configuration says of them under `[senders.NAME]`.

use std::collections::BTreeMap;

use domain::touchpoint::terms::Terms;
use serde_json::Value;
use toml::Spanned;
use toml::de::DeTable;

use crate::delivery::Delivery;
use crate::map::{Layers, Map, Reply, Told};
use crate::proof::handshake::Answer;
use crate::proof::{self, Refusal, SECRETS_MAX, Secrets};
use crate::shipped;
use crate::table::{Complaint, Entry, Table};

/// Characters of a secret that is presented as it is, at least, in a deployment.
const PRESENTED_CHARS_MIN: usize = 16;

/// The senders that a deployment takes deliveries of.
#[derive(Clone, Debug, Default)]
pub struct Senders(BTreeMap<String, Sender>);

/// One of them.
#[derive(Clone, Debug)]
pub struct Sender {
    /// The name in the address, which becomes the source.
    pub name: String,
    own: Map,
    shipped: Option<Map>,
    secrets: Secrets,
    url: Option<String>,
}

impl Senders {
    /// Reads the senders of a configuration document.
    ///
    /// # Errors
    /// The first thing that is wrong: the line, the place and the reason. Quotes no value.
    pub fn read(document: &str, is_deployed: bool) -> Result<Self, String> {
        // A document that is no TOML is refused where the whole document is read.
        let Ok(table) = DeTable::parse(document) else { return Ok(Self::default()) };
        Self::of(&table, is_deployed)
            .map_err(|wrong| wrong.first().map(|wrong| wrong.in_text(document)).unwrap_or_default())
    }

    /// Reads the senders of a configuration document that is parsed already.
    ///
    /// # Errors
    /// What is wrong first with each sender. Quotes no value.
    pub fn of(document: &Spanned<DeTable<'_>>, is_deployed: bool) -> Result<Self, Vec<Complaint>> {
        let Some(senders) = Table::new(document, "").get("senders") else { return Ok(Self::default()) };
        let (mut all, mut wrong) = (BTreeMap::new(), Vec::new());
        for (name, entry) in senders.table().map_err(|complaint| vec![complaint])?.entries() {
            match read_named(name, &entry, is_deployed) {
                Ok(sender) => drop(all.insert(name.to_owned(), sender)),
                Err(complaint) => wrong.push(complaint),
            }
        }
        if wrong.is_empty() { Ok(Self(all)) } else { Err(wrong) }
    }

    /// Finds a sender by its name.
    pub fn get(&self, name: &str) -> Option<&Sender> {
        self.0.get(name)
    }

    /// Lists the names of those that are configured.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.0.keys().map(String::as_str)
    }
}

fn read_named(name: &str, entry: &Entry<'_>, is_deployed: bool) -> Result<Sender, Complaint> {
    let is_name = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-';
    if !(1..=40).contains(&name.len()) || !name.bytes().all(is_name) {
        return Err(entry.complain("the name of a sender must be 1 to 40 of a-z, 0-9 and -"));
    }
    read_one(name, &entry.table()?, is_deployed)
}

/// Lists every name that a sender is read by.
#[cfg(test)]
pub(crate) fn names_of_a_sender() -> Vec<String> {
    let document = DeTable::parse("").unwrap();
    let table = Table::new(&document, "");
    read_one("typeform", &table, false).unwrap();
    table.taken()
}

fn read_one(name: &str, table: &Table<'_>, is_deployed: bool) -> Result<Sender, Complaint> {
    let own = Map::read(table)?;
    let shipped = shipped_by(table, name)?;
    let secret = table.get("secret");
    let live: Vec<_> = table.texts("secret")?;
    if live.len() > SECRETS_MAX || live.iter().any(String::is_empty) {
        return Err(secret.map_or_else(
            || table.complain("secret"),
            |entry| entry.complain(format!("must be one secret or {SECRETS_MAX}, none of them empty")),
        ));
    }
    let secrets = Secrets {
        live,
        key_id: table.text("key_id")?,
        public_keys: table.texts("public_key")?,
        audience: table.text("audience")?,
        verify_token: table.text("verify_token")?,
        tolerance_s: table.whole("tolerance_s")?,
    };
    if secrets.public_keys.iter().any(|pem| !proof::is_public_key(pem)) {
        return Err(table.complain("public_key must be a public key in PEM"));
    }
    let url = table.text("url")?;
    table.get("map");
    table.finish()?;
    let sender = Sender { name: name.to_owned(), own, shipped, secrets, url };
    if sender.proofs().is_empty() {
        return Err(table.complain("proof is missing: how a delivery is proved, such as { kind = \"secret\" }"));
    }
    if sender.shipped.is_none() && !sender.own.says_a_type() {
        return Err(table.complain("touchpoint_type is missing, and there is no shipped map of this name"));
    }
    let presents = sender.proofs().iter().any(proof::Proof::presents_the_secret);
    let is_short = |secret: &String| secret.chars().count() < PRESENTED_CHARS_MIN;
    if is_deployed && presents && sender.secrets.live.iter().any(is_short) {
        return Err(table.complain(format!(
            "secret: this sender signs nothing, so its secret must have at least {PRESENTED_CHARS_MIN} characters that nobody can guess"
        )));
    }
    Ok(sender)
}

/// Returns the shipped map that a table names, else the one of a name.
fn shipped_by(table: &Table<'_>, name: &str) -> Result<Option<Map>, Complaint> {
    let Some(entry) = table.get("map") else { return Ok(shipped::map(name)) };
    let named = entry.text()?;
    let unknown =
        || entry.complain(crate::table::unknown(named, shipped::names()).replace("known here", "a shipped map"));
    shipped::map(named).ok_or_else(unknown).map(Some)
}

impl Sender {
    /// Makes a sender of a shipped map without any configuration: it can be read by, and proves nothing.
    pub fn shipped(name: &str) -> Option<Self> {
        let shipped = Some(shipped::map(name)?);
        Some(Self { name: name.to_owned(), own: Map::default(), shipped, secrets: Secrets::default(), url: None })
    }

    /// Makes a sender of the text of a map without any configuration: it can be read by, and proves nothing. The map may begin with
    /// `map = "NAME"`, to lay its lines over a shipped one.
    ///
    /// # Errors
    /// The first thing that is wrong, with its line.
    pub fn of_map(name: &str, text: &str) -> Result<Self, String> {
        let table = DeTable::parse(text).map_err(|error| error.to_string())?;
        let table = Table::new(&table, "");
        let read = || {
            let own = Map::read(&table)?;
            let shipped = shipped_by(&table, "")?;
            table.finish()?;
            let sender = Self { name: name.to_owned(), own, shipped, secrets: Secrets::default(), url: None };
            match sender.shipped.is_none() && !sender.own.says_a_type() {
                true => Err(table.complain("touchpoint_type is missing")),
                false => Ok(sender),
            }
        };
        read().map_err(|complaint: Complaint| complaint.in_text(text))
    }

    fn first<'a, T>(&'a self, of: impl Fn(&'a Map) -> Option<T>) -> Option<T> {
        of(&self.own).or_else(|| self.shipped.as_ref().and_then(of))
    }

    fn proofs(&self) -> &[proof::Proof] {
        self.first(|map| (!map.proofs.is_empty()).then_some(map.proofs.as_slice())).unwrap_or_default()
    }

    /// Returns the address that the vendor calls, where the configuration names it.
    pub fn url(&self) -> Option<&str> {
        self.url.as_deref()
    }

    /// Returns whether a text holds one of the secrets that are live, so that it must not be kept.
    pub fn is_secret(&self, text: &str) -> bool {
        self.secrets.live.iter().any(|secret| !secret.is_empty() && text.contains(secret.as_str()))
    }

    /// Returns the vendor's name.
    pub fn title(&self) -> &str {
        self.first(|map| map.title.as_deref()).unwrap_or(&self.name)
    }

    /// Returns what only the user knows, if there is something.
    pub fn needs(&self) -> Option<&str> {
        self.first(|map| map.needs.as_deref())
    }

    /// Returns where the vendor describes what it sends.
    pub fn docs(&self) -> Option<&str> {
        self.first(|map| map.docs.as_deref())
    }

    /// Tells whether a proved delivery proves the customer that it names.
    pub fn proves_customer(&self) -> bool {
        self.first(|map| map.proves_customer).unwrap_or(true)
    }

    /// Returns what is answered, where the vendor wants more than a 2xx.
    pub fn reply(&self) -> Option<&Reply> {
        self.first(|map| map.reply.as_ref())
    }

    /// Answers what a vendor asks before it sends anything, if this is that.
    pub fn handshake(&self, delivery: &Delivery<'_>) -> Option<Answer> {
        let known = self.first(|map| map.handshake);
        if let Some(answer) = known.and_then(|handshake| handshake.answer(delivery, &self.secrets)) {
            return Some(answer);
        }
        matches!(delivery.method, "GET" | "HEAD").then_some(Answer::Empty)
    }

    /// Checks that a delivery is this sender's.
    ///
    /// # Errors
    /// It is not, or nothing shows it.
    pub fn check(&self, delivery: &Delivery<'_>) -> Result<(), Refusal> {
        proof::check(self.proofs(), delivery, &self.secrets)
    }

    /// Reads a delivery whose body is parsed, by the terms of a deployment.
    pub fn read(&self, body: Value, delivery: &Delivery<'_>, terms: &Terms<'_>) -> Vec<Told> {
        Layers { own: &self.own, shipped: self.shipped.as_ref(), terms }.read(body, delivery)
    }
}
