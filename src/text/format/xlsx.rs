//! Excel workbooks: bytes → each sheet's name on a line, then its rows, cells joined by TAB.

use super::archive::Archive;
use super::{FormatError, guarded, row};
use calamine::{Data, Reader, Xlsx};
use std::io::Cursor;

/// The most cells of one sheet: a cell far off makes a sheet of billions out of a small file.
const MOST_CELLS: usize = 16_000_000;

/// The text of all sheets, one after the other. A sheet without cells is left out with its name.
pub(super) fn text(bytes: &[u8]) -> Result<String, FormatError> {
    // The parser unpacks for itself and knows no limits: so each member is unpacked once before it.
    Archive::open(bytes)?.check()?;
    guarded("xlsx", || sheets(bytes))
}

fn sheets(bytes: &[u8]) -> Result<String, FormatError> {
    let damaged = |error: calamine::XlsxError| FormatError::Damaged { format: "xlsx", cause: error.to_string() };
    let mut book: Xlsx<_> = Xlsx::new(Cursor::new(bytes)).map_err(damaged)?;
    let mut text = String::new();
    for name in book.sheet_names() {
        extent(&mut book, &name)
            .map_err(damaged)?
            .ok_or_else(|| FormatError::Limit { what: format!("the sheet {name}"), limit: format!("{MOST_CELLS} cells") })?;
        let range = book.worksheet_range(&name).map_err(damaged)?;
        let lines: String = range.rows().map(line).filter(|line| !line.is_empty()).map(|line| line + "\n").collect();
        if !lines.is_empty() {
            text.push_str(&name);
            text.push('\n');
            text.push_str(&lines);
        }
    }
    Ok(text)
}

/// The cells between the corners of what is written, counted before room is made for them; `None` where they are too many.
fn extent(book: &mut Xlsx<Cursor<&[u8]>>, name: &str) -> Result<Option<usize>, calamine::XlsxError> {
    let mut cells = book.worksheet_cells_reader(name)?;
    let (mut rows, mut columns) = ((u32::MAX, 0), (u32::MAX, 0));
    while let Some(cell) = cells.next_cell()? {
        let (row, column) = cell.get_position();
        rows = (rows.0.min(row), rows.1.max(row));
        columns = (columns.0.min(column), columns.1.max(column));
    }
    let length = |(from, to): (u32, u32)| if from > to { 0 } else { (to - from) as usize + 1 };
    Ok(length(rows).checked_mul(length(columns)).filter(|cells| *cells <= MOST_CELLS))
}

fn line(cells: &[Data]) -> String {
    let cells: Vec<String> = cells.iter().map(words).collect();
    row(cells.iter().map(String::as_str))
}

/// What a cell shows; a day as 2025-12-31.
fn words(cell: &Data) -> String {
    match cell {
        Data::DateTime(moment) if moment.is_datetime() => {
            let (year, month, day, ..) = moment.to_ymd_hms_milli();
            format!("{year}-{month:02}-{day:02}")
        }
        other => other.to_string(),
    }
}
