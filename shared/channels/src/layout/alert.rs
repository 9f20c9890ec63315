//! An alert: what a customer-experience lead needs, in the order in which it is needed. Decides nothing.

use domain::alerting::{Alert, Step};
use domain::journey::Promised;
use domain::moment::{CLAIMED, Code};
use domain::touchpoint::FacetValue;
use domain::vocabulary::{Language, Outcome};
use domain::wording;
use jiff::Timestamp;

use super::{Layout, Line, Part, case, customer, dot, kind, quoted, seconds_between, severity, short, signal};
use crate::request::Style;
use crate::text::{fit, one_line};

/// Longest reason, in UTF-16 units.
const REASON_MAX: usize = 300;

/// Lays out an alert as it reads at `now`.
pub(super) fn layout(alert: &Alert, style: &Style, now: Timestamp) -> Layout {
    let language = style.language;
    let transition = wording::transition(alert.transition, language);
    let headline = format!("{transition}: {}", wording::touchpoint_type(&alert.touchpoint_type, language));
    let who = customer(&alert.customer, alert.customer_id.as_deref(), style);
    let unverified = match alert.reasons.iter().any(|reason| reason.name() == CLAIMED) {
        true => format!(" ({})", language.message_not_verified()),
        false => String::new(),
    };
    let words = alert.words.as_deref().map(str::trim).filter(|words| !words.is_empty());
    let clauses: Vec<&str> = alert.clauses.iter().map(|clause| wording::clause(*clause, language)).collect();
    let promised = alert.promised.iter().map(|promised| kept(promised, now, language));
    let before = alert.before.iter().map(|step| earlier(step, alert.occurred_at, language));

    let mut parts = vec![Part::Note(format!("{who}{unverified}"))];
    parts.extend(words.map(|words| Part::Paragraph(format!("💬 {}", quoted(words, language)))));
    parts.extend([
        Part::Facts(facts(alert, language)),
        Part::List {
            title: language.message_critical(),
            lines: clauses.iter().map(|clause| Line::of(format!("• {clause}"))).collect(),
        },
        Part::List { title: language.message_judged(), lines: judged(alert, language) },
        Part::List { title: language.message_promised(), lines: promised.collect() },
        Part::List { title: language.message_before(), lines: before.collect() },
        Part::Note(case(&alert.case_id, language)),
    ]);
    let summary = format!("{headline} · {who} · {}", clauses.join(" · "));
    Layout { signal: signal(alert.severity), headline, summary, parts, buttons: Vec::new() }
}

/// Where, when and how bad.
fn facts(alert: &Alert, language: Language) -> Vec<(&'static str, Line)> {
    let position = language.message_place_in_journey(&language.ordinal(alert.position));
    let mut facts = vec![
        (language.message_stage(), Line::of(wording::stage(alert.stage, language))),
        (language.message_touchpoint(), Line::of(format!("{} · {position}", kind(&alert.touchpoint_type, language)))),
        (language.message_when(), Line::at(alert.occurred_at)),
        (language.message_severity(), Line::of(severity(alert.severity, language))),
    ];
    if let Some(money) = &alert.value_at_risk {
        facts.push((language.message_value(), Line::of(short(&wording::money(money, language)))));
    }
    if let Some(channel) = &alert.channel {
        let channel = short(&wording::channel(channel, language));
        facts.push((language.message_channel(), Line::of(wording::capitalized(&channel))));
    }
    facts
}

/// The outcome and the reasons behind it.
fn judged(alert: &Alert, language: Language) -> Vec<Line> {
    let outcome = wording::capitalized(wording::outcome(alert.outcome, language));
    let mut lines = vec![Line::of(format!("{} {outcome}", dot(alert.outcome)))];
    let telling = alert.reasons.iter().filter(|code| !is_said_elsewhere(code, alert));
    let reason = |code: &Code| fit(&one_line(&wording::code(code, language)), REASON_MAX, str::to_owned);
    lines.extend(telling.map(|code| Line::of(format!("• {}", reason(code)))));
    if !alert.marked.is_empty() {
        let label = language.message_deciding_words();
        let words: Vec<_> = alert.marked.iter().map(|word| quoted(&short(word), language)).collect();
        lines.push(Line::of(format!("• {label}: {}", words.join(" · "))));
    }
    lines
}

/// Tells whether a reason would repeat another part of the message: the stage, or a facet under the promises.
fn is_said_elsewhere(code: &Code, alert: &Alert) -> bool {
    match code.name() {
        "stage_by_type" => true,
        "facet_missed" | "facet_kept" | "facet_exceeded" => {
            alert.promised.iter().any(|promised| code.arguments().next() == Some(promised.facet.as_str()))
        }
        _ => false,
    }
}

/// One promise and what came of it.
fn kept(promised: &Promised, now: Timestamp, language: Language) -> Line {
    let facet = wording::capitalized(&short(&wording::facet(&promised.facet, language)));
    let value = |value: &FacetValue| match value {
        FacetValue::Word(word) if promised.facet == "due_at" => {
            word.parse().map_or_else(|_| Line::of(short(word)), Line::at)
        }
        value => Line::of(short(&wording::facet_value(value, language))),
    };
    let mark = match promised.gap.or_else(|| delay(promised, now)) {
        None => "▫️",
        Some(gap) if gap <= -0.5 => "❌",
        Some(gap) if gap < 0.0 => "🔻",
        Some(_) => "✅",
    };
    let line =
        Line::of(format!("{mark} {facet}: {} ", language.message_promise_promised())).and(value(&promised.expected));
    match &promised.perceived {
        Some(perceived) => {
            line.and(Line::of(format!(", {} ", language.message_promise_received()))).and(value(perceived))
        }
        None => line.and(Line::of(format!(", {}", language.message_promise_unknown()))),
    }
}

/// The gap of a promised time, which has no scale: broken if it was later, or is later by now; open before that.
fn delay(promised: &Promised, now: Timestamp) -> Option<f64> {
    let time = |value: &FacetValue| match value {
        FacetValue::Word(word) => word.parse::<Timestamp>().ok(),
        _ => None,
    };
    let due = time(&promised.expected).filter(|_| promised.facet == "due_at")?;
    match promised.perceived.as_ref().map(time) {
        Some(done) => done.map(|done| if done > due { -1.0 } else { 0.0 }),
        None => (due < now).then_some(-1.0),
    }
}

/// One earlier touchpoint, told by how long before it was.
fn earlier(step: &Step, until: Timestamp, language: Language) -> Line {
    let passed = wording::duration(seconds_between(step.occurred_at, until), language);
    let kind = kind(&step.touchpoint_type, language);
    let stage = wording::stage(step.stage, language);
    let passed = language.message_time_before(&passed);
    let outcome = match step.outcome {
        Outcome::Unknown => String::new(),
        known => format!(" · {}", wording::outcome(known, language)),
    };
    Line::of(format!("{} {kind} · {stage}{outcome} · {passed}", dot(step.outcome)))
}
