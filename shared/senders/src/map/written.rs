//! Reads a map as it is written.

use super::answers::{Answers, expression};
use super::fields::{self, Fields};
use super::{Event, Map, Reply};
use crate::proof::Proof;
use crate::proof::handshake::Handshake;
use crate::table::{Complaint, Entry, Table};

impl Map {
    /// Takes a map out of a table. The table is not finished: a deployment's has secrets besides.
    ///
    /// # Errors
    /// The first thing that is wrong, with its place.
    pub(crate) fn read(table: &Table<'_>) -> Result<Self, Complaint> {
        let map = Self {
            title: table.text("title")?,
            docs: table.text("docs")?,
            needs: table.text("needs")?,
            proofs: list_of(table, "proof", |entry| Proof::read(&entry.table()?))?,
            handshake: table.get("handshake").map(|entry| Handshake::read(&entry)).transpose()?,
            proves_customer: table.flag("proves_customer")?,
            reply: table.get("reply").map(|entry| read_reply(&entry)).transpose()?,
            open: expression(table, "open")?,
            each: expression(table, "each")?,
            ignore: expression(table, "ignore")?,
            event: expression(table, "event")?,
            events: list_of(table, "events", |entry| read_event(&entry.table()?))?,
            answers: table.get("answers").map(|entry| Answers::read(&entry.table()?)).transpose()?,
            fields: Fields::read(table)?,
        };
        Ok(map)
    }
}

/// Reads one table or a list of them.
fn list_of<T>(
    table: &Table<'_>,
    name: &'static str,
    read: impl Fn(&Entry<'_>) -> Result<T, Complaint>,
) -> Result<Vec<T>, Complaint> {
    let Some(entry) = table.get(name) else { return Ok(Vec::new()) };
    let entries = entry.as_list().unwrap_or_else(|| vec![entry]);
    entries.iter().map(read).collect()
}

fn read_event(table: &Table<'_>) -> Result<Event, Complaint> {
    let event = Event { names: table.texts("name")?, when: expression(table, "when")?, fields: Fields::read(table)? };
    table.finish()?;
    Ok(event)
}

fn read_reply(entry: &Entry<'_>) -> Result<Reply, Complaint> {
    let table = entry.table()?;
    let need = |name: &'static str| table.text(name)?.ok_or_else(|| table.complain(format!("{name} is missing")));
    let reply = Reply { content_type: need("content_type")?, body: need("body")? };
    table.finish()?;
    Ok(reply)
}

/// Returns the names of the fields of a touchpoint, for those who list what a map found.
pub(crate) fn field_names() -> impl Iterator<Item = &'static str> {
    fields::names()
}
