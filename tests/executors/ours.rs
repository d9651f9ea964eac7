//! The store and the executors of this crate.

use super::{Answer, Executor};
use fengong::engine::{Executor as Which, Options, Results, evaluate};
use fengong::store::{Builder, Snapshot, StoreError};
use oxigraph::model::Quad;
use spargebra::Query;
use std::num::NonZeroUsize;
use std::time::{Duration, Instant};

/// A query of a test that takes longer is one that does not end.
const LONGEST: Duration = Duration::from_secs(10);
/// What a query of a test may hold, in bytes.
const MEMORY: usize = 1 << 30;

/// A state of the store, asked by one executor.
#[derive(Clone)]
pub(crate) struct Ours {
    /// What is asked.
    pub(crate) snapshot: Snapshot,
    /// Who asks.
    pub(crate) executor: Which,
    /// Whether the default graph is the union of all.
    pub(crate) union: bool,
    /// How many threads it has, for whatever can be cut; nothing for the usual number for what is large.
    pub(crate) threads: Option<NonZeroUsize>,
}

/// A store in memory, of one segment.
pub(crate) fn snapshot(quads: &[Quad]) -> Result<Snapshot, StoreError> {
    let mut builder = Builder::new();
    for quad in quads {
        builder.add(quad.as_ref())?;
    }
    Snapshot::empty().with(builder)
}

impl Executor for Ours {
    fn name(&self) -> &'static str {
        match (self.executor, self.threads) {
            (Which::Spareval, _) => "spareval",
            (Which::Vectorised, None) => "vectorised",
            (Which::Vectorised, Some(_)) => "threads",
        }
    }

    fn is_spareval(&self) -> bool {
        self.executor == Which::Spareval
    }

    fn answer(&self, query: &Query) -> Result<Answer, String> {
        let answer = self.with(query, self.threads)?;
        let Some(threads) = self.threads else { return Ok(answer) };
        // However many threads there are, the same rows come in the same order.
        let (one, more) = (self.with(query, NonZeroUsize::new(1))?, self.with(query, threads.checked_add(2))?);
        if (is_same(&answer, &one) && is_same(&more, &one)) || !self.is_steady(query, &one)? {
            return Ok(answer);
        }
        Err(format!("{threads} threads: {answer}and other numbers: {one}{more}"))
    }
}

/// Whether rows are the same, in the same order.
fn is_same(one: &Answer, other: &Answer) -> bool {
    match (one, other) {
        (Answer::Rows { rows: one, .. }, Answer::Rows { rows: other, .. }) => one == other,
        _ => true,
    }
}

impl Ours {
    /// Whether the answer of one thread always is the same: what spareval does follows plans of sparopt, which goes through sets without an order.
    fn is_steady(&self, query: &Query, one: &Answer) -> Result<bool, String> {
        for _ in 0..20 {
            if !is_same(&self.with(query, NonZeroUsize::new(1))?, one) {
                return Ok(false);
            }
        }
        Ok(true)
    }

    fn with(&self, query: &Query, threads: Option<NonZeroUsize>) -> Result<Answer, String> {
        let options = Options {
            executor: self.executor,
            union_default_graph: self.union,
            threads,
            large: threads.map(|_| 1),
            memory: Some(MEMORY),
            deadline: Instant::now().checked_add(LONGEST),
            ..Options::default()
        };
        match evaluate(&self.snapshot, query, &options).map_err(|error| error.to_string())? {
            Results::Boolean(value) => Ok(Answer::Boolean(value)),
            Results::Rows { variables, rows } => {
                let rows = rows.collect::<Result<Vec<_>, _>>().map_err(|error| error.to_string())?;
                Ok(Answer::Rows { variables, rows })
            }
            Results::Graph(triples) => Ok(Answer::graph(triples.collect::<Result<Vec<_>, _>>().map_err(|error| error.to_string())?)),
        }
    }
}
