//! Bytes and hashes that may never change, and vectors of the standards.
#![expect(clippy::unwrap_used, reason = "a test")]

use std::ops::Range;

use dondoc_ledger::merkle::{
    Frontier, consistency_proof, inclusion_proof, leaf_hash, root_at, verify_consistency,
    verify_inclusion,
};
use dondoc_ledger::{
    Actor, Checkpoint, Entry, Hash, NoteSigner, REDACTED, Redaction, TreeHead, VerifierKey,
    canonical, commitment, read_leaf, read_redaction,
};
use serde_json::{Value, json};

fn entry() -> Entry {
    let payload = canonical(&json!({"task": "nv-000123", "said": "đã xong", "percent": 100}));
    let payload = payload.unwrap();
    let salt = [0x5a; 32];
    let mut entry = Entry {
        index: 123,
        stream: "task/nv-000123".to_owned(),
        version: 4,
        recorded: "2024-09-30T08:15:00.25Z".parse().unwrap(),
        valid: "2024-09-28".parse().unwrap(),
        actor: Actor {
            person: "nguyen-thi-b".to_owned(),
            post: "giam-doc \"quyền\"".to_owned(),
            unit: "so-tai-chinh".to_owned(),
            delegation: Some("uq-2024-7".to_owned()),
        },
        kind: "task.reported".to_owned(),
        schema: 2,
        attachments: vec![Hash::of(b"abc"), Hash::of(b"")],
        commitment: commitment(&salt, &payload),
        leaf: Hash([0; 32]),
        salt: Some(salt),
        payload: Some(payload),
    };
    entry.leaf = entry.view().computed_leaf();
    entry
}

#[test]
fn the_leaf_bytes_of_an_entry_never_change() {
    let golden = include_str!("golden/leaf.json").trim_end();
    let entry = entry();
    assert_eq!(
        String::from_utf8(entry.view().leaf_bytes()).unwrap(),
        golden
    );
    assert_eq!(
        entry.leaf.to_string(),
        "dc73c0bae76e0cbab67c026ed4fc04bb1ae76e0ccc1c909ca2e9fd97a0c49434"
    );
    let parsed: Value = serde_json::from_str(golden).unwrap();
    assert_eq!(canonical(&parsed).unwrap(), golden.as_bytes());
}

#[test]
fn leaf_bytes_read_back_and_no_other_bytes_do() {
    let entry = entry();
    let bytes = entry.view().leaf_bytes();
    let read = read_leaf(&bytes).unwrap();
    let bare = Entry {
        salt: None,
        payload: None,
        ..entry
    };
    assert_eq!(read, bare);
    let spaced = [b" ", bytes.as_slice()].concat();
    assert!(read_leaf(&spaced).is_err());
    let text = String::from_utf8(bytes).unwrap();
    assert!(read_leaf(text.replace("\"format\":1", "\"format\":2").as_bytes()).is_err());
    assert!(read_leaf(text.replace(".250000Z", ".25Z").as_bytes()).is_err());
    assert!(read_leaf(text.replace("}", ",\"x\":1}").as_bytes()).is_err());
}

#[test]
fn a_redaction_reads_back_from_its_golden_file() {
    let golden = include_str!("golden/ledger.redacted.1.json");
    let read = read_redaction(REDACTED, Some(golden.as_bytes())).unwrap();
    assert_eq!(read.entry, 10);
    let value = serde_json::to_value(&read).unwrap();
    assert_eq!(value, serde_json::from_str::<Value>(golden).unwrap());
    assert_eq!(read_redaction("task.issued", Some(golden.as_bytes())), None);
    let _: Redaction = serde_json::from_str(golden).unwrap();
}

/// Leaves, roots and proofs of the reference implementation of RFC 6962.
const LEAVES: [&[u8]; 8] = [
    b"",
    b"\x00",
    b"\x10",
    b"\x20\x21",
    b"\x30\x31",
    b"\x40\x41\x42\x43",
    b"\x50\x51\x52\x53\x54\x55\x56\x57",
    b"\x60\x61\x62\x63\x64\x65\x66\x67\x68\x69\x6a\x6b\x6c\x6d\x6e\x6f",
];
const ROOTS: [&str; 9] = [
    "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
    "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
    "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
    "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
    "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
    "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
    "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
    "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
];

