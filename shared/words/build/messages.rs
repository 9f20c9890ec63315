//! Reads one language file into messages with encoded patterns. Takes the part of Fluent that we use and refuses the rest by
//! name. Compares nothing: that is `check`.

use std::collections::BTreeMap;

use fluent_syntax::ast::{
    CallArguments, Entry, Expression, InlineExpression, Pattern, PatternElement, Variant, VariantKey,
};
use fluent_syntax::parser;
use fluent_syntax::unicode::unescape_unicode_to_string;

// The marks of an encoded pattern; `src/language/fill.rs` reads them.
pub(crate) const ARGUMENT: char = '\u{1}';
pub(crate) const SELECT: char = '\u{2}';
pub(crate) const KEY: char = '\u{3}';
pub(crate) const VALUE: char = '\u{4}';
pub(crate) const END: char = '\u{5}';

/// Name of the term that names the language, in English, as the enum does.
const LANGUAGE: &str = "language";

/// What an argument is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    /// A text, placed as it is or compared with the keys of a selection.
    Text,
    /// A number, placed as the language writes numbers or counted by its plural rules.
    Number,
}

/// A part of a pattern.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Piece {
    Text(String),
    Argument(String),
    /// The argument, `c`ardinal, `o`rdinal or `t`ext, and the variants, the default last.
    Select(String, char, Vec<(String, Vec<Piece>)>),
}

/// A message: a pattern, or a dictionary of plain texts.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Message {
    Pattern { pieces: Vec<Piece>, arguments: Vec<(String, Option<Kind>)> },
    Dictionary(Vec<(String, String)>),
}

/// Everything of one file.
#[derive(Clone, Debug)]
pub(crate) struct Language {
    /// The file's name without its ending: a language tag.
    pub(crate) tag: String,
    /// The language's name in English.
    pub(crate) name: String,
    /// Keys in the order of the file.
    pub(crate) keys: Vec<String>,
    pub(crate) messages: BTreeMap<String, Message>,
}

/// Reads a language file, or returns everything that is wrong with it.
pub(crate) fn read(tag: &str, text: &str) -> Result<Language, Vec<String>> {
    let mut language =
        Language { tag: tag.to_owned(), name: String::new(), keys: Vec::new(), messages: BTreeMap::new() };
    let file = format!("{tag}.ftl");
    let mut faults = add(&mut language, &file, text).err().unwrap_or_default();
    if language.name.is_empty() && faults.is_empty() {
        faults.push(format!("{file}: the term `-{LANGUAGE}` must name the language in English"));
    }
    if faults.is_empty() { Ok(language) } else { Err(faults) }
}

/// Adds the messages of one more file to a language, or returns everything that is wrong with them.
pub(crate) fn add(language: &mut Language, file: &str, text: &str) -> Result<(), Vec<String>> {
    let resource = parser::parse(text).map_err(|(_, errors)| {
        let line = |at: usize| text.get(..at).unwrap_or_default().matches('\n').count() + 1;
        errors.iter().map(|error| format!("{file}:{}: {error}", line(error.pos.start))).collect::<Vec<_>>()
    })?;
    let mut faults = Vec::new();
    for entry in resource.body {
        match entry {
            Entry::Message(message) => {
                let key = message.id.name.to_owned();
                let read = match (message.value, message.attributes) {
                    (Some(pattern), attributes) if attributes.is_empty() => sentence(&pattern),
                    (None, attributes) => attributes
                        .iter()
                        .map(|attribute| Ok((attribute.id.name.to_owned(), plain(&attribute.value)?)))
                        .collect::<Result<_, String>>()
                        .map(Message::Dictionary),
                    _ => Err("a message has a text or entries, not both".to_owned()),
                };
                match read {
                    Ok(message) if !language.messages.contains_key(&key) => {
                        language.keys.push(key.clone());
                        language.messages.insert(key, message);
                    }
                    Ok(_) => faults.push(format!("{file}: `{key}` stands twice")),
                    Err(fault) => faults.push(format!("{file}: `{key}`: {fault}")),
                }
            }
            Entry::Term(term) if term.id.name == LANGUAGE => {
                language.name = plain(&term.value).map_err(|fault| vec![fault])?;
            }
            Entry::Term(term) => faults.push(format!("{file}: the term `-{}` is not used here", term.id.name)),
            Entry::Comment(_) | Entry::GroupComment(_) | Entry::ResourceComment(_) | Entry::Junk { .. } => (),
        }
    }
    if faults.is_empty() { Ok(()) } else { Err(faults) }
}

fn sentence(pattern: &Pattern<&str>) -> Result<Message, String> {
    let mut arguments = Vec::new();
    let pieces = pieces(pattern, &mut arguments)?;
    Ok(Message::Pattern { pieces, arguments })
}

/// Reads a text without arguments.
fn plain(pattern: &Pattern<&str>) -> Result<String, String> {
    let mut arguments = Vec::new();
    match pieces(pattern, &mut arguments)?.as_slice() {
        [] => Ok(String::new()),
        [Piece::Text(text)] => Ok(text.clone()),
        _ => Err("an entry takes no arguments".to_owned()),
    }
}

