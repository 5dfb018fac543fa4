//! Attachments as files `attachments/ab/cdef…` named by their SHA-256.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};

use dondoc_ledger::{Attachments, Hash, StoreError};

use crate::files::{at, read_if_there, sync_folder, write_whole};

/// The largest attachment, in bytes: 64 MiB.
pub const LARGEST_ATTACHMENT: usize = 64 << 20;

/// [`Attachments`] in a folder.
#[derive(Debug)]
pub struct FolderAttachments {
    folder: PathBuf,
    /// Held while writing: two threads may keep the same bytes at once.
    writing: Mutex<()>,
}

impl FolderAttachments {
    /// Returns the attachments in `folder`, which is created when needed.
    pub fn new(folder: &Path) -> Self {
        Self {
            folder: folder.to_owned(),
            writing: Mutex::default(),
        }
    }

    /// Returns where the file of `hash` stands, there or not.
    pub fn path(&self, hash: &Hash) -> PathBuf {
        let name = hash.to_string();
        let (shelf, rest) = name.split_at(2);
        self.folder.join(shelf).join(rest)
    }
}

impl Attachments for FolderAttachments {
    fn has(&self, hash: &Hash) -> Result<bool, StoreError> {
        let path = self.path(hash);
        path.try_exists().map_err(at("look for", &path))
    }

    fn read(&self, hash: &Hash) -> Result<Option<Vec<u8>>, StoreError> {
        read_if_there(&self.path(hash))
    }

    fn put(&self, bytes: &[u8]) -> Result<Hash, StoreError> {
        if bytes.len() > LARGEST_ATTACHMENT {
            let why = format!("{} bytes, the most is {LARGEST_ATTACHMENT}", bytes.len());
            return Err(StoreError::new("keep an attachment", why));
        }
        let hash = Hash::of(bytes);
        let path = self.path(&hash);
        let _writing = self.writing.lock().unwrap_or_else(PoisonError::into_inner);
        // A file that was damaged since is written anew.
        if read_if_there(&path)?.as_deref() != Some(bytes) {
            write_whole(&path, bytes)?;
            sync_folder(&self.folder).map_err(at("sync", &self.folder))?;
        }
        Ok(hash)
    }

    fn erase(&self, hash: &Hash) -> Result<bool, StoreError> {
        let path = self.path(hash);
        match fs::remove_file(&path) {
            Ok(()) => Ok(true),
            Err(cause) if cause.kind() == io::ErrorKind::NotFound => Ok(false),
            Err(cause) => Err(at("erase", &path)(cause)),
        }
    }

    fn list(&self) -> Result<Vec<Hash>, StoreError> {
        let list = || {
            let mut hashes = Vec::new();
            if !self.folder.try_exists()? {
                return Ok(hashes);
            }
            for shelf in fs::read_dir(&self.folder)? {
                let shelf = shelf?;
                if !shelf.file_type()?.is_dir() {
                    continue;
                }
                for file in fs::read_dir(shelf.path())? {
                    let (shelf, file) = (shelf.file_name(), file?.file_name());
                    let name = format!("{}{}", shelf.display(), file.display());
                    hashes.extend(name.parse::<Hash>());
                }
            }
            hashes.sort_unstable();
            Ok(hashes)
        };
        list().map_err(at("list", &self.folder))
    }
}
