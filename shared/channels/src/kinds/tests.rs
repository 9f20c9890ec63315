//! What holds for every kind in the list: its name, its fields and its example, which is the printed configuration's too.

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
fn the_printed_configuration_shows_the_example_of_every_kind() {
    let printed: Vec<&str> = PRINTED.lines().map(|line| line.strip_prefix("# ").unwrap_or(line)).collect();
    for about in ALL {
        let example: Vec<&str> = about.example.lines().collect();
        assert!(printed.windows(example.len()).any(|lines| lines == example), "{} is missing", about.name);
    }
}

#[test]
fn a_name_is_used_once() {
    let mut names: Vec<&str> = ALL.iter().map(|about| about.name).collect();
    names.sort_unstable();
    names.dedup();
    assert_eq!(names.len(), ALL.len());
}
