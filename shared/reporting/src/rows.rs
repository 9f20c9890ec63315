//! The moments behind a number of a report, chosen by what the number counts. Asks the table; words nothing.

use std::pin::pin;
use std::time::Instant;

use domain::identity::Pseudonyms;
use domain::moment::{DueIs, Moment};
use domain::period::Period;
use futures::TryStreamExt;
use reports::Voice;
use store::error::StoreError;
use store::moments::parts_of;
use store::table::Table;

/// Moments of one page, at most.
const FOUND_MAX: usize = 100;

/// What a moment has that may be asked for.
pub type Has = fn(&Moment) -> String;

/// What may be asked for, and what a moment has there.
pub const FILTERS: [(&str, Has); 10] = [
    ("kind", |moment| moment.kind.clone()),
    ("outcome", |moment| moment.outcome.to_string()),
    ("voice", |moment| Voice::of(moment).as_str().to_owned()),
    ("stage", |moment| moment.stage.to_string()),
    ("segment", |moment| moment.segment.clone().unwrap_or_default()),
    ("channel", |moment| moment.channel.clone().unwrap_or_default()),
    ("source", |moment| moment.source.clone()),
    ("critical", |moment| moment.is_critical().to_string()),
    ("quiet", |moment| (!moment.quiet.is_empty()).to_string()),
    ("missed", |moment| has_missed(moment).to_string()),
];

/// Returns whether a moment shows that a promised time was missed, each promise once: what came late after that is its echo.
fn has_missed(moment: &Moment) -> bool {
    moment.is_failure() && moment.signals.due.as_ref().is_some_and(|due| due.is == DueIs::Broken)
}

/// The filter that takes a pseudonym.
pub const CUSTOMER: &str = "customer";
/// Where a search goes on.
const FROM: &str = "from";

/// What is asked for.
#[derive(Clone, Debug, Default)]
pub struct Wanted {
    pairs: Vec<(&'static str, String)>,
    from: usize,
}

/// What was found.
#[derive(Clone, Debug, Default)]
pub struct Found {
    /// The moments, in the order of their times.
    pub moments: Vec<Moment>,
    /// The part to go on with, if there may be more.
    pub next: Option<usize>,
}

impl Wanted {
    /// Reads names and values.
    ///
    /// # Errors
    /// A name that is no filter: it would look like an answer without moments.
    pub fn of(pairs: impl IntoIterator<Item = (String, String)>) -> Result<Self, String> {
        let mut wanted = Self::default();
        for (name, value) in pairs {
            let known = FILTERS.iter().map(|(filter, _)| *filter).chain([CUSTOMER]).find(|filter| *filter == name);
            match known {
                Some(filter) => wanted.pairs.push((filter, value)),
                None if name == FROM => wanted.from = value.parse().unwrap_or_default(),
                None => {
                    let names: Vec<&str> = FILTERS.iter().map(|(name, _)| *name).collect();
                    return Err(format!("moments are chosen by {}, {CUSTOMER}, and by nothing else", names.join(", ")));
                }
            }
        }
        Ok(wanted)
    }

    /// Returns the values that are asked for.
    pub fn words(&self) -> impl Iterator<Item = &str> {
        self.pairs.iter().map(|(_, value)| value.as_str())
    }

    /// Returns the query at which the same search goes on.
    pub fn query(&self, next: usize) -> String {
        let pairs = self.pairs.iter().map(|(name, value)| format!("{name}={}", encoded(value)));
        pairs.chain([format!("{FROM}={next}")]).collect::<Vec<_>>().join("&")
    }

    fn fits(&self, moment: &Moment, names: &Pseudonyms) -> bool {
        self.pairs.iter().all(|(name, value)| match FILTERS.iter().find(|(filter, _)| filter == name) {
            Some((_, has)) => has(moment) == *value,
            None => names.of(&moment.customer) == *value,
        })
    }
}

fn encoded(text: &str) -> String {
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || b"-_.".contains(&byte);
    let code = |byte: u8| if plain(byte) { char::from(byte).to_string() } else { format!("%{byte:02X}") };
    text.bytes().map(code).collect()
}

/// Looks through a period from one of its parts on, until there are enough, or the time is up; through one part at least, so that
/// going on always gets further.
///
/// # Errors
/// Unavailable, refused or unreadable.
pub async fn find(
    table: &Table,
    period: Period,
    wanted: &Wanted,
    names: &Pseudonyms,
    until: Instant,
) -> Result<Found, StoreError> {
    let mut found = Found::default();
    let mut parts = parts_of(period.days()).enumerate().skip(wanted.from).peekable();
    while let Some((at, part)) = parts.next() {
        let mut pages = pin!(table.pages_of_part(part));
        while let Some(page) = pages.try_next().await? {
            found.moments.extend(page.into_iter().filter(|moment| wanted.fits(moment, names)));
        }
        if parts.peek().is_some() && (found.moments.len() >= FOUND_MAX || Instant::now() >= until) {
            found.next = Some(at + 1);
            break;
        }
    }
    found.moments.sort_by(|a, b| a.position().cmp(&b.position()));
    Ok(found)
}

/// Looks through a whole period; `None` if it has more than `most`, or takes longer than somebody waits.
///
/// # Errors
/// Unavailable, refused or unreadable.
pub async fn all(
    table: &Table,
    period: Period,
    wanted: &Wanted,
    names: &Pseudonyms,
    (until, most): (Instant, usize),
) -> Result<Option<Vec<Moment>>, StoreError> {
    let mut moments = Vec::new();
    let mut wanted = wanted.clone();
    loop {
        let found = find(table, period, &wanted, names, until).await?;
        moments.extend(found.moments);
        if moments.len() > most || (found.next.is_some() && Instant::now() >= until) {
            return Ok(None);
        }
        match found.next {
            Some(next) => wanted.from = next,
            None => break,
        }
    }
    moments.sort_by(|a, b| a.position().cmp(&b.position()));
    Ok(Some(moments))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_unknown_filter_is_refused_and_a_search_goes_on_where_it_stopped() {
        let pair = |name: &str, value: &str| (name.to_owned(), value.to_owned());
        let wanted = Wanted::of([pair("kind", "a b"), pair("outcome", "misery")]).unwrap();
        assert_eq!(wanted.query(3), "kind=a%20b&outcome=misery&from=3");
        assert!(Wanted::of([pair("colour", "red")]).is_err());
        assert_eq!(Wanted::of([pair("from", "3")]).unwrap().from, 3);
    }
}
