//! The browser kit, in a real Chromium on a page of another origin: what it sends, what it keeps, and what it does with a form.

use std::io::{Read as _, Write as _};
use std::time::Duration;

use serde_json::{Value, json};
use tests::browser::Browser;
use tests::page::Page;
use tests::suite::{Setting, Suite};

const KEY: &str = "pk_of-the-kit";

#[tokio::test(flavor = "multi_thread")]
async fn it_is_served_to_everybody_takes_two_kilobytes_and_sets_no_cookie() {
    let suite = Suite::paused().await;
    let answer = suite.http.get("/v1/moments.js").send().await;
    assert_eq!(answer.status, 200, "{}", answer.text);
    let mut zipped = Vec::new();
    let mut reader = flate2::read::GzEncoder::new(answer.text.as_bytes(), flate2::Compression::best());
    reader.read_to_end(&mut zipped).unwrap();
    assert!(zipped.len() <= 2 * 1024, "{} bytes", zipped.len());
    assert!(!answer.text.contains("document.cookie") && !answer.text.contains("import "));
    assert_eq!(answer.headers["content-type"], "text/javascript; charset=utf-8");
    assert_eq!(answer.headers["cross-origin-resource-policy"], "cross-origin");
    assert_eq!(suite.http.post("/v1/moments.js").send().await.status, 405);
    suite.end().await;
}

/// A page of a shop with the kit in it, and the suite that takes what it sends.
struct Shop {
    suite: Suite,
    browser: Browser,
    page: Page,
}

impl Shop {
    /// Starts both; `None`, said aloud, where there is no browser.
    async fn open() -> Option<Self> {
        let Some(browser) = Browser::start().await else {
            std::io::stderr().write_all(b"SKIPPED: no Chromium: the browser kit was not tried\n").unwrap();
            return None;
        };
        let page = Page::start().await;
        let more = format!(
            "[[write_keys]]\nkey = '{KEY}'\nname = 'shop'\nkind = 'publishable'\norigins = ['{}']\nrequests_per_minute = 0\n",
            page.origin
        );
        let suite = Suite::with(Setting { more, is_paused: true, ..Setting::default() }).await;
        let html = format!(
            "<title>shop</title><script src=\"{}/v1/moments.js\" data-key=\"{KEY}\" data-zero></script>\
             <form data-moments=\"Thank you\" method=\"post\" action=\"{}/v1/touchpoints\">\
             <input type=\"hidden\" name=\"touchpoint_type\" value=\"delivery\"><input name=\"rating.csat\">\
             <input name=\"comment\"><button>Send</button></form>",
            suite.stack.address(),
            suite.stack.address(),
        );
        page.show(html);
        Some(Self { suite, browser, page })
    }

    /// Returns what is stored, once there is so much of it.
    async fn stored(&self, count: usize) -> Vec<Value> {
        for _ in 0..200 {
            let items = self.suite.items_of("TOUCHPOINT#").await;
            if items.len() >= count {
                let plain = |mut item: store::items::Item| {
                    item.remove("properties");
                    serde_dynamo::from_item(item).unwrap()
                };
                return items.into_iter().map(plain).collect();
            }
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
        panic!("{count} touchpoints did not come");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_touchpoint_a_form_and_a_zero_moment_are_sent_from_another_origin() {
    let Some(mut shop) = Shop::open().await else { return };
    shop.browser.open(&format!("{}/?utm_medium=cpc&utm_source=search", shop.page.origin)).await;
    let first = shop.stored(1).await;
    assert_eq!(first[0]["touchpoint_type"], "ad_click");
    let answer = shop.browser.run("moments.touchpoint({touchpoint_type: 'store_visit', rating: {csat: 4}})").await;
    assert_eq!(answer["results"][0]["status"], "accepted", "{answer}");
    let script = "new Promise(done => { const form = document.forms[0]; form.elements['rating.csat'].value = '2'; \
        form.elements.comment.value = 'cold'; form.addEventListener('moments:sent', event => setTimeout(() => \
        done(form.textContent + location.href), 0)); form.requestSubmit(); })";
    let told = shop.browser.run(script).await;
    assert!(told.as_str().unwrap().contains("Thank you"), "{told}");
    let all = shop.stored(3).await;
    assert_eq!(all.len(), 3);
    let of = |kind: &str| all.iter().find(|one| one["touchpoint_type"] == kind).unwrap();
    assert_eq!(of("delivery")["comment"], "cold");
    assert_eq!(of("delivery")["rating"]["csat"], 2);
    // One visitor of one tab, and nothing is left to send.
    assert_eq!(of("delivery")["recorded"], of("ad_click")["recorded"]);
    assert_eq!(shop.browser.run("Promise.resolve(localStorage.moments)").await, "{}");
    assert_eq!(shop.browser.run("Promise.resolve(document.cookie)").await, "");
    shop.suite.end().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_cannot_be_sent_is_kept_and_sent_by_a_later_page_once() {
    let Some(mut shop) = Shop::open().await else { return };
    shop.browser.open(&shop.page.origin).await;
    let away = "window.reach = window.fetch; window.fetch = () => Promise.reject(new TypeError('away'));\
        moments.touchpoint({id: 'kept', touchpoint_type: 'store_visit'}); Promise.resolve(localStorage.moments)";
    let kept = shop.browser.run(away).await;
    assert!(kept.as_str().unwrap().contains("kept"), "{kept}");
    // Leaving the page sends a beacon; the next page sends again what nobody answered, and it is one touchpoint.
    shop.browser.open(&format!("{}/?again", shop.page.origin)).await;
    let all = shop.stored(1).await;
    assert_eq!((all.len(), &all[0]["id"]), (1, &json!("kept")));
    for _ in 0..200 {
        if shop.browser.run("Promise.resolve(localStorage.moments)").await == "{}" {
            break;
        }
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    assert_eq!(shop.browser.run("Promise.resolve(localStorage.moments)").await, "{}");
    assert_eq!(shop.stored(1).await.len(), 1);
    shop.suite.end().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_refused_is_told_and_not_sent_again() {
    let Some(mut shop) = Shop::open().await else { return };
    shop.browser.open(&shop.page.origin).await;
    let answer = shop.browser.run("moments.touchpoint({touchpoint_typ: 'store_visit'})").await;
    assert_eq!(answer["status"], 422, "{answer}");
    assert_eq!(shop.browser.run("Promise.resolve(localStorage.moments)").await, "{}");
    assert!(shop.suite.items_of("TOUCHPOINT#").await.is_empty());
    shop.suite.end().await;
}
