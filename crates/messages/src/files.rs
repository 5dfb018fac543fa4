//! The Fluent files, compiled in. `tests::every_file_is_compiled_in` compares
//! this list with the folder.

macro_rules! files {
    ($($room:literal),+ $(,)?) => {
        pub(crate) const VI: &[(&str, &str)] =
            &[$(($room, include_str!(concat!("../locales/vi/", $room, ".ftl")))),+];
        pub(crate) const EN: &[(&str, &str)] =
            &[$(($room, include_str!(concat!("../locales/en/", $room, ".ftl")))),+];
    };
}

files![
    "account",
    "api",
    "authority",
    "authority-pages",
    "briefing",
    "calendar",
    "city",
    "clerk",
    "cli",
    "edxml",
    "flow",
    "identity",
    "investment",
    "investment-pages",
    "investment-room",
    "ledger",
    "logs",
    "meeting-pages",
    "meetings",
    "mining",
    "notice-pages",
    "notices",
    "office",
    "procedure-catalogue",
    "procedure-import",
    "procedure-pages",
    "procedure-room",
    "procedures",
    "push",
    "readers",
    "registry",
    "search",
    "service-index",
    "sheet-pages",
    "sheets",
    "site",
    "tasks",
    "webhooks"
];
