//! How the numbers of a report are made: one rule an entry, which the sections name by its anchor.

use domain::vocabulary::Language;

/// Returns the rules in the order of the page: the end of the anchor, the title, the text.
pub(crate) fn rules(language: Language) -> [(&'static str, &'static str, &'static str); 19] {
    [
        ("outcome", language.why_outcome_title(), language.why_outcome_text()),
        ("stage", language.why_stage_title(), language.why_stage_text()),
        ("rate", language.why_rate_title(), language.why_rate_text()),
        ("voice", language.why_voice_title(), language.why_voice_text()),
        ("rank", language.why_rank_title(), language.why_rank_text()),
        ("change", language.why_change_title(), language.why_change_text()),
        ("critical", language.why_critical_title(), language.why_critical_text()),
        ("ratings", language.why_ratings_title(), language.why_ratings_text()),
        ("grid", language.why_grid_title(), language.why_grid_text()),
        ("recovery", language.why_recovery_title(), language.why_recovery_text()),
        ("promises", language.why_promises_title(), language.why_promises_text()),
        ("quiet", language.why_quiet_title(), language.why_quiet_text()),
        ("journeys", language.why_journeys_title(), language.why_journeys_text()),
        ("causes", language.why_causes_title(), language.why_causes_text()),
        ("signals", language.why_signals_title(), language.why_signals_text()),
        ("words", language.why_words_title(), language.why_words_text()),
        ("corrections", language.why_corrections_title(), language.why_corrections_text()),
        ("clocks", language.why_clocks_title(), language.why_clocks_text()),
        ("drivers", language.why_drivers_title(), language.why_drivers_text()),
    ]
}
