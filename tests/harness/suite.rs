//! The whole stack on a temporary folder, driven through its front doors: HTTP, the stream, direct invocation.

use std::path::Path;
use std::time::Duration;

use aws_sdk_dynamodb::operation::scan::builders::ScanFluentBuilder;
use aws_sdk_dynamodb::types::AttributeValue;

use domain::identity::Identity;
use domain::moment::Moment;
use jiff::Timestamp;
use jiff::civil::Date;
use moments::configuration::Source;
use moments::stack::{Options, Stack};
use serde_json::{Value, json};
use store::table::Table;
use tempfile::TempDir;

use crate::http::{Answer, Client};

/// The keys of [`CONFIGURATION`].
pub const SECRET_KEY: &str = "sk-test";
/// A publishable key, for pages of [`ORIGIN`].
pub const PUBLISHABLE_KEY: &str = "pk-test";
/// A publishable key that may send three requests a minute.
pub const SLOW_KEY: &str = "pk-slow";
/// The read key.
pub const READ_KEY: &str = "rk-test";
/// The key that may act on cases.
pub const CASE_KEY: &str = "ck-test";
/// The origin that may use the publishable key.
pub const ORIGIN: &str = "https://shop.example.com";
/// The secret that signs webhooks.
pub const WEBHOOK_SECRET: &str = "whsec_MDEyMzQ1Njc4OTAxMjM0NTY3ODkwMTIz";

/// Time for the readers to do what is there.
const SETTLING_TIME_MAX: Duration = Duration::from_secs(180);

/// How a test wants the stack.
#[derive(Clone, Default)]
pub struct Setting {
    /// Channels, as TOML tables of the configuration.
    pub channels: String,
    /// Anything else of the configuration.
    pub more: String,
    /// Whether the readers of the stream stand still.
    pub is_paused: bool,
    /// Where steps of traces are told; none are kept without.
    pub trace_daemon: Option<std::net::SocketAddr>,
    /// Whether comments are read by the fast reader alone.
    pub reads_fast: bool,
}

/// A running stack with its folder.
pub struct Suite {
    /// The stack.
    pub stack: Stack,
    /// Speaks to its HTTP API.
    pub http: Client,
    /// Its table, through the same code that the functions use.
    pub table: Table,
    folder: TempDir,
    deep_reader: &'static str,
    unended: Unended,
}

/// What a test leaves behind on purpose; nothing else may be left.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Left {
    /// Deliveries whose time has come: its receiver does not take them.
    Due,
    /// Records that were parked.
    Parked,
    /// Moments that are not what the touchpoints make.
    Findings,
}

/// Fails the test that does not end its suite: what must hold after every test is looked at then.
struct Unended;

impl Drop for Unended {
    fn drop(&mut self) {
        assert!(std::thread::panicking(), "a suite has to be ended");
    }
}

impl Suite {
    /// Starts the stack without channels.
    pub async fn start() -> Self {
        Self::with(Setting::default()).await
    }

    /// Starts the stack with its readers standing still.
    pub async fn paused() -> Self {
        Self::with(Setting { is_paused: true, ..Setting::default() }).await
    }

    /// Starts the stack as a test wants it.
    pub async fn with(setting: Setting) -> Self {
        let folder = TempDir::new().expect("a temporary folder");
        Self::on(folder, &setting).await
    }

    /// Starts the stack on a folder that may hold a table already.
    pub async fn on(folder: TempDir, setting: &Setting) -> Self {
        let stack = Stack::start(options(folder.path(), setting)).await.expect("the stack starts");
        let http = Client::new(stack.address());
        let table = Table::new(stack.table_client(), stack.table_name());
        let deep_reader = if setting.reads_fast { "off" } else { "on" };
        Self { stack, http, table, folder, deep_reader, unended: Unended }
    }

    /// Ends the stack and starts it again on the same folder.
    pub async fn restarted(self, setting: &Setting) -> Self {
        Self::on(self.stopped().await, setting).await
    }

