//! Answers that rate the sides of a contact and the whole.

use crate::fact::{Fact, Seen};
use crate::tally::Tally;
use crate::voice::Voice;
use domain::case::CaseEvent;
use domain::moment::Moment;
use domain::vocabulary::{Dimension, Observer};

/// Answers of customers that rate every side of a contact and the whole.
pub(crate) struct Answers;

impl Fact for Answers {
    type Sum = Tally;

    fn add(answers: &mut Self::Sum, seen: &Seen<'_>) {
        if seen.voice != Voice::Staff
            && let Some(answer) = answer(seen.moment)
        {
            answers.add(&answer, 1);
        }
    }

    fn add_case_event(_: &mut Self::Sum, _: &CaseEvent) {}

    fn merge(answers: &mut Self::Sum, other: &Self::Sum) {
        answers.extend(other);
    }

    fn settle(_: &mut Self::Sum, _: usize) {}

    /// There are 5⁶ of them at most.
    fn bound(_: &mut Self::Sum) {}

    fn forget(_: &mut Self::Sum) {}
}

/// Writes down an answer that rates every side and the whole; `None` if a part is missing.
fn answer(moment: &Moment) -> Option<String> {
    debug_assert!(moment.observed_by != Observer::Staff);
    let overall = moment.rating.csat.or(moment.rating.stars)?;
    let digit = |side: &Dimension| {
        let value = moment.signals.dimensions.get(side).filter(|value| (1..=5).contains(*value)).copied();
        // Forms of before ask five sides.
        let value = value.or((*side == Dimension::Communication).then_some(0));
        value.map(|value| char::from(b'0' + value))
    };
    let mut digits: Option<String> = Dimension::ALL.iter().map(digit).collect();
    if let Some(digits) = &mut digits {
        digits.push(char::from(b'0' + overall.clamp(1, 5)));
    }
    digits
}
