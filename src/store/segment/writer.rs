//! Writing a segment: the terms, the columns of each predicate, what is known of them, the head.

use super::Segment;
use super::layout::{Columns, Entry, FRONT, Head, MAGIC, Section, VERSION};
use super::output::Output;
use crate::store::dictionary::DictionaryWriter;
use crate::store::error::StoreError;
use crate::store::statistics::{CharacteristicSet, write_sets};
use crate::store::term::Kind;
use std::collections::BTreeMap;

/// The columns of a predicate in one direction.
#[derive(Default, Debug, PartialEq, Eq)]
pub(in crate::store) struct EncodedColumns {
    /// The keys, each once, sorted.
    pub(in crate::store) keys: Vec<u32>,
    /// Where the values of each key begin, and where the last end; empty if each has one.
    pub(in crate::store) starts: Vec<u32>,
    /// The values, sorted for each key.
    pub(in crate::store) values: Vec<u32>,
    /// The graph of each pair; empty if all stand in one.
    pub(in crate::store) graphs: Vec<u32>,
}

/// What a segment has of one predicate, ready to be written.
pub(in crate::store) struct EncodedPredicate {
    /// The predicate.
    pub(in crate::store) predicate: u32,
    /// The graph of all pairs; [`u32::MAX`] if they have columns of graphs.
    pub(in crate::store) graph: u32,
    /// How many pairs of subject and object there are, whatever the graph.
    pub(in crate::store) distinct: u64,
    /// From subjects to objects.
    pub(in crate::store) forward: EncodedColumns,
    /// From objects to subjects.
    pub(in crate::store) backward: EncodedColumns,
}

/// Writes a segment.
pub(in crate::store) struct SegmentWriter {
    /// Where it is written to.
    pub(in crate::store) out: Output,
    /// The head as far as it is known.
    pub(in crate::store) head: Head,
    terms: Option<DictionaryWriter>,
    entries: Vec<Entry>,
    graphs: BTreeMap<u32, u64>,
}

impl SegmentWriter {
    /// Begins a segment whose first term has the number `base`.
    ///
    /// # Errors
    /// [`StoreError::Io`] if the system refuses, as for all that follow.
    pub(in crate::store) fn begin(mut out: Output, base: u32) -> Result<Self, StoreError> {
        let mut front = [0; FRONT];
        front[..8].copy_from_slice(&MAGIC);
        front[8..12].copy_from_slice(&VERSION.to_le_bytes());
        out.write(&front)?;
        let terms = Some(DictionaryWriter::begin(&mut out)?);
        let head = Head { base: u64::from(base), ..Head::default() };
        Ok(Self { out, head, terms, entries: Vec::new(), graphs: BTreeMap::new() })
    }

    /// Adds a term, which comes after those before it.
    pub(in crate::store) fn term(&mut self, kind: Kind, content: &[u8]) -> Result<(), StoreError> {
        match &mut self.terms {
            Some(terms) => terms.push(kind, content, &mut self.out).map(drop),
            None => Ok(()),
        }
    }

    /// Ends the terms.
    pub(in crate::store) fn end_terms(&mut self) -> Result<(), StoreError> {
        self.terms.take().map_or(Ok(()), |terms| terms.finish(&mut self.head, &mut self.out))
    }

    /// Adds a column, and says where it is.
    pub(in crate::store) fn column(&mut self, column: &[u32]) -> Result<u64, StoreError> {
        if column.is_empty() {
            return Ok(0);
        }
        let offset = self.out.align()?;
        self.out.write(bytemuck::cast_slice(column))?;
        Ok(offset)
    }

    fn columns(&mut self, columns: &EncodedColumns) -> Result<Columns, StoreError> {
        Ok(Columns {
            keys: self.column(&columns.keys)?,
            count: columns.keys.len() as u64,
            starts: self.column(&columns.starts)?,
            values: self.column(&columns.values)?,
            graphs: self.column(&columns.graphs)?,
        })
    }

    /// Adds a predicate, which comes after those before it.
    pub(in crate::store) fn predicate(&mut self, encoded: &EncodedPredicate) -> Result<(), StoreError> {
        let &EncodedPredicate { predicate, graph, distinct, .. } = encoded;
        let pairs = encoded.forward.values.len() as u64;
        let forward = self.columns(&encoded.forward)?;
        let backward = self.columns(&encoded.backward)?;
        self.count_graphs(graph, pairs, &encoded.forward.graphs);
        self.entry(Entry { predicate, graph, pairs, distinct, forward, backward });
        Ok(())
    }

    /// Counts statements of graphs.
    pub(in crate::store) fn count_graphs(&mut self, graph: u32, pairs: u64, column: &[u32]) {
        if column.is_empty() {
            *self.graphs.entry(graph).or_default() += pairs;
        }
        let mut rest = column;
        while let Some(first) = rest.first() {
            let run = rest.iter().take_while(|graph| *graph == first).count();
            *self.graphs.entry(*first).or_default() += run as u64;
            rest = &rest[run..];
        }
    }

    /// Adds what is known of a predicate whose columns are written.
    pub(in crate::store) fn entry(&mut self, entry: Entry) {
        self.head.quads += entry.pairs;
        self.entries.push(entry);
    }

    /// Ends the segment and opens it.
    pub(in crate::store) fn finish(mut self, sets: &[CharacteristicSet]) -> Result<Segment, StoreError> {
        self.end_terms()?;
        let entries: Vec<u64> = self.entries.iter().flat_map(Entry::words).collect();
        self.head.predicates = self.out.section(bytemuck::cast_slice(&entries))?;
        let graphs: Vec<u64> = self.graphs.iter().flat_map(|(graph, count)| [u64::from(*graph), *count]).collect();
        self.head.graphs = self.out.section(bytemuck::cast_slice(&graphs))?;
        self.head.sets = self.out.section(&write_sets(sets))?;
        let offset = self.out.align()?;
        let sums = self.out.sums();
        let bytes: &[u8] = bytemuck::cast_slice(&sums);
        self.out.write(bytes)?;
        self.head.sums = Section { offset, len: bytes.len() as u64 };
        self.head.sums_sum = u64::from(crc32fast::hash(bytes));
        let at = self.out.align()?;
        let words = self.head.words();
        let head: &[u8] = bytemuck::cast_slice(&words);
        self.out.write(head)?;
        let mut tail = Vec::with_capacity(32);
        tail.extend_from_slice(&at.to_le_bytes());
        tail.extend_from_slice(&(head.len() as u64).to_le_bytes());
        tail.extend_from_slice(&crc32fast::hash(head).to_le_bytes());
        tail.extend_from_slice(&VERSION.to_le_bytes());
        tail.extend_from_slice(&MAGIC);
        self.out.write(&tail)?;
        Segment::open(self.out.finish()?)
    }
}
