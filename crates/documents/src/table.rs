//! Tables of tasks in an annex, whose cells a source has set one below the
//! other: number, task, lead, partners, time.

use crate::build::{Builder, Draft};
use crate::layout::{Line, Lines};
use crate::marker::{Rank, marker_at};
use crate::reading::Task;
use crate::text::{Case, Gap, Kind};
use crate::units;

/// Most lines of one row.
const ROW: usize = 40;

/// What the tables of a text give.
#[derive(Debug, Default)]
pub(crate) struct Rows {
    pub(crate) tasks: Vec<Task>,
    /// Where rows stand, by code points, in order: nothing else is read there.
    pub(crate) spans: Vec<(usize, usize)>,
}

impl Rows {
    /// Notes that these lines are a row.
    fn take(&mut self, build: Builder<'_, '_>, lines: &[Line]) {
        if let (Some(first), Some(last)) = (lines.first(), lines.last()) {
            let toks = &build.text.toks;
            let (start, end) = (toks[first.first].start, toks[last.end - 1].end);
            self.spans.push((start as usize, end as usize));
        }
    }
}

/// Reads the rows of every table between two lines whose head names a lead unit
/// or a time.
pub(crate) fn tasks(build: Builder<'_, '_>, lines: &Lines, from: usize, to: usize) -> Rows {
    let rows = lines.lines.get(from..to.max(from)).unwrap_or_default();
    let mut out = Rows::default();
    let mut at = 0;
    // Most texts have no table of this sort at all.
    let source = build.text.source.as_bytes();
    let divides = source.contains(&b'|') || source.contains(&b'\t');
    while at < rows.len() {
        let head_of_columns = if divides {
            row_head(build, &rows[at])
        } else {
            None
        };
        if let Some((divider, columns)) = head_of_columns {
            at = divided(build, rows, at + 1, (divider, &columns), &mut out);
            continue;
        }
        match head(build, rows, at) {
            Some(first) => {
                let product = ["sản phẩm", "kết quả", "đầu ra"]
                    .iter()
                    .any(|w| rows[at + 1..first].iter().any(|row| words(build, row, w)));
                at = read(build, rows, first, product, &mut out).max(at + 1);
            }
            None => at += 1,
        }
    }
    out
}

fn words(build: Builder<'_, '_>, row: &Line, phrase: &str) -> bool {
    let orders = build.orders();
    (row.first..row.end).any(|i| orders.words(i, row.end, phrase))
}

/// What a column of a table holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Column {
    Task,
    Lead,
    Coordinate,
    Time,
    Product,
    Other,
}

/// What stands between the cells of a line, bars or tabs; none when it is no row.
fn divider(build: Builder<'_, '_>, row: &Line) -> Option<u8> {
    let (first, last) = (
        &build.text.toks[row.first],
        &build.text.toks[row.end.max(1) - 1],
    );
    let line = first.byte as usize..last.byte_end as usize;
    let line = build.text.source.get(line).unwrap_or_default().as_bytes();
    [b'|', b'\t'].into_iter().find(|d| line.contains(d))
}

/// Splits a line at its bars or tabs. Two dividers in a row leave a cell empty, as
/// does one at the front.
fn cells(build: Builder<'_, '_>, row: &Line, divider: u8) -> Vec<(usize, usize)> {
    let mut out = Vec::new();
    let mut from = row.first;
    for at in row.first..row.end {
        if divider == b'|' && build.text.toks[at].mark == b'|' {
            out.push((from, at));
            from = at + 1;
        } else if divider == b'\t' {
            for _ in 0..build.text.tabs_before(at) {
                out.push((from, at));
                from = at;
            }
        }
    }
    out.push((from, row.end));
    out
}

