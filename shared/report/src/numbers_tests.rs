//! Numbers that were right by the rule and wrong for the reader, one test each: what was counted, and what a reader takes it for.

use jiff::ToSpan;
use jiff::civil::Date;
use jiff::tz::TimeZone;

use super::tests::{as_of, moment, week};
use super::*;
use domain::moment::{Due, DueIs, Moment};
use domain::vocabulary::{Audience, Language, Method, Outcome, Stage};

/// So many days after the Monday of the report.
fn day(number: i64) -> Date {
    week().start().saturating_add(number.days())
}

fn report_of(moments: &[Moment]) -> Report {
    let mut dates: Vec<Date> = moments.iter().map(|m| TimeZone::UTC.to_datetime(m.occurred_at).date()).collect();
    dates.sort_unstable();
    dates.dedup();
    let of = |date: Date| {
        let of_day = moments.iter().filter(move |m| TimeZone::UTC.to_datetime(m.occurred_at).date() == date);
        summarize(date, &TimeZone::UTC, of_day)
    };
    let days: Vec<_> = dates.into_iter().map(of).collect();
    Report::of(week(), &TimeZone::UTC, &days, as_of())
}

fn seconds(date: Date) -> i64 {
    date.at(12, 0, 0, 0).to_zoned(TimeZone::UTC).unwrap().timestamp().as_second()
}

#[test]
fn a_review_that_was_asked_for_is_a_question_asked() {
    let bought = |who: &str| {
        let mut purchase = moment(who, day(-28), "purchase", who, Outcome::Average);
        purchase.signals.purchase_number = Some(1);
        purchase
    };
    let review = |who: &str, solicited: bool| {
        let mut review = moment(&format!("{who}-r"), day(-20), "review", who, Outcome::Average);
        review.solicited = solicited;
        review
    };
    let report = report_of(&[bought("ana"), bought("ben"), bought("eva"), review("ana", true), review("ben", false)]);
    let never_asked = report.journeys.later.unwrap().bought_without_follow_up;
    assert_eq!((never_asked.count, never_asked.of), (2, 3), "ben's own review was nobody's question");
}

#[test]
fn only_what_was_known_privately_can_leak_and_once() {
    let failure = |who: &str, audience| {
        let mut failure = moment(who, day(-28), "delivery", who, Outcome::Misery);
        failure.audience = audience;
        failure
    };
    let review = |id: &str, who: &str, at: i64| {
        let mut review = moment(id, day(at), "review", who, Outcome::Misery);
        (review.audience, review.signals.leaks_misery_at) = (Audience::Public, Some(seconds(day(-28))));
        review.reasons = vec![domain::moment::Code::with("echo", "shop/x")];
        review
    };
    let private: Vec<_> = (0..10).map(|n| failure(&format!("p{n}"), Audience::Private)).collect();
    let public: Vec<_> = (0..10).map(|n| failure(&format!("q{n}"), Audience::Public)).collect();
    // One tells it twice, one after more than thirty days.
    let told = [review("r1", "p0", -20), review("r2", "p0", -19), review("r3", "p1", 3)];
    let report = report_of(&[private, public, told.to_vec()].concat());
    let leaked = report.recovery.unwrap().leaked;
    assert_eq!((leaked.judged, leaked.count), (10, 1), "20 failures, of which 10 were public from the start");
}

fn due(id: &str, on: i64, due_on: i64, is: DueIs) -> Moment {
    let outcome = if is == DueIs::Broken { Outcome::Misery } else { Outcome::Average };
    let mut moment = moment(&format!("{id}-{on}"), day(on), "delivery", id, outcome);
    moment.signals.due = Some(Due { at: seconds(day(due_on)), is, promise: id.into() });
    moment
}

