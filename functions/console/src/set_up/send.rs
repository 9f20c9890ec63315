//! How to send with a write key: texts to be copied, with the key if anybody may see it, and whether something came since.

use domain::period::date_and_time;
use domain::vocabulary::Language;
use domain::wording::{capitalized, touchpoint_type};
use futures::{StreamExt, pin_mut};
use jiff::{SignedDuration, Timestamp};
use lambda_http::{Body, Response};
use pages::console::Section;
use pages::console::set_up::{self as pages_, Snippet};
use runtime::http::access::KeyKind;
use runtime::http::problem::Problem;

use super::arrivals;
use crate::visit::Visit;
use crate::{Desk, answer};

/// Pages of today's moments that are looked through for one from a key: on a first day there are few.
const PAGES_MAX: usize = 40;
/// How far back a page may ask.
const BACK_MAX: SignedDuration = SignedDuration::from_hours(24);

/// Shows how to send with a key.
pub(super) async fn show(desk: &Desk, visit: &Visit<'_>, name: &str) -> Result<Response<Body>, Problem> {
    let key = visit.document.keys.iter().find(|key| key.name == name);
    let key = key.ok_or_else(|| Problem::not_found("no such key"))?;
    let asked = visit.query("since").and_then(|text| Timestamp::from_second(text.parse().ok()?).ok());
    let oldest = visit.now.checked_sub(BACK_MAX).unwrap_or(visit.now);
    // To the second, and a second before: what is sent in this very second counts.
    let since = asked.unwrap_or(visit.now).clamp(oldest, visit.now);
    let since = Timestamp::from_second(since.as_second()).unwrap_or(since);
    let seen = seen(desk, visit, name, since).await?;
    let shown = key.key.as_ref().map_or("WRITE_KEY", |key| key.reveal());
    let snippets = snippets(&visit.site, shown, key.kind, visit.language);
    let shell = visit.shell(visit.language.console_set_key_title(name), Section::SetUp);
    let of = (name, key.kind == KeyKind::Secret, key.origins.as_slice());
    Ok(answer::page_or_304(visit, pages_::key(shell, of, &snippets, seen.as_deref(), since.as_second())))
}

/// Returns what came first with a key since a time, and when; none if nothing did.
async fn seen(desk: &Desk, visit: &Visit<'_>, name: &str, since: Timestamp) -> Result<Option<String>, Problem> {
    let date = |at: Timestamp| at.to_zoned(desk.zone.clone()).date();
    let days = if date(since) == date(visit.now) { vec![date(since)] } else { vec![date(since), date(visit.now)] };
    let pages = desk.table.pages_of(days.into_iter()).take(PAGES_MAX);
    pin_mut!(pages);
    let mut first: Option<(Timestamp, String)> = None;
    while let Some(page) = pages.next().await {
        for moment in page.map_err(|error| Problem::of_table(&error))? {
            let is_ours = arrivals::name_of(&moment.source) == name && moment.received_at >= since;
            if is_ours && first.as_ref().is_none_or(|(at, _)| moment.received_at < *at) {
                first = Some((moment.received_at, moment.touchpoint_type));
            }
        }
    }
    Ok(first.map(|(at, kind)| {
        let what = capitalized(&touchpoint_type(&kind, visit.language));
        visit.language.console_set_seen(&what, &date_and_time(at, visit.now, &desk.zone, visit.language))
    }))
}

/// Writes the ways to send. A secret key is for servers: it gets no page.
fn snippets(site: &str, key: &str, kind: KeyKind, language: Language) -> Vec<Snippet> {
    let mut snippets = Vec::new();
    if kind == KeyKind::Publishable {
        snippets.push(Snippet { id: "form", title: language.console_set_form(), text: form(site, key) });
        snippets.push(Snippet { id: "script", title: language.console_set_script(), text: script(site, key) });
    }
    snippets.push(Snippet { id: "curl", title: language.console_set_curl(), text: curl(site, key) });
    if kind == KeyKind::Secret {
        snippets.push(Snippet { id: "node", title: language.console_set_node(), text: node(site, key) });
        snippets.push(Snippet { id: "python", title: language.console_set_python(), text: python(site, key) });
    }
    snippets
}

fn form(site: &str, key: &str) -> String {
    format!(
        "<form method=\"post\" action=\"{site}/v1/touchpoints\">\n\
         \u{20} <input type=\"hidden\" name=\"write_key\" value=\"{key}\">\n\
         \u{20} <input type=\"hidden\" name=\"touchpoint_type\" value=\"survey\">\n\
         \u{20} <label>How was it? <input type=\"number\" name=\"rating.csat\" min=\"1\" max=\"5\" required> of 5</label>\n\
         \u{20} <label>Why? <textarea name=\"comment\"></textarea></label>\n\
         \u{20} <input name=\"website\" hidden tabindex=\"-1\" autocomplete=\"off\">\n\
         \u{20} <button>Send</button>\n</form>"
    )
}

fn script(site: &str, key: &str) -> String {
    format!(
        "<script type=\"module\">\n\
         await fetch(\"{site}/v1/touchpoints\", {{\n\
         \u{20} method: \"POST\",\n\
         \u{20} headers: {{ \"Authorization\": \"Bearer {key}\", \"Content-Type\": \"application/json\" }},\n\
         \u{20} body: JSON.stringify({{ touchpoint_type: \"visit\", anonymous_id: \"visitor-1\" }}),\n\
         }});\n</script>"
    )
}

fn curl(site: &str, key: &str) -> String {
    format!(
        "curl {site}/v1/touchpoints -H 'Authorization: Bearer {key}' \\\n\
         \u{20} -H 'Content-Type: application/json' \\\n\
         \u{20} -d '{{\"touchpoint_type\":\"survey\",\"customer_id\":\"c-1\",\"rating\":{{\"csat\":5}}}}'"
    )
}

fn node(site: &str, key: &str) -> String {
    format!(
        "const answer = await fetch(\"{site}/v1/touchpoints\", {{\n\
         \u{20} method: \"POST\",\n\
         \u{20} headers: {{ \"Authorization\": \"Bearer {key}\", \"Content-Type\": \"application/json\" }},\n\
         \u{20} body: JSON.stringify({{ touchpoint_type: \"survey\", customer_id: \"c-1\", rating: {{ csat: 5 }} }}),\n\
         }});\nconsole.log(answer.status, await answer.text());"
    )
}

fn python(site: &str, key: &str) -> String {
    format!(
        "import json, urllib.request\n\n\
         touchpoint = {{\"touchpoint_type\": \"survey\", \"customer_id\": \"c-1\", \"rating\": {{\"csat\": 5}}}}\n\
         request = urllib.request.Request(\n\
         \u{20}   \"{site}/v1/touchpoints\",\n\
         \u{20}   json.dumps(touchpoint).encode(),\n\
         \u{20}   {{\"Authorization\": \"Bearer {key}\", \"Content-Type\": \"application/json\"}},\n)\n\
         print(urllib.request.urlopen(request).read().decode())"
    )
}
