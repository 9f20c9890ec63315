//! What holds for every kind in the list: its name, its fields and its example.

use toml::Table;

use super::*;
use crate::configuration::ChannelConfiguration;

/// The configuration that `cargo run -- config` prints.
const PRINTED: &str = include_str!("../../../../infra/local/moments.toml");

fn table(about: &About) -> Table {
    toml::from_str(about.example.strip_prefix("[[channels]]\n").unwrap()).unwrap()
}

#[test]
fn an_example_is_of_its_own_kind_and_shows_each_of_its_fields() {
    for about in ALL {
        let configuration: ChannelConfiguration = table(about).try_into().unwrap();
        assert_eq!(configuration.kind.about().name, about.name);
        assert_eq!(configuration.foreign_fields().collect::<Vec<_>>(), Vec::<&str>::new());
        for field in about.fields() {
            assert!(about.example.contains(&format!("\n{field} = ")), "{} {field}", about.name);
        }
    }
}

#[test]
fn the_printed_configuration_shows_every_kind_with_each_of_its_fields() {
    for about in ALL {
        let kind = format!("kind = \"{}\"\n", about.name);
        let (_, after) = PRINTED.split_once(&kind).unwrap_or_else(|| panic!("{} is missing", about.name));
        let own = after.split("kind = ").next().unwrap();
        for field in about.fields() {
            let is_there = own.lines().any(|line| line.trim_start_matches('#').starts_with(&format!("{field} = ")));
            assert!(is_there, "{} {field}", about.name);
        }
    }
}

#[test]
fn a_name_is_used_once() {
    let mut names: Vec<&str> = ALL.iter().map(|about| about.name).collect();
    names.sort_unstable();
    names.dedup();
    assert_eq!(names.len(), ALL.len());
}
