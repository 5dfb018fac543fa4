//! The prescribed steps as a net, and what each rests on.

use std::collections::BTreeMap;

use dondoc_lake::EventLog;
use dondoc_mining::conformance::{Aligner, Bound};
use dondoc_mining::net::{PetriNet, PrescribedStep};
use dondoc_mining::simulate::LegalStep;

use crate::room::event::Linked;
use crate::room::record::{ProcedureRecord, StepRecord};

/// Returns the net of the prescribed steps, one after another; a step that may be left
/// out may be. Transitions are labelled with the activity that the logs use, where one
/// is mapped to the step, and otherwise with the step's name.
#[must_use]
pub fn net(record: &ProcedureRecord, link: Option<&Linked>) -> PetriNet {
    let label = |step: &StepRecord| {
        let mapped = link.into_iter().flat_map(|it| &it.mapping);
        let mut mapped = mapped.filter(|it| it.step == step.number);
        mapped
            .next()
            .map_or_else(|| step.name.to_string(), |it| it.activity.to_string())
    };
    let stages: Vec<Vec<PrescribedStep>> = record
        .steps
        .iter()
        .map(|step| {
            vec![PrescribedStep {
                activity: label(step),
                optional: step.may_drop,
            }]
        })
        .collect();
    PetriNet::of_steps(&stages)
}

/// Returns the prescribed step that an activity stands for.
#[must_use]
pub fn step_of<'r>(
    record: &'r ProcedureRecord,
    link: &Linked,
    activity: &str,
) -> Option<&'r StepRecord> {
    let mapped = link.mapping.iter().find(|it| *it.activity == *activity)?;
    record.steps.iter().find(|step| step.number == mapped.step)
}

/// Returns the provision that a step rests on: its own, or the procedure's.
#[must_use]
pub fn provision<'r>(record: &'r ProcedureRecord, step: Option<&'r StepRecord>) -> &'r str {
    match step {
        Some(step) if !step.provision.is_empty() => &step.provision,
        Some(_) => &record.provision,
        None => "",
    }
}

/// Returns what the catalogue says of each mapped activity.
#[must_use]
pub fn legal(record: &ProcedureRecord, link: &Linked) -> BTreeMap<String, LegalStep> {
    let mapped = link.mapping.iter().filter_map(|it| {
        let step = step_of(record, link, &it.activity)?;
        let provision = provision(record, Some(step));
        let legal = LegalStep {
            provision: (!provision.is_empty()).then(|| provision.to_owned()),
            may_drop: step.may_drop,
            person_minutes: step.person_minutes,
        };
        Some((it.activity.to_string(), legal))
    });
    mapped.collect()
}

/// How well some cases of a log keep to the prescribed steps: mean fitness, and the
/// share that fit exactly. Activities that stand for no step are not looked at; one that
/// is done again is a deviation. `None` without a mapping.
pub(super) fn fitness(
    log: &EventLog,
    cases: &[usize],
    record: &ProcedureRecord,
    link: &Linked,
) -> Option<(f64, f64)> {
    if link.mapping.is_empty() || cases.is_empty() {
        return None;
    }
    let steps: BTreeMap<u32, usize> = record
        .steps
        .iter()
        .enumerate()
        .map(|(place, step)| (step.number, place))
        .collect();
    let place_of: Vec<Option<u32>> = log
        .activities()
        .iter()
        .map(|activity| {
            let mapped = link.mapping.iter().find(|it| *it.activity == *activity)?;
            steps.get(&mapped.step).map(|&place| place as u32)
        })
        .collect();
    let mut variants: BTreeMap<Vec<u32>, u64> = BTreeMap::new();
    for &case in cases {
        let trace = log.trace(case).iter();
        let trace: Vec<u32> = trace
            .filter_map(|&code| place_of.get(usize::from(code)).copied().flatten())
            .collect();
        *variants.entry(trace).or_default() += 1;
    }
    let variants: Vec<(&[u32], u64)> = variants
        .iter()
        .map(|(trace, &count)| (trace.as_slice(), count))
        .collect();
    let names: Vec<&str> = record.steps.iter().map(|step| &*step.name).collect();
    let mut aligner = Aligner::try_new(&net(record, None), Bound::default()).ok()?;
    let found = aligner.conformance(&names, &variants);
    Some((found.average_fitness, found.fitting))
}
