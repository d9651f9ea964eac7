//! The sheet of counts, and a sheet for each unit.

use super::styles::Styles;
use super::tasks::{ABOUT, FIRST, HEAD, TITLE, of_column, place};
use super::{COUNTS, TASKS, bare, fitting, for_printing, link_to};
use crate::office::column::{Column, OF_PLAN, role_word};
use crate::office::layout::{Paper, SIZE, height, lines, room_beside, size_for, width_for};
use crate::office::register::{Register, UnitPart};
use crate::office::status::Status;
use rust_xlsxwriter::{ColNum, Formula, Worksheet, XlsxError, utility::column_number_to_name};

/// The heads of the columns that show what is filled in on the sheet of all tasks; not those that are read back.
const SHOWN: [(&str, Column); 2] = [("进展", Column::Status), ("比例", Column::Percent)];
/// The width of the columns of role and progress, in half-width characters.
const NARROW: f64 = 9.0;
/// The head of the role of a unit.
const ROLE: &str = "角色";

/// A whole column of a sheet in a formula.
fn whole(sheet: &str, column: u16) -> String {
    let name = column_number_to_name(column);
    format!("'{}'!${name}:${name}", sheet.replace('\'', "''"))
}

/// Writes what one unit has to do, the strongest role first.
pub(super) fn write_unit(
    sheet: &mut Worksheet,
    register: &Register,
    part: &UnitPart,
    all: &[Column],
    styles: &Styles,
) -> Result<(), XlsxError> {
    let columns: Vec<Column> = OF_PLAN.into_iter().filter(|column| column.is_in(register)).collect();
    let count = u16::try_from(columns.len()).unwrap_or_default();
    let (role_at, shown_at, identity_at) = (count, count + 1, count + 3);
    let texts = part.sheets().into_iter().flat_map(|sheet| sheet.tasks).map(|task| register.entries[*task].text.as_str());
    let mut widths: Vec<f64> = columns.iter().filter(|column| **column != Column::Text).map(|column| column.width()).collect();
    widths.extend([NARROW; 3]);
    let wide = width_for(texts, Column::Text.width(), room_beside(&widths, Column::Text.width()));
    widths.push(wide);
    let width = |column: Column| if column == Column::Text { wide } else { column.width() };
    title(sheet, &format!("{}任务清单", part.name), identity_at - 1, styles)?;
    let told = format!(
        "牵头{}项，负责{}项，配合{}项。进展在“{TASKS}”表填写，本表自动显示。",
        part.lead.len(),
        part.responsible.len(),
        part.support.len()
    );
    sheet.merge_range(ABOUT, 0, ABOUT, identity_at - 2, &told, &styles.about)?;
    sheet.write_url_with_options(ABOUT, identity_at - 1, link_to(COUNTS).as_str(), format!("← {COUNTS}"), "", Some(&styles.plain_link))?;
    for (at, column) in (0..).zip(&columns) {
        sheet.set_column_width(at, width(*column))?;
        sheet.write_string_with_format(HEAD, at, column.heading_in(register), &styles.head)?;
    }
    for (at, head) in (role_at..).zip([ROLE, SHOWN[0].0, SHOWN[1].0]) {
        sheet.set_column_width(at, NARROW)?.write_string_with_format(HEAD, at, head, &styles.head)?;
    }
    sheet.write_string_with_format(HEAD, identity_at, "标识", &styles.head)?;
    sheet.set_column_hidden(identity_at)?;
    // Nothing is filled in yet: programs that do not calculate at once show an empty cell.
    sheet.set_formula_result_default("");
    let mut row = FIRST;
    for of_role in part.sheets() {
        for task in of_role.tasks {
            let entry = &register.entries[*task];
            let mut tallest = 0.0_f64;
            for (at, column) in (0..).zip(&columns) {
                let words = fitting(&column.words(entry, *task));
                let size = size_for(&words, width(*column));
                tallest = tallest.max(height(lines(&words, width(*column), size), size));
                match column {
                    // The number that the task has on the sheet of all.
                    Column::Serial => sheet.write_number_with_format(row, at, *task as f64 + 1.0, &styles.centred)?,
                    _ if size < SIZE => sheet.write_string_with_format(row, at, words, &styles.sized(size))?,
                    column => sheet.write_string_with_format(row, at, words, of_column(*column, styles))?,
                };
            }
            sheet.write_string_with_format(row, role_at, role_word(of_role.role), &styles.centred)?;
            sheet.write_string(row, identity_at, &entry.iri)?;
            for (at, (_, column)) in (shown_at..).zip(SHOWN) {
                let formula = looked_up(row, identity_at, all, column);
                sheet.write_formula_with_format(row, at, formula, of_column(column, styles))?;
            }
            sheet.set_row_height(row, tallest)?;
            row += 1;
        }
    }
    sheet.autofilter(HEAD, 0, row.saturating_sub(1).max(HEAD), identity_at)?;
    sheet.set_freeze_panes(FIRST, place(&columns, Column::Task) + 1)?;
    sheet.set_print_area(TITLE, 0, row.saturating_sub(1).max(HEAD), identity_at - 1)?;
    for_printing(sheet, HEAD, register, Paper::of(&widths))
}

/// What the sheet of all tasks has in a column for the task of a row; empty where nothing is filled in yet.
fn looked_up(row: u32, identity: ColNum, all: &[Column], column: Column) -> Formula {
    let found = format!(
        "INDEX({},MATCH(${}{},{},0))",
        whole(TASKS, place(all, column)),
        column_number_to_name(identity),
        row + 1,
        whole(TASKS, place(all, Column::Identity))
    );
    Formula::new(format!("=IFERROR(IF({found}=\"\",\"\",{found}),\"\")")).set_result("")
}

