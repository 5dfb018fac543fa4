//! Every page of a small city, in both languages.

#![expect(
    clippy::unwrap_used,
    clippy::expect_used,
    reason = "a test that cannot be set up fails"
)]

use std::collections::BTreeSet;

use axum::http::{StatusCode, header};
use dondoc_ledger::merkle::{leaf_hash, root_at};
use dondoc_ledger::{Checkpoint, InclusionProof};
use dondoc_messages::Lang;

mod api;
mod authority;
mod flow;
mod html;
mod investment;
mod meeting;
mod people;
mod post;
mod procedure;
mod scim;
mod town;
mod workplace;

use town::{NOTICE, Town};

/// The site's own script, and no other, however it got there.
fn has_own_script_alone(page: &str) -> bool {
    page.matches("<script").count() == 1 && page.contains("<script src=\"/assets/site.")
}

/// One address of each page type, and several of those that differ much.
fn pages(town: &Town) -> Vec<String> {
    let mut pages: Vec<String> = [
        "/",
        "/?as_of=2024-08-15",
        "/?as_of=1990-01-01",
        "/tasks",
        "/tasks?q=giai+phong+mat+bang&status=late",
        "/tasks?unit=so-noi-vu",
        "/tasks?document=07-tb-tu.2024&page=2",
        "/tasks?item=07-tb-tu.2024.p2&status=done",
        "/tasks/nv-000001",
        "/tasks/nv-000002",
        "/tasks/nv-000003",
        "/tasks/nv-000004",
        "/tasks/nv-000005",
        "/documents",
        "/documents/24-ct-tu.2023",
        "/documents/07-tb-tu.2024",
        "/units",
        "/units?q=ba+dinh",
        "/units/so-noi-vu",
        "/units/thanh-uy",
        "/investment",
        "/investment/plan",
        "/investment/reallocation",
        "/briefing",
        "/briefing/2024-Q3",
        "/briefing/2024?as_of=2024-08-31",
        "/meetings",
        "/meetings/2024-q3",
        "/meetings/2024-q3/present",
        "/meetings/2024-q3/present?slide=2",
        "/meetings/2024-q3/present?slide=3",
        "/meetings/2024-q3/present?slide=4",
        "/meetings/2024-q3/present?slide=5",
        "/meetings/2024-q3/present?place=0",
        "/receipts",
        "/help",
        "/ledger",
        "/ledger/entries",
        "/ledger/entries?before=30",
        "/ledger/entries/0",
    ]
    .map(str::to_owned)
    .to_vec();
    pages.push(format!("/ledger/entries/{}", town.erased()));
    let mut units = town.city().registry.units();
    let ended = units.find(|(_, unit)| !unit.succession.is_empty());
    pages.extend(ended.map(|(id, _)| format!("/units/{id}")));
    pages
}

#[tokio::test]
async fn every_page_is_whole_in_both_languages_and_has_its_words() {
    let town = Town::new();
    let site = town.site();
    for path in pages(&town) {
        for lang in Lang::ALL {
            let answer = site.page(&path, lang).await;
            assert_eq!(answer.status, StatusCode::OK, "{path}");
            let page = answer.text();
            let name = format!("{path} in {lang}");
            html::check(&page, &name);
            assert!(page.contains(&format!("<html lang=\"{lang}\">")), "{name}");
            assert!(
                !page.contains("[site-") && !page.contains("{$"),
                "{name} lacks words"
            );
            assert!(
                !page.contains("onerror=alert(1)>"),
                "{name} lets markup through"
            );
            assert!(has_own_script_alone(&page), "{name} has another script");
            assert!(
                !page.contains(" style=") && !page.contains("http://"),
                "{name}"
            );
        }
    }
}

#[tokio::test]
async fn every_link_of_every_page_leads_somewhere() {
    let town = Town::new();
    let site = town.site();
    let mut links = BTreeSet::new();
    for path in pages(&town) {
        let page = site.get(&path).await.text();
        links.extend(html::links(&page));
    }
    assert!(links.len() > 300, "{}", links.len());
    // Of the many entries and tasks that look alike, each third is enough.
    let alike = |link: &str| link.contains("/entries/") || link.contains("/units/");
    let some = links
        .iter()
        .enumerate()
        .filter(|(nth, link)| !alike(link) || nth % 5 == 0);
    for (_, link) in some {
        let status = site.get(link).await.status;
        assert!(
            status == StatusCode::OK || status == StatusCode::SEE_OTHER,
            "{link}: {status}"
        );
    }
}

