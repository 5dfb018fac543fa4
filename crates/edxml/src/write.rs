//! A package as bytes.

use std::fmt::Write as _;

use crate::day;
use crate::package::{Attachment, Organ, Package};
use crate::read::encoded;

const EDXML: &str = "http://www.mic.gov.vn/TBT/QCVN_102_2016";
const XLINK: &str = "http://www.w3.org/1999/xlink";
const ACTOR: &str = "http://schemas.xmlsoap.org/soap/actor/next";

/// Writes a package; the same package gives the same bytes.
///
/// Elements of the envelope carry the prefix `edXML`, the files stand behind it
/// without one: so the systems in use expect it. Absent fields that the order of
/// elements needs are written empty.
pub fn write(package: &Package) -> String {
    let mut out = Writer::default();
    out.raw("<?xml version=\"1.0\" encoding=\"utf-8\"?>\n");
    out.raw(&format!("<edXML xmlns=\"{EDXML}\">\n"));
    out.raw(&format!("<edXML:edXMLEnvelope xmlns:edXML=\"{EDXML}\">\n"));
    out.within("edXMLHeader", |out| {
        out.within("MessageHeader", |out| message(out, package));
        traces(out, package);
    });
    out.within("edXMLBody", |out| {
        out.raw("<edXML:edXMLManifest version=\"1.0\">\n");
        for it in &package.attachments {
            reference(out, it);
        }
        out.raw("</edXML:edXMLManifest>\n");
    });
    out.raw("</edXML:edXMLEnvelope>\n");
    files(&mut out, &package.attachments);
    out.raw("</edXML>\n");
    out.text
}

#[derive(Default)]
struct Writer {
    text: String,
}

impl Writer {
    fn raw(&mut self, text: &str) {
        self.text.push_str(text);
    }

    fn within(&mut self, name: &str, inside: impl FnOnce(&mut Self)) {
        self.raw(&format!("<edXML:{name}>\n"));
        inside(self);
        self.raw(&format!("</edXML:{name}>\n"));
    }

    fn say(&mut self, name: &str, text: &str) {
        let (open, close) = (format!("<edXML:{name}>"), format!("</edXML:{name}>\n"));
        self.raw(&open);
        self.escaped(text);
        self.raw(&close);
    }

    fn say_if_any(&mut self, name: &str, text: &str) {
        if !text.is_empty() {
            self.say(name, text);
        }
    }

    fn number(&mut self, name: &str, number: Option<u32>) {
        if let Some(number) = number {
            self.say(name, &number.to_string());
        }
    }

    /// Escapes what XML reserves; characters that XML can't hold are left out.
    fn escaped(&mut self, text: &str) {
        for c in text.chars() {
            match c {
                '&' => self.raw("&amp;"),
                '<' => self.raw("&lt;"),
                '>' => self.raw("&gt;"),
                '"' => self.raw("&quot;"),
                // A reader would take a bare one for a line feed.
                '\r' => self.raw("&#13;"),
                '\t' | '\n' => self.text.push(c),
                c if c < ' ' || c == '\u{fffe}' || c == '\u{ffff}' => {}
                c => self.text.push(c),
            }
        }
    }
}

fn message(out: &mut Writer, it: &Package) {
    organ(out, "From", &it.from);
    for to in &it.to {
        organ(out, "To", to);
    }
    out.within("Code", |out| {
        out.say("CodeNumber", &it.code.number);
        out.say("CodeNotation", &it.code.notation);
    });
    out.within("PromulgationInfo", |out| {
        out.say("Place", &it.place);
        out.say("PromulgationDate", &day::written(it.promulgated));
    });
    out.within("DocumentType", |out| {
        out.number("Type", it.kind.code);
        out.say("TypeName", &it.kind.name);
    });
    out.say("Subject", &it.subject);
    out.say("Content", &it.content);
    out.within("SignerInfo", |out| {
        out.say("Competence", &it.signer.competence);
        out.say("Position", &it.signer.position);
        out.say("FullName", &it.signer.full_name);
    });
    if let Some(due) = it.due {
        out.say("DueDate", &day::written(due));
    }
    if !it.to_places.is_empty() {
        out.within("ToPlaces", |out| {
            for place in &it.to_places {
                out.say("Place", place);
            }
        });
    }
    other(out, it);
    for of in &it.response_for {
        out.within("ResponseFor", |out| {
            out.say("OrganId", &of.organ_id);
            out.say("Code", &of.code);
            if let Some(on) = of.promulgated {
                out.say("PromulgationDate", &day::written(on));
            }
            out.say("DocumentId", &of.document_id);
        });
    }
    out.number("SteeringType", it.steering);
    out.say("DocumentId", &it.document_id);
}

