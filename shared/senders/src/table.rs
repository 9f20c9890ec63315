//! Reads a TOML table name by name and knows the place of each: what is wrong is told with its line. Knows no name of a map.

use std::cell::RefCell;
use std::collections::BTreeSet;
use std::ops::Range;

use toml::Spanned;
use toml::de::{DeTable, DeValue};

/// What is wrong with a document, and where. Quotes no value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Complaint {
    /// Place in bytes.
    pub at: usize,
    /// Place as a dotted path.
    pub path: String,
    /// What it should be.
    pub why: String,
}

impl Complaint {
    /// Words it with its line in a text.
    pub fn in_text(&self, text: &str) -> String {
        let line = text.bytes().take(self.at).filter(|byte| *byte == b'\n').count() + 1;
        format!("line {line}: {}: {}", self.path, self.why)
    }
}

impl std::fmt::Display for Complaint {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}: {}", self.path, self.why)
    }
}

/// A value with its place.
#[derive(Clone, Copy, Debug)]
pub struct Node<'t> {
    value: &'t Spanned<DeValue<'t>>,
}

/// A value, its place and its path.
#[derive(Clone, Debug)]
pub struct Entry<'t> {
    /// The value.
    pub node: Node<'t>,
    /// The dotted path.
    pub path: String,
}

impl<'t> Entry<'t> {
    /// Complains about it.
    pub fn complain(&self, why: impl Into<String>) -> Complaint {
        Complaint { at: self.node.value.span().start, path: self.path.clone(), why: why.into() }
    }

    /// Returns its place.
    pub fn span(&self) -> Range<usize> {
        self.node.value.span()
    }

    /// Returns a text, if it is one.
    pub fn as_text(&self) -> Option<&'t str> {
        self.node.value.get_ref().as_str()
    }

    /// Returns a number, if it is one.
    pub fn as_number(&self) -> Option<f64> {
        match self.node.value.get_ref() {
            DeValue::Integer(number) => number.as_str().replace('_', "").parse().ok(),
            DeValue::Float(number) => number.as_str().replace('_', "").parse().ok(),
            _ => None,
        }
    }

    /// Returns true or false, if it is that.
    pub fn as_flag(&self) -> Option<bool> {
        self.node.value.get_ref().as_bool()
    }

    /// Returns the entries of a list, if it is one.
    pub fn as_list(&self) -> Option<Vec<Entry<'t>>> {
        let list = self.node.value.get_ref().as_array()?;
        let entry = |(index, value)| Entry { node: Node { value }, path: format!("{}[{index}]", self.path) };
        Some(list.iter().enumerate().map(entry).collect())
    }

    /// Returns a table, if it is one.
    pub fn as_table(&self) -> Option<Table<'t>> {
        let table = self.node.value.get_ref().as_table()?;
        Some(Table { table, at: self.node.value.span().start, path: self.path.clone(), taken: RefCell::default() })
    }

    /// Takes a text.
    ///
    /// # Errors
    /// It is none.
    pub fn text(&self) -> Result<&'t str, Complaint> {
        self.as_text().ok_or_else(|| self.complain("must be a text"))
    }

    /// Takes a table.
    ///
    /// # Errors
    /// It is none.
    pub fn table(&self) -> Result<Table<'t>, Complaint> {
        self.as_table().ok_or_else(|| self.complain("must be a table"))
    }

    /// Takes one text or a list of them.
    ///
    /// # Errors
    /// It is something else.
    pub fn texts(&self) -> Result<Vec<(&'t str, Entry<'t>)>, Complaint> {
        let entries = self.as_list().unwrap_or_else(|| vec![self.clone()]);
        entries.into_iter().map(|entry| Ok((entry.text()?, entry))).collect()
    }
}

/// A table that is read name by name.
#[derive(Debug)]
pub struct Table<'t> {
    table: &'t DeTable<'t>,
    at: usize,
    path: String,
    taken: RefCell<BTreeSet<&'static str>>,
}

