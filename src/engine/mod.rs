//! **engine**: SPARQL over the columns of a store.
//!
//! A query's algebra is [`lower`]ed to a [`plan`] with numbered variables and ids for terms, [`build`] makes [`operator`]s of it that hand
//! on [`batch`]es of rows, and `answer.rs` makes terms of what comes out. [`expression`]s are evaluated once for each distinct term.
//! What stands in `GRAPH` goes through [`graphs`] and [`named`]. What the executor has no form for goes to spareval over the same snapshot
//! ([`foreign`]): a whole query, or a node of it.

mod answer;
mod batch;
mod build;
mod context;
mod error;
mod explain;
mod expression;
mod foreign;
mod graphs;
mod look;
mod lower;
mod matches;
mod named;
mod operator;
mod options;
mod plan;
mod rank;
mod unfold;

pub use answer::{Results, Row, Rows, Triples};
pub use error::EngineError;
pub use explain::Step;
pub use options::{Executor, Options, Stop};

use crate::store::{Id, Snapshot, View};
use answer::{Answer, Constructed, From, FromTriples};
use build::Builder;
use context::{Context, Shared};
use explain::Steps;
use foreign::Dataset;
use graphs::marked;
use lower::Lowering;
use named::written_out;
use oxigraph::model::Variable;
use plan::Slots;
use rustc_hash::{FxHashMap, FxHashSet};
use spareval::QueryResults;
use spargebra::Query;
use spargebra::term::{TermPattern, TriplePattern};
use sparopt::algebra::GraphPattern;
use std::collections::BTreeSet;
use unfold::unfolded;

/// Carries a query through.
///
/// # Errors
/// [`EngineError`] where the store cannot be read, the query is stopped, or asks for what is not to be had; rows may fail later too.
pub fn evaluate(snapshot: &Snapshot, query: &Query, options: &Options) -> Result<Results, EngineError> {
    let view = view(snapshot, query, options)?;
    let dataset = Dataset::of(snapshot, query, &view, options);
    // Where a query names graphs for its default graph alone, `GRAPH` may name none.
    let among = query.dataset().map(|dataset| dataset.named.iter().flatten().cloned().collect());
    let context = Context::new(snapshot.clone(), view, options.clone(), among);
    let mut query = unfolded(query);
    if let (Executor::Vectorised, Query::Describe { pattern, .. }) = (options.executor, &mut query) {
        *pattern = written_out(&context, marked(pattern))?;
    }
    let query = &query;
    if options.executor == Executor::Spareval || matches!(query, Query::Describe { .. }) {
        return Ok(match dataset.evaluate(&context, query)? {
            QueryResults::Boolean(answer) => Results::Boolean(answer),
            QueryResults::Solutions(rows) => Results::Rows { variables: rows.variables().to_vec(), rows: Rows(From::Spareval(rows)) },
            QueryResults::Graph(triples) => Results::Graph(Triples(FromTriples::Spareval(triples))),
        });
    }
    let (Query::Select { pattern, .. } | Query::Construct { pattern, .. } | Query::Ask { pattern, .. } | Query::Describe { pattern, .. }) =
        query;
    let algebra = GraphPattern::from(&marked(pattern));
    let mut lowering = Lowering::new(&context, query.base_iri().is_some());
    let node = lowering.query(&algebra)?;
    match query {
        Query::Select { pattern, .. } => {
            let variables = columns(pattern);
            let slots: Vec<_> = variables.iter().map(|variable| lowering.slot(variable)).collect();
            let answer = answer(&context, &dataset, lowering.names(), node, &slots, false)?;
            Ok(Results::Rows { variables, rows: Rows(From::Vectorised(Box::new(answer))) })
        }
        Query::Construct { template, .. } => {
            let mut variables = BTreeSet::new();
            for pattern in template {
                variables.extend(spargebra::algebra::GraphPattern::Bgp { patterns: vec![pattern.clone()] }.in_scope());
            }
            let variables: Vec<Variable> = variables.into_iter().collect();
            let slots: Vec<_> = variables.iter().map(|variable| lowering.slot(variable)).collect();
            let answer = answer(&context, &dataset, lowering.names(), node, &slots, !has_blank_nodes(template))?;
            let variables: FxHashMap<Variable, usize> = variables.into_iter().zip(0..).collect();
            let made = Constructed { answer, template: template.clone(), variables, ready: Vec::new(), made: FxHashSet::default() };
            Ok(Results::Graph(Triples(FromTriples::Vectorised(Box::new(made)))))
        }
        Query::Ask { .. } | Query::Describe { .. } => {
            let mut answer = answer(&context, &dataset, lowering.names(), node, &[], false)?;
            Ok(Results::Boolean(answer.rows.next()?.is_some_and(|batch| batch.rows > 0)))
        }
    }
}

/// The rows of a plan, and of rows that are the same in these variables the first alone where that is asked for.
fn answer(
    context: &Shared,
    dataset: &Dataset,
    names: &[Variable],
    node: plan::Node,
    slots: &[u32],
    distinct: bool,
) -> Result<Answer, EngineError> {
    let steps = Steps::new(names.to_vec());
    let mut builder = Builder::new(context, dataset, steps.clone());
    let needed: Slots = slots.iter().copied().collect();
    let mut stream = builder.build(node, &needed)?;
    if distinct {
        stream = builder.distinct(stream, slots.to_vec());
    }
    Ok(Answer::new(context, stream, slots, steps))
}

/// Whether a template makes blank nodes: these are new for each row, while without them rows that are the same make the same triples.
fn has_blank_nodes(template: &[TriplePattern]) -> bool {
    let blank = |end: &TermPattern| matches!(end, TermPattern::BlankNode(_));
    template.iter().any(|pattern| blank(&pattern.subject) || blank(&pattern.object))
}

/// The graphs of the default graph.
fn view(snapshot: &Snapshot, query: &Query, options: &Options) -> Result<View, EngineError> {
    let Some(dataset) = query.dataset() else {
        return Ok(if options.union_default_graph { View::Union } else { View::Graphs([Id::DEFAULT_GRAPH].into()) });
    };
    let mut ids = Vec::new();
    for name in &dataset.default {
        ids.extend(snapshot.id_of(name.as_ref().into())?);
    }
    ids.sort_unstable();
    ids.dedup();
    Ok(View::Graphs(ids.into()))
}

/// The columns of a `SELECT`, in their order.
fn columns(pattern: &spargebra::algebra::GraphPattern) -> Vec<Variable> {
    use spargebra::algebra::GraphPattern as Algebra;
    match pattern {
        Algebra::Project { variables, .. } => variables.clone(),
        Algebra::Distinct { inner } | Algebra::Reduced { inner } | Algebra::Slice { inner, .. } | Algebra::OrderBy { inner, .. } => {
            columns(inner)
        }
        other => other.in_scope().into_iter().collect(),
    }
}

/// The variables of a pattern that are seen outside of it.
trait InScope {
    fn in_scope(&self) -> BTreeSet<Variable>;
}

impl InScope for spargebra::algebra::GraphPattern {
    fn in_scope(&self) -> BTreeSet<Variable> {
        let mut variables = BTreeSet::new();
        self.on_in_scope_variable(|variable| _ = variables.insert(variable.clone()));
        variables
    }
}
