//! A graph on a server: how it is asked.
//!
//! Queries go to the server as they are, and single statements are asked for by queries. What is fetched, to be asked here in many small
//! questions, stands in [`mirror`](super::mirror). Whoever waits may be allowed to interrupt.

use super::mirror::Fetched;
use super::remote::{Ask, Backend, BackendError};
use super::store::GraphError;
use crate::engine::Stop;
use crate::language::message;
use oxigraph::model::{GraphName, GraphNameRef, NamedNode, NamedOrBlankNode, Quad, Term, TermRef, Triple, Variable};
use oxigraph::sparql::{QueryEvaluationError, QueryResults, QuerySolution, QuerySolutionIter, QueryTripleIter};
use spargebra::{Query, SparqlParser};
use std::collections::HashSet;
use std::fmt;
use std::sync::Arc;
use std::sync::mpsc::{RecvTimeoutError, sync_channel};
use std::thread;
use std::time::{Duration, Instant};

/// What is allowed of a server.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limits {
    /// How long one answer may take; nothing for as long as it does.
    pub time: Option<Duration>,
    /// How many statements are fetched at most.
    pub fetch: u64,
}

impl Default for Limits {
    fn default() -> Self {
        Self { time: Some(Duration::from_secs(60)), fetch: 1_000_000 }
    }
}

/// Says whether whoever waits for a server waits no longer.
pub type Interrupt = Arc<dyn Fn() -> bool + Send + Sync>;

/// A server with what was fetched from it.
pub struct Server {
    pub(super) backend: Arc<dyn Backend>,
    pub(super) limits: Limits,
    /// A graph that is left out where all are meant.
    notes: NamedNode,
    pub(super) fetched: Fetched,
}

/// A row: a term, or nothing, for each column.
pub(super) type Row = Vec<Option<Term>>;

/// An answer that has come whole.
enum Whole {
    Boolean(bool),
    Rows(Vec<Variable>, Vec<Row>),
    Graph(Vec<Triple>),
}

/// How long is waited before it is looked whether to wait on.
pub(super) const BEAT: Duration = Duration::from_millis(10);

impl fmt::Debug for Server {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.debug_struct("Server").field("backend", &self.backend).field("limits", &self.limits).finish_non_exhaustive()
    }
}

impl Server {
    pub(super) fn new(backend: Arc<dyn Backend>, limits: Limits, notes: NamedNode) -> Self {
        Self { backend, limits, notes, fetched: Fetched::default() }
    }

    /// Where it is, as it is said to the user.
    pub fn place(&self) -> &str {
        self.backend.place()
    }

