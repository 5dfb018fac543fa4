//! A package from its bytes.

use std::io::{Cursor, Read as _};

use base64::Engine as _;
use base64::engine::general_purpose::{GeneralPurpose, GeneralPurposeConfig};
use base64::engine::{DecodePaddingMode, general_purpose};
use jiff::civil::Date;

use crate::day;
use crate::package::{
    Attachment, Business, Code, Kind, Limits, Organ, OtherInfo, Package, Read, ResponseFor, Signer,
    Trace,
};
use crate::refusal::{Bound, Refusal, Remark};
use crate::tree::{self, BYTES, Element, bound};

/// What the header may hold.
const HEADER: [&str; 15] = [
    "From",
    "To",
    "Code",
    "PromulgationInfo",
    "DocumentType",
    "Subject",
    "Content",
    "SignerInfo",
    "DueDate",
    "ToPlaces",
    "OtherInfo",
    "ResponseFor",
    "SteeringType",
    "DocumentId",
    "TraceHeaderList",
];

/// Some senders leave the padding out.
const BASE64: GeneralPurpose = GeneralPurpose::new(
    &base64::alphabet::STANDARD,
    GeneralPurposeConfig::new().with_decode_padding_mode(DecodePaddingMode::Indifferent),
);

/// Reads a package.
///
/// Elements are known by their names; prefixes and namespaces differ between the
/// systems in use. Attachments that came packed as ZIP by themselves are unpacked.
///
/// # Errors
/// See [`Refusal`]; it names the element.
pub fn read(bytes: &[u8], limits: &Limits) -> Result<Read, Refusal> {
    let root = tree::parse(bytes, limits)?;
    let envelope = envelope(&root)?;
    let path = format!("{}/{}", root.name, envelope.name);
    let header = match one(envelope, &path, "edXMLHeader")? {
        Some(header) => Place::of(header, format!("{path}/edXMLHeader")),
        None => Place::of(envelope, path.clone()),
    };
    let message = header.must("MessageHeader")?;
    let mut remarks = Vec::new();
    for child in &message.element.children {
        if !HEADER.contains(&child.name.as_str()) {
            remarks.push(Remark::Unknown {
                element: format!("{}/{}", message.path, child.name),
            });
        }
    }
    let traces = match header.get("TraceHeaderList")? {
        Some(traces) => Some(traces),
        None => message.get("TraceHeaderList")?,
    };
    let attachments = attachments(&root, envelope, limits, &mut remarks)?;
    let package = Package {
        from: organ(&message.must("From")?)?,
        to: message
            .all("To")
            .map(|it| organ(&it))
            .collect::<Result<_, _>>()?,
        code: code(&message)?,
        place: promulgation(&message)?.text("Place")?,
        promulgated: promulgation(&message)?.day("PromulgationDate")?,
        kind: kind(&message)?,
        subject: message.must_say("Subject")?,
        content: message.text("Content")?,
        signer: signer(&message)?,
        due: message.day_if_any("DueDate")?,
        to_places: places(&message)?,
        other: other(&message)?,
        response_for: message
            .all("ResponseFor")
            .map(|it| response(&it))
            .collect::<Result<Vec<_>, _>>()?
            .into_iter()
            .flatten()
            .collect(),
        steering: message.number("SteeringType")?,
        document_id: message.text("DocumentId")?,
        trace: traces.as_ref().map_or(Ok(Vec::new()), trace)?,
        business: traces.as_ref().map_or(Ok(None), business)?,
        attachments,
    };
    if package.to.is_empty() {
        return Err(Refusal::Missing {
            element: format!("{}/To", message.path),
        });
    }
    if package.document_id.is_empty() {
        remarks.push(Remark::Absent {
            element: format!("{}/DocumentId", message.path),
        });
    }
    if is_signed(&root) {
        remarks.push(Remark::Signed);
    }
    Ok(Read { package, remarks })
}

fn envelope(root: &Element) -> Result<&Element, Refusal> {
    match root.name.as_str() {
        "edXML" => one(root, "edXML", "edXMLEnvelope")?.ok_or_else(|| Refusal::Missing {
            element: "edXML/edXMLEnvelope".to_owned(),
        }),
        other => Err(Refusal::NotEdxml {
            found: other.chars().take(60).collect(),
        }),
    }
}