#[test]
fn promises_count_for_the_day_of_their_time() {
    let of_week = [
        due("kept-early", -9, 2, DueIs::Kept),
        due("kept", 1, 1, DueIs::Kept),
        // It never came, and it came late: one promise each.
        due("never", 3, 3, DueIs::Broken),
        due("late", 2, 2, DueIs::Broken),
        due("late", 6, 2, DueIs::Broken),
        due("cancelled", 1, 5, DueIs::Cancelled),
        due("cancelled", 5, 5, DueIs::Broken),
        due("cancelled too late", 4, 4, DueIs::Broken),
        due("cancelled too late", 6, 4, DueIs::Cancelled),
    ];
    let of_others = [due("of the week before", 1, -1, DueIs::Broken), due("of the next", 6, 9, DueIs::Kept)];
    let promises = report_of(&[&of_week[..], &of_others[..]].concat()).promises.due.unwrap();
    assert_eq!((promises.broken.judged, promises.broken.count, promises.cancelled), (5, 3, 1));
}

#[test]
fn what_was_measured_and_what_was_felt_count_wherever_they_are() {
    let rated = |id: &str, beside| {
        let mut call = moment(id, day(1), "phone_call", id, Outcome::Average);
        call.signals.beside = beside;
        call
    };
    let report = report_of(&[rated("1", Some(Outcome::Misery)), rated("2", Some(Outcome::Average)), rated("3", None)]);
    let line = &report.signals[0];
    assert_eq!((line.operational.judged, line.operational.count), (2, 1), "a rating hides no wait");
    assert_eq!((line.emotional.judged, line.emotional.count), (3, 0));
}

#[test]
fn no_rate_of_magic_where_no_rule_can_say_it() {
    let parcel = |n: usize, method| {
        let mut parcel = moment(&n.to_string(), day(1), "delivery", &n.to_string(), Outcome::Average);
        parcel.method = Some(method);
        parcel
    };
    let of = |method| {
        let report = report_of(&(0..40).map(|n| parcel(n, method)).collect::<Vec<_>>());
        (report.kinds[0].rates[&Voice::Unsolicited].magic, report.headline[&Voice::Unsolicited].magic)
    };
    let (kind, all) = of(Method::Operational);
    assert_eq!((kind.no_rate(), all.no_rate()), (Some(NoRate::NotMeasurable), Some(NoRate::NotMeasurable)));
    assert_eq!(wording::rate(&kind, Language::English), "not measurable");
    assert_eq!(kind.interval(), None);
    assert_eq!(of(Method::Rating).0.no_rate(), None);
}

#[test]
fn outcomes_read_from_words_are_counts_and_no_rate() {
    let read = |n: usize, is_bad: bool| {
        let outcome = if is_bad { Outcome::Misery } else { Outcome::Average };
        let mut review = moment(&n.to_string(), day(1), "chat_session", &n.to_string(), outcome);
        (review.method, review.signals.read, review.commented) = (Some(Method::Text), Some(outcome), true);
        review.signals.language = Some("en".into());
        review
    };
    let words: Vec<_> = (0..40).map(|n| read(n, n < 12)).collect();
    let report = report_of(&words);
    let rate = report.kinds[0].rates[&Voice::Unsolicited].misery;
    assert_eq!(rate.no_rate(), Some(NoRate::ReadFromWords));
    assert_eq!(wording::rate(&rate, Language::English), "12 of 40, read from words");
    assert_eq!((report.words[0].read_as_bad.count, report.words[0].corrected), (12, None));
    // Fifty who rated too show how the reader errs: it takes ten of forty good ones for bad.
    let rated = |n: usize| {
        let mut rated = read(1_000 + n, n < 20);
        (rated.method, rated.outcome) = (Some(Method::Rating), if n < 10 { Outcome::Misery } else { Outcome::Average });
        rated.rating.csat = Some(if n < 10 { 1 } else { 4 });
        rated
    };
    let report = report_of(&[words, (0..50).map(rated).collect()].concat());
    let line = &report.words[0];
    let corrected = line.corrected.unwrap();
    assert!((corrected.share - 0.1).abs() < 1e-6, "30% read as bad less 20 points: {corrected:?}");
    assert!(corrected.low < 0.05 && corrected.high > 0.2, "{corrected:?}");
    assert_eq!((line.languages[0].right.count, line.languages[0].right.of), (40, 50));
}

