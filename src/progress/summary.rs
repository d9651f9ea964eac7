//! How many tasks stand how, and who has how much open.

use super::latest::latest;
use super::report::{Note, Report};
use crate::office::{Register, Status};
use std::collections::{BTreeMap, BTreeSet};

/// What some reports tell of the tasks of a register.
#[derive(Debug, Clone, PartialEq)]
pub struct Summary<'r> {
    /// The tasks that are reported on: those that a workbook was made with or has a row of.
    pub tasks: usize,
    /// How many of them stand how.
    pub statuses: BTreeMap<Status, usize>,
    /// How many of them have no status.
    pub untold: usize,
    /// Units, those first that have most open.
    pub open: Vec<Open<'r>>,
    /// The tasks, in the order of the plans.
    pub told: Vec<Told<'r>>,
}

/// How much a unit has open: not finished, and not dropped.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Open<'r> {
    /// Its name.
    pub unit: &'r str,
    /// Of what it leads or is responsible for: open, and all.
    pub leads: (usize, usize),
    /// Of what it supports.
    pub supports: (usize, usize),
}

/// A task and what is told of it last.
#[derive(Debug, Clone, PartialEq)]
pub struct Told<'r> {
    /// Its place in the register.
    pub task: usize,
    /// What is told; nothing where no report tells anything.
    pub note: Option<&'r Note>,
}

impl<'r> Summary<'r> {
    /// Sums reports up. Where several tell of a task, one of them counts: see [`super::latest`].
    pub fn of(reports: &'r [Report], register: &'r Register) -> Self {
        let counting = latest(reports);
        let listed: BTreeSet<&str> = reports.iter().flat_map(|report| &report.tasks).map(String::as_str).collect();
        let entries = register.entries.iter().enumerate().filter(|(_, entry)| listed.contains(entry.iri.as_str()));
        let note = |task: &str| counting.get(task).map(|at| at.note);
        let told: Vec<Told<'r>> = entries.map(|(task, entry)| Told { task, note: note(&entry.iri) }).collect();
        let mut statuses: BTreeMap<Status, usize> = BTreeMap::new();
        let status = |told: &Told<'_>| told.note.and_then(Note::status);
        told.iter().filter_map(status).for_each(|status| *statuses.entry(status).or_default() += 1);
        let closed: BTreeMap<usize, bool> =
            told.iter().map(|told| (told.task, matches!(status(told), Some(Status::Done | Status::Dropped)))).collect();
        let count = |tasks: &mut dyn Iterator<Item = &usize>| {
            let known: Vec<bool> = tasks.filter_map(|task| closed.get(task).copied()).collect();
            (known.iter().filter(|closed| !**closed).count(), known.len())
        };
        let mut open: Vec<Open<'r>> = register
            .units
            .iter()
            .filter(|unit| unit.is_unit)
            .map(|unit| Open {
                unit: &unit.name,
                leads: count(&mut unit.lead.iter().chain(&unit.responsible)),
                supports: count(&mut unit.support.iter()),
            })
            .filter(|open| open.leads.1 + open.supports.1 > 0)
            .collect();
        open.sort_by(|a, b| (b.leads.0, b.supports.0, a.unit).cmp(&(a.leads.0, a.supports.0, b.unit)));
        let untold = told.iter().filter(|told| status(told).is_none()).count();
        Self { tasks: told.len(), statuses, untold, open, told }
    }
}
