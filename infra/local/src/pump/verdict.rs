//! What becomes of a batch, decided from the function's answer: which records are done, and what is tried next. Pure;
//! invokes nothing.

use serde::Deserialize;

/// What to do after one invocation of a batch.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Next {
    /// Every record is done.
    Done,
    /// The first `done` records are done (at least one); the rest is a new batch with tries of its own.
    Progress {
        /// How many, from the front.
        done: usize,
    },
    /// Nothing is done: try the first half alone. Halving uses up no retries.
    Halve,
    /// Nothing is done: the same records again.
    Retry,
    /// Nothing is done and the retries are used up: hand the records to the failure destination and pass them.
    GiveUp,
}

/// How the template wants failures treated, and how often this batch has failed so far.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Policy {
    /// Retries after the first failure; without end if none.
    pub(crate) retries: Option<u32>,
    /// Whether a failed batch is halved.
    pub(crate) bisect: bool,
}

/// Decides what is next for a batch of `size` records of which `done` are done, after `failures` earlier failures that
/// counted.
///
/// A batch that made progress begins anew: its retries belong to the record that is first now.
pub(crate) fn decide(size: usize, done: usize, failures: u32, policy: Policy) -> Next {
    if done >= size {
        Next::Done
    } else if done > 0 {
        Next::Progress { done }
    } else if policy.bisect && size > 1 {
        Next::Halve
    } else if policy.retries.is_none_or(|retries| failures < retries) {
        Next::Retry
    } else {
        Next::GiveUp
    }
}

#[derive(Deserialize)]
struct PartialResponse {
    #[serde(default, rename = "batchItemFailures")]
    failures: Option<Vec<ItemFailure>>,
}

#[derive(Deserialize)]
struct ItemFailure {
    #[serde(default, rename = "itemIdentifier")]
    sequence_number: Option<String>,
}

/// Counts the records that a partial response leaves behind it: those before the lowest reported one.
///
/// Lambda's rules: no failures, an empty list, `null` or an empty answer mean that all is done; a name that is empty or
/// not in the batch, or an answer that is no such response, means that nothing is.
pub(crate) fn done(answer: &str, sequence_numbers: &[&str]) -> usize {
    if matches!(answer.trim(), "" | "null" | r#""""#) {
        return sequence_numbers.len();
    }
    let Ok(response) = serde_json::from_str::<PartialResponse>(answer) else { return 0 };
    let mut lowest = sequence_numbers.len();
    for failure in response.failures.unwrap_or_default() {
        let named = failure.sequence_number.unwrap_or_default();
        match sequence_numbers.iter().position(|number| *number == named) {
            Some(index) => lowest = lowest.min(index),
            None => return 0,
        }
    }
    lowest
}

#[cfg(test)]
mod tests {
    use super::*;

    const BATCH: &[&str] = &["100", "101", "102"];

    fn failures(names: &[&str]) -> String {
        let list: Vec<_> = names.iter().map(|name| serde_json::json!({"itemIdentifier": name})).collect();
        serde_json::json!({"batchItemFailures": list}).to_string()
    }

    #[test]
    fn an_answer_without_failures_is_success() {
        for answer in ["", "null", r#""""#, "{}", r#"{"batchItemFailures":[]}"#, r#"{"batchItemFailures":null}"#] {
            assert_eq!(done(answer, BATCH), 3, "{answer}");
        }
    }

    #[test]
    fn the_lowest_reported_record_is_the_checkpoint() {
        assert_eq!(done(&failures(&["102"]), BATCH), 2);
        assert_eq!(done(&failures(&["102", "101"]), BATCH), 1, "whatever the order");
        assert_eq!(done(&failures(&["100"]), BATCH), 0);
    }

    #[test]
    fn a_response_that_names_nothing_known_fails_the_whole_batch() {
        for answer in [
            failures(&["999"]),
            failures(&["102", "999"]),
            failures(&[""]),
            r#"{"batchItemFailures":[{"itemIdentifier":null}]}"#.to_owned(),
            r#"{"batchItemFailures":[{"other":"101"}]}"#.to_owned(),
            r#"{"batchItemFailures":"101"}"#.to_owned(),
            r#""ok""#.to_owned(),
            "[]x".to_owned(),
        ] {
            assert_eq!(done(&answer, BATCH), 0, "{answer}");
        }
    }

    #[test]
    fn retries_count_from_the_first_failure() {
        let policy = Policy { retries: Some(2), bisect: false };
        assert_eq!(decide(3, 0, 0, policy), Next::Retry);
        assert_eq!(decide(3, 0, 1, policy), Next::Retry);
        assert_eq!(decide(3, 0, 2, policy), Next::GiveUp, "the first try and two retries failed");
        assert_eq!(decide(3, 0, 1_000_000, Policy { retries: None, bisect: false }), Next::Retry);
        assert_eq!(decide(3, 0, 0, Policy { retries: Some(0), bisect: false }), Next::GiveUp);
    }

    #[test]
    fn progress_is_never_given_up() {
        let policy = Policy { retries: Some(0), bisect: true };
        assert_eq!(decide(3, 1, 9, policy), Next::Progress { done: 1 });
        assert_eq!(decide(3, 3, 9, policy), Next::Done);
    }

    #[test]
    fn halving_goes_down_to_one_record_before_retries_are_used() {
        let policy = Policy { retries: Some(1), bisect: true };
        assert_eq!(decide(2, 0, 0, policy), Next::Halve);
        assert_eq!(decide(1, 0, 0, policy), Next::Retry);
        assert_eq!(decide(1, 0, 1, policy), Next::GiveUp);
    }
}
