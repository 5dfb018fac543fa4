//! What every store must do, as plain functions over a fresh ledger. Each
//! store's tests name it once with `store_suite!`.
#![allow(
    dead_code,
    unreachable_pub,
    clippy::unwrap_used,
    reason = "shared by the test programs of several crates; each uses a part"
)]

use std::collections::{BTreeMap, BTreeSet};
use std::ops::ControlFlow;
use std::sync::Mutex;

use dondoc_ledger::merkle::{node_hash, verify_consistency, verify_inclusion};
use dondoc_ledger::{
    Actor, Append, AppendError, AppendRefusal, Appended, Entry, ExpectedVersion, Hash, Ledger,
    MemoryAttachments, MemoryStore, NewEntry, NoteSigner, Problem, RedactError, RedactRefusal,
    Redaction, RestoreError, Sink, Source, StoreError, TreeHead,
};
use jiff::Timestamp;
use serde_json::{Value, json};

/// Declares one test for each rule, on the ledger that `$make` gives. The
/// second value of `$make` lives as long as the ledger (a temporary folder).
#[macro_export]
macro_rules! store_suite {
    ($make:path) => {
        $crate::store_suite!($make:
            an_append_over_several_streams_is_all_or_nothing
            a_stale_version_is_refused_and_the_present_one_named
            of_many_who_expect_the_same_version_one_wins
            concurrent_appends_leave_no_gap
            recorded_time_never_goes_back
            recorded_time_is_kept_to_the_microsecond
            numbers_with_a_fraction_are_refused_with_their_place
            names_of_the_ledger_itself_are_refused
            an_empty_append_is_refused
            an_attachment_must_be_stored_before_it_is_named
            a_stream_is_read_by_version
            what_is_read_is_what_was_appended
            roots_are_those_of_the_naive_tree
            every_entry_has_a_proof_and_wrong_ones_fail
            every_older_size_is_proved_a_prefix
            proofs_as_files_verify_and_changed_ones_do_not
            a_redacted_payload_is_gone_and_every_proof_stays
            only_a_payload_that_is_there_can_be_redacted
            a_log_verifies_against_checkpoints_kept_elsewhere
            an_export_restores_to_the_same_head
            a_changed_export_is_refused
        );
    };
    ($make:path: $($name:ident)+) => {
        $( #[test] fn $name() {
            let (ledger, _kept) = $make();
            suite::$name(&ledger);
        } )+
    };
}

pub fn at(text: &str) -> Timestamp {
    text.parse().unwrap()
}

pub fn noon() -> Timestamp {
    at("2024-09-30T05:00:00Z")
}

pub fn actor() -> Actor {
    Actor {
        person: "nguyen-van-a".to_owned(),
        post: "chanh-van-phong".to_owned(),
        unit: "van-phong-thanh-uy".to_owned(),
        delegation: None,
    }
}

pub fn entry(stream: &str, payload: Value) -> NewEntry {
    NewEntry {
        stream: stream.to_owned(),
        kind: "task.reported".to_owned(),
        schema: 1,
        valid: "2024-09-30".parse().unwrap(),
        actor: actor(),
        payload,
        attachments: vec![],
    }
}

pub fn one(stream: &str, expected: ExpectedVersion, payload: Value) -> Append {
    Append {
        expect: vec![(stream.to_owned(), expected)],
        entries: vec![entry(stream, payload)],
    }
}

/// Appends `count` entries over a few streams, some at a time.
pub fn fill(ledger: &Ledger, count: u64) {
    let start = ledger.poll_head().unwrap();
    let entries: Vec<_> = (start..start + count)
        .map(|n| entry(&format!("task/nv-{}", n % 7), json!({"n": n})))
        .collect();
    for chunk in entries.chunks(130) {
        let append = Append {
            expect: vec![],
            entries: chunk.to_vec(),
        };
        ledger.append(append, noon()).unwrap();
    }
}

pub fn all(ledger: &Ledger) -> Vec<Entry> {
    let mut entries = Vec::new();
    let keep = |entry: dondoc_ledger::EntryView<'_>| {
        entries.push(entry.to_entry());
        ControlFlow::Continue(())
    };
    ledger.scan(0, keep).unwrap();
    entries
}

