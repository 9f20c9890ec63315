//! Where in the journey a moment lies. A table, with the few exceptions it has; judges no outcome.

use crate::moment::Code;
use crate::rules::Rules;
use crate::touchpoint::Touchpoint;
use crate::vocabulary::Stage;

/// What the journey up to now says about a touchpoint's place.
#[derive(Clone, Copy, Debug)]
pub struct Place {
    /// Stage of the moment that `about` names, if it is on record and this touchpoint's type judges others.
    pub about: Option<Stage>,
    /// Whether the customer had bought before.
    pub has_bought: bool,
}

/// Places a touchpoint, and says why: the sender's word, then the moment it judges, then the type; a contact with
/// support is `first` before a purchase and `second` after it. A type outside the taxonomy is placed by the journey.
pub fn place(touchpoint: &Touchpoint, place: Place, rules: &Rules) -> (Stage, Code) {
    if let Some(stage) = touchpoint.said.stage {
        return (stage, Code::of("stage_sent"));
    }
    if let Some(stage) = place.about {
        return (stage, Code::of("stage_about"));
    }
    match (rules.type_of(&touchpoint.touchpoint_type), place.has_bought) {
        (Some(_), true) if touchpoint.touchpoint_type == "support_contact" => {
            (Stage::Second, Code::of("stage_after_purchase"))
        }
        (Some(_), false) if touchpoint.touchpoint_type == "support_contact" => {
            (Stage::First, Code::of("stage_before_purchase"))
        }
        (Some(known), _) => (known.stage, Code::of("stage_by_type")),
        (None, true) => (Stage::Second, Code::of("stage_by_journey")),
        (None, false) => (Stage::First, Code::of("stage_by_journey")),
    }
}
