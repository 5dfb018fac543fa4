//! The data of Hà Nội, and names as its documents write them.

#![expect(clippy::expect_used, reason = "helpers of tests")]

mod support;

use std::sync::OnceLock;

use dondoc_kinds::UnitId;
use dondoc_registry::{
    Holder, Matched, NameContext, Organ, Registry, Resolution, Role, Share, jurisdiction_events,
};
use jiff::civil::{Date, date};
use support::tables;

const Q3_2024: Date = date(2024, 10, 15);
const AFTER: Date = date(2025, 8, 1);

/// The registry of Hà Nội, folded once.
fn hanoi() -> &'static Registry {
    static HANOI: OnceLock<Registry> = OnceLock::new();
    HANOI.get_or_init(|| {
        let events = jurisdiction_events(&tables()).expect("tables are right");
        let mut registry = Registry::default();
        for (_, event) in &events {
            registry.apply(event);
        }
        registry
    })
}

fn id(text: &str) -> UnitId {
    UnitId::parse(text).expect("an id")
}

fn resolve(text: &str, on: Date) -> Resolution {
    hanoi().resolve(text, on, &NameContext::default())
}

fn unit(text: &str, on: Date, expected: &str) {
    match resolve(text, on) {
        Resolution::Unit { unit, .. } => assert_eq!(unit.as_str(), expected, "{text}"),
        other => panic!("{text}: {other:?}"),
    }
}

fn units(text: &str, on: Date, expected: &[&str]) {
    let resolution = resolve(text, on);
    let found: Vec<&str> = resolution.units().iter().map(|u| u.as_str()).collect();
    assert_eq!(found, expected, "{text}: {resolution:?}");
}

fn class(text: &str, on: Date, expected: &str, count: usize) {
    match resolve(text, on) {
        Resolution::Class { class, units, .. } => {
            assert_eq!((class.as_str(), units.len()), (expected, count), "{text}");
        }
        other => panic!("{text}: {other:?}"),
    }
}

fn described(text: &str, within: &str, condition: &str) {
    match resolve(text, Q3_2024) {
        Resolution::Described {
            class,
            condition: found,
            candidates,
            ..
        } => {
            assert_eq!((class.as_str(), found.as_str()), (within, condition));
            assert!(!candidates.is_empty(), "{text}");
        }
        other => panic!("{text}: {other:?}"),
    }
}

#[test]
fn the_tables_load_without_a_problem() {
    let events = jurisdiction_events(&tables()).expect("tables are right");
    assert!(events.len() > 1500);
    assert!(events.is_sorted_by_key(|(day, _)| *day));
}

#[test]
fn the_counts_of_units_are_those_of_the_sources() {
    let registry = hanoi();
    let count = |class: &str, on| registry.class_members(class, on).len();
    assert_eq!(count("quan", Q3_2024), 12);
    assert_eq!(count("huyen", Q3_2024), 17);
    assert_eq!(count("thi-xa", Q3_2024), 1);
    assert_eq!(count("phuong+xa+thi-tran", date(2025, 1, 4)), 526);
    assert_eq!(count("so", Q3_2024), 18);
    assert_eq!(count("quan+huyen+thi-xa", AFTER), 0);
    assert_eq!(count("phuong", AFTER), 51);
    assert_eq!(count("xa", AFTER), 75);
    assert_eq!(count("dang-uy-phuong+dang-uy-xa", AFTER), 126);
}

#[test]
fn abbreviations_of_departments_are_resolved() {
    unit("Sở KH&ĐT", Q3_2024, "so-khdt");
    unit("Sở KH-ĐT", Q3_2024, "so-khdt");
    unit("sở khđt", Q3_2024, "so-khdt");
    unit("Sở Kế hoạch & Đầu tư", Q3_2024, "so-khdt");
    unit("SỞ KẾ HOẠCH VÀ ĐẦU TƯ", Q3_2024, "so-khdt");
    unit("Sở GTVT", Q3_2024, "so-gtvt");
    unit("Sở TN&MT", Q3_2024, "so-tnmt");
    unit("Sở NN&PTNT", Q3_2024, "so-nnptnt");
    unit("Sở Nông nghiệp và PTNT", Q3_2024, "so-nnptnt");
    unit("Sở LĐ-TB&XH", Q3_2024, "so-ldtbxh");
    unit("Sở LĐTBXH", Q3_2024, "so-ldtbxh");
    unit("Sở VH&TT", Q3_2024, "so-vhtt");
    unit("Sở Quy hoạch – Kiến trúc", Q3_2024, "so-qhkt");
}

