//! Rows of a ledger against the tasks of the plans: what is told of each, and what is wrong.

use super::finding::{Finding, Kind};
use super::report::{Cell, Note, Report, Value};
use super::sheet::{Filled, Row};
use super::values::{day, percent};
use crate::language::{Message, message};
use crate::office::{Column, Entry, FILLED, Register, Status, fingerprint, fitting, squeezed};
use crate::text::sha256;
use std::collections::{BTreeMap, BTreeSet};

/// How many characters of words a message holds.
const SHOWN: usize = 24;

pub(super) fn compare(name: &str, bytes: &[u8], filled: &Filled, register: &Register) -> Report {
    let mut findings = Vec::new();
    for (sheet, row, heading) in &filled.repeated {
        let message = message!("the column {heading} stands twice", heading = heading);
        findings.push(Finding { kind: Kind::RepeatedColumn, sheet: sheet.clone(), row: Some(row + 1), cell: String::new(), message });
    }
    let at: BTreeMap<&str, usize> = register.entries.iter().enumerate().map(|(at, entry)| (entry.iri.as_str(), at)).collect();
    let mut of_task: BTreeMap<usize, Vec<&Row>> = BTreeMap::new();
    let mut seen: BTreeSet<String> = BTreeSet::new();
    for row in &filled.rows {
        let identity = row.words(Column::Identity);
        seen.insert(identity.clone());
        match at.get(identity.as_str()).copied().or_else(|| by_words(row, register)) {
            Some(task) => of_task.entry(task).or_default().push(row),
            None => findings.push(of_row(Kind::AddedRow, row, Column::Task, unknown(row, &identity))),
        }
    }
    let mut notes = Vec::new();
    for (task, rows) in &of_task {
        let entry = &register.entries[*task];
        if let [row] = rows.as_slice() {
            if is_same(row, entry, &filled.basis, register, &mut findings) {
                notes.push(Note { task: entry.iri.clone(), cells: cells(row, &mut findings) });
            }
        } else {
            let places = rows.iter().map(|row| format!("{}!{}", row.sheet, row.row + 1)).collect::<Vec<_>>().join("、");
            for row in rows {
                let message = message!("the task {task} stands in several rows: {rows}", task = short(&entry.task), rows = places);
                findings.push(of_row(Kind::RepeatedRow, row, Column::Task, message));
            }
        }
    }
    notes.retain(|note| !note.cells.is_empty());
    missing(filled, register, &of_task, &seen, &mut findings);
    let plans: BTreeSet<String> = of_task.keys().map(|task| register.entries[*task].plan_iri.clone()).collect();
    let is_listed = |(at, entry): &(usize, &Entry)| of_task.contains_key(at) || filled.basis.contains_key(&entry.iri);
    let tasks = register.entries.iter().enumerate().filter(is_listed).map(|(_, entry)| entry.iri.clone()).collect();
    let order = |finding: &Finding| (finding.row.is_none(), finding.sheet.clone(), finding.row, finding.cell.len(), finding.cell.clone());
    findings.sort_by_key(order);
    Report { file: name.to_owned(), sha256: sha256(bytes), plans: plans.into_iter().collect(), tasks, notes, findings }
}

fn short(words: &str) -> String {
    let words = words.split_whitespace().collect::<Vec<_>>().join(" ");
    if words.chars().count() <= SHOWN { words } else { words.chars().take(SHOWN).chain(['…']).collect() }
}

/// A finding about a row, at the cell of a column where it has one.
fn of_row(kind: Kind, row: &Row, column: Column, message: Message) -> Finding {
    Finding { kind, sheet: row.sheet.clone(), row: Some(row.row + 1), cell: row.address(column), message }
}

