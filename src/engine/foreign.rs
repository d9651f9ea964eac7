//! spareval over the same snapshot: for whole queries, and for the parts that the executor cannot do.

use super::context::Context;
use super::error::EngineError;
use super::options::Options;
use crate::store::{Queryable, Snapshot};
use oxigraph::model::{GraphName, Variable};
use spareval::{QueryEvaluator, QueryResults};
use spargebra::Query;
use spargebra::algebra::{GraphPattern as Algebra, QueryDataset};
use sparopt::algebra::GraphPattern;

/// What a query may see, as spareval needs it.
#[derive(Clone)]
pub(super) struct Dataset {
    pub snapshot: Snapshot,
    /// The graphs that the query names.
    pub named: Option<QueryDataset>,
    /// Whether the default graph is the union of all.
    pub union: bool,
    /// What relative IRIs are relative to.
    pub base: Option<oxiri::Iri<String>>,
    pub evaluator: QueryEvaluator,
}

impl Dataset {
    /// What a query may see.
    pub(super) fn of(snapshot: &Snapshot, query: &Query, options: &Options) -> Self {
        Self {
            snapshot: snapshot.clone(),
            named: query.dataset().cloned(),
            union: options.union_default_graph && query.dataset().is_none(),
            base: query.base_iri().cloned(),
            evaluator: options.evaluator.clone().with_cancellation_token(options.stop.token()),
        }
    }

    /// Asks spareval.
    pub(super) fn evaluate(&self, context: &Context, query: &Query) -> Result<QueryResults<'static>, EngineError> {
        context.check()?;
        let mut prepared = self.evaluator.prepare(query);
        if let Some(named) = &self.named {
            let default = named.default.iter().cloned().map(GraphName::from).collect();
            prepared.dataset_mut().set_default_graph(default);
            if let Some(named) = &named.named {
                prepared.dataset_mut().set_available_named_graphs(named.iter().cloned().map(Into::into).collect());
            }
        }
        Ok(prepared.execute(Queryable::new(self.snapshot.clone(), self.union))?)
    }
}

/// A query for the rows of a pattern.
pub(super) fn select(pattern: &GraphPattern, variables: &[Variable], base: Option<oxiri::Iri<String>>) -> Query {
    let pattern = Algebra::Project { inner: Box::new(Algebra::from(pattern)), variables: variables.to_vec() };
    Query::Select { dataset: None, pattern, base_iri: base }
}
