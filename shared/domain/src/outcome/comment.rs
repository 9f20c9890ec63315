//! The rule of the customer's own words: last, because a reader can be wrong where a number cannot. What it says, it says
//! with a probability, and below a threshold it says nothing. Staff's notes are not read: they are not the customer's.

use std::borrow::Cow;
use std::cell::OnceCell;

use text::{Mark, OwnWords, Reading};

use crate::code::Code;
use crate::reading::{FAST, FastReader, KeptCause, KeptReading, Readings, Unread, Words, digest};
use crate::rules::{Rules, TextRule};
use crate::touchpoint::Touchpoint;
use crate::vocabulary::{Observer, Outcome, Stage};

use super::{Question, Ruling};

/// A comment, read at most once and only if somebody asks: most touchpoints of a journey are judged without it.
pub(crate) struct Comment<'a> {
    text: Option<Cow<'a, str>>,
    language: Option<&'a str>,
    rule: &'a TextRule,
    words: Words<'a>,
    reading: OnceCell<Option<Reading>>,
}

impl<'a> Comment<'a> {
    /// Takes what the customer wrote at a touchpoint, if anything.
    pub(crate) fn of(touchpoint: &'a Touchpoint, rules: &'a Rules, words: Words<'a>) -> Self {
        let said = &touchpoint.said;
        let is_theirs = said.observed_by != Some(Observer::Staff);
        let text = if is_theirs && rules.text.enabled { said.words() } else { None };
        Self { text, language: said.language.as_deref(), rule: &rules.text, words, reading: OnceCell::new() }
    }

    /// Returns the comment if nothing is kept of it, or only what the fast reader said.
    pub(crate) fn unread(self) -> Option<Unread<'a>> {
        let kept = self.kept().map(|kept| kept.reader);
        let (text, language, own) = (self.text?, self.language, &self.rule.own);
        if kept.is_some_and(|reader| reader != FAST) {
            return None;
        }
        let reader = self.words.reader?;
        let fast = reader.read(&text, language, own)?;
        let may_be_deepened = !has_own(&text, language, own, (reader, &fast));
        Some(Unread { digest: digest(&text, language, own), text, fast, is_kept: kept.is_some(), may_be_deepened })
    }

    /// Returns what is kept of it.
    pub(crate) fn kept(&self) -> Option<&'a KeptReading> {
        let text = self.text.as_deref().filter(|_| !self.words.readings.is_empty())?;
        self.words.readings.get(&digest(text, self.language, &self.rule.own))
    }

    /// Returns what it says: as it is kept, or as it will be.
    fn reading(&self) -> Option<&Reading> {
        let text = self.text.as_deref()?;
        let read = || match self.kept() {
            Some(kept) => Some(kept.says(text)),
            None => {
                let fast = self.words.reader?.read(text, self.language, &self.rule.own)?;
                KeptReading::of(&fast).map(|kept| kept.says(text))
            }
        };
        self.reading.get_or_init(read).as_ref()
    }

    /// Returns the stage that the words tell, and how sure that is.
    pub(crate) fn stage(&self) -> Option<(Stage, u8)> {
        let reading = self.reading()?;
        stage_of(reading, self.rule)
    }

    /// Returns where the words lie that ask for help, and how sure it is that they speak of service; none if they do not ask,
    /// or not clearly, or if there is nothing to put right.
    pub(crate) fn call_for_help(&self) -> Option<(Stage, u8)> {
        self.text.as_deref().filter(|text| has_any(text, &self.rule.help_words))?;
        let reading = self.reading()?;
        service_of(reading, self.rule)
    }

    /// Returns whether the words have one of some expressions and none of others.
    pub(crate) fn speaks_of(&self, these: &[String], not_those: &[String]) -> bool {
        self.text.as_deref().is_some_and(|text| has_any(text, these) && !has_any(text, not_those))
    }

    /// Lists what went wrong, as far as the words name it, the most probable first.
    pub(crate) fn causes(&self) -> impl Iterator<Item = &str> {
        self.kept().into_iter().flat_map(|kept| &kept.causes).map(|named| named.cause.as_str())
    }

    /// Returns the words that decided.
    pub(crate) fn marks(&self) -> &[Mark] {
        self.reading().map_or(&[], |reading| &reading.marks)
    }
}

