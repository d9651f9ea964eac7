//! The register as a document to read: headings, paragraphs and tables, in no language of documents.

use super::column::{Column, OF_PLAN};
use super::register::{Entry, Register, UnitPart};
use crate::analyse::Role;

/// A document.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Document {
    /// Its title.
    pub title: String,
    /// The year that stands in the file as that of its making.
    pub year: u16,
    /// What it consists of, in order.
    pub blocks: Vec<Block>,
}

/// A part of a document.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Block {
    /// A heading.
    Heading {
        /// 1 for a part of the document, 2 for a part of that.
        level: usize,
        /// Its words.
        words: String,
    },
    /// A paragraph.
    Paragraph(String),
    /// A table.
    Table {
        /// The heads of its columns.
        heads: Vec<&'static str>,
        /// The widths of its columns, as parts of the whole.
        widths: Vec<u32>,
        /// Its rows, a cell for each column; a line end in a cell stays one.
        rows: Vec<Vec<String>>,
    },
}

const NUMERALS: [&str; 5] = ["一", "二", "三", "四", "五"];

impl Document {
    /// What a unit has to do, by role, and with whom; of a register for all, the tasks by their outermost sections.
    pub fn of(register: &Register) -> Self {
        let mut blocks: Vec<Block> = register.about.iter().cloned().map(Block::Paragraph).collect();
        match register.part() {
            Some(part) => of_unit(register, part, &mut blocks),
            None => of_all(register, &mut blocks),
        }
        Self { title: register.title.clone(), year: register.year(), blocks }
    }
}

fn of_unit(register: &Register, part: &UnitPart, blocks: &mut Vec<Block>) {
    let mut numerals = NUMERALS.iter();
    let mut heading = |words: String| Block::Heading { level: 1, words: format!("{}、{words}", numerals.next().unwrap_or(&"")) };
    for sheet in part.sheets() {
        let what = match sheet.role {
            Role::Lead => "牵头任务",
            Role::Responsible => "负责任务",
            Role::Support => "配合任务",
        };
        if !sheet.tasks.is_empty() {
            blocks.push(heading(format!("{what}（{}项）", sheet.tasks.len())));
            let hidden = if sheet.role == Role::Lead && sheet.tasks.iter().all(|task| register.entries[*task].lead.len() == 1) {
                Some(Column::Lead)
            } else {
                None
            };
            blocks.push(table(register, sheet.tasks.iter().copied(), hidden, true));
        }
    }
    if !part.partners.is_empty() {
        blocks.push(heading(format!("合作单位（{}个）", part.partners.len())));
        let rows = (1..).zip(&part.partners).map(|(at, (name, tasks))| vec![at.to_string(), name.clone(), tasks.to_string()]).collect();
        blocks.push(Block::Table { heads: vec!["序号", "单位", "共同任务数"], widths: vec![1, 6, 2], rows });
    }
}

fn of_all(register: &Register, blocks: &mut Vec<Block>) {
    let chapter = |entry: &Entry| (entry.plan.clone(), entry.section.first().cloned());
    let is_one = register.plans.len() < 2;
    let mut from = 0;
    while from < register.entries.len() {
        let here = chapter(&register.entries[from]);
        let to = (from..register.entries.len()).find(|at| chapter(&register.entries[*at]) != here).unwrap_or(register.entries.len());
        if !is_one && (from == 0 || register.entries[from - 1].plan != here.0) {
            blocks.push(Block::Heading { level: 1, words: here.0 });
        }
        blocks.extend(here.1.map(|words| Block::Heading { level: if is_one { 1 } else { 2 }, words }));
        // The heading says the section where there is none below it.
        let hidden = register.entries[from..to].iter().all(|entry| entry.section.len() < 2).then_some(Column::Section);
        blocks.push(table(register, from..to, hidden, false));
        from = to;
    }
}

/// A table of some tasks, without the columns in which none of them has anything; they are numbered anew, or by their places in the register.
fn table(register: &Register, tasks: impl Iterator<Item = usize> + Clone, hidden: Option<Column>, anew: bool) -> Block {
    let written = |column: Column| tasks.clone().any(|task| !column.words(&register.entries[task], task).is_empty());
    let columns: Vec<Column> = OF_PLAN
        .into_iter()
        .filter(|column| Some(*column) != hidden && (*column != Column::Plan || anew) && column.is_in(register) && written(*column))
        .collect();
    let width = |column: &Column| match column {
        Column::Serial => 6,
        Column::Text => 56,
        Column::Support => 26,
        Column::Deadline => 13,
        _ => 16,
    };
    Block::Table {
        heads: columns.iter().map(|column| column.heading_in(register)).collect(),
        widths: columns.iter().map(width).collect(),
        rows: tasks
            .enumerate()
            .map(|(at, task)| {
                let number = if anew { at } else { task };
                columns.iter().map(|column| column.words(&register.entries[task], number)).collect()
            })
            .collect(),
    }
}
