//! The sheet of all tasks, with the columns to fill in.

use super::styles::Styles;
use super::{COUNTS, fitting, for_printing, link_to};
use crate::office::column::{Column, FILLED};
use crate::office::layout::{Paper, SIZE, height, lines, room_beside, size_for, width_for};
use crate::office::register::Register;
use crate::office::status::Status;
use rust_xlsxwriter::{
    ConditionalFormatCell, ConditionalFormatCellRule, DataValidation, DataValidationErrorStyle, DataValidationRule, ExcelDateTime, Format,
    Worksheet, XlsxError,
};

/// The row of the title, of what the register is made from, of the heads, and of the first task.
pub(super) const TITLE: u32 = 0;
pub(super) const ABOUT: u32 = 1;
pub(super) const HEAD: u32 = 2;
pub(super) const FIRST: u32 = 3;
/// The size of the title, in points.
const TITLE_SIZE: f64 = 16.0;

/// The columns of the sheet.
pub(super) fn columns(register: &Register) -> Vec<Column> {
    Column::ALL.into_iter().filter(|column| column.is_in(register)).collect()
}

/// Where a column stands.
pub(super) fn place(columns: &[Column], column: Column) -> u16 {
    columns.iter().position(|other| *other == column).and_then(|at| u16::try_from(at).ok()).unwrap_or_default()
}

/// The width of each column, in half-width characters.
pub(super) fn widths(register: &Register, columns: &[Column]) -> Vec<f64> {
    let texts = register.entries.iter().map(|entry| entry.text.as_str());
    let others: Vec<f64> =
        columns.iter().filter(|column| !matches!(column, Column::Text | Column::Identity)).map(|column| column.width()).collect();
    let wide = width_for(texts, Column::Text.width(), room_beside(&others, Column::Text.width()));
    columns.iter().map(|column| if *column == Column::Text { wide } else { column.width() }).collect()
}

pub(super) fn write(sheet: &mut Worksheet, register: &Register, columns: &[Column], styles: &Styles) -> Result<(), XlsxError> {
    let widths = widths(register, columns);
    let shown = columns.len() - 1;
    head(sheet, register, &widths[..shown], styles)?;
    for ((at, column), width) in (0..).zip(columns).zip(&widths) {
        sheet.set_column_width(at, *width)?;
        let format = if FILLED.contains(column) { &styles.head_filled } else { &styles.head };
        sheet.write_string_with_format(HEAD, at, column.heading_in(register), format)?;
    }
    sheet.set_column_hidden(place(columns, Column::Identity))?;
    for (at, entry) in register.entries.iter().enumerate() {
        let row = FIRST + u32::try_from(at).unwrap_or(u32::MAX - FIRST);
        let mut tallest = 0.0_f64;
        for ((place, column), width) in (0..).zip(columns).zip(&widths) {
            let words = fitting(&column.words(entry, at));
            let size = size_for(&words, *width);
            if *column != Column::Identity {
                tallest = tallest.max(height(lines(&words, *width, size), size));
            }
            match column {
                Column::Serial => sheet.write_number_with_format(row, place, at as f64 + 1.0, &styles.centred)?,
                column if words.is_empty() => sheet.write_blank(row, place, of_column(*column, styles))?,
                // A string is never a formula, whatever it begins with.
                _ if size < SIZE => sheet.write_string_with_format(row, place, words, &styles.sized(size))?,
                column => sheet.write_string_with_format(row, place, words, of_column(*column, styles))?,
            };
        }
        sheet.set_row_height(row, tallest)?;
    }
    let last = HEAD + u32::try_from(register.entries.len()).unwrap_or_default();
    let last_column = u16::try_from(shown).unwrap_or_default();
    sheet.autofilter(HEAD, 0, last, last_column)?;
    sheet.set_freeze_panes(FIRST, place(columns, Column::Task) + 1)?;
    sheet.set_print_area(TITLE, 0, last, last_column - 1)?;
    for_printing(sheet, HEAD, register, Paper::of(&widths[..shown]))?;
    if last >= FIRST {
        validate(sheet, columns, last)?;
    }
    Ok(())
}

/// The title over all columns, and below it what the register is made from, with a link to the counts at the end.
fn head(sheet: &mut Worksheet, register: &Register, widths: &[f64], styles: &Styles) -> Result<(), XlsxError> {
    let last = u16::try_from(widths.len().saturating_sub(1)).unwrap_or_default();
    let whole: f64 = widths.iter().sum();
    sheet.merge_range(TITLE, 0, TITLE, last, &fitting(&register.title), &styles.title)?;
    sheet.set_row_height(TITLE, height(lines(&register.title, whole, TITLE_SIZE), TITLE_SIZE))?;
    let about = fitting(&register.about.join("\n"));
    sheet.merge_range(ABOUT, 0, ABOUT, last - 1, &about, &styles.about)?;
    sheet.set_row_height(ABOUT, height(lines(&about, whole, SIZE), SIZE))?;
    sheet.write_url_with_options(ABOUT, last, link_to(COUNTS).as_str(), format!("→ {COUNTS}"), "", Some(&styles.plain_link))?;
    Ok(())
}

pub(super) const fn of_column(column: Column, styles: &Styles) -> &Format {
    match column {
        Column::Serial | Column::Part | Column::Status | Column::InCharge | Column::Deadline => &styles.centred,
        Column::Percent => &styles.percent,
        Column::AsOf | Column::Finished => &styles.date,
        _ => &styles.words,
    }
}

/// What may be filled in, and colours for how tasks stand.
fn validate(sheet: &mut Worksheet, columns: &[Column], last: u32) -> Result<(), XlsxError> {
    let status = place(columns, Column::Status);
    let words = Status::ALL.map(Status::word);
    let list = DataValidation::new()
        .allow_list_strings(&words)?
        .set_error_title("进展情况")?
        .set_error_message(format!("请从下拉列表中选择：{}。", words.join("、")))?;
    sheet.add_data_validation(FIRST, status, last, status, &list)?;
    for (of, colour) in [(Status::Done, 0xE2_EF_DA), (Status::Behind, 0xFF_E6_99), (Status::Overdue, 0xF8_CB_AD)] {
        let rule = ConditionalFormatCell::new()
            .set_rule(ConditionalFormatCellRule::EqualTo(of.word()))
            .set_format(Format::new().set_background_color(colour));
        sheet.add_conditional_format(FIRST, status, last, status, &rule)?;
    }
    let percent = place(columns, Column::Percent);
    let share = DataValidation::new()
        .allow_decimal_number(DataValidationRule::Between(0.0, 1.0))
        .set_error_title("完成比例")?
        .set_error_message("请填写 0% 至 100% 的比例，如 80%。")?;
    sheet.add_data_validation(FIRST, percent, last, percent, &share)?;
    let (from, to) = (ExcelDateTime::from_ymd(2000, 1, 1)?, ExcelDateTime::from_ymd(2100, 12, 31)?);
    for column in [Column::AsOf, Column::Finished] {
        let at = place(columns, column);
        let day = DataValidation::new()
            .allow_date(DataValidationRule::Between(&from, &to))
            .set_error_style(DataValidationErrorStyle::Warning)
            .set_error_title(column.heading())?
            .set_error_message("请填写日期，如 2026-11-20。")?;
        sheet.add_data_validation(FIRST, at, last, at, &day)?;
    }
    Ok(())
}
