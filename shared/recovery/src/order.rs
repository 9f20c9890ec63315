//! What somebody asks to be done with a case, field by field and checked: every wrong field is told at once. Knows nothing of
//! requests.

use domain::case::{Change, Closing};
use domain::rules::Rules;
use domain::touchpoint::Money;
use domain::touchpoint::complaint::Complaint;
use domain::touchpoint::parse::FieldError;

/// Fields that are looked at.
const FIELDS_MAX: usize = 50;
/// Characters of a name.
pub(crate) const NAME_MAX: usize = 80;
/// Characters of what was done.
const ACTION_MAX: usize = 1_000;
/// Characters of a gesture.
const GESTURE_MAX: usize = 200;
/// Characters of a note.
const NOTE_MAX: usize = 2_000;
/// What a gesture may cost: more is a slip of the finger.
const COST_MAX: f64 = 1e9;

/// What can be done with a case from outside.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Action {
    /// Somebody looks at it.
    Show,
    /// Somebody takes it.
    Acknowledge,
    /// Somebody spoke with the customer.
    Contact,
    /// It is resolved.
    Resolve,
    /// The customer is gone.
    Lose,
    /// It goes to somebody else.
    Assign,
}

impl Action {
    /// Every action.
    pub const ALL: [Self; 6] = [Self::Show, Self::Acknowledge, Self::Contact, Self::Resolve, Self::Lose, Self::Assign];

    /// Returns the word used in addresses.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Show => "show",
            Self::Acknowledge => "acknowledge",
            Self::Contact => "contact",
            Self::Resolve => "resolve",
            Self::Lose => "lose",
            Self::Assign => "assign",
        }
    }

    /// Reads a word of an address.
    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|action| action.as_str() == word)
    }

    /// Returns the fields that it takes.
    pub fn fields(self) -> &'static [&'static str] {
        match self {
            Self::Show => &[],
            Self::Acknowledge => &["actor", "note"],
            Self::Contact => &["actor", "medium", "note"],
            Self::Resolve => &["actor", "cause", "action", "gesture", "cost", "currency", "note"],
            Self::Lose => &["actor", "cause", "note"],
            Self::Assign => &["actor", "assignee", "note"],
        }
    }
}

/// A checked order.
#[derive(Debug)]
pub struct Order {
    /// Who does it.
    pub actor: String,
    /// How the customer was reached.
    pub medium: Option<String>,
    /// What there is to say.
    pub note: Option<String>,
    /// What is done.
    pub change: Change,
}

/// What was sent, field by field.
#[derive(Clone, Debug, Default)]
pub struct Fields(Vec<(String, String)>);

impl Fields {
    /// Takes fields as they were sent; empty ones say nothing.
    pub fn of(fields: impl IntoIterator<Item = (String, String)>) -> Self {
        Self(fields.into_iter().filter(|(_, value)| !value.trim().is_empty()).take(FIELDS_MAX).collect())
    }

    /// Returns what was sent, in order.
    pub fn list(&self) -> &[(String, String)] {
        &self.0
    }

    pub(crate) fn get(&self, name: &str) -> Option<&str> {
        self.0.iter().find(|(field, _)| field == name).map(|(_, value)| value.trim()).filter(|value| !value.is_empty())
    }
}

/// Returns a name of a field, short enough for an answer.
pub fn bounded_name(name: &str) -> String {
    name.chars().take(64).collect()
}

/// Collects what is wrong while fields are read.
pub(crate) struct Reading<'a> {
    pub(crate) fields: &'a Fields,
    pub(crate) errors: Vec<FieldError>,
}

impl Reading<'_> {
    pub(crate) fn complain(&mut self, field: &str, complaint: Complaint) {
        self.errors.push(FieldError { field: field.to_owned(), complaint });
    }

    pub(crate) fn text(&mut self, name: &str, characters_max: usize) -> Option<String> {
        let text = self.fields.get(name)?;
        if text.chars().count() > characters_max {
            self.complain(name, Complaint::TooLong(characters_max));
            return None;
        }
        if text.chars().any(|character| character.is_control() && !matches!(character, '\n' | '\r' | '\t')) {
            self.complain(name, Complaint::ControlCharacters);
            return None;
        }
        Some(text.to_owned())
    }

    pub(crate) fn needed(&mut self, name: &str, characters_max: usize) -> String {
        if self.fields.get(name).is_none() {
            self.complain(name, Complaint::Missing);
        }
        self.text(name, characters_max).unwrap_or_default()
    }

    pub(crate) fn cause(&mut self, rules: &Rules) -> (String, bool) {
        let name = self.needed("cause", NAME_MAX);
        match rules.causes.get(&name) {
            Some(cause) => (name, cause.controllable),
            None => {
                if !name.is_empty() {
                    self.complain("cause", Complaint::NotCause);
                }
                (name, false)
            }
        }
    }

    fn cost(&mut self) -> Option<Money> {
        let currency = self.fields.get("currency").map(str::to_uppercase);
        let Some(text) = self.fields.get("cost") else {
            // The page suggests a currency: alone it says nothing.
            return None;
        };
        let amount = text.replace(',', ".").parse::<f64>().ok().filter(|amount| (0.0..=COST_MAX).contains(amount));
        let Some(amount) = amount else {
            self.complain("cost", Complaint::NotAmount);
            return None;
        };
        let Some(currency) = currency.filter(|code| iso_currency::Currency::from_code(code).is_some()) else {
            self.complain("cost", Complaint::NoCurrency);
            return None;
        };
        Some(Money { amount: (amount * 100.0).round() / 100.0, currency })
    }
}

