//! Bytes of a workbook → the rows of its ledgers, by the names of their columns.

use super::report::ProgressError;
use super::values::words;
use crate::office::{BASIS, Column, Register, squeezed};
use crate::text::{CellSheet, cell_sheets, is_workbook};
use calamine::Data;
use std::collections::{BTreeMap, BTreeSet};

/// In which of the first rows the heads are looked for: offices put titles and notes above them.
const DEEPEST_HEAD: usize = 60;

/// What a workbook holds of ledgers.
#[derive(Debug)]
pub(super) struct Filled {
    pub(super) rows: Vec<Row>,
    /// The columns that stand twice: sheet, row from 0, heading.
    pub(super) repeated: Vec<(String, u32, String)>,
    /// The tasks that the workbook was made with, each with the mark of its row; empty where the sheet of them was lost.
    pub(super) basis: BTreeMap<String, String>,
}

/// A row of a ledger.
#[derive(Debug)]
pub(super) struct Row {
    pub(super) sheet: String,
    /// From 0.
    pub(super) row: u32,
    /// The columns that the sheet has.
    pub(super) columns: BTreeSet<Column>,
    /// The cells that hold something.
    cells: BTreeMap<Column, Filling>,
}

/// A cell.
#[derive(Debug)]
pub(super) struct Filling {
    /// From 0.
    pub(super) column: u32,
    pub(super) value: Data,
    /// Whether it is shown as a percentage.
    pub(super) is_percent: bool,
}

impl Filled {
    /// Whether rows have their identity, and none of them that of a task of a register.
    pub(super) fn is_of_others(&self, register: &Register) -> bool {
        let known: BTreeSet<&str> = register.entries.iter().map(|entry| entry.iri.as_str()).collect();
        let mut named = self.rows.iter().map(|row| row.words(Column::Identity)).filter(|identity| !identity.is_empty()).peekable();
        named.peek().is_some() && named.all(|identity| !known.contains(identity.as_str()))
    }
}

impl Row {
    pub(super) fn cell(&self, column: Column) -> Option<&Filling> {
        self.cells.get(&column)
    }

    /// The words of a cell; empty where there is none.
    pub(super) fn words(&self, column: Column) -> String {
        self.cell(column).map(|cell| words(&cell.value)).unwrap_or_default()
    }

    /// The address of the cell of a column, as `K7`; of the row where it has none.
    pub(super) fn address(&self, column: Column) -> String {
        self.cell(column).map_or_else(String::new, |cell| address(self.row, cell.column))
    }
}

/// `K7` for row 6 and column 10.
pub(super) fn address(row: u32, column: u32) -> String {
    let mut letters = Vec::new();
    let mut rest = column + 1;
    while rest > 0 {
        let digit = (rest - 1) % 26;
        letters.push(char::from(b'A' + u8::try_from(digit).unwrap_or_default()));
        rest = (rest - 1) / 26;
    }
    letters.iter().rev().collect::<String>() + &(row + 1).to_string()
}

pub(super) fn read(bytes: &[u8]) -> Result<Filled, ProgressError> {
    if !is_workbook(bytes) {
        // A damaged archive is told as such, anything else as what it is not.
        return Err(match bytes.starts_with(b"PK\x03\x04").then(|| cell_sheets(bytes)) {
            Some(Err(cause @ crate::text::FormatError::Archive { .. })) => ProgressError::Damaged(cause),
            _ => ProgressError::NoWorkbook,
        });
    }
    let sheets = cell_sheets(bytes).map_err(ProgressError::Damaged)?;
    let mut filled = Filled { rows: Vec::new(), repeated: Vec::new(), basis: BTreeMap::new() };
    let mut found = false;
    for sheet in &sheets {
        if sheet.name == BASIS {
            let pair = |row: &[Data]| Some((words(row.first()?), words(row.get(1)?)));
            filled.basis = sheet.cells.rows().skip(1).filter_map(pair).collect();
        } else if sheet.is_visible {
            found |= take(sheet, &mut filled);
        }
    }
    if found { Ok(filled) } else { Err(ProgressError::NoHead) }
}

/// The column that a head names; what stands in brackets behind it is a note of the office.
fn column_of(head: &str) -> Option<Column> {
    let head = squeezed(head);
    let head = head.split(['（', '(']).next().unwrap_or_default();
    if head.is_empty() {
        return None;
    }
    Column::ALL.into_iter().find(|column| column.heading() == head)
}

/// Takes the rows of a sheet, if it is a ledger: one of its first rows holds the heads of the tasks and of how they stand.
fn take(sheet: &CellSheet, filled: &mut Filled) -> bool {
    let (top, left) = sheet.cells.start().unwrap_or_default();
    let heads = sheet.cells.rows().take(DEEPEST_HEAD).enumerate().find_map(|(at, row)| {
        let columns: Vec<Option<Column>> = row.iter().map(|cell| column_of(&words(cell))).collect();
        let has = |column: Column| columns.contains(&Some(column));
        (has(Column::Task) && has(Column::Status)).then_some((at, columns))
    });
    let Some((head, heads)) = heads else { return false };
    let mut columns: BTreeMap<Column, usize> = BTreeMap::new();
    let mut twice: BTreeSet<Column> = BTreeSet::new();
    for (at, column) in heads.iter().enumerate() {
        if let Some(column) = column
            && columns.insert(*column, at).is_some()
        {
            twice.insert(*column);
        }
    }
    let head_row = top + u32::try_from(head).unwrap_or_default();
    for column in &twice {
        columns.remove(column);
        filled.repeated.push((sheet.name.clone(), head_row, column.heading().to_owned()));
    }
    for (row, cells) in (top..).zip(sheet.cells.rows()).skip(head + 1) {
        let found: BTreeMap<Column, Filling> = columns
            .iter()
            .filter_map(|(column, at)| {
                let value = cells.get(*at).filter(|value| !words(value).is_empty())?.clone();
                let place = left + u32::try_from(*at).unwrap_or_default();
                Some((*column, Filling { column: place, value, is_percent: sheet.percentages.contains(&(row, place)) }))
            })
            .collect();
        // A row with a number and nothing else is empty.
        if found.keys().any(|column| *column != Column::Serial) {
            filled.rows.push(Row { sheet: sheet.name.clone(), row, columns: columns.keys().copied().collect(), cells: found });
        }
    }
    true
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn heads_are_found_by_their_names_and_cells_have_addresses() {
        assert_eq!((column_of("完成\n比例（%）"), column_of("进展"), column_of("")), (Some(Column::Percent), None, None));
        assert_eq!([address(0, 0), address(6, 10), address(9, 26), address(0, 701), address(0, 702)], ["A1", "K7", "AA10", "ZZ1", "AAA1"]);
    }
}
