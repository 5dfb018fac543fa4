//! `/checkpoint` and `/tile/…`: the log for those who mirror it.
//!
//! # Source
//! C2SP `tlog-tiles` and `tlog-checkpoint`.

use std::ops::{ControlFlow, Range};

use axum::http::{HeaderValue, header};
use axum::response::Response;

use crate::answer::{Trouble, with_type};
use crate::ask::Ctx;

/// Hashes in a tile, entries in a bundle.
const TILE: u64 = 256;

/// The signed head of the log. Not kept here: whoever asks keeps it.
pub(crate) fn checkpoint(ctx: &Ctx) -> Result<Response, Trouble> {
    let head = ctx.ledger().head()?;
    let note = ctx.state.folder().signer().sign(&head);
    Ok(with_type("text/plain; charset=utf-8", note))
}

/// What a tile's address asks for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Tile {
    /// `None` for a bundle of entries.
    level: Option<u8>,
    number: u64,
    width: u64,
}

impl Tile {
    /// Reads `0/x001/x234/067.p/8` or `entries/067`.
    fn parse(rest: &str) -> Option<Self> {
        let (level, path) = rest.split_once('/')?;
        let level = match level {
            "entries" => None,
            digits => Some(
                digits
                    .parse()
                    .ok()
                    .filter(|level: &u8| *level < 8 && level.to_string() == digits)?,
            ),
        };
        let (path, width) = match path.split_once(".p/") {
            None => (path, TILE),
            Some((path, width)) => (path, partial(width)?),
        };
        let groups: Vec<&str> = path.split('/').collect();
        let (last, before) = groups.split_last()?;
        let mut number = 0_u64;
        for group in before {
            number = number.checked_mul(1000)? + three(group.strip_prefix('x')?)?;
        }
        number = number.checked_mul(1000)? + three(last)?;
        // A number has one form: no groups of zeros before it.
        let leads_with_zero = before.first().is_some_and(|group| *group == "x000");
        (!leads_with_zero).then_some(Self {
            level,
            number,
            width,
        })
    }

    fn range(self) -> Option<Range<u64>> {
        let first = self.number.checked_mul(TILE)?;
        Some(first..first.checked_add(self.width)?)
    }
}

fn partial(width: &str) -> Option<u64> {
    let number: u64 = width.parse().ok()?;
    ((1..TILE).contains(&number) && number.to_string() == width).then_some(number)
}

fn three(digits: &str) -> Option<u64> {
    let good = digits.len() == 3 && digits.bytes().all(|byte| byte.is_ascii_digit());
    if good { digits.parse().ok() } else { None }
}

/// A tile of hashes or a bundle of entries.
pub(crate) fn tile(ctx: &Ctx) -> Result<Response, Trouble> {
    let tile = Tile::parse(ctx.ask.place()).ok_or(Trouble::NotFound)?;
    let range = tile.range().ok_or(Trouble::NotFound)?;
    let size = ctx.city().folded();
    let there = size >> (8 * u32::from(tile.level.unwrap_or(0)));
    if range.end > there {
        return Err(Trouble::NotFound);
    }
    let bytes = match tile.level {
        Some(level) => hashes(ctx, level, range)?,
        None => entries(ctx, range)?,
    };
    let mut response = with_type("application/octet-stream", bytes);
    let forever = HeaderValue::from_static("public, max-age=31536000, immutable");
    response
        .headers_mut()
        .insert(header::CACHE_CONTROL, forever);
    Ok(response)
}

fn hashes(ctx: &Ctx, level: u8, range: Range<u64>) -> Result<Vec<u8>, Trouble> {
    let wanted = range.end - range.start;
    let hashes = ctx.ledger().store().hashes(level, range)?;
    if hashes.len() as u64 != wanted {
        return Err(Trouble::NotFound);
    }
    Ok(hashes.iter().flat_map(|hash| hash.0).collect())
}

/// Leaf bytes, each after its length in two octets.
fn entries(ctx: &Ctx, range: Range<u64>) -> Result<Vec<u8>, Trouble> {
    let mut bytes = Vec::new();
    let mut leaf = Vec::new();
    ctx.ledger().scan_range(range, |entry| {
        leaf.clear();
        entry.push_leaf_bytes(&mut leaf);
        let length = u16::try_from(leaf.len()).unwrap_or(u16::MAX);
        bytes.extend_from_slice(&length.to_be_bytes());
        bytes.extend_from_slice(&leaf);
        ControlFlow::Continue(())
    })?;
    Ok(bytes)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_of_tiles_have_one_form() {
        let tile = |level, number, width| {
            Some(Tile {
                level,
                number,
                width,
            })
        };
        assert_eq!(Tile::parse("0/000"), tile(Some(0), 0, 256));
        assert_eq!(
            Tile::parse("1/x001/x234/067"),
            tile(Some(1), 1_234_067, 256)
        );
        assert_eq!(Tile::parse("0/x001/067.p/8"), tile(Some(0), 1067, 8));
        assert_eq!(Tile::parse("entries/003.p/255"), tile(None, 3, 255));
        for bad in [
            "0/0",
            "0/x000/001",
            "8/000",
            "00/000",
            "0/000.p/256",
            "0/000.p/0",
            "0/000.p/08",
            "0/../000",
            "x/000",
            "0/001/000",
            "0/x1/000",
            "entries",
            "",
        ] {
            assert_eq!(Tile::parse(bad), None, "{bad}");
        }
    }
}
