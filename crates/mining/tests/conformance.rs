//! Alignments against known optimal costs, brute force and each other.
#![expect(clippy::unwrap_used, reason = "a test that cannot go on should stop")]

mod common;

use dondoc_mining::conformance::{Aligner, Bound, Conformance, Online};
use dondoc_mining::net::{PetriNet, PrescribedStep};
use proptest::prelude::*;

fn net(path: &str) -> Option<PetriNet> {
    let bytes = std::fs::read(common::shared(&format!("bench/process/nets/{path}"))?).unwrap();
    Some(PetriNet::from_pnml(&bytes).unwrap())
}

fn verdict(log: &common::Log, net: &PetriNet) -> Conformance {
    let variants = log.variants();
    let variants: Vec<(&[u32], u64)> = variants
        .iter()
        .map(|(variant, count)| (variant.as_slice(), *count))
        .collect();
    let mut aligner = Aligner::try_new(net, Bound::default()).unwrap();
    aligner.conformance(&log.activities, &variants)
}

fn check(log: Option<common::Log>, file: &str, cost: u64, average: f64, whole: f64, fitting: f64) {
    let (Some(log), Some(net)) = (log, net(file)) else {
        return;
    };
    let found = verdict(&log, &net);
    assert_eq!(
        (found.total_cost, found.total_cost_lower, found.not_optimal),
        (cost, cost, 0)
    );
    assert!(
        (found.average_fitness - average).abs() < 1e-6,
        "{}",
        found.average_fitness
    );
    assert!(
        (found.log_fitness - whole).abs() < 1e-6,
        "{}",
        found.log_fitness
    );
    assert!(
        (found.fitting * 100.0 - fitting).abs() < 1e-3,
        "{}",
        found.fitting
    );
}

#[test]
fn receipt_costs_2465() {
    let log = common::xes("eventlogs/receipt.xes.gz");
    check(
        log,
        "receipt_imf02.pnml",
        2465,
        0.815_495,
        0.827_779,
        49.721,
    );
}

#[test]
fn receipt_keeps_to_the_net_discovered_without_filtering() {
    let log = common::xes("eventlogs/receipt.xes.gz");
    check(log, "receipt_im.pnml", 0, 1.0, 1.0, 100.0);
}

#[test]
fn fines_cost_2450() {
    let log = common::xes("eventlogs/road_traffic_fines.xes.gz");
    check(log, "rtf_imf02.pnml", 2450, 0.998_241, 0.996_558, 99.080);
}

#[test]
fn declarations_cost_6129() {
    let log = common::xes("eventlogs/bpic20_domestic_declarations.xes.gz");
    check(
        log,
        "bpic20d_imf02.pnml",
        6129,
        0.930_226,
        0.936_851,
        67.365,
    );
}

fn step(activity: &str) -> PrescribedStep {
    PrescribedStep {
        activity: activity.to_owned(),
        optional: false,
    }
}

#[test]
fn prescribed_steps_in_any_order_within_a_stage() {
    let net = PetriNet::of_steps(&[
        vec![step("receive")],
        vec![step("survey"), step("ask the ward")],
        vec![step("sign")],
    ]);
    let mut aligner = Aligner::try_new(&net, Bound::default()).unwrap();
    assert_eq!(aligner.shortest_run(), 4);
    assert_eq!(
        aligner
            .align(&["receive", "ask the ward", "survey", "sign"])
            .cost,
        0
    );
    assert_eq!(aligner.align(&["receive", "sign"]).cost, 2);
    // A step that nobody prescribed is a deviation.
    let odd = [
        "receive",
        "coffee",
        "survey",
        "ask the ward",
        "sign",
        "sign",
    ];
    assert_eq!(aligner.align(&odd).cost, 2);
}

