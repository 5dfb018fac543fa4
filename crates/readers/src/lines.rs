//! A text that is built line by line.

/// Lines without trailing blanks and without empty lines.
///
/// A table row of three cells and more becomes one line with tabs between the
/// cells. Rows of one or two cells are how office documents set the head of
/// issuer and motto side by side: there each cell keeps its own lines.
#[derive(Debug, Default)]
pub(crate) struct Lines {
    done: String,
    line: String,
    /// A blank is owed before the next word of the line.
    space: bool,
    /// Open rows, each with its cells, each with its lines.
    rows: Vec<Vec<Vec<String>>>,
    /// Bytes in open rows.
    held: usize,
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
                cell.push(line);
            }
            None => {
                self.done.push_str(&line);
                self.done.push('\n');
            }
        }
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
            row.push(Vec::new());
        }
    }

    /// Closes the row.
    pub(crate) fn end_row(&mut self) {
        self.end_line();
        let Some(row) = self.rows.pop() else { return };
        if self.rows.is_empty() {
            self.held = 0;
        }
        if row.len() <= 2 {
            row.into_iter().flatten().for_each(|line| self.keep(line));
        } else {
            let cells: Vec<String> = row.iter().map(|cell| cell.join(" ")).collect();
            // The first cell may be empty; what stands below it is not its own.
            let line = cells.join("\t");
            self.keep(line.trim_end().trim_start_matches(' ').to_owned());
        }
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

/// Characters that show nothing: zero-width marks, controls. Not the soft
/// hyphen, which is the letter `ư` of a legacy font until shown otherwise.
fn is_noise(c: char) -> bool {
    matches!(
        c,
        '\u{200B}' | '\u{200C}' | '\u{200D}' | '\u{2060}' | '\u{FEFF}'
    ) || (c.is_control() && c != '\t')
}