/// Reads what is to be done. `otherwise` is who does it if nobody is named.
///
/// # Errors
/// Every field that is not as it should be.
pub fn read(action: Action, fields: &Fields, otherwise: Option<&str>, rules: &Rules) -> Result<Order, Vec<FieldError>> {
    let mut reading = Reading { fields, errors: Vec::new() };
    for (name, _) in &fields.0 {
        if !action.fields().contains(&name.as_str()) {
            reading.complain(&bounded_name(name), Complaint::UnknownField);
        }
    }
    let actor = match (fields.get("actor"), otherwise) {
        (None, Some(name)) => name.to_owned(),
        _ => reading.needed("actor", NAME_MAX),
    };
    let medium = reading.text("medium", NAME_MAX);
    let note = reading.text("note", NOTE_MAX);
    let change = match action {
        Action::Show | Action::Acknowledge => Change::Acknowledge { assignee: actor.clone() },
        Action::Contact => Change::Contact { by: actor.clone() },
        Action::Assign => Change::Assign { assignee: reading.needed("assignee", NAME_MAX) },
        Action::Resolve => {
            let (cause, controllable) = reading.cause(rules);
            let closing = Closing {
                cause,
                controllable,
                action: Some(reading.needed("action", ACTION_MAX)),
                gesture: reading.text("gesture", GESTURE_MAX),
                gesture_cost: reading.cost(),
            };
            Change::Resolve { by: actor.clone(), closing }
        }
        Action::Lose => {
            let (cause, controllable) = reading.cause(rules);
            Change::Lose(Closing { cause, controllable, action: None, gesture: None, gesture_cost: None })
        }
    };
    if reading.errors.is_empty() { Ok(Order { actor, medium, note, change }) } else { Err(reading.errors) }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn fields(pairs: &[(&str, &str)]) -> Fields {
        Fields(pairs.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect())
    }

    fn wrong(action: Action, pairs: &[(&str, &str)]) -> Vec<String> {
        match read(action, &fields(pairs), None, &Rules::built_in().unwrap()) {
            Ok(_) => Vec::new(),
            Err(errors) => errors.into_iter().map(|error| format!("{} {}", error.field, error.complaint)).collect(),
        }
    }

    #[test]
    fn resolving_needs_a_cause_of_the_catalogue_and_what_was_done_all_told_at_once() {
        assert_eq!(wrong(Action::Resolve, &[]), ["actor is missing", "cause is missing", "action is missing"]);
        let pairs =
            [("actor", "Eva"), ("cause", "the weather"), ("action", "a new one sent"), ("cost", "-1"), ("x", "y")];
        assert_eq!(
            wrong(Action::Resolve, &pairs),
            ["x unknown field", "cause is not in the catalogue of causes", "cost must be an amount, such as 12.50"]
        );
        let order = read(
            Action::Resolve,
            &fields(&[
                ("actor", " Eva "),
                ("cause", "delivery"),
                ("action", "sent"),
                ("cost", "4,505"),
                ("currency", "eur"),
            ]),
            None,
            &Rules::built_in().unwrap(),
        );
        let Ok(Order { actor, change: Change::Resolve { closing, .. }, .. }) = order else { panic!("not resolved") };
        assert_eq!((actor.as_str(), closing.controllable), ("Eva", true));
        assert_eq!(closing.gesture_cost, Some(Money { amount: 4.51, currency: "EUR".into() }));
    }

    #[test]
    fn names_and_notes_have_bounds() {
        let long = "x".repeat(81);
        assert_eq!(wrong(Action::Acknowledge, &[("actor", &long)]), ["actor is longer than 80 characters"]);
        assert_eq!(wrong(Action::Acknowledge, &[("actor", "E\u{0}va")]), ["actor contains control characters"]);
        assert_eq!(wrong(Action::Assign, &[("actor", "Eva")]), ["assignee is missing"]);
        assert_eq!(wrong(Action::Contact, &[("actor", "Eva"), ("note", "line\nline")]), Vec::<String>::new());
    }
}
