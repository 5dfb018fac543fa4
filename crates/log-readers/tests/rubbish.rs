//! No bytes make a reader panic, and no file makes it read what it should not.

#![expect(clippy::unwrap_used, reason = "a test helper fails by panicking")]

use std::io::Write;

use dondoc_lake::EventLog;
use dondoc_log_readers::{
    Keep, LogProblem, Opened, Options, Report, Why, changes, compact, open, open_files, read,
    segment_files, without_known, write_named, write_parquet,
};
use proptest::prelude::*;

fn of_bytes(bytes: &[u8]) -> Result<(EventLog, Report), LogProblem> {
    let mut file = tempfile::NamedTempFile::new().unwrap();
    file.write_all(bytes).unwrap();
    let options = Options {
        attributes: Keep::All,
        ..Options::default()
    };
    read(file.path(), &options)
}

const XES: &str = r#"<?xml version="1.0" encoding="UTF-8"?>
<!-- made by hand > here -->
<log xes.version="1.0" xmlns="http://www.xes-standard.org/">
 <global scope="event"><string key="concept:name" value="__INVALID__"/></global>
 <classifier name="Activity" keys="concept:name"/>
 <trace>
  <string key="concept:name" value="HS-1"><string key="concept:name" value="inner"/></string>
  <event>
   <string value="Ti&#7871;p nh&#x1EAD;n &amp; ki&lt;m" key='concept:name'/>
   <list key="x"><values><string key="org:resource" value="not me"/></values></list>
   <date key="time:timestamp" value="2024-03-08T08:00:00.000+07:00"/>
   <string key="lifecycle:transition" value="start"/>
  </event>
  <event><string key="concept:name" value="Trả &khac;"/></event>
 </trace>
 <trace/>
</log>"#;

const CSV: &str = "\u{feff}Mã hồ sơ;Bước;Thời điểm;Cán bộ\r\n1;\"Tiếp nhận; \"\"một cửa\"\"\";05/02/2024 09:30;A\r\n1;Trả;13/02/2024 10:00;\r\n;Trả;13/02/2024;\r\n2;;13/02/2024;\r\n2;Trả;hôm qua;\r\n2;Trả;;\r\n";

#[test]
fn nested_attributes_comments_and_entities_are_read_right() {
    let (log, report) = of_bytes(XES.as_bytes()).unwrap();
    assert_eq!((log.cases(), log.events(), log.case_id(0)), (2, 2, "HS-1"));
    assert_eq!(log.activities().get(0), "Tiếp nhận & ki<m");
    assert_eq!(log.activities().get(1), "Trả &khac;");
    assert!(log.resource().is_empty());
    assert_eq!((report.odd_entities, report.without_moment), (1, 1));
    assert_eq!(log.complete_only().events(), 1);
}

#[test]
fn declared_entities_are_refused() {
    let bomb = format!("<?xml version=\"1.0\"?><!DOCTYPE log [<!ENTITY a \"aa\">]>{XES}");
    assert!(matches!(
        of_bytes(bomb.as_bytes()),
        Err(LogProblem::Entities)
    ));
}

#[test]
fn bad_rows_are_named_and_the_others_kept() {
    let (log, report) = of_bytes(CSV.as_bytes()).unwrap();
    assert_eq!((log.cases(), log.events()), (2, 3));
    assert_eq!(log.activities().get(0), "Tiếp nhận; \"một cửa\"");
    let found: Vec<_> = report
        .first_rejected
        .iter()
        .map(|r| (r.line, r.why))
        .collect();
    assert_eq!(
        found,
        [(4, Why::NoCase), (5, Why::NoActivity), (6, Why::BadMoment)]
    );
    assert_eq!(report.without_moment, 1);
    assert_eq!(log.time()[0], 1_707_125_400_000_000);
}

#[test]
fn a_file_without_a_needed_column_says_which() {
    let problem = of_bytes(b"a,b\n1,2\n").unwrap_err();
    assert!(matches!(problem, LogProblem::NoColumn { role: "case", .. }));
}

#[test]
fn a_log_that_breaks_off_keeps_what_came_before() {
    let half = XES.split("<event><string").next().unwrap();
    let (log, report) = of_bytes(half.as_bytes()).unwrap();
    assert_eq!(log.events(), 1);
    assert!(report.broke_off);
}

