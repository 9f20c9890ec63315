//! What happens when: the programme of the two weeks. How each scene goes is told elsewhere.

use super::book::{Book, Person};
use super::calendar::{Calendar, Open};
use super::contact::{self, Service};
use super::house::{self, Visit};
use super::orders::{self, Arrival, Courier};

/// Below this many open days the week has too few for all that goes wrong in it: the team's inbox would be flooded.
const WHOLE_WEEK_DAYS_MIN: usize = 5;

/// Plays the week before, the week, and what has gone by since.
pub(super) fn play(book: &mut Book, calendar: &Calendar) {
    play_before(book, &calendar.before);
    play_week(book, &calendar.week);
    play_since(book, &calendar.since);
}

/// The week before: fewer people, a new courier for a few of the orders, and a phone line that costs money.
fn play_before(book: &mut Book, open: &Open) {
    let mut customers = (0..).map(Person::customer);
    for (n, at) in times(book, open, 33) {
        let Some(person) = customers.next() else { break };
        let (arrival, courier) = match is_one_of(n, 6, 33) {
            true => (Arrival::Late, Courier::New),
            false => (Arrival::OnTime, Courier::House),
        };
        let at = if n % 9 == 4 { orders::arrive_by_web(book, &person, at) } else { at };
        orders::order(book, &person, at, arrival, courier);
    }
    // Some of the callers have ordered, some are new.
    let mut callers = (22..).map(Person::customer);
    for (n, at) in times(book, open, 33) {
        let Some(person) = callers.next() else { break };
        let service = match n % 8 {
            0 | 3 | 5 => Service::Bad,
            1 => Service::Good,
            7 if n > 20 => Service::Unrated,
            _ => Service::Fair,
        };
        let channel = book.chance.one_of(&["phone", "phone", "phone", "chat", "email"]);
        contact::support(book, &person, at, service, channel);
    }
    each(book, open, 60, &[Visit::Fair, Visit::Good, Visit::Fair, Visit::Fair, Visit::Good, Visit::Bad], house::visit);
    each(book, open, 70, &[false, true, false, false], orders::look_around);
    each(book, open, 8, &[5, 2, 4], |book, person, at, stars| house::review(book, person, at, stars, None));
    each(book, open, 14, &[true, false], contact::complain);
    each(book, open, 30, &[9, 7, 10], house::ask_to_recommend);
    each(book, open, 18, &[4], |book, person, at, csat| house::settle(book, person, at, "billing", csat));
}

