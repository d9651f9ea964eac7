//! Excel workbooks: bytes → each sheet's name on a line, then its rows, cells joined by TAB.
//!
//! A cell that is merged over rows is written in each of them. Hidden sheets (they hold lists to choose from) are left out,
//! and so are names that Excel gave (Sheet1).

use super::archive::Archive;
use super::guard::guarded;
use super::merged::Repeats;
use super::{FormatError, LARGEST_UNPACKED, row};
use crate::language::{Message, message};
use calamine::{Data, Dimensions, Range, Reader, SheetType, SheetVisible, Xlsx};
use std::collections::HashMap;
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
    let mut book: Xlsx<_> = Xlsx::new(Cursor::new(bytes)).map_err(|error| damaged(&error))?;
    let shown = book.sheets_metadata().iter().filter(|sheet| sheet.typ == SheetType::WorkSheet && sheet.visible == SheetVisible::Visible);
    let names: Vec<String> = shown.map(|sheet| sheet.name.clone()).collect();
    let (mut text, mut repeats, mut words) = (String::new(), Repeats::default(), 0);
    for name in names {
        let range = range(&mut book, &name, &mut words)?;
        let merged = book.merge_cells_by_sheet_name(&name).map_err(|error| damaged(&error))?;
        let lines = lines(&range, &merged, &mut repeats);
        if !lines.is_empty() {
            if !is_given(&name) {
                text.push_str(&name);
                text.push('\n');
            }
            text.push_str(&lines);
        }
    }
    repeats.check()?;
    Ok(text)
}

/// What the parser says of a workbook that it refuses.
pub(super) fn damaged(error: &calamine::XlsxError) -> FormatError {
    FormatError::Damaged { format: "xlsx", cause: message!("{cause}", cause = error) }
}

/// The cells of a sheet; `words` counts the bytes in cells of all sheets so far.
pub(super) fn range(book: &mut Xlsx<Cursor<&[u8]>>, name: &str, words: &mut u64) -> Result<Range<Data>, FormatError> {
    let extent = extent(book, name).map_err(|error| damaged(&error))?;
    *words += extent.words;
    let limit = |what: Message, limit: Message| Err(FormatError::Limit { what, limit });
    if extent.cells.is_none_or(|cells| cells > MOST_CELLS) {
        return limit(message!("the sheet {name}", name = name), message!("{count} cells", count = MOST_CELLS));
    }
    if *words > LARGEST_UNPACKED {
        return limit(message!("the words of all cells"), message!("{limit}", limit = format!("{} MiB", LARGEST_UNPACKED >> 20)));
    }
    book.worksheet_range(name).map_err(|error| damaged(&error))
}

/// What a sheet takes when it is read, counted before room is made for it: the parser copies a string for each cell that shares it.
struct Extent {
    /// Cells between the corners of what is written; `None` where they cannot be counted.
    cells: Option<usize>,
    /// Bytes in cells.
    words: u64,
}

fn extent(book: &mut Xlsx<Cursor<&[u8]>>, name: &str) -> Result<Extent, calamine::XlsxError> {
    let mut cells = book.worksheet_cells_reader(name)?;
    let (mut rows, mut columns, mut words) = ((u32::MAX, 0), (u32::MAX, 0), 0);
    while let Some(cell) = cells.next_cell()? {
        let (row, column) = cell.get_position();
        rows = (rows.0.min(row), rows.1.max(row));
        columns = (columns.0.min(column), columns.1.max(column));
        words += calamine::DataType::get_string(cell.get_value()).map_or(0, |words| words.len() as u64);
    }
    let length = |(from, to): (u32, u32)| if from > to { 0 } else { (to - from) as usize + 1 };
    Ok(Extent { cells: length(rows).checked_mul(length(columns)), words })
}

/// The rows that are not empty.
fn lines(range: &Range<Data>, merged: &[Dimensions], repeats: &mut Repeats) -> String {
    let (top, left) = range.start().unwrap_or_default();
    let last_rows: HashMap<(u32, u32), u32> = merged.iter().map(|cells| (cells.start, cells.end.0)).collect();
    // For each column the cell that was merged last, and the last row of it.
    let mut above: Vec<Option<(String, u32)>> = vec![None; range.width()];
    let mut lines = String::new();
    for (at, cells) in (top..).zip(range.rows()) {
        let mut shown: Vec<String> = cells.iter().map(words).collect();
        for ((column, above), words) in (left..).zip(&mut above).zip(&mut shown) {
            if let Some(last) = last_rows.get(&(at, column)) {
                *above = Some((words.clone(), *last));
            } else if let Some((first, _)) = above.as_ref().filter(|(_, last)| words.is_empty() && *last >= at) {
                *words = repeats.again(first);
            }
        }
        let line = row(shown.iter().map(String::as_str));
        if !line.is_empty() {
            lines.push_str(&line);
            lines.push('\n');
        }
    }
    lines
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

/// Whether Excel or WPS gave the sheet its name.
fn is_given(name: &str) -> bool {
    let number = name.strip_prefix("Sheet").or_else(|| name.strip_prefix("工作表"));
    number.is_some_and(|number| number.trim_matches(|c: char| matches!(c, ' ' | '(' | ')')).bytes().all(|c| c.is_ascii_digit()))
}
