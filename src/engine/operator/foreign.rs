//! What the executor cannot do: spareval does it over the same snapshot.

use super::super::batch::{Batch, ROWS, UNBOUND};
use super::super::context::Shared;
use super::super::error::EngineError;
use super::super::foreign::{Dataset, select};
use super::Operator;
use oxigraph::model::Variable;
use spareval::{QueryResults, QuerySolutionIter};
use spargebra::Query;

/// The rows of a pattern that spareval reads.
pub(in super::super) struct Foreign {
    context: Shared,
    query: Query,
    dataset: Dataset,
    variables: Vec<Variable>,
    rows: Option<QuerySolutionIter<'static>>,
}

impl Foreign {
    pub(crate) fn new(context: &Shared, pattern: &spargebra::algebra::GraphPattern, variables: Vec<Variable>, dataset: Dataset) -> Self {
        let query = select(pattern, &variables, dataset.base.clone());
        Self { context: context.clone(), query, dataset, variables, rows: None }
    }
}

impl Operator for Foreign {
    fn next(&mut self) -> Result<Option<Batch>, EngineError> {
        if self.rows.is_none() {
            let QueryResults::Solutions(rows) = self.dataset.evaluate(&self.context, &self.query)? else { return Ok(None) };
            self.rows = Some(rows);
        }
        let Some(rows) = &mut self.rows else { return Ok(None) };
        let mut batch = Batch { columns: vec![Vec::new(); self.variables.len()], rows: 0 };
        for row in rows.take(ROWS) {
            self.context.check()?;
            let row = row?;
            for (column, variable) in batch.columns.iter_mut().zip(&self.variables) {
                column.push(row.get(variable).map_or(Ok(UNBOUND), |term| self.context.intern(term))?);
            }
            batch.rows += 1;
        }
        Ok((batch.rows > 0).then_some(batch))
    }
}
