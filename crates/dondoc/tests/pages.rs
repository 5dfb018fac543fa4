//! The demo city in a real browser: every sort of page, as a guest, a leader and a
//! clerk see it. Where Chromium or its driver is missing, the test says so and
//! passes; `cargo xtask test` brings them.

#![expect(
    clippy::unwrap_used,
    clippy::print_stderr,
    clippy::disallowed_methods,
    reason = "a test that cannot be set up fails; one that cannot run says so; it waits for a server"
)]

use std::net::{TcpListener, TcpStream};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

#[expect(dead_code, reason = "what other tests need of a browser")]
#[path = "../../server/tests/browser/driver.rs"]
mod driver;
#[path = "../../server/tests/browser/look.rs"]
mod look;

use driver::Browser;

/// Long enough to build the demo city on a machine that does other work.
const PATIENCE: Duration = Duration::from_secs(600);

const FOR_ALL: [&str; 27] = [
    "/",
    "/tasks",
    "/tasks/nv-000120",
    "/documents",
    "/documents/1620-tb-tu.2024",
    "/units",
    "/units/so-tai-chinh",
    "/briefing",
    "/briefing/2024-Q3",
    "/meetings",
    "/meetings/2024-q3",
    "/meetings/2024-q3/present",
    "/investment",
    "/investment/plan",
    "/investment/reallocation",
    "/investment/projects/7810037",
    "/public/projects/7810037",
    "/procedures",
    "/procedures/nk-0001",
    "/public/procedures/nk-0001",
    "/public/procedures/9.000001",
    "/public/cases",
    "/catalogue",
    "/catalogue/9.000001",
    "/ledger",
    "/receipts",
    "/search?q=giai+ngan",
];
const FOR_A_LEADER: [&str; 14] = [
    "/my",
    "/board",
    "/authority",
    "/authority/why",
    "/delegations",
    "/delegations/new",
    "/notices",
    "/notices/settings",
    "/meetings/2024-q4",
    "/procedures/nk-0001/what-if",
    "/catalogue/new",
    "/catalogue/sheets/prn-0001",
    "/investment/import",
    "/account",
];
const FOR_A_CLERK: [&str; 3] = ["/inbox", "/import", "/documents/1620-tb-tu.2024/proposals"];

/// `dondoc demo`; it ends with the test.
struct Demo(Child);

impl Drop for Demo {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

#[test]
fn axe_finds_nothing_on_any_sort_of_page_of_the_demo() {
    let free = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = free.local_addr().unwrap();
    drop(free);
    let site = format!("http://{address}");
    let Some(it) = Browser::start(&site) else {
        eprintln!("skipped: Chromium or chromedriver is missing; try `cargo xtask needs`");
        return;
    };
    let place = tempfile::tempdir().unwrap();
    let demo = Command::new(env!("CARGO_BIN_EXE_dondoc"))
        .arg("demo")
        .arg("--data")
        .arg(place.path().join("city"))
        .arg("--port")
        .arg(address.port().to_string())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn();
    let mut demo = Demo(demo.unwrap());
    let start = Instant::now();
    while TcpStream::connect(address).is_err() {
        assert!(demo.0.try_wait().unwrap().is_none(), "the demo ended");
        assert!(start.elapsed() < PATIENCE, "the demo is not up");
        std::thread::sleep(Duration::from_millis(200));
    }
    look::look_over(&it, &FOR_ALL);
    for (login, pages) in [
        ("lanh-dao", FOR_A_LEADER.as_slice()),
        ("chuyen-vien", &FOR_A_CLERK),
    ] {
        it.open(&format!("/demo?as={login}"));
        it.go("main button[autofocus]");
        look::look_over(&it, pages);
    }
}
