//! The first page of a report: one sentence, one number, the line of 26 weeks, three things to do first, what is due and what was planned.
//! Nothing empty is shown; everything else is folded or on the page with all numbers.

use askama::Template;
use domain::period::{Period, short_day};
use domain::vocabulary::Language;
use domain::wording::{capitalized, code, outcome};
use jiff::tz::TimeZone;
use reports::{Cause, Measure, Priority, Report, Story, wording};

use super::monitoring::{Row, Watched, headline, watched};
use super::pieces::{self, Line, Quote, moments_link};
use super::sections::promises::overdue::Overdue;
use super::sections::{self, quiet};
use super::view::{links, mood};
use crate::Visit;
use crate::style::{REPORT, Style};

/// Things that are named at most.
const CARDS_MAX: usize = 3;

/// The page in one language.
#[derive(Template)]
#[template(path = "report.html")]
pub(crate) struct Front<'a> {
    language: Language,
    style: &'a Style,
    period: String,
    as_of: String,
    headline: String,
    mood: &'static str,
    number: Option<Number>,
    row: Option<Row>,
    cards: Vec<Card>,
    /// Who writes, beside what rests on words.
    writing: Option<String>,
    stories: Vec<StoryView>,
    /// The moments behind the stories.
    unhappy: String,
    cases: Option<Cases>,
    action: Option<pieces::Followed>,
    action_address: Option<String>,
    token: Option<String>,
    token_name: &'static str,
    actionable: Vec<(String, String)>,
    call: Vec<(Line, Option<String>)>,
    call_of: String,
    celebrated: Option<pieces::Celebrated>,
    thanks: Vec<(String, String, Option<String>)>,
    watched: Option<Watched>,
    promises: Vec<String>,
    overdue: Option<Overdue>,
    linked: Option<String>,
    notes: Vec<String>,
    details: String,
    links: Vec<(String, &'static str)>,
}

/// The one large number.
struct Number {
    value: String,
    caption: String,
}

/// One thing to do something about.
struct Card {
    title: String,
    rate: String,
    limits: Option<String>,
    whom: Option<String>,
    why: Option<String>,
    told: Option<String>,
    stake: Option<String>,
    first: String,
    owner: String,
    quote: Option<Quote>,
    moments: String,
}

/// What happened to one customer.
struct StoryView {
    title: String,
    who: String,
    journey: Option<String>,
    words: Option<String>,
    reasons: String,
    next: String,
    case: Option<(String, Option<String>)>,
}

/// Cases that somebody has to move.
struct Cases {
    overdue: Option<String>,
    lines: Vec<Line>,
    open: Option<String>,
}

impl<'a> Front<'a> {
    pub(crate) fn of(report: &'a Report, language: Language, visit: &Visit) -> Self {
        let is_told = report.tells_stories();
        let named = report.improve.iter().take(CARDS_MAX).filter(|_| !is_told);
        let (mut watched, row) =
            (watched(report, language, visit).filter(|_| !is_told), headline(report, language, visit));
        watched.iter_mut().for_each(|watched| watched.fold_all());
        Self {
            language,
            style: &REPORT,
            period: capitalized(&report.period.name.label(language)),
            as_of: super::view::as_of(report, language),
            headline: report.verdict.plain.get(&language).cloned().unwrap_or_default(),
            // Without a series that is watched the headline says no change, and neither does the colour.
            mood: report.headline_series().map_or("same", |_| mood(report).0),
            number: number(report, language),
            row,
            writing: writing(report, language).filter(|_| !is_told),
            cards: named.map(|priority| card(priority, report, language, visit)).collect(),
            stories: report.stories.iter().map(|story| told(story, report, language, visit)).collect(),
            unhappy: moments_link(report, visit, &[("outcome", "misery")]),
            cases: cases(report, language),
            action: pieces::followed(report, language),
            action_address: (!visit.is_confined())
                .then(|| visit.address(&format!("{}/action", report.period.name), &[])),
            token: visit.token().map(str::to_owned),
            token_name: visit.token_name(),
            actionable: pieces::actionable(report, language),
            call: call(report, language, visit),
            call_of: call_of(report, language),
            celebrated: pieces::celebrated(report, language),
            thanks: thanks(report, language, visit),
            watched: watched.filter(|watched| !watched.folded.is_empty()),
            promises: sections::promises::promises(report, language),
            overdue: Overdue::of(report, language, visit),
            linked: linked(report, language),
            notes: report.notes.iter().map(|note| wording::note(note, language)).collect(),
            details: visit.address(&format!("{}.html", report.period.name), &[("view", super::DETAILS)]),
            links: links(report, language, visit),
        }
    }
}

/// The share that the headline speaks of; without one, that of unhappy customers.
fn number(report: &Report, language: Language) -> Option<Number> {
    if report.tells_stories() {
        return None;
    }
    if let Some(line) = report.headline_series() {
        let caption = line.sentence.get(&language).cloned().unwrap_or_default();
        return Some(Number { value: wording::percent(line.last.proportion(), language), caption });
    }
    let coverage = &report.coverage;
    let share = reports::statistics::Proportion::new(coverage.unhappy_customers, coverage.judged_customers);
    let caption = language.front_number_customers(&wording::counts(share, language));
    (coverage.judged_customers > 0).then(|| Number { value: wording::percent(share, language), caption })
}

