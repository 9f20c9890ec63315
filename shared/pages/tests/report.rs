//! Golden files of the made-up business, and what must hold of every page.

#![expect(clippy::unwrap_used, reason = "a test may stop at the first surprise")]

mod sample;

use domain::identity::TouchpointKey;
use domain::vocabulary::{Language, Outcome};
use pages::Visit;
use reports::{After, Later, MissingFollowUp, OpenCase, Overdue, Part};

const WEEK: (&str, &str) = ("2026-W47", "2026-11-23T05:15:00Z");
/// Read at nine in the evening of the day itself.
const DAY: (&str, &str) = ("2026-11-18", "2026-11-18T20:00:00Z");
/// The first fortnight of data is all there is, and the month is not over.
const MONTH: (&str, &str) = ("2026-11", "2026-11-20T05:15:00Z");
/// Nothing happened.
const EMPTY: (&str, &str) = ("2025-W02", "2026-11-23T05:15:00Z");

fn page((period, at): (&str, &str), language: Language) -> String {
    pages::report::html(&sample::report(period, at, &sample::moments()), language, &Visit::default())
}

fn details((period, at): (&str, &str), language: Language) -> String {
    pages::report::details_html(&sample::report(period, at, &sample::moments()), language, &Visit::default())
}

fn every_page() -> Vec<String> {
    let periods = [WEEK, DAY, MONTH, EMPTY];
    let both = |period, language| [page(period, language), details(period, language)];
    periods.into_iter().flat_map(|period| Language::ALL.iter().flat_map(move |of| both(period, *of))).collect()
}

#[test]
fn the_json_of_a_week_stays_as_it_is() {
    let report = sample::report(WEEK.0, WEEK.1, &sample::moments());
    insta::assert_snapshot!("week.json", serde_json::to_string_pretty(&report).unwrap());
}

#[test]
fn the_pages_of_a_week_stay_as_they_are() {
    // The style has its own file; here it would only hide what changed.
    let without_style = |page: String| {
        let (head, rest) = page.split_once("<style>").unwrap();
        let (_, rest) = rest.split_once("</style>").unwrap();
        let policy = pages::report::content_security_policy();
        let hash = policy.split('\'').find(|part| part.starts_with("sha256-")).unwrap();
        format!("{}<style></style>{rest}", head.replace(&html_escaped(hash), "sha256-HASH"))
    };
    insta::assert_snapshot!("week.en.html", without_style(page(WEEK, Language::English)));
    insta::assert_snapshot!("week.es.html", without_style(page(WEEK, Language::Spanish)));
    insta::assert_snapshot!("details.en.html", without_style(details(WEEK, Language::English)));
}

#[test]
fn the_words_that_decided_are_marked_and_every_part_is_escaped() {
    let mut report = sample::report(WEEK.0, WEEK.1, &sample::moments());
    let example = &mut report.improve[0].examples[0];
    example.marks = vec![[8, 12]];
    example.say("<b> was rude & late", Some("en".into()));
    let page = pages::report::html(&report, Language::English, &Visit::default());
    let quote = "<blockquote lang=\"en\"><p>“&#60;b&#62; was <mark>rude</mark> &#38; late”</p>";
    assert!(page.contains(quote), "{}", page.split("<blockquote").nth(1).unwrap_or_default());
}

/// The section that lists the follow-ups, for the message of a test.
fn section(page: &str) -> &str {
    page.split("id=\"follow-ups\"").nth(1).and_then(|rest| rest.split("</section>").next()).unwrap_or_default()
}

