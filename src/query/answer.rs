//! What came out of a query: a yes or no, rows, or statements, one after the other as they are found.

use super::error::QueryError;
use oxigraph::model::{Term, Triple, Variable};
use oxigraph::sparql::QueryResults;

/// What came out of a query.
pub enum Answer {
    /// Of ASK.
    Boolean(bool),
    /// Of SELECT.
    Rows {
        /// The columns.
        variables: Vec<Variable>,
        /// The rows, in order.
        rows: Box<dyn Iterator<Item = Result<Row, QueryError>>>,
    },
    /// Of CONSTRUCT and DESCRIBE.
    Graph(Box<dyn Iterator<Item = Result<Triple, QueryError>>>),
}

/// A row: a term, or nothing, for each column.
pub type Row = Vec<Option<Term>>;

impl From<QueryResults<'static>> for Answer {
    fn from(results: QueryResults<'static>) -> Self {
        match results {
            QueryResults::Boolean(answer) => Self::Boolean(answer),
            QueryResults::Graph(triples) => Self::Graph(Box::new(triples.map(|triple| Ok(triple?)))),
            QueryResults::Solutions(solutions) => {
                let variables = solutions.variables().to_vec();
                let rows = solutions.map(|solution| Ok(solution?.values().to_vec()));
                Self::Rows { variables, rows: Box::new(rows) }
            }
        }
    }
}
