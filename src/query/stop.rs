//! Queries that can be stopped: by someone who waits no longer, or by a limit of time.
//!
//! The engine looks whether it is to stop each time it reads a statement. Where it only combines what it has read (every row of a VALUES
//! with every row of another) it reads none: there the query gets a condition that looks too. The query runs in a thread of its own;
//! should it still not end soon after it was stopped, it is left behind, and whoever asked goes on.

use super::answer::{Answer, Row};
use super::error::QueryError;
use super::run::Query;
use crate::graph::Graph;
use crate::text::silently;
use oxigraph::model::{Literal, NamedNode, Triple, Variable};
use oxigraph::sparql::{CancellationToken, QueryResults, SparqlEvaluator};
use spargebra::algebra::{Expression, Function, GraphPattern};
use std::collections::BTreeSet;
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
    Explanation(Vec<u8>),
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

    /// How the engine goes about it, with the time and the rows of each step, as JSON; the query is carried through.
    ///
    /// # Errors
    /// As [`run_until`](Self::run_until).
    pub fn explain_until(&self, graph: &Graph, stop: &Stop, limit: Option<Duration>) -> Result<Vec<u8>, QueryError> {
        let mut running = Running::start(self, graph, stop, limit, true);
        match running.next()? {
            Some(Said::Explanation(json)) => Ok(json),
            _ => Err(QueryError::Cancelled),
        }
    }
}

/// A query under way.
struct Running {
    said: Receiver<Result<Said, QueryError>>,
    token: CancellationToken,
    stop: Stop,
    limit: Option<Duration>,
    begun: Instant,
    over: bool,
}

impl Running {
    fn start(query: &Query, graph: &Graph, stop: &Stop, limit: Option<Duration>, explain: bool) -> Self {
        let token = CancellationToken::new();
        let (out, said) = sync_channel(4);
        let (graph, of_thread) = (graph.clone(), token.clone());
        let mut algebra = query.algebra().clone();
        let look = NamedNode::new_unchecked("urn:fengong:look-whether-to-stop");
        look_while_combining(&mut algebra, &look);
        let query = Query::of(algebra);
        // Should no thread be had, the receiver finds the channel closed.
        let _ = thread::Builder::new().name("query".to_owned()).stack_size(64 << 20).spawn(move || {
            let seen = of_thread.clone();
            let evaluator = SparqlEvaluator::new().with_cancellation_token(of_thread).with_custom_function(look, move |_| {
                // An error of an expression does not end a query; only this does.
                assert!(!seen.is_cancelled(), "stopped");
                Some(Literal::from(true).into())
            });
            let ended =
                silently(
                    || if explain { tell_explanation(&query, &graph, evaluator, &out) } else { tell(&query, &graph, evaluator, &out) },
                );
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
        self.token.cancel();
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
        self.token.cancel();
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

fn tell(query: &Query, graph: &Graph, evaluator: SparqlEvaluator, out: &Out) -> Result<(), QueryError> {
    match query.evaluate(graph, evaluator)? {
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

fn tell_explanation(query: &Query, graph: &Graph, evaluator: SparqlEvaluator, out: &Out) -> Result<(), QueryError> {
    let _ = out.send(Ok(Said::Explanation(query.explanation(graph, evaluator)?)));
    Ok(())
}

/// Puts a condition that looks whether to stop behind every join of what is not simply read.
fn look_while_combining(query: &mut spargebra::Query, look: &NamedNode) {
    let (spargebra::Query::Select { pattern, .. }
    | spargebra::Query::Construct { pattern, .. }
    | spargebra::Query::Describe { pattern, .. }
    | spargebra::Query::Ask { pattern, .. }) = query;
    look_in(pattern, look);
}

fn look_in(pattern: &mut GraphPattern, look: &NamedNode) {
    match pattern {
        GraphPattern::Join { .. } | GraphPattern::Bgp { .. } => {
            let mut parts = Vec::new();
            parts_of(pattern, look, &mut parts);
            let named: Vec<&Variable> = parts.iter().filter_map(BTreeSet::first).collect();
            // The condition may be evaluated as soon as both parts are there: so early and so late as to see every combination.
            let pairs = named.iter().enumerate().flat_map(|(at, one)| named[at + 1..].iter().map(move |other| (*one, *other)));
            let conditions = pairs.take(15).map(|(one, other)| condition(look, one, other));
            if let Some(all) = conditions.reduce(|all, next| Expression::And(Box::new(all), Box::new(next))) {
                let inner = std::mem::replace(pattern, GraphPattern::Bgp { patterns: Vec::new() });
                *pattern = GraphPattern::Filter { expr: all, inner: Box::new(inner) };
            }
        }
        GraphPattern::Union { left, right } | GraphPattern::LeftJoin { left, right, .. } | GraphPattern::Minus { left, right } => {
            look_in(left, look);
            look_in(right, look);
        }
        GraphPattern::Filter { inner, .. }
        | GraphPattern::Graph { inner, .. }
        | GraphPattern::Extend { inner, .. }
        | GraphPattern::OrderBy { inner, .. }
        | GraphPattern::Project { inner, .. }
        | GraphPattern::Distinct { inner }
        | GraphPattern::Reduced { inner }
        | GraphPattern::Slice { inner, .. }
        | GraphPattern::Group { inner, .. }
        | GraphPattern::Service { inner, .. } => look_in(inner, look),
        // What is read, or written out.
        _ => {}
    }
}

/// The variables of each part of a join that the engine combines without reading: patterns that share no variable, and whatever is no
/// simple pattern.
fn parts_of(pattern: &mut GraphPattern, look: &NamedNode, parts: &mut Vec<BTreeSet<Variable>>) {
    match pattern {
        GraphPattern::Join { left, right } => {
            parts_of(left, look, parts);
            parts_of(right, look, parts);
        }
        GraphPattern::Bgp { patterns } => {
            for triple in patterns {
                let single = GraphPattern::Bgp { patterns: vec![triple.clone()] };
                connect(variables(&single), parts);
            }
        }
        GraphPattern::Path { .. } => connect(variables(pattern), parts),
        other => {
            look_in(other, look);
            parts.push(variables(other));
        }
    }
}

/// Adds the variables of a pattern to the parts; those that share one with it become one part with it.
fn connect(mut variables: BTreeSet<Variable>, parts: &mut Vec<BTreeSet<Variable>>) {
    parts.retain(|part| {
        let apart = part.is_disjoint(&variables);
        if !apart {
            variables.extend(part.iter().cloned());
        }
        apart
    });
    if !variables.is_empty() {
        parts.push(variables);
    }
}

fn variables(pattern: &GraphPattern) -> BTreeSet<Variable> {
    let mut variables = BTreeSet::new();
    pattern.on_in_scope_variable(|variable| _ = variables.insert(variable.clone()));
    variables
}

/// `look() || sameTerm(?one, ?other)`: always true, since `look` is; the variables say from where on it can be evaluated.
fn condition(look: &NamedNode, one: &Variable, other: &Variable) -> Expression {
    let of = |variable: &Variable| Box::new(Expression::Variable(variable.clone()));
    let looked = Expression::FunctionCall(Function::Custom(look.clone()), Vec::new());
    Expression::Or(Box::new(looked), Box::new(Expression::SameTerm(of(one), of(other))))
}
