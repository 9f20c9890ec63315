//! Silences and maintenance windows: critical moments that people are not woken for until a time, because somebody knows of them. Changes
//! telling only: each has its case, is counted, and is told with the others when the silence ends.

use domain::case::Silenced;
use domain::moment::Moment;
use jiff::Timestamp;
use schemars::JsonSchema;
use serde::Deserialize;

use crate::routing::is_source;

/// One silence. As it is written:
///
/// ```toml
/// [[silences]]
/// reason = "The warehouse moves"
/// by = "Ana"
/// until = "2026-12-01T08:00:00+01:00"
/// when = { source = ["shop"], touchpoint_type = ["delivery"] }
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Silence {
    /// Why; cases and reports say it.
    #[schemars(example = &"The warehouse moves")]
    pub reason: String,
    /// Who decided so.
    #[schemars(example = &"Ana")]
    pub by: String,
    /// From when on; at once if left out. With it, this is a maintenance window.
    #[serde(default)]
    #[schemars(example = &"2026-12-01T06:00:00+01:00")]
    pub from: Option<Timestamp>,
    /// Until when. What was silenced is then told together.
    #[schemars(example = &"2026-12-01T08:00:00+01:00")]
    pub until: Timestamp,
    /// What it is about; everything if left out.
    #[serde(default)]
    pub when: About,
}

/// What a silence is about. Every field that is given has to match; one of its words is enough.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct About {
    /// Sources, as in a route.
    #[schemars(example = ["shop"])]
    pub source: Vec<String>,
    /// Types of touchpoints.
    #[schemars(example = ["delivery"])]
    pub touchpoint_type: Vec<String>,
    /// Segments, as they are sent.
    #[schemars(example = ["gold"])]
    pub segment: Vec<String>,
}

/// A silence cannot be used: the field, and what it should be.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{why}")]
pub struct InvalidSilence {
    /// The field.
    pub field: &'static str,
    /// What it should be.
    why: &'static str,
}

/// Characters of a reason or a name, at most.
const TEXT_CHARS_MAX: usize = 200;

impl About {
    fn matches(&self, (source, touchpoint_type, segment): (&str, &str, Option<&str>)) -> bool {
        let among = |words: &[String], word: &str| words.is_empty() || words.iter().any(|wanted| wanted == word);
        (self.source.is_empty() || self.source.iter().any(|wanted| is_source(wanted, source)))
            && among(&self.touchpoint_type, touchpoint_type)
            && (self.segment.is_empty() || segment.is_some_and(|segment| among(&self.segment, segment)))
    }
}

impl Silence {
    /// Checks it.
    ///
    /// # Errors
    /// The first field that is wrong.
    pub(crate) fn check(&self) -> Result<(), InvalidSilence> {
        let is_text = |text: &str| !text.trim().is_empty() && text.chars().count() <= TEXT_CHARS_MAX;
        let refuse = |field, why| Err(InvalidSilence { field, why });
        if !is_text(&self.reason) {
            return refuse("reason", "must say why, in 200 characters at most");
        }
        if !is_text(&self.by) {
            return refuse("by", "must name who decided so, in 200 characters at most");
        }
        if self.from.is_some_and(|from| from >= self.until) {
            return refuse("until", "must be after `from`");
        }
        Ok(())
    }

    fn is_on(&self, now: Timestamp) -> bool {
        self.from.is_none_or(|from| from <= now) && now < self.until
    }
}

/// Returns the silence that holds for something at a time: of several the one that ends last. `about` is its source, its type and the
/// segment of its customer.
pub fn silenced<'a>(silences: &'a [Silence], about: (&str, &str, Option<&str>), now: Timestamp) -> Option<&'a Silence> {
    let holds = silences.iter().filter(|silence| silence.is_on(now) && silence.when.matches(about));
    holds.max_by_key(|silence| silence.until)
}

/// Returns what a silence looks at of a moment.
pub(crate) fn about(moment: &Moment) -> (&str, &str, Option<&str>) {
    (&moment.source, &moment.touchpoint_type, moment.segment.as_deref())
}

