//! Turns the files of `languages/` into typed Rust functions: one function a message. Fails with a list if a file does not
//! parse, or if two languages disagree about a message or its arguments. Formats nothing: that is `src/language/fill.rs`.

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

/// Reads every language of a folder and returns the code, or everything that is wrong. A language is one file, `en.ftl`, and the
/// files of the folder with its name, `en/`: one for each part of Moments that has many words of its own.
fn generate(folder: &Path) -> Result<String, Vec<String>> {
    let mut languages = Vec::new();
    for path in files(folder)? {
        let tag = name_of(&path);
        let mut language = messages::read(&tag, &text_of(&path)?)?;
        for part in files(&folder.join(&tag))? {
            messages::add(&mut language, &format!("{tag}/{}.ftl", name_of(&part)), &text_of(&part)?)?;
        }
        languages.push(language);
    }
    emit::code(&check::checked(languages)?).map_err(|fault| vec![fault.to_string()])
}

/// Lists the language files of a folder by name; none if there is no such folder.
fn files(folder: &Path) -> Result<Vec<PathBuf>, Vec<String>> {
    if !folder.is_dir() {
        return Ok(Vec::new());
    }
    let mut paths: Vec<PathBuf> = Vec::new();
    for entry in std::fs::read_dir(folder).map_err(|error| unreadable(folder, &error))? {
        let path = entry.map_err(|error| unreadable(folder, &error))?.path();
        if path.extension().is_some_and(|extension| extension == "ftl") {
            paths.push(path);
        }
    }
    paths.sort();
    Ok(paths)
}

fn name_of(path: &Path) -> String {
    path.file_stem().and_then(|stem| stem.to_str()).unwrap_or_default().to_owned()
}

fn text_of(path: &Path) -> Result<String, Vec<String>> {
    std::fs::read_to_string(path).map_err(|error| unreadable(path, &error))
}

fn unreadable(path: &Path, error: &std::io::Error) -> Vec<String> {
    vec![format!("{}: {error}", path.display())]
}
