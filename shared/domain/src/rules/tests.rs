use std::collections::BTreeSet;

use super::*;
use crate::vocabulary::Language;

fn overridden(text: &str) -> Result<Rules, InvalidRules> {
    Rules::with_overrides(text)
}

#[test]
fn built_in_rules_can_be_read_and_know_every_fixed_type() {
    let rules = Rules::built_in().unwrap();
    let fixed = "search comparison ad_click review_read recommendation_heard site_visit store_visit location_visit \
        sign_up quote demo greeting support_contact purchase delivery onboarding product_use billing complaint \
        return follow_up survey review social_post referral";
    for name in fixed.split_whitespace() {
        assert!(rules.type_of(name).is_some(), "{name} has no line in taxonomy.toml");
    }
    assert!(rules.type_of("identify").is_none(), "identify makes no moment");
    assert_eq!(rules.severity.len(), Clause::ALL.len());
    assert_eq!(rules.version(), 13_000);
}

#[test]
fn every_type_suggests_a_cause_and_every_cause_is_named_in_both_languages() {
    let rules = Rules::built_in().unwrap();
    let suggested: BTreeSet<_> = rules.types.values().flat_map(|known| &known.causes).collect();
    for (name, known) in &rules.types {
        assert!(!known.causes.is_empty(), "{name} suggests no cause");
        assert!(!(known.friction && known.service), "{name}: trouble is not a contact with service");
    }
    for (name, cause) in &rules.causes {
        for language in Language::ALL.iter().filter(|language| **language != Language::English) {
            assert!(cause.others.contains_key(language), "{name} has no name in {language}");
        }
        assert!(cause.controllable || !cause.staff, "{name}: what staff do can be changed");
    }
    for name in ["ignored", "rude", "uninformed", "no_authority", "website", "location", "cost_of_contact"] {
        assert!(suggested.contains(&name.to_owned()), "no type suggests {name}");
    }
}

#[test]
fn a_deployment_changes_a_type_field_by_field_and_adds_its_own() {
    let rules = overridden(
        "[rules]\nversion = 2\n[types.delivery]\nimportance = 5\n[types.tasting]\nstage = 'first'\nimportance = 3\n\
         causes = ['too_salty']\n[causes.too_salty]\ncontrollable = true\nen = 'too salty'\nes = 'demasiado salado'",
    )
    .unwrap();
    assert_eq!(rules.type_of("delivery").unwrap().importance, 5);
    assert!(rules.type_of("delivery").unwrap().exchange);
    assert_eq!(rules.type_of("tasting").unwrap().stage, Stage::First);
    assert_eq!(rules.causes["too_salty"].name(Language::Spanish), "demasiado salado");
    assert_eq!(rules.version(), 13_002);
}

#[test]
fn a_source_reads_its_own_scale_then_its_preset_then_the_general_one() {
    let rules = overridden(
        "[sources.kiosk]\npreset = 'three_is_bad'\nstars = { misery_up_to = 1 }\n[sources.'kiosk/hall']\n\
         [sources.desk]\npreset = 'effort_1_to_5_low_is_easy'",
    )
    .unwrap();
    assert_eq!(rules.scales_of("kiosk").csat.misery_up_to, 3);
    assert_eq!(rules.scales_of("kiosk").stars.misery_up_to, 1);
    assert_eq!(rules.scales_of("kiosk/door").csat.misery_up_to, 3);
    assert_eq!(rules.scales_of("kiosk/hall"), rules.rating);
    assert_eq!(
        rules.scales_of("desk").ces,
        Scale { min: None, max: 5, misery_up_to: 2, magic_from: 5, reversed: true }
    );
    assert_eq!(rules.scales_of("web"), rules.rating);
}

#[test]
fn a_bad_override_is_refused_with_line_place_and_reason() {
    for (text, told) in [
        ("\n[types.delivery]\nimportance = 6", "line 3: types.delivery.importance: must be from 1 to 5"),
        ("[types]\ndelivery = { importance = 0 }", "line 2: types.delivery.importance: must be from 1 to 5"),
        ("types.delivery.importance = 0", "line 1: types.delivery.importance: must be from 1 to 5"),
        (
            "[types.delivery]\nimportance = 'x'",
            "line 2: types.delivery.importance: must be a whole number from 0 to 255",
        ),
        ("[types.delivery]\nstage = 'fifth'", "line 2: types.delivery.stage: must be one of `zero`, `first`"),
        ("[types.delivery]\n\nimportence = 3", "line 3: types.delivery.importence: unknown field `importence`"),
        ("[types.tasting]\nstage = 'first'", "line 1: types.tasting: missing field `importance`"),
        ("[types.delivery]\ncauses = ['gremlins']", "line 2: types.delivery.causes: must be words of the catalogue"),
        ("[types.Tasting]\nstage = 'first'\nimportance = 2", "line 1: types.Tasting: must be in snake_case"),
        ("types = 3", "line 1: types: must be a table"),
        ("[types]\ndelivery = 3", "line 2: types.delivery: must be a table"),
        ("[types.delivery]\ncauses = 'price'", "line 2: types.delivery.causes: must be a list"),
        ("[rules.gap]\nmagic_mean_min = 'x'", "line 2: rules.gap.magic_mean_min: must be a number"),
        ("[rules.silent]\nwindow_days = 1.5", "line 2: rules.silent.window_days: must be a whole number"),
        ("[rules.silent]\nfriction_kinds_min = -1", "line 2: rules.silent.friction_kinds_min: must be a whole number"),
        ("[causes.rude]\nen = 1", "line 2: causes.rude.en: must be a text"),
        ("rules = 3", "line 1: rules: must be a table"),
        ("[causes.rude]\nstaff = 1", "line 2: causes.rude.staff: must be true or false"),
        ("[facets.wait]\nmin = 3", "line 1: facets.wait: min and max"),
        ("[facets.wait]\nmin = 3\nmax = 3", "line 1: facets.wait: min and max"),
        ("[facets.wait]\nweight = 0", "line 2: facets.wait.weight: must be above 0"),
        ("[facets.heat]\nwords = ['hot']", "line 2: facets.heat.words: needs at least two words"),
        ("[facets.heat]\nwords = ['hot', 'hot']", "line 2: facets.heat.words: needs at least two words"),
        ("[rules.gap]\nmagic = 1", "line 2: rules.gap.magic: unknown field `magic`"),
        ("[rules.gap]\nmagic_mean_min = nan", "line 2: rules.gap.magic_mean_min: must be from 0 to 1"),
        ("[rules]\nversion = 1000", "line 2: rules.version: must be from 0 to 999"),
        ("[rules.rating.csat]\nmax = 0", "line 1: rules.rating.csat: needs 1 <= misery_up_to"),
        ("[sources.web.ces]\nmisery_up_to = 7", "line 1: sources.web.ces: needs 1 <= misery_up_to"),
        ("[sources.web]\npreset = 'lenient'", "line 2: sources.web.preset: must be one of effort_1_to_5,"),
        (
            "[rules.critical]\nrepeat_window_days = 9223372036854775807",
            "line 2: rules.critical.repeat_window_days: must",
        ),
        ("[rules.critical]\nalert_age_hours_max = 0", "line 2: rules.critical.alert_age_hours_max: must be from 1"),
        ("[rules.silent]\nfriction_kinds_min = 0", "line 2: rules.silent.friction_kinds_min: must be from 1"),
        ("[rules", "line 1: document: is not TOML"),
    ] {
        let error = overridden(text).unwrap_err().to_string();
        assert!(error.starts_with(told), "`{error}` is not `{told}`");
    }
}
