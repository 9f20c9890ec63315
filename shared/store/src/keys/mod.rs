//! The keys of every item. Nobody else writes a `#` or the name of a key attribute; the template, which must repeat
//! some of them, is held to this file by a test.

use std::collections::HashMap;

use aws_sdk_dynamodb::types::AttributeValue;
use domain::content::normalized;
use domain::identity::{Identity, TouchpointKey, fingerprint};
use domain::moment::Moment;
use domain::touchpoint::Touchpoint;
use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::TimeZone;
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};
use serde::{Deserialize, Serialize};

use crate::times::sortable;

mod erasing;
mod work;

pub(crate) use erasing::{erased_links, erasure, is_about, of_identity_on, tombstone};
pub(crate) use work::{CLOCKS_FROM, Work, urgency};

/// Partition key attribute.
pub(crate) const PK: &str = "pk";
/// Sort key attribute.
pub(crate) const SK: &str = "sk";
/// The sparse index of work to be done.
pub(crate) const WORK_INDEX: &str = "work";
/// Partition key attribute of [`WORK_INDEX`].
pub(crate) const WORK_PK: &str = "work_pk";
/// Sort key attribute of [`WORK_INDEX`].
pub(crate) const WORK_SK: &str = "work_sk";
/// Attribute by which DynamoDB expires items, in seconds since 1970.
pub(crate) const EXPIRES_AT: &str = "expires_at";

pub(crate) const TOUCHPOINT: &str = "TOUCHPOINT#";
pub(crate) const LINK: &str = "LINK#";
pub(crate) const READING: &str = "READING#";
pub(crate) const ANSWER: &str = "ANSWER#";
pub(crate) const MOMENT: &str = "MOMENT#";
pub(crate) const CASE: &str = "CASE#";
pub(crate) const EVENT: &str = "EVENT#";
pub(crate) const CRITICAL: &str = "CRITICAL#";
pub(crate) const NAMED: &str = "NAMED#";
pub(crate) const DELIVERY: &str = "DELIVERY#";
pub(crate) const HEADER: &str = "HEADER";
pub(crate) const SUMMARY: &str = "SUMMARY";
pub(crate) const NOTICE: &str = "NOTICE";
pub(crate) const SUMS: &str = "SUMS";
pub(crate) const ACTION: &str = "ACTION";
pub(crate) const PARKED: &str = "PARKED";

/// Partitions over which the moments of a day are spread: 8 × 1,000 writes a second.
pub(crate) const DAY_SHARDS: u8 = 8;

/// Characters that need no encoding in a key part.
const PLAIN: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'_').remove(b'.');

/// Bytes of one encoded part; three of them and a prefix fit the 1,024 bytes of a sort key.
const PART_BYTES_MAX: usize = 250;

/// A whole primary key. As JSON it is what an operator needs to find the item, and names the customer.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Key {
    pub(crate) pk: String,
    pub(crate) sk: String,
}

impl Key {
    /// Returns the key as the SDK takes it.
    pub(crate) fn attributes(&self) -> HashMap<String, AttributeValue> {
        HashMap::from([
            (PK.to_owned(), AttributeValue::S(self.pk.clone())),
            (SK.to_owned(), AttributeValue::S(self.sk.clone())),
        ])
    }

    /// Returns the key under which a moment is stored.
    pub fn of_moment(judged: &Moment, zone: &TimeZone) -> Self {
        moment(judged.occurred_at.to_zoned(zone.clone()).date(), &judged.recorded, &judged.key())
    }

    /// The key of a touchpoint.
    pub fn of_touchpoint(said: &Touchpoint) -> Self {
        touchpoint(&said.recorded, &said.key())
    }

    /// Returns the key of the link that a touchpoint carries, on its own side; none if it carries none.
    pub fn of_link(touchpoint: &Touchpoint) -> Option<Self> {
        touchpoint.linked_identity().map(|other| link(&touchpoint.recorded, &other))
    }

    /// Returns the key that stands for everything about one customer.
    pub fn of_customer(identity: &Identity) -> Self {
        Self { pk: customer(identity), sk: String::new() }
    }

    /// Returns the key that stands for the whole partition.
    pub fn partition(&self) -> Self {
        Self { pk: self.pk.clone(), sk: String::new() }
    }

    /// Returns the channel of a delivery.
    pub fn channel(&self) -> Option<&str> {
        self.sk.strip_prefix(DELIVERY)?.rsplit('#').next()
    }

    /// Returns the key of the same delivery to another channel.
    pub(crate) fn for_channel(&self, channel: &str) -> Self {
        let transition = self.sk.rsplit_once('#').map_or(self.sk.as_str(), |(transition, _)| transition);
        Self { pk: self.pk.clone(), sk: format!("{transition}#{}", part(channel)) }
    }