/// Writes how much each party has to do; for the register of one unit, with whom it works.
pub(super) fn write_counts(
    sheet: &mut Worksheet,
    register: &Register,
    names: &[String],
    all: &[Column],
    styles: &Styles,
) -> Result<(), XlsxError> {
    let responsible = Column::Responsible.is_in(register);
    let mut heads = vec!["序号", "单位", "牵头"];
    heads.extend(responsible.then_some("负责"));
    heads.extend(["配合", "合计", "牵头已完成", "配合已完成"]);
    let partners = register.part().map_or(&[][..], |part| &part.partners);
    if register.unit.is_some() {
        heads = vec!["序号", "合作单位", "共同任务"];
    }
    let last = u16::try_from(heads.len()).unwrap_or_default() + 2;
    title(sheet, &format!("{}：{COUNTS}", register.title), last, styles)?;
    sheet.write_url_with_options(ABOUT, 1, link_to(TASKS).as_str(), format!("← {TASKS}"), "", Some(&styles.plain_link))?;
    sheet.set_column_width(0, 6)?.set_column_width(1, 34)?;
    for (at, head) in (0..).zip(&heads) {
        sheet.write_string_with_format(HEAD, at, *head, &styles.head)?;
        if at > 1 {
            sheet.set_column_width(at, 11)?;
        }
    }
    sheet.set_row_height(HEAD, 22)?;
    stands(sheet, last - 1, all, styles)?;
    let mut row = FIRST;
    if register.unit.is_some() {
        for (name, tasks) in partners {
            sheet.write_number_with_format(row, 0, f64::from(row - HEAD), &styles.centred)?;
            sheet.write_string_with_format(row, 1, fitting(name), &styles.words)?;
            sheet.write_number_with_format(row, 2, *tasks as f64, &styles.centred)?;
            row += 1;
        }
    } else {
        let mut names = names.iter();
        for part in &register.units {
            sheet.write_number_with_format(row, 0, f64::from(row - HEAD), &styles.centred)?;
            // Groups have no sheet, and nothing that could be counted there.
            let own = names.next().filter(|_| part.is_unit);
            match own {
                Some(own) => {
                    sheet.write_url_with_options(row, 1, link_to(own).as_str(), bare(&fitting(&part.name)), "", Some(&styles.link))?;
                }
                None => {
                    sheet.write_string_with_format(row, 1, fitting(&part.name), &styles.words)?;
                }
            }
            let mut counts = vec![part.lead.len()];
            counts.extend(responsible.then_some(part.responsible.len()));
            counts.extend([part.support.len(), part.tasks()]);
            for (at, count) in (2..).zip(&counts) {
                sheet.write_number_with_format(row, at, *count as f64, &styles.centred)?;
            }
            let done_at = 2 + u16::try_from(counts.len()).unwrap_or_default();
            for (at, leads) in (done_at..).zip([true, false]) {
                match own {
                    Some(own) => {
                        sheet.write_formula_with_format(row, at, done(own, register, leads), &styles.centred)?;
                    }
                    None => {
                        sheet.write_blank(row, at, &styles.centred)?;
                    }
                }
            }
            row += 1;
        }
        sheet.autofilter(HEAD, 0, row.saturating_sub(1).max(HEAD), u16::try_from(heads.len()).unwrap_or(1) - 1)?;
    }
    sheet.set_freeze_panes(FIRST, 2)?;
    for_printing(sheet, HEAD, register, Paper::A4)
}

/// How many tasks of a unit are done, by its own sheet: those that it leads or answers for, or those that it supports.
fn done(sheet: &str, register: &Register, leads: bool) -> Formula {
    let count = u16::try_from(OF_PLAN.into_iter().filter(|column| column.is_in(register)).count()).unwrap_or_default();
    let of = |role: &str| format!("COUNTIFS({},\"{role}\",{},\"{}\")", whole(sheet, count), whole(sheet, count + 1), Status::Done.word());
    let formula = if leads { format!("={}+{}", of("牵头"), of("负责")) } else { format!("={}", of("配合")) };
    Formula::new(formula).set_result("0")
}

/// How many of all tasks stand how, to the right of the counts.
fn stands(sheet: &mut Worksheet, at: ColNum, all: &[Column], styles: &Styles) -> Result<(), XlsxError> {
    sheet.set_column_width(at, 12)?.set_column_width(at + 1, 9)?;
    sheet.write_string_with_format(HEAD, at, Column::Status.heading(), &styles.head)?;
    sheet.write_string_with_format(HEAD, at + 1, "任务数", &styles.head)?;
    for (row, status) in (FIRST..).zip(Status::ALL) {
        sheet.write_string_with_format(row, at, status.word(), &styles.centred)?;
        let formula = format!("=COUNTIF({},\"{}\")", whole(TASKS, place(all, Column::Status)), status.word());
        sheet.write_formula_with_format(row, at + 1, Formula::new(formula).set_result("0"), &styles.centred)?;
    }
    Ok(())
}

fn title(sheet: &mut Worksheet, words: &str, last: ColNum, styles: &Styles) -> Result<(), XlsxError> {
    sheet.merge_range(TITLE, 0, TITLE, last, &fitting(words), &styles.title)?;
    sheet.set_row_height(TITLE, if words.chars().count() > 40 { 48.0 } else { 28.0 })?;
    sheet.set_row_height(ABOUT, 20)?;
    Ok(())
}