pub fn signer() -> NoteSigner {
    NoteSigner::from_seed("dondoc.vn/hanoi/test", &[7; 32]).unwrap()
}

pub fn problems(ledger: &Ledger) -> Vec<Problem> {
    let keys = [signer().verifier()];
    ledger.verify(&keys, &[], &mut |_| ()).problems
}

pub fn refusal(answer: Result<Appended, AppendError>) -> AppendRefusal {
    match answer {
        Err(AppendError::Refused(refusal)) => refusal,
        other => panic!("expected a refusal, got {other:?}"),
    }
}

pub fn an_append_over_several_streams_is_all_or_nothing(ledger: &Ledger) {
    let both = |b| Append {
        expect: vec![
            ("a".to_owned(), ExpectedVersion::Any),
            ("b".to_owned(), ExpectedVersion::Exact(b)),
        ],
        entries: vec![
            entry("a", json!(1)),
            entry("b", json!(2)),
            entry("a", json!(3)),
        ],
    };
    let done = ledger.append(both(0), noon()).unwrap();
    assert_eq!((done.first, done.versions), (0, vec![1, 1, 2]));
    refusal(ledger.append(both(0), noon()));
    assert_eq!(ledger.poll_head().unwrap(), 3);
    assert_eq!(ledger.version("a").unwrap(), 2);
    assert_eq!(ledger.append(both(1), noon()).unwrap().first, 3);
    assert_eq!(problems(ledger), []);
}

pub fn a_stale_version_is_refused_and_the_present_one_named(ledger: &Ledger) {
    let append = |expected| ledger.append(one("a", expected, json!({})), noon());
    append(ExpectedVersion::New).unwrap();
    append(ExpectedVersion::Exact(1)).unwrap();
    append(ExpectedVersion::Any).unwrap();
    for expected in [
        ExpectedVersion::New,
        ExpectedVersion::Exact(2),
        ExpectedVersion::Exact(4),
    ] {
        let refused = AppendRefusal::Conflict {
            stream: "a".to_owned(),
            expected,
            actual: 3,
        };
        assert_eq!(refusal(append(expected)), refused);
    }
}

pub fn of_many_who_expect_the_same_version_one_wins(ledger: &Ledger) {
    let won = Mutex::new(Vec::new());
    std::thread::scope(|scope| {
        for thread in 0..6 {
            let won = &won;
            scope.spawn(move || {
                for version in 0..10 {
                    let append = one("a", ExpectedVersion::Exact(version), json!(thread));
                    match ledger.append(append, noon()) {
                        Ok(_) => won.lock().unwrap().push(version),
                        Err(AppendError::Refused(AppendRefusal::Conflict { .. })) => {}
                        Err(other) => panic!("{other}"),
                    }
                }
            });
        }
    });
    let mut won = won.into_inner().unwrap();
    won.sort_unstable();
    let size = ledger.poll_head().unwrap();
    assert_eq!(
        won,
        (0..size).collect::<Vec<_>>(),
        "each version was won once"
    );
    assert!(size > 0);
    assert_eq!(problems(ledger), []);
}

pub fn concurrent_appends_leave_no_gap(ledger: &Ledger) {
    std::thread::scope(|scope| {
        for thread in 0..6 {
            scope.spawn(move || {
                for n in 0..10 {
                    let stream = format!("t{thread}");
                    let append = one(&stream, ExpectedVersion::Exact(n), json!(n));
                    let done = ledger.append(append, noon()).unwrap();
                    let found = ledger.entry(done.first).unwrap().unwrap();
                    assert_eq!((found.stream, found.version), (stream, n + 1));
                }
            });
        }
    });
    assert_eq!(ledger.poll_head().unwrap(), 60);
    assert_eq!(problems(ledger), []);
}

pub fn recorded_time_never_goes_back(ledger: &Ledger) {
    let late = at("2024-09-30T05:00:01Z");
    let append = || one("a", ExpectedVersion::Any, json!({}));
    assert_eq!(ledger.append(append(), late).unwrap().clock_behind_us, 0);
    let done = ledger.append(append(), noon()).unwrap();
    assert_eq!((done.recorded, done.clock_behind_us), (late, 1_000_000));
    assert_eq!(problems(ledger), []);
}

