//! What is told of a group: counts, sums, extremes, texts in a row.
//!
//! After SPARQL 1.1 §18.5.1; a value that is an error makes all aggregates but `COUNT` and `SAMPLE` an error, as it says there.

use super::super::batch::{ROWS, UNBOUND};
use super::super::context::Context;
use super::super::error::EngineError;
use super::super::rank::Sortable;
use oxigraph::model::{Literal, Term};
use oxsdatatypes::{Decimal, Double, Float, Integer};
use rustc_hash::FxHashSet;
use spareval::ExpressionTerm;
use spargebra::algebra::AggregateFunction;

/// An aggregate that is being made.
pub(in super::super) enum Accumulator {
    Count(i64),
    CountDistinct(FxHashSet<u32>),
    Sample(u32),
    Sum(Sum),
    Extreme { best: Option<(u32, Sortable)>, most: bool, failed: bool },
    Concat { text: Option<String>, separator: String, language: Option<Option<String>> },
    Distinct { seen: FxHashSet<u32>, inner: Box<Self> },
}

/// A sum, and of how many it is.
pub(in super::super) struct Sum {
    sum: Option<Number>,
    count: i64,
    /// Whether the mean is asked for.
    mean: bool,
    /// Whether it may be another one where it is added up in parts: floats are rounded, and what is large may be too large on the way.
    loose: bool,
}

/// What numbers are at most of which as many as there can be have a sum that is not too large.
const NEAR: i64 = 1 << 30;

/// A number of one of the four types that SPARQL reckons with.
#[derive(Clone, Copy)]
enum Number {
    Integer(Integer),
    Decimal(Decimal),
    Float(Float),
    Double(Double),
}

impl Accumulator {
    /// An aggregate of no value yet; `function` is none for `COUNT(*)`.
    pub(crate) fn new(function: Option<&AggregateFunction>, distinct: bool) -> Self {
        let plain = match function {
            None | Some(AggregateFunction::Count) if distinct => return Self::CountDistinct(FxHashSet::default()),
            None | Some(AggregateFunction::Count) => return Self::Count(0),
            Some(AggregateFunction::Sample | AggregateFunction::Custom(_)) => return Self::Sample(UNBOUND),
            Some(AggregateFunction::Min) => return Self::Extreme { best: None, most: false, failed: false },
            Some(AggregateFunction::Max) => return Self::Extreme { best: None, most: true, failed: false },
            Some(function @ (AggregateFunction::Sum | AggregateFunction::Avg)) => {
                let mean = matches!(function, AggregateFunction::Avg);
                Self::Sum(Sum { sum: Some(Number::Integer(Integer::default())), count: 0, mean, loose: false })
            }
            Some(AggregateFunction::GroupConcat { separator }) => {
                let separator = separator.clone().unwrap_or_else(|| " ".to_owned());
                Self::Concat { text: Some(String::new()), separator, language: None }
            }
        };
        if distinct { Self::Distinct { seen: FxHashSet::default(), inner: Box::new(plain) } } else { plain }
    }

    /// Adds the value of a row.
    pub(crate) fn add(&mut self, context: &Context, id: u32) -> Result<(), EngineError> {
        match self {
            Self::Count(count) => *count += i64::from(id != UNBOUND),
            Self::CountDistinct(seen) => {
                if id != UNBOUND && seen.insert(id) {
                    context.hold(8)?;
                }
            }
            Self::Sample(sample) => {
                if *sample == UNBOUND {
                    *sample = id;
                }
            }
            Self::Sum(sum) => sum.add(context, id)?,
            Self::Extreme { best, most, failed } => match context.term(id)? {
                None => *failed = true,
                Some(_) if best.as_ref().is_some_and(|(best, _)| *best == id) => {}
                Some(term) => {
                    let sortable = Sortable::new(term);
                    let better = |(_, best): &(u32, Sortable)| if *most { sortable > *best } else { sortable < *best };
                    if best.as_ref().is_none_or(better) {
                        *best = Some((id, sortable));
                    }
                }
            },
            Self::Concat { text, separator, language } => {
                let term = context.term(id)?.map(ExpressionTerm::from);
                let (value, of_value) = match term {
                    Some(ExpressionTerm::StringLiteral(value)) => (value, None),
                    Some(ExpressionTerm::LangStringLiteral { value, language }) => (value, Some(language)),
                    _ => {
                        *text = None;
                        return Ok(());
                    }
                };
                let Some(text) = text else { return Ok(()) };
                match language {
                    None => *language = Some(of_value),
                    Some(before) => {
                        if *before != of_value {
                            *before = None;
                        }
                        text.push_str(separator);
                    }
                }
                context.hold(value.len())?;
                text.push_str(&value);
            }
            Self::Distinct { seen, inner } => {
                if seen.insert(id) {
                    context.hold(8)?;
                    inner.add(context, id)?;
                }
            }
        }
        Ok(())
    }

