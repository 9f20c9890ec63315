//! The sides of a contact that the customer rated: told where they are low, for coaching. Decides no outcome.

use crate::outcome::{Because, Question};

/// Sides that are named, at most: a moment has a kilobyte, and keeps all the ratings besides.
const NAMED_MAX: usize = 5;

/// Lists the sides rated low, the first five: listened, options, accompanied, empathy, transparency, communication.
pub(super) fn low<'a>(question: &Question<'a>) -> impl Iterator<Item = Because<'a>> {
    let low_max = question.rules.dimensions.low_max;
    let rated = question.touchpoint.said.dimensions.iter();
    rated
        .filter(move |(_, value)| **value <= low_max)
        .map(|(dimension, value)| Because::named("dimension", dimension.as_str()).with_number(*value))
        .take(NAMED_MAX)
}
