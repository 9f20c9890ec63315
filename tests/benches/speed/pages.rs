//! How long the console's pages take with 500 open cases and a million moments already summed, and how large they are. The sums are
//! written as the suite writes them; the moments behind them are not stored.

use std::time::{Duration, Instant};

use domain::identity::Identity;
use domain::moment::Moment;
use domain::period::{Every, Period};
use futures::TryStreamExt;
use jiff::civil::Date;
use jiff::tz::TimeZone;
use jiff::{Timestamp, ToSpan};
use reports::{Cut, DaySummary, Summarizer};
use serde_json::{Value, json};
use tests::http::Answer;
use tests::suite::{Setting, Suite, day, seconds_from_now};

use crate::Size;
use crate::findings::{Findings, milliseconds};

/// The longest until the first byte of Today.
const FIRST_BYTE_MAX: Duration = Duration::from_millis(50);
/// Bytes of a page, at most.
const PAGE_BYTES_MAX: usize = 100 * 1024;
/// Times that each page is asked for; the one in the middle counts.
const TIMES: usize = 21;
/// Days whose sums are there.
const DAYS: i64 = 190;
/// Bytes of one part of a summary, as the suite stores it.
const PART_BYTES_MAX: usize = 200_000;

const CONSOLE: &str = "[console]\nkey = 'a-key-for-sessions-of-this-bench-only'\n\
    [[people]]\nname = 'Ana'\nemail = 'ana@example.com'\nrole = 'admin'\n";

/// Measures each page.
pub(crate) async fn measure(size: &Size, findings: &mut Findings) {
    let suite = Suite::with(Setting { more: CONSOLE.to_owned(), ..Setting::default() }).await;
    let complaints: Vec<Value> = (0..size.cases).map(complaint).collect();
    suite.accept(&complaints).await;
    suite.settle().await;
    let summed = sum_up(&suite, size.summed / usize::try_from(DAYS).unwrap_or(1)).await;
    let cookie = sign_in(&suite).await;
    let cases = suite.table.open_cases().await.expect("the table answers");
    findings.headline(&format!("Console: {cases} open cases, {summed} moments summed"));

    let today = ready(&suite, &cookie).await;
    let case = today.text.split("href=\"/cases/").nth(1).and_then(|rest| rest.split('"').next()).expect("a case");
    let week = Period::containing(day(Timestamp::now()), Every::Week).previous();
    for (name, path, budget) in [
        ("Today", "/".to_owned(), Some(FIRST_BYTE_MAX)),
        ("Cases", "/cases".to_owned(), None),
        ("a case", format!("/cases/{case}"), None),
        ("Customers", "/customers".to_owned(), None),
        ("a journey", "/customers/id:customer-0".to_owned(), None),
        ("Reports", "/reports".to_owned(), None),
        ("a report", format!("/reports/{week}"), None),
        ("Set-up", "/set-up".to_owned(), None),
    ] {
        let (took, answer) = asked(&suite, &cookie, &path, None).await;
        assert_eq!(answer.status, 200, "{path}");
        match budget {
            Some(budget) => {
                findings.hold(
                    &format!("{name}, whole answer"),
                    milliseconds(took),
                    &milliseconds(budget),
                    took <= budget,
                );
            }
            None => findings.tell(&format!("{name}, whole answer"), milliseconds(took)),
        }
        let bytes = answer.text.len();
        findings.hold(
            &format!("{name}, bytes"),
            bytes.to_string(),
            &PAGE_BYTES_MAX.to_string(),
            bytes <= PAGE_BYTES_MAX,
        );
    }
    let (took, _) = asked(&suite, &cookie, "/", Some(today.header("etag"))).await;
    findings.tell("Today, asked again while nothing changed", milliseconds(took));
    suite.end().await;
}

fn complaint(number: usize) -> Value {
    json!({"type": "complaint", "id": format!("complaint-{number}"), "customer_id": format!("customer-{number}"),
        "occurred_at": seconds_from_now(-60), "comment": "Cold waffles, and nobody cared.", "channel": "web"})
}