    /// Returns the id under which a receiver sees every try of a delivery.
    pub(crate) fn message_id(&self) -> String {
        format!("msg_{}", self.fingerprint())
    }

    /// Returns the day that the item counts for, if it is one of a day.
    pub fn date(&self) -> Option<Date> {
        self.pk.strip_prefix("DAY#")?.split('#').next()?.parse().ok()
    }

    /// Returns a short name that does not reveal the customer, for logs and ids.
    pub fn fingerprint(&self) -> String {
        fingerprint(&[&self.pk, &self.sk], 24)
    }
}

/// Encodes one part so that it holds no `#`. A part too long for a key is replaced by its hash, marked by a `~`, which
/// no encoded part contains; the item's attributes keep it whole.
fn part(text: &str) -> String {
    let encoded = utf8_percent_encode(text, PLAIN).to_string();
    if encoded.len() <= PART_BYTES_MAX { encoded } else { format!("~{}", fingerprint(&[text], 40)) }
}

fn identity_part(identity: &Identity) -> String {
    match identity {
        Identity::Customer(id) => format!("id:{}", part(id)),
        Identity::Anonymous(id) => format!("anon:{}", part(id)),
    }
}

fn reference(key: &TouchpointKey) -> String {
    format!("{}#{}", part(&key.source), part(&key.id))
}

/// Partition of everything about one customer.
pub(crate) fn customer(identity: &Identity) -> String {
    format!("CUSTOMER#{}", identity_part(identity))
}

pub(crate) fn touchpoint(recorded: &Identity, key: &TouchpointKey) -> Key {
    Key { pk: customer(recorded), sk: format!("{TOUCHPOINT}{}", reference(key)) }
}

/// Leads from the name of an answer to the id under which it is stored. Sorts before links, so no journey reads it.
pub(crate) fn answer(recorded: &Identity, named: &TouchpointKey) -> Key {
    Key { pk: customer(recorded), sk: format!("{ANSWER}{}", reference(named)) }
}

/// Sort keys of links, readings and touchpoints, in this order, which one query reads: nothing else sorts between them.
pub(crate) fn journey_range() -> (String, String) {
    (LINK.to_owned(), format!("{TOUCHPOINT}\u{10FFFF}"))
}

pub(crate) fn link(from: &Identity, to: &Identity) -> Key {
    Key { pk: customer(from), sk: format!("{LINK}{}", identity_part(to)) }
}

/// What was read of a comment, by the digest of its words and the number of the reader.
pub(crate) fn reading(recorded: &Identity, digest: &str, reader: u32) -> Key {
    Key { pk: customer(recorded), sk: format!("{READING}{digest}#{reader}") }
}

pub(crate) fn case(customer_: &Identity, number: u32) -> Key {
    Key { pk: customer(customer_), sk: format!("{CASE}{number:08}") }
}

/// Partition of the cases that have one name: one, but for a rare clash of two customers' pseudonyms.
pub(crate) fn case_name(case_id: &str) -> String {
    format!("{CASE}{}", part(case_id))
}

/// Leads from the name of a case to the case.
pub(crate) fn case_named(case_id: &str, customer_: &Identity, number: u32) -> Key {
    Key { pk: case_name(case_id), sk: format!("{NAMED}{}#{number:08}", identity_part(customer_)) }
}

pub(crate) fn case_event(customer_: &Identity, number: u32, transition: &str) -> Key {
    Key { pk: customer(customer_), sk: format!("{EVENT}{number:08}#{}", part(transition)) }
}

/// The range of all events of one case.
pub(crate) fn case_events(number: u32) -> (String, String) {
    (format!("{EVENT}{number:08}#"), format!("{EVENT}{number:08}$"))
}

/// That a link was used, by its seal.
pub(crate) fn used_link(seal: &str) -> Key {
    Key { pk: format!("LINK_USED#{}", fingerprint(&[seal], 40)), sk: "USED".to_owned() }
}

/// Partition of everything about one channel.
pub(crate) fn channel_partition(name: &str) -> String {
    format!("CHANNEL#{}", part(name))
}

pub(crate) fn channel_state(name: &str) -> Key {
    Key { pk: channel_partition(name), sk: "STATE".to_owned() }
}

/// Returns the number of the case that an event is part of.
pub(crate) fn number_of_event(key: &Key) -> Option<u32> {
    key.sk.strip_prefix(EVENT)?.split('#').next()?.parse().ok()
}

pub(crate) fn critical_marker(customer_: &Identity, key: &TouchpointKey) -> Key {
    Key { pk: customer(customer_), sk: format!("{CRITICAL}{}", reference(key)) }
}

