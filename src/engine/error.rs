//! Why a query could not be carried through.

use crate::language::{Message, Speak, message};
use crate::store::StoreError;
use spareval::QueryEvaluationError;

/// Why a query could not be carried through.
#[derive(Debug, thiserror::Error)]
#[error("{}", self.message())]
pub enum EngineError {
    /// The store could not be read.
    Store(#[from] StoreError),
    /// What went to spareval failed there.
    Evaluation(#[from] QueryEvaluationError),
    /// Somebody stopped the query, or its time was over.
    Stopped,
    /// The query needs more memory than it may have: the limit, in bytes.
    Memory(usize),
}

impl Speak for EngineError {
    fn message(&self) -> Message {
        match self {
            Self::Store(cause) => cause.message(),
            Self::Evaluation(cause) => message!("the query could not be evaluated: {cause}", cause = cause),
            Self::Stopped => message!("the query was stopped"),
            Self::Memory(limit) => message!(
                "the query needs more than {limit} MB of memory; ask for less, or give more with --memory",
                limit = limit / 1_000_000
            ),
        }
    }
}