/// The one task that a row has all the words of: for rows whose identity was lost.
fn by_words(row: &Row, register: &Register) -> Option<usize> {
    if !row.words(Column::Identity).is_empty() {
        return None;
    }
    let (task, text) = (squeezed(&row.words(Column::Task)), squeezed(&row.words(Column::Text)));
    let plan = row.words(Column::Plan);
    let same = |entry: &Entry| {
        squeezed(&entry.task) == task && squeezed(&entry.text) == text && (plan.is_empty() || squeezed(&plan) == squeezed(&entry.plan))
    };
    let mut found = register.entries.iter().enumerate().filter(|(_, entry)| same(entry)).map(|(at, _)| at);
    found.next().filter(|_| found.next().is_none() && !task.is_empty())
}

fn unknown(row: &Row, identity: &str) -> Message {
    let task = row.words(Column::Task);
    match (task.is_empty(), identity.is_empty()) {
        (true, _) => message!("the row names no task"),
        (false, true) => message!("no task of the plans has the words of this row: {task}", task = short(&task)),
        (false, false) => message!("the task {task} of this row is in none of the plans that were read", task = short(&task)),
    }
}

/// Whether the words of a row are those of its task; parties that differ are told, and do not matter for what is filled in.
fn is_same(row: &Row, entry: &Entry, basis: &BTreeMap<String, String>, register: &Register, findings: &mut Vec<Finding>) -> bool {
    let columns = [Column::Task, Column::Text, Column::Lead, Column::Responsible, Column::Support];
    let differs = |column: &Column| {
        let expected = column.words(entry, 0);
        row.columns.contains(column) && squeezed(&row.words(*column)) != squeezed(&fitting(&expected))
    };
    let differing: Vec<Column> = columns.into_iter().filter(differs).collect();
    let words: Vec<Column> = differing.iter().copied().filter(|column| matches!(column, Column::Task | Column::Text)).collect();
    // The mark tells whether it was the row that was changed since, or the plan.
    let cells = columns.map(|column| row.words(column));
    let plan_changed = basis.get(&entry.iri).is_some_and(|mark| *mark == fingerprint(cells.iter().map(String::as_str)));
    for column in &differing {
        let parties = !words.contains(column);
        let kind = if parties { Kind::ChangedParties } else { Kind::ChangedTask };
        let (heading, row_words, plan_words) = (column.heading(), short(&row.words(*column)), short(&column.words(entry, 0)));
        let (row_words, plan_words) = if row_words == plan_words { beginning(row, *column, entry) } else { (row_words, plan_words) };
        let task = register.entries.iter().position(|other| other.iri == entry.iri).unwrap_or_default() + 1;
        let message = if plan_changed {
            message!(
                "{heading} of task {task} differs, since the plan was changed after the ledger was made: 「{row_words}」, in the plan 「{plan_words}」",
                heading = heading,
                task = task,
                row_words = row_words,
                plan_words = plan_words
            )
        } else {
            message!(
                "{heading} of task {task} was changed: 「{row_words}」, in the plan 「{plan_words}」",
                heading = heading,
                task = task,
                row_words = row_words,
                plan_words = plan_words
            )
        };
        findings.push(of_row(kind, row, *column, message));
    }
    words.is_empty()
}

/// Long words that begin alike, from where they differ.
fn beginning(row: &Row, column: Column, entry: &Entry) -> (String, String) {
    let (one, other) = (squeezed(&row.words(column)), squeezed(&column.words(entry, 0)));
    let alike = one.chars().zip(other.chars()).take_while(|(a, b)| a == b).count().saturating_sub(4);
    let from = |words: &str| short(&std::iter::once('…').chain(words.chars().skip(alike)).collect::<String>());
    (from(&one), from(&other))
}

