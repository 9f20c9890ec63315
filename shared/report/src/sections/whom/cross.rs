//! What failed for whom: failures of each kind by segment, channel and source. Counts moments, so that a failure counts where it happened.

use std::collections::BTreeMap;

use crate::fact::{Fact, Seen, add_each};
use crate::sections::opinions::facts::is_opinion;
use crate::sections::promises::facts::DUE;
use crate::sections::slices::facts::Cut;
use crate::tally::{OTHER, least};
use crate::voice::Voice;
use domain::case::CaseEvent;
use domain::moment::{DueIs, Moment};

/// Names of each cut that a day keeps apart, and kinds of each name: 3 × 40 × 8 counts, some 20 KB at most.
const NAMES_MAX: usize = 40;
const KINDS_MAX: usize = 8;
/// Names held while a day is being summarised.
const NAMES_SEEN_MAX: usize = 1_000;

/// The cuts that are looked at.
const CUTS: [Cut; 3] = [Cut::Segment, Cut::Channel, Cut::Source];

/// Of one name: by kind how many failed, of how many. Promised times stand under their own name.
pub(crate) type ByKind = BTreeMap<String, [u64; 2]>;

/// By cut and name.
pub(crate) struct Cross;

impl Fact for Cross {
    type Sum = BTreeMap<Cut, BTreeMap<String, ByKind>>;

    fn add(sum: &mut Self::Sum, seen: &Seen<'_>) {
        for (kind, is_bad) in told_of(seen) {
            for cut in CUTS {
                // That a time passed without anything is noticed by the suite, and not by a source or through a channel.
                if kind != DUE || cut == Cut::Segment {
                    count(sum, cut, seen.moment, kind, is_bad);
                }
            }
        }
    }

    fn add_case_event(_: &mut Self::Sum, _: &CaseEvent) {}

    fn merge(sum: &mut Self::Sum, other: &Self::Sum) {
        for (cut, names) in other {
            let sums = sum.entry(*cut).or_default();
            for (name, kinds) in names {
                let place = sums.entry(name.clone()).or_default();
                kinds.iter().for_each(|(kind, counts)| add_each(place.entry(kind.clone()).or_default(), counts));
            }
        }
    }

    fn settle(_: &mut Self::Sum, _: usize) {}

    fn bound(sum: &mut Self::Sum) {
        for names in sum.values_mut() {
            names.values_mut().for_each(bound_kinds);
            let all = |kinds: &ByKind| kinds.values().map(|counts| counts[1]).sum::<u64>();
            if names.len() > NAMES_MAX {
                for name in least(names.iter().map(|(name, kinds)| (name.as_str(), all(kinds))), NAMES_MAX) {
                    let rare = names.remove(&name).unwrap_or_default();
                    let other = names.entry(OTHER.to_owned()).or_default();
                    rare.iter().for_each(|(kind, counts)| add_each(other.entry(kind.clone()).or_default(), counts));
                }
                names.values_mut().for_each(bound_kinds);
            }
        }
    }

    fn forget(_: &mut Self::Sum) {}
}

/// Returns what a moment tells of, and whether that failed: of its kind, and of a promised time. Opinions tell of something else, and
/// what staff say is no customer's.
pub(crate) fn told_of<'a>(seen: &Seen<'a>) -> impl Iterator<Item = (&'a str, bool)> + use<'a> {
    let moment = seen.moment;
    let is_customers = seen.voice != Voice::Staff;
    let own = moment.outcome.is_known() && !is_opinion(moment);
    let own = own.then(|| (moment.kind.as_str(), moment.is_failure()));
    let due = moment.signals.due.as_ref().filter(|due| due.is != DueIs::Cancelled);
    let due = due.map(|due| due.is == DueIs::Broken);
    // What came late was counted when its time passed.
    let due = due.filter(|is_broken| !is_broken || moment.is_failure()).map(|is_broken| (DUE, is_broken));
    [own, due].into_iter().flatten().filter(move |_| is_customers)
}

pub(super) fn bound_kinds(kinds: &mut ByKind) {
    if kinds.len() > KINDS_MAX {
        let counts: Vec<_> = kinds.iter().map(|(kind, counts)| (kind.clone(), counts[1])).collect();
        for kind in least(counts.iter().map(|(kind, count)| (kind.as_str(), *count)), KINDS_MAX) {
            kinds.remove(&kind);
        }
    }
}

fn count(sum: &mut BTreeMap<Cut, BTreeMap<String, ByKind>>, cut: Cut, moment: &Moment, kind: &str, is_bad: bool) {
    let names = sum.entry(cut).or_default();
    let name = cut.name_of(moment);
    let name = if names.contains_key(name) || names.len() < NAMES_SEEN_MAX { name } else { OTHER };
    let counts = names.entry(name.to_owned()).or_default().entry(kind.to_owned()).or_default();
    add_each(counts, &[u64::from(is_bad), 1]);
}