pub fn recorded_time_is_kept_to_the_microsecond(ledger: &Ledger) {
    let append = one("a", ExpectedVersion::Any, json!({}));
    let fine = at("2024-09-30T05:00:01.123456789Z");
    let done = ledger.append(append, fine).unwrap();
    assert_eq!(done.recorded, at("2024-09-30T05:00:01.123456Z"));
    assert_eq!(ledger.entry(0).unwrap().unwrap().recorded, done.recorded);
}

pub fn numbers_with_a_fraction_are_refused_with_their_place(ledger: &Ledger) {
    let append = one(
        "a",
        ExpectedVersion::Any,
        json!({"list": [1, {"tỷ lệ": 0.5}]}),
    );
    let AppendRefusal::Payload { entry: 0, problem } = refusal(ledger.append(append, noon()))
    else {
        panic!("another refusal");
    };
    assert_eq!(problem.at, "/list/1/tỷ lệ");
    assert_eq!(ledger.poll_head().unwrap(), 0);
}

pub fn names_of_the_ledger_itself_are_refused(ledger: &Ledger) {
    for name in ["ledger", "ledger.redacted", "ledger/x"] {
        let stream = one(name, ExpectedVersion::Any, json!({}));
        let mut kind = one("a", ExpectedVersion::Any, json!({}));
        kind.entries[0].kind = name.to_owned();
        for append in [stream, kind] {
            let refused = refusal(ledger.append(append, noon()));
            assert!(matches!(refused, AppendRefusal::Reserved { .. }));
        }
    }
    for name in ["", "a\nb"] {
        let refused = refusal(ledger.append(one(name, ExpectedVersion::Any, json!({})), noon()));
        assert!(matches!(refused, AppendRefusal::BadName { .. }));
    }
    let near = one("ledgers", ExpectedVersion::Any, json!({}));
    ledger.append(near, noon()).unwrap();
}

pub fn an_empty_append_is_refused(ledger: &Ledger) {
    let refused = refusal(ledger.append(Append::default(), noon()));
    assert_eq!(refused, AppendRefusal::Empty);
}

pub fn an_attachment_must_be_stored_before_it_is_named(ledger: &Ledger) {
    let hash = Hash::of("biên bản".as_bytes());
    let mut append = one("a", ExpectedVersion::Any, json!({}));
    append.entries[0].attachments = vec![hash];
    let refused = refusal(ledger.append(append.clone(), noon()));
    assert_eq!(refused, AppendRefusal::NoAttachment { hash });
    assert_eq!(
        ledger.attachments().put("biên bản".as_bytes()).unwrap(),
        hash
    );
    ledger.append(append, noon()).unwrap();
    assert_eq!(ledger.entry(0).unwrap().unwrap().attachments, [hash]);
    assert_eq!(problems(ledger), []);
    ledger.attachments().erase(&hash).unwrap();
    let missing = Problem::AttachmentMissing { hash, entry: 0 };
    assert_eq!(problems(ledger), [missing]);
}

pub fn a_stream_is_read_by_version(ledger: &Ledger) {
    fill(ledger, 40);
    let mut seen = Vec::new();
    let keep = |entry: dondoc_ledger::EntryView<'_>| {
        seen.push((entry.version, entry.index));
        ControlFlow::Continue(())
    };
    ledger.scan_stream("task/nv-3", 2, keep).unwrap();
    assert_eq!(seen, [(3, 17), (4, 24), (5, 31), (6, 38)]);
}

pub fn what_is_read_is_what_was_appended(ledger: &Ledger) {
    let mut new = entry("a", json!({"b": 1, "a": "Hà Nội"}));
    new.actor.delegation = Some("uq-12".to_owned());
    new.schema = u16::MAX;
    let append = Append {
        expect: vec![],
        entries: vec![new.clone()],
    };
    ledger.append(append, noon()).unwrap();
    let found = ledger.entry(0).unwrap().unwrap();
    assert_eq!(found.actor, new.actor);
    assert_eq!(
        (found.kind, found.schema, found.valid),
        (new.kind, new.schema, new.valid)
    );
    let payload = found.payload.unwrap();
    assert_eq!(payload, "{\"a\":\"Hà Nội\",\"b\":1}".as_bytes());
    let commitment = dondoc_ledger::commitment(&found.salt.unwrap(), &payload);
    assert_eq!(found.commitment, commitment);
    assert_eq!(ledger.entry(1).unwrap(), None);
}