/// Writes the summaries of the days before today, each made from so many moments. Returns how many there are in all.
async fn sum_up(suite: &Suite, per_day: usize) -> usize {
    let today = day(Timestamp::now());
    let known: Vec<Vec<Moment>> =
        suite.table.pages_of([today].into_iter()).try_collect().await.expect("the table answers");
    let known: Vec<Moment> = known.into_iter().flatten().collect();
    let mut summed = 0;
    for back in 1..=DAYS {
        let date = today.saturating_sub(back.days());
        let mut summary = summary_of(date, &known, per_day);
        summed += per_day;
        let version = suite.table.version_of(date).await.expect("the table answers");
        for cut in [Cut::Source, Cut::Channel] {
            let apart = summary.take_cut(cut);
            keep(suite, date, version, Some(cut), apart).await;
        }
        keep(suite, date, version, None, summary).await;
    }
    summed
}

fn summary_of(date: Date, known: &[Moment], per_day: usize) -> DaySummary {
    let noon = date.at(12, 0, 0, 0).to_zoned(TimeZone::UTC).expect("a day has a noon").timestamp();
    let mut summary = Summarizer::new(date, &TimeZone::UTC);
    for (number, moment) in known.iter().cycle().take(per_day).enumerate() {
        let customer = Identity::Customer(format!("customer-{}", number % 2_000));
        let (recorded, id) = (customer.clone(), format!("{date}-{number}"));
        summary.add(&Moment { customer, recorded, id, occurred_at: noon, received_at: noon, ..moment.clone() });
    }
    summary.finish()
}

async fn keep(suite: &Suite, date: Date, version: u64, cut: Option<Cut>, summary: DaySummary) {
    let parts = summary.split(PART_BYTES_MAX);
    let parts = parts.iter().map(|part| serde_json::to_string(part).expect("a summary is JSON")).collect();
    suite.table.keep_summary(date, version, cut.map(Cut::as_str), parts).await.expect("the table answers");
}

/// Signs in by one click, and returns the cookie.
async fn sign_in(suite: &Suite) -> String {
    let page = suite.http.get("/sign-in").header("user-agent", "bench").send().await;
    let token = page.text.split("name=\"token\" value=\"").nth(1).and_then(|rest| rest.split('"').next());
    let fields = [("token", token.expect("a token")), ("email", "ana@example.com")];
    let asked = suite.http.post("/sign-in/local").header("user-agent", "bench");
    let entered = asked.header("cookie", pair(&page)).form(&fields).send().await;
    assert_eq!(entered.status, 303, "{}", entered.text);
    pair(&entered).to_owned()
}

fn pair(answer: &Answer) -> &str {
    answer.header("set-cookie").split(';').next().unwrap_or_default()
}

/// Asks for Today until the weeks before are added up.
async fn ready(suite: &Suite, cookie: &str) -> Answer {
    loop {
        let (_, answer) = once(suite, cookie, "/", None).await;
        assert_eq!(answer.status, 200, "{}", answer.text);
        if answer.text.contains("id=\"weeks\"") {
            return answer;
        }
    }
}

async fn once(suite: &Suite, cookie: &str, path: &str, tag: Option<&str>) -> (Duration, Answer) {
    let asking = suite.http.get(path).header("cookie", cookie).header("user-agent", "bench");
    let asking = asking.header("accept", "text/html").header("if-none-match", tag.unwrap_or("\"none\""));
    let began = Instant::now();
    let answer = asking.send().await;
    (began.elapsed(), answer)
}

/// Asks some times, and returns the time in the middle with the last answer.
async fn asked(suite: &Suite, cookie: &str, path: &str, tag: Option<&str>) -> (Duration, Answer) {
    let (mut took, mut last) = (Vec::new(), None);
    for _ in 0..TIMES {
        let (time, answer) = once(suite, cookie, path, tag).await;
        took.push(time);
        last = Some(answer);
    }
    took.sort();
    (took[TIMES / 2], last.expect("it was asked"))
}