    /// What kind of server it is taken for.
    pub fn profile(&self) -> &'static str {
        self.backend.profile()
    }

    /// Answers a query; what is not limited in time otherwise is by the limit of the server. Where somebody may interrupt, the answer is waited
    /// for as a whole; else its rows come as they are sent.
    pub(crate) fn evaluate(&self, query: &Query, ask: Ask, interrupt: Option<&Interrupt>) -> Result<QueryResults<'static>, BackendError> {
        let ask = self.limited(ask);
        let Some(interrupt) = interrupt else { return self.backend.query(query, &ask) };
        let (backend, query) = (Arc::clone(&self.backend), query.clone());
        waited(&ask, interrupt, move |ask| Whole::of(backend.query(&query, ask)?, backend.place())).map(Whole::results)
    }

    /// The statements that fit a pattern. What is asked of all graphs is asked of their union, which tells no graph: its statements stand in the
    /// default graph.
    pub(super) fn quads(
        &self,
        pattern: [Option<TermRef<'_>>; 3],
        graph: Option<GraphNameRef<'_>>,
        interrupt: Option<&Interrupt>,
    ) -> Result<Vec<Quad>, GraphError> {
        let written = self.written(pattern, graph)?;
        let free: Vec<&str> =
            ["?s", "?p", "?o"].into_iter().zip(pattern).filter(|(_, term)| term.is_none()).map(|(name, _)| name).collect();
        let graph: GraphName = graph.map_or(GraphName::DefaultGraph, GraphNameRef::into_owned);
        let bound = pattern.map(|term| term.map(TermRef::into_owned));
        if free.is_empty() {
            let is_there = matches!(self.answer(&format!("ASK {{ {written} }}"), interrupt)?, Whole::Boolean(true));
            return Ok(is_there.then(|| quad(bound, &graph)).flatten().into_iter().collect());
        }
        let rows = self.rows(&format!("SELECT DISTINCT {} {{ {written} }}", free.join(" ")), interrupt)?;
        let filled = rows.into_iter().filter_map(|row| {
            let mut row = row.into_iter();
            quad(bound.clone().map(|term| term.or_else(|| row.next().flatten())), &graph)
        });
        Ok(filled.collect())
    }

    /// Whether any statement fits a pattern.
    pub(super) fn holds(
        &self,
        pattern: [Option<TermRef<'_>>; 3],
        graph: Option<GraphNameRef<'_>>,
        interrupt: Option<&Interrupt>,
    ) -> Result<bool, GraphError> {
        let query = format!("ASK {{ {} }}", self.written(pattern, graph)?);
        Ok(matches!(self.answer(&query, interrupt)?, Whole::Boolean(true)))
    }

    /// A pattern as SPARQL.
    fn written(&self, pattern: [Option<TermRef<'_>>; 3], graph: Option<GraphNameRef<'_>>) -> Result<String, BackendError> {
        let is_blank = |term: &Option<TermRef<'_>>| matches!(term, Some(TermRef::BlankNode(_)));
        if pattern.iter().any(is_blank) || matches!(graph, Some(GraphNameRef::BlankNode(_))) {
            let what = message!("asking by the name of a blank node, which queries cannot hold");
            return Err(BackendError::Unsupported { place: self.place().to_owned(), what });
        }
        let parts = ["?s", "?p", "?o"].into_iter().zip(pattern);
        let triple = parts.map(|(name, term)| term.map_or_else(|| name.to_owned(), |term| term.to_string())).collect::<Vec<_>>().join(" ");
        Ok(match graph {
            Some(GraphNameRef::NamedNode(graph)) => format!("GRAPH {graph} {{ {triple} }}"),
            Some(_) => format!("{triple} FILTER NOT EXISTS {{ GRAPH ?anywhere {{ {triple} }} }}"),
            None => triple,
        })
    }

    /// How many statements each named graph holds, in the order of the graphs; those that the server keeps for itself are left out, and
    /// notes.
    pub(super) fn counts(&self, interrupt: Option<&Interrupt>) -> Result<Vec<(NamedNode, u64)>, GraphError> {
        let rows = self.rows("SELECT ?g (COUNT(*) AS ?n) { GRAPH ?g { ?s ?p ?o } } GROUP BY ?g", interrupt)?;
        let count = |row: Row| match <[Option<Term>; 2]>::try_from(row) {
            Ok([Some(Term::NamedNode(graph)), Some(Term::Literal(count))]) => Some((graph, count.value().parse().ok()?)),
            _ => None,
        };
        let mut counts: Vec<(NamedNode, u64)> = rows
            .into_iter()
            .filter_map(count)
            .filter(|(graph, _)| *graph != self.notes && !self.backend.is_own_graph(graph.as_str()))
            .collect();
        counts.sort();
        Ok(counts)
    }

    /// The rows of a SELECT, whole. Where the server cuts long answers they are asked for part by part, and have to be as many as it counts: without
    /// an order, which servers do not give to long answers, nothing else says that no row came twice or never.
    pub(super) fn rows(&self, query: &str, interrupt: Option<&Interrupt>) -> Result<Vec<Row>, GraphError> {
        let cut = match self.answer(query, interrupt) {
            Ok(Whole::Rows(_, rows)) => return Ok(rows),
            Ok(_) => return Ok(Vec::new()),
            // As many rows as the limit would look as if they were cut again.
            Err(BackendError::Cut { rows, .. }) if rows > 1 => rows - 1,
            Err(error) => return Err(error.into()),
        };
        let counted = self.answer(&format!("SELECT (COUNT(*) AS ?n) {{ {query} }}"), interrupt)?;
        let counted = if let Whole::Rows(_, rows) = counted { number(&rows).unwrap_or_default() } else { 0 };
        let (mut all, mut seen) = (Vec::new(), HashSet::new());
        for part in 0..counted.div_ceil(cut) {
            if let Whole::Rows(_, rows) = self.answer(&format!("{query} LIMIT {cut} OFFSET {}", part * cut), interrupt)? {
                all.extend(rows.into_iter().filter(|row| seen.insert(row.clone())));
            }
        }
        if all.len() as u64 == counted {
            Ok(all)
        } else {
            Err(GraphError::Uneven { place: self.place().to_owned(), counted, sent: all.len() as u64 })
        }
    }

    /// The whole answer of a query, given as its text.
    fn answer(&self, text: &str, interrupt: Option<&Interrupt>) -> Result<Whole, BackendError> {
        let query = SparqlParser::new().parse_query(text);
        let query = query.map_err(|error| self.garbled(format!("{error}: {text}")))?;
        Whole::of(self.evaluate(&query, Ask::default(), interrupt)?, self.place())
    }

    pub(super) fn garbled(&self, cause: String) -> BackendError {
        BackendError::Garbled { place: self.place().to_owned(), cause }
    }

    fn limited(&self, ask: Ask) -> Ask {
        Ask { deadline: ask.deadline.or_else(|| Instant::now().checked_add(self.limits.time?)), ..ask }
    }
}

impl Whole {
    fn of(results: QueryResults<'static>, place: &str) -> Result<Self, BackendError> {
        let failed = |error| of_row(error, place);
        match results {
            QueryResults::Boolean(answer) => Ok(Self::Boolean(answer)),
            QueryResults::Graph(triples) => triples.map(|triple| triple.map_err(failed)).collect::<Result<_, _>>().map(Self::Graph),
            QueryResults::Solutions(rows) => {
                let variables = rows.variables().to_vec();
                let rows = rows.map(|row| row.map(|row| row.values().to_vec()).map_err(failed));
                Ok(Self::Rows(variables, rows.collect::<Result<_, _>>()?))
            }
        }
    }

    fn results(self) -> QueryResults<'static> {
        match self {
            Self::Boolean(answer) => QueryResults::Boolean(answer),
            Self::Graph(triples) => QueryResults::Graph(QueryTripleIter::new(triples.into_iter().map(Ok))),
            Self::Rows(variables, rows) => {
                let columns: Arc<[Variable]> = variables.into();
                let heads = Arc::clone(&columns);
                let rows = rows.into_iter().map(move |row| Ok(QuerySolution::from((Arc::clone(&heads), row))));
                QueryResults::Solutions(QuerySolutionIter::new(columns, rows))
            }
        }
    }
}

/// Does some work in another thread, and waits for it no longer than nobody interrupts: whoever does goes on at once, whatever the server does.
fn waited<T: Send + 'static>(
    ask: &Ask,
    interrupt: &Interrupt,
    work: impl FnOnce(&Ask) -> Result<T, BackendError> + Send + 'static,
) -> Result<T, BackendError> {
    let stop = ask.stop.clone().unwrap_or_default();
    let ask = Ask { stop: Some(Stop::clone(&stop)), deadline: ask.deadline };
    let (out, done) = sync_channel(1);
    // Should no thread be had, the receiver finds the channel closed.
    let _ = thread::Builder::new().name("server".to_owned()).spawn(move || _ = out.send(work(&ask)));
    loop {
        match done.recv_timeout(BEAT) {
            Ok(answer) => return answer,
            Err(RecvTimeoutError::Timeout) if !interrupt() => {}
            Err(_) => {
                stop.pull();
                return Err(BackendError::Stopped);
            }
        }
    }
}