/// The week: the new courier has half of the orders, and the phone number is free since Monday.
fn play_week(book: &mut Book, open: &Open) {
    let is_whole = open.days() >= WHOLE_WEEK_DAYS_MIN;
    let late = if is_whole { 14 } else { 9 };
    let mut customers = (20..).map(Person::customer);
    let mut disappointed = Vec::new();
    for (n, at) in times(book, open, 46) {
        let Some(person) = customers.next() else { break };
        let arrival = match n {
            _ if is_one_of(n, late, 46) => Arrival::Late,
            21 => Arrival::Incomplete,
            _ => Arrival::OnTime,
        };
        if arrival == Arrival::Late {
            disappointed.push((person.clone(), at));
        }
        let courier = if arrival == Arrival::Late || n % 2 == 0 { Courier::New } else { Courier::House };
        let at = if n % 3 == 2 { orders::arrive_by_web(book, &person, at) } else { at };
        orders::order(book, &person, at, arrival, courier);
    }
    // Some write the next day, and some tell everybody.
    for (n, (person, at)) in disappointed.iter().enumerate() {
        let next_day = *at + jiff::SignedDuration::from_hours(24);
        match n {
            1 => contact::complain(book, person, next_day, true),
            4 | 8 if is_whole => contact::complain(book, person, next_day, n == 8),
            2 => house::review(book, person, next_day, 1, Some(&Person::customer(150))),
            6 if is_whole => house::post(book, person, next_day, true),
            _ => {}
        }
    }
    let mut callers = (55..).map(Person::customer);
    for (n, at) in times(book, open, 36) {
        let Some(person) = callers.next() else { break };
        let service = match n {
            6 | 17 | 29 => Service::Bad,
            11 | 24 => Service::Unrated,
            _ if n % 3 == 0 => Service::Good,
            _ => Service::Fair,
        };
        let channel = book.chance.one_of(&["phone", "phone", "chat", "chat", "sms", "app", "social", "email"]);
        contact::support(book, &person, at, service, channel);
    }
    let mut visits = [Visit::Good, Visit::Fair, Visit::Good, Visit::Fair, Visit::Good].repeat(4);
    if is_whole {
        visits[7] = Visit::Bad;
    }
    each(book, open, 80, &visits, house::visit);
    each(book, open, 105, &[Visit::Good, Visit::Fair, Visit::Fair, Visit::Good, Visit::Bad, Visit::Good], house::eat);
    let lookers = [false, false, true, false, false, true, false, false].repeat(2);
    each(book, open, 120, &lookers, orders::look_around);
    each(book, open, 135, &["good", "okay", "good"], house::greet);
    each(book, open, 140, &["okay", "bad", "okay"], house::find_the_door);
    each(book, open, 24, &[5, 4, 5, 3, 5, 5, 4, 5, 3, 5], |book, person, at, stars| {
        let reader = Person::customer(book.chance.one_of(&[160, 161, 162, 163, 164, 165]));
        house::review(book, person, at, stars, (stars == 5).then_some(&reader));
    });
    each(book, open, 83, &[false, false, false], house::post);
    each(book, open, 145, if is_whole { &[true, false, true] } else { &[true, true] }, house::plan_a_party);
    each(book, open, 31, &[4, 2, 5], |book, person, at, csat| house::settle(book, person, at, "billing", csat));
    each(book, open, 47, &[5, 3], |book, person, at, csat| house::settle(book, person, at, "return", csat));
    each(book, open, 90, &["magic", "average", "average"], house::subscribe);
    each(book, open, 86, &[(), (), ()], |book, person, at, ()| house::refer(book, person, at));
    each(book, open, 5, &[9, 6, 10, 8, 3, 9], house::ask_to_recommend);
    each(book, open, 170, &[(), (), ()], |book, person, at, ()| contact::suffer_in_silence(book, person, at));
}

/// Days after the week, if it is over: business as usual.
fn play_since(book: &mut Book, open: &Open) {
    let days = open.days();
    let arrivals = [Arrival::OnTime, Arrival::OnTime, Arrival::Late].repeat(days);
    each(book, open, 200, &arrivals, |book, person, at, arrival| {
        orders::order(book, person, at, arrival, Courier::New);
    });
    each(book, open, 220, &[Service::Fair, Service::Good].repeat(days), |book, person, at, service| {
        contact::support(book, person, at, service, "phone");
    });
    each(book, open, 240, &[Visit::Good, Visit::Fair].repeat(days), house::visit);
    each(book, open, 260, &[false].repeat(days), orders::look_around);
}

/// Plays one scene for each way it can go, each with another person, numbered from `first_person`.
fn each<T: Copy>(
    book: &mut Book,
    open: &Open,
    first_person: u32,
    ways: &[T],
    scene: impl Fn(&mut Book, &Person, jiff::Timestamp, T),
) {
    for ((_, at), (person, way)) in times(book, open, ways.len()).into_iter().zip((first_person..).zip(ways)) {
        scene(book, &Person::customer(person), at, *way);
    }
}

/// Returns so many times, evenly spread over the hours but for chance, with their numbers.
fn times(book: &mut Book, open: &Open, count: usize) -> Vec<(usize, jiff::Timestamp)> {
    (0..count).filter_map(|n| Some((n, open.at((n as f64 + book.chance.part()) / count as f64)?))).collect()
}

/// Tells whether the n-th of `all` is one of `few` that are spread evenly over them.
fn is_one_of(n: usize, few: usize, all: usize) -> bool {
    n * few / all != (n + 1) * few / all
}
