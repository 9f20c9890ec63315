//! Who waits for the answer: a program, or a person on somebody's site, in a language of their own.

use domain::vocabulary::Language;
use lambda_http::http::HeaderMap;
use lambda_http::http::header::ACCEPT_LANGUAGE;

/// Who waits for an answer.
#[derive(Clone, Copy)]
pub(crate) struct Visitor {
    pub(crate) language: Language,
    pub(crate) waits_for_a_page: bool,
}

impl Visitor {
    /// Reads the language that a browser asks for; the deployment's if it asks for none that we speak.
    pub(crate) fn of(headers: &HeaderMap, deployment: Language) -> Self {
        let asked = headers.get(ACCEPT_LANGUAGE).and_then(|value| value.to_str().ok()).unwrap_or_default();
        let mut wanted: Vec<(f32, Language)> = Vec::new();
        for part in asked.split(',') {
            let (tag, weight) = part.split_once(";q=").unwrap_or((part, "1"));
            let primary = tag.trim().split('-').next().unwrap_or_default().to_ascii_lowercase();
            if let (Some(language), Ok(weight)) = (Language::from_word(&primary), weight.trim().parse()) {
                wanted.push((weight, language));
            }
        }
        // The first of those that weigh most.
        let best = wanted.iter().map(|(weight, _)| *weight).fold(0.0, f32::max);
        let language = wanted.iter().find(|(weight, _)| *weight >= best).map_or(deployment, |(_, language)| *language);
        Self { language, waits_for_a_page: false }
    }

    /// Says whether a page is waited for.
    pub(crate) fn waiting(self, for_a_page: bool) -> Self {
        Self { waits_for_a_page: for_a_page, ..self }
    }
}

#[cfg(test)]
mod tests {
    use lambda_http::http::HeaderValue;

    use super::*;

    #[test]
    fn a_browser_is_answered_in_its_language_if_we_speak_it() {
        let language = |asked: &str, deployment| {
            let headers = HeaderMap::from_iter([(ACCEPT_LANGUAGE, HeaderValue::from_str(asked).unwrap())]);
            Visitor::of(&headers, deployment).language
        };
        assert_eq!(language("es-ES,es;q=0.9,en;q=0.8", Language::English), Language::Spanish);
        assert_eq!(language("fr,es;q=0.3,en;q=0.8", Language::Spanish), Language::English);
        assert_eq!(language("fr-FR", Language::Spanish), Language::Spanish);
        assert_eq!(language("", Language::English), Language::English);
    }
}
