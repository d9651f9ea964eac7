//! From the ledger of two plans to what differs between them.

use super::difference::{
    Change, Comparison, Counts, Deadline, Difference, Gained, Lone, Pair, PartOf, PartyRef, Piece, Side, Step, TaskRef,
};
use super::kinship::Kinship;
use super::matching::{Matching, match_tasks, similarity};
use super::sections::{Sections, section_ref};
use super::similarity::plain;
use super::units::unit_changes;
use super::words::pieces;
use crate::analyse::{Ledger, Party, Role, Task, rows, text};
use crate::graph::Graph;
use crate::language::{Message, Speak, message};
use crate::query::QueryError;
use std::collections::{BTreeMap, BTreeSet};

/// The least similarity at which tasks count as the same unless the user says otherwise; `docs/diff.md` tells how it was measured.
pub const SIMILARITY: f64 = 0.4;

/// How plans are compared.
#[derive(Debug, Clone)]
pub struct Options {
    /// The least similarity at which tasks count as the same, from 0 to 1.
    pub similarity: f64,
    /// The tasks to tell of, by their IRIs, with the tasks of the other plan that are the same; without it, all.
    pub only: Option<BTreeSet<String>>,
}

impl Default for Options {
    fn default() -> Self {
        Self { similarity: SIMILARITY, only: None }
    }
}

/// Why plans were not compared.
#[derive(Debug, thiserror::Error)]
#[error("{}", self.message())]
pub enum CompareError {
    /// The graph cannot be asked.
    Query(#[from] QueryError),
    /// The ledger holds no such plan.
    NoPlan(String),
}

impl Speak for CompareError {
    fn message(&self) -> Message {
        match self {
            Self::Query(error) => error.message(),
            Self::NoPlan(plan) => message!("there is no plan {plan} in the graph", plan = plan),
        }
    }
}

/// The tasks that are told of, by their places in the ledger.
#[derive(Debug, Default)]
pub(super) struct Tasks {
    pub from: Vec<usize>,
    pub to: Vec<usize>,
    /// For each matched task that of the other plan.
    pub partner_of: BTreeMap<usize, usize>,
}

const DEADLINES: &str = "
SELECT ?t ?words ?date ?begin WHERE {
  ?t fg:deadlineWords ?words . OPTIONAL { ?t fg:deadline ?date } OPTIONAL { ?t fg:deadlineFrom ?begin }
} ORDER BY ?t ?words ?date ?begin";

const PLACES: &str = "SELECT DISTINCT ?t ?thing ?name WHERE {
  ?t fg:concernsPlace ?thing . ?thing skos:prefLabel ?name FILTER(LANG(?name) = 'zh')
} ORDER BY ?name ?thing ?t";

const TOPICS: &str = "SELECT DISTINCT ?t ?thing ?name WHERE {
  ?t fg:concernsTopic ?thing . ?thing skos:prefLabel ?name FILTER(LANG(?name) = 'zh')
} ORDER BY ?name ?thing ?t";

