//! Phrases as documents write them.

use dondoc_calendar::{CountUnit, Every, Part, Period, ReadAs, Rule, RuleRefusal, Weekday, Word};
use jiff::civil::{Date, Time, date, time};

fn read(text: &str) -> Rule {
    match Rule::parse(text, &ReadAs::document(date(2024, 8, 15))) {
        Ok(rule) => rule,
        Err(refusal) => panic!("{text}: {refusal:?}"),
    }
}

fn refused(text: &str) -> RuleRefusal {
    match Rule::parse(text, &ReadAs::document(date(2024, 8, 15))) {
        Ok(rule) => panic!("{text}: read as {rule:?}"),
        Err(refusal) => refusal,
    }
}

fn by(day: Date) -> Rule {
    Rule::Day {
        day,
        hour: None,
        word: Word::By,
    }
}

fn before(day: Date) -> Rule {
    Rule::Day {
        day,
        hour: None,
        word: Word::Before,
    }
}

fn every(every: Every, word: Word, hour: Option<Time>) -> Rule {
    Rule::Every { every, hour, word }
}

fn within(count: u32, unit: CountUnit) -> Rule {
    Rule::Within {
        count,
        unit,
        since: None,
    }
}

fn period(period: Period, part: Part) -> Rule {
    Rule::Period {
        period,
        part,
        word: Word::By,
    }
}

fn quarter(year: i16, number: i8) -> Rule {
    period(
        Period::Quarter {
            year,
            quarter: number,
        },
        Part::End,
    )
}

fn month(year: i16, number: i8) -> Rule {
    period(
        Period::Month {
            year,
            month: number,
        },
        Part::End,
    )
}

#[test]
fn dates_are_read_in_every_written_form() {
    for text in [
        "trước ngày 20/9/2024",
        "trước ngày 20-9-2024",
        "trước ngày 20.9.2024",
        "trước ngày 20 tháng 9 năm 2024",
        "trước\nngày 20 tháng 09 năm 2024",
        "Trước ngày 20 – 9 – 2024",
        "hoàn thành trước ngày 20/9",
        "xong trước 20 tháng 9/2024",
        "truoc ngay 20/9/2024",
    ] {
        assert_eq!(read(text), before(date(2024, 9, 20)), "{text}");
    }
    for text in [
        "chậm nhất ngày 20/9/2024",
        "chậm nhất đến ngày\n20 tháng 9 năm 2024",
        "đến hết ngày 20/9/2024",
        "ngày 20/9/2024",
        "vào 20/9/2024",
        "muộn nhất là ngày 20/9/2024",
        "không quá ngày 20/9/2024",
        "thứ Sáu, ngày 20/9/2024",
    ] {
        assert_eq!(read(text), by(date(2024, 9, 20)), "{text}");
    }
}

#[test]
fn decomposed_unicode_and_both_tone_placements_read_alike() {
    use unicode_normalization::UnicodeNormalization;
    for text in [
        "trước ngày 20 tháng 9 năm 2024",
        "quý III năm 2024",
        "hằng tháng trước ngày 25",
    ] {
        let decomposed: String = text.nfd().collect();
        assert_eq!(read(&decomposed), read(text), "{text}");
    }
    assert_eq!(read("Định kỳ hàng quí"), read("định kì hằng quý"));
    assert_eq!(read("hòan thành 10 ngày"), read("hoàn thành 10 ngày"));
}

#[test]
fn an_hour_on_a_day_is_kept() {
    let rule = Rule::Day {
        day: date(2024, 9, 20),
        hour: Some(time(17, 0, 0, 0)),
        word: Word::Before,
    };
    for text in [
        "trước 17h00 ngày 20/9/2024",
        "trước 17 giờ 00 ngày 20/9/2024",
        "trước 17 giờ 00 phút, ngày 20 tháng 9 năm 2024",
        "trước 17:00 ngày 20/9/2024",
        "trước 17g ngày 20/9/2024",
        "trước 5 giờ chiều ngày 20/9/2024",
        "trước 17h ngày 20/9",
    ] {
        assert_eq!(read(text), rule, "{text}");
    }
}