/// Sort keys of deliveries of what begins with this.
pub(crate) fn delivery_prefix(transition: &str) -> String {
    format!("{DELIVERY}{}", part(transition))
}

/// `transition` names what is delivered, once per channel.
pub(crate) fn delivery(partition: &str, transition: &str, channel: &str) -> Key {
    Key { pk: partition.to_owned(), sk: format!("{DELIVERY}{}#{}", part(transition), part(channel)) }
}

pub(crate) fn day_shard(date: Date, identity: &Identity) -> String {
    let hash = fingerprint(&["day", &identity.to_string()], 8);
    let shard = u64::from_str_radix(&hash, 16).unwrap_or(0) % u64::from(DAY_SHARDS);
    format!("DAY#{date}#{shard}")
}

pub(crate) fn day_shards(date: Date) -> impl Iterator<Item = String> {
    (0..DAY_SHARDS).map(move |shard| format!("DAY#{date}#{shard}"))
}

pub(crate) fn moment(date: Date, recorded: &Identity, key: &TouchpointKey) -> Key {
    Key { pk: day_shard(date, recorded), sk: format!("{MOMENT}{}#{}", identity_part(recorded), reference(key)) }
}

pub(crate) fn day_case_event(date: Date, customer_: &Identity, number: u32, transition: &str) -> Key {
    Key {
        pk: day_shard(date, customer_),
        sk: format!("{CASE}{}#{number:08}#{}", identity_part(customer_), part(transition)),
    }
}

pub(crate) fn day(date: Date, what: &str) -> Key {
    Key { pk: format!("DAY#{date}"), sk: what.to_owned() }
}

/// Sort keys of the parts of a day's summary, or of one cut of it, begin with this.
pub(crate) fn summary_prefix(cut: Option<&str>) -> String {
    match cut {
        None => format!("{SUMMARY}#"),
        Some(cut) => format!("CUT#{}#", part(cut)),
    }
}

pub(crate) fn day_summary(date: Date, cut: Option<&str>, number: usize) -> Key {
    day(date, &format!("{}{number:03}", summary_prefix(cut)))
}

/// Partition of everything that names one published content, however its address is spelled.
pub(crate) fn content_partition(address: &str) -> String {
    format!("CONTENT#{}", fingerprint(&[&normalized(address)], 40))
}

/// By the time it happened, and whose it is: erasure finds it by the touchpoint that names the address.
pub(crate) fn content(address: &str, at: Timestamp, recorded: &Identity, key: &TouchpointKey) -> Key {
    let (identity, reference) = (identity_part(recorded), reference(key));
    Key { pk: content_partition(address), sk: format!("{}{identity}#{reference}", named_at(at)) }
}

fn named_at(at: Timestamp) -> String {
    format!("{NAMED}{}#", sortable(at))
}

/// The least sort key of what named a content later than that.
pub(crate) fn named_after(at: Timestamp) -> String {
    format!("{NAMED}{}$", sortable(at))
}

pub(crate) fn report(period: &str) -> String {
    format!("REPORT#{}", part(period))
}

/// The sums of a period, and what its report promised.
pub(crate) fn of_report(period: &str, what: &str) -> Key {
    Key { pk: report(period), sk: what.to_owned() }
}

pub(crate) fn parked(function: &str, key: &Key) -> Key {
    Key { pk: PARKED.to_owned(), sk: format!("{}#{}", part(function), key.fingerprint()) }
}

/// Everything that the table has about one record of the quarantine.
pub(crate) fn quarantined(id: &str) -> Key {
    Key { pk: format!("QUARANTINE#{}", part(id)), sk: "RECORD".to_owned() }
}

/// That the holder of a token may replay a record of the quarantine.
pub(crate) fn replay_permit(id: &str, token: &str) -> Key {
    Key { sk: format!("PERMIT#{}", fingerprint(&[token], 40)), ..quarantined(id) }
}

/// The count of what one source had put into quarantine on one day.
pub(crate) fn quarantine_count(source: &str, date: Date) -> Key {
    Key { pk: format!("QUARANTINE_COUNT#{}", part(source)), sk: date.to_string() }
}

/// Partition of what was done and read in the console on one day.
pub(crate) fn audit_partition(date: Date) -> String {
    format!("AUDIT#{date}")
}

pub(crate) fn audit(date: Date, at: &str, name: &str) -> Key {
    Key { pk: audit_partition(date), sk: format!("{at}#{name}") }
}

/// That a session of the console ended before its time.
pub(crate) fn ended_session(session: &str) -> Key {
    Key { pk: format!("SESSION_ENDED#{}", fingerprint(&[session], 40)), sk: "ENDED".to_owned() }
}

