//! What differs, as RDF: a named graph of its own, whose changes point at the tasks, parties and sections of the graphs of the plans.

use super::difference::{Change, Comparison, Lone, Named, Pair, PartyRef, SectionChange, SectionRef, UnitChange, UnitKind};
use crate::analyse::Role;
use crate::graph::vocab::{fg, prov, rdf, xsd};
use crate::graph::{Graph, GraphError, Names, local, run};
use oxigraph::model::{GraphName, Literal, NamedNode, NamedNodeRef, Quad, Term};
use std::collections::BTreeMap;

/// The statements of a comparison; `graph` is that of the two plans, and gives the mentions that the changes rest on.
///
/// # Errors
/// [`GraphError`] where the graph cannot be read.
pub fn quads(graph: &Graph, comparison: &Comparison) -> Result<Vec<Quad>, GraphError> {
    let plan = |iri: &str| NamedNode::new_unchecked(iri);
    let (from, to) = (plan(&comparison.from.iri), plan(&comparison.to.iri));
    let node = graph.names().comparison(local(from.as_str()), local(to.as_str()));
    let mut clauses = BTreeMap::new();
    for quad in graph.quads(None, Some(fg::CLAUSE), None, None) {
        let quad = quad?;
        if let (oxigraph::model::NamedOrBlankNode::NamedNode(task), Term::NamedNode(mention)) = (quad.subject, quad.object) {
            clauses.insert(task.into_string(), mention);
        }
    }
    let mut writer = Writer { node: node.clone(), clauses, quads: Vec::new(), changes: 0 };
    writer.comparison(graph.names(), [&from, &to]);
    for pair in comparison.changed.iter().chain(&comparison.moved) {
        writer.pair(pair);
    }
    comparison.added.iter().chain(&comparison.split_off).for_each(|lone| writer.lone(lone, true));
    comparison.removed.iter().chain(&comparison.merged_in).for_each(|lone| writer.lone(lone, false));
    comparison.sections.iter().for_each(|change| writer.section_change(change));
    comparison.units.iter().for_each(|change| writer.unit(change));
    Ok(writer.quads)
}

struct Writer {
    node: NamedNode,
    /// The mention of the clause of each task.
    clauses: BTreeMap<String, NamedNode>,
    quads: Vec<Quad>,
    changes: usize,
}

impl Writer {
    fn add(&mut self, subject: &NamedNode, predicate: NamedNodeRef<'_>, object: impl Into<Term>) {
        self.quads.push(Quad::new(subject.clone(), predicate.into_owned(), object, GraphName::NamedNode(self.node.clone())));
    }

    fn comparison(&mut self, names: &Names, [from, to]: [&NamedNode; 2]) {
        let node = self.node.clone();
        for class in [fg::COMPARISON, prov::ENTITY] {
            self.add(&node, rdf::TYPE, class.into_owned());
        }
        self.add(&node, fg::COMPARED_FROM, from.clone());
        self.add(&node, fg::COMPARED_TO, to.clone());
        self.quads.extend(run(names, &node, &[from.clone(), to.clone()]));
    }

    fn change(&mut self, kind: &str) -> NamedNode {
        self.changes += 1;
        let (node, comparison) = (Names::part(&self.node, "change", &self.changes.to_string()), self.node.clone());
        self.add(&node, rdf::TYPE, fg::CHANGE.into_owned());
        self.add(&node, fg::IN_COMPARISON, comparison);
        self.words(&node, fg::CHANGE_KIND, kind);
        node
    }

    fn words(&mut self, node: &NamedNode, predicate: NamedNodeRef<'_>, words: &str) {
        if !words.is_empty() {
            self.add(node, predicate, Literal::new_simple_literal(words));
        }
    }

    fn thing(&mut self, node: &NamedNode, predicate: NamedNodeRef<'_>, iri: &str) {
        self.add(node, predicate, NamedNode::new_unchecked(iri));
    }

    /// A task, and its clause as evidence.
    fn task(&mut self, node: &NamedNode, predicate: NamedNodeRef<'_>, iri: &str) {
        self.thing(node, predicate, iri);
        if let Some(clause) = self.clauses.get(iri).cloned() {
            self.add(node, fg::EVIDENCE, clause);
        }
    }

    fn similarity(&mut self, node: &NamedNode, similarity: f64) {
        self.add(node, fg::SIMILARITY, Literal::new_typed_literal(format!("{similarity:.4}"), xsd::DECIMAL));
    }

    fn party(&mut self, node: &NamedNode, party: &PartyRef, second: bool) {
        let (of_party, of_role) = if second { (fg::TO_PARTY, fg::TO_ROLE) } else { (fg::FROM_PARTY, fg::FROM_ROLE) };
        self.thing(node, of_party, &party.iri);
        let role = match party.role {
            Role::Lead => fg::LEAD_ROLE,
            Role::Responsible => fg::RESPONSIBLE_ROLE,
            Role::Support => fg::SUPPORT_ROLE,
        };
        self.add(node, of_role, role.into_owned());
    }

