//! Who has which task in which role: what every network of a plan is made from.

use crate::graph::{Graph, local};
use crate::query::{Query, QueryError};
use oxigraph::model::Term;
use oxigraph::sparql::{QueryResults, QuerySolution};
use std::collections::{BTreeMap, BTreeSet};

/// The plans of a graph as tables that refer to each other by place.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Ledger {
    /// The plans, by title.
    pub plans: Vec<Plan>,
    /// The numbered parts, each after the one that holds it, in the order of the documents.
    pub sections: Vec<Section>,
    /// The tasks in the order of the documents.
    pub tasks: Vec<Task>,
    /// Units and groups, by IRI.
    pub parties: Vec<Party>,
    /// What each party has to do with each task, in the order of tasks and then of the text.
    pub duties: Vec<Duty>,
}

/// A plan as a document.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Plan {
    /// Its IRI.
    pub iri: String,
    /// Its title.
    pub title: String,
    /// What it is called beside the others: its title, with what tells it apart where another has the same.
    pub name: String,
    /// Who issued it; empty where it is not known.
    pub issuer: String,
    /// When it was issued, as far as it is known: a year, a month or a day.
    pub issued: String,
}

/// A numbered part of a plan.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Section {
    /// Its IRI.
    pub iri: String,
    /// Its number, the whole path; empty where it has none.
    pub number: String,
    /// Its heading.
    pub title: String,
    /// The one that holds it.
    pub within: Option<usize>,
}

/// What one clause assigns.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Task {
    /// Its IRI.
    pub iri: String,
    /// The IRI of its plan.
    pub plan: String,
    /// Its place in the document, from 1.
    pub order: usize,
    /// Its number, the whole path; empty where it has none.
    pub number: String,
    /// Its heading.
    pub title: String,
    /// What is to be done, as the plan says it.
    pub text: String,
    /// The words that assign it.
    pub clause: String,
    /// The section that it stands in directly.
    pub section: Option<usize>,
    /// Whether the task before or after it in the plan has the same number and heading, so that only its words tell it.
    pub has_twin: bool,
}

/// Who is assigned.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Party {
    /// Its IRI.
    pub iri: String,
    /// What it is called: the short name of a unit.
    pub name: String,
    /// The family of its function; empty where none is known.
    pub family: String,
    /// Whether it is a particular unit, not a group such as 相关盟市.
    pub is_unit: bool,
}

/// Roles, the strongest first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Role {
    /// 牵头
    Lead,
    /// 负责
    Responsible,
    /// 配合
    Support,
}

impl Role {
    /// Its name in files for programs.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Lead => "lead",
            Self::Responsible => "responsible",
            Self::Support => "support",
        }
    }
}

/// A party in a task.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Duty {
    /// The task, by its place.
    pub task: usize,
    /// The role.
    pub role: Role,
    /// The party, by its place.
    pub party: usize,
}

const PLANS: &str = "
SELECT ?p ?title ?number ?issuer ?issued WHERE {
  ?p a fg:Plan . OPTIONAL { ?p dcterms:title ?title } OPTIONAL { ?p dcterms:identifier ?number }
  OPTIONAL { ?p fg:issuer ?issuer } OPTIONAL { ?p dcterms:issued ?issued }
} ORDER BY ?title ?p ?number ?issuer ?issued";

const SECTIONS: &str = "
SELECT ?s ?number ?title ?above WHERE {
  ?s a fg:Section . OPTIONAL { ?s fg:number ?number } OPTIONAL { ?s dcterms:title ?title } OPTIONAL { ?s fg:inSection ?above }
} ORDER BY ?s ?number ?title ?above";

const TASKS: &str = "
SELECT ?t ?plan ?order ?number ?title ?text ?clause ?section WHERE {
  ?t a fg:Task ; fg:inPlan ?plan . OPTIONAL { ?t fg:order ?order }
  OPTIONAL { ?t fg:number ?number } OPTIONAL { ?t dcterms:title ?title } OPTIONAL { ?t fg:text ?text }
  OPTIONAL { ?t fg:clause/fg:quote ?clause } OPTIONAL { ?t fg:inSection ?section }
} ORDER BY ?plan ?order ?t ?number ?title ?section";

/// Each plan says for itself what a unit is called, so that of every property the distinct values alone are joined: joined as they are
/// they would be as many as the fourth power of the plans.
const PARTIES: &str = "
SELECT ?p ?name ?short ?family (BOUND(?u) AS ?unit) WHERE {
  { SELECT DISTINCT ?p { ?t fg:assignedTo ?p } }
  { SELECT DISTINCT ?p ?name { ?p skos:prefLabel ?name } }
  OPTIONAL { SELECT DISTINCT ?p ?short { ?p fg:shortName ?short } }
  OPTIONAL { SELECT DISTINCT ?p ?family { ?p fg:function/fg:kind ?family } }
  OPTIONAL { SELECT DISTINCT ?p ?u { ?p a fg:Unit BIND(true AS ?u) } }
} ORDER BY ?p ?name ?short ?family";

