//! Excel workbooks as cells: bytes → each sheet with its values, and which of them are shown as percentages.
//!
//! A cell that shows 100 % holds the number 1, and so may one that shows 1: only its format tells.

use super::archive::Archive;
use super::guard::guarded;
use super::xml::{Node, walk};
use super::{FormatError, xlsx};
use calamine::{Data, Range, Reader, SheetType, SheetVisible, Xlsx};
use std::collections::{HashMap, HashSet};
use std::io::Cursor;

/// A sheet.
#[derive(Debug)]
pub(crate) struct CellSheet {
    /// Its name.
    pub(crate) name: String,
    /// Whether people see it.
    pub(crate) is_visible: bool,
    /// Its values; rows and columns count from 0.
    pub(crate) cells: Range<Data>,
    /// The cells that are shown as percentages, by row and column.
    pub(crate) percentages: HashSet<(u32, u32)>,
}

/// The sheets of a workbook, in its order.
///
/// # Errors
/// [`FormatError`] where the bytes are no workbook, damaged, or more than the program unpacks.
pub(crate) fn cell_sheets(bytes: &[u8]) -> Result<Vec<CellSheet>, FormatError> {
    let mut archive = Archive::open(bytes)?;
    archive.check()?;
    let percent_styles = percent_styles(&mut Archive::open(bytes)?)?;
    let parts = parts(&mut Archive::open(bytes)?)?;
    let mut members = Archive::open(bytes)?;
    guarded("xlsx", || {
        let damaged = |error: calamine::XlsxError| xlsx::damaged(&error);
        let mut book: Xlsx<_> = Xlsx::new(Cursor::new(bytes)).map_err(damaged)?;
        let known: Vec<(String, bool)> = book
            .sheets_metadata()
            .iter()
            .filter(|sheet| sheet.typ == SheetType::WorkSheet)
            .map(|sheet| (sheet.name.clone(), sheet.visible == SheetVisible::Visible))
            .collect();
        let (mut sheets, mut words) = (Vec::new(), 0);
        for (name, is_visible) in known {
            let cells = xlsx::range(&mut book, &name, &mut words)?;
            let percentages = match parts.get(&name) {
                Some(part) => percentages(&mut members, part, &percent_styles)?,
                None => HashSet::new(),
            };
            sheets.push(CellSheet { name, is_visible, cells, percentages });
        }
        Ok(sheets)
    })
}

/// The styles of cells, by their places, that show a number as a percentage.
fn percent_styles(archive: &mut Archive<'_>) -> Result<HashSet<usize>, FormatError> {
    const STYLES: &str = "xl/styles.xml";
    let Some(xml) = archive.member(STYLES)? else { return Ok(HashSet::new()) };
    // 9 and 10 are 0% and 0.00% (ECMA-376, part 1, 18.8.30).
    let mut formats: HashSet<u32> = HashSet::from([9, 10]);
    let (mut styles, mut inside, mut at) = (HashSet::new(), false, 0);
    walk(STYLES, &xml, |node| match node {
        Node::Open("numFmt", attributes) => {
            let is_percent = attributes.get("formatCode").is_some_and(|code| without_quotes(code).contains('%'));
            formats.extend(attributes.number::<u32>("numFmtId").filter(|_| is_percent));
        }
        Node::Open("cellXfs", _) => inside = true,
        Node::Close("cellXfs") => inside = false,
        Node::Open("xf", attributes) if inside => {
            if attributes.number("numFmtId").is_some_and(|format: u32| formats.contains(&format)) {
                styles.insert(at);
            }
            at += 1;
        }
        _ => {}
    })?;
    Ok(styles)
}

/// A code of a format without the words in it that stand for themselves.
fn without_quotes(code: &str) -> String {
    code.split('"').step_by(2).collect()
}

/// The member of the archive that holds a sheet, by the name of the sheet.
fn parts(archive: &mut Archive<'_>) -> Result<HashMap<String, String>, FormatError> {
    let (book, relations) = ("xl/workbook.xml", "xl/_rels/workbook.xml.rels");
    let (Some(book_xml), Some(relations_xml)) = (archive.member(book)?, archive.member(relations)?) else { return Ok(HashMap::new()) };
    let mut targets: HashMap<String, String> = HashMap::new();
    walk(relations, &relations_xml, |node| {
        if let Node::Open("Relationship", attributes) = node
            && let (Some(id), Some(target)) = (attributes.get("Id"), attributes.get("Target"))
        {
            let target = target.strip_prefix('/').map_or_else(|| format!("xl/{target}"), str::to_owned);
            targets.insert(id.to_owned(), target);
        }
    })?;
    let mut parts = HashMap::new();
    walk(book, &book_xml, |node| {
        if let Node::Open("sheet", attributes) = node
            && let (Some(name), Some(target)) = (attributes.get("name"), attributes.get("id").and_then(|id| targets.get(id)))
        {
            parts.insert(name.to_owned(), target.clone());
        }
    })?;
    Ok(parts)
}

fn percentages(archive: &mut Archive<'_>, part: &str, styles: &HashSet<usize>) -> Result<HashSet<(u32, u32)>, FormatError> {
    let mut found = HashSet::new();
    let Some(xml) = archive.member(part)?.filter(|_| !styles.is_empty()) else { return Ok(found) };
    walk(part, &xml, |node| {
        if let Node::Open("c", attributes) = node
            && attributes.number("s").is_some_and(|style: usize| styles.contains(&style))
            && let Some(place) = attributes.get("r").and_then(place)
        {
            found.insert(place);
        }
    })?;
    Ok(found)
}

/// Row and column from 0 of an address such as `K7`.
fn place(address: &str) -> Option<(u32, u32)> {
    let digits = address.find(|c: char| c.is_ascii_digit())?;
    let (letters, row) = address.split_at(digits);
    let column = letters.bytes().try_fold(0_u32, |sum, letter| {
        let value = letter.to_ascii_uppercase().checked_sub(b'A').filter(|value| *value < 26)?;
        sum.checked_mul(26)?.checked_add(u32::from(value) + 1)
    })?;
    Some((row.parse::<u32>().ok()?.checked_sub(1)?, column.checked_sub(1)?))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_are_read() {
        assert_eq!([place("A1"), place("K7"), place("AA10")], [Some((0, 0)), Some((6, 10)), Some((9, 26))]);
        assert_eq!([place("7"), place("A0"), place("ZZZZZZZZZZ1"), place("")], [None; 4]);
        assert_eq!(without_quotes("0\"%\"0"), "00");
    }
}
