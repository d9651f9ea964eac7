//! What all operators of a query share: the snapshot, the view of its graphs, terms that were computed, and limits.

use super::batch::UNBOUND;
use super::error::EngineError;
use super::options::Options;
use super::plan::InGraph;
use crate::store::{Adjacency, Direction, Id, Snapshot, View};
use oxigraph::model::{NamedNode, Term, TermRef};
use rustc_hash::FxHashMap;
use std::cell::{OnceCell, RefCell};
use std::num::NonZeroUsize;
use std::rc::Rc;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::thread;
use std::time::Instant;

/// Shared by all operators of a query.
pub(super) type Shared = Rc<Context>;

/// What all operators of a query share.
pub(super) struct Context {
    /// What is asked.
    pub snapshot: Snapshot,
    /// What the default graph is.
    pub view: View,
    options: Options,
    locals: RefCell<Locals>,
    /// The bytes that are held, by all threads.
    held: Arc<AtomicUsize>,
    /// In one thread of several: whether what they do is of no use any more.
    given_up: Option<Arc<AtomicBool>>,
    adjacencies: RefCell<FxHashMap<Asked, Rc<Adjacency>>>,
    /// The graphs that `GRAPH` may name, where the query says which.
    among: Option<Vec<NamedNode>>,
    named: OnceCell<Rc<[u32]>>,
}

/// A predicate, a direction, and in which graphs.
type Asked = (u32, Direction, Graphs);

/// The graphs whose pairs are asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) enum Graphs {
    /// The default graph of the query.
    Default,
    /// A named graph.
    One(u32),
    /// All that `GRAPH` may name; the default graph may be among them.
    Named,
}

impl From<InGraph> for Graphs {
    fn from(graph: InGraph) -> Self {
        match graph {
            InGraph::Default => Self::Default,
            InGraph::One(graph) => Self::One(graph),
            InGraph::Of(_) => Self::Named,
        }
    }
}

/// Terms that the store does not know.
#[derive(Clone, Default)]
struct Locals {
    terms: Vec<Term>,
    ids: FxHashMap<Term, u32>,
}

/// From how many rows on threads are worth it. A row takes some nanoseconds, and two threads take up to a half more processor time than one where they
/// wait for the same memory: what takes less than some thirty milliseconds gains too little for that (`docs/engine-speed.md`).
const LARGE: f64 = 6_000_000.0;
/// The first id of a term that only this query knows.
const FIRST_LOCAL: u32 = 0xA000_0000;
/// The first id beyond those.
const END_OF_LOCALS: u32 = 0xC000_0000;

impl Context {
    pub(super) fn new(snapshot: Snapshot, view: View, options: Options, among: Option<Vec<NamedNode>>) -> Shared {
        let (locals, held, adjacencies) = (RefCell::default(), Arc::default(), RefCell::default());
        Rc::new(Self { snapshot, view, options, locals, held, given_up: None, adjacencies, among, named: OnceCell::new() })
    }

    /// How many threads may read.
    pub(super) fn threads(&self) -> usize {
        self.options.threads.or_else(|| thread::available_parallelism().ok()).map_or(1, NonZeroUsize::get)
    }

    /// From how many rows on threads are used.
    pub(super) fn large(&self) -> f64 {
        self.options.large.map_or(LARGE, |large| large as f64)
    }

    /// How many terms only this query knows.
    pub(super) fn locals(&self) -> usize {
        self.locals.borrow().terms.len()
    }

    /// The terms that only this query knows, from one on.
    pub(super) fn locals_from(&self, first: usize) -> Vec<Term> {
        self.locals.borrow().terms.get(first..).unwrap_or_default().to_vec()
    }

    /// What another thread needs for a context of its own, in which ids are the same so far; all threads that share `given_up` end where one
    /// gives up.
    pub(super) fn fork(&self, given_up: &Arc<AtomicBool>) -> Fork {
        let (snapshot, view, options) = (self.snapshot.clone(), self.view.clone(), self.options.clone());
        let (among, held, locals) = (self.among.clone(), self.held.clone(), self.locals.borrow().clone());
        Fork { snapshot, view, options, among, held, given_up: given_up.clone(), locals }
    }

    /// Ends all threads, of which this is one: what they do will not be used.
    pub(super) fn give_up(&self) {
        self.given_up.iter().for_each(|given_up| given_up.store(true, Ordering::Relaxed));
    }

    /// Fails where somebody stopped the query or its time is over, and in a thread of several where one gave up.
    pub(super) fn check(&self) -> Result<(), EngineError> {
        let is_given_up = self.given_up.as_ref().is_some_and(|given_up| given_up.load(Ordering::Relaxed));
        if is_given_up || self.options.stop.is_pulled() || self.options.deadline.is_some_and(|deadline| Instant::now() > deadline) {
            return Err(EngineError::Stopped);
        }
        Ok(())
    }

    /// How many bytes are held.
    pub(super) fn held(&self) -> usize {
        self.held.load(Ordering::Relaxed)
    }

