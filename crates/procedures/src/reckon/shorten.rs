//! A shortening sheet, learnt from a log.

use dondoc_kinds::{ProcedureId, SheetId};
use dondoc_lake::EventLog;
use dondoc_mining::simulate::{Figure, Model, Scenario, TooFew, honesty, proposals, simulate};
use jiff::civil::Date;

use super::office::OfficeCases;
use super::prescribed::{legal, step_of};
use crate::map::Working;
use crate::room::event::Linked;
use crate::room::milli;
use crate::room::record::Version;
use crate::room::sheet::{Cut, Durations, Range, Sheet, SheetProposal, Trust};

/// How much is simulated.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Runs {
    /// Cases in a replication.
    pub cases: u32,
    /// Replications.
    pub replications: u32,
    /// The seed.
    pub seed: u64,
}

impl Default for Runs {
    fn default() -> Self {
        Self {
            cases: 1_000,
            replications: 30,
            seed: 1,
        }
    }
}

/// The most proposals that a sheet holds.
const MOST: usize = 12;
/// Share of the cases that the honesty check learns from, in percent.
const LEARNT: usize = 80;

/// Makes a sheet of the cases of `log` that had ended by the end of `as_of`, in the
/// office's own time. Its id and hash are left for when it is kept.
///
/// # Errors
/// [`TooFew`] when too few cases have ended.
pub fn shorten(
    log: &EventLog,
    working: &Working,
    procedure: &ProcedureId,
    version: &Version,
    link: &Linked,
    as_of: Date,
    runs: Runs,
) -> Result<Sheet, TooFew> {
    let record = &version.record;
    let OfficeCases { cases, work, .. } = OfficeCases::of(log, working, link, as_of);
    let all: Vec<usize> = (0..cases.len()).collect();
    let model = Model::learn(&cases, &all, &work)?;
    let honest = honesty(&cases, &work, LEARNT, runs.seed)?;
    let (each, replications) = (runs.cases as usize, runs.replications as usize);
    let now = Scenario {
        form: 1,
        name: String::new(),
        changes: Vec::new(),
        limit_days: record
            .limit
            .map(|limit| limit.milli_days() as f64 / 1_000.0),
    };
    let now =
        simulate(&model, &now, each, replications, runs.seed).map_err(|_| TooFew { cases: 0 })?;
    let found = proposals(&model, &legal(record, link), each, replications, runs.seed);
    let per_year = model.cases_per_year();
    let proposals = found.iter().filter_map(|proposal| {
        let cut = Cut::of(&proposal.change)?;
        let step = step_of(record, link, cut.activity());
        Some(SheetProposal {
            number: 0,
            step: step.map(|step| step.number),
            provision: proposal.provision.clone().unwrap_or_default().into(),
            saved_per_year: range(proposal.saved_days_per_year, 1.0),
            saved_per_case: range(proposal.saved_days_per_year, 1.0 / per_year.max(1.0)),
            person_days_per_year: proposal.saved_person_days_per_year.map(milli),
            cut,
        })
    });
    let mut proposals: Vec<SheetProposal> = proposals.take(MOST).collect();
    for (place, proposal) in proposals.iter_mut().enumerate() {
        proposal.number = place as u32 + 1;
    }
    let ended = (0..cases.len()).filter(|&case| !cases.runs(case)).count();
    Ok(Sheet {
        sheet: nameless(),
        procedure: procedure.clone(),
        version: version.number,
        logs: link.logs.clone(),
        as_of,
        cases: ended as u64,
        per_year: per_year.round().max(0.0) as u64,
        runs: (runs.cases, runs.replications, runs.seed),
        trust: Trust {
            learnt: honest.learnt_from as u64,
            judged: honest.judged_on as u64,
            apart: milli(honest.days_apart),
            apart_drawn: milli(honest.days_apart_resampled),
            trusted: honest.trusted,
        },
        now: Durations {
            mean: range(now.mean_days, 1.0),
            median: range(now.median_days, 1.0),
            p90: range(now.p90_days, 1.0),
            on_time: now.on_time.map(|share| range(share, 1.0)),
        },
        proposals,
        sha256: "".into(),
    })
}

fn range(figure: Figure, scale: f64) -> Range {
    Range {
        mean: milli(figure.mean * scale),
        low: milli(figure.low * scale),
        high: milli(figure.high * scale),
    }
}

#[expect(clippy::expect_used, reason = "the id is a constant of small letters")]
fn nameless() -> SheetId {
    SheetId::parse("prn-0000").expect("an id")
}
