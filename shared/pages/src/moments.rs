//! The page that lists the moments behind a number: who, when, in which words, what was promised and what came, with the ways to the
//! customer's journey and the case. Chooses none of them.

use askama::Template;
use domain::identity::Identity;
use domain::moment::Moment;
use domain::period::{Period, date_and_time};
use domain::touchpoint::Touchpoint;
use domain::touchpoint::own::Properties;
use domain::vocabulary::{Language, Outcome};
use domain::wording::{capitalized, clause, code, duration, facet_value, outcome};
use jiff::Timestamp;
use jiff::tz::TimeZone;
use reports::wording;

use crate::Visit;
use crate::style::{REPORT, Style};

/// Properties of one moment that are shown.
const PROPERTIES_MAX: usize = 6;

/// A moment with what is kept beside it.
pub struct Row<'a> {
    /// The moment.
    pub moment: &'a Moment,
    /// The touchpoint it judges, if it is there and the reader may see it.
    pub touchpoint: Option<&'a Touchpoint>,
    /// The customer's latest case, if there is one and the reader may see it.
    pub case_id: Option<&'a str>,
}

/// A list of moments, and how it was asked for.
pub struct List<'a> {
    /// The moments, in the order given.
    pub rows: &'a [Row<'a>],
    /// Whether there are more than are listed.
    pub is_cut: bool,
    /// Where those are that there was no time for.
    pub next: Option<&'a str>,
    /// The period.
    pub period: Period,
    /// Zone of the times.
    pub zone: &'a TimeZone,
    /// When it is read.
    pub now: Timestamp,
    /// Names and values that the moments were chosen by.
    pub chosen: &'a [(String, String)],
}

#[derive(Template)]
#[template(path = "moments.html")]
struct Page<'a> {
    language: Language,
    style: &'a Style,
    period: String,
    report: String,
    rows: Vec<Line>,
    is_cut: bool,
    next: Option<&'a str>,
    /// What the moments are chosen by besides the outcome and the words searched for.
    kept: Vec<(String, String)>,
    outcomes: Vec<(&'static str, String, bool)>,
    kind: String,
    segment: String,
}

struct Line {
    at: String,
    customer: String,
    journey: Option<String>,
    kind: String,
    outcome: String,
    class: &'static str,
    words: Option<String>,
    promised: Option<String>,
    reasons: String,
    properties: String,
    touchpoint: String,
    href: Option<String>,
    case: Option<(String, String)>,
}

/// Lists moments. Their journeys, touchpoints and cases are linked for a reader who may see them.
pub fn html(list: &List<'_>, language: Language, visit: &Visit) -> String {
    let rows = list.rows.iter().map(|row| line(row, list, language, visit)).collect();
    let report = visit.address(&format!("../{}.html", list.period), &[]);
    let of = |wanted: &str| {
        list.chosen.iter().find(|(name, _)| name == wanted).map(|(_, value)| value.clone()).unwrap_or_default()
    };
    let chosen = of("outcome");
    let name = |of: &Outcome| (of.as_str(), capitalized(outcome(*of, language)), chosen == of.as_str());
    let shown = ["outcome", "kind", "segment"];
    let chosen_by_others = list.chosen.iter().filter(|(name, _)| !shown.contains(&name.as_str()));
    crate::rendered(&Page {
        language,
        style: &REPORT,
        period: capitalized(&list.period.label(language)),
        report,
        rows,
        is_cut: list.is_cut,
        next: list.next,
        kept: chosen_by_others.chain(visit.carried()).cloned().collect(),
        outcomes: Outcome::ALL.iter().map(name).collect(),
        kind: of("kind"),
        segment: of("segment"),
    })
}

/// Returns the `Content-Security-Policy` to send with it.
pub fn content_security_policy() -> &'static str {
    &REPORT.policy
}

