//! Native charts (DrawingML). The numbers stand in the chart as literals, so no
//! workbook is embedded.

use std::fmt::Write as _;

use dondoc_briefing::paper::{Bars, Timeline, Tone, TrendLine};

use crate::xml::escape;

fn fill(tone: Tone) -> String {
    let solid = |colour: &str| format!(r#"<a:solidFill><a:srgbClr val="{colour}"/></a:solidFill>"#);
    let hatch = |front: &str, back: &str| {
        format!(
            r#"<a:pattFill prst="wdUpDiag"><a:fgClr><a:srgbClr val="{front}"/></a:fgClr><a:bgClr><a:srgbClr val="{back}"/></a:bgClr></a:pattFill>"#
        )
    };
    match tone {
        Tone::Late => solid("B3261E"),
        Tone::AtRisk => hatch("B07A10", "F2B33D"),
        Tone::InTime => solid("D5DBE1"),
        Tone::Suspended => solid("9AA4AE"),
        Tone::Waiting => solid("8FB4D9"),
        Tone::DoneLate => hatch("8FC299", "CFE6D2"),
        Tone::Done => solid("2F7D43"),
    }
}

fn label_colour(tone: Tone) -> &'static str {
    match tone {
        Tone::Late | Tone::Done => "FFFFFF",
        _ => "1C2126",
    }
}

fn font(size: u32, colour: &str) -> String {
    format!(
        r#"<c:txPr><a:bodyPr/><a:lstStyle/><a:p><a:pPr><a:defRPr sz="{size}"><a:solidFill><a:srgbClr val="{colour}"/></a:solidFill><a:latin typeface="Times New Roman"/></a:defRPr></a:pPr><a:endParaRPr lang="vi-VN"/></a:p></c:txPr>"#
    )
}

