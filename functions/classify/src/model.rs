//! A model of several writers of one moment, tried in every order in which their steps can happen. It shows why a judgement
//! that would not change may be left as it is, and why whoever replaces one has to look again before it is done.

use std::collections::BTreeSet;

mod left;

/// How often the journey can still grow in the model.
const FACTS: usize = 3;

/// What a judgement says, given how many touchpoints are known.
type Truth = [char; FACTS + 1];

/// Where a writer is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Step {
    /// Its touchpoint is not in the table yet.
    Waiting,
    /// About to read the journey.
    Read,
    /// About to read what is stored, knowing so many touchpoints.
    Compare(usize),
    /// About to put what it knows.
    Put(usize),
    /// About to look whether the journey has grown.
    LookAgain(usize),
    Done,
}

/// The whole world: what is stored, how many touchpoints there are, where each writer is.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct World {
    stored: (char, usize),
    facts: usize,
    writers: [Step; FACTS],
}

impl World {
    /// Lets one writer take its next step; none if it has none.
    fn step(&self, writer: usize, truth: &Truth, looks_again: bool) -> Option<Self> {
        let mut next = self.clone();
        next.writers[writer] = match self.writers[writer] {
            Step::Waiting => {
                next.facts += 1;
                Step::Read
            }
            Step::Read => Step::Compare(self.facts),
            Step::Compare(known) if truth[known] == self.stored.0 => Step::Done,
            Step::Compare(known) => Step::Put(known),
            Step::Put(known) if self.stored.1 < known => {
                next.stored = (truth[known], known);
                if looks_again { Step::LookAgain(known) } else { Step::Done }
            }
            Step::Put(_) => Step::Done,
            Step::LookAgain(known) if self.facts > known => Step::Read,
            Step::LookAgain(_) => Step::Done,
            Step::Done => return None,
        };
        Some(next)
    }
}

/// Tries every order and returns the worlds that nothing can happen in any more.
fn ends(truth: &Truth, looks_again: bool) -> BTreeSet<World> {
    let first = World { stored: (truth[0], 0), facts: 0, writers: [Step::Waiting; FACTS] };
    let (mut seen, mut open, mut ends) = (BTreeSet::from([first.clone()]), vec![first], BTreeSet::new());
    while let Some(world) = open.pop() {
        let next: Vec<_> = (0..FACTS).filter_map(|writer| world.step(writer, truth, looks_again)).collect();
        if next.is_empty() {
            ends.insert(world);
            continue;
        }
        open.extend(next.into_iter().filter(|next| seen.insert(next.clone())));
    }
    ends
}

/// Every truth over two or three different judgements.
fn truths() -> impl Iterator<Item = Truth> {
    (0..3_usize.pow(4)).map(|number| {
        let letter = |place: u32| ['X', 'Y', 'Z'][number / 3_usize.pow(place) % 3];
        [letter(0), letter(1), letter(2), letter(3)]
    })
}

#[test]
fn every_order_ends_in_the_judgement_of_who_knew_most() {
    for truth in truths() {
        for end in ends(&truth, true) {
            assert_eq!(end.stored.0, truth[FACTS], "{truth:?}: {end:?}");
        }
    }
}

#[test]
fn without_looking_again_a_late_writer_leaves_its_judgement_behind() {
    // Y is the judgement of the second touchpoint only; who knows three finds X stored and leaves it; then Y lands.
    let wrong = |truth: &Truth| ends(truth, false).iter().any(|end| end.stored.0 != truth[FACTS]);
    assert!(wrong(&['X', 'X', 'Y', 'X']));
}