#[test]
fn who_was_never_asked_is_listed_with_a_way_to_the_journey_for_whoever_may_go_there() {
    let mut report = sample::report(WEEK.0, WEEK.1, &sample::moments());
    let bought = After::Purchase {
        touchpoint: TouchpointKey { source: "shop".into(), id: "p-1".into() },
        kind: "purchase".into(),
        outcome: Outcome::Misery,
    };
    let closed = After::ResolvedCase {
        case_id: "c0ffee00-2".into(),
        severity: 4,
        kind: Some("delivery".into()),
        opened_at: Some("2026-10-18T23:30:00Z".parse().unwrap()),
    };
    let missing = |customer: &str, after| MissingFollowUp {
        customer: customer.into(),
        after,
        // After midnight in Madrid.
        at: "2026-10-19T22:30:00Z".parse().unwrap(),
        due_on: jiff::civil::date(2026, 11, 19),
        recorded: None,
    };
    report.journeys.later = Some(Later {
        days: 30,
        start: jiff::civil::date(2026, 10, 17),
        end: jiff::civil::date(2026, 10, 24),
        breaks: Vec::new(),
        bought_without_follow_up: Part { count: 1, of: 4, share: None },
        resolved_unheard: Part { count: 1, of: 2, share: None },
        missing_follow_ups: vec![missing("c0ffee00", closed), missing("ab12cd34", bought)],
        sampled: None,
    });
    let page = pages::report::details_html(&report, Language::English, &Visit::default());
    for part in [
        "<a href=\"2026-10-20/moments?customer=ab12cd34\">ab12cd34</a></th><td data-label=\"After\">Purchase</td>",
        // The moment that opened the case: from three days before on.
        "<a href=\"2026-10-16..2026-10-20/moments?customer=c0ffee00\">c0ffee00</a></th>",
        ">Resolved case c0ffee00-2 (delivery)</td><td data-label=\"When\">Tue 20 Oct</td>",
        "\">severity 4 of 5</td><td data-label=\"Follow-up was due by\">Thu 19 Nov</td>",
    ] {
        assert!(page.contains(part), "{part}\n{}", section(&page));
    }
    let confined = Visit::confined(vec![("grant".into(), "g".into())]);
    let page = pages::report::details_html(&report, Language::Spanish, &confined);
    assert!(page.contains("<th scope=\"row\">ab12cd34</th>") && !page.contains("moments?customer="));
}

#[test]
fn a_case_is_overdue_by_whole_minutes_or_just_so() {
    let mut report = sample::report(WEEK.0, WEEK.1, &sample::moments());
    let case = |id: &str, due_at: &str| OpenCase {
        case_id: id.into(),
        severity: 3,
        opened_at: "2026-11-23T04:00:00Z".parse().unwrap(),
        waits_for: "acknowledge".into(),
        due_at: Some(due_at.parse().unwrap()),
        value_at_risk: None,
        owner: None,
    };
    let cases = vec![case("a-1", "2026-11-23T05:14:01Z"), case("b-1", "2026-11-23T05:13:01Z")];
    report.cases.overdue = Some(Overdue { count: 2, value_at_risk: Vec::new(), cases });
    let page = pages::report::html(&report, Language::English, &Visit::default());
    assert!(page.contains("<code>a-1</code> no owner yet, just overdue"));
    assert!(page.contains("<code>b-1</code> no owner yet, 1 minute overdue"));
}

#[test]
fn an_open_day_and_an_empty_week_say_what_they_lack_and_show_nothing_empty() {
    for day in [page(DAY, Language::English), details(DAY, Language::English)] {
        assert!(day.contains("The day is not over; the numbers will change."));
        assert!(!day.contains("Day by day"), "a single day has no chart of days");
    }
    let month = page(MONTH, Language::Spanish);
    assert!(month.contains("El periodo no ha terminado (día 20 de 30)"));
    assert!(!month.contains("días sin datos"), "nothing had been sent before the ninth");
    let empty = page(EMPTY, Language::English);
    assert!(empty.contains("<h2 id=\"headline\">Nothing came in.</h2>"));
    let empty = details(EMPTY, Language::English);
    // What is open now is told, and how numbers are made.
    assert_eq!(empty.matches("<section class=\"card").count(), 2, "{empty}");
}

#[test]
fn the_same_facts_give_the_same_bytes() {
    let mut moments = sample::moments();
    let one = pages::report::html(&sample::report(WEEK.0, WEEK.1, &moments), Language::English, &Visit::default());
    moments.reverse();
    assert_eq!(
        one,
        pages::report::html(&sample::report(WEEK.0, WEEK.1, &moments), Language::English, &Visit::default())
    );
}

#[test]
fn what_senders_chose_is_escaped() {
    for page in every_page() {
        assert!(!page.contains("<b>&x") && !page.contains("\"<b"));
    }
    assert!(details(WEEK, Language::English).contains("Returns=&#34;&#60;b&#62;&#38;x"));
}

