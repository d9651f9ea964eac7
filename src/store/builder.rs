//! Statements on their way into a segment.
//!
//! While they come, terms are numbered as they come and pairs are kept for each predicate. At the end the terms are sorted, the pairs get
//! the numbers that follow from that, and are sorted both ways.

use super::encode::{Scratch, encode};
use super::error::StoreError;
use super::id::Id;
use super::intern::Interner;
use super::pairs::Pairs;
use super::segment::output::Output;
use super::segment::{EncodedPredicate, Segment, SegmentWriter};
use super::snapshot::Snapshot;
use super::sort;
use super::statistics::SetCounter;
use super::term::{KINDS, Kind, write_key};
use oxigraph::model::{GraphName, GraphNameRef, QuadRef, TermRef};
use rayon::prelude::*;
use rustc_hash::{FxHashMap, FxHashSet};

/// Takes statements in, to become a segment.
#[derive(Default)]
pub struct Builder {
    terms: Interner,
    /// Where the pairs of a predicate are, by its number here.
    places: FxHashMap<u32, usize>,
    pairs: Vec<Pairs>,
    /// Room for pairs, from before they were handed over.
    spare: Vec<Pairs>,
    quads: usize,
    dropped: Vec<GraphName>,
    /// The graphs of the statements, by their numbers here, and that of the last one.
    graphs: FxHashSet<u32>,
    last_graph: Option<u32>,
    scratch: Vec<u8>,
    last: Option<(u32, usize)>,
    /// Whether a term can have several numbers, since others were absorbed, and the numbers of their predicates by the IRI.
    has_twins: bool,
    predicates: FxHashMap<Box<[u8]>, u32>,
}

/// From so many statements on the work is shared among threads; before, starting them takes longer.
const MANY: usize = 100_000;
/// About how many pairs are sorted before they are written.
const AT_ONCE: usize = 4_000_000;

impl Builder {
    /// Of no statement.
    pub fn new() -> Self {
        Self::default()
    }

    /// How many statements were added; those that are the same count each.
    pub const fn len(&self) -> usize {
        self.quads
    }

    /// Whether none was added.
    pub const fn is_empty(&self) -> bool {
        self.quads == 0
    }

    /// About how many bytes of memory it takes.
    pub fn memory(&self) -> usize {
        self.terms.memory() + self.pairs.iter().map(Pairs::memory).sum::<usize>()
    }

    /// Adds a statement.
    ///
    /// # Errors
    /// [`StoreError::Full`] if there are too many terms; [`StoreError::Term`] for terms that no RDF can have.
    pub fn add(&mut self, quad: QuadRef<'_>) -> Result<(), StoreError> {
        let subject = self.number(quad.subject.into())?;
        let predicate = self.number(quad.predicate.into())?;
        let object = self.number(quad.object)?;
        let graph = self.graph(quad.graph_name)?;
        self.add_numbers(subject, predicate, object, graph)
    }

    /// Adds all that another one took in, graphs that it replaces left out. Its terms are numbered anew even where they are known here, until this
    /// is written.
    ///
    /// # Errors
    /// [`StoreError::Full`] if there are too many terms or statements.
    pub(crate) fn absorb(&mut self, other: &Self) -> Result<(), StoreError> {
        let first = self.terms.append(&other.terms)?;
        if self.terms.len() > Id::LOCAL as usize {
            return Err(StoreError::Full);
        }
        self.has_twins = true;
        // Values are their own numbers.
        let here = |number: u32| if number < Id::LOCAL { first + number } else { number };
        for from in &other.pairs {
            let content = other.terms.content(from.predicate);
            let predicate = match self.predicates.get(content) {
                Some(number) => *number,
                None => *self.predicates.entry(content.into()).or_insert(here(from.predicate)),
            };
            let place = self.place(predicate);
            if let Some(to) = self.pairs.get_mut(place) {
                to.append(from, here)?;
            }
        }
        self.graphs.extend(other.graphs.iter().map(|graph| here(*graph)));
        self.quads += other.quads;
        Ok(())
    }

    /// Forgets everything, and keeps room for terms and pairs.
    pub(crate) fn clear(&mut self) {
        let Self { mut terms, mut pairs, mut spare, scratch, .. } = std::mem::take(self);
        terms.clear();
        pairs.iter_mut().for_each(Pairs::clear);
        // Predicates come in about the same order again.
        spare.extend(pairs.into_iter().rev());
        *self = Self { terms, spare, scratch, ..Self::default() };
    }

