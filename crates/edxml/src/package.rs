//! What stands in a package.

use jiff::civil::{Date, DateTime};

use crate::refusal::Remark;

/// The bounds within which a package is read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limits {
    /// The largest package, in bytes.
    pub max_bytes: usize,
    /// The most elements.
    pub max_elements: usize,
    /// How deep elements may stand in each other.
    pub max_depth: usize,
    /// The longest field of the header, in bytes.
    pub max_field_bytes: usize,
    /// The most attachments.
    pub max_attachments: usize,
    /// The largest attachment, in bytes, unpacked.
    pub max_attachment_bytes: usize,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            max_bytes: 96 << 20,
            max_elements: 20_000,
            max_depth: 24,
            max_field_bytes: 64 << 10,
            max_attachments: 100,
            max_attachment_bytes: 64 << 20,
        }
    }
}

/// A package and what a person should know about it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Read {
    /// The package.
    pub package: Package,
    /// What is odd but was taken.
    pub remarks: Vec<Remark>,
}

/// One package. Text fields are trimmed; an absent one is empty.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Package {
    /// Who sends.
    pub from: Organ,
    /// To whom, at least one.
    pub to: Vec<Organ>,
    /// Number and symbol.
    pub code: Code,
    /// Where it was issued.
    pub place: String,
    /// When it was issued.
    pub promulgated: Date,
    /// What kind of document it is.
    pub kind: Kind,
    /// The title (*trích yếu*).
    pub subject: String,
    /// What it says in short.
    pub content: String,
    /// Who signed.
    pub signer: Signer,
    /// By when an answer is asked for.
    pub due: Option<Date>,
    /// Where copies go.
    pub to_places: Vec<String>,
    /// Urgency, pages and the like.
    pub other: OtherInfo,
    /// The documents that this one answers.
    pub response_for: Vec<ResponseFor>,
    /// Marks a directing document; the meaning of its codes is *recalled*.
    pub steering: Option<u32>,
    /// Identifies the document in the exchange.
    pub document_id: String,
    /// Which systems it passed.
    pub trace: Vec<Trace>,
    /// New, replacement, revocation or update.
    pub business: Option<Business>,
    /// The files, in the order of the manifest.
    pub attachments: Vec<Attachment>,
}

/// An agency as the exchange knows it.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Organ {
    /// Its identifier (*mã định danh*): kept as text, as two schemes are in use.
    pub organ_id: String,
    /// The agency above it.
    pub in_charge: String,
    /// Its name.
    pub name: String,
    /// Address.
    pub address: String,
    /// Mail.
    pub email: String,
    /// Telephone.
    pub telephone: String,
    /// Fax.
    pub fax: String,
    /// Web site.
    pub website: String,
}

/// Number and symbol: `15` and `CT-UBND`.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Code {
    /// The number.
    pub number: String,
    /// The symbol after it.
    pub notation: String,
}

impl Code {
    /// Returns both as a document writes them: `15/CT-UBND`; Party documents put a
    /// dash: `24-CT/TU`.
    pub fn written(&self) -> String {
        match (self.number.is_empty(), self.notation.is_empty()) {
            (_, true) => self.number.clone(),
            (true, false) => self.notation.clone(),
            (false, false) => {
                let joint = if self.notation.contains('/') {
                    '-'
                } else {
                    '/'
                };
                format!("{}{joint}{}", self.number, self.notation)
            }
        }
    }

    /// Takes a number as a document writes it apart: `15/CT-UBND`, `24-CT/TU`.
    pub fn parse(written: &str) -> Self {
        let written = written.trim();
        let end = written
            .find(|c: char| !c.is_ascii_digit())
            .unwrap_or(written.len());
        let (number, rest) = written.split_at(end);
        Self {
            number: number.to_owned(),
            notation: rest.trim_start_matches(['/', '-', ' ']).to_owned(),
        }
    }
}

/// What kind of document it is.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Kind {
    /// The code of the kind, as it came.
    pub code: Option<u32>,
    /// Its name, e.g. `Chỉ thị`.
    pub name: String,
}

/// Who signed.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Signer {
    /// Under what authority.
    pub competence: String,
    /// The post.
    pub position: String,
    /// The name.
    pub full_name: String,
}

/// Urgency, pages and the like.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct OtherInfo {
    /// How urgent, as a code.
    pub priority: Option<u32>,
    /// Who may see it.
    pub sphere: String,
    /// The typist's mark.
    pub typer: String,
    /// How many copies.
    pub copies: Option<u32>,
    /// How many pages.
    pub pages: Option<u32>,
    /// Titles of annexes.
    pub appendixes: Vec<String>,
}

/// A document that is answered.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct ResponseFor {
    /// Who sent it.
    pub organ_id: String,
    /// Its number and symbol, as written.
    pub code: String,
    /// When it was issued.
    pub promulgated: Option<Date>,
    /// What identifies it in the exchange.
    pub document_id: String,
}

/// A system that the package passed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Trace {
    /// Whose.
    pub organ_id: String,
    /// When.
    pub at: DateTime,
}

/// What is done with the document.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Business {
    /// New, replacement, revocation or update, as a code.
    pub kind: Option<u32>,
    /// Why.
    pub reason: String,
    /// Whether it also comes on paper, as a code.
    pub paper: Option<u32>,
    /// The department that handles it.
    pub department: String,
    /// Who handles it.
    pub staff: String,
}

/// A file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Attachment {
    /// Its id in the package, without `cid:`.
    pub content_id: String,
    /// Its name; never a path.
    pub name: String,
    /// What the sender says it is. Readers go by the bytes.
    pub content_type: String,
    /// What the sender says about it.
    pub description: String,
    /// The bytes.
    pub bytes: Vec<u8>,
}
