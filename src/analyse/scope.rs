//! Which tasks of the plans are looked at.

use super::ledger::{Ledger, text};
use crate::graph::{Graph, Names};
use crate::query::{Query, QueryError};
use crate::text::sha256;
use oxigraph::model::{NamedNode, NamedNodeRef};
use oxigraph::sparql::QueryResults;
use std::collections::BTreeSet;

/// Conditions on tasks; without any, all are looked at.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Scope {
    /// Tasks that concern this topic or a narrower one.
    pub topic: Option<NamedNode>,
    /// Tasks in sections of this number or heading, in those below them, or that have the number themselves.
    pub section: Option<String>,
    /// Tasks that are assigned to this unit.
    pub unit: Option<NamedNode>,
    /// Tasks that name this place or one within it.
    pub place: Option<NamedNode>,
}

/// A thing that tasks are narrowed to, as it was found in the graph.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Narrowing {
    /// What it is called; a section by its number and heading.
    pub label: String,
    /// Its IRIs: one, or those of several sections of the same number or heading, in order.
    pub things: Vec<NamedNode>,
}

impl Narrowing {
    /// What it is called in names of networks: its kind and the name that its IRI ends with (`topic-water`, `section-二`), the same whatever words it
    /// was found by. The name of several sections ends with a part of the hash of all their IRIs, and so does that of a thing of another base.
    pub(crate) fn name(&self, names: &Names) -> String {
        let Some(first) = self.things.first() else { return String::new() };
        let mut parts = first.as_str().rsplit(['/', '#']);
        let (local, kind) = (parts.next().unwrap_or_default(), parts.next().unwrap_or_default());
        if self.things.len() == 1 && first.as_str().starts_with(names.base()) {
            return format!("{kind}-{local}");
        }
        let all: Vec<&str> = self.things.iter().map(NamedNode::as_str).collect();
        format!("{kind}-{local}-{}", &sha256(all.join("\n"))[..8])
    }
}

const OF_TOPIC: &str = "SELECT DISTINCT ?t WHERE { ?t fg:concernsTopic/skos:broader* ?thing }";
const OF_PLACE: &str = "SELECT DISTINCT ?t WHERE { ?t fg:concernsPlace/fg:within* ?thing }";

impl Scope {
    /// Whether all tasks are looked at.
    pub fn is_whole(&self) -> bool {
        *self == Self::default()
    }

    /// The sections of the number or heading that tasks are to stand in, and the tasks that have it themselves; nothing where it is not asked for or
    /// there is none.
    pub fn sections(&self, ledger: &Ledger) -> Option<Narrowing> {
        let wanted = self.section.as_ref()?;
        let sections = ledger.sections.iter().map(|section| (&section.iri, &section.number, &section.title));
        let tasks = ledger.tasks.iter().map(|task| (&task.iri, &task.number, &task.title));
        let mut found: Vec<_> = sections.chain(tasks).filter(|(_, number, title)| *number == wanted || *title == wanted).collect();
        found.sort();
        found.dedup_by(|one, other| one.0 == other.0);
        let label = match found.as_slice() {
            [] => return None,
            [(_, number, title)] => format!("{number} {title}").trim().to_owned(),
            _ => wanted.clone(),
        };
        Some(Narrowing { label, things: found.into_iter().map(|(iri, ..)| NamedNode::new_unchecked(iri)).collect() })
    }

    /// The tasks of a ledger that fulfil all conditions.
    ///
    /// # Errors
    /// [`QueryError`] where the graph cannot be asked.
    pub fn tasks(&self, graph: &Graph, ledger: &Ledger) -> Result<BTreeSet<usize>, QueryError> {
        let mut kept: BTreeSet<usize> = (0..ledger.tasks.len()).collect();
        for (thing, query) in [(&self.topic, OF_TOPIC), (&self.place, OF_PLACE)] {
            if let Some(thing) = thing {
                let of_thing = tasks_of(graph, query, thing)?;
                kept.retain(|task| of_thing.contains(&ledger.tasks[*task].iri));
            }
        }
        if let Some(section) = &self.section {
            kept.retain(|task| {
                let task_itself = &ledger.tasks[*task];
                let above = ledger.sections_of(*task).map(|at| &ledger.sections[at]).map(|section| (&section.number, &section.title));
                above.chain([(&task_itself.number, &task_itself.title)]).any(|(number, title)| number == section || title == section)
            });
        }
        if let Some(unit) = &self.unit {
            kept.retain(|task| ledger.duties_of(*task).iter().any(|duty| ledger.parties[duty.party].iri == unit.as_str()));
        }
        Ok(kept)
    }
}

/// The IRIs of the tasks that a query finds for a thing.
fn tasks_of(graph: &Graph, query: &str, thing: &NamedNode) -> Result<BTreeSet<String>, QueryError> {
    let mut found = BTreeSet::new();
    if let QueryResults::Solutions(solutions) = Query::parse(graph, query)?.with("thing", thing.clone().into()).run(graph)? {
        for row in solutions {
            found.insert(text(&row?, "t"));
        }
    }
    Ok(found)
}

/// The numbers and headings of all sections, for a message that tells what could be asked for.
pub fn section_names(ledger: &Ledger) -> Vec<&str> {
    ledger.sections.iter().flat_map(|section| [section.number.as_str(), section.title.as_str()]).filter(|name| !name.is_empty()).collect()
}

/// Every name that a thing of a class has: for a message that tells what could have been meant.
///
/// # Errors
/// [`QueryError`] where the graph cannot be asked.
pub fn names_of(graph: &Graph, class: NamedNodeRef<'_>) -> Result<Vec<String>, QueryError> {
    const NAMES: &str = "SELECT DISTINCT ?name WHERE { ?x a ?class ; skos:prefLabel|skos:altLabel|fg:shortName ?name } ORDER BY ?name";
    let mut names = Vec::new();
    if let QueryResults::Solutions(solutions) = Query::parse(graph, NAMES)?.with("class", class.into_owned().into()).run(graph)? {
        for row in solutions {
            names.push(text(&row?, "name"));
        }
    }
    Ok(names)
}
