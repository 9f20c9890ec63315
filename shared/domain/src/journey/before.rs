//! What a judgement knows of the journey without looking at it. Counts nothing itself.

use jiff::Timestamp;

/// The summary of what came before the touchpoints that a judgement looks at: what their types tell. How each of them ended
/// is not in it, so nothing after it is the first of its kind that one of them may have been.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Before {
    /// How many they are.
    pub(super) count: usize,
    /// How many further tellings and corrections of them there are.
    pub(super) beside: usize,
    pub(super) has_met_service: bool,
    pub(super) purchases: u32,
    pub(super) has_bought: bool,
    pub(super) known_since: Option<Timestamp>,
    /// Whether the purchase cycle they end in has a purchase, was completed, and has an exchange that may have been judged.
    pub(super) has_bought_in_cycle: bool,
    pub(super) is_cycle_complete: bool,
    pub(super) has_exchange_in_cycle: bool,
}
