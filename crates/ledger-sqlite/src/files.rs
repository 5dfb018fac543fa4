//! Writing files so that they are whole or absent, whatever happens.

use std::fs::{self, File};
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};

use dondoc_ledger::StoreError;

/// Names what was attempted on `path`.
pub(crate) fn at<'p>(doing: &'p str, path: &'p Path) -> impl FnOnce(io::Error) -> StoreError + 'p {
    move |cause| StoreError::new(format!("{doing} `{}`", path.display()), cause)
}

/// Makes what was renamed or created in `folder` survive a power cut.
pub(crate) fn sync_folder(folder: &Path) -> io::Result<()> {
    File::open(folder)?.sync_all()
}

/// Writes `bytes` beside `path`, syncs, and renames: readers see the whole
/// file or none.
pub(crate) fn write_whole(path: &Path, bytes: &[u8]) -> Result<(), StoreError> {
    let write = || {
        let folder = path.parent().unwrap_or(Path::new("."));
        fs::create_dir_all(folder)?;
        // The process id keeps two programs from writing the same draft.
        let mut draft = path.as_os_str().to_owned();
        draft.push(format!(".{}.tmp", std::process::id()));
        let draft = PathBuf::from(draft);
        let mut file = File::create(&draft)?;
        file.write_all(bytes)?;
        file.sync_all()?;
        fs::rename(&draft, path)?;
        sync_folder(folder)
    };
    write().map_err(at("write", path))
}

/// Reads a file, `None` when there is none.
pub(crate) fn read_if_there(path: &Path) -> Result<Option<Vec<u8>>, StoreError> {
    match fs::read(path) {
        Ok(bytes) => Ok(Some(bytes)),
        Err(cause) if cause.kind() == io::ErrorKind::NotFound => Ok(None),
        Err(cause) => Err(at("read", path)(cause)),
    }
}
