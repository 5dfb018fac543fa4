//! What the charts are drawn from.

use jiff::ToSpan;
use jiff::civil::Date;

use super::{Bar, Bars, Delay, Timeline, Tone, Trend, TrendLine, TrendMark};
use crate::facts::Verdict;
use crate::figure::{Figures, tenths_of_percent};
use crate::model::{Briefing, StatementKind, Work};
use crate::state::Outcome;
use crate::words;

const STACK: [Tone; 7] = [
    Tone::Late,
    Tone::AtRisk,
    Tone::InTime,
    Tone::Suspended,
    Tone::Waiting,
    Tone::DoneLate,
    Tone::Done,
];

fn stack(figures: &Figures, tone: Tone) -> u32 {
    match tone {
        Tone::Done => figures.done_on_time.value,
        Tone::DoneLate => figures.done_late.value,
        Tone::Waiting => figures.waiting.value,
        Tone::InTime => figures.in_time.value - at_risk(figures),
        Tone::AtRisk => at_risk(figures),
        Tone::Late => figures.late.value,
        Tone::Suspended => figures.suspended.value,
    }
}

fn at_risk(figures: &Figures) -> u32 {
    figures.at_risk.as_ref().map_or(0, |figure| figure.value)
}

/// Returns stacked bars of rows: label, link, figures.
pub(super) fn bars<'b>(
    caption: &str,
    rows: impl Iterator<Item = (String, Option<String>, &'b Figures)> + Clone,
) -> Bars {
    let used = |tone: &Tone| {
        rows.clone()
            .any(|(_, _, figures)| stack(figures, *tone) > 0)
    };
    let tones: Vec<Tone> = STACK.into_iter().filter(used).collect();
    let bar = |(label, link, figures): (String, Option<String>, &Figures)| Bar {
        label,
        link,
        parts: tones.iter().map(|tone| stack(figures, *tone)).collect(),
        total: figures.assigned.value,
    };
    let rows: Vec<Bar> = rows.map(bar).collect();
    Bars {
        caption: caption.to_owned(),
        alt: format!(
            "{caption}: {} thanh xếp chồng; số liệu ở bảng kèm theo.",
            rows.len()
        ),
        legend: tones.iter().map(|tone| tone.name().to_owned()).collect(),
        max: rows.iter().map(|row| row.total).max().unwrap_or(0),
        tones,
        rows,
    }
}

/// Returns the lines of the trend; `None` with less than two periods.
pub(super) fn trend(briefing: &Briefing) -> Option<Trend> {
    let earlier = briefing
        .trend
        .iter()
        .filter(|point| point.now.assigned.value > 0);
    let mut points: Vec<(String, &Figures, Option<&Figures>)> = earlier
        .map(|point| (point.period.short(), &point.now, point.then.as_ref()))
        .collect();
    if points.is_empty() {
        return None;
    }
    points.push((briefing.header.period.short(), &briefing.summary, None));
    let mark = |read: fn(&Figures) -> Option<u32>, write: fn(u32) -> String| -> Vec<TrendMark> {
        let mark = |(label, now, then): &(String, &Figures, Option<&Figures>)| {
            let value = read(now);
            TrendMark {
                label: label.clone(),
                value,
                text: value.map_or_else(|| "–".to_owned(), write),
                then: then.and_then(read).filter(|then| Some(*then) != value),
            }
        };
        points.iter().map(mark).collect()
    };
    let rate = mark(
        |figures| figures.on_time.as_ref().map(|figure| figure.value),
        words::percent,
    );
    let late = mark(|figures| Some(figures.late.value), words::number);
    let top = late
        .iter()
        .flat_map(|mark| [mark.value, mark.then])
        .flatten()
        .max()
        .unwrap_or(0);
    let step = step(top);
    let caption = "Tỷ lệ đúng hạn và số quá hạn cuối mỗi kỳ";
    let said: Vec<String> = rate
        .iter()
        .zip(&late)
        .map(|(rate, late)| format!("{}: {}, {} quá hạn", rate.label, rate.text, late.text))
        .collect();
    Some(Trend {
        caption: caption.to_owned(),
        alt: format!("{caption}. {}.", said.join("; ")),
        lines: vec![
            TrendLine {
                label: words::ON_TIME.to_owned(),
                tone: Tone::Done,
                max: 1000,
                ticks: [0, 250, 500, 750, 1000]
                    .map(|v| (v, format!("{}%", v / 10)))
                    .to_vec(),
                points: rate,
            },
            TrendLine {
                label: "Số nhiệm vụ quá hạn cuối kỳ".to_owned(),
                tone: Tone::Late,
                max: step * 4,
                ticks: (0..=4)
                    .map(|n| (n * step, words::number(n * step)))
                    .collect(),
                points: late,
            },
        ],
    })
}

/// Returns a round step, so that four of them reach over `top`.
fn step(top: u32) -> u32 {
    let least = top.div_ceil(4).max(1);
    let mut ten = 1;
    loop {
        for round in [1, 2, 5] {
            if round * ten >= least {
                return round * ten;
            }
        }
        ten *= 10;
    }
}

/// Returns the delays of the worst works; `None` when nothing is late.
pub(super) fn timeline(briefing: &Briefing, most: usize) -> Option<Timeline> {
    let works: Vec<&Work> = briefing
        .worst
        .iter()
        .filter_map(|id| briefing.work(id))
        .take(most)
        .collect();
    let as_of = briefing.header.as_of;
    let first = works
        .iter()
        .flat_map(|work| [work.original_due, work.due])
        .flatten()
        .min()?;
    let left = first.first_of_month();
    let offset = |day: Date| u32::try_from((day - left).get_days()).unwrap_or(0);
    let rows: Vec<Delay> = works
        .iter()
        .filter_map(|work| {
            let Outcome::Late { days } = work.outcome else {
                return None;
            };
            let due = work.due?;
            Some(Delay {
                label: briefing.unit_name(&work.lead).to_owned(),
                note: work.id.to_string(),
                original: work
                    .original_due
                    .filter(|original| *original < due)
                    .map(offset),
                due: offset(due),
                text: format!("{} ngày", words::number(days)),
                is_excused: is_excused(work),
            })
        })
        .collect();
    let caption = "Các nhiệm vụ quá hạn lâu nhất: từ ngày hết hạn đến ngày chốt";
    Some(Timeline {
        caption: caption.to_owned(),
        alt: format!(
            "{caption}. Lâu nhất: {}, {}.",
            rows.first()?.label,
            rows.first()?.text
        ),
        days: offset(as_of).max(1),
        ticks: ticks(left, as_of)
            .into_iter()
            .map(|day| (offset(day), format!("{}/{}", day.month(), day.year())))
            .collect(),
        rows,
    })
}

pub(super) fn is_excused(work: &Work) -> bool {
    let last = work
        .statements
        .iter()
        .rfind(|statement| statement.kind == StatementKind::Excuse);
    last.is_some_and(|statement| statement.answer == Some(Verdict::Granted))
}

/// Returns the first days of at most eight evenly spread months.
fn ticks(left: Date, right: Date) -> Vec<Date> {
    let months =
        i64::from((right.year() - left.year()) * 12 + i16::from(right.month() - left.month()));
    let every = (months / 8 + 1).max(1);
    let mut day = left;
    let mut ticks = Vec::new();
    while day <= right && ticks.len() < 16 {
        ticks.push(day);
        day = day.saturating_add(every.months());
    }
    ticks
}

/// Returns a share in whole percents, for a sentence beside a chart.
pub(super) fn share(part: u32, whole: u32) -> String {
    words::percent(tenths_of_percent(part, whole))
}