/// Returns whether a text has words that a deployment added, by what the fast reader says with them.
fn has_own(text: &str, language: Option<&str>, own: &OwnWords, (reader, fast): (FastReader, &Reading)) -> bool {
    let none = OwnWords::default();
    *own != none && reader.read(text, language, &none).is_some_and(|without| without != *fast)
}

/// Returns whether a text has one of the expressions, as whole words.
fn has_any(text: &str, expressions: &[String]) -> bool {
    let spaced = |text: &str| {
        let words = text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
        words.fold(" ".to_owned(), |spaced, word| spaced + &word.to_lowercase() + " ")
    };
    let text = spaced(text);
    expressions.iter().any(|expression| text.contains(&spaced(expression)))
}

/// What a text by itself tells, for people who try it.
#[derive(Clone, Debug, PartialEq)]
pub struct Told<'t> {
    /// Its language (ISO 639-1), as far as it can be told.
    pub language: Option<&'static str>,
    /// How it ended; unknown below the threshold.
    pub outcome: Outcome,
    /// Probability of a misery; none if there was nothing to read.
    pub misery: Option<f32>,
    /// The most probable stage; none if there was nothing to read.
    pub stage: Option<Stage>,
    /// Whether it is more probable than not that somebody wants something put right.
    pub is_complaint: bool,
    /// The words that decided.
    pub words: Vec<&'t str>,
    /// What went wrong, as far as it is named.
    pub causes: Vec<KeptCause>,
}

/// Reads a text as the judgement does, without any touchpoint around it: no journey and no type tell the stage. `deepen` may read
/// more deeply than the fast reader.
pub fn tell<'t>(
    text: &'t str,
    language: Option<&str>,
    rules: &Rules,
    deepen: impl FnOnce(&Unread<'_>) -> Option<KeptReading>,
) -> Told<'t> {
    let none = Readings::new();
    let words = Words { readings: &none, reader: Some(FastReader::BUILT_IN) };
    let comment =
        Comment { text: Some(Cow::Borrowed(text)), language, rule: &rules.text, words, reading: OnceCell::new() };
    let unread = comment.unread();
    let kept = unread.as_ref().and_then(deepen);
    let fast = unread.map(|unread| unread.fast);
    let reading = kept.as_ref().map(|kept| kept.says(text)).or(fast);
    let read = reading.as_ref().filter(|reading| reading.is_read);
    let stages = |reading: &Reading| {
        let all = Stage::ALL.iter().zip(reading.stage);
        all.max_by(|(_, one), (_, other)| one.total_cmp(other)).map(|(stage, _)| *stage)
    };
    Told {
        language: reading.as_ref().and_then(|reading| reading.language).map(text::Language::code),
        outcome: read.and_then(|reading| said(reading, &rules.text)).map_or(Outcome::Unknown, |(outcome, _)| outcome),
        misery: read.map(|reading| reading.outcome[0]),
        stage: read.and_then(stages),
        is_complaint: read.is_some_and(|reading| reading.complaint >= 0.5),
        words: read.map(|reading| reading.words(text).collect()).unwrap_or_default(),
        causes: kept.map(|kept| kept.causes).unwrap_or_default(),
    }
}

/// Judges by the customer's words.
pub(super) fn judge(question: &Question<'_>) -> Option<Ruling> {
    let reading = question.comment.reading()?;
    let (outcome, _) = said(reading, &question.rules.text)?;
    let [misery, _, magic] = reading.outcome;
    Some((outcome, (f64::from(magic - misery) * 100.0).round() / 100.0))
}

/// Returns what the words alone are taken for, whatever decided; unknown if they are not clear, none if there are none to read.
pub(crate) fn read_as(question: &Question<'_>) -> Option<Outcome> {
    let reading = question.comment.reading()?;
    Some(said(reading, &question.rules.text).map_or(Outcome::Unknown, |(outcome, _)| outcome))
}

/// Returns the language of words that were read: as they look, or else as sent.
pub(crate) fn language(question: &Question<'_>) -> Option<String> {
    let reading = question.comment.reading()?;
    let sent = || question.comment.language.map(|sent| sent.split(['-', '_']).next().unwrap_or(sent).to_lowercase());
    reading.language.map(|language| language.code().to_owned()).or_else(sent)
}

