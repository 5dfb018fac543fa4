//! Bytes of a file in pieces, unpacked on the way.

use std::fs::File;
use std::io::{self, Read};
use std::path::{Path, PathBuf};

use crate::report::LogProblem;

const PIECE: usize = 1 << 20;
/// No record or tag is longer.
pub(crate) const LONGEST: usize = 16 << 20;

/// A window over the bytes of a file, which moves forward only.
pub(crate) struct Source {
    path: PathBuf,
    from: Box<dyn Read>,
    buffer: Vec<u8>,
    start: usize,
    end: usize,
    before: u64,
    ended: bool,
    failed: bool,
}

impl Source {
    pub(crate) fn open(path: &Path) -> Result<Self, LogProblem> {
        let io = |source| LogProblem::Io {
            path: path.to_owned(),
            source,
        };
        let mut head = [0_u8; 2];
        let gzipped = {
            let mut file = File::open(path).map_err(io)?;
            file.read(&mut head).map_err(io)? == 2 && head == [0x1F, 0x8B]
        };
        let file = File::open(path).map_err(io)?;
        let from: Box<dyn Read> = if gzipped {
            Box::new(flate2::read::MultiGzDecoder::new(file))
        } else {
            Box::new(file)
        };
        Ok(Self::new(from, path))
    }

    pub(crate) fn new(from: Box<dyn Read>, path: &Path) -> Self {
        Self {
            path: path.to_owned(),
            from,
            buffer: vec![0; PIECE],
            start: 0,
            end: 0,
            before: 0,
            ended: false,
            failed: false,
        }
    }

    /// The bytes at hand.
    #[inline]
    pub(crate) fn window(&self) -> &[u8] {
        &self.buffer[self.start..self.end]
    }

    /// Leaves `count` bytes behind.
    #[inline]
    pub(crate) fn advance(&mut self, count: usize) {
        self.start = (self.start + count).min(self.end);
    }

    /// Where the window begins.
    pub(crate) fn position(&self) -> u64 {
        self.before + self.start as u64
    }

    /// Whether the file's end is in the window.
    pub(crate) fn is_ended(&self) -> bool {
        self.ended
    }

    /// Whether the end came by a failure to unpack or read.
    pub(crate) fn is_damaged(&self) -> bool {
        self.failed
    }

    /// Brings more bytes; `false` at the end of the file.
    pub(crate) fn more(&mut self) -> Result<bool, LogProblem> {
        if self.ended {
            return Ok(false);
        }
        if self.start > 0 {
            self.buffer.copy_within(self.start..self.end, 0);
            self.before += self.start as u64;
            self.end -= self.start;
            self.start = 0;
        }
        if self.end == self.buffer.len() {
            if self.buffer.len() >= LONGEST {
                return Err(LogProblem::TooLong {
                    at: self.position(),
                });
            }
            let longer = self.buffer.len() * 2;
            self.buffer.resize(longer, 0);
        }
        loop {
            match self.from.read(&mut self.buffer[self.end..]) {
                Ok(0) => {
                    self.ended = true;
                    return Ok(false);
                }
                Ok(count) => {
                    self.end += count;
                    return Ok(true);
                }
                Err(error) if error.kind() == std::io::ErrorKind::Interrupted => {}
                Err(source) if self.before == 0 && self.end == 0 => {
                    return Err(LogProblem::Io {
                        path: self.path.clone(),
                        source,
                    });
                }
                // What came before is kept; the report says that it broke off.
                Err(_) => {
                    self.ended = true;
                    self.failed = true;
                    return Ok(false);
                }
            }
        }
    }

    /// Looks at the first bytes, up to `count` of them.
    pub(crate) fn peek(&mut self, count: usize) -> Result<&[u8], LogProblem> {
        while self.window().len() < count && self.more()? {}
        let window = self.window();
        Ok(&window[..window.len().min(count)])
    }
}

/// For readers of others. What is damaged reads as an error, not as the end.
impl Read for Source {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        if self.window().is_empty() {
            let more = self.more().map_err(io::Error::other)?;
            if !more {
                return match self.failed {
                    true => Err(io::ErrorKind::InvalidData.into()),
                    false => Ok(0),
                };
            }
        }
        let count = self.window().len().min(into.len());
        into[..count].copy_from_slice(&self.window()[..count]);
        self.advance(count);
        Ok(count)
    }
}
