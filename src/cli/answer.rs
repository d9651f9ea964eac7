//! What a query gives, with the names that people know: what is drawn of it, and what is exported.

use super::Failure;
use super::query::failure;
use fengong::analyse::network::Cell;
use fengong::graph::Graph;
use fengong::language::{Language, message};
use fengong::query::{Answer, NameIndex, Prefixes, Query, Row, Schema, drawn_columns};
use oxigraph::model::{Term, Triple, Variable};

/// Everything that a query gave.
pub(super) enum Gathered {
    /// The rows of a SELECT.
    Rows(Vec<Variable>, Vec<Row>),
    /// The statements of a CONSTRUCT or DESCRIBE.
    Statements(Vec<Triple>),
}

/// Asks a query and waits for all of its answer; a yes or no joins nothing.
pub(super) fn gathered(graph: &Graph, query: &Query) -> Result<Gathered, Failure> {
    match query.run(graph).map_err(failure)?.into() {
        Answer::Rows { variables, rows } => {
            let rows = rows.collect::<Result<_, _>>().map_err(failure)?;
            Ok(Gathered::Rows(variables, rows))
        }
        Answer::Graph(triples) => triples.collect::<Result<_, _>>().map(Gathered::Statements).map_err(failure),
        Answer::Boolean(_) => Err(Failure::usage(message!("a yes or no cannot be drawn: ask with SELECT or CONSTRUCT"))),
    }
}

/// The columns of rows, under what they are drawn as by the head of the query (`#+ draw:`).
pub(super) fn columns(text: &str, variables: &[Variable]) -> Vec<String> {
    let drawn = drawn_columns(text);
    let called =
        |name: &str| drawn.iter().find(|(_, column)| *column == name).map_or_else(|| name.to_owned(), |(role, _)| (*role).to_owned());
    variables.iter().map(|variable| called(variable.as_str())).collect()
}

/// The names of a graph.
pub(super) struct Held {
    index: NameIndex,
    schema: Schema,
    prefixes: Prefixes,
}

impl Held {
    /// Reads the names out of a graph.
    pub(super) fn of(graph: &Graph) -> Result<Self, Failure> {
        let index = NameIndex::build(graph).map_err(Failure::finding)?;
        Ok(Self { index, schema: Schema::of(graph).map_err(failure)?, prefixes: Prefixes::of(graph.names()) })
    }

    /// The names in a language.
    pub(super) const fn names(&self, language: Language) -> Names<'_> {
        Names { index: &self.index, schema: &self.schema, prefixes: &self.prefixes, language }
    }
}

/// What things are called.
pub(super) struct Names<'n> {
    /// The names of things.
    pub(super) index: &'n NameIndex,
    /// The names of properties.
    pub(super) schema: &'n Schema,
    /// What other IRIs are shortened by.
    pub(super) prefixes: &'n Prefixes,
    /// The language of names of properties.
    pub(super) language: Language,
}

impl Names<'_> {
    /// A term as a thing of a network.
    pub(super) fn cell(&self, term: &Term) -> Cell {
        let id = match term {
            Term::NamedNode(node) => node.as_str().to_owned(),
            Term::Literal(literal) => literal.value().to_owned(),
            other @ Term::BlankNode(_) => other.to_string(),
        };
        Cell { id, label: self.of(term) }
    }

    /// Rows as things of a network.
    pub(super) fn cells(&self, rows: &[Row]) -> Vec<Vec<Option<Cell>>> {
        rows.iter().map(|row| row.iter().map(|term| term.as_ref().map(|term| self.cell(term))).collect()).collect()
    }

    /// What a term is called.
    pub(super) fn of(&self, term: &Term) -> String {
        match term {
            Term::NamedNode(node) => match (self.index.thing(node), self.schema.label(node.as_str())) {
                (Some(thing), _) => thing.label.clone(),
                (None, Some((zh, en))) => if self.language == Language::Zh { zh } else { en }.clone(),
                (None, None) => self.prefixes.short(node.as_str()),
            },
            Term::Literal(literal) => literal.value().to_owned(),
            other @ Term::BlankNode(_) => self.prefixes.term(other),
        }
    }
}
