//! The sheets.

mod investment;
mod procedures;

use dondoc_briefing::{Briefing, Figures, Measure, Outcome, Quantity, Unit, Work, words};
use jiff::civil::Date;
use rust_xlsxwriter::{
    Color, ExcelDateTime, Format, FormatAlign, FormatBorder, Workbook, Worksheet, XlsxError,
};

pub(crate) fn write(briefing: &Briefing, workbook: &mut Workbook) -> Result<(), XlsxError> {
    summary(briefing, workbook.add_worksheet())?;
    units(briefing, workbook.add_worksheet())?;
    documents(briefing, workbook.add_worksheet())?;
    conclusions(briefing, workbook.add_worksheet())?;
    works(briefing, workbook.add_worksheet())?;
    if let Some(chapter) = &briefing.investment {
        investment::write(chapter, workbook)?;
    }
    if let Some(chapter) = &briefing.procedures {
        procedures::write(chapter, workbook)?;
    }
    receipts(briefing, workbook.add_worksheet())
}

/// A value of a cell.
enum Value {
    Text(String),
    Count(u32),
    /// Tenths of a percent.
    Rate(Option<u32>),
    /// Whole đồng, hundredths of a percent or a count; empty for `None`.
    Quantity(Option<(i64, Unit)>),
    Day(Option<Date>),
}

impl From<&str> for Value {
    fn from(text: &str) -> Self {
        Self::Text(text.to_owned())
    }
}

impl From<String> for Value {
    fn from(text: String) -> Self {
        Self::Text(text)
    }
}

impl From<&Quantity> for Value {
    fn from(quantity: &Quantity) -> Self {
        Self::Quantity(Some((quantity.value, quantity.unit)))
    }
}

impl From<Option<&Quantity>> for Value {
    fn from(quantity: Option<&Quantity>) -> Self {
        Self::Quantity(quantity.map(|it| (it.value, it.unit)))
    }
}

/// A sheet that is filled row by row under a frozen, filtered header.
struct Table<'w> {
    sheet: &'w mut Worksheet,
    row: u32,
    /// Of each column, in characters.
    widths: Vec<u16>,
    wrapped: Format,
    guarded: Format,
    count: Format,
    rate: Format,
    fine_rate: Format,
    days: Format,
    day: Format,
}

impl<'w> Table<'w> {
    fn new(
        sheet: &'w mut Worksheet,
        name: &str,
        columns: &[(&str, u16)],
    ) -> Result<Self, XlsxError> {
        let top = |format: Format| format.set_align(FormatAlign::Top);
        let header = Format::new()
            .set_bold()
            .set_text_wrap()
            .set_align(FormatAlign::VerticalCenter)
            .set_background_color(Color::RGB(0x00F1_F3F5))
            .set_border_bottom(FormatBorder::Medium);
        sheet.set_name(name)?;
        sheet
            .set_landscape()
            .set_paper_size(9)
            .set_print_fit_to_pages(1, 0);
        sheet.set_repeat_rows(0, 0)?;
        for (column, (title, width)) in (0..).zip(columns) {
            sheet.set_column_width(column, *width)?;
            sheet.write_string_with_format(0, column, *title, &header)?;
        }
        let widths: Vec<u16> = columns.iter().map(|(_, width)| *width).collect();
        let titles = columns.iter().copied();
        sheet.set_row_height(0, dondoc_sheets::row_height(titles))?;
        sheet.set_freeze_panes(1, 1)?;
        let wrapped = top(Format::new().set_text_wrap());
        Ok(Self {
            sheet,
            row: 0,
            widths,
            guarded: wrapped.clone().set_quote_prefix(),
            wrapped,
            count: top(Format::new().set_num_format("#,##0")),
            rate: top(Format::new().set_num_format("0.0%")),
            fine_rate: top(Format::new().set_num_format("0.00%")),
            days: top(Format::new().set_num_format("#,##0.0")),
            day: top(Format::new().set_num_format("dd/mm/yyyy")),
        })
    }

    fn push(&mut self, values: Vec<Value>) -> Result<(), XlsxError> {
        self.row += 1;
        let texts = self.widths.iter().zip(&values);
        let texts = texts.filter_map(|(width, value)| match value {
            Value::Text(text) => Some((text.as_str(), *width)),
            _ => None,
        });
        let height = dondoc_sheets::row_height(texts);
        for (column, value) in (0..).zip(values) {
            match value {
                Value::Text(text) => {
                    let format = if dondoc_sheets::is_run(&text) {
                        &self.guarded
                    } else {
                        &self.wrapped
                    };
                    self.sheet.write_string_with_format(
                        self.row,
                        column,
                        dondoc_sheets::fitting(&text),
                        format,
                    )?;
                }
                Value::Count(count) => {
                    self.sheet
                        .write_number_with_format(self.row, column, count, &self.count)?;
                }
                Value::Rate(Some(tenths)) => {
                    let share = f64::from(tenths) / 1000.0;
                    self.sheet
                        .write_number_with_format(self.row, column, share, &self.rate)?;
                }
                Value::Day(Some(day)) => {
                    self.sheet.write_datetime_with_format(
                        self.row,
                        column,
                        excel(day)?,
                        &self.day,
                    )?;
                }
                Value::Quantity(Some((value, unit))) => {
                    // Exact: đồng of a whole country stay below 2^53.
                    let (value, format) = match unit {
                        Unit::Hundredths => (value as f64 / 10_000.0, &self.fine_rate),
                        Unit::MilliDays => (value as f64 / 1_000.0, &self.days),
                        Unit::Dong | Unit::Count => (value as f64, &self.count),
                    };
                    self.sheet
                        .write_number_with_format(self.row, column, value, format)?;
                }
                Value::Rate(None) | Value::Day(None) | Value::Quantity(None) => {}
            }
        }
        self.sheet.set_row_height(self.row, height)?;
        Ok(())
    }

