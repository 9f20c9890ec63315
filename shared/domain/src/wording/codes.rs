//! Reason codes as sentences. The only place where a code becomes words; each code has its message in `shared/words`.

use super::{clause, dimension, duration, method, outcome, touchpoints, verdict};
use crate::code::Code;
use crate::vocabulary::{Aside, Clause, Dimension, Language, Method, Outcome, Verdict};

/// Every code name that has a sentence.
#[rustfmt::skip]
pub const NAMES: [&str; 88] = [
    "stage_sent", "stage_by_type", "stage_before_purchase", "stage_after_purchase", "stage_about", "stage_by_channel",
    "stage_by_words", "stage_by_journey", "explicit", "csat", "stars", "ces", "verdict", "nps", "rated_on",
    "rated_on_reversed", "off_scale", "dimension", "gap", "facet_missed", "facet_kept", "facet_exceeded", "extra",
    "facets_unreported", "facets_not_comparable", "on_time", "late", "late_tolerated", "unresolved", "resolved_by_customer",
    "reopened", "reopened_tolerated", "not_reopened", "abandoned", "completed", "acknowledged", "slow_acknowledgement",
    "greeted", "slow_greeting", "complaint", "transferred", "few_transfers", "promise_overdue", "laborious", "read",
    "words_unclear", "words_ask", "also", "also_rated", "nps_only", "nothing_said", "journey_too_long", "earlier_summarized",
    "first_on_record", "known_since", "about_missing", "claimed", "claims_flood", "silent_friction", "silent_broken_promise",
    "silent_expired_promise", "echo", "history", "early", "asks_for_help", "rating_doubtful",
    "promise_expired", "done_in_time", "promise_moved", "promise_cancelled", "weight_clause", "weight_repeat", "weight_waiting",
    "weight_promised", "weight_late", "weight_came", "weight_words", "weight_score", "weight_decisive",
    "weight_many", "weight_told", "weight_value", "weight_silent",
    "corrected", "ruled", "blamed", "set_aside", "taken_back",
];

/// Returns whether a code name has a sentence.
pub fn knows(name: &str) -> bool {
    NAMES.contains(&name)
}

/// Words a reason code as a sentence without its full stop.
///
/// A code without a sentence, or whose arguments do not fit it, comes back as it stands: a reader sees something true
/// rather than something pretty.
pub fn code(code: &Code, language: Language) -> String {
    let said = Said { code, language };
    let rooms = [
        Said::place,
        Said::rated,
        Said::promised,
        Said::timed,
        Said::read,
        Said::known,
        Said::weighed,
        Said::corrected,
    ];
    rooms.into_iter().find_map(|room| room(&said)).unwrap_or_else(|| code.as_str().to_owned())
}

/// A code with its arguments, worded as a sentence needs them; `None` if one is missing or not of its kind.
struct Said<'a> {
    code: &'a Code,
    language: Language,
}

