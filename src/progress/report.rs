//! What a ledger that was filled in tells.

use super::finding::Finding;
use crate::language::{Message, Speak, message};
use crate::office::{Column, Status};
use crate::text::FormatError;

/// What a workbook tells.
#[derive(Debug, Clone, PartialEq)]
pub struct Report {
    /// The name of its file.
    pub file: String,
    /// The SHA-256 of its bytes, in lower-case hexadecimal.
    pub sha256: String,
    /// The IRIs of the plans whose tasks it has rows of, in order.
    pub plans: Vec<String>,
    /// The IRIs of the tasks that it was made with or has a row of, in the order of the plans.
    pub tasks: Vec<String>,
    /// What it tells of tasks, in the order of the plans; only of those of which it tells something.
    pub notes: Vec<Note>,
    /// What is wrong, in the order of sheets and rows.
    pub findings: Vec<Finding>,
}

/// What is told of a task.
#[derive(Debug, Clone, PartialEq)]
pub struct Note {
    /// The IRI of the task.
    pub task: String,
    /// What each cell says: one for each column at most.
    pub cells: Vec<Cell>,
}

/// A cell and what it says.
#[derive(Debug, Clone, PartialEq)]
pub struct Cell {
    /// The column.
    pub column: Column,
    /// The sheet.
    pub sheet: String,
    /// The address, as `K7`.
    pub address: String,
    /// What it says.
    pub value: Value,
}

/// What a cell says.
#[derive(Debug, Clone, PartialEq)]
pub enum Value {
    /// How the task stands.
    Status(Status),
    /// How much is done, 0 to 100.
    Percent(f64),
    /// A day, as `2026-11-20`.
    Day(String),
    /// Words.
    Words(String),
}

impl Note {
    /// What it tells in a column.
    pub fn value(&self, column: Column) -> Option<&Value> {
        self.cells.iter().find(|cell| cell.column == column).map(|cell| &cell.value)
    }

    /// How the task stands, where that is told.
    pub fn status(&self) -> Option<Status> {
        if let Some(Value::Status(status)) = self.value(Column::Status) { Some(*status) } else { None }
    }
}

impl Value {
    /// It as people write it: `推进中`, `80%`, `2026-11-20`.
    pub fn words(&self) -> String {
        match self {
            Self::Status(status) => status.word().to_owned(),
            Self::Percent(percent) => format!("{percent}%"),
            Self::Day(words) | Self::Words(words) => words.clone(),
        }
    }
}

/// Why a workbook tells nothing.
#[derive(Debug, thiserror::Error)]
#[error("{}", self.message())]
pub enum ProgressError {
    /// The bytes are no workbook of Excel since 2007.
    NoWorkbook,
    /// The workbook is damaged.
    Damaged(FormatError),
    /// No sheet is a ledger.
    NoHead,
    /// All rows are of tasks of plans that were not read.
    OtherPlans,
}

impl Speak for ProgressError {
    fn message(&self) -> Message {
        match self {
            Self::NoWorkbook => message!("this is no workbook (.xlsx); open it in Excel, WPS or LibreOffice and save it as .xlsx"),
            Self::Damaged(FormatError::Damaged { cause, .. }) => {
                message!("the workbook is damaged ({cause}); open it in its own program and save it anew", cause => cause.clone())
            }
            Self::Damaged(cause) => cause.message(),
            Self::OtherPlans => message!("the ledger is of other plans than those that were read; name them with --plan"),
            Self::NoHead => message!(
                "no sheet has a row of heads with 任务 and 进展情况; take the workbook that `fengong ledger -o FILE.xlsx` writes, and leave its heads as they are"
            ),
        }
    }
}
