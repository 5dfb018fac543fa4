//! Writes the briefing of the made-up city as DOCX: `sample_docx [FILE]`.
#![expect(clippy::print_stdout, reason = "an example at the edge")]

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let file = std::env::args()
        .nth(1)
        .unwrap_or_else(|| "briefing.docx".to_owned());
    let docx = dondoc_briefing_docx::render(&dondoc_briefing::sample::briefing())?;
    println!("{} bytes", docx.len());
    std::fs::write(file, docx)?;
    Ok(())
}
