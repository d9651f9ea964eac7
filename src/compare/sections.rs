//! Which section of the one plan is which of the other, and which differ.

use super::difference::{SectionChange, SectionRef};
use super::matching::Matching;
use super::similarity::plain;
use super::stage::Tasks;
use crate::analyse::{Ledger, Task};
use std::collections::{BTreeMap, BTreeSet};

/// A section with its number and heading.
pub(super) fn section_ref(ledger: &Ledger, at: usize) -> SectionRef {
    let section = &ledger.sections[at];
    SectionRef { iri: section.iri.clone(), number: section.number.clone(), title: section.title.clone() }
}

/// Which section of the one plan is which of the other: those that are called alike, and those whose tasks for the most part are the same.
pub(super) struct Sections {
    all: (BTreeSet<usize>, BTreeSet<usize>),
    second: BTreeMap<usize, usize>,
}

impl Sections {
    pub(super) fn of(ledger: &Ledger, tasks: &(Vec<usize>, Vec<usize>), matching: &Matching) -> Self {
        let chain = |task: usize| -> Vec<usize> {
            let mut chain: Vec<usize> = ledger.sections_of(task).collect();
            chain.reverse();
            chain
        };
        let all = |tasks: &[usize]| -> BTreeSet<usize> { tasks.iter().flat_map(|task| ledger.sections_of(*task)).collect() };
        let all = (all(&tasks.0), all(&tasks.1));
        let mut score: BTreeMap<(usize, usize), usize> = BTreeMap::new();
        for found in &matching.matches {
            for pair in chain(found.from).into_iter().zip(chain(found.to)) {
                *score.entry(pair).or_default() += 1;
            }
        }
        let title = |at: usize| plain(&ledger.sections[at].title);
        let number = |at: usize| plain(&ledger.sections[at].number);
        let alike = |one: usize, other: usize| !title(one).is_empty() && title(one) == title(other);
        let numbered: BTreeMap<(String, String), usize> = all.1.iter().rev().map(|at| ((number(*at), title(*at)), *at)).collect();
        for one in &all.0 {
            if let Some(other) = numbered.get(&(number(*one), title(*one))).filter(|other| alike(*one, **other)) {
                score.entry((*one, *other)).or_default();
            }
        }
        let mut pairs: Vec<(bool, usize, usize, usize)> =
            score.into_iter().map(|((one, other), many)| (alike(one, other), many, one, other)).collect();
        pairs.sort_by_key(|(alike, many, one, other)| (std::cmp::Reverse((*alike, *many)), one + other, *one));
        // Two are the same where neither has more in common with another.
        let (mut second, mut best_of) = (BTreeMap::new(), BTreeSet::new());
        for (_, _, one, other) in pairs {
            let (first_time, second_time) = (best_of.insert(one), best_of.insert(other));
            if first_time && second_time {
                second.insert(one, other);
            }
        }
        Self { all, second }
    }

    /// Whether two tasks stand in the same section, or under the same number of the same chapter.
    pub(super) fn are_same(&self, ledger: &Ledger, one: &Task, other: &Task) -> bool {
        let chapter = |task: &Task| {
            let inner = std::iter::successors(task.section, |at| ledger.sections[*at].within);
            inner.last()
        };
        let is_image = |one: Option<usize>, other: Option<usize>| match (one, other) {
            (Some(one), Some(other)) => self.second.get(&one) == Some(&other),
            (one, other) => one == other,
        };
        let same_number = !one.number.is_empty() && plain(&one.number) == plain(&other.number);
        is_image(one.section, other.section) || (same_number && is_image(chapter(one), chapter(other)))
    }

    /// Sections of one plan alone, and those that are numbered or called otherwise. One that only follows the one around it is not told,
    /// nor one that is a task in the other plan.
    pub(super) fn changes(&self, ledger: &Ledger, tasks: &Tasks) -> Vec<SectionChange> {
        let shown = |tasks: &[usize]| -> BTreeSet<usize> { tasks.iter().flat_map(|task| ledger.sections_of(*task)).collect() };
        let shown = (shown(&tasks.from), shown(&tasks.to));
        let own = |at: usize| {
            let section = &ledger.sections[at];
            let above = section.within.map(|above| ledger.sections[above].number.as_str()).unwrap_or_default();
            plain(section.number.strip_prefix(above).unwrap_or(&section.number))
        };
        let heads = |tasks: &[usize]| -> BTreeSet<(String, String)> {
            tasks.iter().map(|task| &ledger.tasks[*task]).map(|task| (plain(&task.number), plain(&task.title))).collect()
        };
        let is_task = |heads: &BTreeSet<(String, String)>, at: usize| {
            heads.contains(&(plain(&ledger.sections[at].number), plain(&ledger.sections[at].title)))
        };
        let (tasks_from, tasks_to) = (heads(&tasks.from), heads(&tasks.to));
        let mut changes = Vec::new();
        for one in self.all.0.iter().filter(|at| shown.0.contains(at)) {
            let other = self.second.get(one).copied();
            let title = |at: usize| plain(&ledger.sections[at].title);
            let is_told = match other {
                Some(other) => own(*one) != own(other) || title(*one) != title(other),
                None => !is_task(&tasks_to, *one),
            };
            if is_told {
                changes.push(SectionChange { from: Some(section_ref(ledger, *one)), to: other.map(|other| section_ref(ledger, other)) });
            }
        }
        let found: BTreeSet<usize> = self.second.values().copied().collect();
        let new = self.all.1.iter().filter(|at| shown.1.contains(at) && !found.contains(at) && !is_task(&tasks_from, **at));
        changes.extend(new.map(|at| SectionChange { from: None, to: Some(section_ref(ledger, *at)) }));
        changes
    }
}
