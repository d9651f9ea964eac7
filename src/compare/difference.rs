//! What differs between two plans, as types. Their names are those of the JSON that `fengong diff --format json` writes.

use crate::analyse::Role;
use serde::{Serialize, Serializer};

/// Everything that differs between two plans.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Comparison {
    /// The first plan.
    pub from: Side,
    /// The second.
    pub to: Side,
    /// The least similarity at which tasks count as the same.
    pub similarity: f64,
    /// Whether the plans are of different governments, so that units are compared by their functions.
    pub across_governments: bool,
    /// How many tasks had more candidates in the other plan than were looked at.
    pub bounded: usize,
    /// How many tasks are what.
    pub counts: Counts,
    /// Tasks of both plans that differ in more than their place, in the order of the first plan.
    pub changed: Vec<Pair>,
    /// Tasks of both plans that differ in their number or section alone, in the order of the first plan.
    pub moved: Vec<Pair>,
    /// Tasks of the second plan alone.
    pub added: Vec<Lone>,
    /// Tasks of the first plan alone.
    pub removed: Vec<Lone>,
    /// Tasks of the second plan that were cut from one of the first.
    pub split_off: Vec<Lone>,
    /// Tasks of the first plan that were taken into one of the second.
    pub merged_in: Vec<Lone>,
    /// Sections that differ.
    pub sections: Vec<SectionChange>,
    /// Units whose roles or names differ; those that lost or gained most leads first.
    pub units: Vec<UnitChange>,
    /// Places that the tasks of one plan alone name.
    pub places: Gained,
    /// Topics that the tasks of one plan alone touch.
    pub topics: Gained,
}

/// One of the two plans.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Side {
    /// Its IRI.
    pub iri: String,
    /// Its title.
    pub title: String,
    /// The file that it was read from, as it was named; empty where it was none.
    pub file: String,
    /// How many tasks were compared.
    pub tasks: usize,
    /// How many units they name.
    pub units: usize,
}

/// How many tasks are what: as many as the lists of the comparison have. What was split off or merged in is not added or removed.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
pub struct Counts {
    /// The same in both plans.
    pub unchanged: usize,
    /// Differ in more than their place.
    pub changed: usize,
    /// Differ in number or section alone.
    pub moved: usize,
    /// In the second plan alone.
    pub added: usize,
    /// In the first plan alone.
    pub removed: usize,
    /// In the second plan, cut from a task of the first.
    pub split_off: usize,
    /// In the first plan, taken into a task of the second.
    pub merged_in: usize,
}

/// A task of one of the plans, with the words that everything told of it comes from.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct TaskRef {
    /// Its IRI.
    pub iri: String,
    /// Its place in the document, from 1.
    pub order: usize,
    /// Its number, the whole path; empty where it has none.
    pub number: String,
    /// Its heading.
    pub title: String,
    /// What is to be done.
    pub text: String,
    /// The words that assign it.
    pub clause: String,
}

/// How two tasks were found to be the same, in the order of the attempts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Step {
    /// Their words are the same.
    Words,
    /// Number and heading are the same.
    Heading,
    /// Their words are similar.
    Similarity,
    /// The one holds the other.
    Part,
}

/// A task of both plans.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Pair {
    /// As the first plan has it.
    pub from: TaskRef,
    /// As the second has it.
    pub to: TaskRef,
    /// How it was found.
    pub matched: Step,
    /// How similar heading and words are, from 0 to 1.
    pub similarity: f64,
    /// What differs.
    pub changes: Vec<Change>,
}

/// A task of one plan alone.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Lone {
    /// The task.
    pub task: TaskRef,
    /// Who has it.
    pub parties: Vec<PartyRef>,
    /// The task of the other plan that has its words: the one that it was split off or merged into.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub part_of: Option<PartOf>,
}

/// A task that holds the words of another.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct PartOf {
    /// The task of the other plan.
    pub task: TaskRef,
    /// The share of the words that it holds, from 0 to 1.
    pub share: f64,
}

/// A party in a task.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct PartyRef {
    /// Its role.
    #[serde(serialize_with = "role")]
    pub role: Role,
    /// What it is called.
    pub name: String,
    /// Its IRI.
    pub iri: String,
}

#[allow(clippy::trivially_copy_pass_by_ref, reason = "as serde calls it")]
fn role<S: Serializer>(role: &Role, out: S) -> Result<S::Ok, S::Error> {
    out.serialize_str(match role {
        Role::Lead => "lead",
        Role::Responsible => "responsible",
        Role::Support => "support",
    })
}

/// When a task is due.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Deadline {
    /// The words.
    pub words: String,
    /// The date, where the words give one.
    pub date: String,
}

/// A numbered part of a plan.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct SectionRef {
    /// Its IRI.
    pub iri: String,
    /// Its number, the whole path.
    pub number: String,
    /// Its heading.
    pub title: String,
}

