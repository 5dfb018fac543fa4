//! Writes the briefing of the made-up city as JSON and HTML into a folder.
#![expect(clippy::print_stdout, reason = "an example at the edge")]

fn main() -> std::io::Result<()> {
    let folder = std::env::args().nth(1).unwrap_or_else(|| ".".to_owned());
    let briefing = dondoc_briefing::sample::briefing();
    std::fs::create_dir_all(&folder)?;
    std::fs::write(format!("{folder}/briefing.json"), briefing.to_json())?;
    std::fs::write(
        format!("{folder}/briefing.html"),
        dondoc_briefing::html::render(&briefing),
    )?;
    println!("{} figures", briefing.figures().count());
    Ok(())
}
