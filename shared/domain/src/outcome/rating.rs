//! The rating rule: a number the customer gave to this moment, read on its source's scale.

use crate::moment::Code;
use crate::rules::{RatingScales, Scale};
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
    let is_off = |kind: &&Number| kind.given(question).is_some_and(|given| given > kind.scale(question).max);
    NUMBERS.iter().filter(is_off).map(|kind| Because::named("off_scale", kind.name))
}

/// Every rating that can be read, in order of precedence.
fn readings(question: &Question<'_>) -> impl Iterator<Item = Reading> {
    let of_the_moment = NUMBERS.iter().filter(|kind| !kind.is_of_the_relation);
    let of_the_relation = NUMBERS.iter().filter(|kind| kind.is_of_the_relation && question.names_a_moment);
    let read = |kind: &Number| kind.read(question);
    of_the_moment.filter_map(read).chain(word(question)).chain(of_the_relation.filter_map(read))
}

/// The simplest rating.
fn word(question: &Question<'_>) -> Option<Reading> {
    let word = question.touchpoint.said.rating.verdict?;
    let (outcome, score) = match word {
        Verdict::Good => (Outcome::Magic, 1.0),
        Verdict::Okay => (Outcome::Average, 0.0),
        Verdict::Bad => (Outcome::Misery, -1.0),
    };
    Some(Reading { name: "verdict", given: Given::Word(word), outcome, score })
}

/// A rating that is a number.
struct Number {
    name: &'static str,
    of: fn(&Rating) -> Option<u8>,
    on: fn(&RatingScales) -> Scale,
    min: u8,
    is_of_the_relation: bool,
}

#[rustfmt::skip]
const NUMBERS: [Number; 4] = [
    Number { name: "csat",  of: |rating| rating.csat,  on: |scales| scales.csat,  min: 1, is_of_the_relation: false },
    Number { name: "ces",   of: |rating| rating.ces,   on: |scales| scales.ces,   min: 1, is_of_the_relation: false },
    Number { name: "stars", of: |rating| rating.stars, on: |scales| scales.stars, min: 1, is_of_the_relation: false },
    Number { name: "nps",   of: |rating| rating.nps,   on: |scales| scales.nps,   min: 0, is_of_the_relation: true },
];

impl Number {
    fn given(&self, question: &Question<'_>) -> Option<u8> {
        (self.of)(&question.touchpoint.said.rating)
    }

    fn scale(&self, question: &Question<'_>) -> Scale {
        (self.on)(&question.rules.scales_of(&question.touchpoint.source))
    }

    /// Reads it on its source's scale: the band decides, the place between the ends is the score.
    fn read(&self, question: &Question<'_>) -> Option<Reading> {
        let given = self.given(question)?;
        let scale = self.scale(question);
        let place = if scale.reversed { (scale.max + self.min).checked_sub(given)? } else { given };
        let outcome = match place {
            _ if given > scale.max => return None,
            place if place <= scale.misery_up_to => Outcome::Misery,
            place if place >= scale.magic_from => Outcome::Magic,
            _ => Outcome::Average,
        };
        let half = f64::from(scale.max - self.min) / 2.0;
        let score = (f64::from(place) - f64::from(self.min) - half) / half;
        Some(Reading { name: self.name, given: Given::Number(given), outcome, score })
    }
}
