//! Writes the Rust code: the enum of languages, and one function a message. Checks nothing.

use std::fmt::{self, Write};

use crate::check::Checked;
use crate::messages::{Kind, Language, Message, encoded};

/// Writes the code of languages that agree.
pub(crate) fn code(checked: &Checked) -> Result<String, fmt::Error> {
    let mut code = String::new();
    languages(&mut code, &checked.languages)?;
    writeln!(code, "/// One function a message.\nimpl Language {{")?;
    let Some(english) = checked.languages.first() else { return Ok(code) };
    for key in &english.keys {
        let all: Vec<&Message> = checked.languages.iter().filter_map(|language| language.messages.get(key)).collect();
        match english.messages.get(key) {
            Some(Message::Dictionary(entries)) => dictionary(&mut code, key, entries, &all)?,
            Some(Message::Pattern { .. }) => {
                let arguments = checked.arguments.get(key).map(Vec::as_slice).unwrap_or_default();
                sentence(&mut code, key, arguments, &all)?;
            }
            None => (),
        }
    }
    writeln!(code, "}}")?;
    Ok(code)
}

fn languages(code: &mut String, languages: &[Language]) -> fmt::Result {
    writeln!(code, "/// The language of a message or a report.")?;
    writeln!(
        code,
        "#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]"
    )?;
    writeln!(code, "pub enum Language {{")?;
    for Language { tag, name, .. } in languages {
        writeln!(code, "    /// {name}.\n    #[serde(rename = {tag:?})]\n    {},", variant(name))?;
    }
    writeln!(code, "}}\nimpl Language {{")?;
    let list = |of: fn(&Language) -> String| languages.iter().map(of).collect::<Vec<_>>().join(", ");
    let variants = list(|language| format!("Self::{}", variant(&language.name)));
    writeln!(code, "    /// Every language, English first.\n    pub const ALL: &'static [Self] = &[{variants}];")?;
    let tags = list(|language| format!("{:?}", language.tag));
    writeln!(code, "    pub(crate) const TAGS: [&'static str; {}] = [{tags}];", languages.len())?;
    writeln!(code, "}}")
}

/// `Portuguese of Brazil` → `PortugueseOfBrazil`.
fn variant(name: &str) -> String {
    name.split_whitespace().map(|word| word[..1].to_uppercase() + &word[1..]).collect()
}

fn function(key: &str) -> String {
    key.replace('-', "_")
}

fn sentence(code: &mut String, key: &str, arguments: &[(String, Kind)], all: &[&Message]) -> fmt::Result {
    let names: Vec<String> = arguments.iter().map(|(name, _)| name.clone()).collect();
    let texts: Vec<String> = all
        .iter()
        .filter_map(|message| match message {
            Message::Pattern { pieces, .. } => Some(encoded(pieces, &names)),
            Message::Dictionary(_) => None,
        })
        .collect();
    let shown = shown(texts.first().map(String::as_str).unwrap_or_default(), &names);
    writeln!(code, "    /// `{shown}`\n    #[inline]\n    #[must_use]")?;
    let name = function(key);
    if arguments.is_empty() {
        return writeln!(code, "    pub const fn {name}(self) -> &'static str {{ {texts:?}[self as usize] }}");
    }
    let parameters: String = arguments
        .iter()
        .map(|(name, kind)| match kind {
            Kind::Text => format!(", {name}: &str"),
            Kind::Number => format!(", {name}: impl Into<Count>"),
        })
        .collect();
    let passed: Vec<String> = arguments
        .iter()
        .map(|(name, kind)| match kind {
            Kind::Text => format!("Argument::Text({name})"),
            Kind::Number => format!("Argument::Number({name}.into().0)"),
        })
        .collect();
    writeln!(
        code,
        "    pub fn {name}(self{parameters}) -> String {{ fill(self, {texts:?}[self as usize], &[{}]) }}",
        passed.join(", ")
    )
}

fn dictionary(code: &mut String, key: &str, entries: &[(String, String)], all: &[&Message]) -> fmt::Result {
    let name = function(key);
    let mut names: Vec<&String> = entries.iter().map(|(name, _)| name).collect();
    writeln!(code, "    /// Names of the entries of [`Self::{name}`], in the order of the file.")?;
    writeln!(code, "    pub const {}_NAMES: &'static [&'static str] = &{names:?};", name.to_uppercase())?;
    writeln!(code, "    /// Looks up a name; `None` if it is not in the dictionary.\n    #[must_use]")?;
    writeln!(code, "    pub fn {name}(self, name: &str) -> Option<&'static str> {{ look_up(self, &[")?;
    names.sort();
    for name in names {
        let texts: Vec<&str> = all
            .iter()
            .filter_map(|message| match message {
                Message::Dictionary(entries) => {
                    entries.iter().find(|(known, _)| known == name).map(|(_, text)| text.as_str())
                }
                Message::Pattern { .. } => None,
            })
            .collect();
        writeln!(code, "        ({name:?}, {texts:?}),")?;
    }
    writeln!(code, "    ], name) }}")
}

/// Shows a pattern in a doc comment, on one line.
fn shown(encoded: &str, names: &[String]) -> String {
    let mut shown = String::new();
    let mut letters = encoded.chars();
    while let Some(letter) = letters.next() {
        match letter {
            '\u{1}' => {
                let place = letters.next().and_then(|digit| digit.to_digit(10)).unwrap_or_default();
                shown.push_str(&format!("{{{}}}", names.get(place as usize).map(String::as_str).unwrap_or_default()));
            }
            '\u{2}' => {
                letters.next();
                letters.next();
                shown.push('(');
            }
            '\u{3}' => shown.push('|'),
            '\u{4}' => shown.push(':'),
            '\u{5}' => shown.push(')'),
            '\n' | '`' => shown.push(' '),
            other => shown.push(other),
        }
    }
    shown
}