#[test]
fn periods_are_read() {
    for text in [
        "quý III/2024",
        "trong quý III năm 2024",
        "Quý III năm 2024",
        "quý 3/2024",
        "quý ba năm 2024",
        "trong quý III",
        "Q3/2024",
        "QIII/2024",
        "xong trong quý III-2024",
    ] {
        assert_eq!(read(text), quarter(2024, 3), "{text}");
    }
    for text in [
        "tháng 9/2026",
        "trong tháng 9 năm 2026",
        "trong tháng 9/2026",
        "trong tháng chín năm 2026",
    ] {
        assert_eq!(read(text), month(2026, 9), "{text}");
    }
    assert_eq!(read("đến tháng 9"), month(2024, 9));
    assert_eq!(read("trong tháng sáu năm 2025"), month(2025, 6));
    assert_eq!(read("trong tháng này"), month(2024, 8));
    assert_eq!(read("trong tháng sau"), month(2024, 9));
    let year = |year| Period::Year { year };
    assert_eq!(read("năm 2025"), period(year(2025), Part::End));
    assert_eq!(read("Đến năm 2025"), period(year(2025), Part::End));
    assert_eq!(read("trong năm nay"), period(year(2024), Part::End));
    assert_eq!(read("cuối năm 2024"), period(year(2024), Part::End));
    assert_eq!(read("giữa năm"), period(year(2024), Part::Middle));
    assert_eq!(
        read("trong những tháng cuối năm"),
        period(year(2024), Part::End)
    );
    assert_eq!(
        read("đầu tháng 10"),
        period(
            Period::Month {
                year: 2024,
                month: 10
            },
            Part::Start
        )
    );
    assert_eq!(read("hoàn thành cuối tháng 2/2025"), month(2025, 2));
    let half = |half| period(Period::Half { year: 2024, half }, Part::End);
    assert_eq!(read("6 tháng đầu năm"), half(1));
    assert_eq!(read("sáu tháng cuối năm 2024"), half(2));
    assert_eq!(
        read("9 tháng năm 2024"),
        period(
            Period::FirstMonths {
                year: 2024,
                months: 9
            },
            Part::End
        )
    );
    assert_eq!(
        read("trong cuối năm 2025 và đầu năm 2026"),
        period(year(2026), Part::Start)
    );
}

#[test]
fn counts_are_read() {
    for text in [
        "10 ngày làm việc",
        "trong thời hạn 10 ngày làm việc kể từ ngày nhận được văn bản này",
        "trong vòng 10 (mười) ngày làm việc",
        "mười ngày làm việc",
        "không quá 10 ngày làm việc",
        "chậm nhất 10 ngày làm việc sau khi kết thúc quý",
        "10 NGÀY LÀM VIỆC",
    ] {
        assert_eq!(read(text), within(10, CountUnit::WorkingDays), "{text}");
    }
    assert_eq!(read("trong thời hạn 30 ngày"), within(30, CountUnit::Days));
    assert_eq!(read("năm ngày"), within(5, CountUnit::Days));
    assert_eq!(read("mười lăm ngày"), within(15, CountUnit::Days));
    assert_eq!(
        read("hai mươi ngày làm việc"),
        within(20, CountUnit::WorkingDays)
    );
    assert_eq!(read("8 giờ làm việc"), within(8, CountUnit::WorkingHours));
    assert_eq!(read("trong 24 giờ"), within(24, CountUnit::Hours));
    assert_eq!(
        read("48h kể từ khi nhận được tin báo"),
        within(48, CountUnit::Hours)
    );
    assert_eq!(
        read("0,5 ngày làm việc"),
        within(4, CountUnit::WorkingHours)
    );
    assert_eq!(
        read("1/2 ngày làm việc"),
        within(4, CountUnit::WorkingHours)
    );
    assert_eq!(read("02 tuần"), within(2, CountUnit::Weeks));
    assert_eq!(
        read("trong thời hạn 03 tháng"),
        within(3, CountUnit::Months)
    );
    assert_eq!(read("01 năm"), within(1, CountUnit::Years));
    assert_eq!(read("nửa tháng"), within(15, CountUnit::Days));
    assert_eq!(
        read("30 ngày kể từ ngày 01/3/2025"),
        Rule::Within {
            count: 30,
            unit: CountUnit::Days,
            since: Some(date(2025, 3, 1))
        }
    );
}

