//! What a type of touchpoint means, and what may lie behind a failure. The tables are `taxonomy.toml` and `causes.toml`.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::Deserialize;

use crate::vocabulary::{Audience, Language, Observer, Stage};

/// What a type of touchpoint means.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct TouchpointType {
    /// Where in the journey it lies.
    pub stage: Stage,
    /// Where it lies once the customer has bought, if that differs.
    #[serde(default)]
    pub after_purchase: Option<Stage>,
    /// How much it matters, 1 to 5.
    pub importance: u8,
    /// Whether the customer meets the business's service.
    #[serde(default)]
    pub service: bool,
    /// Whether the customer looks into buying.
    #[serde(default)]
    pub research: bool,
    /// Whether the customer gets what was acquired.
    #[serde(default)]
    pub exchange: bool,
    /// Whether the customer has bought from here on, because this is the purchase.
    #[serde(default)]
    pub purchase: bool,
    /// Whether it shows that the customer has bought, though nobody sent the purchase.
    #[serde(default)]
    pub bought: bool,
    /// Whether it speaks about an earlier failure rather than being a new one.
    #[serde(default)]
    pub echo: bool,
    /// Whether words that ask for help make it a call for help: it then lies where the words say, and is no echo.
    #[serde(default)]
    pub help: bool,
    /// Whether earlier than promised is better than promised, unless the promise says otherwise.
    #[serde(default)]
    pub early_is_better: bool,
    /// Whether it judges the moment that `about` names.
    #[serde(default)]
    pub judges: bool,
    /// Whether the customer was asked for it, unless the sender says otherwise.
    #[serde(default)]
    pub solicited: bool,
    /// Who tells of it, unless the sender says otherwise.
    #[serde(default = "customer")]
    pub observed_by: Observer,
    /// Whether it is trouble in itself, without being a misery.
    #[serde(default)]
    pub friction: bool,
    /// Who can watch, unless the sender says otherwise.
    #[serde(default = "private")]
    pub audience: Audience,
    /// Seconds a promised time may pass, if not the general tolerance.
    #[serde(default)]
    pub late_by_s: Option<u32>,
    /// How many seconds before a time that it promises runs out its owner is warned, unless the promise says otherwise.
    #[serde(default)]
    pub warn_before_s: Option<u32>,
    /// The calendar of `[rules.calendars]` in whose business time its promises are counted.
    #[serde(default)]
    pub calendar: Option<String>,
    /// Business days after which a touchpoint of this type is due that names no time itself, by its calendar.
    #[serde(default)]
    pub due_in_business_days: Option<u16>,
    /// Business minutes that a promised time may pass, by its calendar, instead of `late_by_s`.
    #[serde(default)]
    pub late_by_business_min: Option<u32>,
    /// Business minutes before a promised time at which its owner is warned, by its calendar, instead of `warn_before_s`.
    #[serde(default)]
    pub warn_before_business_min: Option<u32>,
    /// Whose it is to improve, a person or a team: reports name it.
    #[serde(default)]
    pub owner: Option<String>,
    /// The causes it suggests when it fails, likeliest first.
    #[serde(default)]
    pub causes: Vec<String>,
}

impl TouchpointType {
    /// Returns whether anything of it is counted in business time.
    pub(super) fn is_in_business_time(&self) -> bool {
        let minutes = [self.late_by_business_min, self.warn_before_business_min];
        self.due_in_business_days.is_some() || minutes.iter().any(Option::is_some)
    }
}

fn private() -> Audience {
    Audience::Private
}

fn customer() -> Observer {
    Observer::Customer
}

/// Why a moment fails.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize, JsonSchema)]
pub struct Cause {
    /// Whether it is something to coach: reported per team, never per person.
    #[serde(default)]
    pub staff: bool,
    /// Whether the business can change it.
    pub controllable: bool,
    /// Its name in English. Other languages stand beside it, such as `es` and `pt-BR`.
    pub en: String,
    /// Its names in other languages. What is no language here is refused: there is no other field.
    #[serde(flatten)]
    pub others: BTreeMap<Language, String>,
}

impl Cause {
    /// Returns its name, to stand in a list: the English one where the language has none.
    pub fn name(&self, language: Language) -> &str {
        self.others.get(&language).unwrap_or(&self.en)
    }
}
