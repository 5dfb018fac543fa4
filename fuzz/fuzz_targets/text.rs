//! Plain text in any encoding.
#![no_main]

use dondoc_readers::{Limits, read_bytes};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    let _ = read_bytes("a.txt", bytes, &Limits::default());
});
