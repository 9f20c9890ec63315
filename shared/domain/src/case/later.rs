//! What a later judgement of the customer does to a case that was resolved. Changes none.

use jiff::Timestamp;

use super::CaseState::Resolved;
use super::{Case, Step};
use crate::vocabulary::Outcome;

/// Days after being resolved in which a later judgement of the customer confirms or undoes it. After that it stays
/// resolved, unverified.
pub const VERIFY_DAYS_MAX: i64 = 30;

/// A judgement that came after a case was resolved.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct LaterJudgement {
    /// How the moment ended.
    pub outcome: Outcome,
    /// Whether the customer rated it: nothing else verifies.
    pub is_rated_by_customer: bool,
    /// Whether it is proved that this customer did. A claim may open a case again, because a customer who is unhappy must be
    /// heard and a needless alert costs a look; it verifies none, because a case that is verified is never looked at again.
    pub is_proved: bool,
    /// When it happened.
    pub occurred_at: Timestamp,
}

/// Decides what a later judgement does to a case: a proved rating of average or better verifies, a misery opens it again, and
/// nothing else does anything.
pub fn judge_later(case: &Case, later: LaterJudgement) -> Option<Step> {
    let resolved_at = case.resolved_at.filter(|_| case.state == Resolved)?;
    let passed = later.occurred_at.duration_since(resolved_at);
    if passed.is_negative() || passed.is_zero() || passed > jiff::SignedDuration::from_hours(24 * VERIFY_DAYS_MAX) {
        return None;
    }
    match later.outcome {
        Outcome::Magic | Outcome::Average if later.is_rated_by_customer && later.is_proved => Some(Step::Verify),
        Outcome::Misery => Some(Step::Reopen),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::case::CaseState;
    use crate::identity::{Identity, TouchpointKey};

    fn at(text: &str) -> Timestamp {
        text.parse().unwrap()
    }

    fn case() -> Case {
        let opened_by = TouchpointKey { source: "web".into(), id: "1".into() };
        Case::opened(Identity::Customer("ana".into()), 1, opened_by, at("2026-10-01T10:00:00Z"))
    }

    #[test]
    fn only_a_later_rating_verifies_and_any_later_misery_reopens_within_thirty_days() {
        let case = Case { state: Resolved, resolved_at: Some(at("2026-11-01T10:00:00Z")), ..case() };
        let judged = |outcome, is_rated_by_customer, when: &str| {
            let is_proved = true;
            judge_later(&case, LaterJudgement { outcome, is_rated_by_customer, is_proved, occurred_at: at(when) })
        };
        let soon = "2026-11-01T10:00:01Z";
        assert_eq!(judged(Outcome::Average, true, soon), Some(Step::Verify));
        assert_eq!(judged(Outcome::Magic, true, "2026-12-01T10:00:00Z"), Some(Step::Verify));
        assert_eq!(judged(Outcome::Magic, true, "2026-12-01T10:00:01Z"), None);
        assert_eq!(judged(Outcome::Average, false, soon), None);
        assert_eq!(judged(Outcome::Unknown, true, soon), None);
        assert_eq!(judged(Outcome::Misery, false, soon), Some(Step::Reopen));
        assert_eq!(judged(Outcome::Misery, true, "2026-11-01T10:00:00Z"), None);
        let magic = |is_proved| LaterJudgement {
            outcome: Outcome::Magic,
            is_rated_by_customer: true,
            is_proved,
            occurred_at: at(soon),
        };
        assert_eq!([true, false].map(|is_proved| judge_later(&case, magic(is_proved))), [Some(Step::Verify), None]);
        let claimed = LaterJudgement { outcome: Outcome::Misery, ..magic(false) };
        assert_eq!(judge_later(&case, claimed), Some(Step::Reopen));
        for state in CaseState::ALL.into_iter().filter(|state| *state != Resolved) {
            let other = Case { state, ..case.clone() };
            assert_eq!(judge_later(&other, magic(true)), None);
        }
    }
}
