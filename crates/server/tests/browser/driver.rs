//! Chromium without a window, spoken to by WebDriver (W3C, chromedriver).

use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::TcpStream;
use std::path::Path;
use std::process::{Child, Command, Stdio};

use serde_json::{Value, json};

/// The name under which WebDriver hands out elements.
const ELEMENT: &str = "element-6066-11e4-a52e-4f735466cecf";

/// A browser with a profile of its own; it ends when it is dropped.
pub(crate) struct Browser {
    driver: Child,
    port: u16,
    session: String,
    site: String,
    _profile: tempfile::TempDir,
}

fn is_there(program: &str) -> bool {
    let mut asked = Command::new(program);
    let asked = asked.arg("--version").stdout(Stdio::null());
    let answered = asked.stderr(Stdio::null()).status();
    answered.is_ok_and(|status| status.success())
}

impl Browser {
    /// Starts one for a site, e.g. `http://127.0.0.1:4000`; `None` where Chromium or
    /// its driver is missing.
    pub(crate) fn start(site: &str) -> Option<Self> {
        let browser = ["chromium", "chromium-browser", "google-chrome"];
        let browser = browser.into_iter().find(|it| is_there(it))?;
        if !is_there("chromedriver") {
            return None;
        }
        let mut driver = Command::new("chromedriver")
            .arg("--port=0")
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .ok()?;
        let mut lines = BufReader::new(driver.stdout.take()?).lines();
        let port = lines.find_map(|line| {
            let line = line.ok()?;
            let (_, rest) = line.split_once("successfully on port ")?;
            rest.trim_end_matches('.').parse().ok()
        })?;
        // What it says later is read, so that it never waits for a reader.
        std::thread::spawn(move || lines.for_each(drop));
        let profile = tempfile::tempdir().ok()?;
        let mut started = Self {
            driver,
            port,
            session: String::new(),
            site: site.to_owned(),
            _profile: profile,
        };
        let folder = started._profile.path().to_str()?.to_owned();
        let args = [
            "--headless",
            "--no-sandbox",
            "--disable-gpu",
            "--disable-quic",
            "--disable-dev-shm-usage",
            "--no-first-run",
            "--disable-background-networking",
            "--disable-component-update",
            "--disable-sync",
            "--window-size=1280,900",
            &format!("--user-data-dir={folder}"),
        ];
        let path = String::from_utf8(Command::new("which").arg(browser).output().ok()?.stdout);
        let options = json!({ "args": args, "binary": path.ok()?.trim() });
        let wanted = json!({ "alwaysMatch": {
            "browserName": "chrome",
            "goog:chromeOptions": options,
            "timeouts": { "implicit": 5000, "pageLoad": 60000, "script": 60000 },
        }});
        let made = started.ask("POST", "/session", &json!({ "capabilities": wanted }));
        started.session = made["sessionId"].as_str()?.to_owned();
        Some(started)
    }

    /// Asks the driver; a refusal ends the test with what the driver says.
    fn ask(&self, method: &str, path: &str, body: &Value) -> Value {
        let body = if method == "GET" {
            String::new()
        } else {
            body.to_string()
        };
        let mut stream = TcpStream::connect(("127.0.0.1", self.port)).unwrap();
        let head = format!(
            "{method} {path} HTTP/1.1\r\nHost: 127.0.0.1:{}\r\nContent-Type: application/json\r\n\
             Content-Length: {}\r\nConnection: close\r\n\r\n{body}",
            self.port,
            body.len()
        );
        stream.write_all(head.as_bytes()).unwrap();
        let mut reader = BufReader::new(stream);
        let (mut line, mut length) = (String::new(), 0_usize);
        loop {
            line.clear();
            reader.read_line(&mut line).unwrap();
            if line.trim().is_empty() {
                break;
            }
            if let Some((name, value)) = line.split_once(':')
                && name.eq_ignore_ascii_case("content-length")
            {
                length = value.trim().parse().unwrap();
            }
        }
        let mut bytes = vec![0; length];
        reader.read_exact(&mut bytes).unwrap();
        let answer: Value = serde_json::from_slice(&bytes).unwrap();
        let value = answer["value"].clone();
        assert!(
            value.get("error").is_none(),
            "{method} {path} {body}: {} {}",
            value["error"],
            value["message"]
        );
        value
    }

    fn here(&self, method: &str, path: &str, body: &Value) -> Value {
        self.ask(method, &format!("/session/{}{path}", self.session), body)
    }

