//! Moments as CSV (RFC 4180, UTF-8 with a byte order mark), safe to open in a spreadsheet. Reads them one at a time and holds none.

use std::borrow::{Borrow, Cow};
use std::io::Write;

use domain::moment::{Code, Moment};
use domain::touchpoint::Touchpoint;
use jiff::Timestamp;
use jiff::tz::TimeZone;
use reports::Breakdown;

/// Writing the CSV failed, which is writing to the destination failed.
#[derive(Debug, thiserror::Error)]
#[error("csv could not be written")]
pub struct CsvError(#[from] ::csv::Error);

/// The columns, in order.
const HEADER: [&str; 42] = [
    "occurred_at",
    "received_at",
    "source",
    "id",
    "customer",
    "recorded",
    "touchpoint_type",
    "kind",
    "about",
    "channel",
    "segment",
    "solicited",
    "observed_by",
    "audience",
    "commented",
    "stage",
    "outcome",
    "method",
    "score",
    "mixed",
    "reasons",
    "friction",
    "importance",
    "critical",
    "severity",
    "first_contact",
    "first_contact_outcome",
    "leak_of",
    "csat",
    "stars",
    "ces",
    "nps",
    "verdict",
    "value_at_risk",
    "rules_version",
    "occurred_at_local",
    "comment",
    "properties",
    "promise_id",
    "due_at",
    "done_at",
    "late_by_min",
];

/// What tells a spreadsheet that the text is UTF-8.
const BYTE_ORDER_MARK: &str = "\u{feff}";

/// Writes moments as CSV, each with the touchpoint it judges where the reader may see that, a header first.
pub fn csv<'t, W: Write>(
    moments: impl IntoIterator<Item = (impl Borrow<Moment>, Option<&'t Touchpoint>)>,
    zone: &TimeZone,
    to: W,
) -> Result<W, CsvError> {
    csv_rows(moments, zone, csv_header(to)?)
}

/// Writes the header alone: the first of the pieces of a CSV that is too large to be held.
pub fn csv_header<W: Write>(mut to: W) -> Result<W, CsvError> {
    to.write_all(BYTE_ORDER_MARK.as_bytes()).map_err(|error| CsvError(error.into()))?;
    let mut writer = writer(to);
    writer.write_record(HEADER)?;
    finished(writer)
}

/// Writes moments without a header: another piece of a CSV.
pub fn csv_rows<'t, W: Write>(
    moments: impl IntoIterator<Item = (impl Borrow<Moment>, Option<&'t Touchpoint>)>,
    zone: &TimeZone,
    to: W,
) -> Result<W, CsvError> {
    let mut writer = writer(to);
    for (moment, touchpoint) in moments {
        let cells = row(moment.borrow()).into_iter().chain(beside(moment.borrow(), touchpoint, zone));
        writer.write_record(cells.map(|cell| cell.into_owned()))?;
    }
    finished(writer)
}

fn writer<W: Write>(to: W) -> ::csv::Writer<W> {
    ::csv::WriterBuilder::new().terminator(::csv::Terminator::CRLF).from_writer(to)
}

fn finished<W: Write>(writer: ::csv::Writer<W>) -> Result<W, CsvError> {
    writer.into_inner().map_err(|error| CsvError(::csv::Error::from(error.into_error())))
}

/// Writes a breakdown: one line a slice and voice.
pub(super) fn breakdown<W: Write>(breakdown: &Breakdown, to: W) -> Result<W, CsvError> {
    let mut writer = writer(to);
    let by = breakdown.by.as_str();
    writer.write_record([by, "moments", "customers", "critical", "voice", "total", "judged", "misery", "magic"])?;
    for slice in &breakdown.slices {
        let of_slice = [slice.moments, slice.customers, slice.critical].map(|count| count.to_string());
        for (voice, rates) in &slice.rates {
            let counts = [rates.misery.total, rates.misery.judged, rates.misery.count, rates.magic.count];
            let name = text(&slice.name).into_owned();
            let cells = [name].into_iter().chain(of_slice.clone()).chain([voice.as_str().to_owned()]);
            writer.write_record(cells.chain(counts.map(|count| count.to_string())))?;
        }
    }
    finished(writer)
}

fn row(moment: &Moment) -> [Cow<'static, str>; HEADER.len() - BESIDE] {
    let rating = &moment.rating;
    let whole = |value: Option<u8>| number(value);
    let words = |word: Option<&'static str>| Cow::Borrowed(word.unwrap_or_default());
    [
        number(Some(moment.occurred_at)),
        number(Some(moment.received_at)),
        text(&moment.source),
        text(&moment.id),
        text(&moment.customer.to_string()),
        text(&moment.recorded.to_string()),
        text(&moment.touchpoint_type),
        text(&moment.kind),
        text(&moment.about.as_ref().map(ToString::to_string).unwrap_or_default()),
        text(moment.channel.as_deref().unwrap_or_default()),
        text(moment.segment.as_deref().unwrap_or_default()),
        number(Some(moment.solicited)),
        words(Some(moment.observed_by.as_str())),
        words(Some(moment.audience.as_str())),
        number(Some(moment.commented)),
        words(Some(moment.stage.as_str())),
        words(Some(moment.outcome.as_str())),
        words(moment.method.map(|method| method.as_str())),
        number(moment.score),
        number(Some(moment.mixed)),
        text(&joined(moment.reasons.iter().map(Code::as_str))),
        text(&joined(moment.friction.iter().map(Code::as_str))),
        number(Some(moment.importance)),
        text(&joined(moment.critical.iter().map(|clause| clause.as_str()))),
        number(Some(moment.severity)),
        number(Some(moment.first_contact)),
        words(moment.first_contact_outcome.map(|outcome| outcome.as_str())),
        text(&moment.leak_of.as_ref().map(ToString::to_string).unwrap_or_default()),
        whole(rating.csat),
        whole(rating.stars),
        whole(rating.ces),
        whole(rating.nps),
        words(rating.verdict.map(|verdict| verdict.as_str())),
        text(&moment.value_at_risk.as_ref().map(|m| format!("{} {}", m.amount, m.currency)).unwrap_or_default()),
        number(Some(moment.rules_version)),
    ]
}

/// Columns that a touchpoint fills.
const BESIDE: usize = 7;

/// What a moment is read with: the time on the business's clocks, the customer's words, the sender's own fields, and the promise.
fn beside(moment: &Moment, touchpoint: Option<&Touchpoint>, zone: &TimeZone) -> [Cow<'static, str>; BESIDE] {
    let local = |at: Timestamp| at.to_zoned(zone.clone()).strftime("%Y-%m-%d %H:%M:%S").to_string();
    let said = touchpoint.map(|touchpoint| &touchpoint.said);
    let due_at = moment.signals.due.as_ref().and_then(|due| due.at());
    let words = touchpoint.and_then(|touchpoint| touchpoint.said.words()).unwrap_or_default();
    [
        number(Some(local(moment.occurred_at))),
        text(&words),
        text(said.map(|said| said.properties.as_str()).unwrap_or_default()),
        text(said.and_then(|said| said.promise_id.as_deref()).unwrap_or_default()),
        number(due_at.or(said.and_then(|said| said.due_at)).map(local)),
        number(said.and_then(|said| said.done_at).map(local)),
        number(moment.signals.late_by_min),
    ]
}

fn joined<'a>(codes: impl Iterator<Item = &'a str>) -> String {
    codes.collect::<Vec<_>>().join(" ")
}

