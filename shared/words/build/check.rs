//! Holds the languages against the first one, English: the same messages, the same arguments of the same kind, the same entries
//! in a dictionary.

use std::collections::BTreeMap;

use crate::messages::{Kind, Language, Message};

/// Languages that agree, with what they agree on.
#[derive(Debug)]
pub(crate) struct Checked {
    /// English first, the others by their tags.
    pub(crate) languages: Vec<Language>,
    /// The arguments of each sentence, in the order in which English places them.
    pub(crate) arguments: BTreeMap<String, Vec<(String, Kind)>>,
}

/// Checks languages against English and returns them, or everything in which they differ.
pub(crate) fn checked(mut languages: Vec<Language>) -> Result<Checked, Vec<String>> {
    languages.sort_by_key(|language| (language.tag != "en", language.tag.clone()));
    let Some((english, others)) = languages.split_first().filter(|(first, _)| first.tag == "en") else {
        return Err(vec!["en.ftl is missing".to_owned()]);
    };
    let (mut faults, mut arguments) = (Vec::new(), BTreeMap::new());
    for other in others {
        let tag = &other.tag;
        faults.extend(
            other
                .keys
                .iter()
                .filter(|key| !english.messages.contains_key(*key))
                .map(|key| format!("{tag}.ftl: `{key}` is not in en.ftl")),
        );
    }
    for key in &english.keys {
        let message = &english.messages[key];
        let mut all = Vec::new();
        for other in others {
            match other.messages.get(key) {
                Some(found) => all.push((other.tag.as_str(), found)),
                None => faults.push(format!("{}.ftl: `{key}` is missing", other.tag)),
            }
        }
        match message {
            Message::Dictionary(entries) => dictionary(key, entries, &all, &mut faults),
            Message::Pattern { arguments: of_english, .. } => {
                if let Some(agreed) = sentence(key, of_english, &all, &mut faults) {
                    arguments.insert(key.clone(), agreed);
                }
            }
        }
    }
    if faults.is_empty() { Ok(Checked { languages, arguments }) } else { Err(faults) }
}

fn dictionary(key: &str, entries: &[(String, String)], others: &[(&str, &Message)], faults: &mut Vec<String>) {
    let sorted = |entries: &[(String, String)]| {
        let mut names: Vec<String> = entries.iter().map(|(name, _)| name.clone()).collect();
        names.sort();
        names
    };
    let names = sorted(entries);
    if names.windows(2).any(|pair| pair[0] == pair[1]) {
        faults.push(format!("en.ftl: `{key}` has an entry twice"));
    }
    for (tag, other) in others {
        match other {
            Message::Dictionary(of_other) if sorted(of_other) == names => (),
            Message::Dictionary(of_other) => {
                let of_other = sorted(of_other);
                let missing: Vec<_> = names.iter().filter(|name| !of_other.contains(name)).cloned().collect();
                let more: Vec<_> = of_other.iter().filter(|name| !names.contains(name)).cloned().collect();
                faults.push(format!(
                    "{tag}.ftl: `{key}` lacks [{}], and has only there [{}]",
                    missing.join(", "),
                    more.join(", ")
                ));
            }
            Message::Pattern { .. } => faults.push(format!("{tag}.ftl: `{key}` must have entries, as in en.ftl")),
        }
    }
}

fn sentence(
    key: &str,
    of_english: &[(String, Option<Kind>)],
    others: &[(&str, &Message)],
    faults: &mut Vec<String>,
) -> Option<Vec<(String, Kind)>> {
    let mut agreed: Vec<(String, Option<Kind>)> = of_english.to_vec();
    let count = faults.len();
    for (tag, other) in others {
        let Message::Pattern { arguments, .. } = other else {
            faults.push(format!("{tag}.ftl: `{key}` must be a sentence, as in en.ftl"));
            continue;
        };
        for (name, _) in of_english.iter().filter(|(name, _)| !arguments.iter().any(|(known, _)| known == name)) {
            faults.push(format!("{tag}.ftl: `{key}` does not use ${name}"));
        }
        for (name, kind) in arguments {
            match agreed.iter_mut().find(|(known, _)| known == name) {
                None => faults.push(format!("{tag}.ftl: `{key}` uses ${name}, which en.ftl does not have")),
                Some((_, known)) => match (*known, *kind) {
                    (Some(known), Some(kind)) if known != kind => {
                        faults.push(format!("{tag}.ftl: `{key}` takes ${name} for another kind of argument"));
                    }
                    (None, kind) => *known = kind,
                    _ => (),
                },
            }
        }
    }
    let agreed = agreed.into_iter().map(|(name, kind)| (name, kind.unwrap_or(Kind::Text))).collect();
    (faults.len() == count).then_some(agreed)
}
