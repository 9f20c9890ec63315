//! The documents, as a reader follows them: each command for this machine is run, and what a document prints below it is what
//! is answered. The commands for AWS are run against an emulator elsewhere.

use std::path::{Path, PathBuf};
use std::process::{Command, Output};
use std::time::{Duration, Instant};

use serde_json::Value;

use crate::support::Program;

/// Documents with commands, in the order in which somebody new reads them.
const DOCUMENTS: [&str; 7] = [
    "README.md",
    "docs/sending.md",
    "docs/reading.md",
    "docs/recovery.md",
    "docs/configuration.md",
    "infra/README.md",
    "CONTRIBUTING.md",
];
const ADDRESS: &str = "http://127.0.0.1:8787";
const PROGRAM: &str = "cargo run -- ";

struct Block {
    document: &'static str,
    language: String,
    text: String,
}

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

fn blocks() -> Vec<Block> {
    let mut blocks = Vec::new();
    for document in DOCUMENTS {
        let text = std::fs::read_to_string(root().join(document)).unwrap();
        for (place, fenced) in text.split("```").enumerate() {
            if place % 2 == 1 {
                let (language, text) = fenced.split_once('\n').unwrap();
                blocks.push(Block { document, language: language.trim().to_owned(), text: text.to_owned() });
            }
        }
    }
    blocks
}

fn has(program: &str) -> bool {
    Command::new(program).arg("--version").output().is_ok_and(|output| output.status.success())
}

/// Runs what a block says against a running program.
fn run(text: &str, address: &str, case: &str) -> Output {
    let program = format!("'{}' ", env!("CARGO_BIN_EXE_moments"));
    let text = text.replace(PROGRAM, &program).replace(ADDRESS, address).replace("/CASE/", &format!("/{case}/"));
    let text = text.replace("curl ", "curl --silent --show-error --fail-with-body ");
    Command::new("sh").args(["-e", "-c", &text]).output().unwrap()
}

/// Returns whether an answer is what a document prints, which may leave things out (`…`).
fn is_as_printed(printed: &Value, is: &Value, is_whole: bool) -> bool {
    match (printed, is) {
        (Value::Object(printed), Value::Object(is)) => {
            (!is_whole || printed.len() == is.len())
                && printed.iter().all(|(name, value)| is.get(name).is_some_and(|is| is_as_printed(value, is, is_whole)))
        }
        (Value::Array(printed), Value::Array(is)) => {
            printed.len() == is.len() && printed.iter().zip(is).all(|(one, other)| is_as_printed(one, other, is_whole))
        }
        _ => printed == is,
    }
}

#[test]
fn an_answer_may_say_more_only_where_something_is_left_out() {
    let is = serde_json::json!({"a": {"b": [1, 2], "c": 3}});
    let printed = |text: &str| serde_json::from_str::<Value>(text).unwrap();
    assert!(is_as_printed(&printed(r#"{"a": {"b": [1, 2]}}"#), &is, false));
    assert!(!is_as_printed(&printed(r#"{"a": {"b": [1, 2]}}"#), &is, true));
    assert!(!is_as_printed(&printed(r#"{"a": {"b": [1]}}"#), &is, false));
    assert!(!is_as_printed(&printed(r#"{"a": {"d": 3}}"#), &is, false));
    assert!(is_as_printed(&is, &is, true));
}

#[tokio::test(flavor = "multi_thread")]
async fn commands_answer_as_the_documents_print() {
    if !has("curl") {
        assert!(std::env::var_os("MOMENTS_LIBRARIES").is_none(), "curl is needed");
        eprintln!("SKIPPED: no curl to run the commands of the documents");
        return;
    }
    let data = tempfile::tempdir().unwrap();
    let program = Program::start(data.path()).await;
    let blocks = blocks();
    let (mut case, mut ran, mut compared) = (String::new(), 0, 0);
    for (place, block) in blocks.iter().enumerate() {
        let is_local =
            block.text.contains(ADDRESS) && block.text.contains("curl ") || block.text.contains("| cargo run");
        if block.language != "sh" || !is_local {
            continue;
        }
        let printed = blocks.get(place + 1).filter(|next| next.language == "json" && next.document == block.document);
        let is_whole = printed.is_some_and(|printed| !printed.text.contains('…'));
        let printed: Option<Value> = printed.map(|printed| {
            let text = printed.text.replace(", …}", "}").replace(", …]", "]").replace(", …", ",");
            serde_json::from_str(&text).unwrap_or_else(|error| panic!("{}: {error}: {text}", block.document))
        });
        // What was sent is judged a moment later: a reader who asks too early asks again.
        let deadline = Instant::now() + Duration::from_secs(60);
        loop {
            let output = run(&block.text, &program.address, &case);
            let (said, wrong) = (String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr));
            let is: Value = said.lines().next().and_then(|line| serde_json::from_str(line).ok()).unwrap_or_default();
            if let Some(id) = is["cases"][0]["id"].as_str() {
                id.clone_into(&mut case);
            }
            let is_right =
                output.status.success() && printed.as_ref().is_none_or(|printed| is_as_printed(printed, &is, is_whole));
            if is_right {
                break;
            }
            assert!(Instant::now() < deadline, "{}: {}\n{said}{wrong}", block.document, block.text);
            tokio::time::sleep(Duration::from_millis(200)).await;
        }
        ran += 1;
        compared += usize::from(printed.is_some());
    }
    assert!(ran >= 7 && compared >= 3, "{ran} blocks ran and {compared} were compared");
}

/// Returns the lines of the documents in which a command may stand: those of blocks, and code within a sentence.
fn lines() -> Vec<(&'static str, String)> {
    let blocks = blocks().into_iter().filter(|block| block.language == "sh");
    let of_block = |block: Block| block.text.lines().map(|line| (block.document, line.to_owned())).collect::<Vec<_>>();
    let mut lines: Vec<_> = blocks.flat_map(of_block).collect();
    for document in DOCUMENTS {
        let text = std::fs::read_to_string(root().join(document)).unwrap();
        for sentences in text.split("```").step_by(2) {
            let code = sentences.split('`').skip(1).step_by(2);
            lines.extend(code.map(|code| (document, code.replace('\n', " "))));
        }
    }
    lines
}

#[test]
fn every_command_of_the_documents_is_one_that_the_program_knows() {
    let mut count = 0;
    for (document, line) in lines() {
        let Some((_, arguments)) = line.split_once(PROGRAM) else { continue };
        let arguments = arguments.split(" #").next().unwrap().split(" > ").next().unwrap();
        // The program looks at everything before it prints its help.
        let line = format!("'{}' {arguments} --help", env!("CARGO_BIN_EXE_moments"));
        let output = Command::new("sh").args(["-c", &line]).env("bucket", "a-bucket").output().unwrap();
        assert!(output.status.success(), "{document}: {line}\n{}", String::from_utf8_lossy(&output.stderr));
        count += 1;
    }
    assert!(count >= 50, "{count} commands");
}
