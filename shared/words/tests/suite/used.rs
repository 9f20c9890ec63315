//! No message is unused: each one's function is called somewhere in the sources.

use std::path::Path;

#[test]
fn every_message_is_said_somewhere() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    let mut sources = String::new();
    for folder in ["shared", "functions", "infra/local"] {
        read(&root.join(folder), &mut sources);
    }
    let english = crate::text_of("en");
    let keys = english.lines().filter(|line| line.starts_with(|first: char| first.is_ascii_lowercase()));
    let keys: Vec<&str> = keys.filter_map(|line| line.split_once(" =").map(|(key, _)| key)).collect();
    assert!(keys.len() > 300, "{}", keys.len());
    let is_said = |key: &str| {
        let name = key.replace('-', "_");
        [format!(".{name}("), format!("Language::{name}")].iter().any(|call| sources.contains(call))
    };
    let unused: Vec<_> = keys.into_iter().filter(|key| !is_said(key)).collect();
    assert!(unused.is_empty(), "{} unused: {}", unused.len(), unused.join(", "));
}

/// Adds every source and template, but those of this crate's tests.
fn read(folder: &Path, sources: &mut String) {
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir()
            && !path.ends_with("words/tests")
            && !path.ends_with("words/benches")
            && !path.ends_with("target")
        {
            read(&path, sources);
        } else if path.extension().is_some_and(|extension| extension == "rs" || extension == "html") {
            sources.push_str(&std::fs::read_to_string(&path).unwrap());
        }
    }
}
