//! Files that the tests build.

use std::io::{Cursor, Write as _};

use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipWriter};

/// Packs parts into a container.
pub(crate) fn packed(parts: &[(&str, &[u8])]) -> Vec<u8> {
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    let options = SimpleFileOptions::default().compression_method(CompressionMethod::Deflated);
    for (name, bytes) in parts {
        zip.start_file(*name, options).unwrap();
        zip.write_all(bytes).unwrap();
    }
    zip.finish().unwrap().into_inner()
}

/// A directive of an invented district, as a DOCX.
pub(crate) fn directive_docx() -> Vec<u8> {
    packed(&[
        ("[Content_Types].xml", b"<Types/>"),
        (
            "word/document.xml",
            include_bytes!("../fixtures/document.xml"),
        ),
        (
            "word/numbering.xml",
            include_bytes!("../fixtures/numbering.xml"),
        ),
        ("word/styles.xml", include_bytes!("../fixtures/styles.xml")),
        (
            "word/footnotes.xml",
            include_bytes!("../fixtures/footnotes.xml"),
        ),
    ])
}

/// A DOCX with this body.
pub(crate) fn docx(body: &str) -> Vec<u8> {
    let xml = format!(
        "<w:document xmlns:w=\"http://schemas.openxmlformats.org/wordprocessingml/2006/main\"><w:body>{body}</w:body></w:document>"
    );
    packed(&[("word/document.xml", xml.as_bytes())])
}

/// The page of an invented newspaper.
pub(crate) const PAGE: &[u8] = include_bytes!("../fixtures/page.html");

/// The same directive as a PDF, printed by an office program.
pub(crate) const PDF: &[u8] = include_bytes!("../fixtures/directive.pdf");

/// A PDF with one page that draws `content`.
pub(crate) fn pdf_that_draws(content: &str) -> Vec<u8> {
    let objects = [
        "<< /Type /Catalog /Pages 2 0 R >>".to_owned(),
        "<< /Type /Pages /Kids [3 0 R] /Count 1 >>".to_owned(),
        "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 200 200] /Contents 4 0 R /Resources << /Font << /F << /Type /Font /Subtype /Type1 /BaseFont /Helvetica >> >> /XObject << /I 5 0 R >> >> >>".to_owned(),
        format!("<< /Length {} >>\nstream\n{content}\nendstream", content.len()),
        "<< /Type /XObject /Subtype /Image /Width 1 /Height 1 /ColorSpace /DeviceGray /BitsPerComponent 8 /Length 1 >>\nstream\n0\nendstream".to_owned(),
    ];
    let mut out = String::from("%PDF-1.4\n");
    let mut places = Vec::new();
    for (number, object) in (1..).zip(&objects) {
        places.push(out.len());
        out += &format!("{number} 0 obj\n{object}\nendobj\n");
    }
    let xref = out.len();
    out += &format!("xref\n0 {}\n0000000000 65535 f \n", objects.len() + 1);
    for place in places {
        out += &format!("{place:010} 00000 n \n");
    }
    out += &format!(
        "trailer\n<< /Size {} /Root 1 0 R >>\nstartxref\n{xref}\n%%EOF\n",
        objects.len() + 1
    );
    out.into_bytes()
}
