//! Shows what a file gives: `text FILE..` prints the text that documents are read
//! from, and what should be known about it; or why it is refused.

#![expect(
    clippy::print_stdout,
    clippy::print_stderr,
    reason = "an example shows what it got"
)]

use dondoc_messages::{Lang, say};
use dondoc_readers::{Limits, read_bytes};

fn main() -> Result<(), Box<dyn std::error::Error>> {
    for path in std::env::args().skip(1) {
        let bytes = std::fs::read(&path)?;
        match read_bytes(&path, &bytes, &Limits::default()) {
            Ok(read) => {
                println!("{}", read.text);
                for problem in &read.problems {
                    eprintln!("{path}: {}", say(Lang::Vi, problem));
                }
            }
            Err(refusal) => eprintln!("{path}: {}", say(Lang::Vi, &refusal)),
        }
    }
    Ok(())
}
