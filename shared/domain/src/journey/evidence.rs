//! How urgent a critical moment is: points of evidence known at that moment, added and cut to 1 to 5. The points are data
//! (`rules.toml`); each that counts is told, so that a person can read why.

use crate::code::Code;
use crate::outcome::{self, Question, Verdict, comment, minutes};
use crate::rules::{EvidenceRule, Rules};
use crate::vocabulary::Clause;

use super::past::PastMoment;

/// What the fold knows of a moment beside the moment itself.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(super) struct Evidence {
    /// Seconds since the promised time, if the customer is still waiting for what was promised.
    pub(super) waiting_s: Option<i64>,
    /// Seconds since it was promised, if the customer is still waiting.
    pub(super) promised_s: Option<i64>,
    /// Seconds that the promise had, from being made to the promised time.
    pub(super) length_s: Option<i64>,
    /// How often the customer has spoken of this failure, this time included.
    pub(super) told: usize,
}

/// One piece of evidence: the points it adds, and how it is told.
type Part = (i8, Code);

/// Returns how urgent a critical moment is, 1 to 5, and every part of it. 0 and nothing without any clause.
pub(super) fn severity(
    (question, verdict): (&Question<'_>, &Verdict),
    (moment, evidence): (&PastMoment<'_>, &Evidence),
    clauses: &[Clause],
    rules: &Rules,
) -> (u8, Vec<Code>) {
    if clauses.is_empty() {
        return (0, Vec::new());
    }
    let by_clause = clauses.iter().filter_map(|clause| {
        let points = rules.severity.get(clause).copied().unwrap_or(1);
        let name = if *clause == Clause::Repeat { Code::with("weight_repeat", moment.repeat) } else { named(*clause) };
        Some((i8::try_from(points).ok()?, name))
    });
    let rule = &rules.evidence;
    let parts = by_clause
        .chain(lateness(question, evidence, rule))
        .chain(words(question, verdict, moment, rule))
        .chain(history(moment, evidence, rule))
        .chain(value(question, rule));
    let (mut sum, mut told) = (0_i32, Vec::new());
    for (points, code) in parts.filter(|(points, _)| *points != 0) {
        sum += i32::from(points);
        told.push(Code::with(code.as_str(), format_args!("{points:+}")));
    }
    (u8::try_from(sum.clamp(1, 5)).unwrap_or(1), told)
}

fn named(clause: Clause) -> Code {
    Code::with("weight_clause", clause)
}

/// How late, against the promise as it is known now, whether the customer is still waiting, and whether they have said anything.
fn lateness(question: &Question<'_>, evidence: &Evidence, rule: &EvidenceRule) -> Vec<Part> {
    let late_by_s = outcome::late_by_s(question).filter(|_| outcome::broke_time(question));
    let mut parts = match (evidence.waiting_s, late_by_s) {
        (Some(waiting_s), _) => waiting(waiting_s, evidence.promised_s.unwrap_or_default(), rule),
        (None, Some(late_by_s)) => came(late_by_s, evidence.length_s, rule),
        (None, None) => return Vec::new(),
    };
    let is_said =
        evidence.told > 0 || question.touchpoint.said.comment.is_some() || !question.touchpoint.said.rating.is_empty();
    if !is_said {
        parts.push((rule.silent, Code::of("weight_silent")));
    }
    parts
}

/// Still waiting, and since when it was promised.
fn waiting(waiting_s: i64, promised_s: i64, rule: &EvidenceRule) -> Vec<Part> {
    let points = match promised_s {
        since if since >= rule.promised_long_s => rule.promised_long,
        since if since >= rule.promised_some_s => rule.promised_some,
        _ => 0,
    };
    let waiting = (rule.waiting, Code::with("weight_waiting", minutes(waiting_s)));
    vec![waiting, (points, Code::with("weight_promised", minutes(promised_s)))]
}

/// Came late: by how much, also against the time that the promise had.
fn came(late_by_s: i64, length_s: Option<i64>, rule: &EvidenceRule) -> Vec<Part> {
    let is_long_for_it =
        length_s.is_some_and(|length_s| late_by_s.saturating_mul(100) >= length_s.saturating_mul(rule.late_percent));
    let points = match late_by_s {
        late if late >= rule.late_long_s => rule.late_long,
        late if late >= rule.late_some_s || is_long_for_it => rule.late_some,
        _ => 0,
    };
    vec![(points, Code::with("weight_late", minutes(late_by_s))), (rule.came, Code::of("weight_came"))]
}

/// How clear the words are, and how bad the rating.
fn words(question: &Question<'_>, verdict: &Verdict, moment: &PastMoment<'_>, rule: &EvidenceRule) -> Vec<Part> {
    let mut parts = Vec::new();
    if let Some(percent) = comment::misery_percent(question).filter(|percent| *percent >= rule.words_percent_min) {
        parts.push((rule.words, Code::with("weight_words", percent)));
    }
    let is_opinion = verdict.decided_by.is_some_and(|(method, _)| method == crate::vocabulary::Method::Rating);
    if is_opinion && verdict.decided_by.is_some_and(|(_, score)| score <= rule.score_max) {
        parts.push((rule.score, Code::of("weight_score")));
    }
    if moment.importance >= 5 {
        parts.push((rule.decisive, Code::of("weight_decisive")));
    }
    parts
}

/// What this customer went through before.
fn history(moment: &PastMoment<'_>, evidence: &Evidence, rule: &EvidenceRule) -> Vec<Part> {
    let mut parts = Vec::new();
    if moment.repeat >= rule.repeat_many_min {
        parts.push((rule.repeat_many, Code::with("weight_many", moment.repeat)));
    }
    if evidence.told >= rule.told_min {
        parts.push((rule.told, Code::with("weight_told", evidence.told)));
    }
    parts
}

fn value(question: &Question<'_>, rule: &EvidenceRule) -> Option<Part> {
    let value = question.touchpoint.said.value_at_risk.as_ref()?;
    let from = rule.value_from.get(&value.currency)?;
    (value.amount >= *from).then(|| (rule.value, Code::of("weight_value")))
}
