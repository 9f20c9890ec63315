//! How people and rules agree, rule by rule, and what people named as causes.

use domain::vocabulary::{Language, Method};
use domain::wording::{capitalized, method};
use reports::{AgreementLine, NamedCause, Report, wording};

use super::{TableView, columns};

pub(super) fn corrections(report: &Report, language: Language) -> TableView {
    let rule = |line: &AgreementLine| {
        let name = Method::from_word(&line.rule).map_or(language.corrections_no_rule(), |rule| method(rule, language));
        vec![capitalized(name), language.count(line.agreed.of), wording::agreement(line, language)]
    };
    let cause = |named: &NamedCause| {
        let name = language.corrections_cause(wording::cause_name(&named.cause, language));
        vec![name, language.count(named.moments), "–".to_owned()]
    };
    let said = &report.corrections;
    let mut rows: Vec<_> = said.rules.iter().map(rule).chain(said.causes.iter().map(cause)).collect();
    if said.not_counted > 0 {
        let void = language.corrections_void().to_owned();
        rows.push(vec![void, language.count(said.not_counted), "–".to_owned()]);
    }
    TableView {
        id: "corrections",
        title: language.corrections_title(),
        why: "why-corrections",
        hint: language.corrections_hint().to_owned(),
        columns: columns(&[language.corrections_rule(), language.corrections_moments(), language.corrections_agreed()]),
        rows,
        links: Vec::new(),
        none: language.corrections_none(),
    }
}
