//! In which form a report is wanted: by the ending of its name, else by `Accept` (RFC 9110 §12.5.1).

use lambda_http::http::HeaderMap;
use runtime::http::accept::Accept;
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
        let Some(accept) = Accept::of(headers) else { return Ok(Self::Json) };
        let best = accept.best(&FORMS.map(|(_, _, media)| media));
        best.map(|best| FORMS[best].0)
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

#[cfg(test)]
mod tests {
    use lambda_http::http::HeaderValue;
    use lambda_http::http::header::ACCEPT;

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