    /// Whether there is hardly room for more terms, however much memory there is.
    pub(crate) const fn is_nearly_full(&self) -> bool {
        self.terms.is_nearly_full()
    }

    /// Forgets what was stated before in a graph, so that the graph is what is added here.
    pub fn replace_graph(&mut self, graph: GraphNameRef<'_>) {
        self.dropped.push(graph.into_owned());
    }

    /// The graphs of which nothing before is to stay.
    pub(super) fn dropped(&self) -> &[GraphName] {
        &self.dropped
    }

    /// The number here of a term, new if it was not known.
    pub(crate) fn number(&mut self, term: TermRef<'_>) -> Result<u32, StoreError> {
        if let Some(id) = Id::of_value(term) {
            return Ok(id.0);
        }
        let kind = write_key(term, &mut self.scratch)?;
        self.terms.intern(kind, &self.scratch)
    }

    /// The number here of a graph.
    pub(crate) fn graph(&mut self, graph: GraphNameRef<'_>) -> Result<u32, StoreError> {
        match graph {
            GraphNameRef::NamedNode(node) => self.number(node.into()),
            GraphNameRef::BlankNode(node) => self.number(node.into()),
            GraphNameRef::DefaultGraph => Ok(Id::DEFAULT_GRAPH.0),
        }
    }