    /// Sets the filter over what was written.
    fn finish(self) -> Result<(), XlsxError> {
        let last = u16::try_from(self.widths.len()).unwrap_or(u16::MAX);
        let last = last.saturating_sub(1);
        self.sheet.autofilter(0, 0, self.row, last)?;
        Ok(())
    }
}

fn excel(day: Date) -> Result<ExcelDateTime, XlsxError> {
    let part = |value: i8| u8::try_from(value).unwrap_or(1);
    let year = u16::try_from(day.year()).unwrap_or(1900);
    ExcelDateTime::from_ymd(year, part(day.month()), part(day.day()))
}

fn figure_columns() -> Vec<(&'static str, u16)> {
    let mut columns: Vec<(&str, u16)> = Measure::ALL
        .into_iter()
        .map(|measure| (words::name(measure), 11))
        .collect();
    columns.push((words::ON_TIME, 11));
    columns
}

fn figure_values(figures: &Figures) -> Vec<Value> {
    let count = |measure: Measure| {
        figures
            .get(measure)
            .map_or(Value::Rate(None), |figure| Value::Count(figure.value))
    };
    let mut values: Vec<Value> = Measure::ALL.into_iter().map(count).collect();
    values.push(Value::Rate(
        figures.on_time.as_ref().map(|figure| figure.value),
    ));
    values
}

fn summary(briefing: &Briefing, sheet: &mut Worksheet) -> Result<(), XlsxError> {
    let header = &briefing.header;
    let mut columns = vec![("Phạm vi", 44)];
    columns.extend(figure_columns());
    let mut table = Table::new(sheet, "Tóm tắt", &columns)?;
    let row = |name: String, figures: &Figures| {
        let mut values = vec![Value::Text(name)];
        values.extend(figure_values(figures));
        values
    };
    table.push(row(
        format!("Toàn Thành phố, {}", header.period.phrase()),
        &briefing.summary,
    ))?;
    for point in briefing.trend.iter().rev() {
        let period = point.period.phrase();
        table.push(row(
            format!("Cuối {period}, theo những gì biết đến nay"),
            &point.now,
        ))?;
        if let Some(then) = &point.then {
            table.push(row(
                format!("Cuối {period}, như khi chốt báo cáo kỳ đó"),
                then,
            ))?;
        }
    }
    let after = table.row + 2;
    let remark = header.letterhead.remark.clone().unwrap_or_default();
    let notes = [
        format!("Số liệu tính đến hết ngày {}", words::day(header.as_of)),
        format!(
            "Sổ cái: {} bút toán, gốc {}",
            header.tree.size, header.tree.root
        ),
        format!("Mười ký tự đầu của mọi mã tra: {}", header.receipts),
        remark,
    ];
    for (row, note) in (after..).zip(notes.iter().filter(|note| !note.is_empty())) {
        table.sheet.write_string(row, 0, note)?;
    }
    let definitions = after + 5;
    for (row, line) in (definitions..).zip(&briefing.method) {
        table
            .sheet
            .write_string(row, 0, format!("{}: {}", line.name, line.text))?;
    }
    table.finish()
}

fn units(briefing: &Briefing, sheet: &mut Worksheet) -> Result<(), XlsxError> {
    let mut columns = vec![("Đơn vị", 40)];
    columns.extend(figure_columns());
    columns.push(("Quá hạn lâu nhất (ngày)", 12));
    let periods: Vec<String> = briefing
        .trend
        .iter()
        .map(|point| format!("Quá hạn cuối {}", point.period.phrase()))
        .collect();
    columns.extend(periods.iter().map(|title| (title.as_str(), 12)));
    columns.push(("Mã đơn vị", 28));
    let mut table = Table::new(sheet, "Đơn vị", &columns)?;
    for line in &briefing.units {
        let mut values = vec![Value::Text(line.name.clone())];
        values.extend(figure_values(&line.figures));
        values.push(Value::Count(line.longest_days));
        values.extend(
            line.late_before
                .iter()
                .map(|figure| Value::Count(figure.value)),
        );
        values.push(line.id.as_str().into());
        table.push(values)?;
    }
    table.finish()
}