/// `TT | Nhiệm vụ | Đơn vị chủ trì | Thời gian`: the columns, when one is the
/// task and one its lead or time.
fn row_head(build: Builder<'_, '_>, row: &Line) -> Option<(u8, Vec<Column>)> {
    let orders = build.orders();
    if row.end - row.first > 80 {
        return None;
    }
    let divider = divider(build, row)?;
    let says = |cell: &(usize, usize), words: &[&str]| {
        words
            .iter()
            .any(|w| (cell.0..cell.1).any(|i| orders.words(i, cell.1, w)))
    };
    let columns: Vec<Column> = cells(build, row, divider)
        .iter()
        .map(|cell| match () {
            () if says(cell, &["phối hợp"]) => Column::Coordinate,
            () if says(
                cell,
                &[
                    "chủ trì",
                    "đơn vị thực hiện",
                    "cơ quan thực hiện",
                    "phân công",
                    "người thực hiện",
                    "bộ phận",
                    "phụ trách",
                    "trách nhiệm",
                ],
            ) =>
            {
                Column::Lead
            }
            () if says(
                cell,
                &[
                    "thời gian",
                    "thời hạn",
                    "thời điểm",
                    "hoàn thành",
                    "tiến độ",
                ],
            ) =>
            {
                Column::Time
            }
            () if says(cell, &["sản phẩm", "kết quả", "đầu ra"]) => Column::Product,
            () if says(
                cell,
                &[
                    "nhiệm vụ",
                    "nội dung",
                    "công việc",
                    "hoạt động",
                    "giải pháp",
                ],
            ) =>
            {
                Column::Task
            }
            () if says(cell, &["đơn vị", "cơ quan", "đầu mối"]) => Column::Lead,
            () => Column::Other,
        })
        .collect();
    let useful = columns.contains(&Column::Task)
        && (columns.contains(&Column::Lead) || columns.contains(&Column::Time));
    useful.then_some((divider, columns))
}

/// Reads the rows below a head, each a line of cells.
fn divided(
    build: Builder<'_, '_>,
    rows: &[Line],
    from: usize,
    (divider, columns): (u8, &[Column]),
    out: &mut Rows,
) -> usize {
    let (mut at, from_row) = (from, from);
    while at < rows.len() {
        let mut row = cells(build, &rows[at], divider);
        // A single cell ends the table, or heads a group of rows. The last cells
        // of a row of tabs may be empty and leave no trace.
        if row.len() > columns.len() || row.len() < 2 && !groups(build, rows, at, divider, columns)
        {
            break;
        }
        at += 1;
        // The head stands again where the table goes on on the next page.
        let numbers = ["tt", "stt"].iter().any(|w| words(build, &rows[at - 1], w));
        if row_head(build, &rows[at - 1])
            .is_some_and(|(_, again)| again == columns || numbers && again.len() == columns.len())
        {
            continue;
        }
        let short = columns.len() - row.len();
        if row.len() > 1 {
            out.take(build, &rows[at - 1..at]);
        }
        if divider == b'\t' && short <= 2 && row.len() > 2 {
            let end = rows[at - 1].end;
            row.resize(columns.len(), (end, end));
        }
        if row.len() != columns.len() {
            continue;
        }
        let cell = |wanted: Column| {
            columns
                .iter()
                .zip(&row)
                .find(|(c, cell)| **c == wanted && cell.0 < cell.1)
                .map(|(_, cell)| *cell)
        };
        let names = |wanted| {
            cell(wanted)
                .map(|(from, to)| units::labelled(build.text, build.grammar, from, to))
                .unwrap_or_default()
        };
        let Some((from, end)) = cell(Column::Task) else {
            continue;
        };
        // What a page break cut off has neither a number nor a unit.
        let counted = columns[0] == Column::Other && columns.len() > 3;
        if counted && row[0].0 == row[0].1 && cell(Column::Lead).is_none() {
            continue;
        }
        let draft = Draft {
            from,
            end,
            lead: names(Column::Lead),
            coordinate: names(Column::Coordinate),
            inherited: None,
        };
        let Some(mut task) = build.task(draft) else {
            continue;
        };
        // A task over several rows, each with a unit of its own.
        let above = out.tasks.last_mut().filter(|_| at > from_row + 1);
        if let Some(above) = above.filter(|above| above.text == task.text) {
            let more = |into: &mut Vec<String>, names: Vec<String>| {
                for name in names {
                    if !into.contains(&name) {
                        into.push(name);
                    }
                }
            };
            more(&mut above.lead, task.lead);
            more(&mut above.coordinate, task.coordinate);
            continue;
        }
        if let Some((from, end)) = cell(Column::Time) {
            let limit = build.clock().limits(from, end, true).pop();
            task.deadline = limit.map(|l| l.deadline(build.text)).or(task.deadline);
        }
        if let Some((from, end)) = cell(Column::Product) {
            task.product = Some(crate::header::one_line(
                build
                    .text
                    .slice(&build.text.toks[from], &build.text.toks[end - 1]),
            ));
        }
        out.tasks.push(task);
    }
    at
}

/// `I. Hạ tầng số` across all columns: a line of one cell, and rows below it.
fn groups(
    build: Builder<'_, '_>,
    rows: &[Line],
    at: usize,
    divider: u8,
    columns: &[Column],
) -> bool {
    const HEADINGS: usize = 3;
    (at + 1..rows.len().min(at + 1 + HEADINGS)).any(|i| {
        let cells = cells(build, &rows[i], divider).len();
        cells > 2 && cells <= columns.len() && columns.len() - cells <= 2
    })
}

