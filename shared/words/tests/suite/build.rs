//! What the build refuses.

use crate::check::checked;
use crate::messages::{Kind, add, read};

/// Checks an English and a Spanish file and returns what is wrong.
fn faults(english: &str, spanish: &str) -> Vec<String> {
    let file = |tag: &str, name: &str, text: &str| read(tag, &format!("-language = {name}\n{text}\n"));
    match (file("en", "English", english), file("es", "Spanish", spanish)) {
        (Ok(english), Ok(spanish)) => checked(vec![spanish, english]).err().unwrap_or_default(),
        (english, spanish) => english.err().into_iter().chain(spanish.err()).flatten().collect(),
    }
}

#[test]
fn languages_that_agree_build_and_a_number_in_one_is_a_number_in_all() {
    let english =
        "days = { $count ->\n    [one] { $count } day\n   *[other] { $count } days\n}\nof = { $who } of { $count }";
    let spanish = "days = { $count } días\nof = { NUMBER($count) } de { $who }";
    assert_eq!(faults(english, spanish), Vec::<String>::new());
    let file = |tag: &str, text: &str| read(tag, &format!("-language = {tag}\n{text}\n")).unwrap();
    let both = checked(vec![file("en", english), file("es", spanish)]).unwrap();
    assert_eq!(both.arguments["days"], [("count".to_owned(), Kind::Number)]);
    assert_eq!(both.arguments["of"], [("who".to_owned(), Kind::Text), ("count".to_owned(), Kind::Number)]);
    let code = crate::emit::code(&both).unwrap();
    assert!(code.contains("pub fn of(self, who: &str, count: impl Into<Count>) -> String"), "{code}");
}

#[test]
fn a_message_that_is_missing_or_only_in_one_language_does_not_build() {
    assert_eq!(faults("a = A\nb = B", "a = A"), ["es.ftl: `b` is missing"]);
    assert_eq!(faults("a = A", "a = A\nb = B"), ["es.ftl: `b` is not in en.ftl"]);
    assert_eq!(faults("a = A\na = B", "a = A"), ["en.ftl: `a` stands twice"]);
}

#[test]
fn a_language_takes_the_messages_of_more_files_and_names_the_file_that_is_wrong() {
    let mut english = read("en", "-language = English\na = A\n").unwrap();
    add(&mut english, "en/console.ftl", "b = { $who }\n").unwrap();
    assert_eq!(english.keys, ["a", "b"]);
    assert_eq!(add(&mut english, "en/console.ftl", "a = A\n").unwrap_err(), ["en/console.ftl: `a` stands twice"]);
    assert!(add(&mut english, "en/console.ftl", "c = { $x").unwrap_err()[0].starts_with("en/console.ftl:1"));
}

#[test]
fn an_argument_that_differs_does_not_build() {
    assert_eq!(faults("a = { $x } A", "a = A"), ["es.ftl: `a` does not use $x"]);
    assert_eq!(faults("a = A", "a = { $x } A"), ["es.ftl: `a` uses $x, which en.ftl does not have"]);
    let counted = "a = { $x ->\n    [one] A\n   *[other] B\n}";
    let named = "a = { $x ->\n    [i] A\n   *[y] B\n}";
    assert_eq!(faults(counted, named), ["es.ftl: `a` takes $x for another kind of argument"]);
}

#[test]
fn a_dictionary_whose_entries_differ_does_not_build() {
    assert_eq!(
        faults("a =\n    .x = X\n    .y = Y", "a =\n    .x = X\n    .z = Z"),
        ["es.ftl: `a` lacks [y], and has only there [z]"]
    );
    assert_eq!(faults("a =\n    .x = X", "a = X"), ["es.ftl: `a` must have entries, as in en.ftl"]);
    assert_eq!(faults("a =\n    .x = { $y }", "a =\n    .x = X"), ["en.ftl: `a`: an entry takes no arguments"]);
}

#[test]
fn what_we_do_not_use_of_fluent_is_refused_by_name() {
    assert_eq!(faults("a = { b }", "a = A"), ["en.ftl: `a`: references to other messages are not used here"]);
    assert_eq!(faults("a = { DATETIME($x) }", "a = A"), ["en.ftl: `a`: unknown function DATETIME"]);
    assert!(faults("a = { $x", "a = A")[0].starts_with("en.ftl:"));
    assert_eq!(read("en", "a = A\n").unwrap_err(), ["en.ftl: the term `-language` must name the language in English"]);
}
