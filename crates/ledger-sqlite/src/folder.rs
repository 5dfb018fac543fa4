//! Everything a city keeps on disk.

use std::fs;
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};

use dondoc_ledger::{
    BadOrigin, Entropy, Ledger, NoEntropy, NoteSigner, ReadError, StoreError, VerifierKey,
};

use crate::attachments::FolderAttachments;
use crate::entropy::OsEntropy;
use crate::files::{at, read_if_there, sync_folder, write_whole};
use crate::settings::{FOLDER_FORMAT, FormatOnly, Manifest, Settings};
use crate::snapshots::Snapshots;
use crate::store::{OpenError, SqliteStore};

const MANIFEST: &str = "dondoc.toml";
pub(crate) const DATABASE: &str = "ledger.sqlite";
const SEED: &str = "keys/checkpoint.seed";

/// A data folder: settings, log, signing key, attachments, snapshots.
///
/// ```text
/// dondoc.toml             settings and public keys
/// ledger.sqlite           the log
/// keys/checkpoint.seed    32 bytes, readable by the owner only
/// attachments/ab/cdef…    files by SHA-256
/// snapshots/…             folded state, only to start fast
/// ```
#[derive(Debug)]
pub struct DataFolder {
    path: PathBuf,
    manifest: Manifest,
    keys: Vec<VerifierKey>,
    signer: NoteSigner,
    ledger: Ledger,
}

