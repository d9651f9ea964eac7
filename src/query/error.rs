//! Why a query was not answered: what, where, how to mend it.

use super::syntax::SyntaxError;
use crate::engine::EngineError;
use crate::graph::{BackendError, GraphError};
use crate::language::{Message, Speak};
use crate::message;
use oxigraph::sparql::QueryEvaluationError;
use std::time::Duration;

/// Why a query was not answered.
#[derive(Debug, thiserror::Error)]
#[error("{}", self.message())]
pub enum QueryError {
    /// The words are no SPARQL.
    Syntax(#[from] SyntaxError),
    /// The query could not be carried through.
    Evaluation(QueryEvaluationError),
    /// The engine could not carry it through.
    Engine(EngineError),
    /// The server that holds the graph gave no answer.
    Server(BackendError),
    /// Someone stopped it.
    Cancelled,
    /// It ran longer than it may.
    TimedOut(Duration),
    /// No named query of this name.
    UnknownQuery {
        /// What was asked for.
        name: String,
        /// Names like it.
        nearest: Vec<String>,
    },
    /// A parameter without a value.
    MissingParameter {
        /// The query.
        query: &'static str,
        /// The parameter.
        name: &'static str,
        /// What it means, in Chinese and English.
        about: (&'static str, &'static str),
    },
    /// A parameter that the query does not have.
    UnknownParameter {
        /// The query.
        query: String,
        /// What was given.
        name: String,
        /// What it has.
        known: Vec<&'static str>,
    },
    /// A parameter whose value does not fit.
    BadParameter {
        /// The parameter.
        name: String,
        /// What was given.
        value: String,
        /// What is wrong.
        why: Message,
    },
    /// The graph cannot be read.
    Graph(#[from] GraphError),
    /// The results cannot be written.
    Write(#[from] std::io::Error),
    /// The format does not fit the kind of query.
    Format {
        /// The format.
        format: &'static str,
        /// What the query gives.
        what: &'static str,
        /// Formats that fit.
        fitting: &'static str,
    },
}

impl From<QueryEvaluationError> for QueryError {
    fn from(error: QueryEvaluationError) -> Self {
        match error {
            QueryEvaluationError::Cancelled => Self::Cancelled,
            QueryEvaluationError::Dataset(cause) => match cause.downcast::<EngineError>() {
                Ok(error) => Self::Engine(*error),
                Err(cause) => match cause.downcast::<BackendError>() {
                    Ok(error) => (*error).into(),
                    Err(cause) => Self::Evaluation(QueryEvaluationError::Dataset(cause)),
                },
            },
            error => Self::Evaluation(error),
        }
    }
}

impl From<BackendError> for QueryError {
    fn from(error: BackendError) -> Self {
        match error {
            BackendError::Stopped => Self::Cancelled,
            error => Self::Server(error),
        }
    }
}

impl From<EngineError> for QueryError {
    fn from(error: EngineError) -> Self {
        match error {
            EngineError::Stopped => Self::Cancelled,
            EngineError::Evaluation(error) => error.into(),
            error => Self::Engine(error),
        }
    }
}

impl Speak for QueryError {
    fn message(&self) -> Message {
        match self {
            Self::Syntax(error) => error.message(),
            Self::Evaluation(error) => message!("the query failed: {cause}", cause = error),
            Self::Engine(error) => error.message(),
            Self::Server(error) => error.message(),
            Self::Cancelled => message!("the query was stopped"),
            Self::TimedOut(limit) => {
                message!(
                    "the query was stopped after {seconds} s; give it more with --timeout (0 for no end)",
                    seconds = limit.as_secs_f64()
                )
            }
            Self::UnknownQuery { name, nearest } => message!(
                "there is no query 「{name}」; the nearest: {nearest}; `fengong query --list` shows all",
                name = name,
                nearest = nearest.join(", ")
            ),
            Self::MissingParameter { query, name, about: (zh, en) } => message!(
                "query {query} needs {name}=… ({about})",
                query = query,
                name = name,
                about => Message::both(en, zh)
            ),
            Self::UnknownParameter { query, name, known } if known.is_empty() => {
                message!("query {query} has no parameter {name}; it has none", query = query, name = name)
            }
            Self::UnknownParameter { query, name, known } => {
                message!("query {query} has no parameter {name}; it has {known}", query = query, name = name, known = known.join(", "))
            }
            Self::BadParameter { name, value, why } => {
                message!("{name}={value}: {why}", name = name, value = value, why => why.clone())
            }
            Self::Graph(error) => error.message(),
            Self::Write(error) => message!("the results could not be written: {cause}", cause => error.message()),
            Self::Format { format, what, fitting } => {
                message!("{format} is no format for {what}; choose {fitting}", format = format, what = what, fitting = fitting)
            }
        }
    }
}

/// That nothing has a name, and which names are like it.
pub(super) fn nothing_called(nearest: &[String]) -> Message {
    if nearest.is_empty() {
        return message!("nothing in the graph has this name");
    }
    message!("nothing in the graph has this name; the nearest names are {nearest}", nearest = nearest.join("、"))
}
