//! Reads the data: a folder of gzipped JSON lines with weak labels, text written for this project, a lexicon.

use std::collections::BTreeMap;
use std::fs::{self, File};
use std::io::{BufRead as _, BufReader, Read};
use std::path::{Path, PathBuf};

use clap::Args;
use flate2::read::GzDecoder;
use serde::Deserialize;
use sha2::{Digest as _, Sha256};
use text::Language;

use crate::Failure;
use crate::vectors::Vectors;

/// Where the data are.
#[derive(Clone, Debug, Args)]
pub(crate) struct From {
    /// Folder of `*.jsonl.gz` and, if there is one, `lexicon*.json.gz`
    #[arg(long)]
    pub(crate) data: PathBuf,
    /// Folder of what is kept in the repository: `own.tsv`, `emoji.tsv`, `vectors.bin`
    #[arg(long, default_value = concat!(env!("CARGO_MANIFEST_DIR"), "/data"))]
    pub(crate) own: PathBuf,
}

/// Everything that is learnt from.
pub(crate) struct Data {
    pub(crate) rows: Vec<Row>,
    /// Names of the sources: files, or what a file names as its sources where it mixes several.
    pub(crate) sources: Vec<String>,
    /// Pleasantness of words, by language.
    pub(crate) lexicon: BTreeMap<String, BTreeMap<String, i8>>,
    /// What words mean, as a teacher sees it.
    pub(crate) vectors: Vectors,
    /// The files with their SHA-256.
    pub(crate) files: Vec<(String, String)>,
}

/// One text with what is known of it.
#[derive(Clone, Debug)]
pub(crate) struct Row {
    pub(crate) text: String,
    pub(crate) language: Language,
    /// Misery 0, average 1, magic 2.
    pub(crate) outcome: Option<usize>,
    /// Zero 0, first 1, second 2, ultimate 3.
    pub(crate) stage: Option<usize>,
    pub(crate) complaint: Option<bool>,
    pub(crate) source: usize,
}

#[derive(Deserialize)]
struct Line {
    lang: String,
    text: String,
    outcome: Option<String>,
    stage: Option<String>,
    critical: Option<bool>,
    source: String,
}

/// The name under which text of our own stands among the sources.
pub(crate) const OWN: &str = "own";

/// Reads everything, in the order of the file names.
pub(crate) fn read(from: &From) -> Result<Data, Failure> {
    let vectors = Vectors::read(&from.own.join("vectors.bin"))?;
    let mut data = Data { rows: Vec::new(), sources: Vec::new(), lexicon: BTreeMap::new(), vectors, files: Vec::new() };
    let mut files: Vec<_> =
        fs::read_dir(&from.data)?.map(|entry| entry.map(|entry| entry.path())).collect::<Result<_, _>>()?;
    files.sort();
    for path in files {
        let name = path.file_name().and_then(|name| name.to_str()).unwrap_or_default().to_owned();
        if name.ends_with(".jsonl.gz") {
            data.note(&name, &path)?;
            data.lines(name.trim_end_matches(".jsonl.gz"), &path)?;
        } else if name.starts_with("lexicon") && name.ends_with(".json.gz") {
            data.note(&name, &path)?;
            data.lexicon = serde_json::from_reader(GzDecoder::new(File::open(&path)?))?;
        }
    }
    for name in ["emoji.tsv", "own.tsv", "vectors.bin"] {
        let path = from.own.join(name);
        if path.exists() {
            data.note(name, &path)?;
        }
    }
    data.emoji(&from.own.join("emoji.tsv"))?;
    data.own(&from.own.join("own.tsv"))?;
    Ok(data)
}

impl Data {
    fn note(&mut self, name: &str, path: &Path) -> Result<(), Failure> {
        let mut bytes = Vec::new();
        File::open(path)?.read_to_end(&mut bytes)?;
        let digest = Sha256::digest(&bytes).iter().map(|byte| format!("{byte:02x}")).collect();
        self.files.push((name.to_owned(), digest));
        Ok(())
    }

