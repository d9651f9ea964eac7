//! Expressions over columns: conditions and computed values, evaluated once for each distinct term, or pair of terms, that a column holds.
//!
//! [`Expr`] is what a query says, [`lower`] makes it of the algebra; [`compiled`] evaluates it over the columns of an operator; whatever
//! has no form of its own here is [`opaque`]: spareval evaluates it, once for each combination of terms.

mod compare;
mod compiled;
mod lower;
mod opaque;

pub(super) use compare::integer;
pub(super) use compiled::{Compiled, found};

use super::batch::Slot;
use super::plan::{Node, Slots};
use crate::text::Words;
use oxigraph::model::Variable;
use sparopt::algebra::Expression;
use std::sync::Arc;

/// How two terms are compared.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Comparison {
    Less,
    LessOrEqual,
    Greater,
    GreaterOrEqual,
}

/// Where in a text words are looked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Within {
    /// `CONTAINS`
    Anywhere,
    /// `STRSTARTS`
    Start,
    /// `STRENDS`
    End,
}

/// Arithmetic of whole numbers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Arithmetic {
    Add,
    Subtract,
    Multiply,
}

/// An expression of a query.
#[derive(Debug, Clone)]
pub(super) enum Expr {
    Constant(u32),
    Slot(Slot),
    Or(Vec<Self>),
    And(Vec<Self>),
    Not(Box<Self>),
    Equal(Box<Self>, Box<Self>, Box<Opaque>),
    Same(Box<Self>, Box<Self>),
    Compare(Comparison, Box<Self>, Box<Self>, Box<Opaque>),
    Compute(Arithmetic, Box<Self>, Box<Self>, Box<Opaque>),
    Bound(Slot),
    Exists(Box<Node>),
    /// Words that stand in the text of a variable: `string` where it is `STR` of it.
    Text {
        within: Within,
        slot: Slot,
        string: bool,
        words: String,
    },
    /// Words that a variable is to match: `fg:matches`.
    Matches(Slot, Arc<Words>),
    /// Two variables compared by their texts: `STR(?a) < STR(?b)`.
    CompareTexts(Comparison, Slot, Slot),
    /// `STR`, which gives the characters of a term as they are written.
    String(Box<Self>),
    If(Box<Self>, Box<Self>, Box<Self>),
    Coalesce(Vec<Self>),
    Opaque(Box<Opaque>),
}

/// An expression that spareval evaluates, with the variables that it looks at.
#[derive(Debug, Clone)]
pub(super) struct Opaque {
    pub expression: Expression,
    pub variables: Vec<(Variable, Slot)>,
}

impl Expr {
    /// That two variables hold the same term.
    pub(super) fn same(one: Slot, other: Slot) -> Self {
        Self::Same(Box::new(Self::Slot(one)), Box::new(Self::Slot(other)))
    }

    /// The variables that it looks at, those inside `EXISTS` too.
    pub(super) fn slots(&self) -> Slots {
        let mut slots = Slots::new();
        self.add_slots(&mut slots);
        slots
    }

    /// How it is called among the steps of a query.
    pub(super) fn name(&self) -> &'static str {
        match self {
            Self::Or(_) => "any of several",
            Self::And(_) => "all of several",
            Self::Not(inner) if matches!(**inner, Self::Exists(_)) => "not exists",
            Self::Not(_) => "not",
            Self::Exists(_) => "exists",
            Self::Equal(..) => "=",
            Self::Same(..) => "same term",
            Self::Compare(..) => "comparison",
            Self::CompareTexts(..) => "comparison of texts",
            Self::Text { .. } => "words in a text",
            Self::Matches(..) => "matches",
            Self::Bound(_) => "bound",
            _ => "condition",
        }
    }

    fn add_slots(&self, slots: &mut Slots) {
        match self {
            Self::Constant(_) => {}
            Self::Slot(slot) | Self::Bound(slot) | Self::Text { slot, .. } | Self::Matches(slot, _) => _ = slots.insert(*slot),
            Self::CompareTexts(_, one, other) => slots.extend([one, other]),
            Self::Or(parts) | Self::And(parts) | Self::Coalesce(parts) => parts.iter().for_each(|part| part.add_slots(slots)),
            Self::Not(inner) | Self::String(inner) => inner.add_slots(slots),
            Self::Same(one, other) | Self::Equal(one, other, _) | Self::Compare(_, one, other, _) | Self::Compute(_, one, other, _) => {
                one.add_slots(slots);
                other.add_slots(slots);
            }
            Self::If(condition, then, otherwise) => [condition, then, otherwise].into_iter().for_each(|part| part.add_slots(slots)),
            Self::Exists(node) => mentioned(node, slots),
            Self::Opaque(opaque) => slots.extend(opaque.variables.iter().map(|(_, slot)| *slot)),
        }
    }
}

/// All variables that a node or an expression in it speaks of.
pub(super) fn mentioned(node: &Node, slots: &mut Slots) {
    slots.extend(node.binds().possible);
    match node {
        Node::Join(parts) | Node::Union(parts) => parts.iter().for_each(|part| mentioned(part, slots)),
        Node::Optional { left, right, condition } => {
            mentioned(left, slots);
            mentioned(right, slots);
            slots.extend(condition.iter().flat_map(Expr::slots));
        }
        Node::Minus { left, right, .. } => {
            mentioned(left, slots);
            mentioned(right, slots);
        }
        Node::Filter { inner, condition } => {
            mentioned(inner, slots);
            slots.extend(condition.slots());
        }
        Node::Extend { inner, expression, .. } => {
            mentioned(inner, slots);
            slots.extend(expression.slots());
        }
        _ => {}
    }
}
