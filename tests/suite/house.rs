//! The house: which room may lean on which, that no two folders lean on each other, and that files and functions can be read at
//! one sitting. Reads sources, and runs none of them.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

/// Lines of a file of production code, and of a function.
const FILE_LINES_MAX: usize = 400;
const FUNCTION_LINES_MAX: usize = 70;

/// Each crate of ours with those of ours that it may use.
const MAY_USE: &[(&str, &[&str])] = &[
    ("text", &[]),
    ("deep", &["domain", "text"]),
    ("words", &[]),
    ("monitoring", &[]),
    ("redaction", &[]),
    ("crc-fast", &[]),
    ("domain", &["redaction", "text", "words"]),
    ("features", &[]),
    ("senders", &["domain"]),
    ("reports", &["domain", "monitoring", "text", "words"]),
    ("store", &["domain"]),
    ("channels", &["domain", "words"]),
    ("contract", &["domain", "runtime"]),
    ("lake", &["domain", "runtime", "store"]),
    ("pages", &["domain", "reports", "words"]),
    ("reporting", &["domain", "monitoring", "pages", "reports", "runtime", "store"]),
    ("runtime", &["domain", "features", "store"]),
    ("recovery", &["channels", "domain", "runtime", "store", "words"]),
];

/// Functions that connect to nothing but AWS.
const WITHOUT_CLIENTS: [&str; 4] = ["cases", "classify", "ingest", "verify"];
/// Crates that connect to the rest of the world.
const CLIENTS: [&str; 3] = ["reqwest", "lettre", "channels"];

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..").canonicalize().unwrap()
}

/// Every crate of ours: its name and its folder.
fn crates() -> BTreeMap<String, PathBuf> {
    let workspace: toml::Table = fs::read_to_string(root().join("Cargo.toml")).unwrap().parse().unwrap();
    let members = workspace["workspace"]["members"].as_array().unwrap().iter();
    let named = members.map(|member| {
        let folder = root().join(member.as_str().unwrap());
        let manifest: toml::Table = fs::read_to_string(folder.join("Cargo.toml")).unwrap().parse().unwrap();
        (manifest["package"]["name"].as_str().unwrap().to_owned(), folder)
    });
    named.collect()
}

fn is_test(path: &Path) -> bool {
    path.iter().any(|part| part == "tests")
        || path.file_stem().is_some_and(|stem| stem.to_string_lossy().ends_with("tests"))
}

/// The production sources below a folder, by their module path.
fn modules(src: &Path) -> BTreeMap<Vec<String>, String> {
    let mut found = BTreeMap::new();
    let mut folders = vec![src.to_owned()];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            let relative = path.strip_prefix(src).unwrap().with_extension("");
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|kind| kind == "rs") && !is_test(&relative) {
                let mut module: Vec<_> = relative.iter().map(|part| part.to_string_lossy().into_owned()).collect();
                module.pop_if(|last| ["mod", "lib", "main"].contains(&last.as_str()));
                let source = fs::read_to_string(&path).unwrap();
                let source = source.split("#[cfg(test)]\nmod tests {").next().unwrap().to_owned();
                found.insert(module, source);
            }
        }
    }
    found
}

#[test]
fn each_room_leans_on_those_below_it_only() {
    for (name, folder) in crates() {
        let Some((_, may)) = MAY_USE.iter().find(|(known, _)| *known == name) else { continue };
        let manifest: toml::Table = fs::read_to_string(folder.join("Cargo.toml")).unwrap().parse().unwrap();
        let ours = crates();
        let dependencies = manifest.get("dependencies").and_then(toml::Value::as_table);
        for used in dependencies.into_iter().flat_map(toml::Table::keys).filter(|used| ours.contains_key(*used)) {
            assert!(may.contains(&used.as_str()), "{name} must not use {used}");
        }
    }
    let shared =
        crates().into_iter().filter(|(_, folder)| folder.parent().is_some_and(|above| above.ends_with("shared")));
    for (name, _) in shared {
        assert!(MAY_USE.iter().any(|(known, _)| *known == name), "say what {name} may use");
    }
}

/// What something is built from: each crate of others with its features. `edges` are those of `cargo tree`.
fn built_from(what: &[&str], edges: &str) -> BTreeMap<String, BTreeSet<String>> {
    let tree = Command::new(env!("CARGO"))
        .args(["tree", "--offline", "--locked", "--prefix", "none", "--format", "{p}|{f}", "-e", edges])
        .args(what)
        .current_dir(root())
        .output()
        .unwrap();
    let tree = String::from_utf8(tree.stdout).unwrap();
    let mut built: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for line in tree.lines().filter(|line| !line.contains("(/")) {
        let Some((package, features)) = line.split_once('|') else { continue };
        built.entry(package.to_owned()).or_default().insert(features.trim_end_matches(" (*)").to_owned());
    }
    assert!(built.len() > 100, "{what:?} {tree}");
    built
}