/// How often something was tried within one window of time.
pub(crate) fn attempts(what: &[&str], window: i64) -> Key {
    Key { pk: format!("ATTEMPTS#{}", fingerprint(what, 40)), sk: window.to_string() }
}

/// Tries at the batch that begins with a record of the stream.
pub(crate) fn tries(function: &str, record: &str) -> Key {
    Key { pk: format!("TRIES#{}", part(function)), sk: part(record) }
}

pub(crate) fn zone() -> Key {
    Key { pk: "META".to_owned(), sk: "ZONE".to_owned() }
}

/// The count of how often moments were left to their own records.
pub(crate) fn left() -> Key {
    Key { pk: "META".to_owned(), sk: "LEFT".to_owned() }
}

/// Which configuration was last seen in use.
pub(crate) fn configuration() -> Key {
    Key { pk: "META".to_owned(), sk: "CONFIGURATION".to_owned() }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    /// The words in capitals by which keys begin.
    fn words(text: &str) -> BTreeSet<&str> {
        let in_quotes = text.lines().filter(|line| !line.trim_start().starts_with("//"));
        let in_quotes = in_quotes.flat_map(|line| line.split(['"', '`']).skip(1).step_by(2));
        in_quotes
            .flat_map(|quoted| quoted.split([' ', ',']))
            .map(|key| key.split(['#', '{']).next().unwrap_or_default())
            .filter(|word| word.len() > 2 && word.bytes().all(|byte| byte.is_ascii_uppercase() || byte == b'_'))
            .collect()
    }

    /// The rows of the tables of a document.
    fn rows(document: &str) -> String {
        let rows = document.lines().map(|line| line.trim_start_matches("//! ")).filter(|line| line.starts_with('|'));
        rows.collect::<Vec<_>>().join("\n")
    }

    #[test]
    fn the_table_of_keys_lists_every_key_and_no_other() {
        let sources = [include_str!("mod.rs"), include_str!("work.rs"), include_str!("erasing.rs")];
        let written = sources.map(|source| source.split("#[cfg(test)]").next().unwrap());
        let written: BTreeSet<_> = written.iter().flat_map(|source| words(source)).collect();
        for (document, name) in [
            (include_str!("../lib.rs"), "lib.rs"),
            (include_str!("../../../../docs/architecture.md"), "architecture.md"),
            // Where personal data is, and for how long.
            (include_str!("../../../../docs/privacy.md"), "privacy.md"),
        ] {
            let rows = rows(document);
            let told = words(&rows);
            assert_eq!(written.difference(&told).collect::<Vec<_>>(), Vec::<&&str>::new(), "missing in {name}");
        }
        let rows = rows(include_str!("../lib.rs"));
        assert_eq!(words(&rows).difference(&written).collect::<Vec<_>>(), Vec::<&&str>::new(), "in no key");
    }

    #[test]
    fn parts_cannot_run_into_each_other() {
        let key = |source: &str, id: &str| TouchpointKey { source: source.into(), id: id.into() };
        let ana = Identity::Customer("ana".into());
        assert_ne!(touchpoint(&ana, &key("a#b", "c")), touchpoint(&ana, &key("a", "b#c")));
        assert_ne!(customer(&Identity::Customer("x".into())), customer(&Identity::Anonymous("x".into())));
        assert_eq!(touchpoint(&ana, &key("web", "ñ/1")).sk, "TOUCHPOINT#web#%C3%B1%2F1");
    }

    #[test]
    fn the_longest_parts_fit_a_sort_key_and_stay_apart() {
        let long = |last: char| {
            let id: String = std::iter::repeat_n('🧇', 199).chain([last]).collect();
            TouchpointKey { source: format!("{id}/{id}"), id }
        };
        let ana = Identity::Customer("🧇".repeat(200));
        let date = jiff::civil::date(2026, 11, 22);
        let one = moment(date, &ana, &long('a'));
        assert!(one.sk.len() <= 1_024 && one.pk.len() <= 2_048);
        assert_ne!(one, moment(date, &ana, &long('b')));
    }

    #[test]
    fn cases_and_their_events_do_not_sort_among_touchpoints_and_links() {
        let ana = Identity::Customer("ana".into());
        let (from, to) = journey_range();
        let inside = |key: &Key| (from.as_str()..=to.as_str()).contains(&key.sk.as_str());
        let key = TouchpointKey { source: "\u{10FFFF}".into(), id: "z".into() };
        assert!(inside(&touchpoint(&ana, &key)) && inside(&link(&ana, &ana)) && inside(&reading(&ana, "ff", 1)));
        for other in
            [case(&ana, 1), case_event(&ana, 1, "opened"), critical_marker(&ana, &key), delivery("p", "opened", "team")]
        {
            assert!(!inside(&other), "{} is inside", other.sk);
        }
    }
}
