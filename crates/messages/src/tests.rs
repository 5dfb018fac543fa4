//! The promises of the message files.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use fluent_bundle::FluentResource;

use super::*;

/// Keys (with attributes as `key.attribute`) and the values that each names.
fn keys(sources: &[(&str, &str)]) -> BTreeMap<String, BTreeSet<String>> {
    let mut found = BTreeMap::new();
    for (room, source) in sources {
        let resource = FluentResource::try_new((*source).to_owned())
            .unwrap_or_else(|(_, errors)| panic!("{room}.ftl is broken: {errors:?}"));
        let _parsed = resource;
        let mut current = String::new();
        for line in source.lines() {
            let trimmed = line.trim_start();
            if line.starts_with('#') || trimmed.is_empty() {
                continue;
            }
            if let Some((head, _)) = line.split_once('=')
                && line.starts_with(|c: char| c.is_ascii_lowercase())
                && !head.contains('{')
            {
                current = head.trim().to_owned();
                let fresh = found.insert(current.clone(), BTreeSet::new()).is_none();
                assert!(fresh, "key `{current}` stands twice ({room}.ftl)");
            } else if let Some(rest) = trimmed.strip_prefix('.')
                && let Some((head, _)) = rest.split_once('=')
            {
                let id = current.split('.').next().unwrap_or_default().to_owned();
                current = format!("{id}.{}", head.trim());
                found.insert(current.clone(), BTreeSet::new());
            }
            let mut rest = line;
            while let Some(at) = rest.find('$') {
                rest = &rest[at + 1..];
                let end = rest
                    .find(|c: char| !(c.is_ascii_alphanumeric() || c == '_' || c == '-'))
                    .unwrap_or(rest.len());
                found
                    .get_mut(&current)
                    .unwrap()
                    .insert(rest[..end].to_owned());
            }
        }
    }
    found
}

#[test]
fn both_languages_hold_the_same_keys_naming_the_same_values() {
    let (vi, en) = (keys(files::VI), keys(files::EN));
    assert!(!vi.is_empty());
    for (key, values) in &vi {
        let other = en
            .get(key)
            .unwrap_or_else(|| panic!("`{key}` is missing in English"));
        assert_eq!(
            values, other,
            "`{key}` names different values in the two languages"
        );
    }
    for key in en.keys() {
        assert!(vi.contains_key(key), "`{key}` is missing in Vietnamese");
    }
}

#[test]
fn every_file_is_compiled_in() {
    for lang in Lang::ALL {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR"))
            .join("locales")
            .join(lang.tag());
        let mut on_disk: Vec<String> = std::fs::read_dir(folder)
            .unwrap()
            .map(|entry| entry.unwrap().file_name().into_string().unwrap())
            .collect();
        on_disk.sort();
        let mut listed: Vec<String> = files::VI
            .iter()
            .map(|(room, _)| format!("{room}.ftl"))
            .collect();
        listed.sort();
        assert_eq!(on_disk, listed);
    }
}

#[test]
fn every_key_can_be_said_with_its_values() {
    for (lang, sources) in [(Lang::Vi, files::VI), (Lang::En, files::EN)] {
        for (key, values) in keys(sources) {
            let args: Vec<(&'static str, Arg)> = values
                .iter()
                .map(|name| (&*Box::leak(name.clone().into_boxed_str()), Arg::Count(3)))
                .collect();
            let said = text(lang, &key, &args);
            assert!(!said.starts_with('['), "{lang}: `{key}` has no text");
            assert!(
                !said.contains("{$"),
                "{lang}: `{key}` left a value out: {said}"
            );
        }
    }
}

#[test]
fn days_are_written_as_each_language_writes_them() {
    assert_eq!(day(Lang::Vi, 2024, 1, 5), "05/01/2024");
    assert_eq!(day(Lang::En, 2024, 1, 5), "5 January 2024");
}

#[test]
fn an_unknown_key_shows_its_values_instead_of_vanishing() {
    assert_eq!(
        text(Lang::En, "no-such-key", &[("unit", Arg::from("x"))]),
        "[no-such-key] unit=x"
    );
}
