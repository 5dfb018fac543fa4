//! A hundred thousand tasks of some forty words: how long one question takes.

use dondoc_search::{Index, Text};
use jiff::ToSpan as _;
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

/// What a page does: asks, and shows what it found.
#[divan::bench(args = ["báo cáo", "tuyến 1234"])]
fn page(bencher: divan::Bencher<'_, '_>, question: &str) {
    bencher.bench(|| {
        let hits = CITY.search(divan::black_box(question), None, 0, 20, |_| true);
        let shown = hits.best.iter();
        let shown = shown.map(|found| CITY.snippet(&found.key, question, 260).len());
        shown.sum::<usize>()
    });
}

static CITY: std::sync::LazyLock<Index<u32>> = std::sync::LazyLock::new(city);

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
        // Some words are rare: names of projects. Some stand in every order.
        body.push_str(&format!("tuyến {} đoạn {}", next(2000), next(50)));
        body.push_str("; tổ chức thực hiện, báo cáo kết quả");
        // A few hundred are issued on one day, mostly in their order.
        let day = date(2024, 1, 1) + (i64::from(task) / 300 + next(20) as i64).days();
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

#[divan::bench(args = ["thành phố hà nội", "ha noi giai ngan von dau tu cong", "tuyến 1234", "giao", "tuy", "khong co", "báo cáo", "thực hiện", "bao cao ket qua thuc hien", "hiện thực", "th"])]
fn question(bencher: divan::Bencher<'_, '_>, question: &str) {
    bencher.bench(|| CITY.search(divan::black_box(question), None, 0, 20, |_| true));
}

#[divan::bench(sample_count = 3)]
fn build() -> Index<u32> {
    city()
}
