//! A real browser for tests of pages: Chromium without a window, driven by ChromeDriver (WebDriver over HTTP).
//!
//! In: a page in a folder. Out: answers of scripts, clicks and keys as a person's, pictures. Invariant: a test without a
//! browser fails and says what to install; every message on the console and every request that leaves the folder of
//! the first page is found by [`Browser::is_quiet`]. `tests/browser_finds.rs` plants each fault.

#![allow(dead_code, reason = "each test uses a part")]

use serde_json::{Value, json};
use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

/// What a person sees of a page at once, in pixels of the page.
pub const DESKTOP: (u32, u32) = (1280, 900);
/// A narrow telephone.
pub const PHONE: (u32, u32) = (360, 740);

/// A browser that takes longer for an answer hangs.
const PATIENCE: Duration = Duration::from_secs(120);

/// What the browser does in the background is done by then.
const SOON: Duration = Duration::from_secs(15);

/// The name of an element in WebDriver's answers.
const ELEMENT: &str = "element-6066-11e4-a52e-4f735466cecf";

/// A running browser. It ends with the value.
pub struct Browser {
    driver: Child,
    /// `http://127.0.0.1:PORT/session/ID`
    session: String,
    agent: ureq::Agent,
    /// Its own profile, which nothing was in.
    profile: PathBuf,
    /// Where requests may go.
    home: String,
}

impl Browser {
    /// Shows a page.
    pub fn open(page: &Path) -> Browser {
        let (driver, port) = driver();
        let profile = fresh();
        let agent = ureq::Agent::config_builder().http_status_as_error(false).timeout_global(Some(PATIENCE));
        let agent: ureq::Agent = agent.build().into();
        let root = format!("http://127.0.0.1:{port}");
        let folder =
            page.parent().expect("a page is in a folder").canonicalize().expect("the folder is there");
        let home = url(&folder);
        let mut browser = Browser { driver, session: root.clone(), agent, profile, home };
        let answer = browser.post("/session", &capabilities(&browser.profile));
        let id = answer["sessionId"].as_str().unwrap_or_else(|| panic!("no session: {answer}"));
        browser.session = format!("{root}/session/{id}");
        browser.size(DESKTOP);
        browser.go(page);
        browser
    }

    /// Shows another page.
    pub fn go(&self, page: &Path) {
        let page = page.canonicalize().unwrap_or_else(|e| panic!("{}: {e}", page.display()));
        self.post("/url", &json!({ "url": url(&page) }));
    }

    /// Shows a page again and again, until something of it is as expected or [`SOON`] is over; gives what it was last. For
    /// what the browser itself does later than it says.
    pub fn go_until(&self, page: &Path, of: impl Fn(&Browser) -> String, expected: &str) -> String {
        let start = Instant::now();
        loop {
            self.go(page);
            let got = of(self);
            if got == expected || start.elapsed() > SOON {
                return got;
            }
            std::thread::sleep(Duration::from_millis(100));
        }
    }

    /// How large the window is.
    pub fn size(&self, (width, height): (u32, u32)) {
        let narrow = width < 600;
        let metrics = json!({ "width": width, "height": height, "deviceScaleFactor": 1, "mobile": narrow });
        self.devtools("Emulation.setDeviceMetricsOverride", metrics);
    }

    /// What the system prefers: `light` or `dark`.
    pub fn prefers(&self, scheme: &str) {
        let features = json!([{ "name": "prefers-color-scheme", "value": scheme }]);
        self.devtools("Emulation.setEmulatedMedia", json!({ "features": features }));
    }

    /// What a script returns: the body of a function.
    pub fn script(&self, body: &str) -> Value {
        self.post("/execute/sync", &json!({ "script": body, "args": [] }))
    }

    /// The same, as a text.
    pub fn text(&self, body: &str) -> String {
        let value = self.script(body);
        value.as_str().unwrap_or_else(|| panic!("no text from {body}: {value}")).to_owned()
    }

    /// The same, as yes or no.
    pub fn holds(&self, body: &str) -> bool {
        let value = self.script(body);
        value.as_bool().unwrap_or_else(|| panic!("neither yes nor no from {body}: {value}"))
    }