impl<'t> Table<'t> {
    /// Takes a whole document, or a part of one.
    pub fn new(table: &'t Spanned<DeTable<'t>>, path: &str) -> Self {
        Self { table: table.get_ref(), at: table.span().start, path: path.to_owned(), taken: RefCell::default() }
    }

    /// Complains about the table.
    pub fn complain(&self, why: impl Into<String>) -> Complaint {
        Complaint { at: self.at, path: self.path.clone(), why: why.into() }
    }

    /// Takes an entry, if it is there.
    pub fn get(&self, name: &'static str) -> Option<Entry<'t>> {
        self.taken.borrow_mut().insert(name);
        self.table.get(name).map(|value| self.entry(name, value))
    }

    /// Lists all entries.
    pub fn entries(&self) -> Vec<(&'t str, Entry<'t>)> {
        let named = |(name, value): (&'t Spanned<_>, &'t Spanned<DeValue<'t>>)| {
            let name: &'t std::borrow::Cow<'t, str> = name.get_ref();
            (name.as_ref(), self.entry(name, value))
        };
        self.table.iter().map(named).collect()
    }

    fn entry(&self, name: &str, value: &'t Spanned<DeValue<'t>>) -> Entry<'t> {
        let path = if self.path.is_empty() { name.to_owned() } else { format!("{}.{name}", self.path) };
        Entry { node: Node { value }, path }
    }

    /// Takes a text, if it is there.
    ///
    /// # Errors
    /// It is something else.
    pub fn text(&self, name: &'static str) -> Result<Option<String>, Complaint> {
        self.get(name).map(|entry| entry.text().map(str::to_owned)).transpose()
    }

    /// Takes one text or several; none if it is not there.
    ///
    /// # Errors
    /// It is something else.
    pub fn texts(&self, name: &'static str) -> Result<Vec<String>, Complaint> {
        let texts = self.get(name).map(|entry| entry.texts()).transpose()?.unwrap_or_default();
        Ok(texts.into_iter().map(|(text, _)| text.to_owned()).collect())
    }

    /// Takes a whole number of at least 0, if it is there.
    ///
    /// # Errors
    /// It is something else.
    pub fn whole(&self, name: &'static str) -> Result<Option<u64>, Complaint> {
        let Some(entry) = self.get(name) else { return Ok(None) };
        let number = entry.as_number().filter(|number| *number >= 0.0 && number.fract() == 0.0);
        number.map(|number| Some(number as u64)).ok_or_else(|| entry.complain("must be a whole number, 0 or more"))
    }

    /// Takes true or false, if it is there.
    ///
    /// # Errors
    /// It is something else.
    pub fn flag(&self, name: &'static str) -> Result<Option<bool>, Complaint> {
        let Some(entry) = self.get(name) else { return Ok(None) };
        entry.as_flag().map(Some).ok_or_else(|| entry.complain("must be true or false"))
    }

    /// Lists the names that were taken.
    #[cfg(test)]
    pub(crate) fn taken(&self) -> Vec<String> {
        self.taken.borrow().iter().map(|name| (*name).to_owned()).collect()
    }

    /// Complains about the first entry that nobody took.
    ///
    /// # Errors
    /// There is one.
    pub fn finish(&self) -> Result<(), Complaint> {
        let taken = self.taken.borrow();
        for (name, entry) in self.entries() {
            if !taken.contains(name) {
                return Err(entry.complain(unknown(name, taken.iter().copied())));
            }
        }
        Ok(())
    }
}

/// Says that a name is not known, and which was probably meant.
pub fn unknown<'a>(name: &str, known: impl Iterator<Item = &'a str>) -> String {
    let near = known.map(|known| (strsim::damerau_levenshtein(name, known), known)).min();
    match near.filter(|(distance, known)| *distance <= 2.max(known.len() / 4)) {
        Some((_, near)) => format!("is not known here; did you mean `{near}`?"),
        None => "is not known here".to_owned(),
    }
}