/// The head of a table: `TT` or `STT`, then cells of which one is `chủ trì` or
/// `thực hiện` and the first row's number. Returns the line of that number.
fn head(build: Builder<'_, '_>, rows: &[Line], at: usize) -> Option<usize> {
    let first = build.text.fold(&build.text.toks[rows[at].first]);
    if !matches!(first, "tt" | "stt") || rows[at].end - rows[at].first > 2 {
        return None;
    }
    let cells = &rows[at + 1..rows.len().min(at + 14)];
    let number = cells
        .iter()
        .position(|row| row_number(build, row) == Some(1))?;
    let leads = cells[..number].iter().any(|row| {
        words(build, row, "chủ trì")
            || words(build, row, "thực hiện")
            || words(build, row, "đơn vị")
    });
    leads.then_some(at + 1 + number)
}

/// A line that is nothing but the number of a row.
fn row_number(build: Builder<'_, '_>, row: &Line) -> Option<u32> {
    let toks = &build.text.toks[row.first..row.end];
    let dotted = toks.len() == 2 && toks[1].mark == b'.';
    (toks.len() == 1 || dotted).then(|| build.text.fold(&toks[0]).parse().ok())?
}

fn read(
    build: Builder<'_, '_>,
    rows: &[Line],
    first: usize,
    product: bool,
    out: &mut Rows,
) -> usize {
    let mut at = first;
    let mut number = 1;
    while at < rows.len() && row_number(build, &rows[at]) == Some(number) {
        let next = (at + 1..rows.len().min(at + ROW))
            .find(|&i| row_number(build, &rows[i]) == Some(number + 1));
        let end = next.unwrap_or_else(|| last_row(build, rows, at + 1));
        // `II. Nhân lực số` across the table, or the section after it.
        let stop = (at + 2..end)
            .find(|&i| opens_section(build, &rows[i]))
            .unwrap_or(end);
        out.take(build, &rows[at..stop]);
        out.tasks.extend(task(build, &rows[at + 1..stop], product));
        number += 1;
        at = if next.is_some() { end } else { stop };
    }
    at
}

/// A numbered line with words of its own: no cell, but a heading or an item.
fn opens_section(build: Builder<'_, '_>, row: &Line) -> bool {
    let marker = marker_at(build.text, row.first, row.end, true);
    marker.is_some_and(|m| matches!(m.rank, Rank::Roman | Rank::Number) && m.after < row.end)
}

/// The last row ends at an empty line or the end.
fn last_row(build: Builder<'_, '_>, rows: &[Line], from: usize) -> usize {
    (from + 1..rows.len().min(from + ROW))
        .find(|&i| build.text.toks[rows[i].first].gap == Gap::Blank)
        .unwrap_or(rows.len().min(from + ROW))
}

