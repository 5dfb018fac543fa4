//! PDF files: whatever follows the head.
#![no_main]

use dondoc_readers::{Limits, read_bytes};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    let pdf = [b"%PDF-1.7\n", bytes].concat();
    let _ = read_bytes("a.pdf", &pdf, &Limits::default());
});
