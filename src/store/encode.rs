//! The pairs of a predicate on their way into a segment: numbered at last, sorted both ways, without those that are there already.

use super::adjacency::{Adjacency, Direction, View};
use super::error::StoreError;
use super::id::Id;
use super::segment::{EncodedColumns, EncodedPredicate};
use super::snapshot::Snapshot;
use super::sort;
use rustc_hash::FxHashMap;

/// The pairs of one predicate, subject above object, with their graphs if these are not one.
pub(super) struct Pairs {
    pub predicate: u32,
    pub graph: u32,
    pub pairs: Vec<u64>,
    pub graphs: Vec<u32>,
}

impl Pairs {
    /// Appends those of another, with the numbers that their terms have here.
    pub(super) fn append(&mut self, other: &Self, here: impl Fn(u32) -> u32) {
        let graph = here(other.graph);
        let has_several = !other.graphs.is_empty() || graph != self.graph;
        if has_several && self.graphs.is_empty() {
            self.graphs = vec![self.graph; self.pairs.len()];
        }
        if !other.graphs.is_empty() {
            self.graphs.extend(other.graphs.iter().map(|graph| here(*graph)));
        } else if !self.graphs.is_empty() {
            self.graphs.resize(self.pairs.len() + other.pairs.len(), graph);
        }
        self.pairs.extend(other.pairs.iter().map(|pair| {
            let (subject, object) = halves(*pair);
            u64::from(here(subject)) << 32 | u64::from(here(object))
        }));
    }
}

/// Gives pairs the numbers that their terms have at last.
pub(super) fn renumber(mut pairs: Pairs, last: &impl Fn(u32) -> u32) -> Pairs {
    for pair in &mut pairs.pairs {
        let (subject, object) = halves(*pair);
        *pair = u64::from(last(subject)) << 32 | u64::from(last(object));
    }
    for graph in &mut pairs.graphs {
        *graph = last(*graph);
    }
    pairs.graph = last(pairs.graph);
    pairs
}

/// Subject and object of a pair.
#[inline]
fn halves(pair: u64) -> (u32, u32) {
    let low = u32::try_from(pair & u64::from(u32::MAX)).unwrap_or_default();
    (u32::try_from(pair >> 32).unwrap_or_default(), low)
}

const OBJECTS: u64 = 0xFFFF_FFFF;

/// Sorts the pairs of a predicate both ways, without those that are there twice or that `base` has.
pub(super) fn encode(mut all: Pairs, base: &Snapshot) -> Result<Option<EncodedPredicate>, StoreError> {
    if all.graphs.iter().any(|graph| *graph != all.graph) || !all.graphs.is_empty() {
        let mut quads: Vec<(u64, u32)> = all.pairs.into_iter().zip(all.graphs).collect();
        let mut scratch = Vec::new();
        sort::by_digits(&mut quads, &mut scratch, u64::MAX, |quad| u64::from(quad.1));
        sort::by_digits(&mut quads, &mut scratch, u64::MAX, |quad| quad.0);
        quads.dedup();
        let new = Unstated::new(base, all.predicate)?;
        let mut quads = new.keep(quads, |quad| *quad)?;
        let Some(&(_, graph)) = quads.first() else { return Ok(None) };
        if quads.iter().all(|quad| quad.1 == graph) {
            let pairs = quads.into_iter().map(|quad| quad.0).collect();
            return Ok(Some(encode_one(all.predicate, graph, pairs)));
        }
        let forward = columns(quads.iter().map(|quad| (halves(quad.0), quad.1)), quads.len(), true);
        for quad in &mut quads {
            quad.0 = quad.0.rotate_left(32);
        }
        sort::by_digits(&mut quads, &mut scratch, !OBJECTS, |quad| quad.0);
        let backward = columns(quads.iter().map(|quad| (halves(quad.0), quad.1)), quads.len(), true);
        quads.dedup_by_key(|quad| quad.0);
        return Ok(Some(EncodedPredicate { predicate: all.predicate, graph: u32::MAX, distinct: quads.len() as u64, forward, backward }));
    }
    sort::by_digits(&mut all.pairs, &mut Vec::new(), u64::MAX, |pair| *pair);
    all.pairs.dedup();
    let new = Unstated::new(base, all.predicate)?;
    let graph = all.graph;
    let pairs = new.keep(all.pairs, |pair| (*pair, graph))?;
    Ok((!pairs.is_empty()).then(|| encode_one(all.predicate, graph, pairs)))
}