#[test]
fn rows_handed_in_again_are_known_and_months_join() {
    let folder = tempfile::tempdir().unwrap();
    let (first, _) = of_bytes(CSV.as_bytes()).unwrap();
    write_named(folder.path(), &first).unwrap();
    let files = segment_files(folder.path()).unwrap();
    // Next month's export has last month's rows too.
    let more = format!("{CSV}1;Bổ sung;01/03/2024 08:00;A\r\n3;Tiếp nhận;01/03/2024 09:00;A\r\n");
    let (second, _) = of_bytes(more.as_bytes()).unwrap();
    let (new, known) = without_known(second, &files).unwrap();
    assert_eq!((new.events(), known), (2, 3));
    write_named(folder.path(), &new).unwrap();
    let files = segment_files(folder.path()).unwrap();
    let Opened::Log(joined, _) = open_files(&files).unwrap() else {
        panic!("a case stands in two segments");
    };
    assert_eq!((joined.cases(), joined.events()), (3, 5));
    let made = compact(&files).unwrap().unwrap();
    assert_eq!((made.cases, made.events), (3, 5));
    let Opened::Segments(one) = open(folder.path(), &Options::default()).unwrap() else {
        panic!("a compacted segment is read by blocks");
    };
    assert_eq!((one.len(), one[0].cases()), (1, 3));
    // A byte that was changed is named.
    let mut bytes = std::fs::read(&files[0]).unwrap();
    bytes[20] ^= 1;
    std::fs::write(&files[0], &bytes).unwrap();
    assert_eq!(changes(&files[0]).unwrap().len(), 1);
    let empty = tempfile::tempdir().unwrap();
    let problem = open(empty.path(), &Options::default()).unwrap_err();
    assert!(matches!(problem, LogProblem::NoSegments { .. }));
}

proptest! {
    #[test]
    fn mutated_bytes_never_panic(
        csv: bool,
        changes in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 0..12),
        cut in any::<prop::sample::Index>(),
    ) {
        let mut bytes = if csv { CSV } else { XES }.as_bytes().to_vec();
        for (at, byte) in changes {
            let at = at.index(bytes.len());
            bytes[at] = byte;
        }
        bytes.truncate(cut.index(bytes.len() + 1));
        if let Ok((log, _)) = of_bytes(&bytes) {
            prop_assert_eq!(log.offsets().last().copied().unwrap_or(0) as usize, log.events());
        }
    }

    #[test]
    fn a_mutated_parquet_never_panics(
        changes in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 0..8),
        cut in prop::option::of(any::<prop::sample::Index>()),
    ) {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("log.parquet");
        let (log, _) = of_bytes(CSV.as_bytes()).unwrap();
        write_parquet(&path, &log).unwrap();
        let mut bytes = std::fs::read(&path).unwrap();
        for (at, byte) in changes {
            let at = at.index(bytes.len());
            bytes[at] = byte;
        }
        if let Some(cut) = cut {
            bytes.truncate(cut.index(bytes.len() + 1));
        }
        if let Ok((log, _)) = of_bytes(&bytes) {
            prop_assert_eq!(log.offsets().last().copied().unwrap_or(0) as usize, log.events());
        }
    }

    /// Lines without a quote take another way than those with one.
    #[test]
    fn quotes_change_nothing(
        rows in prop::collection::vec(
            ("[a-c]{0,2}|Hồ sơ [0-9]{1,9}|\u{a0}", "[x-z]{0,1}|Tiếp nhận|Ế", 0_u32..86_400, "[ m-p]{0,20}"),
            0..40,
        ),
        more in 0_usize..4,
        windows: bool,
    ) {
        let end = if windows { "\r\n" } else { "\n" };
        let table = |quote: &dyn Fn(usize) -> &'static str| {
            let mut text = format!("case,activity,time,unit{}{end}", ",more".repeat(more));
            for (number, (case, activity, second, unit)) in rows.iter().enumerate() {
                let q = quote(number);
                let (h, m, s) = (second / 3600, second / 60 % 60, second % 60);
                let time = format!("2024-03-0{}T{h:02}:{m:02}:{s:02}Z", 1 + number % 9);
                let rest = format!(",{q}w{q}").repeat(more);
                text.push_str(&format!("{q}{case}{q},{q}{activity}{q},{q}{time}{q},{q}{unit}{q}{rest}{end}"));
            }
            of_bytes(text.as_bytes())
        };
        let plain = table(&|_| "").unwrap();
        let quoted = table(&|_| "\"").unwrap();
        let mixed = table(&|number| if number % 3 == 0 { "\"" } else { "" }).unwrap();
        prop_assert_eq!(&plain, &quoted);
        prop_assert_eq!(&plain, &mixed);
    }

    #[test]
    fn any_bytes_never_panic(bytes in prop::collection::vec(any::<u8>(), 0..400)) {
        let _ = of_bytes(&bytes);
        let mut parquet = b"PAR1".to_vec();
        parquet.extend(bytes);
        parquet.extend(b"PAR1");
        let _ = of_bytes(&parquet);
    }
}
