//! An unchangeable state: a chain of segments, of each of which some graphs may not count any more.

use super::adjacency::{Adjacency, Direction, View};
use super::builder::Builder;
use super::chain::{Link, graph_ids, mask};
use super::dictionary::TermCursor;
use super::error::StoreError;
use super::id::Id;
use super::part::Part;
use super::quads::{GraphFilter, Quads};
use super::segment::output::Output;
use super::segment::{Entry, Segment};
use super::statistics::{CharacteristicSet, PredicateStatistics};
use super::term::{Kind, Parts, text_of_key, write_key};
use super::text::{candidates, candidates_like};
use oxigraph::model::{GraphName, Term, TermRef};
use std::cell::RefCell;
use std::collections::BTreeMap;
use std::ops::Range;
use std::sync::{Arc, OnceLock};

/// An unchangeable state of a store. A copy is cheap, and any number of threads can read it.
#[derive(Clone)]
pub struct Snapshot(Arc<State>);

struct State {
    links: Vec<Link>,
    len: u64,
    predicates: OnceLock<Vec<PredicateStatistics>>,
}

thread_local! {
    /// Room for the words of one term, used again and again.
    static WORDS: RefCell<Vec<u8>> = const { RefCell::new(Vec::new()) };
}

impl Snapshot {
    /// Without a statement.
    pub fn empty() -> Self {
        Self(Arc::new(State { links: Vec::new(), len: 0, predicates: OnceLock::new() }))
    }

    /// Of a chain of segments, the numbers of whose terms follow on one another.
    pub(super) fn of(links: Vec<Link>) -> Result<Self, StoreError> {
        let mut len = 0;
        for link in &links {
            len += link.quads()?;
        }
        Ok(Self(Arc::new(State { links, len, predicates: OnceLock::new() })))
    }

    /// The chain.
    pub(super) fn links(&self) -> &[Link] {
        &self.0.links
    }

    /// How many statements there are; one that stands in several graphs counts in each.
    pub fn len(&self) -> u64 {
        self.0.len
    }

    /// Whether there is no statement.
    pub fn is_empty(&self) -> bool {
        self.0.len == 0
    }

    /// The number behind that of the last term.
    pub fn end(&self) -> u32 {
        self.links().last().map_or(0, |link| link.segment.end())
    }

    /// Whether there is no term, and so nothing to look up.
    pub(super) fn has_no_terms(&self) -> bool {
        self.links().is_empty()
    }

    /// What is known of each predicate, sorted. Statements that do not count any more are among what is counted, so that a predicate can be
    /// here of which none is left.
    pub fn predicates(&self) -> impl Iterator<Item = PredicateStatistics> {
        self.all_predicates().iter().copied()
    }

    /// The predicate at a place in their order.
    pub(super) fn predicate_at(&self, at: usize) -> Option<Id> {
        self.all_predicates().get(at).map(PredicateStatistics::id)
    }

    /// What is known of each predicate. Entries can be read, since opening a segment reads them all.
    fn all_predicates(&self) -> &[PredicateStatistics] {
        self.0.predicates.get_or_init(|| {
            let mut all: BTreeMap<u32, PredicateStatistics> = BTreeMap::new();
            for link in self.links() {
                for entry in (0..link.segment.predicates()).filter_map(|at| link.segment.entry(at).ok()) {
                    // A predicate none of whose statements count is not there.
                    if entry.graph == u32::MAX || link.masks.binary_search(&entry.graph).is_err() {
                        let statistics = of_entry(&entry);
                        all.entry(entry.predicate).or_default().add(&statistics);
                    }
                }
            }
            all.into_iter().map(|(predicate, statistics)| PredicateStatistics { predicate, ..statistics }).collect()
        })
    }

    /// What is known of a predicate.
    pub fn statistics(&self, predicate: Id) -> PredicateStatistics {
        let mut sum = PredicateStatistics { predicate: predicate.0, ..PredicateStatistics::default() };
        for link in self.links() {
            if let Ok(Some((_, entry))) = link.segment.find_predicate(predicate.0) {
                sum.add(&of_entry(&entry));
            }
        }
        sum
    }

    /// Which predicates subjects have together, most subjects first in each segment.
    ///
    /// # Errors
    /// [`StoreError::Damaged`] if it cannot be read.
    pub fn characteristic_sets(&self) -> Result<Vec<CharacteristicSet>, StoreError> {
        let mut sets = Vec::new();
        for link in self.links() {
            sets.extend(link.segment.sets()?);
        }
        Ok(sets)
    }