/// One thing that differs in a task.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(tag = "what", rename_all = "kebab-case")]
pub enum Change {
    /// Its number.
    Number {
        /// In the first plan.
        from: String,
        /// In the second.
        to: String,
    },
    /// The section that it stands in, where that is not the same section under another name.
    Section {
        /// In the first plan; none where it stands in none.
        from: Option<SectionRef>,
        /// In the second.
        to: Option<SectionRef>,
    },
    /// Its heading.
    Heading {
        /// The words of both.
        words: Vec<Piece>,
    },
    /// What is to be done.
    Words {
        /// The words of both.
        words: Vec<Piece>,
    },
    /// The words that assign it, where they give it to the same parties and the same date.
    Clause {
        /// The words of both.
        words: Vec<Piece>,
    },
    /// A party that the second plan adds.
    PartyGained {
        /// The party.
        party: PartyRef,
    },
    /// A party that the second plan leaves out.
    PartyLost {
        /// The party.
        party: PartyRef,
    },
    /// A party with another role.
    Role {
        /// In the first plan.
        from: PartyRef,
        /// In the second.
        to: PartyRef,
    },
    /// A unit in whose place another stands that a reform made of it, or from which it was made.
    Succeeded {
        /// In the first plan.
        from: PartyRef,
        /// In the second.
        to: PartyRef,
    },
    /// By when.
    Deadline {
        /// In the first plan.
        from: Option<Deadline>,
        /// In the second.
        to: Option<Deadline>,
    },
}

/// A stretch of words that two texts have in common, or that one of them alone has.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Piece {
    /// In both.
    Same(String),
    /// In the first alone.
    Deleted(String),
    /// In the second alone.
    Inserted(String),
}

/// A section that is in one plan alone, or in both with another number or heading.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct SectionChange {
    /// In the first plan.
    pub from: Option<SectionRef>,
    /// In the second.
    pub to: Option<SectionRef>,
}

/// What became of a unit from the one plan to the other.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum UnitKind {
    /// The same unit is in both plans.
    Kept,
    /// A reform made the one of the other.
    Renamed,
    /// Several of the first plan are one in the second.
    Merged,
    /// One of the first plan is several in the second.
    Split,
    /// Several of the first plan are several in the second.
    Reorganised,
    /// Units of different governments that do the same.
    Counterpart,
    /// In the first plan alone.
    Removed,
    /// In the second plan alone.
    Added,
}

/// A unit, or those that a reform made of each other, and what it has to do in the two plans.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct UnitChange {
    /// What became of it.
    pub kind: UnitKind,
    /// The units in the first plan.
    pub from: Vec<Named>,
    /// The units in the second.
    pub to: Vec<Named>,
    /// The reforms that lie between.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub reforms: Vec<Reform>,
    /// How many tasks it leads or is responsible for in the first plan.
    pub leads_from: usize,
    /// In the second.
    pub leads_to: usize,
    /// How many tasks it supports in the first plan.
    pub supports_from: usize,
    /// In the second.
    pub supports_to: usize,
    /// The tasks of the second plan that it leads and did not lead in the first.
    pub leads_gained: Vec<TaskRef>,
    /// The tasks of the first plan that it led and no longer leads.
    pub leads_lost: Vec<TaskRef>,
}

/// A thing by name.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct Named {
    /// What it is called.
    pub name: String,
    /// Its IRI.
    pub iri: String,
}

/// A step of a reorganisation.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct Reform {
    /// Its year.
    pub year: String,
    /// The reform that it was a part of.
    pub reform: String,
    /// The unit before it.
    pub from: String,
    /// The unit after it.
    pub to: String,
    /// Whether the unit before it goes on and only handed over some of its duties.
    pub part: bool,
}

/// Things that one plan alone names, each with the tasks that name it.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Gained {
    /// In the second plan alone.
    pub gained: Vec<Difference>,
    /// In the first plan alone.
    pub lost: Vec<Difference>,
}

/// A thing that one plan alone names.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct Difference {
    /// What it is called.
    pub name: String,
    /// Its IRI.
    pub iri: String,
    /// The numbers of the tasks that name it; their places in the plan where they have none.
    pub tasks: Vec<String>,
}

impl Comparison {
    /// Whether nothing differs.
    pub fn is_empty(&self) -> bool {
        let tasks = self.changed.is_empty() && self.moved.is_empty();
        let alone = [&self.added, &self.removed, &self.split_off, &self.merged_in];
        tasks && alone.iter().all(|lone| lone.is_empty()) && self.sections.is_empty()
    }
}

impl TaskRef {
    /// Its number, or its place in the plan where it has none.
    pub fn label(&self) -> String {
        if self.number.is_empty() { self.order.to_string() } else { self.number.clone() }
    }
}
