//! One test: the query is parsed, and answered by each executor.

use super::executors::{Answer, Equality, Executor, isomorphic, rows_of};
use super::expected::{Expected, expected, through};
use super::files::Files;
use super::manifest::{Kind, Test};
use oxigraph::model::{GraphName, NamedNode, Quad, Variable};
use spargebra::{Query, SparqlParser};
use std::collections::BTreeSet;
use std::error::Error;

/// How a test went.
#[derive(Debug, Clone)]
pub(crate) enum Outcome {
    /// As expected.
    Passed,
    /// As expected but for how a number is written.
    ByValue,
    /// Otherwise: what came.
    Failed(String),
}

/// Who a test was put to, and how it went.
pub(crate) type Told = (&'static str, Outcome);

/// What the parser is called in tables.
pub(crate) const PARSER: &str = "parser";

/// Puts a test to all that can take it.
pub(crate) fn run(files: &Files, test: &Test) -> Result<Vec<Told>, Box<dyn Error>> {
    let text = files.text(&test.query)?;
    let parsed = SparqlParser::new().with_base_iri(&test.query)?.parse_query(&text);
    Ok(match (test.kind, parsed) {
        (Kind::Positive, Ok(_)) | (Kind::Negative, Err(_)) => vec![(PARSER, Outcome::Passed)],
        (Kind::Positive, Err(error)) => vec![(PARSER, Outcome::Failed(error.to_string()))],
        (Kind::Negative, Ok(_)) => vec![(PARSER, Outcome::Failed("was taken".to_owned()))],
        (Kind::Evaluation, Err(error)) => {
            super::executors::NAMES.iter().map(|name| (*name, Outcome::Failed(format!("does not parse: {error}")))).collect()
        }
        (Kind::Evaluation, Ok(query)) => {
            let expected = expected(files, test.result.as_deref().ok_or_else(|| format!("{}: no result", test.id))?)?;
            let executors = super::executors::all(&quads(files, test, &query)?)?;
            executors.iter().map(|executor| (executor.name(), judge(executor.as_ref(), &query, &expected, test.lax))).collect()
        }
    })
}

/// What the executors are to know: the data of the test, and what the query itself names as its data.
fn quads(files: &Files, test: &Test, query: &Query) -> Result<Vec<Quad>, Box<dyn Error>> {
    let mut quads = Vec::new();
    for file in &test.data {
        quads.extend(files.quads(file, &GraphName::DefaultGraph)?);
    }
    for (name, file) in &test.graphs {
        quads.extend(files.quads(file, &NamedNode::new(name)?.into())?);
    }
    if let Some(dataset) = query.dataset() {
        let known: BTreeSet<&String> = test.graphs.iter().map(|(name, _)| name).collect();
        let named: BTreeSet<&NamedNode> = dataset.default.iter().chain(dataset.named.iter().flatten()).collect();
        for graph in named.into_iter().filter(|graph| !known.contains(&graph.as_str().to_owned())) {
            quads.extend(files.quads(graph.as_str(), &graph.clone().into())?);
        }
    }
    Ok(quads)
}

fn judge(executor: &dyn Executor, query: &Query, expected: &Expected, lax: bool) -> Outcome {
    let answer = match executor.answer(query) {
        Ok(answer) => answer,
        Err(error) => return Outcome::Failed(error),
    };
    let answer = match expected.format.map(|format| through(&answer, format)).transpose() {
        Ok(again) => again.unwrap_or(answer),
        Err(error) => return Outcome::Failed(error.to_string()),
    };
    if same(&answer, expected, lax, Equality::Term) {
        Outcome::Passed
    } else if same(&answer, expected, lax, Equality::Value) {
        Outcome::ByValue
    } else {
        Outcome::Failed(format!("expected {}got {answer}", expected.answer))
    }
}

fn same(answer: &Answer, expected: &Expected, lax: bool, equality: Equality) -> bool {
    match (answer, &expected.answer) {
        (Answer::Boolean(answer), Answer::Boolean(expected)) => answer == expected,
        (Answer::Graph(answer), Answer::Graph(expected)) => isomorphic(&rows_of(answer), &rows_of(expected), false, equality),
        (Answer::Rows { variables, .. }, Answer::Rows { variables: wanted, rows: wanted_rows }) => {
            let names: BTreeSet<&str> = variables.iter().map(Variable::as_str).collect();
            // A file of results leaves out variables that are nowhere bound.
            let other = wanted.iter().any(|variable| !names.contains(variable.as_str()));
            let Answer::Rows { rows, .. } = answer.in_columns(wanted) else { return false };
            let Answer::Rows { rows: whole, .. } = answer else { return false };
            let dropped = variables.iter().enumerate().filter(|(_, variable)| !wanted.contains(variable));
            let empty = dropped.into_iter().all(|(at, _)| whole.iter().all(|row| row[at].is_none()));
            if lax {
                let mut rows = rows;
                let mut wanted = wanted_rows.clone();
                for bag in [&mut rows, &mut wanted] {
                    bag.sort_unstable_by_key(|row| format!("{row:?}"));
                    bag.dedup();
                }
                return !other && empty && isomorphic(&rows, &wanted, false, equality);
            }
            !other && empty && isomorphic(&rows, wanted_rows, expected.ordered, equality)
        }
        _ => false,
    }
}