const DUTIES: &str = "
SELECT ?t ?p ?role (MIN(?begin) AS ?first) WHERE {
  ?a a fg:Assignment ; fg:task ?t ; fg:party ?p ; fg:role ?role . OPTIONAL { ?a fg:evidence/fg:begin ?begin }
} GROUP BY ?t ?p ?role";

impl Ledger {
    /// Reads the plans of a graph.
    ///
    /// # Errors
    /// [`QueryError`] where the graph cannot be asked.
    pub fn of(graph: &Graph) -> Result<Self, QueryError> {
        let (tasks, places) = tasks(graph)?;
        let mut ledger = Self { tasks, plans: Plan::all(graph)?, ..Self::default() };
        let sections = ledger.take_sections(graph, &places)?;
        for (task, section) in ledger.tasks.iter_mut().zip(places) {
            task.section = sections.get(&section).copied();
        }
        let mut parties: BTreeMap<String, usize> = BTreeMap::new();
        let mut full: Vec<String> = Vec::new();
        for row in rows(graph, PARTIES)? {
            let iri = text(&row, "p");
            if parties.contains_key(&iri) {
                continue;
            }
            parties.insert(iri.clone(), ledger.parties.len());
            let short = text(&row, "short");
            full.push(text(&row, "name"));
            ledger.parties.push(Party {
                iri,
                name: if short.is_empty() { text(&row, "name") } else { short },
                family: text(&row, "family"),
                is_unit: text(&row, "unit") == "true",
            });
        }
        ledger.tell_apart(&full);
        ledger.find_twins();
        let order: BTreeMap<&str, usize> = ledger.tasks.iter().enumerate().map(|(at, task)| (task.iri.as_str(), at)).collect();
        let mut duties: Vec<(usize, usize, Duty)> = Vec::new();
        for row in rows(graph, DUTIES)? {
            if let (Some(task), Some(party)) = (order.get(text(&row, "t").as_str()), parties.get(&text(&row, "p"))) {
                let role = match text(&row, "role").rsplit('#').next() {
                    Some("Lead") => Role::Lead,
                    Some("Responsible") => Role::Responsible,
                    _ => Role::Support,
                };
                duties.push((*task, count(&row, "first"), Duty { task: *task, role, party: *party }));
            }
        }
        duties.sort_unstable();
        ledger.duties = duties.into_iter().map(|(_, _, duty)| duty).collect();
        Ok(ledger)
    }

    /// Gives parties their full names where the short one is that of several, as 省财政厅 is in plans of two provinces.
    fn tell_apart(&mut self, full: &[String]) {
        let mut counts: BTreeMap<String, usize> = BTreeMap::new();
        for party in &self.parties {
            *counts.entry(party.name.clone()).or_default() += 1;
        }
        for (party, full) in self.parties.iter_mut().zip(full) {
            if counts[&party.name] > 1 {
                full.clone_into(&mut party.name);
            }
        }
    }

    fn find_twins(&mut self) {
        let same = |one: &Task, other: &Task| one.plan == other.plan && one.number == other.number && one.title == other.title;
        for at in 1..self.tasks.len() {
            if same(&self.tasks[at - 1], &self.tasks[at]) {
                self.tasks[at - 1].has_twin = true;
                self.tasks[at].has_twin = true;
            }
        }
    }

    /// The chapter of a task: the outermost section that holds it.
    pub fn chapter(&self, task: usize) -> Option<usize> {
        let mut at = self.tasks.get(task)?.section?;
        while let Some(above) = self.sections[at].within {
            at = above;
        }
        Some(at)
    }

    /// The sections that hold a task, the innermost first.
    pub fn sections_of(&self, task: usize) -> impl Iterator<Item = usize> {
        std::iter::successors(self.tasks.get(task).and_then(|task| task.section), |at| self.sections[*at].within)
    }

    /// The number of a task, or its place in the plan, for people to find it; where there are several plans, behind the name of its plan in IRIs:
    /// `七（三）`, `hubao-yinyu-2012-2020:七（三）`.
    pub fn number_of(&self, task: usize) -> String {
        let task = &self.tasks[task];
        let number = if task.number.is_empty() { task.order.to_string() } else { task.number.clone() };
        if self.plans.len() > 1 { format!("{}:{number}", local(&task.plan)) } else { number }
    }

    /// The duties of a task.
    pub fn duties_of(&self, task: usize) -> &[Duty] {
        let from = self.duties.partition_point(|duty| duty.task < task);
        let to = self.duties.partition_point(|duty| duty.task <= task);
        &self.duties[from..to]
    }

