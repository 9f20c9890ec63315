//! One customer's journey: what happened, drawn and moment by moment, what was promised, and the cases. Judges nothing.

use std::collections::{BTreeMap, HashMap};

use askama::Template;
use domain::case::Case;
use domain::correction::Correction;
use domain::identity::TouchpointKey;
use domain::journey::Judged;
use domain::journey::Promised;
use domain::journey::ledger::Status;
use domain::journey::overview::{Overview, Step as Place};
use domain::moment::{Code, Moment};
use domain::touchpoint::{FacetValue, Touchpoint};
use domain::vocabulary::{Language, Outcome, Stage};
use domain::wording::{self, capitalized};
use jiff::Timestamp;

use super::Shell;
use super::addresses::correct_address;
use crate::case::Reader;

mod map;

pub use map::Map;

/// Steps that a page shows, the latest.
pub const STEPS_MAX: usize = 200;

/// What is known of a customer, as the table and the rules give it.
pub struct Known<'a> {
    /// The journey as a whole.
    pub overview: &'a Overview,
    /// Touchpoints with their judgements, in order; the latest ones.
    pub entries: Vec<(&'a Touchpoint, Option<&'a Judged>)>,
    /// The cases with what happened in them, oldest first.
    pub cases: Vec<(&'a Case, Vec<Happened<'a>>)>,
    /// Links to other identities that are ignored because there are too many.
    pub links_ignored: usize,
}

/// Something that happened in a case.
pub struct Happened<'a> {
    /// What, as the history names it.
    pub transition: &'a str,
    /// When.
    pub at: Timestamp,
    /// The touchpoint behind it.
    pub touchpoint: Option<&'a TouchpointKey>,
    /// Who did it.
    pub actor: Option<&'a str>,
}

/// Everything that a journey page shows.
pub struct View<'a> {
    /// What stands around the page.
    pub shell: Shell<'a>,
    /// Who reads it, where and when.
    pub reader: Reader<'a>,
    /// What to call the customer.
    pub name: &'a str,
    /// Whether the business knows the customer.
    pub is_known: bool,
    /// The pseudonym that messages and reports use, if it is not the name.
    pub pseudonym: Option<&'a str>,
    /// Where the customer is in the company's own system.
    pub contact: Option<String>,
    /// Whether cases are linked: not where only this page may be seen.
    pub is_linked: bool,
    /// The address of the page, if whoever reads it may export and erase the customer.
    pub rights: Option<String>,
    /// The journey.
    pub journey: Journey,
}

/// A journey in words.
pub struct Journey {
    map: Map,
    numbers: Vec<(String, String, Option<String>)>,
    silent: Vec<String>,
    promises: Vec<Promise>,
    cases: Vec<OfCase>,
    /// The steps, in order.
    pub steps: Vec<Step>,
    left_out: usize,
    links_ignored: usize,
}

/// One moment.
pub struct Step {
    pub(crate) outcome: Outcome,
    pub(crate) title: String,
    pub(crate) outcome_words: String,
    pub(crate) at: String,
    pub(crate) facts: String,
    pub(crate) words: Option<Vec<(bool, String)>>,
    pub(crate) compared: Vec<Compared>,
    pub(crate) critical: Vec<String>,
    pub(crate) severity: u8,
    pub(crate) reasons: String,
    pub(crate) tags: Vec<String>,
    /// What people said of it that holds, and why.
    pub(crate) corrections: Vec<String>,
    /// Where its judgement is corrected.
    pub(crate) correct: String,
}

/// A facet promised and received.
pub struct Compared {
    pub(crate) facet: String,
    pub(crate) expected: String,
    pub(crate) perceived: String,
    pub(crate) tone: &'static str,
}

struct Promise {
    pub(crate) status: String,
    pub(crate) tone: &'static str,
    pub(crate) made: String,
    pub(crate) settled: Option<String>,
    pub(crate) due: Option<String>,
    pub(crate) compared: Vec<Compared>,
}

struct OfCase {
    pub(crate) id: String,
    pub(crate) state: String,
    pub(crate) severity: u8,
    pub(crate) is_open: bool,
    pub(crate) events: Vec<(String, String)>,
}

#[derive(Template)]
#[template(path = "console/journey.html")]
struct Page<'a> {
    language: Language,
    shell: &'a Shell<'a>,
    view: &'a View<'a>,
}

/// Renders the journey of a customer.
pub fn html(view: &View<'_>) -> String {
    super::rendered(&Page { language: view.shell.language, shell: &view.shell, view })
}

