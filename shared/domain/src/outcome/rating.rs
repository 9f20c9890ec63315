//! The rating rule: a number the customer gave to this moment, read on its source's scale.

use crate::moment::Code;
use crate::rules::Scale;
use crate::touchpoint::Rating;
use crate::vocabulary::{Outcome, Verdict};

use super::{Because, Question, Ruling, opposes};

/// One rating, read.
#[derive(Clone, Copy)]
pub(super) struct Reading {
    name: &'static str,
    given: Given,
    outcome: Outcome,
    score: f64,
}

/// What the customer chose.
#[derive(Clone, Copy)]
enum Given {
    Number(u8),
    Word(Verdict),
}

impl Reading {
    /// Tells it as a reason of another name: `also_rated:ces:1`.
    pub(super) fn told_as(&self, name: &str) -> Code {
        match self.given {
            Given::Number(number) => Code::with_two(name, self.name, number),
            Given::Word(word) => Code::with_two(name, self.name, word),
        }
    }
}

/// Judges by the first rating: csat before ces before stars before the simple verdict. NPS measures the relation and
/// judges a moment only if `about` names the one it answers.
pub(super) fn judge(question: &Question<'_>) -> Option<Ruling> {
    readings(question).next().map(|reading| (reading.outcome, reading.score))
}

/// Tells the rating that decided.
pub(super) fn explain(question: &Question<'_>) -> Vec<Code> {
    let told = |reading: Reading| match reading.given {
        Given::Number(number) => Code::with(reading.name, number),
        Given::Word(word) => Code::with(reading.name, word),
    };
    readings(question).next().map(told).into_iter().collect()
}

/// Lists the ratings of the same touchpoint that say the opposite of the first.
pub(super) fn opposing(question: &Question<'_>) -> impl Iterator<Item = Reading> {
    let mut all = readings(question);
    let first = all.next();
    all.filter(move |other| first.is_some_and(|first| opposes(first.outcome, other.outcome)))
}

/// Lists the ratings that do not lie on their source's scale and so say nothing.
pub(super) fn off_scale<'a>(question: &Question<'a>) -> impl Iterator<Item = Because<'a>> {
    let given = numbers(question).into_iter().flatten();
    given.filter(|(_, value, scale, _)| *value > scale.max).map(|(name, ..)| Because::named("off_scale", name))
}

/// Every rating that can be read, in order of precedence.
fn readings(question: &Question<'_>) -> impl Iterator<Item = Reading> {
    let [csat, ces, stars, nps] = numbers(question);
    let word = question.touchpoint.said.rating.verdict.map(|word| {
        let (outcome, score) = match word {
            Verdict::Good => (Outcome::Magic, 1.0),
            Verdict::Okay => (Outcome::Average, 0.0),
            Verdict::Bad => (Outcome::Misery, -1.0),
        };
        Reading { name: "verdict", given: Given::Word(word), outcome, score }
    });
    let number = |given: Option<(&'static str, u8, Scale, u8)>| given.and_then(read);
    let nps = number(nps.filter(|_| question.names_a_moment));
    [number(csat), number(ces), number(stars), word, nps].into_iter().flatten()
}

/// The numbers given, in order of precedence, each with its scale and the scale's smallest number.
fn numbers(question: &Question<'_>) -> [Option<(&'static str, u8, Scale, u8)>; 4] {
    let rating = &question.touchpoint.said.rating;
    if rating.is_empty() {
        return [None; 4];
    }
    let Rating { csat, ces, stars, nps, .. } = *rating;
    let scales = question.rules.scales_of(&question.touchpoint.source);
    [
        csat.map(|value| ("csat", value, scales.csat, 1)),
        ces.map(|value| ("ces", value, scales.ces, 1)),
        stars.map(|value| ("stars", value, scales.stars, 1)),
        nps.map(|value| ("nps", value, scales.nps, 0)),
    ]
}

/// Reads one number on its scale: the band decides, the place between the ends is the score.
fn read((name, value, scale, min): (&'static str, u8, Scale, u8)) -> Option<Reading> {
    if value > scale.max {
        return None;
    }
    let place = if scale.reversed { (scale.max + min).checked_sub(value)? } else { value };
    let outcome = match place {
        place if place <= scale.misery_up_to => Outcome::Misery,
        place if place >= scale.magic_from => Outcome::Magic,
        _ => Outcome::Average,
    };
    let half = f64::from(scale.max - min) / 2.0;
    let score = (f64::from(place) - f64::from(min) - half) / half;
    Some(Reading { name, given: Given::Number(value), outcome, score })
}
