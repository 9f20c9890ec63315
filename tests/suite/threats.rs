//! Every test that `docs/security.md` names is there: a threat without its test is a wish.

use std::fs;
use std::path::Path;

#[test]
fn every_threat_names_a_test_that_exists() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    let document = fs::read_to_string(root.join("docs/security.md")).unwrap();
    let table = document.split("## Threats").nth(1).unwrap().split("\n## ").next().unwrap();
    let rows: Vec<_> = table.lines().filter(|line| line.starts_with("| ") && !line.starts_with("| threat")).collect();
    assert!(rows.len() >= 20, "{} threats", rows.len());
    for row in rows {
        let shown_by = row.trim_end_matches(" |").rsplit(" | ").next().unwrap();
        let mut named = 0;
        for part in shown_by.split("; ") {
            let (file, tests) = part.split_once(" › ").unwrap_or_else(|| panic!("no file in: {part}"));
            let file = file.trim_matches('`');
            let source = fs::read_to_string(root.join(file)).unwrap_or_else(|_| panic!("{file} is not there"));
            for test in tests.split("`, `").map(|test| test.trim_matches('`')) {
                let is_there = match file.ends_with(".mjs") {
                    true => source.contains(&format!("test(\"{test}\"")),
                    false => source.contains(&format!("fn {test}(")),
                };
                assert!(is_there, "{file} has no test `{test}`");
                named += 1;
            }
        }
        assert!(named > 0, "{row}");
    }
}
