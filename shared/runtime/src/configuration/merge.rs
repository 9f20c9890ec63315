//! A document in several parts, so that not everybody reads all of it: made into one again. Knows no section but the names of
//! those that are kept apart.

use toml::{Table, Value};

/// Sections for those who send, link or act: addresses and passwords of channels, what signs links, who may act on cases. The
/// others are for everybody.
pub const KEPT_APART: [&str; 3] = ["channels", "links", "case_keys"];

/// Makes one document of its parts: lists of the same name one after the other, tables of the same name together.
///
/// # Errors
/// What is given twice, by its name and never by its value.
pub fn merge(parts: impl IntoIterator<Item = Table>) -> Result<Table, String> {
    let mut whole = Table::new();
    for (name, value) in parts.into_iter().flatten() {
        match (whole.get_mut(&name), value) {
            (Some(Value::Array(list)), Value::Array(more)) => list.extend(more),
            (Some(Value::Table(table)), Value::Table(more)) => join(table, more, &name)?,
            (Some(_), _) => return Err(twice(&name)),
            (None, value) => {
                whole.insert(name, value);
            }
        }
    }
    Ok(whole)
}

/// Puts the fields of one table into another. A list in it is a value like any other: whose would come first?
fn join(table: &mut Table, more: Table, path: &str) -> Result<(), String> {
    for (name, value) in more {
        let path = format!("{path}.{name}");
        match (table.get_mut(&name), value) {
            (Some(Value::Table(table)), Value::Table(more)) => join(table, more, &path)?,
            (Some(_), _) => return Err(twice(&path)),
            (None, value) => {
                table.insert(name, value);
            }
        }
    }
    Ok(())
}

fn twice(path: &str) -> String {
    format!("{path}: is given in more than one part; leave it in one")
}

/// Lists the addresses of `first,/second,/third`. Only a comma before a slash parts them: a folder may have one in its name.
pub(crate) fn addresses(text: &str) -> Vec<String> {
    let mut parts = text.split(",/");
    let first = parts.next().map(str::to_owned);
    first.into_iter().chain(parts.map(|part| format!("/{part}"))).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn merged(parts: &[&str]) -> Result<Table, String> {
        merge(parts.iter().map(|part| part.parse().unwrap()))
    }

    #[test]
    fn parts_are_one_document_again() {
        let whole = merged(&[
            "language = 'en'\n[[channels]]\nname = 'a'\n[escalation]\ncontact_hours = 2\n[calendar.open]\nmon = '9'",
            "event_prefix = 'x'\n[[channels]]\nname = 'b'\n[escalation]\nresolve_hours = 3\n[calendar.open]\ntue = '8'",
            "",
        ]);
        let written = "language = 'en'\nevent_prefix = 'x'\nchannels = [{name = 'a'}, {name = 'b'}]\n\
                       escalation = {contact_hours = 2, resolve_hours = 3}\ncalendar.open = {mon = '9', tue = '8'}";
        assert_eq!(whole.unwrap(), written.parse().unwrap());
    }

    #[test]
    fn what_is_given_twice_is_refused_by_name_and_not_quoted() {
        for (first, second, name) in [
            ("event_prefix = 'hunter2'", "event_prefix = 'hunter2'", "event_prefix: "),
            ("[links]\nkey = 'hunter2'", "[links]\nkey = 'hunter3'", "links.key: "),
            ("[calendar]\nholidays = ['hunter2']", "[calendar]\nholidays = ['hunter2']", "calendar.holidays: "),
            ("[links]\nkey = 'hunter2'", "[[links]]\nkey = 'hunter2'", "links: "),
            ("links = 'hunter2'", "[links]\nkey = 'hunter2'", "links: "),
        ] {
            let refused = merged(&[first, second]).unwrap_err();
            assert!(refused.starts_with(name) && !refused.contains("hunter"), "{refused}");
        }
    }

    #[test]
    fn a_comma_in_a_name_parts_nothing() {
        assert_eq!(
            addresses("/moments/configuration,/moments/channels"),
            ["/moments/configuration", "/moments/channels"]
        );
        assert_eq!(addresses("./a,b/moments.toml"), ["./a,b/moments.toml"]);
    }
}
