//! The rating rule: a number the customer gave to this moment, read on its source's scale.

use crate::code::Code;
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
    /// A number on the usual scale, of which the sentence of its own name knows.
    Number(u8),
    /// A number on a scale that the source declared.
    OnScale(u8, Scale),
    Word(Verdict),
}

impl Reading {
    /// Tells it as a reason of another name: `also_rated:ces:1`.
    pub(super) fn told_as(&self, name: &str) -> Code {
        match self.given {
            Given::Number(number) | Given::OnScale(number, _) => Code::with_two(name, self.name, number),
            Given::Word(word) => Code::with_two(name, self.name, word),
        }
    }

    /// Tells it as what decided: `ces:4`, or `rated_on:ces:4:5` where the number alone would be read on the wrong scale.
    fn told(&self) -> Code {
        match self.given {
            Given::Number(number) => Code::with(self.name, number),
            Given::OnScale(number, scale) => {
                let name = if scale.reversed { "rated_on_reversed" } else { "rated_on" };
                Code::with_two(name, self.name, format_args!("{number}:{}", scale.max))
            }
            Given::Word(word) => Code::with(self.name, word),
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
    readings(question).next().map(|reading| reading.told()).into_iter().collect()
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
    /// The most on the usual scale.
    usual_max: u8,
    is_of_the_relation: bool,
}

#[rustfmt::skip]
const NUMBERS: [Number; 4] = [
    Number { name: "csat",  of: |rating| rating.csat,  on: |scales| scales.csat,  min: 1, usual_max: 5,  is_of_the_relation: false },
    Number { name: "ces",   of: |rating| rating.ces,   on: |scales| scales.ces,   min: 1, usual_max: 7,  is_of_the_relation: false },
    Number { name: "stars", of: |rating| rating.stars, on: |scales| scales.stars, min: 1, usual_max: 5,  is_of_the_relation: false },
    Number { name: "nps",   of: |rating| rating.nps,   on: |scales| scales.nps,   min: 0, usual_max: 10, is_of_the_relation: true },
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
        let min = scale.min.unwrap_or(self.min);
        let place = if scale.reversed { scale.max.checked_add(min)?.checked_sub(given)? } else { given };
        let outcome = match place {
            _ if given > scale.max || given < min => return None,
            place if place <= scale.misery_up_to => Outcome::Misery,
            place if place >= scale.magic_from => Outcome::Magic,
            _ => Outcome::Average,
        };
        let half = f64::from(scale.max - min) / 2.0;
        let score = (f64::from(place) - f64::from(min) - half) / half;
        let is_usual = scale.max == self.usual_max && min == self.min && !scale.reversed;
        let given = if is_usual { Given::Number(given) } else { Given::OnScale(given, scale) };
        Some(Reading { name: self.name, given, outcome, score })
    }
}