/// The first cell is the task; the cells after it open with a unit or are a time.
/// `product`: the last column says what will be handed over.
fn task(build: Builder<'_, '_>, cells: &[Line], product: bool) -> Option<Task> {
    let orders = build.orders();
    let opens_unit = |row: &Line| {
        let tok = &build.text.toks[row.first];
        tok.kind == Kind::Word
            && tok.case != Case::Lower
            && orders.namer().head(row.first, row.end).is_some()
    };
    let is_time = |row: &Line| {
        // A cell opens with a capital or a digit; `năm 2030` goes on a line.
        if build.text.toks[row.first].kind == Kind::Word
            && build.text.toks[row.first].case == Case::Lower
        {
            return false;
        }
        let limits = build.clock().limits(row.first, row.end, true);
        let standing = orders.words(row.first, row.end, "thường xuyên");
        standing || limits.first().is_some_and(|l| l.first == row.first)
    };
    let task_end = (1..cells.len())
        .find(|&i| opens_unit(&cells[i]) || is_time(&cells[i]))
        .unwrap_or(cells.len());
    let time = (task_end..cells.len())
        .find(|&i| is_time(&cells[i]))
        .unwrap_or(cells.len());
    // The lead's cell ends where a line opens with another unit and the line
    // before it is neither full nor closed by a comma.
    let second = (task_end + 1..time).find(|&i| {
        opens_unit(&cells[i]) && !matches!(build.text.toks[cells[i - 1].end - 1].mark, b',' | b';')
    });
    let names = |from: usize, to: usize| match (cells.get(from), cells.get(to.wrapping_sub(1))) {
        (Some(first), Some(last)) if from < to => {
            units::labelled(build.text, build.grammar, first.first, last.end)
        }
        _ => Vec::new(),
    };
    let lead = names(task_end, second.unwrap_or(time));
    let coordinate = second.map(|s| names(s, time)).unwrap_or_default();
    let (first, last) = (cells.first()?, cells.get(task_end.checked_sub(1)?)?);
    let mut task = build.task(Draft {
        from: first.first,
        end: last.end,
        lead,
        coordinate,
        inherited: None,
    })?;
    // A cell opens with a capital or a digit and is no time itself.
    let made = (time + 1..cells.len()).filter(|_| product).find(|&i| {
        let tok = &build.text.toks[cells[i].first];
        let opens = tok.kind == Kind::Number || tok.kind == Kind::Word && tok.case != Case::Lower;
        opens && !is_time(&cells[i])
    });
    let timed = cells.get(made.unwrap_or(cells.len()).saturating_sub(1));
    if let (Some(from), Some(to)) = (cells.get(time), timed) {
        let limit = build.clock().limits(from.first, to.end, true).pop();
        task.deadline = limit.map(|l| l.deadline(build.text)).or(task.deadline);
    }
    if let (Some(made), Some(last)) = (made, cells.last()) {
        let words = build.text.slice(
            &build.text.toks[cells[made].first],
            &build.text.toks[last.end - 1],
        );
        task.product = Some(crate::header::one_line(words));
    }
    Some(task)
}

#[cfg(test)]
mod tests {
    const ANNEX: &str = "KẾ HOẠCH\nThử nghiệm\n\nI. NHIỆM VỤ\n1. Rà soát dữ liệu.\n\nNơi nhận:\n- Như trên.\nTM. ỦY BAN NHÂN DÂN\nCHỦ TỊCH\nLê Văn An\n\n\
        PHỤ LỤC\nDANH MỤC NHIỆM VỤ\n\nTT\nNội dung nhiệm vụ\nCơ quan chủ trì\nCơ quan phối hợp\nThời gian thực hiện\n1\nXây dựng kho dữ liệu dùng chung\n\
        của thành phố\nSở Khoa học và Công nghệ\nSở Tài chính, Sở Nội vụ\nQuý III năm 2026\n2\nKiểm tra an toàn mạng\nCông an thành phố\nCác sở, ban, ngành\nThường xuyên\n";

    #[test]
    fn a_row_between_bars_is_one_task() {
        let table = "PHỤ LỤC\n\nTT | Nhiệm vụ | Đơn vị chủ trì | Đơn vị phối hợp | Thời gian\n1 | Số hóa hồ sơ đất đai | Sở Nông nghiệp và Môi trường | UBND các xã, phường | Tháng 9/2026\n";
        let source = ANNEX.split("PHỤ LỤC").next().unwrap().to_owned() + table;
        let reading = crate::read(&source);
        let task = reading
            .tasks
            .iter()
            .find(|t| t.text == "Số hóa hồ sơ đất đai")
            .unwrap();
        assert_eq!(task.lead, ["Sở Nông nghiệp và Môi trường"]);
        assert_eq!(task.coordinate, ["UBND các xã, phường"]);
        assert_eq!(
            task.deadline.as_ref().unwrap().iso.as_deref(),
            Some("2026-09")
        );
    }

    #[test]
    fn a_row_between_tabs_is_one_task_and_an_empty_cell_says_nothing() {
        let table = "PHỤ LỤC\n\nTT\tNhiệm vụ\tChủ trì\tPhối hợp\tThời gian hoàn thành\tSản phẩm\n\
            I\tVề thể chế\n\
            1\tRà soát quy chế làm việc\tSở Nội vụ\tSở Tư pháp\tQuý II/2026\tBáo cáo\n\
            2\tSố hóa hồ sơ lưu trữ\tVăn phòng UBND tỉnh\t\t30/9/2026\n";
        let source = ANNEX.split("PHỤ LỤC").next().unwrap().to_owned() + table;
        let tasks = crate::read(&source).tasks;
        let row = |text: &str| tasks.iter().find(|t| t.text == text).cloned().unwrap();
        let iso = |t: &crate::Task| t.deadline.clone().and_then(|d| d.iso).unwrap();
        let first = row("Rà soát quy chế làm việc");
        assert_eq!(first.lead, ["Sở Nội vụ"]);
        assert_eq!(first.coordinate, ["Sở Tư pháp"]);
        assert_eq!(iso(&first), "2026-Q2");
        let second = row("Số hóa hồ sơ lưu trữ");
        assert_eq!(second.lead, ["Văn phòng UBND tỉnh"]);
        assert!(second.coordinate.is_empty());
        assert_eq!(iso(&second), "2026-09-30");
    }

