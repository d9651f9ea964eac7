//! What is wrong in a ledger that was filled in.

use crate::language::{Message, message};

/// A kind of finding.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Kind {
    /// The words of a row are not those of the task.
    ChangedTask,
    /// The parties of a row are not those of the task.
    ChangedParties,
    /// A task that the workbook was made with has no row.
    MissingRow,
    /// A row is of no task.
    AddedRow,
    /// A task has several rows.
    RepeatedRow,
    /// A column stands twice.
    RepeatedColumn,
    /// A word is no status.
    UnknownStatus,
    /// A percentage is none, or not between 0 and 100.
    BadPercent,
    /// A percentage may be one or a hundred times as much.
    AmbiguousPercent,
    /// A date is none.
    BadDate,
    /// Two cells of a row contradict each other.
    Contradiction,
    /// Two workbooks contradict each other as of the same day.
    ConflictingReports,
}

impl Kind {
    /// Its stable name.
    pub const fn code(self) -> &'static str {
        match self {
            Self::ChangedTask => "changed-task",
            Self::ChangedParties => "changed-parties",
            Self::MissingRow => "missing-row",
            Self::AddedRow => "added-row",
            Self::RepeatedRow => "repeated-row",
            Self::RepeatedColumn => "repeated-column",
            Self::UnknownStatus => "unknown-status",
            Self::BadPercent => "bad-percent",
            Self::AmbiguousPercent => "ambiguous-percent",
            Self::BadDate => "bad-date",
            Self::Contradiction => "contradiction",
            Self::ConflictingReports => "conflicting-reports",
        }
    }

    /// How it is mended.
    pub fn hint(self) -> Message {
        match self {
            Self::ChangedTask => {
                message!("write the words of the plan there again, or take a ledger of the plan as it is now; the row is not read")
            }
            Self::ChangedParties => message!("write the units of the plan there again, or correct the plan; what is filled in is read"),
            Self::MissingRow => message!("put the row back; sort and filter rows instead of deleting them"),
            Self::AddedRow => message!("delete the row, or move what it says to the row of its task; it is not read"),
            Self::RepeatedRow => message!("keep one row of the task; none of them is read"),
            Self::RepeatedColumn => message!("rename all but one of the columns; none of them is read"),
            Self::UnknownStatus => {
                message!("choose one of the list: {list}", list = crate::office::Status::ALL.map(crate::office::Status::word).join("、"))
            }
            Self::BadPercent => message!("write a percentage from 0 to 100, such as 80%"),
            Self::AmbiguousPercent => message!("write it with its sign, as 1% or 100%"),
            Self::BadDate => message!("write a day, such as 2026-11-20"),
            Self::Contradiction => message!("correct one of the two; neither is read"),
            Self::ConflictingReports => {
                message!("correct one of the two, or give the later its day (更新日期); until then what asks for most attention counts")
            }
        }
    }
}

/// A finding.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finding {
    /// What kind of thing it is.
    pub kind: Kind,
    /// The sheet; empty where it is of the whole workbook.
    pub sheet: String,
    /// The row, from 1; nothing where it has none.
    pub row: Option<u32>,
    /// The address of the cell, as `K7`; empty where it is of a whole row.
    pub cell: String,
    /// What was found.
    pub message: Message,
}
