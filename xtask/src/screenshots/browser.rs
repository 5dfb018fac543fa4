//! Chromium, led by WebDriver (W3C) over its local HTTP port.

use std::io::{BufRead, BufReader, Write as _};
use std::net::{TcpListener, TcpStream};
use std::process::{Child, Command, Stdio};
use std::thread;
use std::time::Duration;

use anyhow::{Context, Result, bail};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD as BASE64;
use serde_json::{Value, json};

/// The name under which WebDriver hands out elements.
const ELEMENT: &str = "element-6066-11e4-a52e-4f735466cecf";

/// A browser window; closed when dropped.
pub(crate) struct Browser {
    driver: Child,
    port: u16,
    session: String,
}

impl Browser {
    pub(crate) fn open() -> Result<Self> {
        let port = TcpListener::bind("127.0.0.1:0")?.local_addr()?.port();
        let driver = Command::new("chromedriver")
            .arg(format!("--port={port}"))
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .context("failed to start `chromedriver`: install Debian's chromium-driver")?;
        let mut browser = Self {
            driver,
            port,
            session: String::new(),
        };
        for _ in 0..60 {
            if TcpStream::connect(("127.0.0.1", port)).is_ok() {
                break;
            }
            thread::sleep(Duration::from_millis(250));
        }
        let flags = [
            "--headless=new",
            "--no-sandbox",
            "--disable-gpu",
            "--disable-quic",
            "--no-first-run",
            "--disable-background-networking",
            "--disable-component-update",
            "--disable-sync",
            "--hide-scrollbars",
            "--lang=vi",
        ];
        let wants =
            json!({"capabilities": {"alwaysMatch": {"goog:chromeOptions": {"args": flags}}}});
        let made = browser.ask("POST", "/session", &wants)?;
        let session = made["sessionId"].as_str().context("no session was made")?;
        browser.session = format!("/session/{session}");
        Ok(browser)
    }

    pub(crate) fn size(&self, (width, height): (u32, u32)) -> Result<()> {
        self.post("/window/rect", &json!({"width": width, "height": height}))?;
        Ok(())
    }

    pub(crate) fn go(&self, url: &str) -> Result<()> {
        self.post("/url", &json!({"url": url}))?;
        Ok(())
    }

    /// Clicks wherever it stands: a page that scrolls gently would have the
    /// pointer miss it. What follows from the click has a moment to happen.
    pub(crate) fn click(&self, css: &str) -> Result<()> {
        self.find(css)?;
        let script =
            json!({"script": "document.querySelector(arguments[0]).click()", "args": [css]});
        self.post("/execute/sync", &script)?;
        thread::sleep(Duration::from_secs(1));
        Ok(())
    }

    pub(crate) fn scroll_to(&self, css: &str) -> Result<()> {
        let script = "document.querySelector(arguments[0]).scrollIntoView({behavior: 'instant'})";
        self.post("/execute/sync", &json!({"script": script, "args": [css]}))?;
        Ok(())
    }

    pub(crate) fn write(&self, css: &str, text: &str) -> Result<()> {
        let element = self.find(css)?;
        self.post(&format!("/element/{element}/value"), &json!({"text": text}))?;
        Ok(())
    }

    pub(crate) fn count(&self, css: &str) -> Result<usize> {
        let found = self.post("/elements", &json!({"using": "css selector", "value": css}))?;
        Ok(found.as_array().map_or(0, Vec::len))
    }

    /// Waits until something is there, ten seconds at most.
    pub(crate) fn wait_for(&self, css: &str) -> Result<()> {
        for _ in 0..40 {
            if self.count(css)? > 0 {
                return Ok(());
            }
            thread::sleep(Duration::from_millis(250));
        }
        bail!("`{css}` does not appear")
    }

    /// Returns the window as PNG.
    pub(crate) fn picture(&self) -> Result<Vec<u8>> {
        let path = format!("{}/screenshot", self.session);
        let taken = self.ask("GET", &path, &Value::Null)?;
        let text = taken.as_str().context("no picture was taken")?;
        BASE64.decode(text).context("the picture is not base64")
    }

    fn find(&self, css: &str) -> Result<String> {
        let found = self.post("/element", &json!({"using": "css selector", "value": css}))?;
        let element = found[ELEMENT].as_str();
        Ok(element
            .with_context(|| format!("`{css}` is not there"))?
            .to_owned())
    }

    fn post(&self, path: &str, body: &Value) -> Result<Value> {
        self.ask("POST", &format!("{}{path}", self.session), body)
    }

    fn ask(&self, method: &str, path: &str, body: &Value) -> Result<Value> {
        let body = if body.is_null() {
            String::new()
        } else {
            body.to_string()
        };
        let mut stream = TcpStream::connect(("127.0.0.1", self.port))?;
        write!(
            stream,
            "{method} {path} HTTP/1.1\r\nHost: 127.0.0.1:{}\r\nContent-Type: application/json\r\n\
             Content-Length: {}\r\nConnection: close\r\n\r\n{body}",
            self.port,
            body.len()
        )?;
        let json = body_of(BufReader::new(stream))?;
        let mut answer: Value =
            serde_json::from_str(json.trim()).context("the driver's answer is not JSON")?;
        let value = answer["value"].take();
        match value["error"].as_str() {
            Some(error) => bail!("{error}: {}", value["message"].as_str().unwrap_or_default()),
            None => Ok(value),
        }
    }
}

/// Reads the body of an answer: the driver says how long it is, and keeps the
/// connection open.
fn body_of(mut answer: impl BufRead) -> Result<String> {
    let mut length = 0;
    loop {
        let mut line = String::new();
        answer.read_line(&mut line)?;
        let line = line.trim_end();
        if line.is_empty() {
            break;
        }
        if let Some((name, value)) = line.split_once(':')
            && name.eq_ignore_ascii_case("content-length")
        {
            length = value
                .trim()
                .parse()
                .context("the driver's answer has no length")?;
        }
    }
    let mut body = vec![0; length];
    answer.read_exact(&mut body)?;
    String::from_utf8(body).context("the driver's answer is not UTF-8")
}

impl Drop for Browser {
    fn drop(&mut self) {
        let session = self.session.clone();
        if !session.is_empty() {
            let _ = self.ask("DELETE", &session, &Value::Null);
        }
        let _ = self.driver.kill();
        let _ = self.driver.wait();
    }
}
