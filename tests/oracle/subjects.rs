//! The stores that are asked: with the same quads in the end, however they came there.

use super::dice::Dice;
use super::executors::{Executor, Ours, snapshot};
use fengong::engine::Executor as Which;
use fengong::store::{Builder, Snapshot, Store};
use oxigraph::model::{GraphName, NamedNode, Quad, Term};
use std::error::Error;
use std::fmt;
use std::num::NonZeroUsize;
use tempfile::TempDir;

type Result<T> = std::result::Result<T, Box<dyn Error + Send + Sync>>;

/// Where a store is.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
enum Place {
    #[default]
    Memory,
    /// On disk, opened again after it was written.
    Disk,
    /// The same, merged into one segment.
    Optimised,
}

/// How the quads came into a store.
#[derive(Debug, Clone, Default)]
pub(crate) struct History {
    place: Place,
    /// In how many commits they came, at most; each is a segment until it is merged.
    pieces: usize,
    /// Whether each graph had other quads before, and was replaced.
    replaced: bool,
    /// Whether there was a graph more, which was dropped.
    dropped: bool,
}

impl History {
    /// Any, most often in memory, of one segment or several.
    pub(crate) fn any(dice: &mut Dice) -> Self {
        let place = match dice.weighted(&[90, 6, 4]) {
            0 => Place::Memory,
            1 => Place::Disk,
            _ => Place::Optimised,
        };
        let pieces = if dice.percent(45) { 1 } else { dice.between(2, 5) };
        Self { place, pieces, replaced: dice.percent(15), dropped: dice.percent(15) }
    }

    /// In memory, of several segments, with graphs that were replaced.
    pub(crate) const fn in_pieces() -> Self {
        Self { place: Place::Memory, pieces: 3, replaced: true, dropped: true }
    }
}

impl fmt::Display for History {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { place, pieces, replaced, dropped } = self;
        let place = match place {
            Place::Memory => "in memory",
            Place::Disk => "on disk",
            Place::Optimised => "on disk, optimised",
        };
        write!(f, "{place}, in {} pieces", (*pieces).max(1))?;
        if *replaced {
            write!(f, ", graphs replaced")?;
        }
        if *dropped { write!(f, ", a graph dropped") } else { Ok(()) }
    }
}

/// A store to be asked.
pub(crate) struct Subject {
    snapshot: Snapshot,
    /// Lives as long as the store is read.
    _directory: Option<TempDir>,
}

impl Subject {
    /// With these quads.
    pub(crate) fn new(quads: &[Quad], history: &History) -> Result<Self> {
        if history.place != Place::Memory {
            let directory = TempDir::new()?;
            return Ok(Self { snapshot: on_disk(quads, history, &directory)?, _directory: Some(directory) });
        }
        let plain = history.pieces <= 1 && !history.replaced && !history.dropped;
        let snapshot = if plain { snapshot(quads)? } else { in_memory(quads, history)? };
        Ok(Self { snapshot, _directory: None })
    }

    /// The executors over it.
    pub(crate) fn executors(&self, union: bool) -> Vec<Box<dyn Executor>> {
        let ours = |executor, threads| -> Box<dyn Executor> {
            Box::new(Ours { snapshot: self.snapshot.clone(), executor, union, threads: NonZeroUsize::new(threads) })
        };
        vec![ours(Which::Spareval, 0), ours(Which::Vectorised, 0), ours(Which::Vectorised, 3)]
    }
}

/// A graph that is dropped in the end.
fn gone() -> GraphName {
    NamedNode::new_unchecked("http://e/gone").into()
}

/// What is replaced or dropped later: the same terms in other places, and the same triples in a graph more.
fn before(quads: &[Quad], history: &History) -> Vec<Quad> {
    let mut other = Vec::new();
    for quad in quads {
        if history.replaced
            && let Term::NamedNode(node) = &quad.object
        {
            other.push(Quad { subject: node.clone().into(), object: quad.subject.clone().into(), ..quad.clone() });
        }
        if history.dropped {
            other.push(Quad { graph_name: gone(), ..quad.clone() });
        }
    }
    other
}

/// The quads in pieces, each with the graphs that it is the first to state.
fn pieces<'a>(quads: &'a [Quad], history: &History) -> Vec<(Vec<&'a GraphName>, &'a [Quad])> {
    let mut seen: Vec<&GraphName> = Vec::new();
    let mut pieces = Vec::new();
    for piece in quads.chunks(quads.len().div_ceil(history.pieces.max(1)).max(1)) {
        let known = seen.len();
        for quad in piece {
            if !seen.contains(&&quad.graph_name) {
                seen.push(&quad.graph_name);
            }
        }
        pieces.push((if history.replaced { seen[known..].to_vec() } else { Vec::new() }, piece));
    }
    pieces
}

fn in_memory(quads: &[Quad], history: &History) -> Result<Snapshot> {
    let mut state = snapshot(&before(quads, history))?;
    for (replaced, piece) in pieces(quads, history) {
        let mut builder = Builder::new();
        for graph in replaced {
            builder.replace_graph(graph.as_ref());
        }
        for quad in piece {
            builder.add(quad.as_ref())?;
        }
        state = state.with(builder)?;
    }
    Ok(if history.dropped { state.without(&[gone()])? } else { state })
}

fn on_disk(quads: &[Quad], history: &History, directory: &TempDir) -> Result<Snapshot> {
    let path = directory.path().join("store");
    let store = Store::create(&path)?;
    let mut writer = store.writer()?;
    for quad in before(quads, history) {
        writer.add(quad.as_ref())?;
    }
    writer.commit()?;
    for (replaced, piece) in pieces(quads, history) {
        let mut writer = store.writer()?;
        for graph in replaced {
            writer.drop_graph(graph.as_ref())?;
        }
        for quad in piece {
            writer.add(quad.as_ref())?;
        }
        writer.commit()?;
    }
    if history.dropped {
        let mut writer = store.writer()?;
        writer.drop_graph(gone().as_ref())?;
        writer.commit()?;
    }
    if history.place == Place::Optimised {
        store.optimise()?;
    }
    drop(store);
    let store = Store::open(&path)?;
    store.verify()?;
    Ok(store.snapshot())
}