#[test]
fn city_bodies_are_resolved_as_documents_write_them() {
    for text in [
        "UBND TP",
        "UBND TP.",
        "UBND Thành phố",
        "UBND TP Hà Nội",
        "Uỷ ban nhân dân thành phố Hà Nội",
        "Ủy ban nhân dân Thành phố",
    ] {
        unit(text, Q3_2024, "ub-thanh-pho");
    }
    unit("Thành ủy", Q3_2024, "thanh-uy");
    unit("Thành uỷ Hà Nội", Q3_2024, "thanh-uy");
    unit("HĐND TP", Q3_2024, "hdnd-thanh-pho");
    unit("Công an TP", Q3_2024, "cong-an-thanh-pho");
    unit("Công an thành phố Hà Nội", Q3_2024, "cong-an-thanh-pho");
    unit("Bộ Tư lệnh Thủ đô", Q3_2024, "bo-tu-lenh-thu-do");
    unit("Kho bạc", Q3_2024, "kho-bac-ha-noi");
    unit("VP UBND TP", Q3_2024, "van-phong-ub-thanh-pho");
    unit(
        "Ban Cán sự đảng UBND TP",
        Q3_2024,
        "ban-can-su-dang-ub-thanh-pho",
    );
    unit("Sở Tài chính thành phố Hà Nội", Q3_2024, "so-tai-chinh");
    unit(
        "Ban QLDA ĐTXD công trình giao thông TP",
        Q3_2024,
        "ban-qlda-giao-thong",
    );
}

#[test]
fn organs_of_the_party_committee_are_the_committee_and_say_which_organ() {
    let Resolution::Unit {
        unit, addressed, ..
    } = resolve("Thường trực Thành ủy", Q3_2024)
    else {
        panic!("a unit");
    };
    assert_eq!(unit, id("thanh-uy"));
    assert_eq!(addressed.organ, Organ::StandingBoard);
}

#[test]
fn districts_and_their_committees_are_resolved() {
    unit("UBND quận Ba Đình", Q3_2024, "quan-ba-dinh");
    unit("Quận Ðống Ða", Q3_2024, "quan-dong-da");
    unit("huyện Sóc Sơn", Q3_2024, "huyen-soc-son");
    unit("UBND huyện Ứng Hoà", Q3_2024, "huyen-ung-hoa");
    unit("UBND TX Sơn Tây", Q3_2024, "thi-xa-son-tay");
    unit("Quận uỷ Ba Đình", Q3_2024, "quan-uy-ba-dinh");
    unit(
        "Ban Thường vụ Huyện ủy Chương Mỹ",
        Q3_2024,
        "huyen-uy-chuong-my",
    );
    unit("Q. Ba Đình", Q3_2024, "quan-ba-dinh");
    unit("UBND phường Ba Đình", AFTER, "phuong-ba-dinh.2025");
    unit(
        "Đảng uỷ phường Ba Đình",
        AFTER,
        "dang-uy-phuong-ba-dinh.2025",
    );
}