    /// How many elements a selector means.
    pub fn count(&self, css: &str) -> usize {
        let value = self.script(&format!("return document.querySelectorAll({}).length", json!(css)));
        value.as_u64().expect("a number") as usize
    }

    /// A click in the middle of the first element that the selector means. It must be in sight, or come there by scrolling,
    /// and nothing may lie above it.
    pub fn click(&self, css: &str) {
        let found = self.post("/element", &json!({ "using": "css selector", "value": css }));
        let id = found[ELEMENT].as_str().unwrap_or_else(|| panic!("nothing is `{css}`: {found}"));
        self.post(&format!("/element/{id}/click"), &json!({}));
    }

    /// Keys, as pressed one after the other: text, or one of [`key`].
    pub fn press(&self, keys: &[&str]) {
        let actions = keys.iter().flat_map(|key| {
            [json!({ "type": "keyDown", "value": key }), json!({ "type": "keyUp", "value": key })]
        });
        let actions: Vec<Value> = actions.collect();
        self.post("/actions", &json!({ "actions": [{ "type": "key", "id": "keys", "actions": actions }] }));
    }

    /// No message on the console (none that a page may not make either), no error, no request out of the folder.
    pub fn is_quiet(&self) {
        let faults = self.faults();
        assert!(faults.is_empty(), "{}", faults.join("\n"));
    }

    /// What [`Browser::is_quiet`] looks at, since the last time.
    pub fn faults(&self) -> Vec<String> {
        let said = self.log("browser").into_iter().map(|entry| format!("console: {entry}"));
        let mut faults: Vec<String> = said.collect();
        for entry in self.log("performance") {
            let text = entry["message"].as_str().unwrap_or_default();
            let event: Value = serde_json::from_str(text).unwrap_or_default();
            let (name, of) = (&event["message"]["method"], &event["message"]["params"]);
            let address = of["request"]["url"].as_str().unwrap_or_default();
            // The browser's own first page asks for its parts; no page of ours could.
            let known =
                [self.home.as_str(), "data:", "chrome:"].iter().any(|start| address.starts_with(start));
            if name == "Network.requestWillBeSent" && !known {
                faults.push(format!("a request: {address}"));
            }
        }
        faults
    }

    /// How many pixels the page is wider than the window.
    pub fn overflow(&self) -> i64 {
        let wider = "const d = document.documentElement; return Math.max(d.scrollWidth, document.body.scrollWidth) \
                     - d.clientWidth";
        self.script(wider).as_i64().expect("a number")
    }

    /// Writes what is seen, as PNG.
    pub fn picture(&self, path: &Path) {
        let encoded = self.get("/screenshot");
        std::fs::write(path, base64(encoded.as_str().expect("a picture"))).expect("written");
    }

    fn devtools(&self, command: &str, parameters: Value) -> Value {
        self.post("/goog/cdp/execute", &json!({ "cmd": command, "params": parameters }))
    }

    fn log(&self, kind: &str) -> Vec<Value> {
        match self.post("/se/log", &json!({ "type": kind })) {
            Value::Array(entries) => entries,
            other => panic!("no log `{kind}`: {other}"),
        }
    }

    fn post(&self, path: &str, body: &Value) -> Value {
        let answer = self.agent.post(format!("{}{path}", self.session)).send_json(body);
        self.value(path, answer)
    }

    fn get(&self, path: &str) -> Value {
        self.value(path, self.agent.get(format!("{}{path}", self.session)).call())
    }

    fn value(&self, path: &str, answer: Result<ureq::http::Response<ureq::Body>, ureq::Error>) -> Value {
        let mut answer = answer.unwrap_or_else(|e| panic!("{path}: {e}"));
        let status = answer.status();
        let mut body: Value = answer.body_mut().with_config().limit(1 << 28).read_json().unwrap_or_default();
        assert!(status.is_success(), "{path}: {}", body["value"]["message"]);
        body["value"].take()
    }
}