#[test]
fn after_a_first_contact_everybody_counts_for_the_time_they_had() {
    let mut moments = Vec::new();
    for n in 0..60 {
        // Thirty a month ago, of whom half bought after three days; thirty on the last day, who had no time.
        let (who, met) = (format!("c{n}"), if n < 30 { -24 } else { 6 });
        let mut contact = moment(&format!("{who}-met"), day(met), "phone_call", &who, Outcome::Average);
        contact.first_contact = true;
        moments.push(contact);
        if n < 15 {
            let mut purchase = moment(&format!("{who}-bought"), day(-21), "purchase", &who, Outcome::Average);
            purchase.signals.purchase_number = Some(1);
            moments.push(purchase);
        }
    }
    let contacts = report_of(&moments).journeys.first_contacts;
    let (line, bought) = (&contacts[0], contacts[0].bought);
    assert_eq!((line.customers, bought.days, bought.count, bought.median_days), (60, 30, 15, Some(3)));
    let Reading::Share { share, low, high, .. } = bought.reading else { panic!("{bought:?}") };
    assert!((share - 0.5).abs() < 1e-6 && low < 0.35 && high > 0.65, "not 15 of 60: {bought:?}");
    assert_eq!(line.bought_again.median_days, None, "a median that was not reached is none");
    assert!(report_of(&[]).journeys.first_contacts.is_empty());
}

fn kind_of(kind: &str, importance: u8, miseries: usize, customers: usize) -> Vec<Moment> {
    let one = |n: usize| {
        let outcome = if n < miseries { Outcome::Misery } else { Outcome::Average };
        let mut one = moment(&format!("{kind}-{n}"), day(1), kind, &format!("{kind}-{n}"), outcome);
        one.importance = importance;
        one
    };
    (0..customers).map(one).collect()
}

#[test]
fn a_mean_of_importance_is_rounded_once() {
    // 2.04 and 2.14: rounded first, both means would be 2.0 and 2.1, and their mean 2.05.
    let mut one = kind_of("billing", 2, 5, 50);
    one.iter_mut().take(2).for_each(|moment| moment.importance = 3);
    let mut other = kind_of("delivery", 2, 5, 50);
    other.iter_mut().take(7).for_each(|moment| moment.importance = 3);
    let grid = report_of(&[one, other].concat()).grid.unwrap();
    assert_eq!(grid.importance, 2.09);
}

#[test]
fn where_everything_matters_the_same_there_is_no_grid_and_why() {
    let report = report_of(&[kind_of("billing", 4, 20, 50), kind_of("delivery", 4, 5, 50)].concat());
    assert_eq!((report.grid, report.grid_refused), (None, Some(GridRefusal::SameImportance)));
    let report = report_of(&kind_of("billing", 4, 20, 50));
    assert_eq!((report.grid, report.grid_refused), (None, Some(GridRefusal::TooFewKinds)));
}

#[test]
fn whoever_said_nothing_for_two_weeks_is_listed_though_the_month_is_closed() {
    let expired = |who: &str, on: i64| {
        let mut expired = moment(who, day(on), "promise_expired", who, Outcome::Misery);
        expired.signals.promise = Some(domain::outcome::promise::Status::Expired);
        expired
    };
    let moments = [expired("ana", 2), expired("ben", -10), expired("eva", -20)];
    let names = |report: &Report| report.quiet.call.iter().map(|one| one.touchpoint.id.clone()).collect::<Vec<_>>();
    // Read on the Monday after: the failures of two weeks before had their time.
    let report = report_of(&moments);
    assert_eq!((names(&report), report.quiet.start), (vec!["ben".to_owned()], day(-14)));
    let days: Vec<_> = [-20, -10, 2]
        .into_iter()
        .zip([2, 1, 0])
        .map(|(on, n): (i64, usize)| summarize(day(on), &TimeZone::UTC, [&moments[n]].into_iter().cloned()))
        .collect();
    let later = Context { at: "2027-03-01T05:15:00Z".parse().unwrap(), ..as_of() };
    let closed = Report::of(week(), &TimeZone::UTC, &days, later);
    assert_eq!((names(&closed), closed.quiet.start), (vec!["ana".to_owned()], day(0)));
}

