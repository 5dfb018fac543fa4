//! The directory's own bytes: LEB128 numbers and counted texts.

use super::SegmentProblem;
use crate::names::Names;

pub(crate) fn put(out: &mut Vec<u8>, mut value: u64) {
    while value >= 0x80 {
        out.push((value as u8) | 0x80);
        value >>= 7;
    }
    out.push(value as u8);
}

pub(crate) fn put_signed(out: &mut Vec<u8>, value: i64) {
    put(out, ((value << 1) ^ (value >> 63)) as u64);
}

pub(crate) fn put_text(out: &mut Vec<u8>, text: &str) {
    put(out, text.len() as u64);
    out.extend_from_slice(text.as_bytes());
}

pub(crate) fn put_names(out: &mut Vec<u8>, names: &Names) {
    put(out, names.len() as u64);
    for name in names.iter() {
        put_text(out, name);
    }
}

/// Reads what was put.
pub(crate) struct Plain<'a> {
    bytes: &'a [u8],
}

impl<'a> Plain<'a> {
    pub(crate) fn new(bytes: &'a [u8]) -> Self {
        Self { bytes }
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.bytes.is_empty()
    }

    pub(crate) fn byte(&mut self) -> Result<u8, SegmentProblem> {
        let (&first, rest) = self.bytes.split_first().ok_or(BROKEN)?;
        self.bytes = rest;
        Ok(first)
    }

    pub(crate) fn number(&mut self) -> Result<u64, SegmentProblem> {
        let mut value = 0_u64;
        for shift in (0..64).step_by(7) {
            let byte = self.byte()?;
            value |= u64::from(byte & 0x7F) << shift;
            if byte < 0x80 {
                return Ok(value);
            }
        }
        Err(BROKEN)
    }

    pub(crate) fn signed(&mut self) -> Result<i64, SegmentProblem> {
        let value = self.number()?;
        Ok((value >> 1) as i64 ^ -((value & 1) as i64))
    }

    /// A count of things that take at least one byte each.
    pub(crate) fn count(&mut self) -> Result<usize, SegmentProblem> {
        let count = usize::try_from(self.number()?).map_err(|_| BROKEN)?;
        if count > self.bytes.len() {
            return Err(BROKEN);
        }
        Ok(count)
    }

    pub(crate) fn take(&mut self, count: usize) -> Result<&'a [u8], SegmentProblem> {
        let (taken, rest) = self.bytes.split_at_checked(count).ok_or(BROKEN)?;
        self.bytes = rest;
        Ok(taken)
    }

    pub(crate) fn text(&mut self) -> Result<&'a str, SegmentProblem> {
        let count = self.count()?;
        std::str::from_utf8(self.take(count)?).map_err(|_| BROKEN)
    }

    pub(crate) fn names(&mut self) -> Result<Names, SegmentProblem> {
        let count = self.count()?;
        let mut names = Names::default();
        for _ in 0..count {
            names.push(self.text()?);
        }
        Ok(names)
    }
}

const BROKEN: SegmentProblem = SegmentProblem::Inconsistent {
    what: "length in the directory",
};
