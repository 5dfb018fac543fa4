//! `dondoc deadline`: a moment, and why.

use dondoc_calendar::{ProofDay, ReadAs, Rule};
use dondoc_kinds::Arg;
use dondoc_messages::{Lang, say, text};
use serde::Serialize;

use crate::args::Deadline;
use crate::open;
use crate::out;
use crate::trouble::{Outcome, Trouble};

#[derive(Serialize)]
struct Answer<'a> {
    rule: &'a str,
    reading: String,
    from: String,
    due: String,
    date: String,
    provisional: bool,
    proof: Vec<String>,
    days: Vec<ProofDay<'a>>,
}

/// Computes, and prints the date and each step that leads to it.
pub(crate) fn run(args: &Deadline, lang: Lang) -> Outcome {
    let calendar = open::calendar(&args.jurisdiction, args.data.as_deref())?;
    let read_as = ReadAs::document(args.from.date());
    let rule = Rule::parse(&args.rule, &read_as).map_err(Trouble::refused)?;
    let due = rule
        .due(args.from, &calendar, &[])
        .map_err(Trouble::refused)?;
    let proof = due.proof.lines(&|what| say(lang, what));
    if args.json {
        let days = due.proof.days().collect();
        return out::json(&Answer {
            rule: &args.rule,
            reading: rule.phrase(),
            from: args.from.to_string(),
            due: due.due.to_string(),
            date: due.due.date().to_string(),
            provisional: due.is_provisional(),
            proof,
            days,
        });
    }
    let day = due.due.date();
    let moment = due.due.time();
    let args = [
        ("day", Arg::from(day)),
        (
            "time",
            Arg::Text(format!("{:02}:{:02}", moment.hour(), moment.minute())),
        ),
        ("iso", Arg::Text(day.to_string())),
    ];
    out::line(&text(lang, "deadline-due", &args));
    out::line("");
    for line in proof {
        out::line(&format!("  {line}"));
    }
    if due.is_provisional() {
        out::line("");
        out::line(&text(lang, "deadline-provisional", &[]));
    }
    Ok(())
}
