//! `cargo xtask screenshots`: the pictures of README and guides, taken from a
//! running demo city, so that they stay true.
//!
//! A demo is built under `target/`, served, and walked through in Chromium by
//! WebDriver: the planned briefing is opened, its connection points connect, a
//! sentence is typed and becomes a conclusion. Needs Debian's `chromium` and
//! `chromium-driver`.

use std::io::Write as _;
use std::net::{TcpListener, TcpStream};
use std::path::PathBuf;
use std::process::{Child, Command, Stdio};
use std::thread;
use std::time::Duration;

use anyhow::{Context, Result, bail};

use self::browser::Browser;
use crate::run;

mod browser;

/// Connection points whose screens are open in the pictures; the other two of
/// the thirty are still on their way.
const CONNECTED: std::ops::RangeInclusive<u32> = 0..=28;
const MEETING: &str = "/meetings/2024-q4";
const SENTENCE: &str = "Giao Sở Nội vụ chủ trì, phối hợp với Sở Tài chính báo cáo kết quả kiểm tra công vụ quý I/2025, trước ngày 31/3/2025.";
/// How wide a desk and a phone are.
const WIDE: (u32, u32) = (1440, 1000);
const PHONE: (u32, u32) = (412, 915);

/// Takes every picture; `DONDOC_BIN` names a program to use instead of building.
pub(crate) fn take() -> Result<()> {
    let port = free_port()?;
    let _demo = serve(port)?;
    let site = format!("http://127.0.0.1:{port}");
    let browser = Browser::open()?;
    let shots = Shots {
        browser: &browser,
        site: &site,
    };
    shots.guides()?;
    shots.briefing(port)
}

/// Stops the demo when the pictures are taken.
struct Demo(Child);

impl Drop for Demo {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

fn free_port() -> Result<u16> {
    let any = TcpListener::bind("127.0.0.1:0").context("no port is free")?;
    Ok(any.local_addr()?.port())
}

fn serve(port: u16) -> Result<Demo> {
    let program = match std::env::var_os("DONDOC_BIN") {
        Some(program) => PathBuf::from(program),
        None => {
            run::cargo(&["build", "--package", "dondoc"])?;
            run::root()?.join("target/debug/dondoc")
        }
    };
    let folder = run::root()?.join("target/screenshots-city");
    run::say("building the demo city");
    let child = Command::new(program)
        .args(["demo", "--port", &port.to_string(), "--data"])
        .arg(folder)
        .stdout(Stdio::null())
        .spawn()
        .context("failed to start the demo")?;
    let demo = Demo(child);
    for _ in 0..1200 {
        if TcpStream::connect(("127.0.0.1", port)).is_ok() {
            return Ok(demo);
        }
        thread::sleep(Duration::from_millis(500));
    }
    bail!("the demo does not answer on port {port}")
}

struct Shots<'a> {
    browser: &'a Browser,
    site: &'a str,
}

impl Shots<'_> {
    /// What each role sees first.
    fn guides(&self) -> Result<()> {
        const PAGES: [(&str, &str, &str); 7] = [
            (
                "chuyen-vien",
                "/documents/1620-tb-tu.2024",
                "van-thu-van-ban",
            ),
            ("dau-moi", "/tasks?unit=so-noi-vu", "don-vi-nhiem-vu"),
            ("giam-doc", "/units/so-noi-vu", "thu-truong-don-vi"),
            ("chuyen-vien", "/tasks?status=late", "van-phong-qua-han"),
            ("lanh-dao", "/meetings/2024-q3", "chu-tri-hoi-nghi"),
            ("dau-moi", "/notices", "thong-bao"),
            ("dau-moi", "/notices/settings", "thong-bao-cach-nhan"),
        ];
        self.browser.size(WIDE)?;
        let mut who = "";
        for (login, path, name) in PAGES {
            if who != login {
                self.sign_in(login)?;
                who = login;
            }
            self.go(path)?;
            self.keep("docs/vi/images", name)?;
        }
        Ok(())
    }

    /// The planned briefing is held: screens connect, a sentence is typed.
    fn briefing(&self, port: u16) -> Result<()> {
        self.sign_in("lanh-dao")?;
        self.go(MEETING)?;
        self.browser
            .click(&format!("form[action='{MEETING}/open'] button"))?;
        let _screens = connect(port)?;
        self.go(&format!("{MEETING}#conclude"))?;
        self.browser.write("#f-text", SENTENCE)?;
        // What was recognised shows while it is typed.
        self.browser.wait_for("[data-found] li")?;
        self.browser.scroll_to("#conclude")?;
        self.keep("docs/vi/images", "thu-ky-nhan-dien")?;
        self.browser.click("#conclude button[value=write]")?;
        let slides = [(1, "present"), (2, "present-earlier"), (3, "present-item")];
        for (slide, name) in slides {
            self.go(&format!("{MEETING}/present?slide={slide}"))?;
            self.keep("docs/images", name)?;
        }
        self.go(&format!("{MEETING}/present?slide=1"))?;
        let last = self.browser.count("#f-slide option")?;
        self.go(&format!("{MEETING}/present?slide={}", last - 1))?;
        self.keep("docs/images", "present-points")?;
        self.go(&format!("{MEETING}/present?slide={last}"))?;
        self.keep("docs/images", "present-conclusions")?;
        self.browser.size(PHONE)?;
        self.go(MEETING)?;
        self.keep("docs/vi/images", "hoi-nghi-dien-thoai")
    }

    fn sign_in(&self, login: &str) -> Result<()> {
        self.go(&format!("/demo?as={login}&lang=vi"))?;
        self.browser
            .click(&format!("form:has(input[value='{login}']) button"))
    }

    fn go(&self, path: &str) -> Result<()> {
        self.browser.go(&format!("{}{path}", self.site))
    }

    fn keep(&self, folder: &str, name: &str) -> Result<()> {
        let folder = run::root()?.join(folder);
        std::fs::create_dir_all(&folder)?;
        let path = folder.join(format!("{name}.png"));
        std::fs::write(&path, self.browser.picture()?)
            .with_context(|| format!("failed to write `{}`", path.display()))?;
        run::say(&format!("{}", path.display()));
        Ok(())
    }
}

/// Opens the screens of the connection points, each as a browser does.
fn connect(port: u16) -> Result<Vec<TcpStream>> {
    let mut screens = Vec::new();
    for place in CONNECTED {
        let mut screen = TcpStream::connect(("127.0.0.1", port))?;
        write!(
            screen,
            "GET {MEETING}/live?place={place} HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n"
        )?;
        screens.push(screen);
    }
    thread::sleep(Duration::from_secs(1));
    Ok(screens)
}