    /// How many bytes are held for the values that were met.
    pub(crate) fn bytes(&self) -> usize {
        match self {
            Self::CountDistinct(seen) | Self::Distinct { seen, .. } => seen.len() * 8,
            _ => 0,
        }
    }

    /// Whether parts of it, one after the other, make it as a whole.
    pub(crate) const fn can_be_divided(function: &AggregateFunction) -> bool {
        !matches!(function, AggregateFunction::GroupConcat { .. } | AggregateFunction::Custom(_))
    }

    /// Other ids in place of those that it holds.
    pub(crate) fn translate(&mut self, here: &dyn Fn(u32) -> u32) {
        match self {
            Self::Count(_) | Self::Sum(_) | Self::Concat { .. } => {}
            Self::CountDistinct(seen) => *seen = seen.iter().map(|id| here(*id)).collect(),
            Self::Sample(id) => *id = here(*id),
            Self::Extreme { best, .. } => {
                if let Some((id, _)) = best {
                    *id = here(*id);
                }
            }
            Self::Distinct { seen, inner } => {
                *seen = seen.iter().map(|id| here(*id)).collect();
                inner.translate(here);
            }
        }
    }

    /// Adds what came behind it; false where that is not what it would be as a whole.
    pub(crate) fn and(&mut self, context: &Context, other: Self) -> Result<bool, EngineError> {
        match (self, other) {
            (Self::Count(count), Self::Count(more)) => *count += more,
            (Self::CountDistinct(seen), Self::CountDistinct(more)) => unite(context, seen, more, |_| Ok(()))?,
            (Self::Sample(sample), Self::Sample(other)) => {
                if *sample == UNBOUND {
                    *sample = other;
                }
            }
            (Self::Sum(sum), Self::Sum(more)) => return Ok(sum.and(&more)),
            (Self::Extreme { best, most, failed }, Self::Extreme { best: other, failed: also, .. }) => {
                *failed |= also;
                if let Some((id, sortable)) = other {
                    let better = |(_, best): &(u32, Sortable)| if *most { sortable > *best } else { sortable < *best };
                    if best.as_ref().is_none_or(better) {
                        *best = Some((id, sortable));
                    }
                }
            }
            (Self::Distinct { seen, inner }, Self::Distinct { seen: more, inner: other }) => {
                if let Self::Sum(_) = inner.as_ref() {
                    unite(context, seen, more, |id| inner.add(context, id))?;
                    return Ok(matches!((inner.as_ref(), *other), (Self::Sum(sum), Self::Sum(more)) if !sum.loose && !more.loose));
                }
                unite(context, seen, more, |_| Ok(()))?;
                return inner.and(context, *other);
            }
            _ => return Ok(false),
        }
        Ok(true)
    }

    /// What it came to; unbound where it is an error.
    pub(crate) fn finish(&self, context: &Context) -> Result<u32, EngineError> {
        let term = match self {
            Self::Count(count) => Literal::from(*count),
            Self::CountDistinct(seen) => Literal::from(i64::try_from(seen.len()).unwrap_or(i64::MAX)),
            Self::Sample(sample) => return Ok(*sample),
            Self::Extreme { failed: true, .. } | Self::Extreme { best: None, .. } => return Ok(UNBOUND),
            Self::Extreme { best: Some((best, _)), .. } => return Ok(*best),
            Self::Distinct { inner, .. } => return inner.finish(context),
            Self::Sum(sum) => match sum.finish() {
                Some(Number::Integer(number)) => number.into(),
                Some(Number::Decimal(number)) => number.into(),
                Some(Number::Float(number)) => number.into(),
                Some(Number::Double(number)) => number.into(),
                None => return Ok(UNBOUND),
            },
            Self::Concat { text: None, .. } => return Ok(UNBOUND),
            Self::Concat { text: Some(text), language, .. } => match language.clone().flatten() {
                Some(language) => Literal::new_language_tagged_literal_unchecked(text, language),
                None => Literal::new_simple_literal(text),
            },
        };
        context.intern(&Term::from(term))
    }
}

