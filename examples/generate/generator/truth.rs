//! The text of a plan as it grows, and the truth about it: who is assigned what, by which words, at which character.

use super::lists::List;
use serde::Serialize;
use std::collections::BTreeMap;

/// The annotation, as `fengong eval` takes it.
#[derive(Debug, Serialize)]
pub(crate) struct Gold {
    pub notation: &'static str,
    /// The whole text is annotated.
    pub complete: bool,
    /// What each unit is, whatever plan names it: code of its division and office.
    pub units: BTreeMap<String, String>,
    pub assignments: Vec<Assignment>,
}

/// What one clause assigns.
#[derive(Debug, Default, Serialize)]
pub(crate) struct Assignment {
    pub task_no: usize,
    pub task_head: String,
    pub topic: &'static str,
    pub lead: Vec<String>,
    pub support: Vec<String>,
    pub responsible: Vec<String>,
    pub generic: Vec<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub deadline: Option<String>,
    #[serde(skip_serializing_if = "is_false")]
    pub sole: bool,
    pub evidence: String,
    /// Its first character.
    pub offset: usize,
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde hands over a reference")]
const fn is_false(value: &bool) -> bool {
    !*value
}

/// A list in a role.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Role {
    Lead,
    Support,
    Responsible,
}

/// A clause: its words, and the lists in it with their roles.
#[derive(Debug, Default)]
pub(crate) struct Clause {
    pub words: String,
    pub lists: Vec<(Role, List)>,
    /// The words of the deadline in it.
    pub deadline: Option<String>,
    /// Only one unit is named, and the first one named leads.
    pub sole: bool,
}

/// A text that grows, with the number of its characters.
#[derive(Debug)]
pub(crate) struct Script {
    pub text: String,
    characters: usize,
    pub gold: Gold,
}

impl Script {
    pub(crate) const fn new(notation: &'static str) -> Self {
        let gold = Gold { notation, complete: true, units: BTreeMap::new(), assignments: Vec::new() };
        Self { text: String::new(), characters: 0, gold }
    }

    /// Adds words that assign nothing.
    pub(crate) fn write(&mut self, words: &str) {
        self.text.push_str(words);
        self.characters += words.chars().count();
    }

    /// Adds a clause, which assigns what is headed so.
    pub(crate) fn assign(&mut self, heading: &str, topic: &'static str, clause: Clause) {
        let offset = self.characters;
        let words = clause.words.clone();
        self.write(&words);
        self.enter(heading, topic, clause, offset);
    }

    /// Enters what words assign that stand at `offset` already: the heading of a ledger over an item.
    pub(crate) fn enter(&mut self, heading: &str, topic: &'static str, clause: Clause, offset: usize) {
        let mut assignment = Assignment {
            task_no: self.gold.assignments.len() + 1,
            task_head: heading.to_owned(),
            topic,
            deadline: clause.deadline,
            sole: clause.sole,
            evidence: clause.words,
            offset,
            ..Assignment::default()
        };
        for (role, list) in clause.lists {
            let names = match role {
                Role::Lead => &mut assignment.lead,
                Role::Support => &mut assignment.support,
                Role::Responsible => &mut assignment.responsible,
            };
            for (name, identity) in list.units {
                self.gold.units.insert(name.clone(), identity);
                names.push(name);
            }
            assignment.generic.extend(list.groups);
        }
        self.gold.assignments.push(assignment);
    }

    /// How many characters there are.
    pub(crate) const fn characters(&self) -> usize {
        self.characters
    }
}