/// Tells what the words were taken for, and how sure that is.
pub(super) fn explain(question: &Question<'_>) -> Vec<Code> {
    let told = question.comment.reading().and_then(|reading| said(reading, &question.rules.text));
    told.map(|(outcome, percent)| Code::with_two("read", outcome, percent)).into_iter().collect()
}

/// Tells whether the words are clear enough to contradict another source.
pub(crate) fn is_clear(question: &Question<'_>) -> bool {
    question.comment.reading().is_some_and(|reading| is_clear_reading(reading, &question.rules.text))
}

/// Tells whether the words are clear enough to make a misery critical for its importance by themselves.
pub(crate) fn is_clear_misery(question: &Question<'_>) -> bool {
    question.comment.reading().is_some_and(|reading| matters(reading, &question.rules.text))
}

/// Returns how sure it is that the words speak of a misery, in per cent, where there are any.
pub(crate) fn misery_percent(question: &Question<'_>) -> Option<u8> {
    question.comment.reading().map(|reading| percent(reading.outcome[0]))
}

/// Says why words decided nothing, where there are any.
pub(super) fn silence(question: &Question<'_>) -> Option<Code> {
    question.comment.reading().map(nothing_said)
}

/// What words say, and how sure that is in per cent. A mere question says nothing of how anything ended.
fn said(reading: &Reading, rule: &TextRule) -> Option<(Outcome, u8)> {
    let [misery, average, magic] = reading.outcome.map(percent);
    let all = [
        (Outcome::Misery, misery, rule.misery_percent_min),
        (Outcome::Average, average, rule.average_percent_min),
        (Outcome::Magic, magic, rule.magic_percent_min),
    ];
    let (outcome, percent, min) = all.into_iter().max_by_key(|(_, percent, _)| *percent)?;
    let is_said = percent >= min && !(reading.asks && outcome == Outcome::Average);
    is_said.then_some((outcome, percent))
}

fn is_clear_reading(reading: &Reading, rule: &TextRule) -> bool {
    said(reading, rule).is_some_and(|(_, percent)| percent >= rule.mixed_percent_min)
}

fn matters(reading: &Reading, rule: &TextRule) -> bool {
    percent(reading.outcome[0]) >= rule.importance_percent_min
}

fn nothing_said(reading: &Reading) -> Code {
    Code::of(if reading.asks { "words_ask" } else { "words_unclear" })
}

/// The most probable stage, if it is probable enough.
fn stage_of(reading: &Reading, rule: &TextRule) -> Option<(Stage, u8)> {
    let stages = Stage::ALL.iter().copied().zip(reading.stage.iter().copied().map(percent));
    stages.max_by_key(|(_, percent)| *percent).filter(|(_, percent)| *percent >= rule.stage_percent_min)
}

/// Returns the stage of service that words speak of, where something is to be put right and they are clear.
fn service_of(reading: &Reading, rule: &TextRule) -> Option<(Stage, u8)> {
    let [_, first, second, _] = reading.stage;
    let (stage, sure) = (if first > second { Stage::First } else { Stage::Second }, percent(first + second));
    (reading.complaint >= 0.5 && sure >= rule.help_percent_min).then_some((stage, sure))
}

/// Whole per cent, never rounded up: 89.9 is not yet 90.
fn percent(probability: f32) -> u8 {
    (probability * 100.0).clamp(0.0, 100.0) as u8
}

#[cfg(test)]
mod tests {

    use super::*;

    fn read(outcome: [f32; 3], asks: bool) -> Reading {
        Reading {
            language: Some(text::Language::English),
            outcome,
            stage: [0.25; 4],
            complaint: 0.0,
            asks,
            is_read: true,
            gives_orders: false,
            marks: Vec::new(),
        }
    }

    fn rule() -> TextRule {
        Rules::built_in().unwrap().text
    }

    /// The rest is shared so that no other answer is above it.
    fn sure_of(answer: usize, percent: u8) -> Reading {
        let probability = (f32::from(percent) + 0.5) / 100.0;
        let mut outcome = [(1.0 - probability) / 2.0; 3];
        outcome[answer] = probability;
        read(outcome, false)
    }