/// Tells what differs between two plans of a graph, each named by its IRI; the ledger is that of the graph.
///
/// # Errors
/// [`CompareError`] where the graph cannot be asked or does not hold the plans.
pub fn compare(graph: &Graph, ledger: &Ledger, (from, to): (&str, &str), options: &Options) -> Result<Comparison, CompareError> {
    let of = |plan: &str| -> Vec<usize> { (0..ledger.tasks.len()).filter(|at| ledger.tasks[*at].plan == plan).collect() };
    let all = (of(from), of(to));
    let parties_of =
        |tasks: &[usize]| -> BTreeSet<usize> { tasks.iter().flat_map(|task| ledger.duties_of(*task)).map(|duty| duty.party).collect() };
    // Who has become whom does not depend on the part that is looked at.
    let whole = (parties_of(&all.0), parties_of(&all.1));
    let matching = match_tasks(ledger, &all.0, &all.1, options.similarity);
    let sections = Sections::of(ledger, &all, &matching);
    let tasks = looked_at(ledger, all, &matching, options.only.as_ref());
    let kinship = Kinship::of(graph, ledger, (from, to), (&whole.0, &whole.1))?;
    let teller = Teller { ledger, kinship: &kinship, deadlines: deadlines(graph)?, sections: &sections };
    let units = |tasks: &[usize]| parties_of(tasks).iter().filter(|at| ledger.parties[**at].is_unit).count();
    let (split_off, added) = parted(teller.lone(&tasks.to, &tasks, &matching));
    let (merged_in, removed) = parted(teller.lone(&tasks.from, &tasks, &matching));
    let mut comparison = Comparison {
        from: side(ledger, from, tasks.from.len(), units(&tasks.from))?,
        to: side(ledger, to, tasks.to.len(), units(&tasks.to))?,
        similarity: options.similarity,
        across_governments: kinship.across,
        bounded: matching.bounded,
        counts: Counts::default(),
        changed: Vec::new(),
        moved: Vec::new(),
        added,
        removed,
        split_off,
        merged_in,
        sections: sections.changes(ledger, &tasks),
        units: unit_changes(ledger, &tasks, &kinship),
        places: gained(graph, PLACES, ledger, &tasks)?,
        topics: gained(graph, TOPICS, ledger, &tasks)?,
    };
    let looked_at: BTreeSet<usize> = tasks.from.iter().copied().collect();
    for found in matching.matches.iter().filter(|found| looked_at.contains(&found.from)) {
        let pair = teller.pair(found.from, found.to, found.step, found.similarity);
        if pair.changes.is_empty() {
            comparison.counts.unchanged += 1;
        } else if pair.changes.iter().all(Change::is_of_place) {
            comparison.moved.push(pair);
        } else {
            comparison.changed.push(pair);
        }
    }
    comparison.counts = Counts {
        unchanged: comparison.counts.unchanged,
        changed: comparison.changed.len(),
        moved: comparison.moved.len(),
        added: comparison.added.len(),
        removed: comparison.removed.len(),
        split_off: comparison.split_off.len(),
        merged_in: comparison.merged_in.len(),
    };
    Ok(comparison)
}

/// Tasks that hold words of another, and the others.
fn parted(lone: Vec<Lone>) -> (Vec<Lone>, Vec<Lone>) {
    lone.into_iter().partition(|lone| lone.part_of.is_some())
}

fn side(ledger: &Ledger, plan: &str, tasks: usize, units: usize) -> Result<Side, CompareError> {
    let found = ledger.plans.iter().find(|other| other.iri == plan).ok_or_else(|| CompareError::NoPlan(plan.to_owned()))?;
    Ok(Side { iri: found.iri.clone(), title: found.title.clone(), file: String::new(), tasks, units })
}

/// The tasks to tell of: those that are asked for, and what they are matched with.
fn looked_at(ledger: &Ledger, all: (Vec<usize>, Vec<usize>), matching: &Matching, only: Option<&BTreeSet<String>>) -> Tasks {
    let partner_of: BTreeMap<usize, usize> = matching.matches.iter().flat_map(|one| [(one.from, one.to), (one.to, one.from)]).collect();
    let is_asked = |at: &usize| only.is_none_or(|only| only.contains(&ledger.tasks[*at].iri));
    let keep = |at: &usize| is_asked(at) || partner_of.get(at).is_some_and(is_asked);
    let keep_all = |tasks: Vec<usize>| tasks.into_iter().filter(keep).collect();
    Tasks { from: keep_all(all.0), to: keep_all(all.1), partner_of }
}

/// A task with its words.
pub(super) fn task_ref(task: &Task) -> TaskRef {
    TaskRef {
        iri: task.iri.clone(),
        order: task.order,
        number: task.number.clone(),
        title: task.title.clone(),
        text: task.text.clone(),
        clause: task.clause.clone(),
    }
}

impl Change {
    /// Whether it is only where the task stands.
    pub const fn is_of_place(&self) -> bool {
        matches!(self, Self::Number { .. } | Self::Section { .. })
    }
}

/// Tells of tasks.
struct Teller<'l> {
    ledger: &'l Ledger,
    kinship: &'l Kinship,
    deadlines: BTreeMap<String, (Deadline, String)>,
    sections: &'l Sections,
}