    #[test]
    fn cells_below_each_other_give_their_product_and_stop_at_a_heading() {
        let head = "UBND HUYỆN A\nSố: 8/KH-UBND\nA, ngày 3 tháng 3 năm 2026\nKẾ HOẠCH\nCao điểm\n\nI. NHIỆM VỤ\n";
        let table = "STT\nNhiệm vụ\nCơ quan chủ trì\nThời hạn\nSản phẩm\n1\nRà soát hồ sơ\nSở Nội vụ\nTrước ngày 30/9/2026\nBáo cáo\nkết quả rà soát\n\
            II. Nhân lực\n2\nTập huấn kỹ năng\nSở Tài chính\nQuý II/2026\nTài liệu\n\
            III. TỔ CHỨC THỰC HIỆN\n1. Sở Y tế báo cáo UBND huyện trước ngày 15/12/2026.\n";
        let tasks = crate::read(&format!("{head}{table}")).tasks;
        let said: Vec<(&str, Option<&str>, Option<&str>)> = tasks
            .iter()
            .map(|t| {
                let iso = t.deadline.as_ref().and_then(|d| d.iso.as_deref());
                (t.text.as_str(), iso, t.product.as_deref())
            })
            .collect();
        assert_eq!(
            said,
            [
                (
                    "Rà soát hồ sơ",
                    Some("2026-09-30"),
                    Some("Báo cáo kết quả rà soát")
                ),
                ("Tập huấn kỹ năng", Some("2026-Q2"), Some("Tài liệu")),
                (
                    "Sở Y tế báo cáo UBND huyện trước ngày 15/12/2026",
                    Some("2026-12-15"),
                    Some("báo cáo")
                )
            ]
        );
    }

    #[test]
    fn headings_across_and_heads_that_come_again_are_no_rows() {
        let table = "STT\tNội dung công việc\tNgười thực hiện\tHạn hoàn thành\tĐầu ra\n\
            I. Vệ sinh\n\
            1\tTổng vệ sinh chợ\tBan Quản lý chợ\t15/5/2025\tBiên bản\n\
            STT\tNội dung công việc\tNgười thực hiện\tHạn hoàn thành\tĐầu ra\n\
            \ttrung tâm huyện\n\
            2\tNạo vét mương\tUBND xã Minh Tân\t20/5/2025\tMương thông\n";
        // A report of the press may show the table of a plan too.
        for before in [
            "Kế hoạch cao điểm của huyện\n\nUBND huyện vừa ban hành kế hoạch cao điểm vệ sinh môi trường.\n\n",
            "UBND HUYỆN A\nSố: 8/KH-UBND\nKẾ HOẠCH\nCao điểm\n\nI. NHIỆM VỤ\n",
        ] {
            let tasks = crate::read(&format!("{before}{table}")).tasks;
            let said: Vec<(&str, &str, Option<&str>)> = tasks
                .iter()
                .map(|t| (t.text.as_str(), t.lead[0].as_str(), t.product.as_deref()))
                .collect();
            assert_eq!(
                said,
                [
                    ("Tổng vệ sinh chợ", "Ban Quản lý chợ", Some("Biên bản")),
                    ("Nạo vét mương", "UBND xã Minh Tân", Some("Mương thông"))
                ]
            );
        }
    }

    #[test]
    fn a_row_is_one_task_with_its_units_and_time() {
        let reading = crate::read(ANNEX);
        let row = |start: &str| {
            reading
                .tasks
                .iter()
                .find(|t| t.text.starts_with(start))
                .cloned()
                .unwrap()
        };
        let first = row("Xây dựng kho");
        assert_eq!(first.text, "Xây dựng kho dữ liệu dùng chung\ncủa thành phố");
        assert_eq!(first.lead, ["Sở Khoa học và Công nghệ"]);
        assert_eq!(first.coordinate, ["Sở Tài chính", "Sở Nội vụ"]);
        assert_eq!(first.deadline.unwrap().iso.as_deref(), Some("2026-Q3"));
        let second = row("Kiểm tra an toàn");
        assert_eq!(
            (second.lead, second.deadline),
            (vec!["Công an thành phố".to_owned()], None)
        );
    }
}
