//! The page that lists the moments behind a number, each with its reasons and a way to its touchpoint.

use askama::Template;
use domain::identity::Identity;
use domain::moment::Moment;
use domain::period::Period;
use domain::vocabulary::Language;
use domain::wording::{capitalized, clause, code, outcome};
use reports::wording;

use crate::Visit;
use crate::style::{REPORT, Style};

#[derive(Template)]
#[template(path = "moments.html")]
struct Page<'a> {
    language: Language,
    style: &'a Style,
    period: String,
    report: String,
    rows: Vec<Row>,
    is_cut: bool,
    next: Option<&'a str>,
}

struct Row {
    at: String,
    customer: String,
    journey: Option<String>,
    kind: String,
    outcome: String,
    reasons: String,
    touchpoint: String,
    href: Option<String>,
}

/// Lists moments in the order given; `is_cut` says that there are more. Their journeys and touchpoints are linked for a reader
/// who may see them.
///
/// `next` leads to those that there was no time for.
pub fn html(
    moments: &[Moment],
    is_cut: bool,
    next: Option<&str>,
    period: Period,
    language: Language,
    visit: &Visit,
) -> String {
    let rows = moments.iter().map(|moment| row(moment, language, visit)).collect();
    let report = visit.address(&format!("../{period}.html"), &[]);
    let period = capitalized(&period.label(language));
    crate::rendered(&Page { language, style: &REPORT, period, report, rows, is_cut, next })
}

/// Returns the `Content-Security-Policy` to send with it.
pub fn content_security_policy() -> &'static str {
    &REPORT.policy
}

fn row(moment: &Moment, language: Language, visit: &Visit) -> Row {
    let said = moment.reasons.iter().chain(&moment.friction).chain(&moment.quiet);
    let clauses = moment.critical.iter().map(|of| clause(*of, language).to_owned());
    // Where it lies is plain from its kind.
    let reasons = said.filter(|of| !of.name().starts_with("stage_") && of.name() != "echo");
    let reasons: Vec<_> = reasons.map(|of| code(of, language)).chain(clauses).collect();
    let encoded = |text: &str| form_urlencoded::byte_serialize(text.as_bytes()).collect::<String>().replace('+', "%20");
    let (parameter, id) = match &moment.recorded {
        Identity::Customer(id) => ("customer_id", id),
        Identity::Anonymous(id) => ("anonymous_id", id),
    };
    let source: Vec<_> = moment.source.split('/').map(encoded).collect();
    let touchpoint = format!("{}/{}", source.join("/"), encoded(&moment.id));
    let linked = |path: String, query: &[(&str, &str)]| (!visit.is_confined()).then(|| visit.address(&path, query));
    Row {
        at: moment.occurred_at.to_string(),
        customer: moment.customer.to_string(),
        journey: match &moment.customer {
            Identity::Customer(id) => linked(format!("../../customers/{}/journey", encoded(id)), &[]),
            Identity::Anonymous(_) => None,
        },
        kind: wording::kind_title(&moment.kind, language),
        outcome: outcome(moment.outcome, language).to_owned(),
        reasons: reasons.join("; "),
        touchpoint: moment.key().to_string(),
        href: linked(format!("../../touchpoints/{touchpoint}"), &[(parameter, id.as_str())]),
    }
}
