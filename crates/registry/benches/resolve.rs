//! How quickly names are resolved, with all units of Hà Nội.

use dondoc_registry::{NameContext, Registry, Tables, jurisdiction_events};
use jiff::civil::{Date, date};

fn main() {
    divan::main();
}

const FOLDER: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../../jurisdictions/hanoi");
const ON: Date = date(2024, 10, 15);

fn tables() -> Tables {
    Tables::FILES
        .iter()
        .fold(Tables::default(), |tables, file| {
            let text = std::fs::read_to_string(format!("{FOLDER}/{file}")).unwrap_or_default();
            tables.with(file, text)
        })
}

fn hanoi() -> Registry {
    let mut registry = Registry::default();
    for (_, event) in jurisdiction_events(&tables()).unwrap_or_default() {
        registry.apply(&event);
    }
    registry
}

#[divan::bench(args = [
    "Sở Tài chính",
    "Sở KH&ĐT",
    "UBND quận Ba Đình",
    "đồng chí Giám đốc Sở Xây dựng",
    "các quận, huyện, thị xã",
    "các đơn vị có tỷ lệ giải ngân thấp",
    "Sở Tài chính, Sở Kế hoạch và Đầu tư, Kho bạc và UBND quận Ba Đình",
    "so ke hoach va dau tu",
    "Sở Kế hoạch và Đầu tự động",
])]
fn resolve(bencher: divan::Bencher<'_, '_>, text: &str) {
    let registry = hanoi();
    let context = NameContext::default();
    bencher.bench(|| registry.resolve(divan::black_box(text), ON, &context));
}

#[divan::bench]
fn search(bencher: divan::Bencher<'_, '_>) {
    let registry = hanoi();
    bencher.bench(|| registry.search(divan::black_box("ha noi"), None).len());
}

#[divan::bench(sample_count = 10)]
fn load_tables(bencher: divan::Bencher<'_, '_>) {
    let tables = tables();
    bencher.bench(|| jurisdiction_events(&tables).map(|events| events.len()));
}
