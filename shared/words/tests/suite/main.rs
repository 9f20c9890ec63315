//! The files and their functions: what does not build, what is filled in, and that no message is unused.

#![expect(clippy::expect_used, clippy::panic, clippy::unwrap_used, reason = "tests: what is not there has failed")]

#[path = "../../build/check.rs"]
mod check;
#[path = "../../build/emit.rs"]
mod emit;
#[path = "../../build/messages.rs"]
mod messages;

mod build;
mod filled;
mod glossary;
mod used;

/// Returns every message of a language: its file, and the files of its folder.
fn text_of(tag: &str) -> String {
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("languages");
    let mut text = std::fs::read_to_string(folder.join(format!("{tag}.ftl"))).unwrap();
    for entry in std::fs::read_dir(folder.join(tag)).unwrap() {
        text.push_str(&std::fs::read_to_string(entry.unwrap().path()).unwrap());
    }
    text
}
