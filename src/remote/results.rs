//! What a server answers → rows, statements, or yes and no; whole, or an error.

use super::profile::Habits;
use super::rewrite::Marked;
use super::waiting::{Head, Incoming};
use super::words::said;
use crate::graph::remote::BackendError;
use crate::language::message;
use oxigraph::io::{RdfFormat, RdfParseError, RdfParser};
use oxigraph::model::{Term, Triple, Variable};
use oxigraph::sparql::results::{QueryResultsFormat, QueryResultsParseError, QueryResultsParser, ReaderQueryResultsParserOutput};
use oxigraph::sparql::{QueryEvaluationError, QueryResults, QuerySolutionIter, QueryTripleIter};
use spargebra::Query;
use spargebra::algebra::GraphPattern;
use std::io::{self, Read};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

/// What may be answered to a query that has rows, or yes and no.
pub(super) const ACCEPT_ROWS: &str = "application/sparql-results+json, application/sparql-results+xml;q=0.5";
/// What may be answered to one that has statements.
pub(super) const ACCEPT_STATEMENTS: &str = "application/n-triples, text/turtle;q=0.8, application/rdf+xml;q=0.5";
/// How much of an error is read.
const ERROR: usize = 64 * 1024;
/// The column in which Virtuoso answers ASK.
const ASK_COLUMN: &str = "__ASK_RETVAL";

/// Knows what went wrong while an answer was read.
#[derive(Clone)]
struct Reading {
    place: String,
    /// Whether all was read that was sent.
    ended: Arc<AtomicBool>,
}

impl Reading {
    fn io(&self, error: io::Error) -> BackendError {
        let cause = error.to_string();
        let inner = error.into_inner().and_then(|inner| inner.downcast::<BackendError>().ok());
        inner.map_or(BackendError::Garbled { place: self.place.clone(), cause }, |inner| *inner)
    }

    /// What cannot be read and has no more to come was cut.
    fn syntax(&self, cause: &dyn std::fmt::Display) -> BackendError {
        let place = self.place.clone();
        if self.ended.load(Ordering::Relaxed) {
            return BackendError::Broken { place, why: message!("it ends in the middle") };
        }
        BackendError::Garbled { place, cause: cause.to_string() }
    }

    fn rows(&self, error: QueryResultsParseError) -> BackendError {
        match error {
            QueryResultsParseError::Io(error) => self.io(error),
            QueryResultsParseError::Syntax(error) => self.syntax(&error),
        }
    }

    fn statements(&self, error: RdfParseError) -> BackendError {
        match error {
            RdfParseError::Io(error) => self.io(error),
            RdfParseError::Syntax(error) => self.syntax(&error),
        }
    }
}

