//! Rows as a table for people: aligned for Chinese, no wider than the terminal.

use crate::text::escape;
use comfy_table::{ColumnConstraint, ContentArrangement, Row, Table, Width, presets};
use std::fmt::Write as _;
use std::io::{self, Write};

/// How many rows decide the widths of the columns; those after them are fitted to these widths, so that a table of any length is
/// written as its rows come.
const MEASURED: usize = 1000;

/// Writes a table as its rows come.
pub struct TableWriter<W> {
    out: W,
    heads: Vec<String>,
    /// Columns of the terminal.
    width: Option<u16>,
    /// Whether a cell that is too long is cut to one line; otherwise it is broken into several.
    cut: bool,
    waiting: Vec<Vec<String>>,
    /// The widths of the columns, once the head is written.
    widths: Option<Vec<u16>>,
}

impl<W: Write> TableWriter<W> {
    /// A table under `heads`, no wider than `width` columns where one is given.
    pub const fn new(out: W, heads: Vec<String>, width: Option<u16>, cut: bool) -> Self {
        Self { out, heads, width, cut, waiting: Vec::new(), widths: None }
    }

    /// Adds a row.
    ///
    /// # Errors
    /// Where writing fails.
    pub fn row(&mut self, cells: Vec<String>) -> io::Result<()> {
        self.waiting.push(cells);
        if self.waiting.len() >= MEASURED { self.flush(true) } else { Ok(()) }
    }

    /// Writes what waits, and the end of the table.
    ///
    /// # Errors
    /// Where writing fails.
    pub fn finish(mut self) -> io::Result<W> {
        if !self.waiting.is_empty() || self.widths.is_none() {
            self.flush(false)?;
        }
        if let Some(widths) = &self.widths {
            let lines: Vec<String> = widths.iter().map(|width| "─".repeat(usize::from(*width))).collect();
            writeln!(self.out, "└{}┘", lines.join("┴"))?;
        }
        self.out.flush()?;
        Ok(self.out)
    }

    fn flush(&mut self, more: bool) -> io::Result<()> {
        let mut table = Table::new();
        table.load_style(presets::UTF8_FULL_CONDENSED).set_content_arrangement(ContentArrangement::Dynamic);
        if let Some(width) = self.width {
            table.set_width(width);
        }
        let goes_on = self.widths.is_some();
        if !goes_on {
            table.set_header(&self.heads);
        }
        for cells in self.waiting.drain(..) {
            let mut row = Row::from(cells.iter().map(|cell| cell.replace(['\n', '\r', '\t'], " ")));
            if self.cut {
                row.max_height(1);
            }
            table.add_row(row);
        }
        if let Some(widths) = &self.widths {
            table.set_constraints(widths.iter().map(|width| ColumnConstraint::Absolute(Width::Fixed(*width))));
        }
        if more && !goes_on {
            leave_room(&mut table);
        }
        let drawn = table.trim_fmt();
        let mut lines: Vec<&str> = drawn.lines().collect();
        // The line at the end comes last of all; that at the beginning shows the widths.
        lines.pop();
        let first = lines.first().copied().unwrap_or_default();
        self.widths.get_or_insert_with(|| first.trim_matches(['┌', '┐']).split('┬').map(|line| line.chars().count() as u16).collect());
        lines.iter().skip(usize::from(goes_on)).try_for_each(|line| writeln!(self.out, "{line}"))
    }
}

/// Numbers grow while a table goes on: narrow columns get two digits more than they need so far, beside the space around them.
fn leave_room(table: &mut Table) {
    const NARROW: u16 = 12;
    let needed = table.column_max_content_widths();
    for (at, width) in needed.into_iter().enumerate().filter(|(_, width)| *width < NARROW) {
        if let Some(column) = table.column_mut(at) {
            column.set_constraint(ColumnConstraint::LowerBoundary(Width::Fixed(width + 4)));
        }
    }
}

/// A table for people: `rows` under `heads`, aligned for Chinese, no wider than `width` columns where one is given.
pub fn draw_table(heads: &[String], rows: &[Vec<String>], width: Option<u16>) -> String {
    let mut table = TableWriter::new(Vec::new(), heads.to_vec(), width, false);
    // Writing to memory cannot fail.
    rows.iter().for_each(|row| _ = table.row(row.clone()));
    table.finish().map(|bytes| String::from_utf8_lossy(&bytes).into_owned()).unwrap_or_default()
}

/// A table in Markdown.
pub(super) fn markdown(heads: &[String], rows: &[Vec<String>]) -> String {
    let line = |cells: &[String]| format!("| {} |\n", cells.iter().map(|words| escape::markdown(words)).collect::<Vec<_>>().join(" | "));
    let mut out = line(heads);
    // Writing to a string cannot fail.
    let _ = writeln!(out, "|{}", "---|".repeat(heads.len()));
    rows.iter().for_each(|row| out.push_str(&line(row)));
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use unicode_width::UnicodeWidthStr;

    #[test]
    fn a_long_table_keeps_its_columns_and_its_width() {
        let rows: Vec<Vec<String>> = (0..2500).map(|at| vec![at.to_string(), "水利厅".repeat(at % 40)]).collect();
        for cut in [true, false] {
            let mut table = TableWriter::new(Vec::new(), vec!["n".to_owned(), "单位".to_owned()], Some(60), cut);
            rows.iter().for_each(|row| table.row(row.clone()).expect("memory"));
            let drawn = String::from_utf8(table.finish().expect("memory")).expect("text");
            let widths: Vec<usize> = drawn.lines().map(UnicodeWidthStr::width).collect();
            assert!(widths.iter().all(|width| *width == widths[0] && *width <= 60), "{cut}");
            assert_eq!(drawn.matches('┌').count() + drawn.matches('└').count() + drawn.matches('╞').count(), 3);
            assert!(!cut || widths.len() == 2500 + 4);
            assert!(drawn.contains("│ 2499  ┆"), "{drawn}");
        }
    }

    #[test]
    fn a_cell_that_is_cut_ends_in_an_ellipsis() {
        let mut table = TableWriter::new(Vec::new(), vec!["任务".to_owned()], Some(16), true);
        table.row(vec!["全国节水型社会建设示范区".to_owned()]).expect("memory");
        assert!(String::from_utf8(table.finish().expect("memory")).expect("text").contains("…"));
    }
}
