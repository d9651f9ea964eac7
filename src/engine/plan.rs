//! What a query is made of, with variables numbered and terms as ids: the algebra of SPARQL, joins and unions flattened.

use super::batch::Slot;
use super::expression::Expr;
use oxigraph::model::Variable;
use spargebra::algebra::{AggregateFunction, GraphPattern as Algebra};
use std::collections::BTreeSet;

/// Variables of a query.
pub(super) type Slots = BTreeSet<Slot>;

/// One end of a pattern.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum End {
    /// A term that the store knows.
    Is(u32),
    /// A variable.
    Var(Slot),
    /// A term that the store does not know: nothing matches.
    Nowhere,
}

impl End {
    /// The variable of an end.
    pub(super) const fn slot(self) -> Option<Slot> {
        if let Self::Var(slot) = self { Some(slot) } else { None }
    }
}

/// Where a pattern is looked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum InGraph {
    /// The default graph.
    Default,
    /// A named graph.
    One(u32),
    /// Any named graph, which a variable tells.
    Of(Slot),
}

impl InGraph {
    /// The variable that tells it.
    pub(super) const fn slot(self) -> Option<Slot> {
        if let Self::Of(slot) = self { Some(slot) } else { None }
    }
}

/// A triple pattern in a graph.
#[derive(Debug, Clone, Copy)]
pub(super) struct Pattern {
    pub subject: End,
    pub predicate: End,
    pub object: End,
    pub graph: InGraph,
}

impl Pattern {
    /// Its variables.
    pub(super) fn slots(&self) -> impl Iterator<Item = Slot> {
        [self.subject.slot(), self.predicate.slot(), self.object.slot(), self.graph.slot()].into_iter().flatten()
    }
}

/// A property path that is walked; alternatives and sequences that stand outermost are unions and joins.
#[derive(Debug, Clone)]
pub(super) enum Path {
    /// A predicate; nothing where the store does not know it.
    Step(Option<u32>),
    /// Any predicate but these.
    Other(Vec<u32>),
    Inverse(Box<Self>),
    Sequence(Box<Self>, Box<Self>),
    Alternative(Box<Self>, Box<Self>),
    ZeroOrMore(Box<Self>),
    OneOrMore(Box<Self>),
    ZeroOrOne(Box<Self>),
}

/// An aggregate of a group.
#[derive(Debug, Clone)]
pub(super) struct Aggregate {
    /// The variable that it is told under.
    pub slot: Slot,
    /// Nothing for `COUNT(*)`.
    pub of: Option<(AggregateFunction, Expr)>,
    pub distinct: bool,
}

/// A node of the algebra.
#[derive(Debug, Clone)]
pub(super) enum Node {
    /// No row.
    Nothing,
    Pattern(Pattern),
    Path {
        subject: End,
        path: Path,
        object: End,
        graph: InGraph,
    },
    Join(Vec<Self>),
    Optional {
        left: Box<Self>,
        right: Box<Self>,
        condition: Option<Expr>,
    },
    Union(Vec<Self>),
    Filter {
        inner: Box<Self>,
        condition: Expr,
    },
    Extend {
        inner: Box<Self>,
        slot: Slot,
        expression: Expr,
    },
    Minus {
        left: Box<Self>,
        right: Box<Self>,
        /// The variable of the graph where both are looked for, which is none that they share.
        graph: Option<Slot>,
    },
    Values {
        slots: Vec<Slot>,
        rows: Vec<Vec<u32>>,
    },
    Order {
        inner: Box<Self>,
        keys: Vec<(Slot, bool)>,
        limit: Option<usize>,
    },
    Project {
        inner: Box<Self>,
        slots: Vec<Slot>,
    },
    Distinct {
        inner: Box<Self>,
    },
    Slice {
        inner: Box<Self>,
        start: usize,
        length: Option<usize>,
        /// The variable of the graph for each of which so many are taken.
        each: Option<Slot>,
    },
    Group {
        inner: Box<Self>,
        keys: Vec<Slot>,
        aggregates: Vec<Aggregate>,
        /// The graphs that have a group even if it is of no row; the one key is then the graph.
        graphs: Vec<u32>,
    },
    /// What goes to spareval.
    Foreign {
        pattern: Box<Algebra>,
        variables: Vec<(Variable, Slot)>,
    },
}

impl Node {
    /// The variables that every row binds, and those that some may.
    pub(super) fn binds(&self) -> Binds {
        match self {
            Self::Nothing => Binds::default(),
            Self::Pattern(pattern) => Binds::certainly(pattern.slots()),
            Self::Path { subject, object, graph, .. } => {
                Binds::certainly([subject.slot(), object.slot(), graph.slot()].into_iter().flatten())
            }
            Self::Join(parts) => parts.iter().map(Self::binds).fold(Binds::default(), Binds::and),
            Self::Optional { left, right, .. } => left.binds().and_perhaps(&right.binds()),
            Self::Union(branches) => branches.iter().map(Self::binds).reduce(Binds::or).unwrap_or_default(),
            Self::Filter { inner, .. } | Self::Order { inner, .. } | Self::Distinct { inner } | Self::Slice { inner, .. } => inner.binds(),
            Self::Extend { inner, slot, .. } => {
                let mut binds = inner.binds();
                binds.possible.insert(*slot);
                binds
            }
            Self::Minus { left, .. } => left.binds(),
            Self::Values { slots, rows } => {
                let certain = slots.iter().enumerate().filter(|(at, _)| rows.iter().all(|row| row[*at] != super::batch::UNBOUND));
                Binds { certain: certain.map(|(_, slot)| *slot).collect(), possible: slots.iter().copied().collect() }
            }
            Self::Project { inner, slots } => inner.binds().only(slots),
            Self::Group { inner, keys, aggregates, .. } => {
                let mut binds = inner.binds().only(keys);
                binds.possible.extend(keys);
                for aggregate in aggregates {
                    if matches!(aggregate.of, None | Some((AggregateFunction::Count, _))) {
                        binds.certain.insert(aggregate.slot);
                    }
                    binds.possible.insert(aggregate.slot);
                }
                binds
            }
            Self::Foreign { variables, .. } => Binds { certain: Slots::new(), possible: variables.iter().map(|(_, slot)| *slot).collect() },
        }
    }
}

/// Which variables rows bind.
#[derive(Debug, Clone, Default)]
pub(super) struct Binds {
    /// Every row binds them.
    pub certain: Slots,
    /// Some rows may bind them; those that every row binds are among them.
    pub possible: Slots,
}

impl Binds {
    pub(super) fn certainly(slots: impl Iterator<Item = Slot>) -> Self {
        let certain: Slots = slots.collect();
        Self { possible: certain.clone(), certain }
    }

    /// What rows of a join bind.
    pub(super) fn and(mut self, other: Self) -> Self {
        self.certain.extend(other.certain);
        self.possible.extend(other.possible);
        self
    }

    fn and_perhaps(mut self, other: &Self) -> Self {
        self.possible.extend(&other.possible);
        self
    }

    fn or(mut self, other: Self) -> Self {
        self.certain.retain(|slot| other.certain.contains(slot));
        self.possible.extend(other.possible);
        self
    }

    fn only(mut self, slots: &[Slot]) -> Self {
        self.certain.retain(|slot| slots.contains(slot));
        self.possible.retain(|slot| slots.contains(slot));
        self
    }
}
