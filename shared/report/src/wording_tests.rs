use super::wording::*;
use super::{Coverage, Note, Part, Rate};
use crate::statistics::Proportion;
use domain::vocabulary::Language::{English, Spanish};

#[test]
fn a_rate_says_no_more_than_its_n_allows() {
    for (judged, count, english, spanish) in [
        (4, 4, "too few", "muy pocos"),
        (5, 3, "3 of 5", "3 de 5"),
        (9, 3, "3 of 9", "3 de 9"),
        (10, 3, "3 of 10 (30%)", "3 de 10 (30\u{a0}%)"),
        (12_345, 1, "1 of 12,345 (0%)", "1 de 12.345 (0\u{a0}%)"),
    ] {
        let of = Rate::of(judged, judged, count, None);
        assert_eq!((rate(&of, English), rate(&of, Spanish)), (english.to_owned(), spanish.to_owned()));
        assert_eq!(interval(&of, English).is_some(), judged >= 10);
    }
    assert_eq!(interval(&Rate::of(10, 10, 3, None), Spanish).unwrap(), "probable: 11–60\u{a0}%");
}

#[test]
fn below_one_half_judged_the_bounds_are_told() {
    assert_eq!(worst_case(&Rate::of(200, 50, 10, None), English).unwrap(), "5–80%");
    assert_eq!(worst_case(&Rate::of(100, 50, 10, None), English), None);
    assert_eq!(worst_case(&Rate::of(200, 9, 3, None), English), None);
}

#[test]
fn names_are_joined_as_a_sentence_joins_them() {
    let names = |names: &[&str]| names.iter().map(|name| (*name).to_owned()).collect::<Vec<_>>();
    assert_eq!(list(&names(&[]), English), "");
    assert_eq!(list(&names(&["a"]), English), "a");
    assert_eq!(list(&names(&["a", "b", "c"]), English), "a, b and c");
    assert_eq!(list(&names(&["a", "b"]), Spanish), "a y b");
    assert_eq!(list(&names(&["entrega", "identificación"]), Spanish), "entrega e identificación");
}

#[test]
fn channels_and_kinds_of_senders_are_read_as_words() {
    assert_eq!(channel("", Spanish), "Sin indicar");
    assert_eq!(channel("drive_through", English), "Drive through");
    assert_eq!((kind("other", English), kind_title("delivery", Spanish)), ("other types".into(), "Entrega".into()));
}

#[test]
fn what_happened_to_cases_reads_differently_in_the_two_languages() {
    for name in ["opened", "joined", "reopened", "acknowledged", "contacted", "resolved", "verified", "lost"] {
        assert_ne!(transition(name, English), transition(name, Spanish));
    }
    assert_eq!(transition("handed_over", English), "handed over");
}

#[test]
fn one_moment_is_no_moments() {
    let mut seen = Coverage {
        moments: 1,
        moments_before: 0,
        customers: 1,
        customers_before: 0,
        judged_customers: 1,
        unhappy_customers: 0,
        customers_estimated: false,
        judged: Part::of(1, 1),
        asked: Part::of(0, 1),
        rated: Part::of(1, 1),
        commented: Part::of(0, 1),
        staff_observed: Part::of(0, 1),
        methods: Default::default(),
        sources: Default::default(),
    };
    assert_eq!(coverage(&seen, English), "1 moment of 1 customer; outcome known for 1 of 1");
    assert_eq!(coverage(&seen, Spanish), "1 momento de 1 cliente; resultado conocido en 1 de 1");
    (seen.moments, seen.customers, seen.customers_estimated) = (90_000, 41_000, true);
    seen.judged = Part::of(45_000, 90_000);
    assert_eq!(
        coverage(&seen, English),
        "90,000 moments of about 41,000 customers; outcome known for 45,000 of 90,000 (50%)"
    );
}

#[test]
fn many_days_without_data_are_counted_rather_than_listed() {
    let day = |n: i8| jiff::civil::date(2026, 11, n);
    let note_on =
        |days: std::ops::RangeInclusive<i8>| note(&Note::DaysWithoutData { dates: days.map(day).collect() }, English);
    assert_eq!(note_on(1..=1), "No data on Sun 1 Nov");
    assert!(note_on(1..=7).ends_with("Fri 6 Nov and Sat 7 Nov"));
    assert_eq!(note_on(1..=8), "8 days without data, the first on Sun 1 Nov");
    assert_eq!(
        note(&Note::Sampled { share: 0.125 }, Spanish),
        "Algunas proporciones se basan en una muestra aleatoria de al menos el 13\u{a0}% de los clientes"
    );
}

#[test]
fn shares_are_whole_per_cent_but_a_few_per_mille_are_not_nothing() {
    let of = |count, of| percent(Proportion::new(count, of), English);
    assert_eq!([of(9, 41), of(0, 500), of(2, 500), of(500, 500)], ["22%", "0%", "0.4%", "100%"]);
    // A half goes up, and is seen exactly: 24.45% is not 24.5%.
    assert_eq!([of(49, 200), of(489, 2000)], ["25%", "24%"]);
    let rate = Rate::of(239, 239, 58, None);
    assert_eq!(rate_with_limits(&rate, English), "58 of 239 (24%, likely 19–30%)");
}
