//! The answers of a form: questions by name, wherever and however a vendor puts them.

use std::cell::Cell;
use std::collections::BTreeMap;

use jmespath::{Rcvar, Variable};
use serde_json::{Map, Value};

use super::convert::{is_nothing, text};
use crate::expression::{Expression, json_of};
use crate::table::{Complaint, Table};

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
    /// The titles of the questions, where an answer holds only the id of its question.
    titles: Option<Titles>,
}

#[derive(Clone, Debug)]
struct Options {
    list: Expression,
    id: Expression,
    text: Expression,
    /// The rows of a matrix, with ids and texts as the choices have them.
    rows: Option<Expression>,
}

#[derive(Clone, Debug)]
struct Titles {
    list: Expression,
    id: Expression,
    text: Expression,
    /// The id of its question in an answer.
    of: Expression,
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
        let answers = Self {
            list,
            names: expressions(table, "names")?,
            value: expressions(table, "value")?,
            options: table.get("options").map(|entry| Options::read(&entry.table()?)).transpose()?,
            titles: table.get("titles").map(|entry| Titles::read(&entry.table()?)).transpose()?,
        };
        table.finish()?;
        Ok(answers)
    }

    /// Finds all answers of a delivery, and behind them the parts of those that have names for theirs, such as the rows of a matrix.
    pub(super) fn find(&self, data: &Rcvar) -> Vec<Answer> {
        let titles = self.titles.as_ref().map(|titles| titles.find(data)).unwrap_or_default();
        let found = self.list.find(data);
        let mut answers: Vec<_> = match found.as_ref() {
            Variable::Array(list) => {
                list.iter().take(ANSWERS_MAX).filter_map(|answer| self.of_list(answer, &titles)).collect()
            }
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
        };
        let parts: Vec<_> = answers.iter().flat_map(Answer::parts).take(ANSWERS_MAX).collect();
        answers.extend(parts);
        answers
    }

    fn of_list(&self, answer: &Rcvar, titles: &BTreeMap<String, String>) -> Option<Answer> {
        let title = self.titles.as_ref().and_then(|known| titles.get(&text(&known.of.find(answer))?).cloned());
        let named = self.names_of(answer);
        let plain: Vec<_> = named.iter().filter_map(|name| without_number(name)).collect();
        let names: Vec<_> = title.into_iter().chain(named).chain(plain).collect();
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
        // One answer in a list is that answer.
        only(match &self.options {
            Some(options) => options.named(&value, answer),
            None => value,
        })
    }
}

impl Answer {
    /// Returns the parts of an answer that has names for them. They are kept with the whole, and not again.
    fn parts(&self) -> Vec<Self> {
        let Variable::Object(parts) = self.value.as_ref() else { return Vec::new() };
        let part = |(name, value): (&String, &Rcvar)| {
            let whole = self.names.iter().map(|whole| format!("{whole}.{name}"));
            let names = std::iter::once(name.clone()).chain(whole).collect();
            Self { names, value: value.clone(), is_used: Cell::new(true) }
        };
        parts.iter().map(part).collect()
    }

    /// Returns the name to keep an answer by: the last, which is the one that does not change, unless a machine made it.
    fn name(&self) -> Option<&String> {
        self.names.last().filter(|name| !is_uuid(name)).or_else(|| self.names.first())
    }
}

impl Options {
    fn read(table: &Table<'_>) -> Result<Self, Complaint> {
        let need = |name| expression(table, name)?.ok_or_else(|| table.complain(format!("{name} is missing")));
        let options =
            Self { list: need("list")?, id: need("id")?, text: need("text")?, rows: expression(table, "rows")? };
        table.finish()?;
        Ok(options)
    }

    /// Puts the words of the choices in the place of their ids.
    fn named(&self, value: &Rcvar, answer: &Rcvar) -> Rcvar {
        let list = self.list.find(answer);
        match value.as_ref() {
            Variable::Object(object) => {
                let rows = self.rows.as_ref().map_or_else(|| Rcvar::new(Variable::Null), |rows| rows.find(answer));
                let row = |id: &String| {
                    let named = self.name(&Rcvar::new(Variable::String(id.clone())), &rows);
                    text(&named).unwrap_or_else(|| id.clone())
                };
                let named = object.iter().map(|(id, chosen)| (row(id), only(self.names(chosen, &list))));
                Rcvar::new(Variable::Object(named.collect()))
            }
            _ => self.names(value, &list),
        }
    }

    fn names(&self, value: &Rcvar, list: &Variable) -> Rcvar {
        match value.as_ref() {
            Variable::Array(ids) => Rcvar::new(Variable::Array(ids.iter().map(|id| self.name(id, list)).collect())),
            _ => self.name(value, list),
        }
    }

    fn name(&self, id: &Rcvar, list: &Variable) -> Rcvar {
        let found = list.as_array().and_then(|list| list.iter().find(|option| self.id.find(option) == *id));
        found.map_or_else(|| id.clone(), |option| self.text.find(option))
    }
}

impl Titles {
    fn read(table: &Table<'_>) -> Result<Self, Complaint> {
        let need = |name| expression(table, name)?.ok_or_else(|| table.complain(format!("{name} is missing")));
        let titles = Self { list: need("list")?, id: need("id")?, text: need("text")?, of: need("of")? };
        table.finish()?;
        Ok(titles)
    }

    fn find(&self, data: &Rcvar) -> BTreeMap<String, String> {
        let list = self.list.find(data);
        let questions = list.as_array().map(Vec::as_slice).unwrap_or_default().iter().take(ANSWERS_MAX);
        questions
            .filter_map(|question| Some((text(&self.id.find(question))?, text(&self.text.find(question))?)))
            .collect()
    }
}

/// Returns the only one of a list of one.
fn only(value: Rcvar) -> Rcvar {
    match value.as_ref() {
        Variable::Array(list) if list.len() == 1 => list.first().cloned().unwrap_or(value),
        _ => value,
    }
}

/// Tells whether a name is one that a machine made: 32 digits in five groups.
fn is_uuid(name: &str) -> bool {
    name.len() == 36
        && name.matches('-').count() == 4
        && name.bytes().all(|byte| byte == b'-' || byte.is_ascii_hexdigit())
}

/// Some forms number their questions: `q3_howWasIt` is also `howWasIt`.
fn without_number(name: &str) -> Option<String> {
    let (number, rest) = name.strip_prefix('q')?.split_once('_')?;
    (!number.is_empty() && number.bytes().all(|byte| byte.is_ascii_digit())).then(|| rest.to_owned())
}

/// Finds the answer to a question by one of its names, and remembers that it was used. Of several questions with one name, as a form
/// with branches has them, the one that was answered counts.
pub(super) fn answer_of<'a>(answers: &'a [Answer], reference: &str) -> Option<&'a Answer> {
    let wanted = plain(reference);
    let filled = || answers.iter().filter(|answer| !is_nothing(&answer.value));
    let exact = filled().find(|answer| answer.names.iter().any(|name| name == reference));
    let found = exact.or_else(|| filled().find(|answer| answer.names.iter().any(|name| plain(name) == wanted)))?;
    found.is_used.set(true);
    Some(found)
}

/// Writes a name as people compare them: small letters, single blanks, without the asterisks of a bold word.
fn plain(name: &str) -> String {
    name.to_lowercase().replace('*', "").split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Keeps the answers that became nothing else, by their first name.
pub(super) fn keep(answers: &[Answer], properties: &mut Map<String, Value>) {
    for answer in answers.iter().filter(|answer| !answer.is_used.get() && !is_nothing(&answer.value)) {
        let Some(name) = answer.name() else { continue };
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
