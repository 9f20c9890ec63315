//! Leaves sources out: the last word on a model is how it reads a source it was not trained on. What a training is told
//! is chosen inside each fold, by leaving out further sources among those that are left.

use std::fmt::Write as _;

use text::{OwnWords, Reader};

use crate::Failure;
use crate::data::{Data, Row};
use crate::evaluate::{
    Answered, accuracy, balanced_accuracy, calibration_error, f1, macro_f1, recall_at_precision, temperature,
};
use crate::fit::{Fold, LANGUAGES, train};
use crate::learnt::Settings;

/// What is tried in each fold, one thing changed at a time. Temperatures and the border of complaints are found afterwards.
const TRIED: [Settings; 6] = [
    FIRST,
    Settings { epochs: 4, step: 0.1, ..FIRST },
    Settings { decay: 1e-3, ..FIRST },
    Settings { meaning: 1.5, ..FIRST },
    Settings { own: 2.0, ..FIRST },
    Settings { one_answer: 1.0, ..FIRST },
];
pub(crate) const FIRST: Settings = Settings {
    epochs: 3,
    step: 0.06,
    decay: 3e-4,
    meaning: 3.0,
    own: 4.0,
    one_answer: 0.4,
    temperature: [1.0; 2],
    complaint_from: 0.5,
};

/// Sources that are left out inside a fold: between them they have every answer, in both languages.
const INNER: [&str; 5] = ["emoevent", "synthetic", "own-1", "uci", "clothing"];

/// The answers of one source.
#[derive(Default)]
struct Answers {
    outcome: Vec<Answered<3>>,
    stage: Vec<Answered<4>>,
    complaint: Vec<Answered<2>>,
    /// Of the same texts, what is said of the outcome.
    outcome_beside: Vec<[f32; 3]>,
}

impl Answers {
    fn of<'a>(reader: &Reader<'_>, rows: impl Iterator<Item = &'a Row>) -> Self {
        let mut answers = Self::default();
        for row in rows {
            let reading = reader.read(&row.text, None, &OwnWords::default());
            if let Some(right) = row.outcome {
                answers.outcome.push(Answered { right, probabilities: reading.outcome });
            }
            if let Some(right) = row.stage {
                answers.stage.push(Answered { right, probabilities: reading.stage });
            }
            if let Some(complaint) = row.complaint {
                let probabilities = [1.0 - reading.complaint, reading.complaint];
                answers.complaint.push(Answered { right: usize::from(complaint), probabilities });
                answers.outcome_beside.push(reading.outcome);
            }
        }
        answers
    }

    fn score(&self) -> f64 {
        let stage = if self.stage.is_empty() { 0.0 } else { balanced_accuracy(&self.stage) };
        macro_f1(&self.outcome) + stage
    }
}

/// Chooses the settings for a training without one source: nothing of it is looked at.
pub(crate) fn choose(data: &Data, left_out: Option<usize>) -> Result<Settings, Failure> {
    let inner: Vec<usize> = (0..data.sources.len())
        .filter(|source| Some(*source) != left_out && INNER.iter().any(|name| data.sources[*source].contains(name)))
        .collect();
    let mut read: [Vec<Answers>; TRIED.len()] = Default::default();
    for source in inner {
        let without: Vec<usize> = left_out.into_iter().chain([source]).collect();
        let fold = Fold::without(data, &without);
        for (settings, read) in TRIED.iter().zip(&mut read) {
            let file = fold.train(settings)?;
            let reader = Reader::new(&file).ok_or("the weights cannot be read")?;
            read.push(Answers::of(&reader, data.rows.iter().filter(|row| row.source == source)));
        }
    }
    let mut best: Option<(f64, Settings)> = None;
    for (settings, answers) in TRIED.into_iter().zip(read) {
        let score = answers.iter().map(Answers::score).sum();
        // Of every source the same, whatever its size: the mean of what fits each.
        let outcome = mean_of_logs(answers.iter().filter_map(|of| temperature(&of.outcome)));
        let stage = mean_of_logs(answers.iter().filter_map(|of| temperature(&of.stage)));
        let complaint_from = complaint_from(&answers, outcome);
        if best.is_none_or(|(most, _)| score > most) {
            best = Some((score, Settings { temperature: [outcome, stage], complaint_from, ..settings }));
        }
    }
    best.map(|(_, settings)| settings).ok_or_else(|| "nothing to choose from".into())
}

fn mean_of_logs(numbers: impl Iterator<Item = f32>) -> f32 {
    let (sum, count) = numbers.fold((0.0, 0.0), |(sum, count), number| (sum + libm::logf(number), count + 1.0_f32));
    libm::expf(sum / count.max(1.0))
}