fn is_signed(element: &Element) -> bool {
    let is_signature = element.name == "Signature" || element.name == "DigitalSignature";
    let says = !element.children.is_empty() || !element.text.trim().is_empty();
    (is_signature && says) || element.children.iter().any(is_signed)
}

/// An element and where it stands.
struct Place<'a> {
    element: &'a Element,
    path: String,
}

impl<'a> Place<'a> {
    fn of(element: &'a Element, path: String) -> Self {
        Self { element, path }
    }

    fn get(&self, name: &str) -> Result<Option<Place<'a>>, Refusal> {
        let found = one(self.element, &self.path, name)?;
        Ok(found.map(|it| Place::of(it, format!("{}/{name}", self.path))))
    }

    fn must(&self, name: &str) -> Result<Place<'a>, Refusal> {
        self.get(name)?.ok_or_else(|| Refusal::Missing {
            element: format!("{}/{name}", self.path),
        })
    }

    fn all(&self, name: &'a str) -> impl Iterator<Item = Place<'a>> {
        let path = format!("{}/{name}", self.path);
        let found = self.element.children.iter();
        found
            .filter(move |it| it.name == name)
            .map(move |it| Place::of(it, path.clone()))
    }

    /// What the element itself says.
    fn said(&self) -> String {
        self.element.text.trim().to_owned()
    }

    fn text(&self, name: &str) -> Result<String, Refusal> {
        Ok(self.get(name)?.map(|it| it.said()).unwrap_or_default())
    }

    fn must_say(&self, name: &str) -> Result<String, Refusal> {
        let found = self.must(name)?;
        let said = found.said();
        if said.is_empty() {
            return Err(Refusal::Blank {
                element: found.path,
            });
        }
        Ok(said)
    }

    fn day(&self, name: &str) -> Result<Date, Refusal> {
        self.must_say(name)?;
        self.day_if_any(name)?.ok_or_else(|| Refusal::Missing {
            element: format!("{}/{name}", self.path),
        })
    }

    fn day_if_any(&self, name: &str) -> Result<Option<Date>, Refusal> {
        let found = self.text(name)?;
        if found.is_empty() {
            return Ok(None);
        }
        match day::day(&found) {
            Some(day) => Ok(Some(day)),
            None => Err(Refusal::NotADay {
                element: format!("{}/{name}", self.path),
                found: short(&found),
            }),
        }
    }

    fn number(&self, name: &str) -> Result<Option<u32>, Refusal> {
        let found = self.text(name)?;
        if found.is_empty() {
            return Ok(None);
        }
        match found.parse() {
            Ok(number) => Ok(Some(number)),
            Err(_) => Err(Refusal::NotANumber {
                element: format!("{}/{name}", self.path),
                found: short(&found),
            }),
        }
    }
}

/// Returns the child of that name; one that stands twice is refused.
fn one<'a>(element: &'a Element, path: &str, name: &str) -> Result<Option<&'a Element>, Refusal> {
    let mut found = element.children.iter().filter(|it| it.name == name);
    let first = found.next();
    if found.next().is_some() {
        return Err(Refusal::Twice {
            element: format!("{path}/{name}"),
        });
    }
    Ok(first)
}

fn organ(at: &Place<'_>) -> Result<Organ, Refusal> {
    Ok(Organ {
        organ_id: at.must_say("OrganId")?,
        in_charge: at.text("OrganizationInCharge")?,
        name: at.text("OrganName")?,
        address: at.text("OrganAdd")?,
        email: at.text("Email")?,
        telephone: at.text("Telephone")?,
        fax: at.text("Fax")?,
        website: at.text("Website")?,
    })
}

fn code(message: &Place<'_>) -> Result<Code, Refusal> {
    let code = message.must("Code")?;
    Ok(Code {
        number: code.text("CodeNumber")?,
        notation: code.must_say("CodeNotation")?,
    })
}

fn promulgation<'a>(message: &Place<'a>) -> Result<Place<'a>, Refusal> {
    message.must("PromulgationInfo")
}

fn kind(message: &Place<'_>) -> Result<Kind, Refusal> {
    let kind = message.must("DocumentType")?;
    Ok(Kind {
        code: kind.number("Type")?,
        name: kind.text("TypeName")?,
    })
}

fn signer(message: &Place<'_>) -> Result<Signer, Refusal> {
    let Some(signer) = message.get("SignerInfo")? else {
        return Ok(Signer::default());
    };
    Ok(Signer {
        competence: signer.text("Competence")?,
        position: signer.text("Position")?,
        full_name: signer.text("FullName")?,
    })
}

