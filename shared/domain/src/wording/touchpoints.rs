//! The names people read for touchpoint types and facets. Knows the fixed catalogue; what a deployment adds is read
//! off its snake_case name.

use crate::vocabulary::Language;

/// Words a touchpoint type in lower case: the catalogue's name, otherwise the snake_case name as words.
///
/// The text may be a sender's: escape it like any other.
pub fn touchpoint_type(name: &str, language: Language) -> String {
    language.touchpoint_type(name).map_or_else(|| words_of(name), str::to_owned)
}

/// Words the channel of a touchpoint in lower case: the usual ones by name, otherwise the snake_case name as words.
///
/// The text may be a sender's: escape it like any other.
pub fn channel(name: &str, language: Language) -> String {
    language.channel(name).map_or_else(|| words_of(name), str::to_owned)
}

/// Words a facet: `due_at` is the promised time, anything else is its name as words.
pub fn facet(name: &str, language: Language) -> String {
    match name {
        "due_at" => language.facet_due_at().to_owned(),
        _ => words_of(name),
    }
}

/// Returns a snake_case name as words, nothing else changed.
pub fn words_of(name: &str) -> String {
    name.split('_').filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn types_of_the_catalogue_have_names_and_others_are_read_as_words() {
        assert_eq!(touchpoint_type("follow_up", Language::English), "follow-up");
        assert_eq!(touchpoint_type("delivery", Language::Spanish), "entrega");
        assert_eq!(touchpoint_type("wine_tasting", Language::Spanish), "wine tasting");
        assert_eq!(touchpoint_type("_odd__name_", Language::English), "odd name");
    }

    #[test]
    fn every_type_of_the_taxonomy_has_a_name() {
        for name in crate::rules::Rules::built_in().unwrap().types.keys() {
            assert!(Language::TOUCHPOINT_TYPE_NAMES.contains(&name.as_str()), "{name}");
        }
    }

    #[test]
    fn usual_channels_have_names_and_others_are_read_as_words() {
        assert_eq!(channel("email", Language::English), "email");
        assert_eq!(channel("phone", Language::Spanish), "teléfono");
        assert_eq!(channel("video_call", Language::Spanish), "video call");
    }

    #[test]
    fn the_promised_time_is_the_only_facet_with_a_name_of_ours() {
        assert_eq!(facet("due_at", Language::Spanish), "hora prometida");
        assert_eq!(facet("ice_cream", Language::Spanish), "ice cream");
    }
}
