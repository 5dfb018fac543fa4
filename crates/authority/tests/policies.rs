//! The policies themselves: each parses, is valid, has an id and words.

#![expect(clippy::expect_used, reason = "helpers of tests")]

use std::collections::BTreeSet;

use cedar_policy::{PolicySet, Schema, ValidationMode, Validator};
use dondoc_authority::{Action, Authority};
use dondoc_messages::{Lang, text};
use dondoc_registry::Power;

fn folder() -> std::path::PathBuf {
    std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("policies")
}
fn files() -> Vec<(String, String)> {
    let mut files: Vec<_> = std::fs::read_dir(folder())
        .expect("the folder")
        .map(|entry| entry.expect("an entry").path())
        .filter(|path| path.extension().is_some_and(|ext| ext == "cedar"))
        .map(|path| {
            let text = std::fs::read_to_string(&path).expect("it reads");
            (path.display().to_string(), text)
        })
        .collect();
    files.sort();
    files
}
fn schema() -> Schema {
    let text = std::fs::read_to_string(folder().join("schema.cedarschema")).expect("the schema");
    Schema::from_cedarschema_str(&text)
        .expect("it is a schema")
        .0
}

#[test]
fn every_policy_is_valid_against_the_schema() {
    let validator = Validator::new(schema());
    for (file, text) in files() {
        let set: PolicySet = text.parse().unwrap_or_else(|e| panic!("{file}: {e:?}"));
        let result = validator.validate(&set, ValidationMode::Strict);
        let errors: Vec<String> = result
            .validation_errors()
            .map(ToString::to_string)
            .collect();
        assert!(errors.is_empty(), "{file}: {}", errors.join("\n"));
    }
}

#[test]
fn every_policy_has_an_id_of_its_own_that_is_said_in_both_languages_and_is_loaded() {
    let mut ids = BTreeSet::new();
    for (file, policies) in files() {
        let set: PolicySet = policies.parse().expect("it parses");
        for policy in set.policies() {
            let id = policy.annotation("id").unwrap_or_default().to_owned();
            assert!(!id.is_empty(), "{file}: a policy without @id");
            for lang in Lang::ALL {
                let key = format!("policy-{id}");
                let said = text(lang, &key, &[]);
                assert!(!said.contains(&key), "{file}: no `{key}` in {lang}");
            }
            assert!(ids.insert(id.clone()), "{file}: `{id}` stands twice");
        }
    }
    let loaded: BTreeSet<String> = Authority::load()
        .expect("the policies")
        .policy_ids()
        .map(str::to_owned)
        .collect();
    assert_eq!(loaded, ids);
}

/// Questions are remembered with their units numbered.
#[test]
fn no_policy_names_a_unit_a_post_or_a_matter() {
    for (file, text) in files() {
        for kind in [
            "Unit", "Post", "Task", "Document", "Meeting", "Grant", "OfUnit", "Whole",
        ] {
            let name = format!("{kind}::\"");
            assert!(!text.contains(&name), "{file} names a {kind}");
        }
    }
}

#[test]
fn schema_and_code_know_the_same_acts() {
    let schema = schema();
    let known: BTreeSet<String> = schema
        .actions()
        .map(|uid| uid.id().unescaped().to_owned())
        .collect();
    let acts: BTreeSet<String> = Action::ALL
        .iter()
        .map(|action| action.name().to_owned())
        .collect();
    assert_eq!(known, acts);
}

#[test]
fn every_act_has_a_name_in_both_languages_and_every_power_is_an_act() {
    for action in Action::ALL {
        let key = format!("act-{}", action.name().replace(['.', '_'], "-"));
        for lang in Lang::ALL {
            let said = text(lang, &key, &[]);
            assert!(!said.contains(&key), "no `{key}` in {lang}");
        }
    }
    for power in Power::ALL {
        assert!(power.name().parse::<Action>().is_ok(), "{power}");
    }
}
