//! The container, with bounds on what it may unpack to.

use std::io::{Cursor, Read as _};

use zip::ZipArchive;
use zip::result::ZipError;

use super::damaged;
use crate::refusal::Bound;
use crate::{Format, Limits, ReadRefusal};

/// Below this a high ratio is no bomb: an empty style sheet packs well.
const SMALL: u64 = 1 << 20;

/// A part with its name, for messages.
pub(super) struct Part {
    pub(super) name: String,
    pub(super) xml: String,
}

/// An open container.
pub(super) struct Package<'b> {
    zip: ZipArchive<Cursor<&'b [u8]>>,
    limits: Limits,
    unpacked: u64,
}

impl<'b> Package<'b> {
    pub(super) fn open(bytes: &'b [u8], limits: &Limits) -> Result<Self, ReadRefusal> {
        let zip = ZipArchive::new(Cursor::new(bytes)).map_err(|_| damaged("ZIP", 0))?;
        crate::bound(Bound::Entries, zip.len(), limits.max_entries)?;
        Ok(Self {
            zip,
            limits: *limits,
            unpacked: 0,
        })
    }

    /// Returns the name of the main part; some programs number it.
    pub(super) fn document(&self) -> Option<String> {
        let numbered = |name: &String| {
            name.strip_prefix("word/document")
                .and_then(|rest| rest.strip_suffix(".xml"))
                .is_some_and(|number| number.bytes().all(|byte| byte.is_ascii_digit()))
        };
        self.names().filter(numbered).min()
    }

    fn names(&self) -> impl Iterator<Item = String> {
        self.zip
            .file_names()
            .filter_map(|name| Some(name.ok()?.into_owned()))
    }

    /// Says what a container without a Word document is.
    pub(super) fn kind(&self) -> &'static str {
        let has = |start: &str| self.names().any(|name| name.starts_with(start));
        if has("xl/") {
            "XLSX"
        } else if has("ppt/") {
            "PPTX"
        } else if has("content.xml") && has("META-INF/") {
            "ODT/ODS/ODP"
        } else if has("OEBPS/") || has("EPUB/") {
            "EPUB"
        } else {
            "ZIP"
        }
    }

    /// Unpacks a part, if there is one of that name.
    pub(super) fn part(&mut self, name: &str) -> Result<Option<Part>, ReadRefusal> {
        let left = self.limits.max_unpacked_bytes - self.unpacked;
        let file = match self.zip.by_name(name) {
            Ok(file) => file,
            Err(ZipError::FileNotFound) => return Ok(None),
            Err(ZipError::UnsupportedArchive(why)) if why == ZipError::PASSWORD_REQUIRED => {
                return Err(ReadRefusal::Encrypted {
                    format: Format::Docx,
                });
            }
            Err(_) => return Err(damaged(name, 0)),
        };
        let by_ratio = file
            .compressed_size()
            .saturating_mul(self.limits.max_ratio)
            .max(SMALL);
        let most = left.min(by_ratio);
        let mut bytes = Vec::new();
        // What the directory says about sizes may be a lie: what comes out counts.
        file.take(most + 1)
            .read_to_end(&mut bytes)
            .map_err(|_| damaged(name, 0))?;
        let size = bytes.len() as u64;
        if size > most {
            let (bound, limit) = if most == left {
                (Bound::UnpackedBytes, self.limits.max_unpacked_bytes)
            } else {
                (Bound::Ratio, self.limits.max_ratio)
            };
            return Err(ReadRefusal::TooBig { bound, limit });
        }
        self.unpacked += size;
        if bytes.starts_with(b"\xEF\xBB\xBF") {
            bytes.drain(..3);
        }
        let xml = String::from_utf8(bytes)
            .map_err(|error| damaged(name, error.utf8_error().valid_up_to() as u64))?;
        Ok(Some(Part {
            name: name.to_owned(),
            xml,
        }))
    }
}
