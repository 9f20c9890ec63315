//! One row a reason code: its name and its sentence in each language. The only place where a code becomes words.
//!
//! In a sentence `{0}` is the first argument as it stands; `{0:minutes}` and the like say how to word it; and
//! `{0|time|times}` picks the singular or the plural by it.

use super::amounts::{duration, percent, signed};
use super::{dimension, method, outcome, pick, rating, touchpoints, verdict};
use crate::code::Code;
use crate::vocabulary::{Dimension, Language, Method, Outcome, Verdict};

type Row = (&'static str, &'static str, &'static str);

#[rustfmt::skip]
const ROWS: &[Row] = &[
    // Where in the journey.
    ("stage_sent", "Stage as its sender said", "Etapa indicada por el remitente"),
    ("stage_by_type", "Stage by the type of touchpoint", "Etapa según el tipo de contacto"),
    ("stage_before_purchase", "It happened before any purchase", "Ocurrió antes de cualquier compra"),
    ("stage_after_purchase", "It happened after a purchase", "Ocurrió después de una compra"),
    ("stage_about", "Stage of the moment it is about", "Etapa del momento al que se refiere"),
    ("stage_by_channel", "Type outside the catalogue: placed by its channel ({0:channel}) and the journey so far", "Tipo fuera del catálogo: situado según su canal ({0:channel}) y el recorrido hasta entonces"),
    ("stage_by_words", "Type outside the catalogue: placed by what the customer wrote ({0:percent} sure)", "Tipo fuera del catálogo: situado por lo que escribió el cliente ({0:percent} de certeza)"),
    ("stage_by_journey", "Type outside the catalogue: placed by the journey so far", "Tipo fuera del catálogo: situado según el recorrido hasta entonces"),
    // Said outright, or rated.
    ("explicit", "Its sender said how it ended", "El remitente indicó cómo terminó"),
    ("csat", "Satisfaction: {0} of 5", "Satisfacción: {0} de 5"),
    ("stars", "Stars: {0} of 5", "Estrellas: {0} de 5"),
    ("ces", "Ease: {0} of 7", "Facilidad: {0} de 7"),
    ("verdict", "The customer's verdict: {0:verdict}", "Veredicto del cliente: {0:verdict}"),
    ("nps", "Likelihood to recommend, asked about this moment: {0} of 10", "Nota de recomendación, preguntada por este momento: {0} de 10"),
    ("rated_on", "Rated on the source's own scale: {0:rating} {1} of {2}", "Valorado en la escala propia de la fuente: {0:rating} {1} de {2}"),
    ("rated_on_reversed", "Rated on the source's own scale: {0:rating} {1} of {2}, where a low number is good", "Valorado en la escala propia de la fuente: {0:rating} {1} de {2}, donde un número bajo es bueno"),
    ("off_scale", "Rating not read, outside its source's scale: {0:rating}", "Valoración sin leer, fuera de la escala de su fuente: {0:rating}"),
    ("dimension", "Rated low by the customer: {0:dimension}, {1} of 5", "Nota baja del cliente: {0:dimension}, {1} de 5"),
    // Promised and received.
    ("gap", "Experience against expectation: {0:gap} (from −1 to +1)", "Experiencia frente a expectativa: {0:gap} (de −1 a +1)"),
    ("facet_missed", "Not as promised: {0:facet} ({1:gap})", "No fue lo prometido: {0:facet} ({1:gap})"),
    ("facet_kept", "As promised: {0:facet}", "Tal como se prometió: {0:facet}"),
    ("facet_exceeded", "Better than promised: {0:facet} ({1:gap})", "Mejor de lo prometido: {0:facet} ({1:gap})"),
    ("extra", "An extra that nobody promised: {0:facet}", "Un extra que nadie había prometido: {0:facet}"),
    ("facets_unreported", "Nobody reported on {0} {0|promise|promises}", "No se sabe qué pasó con {0} {0|promesa|promesas}"),
    ("facets_not_comparable", "{0} {0|promise|promises} could not be compared with what came", "{0} {0|promesa no se pudo|promesas no se pudieron} comparar con lo recibido"),
    // Times, resolution, effort.
    ("on_time", "On time", "A tiempo"),
    ("late", "Late by {0:minutes} (tolerated: {1:minutes})", "Con {0:minutes} de retraso (tolerado: {1:minutes})"),
    ("late_tolerated", "Late by {0:minutes}, within what is tolerated ({1:minutes})", "Con {0:minutes} de retraso, dentro de lo tolerado ({1:minutes})"),
    ("unresolved", "The need was not solved", "La necesidad no quedó resuelta"),
    ("resolved_by_customer", "The customer said that it was solved", "El cliente dijo que quedó resuelto"),
    ("reopened", "Opened again {0} {0|time|times} (tolerated: {1})", "Reabierto {0} {0|vez|veces} (tolerado: {1})"),
    ("reopened_tolerated", "Opened again {0} {0|time|times}, within what is tolerated ({1})", "Reabierto {0} {0|vez|veces}, dentro de lo tolerado ({1})"),
    ("not_reopened", "Not opened again", "No se reabrió"),
    ("abandoned", "The customer gave up", "El cliente abandonó"),
    ("completed", "The customer saw it through", "El cliente lo completó"),
    ("acknowledged", "Acknowledged after {0:seconds} (target: {1:seconds})", "Primera señal de atención tras {0:seconds} (objetivo: {1:seconds})"),
    ("slow_acknowledgement", "Acknowledged only after {0:seconds} (target: {1:seconds})", "Primera señal de atención solo tras {0:seconds} (objetivo: {1:seconds})"),
    ("greeted", "Greeted by a person after {0:seconds} (target: {1:seconds})", "Una persona saludó tras {0:seconds} (objetivo: {1:seconds})"),
    ("slow_greeting", "Greeted by a person only after {0:seconds} (target: {1:seconds})", "Una persona saludó solo tras {0:seconds} (objetivo: {1:seconds})"),
    ("complaint", "The customer complained", "El cliente se quejó"),
    ("transferred", "Passed on {0} {0|time|times} (too often from {1} on)", "Transferido {0} {0|vez|veces} (demasiado a partir de {1})"),
    ("few_transfers", "Passed on {0} {0|time|times} (a failure from {1} on)", "Transferido {0} {0|vez|veces} (un fallo a partir de {1})"),
    ("promise_overdue", "Had to ask for something promised that was overdue by {0:minutes} (tolerated: {1:minutes})", "Tuvo que reclamar algo prometido, vencido hacía {0:minutes} (tolerado: {1:minutes})"),
    ("laborious", "Trouble in itself: {0:type}", "Un contratiempo en sí mismo: {0:type}"),
    // Read from the customer's words.
    ("read", "What the customer wrote reads as {0:outcome} ({1:percent} sure)", "Lo que escribió el cliente suena a {0:outcome} ({1:percent} de certeza)"),
    ("words_unclear", "What the customer wrote does not tell how it ended", "Lo que escribió el cliente no dice cómo terminó"),
    ("words_ask", "The customer only asked something", "El cliente solo preguntó algo"),
    // What else is to be known of the judgement.
    ("also", "Another source disagrees: {0:method} says {1:outcome}", "Otra fuente no coincide: {0:method} dice {1:outcome}"),
    ("also_rated", "Another rating says the opposite: {0:rating}, {1:given}", "Otra valoración dice lo contrario: {0:rating}, {1:given}"),
    ("nps_only", "Only a likelihood to recommend, which rates the relation and not this moment", "Solo hay una nota de recomendación, que valora la relación y no este momento"),
    ("nothing_said", "Nothing says how it ended", "Nada indica cómo terminó"),
    ("journey_too_long", "Journey too long: judged by itself", "Recorrido demasiado largo: juzgado por separado"),
    ("earlier_summarized", "Long journey: judged by the latest touchpoints and a summary of the {0} before them", "Recorrido largo: juzgado con los contactos más recientes y un resumen de los {0} anteriores"),
    ("first_on_record", "First contact with service on record", "Primer contacto con el servicio del que hay constancia"),
    ("known_since", "A customer since before the first contact on record", "Ya era cliente antes del primer contacto registrado"),
    ("about_missing", "The moment it is about has not arrived", "El momento al que se refiere no ha llegado"),
    ("claimed", "Not verified: sent without proof that it comes from this customer", "Sin verificar: llegó sin prueba de que venga de este cliente"),
    ("claims_flood", "More than {0} unverified touchpoints of this customer with this key that day: not alerted", "Más de {0} contactos sin verificar de este cliente con esta clave ese día: sin aviso"),
    // Silent misery: candidates, listed apart.
    ("silent_friction", "{0} troubles of {1} kinds lately, and not a word", "{0} contratiempos de {1} tipos últimamente, y ni una palabra"),
    ("silent_broken_promise", "A promise was clearly broken lately, and not a word", "Se incumplió claramente una promesa hace poco, y ni una palabra"),
    ("silent_expired_promise", "The time of a promise passed lately, nobody reported on it, and not a word", "Venció el plazo de una promesa hace poco, nadie informó, y ni una palabra"),
    // Its argument names the earlier touchpoint: for machines, noise for people.
    ("echo", "Same failure as an earlier moment, not another one", "El mismo fallo que un momento anterior, no otro más"),
];

/// Every known code name, in the order of the table.
pub const NAMES: [&str; ROWS.len()] = {
    let mut names = [""; ROWS.len()];
    let mut row = 0;
    while row < ROWS.len() {
        names[row] = ROWS[row].0;
        row += 1;
    }
    names
};

/// Tells whether a code name has a sentence.
pub fn knows(name: &str) -> bool {
    NAMES.contains(&name)
}

/// Words a reason code as a sentence without its full stop.
///
/// A code without a row, or whose arguments do not fit its row, comes back as it stands: a reader sees something
/// true rather than something pretty.
pub fn code(code: &Code, language: Language) -> String {
    ROWS.iter()
        .find(|(name, ..)| *name == code.name())
        .and_then(|(_, english, spanish)| fill(pick(language, english, spanish), code, language))
        .unwrap_or_else(|| code.as_str().to_owned())
}

/// Fills the braces of a sentence; `None` if an argument is missing or not of its kind.
fn fill(sentence: &str, code: &Code, language: Language) -> Option<String> {
    let mut pieces = sentence.split('{');
    let mut filled = pieces.next().unwrap_or_default().to_owned();
    for piece in pieces {
        let (slot, rest) = piece.split_once('}')?;
        let position: usize = slot.get(..1)?.parse().ok()?;
        filled.push_str(&worded(code.arguments().nth(position)?, slot.get(1..)?, language)?);
        filled.push_str(rest);
    }
    Some(filled)
}

/// Words one argument as its slot says.
fn worded(argument: &str, form: &str, language: Language) -> Option<String> {
    let text = match form {
        "" => argument.to_owned(),
        ":minutes" => duration(argument.parse::<u64>().ok()?.checked_mul(60)?, language),
        ":seconds" => duration(argument.parse().ok()?, language),
        ":gap" => signed(argument.parse().ok()?, language),
        ":percent" => percent(argument.parse().ok()?, language),
        ":facet" => touchpoints::facet(argument, language),
        ":type" => touchpoints::touchpoint_type(argument, language),
        ":channel" => touchpoints::channel(argument, language),
        ":rating" => rating(argument, language)?.to_owned(),
        ":given" => given(argument, language)?,
        ":dimension" => dimension(Dimension::from_word(argument)?, language).to_owned(),
        ":verdict" => verdict(Verdict::from_word(argument)?, language).to_owned(),
        ":method" => method(Method::from_word(argument)?, language).to_owned(),
        ":outcome" => outcome(Outcome::from_word(argument)?, language).to_owned(),
        _ => {
            let (one, many) = form.strip_prefix('|')?.split_once('|')?;
            (if argument == "1" { one } else { many }).to_owned()
        }
    };
    Some(text)
}

/// Words a number, or the simplest verdict.
fn given(argument: &str, language: Language) -> Option<String> {
    match Verdict::from_word(argument) {
        Some(word) => Some(verdict(word, language).to_owned()),
        None => argument.parse::<u8>().ok().map(|number| number.to_string()),
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    const EXAMPLES: &[(&str, &str, &str)] = &[
        ("csat:1", "Satisfaction: 1 of 5", "Satisfacción: 1 de 5"),
        (
            "read:misery:97",
            "What the customer wrote reads as misery (97% sure)",
            "Lo que escribió el cliente suena a miseria (97\u{a0}% de certeza)",
        ),
        ("verdict:bad", "The customer's verdict: worse than expected", "Veredicto del cliente: peor de lo esperado"),
        (
            "gap:-0.42",
            "Experience against expectation: −0.42 (from −1 to +1)",
            "Experiencia frente a expectativa: −0,42 (de −1 a +1)",
        ),
        (
            "facet_missed:ice_cream_scoops:-0.5",
            "Not as promised: ice cream scoops (−0.5)",
            "No fue lo prometido: ice cream scoops (−0,5)",
        ),
        ("facets_unreported:1", "Nobody reported on 1 promise", "No se sabe qué pasó con 1 promesa"),
        ("facets_unreported:2", "Nobody reported on 2 promises", "No se sabe qué pasó con 2 promesas"),
        ("late:60:15", "Late by 1 hour (tolerated: 15 minutes)", "Con 1 hora de retraso (tolerado: 15 minutos)"),
        ("reopened:1:0", "Opened again 1 time (tolerated: 0)", "Reabierto 1 vez (tolerado: 0)"),
        (
            "laborious:cart_abandoned",
            "Trouble in itself: abandoned cart",
            "Un contratiempo en sí mismo: carrito abandonado",
        ),
        (
            "dimension:listened:1",
            "Rated low by the customer: being listened to, 1 of 5",
            "Nota baja del cliente: la escucha, 1 de 5",
        ),
        (
            "also_rated:verdict:bad",
            "Another rating says the opposite: verdict, worse than expected",
            "Otra valoración dice lo contrario: veredicto, peor de lo esperado",
        ),
        (
            "silent_friction:3:2",
            "3 troubles of 2 kinds lately, and not a word",
            "3 contratiempos de 2 tipos últimamente, y ni una palabra",
        ),
        (
            "slow_greeting:95:30",
            "Greeted by a person only after 95 seconds (target: 30 seconds)",
            "Una persona saludó solo tras 95 segundos (objetivo: 30 segundos)",
        ),
        (
            "also:rating:magic",
            "Another source disagrees: the rating says magic",
            "Otra fuente no coincide: la valoración dice magia",
        ),
        (
            "echo:shop/a:b",
            "Same failure as an earlier moment, not another one",
            "El mismo fallo que un momento anterior, no otro más",
        ),
    ];

    fn read(text: &str) -> Code {
        serde_json::from_value(serde_json::Value::String(text.to_owned())).unwrap()
    }

    #[test]
    fn codes_read_as_sentences_in_both_languages() {
        for (text, english, spanish) in EXAMPLES {
            assert_eq!(code(&read(text), Language::English), *english);
            assert_eq!(code(&read(text), Language::Spanish), *spanish);
        }
    }

    #[test]
    fn a_code_that_fits_no_row_is_shown_as_it_stands() {
        for text in [
            "unheard_of",
            "unheard_of:1",
            "csat",
            "late:soon:15",
            "late:-3:15",
            "late:60",
            "dimension:beauty:1",
            "also_rated:charm:1",
            "also_rated:csat:five",
            "verdict:meh",
            "also:rating",
            "late:99999999999999999999:15",
        ] {
            assert_eq!(code(&read(text), Language::English), text);
        }
    }

    #[test]
    fn each_row_has_its_own_name_and_the_same_slots_in_both_languages() {
        let slots = |sentence: &str| -> BTreeSet<String> {
            sentence.split('{').skip(1).map(|piece| piece.split(['}', '|']).next().unwrap().to_owned()).collect()
        };
        assert_eq!(NAMES.iter().collect::<BTreeSet<_>>().len(), NAMES.len());
        for (name, english, spanish) in ROWS {
            assert_eq!(slots(english), slots(spanish), "{name}");
            assert!(!english.ends_with('.') && !spanish.ends_with('.'), "{name}");
            assert_ne!(english, spanish, "{name}");
        }
        assert!(knows("csat") && !knows("csat:1") && !knows(""));
    }

    #[test]
    fn every_row_can_be_filled() {
        let fitting = |slot: &str| match slot {
            s if s.ends_with("verdict") => "bad",
            s if s.ends_with("method") => "rating",
            s if s.ends_with("outcome") => "magic",
            s if s.ends_with("rating") => "ces",
            s if s.ends_with("dimension") => "empathy",
            _ => "1",
        };
        for (name, english, _) in ROWS {
            let mut arguments: Vec<(char, &str)> = english
                .split('{')
                .skip(1)
                .map(|piece| piece.split(['}', '|']).next().unwrap())
                .map(|slot| (slot.chars().next().unwrap(), fitting(slot)))
                .collect();
            arguments.dedup_by_key(|(position, _)| *position);
            let text = arguments.iter().fold((*name).to_owned(), |text, (_, argument)| format!("{text}:{argument}"));
            for language in Language::ALL {
                let sentence = code(&read(&text), *language);
                assert!(sentence != text && !sentence.contains(['{', '}', '|']), "{sentence}");
            }
        }
    }
}
