//! **progress**: a ledger that was filled in → how far each task has come, as statements with the cells that say so.
//!
//! 1. [`sheet`]: bytes of a workbook → rows with their cells, by the names of the columns, wherever these stand;
//! 2. [`values`]: a cell → a percentage, a day, a status, or what is wrong with it;
//! 3. [`compare`]: rows against the plans' own tasks → [`Report`]: what is told of each task, and findings;
//! 4. [`state`]: a report → RDF;
//! 5. [`latest`]: of several reports of a task the one that counts, and which contradict each other;
//! 6. [`Summary`]: reports → how many tasks stand how, and who has how much open.
//!
//! Nothing is guessed: a cell in doubt gives a finding and no statement, the rest of its row what it says.

mod compare;
mod finding;
mod latest;
mod report;
mod sheet;
mod state;
mod summary;
mod values;

pub use finding::{Finding, Kind};
pub use latest::{conflicts, conflicts_in};
pub use report::{Cell, Note, ProgressError, Report, Value};
pub use summary::{Open, Summary, Told};

use crate::office::Register;

/// Reads a workbook called `name` against the tasks of `register`, which is that of all tasks.
///
/// # Errors
/// [`ProgressError`] where the bytes are no workbook that can be read, or none of its sheets is a ledger.
pub fn read(name: &str, bytes: &[u8], register: &Register) -> Result<Report, ProgressError> {
    let filled = sheet::read(bytes)?;
    if filled.is_of_others(register) {
        return Err(ProgressError::OtherPlans);
    }
    Ok(compare::compare(name, bytes, &filled, register))
}

/// Whether bytes are a workbook with a sheet that is a ledger.
pub fn is_ledger(bytes: &[u8]) -> bool {
    crate::text::is_workbook(bytes) && sheet::read(bytes).is_ok()
}
