//! Two weeks of a made-up business from a fixed seed: what the golden files and the pictures show.

use domain::identity::{Identity, Pseudonyms};
use domain::moment::{Code, Moment};
use domain::rules::Rules;
use domain::touchpoint::{Money, Rating};
use domain::vocabulary::{Audience, Clause, Method, Observer, Outcome, Stage};
use jiff::civil::Date;
use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp, ToSpan};
use rand_xoshiro::SplitMix64;
use rand_xoshiro::rand_core::{Rng, SeedableRng};
use reports::{CaseEvent, Context, DaySummary, OpenCases, Report, Summarizer};

/// A kind of touchpoint and how it goes, in percent.
struct Habit {
    kind: &'static str,
    stage: Stage,
    daily: u32,
    judged: u32,
    /// Of those judged: before, now.
    misery: [u32; 2],
    magic: u32,
    solicited: u32,
    importance: u8,
    channel: &'static str,
}

const fn habit(
    kind: &'static str,
    stage: Stage,
    [daily, judged, misery_before, misery_now, magic, solicited]: [u32; 6],
    importance: u8,
    channel: &'static str,
) -> Habit {
    Habit { kind, stage, daily, judged, misery: [misery_before, misery_now], magic, solicited, importance, channel }
}

const HABITS: [Habit; 12] = [
    habit("search", Stage::Zero, [22, 0, 0, 0, 0, 0], 2, "web"),
    habit("review_read", Stage::Zero, [9, 0, 0, 0, 0, 0], 3, "web"),
    habit("site_visit", Stage::First, [26, 22, 22, 20, 10, 40], 3, "web"),
    habit("store_visit", Stage::First, [14, 55, 12, 13, 30, 50], 4, "store"),
    habit("support_contact", Stage::First, [12, 80, 24, 26, 18, 35], 4, "phone"),
    habit("purchase", Stage::Second, [16, 45, 8, 9, 12, 80], 4, "web"),
    habit("delivery", Stage::Second, [15, 92, 12, 33, 14, 25], 5, "courier"),
    habit("billing", Stage::Second, [6, 70, 34, 16, 4, 20], 3, "email"),
    habit("product_use", Stage::Second, [8, 60, 10, 10, 38, 60], 4, "app"),
    habit("complaint", Stage::Second, [2, 100, 100, 100, 0, 0], 4, "chat"),
    habit("review", Stage::Ultimate, [5, 100, 25, 28, 45, 0], 4, "social"),
    habit("returns=\"<b>&x", Stage::Second, [1, 60, 40, 40, 0, 0], 4, "=cmd|'/c calc'!A1"),
];

/// A small generator (SplitMix64), so that the sample is the same everywhere.
struct Dice(SplitMix64);

impl Dice {
    fn next(&mut self) -> u64 {
        self.0.next_u64()
    }

    fn below(&mut self, end: u32) -> u32 {
        (self.next() % u64::from(end)) as u32
    }

    fn chance(&mut self, percent: u32) -> bool {
        self.below(100) < percent
    }
}

/// Moments of the weeks 46 and 47 of 2026 in Madrid, in no particular order.
pub(crate) fn moments() -> Vec<Moment> {
    let mut dice = Dice(SplitMix64::seed_from_u64(2026));
    let mut moments = Vec::new();
    for day in 0..14 {
        let date = jiff::civil::date(2026, 11, 9).saturating_add(i64::from(day).days());
        for habit in &HABITS {
            let weekend = matches!(date.weekday(), jiff::civil::Weekday::Saturday | jiff::civil::Weekday::Sunday);
            let count = habit.daily + dice.below(habit.daily / 3 + 1);
            for _ in 0..if weekend { count * 3 / 5 } else { count } {
                moments.push(moment(&mut dice, habit, date, moments.len()));
            }
        }
    }
    moments
}

