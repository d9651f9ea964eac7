//! spareval over the same snapshot: for whole queries, and for the parts that the executor cannot do.

use super::context::Context;
use super::error::EngineError;
use super::look::watched;
use super::matches::with_matches;
use super::options::{Options, Stop};
use crate::store::{GraphFilter, Queryable, Snapshot, View};
use oxigraph::model::{GraphName, NamedNode, NamedOrBlankNode, Variable};
use spareval::{QueryEvaluator, QueryResults};
use spargebra::Query;
use spargebra::algebra::GraphPattern as Algebra;
use std::collections::BTreeSet;

/// What a query may see, as spareval needs it.
#[derive(Clone)]
pub(super) struct Dataset {
    pub snapshot: Snapshot,
    /// The default graph.
    pub(super) default: GraphFilter,
    /// The graphs that `GRAPH` may name; nothing for all.
    pub(super) named: Option<Vec<NamedOrBlankNode>>,
    /// What relative IRIs are relative to.
    pub base: Option<oxiri::Iri<String>>,
    pub evaluator: QueryEvaluator,
    pub stop: Stop,
}

impl Dataset {
    /// What a query may see, its default graph being a view.
    pub(super) fn of(snapshot: &Snapshot, query: &Query, view: &View, options: &Options) -> Self {
        let default = match view {
            View::Union => GraphFilter::Union,
            View::Graphs(graphs) => GraphFilter::Merged(graphs.clone()),
        };
        let named = query.dataset().map(|dataset| {
            // Where a query names graphs for its default graph alone, `GRAPH` may name none.
            // One that is named twice is there once.
            let named: BTreeSet<NamedNode> = dataset.named.iter().flatten().cloned().collect();
            named.into_iter().map(Into::into).collect()
        });
        let (base, evaluator) = (query.base_iri().cloned(), options.evaluator.clone());
        Self { snapshot: snapshot.clone(), default, named, base, evaluator, stop: options.stop.clone() }
    }

    /// Asks spareval.
    pub(super) fn evaluate(&self, context: &Context, query: &Query) -> Result<QueryResults<'static>, EngineError> {
        context.check()?;
        let (query, evaluator) = watched(query, with_matches(self.evaluator.clone()), &self.stop);
        let mut prepared = evaluator.prepare(&query);
        prepared.dataset_mut().set_default_graph(vec![GraphName::DefaultGraph]);
        if let Some(named) = &self.named {
            prepared.dataset_mut().set_available_named_graphs(named.clone());
        }
        Ok(prepared.execute(Queryable::new(self.snapshot.clone(), self.default.clone()))?)
    }
}

/// A query for the rows of a pattern.
pub(super) fn select(pattern: &Algebra, variables: &[Variable], base: Option<oxiri::Iri<String>>) -> Query {
    let pattern = Algebra::Project { inner: Box::new(pattern.clone()), variables: variables.to_vec() };
    Query::Select { dataset: None, pattern, base_iri: base }
}
