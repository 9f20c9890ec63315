//! A model of the first judgement of one moment, which batches of a long journey leave to the moment's own record. Tried in every
//! order in which the steps of its writers can happen, with one of them dying anywhere or coming again. It shows that the moment
//! ends as who knew most judges it, and which parts of the rule cannot be omitted.

use std::collections::HashSet;

/// How often the journey can grow in the model.
const FACTS: usize = 2;

/// What the moment says, given how many facts are known.
type Truth = [char; FACTS + 1];

/// What a writer is there for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
enum Role {
    /// The moment's own record, in a batch that finds the journey short or long.
    Own,
    /// The record of an earlier fact, in a batch that finds the journey short: it writes the moment if it is not stored.
    Short,
    /// The same of a long journey: it leaves the moment if it is not stored.
    Long,
    /// A repair by `verify`.
    Verify,
}

/// Where a writer is. Numbers are facts known.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
enum Step {
    /// Its touchpoint is not in the table yet.
    Waiting,
    /// About to note how often moments were left.
    Begin,
    Read,
    /// About to note it only now, by a wrong rule.
    NoteLate(usize),
    /// About to announce that it leaves what is not stored.
    Announce(usize),
    Compare(usize),
    /// About to put what it knows; `verify` puts it in the place of what it was compared with only.
    Put(usize, Stored),
    LookAgain(usize),
    /// About to ask whether others left moments.
    Ask,
    Done,
}

/// What is stored: the judgement, and how many facts it was made with.
type Stored = Option<(char, usize)>;

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
struct Writer {
    role: Role,
    step: Step,
    /// How often moments had been left when it began, and how often it left some itself.
    before: u8,
    own: u8,
    /// Whether it judges for the second time because others left moments.
    is_second: bool,
}

/// The parts of the rule, each of which the tests take away once.
#[derive(Clone, Copy)]
struct Rule {
    /// Who wrote asks whether others left moments, and judges again.
    asks: bool,
    /// How often they were left is noted before the journey is read, not after.
    notes_first: bool,
    /// Leaving is announced before anybody looks what is stored, not after.
    announces_first: bool,
    /// `verify` looks again after it wrote.
    verify_looks_again: bool,
}

const RULE: Rule = Rule { asks: true, notes_first: true, announces_first: true, verify_looks_again: true };

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
struct World {
    /// Whether the moment's own touchpoint is in the table.
    is_there: bool,
    facts: usize,
    stored: Stored,
    left: u8,
    writers: [Writer; 3],
    /// How many writers may still die or come again.
    accidents: u8,
}

impl Writer {
    /// A moment of one's own is put without a look at what is stored.
    fn write(&self, known: usize) -> Step {
        if self.role == Role::Own { Step::Put(known, None) } else { Step::Compare(known) }
    }
}

impl World {
    fn begin(roles: [Role; 3]) -> Self {
        let writer = |role| Writer {
            role,
            step: if role == Role::Verify { Step::Begin } else { Step::Waiting },
            before: 0,
            own: 0,
            is_second: false,
        };
        // Without a record of its own (it was parked) the moment waits for `verify`.
        let is_there = !roles.contains(&Role::Own);
        let writers = roles.map(writer);
        Self { is_there, facts: 0, stored: None, left: 0, writers, accidents: 1 }
    }

    /// Lets one writer take its next step; none if it has none.
    fn step(&self, index: usize, truth: &Truth, rule: Rule) -> Option<Self> {
        let mut next = *self;
        let mut writer = self.writers[index];
        writer.step = match writer.step {
            Step::Waiting if writer.role == Role::Own => {
                next.is_there = true;
                Step::Begin
            }
            Step::Waiting => {
                next.facts += 1;
                Step::Begin
            }
            Step::Begin => {
                (writer.before, writer.own) = (self.left, 0);
                Step::Read
            }
            Step::Read if !rule.notes_first && !writer.is_second => Step::NoteLate(self.facts),
            Step::Read => self.judge(&writer, self.facts, rule),
            Step::NoteLate(known) => {
                writer.before = self.left;
                self.judge(&writer, known, rule)
            }
            Step::Announce(known) => {
                next.left += 1;
                writer.own += 1;
                if rule.announces_first { Step::Compare(known) } else { Step::Ask }
            }
            Step::Compare(known) => match self.stored {
                None if writer.role == Role::Long && !rule.announces_first => Step::Announce(known),
                None if writer.role == Role::Long => Step::Ask,
                Some((said, _)) if said == truth[known] => Step::Ask,
                stored => Step::Put(known, stored),
            },
            Step::Put(known, seen) => {
                let may = match writer.role {
                    Role::Verify => self.stored == seen,
                    _ => self.stored.is_none_or(|(_, before)| before < known),
                };
                if may {
                    next.stored = Some((truth[known], known));
                }
                let looks_again = match writer.role {
                    Role::Verify => rule.verify_looks_again,
                    _ => self.stored.is_some(),
                };
                if may && looks_again { Step::LookAgain(known) } else { Step::Ask }
            }
            Step::LookAgain(known) if self.facts > known => writer.write(self.facts),
            Step::LookAgain(_) => Step::Ask,
            Step::Ask => {
                let is_disturbed = self.left > writer.before + writer.own;
                if rule.asks && is_disturbed && !writer.is_second && writer.role != Role::Verify {
                    writer.is_second = true;
                    Step::Read
                } else {
                    Step::Done
                }
            }
            Step::Done => return None,
        };
        next.writers[index] = writer;
        Some(next)
    }

