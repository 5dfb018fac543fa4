//! Whatever is appended, refused, erased and signed: the log verifies, and
//! every stream has the versions that a plain count gives.

mod suite;

use std::collections::BTreeMap;

use dondoc_ledger::{
    Append, AppendError, AppendRefusal, ExpectedVersion, Ledger, MemoryAttachments, MemoryStore,
    Seeded,
};
use proptest::prelude::*;
use serde_json::json;

#[derive(Debug, Clone)]
enum Step {
    Append {
        streams: Vec<u8>,
        expect: Vec<(u8, ExpectedVersion)>,
        second: u8,
    },
    Redact(u64),
    Checkpoint,
}

fn steps() -> impl Strategy<Value = Vec<Step>> {
    let expected = prop_oneof![
        Just(ExpectedVersion::Any),
        Just(ExpectedVersion::New),
        (0..6_u64).prop_map(ExpectedVersion::Exact),
    ];
    let append = (
        prop::collection::vec(0..5_u8, 1..40),
        prop::collection::vec((0..5_u8, expected), 0..2),
        0..60_u8,
    );
    let append = append.prop_map(|(streams, expect, second)| Step::Append {
        streams,
        expect,
        second,
    });
    let step = prop_oneof![
        6 => append,
        1 => (0..200_u64).prop_map(Step::Redact),
        1 => Just(Step::Checkpoint),
    ];
    prop::collection::vec(step, 0..40)
}

fn name(stream: u8) -> String {
    format!("stream/{stream}")
}

fn holds(expected: ExpectedVersion, version: u64) -> bool {
    match expected {
        ExpectedVersion::Any => true,
        ExpectedVersion::New => version == 0,
        ExpectedVersion::Exact(exact) => version == exact,
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 60, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_log_verifies(steps in steps()) {
        let ledger = Ledger::open(
            Box::new(MemoryStore::default()),
            Box::new(MemoryAttachments::default()),
            Box::new(Seeded::new(b"property")),
        ).unwrap();
        let mut versions: BTreeMap<u8, u64> = BTreeMap::new();
        for step in steps {
            match step {
                Step::Append { streams, expect, second } => {
                    let fits = expect.iter().all(|(stream, expected)| {
                        holds(*expected, versions.get(stream).copied().unwrap_or(0))
                    });
                    let append = Append {
                        expect: expect.iter().map(|(stream, e)| (name(*stream), *e)).collect(),
                        entries: streams.iter().map(|s| suite::entry(&name(*s), json!(s))).collect(),
                    };
                    let at = suite::at(&format!("2024-09-30T05:00:{second:02}Z"));
                    match ledger.append(append, at) {
                        Ok(done) => {
                            prop_assert!(fits);
                            for (stream, version) in streams.iter().zip(done.versions) {
                                let count = versions.entry(*stream).or_default();
                                *count += 1;
                                prop_assert_eq!(*count, version);
                            }
                        }
                        Err(AppendError::Refused(AppendRefusal::Conflict { .. })) => prop_assert!(!fits),
                        Err(other) => panic!("{other}"),
                    }
                }
                Step::Redact(entry) => {
                    let day = jiff::civil::date(2024, 10, 1);
                    // Refused where there is nothing to erase.
                    let _ = ledger.redact(&suite::redaction(entry), suite::actor(), day, suite::noon());
                }
                Step::Checkpoint => {
                    ledger.checkpoint(&suite::signer()).unwrap();
                }
            }
        }
        prop_assert_eq!(suite::problems(&ledger), vec![]);
        for (stream, version) in versions {
            prop_assert_eq!(ledger.version(&name(stream)).unwrap(), version);
        }
        let leaves: Vec<_> = suite::all(&ledger).iter().map(|entry| entry.leaf).collect();
        prop_assert_eq!(ledger.head().unwrap().root, suite::naive_root(&leaves));
    }
}