#[test]
fn a_title_before_the_name_says_the_post() {
    let post = |text, expected: &str, role| match resolve(text, Q3_2024) {
        Resolution::Unit {
            unit, addressed, ..
        } => {
            assert_eq!(
                (unit.as_str(), addressed.role),
                (expected, Some(role)),
                "{text}"
            );
        }
        other => panic!("{text}: {other:?}"),
    };
    post("đồng chí Giám đốc Sở Xây dựng", "so-xay-dung", Role::Head);
    post("Người đứng đầu Sở Y tế", "so-y-te", Role::Head);
    post("Chủ tịch UBND quận Ba Đình", "quan-ba-dinh", Role::Head);
    post("Chủ tịch UBND Thành phố", "ub-thanh-pho", Role::Head);
    post("Bí thư Quận ủy Ba Đình", "quan-uy-ba-dinh", Role::Head);
    post(
        "Chánh Văn phòng UBND Thành phố",
        "van-phong-ub-thanh-pho",
        Role::Head,
    );
    post(
        "Trưởng Ban Tổ chức Thành ủy",
        "ban-to-chuc-thanh-uy",
        Role::Head,
    );
    let deputy = "ông Nguyễn Ngọc Tuấn, Phó chủ tịch UBND TP";
    post(deputy, "ub-thanh-pho", Role::DeputyHead);
}

#[test]
fn classes_have_the_members_of_the_day() {
    class("các quận, huyện, thị xã", Q3_2024, "huyen+quan+thi-xa", 30);
    class(
        "UBND các quận, huyện, thị xã",
        Q3_2024,
        "huyen+quan+thi-xa",
        30,
    );
    class(
        "Chủ tịch UBND các quận, huyện và thị xã",
        Q3_2024,
        "huyen+quan+thi-xa",
        30,
    );
    class("cac quan, huyen, thi xa", Q3_2024, "huyen+quan+thi-xa", 30);
    class("các quận, huyện, thị uỷ", Q3_2024, "cap-uy-huyen", 30);
    class("UBND các xã, phường", AFTER, "phuong+xa", 126);
    class("UBND xã, phường", AFTER, "phuong+xa", 126);
    class("Các sở, ban, ngành Thành phố", Q3_2024, "ban+nganh+so", 31);
    class("các sở, ngành", Q3_2024, "nganh+so", 29);
    class("Thủ trưởng các sở, ban, ngành", Q3_2024, "ban+nganh+so", 31);
    class("các phường thuộc quận Ba Đình", Q3_2024, "phuong", 13);
    class("các phường quận Ba Đình", Q3_2024, "phuong", 13);
    class("UBND cấp huyện", Q3_2024, "cap-huyen", 30);
    class("UBND cấp xã", AFTER, "cap-xa", 126);
    class("các địa phương", Q3_2024, "dia-phuong", 30);
    class("các địa phương", AFTER, "dia-phuong", 126);
}

#[test]
fn a_class_that_reaches_beyond_the_registry_is_confirmed_by_a_person() {
    for text in [
        "các cấp, ngành, địa phương, đơn vị",
        "các cơ quan, đơn vị thuộc Thành phố",
        "Người đứng đầu các cấp, các ngành",
    ] {
        let resolution = resolve(text, Q3_2024);
        assert!(
            matches!(&resolution, Resolution::Class { open: true, units, .. } if !units.is_empty()),
            "{text}: {resolution:?}"
        );
        assert!(resolution.needs_person());
    }
}

#[test]
fn a_condition_makes_a_described_group() {
    described(
        "các đơn vị có tỷ lệ giải ngân thấp",
        "don-vi",
        "có tỷ lệ giải ngân thấp",
    );
    described("các sở, ngành liên quan", "nganh+so", "liên quan");
    described(
        "UBND các xã, phường có cụm công nghiệp",
        "phuong+xa",
        "có cụm công nghiệp",
    );
}

#[test]
fn a_name_that_begins_like_a_class_is_not_a_class() {
    for text in [
        "UBND phường Văn Phú",
        "Ban Quản lý Khu kinh tế tỉnh",
        "Bộ Tài chính",
        "quận Sơn Trà",
        "Quận",
    ] {
        let resolution = resolve(text, Q3_2024);
        assert!(
            matches!(resolution, Resolution::Unknown { .. }),
            "{text}: {resolution:?}"
        );
    }
}

