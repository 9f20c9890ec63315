//! In which form a report is wanted: by the ending of its name, else by `Accept` (RFC 9110 §12.5.1).

use lambda_http::http::HeaderMap;
use lambda_http::http::header::ACCEPT;
use mime::Mime;
use runtime::http::problem::Problem;

/// The forms of a report.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Form {
    Json,
    Html,
    Csv,
}

/// Each form with its ending and its media type, the preferred one first: programs say `*/*`, browsers name HTML.
const FORMS: [(Form, &str, &str); 3] =
    [(Form::Json, ".json", "application/json"), (Form::Html, ".html", "text/html"), (Form::Csv, ".csv", "text/csv")];

impl Form {
    /// Splits a name from the ending that asks for a form.
    pub(crate) fn of_name(name: &str) -> (&str, Option<Self>) {
        FORMS
            .iter()
            .find_map(|(form, ending, _)| Some((name.strip_suffix(ending)?, Some(*form))))
            .unwrap_or((name, None))
    }

    /// Chooses the form that a request accepts most; the first of equals.
    pub(crate) fn accepted(headers: &HeaderMap) -> Result<Self, Problem> {
        let Some(accept) = headers.get(ACCEPT).and_then(|value| value.to_str().ok()) else { return Ok(Form::Json) };
        let ranges: Vec<_> = accept.split(',').filter_map(range).collect();
        let weight = |media: &str| {
            let matching = ranges.iter().filter_map(|(range, weight)| Some((specificity(range, media)?, *weight)));
            matching.max_by_key(|(specificity, _)| *specificity).map_or(0, |(_, weight)| weight)
        };
        let mut best = None;
        for (form, _, media) in FORMS {
            let weight = weight(media);
            if weight > best.map_or(0, |(_, weight)| weight) {
                best = Some((form, weight));
            }
        }
        best.map(|(form, _)| form)
            .ok_or_else(|| Problem::not_acceptable("a report is application/json, text/html or text/csv"))
    }

    /// Returns the media type with its character set.
    pub(crate) fn content_type(self) -> &'static str {
        match self {
            Self::Json => "application/json",
            Self::Html => "text/html; charset=utf-8",
            Self::Csv => "text/csv; charset=utf-8",
        }
    }
}

/// Reads one range of `Accept` with its weight in thousandths.
fn range(text: &str) -> Option<(Mime, u32)> {
    let mime: Mime = text.trim().parse().ok()?;
    let weight = mime.get_param("q").map_or(Some(1.0), |q| q.as_str().parse::<f64>().ok())?;
    Some((mime, (weight.clamp(0.0, 1.0) * 1_000.0) as u32))
}

/// Returns how exactly a range names a media type; none if it does not.
fn specificity(range: &Mime, media: &str) -> Option<u8> {
    let (kind, subtype) = media.split_once('/')?;
    match (range.type_().as_str(), range.subtype().as_str()) {
        ("*", "*") => Some(0),
        (range, "*") if range == kind => Some(1),
        (range, of) if range == kind && of == subtype => Some(2),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use lambda_http::http::HeaderValue;

    use super::*;

    fn accepted(text: &'static str) -> Option<Form> {
        Form::accepted(&HeaderMap::from_iter([(ACCEPT, HeaderValue::from_static(text))])).ok()
    }

    #[test]
    fn browsers_get_pages_and_programs_get_json() {
        let browser = "text/html,application/xhtml+xml,application/xml;q=0.9,image/avif,image/webp,*/*;q=0.8";
        assert_eq!(accepted(browser), Some(Form::Html));
        assert_eq!(accepted("*/*"), Some(Form::Json));
        assert_eq!(accepted("text/csv"), Some(Form::Csv));
        assert_eq!(accepted("text/*"), Some(Form::Html));
        assert_eq!(accepted("application/json;q=0.5, text/csv;q=0.9"), Some(Form::Csv));
        assert_eq!(accepted("*/*, application/json;q=0, text/html;q=0"), Some(Form::Csv));
        assert_eq!(accepted("image/png"), None);
        assert_eq!(Form::accepted(&HeaderMap::new()).ok(), Some(Form::Json));
    }

    #[test]
    fn an_ending_asks_for_a_form() {
        assert_eq!(Form::of_name("2026-W47.csv"), ("2026-W47", Some(Form::Csv)));
        assert_eq!(Form::of_name("2026-W47"), ("2026-W47", None));
    }
}
