//! What staff can learn: causes of each team, and what gestures cost and brought.

use domain::vocabulary::Language;
use domain::wording::capitalized;
use reports::{GestureLine, Report, TeamCause, TeamLine, wording};

use super::{TableView, columns, with_limits};

pub(super) fn teams(report: &Report, language: Language) -> TableView {
    let cause = |cause: &TeamCause| {
        let name = wording::cause_name(&cause.cause, language);
        let part = wording::counts(cause.of.proportion(), language);
        match cause.staff {
            Some(true) => language.staff_coach(name, &part),
            _ => format!("{name} ({part})"),
        }
    };
    let row = |line: &TeamLine| {
        let causes: Vec<_> = line.causes.iter().map(cause).collect();
        vec![line.team.clone(), language.count(line.cases), causes.join(", ")]
    };
    TableView {
        id: "teams",
        title: language.staff_teams_title(),
        why: "why-causes",
        hint: language.staff_teams_hint().to_owned(),
        columns: columns(&[language.staff_team(), language.causes_cases(), language.causes_title()]),
        rows: report.staff.teams.iter().map(row).collect(),
        links: Vec::new(),
        none: language.causes_none(),
    }
}

pub(super) fn gestures(report: &Report, language: Language) -> TableView {
    let row = |line: &GestureLine| {
        let name = match line.gesture.as_str() {
            "" => language.staff_nothing_given().to_owned(),
            reports::OTHER => language.slices_others().to_owned(),
            given => capitalized(given),
        };
        let cost = wording::moneys(&line.cost, language).unwrap_or_else(|| "–".to_owned());
        vec![name, language.count(line.resolved), cost, with_limits(&line.verified, language)]
    };
    let advocates = report.staff.advocates;
    TableView {
        id: "gestures",
        title: language.staff_gestures_title(),
        why: "why-recovery",
        hint: if advocates > 0 { language.staff_advocates(advocates) } else { String::new() },
        columns: columns(&[
            language.staff_given(),
            language.staff_resolved(),
            language.staff_cost(),
            language.staff_verified(),
        ]),
        rows: report.staff.gestures.iter().map(row).collect(),
        links: Vec::new(),
        none: language.causes_none(),
    }
}
