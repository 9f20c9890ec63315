//! `key new`: makes a key that nobody can guess, and prints it once with the table of the configuration that lets it in. Keeps nothing
//! and sends nothing.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use clap::{Args, Subcommand, ValueEnum};
use jiff::Timestamp;
use ring::rand::{SecureRandom, SystemRandom};
use sha2::{Digest, Sha256};

use super::print;
use crate::error::Error;

/// Random bytes of a key.
const KEY_BYTES: usize = 32;

/// What is done with keys.
#[derive(Clone, Debug, Args)]
pub(super) struct Order {
    #[command(subcommand)]
    command: Command,
}

#[derive(Clone, Debug, Subcommand)]
enum Command {
    /// Make a key and print it once, with its table for the configuration
    New(New),
}

/// A key to be made.
#[derive(Clone, Debug, Args)]
struct New {
    /// What it is for
    #[arg(value_enum)]
    kind: Kind,
    /// Whose it is; of a key that sends also the source of its touchpoints
    #[arg(long, default_value = "new")]
    name: String,
    /// Write the key itself into the table, and not only its hash
    #[arg(long)]
    plain: bool,
    /// From when it works, such as 2026-12-01T00:00:00Z
    #[arg(long, value_name = "TIME")]
    not_before: Option<Timestamp>,
    /// Until when it works
    #[arg(long, value_name = "TIME")]
    not_after: Option<Timestamp>,
    /// What it may do: read_reports, read_people, act, erase, read_audit; may be given several times
    #[arg(long = "right", value_name = "RIGHT")]
    rights: Vec<String>,
}

/// The kinds of keys.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Kind {
    /// Sends touchpoints from a server
    Secret,
    /// Sends touchpoints from a page
    Publishable,
    /// Reads reports and people
    Read,
    /// Reads cases and acts on them
    Case,
}

impl Kind {
    fn prefix(self) -> &'static str {
        match self {
            Self::Secret => "sk_",
            Self::Publishable => "pk_",
            Self::Read => "rk_",
            Self::Case => "ck_",
        }
    }

    fn section(self) -> &'static str {
        match self {
            Self::Secret | Self::Publishable => "write_keys",
            Self::Read => "read_keys",
            Self::Case => "case_keys",
        }
    }
}

/// Carries out an order.
pub(super) fn key(order: &Order) -> Result<(), Error> {
    let Command::New(new) = &order.command;
    let mut bytes = [0; KEY_BYTES];
    SystemRandom::new().fill(&mut bytes).map_err(|_| Error::failed("key", "this machine gives no random bytes"))?;
    let key = format!("{}{}", new.kind.prefix(), URL_SAFE_NO_PAD.encode(bytes));
    let table = new.table(&key)?;
    print(&format!("\n  {key}\n\n  This is the only time that it is shown. In the configuration:\n\n{table}"))
}

impl New {
    fn table(&self, key: &str) -> Result<String, Error> {
        if !self.rights.is_empty() && self.kind.section() == "write_keys" {
            return Err(Error::failed("key", "a key that sends may send and nothing else: --right is for others"));
        }
        // A publishable key stands in pages: nothing is won by keeping its hash, and the console shows how to send with it.
        let written = match self.plain || self.kind == Kind::Publishable {
            true => key.to_owned(),
            false => format!("sha256:{}", hex::encode(Sha256::digest(key))),
        };
        let text = |text: &str| toml::Value::String(text.to_owned()).to_string();
        let mut lines = vec![format!("key = {}", text(&written)), format!("name = {}", text(&self.name))];
        match self.kind {
            Kind::Secret => lines.push("kind = \"secret\"".to_owned()),
            Kind::Publishable => {
                lines.push("kind = \"publishable\"".to_owned());
                lines.push("origins = [\"https://www.example.com\"]".to_owned());
            }
            Kind::Read | Kind::Case => {}
        }
        for (name, at) in [("not_before", self.not_before), ("not_after", self.not_after)] {
            lines.extend(at.map(|at| format!("{name} = \"{at}\"")));
        }
        if !self.rights.is_empty() {
            let rights: Vec<_> = self.rights.iter().map(|right| text(right)).collect();
            lines.push(format!("rights = [{}]", rights.join(", ")));
        }
        let table = format!("[[{}]]\n{}\n", self.kind.section(), lines.join("\n"));
        // What a configuration would refuse is refused before anybody copies it.
        runtime::configuration::Document::parse(&table).map_err(|wrong| Error::failed("key", wrong))?;
        Ok(table)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn new(kind: Kind) -> New {
        let name = "desk".to_owned();
        New { kind, name, plain: false, not_before: None, not_after: None, rights: Vec::new() }
    }

    #[test]
    fn the_table_of_each_kind_is_a_configuration_that_knows_the_key() {
        for kind in [Kind::Secret, Kind::Publishable, Kind::Read, Kind::Case] {
            let key = format!("{}{}", kind.prefix(), "a".repeat(43));
            let table = new(kind).table(&key).unwrap();
            assert_eq!(table.contains(&key), kind == Kind::Publishable, "{table}");
            let document = runtime::configuration::Document::parse(&table).unwrap();
            let (now, keys) = (Timestamp::now(), &document.write_keys);
            let found = match kind {
                Kind::Secret | Kind::Publishable => runtime::http::access::find(keys, &key, now).is_ok(),
                Kind::Read => runtime::http::access::find(&document.read_keys, &key, now).is_ok(),
                Kind::Case => runtime::http::access::find(&document.case_keys, &key, now).is_ok(),
            };
            assert!(found, "{table}");
        }
    }

    #[test]
    fn what_a_configuration_would_refuse_is_not_printed() {
        let with =
            |kind, rights: &[&str]| New { rights: rights.iter().map(|right| (*right).into()).collect(), ..new(kind) };
        assert!(with(Kind::Read, &["read_reports", "read_audit"]).table("rk_x").unwrap().contains("rights = ["));
        for (kind, right) in
            [(Kind::Read, "act"), (Kind::Case, "read_audit"), (Kind::Secret, "erase"), (Kind::Read, "fly")]
        {
            with(kind, &[right]).table("x").unwrap_err();
        }
        let [from, until] = ["2026-12-01T00:00:00Z", "2026-11-01T00:00:00Z"].map(|at| Some(at.parse().unwrap()));
        New { not_before: from, not_after: until, ..new(Kind::Read) }.table("rk_x").unwrap_err();
        New { name: "Not A Name".into(), ..new(Kind::Secret) }.table("sk_x").unwrap_err();
    }
}
