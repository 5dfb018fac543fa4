//! How much a PDF unpacks to, before anything keeps it in memory.

use std::io::Read as _;

use flate2::read::ZlibDecoder;

use crate::refusal::Bound;
use crate::{Limits, ReadRefusal};

/// A blank page scanned in colour packs a thousandfold and is no bomb: pictures
/// are only unpacked when they are drawn, and may weigh this many times more.
const PICTURES: u64 = 16;
/// How far before its data a stream says that it is a picture.
const HEAD: usize = 512;
const KEYWORD: &[u8] = b"stream";

/// Refuses a file whose compressed streams hold more than the limits allow.
/// Nothing is kept: the bytes are only counted.
pub(super) fn check(bytes: &[u8], limits: &Limits) -> Result<(), ReadRefusal> {
    let most = limits.max_unpacked_bytes;
    let (mut text, mut pictures) = (0_u64, 0_u64);
    for at in places(bytes) {
        let head = &bytes[at.saturating_sub(HEAD)..at];
        let is_picture = head.windows(6).any(|window| window == b"/Image");
        let (sum, most) = if is_picture {
            (&mut pictures, most.saturating_mul(PICTURES))
        } else {
            (&mut text, most)
        };
        *sum += unpacked(&bytes[at..], most - *sum);
        if *sum >= most {
            return Err(ReadRefusal::TooBig {
                bound: Bound::UnpackedBytes,
                limit: limits.max_unpacked_bytes,
            });
        }
    }
    Ok(())
}

/// Where the data of streams begin that look compressed.
fn places(bytes: &[u8]) -> impl Iterator<Item = usize> {
    bytes
        .windows(KEYWORD.len())
        .enumerate()
        .filter(|(_, window)| *window == KEYWORD)
        .filter_map(|(at, _)| {
            let mut start = at + KEYWORD.len();
            while matches!(bytes.get(start), Some(b'\r' | b'\n' | b' ')) {
                start += 1;
            }
            // The first byte of zlib names the method deflate.
            (bytes.get(start)? & 0x0F == 8).then_some(start)
        })
}

/// Counts what comes out, up to `most`.
fn unpacked(data: &[u8], most: u64) -> u64 {
    let mut decoder = ZlibDecoder::new(data).take(most);
    let mut buffer = [0; 16_384];
    let mut count = 0;
    while let Ok(read @ 1..) = decoder.read(&mut buffer) {
        count += read as u64;
    }
    count
}