/// Reads the answer to a query; its rows as they come.
pub(super) fn read(
    place: &str,
    query: &Query,
    head: &Head,
    mut incoming: Incoming,
    habits: Habits,
) -> Result<QueryResults<'static>, BackendError> {
    check(place, head, &mut incoming)?;
    let reading = Reading { place: place.to_owned(), ended: incoming.ended() };
    let media = head.header("content-type").unwrap_or_default().to_owned();
    let kind = media.split(';').next().unwrap_or_default().trim().to_ascii_lowercase();
    let unexpected = || BackendError::Garbled { place: place.to_owned(), cause: format!("Content-Type: {}", said(&media)) };
    // What ends anywhere can be cut unseen, unless HTTP says how long it is.
    let framed = |is_delimited: bool| {
        let why = message!("the server does not say how long it is, so that nobody could tell");
        if is_delimited || head.is_framed { Ok(()) } else { Err(BackendError::Broken { place: place.to_owned(), why }) }
    };
    let source: Box<dyn Read> =
        if habits.blank_prefix.is_empty() { Box::new(incoming) } else { Box::new(Relabelled::new(incoming, habits.blank_prefix)) };
    if matches!(query, Query::Construct { .. } | Query::Describe { .. }) {
        let format = match kind.as_str() {
            "text/plain" => RdfFormat::NTriples,
            _ => RdfFormat::from_media_type(&kind).ok_or_else(unexpected)?,
        };
        framed(format == RdfFormat::RdfXml)?;
        let triples = RdfParser::from_format(format).for_reader(source).map(move |quad| match quad {
            Ok(quad) => Ok(Triple::new(quad.subject, quad.predicate, quad.object)),
            Err(error) => Err(reading.statements(error).into()),
        });
        return Ok(QueryResults::Graph(QueryTripleIter::new(triples)));
    }
    let format = QueryResultsFormat::from_media_type(&kind).filter(|format| *format != QueryResultsFormat::Csv).ok_or_else(unexpected)?;
    framed(format != QueryResultsFormat::Tsv)?;
    match QueryResultsParser::from_format(format).for_reader(source).map_err(|error| reading.rows(error))? {
        ReaderQueryResultsParserOutput::Boolean(answer) => Ok(QueryResults::Boolean(answer)),
        ReaderQueryResultsParserOutput::Solutions(mut solutions) if matches!(query, Query::Ask { .. }) => {
            // Virtuoso answers in a column of its own: with 1, or with no row.
            let is_such = solutions.variables().iter().any(|column| column.as_str() == ASK_COLUMN);
            let row = solutions.next().transpose().map_err(|error| reading.rows(error))?;
            match row.as_ref().and_then(|row| row.get(ASK_COLUMN)) {
                Some(Term::Literal(answer)) => Ok(QueryResults::Boolean(matches!(answer.value(), "1" | "true"))),
                None if is_such => Ok(QueryResults::Boolean(false)),
                _ => Err(BackendError::Garbled { place: place.to_owned(), cause: "no boolean".to_owned() }),
            }
        }
        ReaderQueryResultsParserOutput::Solutions(solutions) => {
            let columns: Arc<[Variable]> = columns(query).unwrap_or_else(|| solutions.variables().to_vec()).into();
            let heads = columns.clone();
            let rows = solutions.map(move |row| {
                let row = row.map_err(|error| QueryEvaluationError::from(reading.rows(error)))?;
                Ok(heads.iter().map(|column| row.get(column).cloned()).collect::<Vec<Option<Term>>>())
            });
            Ok(QueryResults::Solutions(QuerySolutionIter::from_tuples(columns, rows)))
        }
    }
}

