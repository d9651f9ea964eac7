//! What came out of a query: a yes or no, rows, or statements, one after the other as they are found.

use super::error::QueryError;
use crate::graph::BlankNames;
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

impl Answer {
    /// The rows of some columns. Nodes that the query made are numbered as they come.
    pub(super) fn of_rows(variables: Vec<Variable>, rows: impl Iterator<Item = Result<Row, QueryError>> + 'static) -> Self {
        let mut blank = BlankNames::of_answer();
        let named = move |row: Row| row.into_iter().map(|term| term.map(|term| blank.term(term))).collect();
        Self::Rows { variables, rows: Box::new(rows.map(passing(named))) }
    }

    /// Statements, their nodes numbered likewise.
    pub(super) fn of_statements(triples: impl Iterator<Item = Result<Triple, QueryError>> + 'static) -> Self {
        let mut blank = BlankNames::of_answer();
        Self::Graph(Box::new(triples.map(passing(move |triple| blank.triple(triple)))))
    }
}

/// The same of what is there, and errors as they are.
fn passing<T, E>(mut change: impl FnMut(T) -> T) -> impl FnMut(Result<T, E>) -> Result<T, E> {
    move |item| item.map(&mut change)
}

impl From<QueryResults<'static>> for Answer {
    fn from(results: QueryResults<'static>) -> Self {
        match results {
            QueryResults::Boolean(answer) => Self::Boolean(answer),
            QueryResults::Graph(triples) => Self::of_statements(triples.map(|triple| Ok(triple?))),
            QueryResults::Solutions(solutions) => {
                let variables = solutions.variables().to_vec();
                let rows = solutions.map(|solution| Ok(solution?.values().to_vec()));
                Self::of_rows(variables, rows)
            }
        }
    }
}