#[test]
fn a_bound_that_is_reached_is_said() {
    let net = PetriNet::of_steps(&[(0..8).map(|n| step(&format!("s{n}"))).collect()]);
    let trace: Vec<String> = (0..8)
        .rev()
        .flat_map(|n| [format!("s{n}"), format!("s{n}")])
        .collect();
    let bound = Bound { states: 300 };
    let mut exact = Aligner::try_new(&net, Bound::default()).unwrap();
    let best = exact.align(&trace);
    assert!(best.is_optimal());
    let mut aligner = Aligner::try_new(&net, bound).unwrap();
    let found = aligner.align(&trace);
    assert!(found.lower <= best.cost && best.cost <= found.cost);
}

#[test]
fn pnml_survives_writing_and_reading() {
    let net = PetriNet::of_steps(&[vec![step("a & b <c>")], vec![step("\"d\""), step("Đo đạc")]]);
    let again = PetriNet::from_pnml(net.to_pnml().as_bytes()).unwrap();
    assert_eq!(again, net);
}

#[test]
fn rubbish_is_refused_with_its_place() {
    assert!(PetriNet::from_pnml(b"").is_err());
    assert!(PetriNet::from_pnml(b"<pnml><net>").is_err());
    let arc = b"<pnml><net><transition id=\"t\"/><arc id=\"x\" source=\"t\" target=\"gone\"/></net></pnml>";
    assert!(
        PetriNet::from_pnml(arc)
            .unwrap_err()
            .to_string()
            .contains("gone")
    );
}

/// A small net: a random tree of sequence, choice, parallel and loop.
#[derive(Debug, Clone)]
enum Tree {
    Leaf(u8),
    Silent,
    Seq(Vec<Tree>),
    Xor(Vec<Tree>),
    And(Vec<Tree>),
    Loop(Box<Tree>, Box<Tree>),
}

fn tree() -> impl Strategy<Value = Tree> {
    let leaf = prop_oneof![4 => (0u8..4).prop_map(Tree::Leaf), 1 => Just(Tree::Silent)];
    leaf.prop_recursive(3, 8, 3, |inner| {
        let some = prop::collection::vec(inner.clone(), 2..3);
        prop_oneof![
            some.clone().prop_map(Tree::Seq),
            some.clone().prop_map(Tree::Xor),
            some.prop_map(Tree::And),
            (inner.clone(), inner)
                .prop_map(|(body, redo)| Tree::Loop(Box::new(body), Box::new(redo))),
        ]
    })
}

impl Tree {
    fn mined(&self) -> dondoc_mining::discover::ProcessTree {
        use dondoc_mining::discover::{Operator, ProcessTree};
        let all = |trees: &[Tree]| trees.iter().map(Tree::mined).collect();
        match self {
            Self::Leaf(letter) => ProcessTree::Activity(name(*letter)),
            Self::Silent => ProcessTree::Silent,
            Self::Seq(inner) => ProcessTree::Node(Operator::Sequence, all(inner)),
            Self::Xor(inner) => ProcessTree::Node(Operator::Choice, all(inner)),
            Self::And(inner) => ProcessTree::Node(Operator::Parallel, all(inner)),
            Self::Loop(body, redo) => {
                ProcessTree::Node(Operator::Loop, vec![body.mined(), redo.mined()])
            }
        }
    }

    /// Every trace of the tree with at most `most` events.
    fn language(&self, most: usize) -> Vec<Vec<u8>> {
        let mut words = match self {
            Self::Leaf(letter) => vec![vec![*letter]],
            Self::Silent => vec![vec![]],
            Self::Xor(inner) => inner.iter().flat_map(|tree| tree.language(most)).collect(),
            Self::Seq(inner) => inner.iter().fold(vec![vec![]], |words, tree| {
                joined(&words, &tree.language(most), most)
            }),
            Self::And(inner) => inner.iter().fold(vec![vec![]], |words, tree| {
                let more = tree.language(most);
                words
                    .iter()
                    .flat_map(|left| more.iter().flat_map(|right| shuffled(left, right)))
                    .filter(|word: &Vec<u8>| word.len() <= most)
                    .collect()
            }),
            Self::Loop(body, redo) => {
                let body = body.language(most);
                let again = joined(&redo.language(most), &body, most);
                let mut words = body;
                loop {
                    let before = words.len();
                    words.extend(joined(&words.clone(), &again, most));
                    words.sort();
                    words.dedup();
                    if words.len() == before {
                        break words;
                    }
                }
            }
        };
        words.retain(|word| word.len() <= most);
        words.sort();
        words.dedup();
        words
    }
}