/// A crate that two functions want with other features is built twice, and everything that uses it: most of a deployment's building.
#[test]
fn all_functions_are_built_from_the_same_crates() {
    let is_function = |folder: &PathBuf| folder.parent().is_some_and(|above| above.ends_with("functions"));
    let functions: Vec<_> = crates().into_iter().filter(|(_, folder)| is_function(folder)).collect();
    assert!(functions.len() > 10);
    let mut seen = BTreeMap::new();
    for (function, _) in functions {
        for (package, features) in built_from(&["-p", &function], "normal,no-proc-macro") {
            let (first, before) = seen.entry(package.clone()).or_insert_with(|| (function.clone(), features.clone()));
            assert_eq!(*before, features, "{first} and {function} ask for {package}: add it to shared/features");
        }
    }
}

/// Otherwise whoever types the README's two commands waits for both.
#[test]
fn what_runs_and_what_is_tested_is_built_from_the_same_crates() {
    let tested = built_from(&["--workspace"], "normal,dev,no-proc-macro");
    for what in [&["--workspace"][..], &["-p", "moments"]] {
        for (package, features) in built_from(what, "normal,no-proc-macro") {
            assert!(features.is_subset(&tested[&package]), "{package}: add what tests ask of it to infra/local");
            assert!(
                package.starts_with("serde") || features == tested[&package],
                "{package}: add what tests ask of it to infra/local"
            );
        }
    }
}

#[test]
fn who_sends_nothing_links_nothing_that_sends() {
    for name in WITHOUT_CLIENTS {
        let tree = Command::new(env!("CARGO"))
            .args(["tree", "--offline", "--locked", "-e", "normal", "--prefix", "none", "-p", name])
            .current_dir(root())
            .output()
            .unwrap();
        let tree = String::from_utf8(tree.stdout).unwrap();
        assert!(tree.starts_with(&format!("{name} ")), "{tree}");
        for client in CLIENTS {
            let linked = tree.lines().any(|line| line.split(' ').next() == Some(client));
            assert!(!linked, "{name} links {client}");
        }
    }
}

/// The paths that a source uses, as segments; `{…}` taken apart.
fn uses(source: &str) -> Vec<Vec<String>> {
    let code: String =
        source.lines().map(|line| line.split("//").next().unwrap_or_default()).collect::<Vec<_>>().join("\n");
    let mut paths = Vec::new();
    for piece in code.split("use ").skip(1) {
        let tree = piece.split(';').next().unwrap_or_default();
        spread(&mut Vec::new(), tree, &mut paths);
    }
    for root in ["crate::", "super::"] {
        for piece in code.split(root).skip(1) {
            let end =
                piece.find(|sign: char| !(sign.is_alphanumeric() || sign == '_' || sign == ':')).unwrap_or(piece.len());
            let path = format!("{root}{}", &piece[..end]);
            paths.push(path.split("::").filter(|part| !part.is_empty()).map(str::to_owned).collect());
        }
    }
    paths
}

/// Takes a tree of `use` apart.
fn spread(before: &mut Vec<String>, tree: &str, paths: &mut Vec<Vec<String>>) {
    let (mut depth, mut from, mut pieces) = (0_i32, 0, Vec::new());
    for (at, sign) in tree.char_indices() {
        match sign {
            '{' => depth += 1,
            '}' => depth -= 1,
            ',' if depth == 0 => {
                pieces.push(&tree[from..at]);
                from = at + 1;
            }
            _ => {}
        }
    }
    pieces.push(&tree[from..]);
    for piece in pieces.into_iter().map(str::trim).filter(|piece| !piece.is_empty()) {
        let (head, inner) = piece.split_once('{').unwrap_or((piece, ""));
        let head = head.split(" as ").next().unwrap_or_default();
        let known = before.len();
        before.extend(head.split("::").map(str::trim).filter(|part| !part.is_empty()).map(str::to_owned));
        match inner.rfind('}') {
            Some(end) => spread(before, &inner[..end], paths),
            None => paths.push(before.clone()),
        }
        before.truncate(known);
    }
}

/// What the root of a crate hands on from its modules, by its name: a module may name it without naming where it is.
fn handed_on(sources: &BTreeMap<Vec<String>, String>) -> BTreeMap<String, Vec<String>> {
    let root = sources.get(&Vec::new()).map(|source| uses(source)).unwrap_or_default();
    let from = |path: Vec<String>| {
        let mut module = path.clone();
        while !module.is_empty() && !sources.contains_key(&module) {
            module.pop();
        }
        (!module.is_empty() && module.len() < path.len()).then(|| (path[path.len() - 1].clone(), module))
    };
    root.into_iter().filter_map(from).collect()
}

