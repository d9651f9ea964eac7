//! The store and the executors of this crate.

use super::{Answer, Executor};
use fengong::engine::{Executor as Which, Options, Results, evaluate};
use fengong::store::{Builder, Snapshot, StoreError};
use oxigraph::model::Quad;
use spargebra::Query;
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
        if self.executor == Which::Spareval { "spareval" } else { "vectorised" }
    }

    fn is_spareval(&self) -> bool {
        self.executor == Which::Spareval
    }

    fn answer(&self, query: &Query) -> Result<Answer, String> {
        let options = Options {
            executor: self.executor,
            union_default_graph: self.union,
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