fn places(message: &Place<'_>) -> Result<Vec<String>, Refusal> {
    let Some(places) = message.get("ToPlaces")? else {
        return Ok(Vec::new());
    };
    let each = places.all("Place").map(|it| it.said());
    Ok(each.filter(|it| !it.is_empty()).collect())
}

fn other(message: &Place<'_>) -> Result<OtherInfo, Refusal> {
    let Some(other) = message.get("OtherInfo")? else {
        return Ok(OtherInfo::default());
    };
    let appendixes = match other.get("Appendixes")? {
        Some(list) => list
            .all("Appendix")
            .map(|it| it.said())
            .filter(|it| !it.is_empty())
            .collect(),
        None => Vec::new(),
    };
    Ok(OtherInfo {
        priority: other.number("Priority")?,
        sphere: other.text("SphereOfPromulgation")?,
        typer: other.text("TyperNotation")?,
        copies: other.number("PromulgationAmount")?,
        pages: other.number("PageAmount")?,
        appendixes,
    })
}

/// An empty `ResponseFor` answers nothing.
fn response(at: &Place<'_>) -> Result<Option<ResponseFor>, Refusal> {
    let response = ResponseFor {
        organ_id: at.text("OrganId")?,
        code: at.text("Code")?,
        promulgated: at.day_if_any("PromulgationDate")?,
        document_id: at.text("DocumentId")?,
    };
    Ok((response != ResponseFor::default()).then_some(response))
}

fn trace(traces: &Place<'_>) -> Result<Vec<Trace>, Refusal> {
    let each = traces.all("TraceHeader").map(|at| {
        let said = at.must_say("Timestamp")?;
        Ok(Trace {
            organ_id: at.must_say("OrganId")?,
            at: day::moment(&said).ok_or_else(|| Refusal::NotADay {
                element: format!("{}/Timestamp", at.path),
                found: short(&said),
            })?,
        })
    });
    each.collect()
}

fn business(traces: &Place<'_>) -> Result<Option<Business>, Refusal> {
    let Some(business) = traces.get("Bussiness")? else {
        return Ok(None);
    };
    let staff = business.get("StaffInfo")?;
    let of_staff = |name: &str| staff.as_ref().map_or(Ok(String::new()), |it| it.text(name));
    Ok(Some(Business {
        kind: business.number("BussinessDocType")?,
        reason: business.text("BussinessDocReason")?,
        paper: business.number("Paper")?,
        department: of_staff("Department")?,
        staff: of_staff("Staff")?,
    }))
}

/// A file that the manifest names.
struct Listed {
    id: String,
    name: String,
    content_type: String,
    description: String,
}

fn attachments(
    root: &Element,
    envelope: &Element,
    limits: &Limits,
    remarks: &mut Vec<Remark>,
) -> Result<Vec<Attachment>, Refusal> {
    let listed = listed(envelope)?;
    let path = "edXML/AttachmentEncoded";
    let encoded = one(root, "edXML", "AttachmentEncoded")?;
    let parts: Vec<Place<'_>> = match encoded {
        Some(encoded) => Place::of(encoded, path.to_owned())
            .all("Attachment")
            .collect(),
        None => Vec::new(),
    };
    let count = parts.len().max(listed.len());
    bound(Bound::Attachments, count, limits.max_attachments, path)?;
    let mut files = Vec::new();
    for part in &parts {
        let file = file(part, limits, remarks)?;
        if files
            .iter()
            .any(|it: &Attachment| it.content_id == file.content_id)
        {
            return Err(Refusal::SameId {
                id: file.content_id,
            });
        }
        files.push(file);
    }
    let mut ordered = Vec::new();
    for it in listed {
        let Some(at) = files.iter().position(|file| file.content_id == it.id) else {
            return Err(Refusal::NoBytes { name: it.name });
        };
        let mut file = files.remove(at);
        fill(&mut file.name, it.name);
        fill(&mut file.content_type, it.content_type);
        fill(&mut file.description, it.description);
        ordered.push(file);
    }
    for file in files {
        remarks.push(Remark::NotListed {
            name: file.name.clone(),
        });
        ordered.push(file);
    }
    for (position, file) in ordered.iter_mut().enumerate() {
        if file.name.is_empty() {
            file.name = format!("{}", position + 1);
        }
    }
    Ok(ordered)
}