/// The module that a path used in a module leads into, if it is one of the crate's.
fn target(
    module: &[String],
    path: &[String],
    known: &BTreeSet<&Vec<String>>,
    handed_on: &BTreeMap<String, Vec<String>>,
) -> Option<Vec<String>> {
    let ups = path.iter().take_while(|part| *part == "super").count();
    let mut full = match path.first()?.as_str() {
        "crate" => path[1..].to_vec(),
        "super" => [module.get(..module.len().checked_sub(ups)?)?, &path[ups..]].concat(),
        "self" => [module, &path[1..]].concat(),
        _ => [module, path].concat(),
    };
    let name = full.first().cloned();
    while !full.is_empty() && !known.contains(&full) {
        full.pop();
    }
    if full.is_empty() { handed_on.get(&name?).cloned() } else { Some(full) }
}

#[test]
fn a_name_that_the_root_hands_on_leads_to_its_module() {
    let path = |text: &str| text.split("::").map(str::to_owned).collect::<Vec<_>>();
    let root = "mod one;\nmod two;\npub use one::{Kind, deep::Line};\nuse serde::Serialize;\n";
    let mut sources = BTreeMap::from([(Vec::new(), root.to_owned())]);
    sources.extend(["one", "one::deep", "two"].map(|module| (path(module), String::new())));
    let (known, handed_on) = (sources.keys().collect(), handed_on(&sources));
    let target = |module: &str, used: &str| target(&path(module), &path(used), &known, &handed_on);
    for (module, used, found) in [
        ("two", "crate::Kind", Some("one")),
        ("two", "super::Line", Some("one::deep")),
        ("one::deep", "super::super::Kind", Some("one")),
        ("two", "crate::one::Kind", Some("one")),
        ("two", "crate::Serialize", None),
        ("two", "serde::Serialize", Some("two")),
    ] {
        assert_eq!(target(module, used), found.map(path), "{used} in {module}");
    }
}

#[test]
fn no_two_folders_lean_on_each_other() {
    for (name, folder) in crates().into_iter().filter(|(name, _)| name != "tests") {
        let sources = modules(&folder.join("src"));
        let known: BTreeSet<_> = sources.keys().collect();
        let handed_on = handed_on(&sources);
        // What each part of a folder uses of the parts beside it.
        let mut beside: BTreeMap<(Vec<String>, String), BTreeSet<String>> = BTreeMap::new();
        for (module, source) in &sources {
            for used in uses(source).iter().filter_map(|path| target(module, path, &known, &handed_on)) {
                let common = module.iter().zip(&used).take_while(|(a, b)| a == b).count();
                if let (Some(from), Some(to)) = (module.get(common), used.get(common)) {
                    beside.entry((module[..common].to_vec(), from.clone())).or_default().insert(to.clone());
                }
            }
        }
        for (above, start) in beside.keys() {
            let (mut seen, mut next) = (BTreeSet::new(), vec![start.clone()]);
            while let Some(part) = next.pop() {
                for to in beside.get(&(above.clone(), part.clone())).into_iter().flatten() {
                    assert!(to != start, "{name} {}: {part} uses {start}, which leads to {part}", above.join("::"));
                    if seen.insert(to.clone()) {
                        next.push(to.clone());
                    }
                }
            }
        }
    }
}

#[test]
fn files_and_functions_can_be_read_at_one_sitting() {
    let mut long = Vec::new();
    for (name, folder) in crates().into_iter().filter(|(name, _)| name != "tests") {
        for (module, source) in modules(&folder.join("src")) {
            let place = format!("{name}::{}", module.join("::"));
            if source.lines().count() > FILE_LINES_MAX {
                long.push(format!("{place}: {} lines", source.lines().count()));
            }
            let lines: Vec<&str> = source.lines().collect();
            for (at, line) in lines.iter().enumerate() {
                let code = line.trim_start();
                let begins = ["fn ", "async fn ", "const fn "].iter().any(|head| {
                    let rest = code.strip_prefix("pub ").or_else(|| {
                        code.split_once(") ").filter(|(before, _)| before.starts_with("pub(")).map(|(_, rest)| rest)
                    });
                    rest.unwrap_or(code).starts_with(head)
                });
                let end = format!("{}}}", &line[..line.len() - code.len()]);
                let length = lines[at..].iter().position(|line| *line == end).map_or(0, |length| length + 1);
                if begins && !code.ends_with(';') && length > FUNCTION_LINES_MAX {
                    long.push(format!("{place}: {code} {length} lines"));
                }
            }
        }
    }
    assert_eq!(long, Vec::<String>::new());
}