/// Columns of pairs that are sorted and stand in one graph.
fn encode_one(predicate: u32, graph: u32, mut pairs: Vec<u64>) -> EncodedPredicate {
    let forward = columns(pairs.iter().map(|pair| (halves(*pair), 0)), pairs.len(), false);
    for pair in &mut pairs {
        *pair = pair.rotate_left(32);
    }
    // Subjects are in order already, so that only the objects are to be looked at.
    sort::by_digits(&mut pairs, &mut Vec::new(), !OBJECTS, |pair| *pair);
    let backward = columns(pairs.iter().map(|pair| (halves(*pair), 0)), pairs.len(), false);
    EncodedPredicate { predicate, graph, distinct: pairs.len() as u64, forward, backward }
}

/// Columns out of sorted keys, values and graphs.
fn columns(pairs: impl Iterator<Item = ((u32, u32), u32)>, count: usize, with_graphs: bool) -> EncodedColumns {
    let mut columns = EncodedColumns { values: Vec::with_capacity(count), ..EncodedColumns::default() };
    for ((key, value), graph) in pairs {
        if columns.keys.last() != Some(&key) {
            columns.keys.push(key);
            columns.starts.push(u32::try_from(columns.values.len()).unwrap_or(u32::MAX));
        }
        columns.values.push(value);
        if with_graphs {
            columns.graphs.push(graph);
        }
    }
    if columns.keys.len() == columns.values.len() {
        columns.starts = Vec::new();
    } else {
        columns.starts.push(u32::try_from(columns.values.len()).unwrap_or(u32::MAX));
    }
    columns
}

/// Tells which statements of a predicate are not there already.
struct Unstated<'a> {
    base: &'a Snapshot,
    predicate: Id,
    /// Whether any can be there.
    possible: bool,
}

impl<'a> Unstated<'a> {
    fn new(base: &'a Snapshot, predicate: u32) -> Result<Self, StoreError> {
        let predicate = Id(predicate);
        let possible = !base.has_no_terms() && base.adjacency(predicate, Direction::Forward, &View::Union)?.pairs() > 0;
        Ok(Self { base, predicate, possible })
    }

    /// Keeps of sorted statements those that are not there already.
    fn keep<T>(&self, mut all: Vec<T>, parts: impl Fn(&T) -> (u64, u32)) -> Result<Vec<T>, StoreError> {
        if !self.possible {
            return Ok(all);
        }
        let end = self.base.end();
        let old = |number: u32| number < end || number >= Id::INLINE;
        let mut graphs: FxHashMap<u32, Adjacency> = FxHashMap::default();
        let mut failed = None;
        all.retain(|item| {
            let (pair, graph) = parts(item);
            let (subject, object) = halves(pair);
            if !old(subject) || !old(object) || !old(graph) || failed.is_some() {
                return true;
            }
            let found = match graphs.entry(graph) {
                std::collections::hash_map::Entry::Occupied(known) => known.into_mut().contains(Id(subject), Id(object)),
                std::collections::hash_map::Entry::Vacant(new) => {
                    let view = View::Graphs([Id(graph)].into());
                    self.base
                        .adjacency(self.predicate, Direction::Forward, &view)
                        .and_then(|adjacency| new.insert(adjacency).contains(Id(subject), Id(object)))
                }
            };
            !found.unwrap_or_else(|error| {
                failed = Some(error);
                false
            })
        });
        failed.map_or(Ok(all), Err)
    }
}
