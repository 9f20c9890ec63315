//! The rating rule: a number the customer gave to this moment, read on its scale.

use crate::moment::Code;
use crate::rules::Scale;
use crate::vocabulary::{Method, Outcome, Verdict};

use super::{Evidence, Question};

/// Judges by the ratings: csat before ces before stars before the simple verdict. NPS measures the relation and
/// judges a moment only if `about` names the one it answers.
pub(super) fn judge(question: &Question<'_>) -> Option<Evidence> {
    let rating = &question.touchpoint.said.rating;
    let general = &question.rules.rating;
    let own = question.rules.sources.get(&question.touchpoint.source).cloned().unwrap_or_default();
    let numbers = [
        ("csat", rating.csat, own.csat.unwrap_or(general.csat), 1),
        ("ces", rating.ces, own.ces.unwrap_or(general.ces), 1),
        ("stars", rating.stars, own.stars.unwrap_or(general.stars), 1),
    ];
    let (outcome, score, reason) = numbers
        .into_iter()
        .find_map(|(name, value, scale, min)| read(name, value?, scale, min))
        .or_else(|| {
            let (word, outcome, score) = match rating.verdict? {
                Verdict::Good => (Verdict::Good, Outcome::Magic, 1.0),
                Verdict::Okay => (Verdict::Okay, Outcome::Average, 0.0),
                Verdict::Bad => (Verdict::Bad, Outcome::Misery, -1.0),
            };
            Some((outcome, score, Code::with("verdict", word)))
        })
        .or_else(|| {
            let scale = own.nps.unwrap_or(general.nps);
            if question.names_a_moment { read("nps", rating.nps?, scale, 0) } else { None }
        })?;
    Some(Evidence { method: Method::Rating, outcome, score, reasons: vec![reason] })
}

/// Reads one number on its scale: the band decides, the place between the ends is the score.
fn read(name: &str, value: u8, scale: Scale, min: u8) -> Option<(Outcome, f64, Code)> {
    let place = if scale.reversed { (scale.max + min).checked_sub(value)? } else { value };
    let outcome = match place {
        place if place <= scale.misery_up_to => Outcome::Misery,
        place if place >= scale.magic_from => Outcome::Magic,
        _ => Outcome::Average,
    };
    let half = f64::from(scale.max - min) / 2.0;
    let score = (f64::from(place) - f64::from(min) - half) / half;
    Some((outcome, score, Code::with(name, value)))
}
