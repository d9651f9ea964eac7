//! **check**: what the authors of a plan would want to know before they print it.
//!
//! The stages tell what they could not place; the checks look at what was read as a whole. Each file
//! holds the checks of one kind of thing. Every kind of finding is a row of
//! [`RULES`](crate::diagnostic::RULES).

mod brackets;
mod clauses;
mod dates;
mod numbers;
mod places;
mod spelling;
mod units;

use crate::diagnostic::Diagnostic;
use crate::reader::{Reader, Reading};

/// All findings of a plan, in the order of the text.
pub fn check(reader: &Reader, reading: &Reading) -> Vec<Diagnostic> {
    let mut found: Vec<Diagnostic> = reading.document.diagnostics.iter().chain(&reading.extraction.diagnostics).cloned().collect();
    brackets::check(reading, &mut found);
    clauses::check(reading, &mut found);
    units::check(reader, reading, &mut found);
    places::check(reader, reading, &mut found);
    dates::check(reading, &mut found);
    numbers::check(reading, &mut found);
    found.sort_by_key(|diagnostic| (diagnostic.span, diagnostic.rule.code));
    found.dedup();
    found
}

/// The year of a plan: that of its metadata, or of its number 内政办发〔2013〕61号.
fn year(reading: &Reading) -> Option<i32> {
    let of_number = || {
        let number = reading.document.source.words(reading.document.front.document_number?);
        let digits = number.split(['〔', '［', '[', '【']).nth(1)?.get(..4)?;
        digits.parse().ok()
    };
    reading.metadata.year.or_else(of_number)
}
