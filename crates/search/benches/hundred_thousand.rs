//! A hundred thousand tasks of some forty words: how long one question takes.

use dondoc_search::{Index, Text};
use jiff::civil::date;

const WORDS: &[&str] = &[
    "giao",
    "Sở",
    "chủ",
    "trì",
    "phối",
    "hợp",
    "thành",
    "phố",
    "Hà",
    "Nội",
    "giải",
    "ngân",
    "vốn",
    "đầu",
    "tư",
    "công",
    "báo",
    "cáo",
    "kế",
    "hoạch",
    "quận",
    "huyện",
    "thị",
    "xã",
    "rà",
    "soát",
    "dự",
    "án",
    "chậm",
    "tiến",
    "độ",
    "chuyển",
    "đổi",
    "số",
    "quy",
    "hoạch",
    "đất",
    "đai",
    "xây",
    "dựng",
    "thanh",
    "tra",
    "kiểm",
    "nhân",
    "dân",
    "văn",
    "phòng",
    "tài",
    "chính",
    "môi",
    "trường",
];

fn main() {
    divan::main();
}

fn city() -> Index<u32> {
    let mut index = Index::default();
    let mut seed = 7_u64;
    let mut next = |most: usize| {
        seed = seed
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(seed >> 33).unwrap_or(0) % most
    };
    for task in 0..100_000 {
        let mut body = String::new();
        for _ in 0..40 {
            body.push_str(WORDS[next(WORDS.len())]);
            body.push(' ');
        }
        // Some words are rare: names of projects.
        body.push_str(&format!("tuyến {} đoạn {}", next(2000), next(50)));
        let day = date(2024, 1, 1);
        index.put(
            task,
            Text {
                title: format!("nv-{task:06}"),
                body,
                day,
            },
        );
    }
    index
}

#[divan::bench(args = ["thành phố hà nội", "ha noi giai ngan von dau tu cong", "tuyến 1234", "giao", "tuy", "khong co"])]
fn question(bencher: divan::Bencher<'_, '_>, question: &str) {
    static CITY: std::sync::LazyLock<Index<u32>> = std::sync::LazyLock::new(city);
    bencher.bench(|| CITY.search(divan::black_box(question), None, 0, 20, |_| true));
}

#[divan::bench(sample_count = 3)]
fn build() -> Index<u32> {
    city()
}
