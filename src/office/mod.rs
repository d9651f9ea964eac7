//! **office**: the ledger 台账 of tasks as documents for people.
//!
//! 1. [`Register`]: the tasks as rows with all that an office wants to see of each, and the part of every unit;
//! 2. [`workbook`]: the register as a workbook of Excel to fill in;
//! 3. [`Document`]: the register as headings, paragraphs and tables, which [`docx()`] and [`markdown()`] write.
//!
//! These documents are in Chinese whatever language the program speaks: they are for the offices that the plan is for.

mod column;
mod document;
mod docx;
mod layout;
mod markdown;
mod places;
mod register;
mod sheets;
mod status;
mod xlsx;

pub use column::{Column, FILLED};
pub use document::{Block, Document};
pub use docx::docx;
pub use markdown::markdown;
pub use register::{Entry, Register, Sheet, UnitPart};
pub(crate) use register::{fingerprint, squeezed};
pub use sheets::sheet_names;
pub use status::Status;
pub(crate) use xlsx::fitting;
pub use xlsx::{BASIS, TASKS, WorkbookError, workbook};
