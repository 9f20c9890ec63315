//! Where one field of a touchpoint comes from: a constant, an expression, the answer to a question.

use domain::touchpoint::terms::Terms;
use jmespath::{Rcvar, Variable};
use serde_json::Value;

use super::answers::{Answer, answer_of};
use super::convert::{Convert, text};
use crate::expression::{Expression, json_of};
use crate::table::{Complaint, Entry};

/// One part of a delivery, in which fields are looked for.
#[derive(Clone, Copy)]
pub(super) struct Part<'a> {
    /// All of it.
    pub(super) data: &'a Rcvar,
    /// What it answers to questions.
    pub(super) answers: &'a [Answer],
    /// By what terms the deployment takes it.
    pub(super) terms: &'a Terms<'a>,
}

/// Where a value comes from.
#[derive(Clone, Debug)]
pub(super) enum Source {
    /// The map says it.
    Constant(Value),
    /// The delivery says it.
    Found(Spec),
}

/// How a value is found and read.
#[derive(Clone, Debug)]
pub(super) struct Spec {
    /// Expressions, of which the first that finds something counts.
    pub(super) at: Vec<Expression>,
    /// Names of questions, likewise.
    pub(super) refs: Vec<String>,
    pub(super) convert: Convert,
    /// What the words of the sender mean: ours, and theirs in small letters.
    pub(super) words: Vec<(String, Vec<String>)>,
}

impl Spec {
    /// Reads a table such as `{ at = "a.b", as = "seconds" }` or `{ ref = "why" }`. The table is not finished: ratings have more.
    pub(super) fn read(table: &crate::table::Table<'_>, convert: Convert) -> Result<Self, Complaint> {
        let at = super::answers::expressions(table, "at")?;
        let refs = table.texts("ref")?;
        if at.is_empty() && refs.is_empty() {
            return Err(
                table.complain("must say `at` (an expression), `ref` (the name of a question) or `is` (a constant)")
            );
        }
        let convert = match table.get("as") {
            None => convert,
            Some(entry) => {
                let name = entry.text()?;
                let found = Convert::NAMES.iter().find(|(known, _)| *known == name).map(|(_, convert)| *convert);
                let names: Vec<_> = Convert::NAMES.iter().map(|(known, _)| *known).collect();
                found.ok_or_else(|| entry.complain(format!("must be one of {}", names.join(", "))))?
            }
        };
        let words = table.get("words").map(|entry| read_words(&entry)).transpose()?.unwrap_or_default();
        Ok(Self { at, refs, convert, words })
    }

    /// Finds the value as the sender wrote it.
    pub(super) fn raw(&self, part: Part<'_>) -> Option<Rcvar> {
        let by_name =
            self.refs.iter().filter_map(|name| answer_of(part.answers, name)).map(|answer| answer.value.clone());
        let by_place = self.at.iter().map(|expression| expression.find(part.data));
        by_name.chain(by_place).find(|value| !self.convert.is_absent(value, part.terms))
    }

    /// Finds the value and reads it. What was sent in its place and cannot be read comes back, so that it is not lost.
    fn find(&self, part: Part<'_>) -> Result<Option<Value>, Value> {
        let Some(raw) = self.raw(part) else { return Ok(None) };
        if !self.words.is_empty() {
            return Ok(self.word(&raw).map(Value::String));
        }
        let read = self.convert.of(&raw, part.terms);
        // A condition that does not hold finds false, and markup without words says nothing.
        let says_nothing = matches!(raw.as_ref(), Variable::Bool(_)) || self.convert == Convert::Html;
        if read.is_none() && !says_nothing { Err(json_of(&raw)) } else { Ok(read) }
    }

    /// Says what a word of the sender means.
    pub(super) fn word(&self, raw: &Variable) -> Option<String> {
        let said = text(raw)?.to_lowercase();
        let means = |fits: &dyn Fn(&str) -> bool| {
            self.words.iter().find(|(_, theirs)| theirs.iter().any(|word| fits(word))).map(|(ours, _)| ours.clone())
        };
        means(&|word| word == said).or_else(|| {
            // "Bad, with comment"
            means(&|word| {
                said.strip_prefix(word).is_some_and(|rest| rest.starts_with(|next: char| !next.is_alphanumeric()))
            })
        })
    }
}

/// Reads `{ good = ["Good", "Buena"], bad = ["Bad"] }`.
fn read_words(entry: &Entry<'_>) -> Result<Vec<(String, Vec<String>)>, Complaint> {
    let mut words = Vec::new();
    for (ours, entry) in entry.table()?.entries() {
        let theirs = entry.texts()?.into_iter().map(|(text, _)| text.trim().to_lowercase()).collect();
        words.push((ours.to_owned(), theirs));
    }
    Ok(words)
}

impl Source {
    /// Reads a source. A bare text is an expression, or, where a field usually is one word, that word.
    pub(super) fn read(entry: &Entry<'_>, convert: Convert, is_word: bool) -> Result<Self, Complaint> {
        if let Some(text) = entry.as_text() {
            if is_word {
                return Ok(Self::Constant(Value::String(text.to_owned())));
            }
            let at = vec![Expression::compile(text).map_err(|why| entry.complain(why))?];
            return Ok(Self::Found(Spec { at, refs: Vec::new(), convert, words: Vec::new() }));
        }
        if let Some(flag) = entry.as_flag() {
            return Ok(Self::Constant(Value::Bool(flag)));
        }
        if let Some(number) = entry.as_number() {
            return Ok(Self::Constant(constant(number)));
        }
        if entry.as_list().is_some() {
            let texts = entry.texts()?;
            let compile =
                |(text, entry): (&str, Entry<'_>)| Expression::compile(text).map_err(|why| entry.complain(why));
            let at = texts.into_iter().map(compile).collect::<Result<_, _>>()?;
            return Ok(Self::Found(Spec { at, refs: Vec::new(), convert, words: Vec::new() }));
        }
        let Some(table) = entry.as_table() else { return Err(entry.complain("must be a text or a table")) };
        if let Some(is) = table.get("is") {
            let value =
                is.as_text().map(Value::from).or(is.as_flag().map(Value::from)).or(is.as_number().map(constant));
            table.finish()?;
            return value.map(Self::Constant).ok_or_else(|| is.complain("must be a text, a number, true or false"));
        }
        let spec = Spec::read(&table, convert)?;
        table.finish()?;
        Ok(Self::Found(spec))
    }

    /// Finds the value, or what was sent in its place and cannot be read.
    pub(super) fn find(&self, part: Part<'_>) -> Result<Option<Value>, Value> {
        match self {
            Self::Constant(value) => Ok(Some(value.clone())),
            Self::Found(spec) => spec.find(part),
        }
    }

    /// Tells whether the map itself says it.
    pub(super) fn is_constant(&self) -> bool {
        matches!(self, Self::Constant(_))
    }

    /// Tells whether it is an amount in the smallest unit of a currency.
    pub(super) fn is_minor(&self) -> bool {
        matches!(self, Self::Found(spec) if spec.convert == Convert::MinorUnits)
    }
}

/// Writes a number of TOML as JSON: a whole one stays whole.
pub(super) fn constant(number: f64) -> Value {
    if number.fract() == 0.0 && number.abs() < 9e15 { Value::from(number as i64) } else { Value::from(number) }
}