    /// Counts bytes that are held from now on.
    pub(super) fn hold(&self, bytes: usize) -> Result<(), EngineError> {
        let held = self.held.fetch_add(bytes, Ordering::Relaxed) + bytes;
        match self.options.memory {
            Some(limit) if held > limit => Err(EngineError::Memory(limit)),
            _ => Ok(()),
        }
    }

    /// Counts bytes that are held no longer.
    pub(super) fn release(&self, bytes: usize) {
        let _ = self.held.fetch_update(Ordering::Relaxed, Ordering::Relaxed, |held| Some(held.saturating_sub(bytes)));
    }

    /// The graphs that `GRAPH` may name, in the order of their numbers. One that the query names is there even if it is empty.
    pub(super) fn named_graphs(&self) -> Result<Rc<[u32]>, EngineError> {
        if let Some(named) = self.named.get() {
            return Ok(named.clone());
        }
        let mut named: Vec<u32> = match &self.among {
            Some(among) => among.iter().map(|name| self.intern(&name.clone().into())).collect::<Result<_, _>>()?,
            None => self.snapshot.graphs()?.into_iter().map(|(graph, _)| graph.0).filter(|id| *id != Id::DEFAULT_GRAPH.0).collect(),
        };
        named.sort_unstable();
        named.dedup();
        Ok(self.named.get_or_init(|| named.into()).clone())
    }

    /// The pairs of a predicate in some graphs.
    pub(super) fn adjacency(&self, predicate: u32, direction: Direction, graphs: Graphs) -> Result<Rc<Adjacency>, EngineError> {
        if let Some(known) = self.adjacencies.borrow().get(&(predicate, direction, graphs)) {
            return Ok(known.clone());
        }
        let view = match graphs {
            Graphs::Default => self.view.clone(),
            Graphs::One(graph) => View::Graphs([Id(graph)].into()),
            Graphs::Named if self.among.is_none() => View::Union,
            Graphs::Named => View::Graphs(self.named_graphs()?.iter().map(|id| Id(*id)).collect()),
        };
        let adjacency = self.snapshot.adjacency(Id(predicate), direction, &view)?;
        let adjacency = Rc::new(adjacency);
        self.adjacencies.borrow_mut().insert((predicate, direction, graphs), adjacency.clone());
        Ok(adjacency)
    }

    /// The id of a term in the store; nothing where the store does not know it.
    pub(super) fn known(&self, term: TermRef<'_>) -> Result<Option<u32>, EngineError> {
        Ok(self.snapshot.id_of(term)?.map(|id| id.0))
    }

    /// The id of any term.
    pub(super) fn intern(&self, term: &Term) -> Result<u32, EngineError> {
        match self.known(term.as_ref())? {
            Some(id) => Ok(id),
            None => self.adopt(term),
        }
    }

    /// The id of a term that the store does not know.
    pub(super) fn adopt(&self, term: &Term) -> Result<u32, EngineError> {
        let mut locals = self.locals.borrow_mut();
        if let Some(id) = locals.ids.get(term) {
            return Ok(*id);
        }
        let id = u32::try_from(locals.terms.len()).ok().and_then(|count| FIRST_LOCAL.checked_add(count)).unwrap_or(END_OF_LOCALS);
        if id >= END_OF_LOCALS {
            return Err(EngineError::Memory(self.options.memory.unwrap_or(usize::MAX)));
        }
        self.hold(100 + 2 * size_of::<Term>())?;
        locals.terms.push(term.clone());
        locals.ids.insert(term.clone(), id);
        Ok(id)
    }

    /// The term of an id; nothing where it is unbound.
    pub(super) fn term(&self, id: u32) -> Result<Option<Term>, EngineError> {
        if id == UNBOUND {
            return Ok(None);
        }
        if is_local(id) {
            return Ok(self.locals.borrow().terms.get((id - FIRST_LOCAL) as usize).cloned());
        }
        Ok(Some(self.snapshot.term(Id(id))?))
    }
}

/// What a thread makes a context of.
pub(super) struct Fork {
    snapshot: Snapshot,
    view: View,
    options: Options,
    among: Option<Vec<NamedNode>>,
    held: Arc<AtomicUsize>,
    given_up: Arc<AtomicBool>,
    locals: Locals,
}

impl Fork {
    /// The context.
    pub(super) fn context(self) -> Shared {
        let Self { snapshot, view, options, among, held, given_up, locals } = self;
        let (locals, given_up, adjacencies) = (RefCell::new(locals), Some(given_up), RefCell::default());
        Rc::new(Context { snapshot, view, options, locals, held, given_up, adjacencies, among, named: OnceCell::new() })
    }

    /// An id of the thread in the context that it was made of, where so many terms were known and the others have these ids.
    pub(super) fn here(id: u32, known: usize, others: &[u32]) -> u32 {
        let other = if is_local(id) { ((id - FIRST_LOCAL) as usize).checked_sub(known) } else { None };
        other.and_then(|other| others.get(other).copied()).unwrap_or(id)
    }
}

/// Whether an id is of a term that only this query knows.
pub(super) const fn is_local(id: u32) -> bool {
    id >= FIRST_LOCAL && id < END_OF_LOCALS
}
