//! The maps that come with Moments, one file a sender.

use toml::de::DeTable;

use crate::map::Map;
use crate::map::table::Table;

macro_rules! maps {
    ($($name:literal),+ $(,)?) => {
        /// The files, by the name of their sender.
        const FILES: &[(&str, &str)] = &[$(($name, include_str!(concat!("../maps/", $name, ".toml")))),+];
    };
}

maps![
    "asknicely",
    "chatwoot",
    "csv",
    "delighted",
    "formbricks",
    "freshchat",
    "freshdesk",
    "google-forms",
    "google-reviews",
    "help-scout",
    "hotjar",
    "hubspot",
    "intercom",
    "jotform",
    "posthog",
    "rudderstack",
    "segment",
    "shopify",
    "stripe",
    "surveymonkey",
    "survicate",
    "tally",
    "trustpilot",
    "twilio",
    "typeform",
    "whatsapp",
    "woocommerce",
    "zendesk",
];

/// Lists the names, in order.
pub fn names() -> impl Iterator<Item = &'static str> {
    let mut names: Vec<_> = FILES.iter().map(|(name, _)| *name).collect();
    names.sort_unstable();
    names.into_iter()
}

/// Returns the text of a map.
pub fn text(name: &str) -> Option<&'static str> {
    FILES.iter().find(|(known, _)| *known == name).map(|(_, text)| *text)
}

/// Reads a map; none of this name if it is not shipped.
pub(crate) fn map(name: &str) -> Option<Map> {
    read(name, text(name)?).ok()
}

/// Reads the text of a map.
///
/// # Errors
/// The first thing that is wrong, with the file and the line.
pub fn read(name: &str, text: &str) -> Result<Map, String> {
    let at = |why: String| format!("{name}.toml: {why}");
    let table = DeTable::parse(text).map_err(|error| at(error.to_string()))?;
    let table = Table::new(&table, "");
    let read = Map::read(&table).and_then(|map| table.finish().map(|()| map));
    read.map_err(|complaint| at(complaint.in_text(text)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_map_is_sound() {
        for (name, text) in FILES {
            let map = read(name, text).unwrap_or_else(|why| panic!("{why}"));
            assert!(map.title.is_some() && map.docs.is_some() && !map.proofs.is_empty() && map.says_a_type(), "{name}");
        }
    }
}
