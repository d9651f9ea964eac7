//! Of several reports of a task the one that counts, and which contradict each other.
//!
//! The report of the latest day counts; one without a day only where none has one. Of those of one day the one counts that asks for most attention
//! ([`Status::attention`]), then the one with the least percentage; one that tells neither comes last. A report counts whole: what it leaves
//! empty is not told. The queries `late`, `open` and `progress` say the same in SPARQL.

use super::finding::{Finding, Kind};
use super::report::{Cell, Note, Report, Value};
use crate::graph::vocab::{fg, rdf};
use crate::graph::{Graph, GraphError};
use crate::language::message;
use crate::office::{Column, Register, Status};
use oxigraph::model::{NamedNodeRef, Term};
use std::collections::BTreeMap;

/// The columns in which two reports may not differ: words of each may be true at once.
const TELLING: [Column; 3] = [Column::Status, Column::Percent, Column::Finished];

/// A note with the place of its report.
#[derive(Debug, Clone, Copy)]
pub(super) struct Counting<'r> {
    pub(super) report: usize,
    pub(super) note: &'r Note,
}

/// The note that counts of each task, by the task's IRI.
pub(super) fn latest(reports: &[Report]) -> BTreeMap<&str, Counting<'_>> {
    let mut latest: BTreeMap<&str, Counting<'_>> = BTreeMap::new();
    for (report, about) in reports.iter().enumerate() {
        for note in &about.notes {
            let rank = |report: usize, note| (day(note), attention(note), to_do(note), reports[report].mark());
            if latest.get(note.task.as_str()).is_none_or(|known| rank(known.report, known.note) < rank(report, note)) {
                latest.insert(&note.task, Counting { report, note });
            }
        }
    }
    latest
}

/// The day as of which it is told; empty, before all days, without one.
fn day(note: &Note) -> &str {
    if let Some(Value::Day(day)) = note.value(Column::AsOf) { day } else { "" }
}

fn attention(note: &Note) -> u8 {
    note.status().map_or(0, Status::attention)
}

/// What is still to do, in hundredths of a percent; less than nothing where that is not told.
fn to_do(note: &Note) -> i64 {
    if let Some(Value::Percent(done)) = note.value(Column::Percent) { 10_000 - (done * 100.0).round() as i64 } else { -1 }
}

/// The findings of reports that contradict the one that counts as of its own day, each at the cell that does not count: with the place of its
/// report, in the order of reports and tasks.
pub fn conflicts(reports: &[Report], register: &Register) -> Vec<(usize, Finding)> {
    let counting = latest(reports);
    let number: BTreeMap<&str, usize> = register.entries.iter().zip(1..).map(|(entry, number)| (entry.iri.as_str(), number)).collect();
    let mut found = Vec::new();
    for (at, report) in reports.iter().enumerate() {
        for note in &report.notes {
            let Some(counting) = counting.get(note.task.as_str()).filter(|counting| day(counting.note) == day(note)) else { continue };
            for cell in note.cells.iter().filter(|cell| TELLING.contains(&cell.column)) {
                let Some(other) = counting.note.value(cell.column).filter(|other| **other != cell.value) else { continue };
                let task = number.get(note.task.as_str()).copied().unwrap_or_default();
                let message = conflict(cell, task, other, &reports[counting.report].file, day(note));
                let row = cell.address.trim_start_matches(|c: char| c.is_ascii_alphabetic()).parse().ok();
                let kind = Kind::ConflictingReports;
                found.push((at, Finding { kind, sheet: cell.sheet.clone(), row, cell: cell.address.clone(), message }));
            }
        }
    }
    found
}

fn conflict(cell: &Cell, task: usize, other: &Value, file: &str, day: &str) -> crate::language::Message {
    let (heading, value, other) = (cell.column.heading(), cell.value.words(), other.words());
    if day.is_empty() {
        message!(
            "{heading} of task {task}: {value}, but {other} in {file}, and neither report has a day",
            heading = heading,
            task = task,
            value = value,
            other = other,
            file = file
        )
    } else {
        message!(
            "{heading} of task {task} as of {day}: {value}, but {other} in {file}",
            heading = heading,
            task = task,
            day = day,
            value = value,
            other = other,
            file = file
        )
    }
}

/// Of how many tasks the reports in a graph contradict each other as of their latest day.
///
/// # Errors
/// [`GraphError`] where the store cannot be read.
pub fn conflicts_in(graph: &Graph) -> Result<usize, GraphError> {
    let mut of_task: BTreeMap<String, BTreeMap<String, [Vec<String>; 3]>> = BTreeMap::new();
    for told in graph.store().quads_for_pattern(None, Some(rdf::TYPE), Some(fg::PROGRESS.into()), None) {
        let told = told?.subject;
        let values = |property: NamedNodeRef<'_>| -> Result<Vec<String>, GraphError> {
            let quads = graph.store().quads_for_pattern(Some(told.as_ref()), Some(property), None, None);
            let word = |term: Term| if let Term::Literal(literal) = term { literal.value().to_owned() } else { term.to_string() };
            quads.map(|quad| Ok(word(quad?.object))).collect()
        };
        let day = values(fg::AS_OF)?.pop().unwrap_or_default();
        let told = [values(fg::STATUS)?, values(fg::PERCENT_DONE)?, values(fg::FINISHED_ON)?];
        for task in values(fg::TASK_OF)? {
            let known = of_task.entry(task).or_default().entry(day.clone()).or_default();
            known.iter_mut().zip(&told).for_each(|(known, told)| known.extend(told.iter().cloned()));
        }
    }
    let contradicts = |told: &[Vec<String>; 3]| told.iter().any(|values| values.windows(2).any(|pair| pair[0] != pair[1]));
    Ok(of_task.values().filter_map(|days| days.last_key_value()).filter(|(_, told)| contradicts(told)).count())
}
