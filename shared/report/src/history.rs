//! What the counts of [`domain::history`] say: shares with their intervals, and the points that a deployment could set. Changes nothing: a
//! person reads it and decides.

use std::fmt;

use domain::history::{FOLLOWED_DAYS, Followed, History};

use super::statistics::Proportion;
use super::statistics::interval::{newcombe, wilson};

/// Failures in all below which nothing is said.
pub const FAILURES_MIN: u64 = 100;

/// Failures of a kind, or with a piece of evidence and without it, below which nothing is said of it.
pub const OF_KIND_MIN: u64 = 30;

/// The difference of shares that one point stands for. On the data that the built-in points were fitted on, the share of bad reviews rose
/// from 18% to 85% over four levels.
const SHARE_PER_POINT: f64 = 0.17;

/// Points of one piece of evidence, at most, either way.
const POINTS_MAX: f64 = 3.0;

/// There are too few failures to say anything.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TooThin {
    /// How many there are.
    pub failures: u64,
}

impl fmt::Display for TooThin {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "{} failures are old enough to tell what followed within {FOLLOWED_DAYS} days, and at least {FAILURES_MIN} are needed: \
             keep the built-in points",
            self.failures
        )
    }
}

impl std::error::Error for TooThin {}

/// What a deployment's own history says.
#[derive(Clone, Debug, PartialEq)]
pub struct Fitted {
    all: Followed,
    kinds: Vec<(String, Followed)>,
    /// Kinds of which there are too few.
    thin: Vec<(String, u64)>,
    points: Vec<Points>,
}

/// What a piece of evidence is worth by this history.
#[derive(Clone, Debug, PartialEq)]
struct Points {
    name: String,
    now: i8,
    /// The difference of the shares of failures with it and without it.
    difference: f64,
    low: f64,
    high: f64,
    /// None where the interval holds zero, so that nothing is known.
    fitted: Option<i8>,
}

impl Fitted {
    /// Reads the counts.
    ///
    /// # Errors
    /// There are too few failures.
    pub fn of(history: &History) -> Result<Self, TooThin> {
        let all = history.all;
        if all.failures < FAILURES_MIN {
            return Err(TooThin { failures: all.failures });
        }
        let mut kinds: Vec<_> = history.kinds.iter().map(|(kind, followed)| (kind.clone(), *followed)).collect();
        kinds.sort_by(|(a, x), (b, y)| y.failures.cmp(&x.failures).then_with(|| a.cmp(b)));
        let (kinds, thin): (Vec<_>, Vec<_>) =
            kinds.into_iter().partition(|(_, followed)| followed.failures >= OF_KIND_MIN);
        let weighed = history.evidence.iter();
        let points = weighed.filter_map(|(name, weighed)| Points::of(name, weighed.points, weighed.followed, all));
        Ok(Self {
            all,
            kinds,
            thin: thin.into_iter().map(|(kind, followed)| (kind, followed.failures)).collect(),
            points: points.collect(),
        })
    }

    /// Returns the points that this history would set differently, by their keys below `[rules]`.
    pub fn changed(&self) -> impl Iterator<Item = (&str, i8)> {
        let changed = |points: &&Points| points.fitted.is_some_and(|fitted| fitted != points.now);
        self.points.iter().filter(changed).filter_map(|points| Some((points.name.as_str(), points.fitted?)))
    }
}

impl Points {
    fn of(name: &str, now: i8, with: Followed, all: Followed) -> Option<Self> {
        let without = all.failures.saturating_sub(with.failures);
        if with.failures < OF_KIND_MIN || without < OF_KIND_MIN {
            return None;
        }
        let share = Proportion::new(with.harmed, with.failures);
        let other = Proportion::new(all.harmed.saturating_sub(with.harmed), without);
        let (difference, interval) = (share.share() - other.share(), newcombe(share, other));
        let fitted = (difference / SHARE_PER_POINT).round().clamp(-POINTS_MAX, POINTS_MAX) as i8;
        // The points of a clause are never below zero: a clause never makes a failure less urgent.
        let fitted = if name.starts_with("severity.") { fitted.max(0) } else { fitted };
        Some(Self {
            name: name.to_owned(),
            now,
            difference,
            low: interval.low,
            high: interval.high,
            fitted: interval.excludes_zero().then_some(fitted),
        })
    }
}

/// Writes a share with its interval.
fn share(count: u64, of: u64) -> String {
    let share = Proportion::new(count, of);
    let interval = wilson(share);
    let percent = |value: f64| (100.0 * value).round();
    format!("{:>3.0}% ({:>2.0}–{:.0})", percent(share.share()), percent(interval.low), percent(interval.high))
}