fn joined(left: &[Vec<u8>], right: &[Vec<u8>], most: usize) -> Vec<Vec<u8>> {
    left.iter()
        .flat_map(|begin| {
            right
                .iter()
                .map(move |end| [begin.as_slice(), end].concat())
        })
        .filter(|word| word.len() <= most)
        .collect()
}

fn shuffled(left: &[u8], right: &[u8]) -> Vec<Vec<u8>> {
    match (left, right) {
        ([], rest) | (rest, []) => vec![rest.to_vec()],
        ([a, lefts @ ..], [b, rights @ ..]) => {
            let mut words = Vec::new();
            for mut word in shuffled(lefts, right) {
                word.insert(0, *a);
                words.push(word);
            }
            for mut word in shuffled(left, rights) {
                word.insert(0, *b);
                words.push(word);
            }
            words
        }
    }
}

/// Insertions and deletions between two words.
fn distance(left: &[u8], right: &[u8]) -> usize {
    let mut row: Vec<usize> = (0..=right.len()).collect();
    for (i, a) in left.iter().enumerate() {
        let mut diagonal = row[0];
        row[0] = i + 1;
        for (j, b) in right.iter().enumerate() {
            let next = if a == b {
                diagonal
            } else {
                1 + row[j].min(row[j + 1])
            };
            diagonal = row[j + 1];
            row[j + 1] = next;
        }
    }
    row[right.len()]
}

fn name(letter: u8) -> String {
    char::from(b'a' + letter).to_string()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]

    #[test]
    fn the_optimal_cost_is_that_of_brute_force(tree in tree(), trace in prop::collection::vec(0u8..5, 0..5)) {
        let net = tree.mined().to_net();
        let mut aligner = Aligner::try_new(&net, Bound::default()).unwrap();
        let words: Vec<String> = trace.iter().map(|&letter| name(letter)).collect();
        let found = aligner.align(&words);
        // The best word is no longer than the trace and the shortest word together, plus the trace.
        let shortest = tree.language(9).iter().map(Vec::len).min();
        prop_assume!(shortest.is_some_and(|least| 2 * trace.len() + least <= 9));
        let most = 2 * trace.len() + shortest.unwrap();
        let best = tree.language(most).iter().map(|word| distance(&trace, word)).min().unwrap();
        prop_assert_eq!(found.cost as usize, best);
        prop_assert!(found.is_optimal());
        prop_assert_eq!(found.cost == 0, tree.language(most).contains(&trace));
        // The moves, read back, are the trace.
        let events = found.moves.iter().filter_map(|step| match step {
            dondoc_mining::conformance::Move::Both(activity) | dondoc_mining::conformance::Move::Log(activity) => Some(activity.clone()),
            dondoc_mining::conformance::Move::Model(_) => None,
        }).collect::<Vec<_>>();
        prop_assert_eq!(events, words);
    }

    #[test]
    fn a_running_case_costs_what_its_best_continuation_will(tree in tree(), trace in prop::collection::vec(0u8..5, 0..4)) {
        let net = tree.mined().to_net();
        let mut online = Online::new(&net, 100_000);
        let mut case = online.begin();
        for &letter in &trace {
            online.next(&mut case, &name(letter));
        }
        let shortest = tree.language(9).iter().map(Vec::len).min();
        prop_assume!(shortest.is_some_and(|least| 2 * trace.len() + least <= 8));
        let best = tree
            .language(8)
            .iter()
            .flat_map(|word| (0..=word.len()).map(|end| distance(&trace, &word[..end])))
            .min()
            .unwrap();
        prop_assert!(case.is_exact());
        prop_assert_eq!(case.cost() as usize, best);
    }
}
