//! The grammar on any text; what it finds must lie where it says, and must
//! come out as Akoma Ntoso.
#![no_main]

use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: &str| {
    let reading = dondoc_documents::read(text);
    let letters: Vec<char> = text.chars().collect();
    for task in &reading.tasks {
        let words: String = letters[task.start..task.end].iter().collect();
        assert_eq!(words, task.text);
    }
    for reference in &reading.references {
        let words: String = letters[reference.start..reference.end].iter().collect();
        assert_eq!(words, reference.text);
    }
    let _ = dondoc_readers::akn::write(text, &reading);
});
