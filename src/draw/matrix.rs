//! A heat map before it is written: heads, and a cell for each pair.

use super::caption::Caption;
use super::diagram::Note;

/// Rows and columns with a number for each pair.
#[derive(Debug, Clone, PartialEq)]
pub struct HeatMap {
    /// Heads of the rows, from above.
    pub rows: Vec<Head>,
    /// Heads of the columns, from the left.
    pub columns: Vec<Head>,
    /// The cells that are not empty.
    pub cells: Vec<Cell>,
    /// What stands below.
    pub caption: Caption,
}

/// The head of a row or column.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Head {
    /// What it is called.
    pub words: String,
    /// The colour of its group, as `#rrggbb`; empty for none.
    pub fill: &'static str,
    /// Whether a wider space stands before it.
    pub apart: bool,
    /// What is told of it when it is pointed at.
    pub note: Note,
}

/// A cell that is not empty.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Cell {
    /// Its row.
    pub row: usize,
    /// Its column.
    pub column: usize,
    /// How strong it is, from 0 to 255.
    pub shade: u8,
    /// What is written in it.
    pub words: String,
    /// Whether it is marked above others of its shade.
    pub marked: bool,
    /// What is told of it when it is pointed at.
    pub note: Note,
}
