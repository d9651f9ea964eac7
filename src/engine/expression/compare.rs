//! Comparing terms by their ids, where ids alone, or texts, tell.

use super::super::batch::UNBOUND;
use super::super::context::{Context, is_local};
use super::super::error::EngineError;
use super::{Arithmetic, Comparison};
use crate::store::{Id, Kind};
use std::cmp::Ordering;

impl Comparison {
    /// Whether an order is as it asks.
    pub(crate) const fn holds(self, order: Ordering) -> bool {
        match self {
            Self::Less => order.is_lt(),
            Self::LessOrEqual => order.is_le(),
            Self::Greater => order.is_gt(),
            Self::GreaterOrEqual => order.is_ge(),
        }
    }
}

/// The kind of a term that the store knows; nothing for one that only the query knows.
fn kind(context: &Context, id: u32) -> Result<Option<Kind>, EngineError> {
    if is_local(id) { Ok(None) } else { Ok(Some(context.snapshot.kind(Id(id))?)) }
}

/// The whole number of an id that holds one.
pub(in super::super) fn integer(id: u32) -> Option<i64> {
    Id(id).integer()
}

/// Whether two terms are equal as SPARQL's `=` has it; nothing where their values are to be looked at.
pub(super) fn equal(context: &Context, one: u32, other: u32) -> Result<Option<bool>, EngineError> {
    if one == UNBOUND || other == UNBOUND {
        return Ok(None);
    }
    let (Some(left), Some(right)) = (kind(context, one)?, kind(context, other)?) else { return Ok(None) };
    let plain = |kind: Kind| matches!(kind, Kind::Blank | Kind::Iri | Kind::Simple);
    Ok(match (left, right) {
        (left, right) if plain(left) && plain(right) => Some(one == other),
        (Kind::Integer, Kind::Integer) | (Kind::Boolean, Kind::Boolean) | (Kind::Date, Kind::Date) => Some(one == other),
        _ => None,
    })
}

/// The order of two terms as SPARQL's `<` has it; nothing where their values are to be looked at.
pub(super) fn order(context: &Context, one: u32, other: u32) -> Result<Option<Ordering>, EngineError> {
    if one == UNBOUND || other == UNBOUND {
        return Ok(None);
    }
    let (Some(left), Some(right)) = (kind(context, one)?, kind(context, other)?) else { return Ok(None) };
    Ok(match (left, right) {
        (Kind::Integer, Kind::Integer) | (Kind::Date, Kind::Date) => Some(one.cmp(&other)),
        (Kind::Simple, Kind::Simple) => Some(texts(context, one, other)?),
        _ => None,
    })
}

/// The order of the texts of two terms that the store knows.
pub(super) fn texts(context: &Context, one: u32, other: u32) -> Result<Ordering, EngineError> {
    let (one, other) = (Id(one), Id(other));
    if context.snapshot.same_order(one, other) {
        return Ok(one.cmp(&other));
    }
    Ok(context.snapshot.with_text(one, |one| context.snapshot.with_text(other, |other| one.cmp(other)))??)
}

/// The order of `STR` of two terms; nothing where one has none.
pub(super) fn strings(context: &Context, one: u32, other: u32) -> Result<Option<Ordering>, EngineError> {
    if one == UNBOUND || other == UNBOUND {
        return Ok(None);
    }
    let (left, right) = (kind(context, one)?, kind(context, other)?);
    if left == Some(Kind::Blank) || right == Some(Kind::Blank) {
        return Ok(None);
    }
    if let (Some(Kind::Iri | Kind::Simple), Some(Kind::Iri | Kind::Simple)) = (left, right) {
        return texts(context, one, other).map(Some);
    }
    let (Some(one), Some(other)) = (text(context, one)?, text(context, other)?) else { return Ok(None) };
    Ok(Some(one.cmp(&other)))
}

/// `STR` of a term; nothing where it has none.
pub(super) fn text(context: &Context, id: u32) -> Result<Option<String>, EngineError> {
    use oxigraph::model::Term;
    Ok(match context.term(id)? {
        Some(Term::NamedNode(node)) => Some(node.into_string()),
        Some(Term::Literal(literal)) => Some(literal.value().to_owned()),
        _ => None,
    })
}

/// What two whole numbers give, where it is a whole number that an id holds.
pub(super) fn compute(how: Arithmetic, one: u32, other: u32) -> Option<u32> {
    let (one, other) = (integer(one)?, integer(other)?);
    let result = match how {
        Arithmetic::Add => one.checked_add(other),
        Arithmetic::Subtract => one.checked_sub(other),
        Arithmetic::Multiply => one.checked_mul(other),
    };
    Id::of_integer(result?).map(|id| id.0)
}
