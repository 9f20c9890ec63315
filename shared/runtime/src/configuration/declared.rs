//! Targets and seasons, which reports are monitored by. Says nothing about what a series is now.

use std::collections::BTreeMap;

use monitoring::{Declared, Season};
use serde::Deserialize;

/// What is monitored of a kind of touchpoint: promised times missed, bad experiences of those who spoke unasked, and of those who
/// were asked.
const MEASURES: [&str; 3] = ["late", "bad", "asked"];
/// What promised facets stand under.
const PROMISE: &str = "promise";
/// Days of each month, at most.
const DAYS: [i8; 12] = [31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];

/// `delivery.late = "5%"`: by kind of touchpoint and measure.
pub(super) type WrittenTargets = BTreeMap<String, BTreeMap<String, String>>;

/// `christmas = { from = "11-20", to = "12-24" }`, by name.
pub(super) type WrittenSeasons = BTreeMap<String, WrittenSeason>;

/// A season as it is written.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct WrittenSeason {
    from: String,
    to: String,
}

/// Checks what was declared.
pub(super) fn declared(targets: &WrittenTargets, seasons: &WrittenSeasons) -> Result<Declared, String> {
    let mut declared = Declared::default();
    for (subject, measures) in targets {
        for (measure, share) in measures {
            let name = format!("{subject}.{measure}");
            if subject != PROMISE && !MEASURES.contains(&measure.as_str()) {
                return Err(format!("targets.{name}: the measure must be one of {}", MEASURES.join(", ")));
            }
            let share = share_of(share).ok_or_else(|| {
                format!("targets.{name}: must be a percentage above 0% and below 100%, such as \"5%\"")
            })?;
            declared.targets.insert(name, share);
        }
    }
    for (name, season) in seasons {
        let day = |field: &str, text: &str| {
            day_of(text).ok_or_else(|| format!("seasons.{name}.{field}: must be a month and a day, such as \"12-24\""))
        };
        let (from, to) = (day("from", &season.from)?, day("to", &season.to)?);
        declared.seasons.push(Season { name: name.clone(), from, to });
    }
    Ok(declared)
}

fn share_of(text: &str) -> Option<f64> {
    let percent: f64 = text.trim().strip_suffix('%')?.trim_end().parse().ok()?;
    (percent > 0.0 && percent < 100.0).then_some(percent / 100.0)
}

fn day_of(text: &str) -> Option<(i8, i8)> {
    let (month, day) = text.split_once('-')?;
    let (month, day): (i8, i8) = (month.parse().ok()?, day.parse().ok()?);
    let most = *DAYS.get(usize::try_from(month).ok()?.checked_sub(1)?)?;
    (1..=most).contains(&day).then_some((month, day))
}

#[cfg(test)]
mod tests {
    use crate::configuration::Document;

    #[test]
    fn targets_and_seasons_are_read_and_what_is_wrong_is_named() {
        let document = Document::parse(
            "[targets]\ndelivery.late = '5%'\nreview.asked = '12.5 %'\npromise.scoops = '1%'\n\
             [seasons]\nchristmas = { from = '11-20', to = '12-24' }",
        )
        .unwrap();
        let targets: Vec<_> = document.declared.targets.into_iter().collect();
        let expected = [("delivery.late", 0.05), ("promise.scoops", 0.01), ("review.asked", 0.125)];
        assert_eq!(targets, expected.map(|(name, share)| (name.to_owned(), share)));
        assert_eq!((document.declared.seasons[0].from, document.declared.seasons[0].to), ((11, 20), (12, 24)));
        for (text, told) in [
            ("[targets]\ndelivery.slow = '5%'", "targets.delivery.slow: the measure must be one of late, bad, asked"),
            ("[targets]\ndelivery.late = '5'", "targets.delivery.late: must be a percentage"),
            ("[targets]\ndelivery.late = '100%'", "targets.delivery.late: must be a percentage"),
            ("[seasons]\nx = { from = '2-30', to = '3-1' }", "seasons.x.from: must be a month and a day"),
            ("[seasons]\nx = { from = '2-29', to = '13-1' }", "seasons.x.to: must be a month and a day"),
        ] {
            let refused = Document::parse(text).map(|_| ()).unwrap_err().to_string();
            assert!(refused.contains(told), "{refused}");
        }
    }
}