    #[test]
    fn words_count_from_their_threshold_on() {
        let rule = rule();
        let all = [
            (0, Outcome::Misery, rule.misery_percent_min),
            (1, Outcome::Average, rule.average_percent_min),
            (2, Outcome::Magic, rule.magic_percent_min),
        ];
        for (answer, outcome, min) in all {
            assert_eq!(said(&sure_of(answer, min), &rule), Some((outcome, min)), "{outcome} just inside");
            assert_eq!(said(&sure_of(answer, min - 1), &rule), None, "{outcome} just outside");
        }
    }

    #[test]
    fn words_below_every_threshold_say_nothing_and_say_so() {
        let unclear = read([0.4, 0.3, 0.3], false);
        assert_eq!(said(&unclear, &rule()), None);
        assert_eq!(nothing_said(&unclear).as_str(), "words_unclear");
        assert_eq!(nothing_said(&read([0.1, 0.8, 0.1], true)).as_str(), "words_ask");
    }

    #[test]
    fn a_mere_question_is_no_average_but_an_angry_one_is_a_misery() {
        assert_eq!(said(&read([0.1, 0.8, 0.1], true), &rule()), None);
        assert_eq!(said(&read([0.8, 0.1, 0.1], true), &rule()), Some((Outcome::Misery, 80)));
    }

    #[test]
    fn a_stage_counts_from_its_threshold_on() {
        let rule = rule();
        let sure_of = |percent: u8| {
            let probability = (f32::from(percent) + 0.5) / 100.0;
            let others = (1.0 - probability) / 3.0;
            Reading { stage: [others, others, others, probability], ..read([0.3, 0.4, 0.3], false) }
        };
        let min = rule.stage_percent_min;
        assert_eq!(stage_of(&sure_of(min), &rule), Some((Stage::Ultimate, min)));
        assert_eq!(stage_of(&sure_of(min - 1), &rule), None);
    }

    #[test]
    fn a_call_for_help_counts_from_its_threshold_on() {
        let rule = rule();
        let sure_of = |percent: u8, complaint: f32| {
            let second = (f32::from(percent) + 0.5) / 100.0;
            Reading { stage: [0.0, 0.0, second, 1.0 - second], complaint, ..read([0.7, 0.2, 0.1], false) }
        };
        let min = rule.help_percent_min;
        assert_eq!(service_of(&sure_of(min, 0.9), &rule), Some((Stage::Second, min)));
        assert_eq!(service_of(&sure_of(min - 1, 0.9), &rule), None);
        assert_eq!(service_of(&sure_of(min, 0.4), &rule), None, "nothing is to be put right");
        for (text, asks) in [
            ("Please HELP me", true),
            ("¿Dónde está mi pedido?", true),
            ("alguém pode ajudar", true),
            ("A helpful shop", false),
            ("Terrible", false),
        ] {
            assert_eq!(has_any(text, &rule.help_words), asks, "{text}");
        }
    }

    #[test]
    fn only_clear_words_make_a_misery_matter_and_contradict_others() {
        let rule = rule();
        assert!(matters(&sure_of(0, rule.importance_percent_min), &rule));
        assert!(!matters(&sure_of(0, rule.importance_percent_min - 1), &rule));
        assert!(is_clear_reading(&sure_of(2, rule.mixed_percent_min), &rule));
        assert!(!is_clear_reading(&sure_of(2, rule.mixed_percent_min - 1), &rule));
    }

    #[test]
    fn words_that_a_deployment_adds_are_read() {
        let rules =
            Rules::with_overrides("[rules.text]\nmisery_words = ['gofre cuadrado']\nmagic_words = ['cherry snow']")
                .unwrap();
        let read = |comment: &str, own: &OwnWords| {
            text::reader()
                .and_then(|reader| said(&reader.read(comment, None, own), &rules.text))
                .map(|(outcome, _)| outcome)
        };
        for (comment, outcome) in [
            ("me dieron un gofre cuadrado", Outcome::Misery),
            ("they brought the cherry snow to the table", Outcome::Magic),
        ] {
            assert_eq!(read(comment, &rules.text.own), Some(outcome), "{comment}");
            assert_ne!(read(comment, &OwnWords::default()), Some(outcome), "{comment}");
        }
        for refused in ["misery_words = ['']", "magic_words = ['one two three four']", "misery_percent_min = 20"] {
            assert!(Rules::with_overrides(&format!("[rules.text]\n{refused}")).is_err(), "{refused}");
        }
    }
}
