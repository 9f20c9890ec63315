//! Writes what the fast reader says of texts that it was not trained on. The deep reader's training learns from these lines
//! how far to trust either. Chooses no settings: they are the first ones that are tried. Lines that were written for the deep reader
//! only are read by the weights that are built in, which never saw them.

use std::fs::{self, File};
use std::io::{BufWriter, Write as _};
use std::path::Path;

use serde_json::{Value, json};
use text::{OwnWords, Reader, Reading};

use crate::Failure;
use crate::data::Data;
use crate::fit::train;
use crate::folds::FIRST;

/// Writes a JSON line for each text of each source, read by a training on the other sources.
pub(crate) fn write(data: &Data, path: &Path) -> Result<(), Failure> {
    let mut out = BufWriter::new(File::create(path)?);
    for (source, name) in data.sources.iter().enumerate() {
        let file = train(data, Some(source), &FIRST)?;
        let reader = Reader::new(&file).ok_or("the weights cannot be read")?;
        for row in data.rows.iter().filter(|row| row.source == source) {
            let reading = reader.read(&row.text, None, &OwnWords::default());
            let line = json!({
                "source": name, "lang": row.language.code(), "text": row.text,
                "outcome": row.outcome, "stage": row.stage, "complaint": row.complaint,
                "fast": fast(&reading),
            });
            writeln!(out, "{line}")?;
        }
    }
    for (name, file) in [("own-deep", "own.tsv"), ("own-causes", "causes.tsv"), ("judged", "judged.tsv")] {
        for line in fs::read_to_string(Path::new(DEEP).join(file))?.lines().filter(|line| !line.starts_with("# ")) {
            writeln!(out, "{}", of_line(name, line)?)?;
        }
    }
    out.flush()?;
    Ok(())
}

/// Lines for the deep reader only.
const DEEP: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/deep");

/// A line of `language, outcome, stage, complaint, causes, text`, or of `language, causes, text`, parted by tabs.
fn of_line(source: &str, line: &str) -> Result<Value, Failure> {
    let parts: Vec<&str> = line.split('\t').collect();
    let (lang, [outcome, stage, complaint], causes, text) = match parts[..] {
        [lang, outcome, stage, complaint, causes, text] => (lang, [outcome, stage, complaint], causes, text),
        [lang, causes, text] => (lang, ["-"; 3], causes, text),
        _ => return Err(format!("{source}: three or six parts wanted: {line}").into()),
    };
    let place = |all: &[&str], word: &str| all.iter().position(|one| *one == word);
    let complaint = place(&["no", "yes"], complaint).map(|place| place == 1);
    let causes = match causes {
        "?" => None,
        "-" => Some(Vec::new()),
        several => Some(several.split(',').collect()),
    };
    let reading = text::reader().ok_or("the weights are built in")?.read(text, None, &OwnWords::default());
    Ok(json!({
        "source": source, "lang": lang, "text": text, "outcome": place(&["misery", "average", "magic"], outcome),
        "stage": place(&["zero", "first", "second", "ultimate"], stage), "complaint": complaint, "causes": causes,
        "fast": fast(&reading),
    }))
}

/// What the fast reader says, as the training of the deep one takes it.
fn fast(reading: &Reading) -> Value {
    json!({
        "lang": reading.language.map(text::Language::code), "is_read": reading.is_read, "asks": reading.asks,
        "outcome": reading.outcome, "stage": reading.stage, "complaint": reading.complaint,
    })
}
