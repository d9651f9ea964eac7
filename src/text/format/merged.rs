//! Tables with merged cells: a cell that spans rows is written in each of them, as a reader sees it: the unit holds for every row.
//!
//! What is written again grows a file that may be made to exhaust memory, so it is counted.

use super::{FormatError, row};
use crate::language::message;

/// The most bytes of a file that are written more than once.
const MOST_REPEATED: usize = 16 * 1024 * 1024;
/// The most columns of a cell, about as many as Word allows.
const WIDEST: usize = 64;

/// What may still be written again. When it is used up nothing is, and [`Repeats::check`] says so.
#[derive(Debug)]
pub(super) struct Repeats {
    left: Option<usize>,
}

impl Default for Repeats {
    fn default() -> Self {
        Self { left: Some(MOST_REPEATED) }
    }
}

impl Repeats {
    /// The words once more.
    pub(super) fn again(&mut self, words: &str) -> String {
        self.left = self.left.and_then(|left| left.checked_sub(words.len()));
        self.left.map_or_else(String::new, |_| words.to_owned())
    }

    /// An error where more was to be written again than the limit allows.
    pub(super) fn check(&self) -> Result<(), FormatError> {
        let most = || message!("{limit}", limit = format!("{} MiB", MOST_REPEATED >> 20));
        let limit = || FormatError::Limit { what: message!("what merged cells repeat"), limit: most() };
        self.left.map(drop).ok_or_else(limit)
    }
}

/// A table that is being read, row by row.
#[derive(Debug, Default)]
pub(super) struct Table {
    cells: Vec<String>,
    /// For each column the last cell, and in how many rows it is still to stand.
    above: Vec<(String, usize)>,
}

impl Table {
    /// Adds a cell over `columns` columns that stands in `below` more rows.
    pub(super) fn add(&mut self, words: &str, columns: usize, below: usize, repeats: &mut Repeats) {
        self.fill(repeats);
        for at in 0..columns.clamp(1, WIDEST) {
            let words = if at == 0 { words } else { "" };
            let column = self.cells.len();
            if self.above.len() <= column {
                self.above.resize(column + 1, (String::new(), 0));
            }
            self.above[column] = (words.to_owned(), below);
            self.cells.push(words.to_owned());
        }
    }

    /// Adds a cell that goes on from the row above.
    pub(super) fn go_on(&mut self, columns: usize, repeats: &mut Repeats) {
        let words = self.above.get(self.cells.len()).map_or_else(String::new, |(words, _)| repeats.again(words));
        self.add(&words, columns, 0, repeats);
    }

    /// The row as a line.
    pub(super) fn end_row(&mut self, repeats: &mut Repeats) -> String {
        self.fill(repeats);
        row(std::mem::take(&mut self.cells).iter().map(String::as_str))
    }

    /// Adds the cells of rows above that stand here.
    fn fill(&mut self, repeats: &mut Repeats) {
        while let Some((words, below)) = self.above.get_mut(self.cells.len()).filter(|(_, below)| *below > 0) {
            *below -= 1;
            self.cells.push(repeats.again(words));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cells_stand_in_each_row_that_they_span() {
        let (mut table, mut repeats) = (Table::default(), Repeats::default());
        let mut lines = Vec::new();
        let mut add = |cells: &[(&str, usize, usize)]| {
            cells.iter().for_each(|(words, columns, below)| table.add(words, *columns, *below, &mut repeats));
            lines.push(table.end_row(&mut repeats));
        };
        add(&[("1", 1, 0), ("修渠", 1, 0), ("水利厅", 1, 1), ("财政厅", 1, 2)]);
        add(&[("2", 1, 0), ("打井", 1, 0)]);
        add(&[("总计", 2, 0), ("林业厅", 1, 0)]);
        assert_eq!(lines, ["1\t修渠\t水利厅\t财政厅", "2\t打井\t水利厅\t财政厅", "总计\t\t林业厅\t财政厅"]);
    }

    #[test]
    fn what_is_written_again_has_a_limit() {
        let (mut table, mut repeats) = (Table::default(), Repeats::default());
        table.add(&"水".repeat(1 << 20), 1, usize::MAX, &mut repeats);
        let longest = (0..20).map(|_| table.end_row(&mut repeats).len()).sum::<usize>();
        assert!(longest < 2 * MOST_REPEATED);
        assert!(repeats.check().is_err_and(|error| error.to_string().contains("16 MiB")));
    }
}
