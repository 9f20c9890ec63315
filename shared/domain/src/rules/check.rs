//! What no deployment may say, as a list: the place, what must hold there, and whether it does. Knows no document.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Display;
use std::ops::RangeInclusive;

use text::OwnWords;

use super::{Facet, RatingScales, Rules, Scale, SourceScales, VERSIONS_PER_RELEASE};
use crate::snake_case::is_word;

/// The longest window that looks back, in days: ten years.
const WINDOW_DAYS_MAX: i64 = 3_660;

/// One thing that cannot be used: its place as a dotted path, and why.
pub(super) type Complaint = (String, String);

/// Returns everything that cannot be used.
pub(super) fn complaints(rules: &Rules) -> Vec<Complaint> {
    let lists = [
        thresholds(rules),
        named(&rules.acknowledge_within_s, |channel, s| target("acknowledge_within_s", channel, *s)),
        named(&rules.greet_within_s, |channel, s| target("greet_within_s", channel, *s)),
        own_words("help_words", &rules.text.help_words).into_iter().collect(),
        own_words("misery_words", &rules.text.misery_words).into_iter().collect(),
        own_words("magic_words", &rules.text.magic_words).into_iter().collect(),
        scales("rules.rating", &rules.rating).into_iter().collect(),
        named(&rules.presets, |name, preset| of_preset(rules, name, preset)),
        named(&rules.sources, |name, source| of_source(rules, name, source)),
        types(rules),
        named(&rules.facets, of_facet),
        named(&rules.word_orders, |name, words| order(&format!("rules.word_orders.{name}"), words, 2)),
    ];
    lists.into_iter().flatten().collect()
}

fn thresholds(rules: &Rules) -> Vec<Complaint> {
    let (gap, critical, silent, operational) = (&rules.gap, &rules.critical, &rules.silent, &rules.operational);
    let whole = [
        ("version", i64::from(rules.version), 0..=i64::from(VERSIONS_PER_RELEASE) - 1),
        ("dimensions.low_max", rules.dimensions.low_max.into(), 0..=5),
        ("operational.misery_at_targets", operational.misery_at_targets.into(), 2..=1_000),
        ("operational.friction_transfers_min", operational.friction_transfers_min.into(), 1..=1_000),
        ("operational.misery_transfers_min", operational.misery_transfers_min.into(), 1..=1_000),
        ("text.misery_percent_min", rules.text.misery_percent_min.into(), 34..=101),
        ("text.average_percent_min", rules.text.average_percent_min.into(), 34..=101),
        ("text.magic_percent_min", rules.text.magic_percent_min.into(), 34..=101),
        ("text.stage_percent_min", rules.text.stage_percent_min.into(), 25..=101),
        ("text.importance_percent_min", rules.text.importance_percent_min.into(), 34..=101),
        ("text.help_percent_min", rules.text.help_percent_min.into(), 34..=101),
        ("text.mixed_percent_min", rules.text.mixed_percent_min.into(), 34..=101),
        ("critical.importance_min", critical.importance_min.into(), 1..=6),
        ("critical.repeat_episodes_min", wide(critical.repeat_episodes_min), 1..=1_000),
        ("critical.repeat_window_days", critical.repeat_window_days, 1..=WINDOW_DAYS_MAX),
        ("critical.leak_window_days", critical.leak_window_days, 1..=WINDOW_DAYS_MAX),
        ("critical.recovery_window_days", critical.recovery_window_days, 1..=WINDOW_DAYS_MAX),
        ("critical.alert_age_hours_max", critical.alert_age_hours_max, 1..=WINDOW_DAYS_MAX * 24),
        ("claims.alerted_per_day_max", wide(rules.claims.alerted_per_day_max), 1..=1_000),
        ("silent.friction_episodes_min", wide(silent.friction_episodes_min), 1..=1_000),
        ("silent.friction_kinds_min", wide(silent.friction_kinds_min), 1..=1_000),
        ("silent.window_days", silent.window_days, 1..=WINDOW_DAYS_MAX),
        ("silent.silence_days", silent.silence_days, 1..=WINDOW_DAYS_MAX),
    ];
    let fractions = [
        ("gap.misery_mean_max", gap.misery_mean_max, -1.0..=0.0),
        ("gap.broken_facet_max", gap.broken_facet_max, -1.0..=0.0),
        ("gap.magic_mean_min", gap.magic_mean_min, 0.0..=1.0),
        ("gap.spoilt_facet_max", gap.spoilt_facet_max, -1.0..=0.0),
    ];
    let whole = whole.into_iter().filter_map(|(place, value, range)| within(place, &value, &range));
    let fractions = fractions.into_iter().filter_map(|(place, value, range)| within(place, &value, &range));
    whole.chain(fractions).collect()
}