impl Teller<'_> {
    fn lone(&self, all: &[usize], tasks: &Tasks, matching: &Matching) -> Vec<Lone> {
        let alone = all.iter().filter(|at| !tasks.partner_of.contains_key(at));
        let lone = |at: &usize| Lone {
            task: task_ref(&self.ledger.tasks[*at]),
            parties: self.roles(*at).into_iter().map(|(party, role)| self.party(party, role)).collect(),
            part_of: matching.parts.get(at).map(|(whole, share)| PartOf { task: task_ref(&self.ledger.tasks[*whole]), share: *share }),
        };
        alone.map(lone).collect()
    }

    fn pair(&self, from: usize, to: usize, matched: Step, similarity_of_words: f64) -> Pair {
        let (one, other) = (&self.ledger.tasks[from], &self.ledger.tasks[to]);
        let mut changes = Vec::new();
        if plain(&one.number) != plain(&other.number) {
            changes.push(Change::Number { from: one.number.clone(), to: other.number.clone() });
        }
        if !self.sections.are_same(self.ledger, one, other) {
            let section = |at: Option<usize>| at.map(|at| section_ref(self.ledger, at));
            changes.push(Change::Section { from: section(one.section), to: section(other.section) });
        }
        // What is called by its first words has no heading that could differ by itself.
        let has_heading = |task: &Task| !plain(&task.text).starts_with(&plain(&task.title));
        if let Some(words) = differ(&one.title, &other.title).filter(|_| has_heading(one) || has_heading(other)) {
            changes.push(Change::Heading { words });
        }
        changes.extend(differ(&one.text, &other.text).map(|words| Change::Words { words }));
        let before = changes.len();
        changes.extend(self.parties(from, to));
        changes.extend(self.deadline(one, other));
        if changes.len() == before && !self.kinship.across {
            changes.extend(differ(&one.clause, &other.clause).map(|words| Change::Clause { words }));
        }
        // Words without any pair of characters are the same, and still not similar.
        let similarity = if matched == Step::Words { similarity(one, other) } else { similarity_of_words };
        Pair { from: task_ref(one), to: task_ref(other), matched, similarity, changes }
    }

    /// The parties of a task, each in its strongest role, in the order of the text.
    fn roles(&self, task: usize) -> Vec<(usize, Role)> {
        let mut roles: Vec<(usize, Role)> = Vec::new();
        for duty in self.ledger.duties_of(task) {
            match roles.iter_mut().find(|(party, _)| *party == duty.party) {
                Some((_, role)) => *role = (*role).min(duty.role),
                None => roles.push((duty.party, duty.role)),
            }
        }
        roles
    }

    fn party(&self, at: usize, role: Role) -> PartyRef {
        let Party { iri, name, .. } = &self.ledger.parties[at];
        PartyRef { role, name: name.clone(), iri: iri.clone() }
    }

    /// Who came, who went, whose role is another. Groups are the same where they are called the same.
    fn parties(&self, from: usize, to: usize) -> Vec<Change> {
        let parties = &self.ledger.parties;
        let (old, new) = (self.roles(from), self.roles(to));
        let is_same = |one: usize, other: usize| {
            let groups = !parties[one].is_unit && !parties[other].is_unit;
            self.kinship.as_in_second(one) == other || (groups && plain(&parties[one].name) == plain(&parties[other].name))
        };
        let mut changes = Vec::new();
        let mut met: BTreeSet<usize> = BTreeSet::new();
        let mut gone: Vec<(usize, Role)> = Vec::new();
        for (party, role) in old {
            let Some((other, new_role)) = new.iter().find(|(other, _)| is_same(party, *other)) else {
                gone.push((party, role));
                continue;
            };
            met.insert(*other);
            if *new_role != role {
                changes.push(Change::Role { from: self.party(party, role), to: self.party(*other, *new_role) });
            }
        }
        let kept = met.clone();
        for (party, role) in gone {
            let mut heirs: Vec<&(usize, Role)> = new.iter().filter(|(other, _)| self.kinship.succeeds(party, *other)).collect();
            // One that had its own part in the task before is told only where no other took the place.
            if heirs.iter().any(|(other, _)| !kept.contains(other)) {
                heirs.retain(|(other, _)| !kept.contains(other));
            }
            for (other, new_role) in &heirs {
                met.insert(*other);
                changes.push(Change::Succeeded { from: self.party(party, role), to: self.party(*other, *new_role) });
            }
            if heirs.is_empty() {
                changes.push(Change::PartyLost { party: self.party(party, role) });
            }
        }
        let came = new.iter().filter(|(other, _)| !met.contains(other));
        changes.extend(came.map(|(other, role)| Change::PartyGained { party: self.party(*other, *role) }));
        changes
    }

    fn deadline(&self, one: &Task, other: &Task) -> Option<Change> {
        let of = |task: &Task| self.deadlines.get(&task.iri);
        let (from, to) = (of(one), of(other));
        let key = |deadline: Option<&(Deadline, String)>| {
            deadline.map(|(deadline, begin)| (plain(&deadline.words), deadline.date.clone(), begin.clone()))
        };
        let words = |deadline: Option<&(Deadline, String)>| deadline.map(|(deadline, _)| deadline.clone());
        (key(from) != key(to)).then(|| Change::Deadline { from: words(from), to: words(to) })
    }
}