/// The same results with what stands for other words put right.
pub(super) fn restored(results: QueryResults<'static>, marked: Marked) -> QueryResults<'static> {
    if marked.is_empty() {
        return results;
    }
    match results {
        QueryResults::Boolean(answer) => QueryResults::Boolean(answer),
        QueryResults::Solutions(solutions) => {
            let columns: Arc<[Variable]> = solutions.variables().into();
            let rows = solutions.map(move |row| {
                row.map(|row| row.values().iter().map(|term| term.clone().map(|term| marked.restore(term))).collect::<Vec<Option<Term>>>())
            });
            QueryResults::Solutions(QuerySolutionIter::from_tuples(columns, rows))
        }
        QueryResults::Graph(triples) => QueryResults::Graph(QueryTripleIter::new(
            triples.map(move |triple| triple.map(|triple| Triple { object: marked.restore(triple.object), ..triple })),
        )),
    }
}

/// That an answer is one, and that the server does not say that it is a part of one.
pub(super) fn check(place: &str, head: &Head, incoming: &mut Incoming) -> Result<(), BackendError> {
    if !(200..300).contains(&head.status) {
        return Err(refusal(place, head.status, incoming));
    }
    if let Some(rows) = head.header("x-sparql-maxrows") {
        return Err(BackendError::Cut { place: place.to_owned(), rows: rows.trim().parse().unwrap_or_default() });
    }
    if let Some(state) = head.header("x-sql-state") {
        let why = message!("the server gave it up at its limit of time ({state})", state = said(state));
        return Err(BackendError::Broken { place: place.to_owned(), why });
    }
    Ok(())
}

/// Why a server refuses, in its own words.
fn refusal(place: &str, status: u16, incoming: &mut Incoming) -> BackendError {
    let words = match incoming.words(ERROR) {
        Ok(words) => said(&words),
        Err(error @ (BackendError::Stopped | BackendError::TimedOut { .. })) => return error,
        Err(_) => String::new(),
    };
    let place = place.to_owned();
    // Virtuoso says it within a status of 500.
    if matches!(status, 401 | 403 | 407) || words.contains("SR186") {
        return BackendError::Denied { place, status, given: incoming.is_known() };
    }
    BackendError::Refused { place, status, words }
}

/// The columns of a query in the order in which it names them.
fn columns(query: &Query) -> Option<Vec<Variable>> {
    let Query::Select { pattern, .. } = query else { return None };
    let mut pattern = pattern;
    loop {
        match pattern {
            GraphPattern::Project { variables, .. } => return Some(variables.clone()),
            GraphPattern::Slice { inner, .. } | GraphPattern::Distinct { inner } | GraphPattern::Reduced { inner } => pattern = inner,
            _ => return None,
        }
    }
}

/// Results in JSON whose labels of blank nodes are made such as SPARQL knows. In JSON no literal can hold what is looked for, since it would escape
/// the quotation marks.
struct Relabelled<R> {
    inner: R,
    from: Vec<u8>,
    /// How much of what is looked for stays.
    kept: usize,
    buffer: Vec<u8>,
    /// How much of the buffer is ready to be taken.
    ready: usize,
    is_over: bool,
}

impl<R> Relabelled<R> {
    fn new(inner: R, prefix: &str) -> Self {
        const BEFORE: &str = "\"bnode\", \"value\": \"";
        Self { inner, from: format!("{BEFORE}{prefix}").into_bytes(), kept: BEFORE.len(), buffer: Vec::new(), ready: 0, is_over: false }
    }
}

impl<R: Read> Read for Relabelled<R> {
    fn read(&mut self, out: &mut [u8]) -> io::Result<usize> {
        while self.ready == 0 && !self.is_over {
            let mut chunk = [0; 16 * 1024];
            let read = self.inner.read(&mut chunk)?;
            self.is_over = read == 0;
            self.buffer.extend_from_slice(&chunk[..read]);
            let mut at = 0;
            while let Some(found) = memchr::memmem::find(&self.buffer[at..], &self.from) {
                self.buffer.drain(at + found + self.kept..at + found + self.from.len());
                at += found + self.kept;
            }
            // The end may be the beginning of another.
            let held = if self.is_over { 0 } else { self.from.len() - 1 };
            self.ready = self.buffer.len().saturating_sub(held).max(at);
        }
        let taken = out.len().min(self.ready);
        out[..taken].copy_from_slice(&self.buffer[..taken]);
        self.buffer.drain(..taken);
        self.ready -= taken;
        Ok(taken)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Gives a few bytes at once.
    struct Trickle<'b>(&'b [u8], usize);

    impl Read for Trickle<'_> {
        fn read(&mut self, out: &mut [u8]) -> io::Result<usize> {
            let (now, later) = self.0.split_at(self.0.len().min(self.1));
            out[..now.len()].copy_from_slice(now);
            self.0 = later;
            Ok(now.len())
        }
    }

    #[test]
    fn labels_are_mended_wherever_the_bytes_are_cut() -> io::Result<()> {
        let node = r#"{ "type": "bnode", "value": "nodeID://b1" } "#;
        let text = format!("{node}{node}{}", r#"{"value": "nodeID://x \"bnode\", \"value\": \"nodeID://y"} "bnode", "value": "nodeI"#);
        let mended = text.replace(r#""bnode", "value": "nodeID://"#, r#""bnode", "value": ""#);
        assert!(mended.contains("nodeID://x") && mended.contains("nodeID://y") && !mended.contains("nodeID://b1"));
        for size in 1..text.len() {
            let mut out = String::new();
            Relabelled::new(Trickle(text.as_bytes(), size), "nodeID://").read_to_string(&mut out)?;
            assert_eq!(out, mended, "{size}");
        }
        Ok(())
    }
}