    /// Gives the browser a device that verifies its person and holds passkeys
    /// (W3C Web Authentication, section 11).
    pub(crate) fn hold_passkeys(&self) {
        let device = json!({
            "protocol": "ctap2", "transport": "internal", "hasResidentKey": true,
            "hasUserVerification": true, "isUserVerified": true, "isUserConsenting": true,
        });
        self.here("POST", "/webauthn/authenticator", &device);
    }

    /// Opens a page of the site.
    pub(crate) fn open(&self, path: &str) {
        let url = format!("{}{path}", self.site);
        self.here("POST", "/url", &json!({ "url": url }));
    }

    /// Forgets who is signed in.
    pub(crate) fn forget(&self) {
        self.here("DELETE", "/cookie", &json!({}));
    }

    /// Returns the path of the page that is shown.
    pub(crate) fn path(&self) -> String {
        let url = self.here("GET", "/url", &Value::Null);
        let url = url.as_str().unwrap_or_default();
        url.strip_prefix(&self.site).unwrap_or(url).to_owned()
    }

    fn find(&self, css: &str) -> String {
        let wanted = json!({ "using": "css selector", "value": css });
        let found = self.here("POST", "/element", &wanted);
        found[ELEMENT].as_str().unwrap_or_default().to_owned()
    }

    /// Clicks, after it was unfolded and brought into view.
    pub(crate) fn click(&self, css: &str) {
        self.unfold(css);
        let element = self.find(css);
        self.here("POST", &format!("/element/{element}/click"), &json!({}));
    }

    /// Clicks what leads to another page, and waits until that is there.
    pub(crate) fn go(&self, css: &str) {
        self.run("window.isOld = true", &json!([]));
        self.click(css);
        let arrived = "return !window.isOld && document.readyState === 'complete'";
        for _ in 0..300 {
            if self.run(arrived, &json!([])) == true {
                return;
            }
            std::thread::sleep(std::time::Duration::from_millis(100));
        }
        panic!(
            "`{css}` leads nowhere from {}: {}",
            self.path(),
            self.words()
        );
    }

    /// Waits until something stands on the page that a script puts there.
    pub(crate) fn await_sight(&self, css: &str) {
        let stands = "return document.querySelector(arguments[0]) !== null";
        for _ in 0..300 {
            if self.run(stands, &json!([css])) == true {
                return;
            }
            std::thread::sleep(std::time::Duration::from_millis(100));
        }
        panic!("`{css}` never came: {}", self.words());
    }

    /// Waits until the page says something.
    pub(crate) fn await_words(&self, words: &str) {
        for _ in 0..100 {
            if self.words().contains(words) {
                return;
            }
            std::thread::sleep(std::time::Duration::from_millis(100));
        }
        panic!("`{words}` is never said: {}", self.words());
    }

    /// Presses keys, one after another, wherever the page's attention is. `\u{e004}`
    /// is Tab, `\u{e007}` Enter (W3C WebDriver, section 17.4.2).
    pub(crate) fn press(&self, keys: &str) {
        let each = keys.chars().flat_map(|key| {
            ["keyDown", "keyUp"].map(|what| json!({ "type": what, "value": key.to_string() }))
        });
        let each: Vec<Value> = each.collect();
        let keyboard = json!({ "type": "key", "id": "keyboard", "actions": each });
        self.here("POST", "/actions", &json!({ "actions": [keyboard] }));
    }

    /// Presses Tab until something is reached. Whatever is met on the way must show
    /// that it has the attention, on the screen. (The button inside a field of days
    /// or files has a ring of its own, which its page cannot ask about.)
    pub(crate) fn tab_to(&self, css: &str) {
        let look = "const at = document.activeElement; \
                    if (!at || at === document.body) return { name: 'nothing', seen: true }; \
                    const style = getComputedStyle(at), box = at.getBoundingClientRect(); \
                    const part = ['date', 'file'].includes(at.type) && !at.matches(':focus'); \
                    const rings = part || style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) > 0; \
                    const inside = box.width > 0 && box.height > 0 && box.bottom > 0 && box.top < innerHeight; \
                    return { name: at.outerHTML.slice(0, 160), seen: rings && inside, there: at.matches(arguments[0]) };";
        for _ in 0..400 {
            self.press("\u{e004}");
            let mut at = self.run(look, &json!([css]));
            // Pages glide to what has the attention.
            for _ in 0..20 {
                if at["seen"] == true {
                    break;
                }
                std::thread::sleep(std::time::Duration::from_millis(50));
                at = self.run(look, &json!([css]));
            }
            assert!(at["seen"] == true, "no visible focus on {}", at["name"]);
            if at["there"] == true {
                return;
            }
        }
        panic!("`{css}` is not reached by Tab on {}", self.path());
    }

