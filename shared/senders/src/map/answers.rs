//! The answers of a form: questions by name, wherever and however a vendor puts them.

use std::cell::Cell;

use jmespath::{Rcvar, Variable};
use serde_json::{Map, Value};

use super::convert::{is_nothing, text};
use super::table::{Complaint, Table};
use crate::expression::{Expression, json_of};

/// Answers of one form that are looked at, at most.
const ANSWERS_MAX: usize = 300;
/// Answers that are kept as properties, at most.
const KEPT_MAX: usize = 80;
/// Characters of a name or a text that is kept as a property.
const NAME_CHARS_MAX: usize = 200;
const TEXT_CHARS_MAX: usize = 2_000;

/// Where the answers are.
#[derive(Clone, Debug)]
pub(super) struct Answers {
    /// A list of answers, or an object of them by name.
    list: Expression,
    /// The names of an answer in a list.
    names: Vec<Expression>,
    /// The value of an answer; the answer itself if none is given.
    value: Vec<Expression>,
    /// The choices, where an answer holds only their ids.
    options: Option<Options>,
}

#[derive(Clone, Debug)]
struct Options {
    list: Expression,
    id: Expression,
    text: Expression,
}

/// One answer.
#[derive(Debug)]
pub(super) struct Answer {
    names: Vec<String>,
    pub(super) value: Rcvar,
    is_used: Cell<bool>,
}

impl Answers {
    pub(super) fn read(table: &Table<'_>) -> Result<Self, Complaint> {
        let list =
            expression(table, "list")?.ok_or_else(|| table.complain("list is missing: where the answers are"))?;
        let options = table.get("options").map(|entry| {
            let table = entry.table()?;
            let need = |name| expression(&table, name)?.ok_or_else(|| table.complain(format!("{name} is missing")));
            let options = Options { list: need("list")?, id: need("id")?, text: need("text")? };
            table.finish()?;
            Ok(options)
        });
        let answers = Self {
            list,
            names: expressions(table, "names")?,
            value: expressions(table, "value")?,
            options: options.transpose()?,
        };
        table.finish()?;
        Ok(answers)
    }

    /// Finds all answers of a delivery.
    pub(super) fn find(&self, data: &Rcvar) -> Vec<Answer> {
        let found = self.list.find(data);
        match found.as_ref() {
            Variable::Array(list) => list.iter().take(ANSWERS_MAX).filter_map(|answer| self.of_list(answer)).collect(),
            Variable::Object(object) => object
                .iter()
                .take(ANSWERS_MAX)
                .map(|(name, value)| {
                    let mut names = vec![name.clone()];
                    names.extend(without_number(name));
                    names.extend(self.names_of(value));
                    Answer { names, value: self.value_of(value), is_used: Cell::new(false) }
                })
                .collect(),
            _ => Vec::new(),
        }
    }

    fn of_list(&self, answer: &Rcvar) -> Option<Answer> {
        let names = self.names_of(answer);
        (!names.is_empty()).then(|| Answer { names, value: self.value_of(answer), is_used: Cell::new(false) })
    }

    fn names_of(&self, answer: &Rcvar) -> Vec<String> {
        self.names.iter().filter_map(|name| text(&name.find(answer))).collect()
    }

    fn value_of(&self, answer: &Rcvar) -> Rcvar {
        let mut values = self.value.iter().map(|value| value.find(answer));
        let value = values.find(|value| !is_nothing(value));
        let value =
            if self.value.is_empty() { answer.clone() } else { value.unwrap_or_else(|| Rcvar::new(Variable::Null)) };
        let value = match &self.options {
            Some(options) => options.named(&value, answer),
            None => value,
        };
        // One answer in a list is that answer.
        match value.as_ref() {
            Variable::Array(list) if list.len() == 1 => list.first().cloned().unwrap_or(value),
            _ => value,
        }
    }
}

impl Options {
    /// Puts the words of the choices in the place of their ids.
    fn named(&self, value: &Rcvar, answer: &Rcvar) -> Rcvar {
        let list = self.list.find(answer);
        let Some(list) = list.as_array() else { return value.clone() };
        let name = |id: &Rcvar| {
            let option = list.iter().find(|option| self.id.find(option) == *id);
            option.map_or_else(|| id.clone(), |option| self.text.find(option))
        };
        match value.as_ref() {
            Variable::Array(ids) => Rcvar::new(Variable::Array(ids.iter().map(name).collect())),
            _ => name(value),
        }
    }
}

/// Some forms number their questions: `q3_howWasIt` is also `howWasIt`.
fn without_number(name: &str) -> Option<String> {
    let (number, rest) = name.strip_prefix('q')?.split_once('_')?;
    (!number.is_empty() && number.bytes().all(|byte| byte.is_ascii_digit())).then(|| rest.to_owned())
}

/// Finds the answer to a question by one of its names, and remembers that it was used.
pub(super) fn answer_of<'a>(answers: &'a [Answer], reference: &str) -> Option<&'a Answer> {
    let wanted = reference.trim().to_lowercase();
    let exact = answers.iter().find(|answer| answer.names.iter().any(|name| name == reference));
    let found = exact.or_else(|| {
        answers.iter().find(|answer| answer.names.iter().any(|name| name.trim().to_lowercase() == wanted))
    })?;
    found.is_used.set(true);
    Some(found)
}

/// Keeps the answers that became nothing else, by their first name.
pub(super) fn keep(answers: &[Answer], properties: &mut Map<String, Value>) {
    for answer in answers.iter().filter(|answer| !answer.is_used.get() && !is_nothing(&answer.value)) {
        let Some(name) = answer.names.last() else { continue };
        if properties.len() >= KEPT_MAX
            || name.is_empty()
            || name.chars().count() > NAME_CHARS_MAX
            || properties.contains_key(name)
        {
            continue;
        }
        let value = match answer.value.as_ref() {
            Variable::String(text) => Value::String(text.chars().take(TEXT_CHARS_MAX).collect()),
            other => json_of(other),
        };
        properties.insert(name.clone(), value);
    }
}

/// Takes one expression, if it is there.
pub(super) fn expression(table: &Table<'_>, name: &'static str) -> Result<Option<Expression>, Complaint> {
    table.get(name).map(|entry| Expression::compile(entry.text()?).map_err(|why| entry.complain(why))).transpose()
}

/// Takes one expression or several.
pub(super) fn expressions(table: &Table<'_>, name: &'static str) -> Result<Vec<Expression>, Complaint> {
    let Some(entry) = table.get(name) else { return Ok(Vec::new()) };
    let texts = entry.texts()?;
    texts.into_iter().map(|(text, entry)| Expression::compile(text).map_err(|why| entry.complain(why))).collect()
}