    /// Ends the stack in the middle, for a test that starts it again, and returns its folder.
    pub async fn stopped(self) -> TempDir {
        let Self { stack, folder, unended, .. } = self;
        std::mem::forget(unended);
        stack.shutdown().await;
        folder
    }

    /// Ends the stack, after making sure of what holds after every test: no delivery is left whose time has come, nothing is
    /// parked, and the moments are what the touchpoints make.
    pub async fn end(self) {
        self.end_leaving(&[]).await;
    }

    /// Ends the stack of a test that leaves something behind on purpose.
    pub async fn end_leaving(self, what: &[Left]) {
        // A test that made the readers stand still looked at something half done.
        let stands_still = self.stack.readers().iter().any(|reader| reader.paused);
        let left = if stands_still { Vec::new() } else { self.left().await };
        let unwanted: Vec<_> = left.iter().filter(|(kind, _)| !what.contains(kind)).collect();
        assert!(unwanted.is_empty(), "left behind: {unwanted:?}");
        let Self { stack, unended, .. } = self;
        std::mem::forget(unended);
        stack.shutdown().await;
    }

    /// Returns what is left behind.
    async fn left(&self) -> Vec<(Left, String)> {
        // What the stream and the clock of the next minute would still do.
        self.settle().await;
        self.stack.invoke("deliver", "{}".to_owned()).await.expect("deliver answers");
        let mut left = Vec::new();
        let now = Timestamp::now().to_string();
        for item in self.items().await {
            let text = |name: &str| item.get(name).and_then(|value| value.as_s().ok()).map_or("", String::as_str);
            let key = format!("{} {}", text("pk"), text("sk"));
            if text("sk").starts_with("DELIVERY#")
                && text("delivery_state") == "pending"
                && text("work_sk") <= now.as_str()
            {
                left.push((Left::Due, key));
            } else if text("pk") == "PARKED" {
                left.push((Left::Parked, key));
            }
        }
        let mut order = json!({"repair": false, "grace_s": 0});
        loop {
            let answer = self.stack.invoke("verify", order.to_string()).await.expect("verify answers");
            let answer: Value = serde_json::from_str(&answer).expect("verify answers JSON");
            let findings = answer["findings"].as_array().cloned().unwrap_or_default();
            left.extend(findings.into_iter().map(|finding| (Left::Findings, finding.to_string())));
            order["cursor"] = answer["cursor"].clone();
            if order["cursor"].is_null() {
                return left;
            }
        }
    }

    /// Returns the folder that the stack keeps everything in.
    pub fn folder(&self) -> &Path {
        self.folder.path()
    }

    /// Posts one touchpoint, or an array of them, with the secret key.
    pub async fn post(&self, body: &Value) -> Answer {
        self.http.post("/v1/touchpoints").bearer(SECRET_KEY).json(body).send().await
    }

    /// Posts touchpoints that must all be accepted.
    pub async fn accept(&self, bodies: &[Value]) {
        for chunk in bodies.chunks(100) {
            let answer = self.post(&Value::from(chunk.to_vec())).await;
            assert_eq!(answer.status, 202, "{}", answer.text);
            let results = answer.json()["results"].as_array().cloned().unwrap_or_default();
            assert!(results.iter().all(|result| result["status"] == "accepted"), "{}", answer.text);
        }
    }

    /// Waits until every record of the stream has been through its functions.
    pub async fn settle(&self) {
        let settled = self.stack.settle(SETTLING_TIME_MAX).await.expect("the stream can be read");
        assert!(settled, "the readers did not finish in time: {:?}", self.stack.readers());
    }

