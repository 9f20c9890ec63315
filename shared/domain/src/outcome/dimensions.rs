//! The sides of a contact that the customer rated: told where they are low, for coaching. Decides no outcome.

use crate::outcome::{Because, Question};

/// Lists the sides rated low: listened, options, accompanied, empathy, transparency, communication.
pub(super) fn low<'a>(question: &Question<'a>) -> impl Iterator<Item = Because<'a>> {
    let low_max = question.rules.dimensions.low_max;
    let rated = question.touchpoint.said.dimensions.iter();
    rated
        .filter(move |(_, value)| **value <= low_max)
        .map(|(dimension, value)| Because::named("dimension", dimension.as_str()).with_number(*value))
}