#[tokio::test]
async fn the_marks_of_a_document_are_exactly_its_words() {
    let town = Town::new();
    let page = town.site().get("/documents/07-tb-tu.2024").await.text();
    assert_eq!(html::text_of(&page, "class=\"text\""), NOTICE);
    let proposal = "07-tb-tu.2024.p1".parse().unwrap();
    let draft = &town.city().tasks.proposal(&proposal).unwrap().draft;
    let marked = html::marked(&page, "m-task");
    assert!(
        marked.iter().any(|words| *words == *draft.text),
        "{marked:?}"
    );
    let reading = dondoc_documents::read(NOTICE);
    for reference in &reading.references {
        assert!(html::marked(&page, "m-reference").contains(&reference.text));
    }
    for task in &reading.tasks {
        for target in &task.targets {
            assert!(html::marked(&page, "m-target").contains(&target.text));
        }
        let deadline = task.deadline.as_ref().unwrap();
        assert!(
            html::marked(&page, "m-deadline").contains(&deadline.text),
            "{}",
            deadline.text
        );
    }
    assert!(
        page.contains("href=\"/documents/24-ct-tu.2023\"><mark"),
        "the mention leads there"
    );
}

#[tokio::test]
async fn each_figure_of_the_overview_counts_the_tasks_that_it_leads_to() {
    let town = Town::new();
    let site = town.site();
    for day in ["", "?as_of=2024-08-15", "?as_of=2024-08-01"] {
        let page = site.get(&format!("/{day}")).await.text();
        let figures = html::figures(&page);
        assert_eq!(figures.len(), 6);
        for (value, link) in figures.iter().filter(|(_, link)| !link.contains("judged")) {
            let list = site.get(link).await.text();
            let found = html::text_of(&list, "class=\"found\"");
            assert_eq!(found, format!("{value} nhiệm vụ"), "{link}");
        }
    }
    let home = site.get("/").await.text();
    let late = html::figures(&home)
        .into_iter()
        .find(|(_, link)| link.ends_with("status=late"));
    assert!(
        late.unwrap().0.parse::<u32>().unwrap() > 20,
        "the districts are late"
    );
}

#[tokio::test]
async fn a_task_shows_its_chain_and_both_deadlines() {
    let town = Town::new();
    let site = town.site();
    let extended = site.get("/tasks/nv-000004").await.text();
    for words in [
        "15/08/2024",
        "02/12/2024",
        "Văn bản số 1541 ngày 10/8/2024",
        "Thường trực Thành ủy",
    ] {
        assert!(extended.contains(words), "{words}");
    }
    let done = site.get("/tasks/nv-000003").await.text();
    for words in ["14/08/2024", "/documents/07-tb-tu.2024#s-07-tb-tu.2024.p2"] {
        assert!(done.contains(words), "{words}");
    }
    let task = town.city().tasks.task(&town::task(3)).unwrap();
    for entry in task.trail.iter() {
        assert!(
            done.contains(&format!("/ledger/entries/{entry}\"")),
            "entry {entry}"
        );
    }
}

#[tokio::test]
async fn a_page_as_of_an_earlier_day_knows_nothing_later() {
    let town = Town::new();
    let site = town.site();
    assert_eq!(
        site.get("/tasks/nv-000002?as_of=2024-07-01").await.status,
        StatusCode::NOT_FOUND
    );
    let then = site.get("/tasks/nv-000003?as_of=2024-08-01").await.text();
    assert!(!then.contains("Đã xong, có biên bản.") && then.contains("01/08/2024"));
    assert!(
        then.contains("href=\"/units?as_of=2024-08-01\""),
        "links keep the day"
    );
}

