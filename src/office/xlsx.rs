//! The register as a workbook to fill in: all tasks, statistics, a sheet for each unit.
//!
//! Progress is filled in on the first sheet only; the others show it by formulas that look tasks up by their IRIs, so that rows may be sorted. What
//! the workbook was made from stands on a hidden sheet, by which a filled one is compared.

mod styles;
mod tasks;
mod units;

use super::layout::Paper;
use super::register::Register;
use super::sheets::sheet_names;
use crate::language::{Message, Speak, message};
use rust_xlsxwriter::{DocProperties, ExcelDateTime, Format, Workbook, Worksheet, XlsxError};
use styles::Styles;

/// The sheet of all tasks.
pub const TASKS: &str = "任务台账";
/// The sheet of counts.
const COUNTS: &str = "统计";
/// The hidden sheet: the tasks that the workbook was made with, and the mark of each row.
pub const BASIS: &str = "台账底稿";

/// Why no workbook can be made.
#[derive(Debug, thiserror::Error)]
#[error("{}", self.message())]
pub struct WorkbookError(#[from] XlsxError);

impl Speak for WorkbookError {
    fn message(&self) -> Message {
        message!("the workbook cannot be made: {cause}", cause = self.0)
    }
}

/// Writes a register as a workbook of Excel (ECMA-376). The same register gives the same bytes.
///
/// # Errors
/// [`WorkbookError`] where it passes the limits of Excel: a million tasks.
pub fn workbook(register: &Register) -> Result<Vec<u8>, WorkbookError> {
    let mut book = Workbook::new();
    // Columns are as wide as so many digits of the usual font: this one, or one of its measures, is on every machine, and its digits have 7 pixels.
    book.set_default_format(&Format::new().set_font_name("Arial").set_font_size(10), 20, 64)?;
    // The time of the run must not get into the file.
    let created = ExcelDateTime::from_ymd(register.year(), 1, 1)?;
    book.set_properties(&DocProperties::new().set_title(bare(&register.title)).set_creation_datetime(&created));
    let styles = Styles::new();
    let own: Vec<&super::UnitPart> = register.units.iter().filter(|part| part.is_unit && register.unit.is_none()).collect();
    let names = sheet_names(own.iter().map(|part| part.name.as_str()), &[TASKS, COUNTS, BASIS]);
    let columns = tasks::columns(register);
    tasks::write(named(&mut book, TASKS)?, register, &columns, &styles)?;
    units::write_counts(named(&mut book, COUNTS)?, register, &names, &columns, &styles)?;
    for (part, name) in own.iter().zip(&names) {
        units::write_unit(named(&mut book, name)?, register, part, &columns, &styles)?;
    }
    write_basis(named(&mut book, BASIS)?, register)?;
    Ok(book.save_to_buffer()?)
}

fn named<'b>(book: &'b mut Workbook, name: &str) -> Result<&'b mut Worksheet, XlsxError> {
    book.add_worksheet().set_name(name)
}

fn write_basis(sheet: &mut Worksheet, register: &Register) -> Result<(), XlsxError> {
    sheet.set_very_hidden(true);
    sheet.write_string(0, 0, super::Column::Identity.heading())?.write_string(0, 1, "校验")?;
    for (row, entry) in (1..).zip(&register.entries) {
        sheet.write_string(row, 0, &entry.iri)?.write_string(row, 1, entry.fingerprint())?;
    }
    Ok(())
}

/// The most UTF-16 units of a cell.
const LONGEST: usize = 32_767;

/// Words that a cell takes; longer ones end with what tells so.
pub(crate) fn fitting(words: &str) -> String {
    const CUT: &str = "……（下略，全文见原文件）";
    if words.encode_utf16().count() <= LONGEST {
        return words.to_owned();
    }
    let mut length = CUT.encode_utf16().count();
    let kept = words.chars().take_while(|c| {
        length += c.len_utf16();
        length <= LONGEST
    });
    kept.collect::<String>() + CUT
}

/// Words in one line without characters that XML has not: a program that is strict opens no file with one.
fn bare(words: &str) -> String {
    words.chars().map(|c| if c.is_control() { ' ' } else { c }).filter(|c| !matches!(c, '\u{FFFE}' | '\u{FFFF}')).collect()
}

/// A sheet on paper that lies on its side, one page wide, its header on each page, its name and the page at its foot.
fn for_printing(sheet: &mut Worksheet, header: u32, register: &Register, paper: Paper) -> Result<(), XlsxError> {
    sheet.set_landscape().set_paper_size(paper.number()).set_print_fit_to_pages(1, 0).set_margins(0.4, 0.4, 0.5, 0.6, 0.25, 0.3);
    sheet.set_print_center_horizontally(true);
    sheet.set_repeat_rows(header, header)?;
    // An ampersand begins a field of a footer, and a digit behind a size of font would be a part of it.
    let title: String = bare(&register.title).chars().take(60).collect::<String>().replace('&', "&&");
    let apart = if title.starts_with(|c: char| c.is_ascii_digit()) { " " } else { "" };
    sheet.set_header_footer_scale_with_doc(false);
    sheet.set_footer(format!("&L&9{apart}{title}&C&9第 &P 页，共 &N 页&R&9&A"));
    Ok(())
}

/// A place in the workbook to jump to.
fn link_to(sheet: &str) -> String {
    format!("internal:'{}'!A1", sheet.replace('\'', "''"))
}