    /// The same with only some of the tasks, and the parties and sections that they have.
    #[must_use]
    pub fn with_tasks(&self, keep: &BTreeSet<usize>) -> Self {
        let tasks: Vec<usize> = keep.iter().copied().filter(|task| *task < self.tasks.len()).collect();
        let kept_duties: Vec<Duty> = tasks.iter().flat_map(|task| self.duties_of(*task)).copied().collect();
        let parties: BTreeSet<usize> = kept_duties.iter().map(|duty| duty.party).collect();
        let sections: BTreeSet<usize> = tasks.iter().flat_map(|task| self.sections_of(*task)).collect();
        let place = |of: &BTreeSet<usize>, old: usize| of.iter().position(|kept| *kept == old);
        let new_task: BTreeMap<usize, usize> = tasks.iter().enumerate().map(|(new, old)| (*old, new)).collect();
        Self {
            plans: self.plans.clone(),
            sections: sections
                .iter()
                .map(|old| {
                    let section = self.sections[*old].clone();
                    Section { within: section.within.and_then(|above| place(&sections, above)), ..section }
                })
                .collect(),
            tasks: tasks
                .iter()
                .map(|old| {
                    let task = self.tasks[*old].clone();
                    Task { section: task.section.and_then(|section| place(&sections, section)), ..task }
                })
                .collect(),
            parties: parties.iter().map(|old| self.parties[*old].clone()).collect(),
            duties: kept_duties
                .iter()
                .map(|duty| Duty { task: new_task[&duty.task], party: place(&parties, duty.party).unwrap_or_default(), role: duty.role })
                .collect(),
        }
    }

    /// Takes in the sections in the order of their first tasks, each after the one that holds it. Gives their places by IRI.
    fn take_sections(&mut self, graph: &Graph, of_tasks: &[String]) -> Result<BTreeMap<String, usize>, QueryError> {
        // Of a section with several headings the first is taken: what comes later in a map replaces what was there.
        let known: BTreeMap<String, (Section, String)> = rows(graph, SECTIONS)?
            .into_iter()
            .rev()
            .map(|row| {
                let iri = text(&row, "s");
                let section = Section { iri: iri.clone(), number: text(&row, "number"), title: text(&row, "title"), within: None };
                (iri, (section, text(&row, "above")))
            })
            .collect();
        let mut places: BTreeMap<String, usize> = BTreeMap::new();
        for of_task in of_tasks {
            let mut chain: Vec<&String> = Vec::new();
            let mut at = of_task;
            // A ring of sections, which only a foreign graph could have, ends.
            while let Some((_, above)) = known.get(at).filter(|_| !places.contains_key(at) && !chain.contains(&at)) {
                chain.push(at);
                at = above;
            }
            for iri in chain.into_iter().rev() {
                let (section, above) = &known[iri];
                places.insert(iri.clone(), self.sections.len());
                self.sections.push(Section { within: places.get(above).copied().filter(|_| above != iri), ..section.clone() });
            }
        }
        Ok(places)
    }
}

impl Plan {
    /// The plans of a graph, by title.
    ///
    /// # Errors
    /// [`QueryError`] where the graph cannot be asked.
    pub fn all(graph: &Graph) -> Result<Vec<Self>, QueryError> {
        let mut seen = BTreeSet::new();
        let found = rows(graph, PLANS)?.into_iter().filter(|row| seen.insert(text(row, "p")));
        let plan = |row| {
            let [iri, title, number, issuer, issued] = ["p", "title", "number", "issuer", "issued"].map(|name| text(&row, name));
            (Self { iri, title, name: String::new(), issuer, issued }, number)
        };
        let (mut plans, numbers): (Vec<Self>, Vec<String>) = found.map(plan).unzip();
        super::names::name(&mut plans, &numbers);
        Ok(plans)
    }
}

/// The tasks, and the IRI of the section of each.
fn tasks(graph: &Graph) -> Result<(Vec<Task>, Vec<String>), QueryError> {
    let mut seen = BTreeSet::new();
    let found = rows(graph, TASKS)?.into_iter().filter(|row| seen.insert(text(row, "t")));
    Ok(found
        .map(|row| {
            let task = Task {
                iri: text(&row, "t"),
                plan: text(&row, "plan"),
                order: count(&row, "order"),
                number: text(&row, "number"),
                title: text(&row, "title"),
                text: text(&row, "text"),
                clause: text(&row, "clause"),
                section: None,
                has_twin: false,
            };
            (task, text(&row, "section"))
        })
        .unzip())
}

/// The rows of a query.
pub(crate) fn rows(graph: &Graph, query: &str) -> Result<Vec<QuerySolution>, QueryError> {
    match Query::parse(graph, query)?.run(graph)? {
        QueryResults::Solutions(solutions) => Ok(solutions.collect::<Result<_, _>>()?),
        _ => Ok(Vec::new()),
    }
}

/// A literal's words or a node's IRI; empty where there is none.
pub(crate) fn text(row: &QuerySolution, name: &str) -> String {
    match row.get(name) {
        Some(Term::Literal(literal)) => literal.value().to_owned(),
        Some(Term::NamedNode(node)) => node.as_str().to_owned(),
        _ => String::new(),
    }
}

/// A whole number; 0 where there is none.
pub(super) fn count(row: &QuerySolution, name: &str) -> usize {
    text(row, name).parse().unwrap_or_default()
}