#[tokio::test]
async fn an_erased_payload_is_said_to_be_erased_and_still_proved() {
    let town = Town::new();
    let site = town.site();
    let index = town.erased();
    let page = site.get(&format!("/ledger/entries/{index}")).await.text();
    assert!(page.contains("đã bị xóa") && !page.contains("Nội dung sẽ bị xóa"));
    let proof = site.get(&format!("/ledger/entries/{index}/proof")).await;
    let proof = InclusionProof::parse(&proof.text()).unwrap();
    let (entry, checkpoint) = proof.verify(town.folder.keys()).unwrap();
    assert_eq!(entry.index, index);
    assert_eq!(checkpoint.head, town.folder.ledger().head().unwrap());
}

#[tokio::test]
async fn the_log_can_be_mirrored_and_its_root_computed_again() {
    let town = Town::new();
    let site = town.site();
    let note = site.get("/checkpoint").await.text();
    let head = Checkpoint::open(&note, town.folder.keys()).unwrap().head;
    let (whole, rest) = (head.size / 256, head.size % 256);
    let mut leaves = Vec::new();
    for tile in 0..=whole {
        let part = if tile < whole {
            String::new()
        } else {
            format!(".p/{rest}")
        };
        if tile == whole && rest == 0 {
            continue;
        }
        let bundle = site.get(&format!("/tile/entries/{tile:03}{part}")).await;
        assert_eq!(bundle.status, StatusCode::OK);
        let mut bytes = bundle.bytes.as_slice();
        let mut hashes = Vec::new();
        while let [high, low, after @ ..] = bytes {
            let length = usize::from(u16::from_be_bytes([*high, *low]));
            hashes.push(leaf_hash(&after[..length]));
            bytes = &after[length..];
        }
        let tile = site.get(&format!("/tile/0/{tile:03}{part}")).await.bytes;
        assert_eq!(
            tile,
            hashes.iter().flat_map(|hash| hash.0).collect::<Vec<u8>>()
        );
        leaves.extend(hashes);
    }
    let root = root_at(head.size, &mut |level, range| {
        let (from, to) = (
            usize::try_from(range.start).unwrap(),
            usize::try_from(range.end).unwrap(),
        );
        match level {
            0 => Ok::<_, ()>(leaves[from..to].to_vec()),
            _ => town
                .folder
                .ledger()
                .store()
                .hashes(level, range)
                .map_err(|_| ()),
        }
    });
    assert_eq!(root, Ok(head.root));
    assert_eq!(site.get("/tile/0/999").await.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn a_receipt_leads_from_a_figure_to_its_tasks_and_entries() {
    let town = Town::new();
    let site = town.site();
    let briefing = site.get("/briefing/2024-Q3?as_of=2024-09-09").await.text();
    let figures = html::figures(&briefing);
    assert!(figures.len() > 10);
    for (value, link) in &figures {
        let page = site.get(link).await;
        assert_eq!(page.status, StatusCode::OK, "{link}");
        assert_eq!(
            html::text_of(&page.text(), "class=\"bignumber\""),
            *value,
            "{link}"
        );
    }
    let (_, link) = figures.iter().find(|(value, _)| value == "1").unwrap();
    let code = link
        .trim_start_matches("/receipts/")
        .split('?')
        .next()
        .unwrap()
        .to_owned();
    let typed = site
        .get(&format!("/receipts?code={}", code.to_lowercase()))
        .await;
    assert_eq!(typed.status, StatusCode::SEE_OTHER);
    let wrong = if code.starts_with('1') {
        code.replacen('1', "2", 1)
    } else {
        code.replacen('0', "1", 1)
    };
    let refused = site.get(&format!("/receipts?code={wrong}")).await;
    assert_eq!(refused.status, StatusCode::BAD_REQUEST);
    assert!(refused.text().contains(&wrong), "what was typed is kept");
    assert_eq!(
        site.get("/receipts/nonsense").await.status,
        StatusCode::BAD_REQUEST
    );
}

#[tokio::test]
async fn the_file_of_a_receipt_holds_every_entry_of_which_the_page_names_the_first() {
    let town = Town::new();
    let site = town.site();
    let briefing = site.get("/briefing/2024-Q3?as_of=2024-09-09").await.text();
    let mut whole = 0;
    for (_, link) in html::figures(&briefing) {
        let page = site.get(&link).await.text();
        let (path, params) = link.split_once('?').unwrap_or((&link, ""));
        let file = site.get(&format!("{path}/entries.csv?{params}")).await;
        assert_eq!(file.status, StatusCode::OK, "{link}");
        let file = file.text();
        let kept: Vec<&str> = file
            .lines()
            .filter_map(|line| line.split(',').next())
            .filter(|cell| cell.parse::<u64>().is_ok())
            .collect();
        let named = page.split("/ledger/entries/").skip(1);
        for named in named.map(|rest| rest.split(['"', '?']).next().unwrap()) {
            assert!(kept.contains(&named), "{link}: {named} of {kept:?}");
        }
        whole = whole.max(kept.len());
    }
    assert!(whole > 6, "a figure with more entries than a row names");
    let (_, link) = html::figures(&briefing).swap_remove(0);
    let path = link.split('?').next().unwrap();
    // The last page stands for those after it; there is none before the first.
    assert_eq!(
        site.get(&format!("{path}?page=99")).await.status,
        StatusCode::OK
    );
    assert_eq!(
        site.get(&format!("{path}?page=0")).await.status,
        StatusCode::BAD_REQUEST
    );
}

#[tokio::test]
async fn what_is_not_there_is_a_page_with_a_way_back() {
    let town = Town::new();
    let site = town.site();
    for path in [
        "/nope",
        "/tasks/nv-999999",
        "/tasks/%3Cscript%3E",
        "/tasks/..%2f..%2fetc%2fpasswd",
        "/documents/..%2F..%2Fdondoc.toml",
        "/documents/none.2024",
        "/documents/none.2024/text",
        "/units/none",
        "/attachments/..%2f..%2fkeys",
        "/attachments/0000000000000000000000000000000000000000000000000000000000000000",
        "/ledger/entries/99999999",
        "/assets/..%2fsite.css",
        "/tile/0/..%2f..%2f000",
        "/tile/entries/%ff",
        "/tasks/%ff",
        "/briefing/2024-Q3/other.html",
    ] {
        let answer = site.get(path).await;
        assert_eq!(answer.status, StatusCode::NOT_FOUND, "{path}");
        let page = answer.text();
        if !path.starts_with("/assets") {
            html::check(&page, path);
            assert!(
                page.contains("href=\"/\"") && has_own_script_alone(&page),
                "{path}"
            );
        }
    }
}

#[tokio::test]
async fn a_bad_parameter_is_a_bad_request_that_says_so() {
    let town = Town::new();
    let site = town.site();
    let long = "a".repeat(201);
    for path in [
        "/?as_of=30/9/2024",
        "/?as_of=2024-02-30",
        "/?as_of=%3Cscript%3Ealert(1)%3C/script%3E",
        "/?lang=xx",
        "/tasks?status=lost",
        "/tasks?unit=none",
        "/tasks?unit=%00",
        "/tasks?document=none",
        "/tasks?item=%2F",
        "/tasks?page=0",
        "/tasks?page=-1",
        "/tasks?page=99999999999999999999",
        &format!("/tasks?q={long}"),
        "/ledger/entries?before=x",
        "/ledger/entries/-1",
        "/ledger/entries/007",
        "/briefing/2024-Q5",
        "/briefing/2024-Q3?as_of=2020-01-01",
    ] {
        let answer = site.get(path).await;
        assert_eq!(answer.status, StatusCode::BAD_REQUEST, "{path}");
        html::check(&answer.text(), path);
        assert!(has_own_script_alone(&answer.text()), "{path}");
    }
}

#[tokio::test]
async fn answers_forbid_inline_scripts_and_foreign_sources() {
    let town = Town::new();
    let site = town.site();
    for path in [
        "/",
        "/nope",
        "/checkpoint",
        "/briefing/2024-Q3/giao-ban.html",
    ] {
        let headers = site.get(path).await.headers;
        let policy = headers[header::CONTENT_SECURITY_POLICY]
            .to_str()
            .unwrap()
            .to_owned();
        assert!(
            policy.starts_with("default-src 'none';")
                // A file of its own, e.g. the briefing's paper, has none at all.
                && (policy.contains(" script-src 'self';") || !policy.contains("script"))
                && !policy.contains("http"),
            "{path}: {policy}"
        );
        assert_eq!(headers[header::X_CONTENT_TYPE_OPTIONS], "nosniff");
        assert_eq!(headers[header::REFERRER_POLICY], "no-referrer");
    }
    let hash = dondoc_ledger::Hash::of(town::NOTICE.as_bytes());
    let file = site.get(&format!("/attachments/{hash}")).await;
    assert_eq!(file.bytes, town::NOTICE.as_bytes());
    assert_eq!(
        file.headers[header::CONTENT_TYPE],
        "application/octet-stream"
    );
    assert!(
        file.headers[header::CONTENT_DISPOSITION]
            .to_str()
            .unwrap()
            .starts_with("attachment")
    );
    let home = site.get("/").await.text();
    let style = html::links(&home)
        .into_iter()
        .find(|link| link.ends_with(".css"))
        .unwrap();
    let css = site.get(&style).await;
    assert!(
        css.headers[header::CACHE_CONTROL]
            .to_str()
            .unwrap()
            .contains("immutable")
    );
}

#[tokio::test]
async fn a_site_shows_what_was_appended_after_it_was_opened() {
    let mut town = Town::new();
    let site = town.site();
    let before = site.get("/healthz").await.text();
    town.remind_again();
    let after = site.get("/healthz").await.text();
    assert_ne!(before, after);
}

#[tokio::test]
async fn a_text_that_was_erased_is_not_shown_from_memory() {
    let town = Town::new();
    let site = town.site();
    assert_eq!(
        site.get("/documents/07-tb-tu.2024/text").await.text(),
        NOTICE
    );
    let hash = dondoc_ledger::Hash::of(NOTICE.as_bytes());
    town.folder.ledger().attachments().erase(&hash).unwrap();
    assert_eq!(
        site.get("/documents/07-tb-tu.2024/text").await.status,
        StatusCode::NOT_FOUND
    );
    let page = site.get("/documents/07-tb-tu.2024").await;
    assert_eq!(page.status, StatusCode::OK);
    assert!(page.text().contains("Toàn văn không còn trong kho"));
}

#[tokio::test]
async fn a_briefing_that_was_read_before_does_not_show_what_was_erased_since() {
    let town = Town::new();
    let site = town.site();
    // Of the day of the erasure, which comes after what is kept, and of the day before.
    let [path, earlier] =
        ["", "?as_of=2024-09-09"].map(|day| format!("/briefing/2024-Q3/giao-ban.html{day}"));
    let before = site.get(&path).await.text();
    let ledger = town.folder.ledger();
    let mut tasks = town.city().tasks.iter();
    let task = tasks.find(|task| before.contains(task.text())).unwrap();
    let (id, text) = (task.id.as_str(), task.text());
    let mut issued = None;
    let size = ledger.head().unwrap().size;
    let whole = ledger.scan_range(0..size, |entry| {
        if entry.kind == "task.issued" && entry.stream == format!("task/{id}") {
            issued = Some(entry.index);
        }
        std::ops::ControlFlow::Continue(())
    });
    whole.unwrap();
    for path in [&path, &earlier] {
        assert!(site.get(path).await.text().contains(id), "{path}");
    }
    town.erase(issued.unwrap(), jiff::civil::date(2024, 9, 10));
    for path in [&path, &earlier] {
        assert!(!site.get(path).await.text().contains(id), "{path}: {text}");
    }
}

#[tokio::test]
async fn reading_every_page_writes_nothing() {
    let town = Town::new();
    let site = town.site();
    let before = town.folder.ledger().head().unwrap();
    for path in pages(&town)
        .iter()
        .map(String::as_str)
        .chain(["/checkpoint", "/ledger/entries/3/proof"])
    {
        site.get(path).await;
    }
    assert_eq!(town.folder.ledger().head().unwrap(), before);
    let post = site.post("/tasks/nv-000002").await;
    assert_eq!(post, StatusCode::METHOD_NOT_ALLOWED);
}
