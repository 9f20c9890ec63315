//! A document in several parts, so that not everybody reads all of it: made into one again. Knows no section.

use toml::Spanned;
use toml::de::{DeTable, DeValue};

/// What is given in more than one part: its path, and where the later one is. Never its value.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Twice {
    pub(super) path: String,
    pub(super) at: usize,
}

/// Puts a part into the document: lists of the same name one after the other, tables of the same name together. Returns what is
/// given twice.
pub(super) fn merge_into<'t>(whole: &mut DeTable<'t>, part: DeTable<'t>) -> Vec<Twice> {
    let mut twice = Vec::new();
    join(whole, part, "", &mut twice);
    twice
}

/// Puts the entries of one table into another. Lists are joined at the top only: below, a list is a value like any other, and
/// whose would come first?
fn join<'t>(whole: &mut DeTable<'t>, part: DeTable<'t>, above: &str, twice: &mut Vec<Twice>) {
    for (name, value) in part {
        let path = format!("{above}{}", name.get_ref());
        let at = name.span().start;
        let span = value.span();
        match (whole.get_mut(&name).map(Spanned::get_mut), value.into_inner()) {
            (Some(DeValue::Array(list)), DeValue::Array(more)) if above.is_empty() => {
                more.iter().for_each(|item| list.push(item.clone()));
            }
            (Some(DeValue::Table(table)), DeValue::Table(more)) => join(table, more, &format!("{path}."), twice),
            (Some(_), _) => twice.push(Twice { path, at }),
            (None, value) => {
                whole.insert(name, Spanned::new(span, value));
            }
        }
    }
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

    fn merged(parts: &[&'static str]) -> (DeTable<'static>, Vec<String>) {
        let mut whole = DeTable::new();
        let mut twice = Vec::new();
        for part in parts {
            twice.extend(merge_into(&mut whole, DeTable::parse(part).unwrap().into_inner()));
        }
        (whole, twice.into_iter().map(|twice| twice.path).collect())
    }

    #[test]
    fn parts_are_one_document_again() {
        let (whole, twice) = merged(&[
            "language = 'en'\n[[channels]]\nname = 'a'\n[escalation]\ncontact_hours = 2\n[calendar.open]\nmon = '9'",
            "event_prefix = 'x'\n[[channels]]\nname = 'b'\n[escalation]\nresolve_hours = 3\n[calendar.open]\ntue = '8'",
            "",
        ]);
        let written = "language = 'en'\nevent_prefix = 'x'\nchannels = [{name = 'a'}, {name = 'b'}]\n\
                       escalation = {contact_hours = 2, resolve_hours = 3}\ncalendar.open = {mon = '9', tue = '8'}";
        assert!(twice.is_empty());
        let whole: toml::Table =
            serde::Deserialize::deserialize(toml::de::Deserializer::from(Spanned::new(0..0, whole))).unwrap();
        assert_eq!(whole, written.parse().unwrap());
    }

    #[test]
    fn what_is_given_twice_is_named_and_not_quoted() {
        for (first, second, name) in [
            ("event_prefix = 'hunter2'", "event_prefix = 'hunter2'", "event_prefix"),
            ("[links]\nkey = 'hunter2'", "[links]\nkey = 'hunter3'", "links.key"),
            ("[calendar]\nholidays = ['hunter2']", "[calendar]\nholidays = ['hunter2']", "calendar.holidays"),
            ("[links]\nkey = 'hunter2'", "[[links]]\nkey = 'hunter2'", "links"),
            ("links = 'hunter2'", "[links]\nkey = 'hunter2'", "links"),
        ] {
            assert_eq!(merged(&[first, second]).1, [name]);
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
