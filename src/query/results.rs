//! What came out of a query, in the form that was asked for.

use super::error::QueryError;
use super::table::{self, Shortener, Style};
use crate::graph::{Names, rdf};
use oxigraph::model::GraphName;
use oxigraph::sparql::QueryResults;
use oxigraph::sparql::results::{QueryResultsFormat, QueryResultsSerializer};
use std::io::Write;

/// Forms of results.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Format {
    /// A table for people.
    Table,
    /// SPARQL 1.1 CSV.
    Csv,
    /// SPARQL 1.1 TSV.
    Tsv,
    /// SPARQL 1.1 JSON.
    Json,
    /// SPARQL 1.1 XML.
    Xml,
    /// A table in Markdown.
    Markdown,
    /// RDF, for CONSTRUCT and DESCRIBE.
    Rdf(rdf::Format),
}

impl Format {
    /// The forms of tables; those of RDF are [`rdf::Format::ALL`].
    const TABLES: &[Self] = &[Self::Table, Self::Csv, Self::Tsv, Self::Json, Self::Xml, Self::Markdown];

    /// Every form.
    pub fn all() -> impl Iterator<Item = Self> {
        Self::TABLES.iter().copied().chain(rdf::Format::ALL.iter().copied().map(Self::Rdf))
    }

    /// The form of a name.
    pub fn named(name: &str) -> Option<Self> {
        Self::all().find(|format| format.name() == name)
    }

    /// The name on the command line.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Table => "table",
            Self::Csv => "csv",
            Self::Tsv => "tsv",
            Self::Json => "json",
            Self::Xml => "xml",
            Self::Markdown => "markdown",
            Self::Rdf(format) => format.name(),
        }
    }

    const fn of_results(self) -> Option<QueryResultsFormat> {
        match self {
            Self::Csv => Some(QueryResultsFormat::Csv),
            Self::Tsv => Some(QueryResultsFormat::Tsv),
            Self::Json => Some(QueryResultsFormat::Json),
            Self::Xml => Some(QueryResultsFormat::Xml),
            Self::Table | Self::Markdown | Self::Rdf(_) => None,
        }
    }
}

/// Writes results; a table is no wider than `width` columns. Gives the number of rows, statements, or 1 for a yes or no.
///
/// # Errors
/// [`QueryError`] where evaluation or writing fails, or the format does not fit the kind of query.
pub fn write(
    results: QueryResults<'static>,
    format: Format,
    names: &Names,
    width: Option<u16>,
    mut out: impl Write,
) -> Result<usize, QueryError> {
    match results {
        QueryResults::Boolean(answer) => {
            match format.of_results() {
                Some(QueryResultsFormat::Json | QueryResultsFormat::Xml) => {
                    let serializer = QueryResultsSerializer::from_format(format.of_results().unwrap_or(QueryResultsFormat::Json));
                    serializer.serialize_boolean_to_writer(&mut out, answer)?;
                }
                _ => writeln!(out, "{answer}")?,
            }
            Ok(1)
        }
        QueryResults::Graph(triples) => {
            let format = match format {
                Format::Table => rdf::Format::Turtle,
                Format::Rdf(format) => format,
                other => {
                    return Err(QueryError::Format {
                        format: other.name(),
                        what: "CONSTRUCT and DESCRIBE",
                        fitting: "turtle, ntriples, rdfxml or jsonld",
                    });
                }
            };
            let quads =
                triples.map(|triple| triple.map(|triple| triple.in_graph(GraphName::DefaultGraph))).collect::<Result<Vec<_>, _>>()?;
            let count = quads.len();
            rdf::write(quads, format, names, out)?;
            Ok(count)
        }
        QueryResults::Solutions(solutions) => {
            if let Some(format) = format.of_results() {
                let variables = solutions.variables().to_vec();
                let mut writer = QueryResultsSerializer::from_format(format).serialize_solutions_to_writer(out, variables)?;
                let mut count = 0;
                for solution in solutions {
                    writer.serialize(&solution?)?;
                    count += 1;
                }
                writer.finish()?.flush()?;
                return Ok(count);
            }
            let style = match format {
                Format::Markdown => Style::Markdown,
                Format::Table => Style::Terminal,
                other => {
                    return Err(QueryError::Format {
                        format: other.name(),
                        what: "SELECT",
                        fitting: "table, csv, tsv, json, xml or markdown",
                    });
                }
            };
            let shortener = Shortener::new(names);
            let heads: Vec<String> = solutions.variables().iter().map(|variable| variable.as_str().to_owned()).collect();
            let variables = solutions.variables().to_vec();
            let mut rows = Vec::new();
            for solution in solutions {
                let solution = solution?;
                rows.push(
                    variables.iter().map(|variable| solution.get(variable).map(|term| shortener.term(term)).unwrap_or_default()).collect(),
                );
            }
            out.write_all(table::draw(&heads, &rows, style, width).as_bytes())?;
            Ok(rows.len())
        }
    }
}
