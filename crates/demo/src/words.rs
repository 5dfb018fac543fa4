//! Report texts and evidence files, all marked as illustrative.

use dondoc_tasks::Evidence;
use jiff::civil::Date;
use sha2::{Digest, Sha256};

use crate::chance::Chance;
use crate::step::File;
use crate::story::{Field, Words};

/// The field of work a task belongs to: that with most of its key words, the
/// first of these where several have as many.
pub(crate) fn field_of<'a>(words: &'a Words, text: &str) -> Option<&'a Field> {
    let text = text.to_lowercase();
    let hits = |field: &Field| {
        field
            .keys
            .iter()
            .filter(|key| text.contains(key.as_str()))
            .count()
    };
    let mut best: Option<(&Field, usize)> = None;
    for field in &words.field {
        let found = hits(field);
        if best.is_none_or(|(_, most)| found > most) {
            best = Some((field, found));
        }
    }
    match best {
        Some((field, found)) if found > 0 => Some(field),
        _ => words.field.last(),
    }
}

/// Fills a template with made-up figures and puts the mark behind it.
pub(crate) fn say(
    template: &str,
    mark: &str,
    percent: u32,
    paper: &str,
    chance: &mut Chance,
) -> String {
    let total = chance.between(8, 60);
    let done = (total * percent.min(100) / 100).clamp(1, total);
    let hectares = format!("{},{}", chance.between(1, 38), chance.between(0, 9));
    let amount = format!("{},{}", chance.between(12, 640), chance.between(0, 9));
    let filled = template
        .replace("{done}", &done.to_string())
        .replace("{total}", &total.to_string())
        .replace("{percent}", &percent.min(100).to_string())
        .replace("{hectares}", &hectares)
        .replace("{households}", &chance.between(2, 45).to_string())
        .replace("{amount}", &amount)
        .replace("{paper}", paper);
    format!("{filled} {mark}")
}

/// The number of a paper that does not exist: `MH` says so.
pub(crate) fn paper(chance: &mut Chance) -> String {
    format!("{}/BC-MH", chance.between(11, 989))
}

/// A small text file that stands for what a unit would hand in.
pub(crate) fn file(
    words: &Words,
    unit: &str,
    task: &str,
    paper: &str,
    on: Date,
    says: &str,
) -> File {
    let text = format!(
        "{}\n\nĐơn vị: {unit}\nNhiệm vụ: {task}\nVăn bản: {paper}, ngày {:02}/{:02}/{}\n\n{says}\n",
        words.evidence_title,
        on.day(),
        on.month(),
        on.year(),
    );
    let name = format!(
        "minh-hoa-{}-{task}.txt",
        paper.replace('/', "-").to_lowercase()
    );
    File {
        name,
        bytes: text.into_bytes(),
    }
}

/// The evidence that names a file.
pub(crate) fn evidence(file: &File) -> Evidence {
    let hash = Sha256::digest(&file.bytes);
    let hex: String = hash.iter().map(|byte| format!("{byte:02x}")).collect();
    Evidence {
        hash: hex.into(),
        name: file.name.as_str().into(),
    }
}
