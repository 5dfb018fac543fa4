//! The main part of a DOCX, in a container that is sound.
#![no_main]

use std::io::{Cursor, Write as _};

use dondoc_readers::{Limits, read_bytes};
use libfuzzer_sys::fuzz_target;
use zip::ZipWriter;
use zip::write::SimpleFileOptions;

fuzz_target!(|part: &[u8]| {
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    zip.start_file("word/document.xml", SimpleFileOptions::default())
        .expect("a writer in memory takes a part");
    zip.write_all(part).expect("memory can be written");
    let file = zip.finish().expect("a container in memory can be closed");
    let _ = read_bytes("a.docx", file.get_ref(), &Limits::default());
});