/// The tasks that the workbook was made with and that have no row. Where it does not say which they were, those of the plans of which it has rows.
fn missing(
    filled: &Filled,
    register: &Register,
    of_task: &BTreeMap<usize, Vec<&Row>>,
    seen: &BTreeSet<String>,
    findings: &mut Vec<Finding>,
) {
    let plans: BTreeSet<&str> = of_task.keys().map(|task| register.entries[*task].plan_iri.as_str()).collect();
    let expected = |entry: &Entry| {
        if filled.basis.is_empty() { plans.contains(entry.plan_iri.as_str()) } else { filled.basis.contains_key(&entry.iri) }
    };
    for (at, entry) in register.entries.iter().enumerate().filter(|(_, entry)| expected(entry)) {
        if !of_task.contains_key(&at) && !seen.contains(&entry.iri) {
            let message = message!("task {number}, {task}, has no row", number = at + 1, task = short(&entry.task));
            findings.push(Finding { kind: Kind::MissingRow, sheet: String::new(), row: None, cell: String::new(), message });
        }
    }
}

/// What the cells of a row say; those in doubt say nothing.
fn cells(row: &Row, findings: &mut Vec<Finding>) -> Vec<Cell> {
    let mut cells: Vec<Cell> = Vec::new();
    for column in FILLED {
        let Some(cell) = row.cell(column) else { continue };
        let words = row.words(column);
        let value = match column {
            Column::Status => Status::of(&words).map(Value::Status).ok_or(Kind::UnknownStatus),
            Column::Percent => percent(&cell.value, cell.is_percent).map(Value::Percent),
            Column::AsOf | Column::Finished => day(&cell.value).map(Value::Day),
            _ => Ok(Value::Words(words.clone())),
        };
        match value {
            Ok(value) => cells.push(Cell { column, sheet: row.sheet.clone(), address: row.address(column), value }),
            Err(kind) => {
                let (heading, words) = (column.heading(), short(&words));
                let message = match kind {
                    Kind::AmbiguousPercent => message!("{heading}: {words} may be 1 % or 100 %", heading = heading, words = words),
                    Kind::BadPercent => message!("{heading}: {words} is no percentage from 0 to 100", heading = heading, words = words),
                    Kind::BadDate => message!("{heading}: {words} is no day", heading = heading, words = words),
                    _ => message!("{heading}: {words} is no status", heading = heading, words = words),
                };
                findings.push(of_row(kind, row, column, message));
            }
        }
    }
    let contradicting: Vec<(Column, Column)> = contradictions(&cells);
    for (one, other) in &contradicting {
        let message = message!(
            "{one} {value} and {other} {with} contradict each other",
            one = one.heading(),
            value = told(&cells, *one),
            other = other.heading(),
            with = told(&cells, *other)
        );
        findings.push(of_row(Kind::Contradiction, row, *other, message));
    }
    cells.retain(|cell| contradicting.iter().all(|(one, other)| cell.column != *one && cell.column != *other));
    cells
}

fn told(cells: &[Cell], column: Column) -> String {
    cells.iter().find(|cell| cell.column == column).map(|cell| cell.value.words()).unwrap_or_default()
}

/// Pairs of columns whose values cannot both be true: what is done is done wholly and what is done wholly is done, what is not started is at nought,
/// only what is done has a day on which it was finished, and no such day lies after the one of which all is told.
fn contradictions(cells: &[Cell]) -> Vec<(Column, Column)> {
    let value = |column: Column| cells.iter().find(|cell| cell.column == column).map(|cell| &cell.value);
    let mut found = Vec::new();
    if let (Some(Value::Status(status)), Some(Value::Percent(percent))) = (value(Column::Status), value(Column::Percent)) {
        let whole = *percent >= 100.0;
        let wrong = match status {
            Status::Done => !whole,
            Status::NotStarted => *percent > 0.0,
            Status::UnderWay | Status::Behind | Status::Overdue => whole,
            Status::Dropped => false,
        };
        found.extend(wrong.then_some((Column::Status, Column::Percent)));
    }
    if let (Some(Value::Status(status)), Some(_)) = (value(Column::Status), value(Column::Finished)) {
        found.extend((*status != Status::Done).then_some((Column::Status, Column::Finished)));
    }
    if let (Some(Value::Day(told)), Some(Value::Day(finished))) = (value(Column::AsOf), value(Column::Finished)) {
        found.extend((finished > told).then_some((Column::AsOf, Column::Finished)));
    }
    found
}
