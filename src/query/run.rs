//! Asking: a query with its parameters against a graph.

use super::bind::bind;
use super::catalogue::{NamedQuery, Parameter, ParameterKind};
use super::error::{QueryError, nothing_called};
use super::lookup::{find_things, names_of, nearest_names};
use super::prefixes::Prefixes;
use super::steps::Step;
use super::syntax::SyntaxError;
use crate::engine::{self, Options, Results};
use crate::graph::vocab::{fg, xsd};
use crate::graph::{Ask, Graph, Server};
use crate::language::Message;
use crate::message;
use chrono::{Local, NaiveDate};
use oxigraph::model::{Literal, NamedNodeRef, Term, Variable};
use oxigraph::sparql::{QueryEvaluationError, QueryResults, QuerySolution, QuerySolutionIter, QueryTripleIter};
use spargebra::SparqlParser;
use std::sync::Arc;
use std::time::Instant;

/// A query that was understood, with its parameters bound.
#[derive(Debug, Clone)]
pub struct Query {
    query: spargebra::Query,
}

impl Query {
    /// Reads SPARQL; the prefixes of [`crate::graph::Names::prefixes`], and those that everyone knows, need no declaration.
    ///
    /// # Errors
    /// [`QueryError::Syntax`] with line, column and a caret.
    pub fn parse(graph: &Graph, text: &str) -> Result<Self, QueryError> {
        Ok(Self::read(&Prefixes::of(graph.names()), text)?)
    }

    /// Reads SPARQL that may use these prefixes.
    ///
    /// # Errors
    /// [`SyntaxError`] with line, column and a caret.
    pub fn read(prefixes: &Prefixes, text: &str) -> Result<Self, SyntaxError> {
        SyntaxError::if_too_deep(text).map_or(Ok(()), Err)?;
        let prefixes = prefixes.needed(text);
        let mut parser = SparqlParser::new();
        for (prefix, iri) in &prefixes {
            // Namespaces of the program's own, or that were checked when they were declared.
            parser = parser.with_prefix(prefix, iri).unwrap_or_default();
        }
        let query = parser.parse_query(text).map_err(|error| SyntaxError::locate(text, &error, &prefixes))?;
        Ok(Self { query })
    }

    /// The query with a variable bound to a term.
    #[must_use]
    pub fn with(mut self, variable: &str, value: Term) -> Self {
        bind(&mut self.query, vec![(Variable::new_unchecked(variable), value)]);
        self
    }

    /// A named query with its parameters, given as the user wrote them.
    ///
    /// # Errors
    /// [`QueryError`] where a parameter is missing, unknown, or names nothing in the graph.
    pub fn named(graph: &Graph, named: &NamedQuery, given: &[(String, String)]) -> Result<Self, QueryError> {
        if let Some((name, _)) = given.iter().find(|(name, _)| named.parameters.iter().all(|parameter| parameter.name != name)) {
            let known = named.parameters.iter().map(|parameter| parameter.name).collect();
            return Err(QueryError::UnknownParameter { query: named.name.to_owned(), name: name.clone(), known });
        }
        let mut query = Self::parse(graph, named.text)?;
        let mut values = Vec::new();
        for parameter in &named.parameters {
            let value = given.iter().rev().find(|(name, _)| name == parameter.name).map(|(_, value)| value.as_str()).or(parameter.default);
            let value = value.ok_or(QueryError::MissingParameter { query: named.name, name: parameter.name, about: parameter.about })?;
            values.push((Variable::new_unchecked(parameter.name), term(graph, parameter, value)?));
        }
        bind(&mut query.query, values);
        Ok(query)
    }