/// The tree of RFC 6962, section 2.1, word for word.
pub fn naive_root(leaves: &[Hash]) -> Hash {
    match leaves {
        [] => Hash::of(b""),
        [leaf] => *leaf,
        _ => {
            let (left, right) = leaves.split_at(leaves.len().next_power_of_two() / 2);
            node_hash(&naive_root(left), &naive_root(right))
        }
    }
}

pub fn roots_are_those_of_the_naive_tree(ledger: &Ledger) {
    fill(ledger, 700);
    let leaves: Vec<_> = all(ledger)
        .iter()
        .map(|entry| entry.view().computed_leaf())
        .collect();
    for size in (0..=700)
        .step_by(13)
        .chain([1, 2, 255, 256, 257, 511, 512, 513, 700])
    {
        let root = ledger.root_at(size as u64).unwrap();
        assert_eq!(root, naive_root(&leaves[..size]), "of the first {size}");
    }
    assert!(ledger.root_at(701).is_err());
}

pub fn every_entry_has_a_proof_and_wrong_ones_fail(ledger: &Ledger) {
    fill(ledger, 300);
    let entries = all(ledger);
    for size in [1, 2, 3, 7, 8, 255, 256, 257, 300] {
        let root = ledger.root_at(size).unwrap();
        let head = TreeHead { size, root };
        for index in (0..size).filter(|index| size < 10 || index % 11 == 0 || index + 2 > size) {
            let path = ledger.inclusion_proof(index, size).unwrap().unwrap();
            let leaf = entries[index as usize].leaf;
            assert!(verify_inclusion(&leaf, index, &head, &path));
            assert!(!verify_inclusion(&leaf, index + 1, &head, &path));
            assert!(!verify_inclusion(&Hash::of(b"x"), index, &head, &path));
            let longer = [path.as_slice(), &[leaf]].concat();
            assert!(!verify_inclusion(&leaf, index, &head, &longer));
            if let Some(shorter) = path.get(1..) {
                assert!(!verify_inclusion(&leaf, index, &head, shorter));
            }
        }
    }
    assert_eq!(ledger.inclusion_proof(300, 300).unwrap(), None);
}

pub fn every_older_size_is_proved_a_prefix(ledger: &Ledger) {
    fill(ledger, 300);
    let head = |size| TreeHead {
        size,
        root: ledger.root_at(size).unwrap(),
    };
    let sizes: Vec<u64> = (0..20).chain([255, 256, 257, 299, 300]).collect();
    for (place, &old) in sizes.iter().enumerate() {
        for &new in &sizes[place..] {
            let path = ledger.consistency_proof(old, new).unwrap().unwrap();
            assert!(
                verify_consistency(&head(old), &head(new), &path),
                "{old} to {new}"
            );
            let other = TreeHead {
                size: old,
                root: Hash::of(b"another"),
            };
            assert!(
                !verify_consistency(&other, &head(new), &path),
                "{old} to {new}"
            );
        }
    }
    assert_eq!(ledger.consistency_proof(5, 4).unwrap(), None);
}

pub fn proofs_as_files_verify_and_changed_ones_do_not(ledger: &Ledger) {
    use dondoc_ledger::{ConsistencyProof, InclusionProof};
    fill(ledger, 20);
    let keys = [signer().verifier()];
    let proof = ledger.prove_inclusion(&signer(), 5, Some(13)).unwrap();
    let text = proof.to_text();
    let read = InclusionProof::parse(&text).unwrap();
    assert_eq!(read, proof);
    let (entry, checkpoint) = read.verify(&keys).unwrap();
    assert_eq!((entry.index, checkpoint.head.size), (5, 13));
    for changed in 0..text.len() {
        let mut bytes = text.clone().into_bytes();
        bytes[changed] ^= 1;
        let verified = String::from_utf8(bytes)
            .ok()
            .and_then(|text| InclusionProof::parse(&text).ok())
            .and_then(|proof| proof.verify(&keys).ok());
        assert!(
            verified.is_none(),
            "byte {changed} of the proof was changed"
        );
    }
    let proof = ledger.prove_consistency(&signer(), 5, None).unwrap();
    let json = serde_json::to_string(&proof).unwrap();
    let mut read: ConsistencyProof = serde_json::from_str(&json).unwrap();
    assert_eq!(read.verify(&keys).unwrap().head.size, 20);
    read.old.size = 6;
    assert!(read.verify(&keys).is_err());
    assert!(ledger.prove_inclusion(&signer(), 20, None).is_err());
    assert!(ledger.prove_consistency(&signer(), 0, Some(21)).is_err());
}

