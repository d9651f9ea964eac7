//! Servers that hold a graph and are asked by SPARQL.

use crate::engine::Stop;
use crate::language::{Message, Speak, message};
use oxigraph::sparql::{QueryEvaluationError, QueryResults};
use std::fmt;
use std::time::{Duration, Instant};

/// A server that holds a graph and is asked by SPARQL.
pub trait Backend: Send + Sync + fmt::Debug {
    /// Where it is, as it is said to the user: a URL without credentials.
    fn place(&self) -> &str;

    /// Answers a query. The default graph of a query that names none is the union of all graphs. Rows come as the server sends them: what goes
    /// wrong after the first is an error among the rows ([`QueryEvaluationError::Dataset`] with a [`BackendError`] in it, which `into` makes).
    ///
    /// # Errors
    /// [`BackendError`] where there is no answer. An answer that the server cut short is none: [`BackendError::Cut`], here or in the place of the
    /// row after the last.
    fn query(&self, query: &spargebra::Query, ask: &Ask) -> Result<QueryResults<'static>, BackendError>;

    /// What kind of server it is taken for, as it is named on the command line: by it is known what the server does not do, or does differently.
    fn profile(&self) -> &'static str;

    /// Whether a named graph is one that the server keeps for itself, and that nobody means who wants the whole graph.
    fn is_own_graph(&self, graph: &str) -> bool {
        let _ = graph;
        false
    }

    /// Whether statements may stand outside of all named graphs.
    fn has_default_graph(&self) -> bool {
        true
    }
}

/// What is allowed for one query.
#[derive(Clone, Default)]
pub struct Ask {
    /// Stops it from another thread; looked at while waiting and while rows are read.
    pub stop: Option<Stop>,
    /// When it is over, ended or not.
    pub deadline: Option<Instant>,
}

/// Why a server gave no answer.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{}", self.message())]
pub enum BackendError {
    /// Nobody answers there.
    Unreachable {
        /// Where it should be.
        place: String,
        /// What the connection said.
        cause: String,
    },
    /// It wants to know who asks, or knows and does not allow it.
    Denied {
        /// Where it is.
        place: String,
        /// The status of HTTP.
        status: u16,
        /// Whether a name and a password, or a token, were sent.
        given: bool,
    },
    /// It does not carry the query through.
    Refused {
        /// Where it is.
        place: String,
        /// The status of HTTP.
        status: u16,
        /// What it says.
        words: String,
    },
    /// It gives only the beginning of the answer.
    Cut {
        /// Where it is.
        place: String,
        /// How many rows it gives at most.
        rows: u64,
    },
    /// Its answer ended before it was whole.
    Broken {
        /// Where it is.
        place: String,
        /// How that is known.
        why: Message,
    },
    /// It took longer than it may.
    TimedOut {
        /// Where it is.
        place: String,
        /// How long it was waited.
        after: Duration,
    },
    /// Somebody stopped the query.
    Stopped,
    /// It is known not to do what the query needs.
    Unsupported {
        /// Where it is.
        place: String,
        /// What it does not do.
        what: Message,
    },
    /// What it sent cannot be read.
    Garbled {
        /// Where it is.
        place: String,
        /// What is wrong with it.
        cause: String,
    },
}

impl Speak for BackendError {
    fn message(&self) -> Message {
        match self {
            Self::Unreachable { place, cause } => {
                message!(
                    "{place} cannot be reached: {cause}; is it running, and is the URL that of its SPARQL queries?",
                    place = place,
                    cause = cause
                )
            }
            Self::Denied { place, status, given: true } => message!(
                "{place} does not take the user name and password, or token, that it was given (status {status})",
                place = place,
                status = status
            ),
            Self::Denied { place, status: status @ 401, .. } => message!(
                "{place} wants to know who asks (status {status}); set FENGONG_USER and FENGONG_PASSWORD, or FENGONG_TOKEN, or write it into ~/.netrc",
                place = place,
                status = status
            ),
            Self::Denied { place, status, .. } => message!("{place} does not allow it (status {status})", place = place, status = status),
            Self::Refused { place, status, words } => {
                message!("{place} refused the query (status {status}): {words}", place = place, status = status, words = words)
            }
            Self::Cut { place, rows } => message!(
                "{place} gives no more than {rows} rows of an answer, and this one is longer; ask for less (LIMIT, or a narrower pattern), or raise the limit of the server",
                place = place,
                rows = rows
            ),
            Self::Broken { place, why } => message!("the answer of {place} is not whole: {why}", place = place, why => why.clone()),
            Self::TimedOut { place, after } => message!(
                "{place} did not answer within {seconds} s; give it more with --server-timeout (0 for no end)",
                place = place,
                seconds = after.as_secs_f64()
            ),
            Self::Stopped => message!("the query was stopped"),
            Self::Unsupported { place, what } => message!("{place} does not do this: {what}", place = place, what => what.clone()),
            Self::Garbled { place, cause } => message!("what {place} sent cannot be read: {cause}", place = place, cause = cause),
        }
    }
}

/// For those who read results as spareval gives them.
impl From<BackendError> for QueryEvaluationError {
    fn from(error: BackendError) -> Self {
        match error {
            BackendError::Stopped => Self::Cancelled,
            error => Self::Dataset(Box::new(error)),
        }
    }
}
