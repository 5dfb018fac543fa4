//! Monthly tables as programs of many countries write them.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on fails")]

use dondoc_investment::forecast::Line;
use dondoc_investment_tables::monthly::{Columns, MonthlyProblem, read};
use proptest::prelude::*;

fn lines(bytes: impl AsRef<[u8]>) -> Result<Vec<Line>, Vec<MonthlyProblem>> {
    let unit = ["city".to_owned(), "code".to_owned()];
    let columns = Columns {
        unit: &unit,
        plan: "plan",
        spent: "executed_cum",
    };
    read("bang.csv", bytes.as_ref(), &columns)
}

fn figures(text: &str) -> Vec<(f64, f64)> {
    let all = lines(text).unwrap().into_iter();
    all.map(|line| (line.plan, line.spent)).collect()
}

const HEAD: &str = "city,code,year,month,plan,executed_cum\n";

#[test]
fn a_mark_semicolons_and_decimal_commas_are_read() {
    let text = "\u{feff}city;code;year;month;plan;executed_cum\r\n\
                Lima;01;2019;3;1.234.567,5;234,25\r\n\
                Lima;02;2019;3;2.000;1.000\r\n";
    assert_eq!(figures(text), [(1_234_567.5, 234.25), (2000.0, 1000.0)]);
}

#[test]
fn points_and_thousands_in_quotes_are_read() {
    let text =
        format!("{HEAD}Lima,01,2019,3,\"1,234,567.5\",2.5e3\nLima,01,2019,4,1234567.125,3000\n");
    assert_eq!(
        figures(&text),
        [(1_234_567.5, 2500.0), (1_234_567.125, 3000.0)]
    );
}

#[test]
fn headings_in_capitals_and_years_of_programs_are_read() {
    let text = "City,Code,Year,Month,Plan,Executed_Cum\nLima,01,2019.0,3.0,5,1\n";
    let all = lines(text).unwrap();
    assert_eq!((all[0].year, all[0].month), (2019, 3));
}

#[test]
fn a_month_without_a_figure_gives_no_line() {
    let text = format!(
        "{HEAD}Lima,01,2019,3,,5\nLima,01,2019,4,NA,5\nLima,01,2019,5,9,-\n\nLima,01,2019,6,9,5\n"
    );
    assert_eq!(figures(&text), [(9.0, 5.0)]);
}

#[test]
fn a_figure_that_can_be_read_in_two_ways_is_named_not_guessed() {
    let text = format!("{HEAD}Lima,01,2019,3,\"1,234\",5\n");
    let expected = MonthlyProblem::TwoWays {
        row: 2,
        column: "plan".to_owned(),
        given: "1,234".to_owned(),
    };
    assert_eq!(lines(text).unwrap_err(), [expected]);
}

#[test]
fn every_bad_cell_is_named_and_no_line_comes_out() {
    let text = format!(
        "{HEAD}Lima,01,2019,3,7,5\nLima,01,19,3,7,5\nLima,01,2019,0,7,5\n\
         Lima,01,2019,4,seven,inf\nLima,01,2019,5,100,5,7\nLima,01,,6,1,1\n"
    );
    let problems = lines(text).unwrap_err();
    let number = |column: &str, given: &str| MonthlyProblem::NotANumber {
        row: 5,
        column: column.to_owned(),
        given: given.to_owned(),
    };
    let expected = [
        MonthlyProblem::NotAYear {
            row: 3,
            given: "19".to_owned(),
        },
        MonthlyProblem::NotAMonth {
            row: 4,
            given: "0".to_owned(),
        },
        number("plan", "seven"),
        number("executed_cum", "inf"),
        MonthlyProblem::TooWide {
            row: 6,
            cells: 7,
            headings: 6,
        },
        MonthlyProblem::NotAYear {
            row: 7,
            given: String::new(),
        },
    ];
    assert_eq!(problems, expected);
}

#[test]
fn a_column_that_is_not_there_is_named_with_those_that_are() {
    let problems = lines("city,year,month,plan,executed_cum\nLima,2019,3,1,1\n").unwrap_err();
    let known = "city, year, month, plan, executed_cum".to_owned();
    let column = "code".to_owned();
    assert_eq!(problems, [MonthlyProblem::NoColumn { column, known }]);
}

proptest! {
    /// Bytes of strangers give lines or problems, never a panic.
    #[test]
    fn rubbish_never_panics(
        before in prop::sample::select(vec!["", HEAD, "\u{feff}", "PK\u{3}\u{4}", "city;code;year;month;plan;executed_cum\n"]),
        bytes in prop::collection::vec(any::<u8>(), 0..400),
        words in "[0-9,;.\"\n \tA-Zé-]{0,300}",
    ) {
        let _ = lines([before.as_bytes(), &bytes].concat());
        let _ = lines(format!("{before}{words}"));
    }

    /// What is written with either sign before the decimals is read the same.
    #[test]
    fn figures_are_read_as_they_were_written(
        all in prop::collection::vec((0_u32..2_000_000_000, 1_u8..100), 1..20),
    ) {
        let mut point = HEAD.to_owned();
        let mut comma = HEAD.replace(',', ";");
        for (whole, part) in &all {
            point.push_str(&format!("a,b,2019,1,{whole}.{part:02},1.5\n"));
            comma.push_str(&format!("a;b;2019;1;{whole},{part:02};1,5\n"));
        }
        prop_assert_eq!(figures(&point), figures(&comma));
    }
}
