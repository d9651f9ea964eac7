//! Expressions that spareval evaluates, each combination of terms once.

use super::super::batch::UNBOUND;
use super::super::context::Context;
use super::super::error::EngineError;
use super::super::matches::with_matches;
use super::Opaque;
use oxigraph::model::{Term, Variable};
use rustc_hash::FxHashMap;
use spareval::QueryEvaluator;
use sparopt::algebra::Expression;

/// An expression with what it gave for the terms that were met.
pub(super) struct Evaluated {
    expression: Expression,
    variables: Vec<Variable>,
    evaluator: QueryEvaluator,
    values: FxHashMap<Box<[u32]>, u32>,
    pairs: FxHashMap<u64, u32>,
}

impl Evaluated {
    pub(super) fn new(opaque: &Opaque) -> Self {
        Self {
            expression: opaque.expression.clone(),
            variables: opaque.variables.iter().map(|(variable, _)| variable.clone()).collect(),
            evaluator: with_matches(QueryEvaluator::new()),
            values: FxHashMap::default(),
            pairs: FxHashMap::default(),
        }
    }

    /// The value for these terms, one a variable; unbound where it is an error.
    pub(super) fn value(&mut self, context: &Context, ids: &[u32]) -> Result<u32, EngineError> {
        // One and two are the common cases: a number is a cheaper key than a list.
        let packed = match ids {
            [one] => Some(u64::from(*one)),
            [one, other] => Some(u64::from(*one) << 32 | u64::from(*other)),
            _ => None,
        };
        let known = packed.map_or_else(|| self.values.get(ids), |pair| self.pairs.get(&pair));
        if let Some(value) = known {
            return Ok(*value);
        }
        context.check()?;
        let mut terms: Vec<(&Variable, Term)> = Vec::with_capacity(ids.len());
        for (variable, id) in self.variables.iter().zip(ids) {
            if let Some(term) = context.term(*id)? {
                terms.push((variable, term));
            }
        }
        let value = match self.evaluator.evaluate_expression(&self.expression, terms) {
            Some(term) => context.intern(&term)?,
            None => UNBOUND,
        };
        context.hold(16 + 4 * ids.len())?;
        match packed {
            Some(pair) => self.pairs.insert(pair, value),
            None => self.values.insert(ids.into(), value),
        };
        Ok(value)
    }
}
