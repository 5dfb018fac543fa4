//! The menu: a few parts, and within the part one stands in, its pages.

use dondoc_registry::Role;
use jiff::civil::Date;

use super::Link;
use crate::ask::{Ask, link};
use crate::who::Who;

/// A part of the menu: its name, and its pages as path and name.
type Part = (&'static str, &'static [(&'static str, &'static str)]);

const PARTS: [Part; 8] = [
    ("site-nav-overview", &[("/", "site-nav-overview")]),
    (
        "site-nav-work",
        &[
            ("/my", "flow-my"),
            ("/inbox", "flow-inbox"),
            ("/tasks", "site-nav-tasks"),
            ("/board", "office-nav"),
        ],
    ),
    (
        "site-nav-documents",
        &[("/documents", "site-nav-documents")],
    ),
    (
        "site-nav-briefing",
        &[
            ("/briefing", "site-nav-briefings"),
            ("/meetings", "meeting-nav"),
        ],
    ),
    ("investment-nav", &[("/investment", "investment-nav")]),
    (
        "procedures-nav",
        &[
            ("/procedures", "procedures-logs-nav"),
            ("/catalogue", "procedure-catalogue"),
        ],
    ),
    (
        "site-nav-bodies",
        &[
            ("/units", "site-nav-units"),
            ("/authority", "authority-nav"),
            ("/delegations", "authority-delegations"),
        ],
    ),
    (
        "site-nav-ledger",
        &[
            ("/ledger", "site-nav-entries"),
            ("/receipts", "site-nav-receipts"),
        ],
    ),
];

/// Links of a menu, each with whether the page belongs there.
type Links = Vec<(Link, bool)>;

/// Returns the parts of the menu, and the pages of the part that is asked for
/// (none where it has but one).
pub(crate) fn of(ask: &Ask, day: Option<Date>) -> (Links, Links) {
    // Offered by the posts held; whether it may be done, the policies say.
    let held = ask.who.as_deref().and_then(Who::acting);
    let works = |role| matches!(role, Role::Clerk | Role::Head | Role::DeputyHead);
    let offers = |path: &str| match path {
        "/my" => held.is_some(),
        "/inbox" => held.is_some_and(|held| works(held.role)),
        "/board" | "/delegations" => ask.who.is_some(),
        _ => true,
    };
    let made = |path: &str, key: &str| Link {
        href: link(path, day, ask),
        text: ask.words.t(key),
    };
    let (mut parts, mut rooms) = (Vec::new(), Vec::new());
    for (name, pages) in PARTS {
        let offered = || pages.iter().filter(|(path, _)| offers(path));
        let here = pages.iter().any(|(path, _)| belongs(&ask.path, path));
        if let Some((first, _)) = offered().next() {
            parts.push((made(first, name), here));
        }
        if here && offered().count() > 1 {
            let room = |(path, key): &(&str, &str)| (made(path, key), belongs(&ask.path, path));
            rooms = offered().map(room).collect();
        }
    }
    (parts, rooms)
}

/// Returns what a search from a page keeps: the day and the language asked for.
pub(crate) fn kept(ask: &Ask, day: Option<Date>) -> Vec<(&'static str, String)> {
    let day = day.map(|day| ("as_of", day.to_string()));
    let lang = ask.says_lang.then(|| ("lang", ask.words.lang.to_string()));
    day.into_iter().chain(lang).collect()
}

/// Returns whether the page at `path` stands under `root`.
fn belongs(path: &str, root: &str) -> bool {
    match path.strip_prefix(root) {
        Some(rest) => rest.is_empty() || (root != "/" && rest.starts_with('/')),
        None => false,
    }
}

#[cfg(test)]
mod tests {
    use super::belongs;

    #[test]
    fn a_page_belongs_to_what_stands_above_it() {
        assert!(belongs("/", "/"));
        assert!(!belongs("/tasks", "/"));
        assert!(belongs("/tasks/nv-1", "/tasks"));
        assert!(!belongs("/tasks-of-others", "/tasks"));
    }
}