fn names(names: impl ExactSizeIterator<Item = String>) -> String {
    let mut xml = format!(r#"<c:cat><c:strLit><c:ptCount val="{}"/>"#, names.len());
    for (index, name) in names.enumerate() {
        let _ = write!(
            xml,
            r#"<c:pt idx="{index}"><c:v>{}</c:v></c:pt>"#,
            escape(&name)
        );
    }
    xml + "</c:strLit></c:cat>"
}

/// Values; those without one are left out, so that no label stands for them.
fn values(values: impl ExactSizeIterator<Item = Option<u32>>, format: &str) -> String {
    let mut xml = format!(
        r#"<c:val><c:numLit><c:formatCode>{}</c:formatCode><c:ptCount val="{}"/>"#,
        escape(format),
        values.len()
    );
    for (index, value) in values.enumerate() {
        if let Some(value) = value {
            let _ = write!(xml, r#"<c:pt idx="{index}"><c:v>{value}</c:v></c:pt>"#);
        }
    }
    xml + "</c:numLit></c:val>"
}

fn labels(size: u32, colour: &str, place: &str) -> String {
    format!(
        r#"<c:dLbls><c:spPr><a:noFill/><a:ln><a:noFill/></a:ln></c:spPr>{}<c:dLblPos val="{place}"/><c:showLegendKey val="0"/><c:showVal val="1"/><c:showCatName val="0"/><c:showSerName val="0"/><c:showPercent val="0"/><c:showBubbleSize val="0"/></c:dLbls>"#,
        font(size, colour)
    )
}

fn space(plot: &str, legend: &str) -> String {
    format!(
        r#"<?xml version="1.0" encoding="UTF-8" standalone="yes"?><c:chartSpace xmlns:c="http://schemas.openxmlformats.org/drawingml/2006/chart" xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"><c:roundedCorners val="0"/><c:chart><c:autoTitleDeleted val="1"/><c:plotArea><c:layout/>{plot}</c:plotArea>{legend}<c:plotVisOnly val="1"/><c:dispBlanksAs val="gap"/></c:chart><c:spPr><a:noFill/><a:ln><a:noFill/></a:ln></c:spPr>{}</c:chartSpace>"#,
        font(900, "1C2126")
    )
}

/// Axes of horizontal bars: the first row on top, no numbers along.
fn bar_axes(max: u32) -> String {
    format!(
        r#"<c:catAx><c:axId val="1"/><c:scaling><c:orientation val="maxMin"/></c:scaling><c:delete val="0"/><c:axPos val="l"/><c:majorTickMark val="none"/><c:minorTickMark val="none"/><c:tickLblPos val="low"/><c:spPr><a:ln><a:noFill/></a:ln></c:spPr>{}<c:crossAx val="2"/><c:crosses val="autoZero"/><c:tickLblSkip val="1"/></c:catAx><c:valAx><c:axId val="2"/><c:scaling><c:orientation val="minMax"/><c:max val="{}"/><c:min val="0"/></c:scaling><c:delete val="1"/><c:axPos val="b"/><c:majorTickMark val="none"/><c:minorTickMark val="none"/><c:tickLblPos val="nextTo"/><c:crossAx val="1"/></c:valAx>"#,
        font(850, "1C2126"),
        max.max(1)
    )
}

const LEGEND: &str = r#"<c:legend><c:legendPos val="t"/><c:overlay val="0"/></c:legend>"#;

pub(crate) fn bars(bars: &Bars) -> String {
    let mut plot = String::from(
        r#"<c:barChart><c:barDir val="bar"/><c:grouping val="stacked"/><c:varyColors val="0"/>"#,
    );
    for (index, (tone, name)) in bars.tones.iter().zip(&bars.legend).enumerate() {
        let _ = write!(
            plot,
            r#"<c:ser><c:idx val="{index}"/><c:order val="{index}"/><c:tx><c:v>{}</c:v></c:tx><c:spPr>{}<a:ln w="6350"><a:solidFill><a:srgbClr val="FFFFFF"/></a:solidFill></a:ln></c:spPr><c:invertIfNegative val="0"/>{}{}{}</c:ser>"#,
            escape(name),
            fill(*tone),
            labels(750, label_colour(*tone), "ctr"),
            names(bars.rows.iter().map(|row| row.label.clone())),
            values(
                bars.rows
                    .iter()
                    .map(|row| row.parts.get(index).copied().filter(|part| *part > 0)),
                "General"
            ),
        );
    }
    plot += r#"<c:gapWidth val="35"/><c:overlap val="100"/><c:axId val="1"/><c:axId val="2"/></c:barChart>"#;
    space(&(plot + &bar_axes(bars.max)), LEGEND)
}

pub(crate) fn timeline(timeline: &Timeline) -> String {
    let rows = &timeline.rows;
    let names = || {
        names(
            rows.iter()
                .map(|row| format!("{} ({})", row.label, row.note)),
        )
    };
    let before = values(rows.iter().map(|row| Some(row.due)), "General");
    let late = values(
        rows.iter()
            .map(|row| Some(timeline.days.saturating_sub(row.due))),
        r#"0" ngày""#,
    );
    let mut plot = String::from(
        r#"<c:barChart><c:barDir val="bar"/><c:grouping val="stacked"/><c:varyColors val="0"/>"#,
    );
    let _ = write!(
        plot,
        r#"<c:ser><c:idx val="0"/><c:order val="0"/><c:tx><c:v>Trước hạn</c:v></c:tx><c:spPr><a:noFill/></c:spPr><c:invertIfNegative val="0"/>{}{before}</c:ser><c:ser><c:idx val="1"/><c:order val="1"/><c:tx><c:v>Quá hạn</c:v></c:tx><c:spPr>{}</c:spPr><c:invertIfNegative val="0"/>{}{}{late}</c:ser>"#,
        names(),
        fill(Tone::Late),
        labels(800, "FFFFFF", "inEnd"),
        names(),
    );
    plot += r#"<c:gapWidth val="45"/><c:overlap val="100"/><c:axId val="1"/><c:axId val="2"/></c:barChart>"#;
    space(&(plot + &bar_axes(timeline.days)), "")
}

pub(crate) fn line(line: &TrendLine) -> String {
    let colour = if line.tone == Tone::Late {
        "A3201A"
    } else {
        "1F6A34"
    };
    // Rates come in tenths of a percent.
    let (format, label) = if line.max == 1000 && line.tone == Tone::Done {
        (r#"0\,0"%""#, labels(900, colour, "t"))
    } else {
        ("General", labels(900, colour, "t"))
    };
    let series = |index: usize, name: &str, look: &str, label: &str, values: String| {
        format!(
            r#"<c:ser><c:idx val="{index}"/><c:order val="{index}"/><c:tx><c:v>{}</c:v></c:tx>{look}{label}{}{values}<c:smooth val="0"/></c:ser>"#,
            escape(name),
            names(line.points.iter().map(|point| point.label.clone())),
        )
    };
    let ink = format!(r#"<a:solidFill><a:srgbClr val="{colour}"/></a:solidFill>"#);
    let solid = format!(
        r#"<c:spPr><a:ln w="25400">{ink}</a:ln></c:spPr><c:marker><c:symbol val="circle"/><c:size val="6"/><c:spPr>{ink}<a:ln>{ink}</a:ln></c:spPr></c:marker>"#
    );
    let hollow = format!(
        r#"<c:spPr><a:ln w="12700"><a:noFill/></a:ln></c:spPr><c:marker><c:symbol val="circle"/><c:size val="8"/><c:spPr><a:noFill/><a:ln w="12700">{ink}</a:ln></c:spPr></c:marker>"#
    );
    let mut plot =
        String::from(r#"<c:lineChart><c:grouping val="standard"/><c:varyColors val="0"/>"#);
    plot += &series(
        0,
        "Theo số liệu nay",
        &solid,
        &label,
        values(line.points.iter().map(|point| point.value), format),
    );
    let is_revised = line.points.iter().any(|point| point.then.is_some());
    if is_revised {
        plot += &series(
            1,
            "Như khi chốt báo cáo kỳ đó",
            &hollow,
            "",
            values(line.points.iter().map(|point| point.then), format),
        );
    }
    let step = line.ticks.get(1).map_or(1, |(value, _)| *value).max(1);
    let _ = write!(
        plot,
        r#"<c:marker val="1"/><c:axId val="1"/><c:axId val="2"/></c:lineChart><c:catAx><c:axId val="1"/><c:scaling><c:orientation val="minMax"/></c:scaling><c:delete val="0"/><c:axPos val="b"/><c:majorTickMark val="none"/><c:minorTickMark val="none"/><c:tickLblPos val="low"/><c:crossAx val="2"/><c:crosses val="autoZero"/></c:catAx><c:valAx><c:axId val="2"/><c:scaling><c:orientation val="minMax"/><c:max val="{}"/><c:min val="0"/></c:scaling><c:delete val="0"/><c:axPos val="l"/><c:majorGridlines><c:spPr><a:ln w="6350"><a:solidFill><a:srgbClr val="B9C0C7"/></a:solidFill></a:ln></c:spPr></c:majorGridlines><c:numFmt formatCode="{}" sourceLinked="0"/><c:majorTickMark val="none"/><c:minorTickMark val="none"/><c:tickLblPos val="nextTo"/><c:spPr><a:ln><a:noFill/></a:ln></c:spPr><c:crossAx val="1"/><c:majorUnit val="{step}"/></c:valAx>"#,
        line.max.max(1),
        escape(format),
    );
    space(&plot, if is_revised { LEGEND } else { "" })
}