    /// Reads every moment of a customer, in the order of the journey, from the days on which its touchpoints lie.
    pub async fn moments(&self, customer: &str) -> Vec<Moment> {
        let wanted = Identity::Customer(customer.to_owned());
        let mut moments: Vec<_> = self.all_moments().await;
        moments.retain(|moment| moment.customer == wanted || moment.recorded == wanted);
        moments.sort_by(|a, b| (a.occurred_at, &a.source, &a.id).cmp(&(b.occurred_at, &b.source, &b.id)));
        moments
    }

    /// What was judged of everybody, without how much was known when each moment was written, which depends on how the stream was cut.
    pub async fn judgements(&self) -> Vec<Moment> {
        let mut moments = self.all_moments().await;
        moments.iter_mut().for_each(|moment| (moment.links, moment.basis) = (0, 0));
        moments
    }

    /// Reads every moment in the table, in the order of their keys.
    pub async fn all_moments(&self) -> Vec<Moment> {
        let mut moments = Vec::new();
        for item in self.items().await {
            let is_moment = item["sk"].as_s().is_ok_and(|key| key.starts_with("MOMENT#"));
            if is_moment {
                moments.push(serde_dynamo::from_item(item).expect("a moment"));
            }
        }
        moments
    }

    /// Reads every item whose sort key begins with a prefix.
    pub async fn items_of(&self, prefix: &str) -> Vec<store::items::Item> {
        self.items_with(prefix, "").await
    }

    /// Reads every item whose sort key begins with a prefix and in whose keys a text stands.
    pub async fn items_with(&self, prefix: &str, text: &str) -> Vec<store::items::Item> {
        let scan = self.stack.table_client().scan().table_name(self.stack.table_name());
        let filters = [
            ("begins_with(sk, :prefix)", ":prefix", prefix),
            ("(contains(pk, :text) OR contains(sk, :text))", ":text", text),
        ];
        let filters = filters.into_iter().filter(|(.., value)| !value.is_empty());
        let with = |scan: ScanFluentBuilder, (name, value): (&str, &str)| {
            scan.expression_attribute_values(name, AttributeValue::S(value.to_owned()))
        };
        let (filters, values): (Vec<_>, Vec<_>) = filters.map(|(filter, name, value)| (filter, (name, value))).unzip();
        read(values.into_iter().fold(scan.filter_expression(filters.join(" AND ")), with)).await
    }

    /// Reads the whole table, in the order of its keys.
    pub async fn items(&self) -> Vec<store::items::Item> {
        read(self.stack.table_client().scan().table_name(self.stack.table_name())).await
    }

    /// Returns the environment of a function of this stack whose table is at an address: its own, or a proxy in front of
    /// it. Nothing is tried twice.
    pub fn environment<E: FromIterator<(String, String)>>(&self, table_endpoint: &str) -> E {
        [
            ("TABLE", self.stack.table_name().to_owned()),
            ("CONFIGURATION", format!("file:{}", self.stack.data().join("configuration.toml").display())),
            ("TIME_ZONE", "UTC".to_owned()),
            ("PUBLIC_URL", self.stack.address().to_owned()),
            ("REPORTS", format!("file://{}", self.stack.data().join("objects").display())),
            ("AWS_MAX_ATTEMPTS", "1".to_owned()),
            ("AWS_REGION", "us-east-1".to_owned()),
            ("AWS_ACCESS_KEY_ID", self.stack.table_credentials().key_id().to_owned()),
            ("AWS_SECRET_ACCESS_KEY", self.stack.table_credentials().secret().to_owned()),
            ("AWS_ENDPOINT_URL_DYNAMODB", table_endpoint.to_owned()),
            ("DEEP_READER", self.deep_reader.to_owned()),
        ]
        .into_iter()
        .map(|(name, value)| (name.to_owned(), value))
        .collect()
    }

    /// Reads the report on a period as JSON, asking again while it is being added up.
    pub async fn report(&self, period: &str) -> Value {
        loop {
            let answer = self.http.get(&format!("/v1/reports/{period}")).bearer(READ_KEY).send().await;
            if answer.status != 202 {
                assert_eq!(answer.status, 200, "{}", answer.text);
                return answer.json();
            }
        }
    }
}