fn card(priority: &Priority, report: &Report, language: Language, visit: &Visit) -> Card {
    let rows: Vec<(&str, &str)> = match priority.measure {
        Measure::MissedTime => vec![("missed", "true")],
        Measure::Misery | Measure::BrokenPromise => {
            vec![("kind", &priority.kind), ("outcome", "misery"), ("voice", priority.voice.as_str())]
        }
    };
    let signs: Vec<_> = priority.signs.iter().take(2).map(|sign| wording::sign(sign, language)).collect();
    let cause = priority.cause.as_ref().map(|cause| wording::cause(cause, language));
    let phrases = wording::phrases(&priority.phrases, language);
    // Where customers say why, a guess from the catalogue says less.
    let cause = cause.filter(|_| !priority.is_explained() || matches!(priority.cause, Some(Cause::Cases { .. })));
    let why: Vec<_> = phrases.into_iter().chain(signs).chain(cause).collect();
    Card {
        title: wording::card_title(priority, language),
        rate: wording::card_rate(priority, language),
        limits: wording::interval(&priority.rate, language),
        whom: priority.whom.as_ref().map(|whom| wording::whom(whom, language)),
        why: (!why.is_empty()).then(|| why.join("; ")),
        told: (priority.told > 0).then(|| language.front_told(priority.told)),
        stake: wording::moneys(&priority.value_at_risk, language),
        first: wording::first_step(priority, report.cases.open.is_some_and(|open| open > 0), language),
        owner: priority.owner.as_ref().map_or(language.report_no_owner().to_owned(), |of| wording::owner(of, language)),
        quote: priority.examples.iter().find(|one| one.words.is_some()).map(|one| pieces::quote(one, report, language)),
        moments: moments_link(report, visit, &rows),
    }
}

fn told(story: &Story, report: &Report, language: Language, visit: &Visit) -> StoryView {
    let zone = TimeZone::get(&report.period.time_zone).unwrap_or(TimeZone::UTC);
    let day = |at| short_day(zone.to_datetime(at).date(), language);
    let date = zone.to_datetime(story.occurred_at).date();
    let journey = visit.address(&format!("{}/moments", Period::day(date)), &[("customer", &story.customer)]);
    StoryView {
        title: wording::kind_title(&story.kind, language),
        who: language.report_quote_who(&story.customer, &day(story.occurred_at)),
        journey: (!visit.is_confined()).then_some(journey),
        words: story.words.as_ref().map(|words| language.quoted(words)),
        reasons: story.why.iter().map(|why| code(why, language)).collect::<Vec<_>>().join("; "),
        next: match &story.next {
            Some(next) => language.front_story_next(
                &wording::kind(&next.kind, language),
                outcome(next.outcome, language),
                &day(next.occurred_at),
            ),
            None => language.front_story_silent().to_owned(),
        },
        case: story.case_id.as_ref().map(|id| {
            (language.moments_case(id), (!visit.is_confined()).then(|| visit.address(&format!("../cases/{id}"), &[])))
        }),
    }
}

fn cases(report: &Report, language: Language) -> Option<Cases> {
    let overdue = report.cases.overdue.as_ref().filter(|overdue| overdue.count > 0);
    let open = report.cases.open.filter(|open| *open > 0).and_then(|_| sections::cases::open(report, language));
    let cases = Cases {
        overdue: overdue.map(|overdue| wording::overdue(overdue, language)),
        lines: sections::cases::overdue_cases(report, language),
        open,
    };
    (cases.overdue.is_some() || cases.open.is_some()).then_some(cases)
}

/// Customers to call, each with the way to their moments.
fn call(report: &Report, language: Language, visit: &Visit) -> Vec<(Line, Option<String>)> {
    let zone = TimeZone::get(&report.period.time_zone).unwrap_or(TimeZone::UTC);
    let addresses = report.quiet.call.iter().map(|customer| {
        let day = Period::day(zone.to_datetime(customer.occurred_at).date());
        let address = visit.address(&format!("{day}/moments"), &[("customer", &customer.customer)]);
        (!visit.is_confined()).then_some(address)
    });
    quiet::call(report, language).into_iter().zip(addresses).collect()
}

/// Says how many bad opinions name what failed, and what the others say.
fn linked(report: &Report, language: Language) -> Option<String> {
    let linked = &report.opinions_linked;
    let said = (linked.of > 0).then(|| language.front_linked(&wording::part(linked, language)))?;
    Some(match wording::phrases(&report.other_opinions, language) {
        Some(phrases) => format!("{said} {}", language.front_others_say(&phrases)),
        None => said,
    })
}

/// Customers to thank: who, when, and the way to their moments.
fn thanks(report: &Report, language: Language, visit: &Visit) -> Vec<(String, String, Option<String>)> {
    let zone = TimeZone::get(&report.period.time_zone).unwrap_or(TimeZone::UTC);
    let one = |thank: &reports::ToThank| {
        let date = zone.to_datetime(thank.occurred_at).date();
        let address = visit.address(&format!("{}/moments", Period::day(date)), &[("customer", &thank.customer)]);
        (thank.customer.clone(), short_day(date, language), (!visit.is_confined()).then_some(address))
    };
    report.staff.thanks_due.iter().map(one).collect()
}

/// Who writes and how well it is read, if a card or a line rests on words.
fn writing(report: &Report, language: Language) -> Option<String> {
    let cards = report.improve.iter().take(CARDS_MAX);
    let is_by_words = cards.clone().any(Priority::is_explained) || !report.other_opinions.is_empty();
    let is_read = cards.into_iter().any(|priority| priority.rate.no_rate() == Some(reports::NoRate::ReadFromWords));
    (is_by_words || is_read).then(|| wording::writing(&report.writing, language)).flatten()
}

fn call_of(report: &Report, language: Language) -> String {
    let quiet = &report.quiet;
    let last = quiet.end.yesterday().unwrap_or(quiet.end);
    let days = reports::SILENT_DAYS.to_string();
    language.report_quiet_of(&short_day(quiet.start, language), &short_day(last, language), &days)
}