impl Said<'_> {
    /// Where in the journey.
    fn place(&self) -> Option<String> {
        let to = self.language;
        Some(match self.code.name() {
            "stage_sent" => to.reason_stage_sent().to_owned(),
            "stage_by_type" => to.reason_stage_by_type().to_owned(),
            "stage_before_purchase" => to.reason_stage_before_purchase().to_owned(),
            "stage_after_purchase" => to.reason_stage_after_purchase().to_owned(),
            "stage_about" => to.reason_stage_about().to_owned(),
            "stage_by_channel" => to.reason_stage_by_channel(&touchpoints::channel(self.text(0)?, to)),
            "stage_by_words" => to.reason_stage_by_words(&self.percent(0)?),
            "asks_for_help" => to.reason_asks_for_help(&self.percent(0)?),
            "stage_by_journey" => to.reason_stage_by_journey().to_owned(),
            _ => return None,
        })
    }

    /// Said outright, or rated.
    fn rated(&self) -> Option<String> {
        let to = self.language;
        Some(match self.code.name() {
            "explicit" => to.reason_explicit().to_owned(),
            "csat" => to.reason_csat(self.text(0)?),
            "stars" => to.reason_stars(self.text(0)?),
            "ces" => to.reason_ces(self.text(0)?),
            "nps" => to.reason_nps(self.text(0)?),
            "verdict" => to.reason_verdict(verdict(Verdict::from_word(self.text(0)?)?, to)),
            "rated_on" => to.reason_rated_on(self.rating(0)?, self.text(1)?, self.text(2)?),
            "rated_on_reversed" => to.reason_rated_on_reversed(self.rating(0)?, self.text(1)?, self.text(2)?),
            "off_scale" => to.reason_off_scale(self.rating(0)?),
            "dimension" => to.reason_dimension(dimension(Dimension::from_word(self.text(0)?)?, to), self.text(1)?),
            "also" => {
                let other = method(Method::from_word(self.text(0)?)?, to);
                to.reason_also(other, outcome(Outcome::from_word(self.text(1)?)?, to))
            }
            "also_rated" => to.reason_also_rated(self.rating(0)?, &self.given(1)?),
            "nps_only" => to.reason_nps_only().to_owned(),
            _ => return None,
        })
    }

    /// Promised and received.
    fn promised(&self) -> Option<String> {
        let to = self.language;
        Some(match self.code.name() {
            "gap" => {
                let gap: f64 = self.text(0)?.parse().ok()?;
                let way = if gap < 0.0 {
                    "less"
                } else if gap > 0.0 {
                    "more"
                } else {
                    "same"
                };
                to.reason_gap(way, &to.signed_decimal(gap))
            }
            "facet_missed" => to.reason_facet_missed(&self.facet(0)?, &self.gap(1)?),
            "facet_kept" => to.reason_facet_kept(&self.facet(0)?),
            "facet_exceeded" => to.reason_facet_exceeded(&self.facet(0)?, &self.gap(1)?),
            "extra" => to.reason_extra(&self.facet(0)?),
            "facets_unreported" => to.reason_facets_unreported(self.number(0)?),
            "facets_not_comparable" => to.reason_facets_not_comparable(self.number(0)?),
            "promise_expired" => to.reason_promise_expired(&self.minutes(0)?),
            "done_in_time" => to.reason_done_in_time().to_owned(),
            "promise_moved" => to.reason_promise_moved().to_owned(),
            "promise_cancelled" => to.reason_promise_cancelled().to_owned(),
            "promise_overdue" => to.reason_promise_overdue(&self.minutes(0)?, &self.minutes(1)?),
            _ => return None,
        })
    }

    /// Times, resolution, effort.
    fn timed(&self) -> Option<String> {
        let to = self.language;
        Some(match self.code.name() {
            "on_time" => to.reason_on_time().to_owned(),
            "late" => to.reason_late(&self.minutes(0)?, &self.minutes(1)?),
            "early" => to.reason_early(&self.minutes(0)?),
            "late_tolerated" => to.reason_late_tolerated(&self.minutes(0)?, &self.minutes(1)?),
            "unresolved" => to.reason_unresolved().to_owned(),
            "resolved_by_customer" => to.reason_resolved_by_customer().to_owned(),
            "reopened" => to.reason_reopened(self.number(0)?, self.text(1)?),
            "reopened_tolerated" => to.reason_reopened_tolerated(self.number(0)?, self.text(1)?),
            "not_reopened" => to.reason_not_reopened().to_owned(),
            "abandoned" => to.reason_abandoned().to_owned(),
            "completed" => to.reason_completed().to_owned(),
            "acknowledged" => to.reason_acknowledged(&self.seconds(0)?, &self.seconds(1)?),
            "slow_acknowledgement" => to.reason_slow_acknowledgement(&self.seconds(0)?, &self.seconds(1)?),
            "greeted" => to.reason_greeted(&self.seconds(0)?, &self.seconds(1)?),
            "slow_greeting" => to.reason_slow_greeting(&self.seconds(0)?, &self.seconds(1)?),
            "transferred" => to.reason_transferred(self.number(0)?, self.text(1)?),
            "few_transfers" => to.reason_few_transfers(self.number(0)?, self.text(1)?),
            "laborious" => to.reason_laborious(&touchpoints::touchpoint_type(self.text(0)?, to)),
            _ => return None,
        })
    }

    /// Read from the customer's words, or not said by the customer.
    fn read(&self) -> Option<String> {
        let to = self.language;
        Some(match self.code.name() {
            "complaint" => to.reason_complaint().to_owned(),
            "read" => to.reason_read(outcome(Outcome::from_word(self.text(0)?)?, to), &self.percent(1)?),
            "words_unclear" => to.reason_words_unclear().to_owned(),
            "words_ask" => to.reason_words_ask().to_owned(),
            "silent_friction" => to.reason_silent_friction(self.text(0)?, self.text(1)?),
            "silent_broken_promise" => to.reason_silent_broken_promise().to_owned(),
            "silent_expired_promise" => to.reason_silent_expired_promise().to_owned(),
            "nothing_said" => to.reason_nothing_said().to_owned(),
            _ => return None,
        })
    }

    /// What else is to be known of the judgement.
    fn known(&self) -> Option<String> {
        let to = self.language;
        Some(match self.code.name() {
            "journey_too_long" => to.reason_journey_too_long().to_owned(),
            "earlier_summarized" => to.reason_earlier_summarized(self.text(0)?),
            "first_on_record" => to.reason_first_on_record().to_owned(),
            "known_since" => to.reason_known_since().to_owned(),
            "about_missing" => to.reason_about_missing().to_owned(),
            "claimed" => to.reason_claimed().to_owned(),
            "rating_doubtful" => to.reason_rating_doubtful().to_owned(),
            "history" => to.reason_history().to_owned(),
            "claims_flood" => to.reason_claims_flood(self.text(0)?),
            // Its argument names the earlier touchpoint: for machines, noise for people.
            "echo" => to.reason_echo().to_owned(),
            _ => return None,
        })
    }

    /// What people said who knew better than the rules.
    fn corrected(&self) -> Option<String> {
        let to = self.language;
        Some(match self.code.name() {
            "corrected" => match self.text(0) {
                Some(said) => to.reason_corrected(outcome(Outcome::from_word(said)?, to)),
                None => to.reason_corrected_somehow().to_owned(),
            },
            "ruled" => match self.text(0)? {
                "none" => to.reason_ruled_nothing().to_owned(),
                by => {
                    to.reason_ruled(method(Method::from_word(by)?, to), outcome(Outcome::from_word(self.text(1)?)?, to))
                }
            },
            // The catalogue of causes is the deployment's: its word stands where a page does not know the catalogue.
            "blamed" => to.reason_blamed(&touchpoints::facet(self.text(0)?, to)),
            "set_aside" => match self.text(0).map(Aside::from_word) {
                Some(Some(Aside::Spam)) => to.reason_set_aside_spam().to_owned(),
                Some(Some(Aside::Duplicate)) => to.reason_set_aside_duplicate().to_owned(),
                Some(Some(Aside::OtherCustomer)) => to.reason_set_aside_other().to_owned(),
                Some(None) => return None,
                None => to.reason_set_aside_somehow().to_owned(),
            },
            "taken_back" => to.reason_taken_back().to_owned(),
            _ => return None,
        })
    }

    /// How urgent it is, and by what.
    fn weighed(&self) -> Option<String> {
        let to = self.language;
        let points = |place| self.text(place);
        Some(match self.code.name() {
            "weight_clause" => to.weight_clause(clause(Clause::from_word(self.text(0)?)?, to), points(1)?),
            "weight_repeat" => to.weight_repeat(self.text(0)?, points(1)?),
            "weight_waiting" => to.weight_waiting(&self.minutes(0)?, points(1)?),
            "weight_promised" => to.weight_promised(&self.minutes(0)?, points(1)?),
            "weight_late" => to.weight_late(&self.minutes(0)?, points(1)?),
            "weight_came" => to.weight_came(points(0)?),
            "weight_words" => to.weight_words(&self.percent(0)?, points(1)?),
            "weight_score" => to.weight_score(points(0)?),
            "weight_decisive" => to.weight_decisive(points(0)?),
            "weight_many" => to.weight_many(self.text(0)?, points(1)?),
            "weight_told" => to.weight_told(self.text(0)?, points(1)?),
            "weight_silent" => to.weight_silent(points(0)?),
            "weight_value" => to.weight_value(points(0)?),
            _ => return None,
        })
    }

    fn text(&self, place: usize) -> Option<&str> {
        self.code.arguments().nth(place)
    }

    fn number(&self, place: usize) -> Option<u64> {
        self.text(place)?.parse().ok()
    }

    fn minutes(&self, place: usize) -> Option<String> {
        Some(duration(self.number(place)?.checked_mul(60)?, self.language))
    }

    fn seconds(&self, place: usize) -> Option<String> {
        Some(duration(self.number(place)?, self.language))
    }

    fn percent(&self, place: usize) -> Option<String> {
        self.text(place)?.parse::<u8>().ok().map(|percent| self.language.whole_percent(percent.into()))
    }

    fn gap(&self, place: usize) -> Option<String> {
        self.text(place)?.parse().ok().map(|gap| self.language.signed_decimal(gap))
    }

    fn facet(&self, place: usize) -> Option<String> {
        self.text(place).map(|facet| touchpoints::facet(facet, self.language))
    }

    fn rating(&self, place: usize) -> Option<&'static str> {
        self.language.rating(self.text(place)?)
    }

    /// Words a number, or the simplest verdict.
    fn given(&self, place: usize) -> Option<String> {
        let text = self.text(place)?;
        match Verdict::from_word(text) {
            Some(word) => Some(verdict(word, self.language).to_owned()),
            None => text.parse::<u8>().ok().map(|number| number.to_string()),
        }
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
            "Judged by the customer's words: bad experience (97% sure)",
            "Según las palabras del cliente: mala experiencia (97\u{a0}% de certeza)",
        ),
        ("verdict:bad", "The customer said: worse than expected", "El cliente dijo: peor de lo esperado"),
        (
            "gap:-0.42",
            "Less than promised, all in all (−0.42, from −1 to +1)",
            "En conjunto, menos de lo prometido (−0,42, de −1 a +1)",
        ),
        ("gap:0", "As promised, all in all", "En conjunto, lo prometido"),
        (
            "facet_missed:ice_cream_scoops:-0.5",
            "Less than promised: ice cream scoops (−0.5)",
            "Menos de lo prometido: ice cream scoops (−0,5)",
        ),
        ("facets_unreported:1", "Result of 1 promise unknown", "No se sabe si se cumplió 1 promesa"),
        ("facets_unreported:2", "Result of 2 promises unknown", "No se sabe si se cumplieron 2 promesas"),
        ("late:60:15", "1 hour late (up to 15 minutes is tolerated)", "1 hora de retraso (se tolera hasta 15 minutos)"),
        ("reopened:1:0", "Reopened once (tolerated: 0)", "Reabierto 1 vez (tolerado: 0)"),
        (
            "laborious:cart_abandoned",
            "A problem in itself: abandoned cart",
            "Un problema en sí mismo: carrito abandonado",
        ),
        ("dimension:listened:1", "Low rating for being listened to: 1 of 5", "Nota baja en la escucha: 1 de 5"),
        (
            "also_rated:verdict:bad",
            "Another rating says the opposite: verdict, worse than expected",
            "Otra valoración dice lo contrario: opinión, peor de lo esperado",
        ),
        (
            "silent_friction:3:2",
            "3 problems of 2 types in two weeks, and no complaint",
            "3 problemas de 2 tipos en dos semanas y ninguna queja",
        ),
        (
            "slow_greeting:95:30",
            "Slow greeting by a person: 2 minutes (target: 30 seconds)",
            "Saludo tardío de una persona: 2 minutos (objetivo: 30 segundos)",
        ),
        (
            "also:rating:magic",
            "Not everything agrees. Judged by the rating: magic",
            "No todo coincide. Según la valoración: magia",
        ),
        (
            "echo:shop/a:b",
            "Same problem as an earlier moment, not a new one",
            "Es el mismo problema de un momento anterior, no uno nuevo",
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
    fn every_name_has_a_sentence_once() {
        assert_eq!(NAMES.iter().collect::<BTreeSet<_>>().len(), NAMES.len());
        assert!(knows("csat") && !knows("csat:1") && !knows(""));
        let fitting = |name: &str| match name {
            "verdict" => ":bad",
            "also" => ":rating:magic",
            "read" => ":misery:97",
            "rated_on" | "rated_on_reversed" | "off_scale" => ":ces:1:2",
            "also_rated" => ":ces:1",
            "dimension" => ":empathy:1",
            "weight_clause" => ":public:+1",
            "corrected" => ":average",
            "ruled" => ":rating:misery",
            "set_aside" => ":spam",
            _ => ":1:2",
        };
        for name in NAMES {
            for text in [name.to_owned(), format!("{name}{}", fitting(name))] {
                for language in Language::ALL {
                    let sentence = code(&read(&text), *language);
                    assert!(!sentence.ends_with('.') && !sentence.is_empty(), "{sentence}");
                    assert!(sentence != text || text == name, "{text} has no sentence");
                }
            }
        }
    }
}
