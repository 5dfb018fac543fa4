//! What a container really unpacks to.

use std::io::{Cursor, Read as _};

use zip::ZipArchive;

use crate::limits::Limits;
use crate::refusal::{Bound, Foreign, SheetRefusal};

pub(crate) fn damaged(part: impl ToString) -> SheetRefusal {
    SheetRefusal::Damaged {
        part: part.to_string(),
    }
}

pub(crate) fn too_big(bound: Bound, limit: u64) -> SheetRefusal {
    SheetRefusal::TooBig { bound, limit }
}

/// Unpacks every part into nothing, counting bytes and, in sheets, rows. The
/// directory of a container may lie about sizes; what comes out does not.
pub(crate) fn check(bytes: &[u8], limits: &Limits) -> Result<(), SheetRefusal> {
    let mut archive = ZipArchive::new(Cursor::new(bytes)).map_err(|_| damaged("ZIP"))?;
    if archive.len() > limits.max_entries {
        return Err(too_big(Bound::Entries, limits.max_entries as u64));
    }
    let names: Vec<String> = archive
        .file_names()
        .filter_map(|name| Some(name.ok()?.into_owned()))
        .collect();
    if !names.iter().any(|name| name.starts_with("xl/")) {
        let open = names.iter().any(|name| name == "content.xml");
        let is = if open {
            Foreign::OpenDocument
        } else {
            Foreign::OtherContainer
        };
        return Err(SheetRefusal::NotATable { is });
    }
    let mut left = limits.max_unpacked_bytes;
    for nth in 0..archive.len() {
        let mut part = archive.by_index(nth).map_err(|_| damaged("ZIP"))?;
        let name = names.get(nth).cloned().unwrap_or_default();
        let in_sheet = name.starts_with("xl/worksheets/");
        let (mut rows, mut buffer, mut seen) = (0_usize, vec![0; 64 << 10], Vec::new());
        loop {
            let read = part.read(&mut buffer).map_err(|_| damaged(&name))?;
            if read == 0 {
                break;
            }
            left = left
                .checked_sub(read as u64)
                .ok_or_else(|| too_big(Bound::UnpackedBytes, limits.max_unpacked_bytes))?;
            if in_sheet {
                rows += rows_in(&mut seen, buffer.get(..read).unwrap_or_default());
                if rows > limits.max_rows {
                    return Err(too_big(Bound::Rows, limits.max_rows as u64));
                }
            }
        }
    }
    Ok(())
}

/// Counts the row tags in a chunk; `seen` carries the end of the one before.
fn rows_in(seen: &mut Vec<u8>, chunk: &[u8]) -> usize {
    const TAG: &[u8] = b"<row";
    let before = seen.len();
    seen.extend(chunk.iter().take(TAG.len()));
    let across = seen.windows(TAG.len()).enumerate();
    let across = across.filter(|(at, it)| *it == TAG && *at < before).count();
    let mut within = 0;
    let mut rest = chunk;
    while let Some(at) = rest.iter().position(|byte| *byte == b'<') {
        rest = rest.get(at..).unwrap_or_default();
        within += usize::from(rest.starts_with(TAG));
        rest = rest.get(1..).unwrap_or_default();
    }
    *seen = chunk[chunk.len().saturating_sub(TAG.len() - 1)..].to_vec();
    across + within
}

#[cfg(test)]
mod tests {
    use super::rows_in;

    #[test]
    fn rows_are_counted_across_chunks() {
        let text = b"<row r=\"1\"><c/></row><row/><row></row>";
        for cut in 0..text.len() {
            let mut seen = Vec::new();
            let count = rows_in(&mut seen, &text[..cut]) + rows_in(&mut seen, &text[cut..]);
            assert_eq!(count, 3, "cut at {cut}");
        }
    }
}