    fn source(&mut self, name: &str) -> usize {
        let known = self.sources.iter().position(|other| other == name);
        known.unwrap_or_else(|| {
            self.sources.push(name.to_owned());
            self.sources.len() - 1
        })
    }

    fn lines(&mut self, file: &str, path: &Path) -> Result<(), Failure> {
        for line in BufReader::new(GzDecoder::new(File::open(path)?)).lines() {
            let line: Line = serde_json::from_str(&line?)?;
            let Some(language) = Language::from_tag(&line.lang) else { continue };
            let outcome = match line.outcome.as_deref() {
                Some("misery") => Some(0),
                Some("average") => Some(1),
                Some("magic") => Some(2),
                _ => None,
            };
            let stage = stage_of(line.stage.as_deref());
            let complaint = complaint_of(&line.source, line.critical, outcome);
            let source = self.source(file);
            self.rows.push(Row { text: line.text, language, outcome, stage, complaint, source });
        }
        Ok(())
    }

    /// Reads lines of `language, outcome, stage, complaint, text` parted by tabs; `-` says nothing.
    fn own(&mut self, path: &Path) -> Result<(), Failure> {
        let Ok(text) = fs::read_to_string(path) else { return Ok(()) };
        let sources = [self.source("own-1"), self.source("own-2")];
        for (number, line) in text.lines().enumerate().filter(|(_, line)| !line.is_empty() && !line.starts_with("# ")) {
            let parts: Vec<&str> = line.splitn(5, '\t').collect();
            let [language, outcome, stage, complaint, text] = parts[..] else {
                return Err(format!("own.tsv, line {}: five parts wanted", number + 1).into());
            };
            let language =
                Language::from_tag(language).ok_or_else(|| format!("own.tsv, line {}: language", number + 1))?;
            let outcome = ["misery", "average", "magic"].iter().position(|word| *word == outcome);
            let complaint = match complaint {
                "yes" => Some(true),
                "no" => Some(false),
                _ => None,
            };
            let source = sources[Sha256::digest(text)[0] as usize % 2];
            let (text, stage) = (text.to_owned(), stage_of(Some(stage)));
            self.rows.push(Row { text, language, outcome, stage, complaint, source });
        }
        Ok(())
    }

    /// Adds emoji to the lexicon of every language: lines of a sign and its pleasantness.
    fn emoji(&mut self, path: &Path) -> Result<(), Failure> {
        let Ok(text) = fs::read_to_string(path) else { return Ok(()) };
        let signs = self.lexicon.entry("any".to_owned()).or_default();
        for line in text.lines().filter(|line| !line.starts_with('#')) {
            if let Some((sign, value)) = line.split_once('\t') {
                signs.insert(sign.to_owned(), value.trim().parse()?);
            }
        }
        Ok(())
    }
}

fn stage_of(word: Option<&str>) -> Option<usize> {
    match word? {
        "zero" => Some(0),
        "first" => Some(1),
        "second" => Some(2),
        "third" | "ultimate" => Some(3),
        _ => None,
    }
}

/// Whether somebody wants something put right, as far as a source tells. Who is sad or angry among friends complains to
/// nobody, so of general talk only what is no misery says anything: that it is no complaint.
fn complaint_of(source: &str, critical: Option<bool>, outcome: Option<usize>) -> Option<bool> {
    let is_general_talk = ["goemotions", "emoevent", "xed"].iter().any(|name| source.starts_with(name));
    match (critical, outcome) {
        (Some(critical), _) => Some(critical),
        (None, Some(outcome)) if is_general_talk => (outcome != 0).then_some(false),
        (None, Some(outcome)) if source.starts_with("uci_sentences_imdb") => (outcome != 0).then_some(false),
        (None, Some(outcome)) => (outcome != 1).then_some(outcome == 0),
        (None, None) => None,
    }
}