impl Drop for Browser {
    fn drop(&mut self) {
        // Where this fails, the driver's end takes the browser with it.
        let _ = self.agent.delete(&self.session).call();
        let _ = self.driver.kill();
        let _ = self.driver.wait();
        let _ = std::fs::remove_dir_all(&self.profile);
    }
}

/// Keys that have no character.
pub mod key {
    pub const ENTER: &str = "\u{E007}";
    pub const TAB: &str = "\u{E004}";
    pub const ESCAPE: &str = "\u{E00C}";
    pub const DOWN: &str = "\u{E015}";
    pub const UP: &str = "\u{E013}";
    pub const SPACE: &str = " ";
}

/// Starts ChromeDriver at a port that is free, and reads which.
fn driver() -> (Child, u16) {
    let help = "tests of pages need a browser: install Debian's packages `chromium` and `chromium-driver`, \
                or set CHROMEDRIVER and CHROMIUM to the programs";
    let program = std::env::var_os("CHROMEDRIVER").unwrap_or_else(|| "chromedriver".into());
    let started = Command::new(&program)
        .arg("--port=0")
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn();
    let mut child = started.unwrap_or_else(|e| panic!("{}: {e}; {help}", program.display()));
    let mut lines = BufReader::new(child.stdout.take().expect("piped")).lines().map_while(Result::ok);
    let port = lines.find_map(|line| {
        let (_, rest) = line.split_once("started successfully on port ")?;
        rest.trim_end_matches('.').parse().ok()
    });
    // Who writes to a pipe that nobody reads is stopped some day.
    std::thread::spawn(move || lines.for_each(drop));
    (child, port.unwrap_or_else(|| panic!("{} says no port; {help}", program.display())))
}

fn capabilities(profile: &Path) -> Value {
    let mut arguments = [
        "--headless",
        "--no-sandbox",
        "--disable-gpu",
        "--disable-quic",
        "--disable-dev-shm-usage",
        "--no-first-run",
        "--disable-background-networking",
        "--disable-component-update",
        "--disable-sync",
        "--hide-scrollbars",
    ]
    .map(str::to_owned)
    .to_vec();
    arguments.push(format!("--user-data-dir={}", profile.display()));
    let mut options = json!({ "args": arguments });
    if let Some(binary) = std::env::var_os("CHROMIUM") {
        options["binary"] = json!(binary.to_string_lossy());
    }
    let logs = json!({ "browser": "ALL", "performance": "ALL" });
    json!({ "capabilities": { "alwaysMatch": { "goog:chromeOptions": options, "goog:loggingPrefs": logs } } })
}

/// A folder of its own.
fn fresh() -> PathBuf {
    static COUNT: AtomicUsize = AtomicUsize::new(0);
    let name = format!("hotloop-browser-{}-{}", std::process::id(), COUNT.fetch_add(1, Ordering::Relaxed));
    let folder = std::env::temp_dir().join(name);
    std::fs::create_dir_all(&folder).expect("made");
    folder
}

fn url(path: &Path) -> String {
    let mut url = String::from("file://");
    for byte in path.to_str().expect("UTF-8").bytes() {
        match byte {
            b'/' | b'-' | b'.' | b'_' | b'0'..=b'9' | b'a'..=b'z' | b'A'..=b'Z' => url.push(byte.into()),
            _ => url += &format!("%{byte:02X}"),
        }
    }
    url
}

fn base64(text: &str) -> Vec<u8> {
    let value = |c: u8| match c {
        b'A'..=b'Z' => c - b'A',
        b'a'..=b'z' => c - b'a' + 26,
        b'0'..=b'9' => c - b'0' + 52,
        b'+' => 62,
        _ => 63,
    };
    let characters: Vec<u8> = text.bytes().filter(|c| *c != b'=' && !c.is_ascii_whitespace()).collect();
    let group = |four: &[u8]| {
        let bits =
            four.iter().fold(0u32, |bits, c| bits << 6 | u32::from(value(*c))) << (6 * (4 - four.len()));
        let bytes = [(bits >> 16) as u8, (bits >> 8) as u8, bits as u8];
        bytes.into_iter().take(four.len() - 1)
    };
    characters.chunks(4).flat_map(group).collect()
}
