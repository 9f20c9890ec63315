//! Every rule by its id, with the file it lives in and two journeys that hold it in place: one just inside, one just
//! outside. The list is `rules.toml`. What it names must exist, nothing may be missing, and each rule is tried: moved by
//! one step, it must be missed by a journey that it names.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::PathBuf;
use std::sync::LazyLock;

use domain::journey::{Journey, Judged};
use domain::rules::Rules;
use domain::vocabulary::{Clause, Method, Outcome, Stage};
use domain::wording;
use serde::Deserialize;
use toml::{Table, Value};

use crate::journeys::Story;
use crate::judgement::{differences, journeys_of, rules_of, stories};

/// What holds a rule in place.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Entry {
    /// Where it lives, from the crate's folder.
    file: String,
    /// The journey, or its step after `›`, where it just holds.
    inside: Option<String>,
    /// The one where it just does not.
    outside: Option<String>,
    /// The test instead, after the file it is in, where no journey can show it.
    test: Option<String>,
}

/// Tells by a journey's moments, the last the one that is named, whether a rule held.
type Holds = fn(&[Judged]) -> bool;

/// Rules of the fold that have neither a value nor a reason of their own.
const OF_THE_FOLD: [(&str, Holds); 2] = [
    ("cycle", |judged| judged.iter().skip(1).any(|judged| judged.moment.signals.begins_cycle)),
    ("comes", |judged| judged.last().is_some_and(|last| last.moment.friction.is_empty())),
];

/// A journey ready to be judged again and again.
pub(crate) struct Rehearsed {
    pub(crate) story: Story,
    pub(crate) journeys: Vec<Journey>,
}

pub(crate) static STORIES: LazyLock<Vec<Rehearsed>> = LazyLock::new(|| {
    let rehearse = |story| Rehearsed { journeys: journeys_of(&story), story };
    stories().into_iter().map(rehearse).collect()
});

static ENTRIES: LazyLock<BTreeMap<String, Entry>> =
    LazyLock::new(|| toml::from_str(&text_of("tests/proofs/rules.toml")).unwrap());

