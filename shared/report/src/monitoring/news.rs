//! What a channel is told when a series leaves its range. Knows no channel and no address.

use domain::alerting::ReportNotice;
use domain::period::Period;
use domain::vocabulary::Language;
use jiff::ToSpan;
use jiff::civil::Date;

use super::line::{Line, Measure, Way};
use super::words;
use crate::Voice;

/// One thing to tell.
#[derive(Clone, Debug)]
pub struct News<'a> {
    /// The series.
    pub line: &'a Line,
    /// `worse`, `better` or `target`.
    pub what: &'static str,
    /// The days since it began.
    pub since: Period,
    /// The Monday of the week in which it was noticed.
    pub noticed: Date,
    /// What the moments behind it have: names and values of a query.
    pub rows: Vec<(&'static str, String)>,
}

impl News<'_> {
    /// Names it as it would have been named so many weeks before: the same for every look that notices it in one week.
    pub fn name(&self, weeks_before: i64) -> String {
        format!("left-{}-{}-{}", self.line.series, self.what, self.noticed.saturating_sub(weeks_before.weeks()))
    }

    /// Words it for a channel.
    pub fn notice(&self, language: Language, url: Option<String>) -> ReportNotice {
        ReportNotice {
            period: self.since.to_string(),
            language,
            headline: self.line.sentence.get(&language).cloned().unwrap_or_default(),
            lines: words::evidence(self.line, language),
            url,
        }
    }
}

impl Line {
    /// Returns what the bad moments of the series have, as a list of moments is asked for.
    pub fn rows(&self) -> Vec<(&'static str, String)> {
        if matches!(self.measure, Measure::Late | Measure::Arrived) {
            // Each promised time once, with what never came.
            return vec![("missed", "true".to_owned())];
        }
        let mut rows = vec![("outcome", "misery".to_owned())];
        if self.measure != Measure::Promise {
            rows.push(("kind", self.subject.clone()));
        }
        match self.measure {
            Measure::Bad => rows.push(("voice", Voice::Unsolicited.as_str().to_owned())),
            Measure::Asked => rows.push(("voice", Voice::Solicited.as_str().to_owned())),
            Measure::Late | Measure::Arrived | Measure::Promise => {}
        }
        rows
    }
}

impl Way {
    /// Returns the word used in JSON and keys.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Worse => "worse",
            Self::Better => "better",
        }
    }
}
