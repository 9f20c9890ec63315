//! What is wrong with a field, for people: programs read it in English, visitors of a form in the deployment's language.

use crate::vocabulary::Language;

/// Each complaint in English, as it is made, and in Spanish; `{}` stands for what differs.
#[rustfmt::skip]
const ROWS: &[(&str, &str)] = &[
    ("is missing", "falta"),
    ("is empty", "está vacío"),
    ("is longer than {} characters, and was cut there", "tiene más de {} caracteres, y se ha cortado ahí"),
    ("is longer than {} characters", "tiene más de {} caracteres"),
    ("is a word for nobody", "no nombra a nadie"),
    ("the sender's clock is {} s ahead; its times were put right", "el reloj del remitente va {} s adelantado; sus horas se han corregido"),
    ("is not a field of a touchpoint; your own fields go under {}; did you mean {}?", "no es un campo de un contacto; los propios van dentro de {}; ¿quería decir {}?"),
    ("is given twice, also as {}, with different values", "está dos veces, también como {}, con valores distintos"),
    ("is given twice", "está dos veces"),
    ("is given both whole and in parts", "está entero y también por partes"),
    ("is not known here", "no se conoce aquí"),
    ("is not a field of a touchpoint; your own fields go under {}", "no es un campo de un contacto; los propios van dentro de {}"),
    ("must be a text", "debe ser un texto"),
    ("must be an object", "debe ser un objeto"),
    ("must be true or false", "debe ser sí o no (true o false)"),
    ("must be one of {}", "debe ser uno de estos valores: {}"),
    ("must be a whole number from {} to {}", "debe ser un número entero de {} a {}"),
    ("must be a number from {} to {}", "debe ser un número de {} a {}"),
    ("must be a number, a word of at most {} characters, true or false", "debe ser un número, una palabra de {} caracteres como mucho, true o false"),
    ("must be an RFC 3339 time with an offset, such as {}", "debe ser una fecha y hora con su zona, como {}"),
    ("must be a name of letters a-z, digits and _, beginning with a letter", "debe ser un nombre de letras a-z, cifras y _, que empiece por una letra"),
    ("must be in snake_case: a-z, 0-9 and _, beginning with a letter", "debe tener solo a-z, 0-9 y _, y empezar por una letra"),
    ("must be a language tag, such as {}", "debe ser el código de un idioma, como {}"),
    ("must be an absolute http or https address", "debe ser una dirección completa, con http o https"),
    ("must be an ISO 4217 code, such as {}", "debe ser un código de moneda ISO 4217, como {}"),
    ("must have a name of {} to {} characters", "debe tener un nombre de {} a {} caracteres"),
    ("must have names of {} to {} characters", "debe tener nombres de {} a {} caracteres"),
    ("must name an id or a team", "debe nombrar un identificador o un equipo"),
    ("has more than {} facets", "tiene más de {} facetas"),
    ("has more than {} entries at one level", "tiene más de {} entradas en un nivel"),
    ("has more than {} entries", "tiene más de {} entradas"),
    ("is nested deeper than {} levels", "está anidado más de {} niveles"),
    ("is a number too large or too small to keep", "es un número demasiado grande o demasiado pequeño"),
    ("is too small to keep", "es demasiado pequeño"),
    ("is more than {} minutes in the future", "queda más de {} minutos en el futuro"),
    ("is more than {} years in the future", "queda más de {} años en el futuro"),
    ("is more than {} hours in the past", "queda más de {} horas en el pasado"),
    ("and {} more", "y {} más"),
    ("is before the year {}", "es anterior al año {}"),
    ("needs a secret write key", "solo se admite con una clave secreta"),
    ("the touchpoint is larger than {} bytes", "el contacto ocupa más de {} bytes"),
    ("a touchpoint must be an object", "un contacto debe ser un objeto"),
    ("holds something that cannot be kept", "contiene algo que no se puede guardar"),
    ("cannot be written as JSON", "no se puede escribir como JSON"),
    // What is wrong with a form as a whole.
    ("Temporarily unavailable: nothing was stored, send it again", "Ahora no se puede guardar: envíelo de nuevo"),
    ("Too many requests: this key may send {} requests a minute", "Demasiados envíos: esta clave admite {} por minuto"),
    ("Another touchpoint has this source and id: it stays as it was first sent", "Ya se envió otro contacto con este identificador, y queda como llegó primero"),
];