/// What differs between two texts, if more than white space and the form of punctuation does.
fn differ(from: &str, to: &str) -> Option<Vec<Piece>> {
    (plain(from) != plain(to)).then(|| pieces(from.trim(), to.trim()))
}

fn deadlines(graph: &Graph) -> Result<BTreeMap<String, (Deadline, String)>, QueryError> {
    let deadline = |row| (text(&row, "t"), (Deadline { words: text(&row, "words"), date: text(&row, "date") }, text(&row, "begin")));
    Ok(rows(graph, DEADLINES)?.into_iter().rev().map(deadline).collect())
}

/// The things that the tasks of one plan alone name. Areas that a plan sets out are the same where they are called the same.
fn gained(graph: &Graph, query: &str, ledger: &Ledger, tasks: &Tasks) -> Result<Gained, QueryError> {
    let order: BTreeMap<&str, usize> = ledger.tasks.iter().enumerate().map(|(at, task)| (task.iri.as_str(), at)).collect();
    let sides: [BTreeSet<usize>; 2] = [tasks.from.iter().copied().collect(), tasks.to.iter().copied().collect()];
    // By name and IRI: two divisions may have one name.
    let is_of_plan =
        |iri: &str| ledger.plans.iter().any(|plan| iri.strip_prefix(plan.iri.as_str()).is_some_and(|rest| rest.starts_with('/')));
    let mut named: [BTreeMap<(String, String), BTreeSet<usize>>; 2] = <_>::default();
    for row in rows(graph, query)? {
        let Some(task) = order.get(text(&row, "t").as_str()) else { continue };
        for (_, named) in sides.iter().zip(&mut named).filter(|(side, _)| side.contains(task)) {
            named.entry((text(&row, "name"), text(&row, "thing"))).or_default().insert(*task);
        }
    }
    let alone = |of: usize| -> Vec<Difference> {
        let others = &named[1 - of];
        let called =
            |name: &str| others.range((name.to_owned(), String::new())..).map(|((other, iri), _)| (other.to_owned(), iri.to_owned()));
        let is_there = |name: &str, iri: &str| {
            let mut same = called(name).take_while(|(other, _)| other == name);
            same.any(|(_, other)| other == iri || is_of_plan(&other) || is_of_plan(iri))
        };
        let only = named[of].iter().filter(|((name, iri), _)| !is_there(name, iri));
        let labels = |tasks: &BTreeSet<usize>| tasks.iter().map(|task| task_ref(&ledger.tasks[*task]).label()).collect();
        only.map(|((name, iri), tasks)| Difference { name: name.clone(), iri: iri.clone(), tasks: labels(tasks) }).collect()
    };
    Ok(Gained { gained: alone(1), lost: alone(0) })
}
