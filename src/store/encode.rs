//! The pairs of a predicate on their way into a segment: numbered at last, sorted both ways, without those that are there already.

use super::adjacency::{Adjacency, Direction, View};
use super::error::StoreError;
use super::id::Id;
use super::pairs::{Pairs, halves};
use super::segment::{EncodedColumns, EncodedPredicate};
use super::snapshot::Snapshot;
use super::sort;
use rustc_hash::FxHashMap;

const OBJECTS: u64 = 0xFFFF_FFFF;

/// Room that is used for one predicate after the other.
#[derive(Default)]
pub(super) struct Scratch {
    pairs: Vec<u64>,
    quads: Vec<(u64, u32)>,
}

/// Sorts the pairs of a predicate both ways, with the numbers that terms have at `last`, without those that are there twice or that `base` has.
pub(super) fn encode(
    all: Pairs,
    last: &impl Fn(u32) -> u32,
    base: &Snapshot,
    scratch: &mut Scratch,
) -> Result<Option<EncodedPredicate>, StoreError> {
    let predicate = all.predicate;
    let new = Unstated::new(base, predicate)?;
    if let Some(graph) = all.only_graph(last) {
        let mut pairs = all.renumbered(last);
        sort::by_digits(&mut pairs, &mut scratch.pairs, u64::MAX, |pair| *pair);
        pairs.dedup();
        let pairs = new.keep(pairs, |pair| (*pair, graph))?;
        return Ok((!pairs.is_empty()).then(|| encode_one(predicate, graph, pairs, scratch)));
    }
    let mut quads = all.renumbered_with_graphs(last);
    sort::by_digits(&mut quads, &mut scratch.quads, u64::MAX, |quad| quad.0);
    // Few pairs stand in several graphs.
    quads
        .chunk_by_mut(|one, other| one.0 == other.0)
        .filter(|same| same.len() > 1)
        .for_each(|same| same.sort_unstable_by_key(|quad| quad.1));
    quads.dedup();
    let mut quads = new.keep(quads, |quad| *quad)?;
    let Some(&(_, graph)) = quads.first() else { return Ok(None) };
    if quads.iter().all(|quad| quad.1 == graph) {
        let pairs = quads.into_iter().map(|quad| quad.0).collect();
        return Ok(Some(encode_one(predicate, graph, pairs, scratch)));
    }
    let forward = columns(quads.iter().map(|quad| (halves(quad.0), quad.1)), quads.len(), true);
    for quad in &mut quads {
        quad.0 = quad.0.rotate_left(32);
    }
    sort::by_digits(&mut quads, &mut scratch.quads, !OBJECTS, |quad| quad.0);
    let backward = columns(quads.iter().map(|quad| (halves(quad.0), quad.1)), quads.len(), true);
    quads.dedup_by_key(|quad| quad.0);
    Ok(Some(EncodedPredicate { predicate, graph: u32::MAX, distinct: quads.len() as u64, forward, backward }))
}

/// Columns of pairs that are sorted and stand in one graph.
fn encode_one(predicate: u32, graph: u32, mut pairs: Vec<u64>, scratch: &mut Scratch) -> EncodedPredicate {
    let forward = columns(pairs.iter().map(|pair| (halves(*pair), 0)), pairs.len(), false);
    for pair in &mut pairs {
        *pair = pair.rotate_left(32);
    }
    // Subjects are in order already, so that only the objects are to be looked at.
    sort::by_digits(&mut pairs, &mut scratch.pairs, !OBJECTS, |pair| *pair);
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