fn read(level: u8, range: Range<u64>) -> Result<Vec<Hash>, ()> {
    assert_eq!(level, 0);
    let leaves = LEAVES.iter().map(|leaf| leaf_hash(leaf));
    Ok(leaves
        .skip(range.start as usize)
        .take((range.end - range.start) as usize)
        .collect())
}

fn head(size: usize) -> TreeHead {
    TreeHead {
        size: size as u64,
        root: ROOTS[size].parse().unwrap(),
    }
}

#[test]
fn roots_are_those_of_rfc_6962() {
    let mut frontier = Frontier::default();
    for size in 0..=8 {
        assert_eq!(frontier.head(), head(size));
        assert_eq!(root_at(size as u64, &mut read), Ok(head(size).root));
        assert_eq!(Frontier::load(size as u64, &mut read).unwrap(), frontier);
        if let Some(leaf) = LEAVES.get(size) {
            frontier.push(leaf_hash(leaf), |_| panic!("no tile is full"));
        }
    }
}

#[test]
fn proofs_are_those_of_rfc_6962() {
    let hashes =
        |texts: &[&str]| -> Vec<Hash> { texts.iter().map(|text| text.parse().unwrap()).collect() };
    let path = inclusion_proof(0, 8, &mut read).unwrap().unwrap();
    let known = [
        "96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7",
        "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
        "6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4",
    ];
    assert_eq!(path, hashes(&known));
    let path = consistency_proof(6, 8, &mut read).unwrap().unwrap();
    let known = [
        "0ebc5d3437fbe2db158b9f126a1d118e308181031d0a949f8dededebc558ef6a",
        "ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0",
        "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    ];
    assert_eq!(path, hashes(&known));
}

#[test]
fn all_proofs_of_small_trees_hold_and_no_changed_one_does() {
    for new in 1..=8 {
        for (index, bytes) in LEAVES.iter().enumerate().take(new) {
            let path = inclusion_proof(index as u64, new as u64, &mut read);
            let path = path.unwrap().unwrap();
            let leaf = leaf_hash(bytes);
            assert!(verify_inclusion(&leaf, index as u64, &head(new), &path));
            for other in (0..8).filter(|other| *other != index) {
                assert!(!verify_inclusion(&leaf, other as u64, &head(new), &path));
            }
        }
        for old in 0..=new {
            let path = consistency_proof(old as u64, new as u64, &mut read);
            let path = path.unwrap().unwrap();
            assert!(verify_consistency(&head(old), &head(new), &path));
            for place in 0..path.len() {
                let mut changed = path.clone();
                changed[place].0[31] ^= 1;
                assert!(!verify_consistency(&head(old), &head(new), &changed));
            }
        }
    }
}

#[test]
fn a_checkpoint_is_a_signed_note_that_only_its_key_opens() {
    let signer = NoteSigner::from_seed("dondoc.vn/hanoi/test", &[1; 32]).unwrap();
    let key = signer.verifier();
    assert_eq!(key.to_string().parse::<VerifierKey>(), Ok(key.clone()));
    let note = signer.sign(&head(8));
    assert_eq!(
        Checkpoint::open(&note, std::slice::from_ref(&key))
            .unwrap()
            .head,
        head(8)
    );
    let other = NoteSigner::from_seed("dondoc.vn/hanoi/test", &[2; 32]).unwrap();
    assert!(Checkpoint::open(&note, &[other.verifier()]).is_err());
    for place in 0..note.len() {
        for bit in 0..8 {
            let mut bytes = note.clone().into_bytes();
            bytes[place] ^= 1 << bit;
            let Ok(changed) = String::from_utf8(bytes) else {
                continue;
            };
            let opened = Checkpoint::open(&changed, std::slice::from_ref(&key));
            assert!(opened.is_err(), "byte {place}, bit {bit}");
        }
    }
    for bad in ["", "a b", "a+b", "hà-nội"] {
        assert!(NoteSigner::from_seed(bad, &[1; 32]).is_err());
    }
}
