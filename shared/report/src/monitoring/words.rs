//! The sentences of monitoring. Decides nothing.

use jiff::civil::Date;

use super::super::Part;
use super::super::phrasing;
use super::super::statistics::Proportion;
use super::super::statistics::numbers::tenths_of_percent;
use super::line::{Found, Limits, Line, Measure, Target, TargetIs, Way};
use domain::period::short_day;
use domain::vocabulary::Language;
use domain::wording::{capitalized, words_of};

/// Findings that the headline names, at most.
const NAMED_MAX: usize = 2;
/// Shares below this are written with a decimal.
const WHOLE_FROM_TENTHS: i64 = 100;
/// Ranges at least this wide are written in whole percent.
const WHOLE_FROM_WIDTH: f64 = 0.02;

/// Says what it comes down to: what left its range, or that nothing did and where the most counted series is.
pub(super) fn sentence(lines: &[Line], is_partial: bool, language: Language) -> String {
    let of = |line: &Line| line.sentence.get(&language).cloned().unwrap_or_default();
    let told: Vec<&Line> = lines.iter().filter(|line| line.is_worse() || line.found.is_some()).collect();
    if told.is_empty() {
        let outside = lines.iter().find(|line| !line.is_inside());
        let first = outside.or_else(|| lines.iter().find(|line| line.measure == Measure::Late)).or(lines.first());
        let level = first.map(of).unwrap_or_default();
        return match lines.iter().all(Line::is_inside) {
            true => language.monitoring_calm(&level),
            false => language.monitoring_unclear(&level),
        };
    }
    let mut sentences: Vec<String> = told.iter().take(NAMED_MAX).map(|line| of(line)).collect();
    if is_partial && let Some(first) = sentences.first_mut() {
        *first = language.monitoring_so_far(first);
    }
    if told.len() > NAMED_MAX {
        sentences.push(language.monitoring_more(&language.count((told.len() - NAMED_MAX) as u64)));
    }
    sentences.join(" ")
}

/// Says level, normal range, trend and target of one series in one sentence.
pub(super) fn line(line: &Line, language: Language) -> String {
    let mut parts = vec![level(line, language)];
    let range = line.normal.map(|normal| range(normal, language));
    match (&line.found, range) {
        (Some(found), Some(range)) => parts.push(found_words(found, &range, line, language)),
        (None, Some(range)) if line.is_inside() => parts.push(language.monitoring_normal(&range)),
        (None, Some(range)) => parts.push(language.monitoring_outside(&range)),
        (Some(_) | None, None) => {}
    }
    parts.extend(line.season.as_ref().map(|name| language.monitoring_season(&words_of(name))));
    parts.extend(line.target.as_ref().map(|target| target_words(target, line.is_inside(), language)));
    format!("{}.", capitalized(&parts.join("; ")))
}

/// `3–6%`, and `1.4–2.9%` where a whole percent would be too coarse.
fn range(normal: Limits, language: Language) -> String {
    if normal.high - normal.low < WHOLE_FROM_WIDTH {
        return language.percent_range(normal.low, normal.high);
    }
    let whole = |share: f64| (share * 100.0).round() as u64;
    format!("{}–{}", language.count(whole(normal.low)), language.whole_percent(whole(normal.high)))
}

/// `19% of deliveries were late (43 of 230)`.
fn level(line: &Line, language: Language) -> String {
    let share = tenths_words(tenths_of_percent(Proportion::new(line.last.count, line.last.of)), language);
    let counts = counts(line.last, language);
    let what = plural(&line.subject, language);
    match line.measure {
        Measure::Late => language.monitoring_late(&share, &what, &counts),
        Measure::Arrived => language.monitoring_arrived(&share, &what, &counts),
        Measure::Bad => language.monitoring_bad(&share, &what, &counts),
        Measure::Asked => language.monitoring_asked(&share, &what, &counts),
        Measure::Promise => language.monitoring_promise(&share, &words_of(&line.subject), &counts),
    }
}

fn counts(part: Part, language: Language) -> String {
    language.monitoring_counts(&language.count(part.count), &language.count(part.of))
}

fn found_words(found: &Found, range: &str, line: &Line, language: Language) -> String {
    if line.is_back() {
        return language.monitoring_back(range);
    }
    if line.is_inside() {
        return language.monitoring_too_few(&day(found.since, language));
    }
    let way = match found.way {
        Way::Worse => language.monitoring_up(range),
        Way::Better => language.monitoring_down(range),
    };
    let mut parts = vec![way, language.monitoring_since(&day(found.since, language))];
    if found.may_be_seasonal {
        parts.push(language.monitoring_seasonal().to_owned());
    }
    parts.join(", ")
}

/// `is_inside`: nothing else was said of the week, so that it may be chance is still to be said.
fn target_words(target: &Target, is_inside: bool, language: Language) -> String {
    let share = percent(target.share, language);
    match (target.is, target.since) {
        (TargetIs::Missed, Some(since)) => language.monitoring_missed(&share, &day(since, language)),
        (TargetIs::Kept, _) => language.monitoring_kept(&share),
        (TargetIs::Above | TargetIs::Missed, _) if is_inside => language.monitoring_above_perhaps(&share),
        (TargetIs::Above | TargetIs::Missed, _) => language.monitoring_above(&share),
    }
}

/// Says what a finding rests on.
pub(super) fn evidence(line: &Line, language: Language) -> Vec<String> {
    let of = |found: &Found| {
        let share = tenths_of_percent(Proportion::new(found.counted.count, found.counted.of));
        let (share, before) = (tenths_words(share, language), percent(found.before, language));
        language.monitoring_evidence(&counts(found.counted, language), &share, &before)
    };
    line.found.iter().map(of).collect()
}

/// Touchpoints of a kind, in the plural.
pub(crate) fn plural(kind: &str, language: Language) -> String {
    let known = language.monitoring_plurals(kind).map(str::to_owned);
    known.unwrap_or_else(|| language.monitoring_kind(&phrasing::kind(kind, language)))
}

/// A Monday without its weekday: `13 Nov`.
fn day(date: Date, language: Language) -> String {
    let whole = short_day(date, language);
    whole.split_once(' ').map_or(whole.clone(), |(_, day)| day.to_owned())
}

fn percent(share: f64, language: Language) -> String {
    tenths_words((share * 1_000.0).round() as i64, language)
}

/// Whole percent from 10 on, one decimal below.
fn tenths_words(tenths: i64, language: Language) -> String {
    if tenths >= WHOLE_FROM_TENTHS || tenths % 10 == 0 {
        return language.whole_percent(((tenths + 5) / 10).unsigned_abs());
    }
    language.percent(tenths)
}