#[test]
fn a_district_means_its_own_wards() {
    let context = NameContext {
        issuer: Some(id("quan-uy-ba-dinh")),
        city: None,
    };
    let resolution = hanoi().resolve("các phường", Q3_2024, &context);
    assert_eq!(resolution.units().len(), 13);
}

#[test]
fn lists_are_taken_apart() {
    units(
        "Sở Tài chính, Sở Kế hoạch và Đầu tư và UBND quận Ba Đình",
        Q3_2024,
        &["so-tai-chinh", "so-khdt", "quan-ba-dinh"],
    );
    units(
        "các Sở: Công Thương, Tài chính, Kế hoạch và Đầu tư, Văn hóa và Thể thao",
        Q3_2024,
        &["so-cong-thuong", "so-tai-chinh", "so-khdt", "so-vhtt"],
    );
    units(
        "các quận Ba Đình, Hoàn Kiếm và Long Biên",
        Q3_2024,
        &["quan-ba-dinh", "quan-hoan-kiem", "quan-long-bien"],
    );
    units(
        "UBND các quận: Ba Đình, Đống Đa; huyện Sóc Sơn",
        Q3_2024,
        &["quan-ba-dinh", "quan-dong-da", "huyen-soc-son"],
    );
    units(
        "Giám đốc các Sở: Xây dựng, Y tế",
        Q3_2024,
        &["so-xay-dung", "so-y-te"],
    );
}

#[test]
fn a_list_keeps_the_place_of_each_name() {
    let text = "Sở Tài chính và các đơn vị liên quan, Công an TP";
    let Resolution::List { parts } = resolve(text, Q3_2024) else {
        panic!("a list");
    };
    let written = |start: usize, end: usize| -> String {
        text.chars().skip(start).take(end - start).collect()
    };
    let found: Vec<String> = parts.iter().map(|p| written(p.start, p.end)).collect();
    assert_eq!(
        found,
        ["Sở Tài chính", "các đơn vị liên quan", "Công an TP"]
    );
    assert!(matches!(parts[1].resolution, Resolution::Described { .. }));
}

#[test]
fn one_name_of_several_wards_is_ambiguous_until_the_district_is_said() {
    let resolution = resolve("phường Minh Khai", Q3_2024);
    assert!(
        matches!(&resolution, Resolution::Ambiguous { candidates } if candidates.len() == 2),
        "{resolution:?}"
    );
    unit(
        "phường Minh Khai, quận Hai Bà Trưng",
        Q3_2024,
        "phuong-minh-khai.hai-ba-trung",
    );
    unit(
        "UBND phường Minh Khai (quận Bắc Từ Liêm)",
        Q3_2024,
        "phuong-minh-khai.bac-tu-liem",
    );
    let context = NameContext {
        issuer: Some(id("quan-hai-ba-trung")),
        city: None,
    };
    let own = hanoi().resolve("phường Minh Khai", Q3_2024, &context);
    assert_eq!(own.units(), [&id("phuong-minh-khai.hai-ba-trung")]);
}

#[test]
fn without_diacritics_a_name_is_found_and_marked() {
    let Resolution::Unit { unit, matched, .. } = resolve("So Ke hoach va Dau tu", Q3_2024) else {
        panic!("a unit");
    };
    assert_eq!((unit.as_str(), matched), ("so-khdt", Matched::Folded));
}

#[test]
fn an_unknown_name_gives_the_nearest() {
    let Resolution::Unknown { nearest } = resolve("Sở Quy hoạch Kiến trức đô", Q3_2024)
    else {
        panic!("unknown");
    };
    assert_eq!(nearest[0].unit, id("so-qhkt"));
    let nothing = resolve("Công ty cổ phần Đầu tư thương mại Thu Hà", Q3_2024);
    assert_eq!(nothing, Resolution::Unknown { nearest: vec![] });
}