    /// Whether a statement was added to a graph.
    pub(super) fn has_graph(&mut self, graph: GraphNameRef<'_>) -> Result<bool, StoreError> {
        let term: TermRef<'_> = match graph {
            GraphNameRef::NamedNode(node) => node.into(),
            GraphNameRef::BlankNode(node) => node.into(),
            GraphNameRef::DefaultGraph => return Ok(self.graphs.contains(&Id::DEFAULT_GRAPH.0)),
        };
        // Asking must not make it a term.
        let kind = write_key(term, &mut self.scratch)?;
        Ok(self.terms.find(kind, &self.scratch).is_ok_and(|number| self.graphs.contains(&number)))
    }

    /// The terms.
    pub(super) const fn terms(&mut self) -> &mut Interner {
        &mut self.terms
    }

    /// Adds a statement whose terms are numbered.
    #[inline]
    pub(crate) fn add_numbers(&mut self, subject: u32, predicate: u32, object: u32, graph: u32) -> Result<(), StoreError> {
        let place = match self.last {
            Some((last, place)) if last == predicate => place,
            _ => self.place(predicate),
        };
        if self.last_graph != Some(graph) {
            self.last_graph = Some(graph);
            self.graphs.insert(graph);
        }
        let Some(pairs) = self.pairs.get_mut(place) else { return Ok(()) };
        pairs.push(subject, object, graph)?;
        self.quads += 1;
        Ok(())
    }

    fn place(&mut self, predicate: u32) -> usize {
        let (pairs, spare) = (&mut self.pairs, &mut self.spare);
        let place = *self.places.entry(predicate).or_insert_with(|| {
            let mut room = spare.pop().unwrap_or_default();
            room.predicate = predicate;
            pairs.push(room);
            pairs.len() - 1
        });
        self.last = Some((predicate, place));
        place
    }

    /// Writes what was added, as far as `base` does not have it, as a segment that follows on `base`; its first term has the number `first`.
    /// Nothing if there is nothing new.
    ///
    /// # Errors
    /// [`StoreError`] if `base` cannot be read, `out` cannot be written, or there are too many terms.
    pub(super) fn write(mut self, base: &Snapshot, first: u32, out: Output) -> Result<Option<Segment>, StoreError> {
        self.terms.close();
        let mut kinds = self.sorted_terms()?;
        let twins = self.twins(&mut kinds);
        let literals = [Kind::Simple, Kind::Language].iter().filter_map(|kind| kinds.get(*kind as usize)).map(Vec::len).sum::<usize>();
        let mut writer = SegmentWriter::begin(out, first, literals as u64)?;
        let mut finals = self.write_terms(&kinds, base, first, &mut writer)?;
        for (twin, number) in twins {
            finals[twin as usize] = finals[number as usize];
        }
        let end = u32::try_from(writer.head.terms).map_err(|_| StoreError::Full)? + first;
        let mut all: Vec<Pairs> = self.pairs;
        let last = |number: u32| finals.get(number as usize).copied().unwrap_or(number);
        for pairs in &mut all {
            pairs.predicate = last(pairs.predicate);
        }
        all.sort_unstable_by_key(|pairs| pairs.predicate);
        if self.has_twins {
            let mut failed = None;
            all.dedup_by(|twin, pairs| {
                let is_same = twin.predicate == pairs.predicate;
                if is_same {
                    failed = failed.take().or(pairs.append(twin, |number| number).err());
                }
                is_same
            });
            failed.map_or(Ok(()), Err)?;
        }
        let mut sets = SetCounter::new(first, (end - first) as usize);
        let mut all = all.into_iter();
        while all.len() > 0 {
            for predicate in encode_some(&mut all, &last, base)?.into_iter().flatten() {
                sets.add(predicate.predicate, &predicate.forward.keys, &predicate.forward.starts);
                writer.predicate(&predicate)?;
            }
        }
        if writer.head.quads == 0 {
            return Ok(None);
        }
        writer.finish(&sets.finish()).map(Some)
    }

    /// The terms of each kind, in the order of their keys.
    fn sorted_terms(&self) -> Result<[Vec<u32>; KINDS], StoreError> {
        let count = u32::try_from(self.terms.len()).map_err(|_| StoreError::Full)?;
        let mut kinds: [Vec<u32>; KINDS] = Default::default();
        for number in 0..count {
            if let Some(kind) = kinds.get_mut(self.terms.kind(number)) {
                kind.push(number);
            }
        }
        let sort = |kind: &mut Vec<u32>| sort::by_bytes(kind, &|number| self.terms.content(number));
        if self.quads < MANY {
            kinds.iter_mut().for_each(sort);
        } else {
            kinds.par_iter_mut().for_each(sort);
        }
        Ok(kinds)
    }

    /// Leaves of sorted terms that are the same the first, and says which stand for it.
    fn twins(&self, kinds: &mut [Vec<u32>; KINDS]) -> Vec<(u32, u32)> {
        let mut twins = Vec::new();
        for kind in kinds.iter_mut().filter(|_| self.has_twins) {
            kind.dedup_by(|twin, number| {
                let is_same = self.terms.content(*twin) == self.terms.content(*number);
                if is_same {
                    twins.push((*twin, *number));
                }
                is_same
            });
        }
        twins
    }

    /// Writes the terms that `base` does not have, and says the number that each term has now.
    fn write_terms(
        &self,
        kinds: &[Vec<u32>; KINDS],
        base: &Snapshot,
        first: u32,
        writer: &mut SegmentWriter,
    ) -> Result<Vec<u32>, StoreError> {
        let mut finals = vec![0; self.terms.len()];
        let mut next = first;
        let known = !base.has_no_terms();
        for (kind, numbers) in kinds.iter().enumerate() {
            let Some(kind) = Kind::at(kind) else { continue };
            for number in numbers {
                let content = self.terms.content(*number);
                let before = if known { base.find(kind, content)? } else { None };
                let Some(place) = finals.get_mut(*number as usize) else { continue };
                *place = match before {
                    Some(id) => id.0,
                    None => {
                        writer.term(kind, content)?;
                        next += 1;
                        next - 1
                    }
                };
                if next > Id::LOCAL {
                    return Err(StoreError::Full);
                }
            }
        }
        writer.end_terms()?;
        Ok(finals)
    }
}

/// Encodes of the next predicates as many as have together [`AT_ONCE`] pairs, so that not all are held twice.
fn encode_some(
    all: &mut impl Iterator<Item = Pairs>,
    last: &(impl Fn(u32) -> u32 + Sync),
    base: &Snapshot,
) -> Result<Vec<Option<EncodedPredicate>>, StoreError> {
    let mut some = Vec::new();
    let mut count = 0;
    while count < AT_ONCE
        && let Some(pairs) = all.next()
    {
        count += pairs.len();
        some.push(pairs);
    }
    let encode = |scratch: &mut Scratch, pairs| encode(pairs, last, base, scratch);
    if count < MANY {
        let mut scratch = Scratch::default();
        return some.into_iter().map(|pairs| encode(&mut scratch, pairs)).collect();
    }
    some.into_par_iter().map_init(Scratch::default, encode).collect()
}
