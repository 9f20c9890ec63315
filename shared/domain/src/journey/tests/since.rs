use serde_json::json;

use super::*;

/// A journey with something of everything.
fn mixed() -> Journey {
    journey((0_i64..40).map(|at| {
        let kind = ["search", "phone_call", "purchase", "delivery", "survey", "page_error", "review"][at as usize % 7];
        let mut body = json!({"touchpoint_type": kind, "promise_id": format!("p{}", at / 7)});
        match at % 7 {
            1 => body["transfers"] = 2.into(),
            2 => body["due_at"] = hour(at * 9).to_string().into(),
            3 => body["done_at"] = hour(at * 9 + at % 2).to_string().into(),
            4 => (body["about"], body["rating"]) = (format!("t{}", at - 1).into(), json!({"csat": at % 5 + 1})),
            6 => body["rating"] = json!({"stars": 1}),
            _ => {}
        }
        (at * 9, body)
    }))
}

#[test]
fn judging_from_a_position_on_says_what_judging_all_says() {
    let (journey, rules) = (mixed(), Rules::built_in().unwrap());
    let all = journey.judge(&rules);
    assert_eq!(all.len(), 40);
    for (index, touchpoint) in journey.touchpoints.iter().enumerate() {
        assert_eq!(journey.judge_since(touchpoint.position(), &rules), all[index..], "from {index}");
    }
}

#[test]
fn a_moment_does_not_depend_on_what_comes_after_it() {
    let (whole, rules) = (mixed(), Rules::built_in().unwrap());
    let all = whole.judge(&rules);
    for length in 0..whole.touchpoints.len() {
        let part = Journey { touchpoints: whole.touchpoints[..length].to_vec(), ..whole.clone() };
        assert_eq!(part.judge(&rules), all[..length]);
    }
}