    /// The graphs and how many statements each has, in the order of their numbers; [`Id::DEFAULT_GRAPH`] is the default graph.
    ///
    /// # Errors
    /// [`StoreError::Damaged`] if they cannot be read.
    pub fn graphs(&self) -> Result<Vec<(Id, u64)>, StoreError> {
        let mut all: BTreeMap<u32, u64> = BTreeMap::new();
        for link in self.links() {
            for (graph, count) in link.segment.graphs()? {
                if link.masks.binary_search(&graph).is_err() {
                    *all.entry(graph).or_default() += count;
                }
            }
        }
        Ok(all.into_iter().map(|(graph, count)| (Id(graph), count)).collect())
    }

    /// The number of a term, if it is known.
    ///
    /// # Errors
    /// [`StoreError::Damaged`] if the terms cannot be read.
    pub fn id_of(&self, term: TermRef<'_>) -> Result<Option<Id>, StoreError> {
        if let Some(id) = Id::of_value(term) {
            return Ok(Some(id));
        }
        let mut content = Vec::new();
        match write_key(term, &mut content) {
            Ok(kind) => self.find(kind, &content),
            // What cannot be written was never written.
            Err(StoreError::Term(_)) => Ok(None),
            Err(other) => Err(other),
        }
    }

    /// The number of the term of a key, if it is known.
    pub(super) fn find(&self, kind: Kind, content: &[u8]) -> Result<Option<Id>, StoreError> {
        for link in self.links() {
            if let Some(place) = link.segment.dictionary().find(kind, content)? {
                return Ok(u32::try_from(place).ok().map(|place| Id(link.segment.base() + place)));
            }
        }
        Ok(None)
    }

    /// The segment that has a term.
    #[inline]
    fn segment_of(&self, id: Id) -> Result<&Arc<Segment>, StoreError> {
        let links = self.links();
        let at = if links.len() == 1 { 0 } else { links.partition_point(|link| link.segment.end() <= id.0) };
        match links.get(at) {
            Some(link) if link.segment.base() <= id.0 && id.0 < link.segment.end() => Ok(&link.segment),
            _ => Err(StoreError::NoTerm(id.0)),
        }
    }

