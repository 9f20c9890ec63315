//! CSV: the first line names the fields of the others. Commas, semicolons and tabs part them.

use csv::{ReaderBuilder, StringRecord};
use serde_json::{Map, Value};

use super::Unreadable;
use super::charset::{Charset, without_mark};

/// Lines of one delivery, at most.
const ROWS_MAX: usize = 10_000;

/// Reads lines as objects of texts.
///
/// # Errors
/// It is no CSV, or has too many lines.
pub fn read(content_type: &str, bytes: &[u8]) -> Result<Value, Unreadable> {
    let charset = Charset::declared(content_type)?.unwrap_or(Charset::Utf8);
    let text = charset.text(without_mark(bytes));
    let first = text.lines().next().unwrap_or_default();
    let count = |mark: char| first.matches(mark).count();
    let delimiter =
        [(b',', ','), (b';', ';'), (b'\t', '\t')].into_iter().max_by_key(|(byte, mark)| (count(*mark), *byte == b','));
    let mut reader = ReaderBuilder::new()
        .flexible(true)
        .delimiter(delimiter.map_or(b',', |(byte, _)| byte))
        .trim(csv::Trim::All)
        .from_reader(text.as_bytes());
    let broken = |_: csv::Error| Unreadable::Broken("the body is not CSV".to_owned());
    let names = reader.headers().map_err(broken)?.clone();
    let mut rows = Vec::new();
    for record in reader.records() {
        if rows.len() == ROWS_MAX {
            return Err(Unreadable::TooLarge(format!("a CSV file may have {ROWS_MAX} lines; send it in parts")));
        }
        rows.push(object(&names, &record.map_err(broken)?));
    }
    Ok(Value::Array(rows))
}

fn object(names: &StringRecord, record: &StringRecord) -> Value {
    let fields = names.iter().zip(record).filter(|(name, value)| !name.is_empty() && !value.is_empty());
    Value::Object(fields.map(|(name, value)| (name.to_owned(), Value::from(value))).collect::<Map<_, _>>())
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
        ] {
            assert_eq!(read("text/csv", text.as_bytes()), Ok(rows.clone()), "{text}");
        }
        assert_eq!(read("text/csv", b""), Ok(json!([])));
        let many = format!("a\n{}", "1\n".repeat(ROWS_MAX + 1));
        assert!(matches!(read("text/csv", many.as_bytes()), Err(Unreadable::TooLarge(_))));
    }
}
