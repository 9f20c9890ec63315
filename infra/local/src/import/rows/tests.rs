//! Files as strangers make them: whatever is in one, its rows come to an end and nothing panics, and a sound one is read as it was
//! written. `MOMENTS_FUZZ_CASES=100000 cargo test -p moments --lib import` looks longer.

use std::io::Write as _;

use csv::{Terminator, WriterBuilder};
use flate2::Compression;
use flate2::write::GzEncoder;
use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::select;
use proptest::test_runner::Config;

use super::*;

fn config() -> Config {
    let cases = std::env::var("MOMENTS_FUZZ_CASES").ok().and_then(|cases| cases.parse().ok()).unwrap_or(100);
    Config { cases, failure_persistence: None, ..Config::default() }
}

fn opened(bytes: &[u8]) -> Result<Vec<Row>, Error> {
    let mut file = tempfile::NamedTempFile::new().unwrap();
    file.write_all(bytes).unwrap();
    Rows::open(file.path())?.collect()
}

fn packed(bytes: &[u8]) -> Vec<u8> {
    let mut packer = GzEncoder::new(Vec::new(), Compression::fast());
    packer.write_all(bytes).unwrap();
    packer.finish().unwrap()
}

/// Pieces of which files are made that are hard to read.
fn pieces() -> impl Strategy<Value = Vec<u8>> {
    let marks = select(vec![
        &b"\""[..],
        b"\"\"",
        b",",
        b";",
        b"\t",
        b"\n",
        b"\r\n",
        b"\r",
        b"{",
        b"}",
        b"[",
        b" ",
        b"\xef\xbb\xbf",
        b"\xff",
        b"\0",
        b"a",
        b"1",
        "\u{2028}".as_bytes(),
        "ñ".as_bytes(),
        b"\xf1",
    ]);
    vec(marks, 0..200).prop_map(|pieces| pieces.concat())
}

/// Values as people write them: with marks, lines and quotation marks.
fn value() -> impl Strategy<Value = String> {
    "[a-zñ0-9 ,;\t\"\n.]{0,12}".prop_map(|text| text.trim().to_owned())
}

proptest! {
    #![proptest_config(config())]

    #[test]
    fn whatever_is_in_a_file_its_rows_come_to_an_end(bytes in pieces(), is_packed: bool, cut in 0_usize..64) {
        let mut bytes = if is_packed { packed(&bytes) } else { bytes };
        bytes.truncate(bytes.len().saturating_sub(cut));
        // A file that cannot be read says so; one that can is read from its first line to its last.
        if let Ok(rows) = opened(&bytes) {
            let lines: Vec<_> = rows.iter().map(|row| row.line).collect();
            prop_assert!(lines.windows(2).all(|pair| pair[0] <= pair[1]), "{lines:?}");
            let most = bytes.len().max(1) * if is_packed { 2_000 } else { 1 };
            prop_assert!(rows.len() <= most);
        }
    }

    #[test]
    fn what_was_written_is_read(
        rows in vec(vec(value(), 3), 1..20),
        delimiter in select(vec![b',', b';', b'\t']),
        has_mark: bool,
        is_packed: bool,
        ends in select(vec![Terminator::CRLF, Terminator::Any(b'\n')]),
    ) {
        let mut writer = WriterBuilder::new().delimiter(delimiter).terminator(ends).from_writer(Vec::new());
        writer.write_record(["id", "comment", "csat"]).unwrap();
        for row in &rows {
            writer.write_record(row).unwrap();
        }
        let mut bytes = writer.into_inner().unwrap();
        if has_mark {
            bytes.splice(0..0, *b"\xef\xbb\xbf");
        }
        let read = opened(&if is_packed { packed(&bytes) } else { bytes }).unwrap();
        prop_assert_eq!(read.len(), rows.len());
        for (read, written) in read.into_iter().zip(rows) {
            let Content::Record(fields) = read.content else { return Err(TestCaseError::fail("it is no record")) };
            let named = ["id", "comment", "csat"].into_iter().map(str::to_owned).zip(written);
            let expected: Vec<_> = named.filter(|(_, value)| !value.is_empty()).collect();
            prop_assert_eq!(fields, expected);
        }
    }

    #[test]
    fn lines_of_json_are_read_as_they_stand(lines in vec("[a-zñ0-9{}\", ]{0,30}", 1..20)) {
        let text = format!("{{\"a\": 1}}\n{}\n", lines.join("\n"));
        let read = opened(text.as_bytes()).unwrap();
        let told: Vec<_> = read.iter().map(|row| row.content.shown()).collect();
        let expected = text.lines().map(str::trim).filter(|line| !line.is_empty()).map(Value::from);
        prop_assert_eq!(told, expected.collect::<Vec<_>>());
    }
}

#[test]
fn a_quotation_mark_that_is_never_closed_is_told_and_not_held() {
    let text = format!("id,comment\n1,fine\n2,\"never closed\n{}", "3,lost\n".repeat(ROW_BYTES_MAX / 7 + 1));
    let rows = opened(text.as_bytes()).unwrap();
    assert_eq!(rows.len(), 2);
    let Content::Broken { why, text } = &rows[1].content else { panic!("it was taken") };
    assert!(why.contains("quotation mark") && text.len() < 300, "{why}");
}

#[test]
fn what_a_spreadsheet_says_of_itself_is_heard_and_columns_of_one_name_are_told_apart() {
    for ends in ["\r\n", "\n"] {
        let text = format!("sep=;{ends}id;date;date{ends}1;a, b;c{ends}2;;{ends}");
        let rows = opened(text.as_bytes()).unwrap();
        let told: Vec<_> = rows.iter().map(|row| (row.line, row.content.shown())).collect();
        let first = serde_json::json!({"id": "1", "date": "a, b", "date_2": "c"});
        assert_eq!(told, [(3, first), (4, serde_json::json!({"id": "2"}))], "{ends:?}");
    }
}
