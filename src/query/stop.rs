//! Queries that can be stopped: by someone who waits no longer, or by a limit of time.
//!
//! The engine looks whether it is to stop with every batch of rows. The query runs in a thread of its own; should it still not end soon
//! after it was stopped, it is left behind, and whoever asked goes on.

use super::answer::{Answer, Row};
use super::error::QueryError;
use super::run::Query;
use super::steps::Step;
use crate::engine::{self, Options};
use crate::graph::Graph;
use crate::text::silently;
use oxigraph::model::{Triple, Variable};
use oxigraph::sparql::QueryResults;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{Receiver, RecvTimeoutError, SyncSender, sync_channel};
use std::thread;
use std::time::{Duration, Instant};

/// Stops a query from another thread; made anew for each query.
#[derive(Debug, Clone, Default)]
pub struct Stop(Arc<AtomicBool>);

impl Stop {
    /// A stop that nobody has pulled.
    pub fn new() -> Self {
        Self::default()
    }

    /// Stops the query.
    pub fn pull(&self) {
        self.0.store(true, Ordering::Relaxed);
    }

    /// Makes it ready for another query.
    pub fn release(&self) {
        self.0.store(false, Ordering::Relaxed);
    }

    /// Whether it was pulled.
    pub fn is_pulled(&self) -> bool {
        self.0.load(Ordering::Relaxed)
    }
}

/// How long it is waited for the next rows before it is looked whether to stop.
const BEAT: Duration = Duration::from_millis(10);
/// How long a stopped query may take to end before it is left behind.
const GRACE: Duration = Duration::from_millis(100);
/// Rows are handed over at most this many at a time, or after a beat.
const BATCH: usize = 256;

/// What the thread of a query says.
enum Said {
    Boolean(bool),
    Rows(Vec<Variable>),
    Graph,
    Row(Vec<Row>),
    Triple(Vec<Triple>),
    Explanation(Step),
}

impl Query {
    /// Asks the graph until the stop is pulled, or the time is over.
    ///
    /// # Errors
    /// [`QueryError::Cancelled`] or [`QueryError::TimedOut`] where it was stopped, here or while rows are read.
    pub fn run_until(&self, graph: &Graph, stop: &Stop, limit: Option<Duration>) -> Result<Answer, QueryError> {
        let mut running = Running::start(self, graph, stop, limit, false);
        match running.next()? {
            Some(Said::Boolean(answer)) => Ok(Answer::Boolean(answer)),
            Some(Said::Rows(variables)) => {
                let rows = Flat::new(running, |said| if let Said::Row(rows) = said { rows } else { Vec::new() });
                Ok(Answer::of_rows(variables, rows))
            }
            Some(Said::Graph) => {
                let triples = Flat::new(running, |said| if let Said::Triple(triples) = said { triples } else { Vec::new() });
                Ok(Answer::of_statements(triples))
            }
            _ => Err(QueryError::Cancelled),
        }
    }

    /// How the engine goes about it, with the time and the rows of each step; the query is carried through.
    ///
    /// # Errors
    /// As [`run_until`](Self::run_until).
    pub fn explain_until(&self, graph: &Graph, stop: &Stop, limit: Option<Duration>) -> Result<Step, QueryError> {
        let mut running = Running::start(self, graph, stop, limit, true);
        match running.next()? {
            Some(Said::Explanation(step)) => Ok(step),
            _ => Err(QueryError::Cancelled),
        }
    }
}

/// A query under way.
struct Running {
    said: Receiver<Result<Said, QueryError>>,
    token: engine::Stop,
    stop: Stop,
    limit: Option<Duration>,
    begun: Instant,
    over: bool,
}

impl Running {
    fn start(query: &Query, graph: &Graph, stop: &Stop, limit: Option<Duration>, explain: bool) -> Self {
        let token = engine::Stop::new();
        let (out, said) = sync_channel(4);
        // Whoever waits looks for the stop here; so rows of a server can be handed on as they come.
        let (graph, query) = (graph.clone().interrupted_by(None), query.clone());
        let options = Options { stop: token.clone(), ..Options::default() };
        // Should no thread be had, the receiver finds the channel closed.
        let _ = thread::Builder::new().name("query".to_owned()).stack_size(64 << 20).spawn(move || {
            let ended = silently(|| if explain { tell_steps(&query, &graph, options, &out) } else { tell(&query, &graph, options, &out) });
            match ended {
                Ok(Ok(())) => {}
                Ok(Err(error)) => _ = out.send(Err(error)),
                Err(_) => _ = out.send(Err(QueryError::Cancelled)),
            }
        });
        Self { said, token, stop: stop.clone(), limit, begun: Instant::now(), over: false }
    }

