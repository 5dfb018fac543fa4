//! Everything the ledger says has words in both languages.

use dondoc_kinds::Say;
use dondoc_ledger::{
    AppendRefusal, BadNote, ExpectedVersion, Hash, NotCanonical, NotCanonicalWhy, Problem,
    RedactRefusal,
};

fn check(said: &dyn Say) {
    let files = [
        include_str!("../../messages/locales/vi/ledger.ftl"),
        include_str!("../../messages/locales/en/ledger.ftl"),
    ];
    for file in files {
        let key = said.key();
        let begin = format!("{key} = ");
        let line = file.lines().find_map(|line| line.strip_prefix(&begin));
        let words = line.unwrap_or_else(|| panic!("no words for `{key}`"));
        let args = said.args();
        for (name, _) in &args {
            assert!(
                words.contains(&format!("{{ ${name} }}")),
                "`{key}` does not say `{name}`"
            );
        }
        let named = words.matches("{ $").count();
        assert_eq!(named, args.len(), "`{key}` says what it is not given");
    }
}

#[test]
fn every_refusal_of_an_append_has_words() {
    let payload = |why| AppendRefusal::Payload {
        entry: 0,
        problem: NotCanonical {
            at: "/a".to_owned(),
            why,
        },
    };
    let name = String::from("x");
    let all = [
        AppendRefusal::Empty,
        AppendRefusal::Conflict {
            stream: name.clone(),
            expected: ExpectedVersion::New,
            actual: 1,
        },
        AppendRefusal::BadName { name: name.clone() },
        AppendRefusal::Reserved { name },
        AppendRefusal::BadDay { entry: 0 },
        payload(NotCanonicalWhy::Fraction),
        payload(NotCanonicalWhy::TooLarge),
        payload(NotCanonicalWhy::TooDeep),
        AppendRefusal::TooLong {
            entry: 0,
            bytes: 70_000,
        },
        AppendRefusal::NoAttachment {
            hash: Hash::of(b""),
        },
    ];
    for refusal in &all {
        check(refusal);
    }
}

#[test]
fn every_refusal_of_a_redaction_has_words() {
    let hash = Hash::of(b"");
    let all = [
        RedactRefusal::NoSuchEntry { entry: 1, size: 1 },
        RedactRefusal::AlreadyErased { entry: 1 },
        RedactRefusal::Own { entry: 1 },
        RedactRefusal::NoProvision,
        RedactRefusal::NoReason,
        RedactRefusal::NotItsAttachment { entry: 1, hash },
    ];
    for refusal in &all {
        check(refusal);
    }
}

#[test]
fn every_problem_has_words() {
    let (entry, hash) = (1, Hash::of(b""));
    let stream = String::from("task/nv-1");
    let why = String::from("why");
    let mut all = vec![
        Problem::Unreadable {
            what: why.clone(),
            why: why.clone(),
        },
        Problem::Database { why: why.clone() },
        Problem::BadRow {
            entry,
            why: why.clone(),
        },
        Problem::MissingEntries { first: 1, last: 2 },
        Problem::NotErased { entry },
        Problem::VersionGap {
            entry,
            stream: stream.clone(),
            expected: 1,
            found: 2,
        },
        Problem::AttachmentMissing { hash, entry },
        Problem::AttachmentChanged {
            hash,
            entry: Some(1),
        },
        Problem::AttachmentChanged { hash, entry: None },
        Problem::AttachmentNotErased { hash },
        Problem::Node {
            level: 1,
            position: 0,
            first: 0,
            end: 256,
        },
        Problem::CheckpointMisplaced { size: 1 },
        Problem::CheckpointRoot { size: 1 },
        Problem::CheckpointBeyond { size: 2, log: 1 },
        Problem::KeptRoot { size: 1 },
        Problem::KeptBeyond { size: 2, log: 1 },
        Problem::Snapshot {
            name: why.clone(),
            why,
        },
    ];
    for make in [
        |entry, stream| Problem::HeaderChanged { entry, stream },
        |entry, stream| Problem::PayloadChanged { entry, stream },
        |entry, stream| Problem::PayloadMissing { entry, stream },
        |entry, stream| Problem::HalfErased { entry, stream },
        |entry, stream| Problem::TimeWentBack { entry, stream },
    ] {
        all.push(make(entry, stream.clone()));
    }
    for why in [
        BadNote::NotACheckpoint,
        BadNote::UnknownKey,
        BadNote::WrongSignature,
    ] {
        all.push(Problem::CheckpointBad { size: 1, why });
        all.push(Problem::KeptBad { number: 1, why });
    }
    for problem in &all {
        check(problem);
        serde_json::to_value(problem).unwrap();
    }
}
