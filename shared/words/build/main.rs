//! Turns the files of `languages/` into typed Rust functions: one function a message. Fails with a list if a file does not
//! parse, or if two languages disagree about a message or its arguments. Formats nothing: that is `src/fill.rs`.

#![expect(clippy::print_stdout, clippy::print_stderr, reason = "cargo and people read what a build script prints")]

use std::path::{Path, PathBuf};
use std::process::ExitCode;

mod check;
mod emit;
mod messages;

fn main() -> ExitCode {
    println!("cargo:rerun-if-changed=languages");
    println!("cargo:rerun-if-changed=build");
    match generate(Path::new("languages")).and_then(|code| {
        let out = std::env::var_os("OUT_DIR").ok_or_else(|| vec!["OUT_DIR is not set".to_owned()])?;
        std::fs::write(PathBuf::from(out).join("words.rs"), code).map_err(|error| vec![error.to_string()])
    }) {
        Ok(()) => ExitCode::SUCCESS,
        Err(faults) => {
            for fault in faults {
                eprintln!("error: {fault}");
            }
            ExitCode::FAILURE
        }
    }
}

/// Reads every language of a folder and returns the code, or everything that is wrong.
fn generate(folder: &Path) -> Result<String, Vec<String>> {
    let unreadable = |error: std::io::Error| vec![format!("{}: {error}", folder.display())];
    let mut paths: Vec<PathBuf> = Vec::new();
    for entry in std::fs::read_dir(folder).map_err(unreadable)? {
        let path = entry.map_err(unreadable)?.path();
        if path.extension().is_some_and(|extension| extension == "ftl") {
            paths.push(path);
        }
    }
    paths.sort();
    let mut languages = Vec::new();
    for path in paths {
        let tag = path.file_stem().and_then(|stem| stem.to_str()).unwrap_or_default().to_owned();
        let text = std::fs::read_to_string(&path).map_err(unreadable)?;
        languages.push(messages::read(&tag, &text)?);
    }
    emit::code(&check::checked(languages)?).map_err(|fault| vec![fault.to_string()])
}
