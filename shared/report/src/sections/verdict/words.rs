//! The sentence at the top: what it comes down to. Decides nothing.

use super::{Direction, Verdict};
use crate::phrasing::{kind, list, percent, with_percent};
use crate::sections::comparisons::Comparison;
use crate::sections::comparisons::movers::Change;
use crate::voice::Voice;
use domain::vocabulary::Language;
use domain::wording::capitalized;

/// Most kinds that the verdict names on each side.
const KINDS_NAMED_MAX: usize = 3;

/// Puts a verdict into words, in every language.
pub(crate) fn worded(mut found: Verdict) -> Verdict {
    found.sentence = Language::ALL.iter().map(|language| (*language, verdict(&found, *language))).collect();
    found
}

/// Says in a few sentences whether things got better or worse, by how much, and where.
pub fn verdict(verdict: &Verdict, language: Language) -> String {
    let worse =
        kinds(&verdict.worse_kinds, language).map(|kinds| capitalized(&language.report_verdict_kinds_worse(&kinds)));
    let better =
        kinds(&verdict.better_kinds, language).map(|kinds| capitalized(&language.report_verdict_kinds_better(&kinds)));
    let asked = verdict.asked.as_ref().map(|asked| asked_moved(asked, language));
    let moved: Vec<String> = [worse, better, asked].into_iter().flatten().collect();
    let overall = match (verdict.direction, &verdict.because) {
        (Direction::NoMoments, _) => return language.report_verdict_no_moments().to_owned(),
        (Direction::NothingBefore, _) => return language.report_verdict_nothing_before().to_owned(),
        (Direction::TooFew, _) | (_, None) => return language.report_verdict_too_few().to_owned(),
        (Direction::Worse, Some(because)) => {
            let (now, before) = sides(because, language);
            language.report_verdict_worse(&now, &before)
        }
        (Direction::Better, Some(because)) => {
            let (now, before) = sides(because, language);
            language.report_verdict_better(&now, &before)
        }
        (Direction::NoChangeDetectable, Some(because)) => {
            let (now, before) = sides(because, language);
            match moved.is_empty() {
                true => language.report_verdict_same(&now, &before),
                false => language.report_verdict_same_overall(&now, &before),
            }
        }
    };
    // What is certain goes first: where nothing overall can be told, the kinds that moved.
    let is_certain = verdict.direction != Direction::NoChangeDetectable;
    let sentences: Vec<String> = match is_certain {
        true => std::iter::once(overall).chain(moved).collect(),
        false => moved.into_iter().chain([overall]).collect(),
    };
    sentences.join(" ")
}

/// Names the kinds that moved one way, to begin a sentence or to end one.
fn kinds(names: &[String], language: Language) -> Option<String> {
    let names: Vec<_> = names.iter().take(KINDS_NAMED_MAX).map(|name| kind(name, language)).collect();
    (!names.is_empty()).then(|| list(&names, language))
}

fn asked_moved(asked: &Comparison, language: Language) -> String {
    let [before, now] = [&asked.before, &asked.now].map(|rate| with_percent(rate.proportion(), language));
    match asked.change {
        Change::Rose => language.report_verdict_asked_worse(&now, &before),
        _ => language.report_verdict_asked_better(&now, &before),
    }
}

/// `48 of 160 customers (30%)` and `24 of 160 (15%)`: now and before.
fn sides(because: &Comparison, language: Language) -> (String, String) {
    let now = because.now.proportion();
    let [count, of] = [now.count(), now.of()].map(|count| language.count(count));
    let percent = percent(now, language);
    let now = match because.voice {
        Voice::Solicited => language.report_of_customers_asked(&count, &of, &percent),
        Voice::Unsolicited | Voice::Staff => language.report_of_customers(&count, &of, &percent),
    };
    (now, with_percent(because.before.proportion(), language))
}