/// Writes what cannot be a formula: a number of ours (also a negative one), a flag, a time.
fn number(value: Option<impl ToString>) -> Cow<'static, str> {
    Cow::Owned(value.map(|value| value.to_string()).unwrap_or_default())
}

/// Writes a sender's text. Spreadsheets run a cell that starts like a formula, so such a cell gets an apostrophe before it
/// (OWASP, CSV injection). Where the comma is the decimal mark they split a line at semicolons, or at tabs, and take no
/// notice of quotation marks inside a cell, so what comes after those, or on a new line, may start a cell too.
fn text(text: &str) -> Cow<'static, str> {
    let mut written = String::with_capacity(text.len() + 1);
    if text.starts_with(['\t', '\r', '\n']) || text.starts_with(is_sign) {
        written.push('\'');
    }
    for (at, letter) in text.char_indices() {
        written.push(letter);
        let rest = text.get(at + letter.len_utf8()..).unwrap_or_default();
        if SEPARATORS.contains(&letter) && rest.trim_start_matches([' ', '"']).starts_with(is_sign) {
            written.push('\'');
        }
    }
    Cow::Owned(written)
}

/// What may end a cell, in one spreadsheet or the other.
const SEPARATORS: [char; 4] = [';', '\t', '\r', '\n'];

/// Tells whether a cell that starts with this letter may be run. The full-width ones are taken for the others in East Asian
/// settings.
fn is_sign(letter: char) -> bool {
    matches!(letter, '=' | '+' | '-' | '@' | '＝' | '＋' | '－' | '＠')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_that_starts_like_a_formula_is_disarmed() {
        for (sent, written) in [
            ("=1+1", "'=1+1"),
            ("+34 600", "'+34 600"),
            ("-", "'-"),
            ("@SUM(A1)", "'@SUM(A1)"),
            ("\t=1", "'\t'=1"),
            ("\r=1", "'\r'=1"),
            ("＝1+1", "'＝1+1"),
            ("＋1", "'＋1"),
            ("－1", "'－1"),
            ("＠SUM(A1)", "'＠SUM(A1)"),
            ("a;=1", "a;'=1"),
            ("a;;=1;+2", "a;;'=1;'+2"),
            ("a; \"=1", "a;' \"=1"),
            ("a;＝1", "a;'＝1"),
            ("a\t@1", "a\t'@1"),
            ("a\n-1", "a\n'-1"),
            ("a\r\n=1", "a\r\n'=1"),
            ("a;b=1", "a;b=1"),
            ("a;", "a;"),
            ("a,=1", "a,=1"),
            ("a=1", "a=1"),
            ("'=1", "'=1"),
            (" =1", " =1"),
            ("", ""),
        ] {
            assert_eq!(text(sent), written);
        }
    }

    #[test]
    fn a_negative_score_stays_a_number() {
        assert_eq!(number(Some(-0.5)), "-0.5");
        assert_eq!(number(None::<f64>), "");
    }
}
