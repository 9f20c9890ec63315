//! The layout of an alert: what a customer-experience lead needs, in the order in which it is needed. Decides nothing.

use domain::alerting::{Alert, Promised, Step};
use domain::moment::Code;
use domain::touchpoint::FacetValue;
use domain::vocabulary::{Language, Outcome};
use domain::wording;
use jiff::Timestamp;

use super::blocks::{Block, Payload, neutral};
use crate::request::Style;
use crate::text::one_line;

/// Longest foreign name or value inside a line, in characters.
const VALUE_MAX: usize = 120;

/// Longest reason, in characters.
const REASON_MAX: usize = 300;

/// The fixed words of the layout.
struct Labels {
    stage: &'static str,
    touchpoint: &'static str,
    when: &'static str,
    severity: &'static str,
    value: &'static str,
    channel: &'static str,
    critical: &'static str,
    judged: &'static str,
    promised: &'static str,
    before: &'static str,
    customer: &'static str,
    case: &'static str,
}

const ENGLISH: Labels = Labels {
    stage: "Stage",
    touchpoint: "Touchpoint",
    when: "When",
    severity: "Severity",
    value: "Value at risk",
    channel: "Channel",
    critical: "Why it is critical",
    judged: "How it was judged",
    promised: "Promised and received",
    before: "What came before",
    customer: "Customer",
    case: "Case",
};

const SPANISH: Labels = Labels {
    stage: "Etapa",
    touchpoint: "Contacto",
    when: "Cuándo",
    severity: "Gravedad",
    value: "Valor en riesgo",
    channel: "Canal",
    critical: "Por qué es crítico",
    judged: "Cómo se juzgó",
    promised: "Prometido y recibido",
    before: "Qué ocurrió antes",
    customer: "Cliente",
    case: "Caso",
};

/// Lays out an alert as it reads at `now`.
pub(super) fn payload(alert: &Alert, style: &Style, now: Timestamp) -> Payload {
    let language = style.language;
    let labels = match language {
        Language::English => &ENGLISH,
        Language::Spanish => &SPANISH,
    };
    let kind = wording::touchpoint_type(&alert.touchpoint_type, language);
    let headline = format!("{}: {kind}", wording::transition(alert.transition, language));
    let who = format!("{} {}", labels.customer, customer(alert, style.show_customer));
    let ago = ago(alert.occurred_at, now, language);
    let words = alert.words.as_deref().map(str::trim).filter(|words| !words.is_empty());
    let clauses = alert.clauses.iter().map(|clause| wording::clause(*clause, language));

    let blocks = [
        Some(Block::header(&format!("{} {headline}", signal(alert.severity)))),
        Some(Block::context(&format!("{who} · {ago}"))),
        words.and_then(|words| Block::plain(&format!("💬 {}", quoted(words, language)))),
        Some(Block::fields(facts(alert, &kind, labels, language))),
        Block::list(labels.critical, clauses.clone().map(|clause| format!("• {clause}"))),
        Block::list(labels.judged, judged(alert, language)),
        Block::list(labels.promised, alert.promised.iter().map(|promised| kept(promised, language))),
        Block::list(labels.before, alert.before.iter().map(|step| earlier(step, alert.occurred_at, language))),
        Some(Block::context(&format!("{} {}", labels.case, alert.case_id))),
    ];
    // Notifications show this on locked screens: no words of the customer.
    let reasons: Vec<&str> = clauses.collect();
    Payload::new(&format!("{headline} · {who} · {}", reasons.join(" · ")), blocks.into_iter().flatten())
}

/// Names the customer: a pseudonym, and the business's own identifier only where a channel may show it.
fn customer(alert: &Alert, show: bool) -> String {
    match alert.customer_id.as_deref().filter(|_| show) {
        Some(id) => format!("{} ({})", one_line(id), alert.customer),
        None => alert.customer.clone(),
    }
}

/// Where, when and how bad, as two columns.
fn facts(alert: &Alert, kind: &str, labels: &Labels, language: Language) -> Vec<(String, String)> {
    let position = wording::ordinal(alert.position, language);
    let position = match language {
        Language::English => format!("{position} of the journey"),
        Language::Spanish => format!("{position} del recorrido"),
    };
    let severity = alert.severity.min(5);
    let scale: String = (1..=5).map(|step| if step <= severity { '●' } else { '○' }).collect();
    let out_of = match language {
        Language::English => "of",
        Language::Spanish => "de",
    };
    let mut pairs = vec![
        (labels.stage, wording::stage(alert.stage, language).to_owned()),
        (labels.touchpoint, format!("{} · {position}", wording::capitalized(&neutral(kind, VALUE_MAX)))),
        (labels.when, date(alert.occurred_at)),
        (labels.severity, format!("{scale} {severity} {out_of} 5")),
    ];
    if let Some(money) = &alert.value_at_risk {
        pairs.push((labels.value, neutral(&wording::money(money, language), VALUE_MAX)));
    }
    if let Some(channel) = &alert.channel {
        pairs.push((labels.channel, wording::capitalized(&neutral(&wording::channel(channel, language), VALUE_MAX))));
    }
    pairs.into_iter().map(|(label, value)| (label.to_owned(), value)).collect()
}

