//! A network of any kind, with the attributes that other tools show: what measures are taken of, and what is exported.

mod asked;
mod projection;

pub use asked::{Cell, Joined, NoNetwork, Told, joined, of_rows, of_statements};
pub use projection::{Projection, project, topics};

/// Actors and the relations between them.
#[derive(Debug, Clone, PartialEq)]
pub struct Network {
    /// What it is called in names of files and of graphs: a projection's name, or a query's.
    pub name: String,
    /// Whether a relation goes from its source to its target; otherwise it goes both ways.
    pub directed: bool,
    /// Whether actors are of two modes, and relations only between one of the first and one of the second.
    pub two_mode: bool,
    /// What is told of each actor beside its name.
    pub actor_columns: Vec<Column>,
    /// The actors, in a stable order; of two modes, all of the first come before all of the second.
    pub actors: Vec<Actor>,
    /// What is told of each relation beside its weight.
    pub relation_columns: Vec<Column>,
    /// The relations by source and target, no two between the same actors in the same direction, none from an actor to itself.
    pub relations: Vec<Relation>,
}

/// An attribute of all actors or of all relations.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Column {
    /// Its name, in lower case with underscores.
    pub name: String,
    /// What its values are.
    pub kind: ColumnKind,
}

/// What the values of a column are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ColumnKind {
    /// Words.
    Text,
    /// Whole numbers.
    Whole,
    /// Numbers.
    Number,
}

/// A value of an attribute.
#[derive(Debug, Clone, PartialEq)]
pub enum Value {
    /// Words.
    Text(String),
    /// A whole number.
    Whole(i64),
    /// A number.
    Number(f64),
}

/// A unit, task, topic, place, industry or whatever a query found.
#[derive(Debug, Clone, PartialEq)]
pub struct Actor {
    /// What tells it from all others: its IRI where it has one.
    pub id: String,
    /// What it is called; several may be called the same.
    pub label: String,
    /// Whether it is of the second mode; always false in a network of one mode.
    pub second_mode: bool,
    /// A value for each column, or none.
    pub values: Vec<Option<Value>>,
}

/// A relation between two actors.
#[derive(Debug, Clone, PartialEq)]
pub struct Relation {
    /// Where it begins, by its place among the actors.
    pub source: usize,
    /// Where it ends; in a network that is not directed, the later of the two.
    pub target: usize,
    /// How strong it is; above 0.
    pub weight: f64,
    /// The tasks that it comes from, by their places in the ledger; empty where a query made it.
    pub tasks: Vec<usize>,
    /// A value for each column, or none.
    pub values: Vec<Option<Value>>,
}

impl Column {
    /// A column of words.
    pub fn text(name: &str) -> Self {
        Self { name: name.to_owned(), kind: ColumnKind::Text }
    }

    /// A column of whole numbers.
    pub fn whole(name: &str) -> Self {
        Self { name: name.to_owned(), kind: ColumnKind::Whole }
    }

    /// A column of numbers.
    pub fn number(name: &str) -> Self {
        Self { name: name.to_owned(), kind: ColumnKind::Number }
    }
}

impl Value {
    /// Words, or nothing where there are none.
    pub fn words(words: &str) -> Option<Self> {
        (!words.is_empty()).then(|| Self::Text(words.to_owned()))
    }

    /// It as a number, for orders; words are none.
    pub fn number(&self) -> f64 {
        match self {
            Self::Text(_) => f64::NAN,
            Self::Whole(number) => *number as f64,
            Self::Number(number) => *number,
        }
    }

    /// How many.
    pub fn count(many: usize) -> Option<Self> {
        i64::try_from(many).ok().map(Self::Whole)
    }
}

impl std::fmt::Display for Value {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Text(words) => f.write_str(words),
            Self::Whole(number) => write!(f, "{number}"),
            Self::Number(number) => write!(f, "{number}"),
        }
    }
}

impl Network {
    /// The actor of an identifier or, where it is the only one of it, of a label.
    pub fn actor(&self, name: &str) -> Option<usize> {
        let mut called = (0..self.actors.len()).filter(|at| self.actors[*at].label == name);
        self.actors.iter().position(|actor| actor.id == name).or_else(|| called.next().filter(|_| called.next().is_none()))
    }

    /// How many actors are of the first mode; all of them in a network of one mode.
    pub fn first_mode(&self) -> usize {
        self.actors.iter().take_while(|actor| !actor.second_mode).count()
    }
}