    /// Presses a key that leads to another page, and waits until that is there.
    pub(crate) fn go_by(&self, key: &str) {
        self.run("window.isOld = true", &json!([]));
        self.press(key);
        let arrived = "return !window.isOld && document.readyState === 'complete'";
        for _ in 0..300 {
            if self.run(arrived, &json!([])) == true {
                return;
            }
            std::thread::sleep(std::time::Duration::from_millis(100));
        }
        panic!("the key leads nowhere from {}", self.path());
    }

    /// Asks the browser by its DevTools protocol.
    pub(crate) fn devtools(&self, cmd: &str, params: &Value) -> Value {
        let asked = json!({ "cmd": cmd, "params": params });
        self.here("POST", "/goog/cdp/execute", &asked)
    }

    fn unfold(&self, css: &str) {
        let script = "for (let at = document.querySelector(arguments[0]); at; at = at.parentElement) \
                      if (at.tagName === 'DETAILS') at.open = true; \
                      document.querySelector(arguments[0])?.scrollIntoView({ behavior: 'instant', block: 'center' });";
        self.run(script, &json!([css]));
    }

    /// Writes into a field in the place of what stands there; a path into a field of
    /// files chooses the file.
    pub(crate) fn write(&self, css: &str, text: &str) {
        self.unfold(css);
        let element = self.find(css);
        let kind = "return document.querySelector(arguments[0]).type";
        if self.run(kind, &json!([css])) != "file" {
            self.here("POST", &format!("/element/{element}/clear"), &json!({}));
        }
        let typed = json!({ "text": text });
        self.here("POST", &format!("/element/{element}/value"), &typed);
    }

    /// Drops a file on the form of a field, as from a folder beside the browser.
    pub(crate) fn drop_file(&self, css: &str, name: &str, text: &str) {
        let script = "const form = document.querySelector(arguments[0]).form; \
                      const data = new DataTransfer(); \
                      data.items.add(new File([arguments[2]], arguments[1])); \
                      form.dispatchEvent(new DragEvent('drop', { dataTransfer: data, bubbles: true, cancelable: true }));";
        self.run(script, &json!([css, name, text]));
    }

    /// Returns the words of the page.
    pub(crate) fn words(&self) -> String {
        let words = self.run("return document.body.innerText", &json!([]));
        words.as_str().unwrap_or_default().to_owned()
    }

    /// Runs a script in the page.
    pub(crate) fn run(&self, script: &str, args: &Value) -> Value {
        self.here(
            "POST",
            "/execute/sync",
            &json!({ "script": script, "args": args }),
        )
    }

    /// Runs a script that calls its last argument when it is done.
    pub(crate) fn wait_for(&self, script: &str) -> Value {
        self.here(
            "POST",
            "/execute/async",
            &json!({ "script": script, "args": [] }),
        )
    }

    /// Makes the page as wide as a phone, or a screen.
    pub(crate) fn resize(&self, width: u32, height: u32) {
        let size = json!({
            "cmd": "Emulation.setDeviceMetricsOverride",
            "params": { "width": width, "height": height, "deviceScaleFactor": 1, "mobile": width < 600 },
        });
        self.here("POST", "/goog/cdp/execute", &size);
    }

    /// Takes a picture of the whole page.
    pub(crate) fn picture(&self, file: &Path) {
        let asked = json!({
            "cmd": "Page.captureScreenshot",
            "params": { "format": "png", "captureBeyondViewport": true },
        });
        let taken = self.here("POST", "/goog/cdp/execute", &asked);
        let bytes = base64(taken["data"].as_str().unwrap_or_default());
        std::fs::write(file, bytes).unwrap();
    }
}

/// Decodes base64 (RFC 4648) that the driver wrote.
fn base64(text: &str) -> Vec<u8> {
    let digit = |c: u8| match c {
        b'A'..=b'Z' => Some(c - b'A'),
        b'a'..=b'z' => Some(c - b'a' + 26),
        b'0'..=b'9' => Some(c - b'0' + 52),
        b'+' => Some(62),
        b'/' => Some(63),
        _ => None,
    };
    let (mut bytes, mut bits, mut held) = (Vec::new(), 0_u32, 0);
    for value in text.bytes().filter_map(digit) {
        bits = (bits << 6) | u32::from(value);
        held += 6;
        if held >= 8 {
            held -= 8;
            bytes.push((bits >> held) as u8);
        }
    }
    bytes
}

impl Drop for Browser {
    fn drop(&mut self) {
        if !self.session.is_empty() && !std::thread::panicking() {
            self.here("DELETE", "", &json!({}));
        }
        let _ = self.driver.kill();
        let _ = self.driver.wait();
    }
}