#[test]
fn look_alike_letters_are_flagged_with_what_they_would_mean() {
    // The T is Cyrillic.
    let Resolution::LookAlike { letters, reads_as } = resolve("Sở Тài chính", Q3_2024) else {
        panic!("flagged");
    };
    assert_eq!((letters[0].at, letters[0].looks_like), (3, Some('T')));
    assert_eq!(reads_as.units(), [&id("so-tai-chinh")]);
}

#[test]
fn a_merged_department_passes_its_tasks_to_the_new_one_visibly() {
    let registry = hanoi();
    unit("Sở Tài chính", Q3_2024, "so-tai-chinh");
    unit("Sở Tài chính", AFTER, "so-tai-chinh.2025");
    let Resolution::NotOnDay {
        unit,
        until,
        successors,
        ..
    } = resolve("Sở KH&ĐT", AFTER)
    else {
        panic!("it has ended");
    };
    assert_eq!((unit.as_str(), until), ("so-khdt", Some(date(2025, 3, 1))));
    assert_eq!(successors[0].unit, id("so-tai-chinh.2025"));
    let Holder::Passed(to) = registry.current_holder(&id("so-khdt"), AFTER) else {
        panic!("one successor");
    };
    assert_eq!(to.path, [id("so-khdt"), id("so-tai-chinh.2025")]);
    assert_eq!(
        registry.current_holder(&id("so-khdt"), Q3_2024),
        Holder::Same
    );
}

#[test]
fn a_split_department_is_for_a_person_to_distribute() {
    let Holder::Choose(parts) = hanoi().current_holder(&id("so-tttt"), AFTER) else {
        panic!("several");
    };
    let shares: Vec<&Share> = parts.iter().map(|p| &p.share).collect();
    assert_eq!(parts.len(), 3);
    assert!(shares.contains(&&Share::Rest));
}

#[test]
fn a_district_is_distributed_among_communes_by_a_person() {
    let Holder::Choose(parts) = hanoi().current_holder(&id("quan-ba-dinh"), AFTER) else {
        panic!("several");
    };
    assert!(parts.iter().all(|p| !p.share_known()));
    assert!(parts.iter().any(|p| p.unit == id("phuong-ba-dinh.2025")));
}

#[test]
fn search_finds_names_without_diacritics() {
    let registry = hanoi();
    let found = registry.search("ha noi", None);
    assert!(found.contains(&&id("ha-noi")));
    let found = registry.search("SO KE HOACH", Some(Q3_2024));
    assert_eq!(found, [&id("so-khdt")]);
}

#[test]
fn every_unit_resolves_to_itself_by_its_full_name_while_it_exists() {
    let registry = hanoi();
    let mut wrong = Vec::new();
    for (unit_id, unit) in registry.units() {
        let on = unit.from.unwrap_or(Q3_2024);
        let context = NameContext {
            issuer: unit.parent.clone(),
            city: Some(id("ha-noi")),
        };
        let resolution = registry.resolve(unit.name_on(on), on, &context);
        if resolution.units() != [unit_id] {
            wrong.push(format!("{unit_id}: {resolution:?}"));
        }
    }
    assert!(
        wrong.is_empty(),
        "{} wrong: {:#?}",
        wrong.len(),
        &wrong[..wrong.len().min(8)]
    );
}

#[test]
fn every_alias_means_its_unit() {
    let registry = hanoi();
    for (unit_id, unit) in registry.units() {
        let on = unit.from.unwrap_or(Q3_2024);
        for alias in &unit.aliases {
            let resolution = registry.resolve(&alias.text, on, &NameContext::default());
            assert_eq!(resolution.units(), [unit_id], "{}", alias.text);
        }
    }
}

#[test]
fn a_snapshot_reads_back_to_the_same_registry_with_its_index() {
    let registry = hanoi();
    let bytes = postcard::to_stdvec(registry).expect("written");
    let back: dondoc_registry::Registry = postcard::from_bytes(&bytes).expect("read");
    assert_eq!(&back, registry);
    let resolution = back.resolve("Sở KH&ĐT", Q3_2024, &NameContext::default());
    assert_eq!(resolution.units(), [&id("so-khdt")]);
}
