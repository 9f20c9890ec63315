//! What was read from customers' words, put right by those who also rated.

use domain::vocabulary::Language;
use reports::{RATED_TO_CORRECT_MIN, Report, WordsLine, wording};

use super::{TableView, columns};

pub(super) fn words(report: &Report, language: Language) -> TableView {
    let row = |line: &WordsLine| {
        let corrected = match line.corrected {
            Some(corrected) => wording::estimated(corrected.share, corrected.low, corrected.high, language),
            None if line.read_as_bad.of == 0 => "–".to_owned(),
            None => language.words_too_few(&language.count(RATED_TO_CORRECT_MIN)),
        };
        let languages: Vec<_> = line.languages.iter().map(|of| wording::in_language(of, language)).collect();
        vec![
            wording::kind_title(&line.kind, language),
            wording::counts(line.read_as_bad.proportion(), language),
            corrected,
            wording::part(&line.rated_as_bad, language),
            if languages.is_empty() { "–".to_owned() } else { languages.join("; ") },
        ]
    };
    TableView {
        id: "words",
        title: language.words_title(),
        why: "why-words",
        hint: match wording::writing(&report.writing, language) {
            Some(writing) => format!("{} {writing}", language.words_hint()),
            None => language.words_hint().to_owned(),
        },
        columns: columns(&[
            language.report_column_kind(),
            language.words_read(),
            language.words_corrected(),
            language.words_rated(),
            language.words_languages(),
        ]),
        rows: report.words.iter().map(row).collect(),
        links: Vec::new(),
        none: language.words_none(),
    }
}