    /// Returns what a writer does once it has read the journey. If the moment's touchpoint was not in it, that is nothing.
    fn judge(&self, writer: &Writer, known: usize, rule: Rule) -> Step {
        match writer.role {
            _ if !self.is_there => Step::Ask,
            Role::Long if rule.announces_first => Step::Announce(known),
            _ => writer.write(known),
        }
    }

    /// Lets one writer die where it is, or its record come again though it was done.
    fn accident(&self, index: usize) -> Option<Self> {
        let step = self.writers[index].step;
        if self.accidents == 0 || step == Step::Waiting {
            return None;
        }
        let mut next = *self;
        next.accidents -= 1;
        next.writers[index].step = Step::Begin;
        next.writers[index].is_second = false;
        Some(next)
    }
}

/// Tries every order and returns the worlds that nothing can happen in any more.
fn ends(roles: [Role; 3], truth: &Truth, rule: Rule) -> HashSet<World> {
    let first = World::begin(roles);
    let (mut seen, mut open, mut ends) = (HashSet::from([first]), vec![first], HashSet::new());
    while let Some(world) = open.pop() {
        let steps: Vec<_> = (0..roles.len()).filter_map(|index| world.step(index, truth, rule)).collect();
        if steps.is_empty() {
            ends.insert(world);
        }
        let accidents = (0..roles.len()).filter_map(|index| world.accident(index));
        open.extend(steps.into_iter().chain(accidents).filter(|next| seen.insert(*next)));
    }
    ends
}

/// Every truth; what the judgements are called does not matter.
const TRUTHS: [Truth; 5] = [['X', 'X', 'X'], ['X', 'X', 'Y'], ['X', 'Y', 'X'], ['X', 'Y', 'Y'], ['X', 'Y', 'Z']];

/// Who may meet at a moment: facts, and the moment's own record, twice at the same time too, or a repair in its place.
const MEETINGS: [[Role; 3]; 7] = [
    [Role::Own, Role::Long, Role::Long],
    [Role::Own, Role::Long, Role::Short],
    [Role::Verify, Role::Long, Role::Long],
    [Role::Verify, Role::Long, Role::Short],
    [Role::Own, Role::Own, Role::Long],
    [Role::Own, Role::Verify, Role::Long],
    [Role::Own, Role::Verify, Role::Short],
];

/// Returns whether some order ends in a moment that is missing, or is not what all facts make.
fn goes_wrong(rule: Rule) -> bool {
    MEETINGS.iter().any(|roles| {
        TRUTHS.iter().any(|truth| {
            let is_right = |end: &World| end.stored.map(|(said, _)| said) == Some(truth[end.facts]);
            !ends(*roles, truth, rule).iter().all(is_right)
        })
    })
}

#[test]
fn every_order_ends_in_the_judgement_of_who_knew_most() {
    for roles in MEETINGS {
        for truth in TRUTHS {
            for end in ends(roles, &truth, RULE) {
                assert_eq!(end.stored.map(|(said, _)| said), Some(truth[end.facts]), "{truth:?}: {end:?}");
            }
        }
    }
}

#[test]
fn a_writer_that_does_not_ask_leaves_a_judgement_behind() {
    assert!(goes_wrong(Rule { asks: false, ..RULE }));
}

#[test]
fn what_is_noted_after_the_journey_was_read_is_noted_too_late() {
    assert!(goes_wrong(Rule { notes_first: false, ..RULE }));
}

#[test]
fn what_is_announced_after_looking_is_announced_too_late() {
    assert!(goes_wrong(Rule { announces_first: false, ..RULE }));
}

#[test]
fn a_repair_that_does_not_look_again_leaves_a_judgement_behind() {
    assert!(goes_wrong(Rule { verify_looks_again: false, ..RULE }));
}