    fn section(&mut self, node: &NamedNode, section: Option<&SectionRef>, second: bool) {
        if let Some(section) = section {
            self.thing(node, if second { fg::TO_SECTION } else { fg::FROM_SECTION }, &section.iri);
            let name = format!("{} {}", section.number, section.title);
            self.words(node, if second { fg::AFTER } else { fg::BEFORE }, name.trim());
        }
    }

    fn pair(&mut self, pair: &Pair) {
        for change in &pair.changes {
            let node = self.change(kind(change));
            self.task(&node, fg::FROM_TASK, &pair.from.iri);
            self.task(&node, fg::TO_TASK, &pair.to.iri);
            self.similarity(&node, pair.similarity);
            let mut before_and_after = |before: &str, after: &str| {
                self.words(&node, fg::BEFORE, before);
                self.words(&node, fg::AFTER, after);
            };
            match change {
                Change::Number { from, to } => before_and_after(from, to),
                Change::Heading { .. } => before_and_after(&pair.from.title, &pair.to.title),
                Change::Words { .. } => before_and_after(&pair.from.text, &pair.to.text),
                Change::Clause { .. } => before_and_after(&pair.from.clause, &pair.to.clause),
                Change::Deadline { from, to } => {
                    let words = |deadline: &Option<super::Deadline>| deadline.as_ref().map(|one| one.words.clone()).unwrap_or_default();
                    before_and_after(&words(from), &words(to));
                }
                Change::Section { from, to } => {
                    self.section(&node, from.as_ref(), false);
                    self.section(&node, to.as_ref(), true);
                }
                Change::PartyGained { party } => self.party(&node, party, true),
                Change::PartyLost { party } => self.party(&node, party, false),
                Change::Role { from, to } | Change::Succeeded { from, to } => {
                    self.party(&node, from, false);
                    self.party(&node, to, true);
                }
            }
        }
    }

    fn lone(&mut self, lone: &Lone, added: bool) {
        let (mine, theirs) = if added { (fg::TO_TASK, fg::FROM_TASK) } else { (fg::FROM_TASK, fg::TO_TASK) };
        let node = self.change(match (added, lone.part_of.is_some()) {
            (true, false) => "task-added",
            (true, true) => "task-split-off",
            (false, false) => "task-removed",
            (false, true) => "task-merged-in",
        });
        self.task(&node, mine, &lone.task.iri);
        if let Some(part) = &lone.part_of {
            self.task(&node, theirs, &part.task.iri);
            self.similarity(&node, part.share);
        }
        self.words(&node, if added { fg::AFTER } else { fg::BEFORE }, &lone.task.text);
    }

    fn section_change(&mut self, change: &SectionChange) {
        let node = self.change(match (&change.from, &change.to) {
            (None, _) => "section-added",
            (_, None) => "section-removed",
            _ => "section-renamed",
        });
        self.section(&node, change.from.as_ref(), false);
        self.section(&node, change.to.as_ref(), true);
    }

    fn unit(&mut self, change: &UnitChange) {
        let node = self.change(match change.kind {
            UnitKind::Kept => "unit-kept",
            UnitKind::Renamed => "unit-renamed",
            UnitKind::Merged => "unit-merged",
            UnitKind::Split => "unit-split",
            UnitKind::Reorganised => "unit-reorganised",
            UnitKind::Counterpart => "unit-counterpart",
            UnitKind::Removed => "unit-removed",
            UnitKind::Added => "unit-added",
        });
        let units = |of: &[Named]| of.iter().map(|named| named.iri.clone()).collect::<Vec<_>>();
        for (predicate, units) in [(fg::FROM_PARTY, units(&change.from)), (fg::TO_PARTY, units(&change.to))] {
            units.iter().for_each(|unit| self.thing(&node, predicate, unit));
        }
        for (predicate, leads) in [(fg::LEADS_BEFORE, change.leads_from), (fg::LEADS_AFTER, change.leads_to)] {
            self.add(&node, predicate, Literal::new_typed_literal(leads.to_string(), xsd::INTEGER));
        }
        change.leads_lost.iter().for_each(|task| self.task(&node, fg::FROM_TASK, &task.iri));
        change.leads_gained.iter().for_each(|task| self.task(&node, fg::TO_TASK, &task.iri));
    }
}

const fn kind(change: &Change) -> &'static str {
    match change {
        Change::Number { .. } => "number",
        Change::Section { .. } => "section",
        Change::Heading { .. } => "heading",
        Change::Words { .. } => "words",
        Change::Clause { .. } => "clause",
        Change::PartyGained { .. } => "party-gained",
        Change::PartyLost { .. } => "party-lost",
        Change::Role { .. } => "role",
        Change::Succeeded { .. } => "succeeded",
        Change::Deadline { .. } => "deadline",
    }
}