fn documents(briefing: &Briefing, sheet: &mut Worksheet) -> Result<(), XlsxError> {
    let mut columns = vec![
        ("Số, ký hiệu", 18),
        ("Loại", 14),
        ("Trích yếu", 60),
        ("Cơ quan ban hành", 30),
        ("Ngày", 12),
    ];
    columns.extend(figure_columns());
    let mut table = Table::new(sheet, "Văn bản", &columns)?;
    for line in &briefing.documents {
        let mut values: Vec<Value> = vec![
            line.number.as_str().into(),
            line.kind.as_str().into(),
            line.title.as_str().into(),
            line.issuer.as_str().into(),
            Value::Day(line.date),
        ];
        values.extend(figure_values(&line.figures));
        table.push(values)?;
    }
    table.finish()
}

fn conclusions(briefing: &Briefing, sheet: &mut Worksheet) -> Result<(), XlsxError> {
    let mut columns = vec![
        ("Kết luận", 60),
        ("Hội nghị", 12),
        ("Mục", 8),
        ("Kết quả", 24),
    ];
    columns.extend(figure_columns());
    columns.push(("Đơn vị quá hạn", 50));
    let mut table = Table::new(sheet, "Kết luận", &columns)?;
    for line in &briefing.conclusions {
        let late: Vec<&str> = line
            .late_units
            .iter()
            .map(|unit| briefing.unit_name(unit))
            .collect();
        let mut values: Vec<Value> = vec![
            line.text.as_str().into(),
            line.meeting.as_str().into(),
            line.clause.as_str().into(),
            words::conclusion(line.result).into(),
        ];
        values.extend(figure_values(&line.figures));
        values.push(late.join(", ").into());
        table.push(values)?;
    }
    table.finish()
}

fn works(briefing: &Briefing, sheet: &mut Worksheet) -> Result<(), XlsxError> {
    let columns = [
        ("Mã", 14),
        ("Đơn vị chủ trì", 30),
        ("Nhiệm vụ", 60),
        ("Sản phẩm", 30),
        ("Văn bản", 16),
        ("Mục", 8),
        ("Ngày giao", 12),
        ("Hạn ban đầu", 12),
        ("Hạn hiện tại", 12),
        ("Tình hình", 26),
        ("Số ngày quá hạn", 10),
        ("Nguy cơ", 30),
        ("Báo cáo gần nhất", 12),
        ("Tiến độ", 9),
        ("Số báo cáo", 9),
        ("Tệp minh chứng", 9),
        ("Lý do, giải trình", 60),
        ("Đơn vị phối hợp", 30),
    ];
    let mut table = Table::new(sheet, "Nhiệm vụ", &columns)?;
    for work in &briefing.works {
        table.push(work_values(briefing, work))?;
    }
    table.finish()
}

fn work_values(briefing: &Briefing, work: &Work) -> Vec<Value> {
    let document = work.document.as_ref();
    let number = document.map(|id| match briefing.document(id) {
        Some(line) if !line.number.is_empty() => line.number.clone(),
        _ => id.to_string(),
    });
    let days = match work.outcome {
        Outcome::Late { days } | Outcome::DoneLate { days, .. } | Outcome::Waiting { days, .. } => {
            days
        }
        Outcome::DoneOnTime { .. } | Outcome::InTime | Outcome::Suspended { .. } => 0,
    };
    let said: Vec<String> = work.statements.iter().map(words::statement).collect();
    let risks: Vec<String> = work.risks.iter().map(words::risk).collect();
    let coordinating: Vec<&str> = work
        .coordinating
        .iter()
        .map(|unit| briefing.unit_name(unit))
        .collect();
    vec![
        work.id.to_string().into(),
        briefing.unit_name(&work.lead).into(),
        work.text.as_str().into(),
        work.product.as_str().into(),
        number.unwrap_or_default().into(),
        work.clause.as_str().into(),
        Value::Day(Some(work.issued)),
        Value::Day(work.original_due),
        Value::Day(work.due),
        words::outcome(&work.outcome).into(),
        Value::Count(days),
        risks.join("; ").into(),
        Value::Day(work.last_report),
        Value::Rate(work.percent.map(|percent| u32::from(percent) * 10)),
        Value::Count(work.reports),
        Value::Count(work.evidence),
        said.join("\n").into(),
        coordinating.join(", ").into(),
    ]
}

fn receipts(briefing: &Briefing, sheet: &mut Worksheet) -> Result<(), XlsxError> {
    let mut table = Table::new(
        sheet,
        "Mã tra",
        &[("Số liệu", 60), ("Giá trị", 12), ("Mã tra", 26)],
    )?;
    for figure in briefing.figures() {
        let value = if figure.key.ends_with("/on-time") {
            Value::Rate(Some(figure.value))
        } else {
            Value::Count(figure.value)
        };
        table.push(vec![
            figure.key.as_str().into(),
            value,
            figure.receipt.to_string().into(),
        ])?;
    }
    for quantity in briefing.quantities() {
        table.push(vec![
            quantity.key.as_str().into(),
            quantity.into(),
            quantity.receipt.to_string().into(),
        ])?;
    }
    table.finish()
}
