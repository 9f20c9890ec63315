//! What is wrong with a field, as a value: programs get it in English, visitors of a form in the deployment's language. Holds
//! limits and names of ours, never what a sender wrote.

use std::fmt;

use serde::{Serialize, Serializer};

use crate::vocabulary::Language;

/// What is wrong with a field.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Complaint {
    /// It was not sent.
    Missing,
    /// It was sent without anything in it.
    Empty,
    /// A text has more characters than this.
    TooLong(usize),
    /// A text had more characters than this, and was cut there.
    Cut(usize),
    /// It is a word that means nobody, such as `null`.
    Nobody,
    /// The sender's clock is so many seconds ahead; its times were corrected.
    ClockAhead(i64),
    /// It was sent twice, also under this other spelling, with different values.
    TwiceAs(&'static str),
    /// It was sent twice.
    Twice,
    /// It was sent as a whole and in parts.
    WholeAndParts,
    /// There is no such field here.
    UnknownField,
    /// A touchpoint has no such field.
    UnknownFieldOfTouchpoint,
    /// A touchpoint has no such field, but one of this name.
    Misspelt(&'static str),
    /// It must be a text.
    NotText,
    /// It must be an object.
    NotObject,
    /// It must be an object, and stand without this other field.
    NotObjectAlone(&'static str),
    /// It must be this very value.
    NotThis(&'static str),
    /// It must be true or false.
    NotFlag,
    /// It must be one of these, separated by commas.
    NotOneOf(String),
    /// It must be a whole number between these.
    NotWhole(u64, u64),
    /// It must be a number between these, as they are written.
    NotNumber(String, String),
    /// It must be a number, a flag or a word of at most so many characters.
    NotFacet(usize),
    /// It must be a time.
    NotTime,
    /// It must be a name.
    NotName,
    /// It must be in snake_case.
    NotSnakeCase,
    /// It must be a language tag.
    NotLanguage,
    /// It must be a web address.
    NotAddress,
    /// It must be the code of a currency.
    NotCurrency,
    /// It must be an amount of money.
    NotAmount,
    /// An amount stands without its currency.
    NoCurrency,
    /// Its name must have so many characters at most.
    NameLength(usize),
    /// Names in it must have so many characters at most.
    NamesLength(usize),
    /// It must name an id or a team.
    NoStaff,
    /// It has more facets than this.
    ManyFacets(usize),
    /// It has more entries than this.
    ManyEntries(usize),
    /// It has more entries at one level than this.
    ManyEntriesAtOneLevel(usize),
    /// It is nested deeper than this.
    TooDeep(usize),
    /// It is a number that cannot be stored.
    OutOfRange,
    /// It is a number too small to be stored.
    TooSmall,
    /// It is more than so many minutes in the future.
    FutureMinutes(u64),
    /// It is more than so many years in the future.
    FutureYears(u64),
    /// It is more than so many hours in the past.
    PastHours(u64),
    /// It is before this year.
    BeforeYear(i16),
    /// So many more are wrong.
    More(usize),
    /// It needs a secret write key.
    NeedsSecret,
    /// It has characters that cannot be shown.
    ControlCharacters,
    /// It is not in the catalogue of causes.
    NotCause,
    /// The touchpoint is larger than so many bytes.
    TooLarge(usize),
    /// A touchpoint must be an object.
    NotTouchpoint,
    /// A CloudEvent must be an object.
    NotCloudEvent,
    /// It has a value that the table refuses.
    CannotBeStored,
    /// It cannot be written as JSON.
    NotJson,
    /// An identity token does not prove this customer.
    TokenProvesNothing,
    /// An identity token has expired.
    TokenExpired,
    /// An identity token lives longer than so many days.
    TokenTooLong(u64),
}

impl Complaint {
    /// Words the complaint, without its field, in lower case and without a full stop.
    pub fn words(&self, to: Language) -> String {
        self.of_presence(to).or_else(|| self.of_kind(to)).unwrap_or_else(|| self.of_bounds(to))
    }

    /// Whether and how it was sent.
    fn of_presence(&self, to: Language) -> Option<String> {
        Some(match self {
            Self::Missing => to.complaint_missing().to_owned(),
            Self::Empty => to.complaint_empty().to_owned(),
            Self::TwiceAs(alias) => to.complaint_twice_as(&format!("`{alias}`")),
            Self::Twice => to.complaint_twice().to_owned(),
            Self::WholeAndParts => to.complaint_whole_and_parts().to_owned(),
            Self::UnknownField => to.complaint_unknown_field().to_owned(),
            Self::UnknownFieldOfTouchpoint => to.complaint_unknown_field_of_touchpoint("`properties`"),
            Self::Misspelt(known) => to.complaint_misspelt(&format!("`{known}`"), "`properties`"),
            Self::Nobody => to.complaint_nobody().to_owned(),
            Self::ClockAhead(seconds) => to.complaint_clock_ahead(&seconds.to_string()),
            Self::NoCurrency => to.complaint_no_currency("EUR"),
            Self::NoStaff => to.complaint_no_staff().to_owned(),
            Self::NeedsSecret => to.complaint_needs_secret().to_owned(),
            Self::NotCause => to.complaint_not_cause().to_owned(),
            Self::TokenProvesNothing => to.complaint_token_proves_nothing().to_owned(),
            Self::TokenExpired => to.complaint_token_expired().to_owned(),
            Self::TokenTooLong(days) => to.complaint_token_too_long(&days.to_string()),
            Self::More(count) => to.complaint_more(*count),
            _ => return None,
        })
    }

    /// What it must be.
    fn of_kind(&self, to: Language) -> Option<String> {
        Some(match self {
            Self::NotText => to.complaint_not_text().to_owned(),
            Self::NotObject => to.complaint_not_object().to_owned(),
            Self::NotObjectAlone(other) => to.complaint_not_object_alone(&format!("`{other}`")),
            Self::NotThis(value) => to.complaint_not_this(value),
            Self::NotFlag => to.complaint_not_flag().to_owned(),
            Self::NotOneOf(values) => to.complaint_not_one_of(values),
            Self::NotWhole(low, high) => to.complaint_not_whole(&low.to_string(), &high.to_string()),
            Self::NotNumber(low, high) => to.complaint_not_number(low, high),
            Self::NotFacet(limit) => to.complaint_not_facet(&limit.to_string()),
            Self::NotTime => to.complaint_not_time("2026-11-22T10:00:00Z"),
            Self::NotName => to.complaint_not_name().to_owned(),
            Self::NotSnakeCase => to.complaint_not_snake_case().to_owned(),
            Self::NotLanguage => to.complaint_not_language("es-MX"),
            Self::NotAddress => to.complaint_not_address().to_owned(),
            Self::NotCurrency => to.complaint_not_currency("EUR"),
            Self::NotAmount => to.complaint_not_amount("12.50"),
            Self::NotTouchpoint => to.complaint_not_touchpoint().to_owned(),
            Self::NotCloudEvent => to.complaint_not_cloud_event().to_owned(),
            Self::CannotBeStored => to.complaint_cannot_be_stored().to_owned(),
            Self::NotJson => to.complaint_not_json().to_owned(),
            Self::ControlCharacters => to.complaint_control_characters().to_owned(),
            _ => return None,
        })
    }

    /// Which bound it breaks.
    fn of_bounds(&self, to: Language) -> String {
        let text = |limit: &dyn fmt::Display| limit.to_string();
        match self {
            Self::TooLong(limit) => to.complaint_too_long(&text(limit)),
            Self::Cut(limit) => to.complaint_cut(&text(limit)),
            Self::NameLength(limit) => to.complaint_name_length("1", &text(limit)),
            Self::NamesLength(limit) => to.complaint_names_length("1", &text(limit)),
            Self::ManyFacets(limit) => to.complaint_many_facets(&text(limit)),
            Self::ManyEntries(limit) => to.complaint_many_entries(&text(limit)),
            Self::ManyEntriesAtOneLevel(limit) => to.complaint_many_entries_at_one_level(&text(limit)),
            Self::TooDeep(limit) => to.complaint_too_deep(&text(limit)),
            Self::TooSmall => to.complaint_too_small().to_owned(),
            Self::FutureMinutes(limit) => to.complaint_future_minutes(&text(limit)),
            Self::FutureYears(limit) => to.complaint_future_years(&text(limit)),
            Self::PastHours(limit) => to.complaint_past_hours(&text(limit)),
            Self::BeforeYear(year) => to.complaint_before_year(&text(year)),
            Self::TooLarge(limit) => to.complaint_too_large(&text(limit)),
            // What is left is a number out of range; `every_complaint_has_its_own_words` holds it.
            _ => to.complaint_number_out_of_range().to_owned(),
        }
    }
}

impl fmt::Display for Complaint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.words(Language::English))
    }
}