impl fmt::Display for Fitted {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let width = self.kinds.iter().map(|(kind, _)| kind.chars().count()).max().unwrap_or(0).max(12);
        writeln!(
            f,
            "What followed {} failures within {FOLLOWED_DAYS} days, with the likely range (95%):\n",
            self.all.failures
        )?;
        let heads = ["bad public review", "return", "silence", "repurchase"];
        write!(f, "{:<width$} failures", "")?;
        heads.iter().try_for_each(|head| write!(f, "  {head:>17}"))?;
        writeln!(f)?;
        for (kind, followed) in
            self.kinds.iter().map(|(kind, followed)| (kind.as_str(), followed)).chain([("all", &self.all)])
        {
            write!(f, "{kind:<width$} {:>8}", followed.failures)?;
            for count in [followed.public, followed.returned, followed.silent, followed.bought] {
                write!(f, "  {:>17}", share(count, followed.failures))?;
            }
            writeln!(f)?;
        }
        if !self.thin.is_empty() {
            let named: Vec<_> = self.thin.iter().map(|(kind, failures)| format!("{kind} ({failures})")).collect();
            writeln!(f, "\nFewer than {OF_KIND_MIN}, so nothing is said of them: {}", named.join("; "))?;
        }
        writeln!(
            f,
            "\nBad public reviews and returns after failures with a piece of evidence, against those without it, in points of a hundred:\n"
        )?;
        for Points { name, now, difference, low, high, fitted } in &self.points {
            let range = format!("{:+.0} ({:+.0} to {:+.0})", 100.0 * difference, 100.0 * low, 100.0 * high);
            let fitted = fitted.map_or("nothing is known".to_owned(), |fitted| format!("{fitted:+}"));
            writeln!(f, "{name:<26} {range:>22}   points now {now:+}, by this history {fitted}")?;
        }
        let mut changed = self.changed().peekable();
        if changed.peek().is_none() {
            return writeln!(f, "\nNothing in it speaks against the present points.");
        }
        writeln!(
            f,
            "\nEach piece is looked at by itself, though some come together. To use these points, add to the configuration:\n\n[rules]"
        )?;
        writeln!(f, "version = 1        # one more than now, so that moments are judged again")?;
        changed.try_for_each(|(name, points)| writeln!(f, "{name} = {points}"))
    }
}

#[cfg(test)]
mod tests {
    use domain::history::Weighed;

    use super::*;

    fn followed(failures: u64, harmed: u64) -> Followed {
        Followed { failures, harmed, public: harmed, ..Followed::default() }
    }

    fn history(with: Followed, without: Followed, points: i8) -> History {
        let mut all = with;
        all += without;
        History {
            kinds: [("delivery, still waiting".to_owned(), with), ("call".to_owned(), without)].into(),
            evidence: [("evidence.waiting".to_owned(), Weighed { points, followed: with })].into(),
            all,
        }
    }

    #[test]
    fn thin_data_are_refused() {
        let thin = history(followed(60, 30), followed(39, 1), 1);
        assert_eq!(Fitted::of(&thin), Err(TooThin { failures: 99 }));
        // Enough in all, too few of one kind: nothing is said of it.
        let fitted = Fitted::of(&history(followed(29, 29), followed(90, 0), 1)).unwrap();
        assert_eq!((fitted.points.len(), fitted.thin.len()), (0, 1));
    }

    #[test]
    fn points_follow_the_difference_and_chance_changes_nothing() {
        let fitted = Fitted::of(&history(followed(200, 150), followed(200, 40), 1)).unwrap();
        assert_eq!(fitted.changed().collect::<Vec<_>>(), [("evidence.waiting", 3)]);
        let as_now = Fitted::of(&history(followed(200, 80), followed(200, 40), 1)).unwrap();
        assert_eq!(as_now.changed().count(), 0);
        let chance = Fitted::of(&history(followed(50, 12), followed(50, 10), 3)).unwrap();
        assert_eq!(chance.changed().count(), 0, "{chance}");
    }

    #[test]
    fn what_is_printed_has_the_table_and_the_lines_to_set() {
        let printed = Fitted::of(&history(followed(200, 150), followed(200, 40), 1)).unwrap().to_string();
        for part in ["delivery, still waiting", " 75% (69–80)", "[rules]\n", "\nevidence.waiting = 3\n"] {
            assert!(printed.contains(part), "{part} is missing in\n{printed}");
        }
        let rules = printed.split_once("[rules]").map(|(_, lines)| format!("[rules]{lines}")).unwrap();
        domain::rules::Rules::with_overrides(&rules).unwrap();
    }
}
