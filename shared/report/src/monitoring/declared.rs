//! What a business declares about its reports, as it is written: targets and seasons. Says nothing about what a series is now.

use std::collections::BTreeMap;

use ::monitoring::{Declared, Season};
use schemars::JsonSchema;
use serde::Deserialize;

/// What is monitored of a kind of touchpoint: promised times missed, bad experiences of those who spoke unasked, and of those who
/// were asked.
const KIND_MEASURES: [&str; 3] = ["late", "bad", "asked"];
/// What promised facets stand under.
const PROMISE: &str = "promise";
/// Days of each month, at most.
const DAYS: [i8; 12] = [31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];

/// The sections of a configuration that reports are monitored by.
#[derive(Clone, Debug, Default, Deserialize, JsonSchema)]
#[serde(default)]
pub struct Declarations {
    /// How many may go wrong, by kind of touchpoint: `late` (promised times missed), `bad` (customers with a bad experience,
    /// unasked) and `asked` (of those who were asked). `promise.FACET` is about a promise. Reports say whether it was kept.
    #[schemars(example = serde_json::json!({"delivery": {"late": "5%"}, "promise": {"scoops": "2%"}}))]
    pub targets: BTreeMap<String, BTreeMap<String, String>>,
    /// Times of the year that are unlike the rest, by name. Their weeks are compared with each other only.
    pub seasons: BTreeMap<String, WrittenSeason>,
}

/// A season as it is written. It may go over New Year.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct WrittenSeason {
    /// Month and day of the first day.
    #[schemars(example = &"11-20")]
    from: String,
    /// Month and day of the last day.
    #[schemars(example = &"12-24")]
    to: String,
}

impl Declarations {
    /// Checks what was declared.
    ///
    /// # Errors
    /// Everything that is wrong: its path, and why.
    pub fn check(&self) -> Result<Declared, Vec<(String, &'static str)>> {
        let mut declared = Declared::default();
        let mut wrong = Vec::new();
        for (subject, measures) in &self.targets {
            for (measure, share) in measures {
                let name = format!("{subject}.{measure}");
                if subject != PROMISE && !KIND_MEASURES.contains(&measure.as_str()) {
                    wrong.push((format!("targets.{name}"), "the measure must be one of late, bad, asked"));
                } else if let Some(share) = share_of(share) {
                    declared.targets.insert(name, share);
                } else {
                    let why = "must be a percentage above 0% and below 100%, such as \"5%\"";
                    wrong.push((format!("targets.{name}"), why));
                }
            }
        }
        for (name, season) in &self.seasons {
            let mut day = |field: &str, text: &str| {
                let why = "must be a month and a day, such as \"12-24\"";
                let day = day_of(text);
                wrong.extend(day.is_none().then(|| (format!("seasons.{name}.{field}"), why)));
                day
            };
            if let (Some(from), Some(to)) = (day("from", &season.from), day("to", &season.to)) {
                declared.seasons.push(Season { name: name.clone(), from, to });
            }
        }
        if wrong.is_empty() { Ok(declared) } else { Err(wrong) }
    }
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
    use serde_json::json;

    use super::*;

    fn check(sections: serde_json::Value) -> Result<Declared, Vec<(String, &'static str)>> {
        serde_json::from_value::<Declarations>(sections).unwrap().check()
    }

    #[test]
    fn targets_and_seasons_are_read() {
        let declared = check(json!({
            "targets": {"delivery": {"late": "5%"}, "review": {"asked": "12.5 %"}, "promise": {"scoops": "1%"}},
            "seasons": {"christmas": {"from": "11-20", "to": "12-24"}},
        }))
        .unwrap();
        let targets: Vec<_> = declared.targets.into_iter().collect();
        let expected = [("delivery.late", 0.05), ("promise.scoops", 0.01), ("review.asked", 0.125)];
        assert_eq!(targets, expected.map(|(name, share)| (name.to_owned(), share)));
        assert_eq!((declared.seasons[0].from, declared.seasons[0].to), ((11, 20), (12, 24)));
    }

    #[test]
    fn everything_that_is_wrong_is_named() {
        let wrong = check(json!({
            "targets": {"delivery": {"slow": "5%", "late": "5"}, "review": {"bad": "100%"}},
            "seasons": {"x": {"from": "2-30", "to": "3-1"}, "y": {"from": "2-29", "to": "13-1"}},
        }))
        .unwrap_err();
        let places: Vec<_> = wrong.iter().map(|(place, _)| place.as_str()).collect();
        assert_eq!(
            places,
            ["targets.delivery.late", "targets.delivery.slow", "targets.review.bad", "seasons.x.from", "seasons.y.to"]
        );
    }
}