    /// Asks the graph; the default graph is the union of all. The query goes to the server that holds the graph, if one does.
    ///
    /// # Errors
    /// [`QueryError`] where the query cannot be carried through.
    pub fn run(&self, graph: &Graph) -> Result<QueryResults<'static>, QueryError> {
        self.evaluate(graph, Options::default())
    }

    /// The same with options of the engine.
    pub(super) fn evaluate(&self, graph: &Graph, options: Options) -> Result<QueryResults<'static>, QueryError> {
        let ask = Ask { stop: Some(options.stop.clone()), deadline: options.deadline };
        if let Some(answer) = graph.on_server(&self.query, ask) {
            return Ok(answer?);
        }
        let options = Options { union_default_graph: true, memory: options.memory.or(graph.memory()), ..options };
        Ok(match engine::evaluate(&graph.snapshot()?, &self.query, &options)? {
            Results::Boolean(answer) => QueryResults::Boolean(answer),
            Results::Rows { variables, rows } => {
                let columns: Arc<[Variable]> = variables.into();
                let heads = columns.clone();
                let rows = rows.map(move |row| Ok(QuerySolution::from((heads.clone(), row?))));
                QueryResults::Solutions(QuerySolutionIter::new(columns, rows))
            }
            Results::Graph(triples) => {
                let triples = triples.map(|triple| triple.map_err(QueryEvaluationError::from));
                QueryResults::Graph(QueryTripleIter::new(triples))
            }
        })
    }

    /// How the engine went about it, and how long each step took and how much came out of it; the query is carried through.
    pub(super) fn steps(&self, graph: &Graph, options: Options) -> Result<Step, QueryError> {
        if graph.server().is_some() {
            return self.step_on_server(graph, options);
        }
        let options = Options { union_default_graph: true, memory: options.memory.or(graph.memory()), ..options };
        let steps = match engine::evaluate(&graph.snapshot()?, &self.query, &options)? {
            Results::Boolean(_) => None,
            Results::Rows { rows, .. } => rows.count()?.1,
            Results::Graph(mut triples) => {
                triples.try_for_each(|triple| triple.map(drop))?;
                triples.steps()
            }
        };
        Ok(steps.map_or_else(Step::whole, Step::from))
    }

    /// The only step that is known of a server, which does not show its plan: how many rows came, and how long all took.
    fn step_on_server(&self, graph: &Graph, options: Options) -> Result<Step, QueryError> {
        let begun = Instant::now();
        let rows = match self.evaluate(graph, options)? {
            QueryResults::Boolean(_) => 1,
            QueryResults::Solutions(rows) => rows.map(|row| row.map(drop)).collect::<Result<Vec<()>, _>>()?.len(),
            QueryResults::Graph(triples) => triples.map(|triple| triple.map(drop)).collect::<Result<Vec<()>, _>>()?.len(),
        };
        Ok(Step::on_server(graph.server().map_or("", Server::place), rows as u64, begun.elapsed()))
    }

    /// A query of the algebra.
    pub(super) const fn of(query: spargebra::Query) -> Self {
        Self { query }
    }

    /// The query as the algebra of SPARQL.
    pub const fn algebra(&self) -> &spargebra::Query {
        &self.query
    }
}

/// The day of a parameter that is the day on which is asked.
const NOW: &str = "now";

/// Whether words are a day of the calendar, as 2026-11-20.
fn is_day(words: &str) -> bool {
    let is_written = words.len() == 10 && words.bytes().all(|c| c.is_ascii_digit() || c == b'-');
    is_written && NaiveDate::parse_from_str(words, "%Y-%m-%d").is_ok()
}

/// The day that it is where the program runs: an office east of Greenwich begins its day before `NOW()` does, which is UTC.
fn today() -> String {
    Local::now().format("%Y-%m-%d").to_string()
}

fn term(graph: &Graph, parameter: &Parameter, value: &str) -> Result<Term, QueryError> {
    let bad = |why: Message| QueryError::BadParameter { name: parameter.name.to_owned(), value: value.to_owned(), why };
    let classes: &[NamedNodeRef<'_>] = match parameter.kind {
        ParameterKind::Text => return Ok(Literal::new_simple_literal(value).into()),
        ParameterKind::Integer => {
            let number: i64 = value.trim().parse().map_err(|_| bad(message!("a whole number is needed")))?;
            return Ok(Literal::new_typed_literal(number.to_string(), xsd::INTEGER).into());
        }
        ParameterKind::Date if value.trim() == NOW => return Ok(Literal::new_typed_literal(today(), xsd::DATE).into()),
        ParameterKind::Date => {
            return if is_day(value.trim()) {
                Ok(Literal::new_typed_literal(value.trim(), xsd::DATE).into())
            } else {
                Err(bad(message!("a day is needed, such as 2026-11-20")))
            };
        }
        ParameterKind::Unit => &[fg::PARTY],
        ParameterKind::Place => &[fg::PLACE],
        ParameterKind::Topic => &[fg::TOPIC],
        ParameterKind::Industry => &[fg::INDUSTRY],
    };
    let mut found = find_things(graph, value, classes)?;
    match found.len() {
        1 => Ok(found.swap_remove(0).node.into()),
        0 => {
            let names = names_of(graph, classes)?;
            Err(bad(nothing_called(&nearest_names(value, names.iter().map(String::as_str), 3))))
        }
        _ => {
            let names: Vec<String> = found.iter().take(6).map(|found| format!("{} ({})", found.name, found.node.as_str())).collect();
            Err(bad(message!("this may mean several things: {names}; give one of them", names = names.join("、"))))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_day_is_one_of_the_calendar() {
        for day in ["2026-11-20", "2024-02-29", "2000-02-29", "0001-01-01"] {
            assert!(is_day(day), "{day}");
        }
        for none in
            ["2026-02-31", "2025-02-29", "1900-02-29", "2026-04-31", "2026-13-01", "2026-00-10", "2026-1-01", "+026-01-01", "今天", ""]
        {
            assert!(!is_day(none), "{none}");
        }
        assert!(is_day(&today()));
    }
}