impl From<&Silence> for Silenced {
    fn from(silence: &Silence) -> Self {
        Self { reason: silence.reason.clone(), by: silence.by.clone(), until: silence.until }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[derive(Deserialize)]
    struct Written {
        silences: Vec<Silence>,
    }

    fn silences(text: &str) -> Vec<Silence> {
        toml::from_str::<Written>(text).unwrap().silences
    }

    fn at(text: &str) -> Timestamp {
        text.parse().unwrap()
    }

    const DELIVERY: (&str, &str, Option<&str>) = ("shop/app", "delivery", Some("gold"));

    #[test]
    fn it_holds_from_its_beginning_until_its_end_and_not_a_second_longer() {
        let window = silences(
            "[[silences]]\nreason = 'moving'\nby = 'Ana'\nfrom = '2026-12-01T06:00:00+01:00'\nuntil = '2026-12-01T08:00:00+01:00'",
        );
        let holds = |now: &str| silenced(&window, DELIVERY, at(now)).is_some();
        assert_eq!(
            ["2026-12-01T04:59:59Z", "2026-12-01T05:00:00Z", "2026-12-01T06:59:59Z", "2026-12-01T07:00:00Z"].map(holds),
            [false, true, true, false]
        );
    }

    #[test]
    fn every_field_has_to_match_and_who_is_in_no_segment_is_in_none_of_them() {
        for (when, wanted) in [
            ("{}", true),
            ("{ source = ['shop'] }", true),
            ("{ source = ['sho'] }", false),
            ("{ touchpoint_type = ['return', 'delivery'] }", true),
            ("{ touchpoint_type = ['return'] }", false),
            ("{ segment = ['gold'] }", true),
            ("{ segment = ['silver'] }", false),
            ("{ source = ['shop'], touchpoint_type = ['return'] }", false),
        ] {
            let text = format!("[[silences]]\nreason = 'r'\nby = 'b'\nuntil = '2027-01-01T00:00:00Z'\nwhen = {when}");
            assert_eq!(silenced(&silences(&text), DELIVERY, at("2026-12-01T00:00:00Z")).is_some(), wanted, "{when}");
        }
        let gold = silences(
            "[[silences]]\nreason = 'r'\nby = 'b'\nuntil = '2027-01-01T00:00:00Z'\nwhen = { segment = ['gold'] }",
        );
        assert!(silenced(&gold, ("shop", "delivery", None), at("2026-12-01T00:00:00Z")).is_none());
    }

    #[test]
    fn of_several_the_one_that_ends_last_counts() {
        let both = silences(
            "[[silences]]\nreason = 'long'\nby = 'b'\nuntil = '2027-01-01T00:00:00Z'\n\
             [[silences]]\nreason = 'short'\nby = 'b'\nuntil = '2026-12-02T00:00:00Z'",
        );
        let reason = |now: &str| silenced(&both, DELIVERY, at(now)).map(|silence| silence.reason.clone());
        assert_eq!(reason("2026-12-01T00:00:00Z").as_deref(), Some("long"));
        assert_eq!(reason("2027-01-01T00:00:00Z"), None);
    }

    #[test]
    fn a_silence_without_a_reason_a_name_or_an_end_is_refused() {
        let until = "until = '2026-12-02T00:00:00Z'";
        for (text, field) in [
            (format!("reason = ' '\nby = 'Ana'\n{until}"), "reason"),
            (format!("reason = 'moving'\nby = ''\n{until}"), "by"),
            (format!("reason = 'moving'\nby = 'Ana'\nfrom = '2026-12-02T00:00:00Z'\n{until}"), "until"),
        ] {
            assert_eq!(toml::from_str::<Silence>(&text).unwrap().check().unwrap_err().field, field);
        }
        for unreadable in ["reason = 'moving'\nby = 'Ana'", "reason = 'moving'\nby = 'Ana'\nuntil = 'tomorrow'"] {
            assert!(toml::from_str::<Silence>(unreadable).is_err(), "{unreadable}");
        }
    }
}