#[test]
fn recurrences_are_read() {
    let month_25 = every(Every::Month { day: Some(25) }, Word::Before, None);
    for text in [
        "trước ngày 25 hằng tháng",
        "trước ngày 25 hàng tháng",
        "hằng tháng trước ngày 25",
        "Định kỳ hằng tháng, trước ngày 25",
        "trước ngày 25 mỗi tháng",
        "trước ngày 25 của tháng, định kỳ hằng tháng",
    ] {
        assert_eq!(read(text), month_25, "{text}");
    }
    let friday = Every::Week {
        weekday: Some(Weekday::Friday),
    };
    for text in [
        "thứ Sáu hằng tuần trước 16 giờ",
        "Định kỳ hằng tuần, trước 16 giờ 00 ngày thứ Sáu",
        "trước 16h00 thứ 6 hàng tuần",
    ] {
        let rule = every(friday, Word::Before, Some(time(16, 0, 0, 0)));
        assert_eq!(read(text), rule, "{text}");
    }
    assert_eq!(
        read("định kỳ hằng quý trước ngày 20 của tháng cuối quý"),
        every(
            Every::Quarter {
                month: 3,
                day: Some(20)
            },
            Word::Before,
            None
        )
    );
    assert_eq!(
        read("hằng quý, trước ngày 05 tháng đầu quý sau"),
        every(
            Every::Quarter {
                month: 1,
                day: Some(5)
            },
            Word::Before,
            None
        )
    );
    for text in [
        "15 ngày một lần",
        "15 ngày/lần",
        "định kỳ 15 ngày",
        "cứ 15 ngày một lần",
        "báo cáo 15 ngày 1 lần",
    ] {
        assert_eq!(
            read(text),
            every(Every::Days { days: 15 }, Word::By, None),
            "{text}"
        );
    }
    for text in [
        "định kỳ 6 tháng",
        "6 tháng một lần",
        "Định kỳ 6 tháng, hàng năm",
        "Định kỳ 6 tháng, hàng năm, giữa nhiệm kỳ",
        "2 lần/năm",
    ] {
        assert_eq!(
            read(text),
            every(
                Every::Half {
                    month: 6,
                    day: None
                },
                Word::By,
                None
            ),
            "{text}"
        );
    }
    for text in [
        "hằng quý",
        "định kỳ hằng quý",
        "mỗi quý 01 lần",
        "01 lần/quý",
        "3 tháng một lần",
    ] {
        assert_eq!(
            read(text),
            every(
                Every::Quarter {
                    month: 3,
                    day: None
                },
                Word::By,
                None
            ),
            "{text}"
        );
    }
    for text in ["Hàng năm", "hằng năm", "mỗi năm một lần"] {
        assert_eq!(
            read(text),
            every(
                Every::Year {
                    month: 12,
                    day: None
                },
                Word::By,
                None
            ),
            "{text}"
        );
    }
    let christmas = every(
        Every::Year {
            month: 12,
            day: Some(25),
        },
        Word::Before,
        None,
    );
    assert_eq!(read("trước ngày 25/12 hàng năm"), christmas);
    assert_eq!(read("trước ngày 25 tháng 12 hằng năm"), christmas);
    assert_eq!(
        read("định kỳ hằng tháng, quý, năm"),
        every(Every::Month { day: None }, Word::By, None)
    );
    assert_eq!(
        read("cuối tháng, định kỳ hằng tháng"),
        every(Every::Month { day: None }, Word::By, None)
    );
    assert_eq!(read("hằng ngày"), every(Every::WorkingDay, Word::By, None));
}

#[test]
fn standing_duties_have_no_date() {
    assert_eq!(read("thường xuyên"), Rule::Standing);
    assert_eq!(read("Thường xuyên, liên tục"), Rule::Standing);
}

#[test]
fn a_day_long_before_the_document_belongs_to_the_next_year() {
    let december = ReadAs::document(date(2024, 12, 20));
    assert_eq!(
        Rule::parse("trước ngày 15/01", &december),
        Ok(before(date(2025, 1, 15)))
    );
    assert_eq!(Rule::parse("trong quý I", &december), Ok(quarter(2025, 1)));
    assert_eq!(
        Rule::parse("trong quý I", &ReadAs::year(2024)),
        Ok(quarter(2024, 1))
    );
}

#[test]
fn refusals_name_what_was_not_understood() {
    assert_eq!(refused("  "), RuleRefusal::Empty);
    assert!(matches!(refused("hoàn thành"), RuleRefusal::NoTime { .. }));
    assert_eq!(
        refused("10 ngày lmà việc"),
        RuleRefusal::NotUnderstood {
            words: "lmà việc".into(),
            at: 8
        }
    );
    assert_eq!(
        refused("ngày 30/2/2024"),
        RuleRefusal::NoSuchDay {
            words: "30/2/2024".into()
        }
    );
    assert_eq!(
        refused("ngày 29/2/2023"),
        RuleRefusal::NoSuchDay {
            words: "29/2/2023".into()
        }
    );
    assert!(matches!(
        refused("quý V/2024"),
        RuleRefusal::OutOfRange { .. }
    ));
    assert!(matches!(
        refused("tháng 13/2024"),
        RuleRefusal::OutOfRange { .. }
    ));
    assert!(matches!(
        refused("trước 25h ngày 1/2/2024"),
        RuleRefusal::OutOfRange { .. }
    ));
    assert!(matches!(
        refused("2 tháng một lần"),
        RuleRefusal::OutOfRange { .. }
    ));
    assert!(matches!(
        refused("ngày 25"),
        RuleRefusal::DayWithoutMonth { day: 25 }
    ));
    assert!(matches!(refused("0 ngày"), RuleRefusal::Zero));
    assert!(matches!(
        refused("999999 ngày"),
        RuleRefusal::TooLong { .. }
    ));
    assert!(matches!(
        refused("ngày 1/2/2024 và ngày 3/4/2024"),
        RuleRefusal::Two { .. }
    ));
    assert!(matches!(
        Rule::parse("trước ngày 20/9", &ReadAs::default()),
        Err(RuleRefusal::NoYear { .. })
    ));
    // A beginning is not a deadline.
    assert!(matches!(
        refused("từ ngày 01/7/2024"),
        RuleRefusal::NoTime { .. }
    ));
    assert!(matches!(
        refused("cho đến khi có chỉ đạo mới"),
        RuleRefusal::NotUnderstood { .. }
    ));
}

#[test]
fn from_one_day_to_another_means_the_other() {
    assert_eq!(
        read("từ ngày 01/9/2024 đến ngày 20/9/2024"),
        by(date(2024, 9, 20))
    );
}
