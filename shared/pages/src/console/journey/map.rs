//! The drawing of a journey: stages as lanes, moments as marks on them. Only shapes; the words stand beside them.

use askama::Template;
use askama::filters::HtmlSafe;
use domain::journey::overview::Overview;
use domain::moment::Moment;
use domain::vocabulary::{Outcome, Stage};
use domain::wording::{self, capitalized};
use jiff::civil::Date;

use super::LANES;
use crate::case::Reader;

/// Height of a lane, in pixels; the style gives the names of the lanes the same.
const LANE: usize = 38;
/// Room for the dates below.
const DATES: usize = 22;
/// Room at both sides.
const SIDE: usize = 20;
/// Distance of two moments: no less, no more.
const STEP: (usize, usize) = (34, 96);
/// Width that is filled if there are few.
const WIDTH: usize = 840;
/// Room that a date takes.
const DATE: usize = 64;

/// The drawing.
#[derive(Template)]
#[template(path = "console/journey_map.html")]
pub struct Map {
    lanes: Vec<(String, usize)>,
    width: usize,
    height: usize,
    bottom: usize,
    way: String,
    cycles: Vec<usize>,
    marks: Vec<Mark>,
    days: Vec<(usize, String)>,
    /// What the drawing shows, for who does not see it.
    said: String,
}

impl HtmlSafe for Map {}

struct Mark {
    x: usize,
    y: usize,
    corner: (usize, usize),
    outcome: Outcome,
    is_critical: bool,
    title: String,
}

impl Map {
    /// Draws the latest moments of a journey.
    pub(crate) fn of(moments: &[&Moment], overview: &Overview, reader: Reader<'_>) -> Self {
        let language = reader.language;
        let gaps = moments.len().saturating_sub(1).max(1);
        let step = ((WIDTH - 2 * SIDE) / gaps).clamp(STEP.0, STEP.1);
        let x = |index: usize| SIDE + index * step;
        let y = |stage: Stage| {
            let lane = LANES.iter().position(|lane| *lane == stage).unwrap_or_default();
            LANE * lane + LANE / 2
        };
        let mark = |(index, moment): (usize, &&Moment)| Mark {
            x: x(index),
            y: y(moment.stage),
            corner: (x(index) - 8, y(moment.stage) - 8),
            outcome: moment.outcome,
            is_critical: moment.is_critical(),
            title: format!(
                "{}: {}",
                capitalized(&wording::touchpoint_type(&moment.touchpoint_type, language)),
                wording::outcome(moment.outcome, language)
            ),
        };
        let marks: Vec<Mark> = moments.iter().enumerate().map(mark).collect();
        let hidden = overview.steps.len().saturating_sub(moments.len());
        let cycles =
            overview.cycles.iter().filter_map(|cycle| cycle.first.checked_sub(hidden)).filter(|first| *first > 0);
        let lane =
            |(index, stage): (usize, &Stage)| (wording::stage(*stage, language).to_owned(), LANE * index + LANE / 2);
        Self {
            lanes: LANES.iter().enumerate().map(lane).collect(),
            width: x(moments.len().saturating_sub(1)) + SIDE + DATE / 2,
            height: LANES.len() * LANE + DATES,
            bottom: LANES.len() * LANE,
            way: marks.iter().map(|mark| format!("{},{}", mark.x, mark.y)).collect::<Vec<_>>().join(" "),
            cycles: cycles.map(|first| x(first) - step / 2).collect(),
            days: days(moments, x, reader),
            said: said(moments, reader),
            marks,
        }
    }
}

/// Names a day where it begins, if there is room.
fn days(moments: &[&Moment], x: impl Fn(usize) -> usize, reader: Reader<'_>) -> Vec<(usize, String)> {
    let (mut days, mut free, mut before) = (Vec::new(), 0, None::<Date>);
    for (index, moment) in moments.iter().enumerate() {
        let day = moment.occurred_at.to_zoned(reader.zone.clone()).date();
        if before != Some(day) && x(index) >= free {
            days.push((x(index).saturating_sub(14), domain::period::short_day(day, reader.language)));
            free = x(index) + DATE + 8;
            before = Some(day);
        }
    }
    days
}

/// Says what the drawing shows.
fn said(moments: &[&Moment], reader: Reader<'_>) -> String {
    let language = reader.language;
    let outcomes = [Outcome::Misery, Outcome::Average, Outcome::Magic, Outcome::Unknown].into_iter();
    let counts: Vec<String> = outcomes
        .map(|outcome| (outcome, moments.iter().filter(|moment| moment.outcome == outcome).count() as u64))
        .filter(|(_, count)| *count > 0)
        .map(|(outcome, count)| language.console_outcome_count(count, wording::outcome(outcome, language)))
        .collect();
    language.console_journey_drawn(moments.len() as u64, &counts.join(", "))
}