/// Chooses where a complaint begins: where the mean F1 of the sources that have complaints and others is highest, at the
/// temperature of the outcome that was chosen. They were read with a border of one half, which leaves the mean of what the
/// two heads say as it is.
fn complaint_from(answers: &[Answers], temperature: f32) -> f32 {
    let means = |of: &Answers| {
        let mean = |(one, outcome): (&Answered<2>, &[f32; 3])| {
            let raised = outcome.map(|p| libm::powf(p.max(1e-6), 1.0 / temperature));
            let asked_for = 2.0 * one.probabilities[1] - outcome[0];
            (one.right == 1, (asked_for + raised[0] / raised.iter().sum::<f32>()) / 2.0)
        };
        of.complaint.iter().zip(&of.outcome_beside).map(mean).collect::<Vec<_>>()
    };
    let means: Vec<_> = answers.iter().map(means).collect();
    let score = |border: f32| {
        let of = |means: &Vec<(bool, f32)>| {
            let answered = |(right, mean): &(bool, f32)| {
                let is_said = if *mean >= border { [0.0, 1.0] } else { [1.0, 0.0] };
                Answered { right: usize::from(*right), probabilities: is_said }
            };
            f1(&means.iter().map(answered).collect::<Vec<_>>(), 1)
        };
        means.iter().filter_map(of).sum::<f64>()
    };
    let borders = (10..=35).map(|step| step as f32 / 50.0);
    let scored = borders.map(|border| (score(border), border));
    // Where several do as well, the one nearest to one half, which changes least.
    scored
        .max_by(|a, b| a.0.total_cmp(&b.0).then((b.1 - 0.5).abs().total_cmp(&(a.1 - 0.5).abs())))
        .map_or(0.5, |(_, border)| border)
}

/// Leaves every source out in turn and tells how it is read by a training on the others.
pub(crate) fn leave_one_out(data: &Data, only: &[String]) -> Result<String, Failure> {
    let mut table = head();
    for (source, name) in data.sources.iter().enumerate() {
        if !only.is_empty() && !only.iter().any(|part| name.contains(part.as_str())) {
            continue;
        }
        let settings = choose(data, Some(source))?;
        let file = train(data, Some(source), &settings)?;
        let reader = Reader::new(&file).ok_or("the weights cannot be read")?;
        lines(&mut table, data, source, &reader)?;
        // It takes long: whoever waits sees how far it is.
        crate::say(&std::mem::take(&mut table))?;
    }
    Ok(table)
}

/// Tells how a file of weights reads every source.
pub(crate) fn measure(data: &Data, file: &[u8]) -> Result<String, Failure> {
    let reader = Reader::new(file).ok_or("the weights cannot be read")?;
    let mut table = head();
    for source in 0..data.sources.len() {
        lines(&mut table, data, source, &reader)?;
    }
    Ok(table)
}

fn head() -> String {
    let head = "| source | lang | outcome n | macro-F1 | misery F1 | recall at precision 0.8 | calibration error | stage n \
                | accuracy | balanced | complaint n | F1 |\n";
    format!("{head}|{}\n", "---|".repeat(12))
}

/// A line for each language of a source.
fn lines(table: &mut String, data: &Data, source: usize, reader: &Reader<'_>) -> Result<(), Failure> {
    for language in LANGUAGES {
        let rows = || data.rows.iter().filter(move |row| row.source == source && row.language == language);
        let Answers { outcome, stage, complaint, .. } = Answers::of(reader, rows());
        if outcome.len() + stage.len() < 30 {
            continue;
        }
        let number = |value: Option<f64>| value.map_or("–".to_owned(), |value| format!("{value:.3}"));
        let if_any = |is: bool, value: f64| number(is.then_some(value));
        let (some, staged) = (!outcome.is_empty(), !stage.is_empty());
        writeln!(
            table,
            "| {} | {} | {} | {} | {} | {} | {} | {} | {} | {} | {} | {} |",
            data.sources[source],
            language.code(),
            outcome.len(),
            if_any(some, macro_f1(&outcome)),
            number(f1(&outcome, 0)),
            if_any(some, recall_at_precision(&outcome, 0, 0.8)),
            if_any(some, calibration_error(&outcome)),
            stage.len(),
            if_any(staged, accuracy(&stage)),
            if_any(staged, balanced_accuracy(&stage)),
            complaint.len(),
            number(f1(&complaint, 1)),
        )?;
    }
    Ok(())
}