#[test]
fn no_page_runs_or_fetches_anything() {
    for page in every_page() {
        for forbidden in ["<script", "<link", "<img", "<iframe", "<object", "@import", " style=", " on", "://"] {
            let found = page.find(forbidden).map(|at| page[at..].chars().take(60).collect::<String>());
            // Words may begin with "on"; attributes are followed by a name and an equals sign.
            let harmless = forbidden == " on" && !has_event_handler(&page);
            assert!(found.is_none() || harmless, "{found:?}");
        }
    }
}

fn has_event_handler(page: &str) -> bool {
    page.match_indices(" on").any(|(at, _)| {
        let rest = page[at + 3..].trim_start_matches(|c: char| c.is_ascii_lowercase());
        rest.starts_with('=')
    })
}

#[test]
fn the_policy_allows_the_style_of_the_page_and_nothing_else() {
    let policy = pages::report::content_security_policy();
    assert!(policy.starts_with("default-src 'none'; style-src 'sha256-") && !policy.contains("unsafe"));
    let in_page = html_escaped(policy.trim_end_matches("; frame-ancestors 'none'"));
    assert!(page(WEEK, Language::English).contains(&format!("content=\"{in_page}\"")));
}

fn html_escaped(text: &str) -> String {
    text.replace('&', "&#38;").replace('\'', "&#39;").replace('"', "&#34;")
}

#[test]
fn every_rate_on_the_page_carries_its_n() {
    // A percentage stands in brackets after its counts, in a range, or in a tile above its counts.
    let page = details(WEEK, Language::English);
    let (_, body) = page.split_once("<main>").unwrap();
    let (body, _) = body.split_once("why-list").unwrap();
    let text: String = body.split('<').filter_map(|part| part.split_once('>').map(|(_, text)| text)).collect();
    assert!(text.contains("58 of 239 (24%"));
    let counted = text.match_indices('(').filter(|(at, _)| {
        text[at + 1..]
            .split_once(')')
            .is_some_and(|(inside, _)| inside.ends_with('%') && !inside.contains(['–', ';', ',']))
    });
    for (at, _) in counted {
        let before = text[..at].trim_end().trim_end_matches(" not asked").trim_end_matches(" customers");
        let (count, judged) = before.rsplit_once(" of ").expect("counts stand before a percentage");
        assert!(judged.chars().all(|c| c.is_ascii_digit() || c == ','), "{judged} {}", &text[at..at + 8]);
        assert!(count.ends_with(|c: char| c.is_ascii_digit()), "{judged}");
    }
}

#[test]
fn the_csv_has_a_line_for_each_moment_and_no_formula() {
    let moments = sample::moments();
    let bytes =
        pages::report::csv(moments.iter().map(|moment| (moment, None)), &jiff::tz::TimeZone::UTC, Vec::new()).unwrap();
    let mut reader = csv::Reader::from_reader(bytes.as_slice());
    let column = |name: &str| reader_position(&bytes, name);
    let (channel, score, id) = (column("channel"), column("score"), column("id"));
    let mut lines = 0;
    for (record, moment) in reader.records().zip(&moments) {
        let record = record.unwrap();
        assert_eq!(&record[id], moment.id);
        for (place, cell) in record.iter().enumerate().filter(|(place, _)| *place != score) {
            assert!(!cell.starts_with(['=', '+', '-', '@', '\t', '\r']), "column {place}: {cell}");
        }
        if moment.channel.as_deref().is_some_and(|channel| channel.starts_with('=')) {
            assert_eq!(&record[channel], "'=cmd|'/c calc'!A1");
        }
        lines += 1;
    }
    assert_eq!(lines, moments.len());
}

fn reader_position(bytes: &[u8], name: &str) -> usize {
    csv::Reader::from_reader(bytes).headers().unwrap().iter().position(|header| header == name).unwrap()
}

#[test]
fn a_csv_without_moments_still_names_its_columns() {
    let bytes =
        pages::report::csv(std::iter::empty::<(domain::moment::Moment, _)>(), &jiff::tz::TimeZone::UTC, Vec::new())
            .unwrap();
    let text = String::from_utf8(bytes).unwrap();
    assert!(
        text.starts_with("\u{feff}occurred_at,received_at,source,id,customer,") && text.ends_with("late_by_min\r\n")
    );
    assert_eq!(text.lines().count(), 1);
}