    /// What the thread says next; nothing once it has ended.
    fn next(&mut self) -> Result<Option<Said>, QueryError> {
        while !self.over {
            match self.said.recv_timeout(BEAT) {
                Ok(Ok(said)) if !self.is_to_stop() => return Ok(Some(said)),
                Ok(Err(error)) => {
                    self.over = true;
                    return Err(error);
                }
                Err(RecvTimeoutError::Disconnected) => self.over = true,
                Ok(Ok(_)) | Err(RecvTimeoutError::Timeout) => {}
            }
            if self.is_to_stop() {
                return Err(self.end());
            }
        }
        Ok(None)
    }

    fn is_to_stop(&self) -> bool {
        self.stop.is_pulled() || self.limit.is_some_and(|limit| self.begun.elapsed() > limit)
    }

    /// Stops the thread, and waits a little for it to end.
    fn end(&mut self) -> QueryError {
        self.over = true;
        self.token.pull();
        // Whoever set a short limit waits no longer for the end than a part of it.
        let until = Instant::now() + self.limit.map_or(GRACE, |limit| GRACE.min(limit / 4));
        while let Ok(Ok(_)) = self.said.recv_timeout(until.saturating_duration_since(Instant::now())) {}
        match self.limit {
            Some(limit) if !self.stop.is_pulled() => QueryError::TimedOut(limit),
            _ => QueryError::Cancelled,
        }
    }
}

/// Whoever reads no further needs no more rows.
impl Drop for Running {
    fn drop(&mut self) {
        self.token.pull();
    }
}

/// Single rows out of batches.
struct Flat<T> {
    running: Running,
    batch: std::vec::IntoIter<T>,
    take: fn(Said) -> Vec<T>,
}

impl<T> Flat<T> {
    fn new(running: Running, take: fn(Said) -> Vec<T>) -> Self {
        Self { running, batch: Vec::new().into_iter(), take }
    }
}

impl<T> Iterator for Flat<T> {
    type Item = Result<T, QueryError>;

    fn next(&mut self) -> Option<Self::Item> {
        loop {
            if let Some(item) = self.batch.next() {
                return Some(Ok(item));
            }
            match self.running.next() {
                Ok(Some(said)) => self.batch = (self.take)(said).into_iter(),
                Ok(None) => return None,
                Err(error) => return Some(Err(error)),
            }
        }
    }
}

type Out = SyncSender<Result<Said, QueryError>>;

fn tell(query: &Query, graph: &Graph, options: Options, out: &Out) -> Result<(), QueryError> {
    match query.evaluate(graph, options)? {
        QueryResults::Boolean(answer) => _ = out.send(Ok(Said::Boolean(answer))),
        QueryResults::Solutions(solutions) => {
            let _ = out.send(Ok(Said::Rows(solutions.variables().to_vec())));
            tell_each(solutions.map(|solution| solution.map(|solution| solution.values().to_vec())), Said::Row, out)?;
        }
        QueryResults::Graph(triples) => {
            let _ = out.send(Ok(Said::Graph));
            tell_each(triples, Said::Triple, out)?;
        }
    }
    Ok(())
}

/// Hands items over in batches; where nobody listens any more it ends.
fn tell_each<T, E>(items: impl Iterator<Item = Result<T, E>>, said: fn(Vec<T>) -> Said, out: &Out) -> Result<(), QueryError>
where
    QueryError: From<E>,
{
    let mut batch = Vec::new();
    let mut last = Instant::now();
    for (count, item) in items.enumerate() {
        batch.push(item?);
        // The first ones at once: who waits for a few that are hard to find may not wait for the last.
        if batch.len() >= (count / 8).clamp(1, BATCH) || last.elapsed() > BEAT {
            if out.send(Ok(said(std::mem::take(&mut batch)))).is_err() {
                return Ok(());
            }
            last = Instant::now();
        }
    }
    let _ = out.send(Ok(said(batch)));
    Ok(())
}

fn tell_steps(query: &Query, graph: &Graph, options: Options, out: &Out) -> Result<(), QueryError> {
    let _ = out.send(Ok(Said::Explanation(query.steps(graph, options)?)));
    Ok(())
}