#[test]
fn before_the_first_touchpoint_there_are_no_gaps() {
    let report = report_of(&[moment("1", day(4), "delivery", "ana", Outcome::Average)]);
    let gaps = report.notes.iter().find_map(|note| match note {
        Note::DaysWithoutData { dates } => Some(dates.clone()),
        _ => None,
    });
    assert_eq!(gaps, Some(vec![day(5), day(6)]), "only after it");
}

#[test]
fn a_dozen_detractors_do_not_make_a_score_certain() {
    let answers: Vec<_> = (0..12)
        .map(|n: usize| {
            let mut answer = moment(&n.to_string(), day(1), "survey", &n.to_string(), Outcome::Misery);
            answer.rating.nps = Some(0);
            answer
        })
        .collect();
    let ScoreReading::Points { points, low, high } = report_of(&answers).ratings[0].now.reading else { panic!() };
    assert_eq!((points, low), (-100.0, -100.0));
    assert!((-60.0..-40.0).contains(&high), "{high}");
}

#[test]
fn a_thermometer_is_not_to_be_improved_while_something_failed() {
    let mut reviews = kind_of("review", 4, 30, 60);
    for review in &mut reviews {
        review.stage = Stage::Ultimate;
        if review.outcome == Outcome::Misery {
            review.signals.tells_of = Some("delivery".into());
        }
    }
    let report = report_of(&[reviews.clone(), kind_of("delivery", 4, 10, 60)].concat());
    let kinds: Vec<_> = report.improve.iter().map(|one| (one.kind.as_str(), one.told)).collect();
    assert_eq!(kinds, [("delivery", 30)]);
    assert_eq!((report.opinions_linked.count, report.opinions_linked.of), (30, 30));
    reviews.iter_mut().for_each(|review| review.signals.tells_of = None);
    let alone = report_of(&reviews);
    assert_eq!(alone.improve[0].kind, "review", "nothing can be linked");
}

#[test]
fn late_and_never_come_are_one_thing_to_improve() {
    let mut moments = Vec::new();
    for n in 0..100_i64 {
        let is = if n < 20 { DueIs::Broken } else { DueIs::Kept };
        let mut parcel = due(&format!("d{n}"), 2, 2, is);
        parcel.signals.late_by_min = Some(if n < 20 { 60 } else { -60 });
        parcel.segment = Some(if n < 40 { "PA" } else { "SP" }.into());
        // Ten never came: only the fact that the time passed says so.
        if n < 10 {
            (parcel.kind, parcel.touchpoint_type) = ("promise_expired".into(), "promise_expired".into());
            parcel.signals.late_by_min = None;
        }
        moments.push(parcel);
    }
    let report = report_of(&moments);
    let kinds: Vec<_> = report.improve.iter().map(|one| (one.kind.as_str(), one.measure, one.rate.count)).collect();
    assert_eq!(kinds, [("delivery", Measure::MissedTime, 20)]);
    let whom = report.improve[0].whom.as_ref().unwrap();
    assert_eq!((whom.name.as_str(), whom.here.count, whom.here.of), ("PA", 20, 40));
    assert_eq!((whom.elsewhere.count, whom.elsewhere.of), (0, 60));
}

#[test]
fn few_moments_make_a_sentence_about_people() {
    let plain = |moments: &[Moment]| report_of(moments).verdict.plain[&Language::English].clone();
    assert_eq!(plain(&[]), "Nothing came in.");
    assert_eq!(plain(&kind_of("delivery", 4, 1, 3)), "1 of 3 customers was unhappy.");
    assert_eq!(plain(&kind_of("delivery", 4, 0, 3)), "No customer was unhappy.");
    assert!(report_of(&kind_of("delivery", 4, 0, 29)).tells_stories());
    assert!(!report_of(&kind_of("delivery", 4, 0, 30)).tells_stories());
}
