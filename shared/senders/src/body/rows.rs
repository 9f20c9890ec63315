//! CSV: the first line names the fields of the others. Commas, semicolons, tabs and bars part them.

use csv::{ReaderBuilder, StringRecord};
use serde_json::{Map, Value};

use super::Unreadable;
use super::charset::{Charset, without_mark};

/// Lines of one delivery, at most.
const ROWS_MAX: usize = 10_000;
/// What parts the fields of a line, the likeliest first.
const MARKS: [u8; 4] = [b',', b';', b'\t', b'|'];
/// The name of what stands in a line behind its last field.
const MORE: &str = "more";

/// Reads lines as objects of texts. A line with nothing in it is none, as spreadsheets leave them at the end.
///
/// # Errors
/// It is no CSV, or has too many lines.
pub fn read(content_type: &str, bytes: &[u8]) -> Result<Value, Unreadable> {
    let charset = Charset::declared(content_type)?.unwrap_or(Charset::Utf8);
    let text = charset.text(without_mark(bytes));
    let (delimiter, text) = delimited(text.as_bytes());
    let mut reader = ReaderBuilder::new().flexible(true).delimiter(delimiter).trim(csv::Trim::All).from_reader(text);
    let broken = |_: csv::Error| Unreadable::Broken("the body is not CSV".to_owned());
    let names = told_apart(reader.headers().map_err(broken)?.iter().map(str::to_owned));
    let mut rows = Vec::new();
    for record in reader.records() {
        if rows.len() == ROWS_MAX {
            return Err(Unreadable::TooLarge(format!("a CSV file may have {ROWS_MAX} lines; send it in parts")));
        }
        let row = object(&names, &record.map_err(broken)?);
        if !row.is_empty() {
            rows.push(Value::Object(row));
        }
    }
    Ok(Value::Array(rows))
}

fn object(names: &[String], record: &StringRecord) -> Map<String, Value> {
    let fields = names.iter().zip(record).filter(|(name, value)| !name.is_empty() && !value.is_empty());
    let mut object: Map<_, _> = fields.map(|(name, value)| (name.clone(), Value::from(value))).collect();
    let more: Vec<_> = record.iter().skip(names.len()).filter(|value| !value.is_empty()).collect();
    if !more.is_empty() {
        object.entry(MORE).or_insert_with(|| more.join(", ").into());
    }
    object
}

/// Tells columns of one name apart, so that none hides another: `csat`, `csat_2`.
pub fn told_apart(names: impl Iterator<Item = String>) -> Vec<String> {
    let mut told: Vec<String> = Vec::new();
    for name in names {
        let number = (2..).find(|number| !told.contains(&format!("{name}_{number}"))).unwrap_or_default();
        let is_known = !name.is_empty() && told.contains(&name);
        told.push(if is_known { format!("{name}_{number}") } else { name });
    }
    told
}

/// Finds what parts the fields, and where the names begin: a first line `sep=;`, which Excel wants, says it. Otherwise it is the mark that
/// stands most often in the first line outside of quotation marks.
pub fn delimited(text: &[u8]) -> (u8, &[u8]) {
    let first = text.split(|byte| *byte == b'\n').next().unwrap_or_default();
    if let [b's' | b'S', b'e' | b'E', b'p' | b'P', b'=', mark] = first.strip_suffix(b"\r").unwrap_or(first)
        && MARKS.contains(mark)
    {
        return (*mark, text.get(first.len() + 1..).unwrap_or_default());
    }
    let (mut counts, mut is_quoted) = ([0_usize; MARKS.len()], false);
    for byte in text {
        match byte {
            b'"' => is_quoted = !is_quoted,
            b'\n' if !is_quoted => break,
            byte if !is_quoted => {
                let place = MARKS.iter().position(|mark| mark == byte);
                place.into_iter().for_each(|place| counts[place] += 1);
            }
            _ => {}
        }
    }
    let best = counts.iter().copied().max().unwrap_or_default();
    let found = counts.iter().position(|count| *count == best).unwrap_or_default();
    (MARKS[found], text)
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn lines_become_objects_whatever_parts_them() {
        let rows = json!([{"id": "1", "comment": "a, b\nc"}, {"id": "2"}]);
        for text in [
            "\u{feff}id,comment\r\n1,\"a, b\nc\"\r\n2,\r\n",
            "id;comment\n1;\"a, b\nc\"\n2",
            "id\tcomment\n1\t\"a, b\nc\"\n2\t",
            "id|comment\n1|\"a, b\nc\"\n2|\n|\n",
            "sep=;\r\nid;comment\r\n1;\"a, b\nc\"\r\n2;\r\n;\r\n",
        ] {
            assert_eq!(read("text/csv", text.as_bytes()), Ok(rows.clone()), "{text}");
        }
        assert_eq!(read("text/csv", b""), Ok(json!([])));
        let many = format!("a\n{}", "1\n".repeat(ROWS_MAX + 1));
        assert!(matches!(read("text/csv", many.as_bytes()), Err(Unreadable::TooLarge(_))));
    }

    #[test]
    fn no_value_of_an_untidy_file_is_lost() {
        let rows = |text: &[u8]| read("text/csv", text).unwrap();
        assert_eq!(
            rows(b"csat,csat,csat_2,csat\n1,2,3,4\n"),
            json!([{"csat": "1", "csat_2": "2", "csat_2_2": "3", "csat_3": "4"}])
        );
        assert_eq!(
            rows(b"id,csat\n1,2,late,\"and, cold\"\n3\n"),
            json!([{"id": "1", "csat": "2", "more": "late, and, cold"}, {"id": "3"}])
        );
        assert_eq!(rows(b"\"a,b,c\";id\nx;1\n"), json!([{"a,b,c": "x", "id": "1"}]));
        assert_eq!(rows(b"id,comment\n1,Fr\xfchst\xfcck\n"), json!([{"id": "1", "comment": "Frühstück"}]));
    }
}
