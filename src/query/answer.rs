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

impl Answer {
    /// The same with other heads above its columns, for a table that people read: pairs of the column and its head.
    #[must_use]
    pub fn headed(self, heads: &[(&str, &str)]) -> Self {
        let Self::Rows { variables, rows } = self else { return self };
        let head = |variable: Variable| {
            let head = heads.iter().find(|(column, _)| *column == variable.as_str());
            head.map_or(variable.clone(), |(_, head)| Variable::new_unchecked(*head))
        };
        Self::Rows { variables: variables.into_iter().map(head).collect(), rows }
    }
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
