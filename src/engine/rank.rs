//! The order in which `ORDER BY` puts terms: unbound, blank nodes, IRIs, literals, each kind by its values.
//!
//! After SPARQL 1.1 §15.1. Where it leaves the order open, literals stand by their sort: strings, strings of a language, numbers, truth
//! values, moments, all else by its datatype: one order for all, so that a sort can rely on it.

use super::batch::UNBOUND;
use super::context::{Context, is_local};
use super::error::EngineError;
use super::expression::integer;
use crate::store::{Id, Kind};
use oxigraph::model::Term;
use oxsdatatypes::{DateTime, Decimal, Double, TimezoneOffset};
use rustc_hash::FxHashMap;
use spareval::ExpressionTerm;
use std::cmp::Ordering;

/// The rank of each row of a column.
pub(super) enum Ranks {
    /// The ids are in the order of their terms.
    Ids(Vec<u32>),
    /// A rank a row.
    Of(Vec<u32>),
}

impl Ranks {
    /// The ranks of a column.
    pub(super) fn of(context: &Context, ids: &[u32]) -> Result<Self, EngineError> {
        if ordered_by_ids(context, ids)? {
            return Ok(Self::Ids(ids.to_vec()));
        }
        let mut distinct = ids.to_vec();
        distinct.sort_unstable();
        distinct.dedup();
        let mut terms = Vec::with_capacity(distinct.len());
        context.hold(distinct.len() * 100)?;
        for id in &distinct {
            terms.push((*id, context.term(*id)?.map(Sortable::new)));
        }
        context.check()?;
        terms.sort_unstable_by(|(_, one), (_, other)| one.cmp(other));
        let mut ranks: FxHashMap<u32, u32> = FxHashMap::default();
        let mut rank = 0;
        for (at, (id, term)) in terms.iter().enumerate() {
            if at > 0 && terms[at - 1].1 != *term {
                rank += 1;
            }
            ranks.insert(*id, rank);
        }
        context.release(distinct.len() * 100);
        Ok(Self::Of(ids.iter().map(|id| ranks[id]).collect()))
    }

    /// The rank of a row.
    pub(super) fn at(&self, row: usize) -> u32 {
        match self {
            Self::Ids(ranks) | Self::Of(ranks) => ranks[row],
        }
    }
}

/// Whether all ids are whole numbers, or all of terms of one kind that stand in the order of their texts.
fn ordered_by_ids(context: &Context, ids: &[u32]) -> Result<bool, EngineError> {
    let Some(first) = ids.first() else { return Ok(true) };
    if ids.iter().all(|id| integer(*id).is_some()) {
        return Ok(true);
    }
    let plain = |id: u32| id != UNBOUND && !is_local(id);
    if !plain(*first) || !matches!(context.snapshot.kind(Id(*first))?, Kind::Iri | Kind::Simple) {
        return Ok(false);
    }
    let (low, high) = ids.iter().fold((*first, *first), |(low, high), id| (low.min(*id), high.max(*id)));
    Ok(plain(low) && plain(high) && context.snapshot.same_order(Id(low), Id(high)) && context.snapshot.same_order(Id(low), Id(*first)))
}

/// A term as it is sorted; nothing, the unbound, comes first.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Sortable {
    Blank(String),
    Iri(String),
    Text(String),
    Worded(String, String),
    /// A number: as a float, and what of a decimal the float does not hold.
    Number(Total, Decimal),
    Truth(bool),
    /// A moment or a part of one: the datatype, and the moment in universal time.
    Moment(String, i64, [u8; 4], Decimal),
    Other(String, String),
}

/// A float with an order: what is no number comes first.
#[derive(Debug, Clone, Copy)]
pub(super) struct Total(f64);

impl Ord for Total {
    fn cmp(&self, other: &Self) -> Ordering {
        match (self.0.is_nan(), other.0.is_nan()) {
            (true, true) => Ordering::Equal,
            (true, false) => Ordering::Less,
            (false, true) => Ordering::Greater,
            _ => self.0.partial_cmp(&other.0).unwrap_or(Ordering::Equal),
        }
    }
}

impl PartialOrd for Total {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl PartialEq for Total {
    fn eq(&self, other: &Self) -> bool {
        self.cmp(other).is_eq()
    }
}

impl Eq for Total {}

impl Sortable {
    /// A term as it is sorted.
    pub(super) fn new(term: Term) -> Self {
        let literal = match term {
            Term::NamedNode(node) => return Self::Iri(node.into_string()),
            Term::BlankNode(node) => return Self::Blank(node.into_string()),
            Term::Literal(literal) => literal,
        };
        let of_decimal = |number: Decimal| {
            let float = Double::from(number);
            let rest = Decimal::try_from(float).ok().and_then(|held| number.checked_sub(held));
            Self::Number(Total(float.into()), rest.unwrap_or_default())
        };
        let datatype = literal.datatype().as_str().to_owned();
        match ExpressionTerm::from(Term::from(literal.clone())) {
            ExpressionTerm::StringLiteral(value) => Self::Text(value),
            ExpressionTerm::LangStringLiteral { value, language } => Self::Worded(value, language),
            ExpressionTerm::IntegerLiteral(number) => of_decimal(number.into()),
            ExpressionTerm::DecimalLiteral(number) => of_decimal(number),
            ExpressionTerm::FloatLiteral(number) => Self::Number(Total(Double::from(number).into()), Decimal::default()),
            ExpressionTerm::DoubleLiteral(number) => Self::Number(Total(number.into()), Decimal::default()),
            ExpressionTerm::BooleanLiteral(truth) => Self::Truth(truth.into()),
            ExpressionTerm::DateTimeLiteral(moment) => Self::moment(datatype, moment),
            ExpressionTerm::DateLiteral(day) => match DateTime::try_from(day) {
                Ok(moment) => Self::moment(datatype, moment),
                Err(_) => Self::Other(datatype, literal.value().to_owned()),
            },
            _ => Self::Other(datatype, literal.value().to_owned()),
        }
    }

    fn moment(datatype: String, moment: DateTime) -> Self {
        let universal = moment.timezone_offset().and_then(|_| moment.adjust(Some(TimezoneOffset::UTC))).unwrap_or(moment);
        let parts = [universal.month(), universal.day(), universal.hour(), universal.minute()];
        Self::Moment(datatype, universal.year(), parts, universal.second())
    }
}
