//! How a query is carried through.

use spareval::{CancellationToken, QueryEvaluator};
use std::num::NonZeroUsize;
use std::time::Instant;

/// Who carries a query through.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Executor {
    /// The vectorised executor; what it cannot do, whole or in part, goes to spareval.
    #[default]
    Vectorised,
    /// spareval alone.
    Spareval,
}

/// How a query is carried through.
#[derive(Clone, Default)]
pub struct Options {
    /// Who carries it through.
    pub executor: Executor,
    /// Whether the default graph of a query that names none is the union of all graphs.
    pub union_default_graph: bool,
    /// How many bytes the vectorised executor may hold; without it as many as there are.
    pub memory: Option<usize>,
    /// How many threads large parts of it may be read by; without it as many as the machine has processors. The answer is the same.
    pub threads: Option<NonZeroUsize>,
    /// From how many rows on these are used; without it from as many as make it worth it.
    pub large: Option<u64>,
    /// Stops it from another thread.
    pub stop: Stop,
    /// When it is over, ended or not.
    pub deadline: Option<Instant>,
    /// The spareval that does what is left to it: with functions of one's own, with services.
    pub evaluator: QueryEvaluator,
}

/// Stops a query from another thread; made anew for each query.
#[derive(Clone, Default)]
pub struct Stop(CancellationToken);

impl Stop {
    /// A stop that nobody has pulled.
    pub fn new() -> Self {
        Self::default()
    }

    /// Stops the query.
    pub fn pull(&self) {
        self.0.cancel();
    }

    /// Whether it was pulled.
    pub fn is_pulled(&self) -> bool {
        self.0.is_cancelled()
    }

    pub(super) fn token(&self) -> CancellationToken {
        self.0.clone()
    }
}