pub fn redaction(entry: u64) -> Redaction {
    Redaction {
        entry,
        provision: "Nghị định 13/2023/NĐ-CP, Điều 16".to_owned(),
        reason: "yêu cầu của chủ thể dữ liệu".to_owned(),
        attachments: vec![],
    }
}

pub fn a_redacted_payload_is_gone_and_every_proof_stays(ledger: &Ledger) {
    fill(ledger, 10);
    let hash = ledger.attachments().put(b"photo").unwrap();
    let mut append = one("b", ExpectedVersion::New, json!({"phone": "0901234567"}));
    append.entries[0].attachments = vec![hash];
    ledger.append(append, noon()).unwrap();
    let before = ledger.head().unwrap();
    let mut redaction = redaction(10);
    redaction.attachments = vec![hash];
    let day = "2024-10-01".parse().unwrap();
    let done = ledger.redact(&redaction, actor(), day, noon()).unwrap();
    assert_eq!((done.recorded_as, done.bytes_gone), (11, true));
    let erased = ledger.entry(10).unwrap().unwrap();
    assert_eq!((erased.payload, erased.salt), (None, None));
    assert_eq!(ledger.root_at(11).unwrap(), before.root);
    assert!(!ledger.attachments().has(&hash).unwrap());
    let said = ledger.entry(11).unwrap().unwrap();
    let read = dondoc_ledger::read_redaction(&said.kind, said.payload.as_deref());
    assert_eq!(read, Some(redaction));
    let verified = ledger.verify(&[], &[], &mut |_| ());
    assert_eq!((verified.erased, verified.problems), (1, vec![]));
    assert!(ledger.finish_erasures().unwrap());
}

pub fn only_a_payload_that_is_there_can_be_redacted(ledger: &Ledger) {
    fill(ledger, 3);
    let redact = |redaction: &Redaction| {
        let day = "2024-10-01".parse().unwrap();
        match ledger.redact(redaction, actor(), day, noon()) {
            Ok(_) => None,
            Err(RedactError::Refused(refusal)) => Some(refusal),
            Err(other) => panic!("{other}"),
        }
    };
    let nowhere = RedactRefusal::NoSuchEntry { entry: 3, size: 3 };
    assert_eq!(redact(&redaction(3)), Some(nowhere));
    let mut bare = redaction(1);
    bare.provision = " ".to_owned();
    assert_eq!(redact(&bare), Some(RedactRefusal::NoProvision));
    let mut foreign = redaction(1);
    let hash = Hash::of(b"x");
    foreign.attachments = vec![hash];
    let refused = RedactRefusal::NotItsAttachment { entry: 1, hash };
    assert_eq!(redact(&foreign), Some(refused));
    assert_eq!(redact(&redaction(1)), None);
    let again = RedactRefusal::AlreadyErased { entry: 1 };
    assert_eq!(redact(&redaction(1)), Some(again));
    assert_eq!(redact(&redaction(3)), Some(RedactRefusal::Own { entry: 3 }));
    assert_eq!(ledger.poll_head().unwrap(), 4);
}

