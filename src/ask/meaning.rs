//! What a question asks, apart from the words in which it asks it.
//!
//! Most questions are about tasks: which of them satisfy some constraints, or what stands to such tasks in some relation (who leads them,
//! which places they name). The others are about things themselves: what a place develops, what an area covers, what became of a unit.

use super::names::Kind;
use oxigraph::model::NamedNode;

/// A thing that a question names; several where one name is that of several tasks.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Named {
    /// What kind of thing.
    pub(super) kind: Kind,
    /// Which; empty for words of the text.
    pub(super) nodes: Vec<NamedNode>,
    /// What it is called, or the words.
    pub(super) label: String,
}

/// A set of roles.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) struct Roles(u8);

impl Roles {
    /// To lead.
    pub(super) const LEAD: Self = Self(1);
    /// To support.
    pub(super) const SUPPORT: Self = Self(2);
    /// To be in charge: to lead, or to be responsible.
    pub(super) const CHARGE: Self = Self(5);
    /// Whatever role.
    pub(super) const ANY: Self = Self(7);
    /// None.
    pub(super) const NONE: Self = Self(0);

    /// Both.
    pub(super) const fn with(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }

    /// Whether there is none.
    pub(super) const fn is_empty(self) -> bool {
        self.0 == 0
    }

    /// The property path from a task to its parties in these roles.
    pub(super) fn path(self) -> String {
        if self == Self::ANY {
            return "fg:assignedTo".to_owned();
        }
        let all = [(1, "fg:lead"), (4, "fg:responsible"), (2, "fg:support")];
        all.iter().filter(|(bit, _)| self.0 & bit != 0).map(|(_, property)| *property).collect::<Vec<_>>().join("|")
    }
}

/// What holds of the tasks that a question is about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Constraint {
    /// These units have these roles: each of them, or `any` of them; or, `not`, none has.
    Party { units: Vec<Named>, any: bool, roles: Roles, not: bool },
    /// The words of the task name these things: each, or `any`; or, `not`, none.
    About { things: Vec<Named>, any: bool, not: bool },
    /// They name something of a class.
    AboutClass(Class),
    /// It is this task.
    Tasks(Named),
    /// It is the task at this place of the document.
    Order(u32),
    /// It stands in this section.
    Section(Named),
    /// It stands in the chapter of this number.
    Chapter(u32),
    /// It is due in this year, or by its end.
    Due { year: u32, before: bool },
    /// It has a deadline.
    Dated,
    /// It lacks something.
    Without(Missing),
}

/// What a task may lack.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Missing {
    /// A party in these roles.
    Party(Roles),
    /// A thing of a class.
    Class(Class),
    /// A deadline.
    Deadline,
}

/// A class of things that can be asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Class {
    Task,
    Unit,
    Place,
    City,
    County,
    Country,
    Topic,
    Industry,
    Port,
    BorderPort,
    Belt,
    Zone,
    Cluster,
    DevelopmentZone,
    Project,
    Chapter,
}

/// Which of the names of a unit.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Which {
    All,
    Full,
    Short,
}

/// What is asked for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Wanted {
    /// The tasks.
    Tasks,
    /// Who has these roles in them; `except` the units that the question names.
    Parties { roles: Roles },
    /// The units that have each of these roles somewhere, and `never` in none of them.
    Units { with: Vec<Roles>, never: Roles },
    /// What they name, of a class.
    Things(Class),
    /// Their deadlines.
    Deadlines,
    /// Their words.
    Texts,
    /// Which divisions a group means in them.
    Resolved(Named),
    /// Everything of a class; of a place, what lies within it.
    Class { class: Class, within: Option<Named> },
    /// What a place develops; of that, what it grows.
    Developed { place: Named, crops: bool },
    /// Which places of a class develop an industry.
    Developers { industry: Named, class: Class },
    /// What each of several places develops.
    Common(Vec<Named>),
    /// The places of a class of which several things hold.
    Places { class: Class, conditions: Vec<Condition> },
    /// The places of a class that the areas of a class cover.
    Covered { areas: Class, class: Class },
    /// The things of one name, one after the other.
    Listed(Named),
    /// The chapters of the tasks.
    Chapters,
    /// Whether one unit has more tasks than another.
    Compared { more: Named, less: Named, roles: Roles },
    /// What a port trades in.
    Goods(Named),
    /// Which ports or places trade in a good.
    Traders(Named),
    /// What an area covers.
    Members { area: Named, class: Class },
    /// Which areas of a class cover a place.
    AreasOf { place: Named, class: Class },
    /// Which place of a class a place lies in.
    Within { place: Named, class: Class },
    /// Which places of a class lie in a place.
    Inside { place: Named, class: Class },
    /// What became of a unit.
    Successors(Named),
    /// What a unit was before.
    Predecessors(Named),
    /// The names of a thing.
    Names { of: Named, which: Which },
    /// The tasks whose words say that a place develops an industry.
    Evidence { place: Named, industry: Named },
    /// Whether a place develops or, `trades`, trades in an industry.
    Whether { place: Named, industry: Named, trades: bool },
    /// Whether one place lies in another, or, `covers`, is covered by it.
    Lies { inner: Named, outer: Named, covers: bool },
}

/// What may hold of a place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Condition {
    /// An area covers it.
    CoveredBy(Named),
    /// It lies in a division.
    LiesIn(Named),
    /// It develops an industry.
    Develops(Named),
    /// It trades in a good.
    Trades(Named),
}

/// What is wanted of the answers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum How {
    /// All of them.
    List,
    /// How many they are.
    Count,
    /// Whether there are any.
    Whether,
    /// Whether there are none: is it so that U never leads.
    Never,
    /// Those with the most of something, or the fewest; or all with their numbers; or the first so many.
    Ranked { by: By, order: Order },
}

/// What is counted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum By {
    Tasks,
    Units(Roles),
    Things(Class),
    /// The industries that a place develops, or the places that develop an industry.
    Develops,
}

/// Which end of a ranking.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Order {
    Most,
    Fewest,
    Each,
    Top(u32),
    /// Those with a number within bounds; or, `count`, how many they are.
    Bounded {
        least: u32,
        most: Option<u32>,
        count: bool,
    },
}

/// A question.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Question {
    pub(super) wanted: Wanted,
    pub(super) constraints: Vec<Constraint>,
    pub(super) how: How,
    /// What is left out of the answers.
    pub(super) except: Vec<Named>,
    /// The units to choose from; empty for all.
    pub(super) among: Vec<Named>,
}
