//! A real browser without a window: Chromium, driven over the pipe of its debugging protocol (`--remote-debugging-pipe`:
//! JSON, each message ended by a zero byte). A person's part is played by mouse and keyboard, so that what stops a person,
//! a content policy or a button out of reach, stops the test. No crate for this: those that speak the protocol bring all of it
//! as generated code, and a web socket; four of its calls over a pipe are what a page and a form take.

use std::process::Stdio;
use std::time::Duration;

use serde_json::{Value, json};
use tempfile::TempDir;
use tokio::io::{AsyncBufReadExt, AsyncWriteExt, BufReader};
use tokio::process::{Child, ChildStdin, ChildStdout, Command};

/// Names by which a Chromium is found, after what the variable `CHROME` says.
const NAMES: [&str; 4] = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"];

/// Time for one answer of the browser. It only ends a test that hangs.
const ANSWER_TIME_MAX: Duration = Duration::from_secs(60);

/// The size of a phone.
const PHONE: (u32, u32) = (390, 844);

/// A browser with one page, as large as a phone's.
pub struct Browser {
    process: Child,
    asks: ChildStdin,
    tells: BufReader<ChildStdout>,
    session: Option<String>,
    calls: u64,
    /// Names of the events that came since the last step.
    events: Vec<String>,
    _profile: TempDir,
}

impl Browser {
    /// Starts the browser of this machine; none if there is none.
    pub async fn start() -> Option<Self> {
        Self::start_with(&[]).await
    }

    /// Starts it with more arguments than a person would give.
    pub async fn start_with(arguments: &[String]) -> Option<Self> {
        let profile = TempDir::new().expect("a temporary folder");
        let named = std::env::var("CHROME").ok();
        let mut names = named.iter().map(String::as_str).chain(NAMES);
        // The pipe is its third and fourth file: the shell puts what the test writes and reads there.
        let mut process = names.find_map(|name| {
            let mut asked = std::process::Command::new(name);
            let found = asked.arg("--version").stdout(Stdio::null()).stderr(Stdio::null()).status();
            found.is_ok_and(|status| status.success()).then(|| {
                Command::new("sh")
                    .args(["-c", "exec \"$0\" \"$@\" 3<&0 4>&1 0</dev/null 1>/dev/null", name])
                    .args(["--headless=new", "--remote-debugging-pipe", "--no-first-run", "--disable-gpu"])
                    // It visits this test's own pages only; as root, as in a container, it has no sandbox.
                    .args(["--no-sandbox", "--disable-dev-shm-usage", "--disable-background-networking"])
                    .arg(format!("--user-data-dir={}", profile.path().display()))
                    .args(arguments)
                    .arg("about:blank")
                    .stdin(Stdio::piped())
                    .stdout(Stdio::piped())
                    .stderr(Stdio::null())
                    .kill_on_drop(true)
                    .spawn()
                    .expect("the browser starts")
            })
        })?;
        let asks = process.stdin.take().expect("its input");
        let tells = BufReader::new(process.stdout.take().expect("its output"));
        let mut browser = Self { process, asks, tells, session: None, calls: 0, events: Vec::new(), _profile: profile };
        let target = browser.call("Target.createTarget", json!({"url": "about:blank"})).await;
        let attached =
            browser.call("Target.attachToTarget", json!({"targetId": target["targetId"], "flatten": true})).await;
        browser.session = attached["sessionId"].as_str().map(str::to_owned);
        browser.call("Page.enable", json!({})).await;
        let (width, height) = PHONE;
        let phone = json!({"width": width, "height": height, "deviceScaleFactor": 2, "mobile": true});
        browser.call("Emulation.setDeviceMetricsOverride", phone).await;
        Some(browser)
    }

    /// Goes to an address and waits for the page.
    pub async fn open(&mut self, address: &str) {
        self.events.clear();
        let answer = self.call("Page.navigate", json!({"url": address})).await;
        assert!(answer.get("errorText").is_none(), "the page cannot be opened: {answer}");
        self.wait_for("Page.loadEventFired").await;
    }

    /// Returns what a person reads on the page.
    pub async fn text(&mut self) -> String {
        self.evaluate("document.body.innerText").await.as_str().unwrap_or_default().to_owned()
    }

