//! A text that is built line by line.

/// Lines without trailing blanks and without empty lines.
///
/// A table row of three cells and more becomes one line with tabs between the
/// cells. Rows of one or two cells are how office documents set the head of
/// issuer and motto side by side: there each cell keeps its own lines.
///
/// What one cell says for several rows (`Sở Nội vụ` beside three tasks) stands in
/// each of them, and a cell over several columns leaves the others empty, so that
/// a row can be read by its columns alone.
#[derive(Debug, Default)]
pub(crate) struct Lines {
    done: String,
    line: String,
    /// A blank is owed before the next word of the line.
    space: bool,
    /// Open rows, each with its cells.
    rows: Vec<Vec<Cell>>,
    /// Open tables: what their cells say for the rows to come, by column.
    tables: Vec<Vec<Carried>>,
    /// Bytes in open rows.
    held: usize,
}

/// Longest words that a cell says for more than its first row, in bytes.
pub(crate) const LONGEST_CARRIED: usize = 600;
/// Most columns of a row that spans are counted for.
const WIDEST: usize = 60;

/// How far a cell reaches.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Span {
    pub(crate) columns: usize,
    pub(crate) rows: usize,
    /// It has no words of its own: the cell above it goes on.
    pub(crate) goes_on: bool,
}

impl Default for Span {
    fn default() -> Self {
        Self {
            columns: 1,
            rows: 1,
            goes_on: false,
        }
    }
}

/// A cell with its lines.
#[derive(Debug, Default)]
struct Cell {
    lines: Vec<String>,
    span: Span,
}

/// What a column of a table still says.
#[derive(Debug, Clone, Default)]
struct Carried {
    /// For how many more rows it stands there by itself.
    rows: usize,
    words: String,
}

impl Lines {
    /// Bytes so far.
    pub(crate) fn len(&self) -> usize {
        self.done.len() + self.line.len() + self.held
    }

    /// Adds text in which any white space is one blank (as on a web page).
    pub(crate) fn flow(&mut self, text: &str) {
        let blank = |c: char| c.is_whitespace() && c != '\u{A0}';
        for (index, word) in text.split(blank).enumerate() {
            if index > 0 {
                self.space = true;
            }
            if !word.is_empty() {
                // No-break spaces are blanks to every reader of the text.
                self.push(&word.replace('\u{A0}', " "));
            }
        }
    }

    /// Adds text as it is.
    pub(crate) fn push(&mut self, text: &str) {
        if self.space && !self.line.is_empty() && !self.line.ends_with([' ', '\t']) {
            self.line.push(' ');
        }
        self.space = false;
        self.line.extend(text.chars().filter(|c| !is_noise(*c)));
    }

    /// Ends the line, if there is one.
    pub(crate) fn end_line(&mut self) {
        let line = self.line.trim().to_owned();
        self.line.clear();
        self.space = false;
        self.keep(line);
    }

    fn keep(&mut self, line: String) {
        if line.is_empty() {
            return;
        }
        match self.rows.last_mut().and_then(|row| row.last_mut()) {
            Some(cell) => {
                // The string itself costs more than a short line.
                self.held += line.len() + 32;
                cell.lines.push(line);
            }
            None => {
                self.done.push_str(&line);
                self.done.push('\n');
            }
        }
    }

    /// Opens a table, inside the present cell if there is one.
    pub(crate) fn begin_table(&mut self) {
        self.end_line();
        self.tables.push(Vec::new());
    }

    /// Closes the table.
    pub(crate) fn end_table(&mut self) {
        self.end_line();
        self.tables.pop();
    }

    /// Opens a table row, inside the present cell if there is one.
    pub(crate) fn begin_row(&mut self) {
        self.end_line();
        self.rows.push(Vec::new());
    }

    /// Opens a cell of the row.
    pub(crate) fn cell(&mut self) {
        self.end_line();
        if let Some(row) = self.rows.last_mut() {
            self.held += 32;
            row.push(Cell::default());
        }
    }

    /// Says how far the open cell reaches.
    pub(crate) fn span(&mut self, span: Span) {
        if let Some(cell) = self.rows.last_mut().and_then(|row| row.last_mut()) {
            cell.span = Span {
                columns: span.columns.clamp(1, WIDEST),
                rows: span.rows.max(1),
                ..span
            };
        }
    }

    /// Closes the row.
    pub(crate) fn end_row(&mut self) {
        self.end_line();
        let Some(row) = self.rows.pop() else { return };
        if self.rows.is_empty() {
            self.held = 0;
        }
        let mut above = self.tables.pop().unwrap_or_default();
        let carried = above.iter().filter(|column| column.rows > 0).count();
        if row.len() + carried <= 2 {
            for column in &mut above {
                column.rows = column.rows.saturating_sub(1);
            }
            self.tables.push(above);
            let lines = row.into_iter().flat_map(|cell| cell.lines);
            lines.for_each(|line| self.keep(line));
            return;
        }
        let line = columns(row, &mut above).join("\t");
        self.tables.push(above);
        // The first cell may be empty; what stands behind it is not its own.
        self.keep(line.trim_end().trim_start_matches(' ').to_owned());
    }

    /// Returns the text.
    pub(crate) fn finish(mut self) -> String {
        self.end_line();
        while !self.rows.is_empty() {
            self.end_row();
        }
        self.done
    }
}

/// The cells of a row by columns, with what the rows above say in it.
fn columns(row: Vec<Cell>, above: &mut Vec<Carried>) -> Vec<String> {
    let mut out: Vec<String> = Vec::new();
    for cell in row {
        carry(&mut out, above, false);
        let at = out.len();
        let column = above.get(at).map(|c| c.words.clone());
        let words = match column.filter(|_| cell.span.goes_on) {
            Some(words) => words,
            None => cell.lines.join(" "),
        };
        let kept = if words.len() <= LONGEST_CARRIED {
            words.clone()
        } else {
            String::new()
        };
        out.push(words);
        let empty = (cell.span.columns - 1).min(WIDEST.saturating_sub(out.len()));
        out.extend((0..empty).map(|_| String::new()));
        if above.len() < out.len() {
            above.resize(out.len(), Carried::default());
        }
        for (offset, column) in above[at..out.len()].iter_mut().enumerate() {
            column.rows = cell.span.rows - 1;
            column.words = if offset == 0 {
                kept.clone()
            } else {
                String::new()
            };
        }
    }
    carry(&mut out, above, true);
    out
}

/// Puts what cells above say for this row; at the end of the row, over all columns
/// that are left.
fn carry(out: &mut Vec<String>, above: &mut [Carried], last: bool) {
    while let Some(column) = above.get_mut(out.len()) {
        if column.rows > 0 {
            column.rows -= 1;
            out.push(column.words.clone());
        } else if last {
            out.push(String::new());
        } else {
            break;
        }
    }
}

/// Characters that show nothing: zero-width marks, controls. Not the soft
/// hyphen, which is the letter `ư` of a legacy font until shown otherwise.
fn is_noise(c: char) -> bool {
    matches!(
        c,
        '\u{200B}' | '\u{200C}' | '\u{200D}' | '\u{2060}' | '\u{FEFF}'
    ) || (c.is_control() && c != '\t')
}
