//! When a promised time is looked at: before it runs out, to warn its owner, and once it and its tolerance have passed.

use jiff::{SignedDuration, Timestamp};

use super::{Rules, TouchpointType};
use crate::touchpoint::Touchpoint;

impl Rules {
    /// Returns the seconds that a promised time may pass which a touchpoint of a type promises.
    pub(crate) fn tolerance_s(&self, known_type: Option<&TouchpointType>) -> i64 {
        known_type.and_then(|known| known.late_by_s).unwrap_or(self.operational.late_by_s_max).into()
    }

    /// Returns when the owner of a promise is warned; none if nobody is.
    pub fn warn_at(&self, maker: &Touchpoint, due_at: Timestamp) -> Option<Timestamp> {
        let by_type = || self.type_of(&maker.touchpoint_type).and_then(|known| known.warn_before_s);
        let before_s = maker.said.warn_before_s.or_else(by_type).filter(|before_s| *before_s > 0)?;
        let at = due_at.checked_sub(SignedDuration::from_secs(before_s.into())).unwrap_or(Timestamp::MIN);
        Some(at.max(maker.received_at))
    }

    /// Returns when somebody has to look at the time that a touchpoint promises: to warn, or once it and its tolerance have passed.
    /// None if it promises no time, or says itself that it was done.
    pub fn look_at(&self, touchpoint: &Touchpoint) -> Option<Timestamp> {
        let due_at = touchpoint.said.due_at.filter(|_| touchpoint.said.done_at.is_none() && !touchpoint.is_expiry())?;
        let tolerance = SignedDuration::from_secs(self.tolerance_s(self.type_of(&touchpoint.touchpoint_type)));
        let deadline = due_at.saturating_add(tolerance).unwrap_or(Timestamp::MAX);
        Some(self.warn_at(touchpoint, due_at).map_or(deadline, |warn_at| warn_at.min(deadline)))
    }
}