fn text_of(path: &str) -> String {
    let path = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join(path);
    fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

/// A journey that an entry names, and the step if it names one.
#[derive(Clone, Copy)]
struct Witness {
    rehearsed: &'static Rehearsed,
    step: Option<usize>,
}

impl Witness {
    fn find(name: &str) -> Option<Self> {
        let (story, step) = name.split_once(" › ").map_or((name, None), |(story, step)| (story, Some(step)));
        let rehearsed = STORIES.iter().find(|rehearsed| rehearsed.story.name == story)?;
        let step = match step {
            Some(id) => Some(rehearsed.story.ids().iter().position(|known| known == id)?),
            None => None,
        };
        Some(Self { rehearsed, step })
    }

    /// Tells whether rules are missed: the judgement is no more as it is written.
    fn misses(self, rules: &Rules) -> bool {
        let differences = differences(&self.rehearsed.story, &self.rehearsed.journeys, rules);
        differences.iter().any(|difference| self.step.is_none() || difference.step == self.step)
    }

    /// Returns the moment of the named step, or of the last one.
    fn judged(self) -> Judged {
        self.judged_so_far().pop().unwrap()
    }

    /// Returns the moments up to it, itself last.
    fn judged_so_far(self) -> Vec<Judged> {
        let Rehearsed { story, journeys } = self.rehearsed;
        let ids = story.ids();
        let id = self.step.map_or(ids.last(), |step| ids.get(step)).unwrap();
        let rules = rules_of(story);
        let mut judged: Vec<_> = journeys.iter().flat_map(|journey| journey.judge(&rules)).collect();
        judged.truncate(judged.iter().position(|judged| judged.moment.id == *id).unwrap() + 1);
        judged
    }
}

fn witnesses(id: &str) -> Option<(Witness, Witness)> {
    let entry = &ENTRIES[id];
    Some((Witness::find(entry.inside.as_deref()?).unwrap(), Witness::find(entry.outside.as_deref()?).unwrap()))
}

/// The entry for a value of `rules.toml`: its own, or that of the table it stands in.
fn entry_of(path: &[String]) -> Option<String> {
    (1..=path.len()).rev().map(|length| path[..length].join(".")).find(|id| ENTRIES.contains_key(id))
}

/// Every value of the rules' table by its path; the version is no rule.
fn values() -> Vec<(Vec<String>, Value)> {
    fn collect(table: &Table, path: &[String], into: &mut Vec<(Vec<String>, Value)>) {
        for (name, value) in table {
            // The empty name stands for any other channel.
            let path = [path, &[if name.is_empty() { "other".into() } else { name.clone() }]].concat();
            match value {
                Value::Table(inner) => collect(inner, &path, into),
                _ => into.push((path, value.clone())),
            }
        }
    }
    let mut values = Vec::new();
    let mut table: Table = text_of("src/rules/rules.toml").parse().unwrap();
    table.remove("version");
    collect(&table, &[], &mut values);
    values
}

/// The values next to one: a step down and a step up, or whatever else it could be.
fn neighbours(value: &Value) -> Vec<Value> {
    match value {
        Value::Integer(number) => vec![(number - 1).into(), (number + 1).into()],
        Value::Float(number) => vec![(number - 0.01).into(), (number + 0.01).into()],
        Value::Boolean(flag) => vec![(!flag).into()],
        Value::String(stage) => {
            Stage::ALL.iter().filter(|other| other.as_str() != stage).map(|other| other.as_str().into()).collect()
        }
        Value::Array(words) => vec![words.iter().rev().cloned().collect::<Vec<_>>().into()],
        _ => unreachable!("a value of another kind"),
    }
}

/// Returns a story's rules with one value changed; none if nobody may set it so.
fn changed(story: &Story, path: &[String], value: &Value) -> Option<Rules> {
    let mut document: Table = story.rules.parse().unwrap();
    let mut place = &mut document;
    let (last, tables) = path.split_last()?;
    for name in ["rules"].into_iter().chain(tables.iter().map(String::as_str)) {
        place = place.entry(name).or_insert_with(|| Table::new().into()).as_table_mut()?;
    }
    place.insert(if last == "other" { String::new() } else { last.clone() }, value.clone());
    Rules::with_overrides(&document.to_string()).ok()
}

#[test]
fn every_rule_is_listed_with_a_file_and_journeys_that_exist() {
    let names: BTreeSet<String> = ENTRIES.keys().cloned().collect();
    let columns: BTreeSet<String> = text_of("src/rules/taxonomy.toml")
        .parse::<Table>()
        .unwrap()
        .values()
        .flat_map(|known| known.as_table().unwrap().keys().cloned())
        .collect();
    let facets = ["min", "max", "direction", "weight", "words"];
    let expected: BTreeSet<String> = values()
        .iter()
        .map(|(path, _)| entry_of(path).unwrap_or_else(|| path.join(".")))
        .chain(Clause::ALL.iter().map(|clause| format!("clause.{clause}")))
        .chain(Method::ALL.iter().map(|method| format!("method.{method}")))
        .chain(wording::NAMES.iter().map(|code| format!("reason.{code}")))
        .chain(columns.iter().map(|column| format!("types.{column}")))
        .chain(OF_THE_FOLD.iter().map(|(name, _)| format!("rule.{name}")))
        .chain(facets.iter().map(|column| format!("facets.{column}")))
        .collect();
    assert_eq!(names.difference(&expected).collect::<Vec<_>>(), Vec::<&String>::new(), "listed, but no rule");
    assert_eq!(expected.difference(&names).collect::<Vec<_>>(), Vec::<&String>::new(), "rules that are not listed");
    for (id, entry) in ENTRIES.iter() {
        assert!(!text_of(&entry.file).is_empty());
        match entry {
            Entry { inside: Some(inside), outside: Some(outside), test: None, .. } => {
                assert_ne!(inside, outside, "{id}");
                for name in [inside, outside] {
                    assert!(Witness::find(name).is_some(), "{id} names `{name}`, which is no journey");
                }
            }
            Entry { inside: None, outside: None, test: Some(test), .. } => {
                let (file, name) = test.split_once(" › ").unwrap();
                assert!(text_of(file).contains(&format!("fn {name}()")), "{id} names `{test}`, which is no test");
            }
            _ => panic!("{id} needs both journeys, or else a test"),
        }
    }
}

#[test]
fn a_value_moved_by_one_step_is_missed_by_its_journeys() {
    let mut unheld = Vec::new();
    for (path, value) in values() {
        let name = path.join(".");
        let Some((inside, outside)) = entry_of(&path).and_then(|id| witnesses(&id)) else { continue };
        let (mut moves, mut missed_inside, mut missed_outside) = (0, 0, 0);
        for neighbour in neighbours(&value) {
            let misses = |witness: Witness| {
                changed(&witness.rehearsed.story, &path, &neighbour).map(|rules| witness.misses(&rules))
            };
            let (Some(inside), Some(outside)) = (misses(inside), misses(outside)) else { continue };
            if !inside && !outside {
                unheld.push(format!("nothing misses {name} = {value} when it is {neighbour}"));
            }
            moves += 1;
            missed_inside += usize::from(inside);
            missed_outside += usize::from(outside);
        }
        // A weight or the end of a scale is no border that something could lie on either side of.
        let is_border =
            !name.starts_with("severity.") && !name.ends_with(".max") && value.is_integer() | value.is_float();
        if moves == 0 || is_border && moves == 2 && (missed_inside == 0 || missed_outside == 0) {
            unheld.push(format!("{name} = {value} does not lie between its journeys"));
        }
    }
    assert!(unheld.is_empty(), "{}", unheld.join("\n"));
}

#[test]
fn clauses_methods_and_reasons_hold_inside_and_not_outside() {
    for (id, entry) in ENTRIES.iter() {
        let Some((kind, name)) = id.split_once('.').filter(|_| entry.test.is_none()) else { continue };
        let holds = |Judged { moment, .. }: &Judged| match kind {
            "clause" => moment.critical.iter().any(|clause| clause.as_str() == name),
            "method" => moment.method.is_some_and(|method| method.as_str() == name),
            "reason" => {
                let mut codes =
                    moment.reasons.iter().chain(&moment.friction).chain(&moment.quiet).chain(&moment.weights);
                codes.any(|code| code.name() == name)
            }
            _ => unreachable!(),
        };
        if !["clause", "method", "reason"].contains(&kind) {
            continue;
        }
        let (inside, outside) = witnesses(id).map(|(inside, outside)| (inside.judged(), outside.judged())).unwrap();
        assert!(holds(&inside), "{id} does not hold in {:?}", entry.inside);
        assert!(!holds(&outside), "{id} holds in {:?}", entry.outside);
        if kind == "clause" {
            assert_eq!(outside.moment.outcome, Outcome::Misery, "outside {id} only the clause may be missing");
        }
    }
}

#[test]
fn rules_of_the_fold_hold_inside_and_not_outside() {
    for (name, holds) in OF_THE_FOLD {
        let (inside, outside) = witnesses(&format!("rule.{name}")).unwrap();
        assert!(holds(&inside.judged_so_far()), "{name} does not hold");
        assert!(!holds(&outside.judged_so_far()), "{name} holds outside");
    }
}

#[test]
fn words_decide_only_where_a_journey_says_so() {
    for Rehearsed { journeys, story } in STORIES.iter() {
        let (rules, ids) = (rules_of(story), story.ids());
        for Judged { moment, .. } in journeys.iter().flat_map(|journey| journey.judge(&rules)) {
            let step = ids.iter().position(|id| *id == moment.id).map(|index| &story.step[index]).unwrap();
            let told = step.judged.get("method").and_then(serde_json::Value::as_str);
            assert_eq!(moment.method == Some(Method::Text), told == Some("text"), "{}: {}", story.name, moment.id);
        }
    }
}