fn organ(out: &mut Writer, name: &str, it: &Organ) {
    out.within(name, |out| {
        out.say("OrganId", &it.organ_id);
        out.say("OrganizationInCharge", &it.in_charge);
        out.say("OrganName", &it.name);
        out.say_if_any("OrganAdd", &it.address);
        out.say_if_any("Email", &it.email);
        out.say_if_any("Telephone", &it.telephone);
        out.say_if_any("Fax", &it.fax);
        out.say_if_any("Website", &it.website);
    });
}

fn other(out: &mut Writer, it: &Package) {
    out.within("OtherInfo", |out| {
        out.number("Priority", it.other.priority);
        out.say_if_any("SphereOfPromulgation", &it.other.sphere);
        out.say_if_any("TyperNotation", &it.other.typer);
        out.number("PromulgationAmount", it.other.copies);
        out.number("PageAmount", it.other.pages);
        if !it.other.appendixes.is_empty() {
            out.within("Appendixes", |out| {
                for appendix in &it.other.appendixes {
                    out.say("Appendix", appendix);
                }
            });
        }
    });
}

fn traces(out: &mut Writer, it: &Package) {
    if it.trace.is_empty() && it.business.is_none() {
        return;
    }
    out.raw(&format!(
        "<edXML:TraceHeaderList version=\"1.0\" mustUnderstand=\"1\" actor=\"{ACTOR}\">\n"
    ));
    for trace in &it.trace {
        out.within("TraceHeader", |out| {
            out.say("OrganId", &trace.organ_id);
            out.say("Timestamp", &day::written_moment(trace.at));
        });
    }
    if let Some(business) = &it.business {
        out.within("Bussiness", |out| {
            out.number("BussinessDocType", business.kind);
            out.say("BussinessDocReason", &business.reason);
            out.within("StaffInfo", |out| {
                out.say("Department", &business.department);
                out.say("Staff", &business.staff);
            });
            out.number("Paper", business.paper);
        });
    }
    out.raw("</edXML:TraceHeaderList>\n");
}

fn reference(out: &mut Writer, it: &Attachment) {
    out.raw(&format!(
        "<edXML:Reference xmlns:xlink=\"{XLINK}\" xlink:type=\"simple\" xlink:href=\"cid:"
    ));
    out.escaped(&it.content_id);
    out.raw("\">\n");
    out.say("AttachmentName", &it.name);
    out.say("Description", &it.description);
    out.say("ContentType", &it.content_type);
    out.say("ContentId", &format!("cid:{}", it.content_id));
    out.raw("</edXML:Reference>\n");
}

fn files(out: &mut Writer, attachments: &[Attachment]) {
    if attachments.is_empty() {
        return;
    }
    out.raw("<AttachmentEncoded>\n");
    for it in attachments {
        out.raw("<Attachment>\n");
        for (name, text) in [
            ("ContentType", it.content_type.as_str()),
            ("ContentId", &it.content_id),
            ("Description", &it.description),
        ] {
            let _ = write!(out.text, "<{name}>");
            out.escaped(text);
            let _ = writeln!(out.text, "</{name}>");
        }
        let bytes = encoded(&it.bytes);
        out.raw("<ContentTransferEncoded>");
        out.raw(&bytes);
        out.raw("</ContentTransferEncoded>\n<AttachmentName>");
        out.escaped(&it.name);
        out.raw("</AttachmentName>\n</Attachment>\n");
    }
    out.raw("</AttachmentEncoded>\n");
}
