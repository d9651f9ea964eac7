//! What came out of a query, in the form that was asked for.

use super::answer::{Answer, Row};
use super::error::QueryError;
use super::prefixes::Prefixes;
use super::table::{self, TableWriter};
use crate::graph::{Names, rdf};
use oxigraph::model::{GraphName, Variable};
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

    /// The endings of files that tell the form, in lower case and without the dot; the first is the usual one. Of two forms with one ending
    /// it is that of the first of [`Format::all`].
    pub const fn endings(self) -> &'static [&'static str] {
        match self {
            Self::Table => &["txt"],
            Self::Csv => &["csv"],
            Self::Tsv => &["tsv"],
            Self::Json => &["json", "srj"],
            Self::Xml => &["xml", "srx"],
            Self::Markdown => &["md", "markdown"],
            Self::Rdf(format) => format.endings(),
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

/// Writes an answer; a table is no wider than `width` columns. Gives the number of rows, statements, or 1 for a yes or no.
///
/// # Errors
/// [`QueryError`] where evaluation or writing fails, or the format does not fit the kind of query.
pub fn write(answer: impl Into<Answer>, format: Format, names: &Names, width: Option<u16>, out: impl Write) -> Result<usize, QueryError> {
    match answer.into() {
        Answer::Boolean(answer) => write_boolean(answer, format, out).map(|()| 1),
        Answer::Graph(triples) => {
            let format = match format {
                Format::Table => rdf::Format::Turtle,
                Format::Rdf(format) => format,
                other => return Err(unfitting(other, "CONSTRUCT and DESCRIBE", "turtle, ntriples, rdfxml or jsonld")),
            };
            let quads =
                triples.map(|triple| triple.map(|triple| triple.in_graph(GraphName::DefaultGraph))).collect::<Result<Vec<_>, _>>()?;
            let count = quads.len();
            rdf::write(quads, format, names, out)?;
            Ok(count)
        }
        Answer::Rows { variables, rows } => write_rows(&variables, rows, format, names, width, out),
    }
}

fn write_boolean(answer: bool, format: Format, mut out: impl Write) -> Result<(), QueryError> {
    match format.of_results() {
        Some(format @ (QueryResultsFormat::Json | QueryResultsFormat::Xml)) => {
            QueryResultsSerializer::from_format(format).serialize_boolean_to_writer(&mut out, answer)?;
        }
        _ => writeln!(out, "{answer}")?,
    }
    Ok(())
}

fn write_rows(
    variables: &[Variable],
    rows: impl Iterator<Item = Result<Row, QueryError>>,
    format: Format,
    names: &Names,
    width: Option<u16>,
    mut out: impl Write,
) -> Result<usize, QueryError> {
    let mut count = 0;
    if let Some(format) = format.of_results() {
        let mut writer = QueryResultsSerializer::from_format(format).serialize_solutions_to_writer(out, variables.to_vec())?;
        for row in rows {
            let row = row?;
            writer.serialize(variables.iter().zip(&row).filter_map(|(variable, term)| Some((variable, term.as_ref()?))))?;
            count += 1;
        }
        writer.finish()?.flush()?;
        return Ok(count);
    }
    let prefixes = Prefixes::of(names);
    let heads: Vec<String> = variables.iter().map(|variable| variable.as_str().to_owned()).collect();
    let rows = rows.map(|row| Ok(row?.iter().map(|term| term.as_ref().map(|term| prefixes.term(term)).unwrap_or_default()).collect()));
    match format {
        Format::Markdown => {
            let rows = rows.collect::<Result<Vec<Vec<String>>, QueryError>>()?;
            out.write_all(table::markdown(&heads, &rows).as_bytes())?;
            Ok(rows.len())
        }
        Format::Table if heads.is_empty() => {
            for row in rows {
                let _: Vec<String> = row?;
                count += 1;
            }
            writeln!(out, "{count} row(s) without columns")?;
            Ok(count)
        }
        Format::Table => {
            let mut table = TableWriter::new(out, heads, width, false);
            for row in rows {
                table.row(row?)?;
                count += 1;
            }
            table.finish()?;
            Ok(count)
        }
        other => Err(unfitting(other, "SELECT", "table, csv, tsv, json, xml or markdown")),
    }
}

const fn unfitting(format: Format, what: &'static str, fitting: &'static str) -> QueryError {
    QueryError::Format { format: format.name(), what, fitting }
}
