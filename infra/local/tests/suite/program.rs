//! The program itself: what its commands print, where, and with what exit code.

use std::path::Path;
use std::process::{Command, Output};

fn moments(data: &Path, arguments: &[&str]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_moments"));
    command.args(arguments).arg("--data").arg(data).env_remove("RUST_LOG").output().unwrap()
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8(bytes.to_vec()).unwrap()
}

/// Asserts that the program failed with one clear line that says this.
fn refused(output: &Output, word: &str) {
    let error = text(&output.stderr);
    assert_eq!((output.status.code(), error.lines().count()), (Some(1), 1), "{error}");
    assert!(error.starts_with("moments: ") && error.contains(word), "{error}");
}

#[test]
fn a_busy_address_and_a_damaged_configuration_are_one_line_each() {
    let data = tempfile::tempdir().unwrap();
    let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let address = listener.local_addr().unwrap().to_string();
    refused(&moments(data.path(), &["--listen", &address]), "is in use by another program");
    let file = data.path().join("mine.toml");
    std::fs::write(&file, "\n[[channels]\n").unwrap();
    refused(&moments(data.path(), &["--config", file.to_str().unwrap()]), "mine.toml:2: ");
}

#[test]
fn the_printed_configuration_is_one_to_start_with() {
    let data = tempfile::tempdir().unwrap();
    let printed = moments(data.path(), &["config"]);
    let file = data.path().join("mine.toml");
    std::fs::write(&file, &printed.stdout).unwrap();
    assert!(text(&printed.stdout).starts_with('#'));
    let report =
        moments(&data.path().join("d"), &["report", "--period", "2026-11", "--config", file.to_str().unwrap()]);
    assert!(report.status.success(), "{}", text(&report.stderr));
}

#[test]
fn a_report_says_where_its_files_are() {
    let data = tempfile::tempdir().unwrap();
    let report = moments(data.path(), &["report", "--period", "2026-W47"]);
    let printed = text(&report.stdout);
    assert!(report.status.success() && printed.contains("2026-W47"), "{printed}{}", text(&report.stderr));
    let files: Vec<_> = printed.lines().map(str::trim).filter(|line| line.starts_with('/')).collect();
    assert!(!files.is_empty() && files.iter().all(|file| Path::new(file).is_file()), "{printed}");
    refused(&moments(data.path(), &["report", "--period", "2026-W47", "--config", "missing.toml"]), "missing.toml");
    assert_eq!(moments(data.path(), &["report", "--period", "2026-W60"]).status.code(), Some(2), "clap's own refusal");
}