    /// Tells whether the page is as wide as the screen and no wider.
    pub async fn fits(&mut self) -> bool {
        self.evaluate("document.documentElement.scrollWidth <= window.innerWidth").await == true
    }

    /// Types into the field of a name.
    pub async fn fill(&mut self, name: &str, text: &str) {
        self.click(&format!("[name={name}]")).await;
        self.call("Input.insertText", json!({"text": text})).await;
    }

    /// Chooses of a list. Its menu is drawn by the system, not by the page, so no mouse reaches it.
    pub async fn choose(&mut self, name: &str, value: &str) {
        let chosen = format!(
            "{{ const list = document.querySelector('select[name={name}]'); list.value = '{value}'; list.value }}"
        );
        assert_eq!(self.evaluate(&chosen).await, value, "there is no such choice");
    }

    /// Presses the button of the form and waits for the page that it leads to.
    pub async fn submit(&mut self) {
        self.events.clear();
        self.click("form button").await;
        self.wait_for("Page.loadEventFired").await;
    }

    /// Has the page run a script, as its own would, and returns what its promise comes to.
    pub async fn run(&mut self, script: &str) -> Value {
        let asked = json!({"expression": script, "awaitPromise": true, "returnByValue": true});
        let answer = self.call("Runtime.evaluate", asked).await;
        assert!(answer.get("exceptionDetails").is_none(), "{script}: {answer}");
        answer["result"]["value"].clone()
    }

    /// Follows the link that a selector finds and waits for its page.
    pub async fn follow(&mut self, selector: &str) {
        self.events.clear();
        self.click(selector).await;
        self.wait_for("Page.loadEventFired").await;
    }

    /// Opens everything that is folded on the page.
    pub async fn unfold(&mut self) {
        self.evaluate("document.querySelectorAll('details').forEach(part => { part.open = true })").await;
    }

    /// Ends the browser.
    pub async fn end(mut self) {
        self.process.kill().await.expect("the browser ends");
    }

    /// Clicks the middle of what a selector finds, with the mouse.
    async fn click(&mut self, selector: &str) {
        let place = self
            .evaluate(&format!(
                "{{ const found = document.querySelector('{selector}'); found.scrollIntoView({{block: 'center', behavior: 'instant'}}); \
                 const box = found.getBoundingClientRect(); \
                 JSON.stringify([box.x + box.width / 2, box.y + box.height / 2]) }}"
            ))
            .await;
        let place: Vec<f64> = serde_json::from_str(place.as_str().unwrap_or_default()).expect("it is on the page");
        for kind in ["mousePressed", "mouseReleased"] {
            let event = json!({"type": kind, "x": place[0], "y": place[1], "button": "left", "clickCount": 1});
            self.call("Input.dispatchMouseEvent", event).await;
        }
    }

    async fn evaluate(&mut self, script: &str) -> Value {
        let answer = self.call("Runtime.evaluate", json!({"expression": script})).await;
        assert!(answer.get("exceptionDetails").is_none(), "{script}: {answer}");
        answer["result"]["value"].clone()
    }

    async fn call(&mut self, method: &str, parameters: Value) -> Value {
        self.calls += 1;
        let mut call = json!({"id": self.calls, "method": method, "params": parameters});
        if let Some(session) = &self.session {
            call["sessionId"] = session.as_str().into();
        }
        let mut bytes = call.to_string().into_bytes();
        bytes.push(0);
        self.asks.write_all(&bytes).await.expect("the browser listens");
        loop {
            let message = self.read().await;
            if message["id"] == self.calls {
                assert!(message.get("error").is_none(), "{method}: {message}");
                return message["result"].clone();
            }
        }
    }

    async fn wait_for(&mut self, event: &str) {
        while !self.events.iter().any(|seen| seen == event) {
            self.read().await;
        }
    }

    async fn read(&mut self) -> Value {
        let mut bytes = Vec::new();
        let read = tokio::time::timeout(ANSWER_TIME_MAX, self.tells.read_until(0, &mut bytes)).await;
        read.expect("the browser answers").expect("the browser speaks");
        bytes.pop();
        let message: Value = serde_json::from_slice(&bytes).expect("the browser speaks JSON");
        self.events.extend(message["method"].as_str().map(str::to_owned));
        message
    }
}
