//! A reading for a person's eyes, coloured in a terminal.

use std::fmt::Write;

use dondoc_documents::{Deadline, Reading, Task};
use dondoc_messages::{Lang, text};

/// Terminal colours; none where nobody sees them.
struct Paint {
    on: bool,
}

impl Paint {
    fn with(&self, code: &str, words: &str) -> String {
        if self.on {
            format!("\x1b[{code}m{words}\x1b[0m")
        } else {
            words.to_owned()
        }
    }
    fn strong(&self, words: &str) -> String {
        self.with("1", words)
    }
    fn dim(&self, words: &str) -> String {
        self.with("2", words)
    }
    fn unit(&self, words: &str) -> String {
        self.with("36", words)
    }
    fn time(&self, words: &str) -> String {
        self.with("33", words)
    }
    fn target(&self, words: &str) -> String {
        self.with("35", words)
    }
    fn reference(&self, words: &str) -> String {
        self.with("34", words)
    }
}

/// Writes header, references, tasks and targets, each with its span.
pub(crate) fn render(reading: &Reading, lang: Lang, colours: bool) -> String {
    let paint = Paint { on: colours };
    let mut page = String::new();
    header(&mut page, reading, lang, &paint);
    title(
        &mut page,
        lang,
        "read-references",
        reading.references.len(),
        &paint,
    );
    for reference in &reading.references {
        let span = span(reference.start, reference.end);
        let date = reference
            .date
            .as_deref()
            .map(|date| format!(" · {date}"))
            .unwrap_or_default();
        let issuer = reference
            .issuer
            .as_deref()
            .map(|it| format!(" · {it}"))
            .unwrap_or_default();
        push(
            &mut page,
            &format!(
                "  {} {}{date}{issuer}",
                paint.dim(&span),
                paint.reference(&one_line(&reference.text))
            ),
        );
    }
    title(&mut page, lang, "read-tasks", reading.tasks.len(), &paint);
    for (number, task) in reading.tasks.iter().enumerate() {
        write_task(&mut page, number + 1, task, lang, &paint);
    }
    if !reading.targets.is_empty() {
        title(
            &mut page,
            lang,
            "read-targets",
            reading.targets.len(),
            &paint,
        );
        for target in &reading.targets {
            let words = paint.target(&one_line(&target.text));
            push(
                &mut page,
                &format!("  {} {words}", paint.dim(&span(target.start, target.end))),
            );
        }
    }
    page
}

fn header(page: &mut String, reading: &Reading, lang: Lang, paint: &Paint) {
    let it = &reading.header;
    let recipients = it.recipients.join("; ");
    let rows = [
        ("read-kind", it.kind.as_deref()),
        ("read-number", it.number.as_deref()),
        ("read-issuer", it.issuer.as_deref()),
        ("read-date", it.date.as_deref()),
        ("read-title", it.title.as_deref()),
        ("read-signer", it.signer.as_deref()),
        (
            "read-recipients",
            Some(recipients.as_str()).filter(|list| !list.is_empty()),
        ),
    ];
    for (key, value) in rows {
        let value = value.map_or_else(|| paint.dim("—"), |value| paint.strong(value));
        push(page, &format!("{}: {value}", text(lang, key, &[])));
    }
}

fn write_task(page: &mut String, number: usize, task: &Task, lang: Lang, paint: &Paint) {
    let place = paint.dim(&span(task.start, task.end));
    push(
        page,
        &format!("  {number}. {place} {}", one_line(&task.text)),
    );
    let field = |page: &mut String, key: &str, value: String| {
        push(
            page,
            &format!("     {}: {value}", paint.dim(&text(lang, key, &[]))),
        );
    };
    if !task.lead.is_empty() {
        field(page, "read-lead", paint.unit(&task.lead.join("; ")));
    }
    if !task.coordinate.is_empty() {
        field(
            page,
            "read-coordinate",
            paint.unit(&task.coordinate.join("; ")),
        );
    }
    if let Some(deadline) = &task.deadline {
        field(page, "read-deadline", paint.time(&deadline_words(deadline)));
    }
    for target in &task.targets {
        field(page, "read-target", paint.target(&one_line(&target.text)));
    }
    if let Some(product) = &task.product {
        field(page, "read-product", product.clone());
    }
}

fn deadline_words(deadline: &Deadline) -> String {
    let iso = deadline
        .iso
        .as_deref()
        .map(|iso| format!(" → {iso}"))
        .unwrap_or_default();
    let by = deadline
        .by
        .as_deref()
        .map(|by| format!(" ({by})"))
        .unwrap_or_default();
    format!("{}{iso}{by}", one_line(&deadline.text))
}

fn title(page: &mut String, lang: Lang, key: &str, count: usize, paint: &Paint) {
    let words = text(lang, key, &[("count", (count as i64).into())]);
    push(page, &format!("\n{}", paint.strong(&words)));
}

fn span(start: usize, end: usize) -> String {
    format!("[{start}–{end}]")
}

fn one_line(words: &str) -> String {
    words.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn push(page: &mut String, line: &str) {
    // Writing to a String cannot fail.
    let _never = writeln!(page, "{line}");
}