impl Sum {
    /// Adds the sum of what came behind; false where it may be another one than of all values in their order.
    fn and(&mut self, other: &Self) -> bool {
        self.sum = self.sum.zip(other.sum).and_then(|(sum, more)| sum.plus(more));
        self.count += other.count;
        self.loose |= other.loose;
        !self.loose
    }

    fn add(&mut self, context: &Context, id: u32) -> Result<(), EngineError> {
        let Some(sum) = self.sum else { return Ok(()) };
        self.count += 1;
        if let (Number::Integer(sum), Some(number)) = (sum, super::super::expression::integer(id)) {
            self.sum = sum.checked_add(number).map(Number::Integer);
            return Ok(());
        }
        let number = context.term(id)?.map(ExpressionTerm::from).and_then(|term| match term {
            ExpressionTerm::IntegerLiteral(number) => Some(Number::Integer(number)),
            ExpressionTerm::DecimalLiteral(number) => Some(Number::Decimal(number)),
            ExpressionTerm::FloatLiteral(number) => Some(Number::Float(number)),
            ExpressionTerm::DoubleLiteral(number) => Some(Number::Double(number)),
            _ => None,
        });
        if number.is_some_and(|number| !number.is_near()) {
            self.loose = true;
            context.give_up();
        }
        self.sum = number.and_then(|number| sum.plus(number));
        Ok(())
    }

    fn finish(&self) -> Option<Number> {
        let sum = self.sum?;
        if !self.mean || self.count == 0 {
            return Some(sum);
        }
        let count = Integer::from(self.count);
        Some(match sum {
            Number::Integer(sum) => Number::Decimal(Decimal::from(sum).checked_div(count)?),
            Number::Decimal(sum) => Number::Decimal(sum.checked_div(count)?),
            Number::Float(sum) => Number::Float(sum / Float::from(count)),
            Number::Double(sum) => Number::Double(sum / Double::from(count)),
        })
    }
}

impl Number {
    /// The sum of two numbers, in the wider of their types.
    fn plus(self, other: Self) -> Option<Self> {
        Some(match (self, other) {
            (Self::Integer(one), Self::Integer(other)) => Self::Integer(one.checked_add(other)?),
            (Self::Double(one), other) => Self::Double(one + other.double()),
            (one, Self::Double(other)) => Self::Double(one.double() + other),
            (Self::Float(one), other) => Self::Float(one + other.float()),
            (one, Self::Float(other)) => Self::Float(one.float() + other),
            (one, other) => Self::Decimal(one.decimal().checked_add(other.decimal())?),
        })
    }

    /// Whether it is exact, and not large.
    fn is_near(self) -> bool {
        let (low, high) = (Decimal::from(-NEAR), Decimal::from(NEAR));
        matches!(self, Self::Integer(_) | Self::Decimal(_)) && (low..=high).contains(&self.decimal())
    }

    fn double(self) -> Double {
        match self {
            Self::Integer(number) => number.into(),
            Self::Decimal(number) => number.into(),
            Self::Float(number) => number.into(),
            Self::Double(number) => number,
        }
    }

    fn float(self) -> Float {
        match self {
            Self::Integer(number) => number.into(),
            Self::Decimal(number) => number.into(),
            Self::Float(number) => number,
            Self::Double(number) => number.into(),
        }
    }

    fn decimal(self) -> Decimal {
        match self {
            Self::Integer(number) => number.into(),
            Self::Decimal(number) => number,
            Self::Float(_) | Self::Double(_) => Decimal::default(),
        }
    }
}

/// Adds ids to others, and tells those that are new.
fn unite(
    context: &Context,
    seen: &mut FxHashSet<u32>,
    more: FxHashSet<u32>,
    mut new: impl FnMut(u32) -> Result<(), EngineError>,
) -> Result<(), EngineError> {
    // Without room for all, ids in the order of their hashes would crowd in one place of the table.
    seen.reserve(more.len());
    for (at, id) in more.into_iter().enumerate() {
        if at % ROWS == 0 {
            context.check()?;
        }
        if seen.insert(id) {
            new(id)?;
        }
    }
    Ok(())
}