fn moment(dice: &mut Dice, habit: &Habit, date: Date, number: usize) -> Moment {
    let now = date >= jiff::civil::date(2026, 11, 16);
    let midnight = date.to_zoned(zone()).unwrap().timestamp();
    let at = midnight + SignedDuration::from_secs(i64::from(8 * 3600 + dice.below(50_000)));
    let known = dice.chance(habit.judged);
    let roll = dice.below(100);
    let misery = habit.misery[usize::from(now)];
    let outcome = match roll {
        _ if !known => Outcome::Unknown,
        roll if roll < misery => Outcome::Misery,
        roll if roll < misery + habit.magic => Outcome::Magic,
        _ => Outcome::Average,
    };
    let value = match outcome {
        Outcome::Misery => 1 + dice.below(2),
        Outcome::Magic => 5,
        Outcome::Average | Outcome::Unknown => 3 + dice.below(2),
    } as u8;
    let solicited = dice.chance(habit.solicited);
    let rated = outcome.is_known() && dice.chance(70);
    let mut rating = Rating::default();
    if rated {
        match (habit.kind, solicited) {
            ("review", _) => rating.stars = Some(value),
            ("support_contact", _) => rating.ces = Some((value * 7 / 5).clamp(1, 7)),
            (_, true) => rating.csat = Some(value),
            (_, false) => {}
        }
    }
    if habit.kind == "product_use" && solicited {
        rating.nps = Some((u32::from(value) * 2 - dice.below(2)) as u8);
    }
    let critical = outcome == Outcome::Misery && (habit.importance >= 4 || dice.chance(15));
    let mut clauses = Vec::new();
    if critical {
        if habit.kind == "delivery" {
            clauses.push(Clause::BrokenPromise);
        }
        if habit.kind == "support_contact" && dice.chance(50) {
            clauses.push(Clause::FirstContact);
        }
        clauses.push(Clause::Importance);
        if habit.kind == "review" {
            clauses.push(Clause::Public);
        }
    }
    let customer = format!("c-{}", dice.below(900));
    let staff = habit.kind == "store_visit" && dice.chance(12);
    Moment {
        recorded: Identity::Customer(customer.clone()),
        customer: if dice.chance(10) { Identity::Anonymous(customer) } else { Identity::Customer(customer) },
        source: if habit.channel == "store" && !now && dice.chance(8) { "kiosk".into() } else { "shop".into() },
        id: format!("t-{number}"),
        occurred_at: at,
        received_at: at + SignedDuration::from_secs(4),
        touchpoint_type: habit.kind.into(),
        kind: habit.kind.into(),
        about: None,
        channel: (!dice.chance(4)).then(|| habit.channel.into()),
        segment: None,
        breakdowns: std::collections::BTreeMap::new(),
        solicited,
        observed_by: if staff { Observer::Staff } else { Observer::Customer },
        audience: if habit.kind == "review" { Audience::Public } else { Audience::Private },
        commented: dice.chance(25),
        stage: habit.stage,
        outcome,
        method: outcome.is_known().then_some(if rated { Method::Rating } else { Method::Operational }),
        score: outcome.value().map(|value| f64::from(value) * f64::from(50 + dice.below(50)) / 100.0),
        mixed: false,
        marked: Vec::new(),
        reasons: vec![Code::with("stage_by_type", habit.kind)],
        friction: Vec::new(),
        quiet: Vec::new(),
        importance: habit.importance,
        severity: if critical { habit.importance } else { 0 },
        weights: Vec::new(),
        critical: clauses,
        first_contact: false,
        first_contact_outcome: None,
        leak_of: None,
        signals: Default::default(),
        rating,
        value_at_risk: critical.then(|| Money { amount: 49.5, currency: "EUR".into() }),
        claimed: false,
        placed_at: None,
        attention: None,
        rules_version: 1,
        links: 0,
        basis: 1,
    }
}

/// The business's zone.
pub(crate) fn zone() -> TimeZone {
    TimeZone::get("Europe/Madrid").unwrap()
}

/// The summaries of the days, with what happened to cases.
pub(crate) fn days(moments: &[Moment]) -> Vec<DaySummary> {
    let date = |at: Timestamp| zone().to_datetime(at).date();
    let mut dates: Vec<_> = moments.iter().map(|moment| date(moment.occurred_at)).collect();
    dates.sort();
    dates.dedup();
    let summary = |day: Date| {
        let mut summarizer = Summarizer::new(day, &zone());
        for moment in moments.iter().filter(|moment| date(moment.occurred_at) == day) {
            summarizer.add(moment);
            if moment.is_critical() {
                let life =
                    ["opened", "opened", "opened", "joined", "acknowledged", "acknowledged", "resolved", "verified"];
                let transition = life[moment.id.bytes().map(usize::from).sum::<usize>() % life.len()];
                summarizer.add_case_event(&CaseEvent {
                    case_id: names().of(&moment.customer),
                    transition: transition.into(),
                    at: moment.received_at,
                    ..CaseEvent::default()
                });
            }
        }
        summarizer.finish()
    };
    dates.into_iter().map(summary).collect()
}

/// Gives customers their pseudonyms.
fn names() -> Pseudonyms {
    Pseudonyms::new("the key of the sample")
}

/// The report on a period of the sample.
pub(crate) fn report(period: &str, at: &str, moments: &[Moment]) -> Report {
    let days = days(moments);
    let rules = Rules::built_in().unwrap();
    let open_cases = Some(OpenCases { open: 23, cases: Vec::new() });
    let context =
        Context { at: at.parse().unwrap(), rules: &rules, announced: None, action: None, open_cases, recent: None };
    Report::of(period.parse().unwrap(), &zone(), &days, context).named(&names())
}