/// Words a complaint about a field, as [`FieldError::message`](crate::touchpoint::parse::FieldError::message) has it. One
/// that has no row comes back in English: a reader sees something true.
pub fn complaint(message: &str, language: Language) -> String {
    if language == Language::English {
        return message.to_owned();
    }
    ROWS.iter()
        .find_map(|(english, spanish)| Some(fill(spanish, &differing(english, message)?)))
        .unwrap_or_else(|| message.to_owned())
}

/// Returns what stands for each `{}` if the message is made by this row.
fn differing<'m>(row: &str, message: &'m str) -> Option<Vec<&'m str>> {
    let mut pieces = row.split("{}");
    let mut rest = message.strip_prefix(pieces.next()?)?;
    let mut found = Vec::new();
    let mut pieces = pieces.peekable();
    while let Some(piece) = pieces.next() {
        let is_last = pieces.peek().is_none();
        let end = if is_last { rest.len().checked_sub(piece.len())? } else { rest.find(piece)? };
        found.push(rest.get(..end)?);
        rest = rest.get(end..)?.strip_prefix(piece)?;
    }
    rest.is_empty().then_some(found)
}

fn fill(row: &str, found: &[&str]) -> String {
    let mut pieces = row.split("{}");
    let first = pieces.next().unwrap_or_default().to_owned();
    pieces.zip(found).fold(first, |text, (piece, found)| text + found + piece)
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::touchpoint::parse::{Sender, Shape, parse};

    #[test]
    fn what_differs_is_carried_over() {
        let spanish = |message: &str| complaint(message, Language::Spanish);
        assert_eq!(spanish("must be a whole number from 1 to 5"), "debe ser un número entero de 1 a 5");
        assert_eq!(spanish("is longer than 10000 characters"), "tiene más de 10000 caracteres");
        assert_eq!(spanish("must be one of phone, store"), "debe ser uno de estos valores: phone, store");
        assert_eq!(spanish("is given twice"), "está dos veces");
        assert_eq!(spanish("is something else"), "is something else");
        assert_eq!(complaint("is missing", Language::English), "is missing");
    }

    #[test]
    fn every_row_has_the_same_slots_and_is_reached_before_a_shorter_one() {
        for (english, spanish) in ROWS {
            assert_eq!(english.matches("{}").count(), spanish.matches("{}").count(), "{english}");
            let message = english.replace("{}", "7");
            assert_eq!(complaint(&message, Language::Spanish), spanish.replace("{}", "7"), "{english}");
        }
    }

    #[test]
    fn what_a_form_can_get_wrong_is_told_in_spanish() {
        let long = "x".repeat(20_000);
        let body = json!({"stage": "fifth", "rating": {"csat": "six", "smileys": 1}, "occurred_at": "yesterday", "channel": "7",
            "importance": {"asked": "never"}, "colour": "red", "value_at_risk": {"amount": "-1", "currency": "EURO"},
            "staff": {}, "comment": long, "language": "?", "content_url": "here", "resolved": "perhaps", "outcome": "magic",
            "perception": {"A": "1"}, "audience": "all"});
        let sender = Sender { name: "web", is_secret: false };
        let now = "2026-11-22T10:00:00Z".parse().unwrap();
        let errors = parse(body, Shape::Form, sender, now, String::new).unwrap_err();
        assert!(errors.len() > 10, "{errors:?}");
        for error in errors {
            let spanish = complaint(&error.message, Language::Spanish);
            assert_ne!(spanish, error.message, "{}", error.field);
        }
    }
}
