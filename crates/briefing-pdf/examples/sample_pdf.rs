//! Writes the briefing of the made-up city as PDF: `sample_pdf [FILE]`.
#![expect(clippy::print_stdout, reason = "an example at the edge")]

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let file = std::env::args()
        .nth(1)
        .unwrap_or_else(|| "briefing.pdf".to_owned());
    let pdf = dondoc_briefing_pdf::render(&dondoc_briefing::sample::briefing())?;
    println!("{} bytes", pdf.len());
    std::fs::write(file, pdf)?;
    Ok(())
}