impl Journey {
    /// Words what is known.
    pub fn of(known: &Known<'_>, reader: Reader<'_>) -> Self {
        let language = reader.language;
        let kinds: HashMap<String, String> = known
            .entries
            .iter()
            .map(|(touchpoint, _)| (touchpoint.key().to_string(), kind(&touchpoint.touchpoint_type, language)))
            .collect();
        let places: HashMap<String, &Place> =
            known.overview.steps.iter().map(|place| (place.touchpoint.to_string(), place)).collect();
        let judged: Vec<_> =
            known.entries.iter().filter_map(|(touchpoint, judged)| Some((*touchpoint, (*judged)?))).collect();
        let shown = &judged[judged.len().saturating_sub(STEPS_MAX)..];
        let steps: Vec<Step> = shown
            .iter()
            .map(|(touchpoint, judged)| {
                let place = places.get(&judged.moment.key().to_string()).copied();
                Step::of(touchpoint, judged, place, reader)
            })
            .collect();
        let moments: Vec<&Moment> = shown.iter().map(|(_, judged)| &judged.moment).collect();
        let left_out = known.overview.steps.len().saturating_sub(steps.len()) + known.overview.summarized;
        Self {
            map: Map::of(&moments, known.overview, reader),
            numbers: numbers(known, language),
            silent: known.overview.silent.iter().map(|code| wording::code(code, language)).collect(),
            promises: known.overview.promises.iter().rev().map(|entry| Promise::of(entry, &kinds, reader)).collect(),
            cases: known.cases.iter().rev().map(|(case, events)| OfCase::of(case, events, &kinds, reader)).collect(),
            steps,
            left_out,
            links_ignored: known.links_ignored,
        }
    }

    /// Returns the drawing.
    pub fn map(&self) -> &Map {
        &self.map
    }

    /// Returns the latest steps, the newest first.
    pub fn latest(&self, count: usize) -> impl Iterator<Item = &Step> {
        self.steps.iter().rev().take(count)
    }
}

/// The numbers above the drawing: each with what it means.
fn numbers(known: &Known<'_>, language: Language) -> Vec<(String, String, Option<String>)> {
    let count = |outcome: Outcome| {
        language.count(known.overview.steps.iter().filter(|step| step.outcome == outcome).count() as u64)
    };
    let mut numbers =
        vec![(language.console_journey_moments().to_owned(), language.count(known.overview.steps.len() as u64), None)];
    for outcome in [Outcome::Misery, Outcome::Average, Outcome::Magic, Outcome::Unknown] {
        if known.overview.steps.iter().any(|step| step.outcome == outcome) {
            let hint = (outcome == Outcome::Unknown).then(|| language.console_journey_unknown_hint().to_owned());
            numbers.push((capitalized(wording::outcome(outcome, language)), count(outcome), hint));
        }
    }
    let asked = known.entries.iter().filter(|(_, judged)| judged.is_some_and(|judged| judged.moment.solicited)).count();
    if asked > 0 {
        let hint = language.console_journey_asked_hint().to_owned();
        numbers.push((language.console_journey_asked().to_owned(), language.count(asked as u64), Some(hint)));
    }
    let open = known.cases.iter().filter(|(case, _)| case.state.is_unresolved()).count();
    numbers.push((language.console_journey_open_cases().to_owned(), language.count(open as u64), None));
    numbers
}

impl Step {
    fn of(touchpoint: &Touchpoint, judged: &Judged, place: Option<&Place>, reader: Reader<'_>) -> Self {
        let (moment, language) = (&judged.moment, reader.language);
        let mut reasons: Vec<&Code> = moment.reasons.iter().filter(|code| code.name() != "stage_by_type").collect();
        reasons.extend(moment.friction.iter().filter(|code| !moment.reasons.contains(code)));
        let mut tags = Vec::new();
        if let Some(place) = place {
            let flags = [
                (place.is_first_contact, language.journey_first_contact()),
                (place.is_first_exchange, language.journey_first_exchange()),
                (place.returned, language.journey_returned()),
            ];
            tags.extend(flags.into_iter().filter(|(is, _)| *is).map(|(_, words)| words.to_owned()));
            tags.extend((place.repeat > 1).then(|| language.journey_failures(place.repeat as u64)));
        }
        tags.extend(moment.mixed.then(|| language.journey_mixed().to_owned()));
        tags.extend(moment.solicited.then(|| language.console_journey_was_asked().to_owned()));
        let compared = compared(&judged.promised, reader);
        Self {
            outcome: moment.outcome,
            title: kind(&touchpoint.touchpoint_type, language),
            outcome_words: capitalized(wording::outcome(moment.outcome, language)),
            at: reader.at(&moment.occurred_at),
            facts: facts(touchpoint, moment, compared.is_empty(), language),
            words: touchpoint.said.words().map(|words| pieces(&words, &moment.marked)),
            compared,
            critical: moment.critical.iter().map(|clause| wording::clause(*clause, language).to_owned()).collect(),
            severity: moment.severity,
            reasons: reasons.into_iter().map(|code| wording::code(code, language)).collect::<Vec<_>>().join(" · "),
            tags,
            corrections: standing(touchpoint, reader),
            correct: correct_address(touchpoint, None),
        }
    }
}

/// Who corrected it and why, as far as that holds.
fn standing(touchpoint: &Touchpoint, reader: Reader<'_>) -> Vec<String> {
    let standing = touchpoint.standing();
    let said = [
        standing.outcome.map(|(_, correction)| correction),
        standing.cause.map(|(_, correction)| correction),
        standing.aside.map(|(_, correction)| correction),
    ];
    let line = |correction: &Correction| {
        reader.language.corrections_by(&correction.by, &reader.at(&correction.at), &correction.reason)
    };
    said.into_iter().flatten().map(line).collect()
}

