//! Who waits for the answer: a program, or a person on somebody's site, in a language of their own.

use domain::vocabulary::Language;
use lambda_http::http::header::ACCEPT_LANGUAGE;
use lambda_http::http::{HeaderMap, StatusCode};
use runtime::http::problem::Problem;

/// What visitors are told where the problem is none of theirs: its status, in English and in Spanish.
const WORDS: &[(StatusCode, &str, &str)] = &[
    (
        StatusCode::UNAUTHORIZED,
        "This form isn't set up yet. Your answer was not saved.",
        "Este formulario aún no está configurado. Su respuesta no se ha guardado.",
    ),
    (
        StatusCode::FORBIDDEN,
        "This form isn't set up for this website. Your answer was not saved.",
        "Este formulario no está configurado para este sitio web. Su respuesta no se ha guardado.",
    ),
    (
        StatusCode::UNSUPPORTED_MEDIA_TYPE,
        "This form was sent in a way that we can't read. Your answer was not saved.",
        "Este formulario se ha enviado de una forma que no podemos leer. Su respuesta no se ha guardado.",
    ),
    (
        StatusCode::PAYLOAD_TOO_LARGE,
        "This form is too long. Please shorten your answer and send it again.",
        "Este formulario es demasiado largo. Acorte su respuesta y envíela de nuevo.",
    ),
    (
        StatusCode::BAD_REQUEST,
        "This form was sent incompletely. Please send it again.",
        "El formulario no ha llegado entero. Envíelo de nuevo.",
    ),
];

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

/// Returns what a visitor is told of a problem that the site's owner has to solve.
pub(crate) fn words(problem: &Problem, language: Language) -> Option<&'static str> {
    let (_, english, spanish) = WORDS.iter().find(|(status, _, _)| *status == problem.status())?;
    Some(match language {
        Language::Spanish => spanish,
        Language::English => english,
    })
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