/// Why a data folder can't be made or opened.
#[derive(Debug, thiserror::Error)]
pub enum FolderError {
    /// There is something at the place already.
    #[error("`{path}` exists and is not empty: choose a new folder", path = path.display())]
    NotEmpty {
        /// The place.
        path: PathBuf,
    },
    /// The folder has no `dondoc.toml`.
    #[error("`{path}` is not a data folder: it has no `dondoc.toml`; make one with `dondoc init`", path = path.display())]
    NotAFolder {
        /// The place.
        path: PathBuf,
    },
    /// The folder was made by a newer version.
    #[error(
        "the data folder has format {found}, this program knows up to {known}: use the newer program that made it"
    )]
    Newer {
        /// Its format.
        found: i64,
        /// The newest that is known here.
        known: i64,
    },
    /// `dondoc.toml` can't be understood.
    #[error("failed to read `dondoc.toml`: {why}")]
    Manifest {
        /// What and where.
        why: String,
    },
    /// The jurisdiction is not a folder name.
    #[error("`{given}` is not a jurisdiction: expected letters a-z, digits and `-`")]
    BadJurisdiction {
        /// What was given.
        given: String,
    },
    /// The origin can't name a log.
    #[error(transparent)]
    BadOrigin(#[from] BadOrigin),
    /// The signing key is missing or is not the last one of `dondoc.toml`.
    #[error(
        "the signing key `keys/checkpoint.seed` is missing or is not the last key in `dondoc.toml`"
    )]
    Key,
    /// `ledger.sqlite` is not a log of this program.
    #[error("`ledger.sqlite` is not a ledger of this program")]
    NotALedger,
    /// Another program holds the folder.
    #[error(
        "another program is writing to the data folder and does not let go: stop it, or try again"
    )]
    Locked(#[source] StoreError),
    /// No random bytes for the key.
    #[error(transparent)]
    Entropy(#[from] NoEntropy),
    /// The log can't be read.
    #[error(transparent)]
    Read(ReadError),
    /// The disk or the database failed.
    #[error(transparent)]
    Store(StoreError),
}

impl From<StoreError> for FolderError {
    fn from(cause: StoreError) -> Self {
        if cause.busy {
            Self::Locked(cause)
        } else {
            Self::Store(cause)
        }
    }
}

impl From<ReadError> for FolderError {
    fn from(cause: ReadError) -> Self {
        match cause {
            ReadError::Store(cause) => cause.into(),
            cause => Self::Read(cause),
        }
    }
}

impl From<OpenError> for FolderError {
    fn from(cause: OpenError) -> Self {
        match cause {
            OpenError::NotOurs => Self::NotALedger,
            OpenError::Newer { found } => Self::Newer {
                found,
                known: crate::store::SCHEMA,
            },
            OpenError::Store(cause) => cause.into(),
        }
    }
}

impl DataFolder {
    /// Makes a new, empty data folder with salts and a signing key from the
    /// operating system.
    ///
    /// # Errors
    /// As [`DataFolder::create_with`].
    pub fn create(path: &Path, settings: &Settings) -> Result<Self, FolderError> {
        Self::create_with(path, settings, Box::new(OsEntropy))
    }

    /// Makes a new, empty data folder; the signing key and all salts of this
    /// handle come from `entropy`.
    ///
    /// # Errors
    /// [`FolderError`] when the place is taken, the settings can't be, or the
    /// disk fails; nothing is then left behind.
    pub fn create_with(
        path: &Path,
        settings: &Settings,
        entropy: Box<dyn Entropy>,
    ) -> Result<Self, FolderError> {
        check(settings)?;
        refuse_taken(path)?;
        let draft = draft_beside(path)?;
        let made = fill(&draft, settings, &*entropy, &[]).and_then(|()| settle(&draft, path));
        if made.is_err() {
            // What can't be removed is a draft that nobody will open.
            let _ = fs::remove_dir_all(&draft);
        }
        made?;
        Self::open_with(path, entropy)
    }

    /// Opens a data folder, with salts from the operating system.
    ///
    /// # Errors
    /// As [`DataFolder::open_with`].
    pub fn open(path: &Path) -> Result<Self, FolderError> {
        Self::open_with(path, Box::new(OsEntropy))
    }

    /// Opens a data folder; salts of this handle come from `entropy`. Several
    /// programs may have it open at the same time.
    ///
    /// # Errors
    /// [`FolderError`] when it is not a data folder, was made by a newer
    /// version, lacks its key, or the disk fails.
    pub fn open_with(path: &Path, entropy: Box<dyn Entropy>) -> Result<Self, FolderError> {
        let manifest = read_manifest(path)?;
        let keys = manifest.verifiers().ok_or_else(|| FolderError::Manifest {
            why: "`keys` holds something that is not a verifier key".to_owned(),
        })?;
        let seed = read_if_there(&path.join(SEED))?.ok_or(FolderError::Key)?;
        let seed: [u8; 32] = seed.try_into().map_err(|_| FolderError::Key)?;
        let signer = NoteSigner::from_seed(&manifest.settings.origin, &seed)?;
        if keys.last() != Some(&signer.verifier()) {
            return Err(FolderError::Key);
        }
        let store = SqliteStore::open(&path.join(DATABASE))?;
        let attachments = FolderAttachments::new(&path.join("attachments"));
        let ledger = Ledger::open(Box::new(store), Box::new(attachments), entropy)?;
        Ok(Self {
            path: path.to_owned(),
            manifest,
            keys,
            signer,
            ledger,
        })
    }

    /// Returns where the folder is.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// Returns what was chosen when it was made.
    pub fn settings(&self) -> &Settings {
        &self.manifest.settings
    }

    /// Returns the log.
    pub fn ledger(&self) -> &Ledger {
        &self.ledger
    }

    /// Returns every key that signed checkpoints of this log, the present one
    /// last; its text is what others need to verify them.
    pub fn keys(&self) -> &[VerifierKey] {
        &self.keys
    }

    pub(crate) fn snapshots(&self) -> Snapshots {
        Snapshots::new(&self.path.join("snapshots"))
    }

    /// Returns the key that signs checkpoints.
    pub fn signer(&self) -> &NoteSigner {
        &self.signer
    }
}

pub(crate) fn check(settings: &Settings) -> Result<(), FolderError> {
    dondoc_ledger::check_origin(&settings.origin)?;
    let fits = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-';
    let bad_quote = settings.origin.contains(['"', '\\']);
    if bad_quote {
        return Err(FolderError::BadOrigin(BadOrigin {
            given: settings.origin.clone(),
        }));
    }
    if settings.jurisdiction.is_empty() || !settings.jurisdiction.bytes().all(fits) {
        return Err(FolderError::BadJurisdiction {
            given: settings.jurisdiction.clone(),
        });
    }
    Ok(())
}

fn read_manifest(path: &Path) -> Result<Manifest, FolderError> {
    let bad = |why: String| FolderError::Manifest { why };
    let bytes = read_if_there(&path.join(MANIFEST))?.ok_or_else(|| FolderError::NotAFolder {
        path: path.to_owned(),
    })?;
    let text = String::from_utf8(bytes).map_err(|cause| bad(cause.to_string()))?;
    let format: FormatOnly = toml::from_str(&text).map_err(|cause| bad(cause.to_string()))?;
    if format.format > FOLDER_FORMAT {
        return Err(FolderError::Newer {
            found: format.format.into(),
            known: FOLDER_FORMAT.into(),
        });
    }
    toml::from_str(&text).map_err(|cause| bad(cause.to_string()))
}

pub(crate) fn refuse_taken(path: &Path) -> Result<(), FolderError> {
    match fs::read_dir(path) {
        Ok(mut inside) => match inside.next() {
            None => Ok(()),
            Some(_) => Err(FolderError::NotEmpty {
                path: path.to_owned(),
            }),
        },
        Err(cause) if cause.kind() == io::ErrorKind::NotFound => Ok(()),
        Err(cause) => Err(at("make", path)(cause).into()),
    }
}

/// Makes an empty folder beside `path`, on the same file system.
pub(crate) fn draft_beside(path: &Path) -> Result<PathBuf, FolderError> {
    let mut draft = path.as_os_str().to_owned();
    draft.push(format!(".{}.draft", std::process::id()));
    let draft = PathBuf::from(draft);
    if draft.exists() {
        fs::remove_dir_all(&draft).map_err(at("clear", &draft))?;
    }
    fs::create_dir_all(&draft).map_err(at("make", &draft))?;
    Ok(draft)
}

/// Writes everything of a new folder into `draft`.
pub(crate) fn fill(
    draft: &Path,
    settings: &Settings,
    entropy: &dyn Entropy,
    earlier_keys: &[VerifierKey],
) -> Result<(), FolderError> {
    let mut seed = [0; 32];
    entropy.fill(&mut seed)?;
    let signer = NoteSigner::from_seed(&settings.origin, &seed)?;
    write_secret(&draft.join(SEED), &seed)?;
    let keys = earlier_keys.iter().map(ToString::to_string);
    let manifest = Manifest {
        format: FOLDER_FORMAT,
        settings: settings.clone(),
        keys: keys.chain([signer.verifier().to_string()]).collect(),
    };
    for folder in ["attachments", "snapshots"] {
        let folder = draft.join(folder);
        fs::create_dir_all(&folder).map_err(at("make", &folder))?;
    }
    SqliteStore::create(&draft.join(DATABASE))?;
    write_whole(&draft.join(MANIFEST), manifest.to_toml().as_bytes())?;
    Ok(())
}

/// Moves a finished draft to its place.
pub(crate) fn settle(draft: &Path, path: &Path) -> Result<(), FolderError> {
    let settle = || {
        sync_folder(draft)?;
        fs::rename(draft, path)?;
        match path.parent() {
            Some(parent) if !parent.as_os_str().is_empty() => sync_folder(parent),
            _ => sync_folder(Path::new(".")),
        }
    };
    settle().map_err(|cause| at("make", path)(cause).into())
}

fn write_secret(path: &Path, bytes: &[u8]) -> Result<(), FolderError> {
    let write = || {
        if let Some(folder) = path.parent() {
            fs::create_dir_all(folder)?;
        }
        let mut options = fs::OpenOptions::new();
        options.write(true).create_new(true);
        #[cfg(unix)]
        std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
        let mut file = options.open(path)?;
        file.write_all(bytes)?;
        file.sync_all()
    };
    write().map_err(|cause| at("write", path)(cause).into())
}