/// Reads all that a scan finds, in the order of the keys.
async fn read(scan: ScanFluentBuilder) -> Vec<store::items::Item> {
    let mut pages = scan.into_paginator().items().send();
    let mut items = Vec::new();
    while let Some(item) = pages.next().await {
        items.push(item.expect("the table can be scanned"));
    }
    let key = |item: &store::items::Item| (item["pk"].as_s().cloned().ok(), item["sk"].as_s().cloned().ok());
    items.sort_by_key(key);
    items
}

/// Returns the options of a stack on a folder.
pub fn options(folder: &Path, setting: &Setting) -> Options {
    let mut options = Options::new(folder.join("data"));
    let document = with_reader(configuration(setting), setting.reads_fast);
    let file = folder.join("moments.toml");
    std::fs::write(&file, document).expect("the configuration can be written");
    options.configuration = Source::File(file);
    options.readers_paused = setting.is_paused;
    options.trace_daemon = setting.trace_daemon;
    options.schedules = false;
    options
}

/// Switches the deep reader off, if a test is about that.
fn with_reader(document: String, reads_fast: bool) -> String {
    if !reads_fast {
        return document;
    }
    let reader = "[parameters]\nDeepReader = 'off'\n";
    match document.contains("[parameters]\n") {
        true => document.replacen("[parameters]\n", reader, 1),
        false => format!("{document}\n{reader}"),
    }
}

fn configuration(setting: &Setting) -> String {
    format!(
        "allow_loopback_channels = true\n{more}\n\
         [[write_keys]]\nkey = '{SECRET_KEY}'\nname = 'back-end'\nkind = 'secret'\n\
         [[write_keys]]\nkey = '{PUBLISHABLE_KEY}'\nname = 'web'\nkind = 'publishable'\norigins = ['{ORIGIN}']\n\
         [[write_keys]]\nkey = '{SLOW_KEY}'\nname = 'slow'\nkind = 'publishable'\norigins = ['{ORIGIN}']\n\
         requests_per_minute = 3\n\
         [[read_keys]]\nkey = '{READ_KEY}'\nname = 'test'\nrights = ['read_reports', 'read_people', 'erase', 'read_audit']\n\
         [[case_keys]]\nkey = '{CASE_KEY}'\nname = 'crm'\n\
         [links]\nkey = '0123456789abcdef0123456789abcdef'\n{pacing}{channels}",
        more = setting.more,
        // Every message by itself, unless a test is about gathering.
        pacing = if setting.more.contains("[pacing]") { "" } else { "[pacing]\ngather_minutes = 0\n" },
        channels = setting.channels,
    )
}

/// Returns the day that a time lies on in the tests' time zone, which is UTC.
pub fn day(at: Timestamp) -> Date {
    at.to_zoned(jiff::tz::TimeZone::UTC).date()
}

/// Returns a time some seconds from now, as touchpoints carry it.
pub fn seconds_from_now(seconds: i64) -> String {
    let at = Timestamp::now() + jiff::SignedDuration::from_secs(seconds);
    at.to_string()
}

/// The promise of the waffle stories, made to a customer.
pub fn waffle_promise(customer: &str) -> Value {
    json!({"touchpoint_type": "search", "customer_id": customer, "id": format!("{customer}-promise"),
        "occurred_at": seconds_from_now(-120), "promise_id": format!("{customer}-waffles"),
        "expectation": {"waffles": 3, "scoops": 2, "flavours": 12}})
}

/// What a customer of the waffle stories got.
pub fn waffle_experience(customer: &str, perception: &Value) -> Value {
    json!({"touchpoint_type": "product_use", "customer_id": customer, "id": format!("{customer}-waffles"),
        "occurred_at": seconds_from_now(-60), "promise_id": format!("{customer}-waffles"), "perception": perception})
}
