//! How the critical moments of an export would have been told, by the rules that decide it in production: the triage and the pacing of the
//! printed configuration. Judges nothing, and knows no silence and no quiet hours.

use std::collections::BTreeMap;

use domain::journey::Judged;
use domain::pacing::{self, Pacing, Topic, Waiting, Window};
use domain::triage::Triage;
use jiff::{SignedDuration, Timestamp};

/// The journey of one customer, judged.
pub(crate) struct Customer(pub(crate) Vec<Judged>);

/// What became of the critical moments.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Told {
    /// At once, each in a message of its own.
    pub(crate) alone: usize,
    /// Within minutes, many in one message.
    pub(crate) grouped: usize,
    /// In the list of the day.
    pub(crate) listed: usize,
    /// As a line of the case of a failure that was told.
    pub(crate) lines: usize,
}

/// Tells the critical moments of all customers in the order in which they became known. `is_resolved_after` is how long a case stays open.
pub(crate) fn tell(customers: &[Customer], triage: &Triage, is_resolved_after: SignedDuration) -> Told {
    let mut critical: Vec<(Timestamp, usize, usize)> = Vec::new();
    for (number, Customer(judged)) in customers.iter().enumerate() {
        let of_customer = judged.iter().enumerate().filter(|(_, judged)| judged.moment.is_critical());
        critical.extend(of_customer.map(|(position, judged)| (judged.moment.occurred_at, number, position)));
    }
    critical.sort_unstable();
    let mut told = Told::default();
    let mut at_once = Vec::new();
    // Until when the case of each moment is open, and the latest case of each customer.
    let mut case_of: BTreeMap<(usize, usize), usize> = BTreeMap::new();
    let mut latest: BTreeMap<usize, usize> = BTreeMap::new();
    let mut open_until: Vec<Timestamp> = Vec::new();
    for (at, number, position) in critical {
        let Some(Customer(judged)) = customers.get(number) else { continue };
        let known = triage.known_by(judged, position).and_then(|known| place_of(judged, known));
        let known_case = known.and_then(|place| case_of.get(&(number, place)));
        let is_known = known_case.and_then(|case| open_until.get(*case)).is_some_and(|until| *until > at);
        let case = latest.get(&number).copied().filter(|case| open_until.get(*case).is_some_and(|until| *until > at));
        let case = case.unwrap_or_else(|| {
            open_until.push(at.saturating_add(is_resolved_after).unwrap_or(Timestamp::MAX));
            open_until.len() - 1
        });
        latest.insert(number, case);
        case_of.insert((number, position), case);
        let Some(moment) = judged.get(position).map(|judged| &judged.moment) else { continue };
        if triage.is_on() && is_known {
            told.lines += 1;
        } else if triage.listed(moment.severity, 0).is_some() {
            told.listed += 1;
        } else {
            let kind = pacing::kind(&moment.critical, &moment.touchpoint_type, &moment.source);
            at_once.push((at, kind, moment.severity));
        }
    }
    (told.alone, told.grouped) = paced(at_once);
    told
}

fn place_of(judged: &[Judged], moment: &domain::moment::Moment) -> Option<usize> {
    judged.iter().position(|judged| judged.moment.position() == moment.position())
}

/// Sends messages to one channel of people, minute by minute as the outbox does. Returns how many went out by themselves, and how many in
/// messages together with others.
fn paced(messages: Vec<(Timestamp, String, u8)>) -> (usize, usize) {
    let pacing = Pacing::default();
    let mut agenda: BTreeMap<i64, Vec<Waiting>> = BTreeMap::new();
    for (at, kind, severity) in messages {
        agenda.entry(minute(at)).or_default().push(Waiting {
            kind: Some((Topic::Alerts, kind)),
            severity,
            created_at: at,
            is_gathered: false,
            has_its_time_come: false,
            is_retry: false,
        });
    }
    let (mut window, mut alone, mut grouped) = (Window::default(), 0, 0);
    while let Some((this_minute, waiting)) = agenda.pop_first() {
        let now = Timestamp::from_second(60 * this_minute).unwrap_or(Timestamp::MAX);
        let plan = pacing::plan(&window, &waiting, now, &pacing);
        alone += plan.singly.len();
        grouped += plan.together.iter().map(Vec::len).sum::<usize>();
        for (index, until) in plan.later {
            let Some(message) = waiting.get(index) else { continue };
            let again = Waiting { is_gathered: true, has_its_time_come: until > now, ..message.clone() };
            agenda.entry(minute(until).max(this_minute + 1)).or_default().push(again);
        }
        window = plan.window;
    }
    (alone, grouped)
}

/// The minute that ends next.
fn minute(at: Timestamp) -> i64 {
    at.as_second().div_euclid(60) + i64::from(at.as_second().rem_euclid(60) > 0)
}