impl Serialize for Complaint {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use serde_json::json;

    use super::*;
    use crate::touchpoint::parse::{Sender, Shape, parse};

    fn every() -> Vec<Complaint> {
        use Complaint::*;
        vec![
            Missing,
            Empty,
            TooLong(7),
            Cut(7),
            Nobody,
            ClockAhead(7),
            Misspelt("comment"),
            TwiceAs("userId"),
            Twice,
            WholeAndParts,
            UnknownField,
            UnknownFieldOfTouchpoint,
            NotText,
            NotObject,
            NotObjectAlone("data"),
            NotThis("\"1.0\""),
            NotFlag,
            NotOneOf("a, b".into()),
            NotWhole(1, 5),
            NotNumber("0".into(), "1".into()),
            NotFacet(64),
            NotTime,
            NotName,
            NotSnakeCase,
            NotLanguage,
            NotAddress,
            NotCurrency,
            NotAmount,
            NoCurrency,
            NameLength(7),
            NamesLength(7),
            NoStaff,
            ManyFacets(7),
            ManyEntries(7),
            ManyEntriesAtOneLevel(7),
            TooDeep(7),
            OutOfRange,
            TooSmall,
            FutureMinutes(7),
            FutureYears(7),
            PastHours(7),
            BeforeYear(1990),
            More(7),
            NeedsSecret,
            ControlCharacters,
            NotCause,
            TooLarge(7),
            NotTouchpoint,
            NotCloudEvent,
            CannotBeStored,
            NotJson,
            TokenProvesNothing,
            TokenExpired,
            TokenTooLong(31),
        ]
    }

    #[test]
    fn every_complaint_has_its_own_words() {
        for language in Language::ALL {
            let words: BTreeSet<String> = every().iter().map(|complaint| complaint.words(*language)).collect();
            assert_eq!(words.len(), every().len(), "{language}");
        }
        for complaint in every() {
            let [english, spanish] = [Language::English, Language::Spanish].map(|language| complaint.words(language));
            assert_ne!(english, spanish);
        }
    }

    #[test]
    fn programs_read_it_in_english() {
        assert_eq!(serde_json::to_value(Complaint::TooLong(80)).unwrap(), "is longer than 80 characters");
        assert_eq!(Complaint::NotWhole(1, 5).to_string(), "must be a whole number from 1 to 5");
        assert_eq!(Complaint::NotWhole(1, 5).words(Language::Spanish), "debe ser un número entero de 1 a 5");
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
            let spanish = error.complaint.words(Language::Spanish);
            assert_ne!(spanish, error.complaint.to_string(), "{}", error.field);
        }
    }
}