    /// Puts what a term is made of into `scratch`, and gives it in its parts.
    ///
    /// # Errors
    /// [`StoreError::Damaged`] if it cannot be read, or no term has this number.
    pub fn parts_of_term<'s>(&self, id: Id, scratch: &'s mut Vec<u8>) -> Result<Parts<'s>, StoreError> {
        if let Some((value, datatype)) = id.written() {
            scratch.clear();
            scratch.extend_from_slice(value.as_bytes());
            let value = str::from_utf8(scratch).unwrap_or_default();
            return Ok(Parts::Typed { value, datatype });
        }
        let segment = self.segment_of(id)?;
        let kind = segment.dictionary().read(u64::from(id.0 - segment.base()), scratch)?;
        Parts::of_key(kind, scratch).ok_or_else(|| segment.bytes().damaged(0))
    }

    /// A term.
    ///
    /// # Errors
    /// As [`Self::parts_of_term`].
    pub fn term(&self, id: Id) -> Result<Term, StoreError> {
        with_words(|words| self.parts_of_term(id, words).map(Parts::term))
    }

    /// What a term is.
    ///
    /// # Errors
    /// [`StoreError::Damaged`] if no term has this number.
    #[inline]
    pub fn kind(&self, id: Id) -> Result<Kind, StoreError> {
        if id.is_stored() {
            let segment = self.segment_of(id)?;
            Ok(segment.dictionary().kind(u64::from(id.0 - segment.base())))
        } else if id.integer().is_some() {
            Ok(Kind::Integer)
        } else if id.date().is_some() {
            Ok(Kind::Date)
        } else if id.boolean().is_some() {
            Ok(Kind::Boolean)
        } else {
            Err(StoreError::NoTerm(id.0))
        }
    }

    /// Calls `f` with what `STR()` gives for a term: the IRI, the lexical form, the label of a blank node.
    ///
    /// # Errors
    /// As [`Self::parts_of_term`].
    pub fn with_text<R>(&self, id: Id, f: impl FnOnce(&str) -> R) -> Result<R, StoreError> {
        if let Some((value, _)) = id.written() {
            return Ok(f(&value));
        }
        with_words(|words| {
            let segment = self.segment_of(id)?;
            let kind = segment.dictionary().read(u64::from(id.0 - segment.base()), words)?;
            let text = text_of_key(kind, words).and_then(|text| str::from_utf8(text).ok());
            text.map(f).ok_or_else(|| segment.bytes().damaged(0))
        })
    }

    /// Whether the numbers of two terms compare as their texts do: whether both are of one kind and in one segment. Literals that differ
    /// only in language or datatype have different numbers and the same text.
    #[inline]
    pub fn same_order(&self, a: Id, b: Id) -> bool {
        if !a.is_stored() || !b.is_stored() {
            return false;
        }
        let (Ok(one), Ok(other)) = (self.segment_of(a), self.segment_of(b)) else { return false };
        let dictionary = one.dictionary();
        let kind = dictionary.kind(u64::from(a.0 - one.base()));
        Arc::ptr_eq(one, other) && kind == dictionary.kind(u64::from(b.0 - one.base())) && dictionary.sorted(kind)
    }

    /// Goes through the terms whose numbers are within a range, in the order of the numbers.
    pub fn terms_in_order(&self, range: Range<u32>) -> TermCursor {
        TermCursor::new(self.links().iter().map(|link| link.segment.clone()).collect(), range)
    }

    /// The simple literals and those with a language whose text has `needle` in it, in the order of their numbers; nothing if it is too short
    /// to be looked up: a character, or two of ASCII.
    ///
    /// # Errors
    /// [`StoreError::Damaged`] if they cannot be read.
    pub fn candidates(&self, needle: &str) -> Result<Option<Vec<Id>>, StoreError> {
        let mut found = Vec::new();
        for link in self.links() {
            if !candidates(&link.segment, needle, &mut found)? {
                return Ok(None);
            }
        }
        Ok(Some(found))
    }

    /// The simple literals and those with a language for whose text `holds` is true, in the order of their numbers, where that is only so for texts
    /// with a word each of whose characters is one of several; nothing where that does not tell which to look at.
    ///
    /// # Errors
    /// [`StoreError::Damaged`] if they cannot be read.
    pub fn candidates_like(&self, word: &[Vec<char>], holds: &dyn Fn(&str) -> bool) -> Result<Option<Vec<Id>>, StoreError> {
        let mut found = Vec::new();
        for link in self.links() {
            if !candidates_like(&link.segment, word, holds, &mut found)? {
                return Ok(None);
            }
        }
        Ok(Some(found))
    }

    /// The numbers of all terms of a kind: a range for each segment.
    pub fn ids_of_kind(&self, kind: Kind) -> Vec<Range<u32>> {
        let ranges = self.links().iter().map(|link| {
            let places = link.segment.dictionary().places(kind);
            let number = |place: u64| link.segment.base() + u32::try_from(place).unwrap_or_default();
            number(places.start)..number(places.end)
        });
        ranges.filter(|range| !range.is_empty()).collect()
    }

    /// The pairs of a predicate in one direction.
    ///
    /// # Errors
    /// [`StoreError::Damaged`] if what is known of the predicate cannot be read.
    pub fn adjacency(&self, predicate: Id, direction: Direction, view: &View) -> Result<Adjacency, StoreError> {
        let mut parts = Vec::new();
        for Link { segment, masks } in self.links() {
            if let Some(found) = segment.find_predicate(predicate.0)? {
                parts.extend(Part::new(segment, masks, found, direction, view)?);
            }
        }
        Ok(Adjacency::new(parts))
    }

    /// The statements with these terms, in the graphs that `graphs` says; in no order that is promised, but always in the same.
    pub fn quads(&self, subject: Option<Id>, predicate: Option<Id>, object: Option<Id>, graphs: GraphFilter) -> Quads {
        Quads::new(self.clone(), [subject, predicate, object], graphs)
    }

    /// This state and what a builder took in; the graphs that the builder replaces are what it says.
    ///
    /// # Errors
    /// [`StoreError`] if this state cannot be read, or there are too many terms.
    pub fn with(&self, builder: Builder) -> Result<Self, StoreError> {
        let masked = self.without(builder.dropped())?;
        match builder.write(&masked, masked.end(), Output::memory())? {
            Some(segment) => masked.followed_by(segment),
            None => Ok(masked),
        }
    }

    /// This state and a segment more.
    pub(super) fn followed_by(&self, segment: Segment) -> Result<Self, StoreError> {
        let mut links = self.links().to_vec();
        links.push(Link { segment: Arc::new(segment), masks: [].into() });
        Self::of(links)
    }

    /// This state without some graphs.
    ///
    /// # Errors
    /// [`StoreError`] if it cannot be read.
    pub fn without(&self, graphs: &[GraphName]) -> Result<Self, StoreError> {
        if graphs.is_empty() {
            return Ok(self.clone());
        }
        let mut links = self.links().to_vec();
        let ids = graph_ids(&links, graphs)?;
        mask(&mut links, &ids)?;
        Self::of(links)
    }
}

/// What an entry tells.
const fn of_entry(entry: &Entry) -> PredicateStatistics {
    PredicateStatistics {
        predicate: entry.predicate,
        pairs: entry.pairs,
        distinct_pairs: entry.distinct,
        subjects: entry.forward.count,
        objects: entry.backward.count,
    }
}

/// Lends the room of this thread; a call within a call gets room of its own.
fn with_words<R>(f: impl FnOnce(&mut Vec<u8>) -> R) -> R {
    let mut words = WORDS.take();
    let result = f(&mut words);
    WORDS.set(words);
    result
}