/// What a deployment adds must be words that can be found in a text, and not too many to look for.
fn own_words(name: &str, words: &[String]) -> Option<Complaint> {
    const WORDS_MAX: usize = 500;
    let why = if words.len() > WORDS_MAX {
        format!("must be {WORDS_MAX} at most")
    } else if OwnWords::new(words, &[]).is_none() {
        format!("must each be one to {} words", text::own::TOKENS_MAX)
    } else {
        return None;
    };
    Some((format!("rules.text.{name}"), why))
}

fn wide(count: usize) -> i64 {
    i64::try_from(count).unwrap_or(i64::MAX)
}

fn within<T: PartialOrd + Display>(place: &str, value: &T, range: &RangeInclusive<T>) -> Option<Complaint> {
    let why = format!("must be from {} to {}", range.start(), range.end());
    (!range.contains(value)).then(|| (format!("rules.{place}"), why))
}

fn target(table: &str, channel: &str, seconds: u32) -> Option<Complaint> {
    (seconds == 0).then(|| (format!("rules.{table}.{channel}"), "must be at least 1".to_owned()))
}

fn scales(place: &str, scales: &RatingScales) -> Option<Complaint> {
    let all = [("csat", scales.csat), ("stars", scales.stars), ("ces", scales.ces), ("nps", scales.nps)];
    let least = |scale: &Scale| scale.min.unwrap_or(1);
    let (name, scale) = all.into_iter().find(|(_, scale)| {
        !(least(scale) <= scale.misery_up_to && scale.misery_up_to < scale.magic_from && scale.magic_from <= scale.max)
    })?;
    Some((format!("{place}.{name}"), format!("needs {} <= misery_up_to < magic_from <= max", least(&scale))))
}

fn of_preset(rules: &Rules, name: &str, preset: &SourceScales) -> Option<Complaint> {
    let place = format!("rules.presets.{name}");
    if preset.preset.is_some() {
        return Some((format!("{place}.preset"), "a preset cannot name another".to_owned()));
    }
    scales(&place, &preset.over(rules.rating))
}

fn of_source(rules: &Rules, name: &str, source: &SourceScales) -> Option<Complaint> {
    match &source.preset {
        Some(preset) if !rules.presets.contains_key(preset) => {
            let known: Vec<_> = rules.presets.keys().map(String::as_str).collect();
            Some((format!("sources.{name}.preset"), format!("must be one of {}", known.join(", "))))
        }
        _ => scales(&format!("sources.{name}"), &rules.scales_of(name)),
    }
}

/// Types have no order of their own: complaints are in the order of their names, so that they are the same each time.
fn types(rules: &Rules) -> Vec<Complaint> {
    let names: BTreeSet<_> = rules.types.keys().collect();
    names.into_iter().filter_map(|name| of_type(rules, name)).collect()
}

fn of_type(rules: &Rules, name: &str) -> Option<Complaint> {
    let known = rules.type_of(name)?;
    let refuse = |field: &str, why: &str| Some((format!("types.{name}{field}"), why.to_owned()));
    if !is_word(name) {
        refuse("", "must be in snake_case: a-z, 0-9 and _, beginning with a letter")
    } else if !(1..=5).contains(&known.importance) {
        refuse(".importance", "must be from 1 to 5")
    } else if known.calendar.as_ref().is_some_and(|name| !rules.calendars.contains_key(name)) {
        refuse(".calendar", "must be a name of rules.calendars")
    } else if known.calendar.is_none() && known.is_in_business_time() {
        refuse(".calendar", "must be named, because this type counts business time")
    } else if known.causes.iter().any(|cause| !rules.causes.contains_key(cause)) {
        refuse(".causes", "must be words of the catalogue of causes")
    } else {
        None
    }
}

fn of_facet(name: &str, facet: &Facet) -> Option<Complaint> {
    let place = format!("facets.{name}");
    match (facet.min, facet.max) {
        (None, None) => {}
        (Some(min), Some(max)) if min < max && min.is_finite() && max.is_finite() => {}
        _ => return Some((place, "min and max must both be given, min below max".to_owned())),
    }
    if !(facet.weight > 0.0 && facet.weight.is_finite()) {
        return Some((format!("{place}.weight"), "must be above 0".to_owned()));
    }
    order(&format!("{place}.words"), &facet.words, 0)
}

/// An order of words needs at least two, each once.
fn order(place: &str, words: &[String], words_min: usize) -> Option<Complaint> {
    let twice = (1..words.len()).any(|end| words[..end].contains(&words[end]));
    let fits = !twice && words.len() != 1 && words.len() >= words_min;
    (!fits).then(|| (place.to_owned(), "needs at least two words, each once".to_owned()))
}

fn named<'a, T>(
    table: &'a BTreeMap<String, T>,
    complain: impl Fn(&'a str, &'a T) -> Option<Complaint>,
) -> Vec<Complaint> {
    table.iter().filter_map(|(name, value)| complain(name, value)).collect()
}