fn fill(own: &mut String, other: String) {
    if own.is_empty() {
        *own = other;
    }
}

fn listed(envelope: &Element) -> Result<Vec<Listed>, Refusal> {
    let path = "edXML/edXMLEnvelope";
    let Some(body) = Place::of(envelope, path.to_owned()).get("edXMLBody")? else {
        return Ok(Vec::new());
    };
    let Some(manifest) = body.get("edXMLManifest")? else {
        return Ok(Vec::new());
    };
    let each = manifest.all("Reference").map(|at| {
        let id = match at.text("ContentId")? {
            id if id.is_empty() => at.element.href.clone().unwrap_or_default(),
            id => id,
        };
        Ok(Listed {
            id: bare(&id),
            name: file_name(&at.text("AttachmentName")?),
            content_type: at.text("ContentType")?,
            description: at.text("Description")?,
        })
    });
    each.collect()
}

fn file(
    part: &Place<'_>,
    limits: &Limits,
    remarks: &mut Vec<Remark>,
) -> Result<Attachment, Refusal> {
    let id = bare(&part.must_say("ContentId")?);
    let given = file_name(&part.text("AttachmentName")?);
    let shown = if given.is_empty() {
        id.clone()
    } else {
        given.clone()
    };
    let bytes = BYTES.iter().find_map(|name| {
        let found = part.element.children.iter().find(|it| it.name == *name)?;
        // Some senders name the encoding in one of the two and the bytes in the other.
        (found.text.trim() != "base64").then_some(found)
    });
    let Some(encoded) = bytes else {
        return Err(Refusal::NoBytes { name: shown });
    };
    let compact: String = encoded
        .text
        .chars()
        .filter(|c| !c.is_ascii_whitespace())
        .collect();
    let bytes = BASE64.decode(compact.as_bytes());
    let mut bytes = bytes.map_err(|_| Refusal::NotBase64 {
        name: shown.clone(),
    })?;
    if let Some(unpacked) = unpacked(&given, &bytes, limits.max_attachment_bytes) {
        bytes = unpacked?;
        remarks.push(Remark::Unpacked {
            name: shown.clone(),
        });
    }
    bound(
        Bound::Attachment,
        bytes.len(),
        limits.max_attachment_bytes,
        &shown,
    )?;
    Ok(Attachment {
        content_id: id,
        name: given,
        content_type: part.text("ContentType")?,
        description: part.text("Description")?,
        bytes,
    })
}

/// A ZIP of one file that goes by another name is how some systems pack a file.
fn unpacked(name: &str, bytes: &[u8], most: usize) -> Option<Result<Vec<u8>, Refusal>> {
    const OWN: [&str; 9] = [
        "zip", "docx", "xlsx", "pptx", "odt", "ods", "odp", "docm", "xlsm",
    ];
    let ending = name.rsplit_once('.').map(|(_, it)| it.to_ascii_lowercase());
    let is_own = ending.is_none_or(|it| OWN.contains(&it.as_str()));
    if is_own || !bytes.starts_with(b"PK\x03\x04") {
        return None;
    }
    let mut zip = zip::ZipArchive::new(Cursor::new(bytes)).ok()?;
    if zip.len() != 1 {
        return None;
    }
    let file = zip.by_index(0).ok()?;
    let mut out = Vec::new();
    let limit = u64::try_from(most).unwrap_or(u64::MAX);
    file.take(limit + 1).read_to_end(&mut out).ok()?;
    Some(bound(Bound::Attachment, out.len(), most, name).map(|()| out))
}

/// Ids are written with `cid:` in one place and without it in another.
fn bare(id: &str) -> String {
    let id = id.trim();
    id.strip_prefix("cid:").unwrap_or(id).to_owned()
}

/// A name is what stands behind the last separator, without what no name has.
fn file_name(name: &str) -> String {
    let last = name.rsplit(['/', '\\']).next().unwrap_or_default();
    let kept: String = last.chars().filter(|c| !c.is_control()).take(200).collect();
    match kept.trim() {
        "." | ".." => String::new(),
        kept => kept.to_owned(),
    }
}

fn short(text: &str) -> String {
    text.chars().take(60).collect()
}

/// Writes bytes as packages carry them.
pub(crate) fn encoded(bytes: &[u8]) -> String {
    general_purpose::STANDARD.encode(bytes)
}