/// The outcome and the reasons behind it.
fn judged(alert: &Alert, language: Language) -> Vec<String> {
    let outcome = wording::capitalized(wording::outcome(alert.outcome, language));
    let mut lines = vec![format!("{} {outcome}", dot(alert.outcome))];
    let telling = alert.reasons.iter().filter(|code| !is_said_elsewhere(code, alert));
    lines.extend(telling.map(|code| format!("• {}", neutral(&wording::code(code, language), REASON_MAX))));
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
fn kept(promised: &Promised, language: Language) -> String {
    let facet = wording::capitalized(&neutral(&wording::facet(&promised.facet, language), VALUE_MAX));
    let value = |value: &FacetValue| match value {
        FacetValue::Word(word) if promised.facet == "due_at" && word.parse::<Timestamp>().is_ok() => {
            word.parse().map(date).unwrap_or_default()
        }
        value => neutral(&wording::facet_value(value, language), VALUE_MAX),
    };
    let mark = match promised.gap {
        None => "▫️",
        Some(gap) if gap <= -0.5 => "❌",
        Some(gap) if gap < 0.0 => "🔻",
        Some(_) => "✅",
    };
    let (promised_word, received, unknown) = match language {
        Language::English => ("promised", "received", "nobody said what came of it"),
        Language::Spanish => ("prometido", "recibido", "nadie dijo qué pasó"),
    };
    let expected = value(&promised.expected);
    match &promised.perceived {
        Some(perceived) => format!("{mark} {facet}: {promised_word} {expected}, {received} {}", value(perceived)),
        None => format!("{mark} {facet}: {promised_word} {expected}, {unknown}"),
    }
}

/// One earlier touchpoint, told by how long before it was.
fn earlier(step: &Step, until: Timestamp, language: Language) -> String {
    let passed = wording::duration(seconds_between(step.occurred_at, until), language);
    let kind = wording::capitalized(&neutral(&wording::touchpoint_type(&step.touchpoint_type, language), VALUE_MAX));
    let stage = wording::stage(step.stage, language);
    let passed = match language {
        Language::English => format!("{passed} before"),
        Language::Spanish => format!("{passed} antes"),
    };
    let outcome = match step.outcome {
        Outcome::Unknown => String::new(),
        known => format!(" · {}", wording::outcome(known, language)),
    };
    format!("{} {kind} · {stage}{outcome} · {passed}", dot(step.outcome))
}

fn ago(then: Timestamp, now: Timestamp, language: Language) -> String {
    let seconds = seconds_between(then, now);
    match (language, seconds) {
        (Language::English, ..60) => "just now".to_owned(),
        (Language::Spanish, ..60) => "ahora mismo".to_owned(),
        (Language::English, _) => format!("{} ago", wording::duration(seconds, language)),
        (Language::Spanish, _) => format!("hace {}", wording::duration(seconds, language)),
    }
}

fn seconds_between(then: Timestamp, now: Timestamp) -> u64 {
    u64::try_from(now.as_second() - then.as_second()).unwrap_or_default()
}

/// Writes a moment in time so that Slack shows it in the reader's own zone; the fallback is UTC.
fn date(at: Timestamp) -> String {
    format!("<!date^{}^{{date_short_pretty}} {{time}}|{}>", at.as_second(), at.strftime("%Y-%m-%d %H:%M UTC"))
}

fn quoted(words: &str, language: Language) -> String {
    match language {
        Language::English => format!("“{words}”"),
        Language::Spanish => format!("«{words}»"),
    }
}

fn signal(severity: u8) -> char {
    match severity {
        5.. => '🔴',
        4 => '🟠',
        _ => '🟡',
    }
}

fn dot(outcome: Outcome) -> char {
    match outcome {
        Outcome::Misery => '🔴',
        Outcome::Average | Outcome::Unknown => '⚪',
        Outcome::Magic => '🟢',
    }
}
