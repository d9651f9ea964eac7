//! Oxigraph's own store in memory, with its own evaluation: the reference.

use super::{Answer, Executor};
use oxigraph::model::{NamedNode, Quad};
use oxigraph::sparql::{CancellationToken, QueryResults, SparqlEvaluator};
use oxigraph::store::Store;
use spargebra::Query;
use std::cell::RefCell;
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel};
use std::time::{Duration, Instant};

/// Oxigraph's store in memory.
#[derive(Clone)]
pub(crate) struct Oxigraph {
    store: Store,
    optimised: bool,
    limits: Option<(usize, Duration)>,
}

impl Oxigraph {
    /// With these quads.
    pub(crate) fn new(quads: &[Quad]) -> Result<Self, String> {
        let store = Store::new().map_err(|error| error.to_string())?;
        for quad in quads {
            store.insert(quad).map_err(|error| error.to_string())?;
        }
        Ok(Self { store, optimised: true, limits: None })
    }

    /// The same that gives up where there are more rows, or it takes longer.
    pub(crate) fn within(self, rows: usize, time: Duration) -> Self {
        Self { limits: Some((rows, time)), ..self }
    }

    /// The same with named graphs that may be empty.
    pub(crate) fn with_graphs<'n>(self, names: impl IntoIterator<Item = &'n NamedNode>) -> Result<Self, String> {
        for name in names {
            self.store.insert_named_graph(name).map_err(|error| error.to_string())?;
        }
        Ok(self)
    }

    /// The same with the limits of another.
    pub(crate) fn limited_as(self, other: &Self) -> Self {
        Self { limits: other.limits, ..self }
    }

    /// The same that evaluates queries as they are written: where it answers otherwise, oxigraph disagrees with itself.
    pub(crate) fn as_written(&self) -> Self {
        Self { optimised: false, ..self.clone() }
    }
}

impl Executor for Oxigraph {
    fn name(&self) -> &'static str {
        "oxigraph"
    }

    fn is_spareval(&self) -> bool {
        true
    }

    fn answer(&self, query: &Query) -> Result<Answer, String> {
        let mut evaluator = SparqlEvaluator::new();
        if !self.optimised {
            evaluator = evaluator.without_optimizations();
        }
        if let Some((_, time)) = self.limits {
            let token = CancellationToken::new();
            set_alarm(Some((Instant::now() + time, token.clone())));
            evaluator = evaluator.with_cancellation_token(token);
        }
        let most = self.limits.map_or(usize::MAX, |(rows, _)| rows);
        let results = evaluator.for_query(query.clone()).on_store(&self.store).execute();
        let answer = whole(results.map_err(|error| error.to_string())?, most);
        if self.limits.is_some() {
            set_alarm(None);
        }
        answer
    }
}

fn whole(results: QueryResults<'_>, most: usize) -> Result<Answer, String> {
    let many = || Err(format!("more than {most} rows"));
    match results {
        QueryResults::Boolean(value) => Ok(Answer::Boolean(value)),
        QueryResults::Solutions(solutions) => {
            let variables = solutions.variables().to_vec();
            let mut rows = Vec::new();
            for solution in solutions {
                rows.push(solution.map_err(|error| error.to_string())?.values().to_vec());
                if rows.len() > most {
                    return many();
                }
            }
            Ok(Answer::Rows { variables, rows })
        }
        QueryResults::Graph(triples) => {
            let mut all = Vec::new();
            for triple in triples {
                all.push(triple.map_err(|error| error.to_string())?);
                if all.len() > most {
                    return many();
                }
            }
            Ok(Answer::graph(all))
        }
    }
}

type Alarm = Option<(Instant, CancellationToken)>;

thread_local! {
    static ALARM: RefCell<Option<Sender<Alarm>>> = const { RefCell::new(None) };
}

/// Cancels what runs in this thread at a time, unless the alarm is set anew before.
fn set_alarm(alarm: Alarm) {
    ALARM.with_borrow_mut(|sender| {
        let sender = sender.get_or_insert_with(|| {
            let (sender, receiver) = channel();
            std::thread::spawn(move || watch(&receiver));
            sender
        });
        _ = sender.send(alarm);
    });
}

fn watch(receiver: &Receiver<Alarm>) {
    let mut set: Alarm = None;
    loop {
        let heard = match &set {
            None => receiver.recv().map_err(|_| RecvTimeoutError::Disconnected),
            Some((at, _)) => receiver.recv_timeout(at.saturating_duration_since(Instant::now())),
        };
        match heard {
            Ok(alarm) => set = alarm,
            Err(RecvTimeoutError::Timeout) => {
                if let Some((_, token)) = set.take() {
                    token.cancel();
                }
            }
            Err(RecvTimeoutError::Disconnected) => return,
        }
    }
}