fn pieces(pattern: &Pattern<&str>, arguments: &mut Vec<(String, Option<Kind>)>) -> Result<Vec<Piece>, String> {
    let mut read = Vec::new();
    for element in &pattern.elements {
        match element {
            PatternElement::TextElement { value } => push(&mut read, value),
            PatternElement::Placeable { expression: Expression::Inline(inline) } => match inline {
                InlineExpression::StringLiteral { value } => {
                    push(&mut read, &unescape_unicode_to_string(value));
                }
                other => {
                    let (name, kind, _) = argument(other)?;
                    note(arguments, &name, kind)?;
                    read.push(Piece::Argument(name));
                }
            },
            PatternElement::Placeable { expression: Expression::Select { selector, variants } } => {
                read.push(selection(selector, variants, arguments)?);
            }
        }
    }
    Ok(read)
}

/// Adds a text, joined with the text before it.
fn push(pieces: &mut Vec<Piece>, text: &str) {
    match pieces.last_mut() {
        Some(Piece::Text(before)) => before.push_str(text),
        _ => pieces.push(Piece::Text(text.to_owned())),
    }
}

fn selection(
    selector: &InlineExpression<&str>,
    variants: &[Variant<&str>],
    arguments: &mut Vec<(String, Option<Kind>)>,
) -> Result<Piece, String> {
    const CATEGORIES: [&str; 6] = ["zero", "one", "two", "few", "many", "other"];
    let (name, kind, is_ordinal) = argument(selector)?;
    let key = |variant: &Variant<&str>| match variant.key {
        VariantKey::Identifier { name } => name.to_owned(),
        VariantKey::NumberLiteral { value } => value.to_owned(),
    };
    let counts = |key: &str| CATEGORIES.contains(&key) || key.parse::<u64>().is_ok();
    // A selection with the default alone says nothing about its argument.
    let is_telling = variants.len() > 1;
    let is_number = kind == Some(Kind::Number) || (is_telling && variants.iter().all(|variant| counts(&key(variant))));
    note(arguments, &name, is_telling.then_some(if is_number { Kind::Number } else { Kind::Text }))?;
    let mut read = Vec::new();
    for variant in
        variants.iter().filter(|variant| !variant.default).chain(variants.iter().filter(|variant| variant.default))
    {
        read.push((key(variant), pieces(&variant.value, arguments)?));
    }
    Ok(Piece::Select(
        name,
        if !is_number {
            't'
        } else if is_ordinal {
            'o'
        } else {
            'c'
        },
        read,
    ))
}

/// Reads `$name` or `NUMBER($name, type: "ordinal")`: the name, what it must be, and whether it is a place in a row.
fn argument(expression: &InlineExpression<&str>) -> Result<(String, Option<Kind>, bool), String> {
    match expression {
        InlineExpression::VariableReference { id } => Ok((id.name.to_owned(), None, false)),
        InlineExpression::FunctionReference { id, arguments: CallArguments { positional, named } }
            if id.name == "NUMBER" =>
        {
            let [InlineExpression::VariableReference { id }] = positional.as_slice() else {
                return Err("NUMBER takes one argument of the message".to_owned());
            };
            let mut is_ordinal = false;
            for option in named {
                match (option.name.name, &option.value) {
                    ("type", InlineExpression::StringLiteral { value: "ordinal" }) => is_ordinal = true,
                    ("type", InlineExpression::StringLiteral { value: "cardinal" }) => (),
                    (name, _) => return Err(format!("NUMBER knows no option `{name}` with this value")),
                }
            }
            Ok((id.name.to_owned(), Some(Kind::Number), is_ordinal))
        }
        InlineExpression::FunctionReference { id, .. } => Err(format!("unknown function {}", id.name)),
        _ => Err("references to other messages are not used here".to_owned()),
    }
}

/// Notes an argument and what it must be.
fn note(arguments: &mut Vec<(String, Option<Kind>)>, name: &str, kind: Option<Kind>) -> Result<(), String> {
    match arguments.iter_mut().find(|(known, _)| known == name) {
        None => arguments.push((name.to_owned(), kind)),
        Some((_, known)) => match (*known, kind) {
            (Some(known), Some(kind)) if known != kind => return Err(format!("${name} is both a number and a text")),
            (None, kind) => *known = kind,
            _ => (),
        },
    }
    Ok(())
}

/// Writes a pattern as one text with marks.
pub(crate) fn encoded(pieces: &[Piece], arguments: &[String]) -> String {
    let place = |name: &String| arguments.iter().position(|known| known == name).unwrap_or_default().to_string();
    let mut text = String::new();
    for piece in pieces {
        match piece {
            Piece::Text(plain) => text.push_str(plain),
            Piece::Argument(name) => {
                text.push(ARGUMENT);
                text.push_str(&place(name));
            }
            Piece::Select(name, kind, variants) => {
                text.push(SELECT);
                text.push_str(&place(name));
                text.push(*kind);
                for (key, variant) in variants {
                    text.push(KEY);
                    text.push_str(key);
                    text.push(VALUE);
                    text.push_str(&encoded(variant, arguments));
                }
                text.push(END);
            }
        }
    }
    text
}
