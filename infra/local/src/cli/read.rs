//! `moments read`: anybody's comments, one a line, read as `classify` reads them.

use std::io::{BufRead, BufWriter, Write};

use deep::deepened;
use domain::outcome::comment::{Told, tell};
use domain::rules::Rules;
use serde::{Deserialize, Serialize};

use super::Common;
use crate::configuration::DEFAULT;
use crate::error::Error;

/// One comment.
#[derive(Deserialize)]
struct Comment {
    id: serde_json::Value,
    text: String,
    #[serde(default)]
    lang: Option<String>,
}

/// What it tells.
#[derive(Serialize)]
struct Answer<'a> {
    id: &'a serde_json::Value,
    lang: Option<&'static str>,
    outcome: &'static str,
    p_misery: Option<f32>,
    stage: &'static str,
    complaint: bool,
    because: Vec<&'a str>,
    causes: Vec<String>,
}

/// What cannot be read.
#[derive(Serialize)]
struct Refusal {
    line: usize,
    error: &'static str,
}

/// Reads lines until there are no more. A line that is no comment is answered with what is wrong with it.
pub(super) fn read(common: &Common, lines: impl BufRead, out: impl Write) -> Result<(), Error> {
    let text = match &common.config {
        Some(path) => std::fs::read_to_string(path).map_err(|error| Error::file(path, error))?,
        None => DEFAULT.to_owned(),
    };
    let rules = Rules::with_overrides(&text).map_err(|error| Error::failed("configuration", error))?;
    let mut out = BufWriter::new(out);
    let written = lines.split(b'\n').enumerate().try_for_each(|(number, line)| {
        let line = line?;
        if line.trim_ascii().is_empty() {
            return Ok(());
        }
        let answer = match serde_json::from_slice::<Comment>(&line) {
            Ok(comment) => answer(&comment, &rules),
            Err(_) => {
                let error = "must be an object with `id`, `text` and perhaps `lang`";
                serde_json::to_string(&Refusal { line: number + 1, error })
            }
        };
        writeln!(out, "{}", answer?)
    });
    match written.and_then(|()| out.flush()) {
        // The reader has seen enough.
        Err(error) if error.kind() == std::io::ErrorKind::BrokenPipe => Ok(()),
        done => done.map_err(|error| Error::failed("standard input and output", error)),
    }
}

fn answer(comment: &Comment, rules: &Rules) -> serde_json::Result<String> {
    let Told { language, outcome, misery, stage, is_complaint, words, causes } =
        tell(&comment.text, comment.lang.as_deref(), rules, deepened);
    serde_json::to_string(&Answer {
        id: &comment.id,
        lang: language,
        outcome: outcome.as_str(),
        p_misery: misery.map(|probability| (probability * 1000.0).round() / 1000.0),
        stage: stage.map_or("unknown", |stage| stage.as_str()),
        complaint: is_complaint,
        because: words,
        causes: causes.into_iter().map(|cause| cause.cause).collect(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn answers(lines: &[u8]) -> Vec<serde_json::Value> {
        let rules = Rules::built_in().unwrap();
        let mut out = Vec::new();
        let common = Common {
            listen: "127.0.0.1:0".parse().unwrap(),
            data: "unused".into(),
            config: None,
            slack_url: Vec::new(),
            webhook_url: Vec::new(),
            trace_to: None,
        };
        drop(rules);
        read(&common, lines, &mut out).unwrap();
        out.split(|byte| *byte == b'\n')
            .filter(|line| !line.is_empty())
            .map(|line| serde_json::from_slice(line).unwrap())
            .collect()
    }

    #[test]
    fn comments_are_answered_line_by_line_with_the_words_that_decided() {
        let all = answers(
            "{\"id\":1,\"text\":\"Terrible, quiero que me devuelvan el dinero\"}\n\n{\"id\":\"b\",\"text\":\"\",\"lang\":\"en\"}\n"
                .as_bytes(),
        );
        assert_eq!(all.len(), 2);
        assert_eq!((&all[0]["id"], &all[0]["lang"], &all[0]["outcome"]), (&1.into(), &"es".into(), &"misery".into()));
        assert!(all[0]["because"].as_array().unwrap().iter().any(|word| word == "Terrible"), "{}", all[0]);
        assert_eq!((&all[1]["outcome"], &all[1]["stage"]), (&"unknown".into(), &"unknown".into()));
        assert_eq!(all[1]["p_misery"], serde_json::Value::Null);
    }

    #[test]
    fn lines_that_are_no_comments_are_answered_too_and_end_nothing() {
        let all =
            answers(b"nonsense\n{\"id\":2}\n\xff\xfe\n{\"id\":3,\"text\":\"\\ud800\"}\n{\"id\":4,\"text\":\"ok\"}");
        assert_eq!(all.iter().filter(|answer| answer.get("error").is_some()).count(), 4);
        assert_eq!((&all[0]["line"], &all[4]["id"]), (&1.into(), &4.into()));
    }
}
