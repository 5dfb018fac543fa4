//! Đôn Đốc's command line: the whole system is this one binary.
//!
//! Each command is a thin shell: it opens what the command works on, lets the
//! rooms do it, and prints the answer in the person's language. Exit codes
//! stand in `dondoc --help`.

use std::process::ExitCode;

use clap::Parser;

mod account;
mod args;
mod briefing;
mod deadline;
mod demo;
mod demo_people;
mod demo_procedures;
mod edxml;
mod flow;
mod import;
mod init;
mod invest;
mod ledger;
mod open;
mod out;
mod procedures;
mod read;
mod reading_text;
mod serve;
mod snapshots;
mod trouble;

use args::{Cli, Command};
use trouble::Outcome;

fn main() -> ExitCode {
    let cli = Cli::parse();
    match run(&cli) {
        Ok(()) => ExitCode::SUCCESS,
        Err(trouble) => trouble.report(cli.lang),
    }
}

fn run(cli: &Cli) -> Outcome {
    let lang = cli.lang;
    match &cli.command {
        Command::Briefing(args) => briefing::run(args, lang),
        Command::Receipt(args) => briefing::receipt(args, lang),
        Command::Demo(args) => demo::run(args, lang),
        Command::Init(args) => init::run(args, lang),
        Command::Read(args) => read::run(args, lang),
        Command::Deadline(args) => deadline::run(args, lang),
        Command::Import(args) => import::run(args, lang),
        Command::Export(args::Exports::Edxml(args)) => edxml::export(args, lang),
        Command::Issue(args) => flow::issue(args, lang),
        Command::Report(args) => flow::report(args, lang),
        Command::Confirm(args) => flow::confirm(args, lang),
        Command::Extend(args) => flow::extend(args, lang),
        Command::Remind(args) => flow::remind(args, lang),
        Command::Invest(command) => invest::run(command, lang),
        Command::Ledger(command) => ledger::run(command, lang),
        Command::Procedures(command) => procedures::run(command, lang),
        Command::Account(command) => account::run(command, lang),
        Command::Serve(args) => serve::run(args, lang),
    }
}