/// Where, through which channel, with which ratings and amounts; what was promised where no table says it.
fn facts(touchpoint: &Touchpoint, moment: &Moment, with_facets: bool, language: Language) -> String {
    let said = &touchpoint.said;
    let rating = &said.rating;
    let mut facts = vec![wording::stage(moment.stage, language).to_owned()];
    facts.extend(said.channel.as_deref().map(|channel| capitalized(&wording::channel(channel, language))));
    let ratings = [("CSAT", rating.csat), ("★", rating.stars), ("CES", rating.ces), ("NPS", rating.nps)];
    facts.extend(ratings.iter().filter_map(|(name, value)| value.map(|value| format!("{name} {value}"))));
    facts.extend(rating.verdict.map(|verdict| capitalized(wording::verdict(verdict, language))));
    facts.extend(said.value_at_risk.as_ref().map(|money| wording::money(money, language)));
    if with_facets {
        let list = |facets: &BTreeMap<String, FacetValue>| {
            let one = |(name, value): (&String, &FacetValue)| {
                format!("{} {}", wording::facet(name, language), wording::facet_value(value, language))
            };
            facets.iter().map(one).collect::<Vec<_>>().join(", ")
        };
        let promised =
            (!said.expectation.is_empty()).then(|| language.console_journey_promised(&list(&said.expectation)));
        let received =
            (!said.perception.is_empty()).then(|| language.console_journey_received(&list(&said.perception)));
        facts.extend(promised.into_iter().chain(received));
    }
    facts.join(" · ")
}

/// Cuts a comment where the deciding words begin and end.
pub(crate) fn pieces(words: &str, marks: &[[u32; 2]]) -> Vec<(bool, String)> {
    let (mut pieces, mut rest) = (Vec::new(), words);
    for mark in domain::moment::marked_in(marks, words) {
        let Some((before, after)) = rest.split_once(mark) else { continue };
        pieces.extend([(false, before.to_owned()), (true, mark.to_owned())]);
        rest = after;
    }
    pieces.push((false, rest.to_owned()));
    pieces.retain(|(_, text)| !text.is_empty());
    pieces
}

/// Puts what was promised beside what came.
pub(crate) fn compared(promised: &[Promised], reader: Reader<'_>) -> Vec<Compared> {
    let language = reader.language;
    let value = |value: &FacetValue| match value {
        FacetValue::Word(word) => word.parse::<Timestamp>().map_or_else(|_| word.clone(), |at| reader.at(&at)),
        other => wording::facet_value(other, language),
    };
    let one = |promised: &Promised| Compared {
        facet: capitalized(&wording::facet(&promised.facet, language)),
        expected: value(&promised.expected),
        perceived: promised.perceived.as_ref().map_or_else(|| "–".to_owned(), value),
        tone: match promised.gap {
            Some(gap) if gap < 0.0 => "misery",
            Some(gap) if gap > 0.0 => "magic",
            Some(_) => "average",
            None => "unknown",
        },
    };
    promised.iter().map(one).collect()
}

impl Promise {
    fn of(entry: &domain::journey::ledger::Entry, kinds: &HashMap<String, String>, reader: Reader<'_>) -> Self {
        let language = reader.language;
        let at = |key: &TouchpointKey, at: &Timestamp| match kinds.get(&key.to_string()) {
            Some(kind) => format!("{kind}, {}", reader.at(at)),
            None => reader.at(at),
        };
        Self {
            status: capitalized(wording::promise_status(entry.status, language)),
            tone: match entry.status {
                Status::Kept => "average",
                Status::Exceeded => "magic",
                Status::Broken | Status::Expired => "misery",
                Status::Open => "unknown",
            },
            made: language.console_promise_made(&at(&entry.made_by, &entry.made_at)),
            settled: entry
                .settled_by
                .as_ref()
                .zip(entry.settled_at.as_ref())
                .map(|(key, time)| language.console_promise_settled(&at(key, time))),
            due: entry.due_at.as_ref().map(|due| language.console_promise_due(&reader.at(due))),
            compared: compared(&entry.facets, reader),
        }
    }
}

impl OfCase {
    fn of(case: &Case, events: &[Happened<'_>], kinds: &HashMap<String, String>, reader: Reader<'_>) -> Self {
        let event = |event: &Happened<'_>| {
            let happened = capitalized(&wording::happened(event.transition, reader.language));
            let by = event.touchpoint.and_then(|key| kinds.get(&key.to_string()).cloned());
            let who = event.actor.map(str::to_owned).or(by);
            (who.map_or_else(|| happened.clone(), |who| format!("{happened}: {who}")), reader.at(&event.at))
        };
        Self {
            id: case.id(),
            state: reader.state(&case.state),
            severity: case.severity,
            is_open: case.state.is_unresolved(),
            events: events.iter().map(event).collect(),
        }
    }
}

fn kind(name: &str, language: Language) -> String {
    capitalized(&wording::touchpoint_type(name, language))
}

/// The lanes of the drawing, from research to sharing.
pub(crate) const LANES: &[Stage] = Stage::ALL;
