//! Writes the briefing of the made-up city as XLSX: `sample_xlsx [FILE]`.
#![expect(clippy::print_stdout, reason = "an example at the edge")]

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let file = std::env::args()
        .nth(1)
        .unwrap_or_else(|| "briefing.xlsx".to_owned());
    let xlsx = dondoc_briefing_xlsx::render(&dondoc_briefing::sample::briefing())?;
    println!("{} bytes", xlsx.len());
    std::fs::write(file, xlsx)?;
    Ok(())
}