/// What a server said in the place of a row.
fn of_row(error: QueryEvaluationError, place: &str) -> BackendError {
    let cause = match error {
        QueryEvaluationError::Cancelled => return BackendError::Stopped,
        QueryEvaluationError::Dataset(cause) => match cause.downcast::<BackendError>() {
            Ok(error) => return *error,
            Err(cause) => cause.to_string(),
        },
        error => error.to_string(),
    };
    BackendError::Garbled { place: place.to_owned(), cause }
}

/// A statement of three terms, if they can be one.
fn quad([subject, predicate, object]: [Option<Term>; 3], graph: &GraphName) -> Option<Quad> {
    let subject: NamedOrBlankNode = match subject? {
        Term::NamedNode(node) => node.into(),
        Term::BlankNode(node) => node.into(),
        Term::Literal(_) => return None,
    };
    let Term::NamedNode(predicate) = predicate? else { return None };
    Some(Quad::new(subject, predicate, object?, graph.clone()))
}

/// A row of subject, predicate and object as a statement.
pub(super) fn statement(row: Row, graph: &GraphName) -> Option<Quad> {
    <[Option<Term>; 3]>::try_from(row).ok().and_then(|parts| quad(parts, graph))
}

/// The number that is the only row.
pub(super) fn number(rows: &[Row]) -> Option<u64> {
    match rows.first()?.first()? {
        Some(Term::Literal(number)) => number.value().parse().ok(),
        _ => None,
    }
}
