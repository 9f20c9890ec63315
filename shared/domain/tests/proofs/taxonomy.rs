//! Every line of the taxonomy is held in place by a journey: changed in one column, it must be missed.

use domain::rules::{Rules, TouchpointType};
use domain::vocabulary::{Audience, Observer, Stage};

use crate::judgement::differences;
use crate::rules::{Rehearsed, STORIES};

#[test]
fn every_line_of_the_taxonomy_is_missed_when_it_changes() {
    let built_in = Rules::built_in().unwrap();
    let plain: Vec<_> = STORIES.iter().filter(|rehearsed| rehearsed.story.rules.is_empty()).collect();
    for (name, known) in &built_in.types {
        let meets = |rehearsed: &&&Rehearsed| {
            let mut touchpoints = rehearsed.journeys.iter().flat_map(|journey| &journey.touchpoints);
            touchpoints.any(|touchpoint| touchpoint.touchpoint_type == *name)
        };
        let meeting: Vec<_> = plain.iter().filter(meets).collect();
        for (column, other) in other_lines(known) {
            let mut rules = built_in.clone();
            rules.types.insert(name.clone(), other);
            let is_missed =
                meeting.iter().any(|rehearsed| !differences(&rehearsed.story, &rehearsed.journeys, &rules).is_empty());
            assert!(is_missed, "no journey misses {column} of {name}");
        }
    }
}

/// The line of a type with one column changed, column by column. What a failure is likely to be caused by, and whose it is, decide
/// nothing; what most types are not is only tried where a type is.
fn other_lines(known: &TouchpointType) -> Vec<(&'static str, TouchpointType)> {
    let TouchpointType {
        stage,
        after_purchase,
        importance,
        service,
        research,
        exchange,
        purchase,
        bought,
        help,
        early_is_better: _,
        warn_before_s: _,
        calendar: _,
        due_in_business_days: _,
        late_by_business_min: _,
        warn_before_business_min: _,
        echo,
        judges,
        solicited,
        observed_by,
        friction,
        audience,
        late_by_s,
        owner: _,
        causes: _,
    } = known.clone();
    let other = |change: &dyn Fn(&mut TouchpointType)| {
        let mut known = known.clone();
        change(&mut known);
        known
    };
    let mut lines = vec![
        ("service", other(&|known| known.service = !service)),
        ("exchange", other(&|known| known.exchange = !exchange)),
        ("friction", other(&|known| known.friction = !friction)),
        (
            "audience",
            other(&|known| {
                known.audience = if audience == Audience::Public { Audience::Private } else { Audience::Public };
            }),
        ),
    ];
    for another in Stage::ALL.iter().copied().filter(|another| *another != stage) {
        lines.push(("stage", other(&|known| known.stage = another)));
    }
    for value in [importance - 1, importance + 1].into_iter().filter(|value| (1..=5).contains(value)) {
        lines.push(("importance", other(&|known| known.importance = value)));
    }
    if after_purchase.is_some() {
        lines.push(("after_purchase", other(&|known| known.after_purchase = None)));
    }
    if research {
        lines.push(("research", other(&|known| known.research = false)));
    }
    if purchase {
        lines.push(("purchase", other(&|known| known.purchase = false)));
    }
    if bought {
        lines.push(("bought", other(&|known| known.bought = false)));
    }
    if help {
        lines.push(("help", other(&|known| known.help = false)));
    }
    if echo {
        lines.push(("echo", other(&|known| known.echo = false)));
    }
    if judges {
        lines.push(("judges", other(&|known| known.judges = false)));
    }
    if solicited {
        lines.push(("solicited", other(&|known| known.solicited = false)));
    }
    if observed_by == Observer::Staff {
        lines.push(("observed_by", other(&|known| known.observed_by = Observer::Customer)));
    }
    for seconds in late_by_s.into_iter().flat_map(|seconds| [seconds - 1, seconds + 1]) {
        lines.push(("late_by_s", other(&|known| known.late_by_s = Some(seconds))));
    }
    lines
}