pub fn a_log_verifies_against_checkpoints_kept_elsewhere(ledger: &Ledger) {
    let keys = [signer().verifier()];
    fill(ledger, 30);
    let kept = ledger.checkpoint(&signer()).unwrap();
    fill(ledger, 30);
    let verify = |kept: String| ledger.verify(&keys, &[kept], &mut |_| ());
    let verified = verify(kept.clone());
    assert_eq!((verified.checkpoints, verified.problems), (2, vec![]));
    assert_eq!(verified.head, ledger.head().unwrap());
    let root = Hash::of(b"another history");
    let forged = signer().sign(&TreeHead { size: 30, root });
    assert_eq!(verify(forged).problems, [Problem::KeptRoot { size: 30 }]);
    let longer = signer().sign(&TreeHead { size: 61, root });
    let beyond = Problem::KeptBeyond { size: 61, log: 60 };
    assert_eq!(verify(longer).problems, [beyond]);
    let bad = verify(kept.replace("hanoi", "danang")).problems;
    assert!(
        matches!(bad[..], [Problem::KeptBad { number: 1, .. }]),
        "{bad:?}"
    );
}

/// An export in memory.
#[derive(Default, Clone)]
pub struct Files(pub BTreeMap<String, Vec<u8>>);

impl Sink for Files {
    fn put(&mut self, path: &str, bytes: &[u8]) -> Result<(), StoreError> {
        let before = self.0.insert(path.to_owned(), bytes.to_vec());
        assert_eq!(before, None, "`{path}` is written once");
        Ok(())
    }
}

impl Source for Files {
    fn get(&self, path: &str) -> Result<Option<Vec<u8>>, StoreError> {
        Ok(self.0.get(path).cloned())
    }
}

/// An export of a log with everything in it.
pub fn export(ledger: &Ledger, count: u64) -> Files {
    fill(ledger, count / 2);
    ledger.checkpoint(&signer()).unwrap();
    let hash = ledger.attachments().put(b"minutes").unwrap();
    let mut append = one("b", ExpectedVersion::New, json!({"phone": "0901234567"}));
    append.entries[0].attachments = vec![hash];
    ledger.append(append, noon()).unwrap();
    fill(ledger, count / 2);
    let day = "2024-10-01".parse().unwrap();
    ledger.redact(&redaction(1), actor(), day, noon()).unwrap();
    let mut files = Files::default();
    let keys = [signer().verifier()];
    ledger
        .export(&signer(), &keys, &mut files, &mut |_| ())
        .unwrap();
    files
}

pub fn restore(files: &Files) -> Result<(TreeHead, MemoryStore), RestoreError> {
    let store = MemoryStore::default();
    let attachments = MemoryAttachments::default();
    let head = dondoc_ledger::restore(files, &[], &store, &attachments, &mut |_| ())?;
    Ok((head, store))
}

pub fn an_export_restores_to_the_same_head(ledger: &Ledger) {
    let files = export(ledger, 600);
    let (head, store) = restore(&files).unwrap();
    assert_eq!(head, ledger.head().unwrap());
    let attachments = MemoryAttachments::default();
    dondoc_ledger::Attachments::put(&attachments, b"minutes").unwrap();
    let entropy = Box::new(dondoc_ledger::Seeded::new(b"restored"));
    let again = Ledger::open(Box::new(store), Box::new(attachments), entropy).unwrap();
    assert_eq!(problems(&again), []);
    assert_eq!(all(&again), all(ledger));
    let mut second = Files::default();
    let keys = [signer().verifier()];
    again
        .export(&signer(), &keys, &mut second, &mut |_| ())
        .unwrap();
    assert_eq!(
        second.0, files.0,
        "an export of the restored log is the same"
    );
}

pub fn a_changed_export_is_refused(ledger: &Ledger) {
    let files = export(ledger, 300);
    let mut refused = BTreeSet::new();
    for (path, bytes) in &files.0 {
        // Bytes all over each file, the same on every run.
        let step = (bytes.len() / 7).max(1);
        for place in (0..bytes.len()).step_by(step).chain([bytes.len() - 1]) {
            let mut changed = files.clone();
            changed.0.get_mut(path).unwrap()[place] ^= 0x04;
            let harmless = path == "ledger.json" && bytes[place].is_ascii_whitespace();
            if restore(&changed).is_ok() && !harmless {
                panic!("byte {place} of `{path}` was changed unseen");
            }
            refused.insert(path.clone());
        }
        let mut missing = files.clone();
        missing.0.remove(path);
        assert!(restore(&missing).is_err(), "`{path}` is missing unseen");
    }
    assert_eq!(refused.len(), files.0.len());
}
