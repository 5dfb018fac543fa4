//! Web pages: whatever follows `<html>`.
#![no_main]

use dondoc_readers::{Limits, read_bytes};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    let page = [b"<html>", bytes].concat();
    let _ = read_bytes("a.html", &page, &Limits::default());
});