fn line(row: &Row<'_>, list: &List<'_>, language: Language, visit: &Visit) -> Line {
    let moment = row.moment;
    let encoded = |text: &str| form_urlencoded::byte_serialize(text.as_bytes()).collect::<String>().replace('+', "%20");
    let (parameter, id) = match &moment.recorded {
        Identity::Customer(id) => ("customer_id", id),
        Identity::Anonymous(id) => ("anonymous_id", id),
    };
    let source: Vec<_> = moment.source.split('/').map(encoded).collect();
    let touchpoint = format!("{}/{}", source.join("/"), encoded(&moment.id));
    let linked = |path: String, query: &[(&str, &str)]| (!visit.is_confined()).then(|| visit.address(&path, query));
    let properties = row.touchpoint.map(|touchpoint| properties(&touchpoint.said.properties)).unwrap_or_default();
    Line {
        at: date_and_time(moment.occurred_at, list.now, list.zone, language),
        customer: customer(moment, visit),
        journey: match &moment.customer {
            Identity::Customer(id) => linked(format!("../../customers/{}/journey", encoded(id)), &[]),
            Identity::Anonymous(id) => linked("../../journey".to_owned(), &[("anonymous_id", id.as_str())]),
        },
        kind: wording::kind_title(&moment.kind, language),
        outcome: capitalized(outcome(moment.outcome, language)),
        class: match moment.outcome {
            Outcome::Misery => "misery",
            Outcome::Magic => "magic",
            Outcome::Average | Outcome::Unknown => "same",
        },
        words: row.touchpoint.and_then(|touchpoint| touchpoint.said.words()).map(|words| language.quoted(words.trim())),
        promised: promised(row, list, language),
        reasons: reasons(moment, language),
        properties,
        touchpoint: moment.key().to_string(),
        href: linked(format!("../../touchpoints/{touchpoint}"), &[(parameter, id.as_str())]),
        case: row.case_id.and_then(|id| Some((id.to_owned(), linked(format!("../../cases/{}", encoded(id)), &[])?))),
    }
}

/// Names a customer as the business does; a reader of a link sees the pseudonym, which is all that is here then.
fn customer(moment: &Moment, visit: &Visit) -> String {
    match &moment.customer {
        Identity::Customer(id) => id.clone(),
        Identity::Anonymous(id) if visit.is_confined() => id.clone(),
        Identity::Anonymous(id) => id.chars().take(12).collect(),
    }
}

/// Says what was promised, and what came.
fn promised(row: &Row<'_>, list: &List<'_>, language: Language) -> Option<String> {
    let signals = &row.moment.signals;
    let at = |at: Timestamp| date_and_time(at, list.now, list.zone, language);
    let mut said = Vec::new();
    let due_at = row.touchpoint.and_then(|touchpoint| touchpoint.said.due_at);
    let due_at = signals.due.as_ref().and_then(|due| due.at()).or(due_at);
    said.extend(due_at.map(|due_at| language.moments_due(&at(due_at))));
    said.extend(row.touchpoint.and_then(|of| of.said.done_at).map(|done_at| language.moments_done(&at(done_at))));
    said.extend(signals.late_by_min.map(|minutes| {
        let time = duration(60 * u64::from(minutes.unsigned_abs()), language);
        match minutes {
            0 => language.moments_on_time().to_owned(),
            1.. => language.moments_late(&time),
            _ => language.moments_early(&time),
        }
    }));
    if let Some(touchpoint) = row.touchpoint {
        let facets = touchpoint.said.perception.iter().map(|(facet, came)| {
            language.moments_came(&wording::facet_name(facet, language), &facet_value(came, language))
        });
        said.extend(facets);
    }
    (!said.is_empty()).then(|| said.join("; "))
}

fn reasons(moment: &Moment, language: Language) -> String {
    let said = moment.reasons.iter().chain(&moment.friction).chain(&moment.quiet);
    let clauses = moment.critical.iter().map(|of| clause(*of, language).to_owned());
    // Where it lies is plain from its kind, and how late it was is said beside it.
    let told = ["echo", "late", "late_tolerated", "on_time", "early"];
    let reasons = said.filter(|of| !of.name().starts_with("stage_") && !told.contains(&of.name()));
    reasons.map(|of| code(of, language)).chain(clauses).collect::<Vec<_>>().join("; ")
}

fn properties(of: &Properties) -> String {
    let text = |value: &serde_json::Value| value.as_str().map_or_else(|| value.to_string(), str::to_owned);
    let fields: serde_json::Map<String, serde_json::Value> = serde_json::from_str(of.as_str()).unwrap_or_default();
    let all = fields.iter().take(PROPERTIES_MAX).map(|(name, value)| format!("{name}: {}", text(value)));
    all.collect::<Vec<_>>().join("; ")
}
