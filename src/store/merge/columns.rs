//! The columns of one predicate in several segments as one.
//!
//! Renumbering keeps the order of terms that are of one segment, so the keys of a segment are cut where the numbers of another begin, and
//! what comes out is merged. The values of a key are few for the most part and sorted anew where they must be.

use super::Source;
use super::terms::Renumbered;
use crate::store::adjacency::{Direction, View};
use crate::store::chain::Link;
use crate::store::error::StoreError;
use crate::store::part::Part;
use crate::store::segment::layout::Columns;
use crate::store::segment::{Segment, SegmentWriter};
use std::cmp::Reverse;
use std::collections::BinaryHeap;
use std::io::{Read, Seek, Write};
use std::ops::Range;
use tempfile::SpooledTempFile;

/// Merges the columns of one predicate.
pub(super) struct Merged<'a> {
    writer: &'a mut SegmentWriter,
    renumbered: &'a Renumbered,
    links: &'a [Link],
}

/// The columns in one direction; the values are written already.
pub(super) struct MergedColumns {
    pub(super) keys: Vec<u32>,
    /// Where the values of each key begin, and where the last end; empty if each has one.
    pub(super) starts: Vec<u32>,
    pub(super) pairs: u64,
    pub(super) distinct: u64,
    /// The graph of all pairs; [`u32::MAX`] if they stand in several.
    pub(super) graph: u32,
    values: u64,
    graphs: Spool,
}

/// Keys whose numbers rise, of one segment.
struct Piece {
    part: Part,
    keys: Range<usize>,
}

/// Numbers on their way into a column, in memory or on the disk.
struct Spool {
    file: SpooledTempFile,
    gathered: Vec<u32>,
    /// How many numbers all are the same as the first, and which.
    same: Option<u32>,
    several: bool,
}

/// The bytes of a column of graphs that are held in memory.
const HELD: usize = 64 << 20;
/// The numbers that are gathered before they are written.
const GATHERED: usize = 1 << 14;

impl Spool {
    fn new() -> Self {
        Self { file: SpooledTempFile::new(HELD), gathered: Vec::new(), same: None, several: false }
    }

    fn push(&mut self, number: u32) -> Result<(), StoreError> {
        self.several |= *self.same.get_or_insert(number) != number;
        self.gathered.push(number);
        if self.gathered.len() >= GATHERED { self.flush() } else { Ok(()) }
    }

    fn flush(&mut self) -> Result<(), StoreError> {
        let written = self.file.write_all(bytemuck::cast_slice(&self.gathered));
        self.gathered.clear();
        written.map_err(StoreError::io(&std::env::temp_dir()))
    }

    /// Writes all as a column, and says where.
    fn write(mut self, writer: &mut SegmentWriter) -> Result<u64, StoreError> {
        self.flush()?;
        let offset = writer.out.align()?;
        let temporary = std::env::temp_dir();
        self.file.rewind().map_err(StoreError::io(&temporary))?;
        let mut buffer = vec![0; 1 << 16];
        loop {
            let read = self.file.read(&mut buffer).map_err(StoreError::io(&temporary))?;
            if read == 0 {
                return Ok(offset);
            }
            writer.out.write(&buffer[..read])?;
        }
    }
}

impl<'a> Merged<'a> {
    pub(super) const fn new(writer: &'a mut SegmentWriter, renumbered: &'a Renumbered, links: &'a [Link]) -> Self {
        Self { writer, renumbered, links }
    }

    /// The columns in one direction; nothing if no pair counts.
    pub(super) fn columns(&mut self, sources: &[Source], backward: bool) -> Result<Option<MergedColumns>, StoreError> {
        let mut pieces = Vec::new();
        for (link, at, entry) in sources {
            let Some(Link { segment, masks }) = self.links.get(*link) else { continue };
            let direction = if backward { Direction::Backward } else { Direction::Forward };
            if let Some(part) = Part::new(segment, masks, (*at, *entry), direction, &View::Union)? {
                self.cut(segment, &part, &mut pieces)?;
            }
        }
        let mut out = MergedColumns {
            keys: Vec::new(),
            starts: Vec::new(),
            pairs: 0,
            distinct: 0,
            graph: u32::MAX,
            values: self.writer.out.align()?,
            graphs: Spool::new(),
        };
        let mut heap = BinaryHeap::new();
        for (at, piece) in pieces.iter_mut().enumerate() {
            if let Some(key) = self.front(piece)? {
                heap.push(Reverse((key, at)));
            }
        }
        let mut values = Vec::new();
        let mut gathered = Vec::new();
        while let Some(Reverse((key, first))) = heap.pop() {
            values.clear();
            let mut at = first;
            loop {
                if let Some(piece) = pieces.get_mut(at) {
                    self.take(piece, &mut values)?;
                    if let Some(key) = self.front(piece)? {
                        heap.push(Reverse((key, at)));
                    }
                }
                match heap.peek() {
                    Some(Reverse((next, other))) if *next == key => at = *other,
                    _ => break,
                }
                heap.pop();
            }
            if !values.is_sorted() {
                values.sort_unstable();
            }
            values.dedup();
            self.put(key, &values, &mut out, &mut gathered, !backward)?;
        }
        self.writer.out.write(bytemuck::cast_slice(&gathered))?;
        if out.keys.is_empty() {
            return Ok(None);
        }
        if out.keys.len() as u64 == out.pairs {
            out.starts = Vec::new();
        } else {
            out.starts.push(u32::try_from(out.pairs).map_err(|_| StoreError::Full)?);
        }
        if let (Some(graph), false) = (out.graphs.same, out.graphs.several) {
            out.graph = graph;
        }
        Ok(Some(out))
    }

    /// Cuts the keys of a segment where the numbers of another segment begin.
    fn cut(&self, segment: &Segment, part: &Part, pieces: &mut Vec<Piece>) -> Result<(), StoreError> {
        let mut from = 0;
        for Link { segment: other, .. } in self.links {
            // Behind its own terms a segment uses no terms but values, which come last anyway.
            let border = if other.base() > segment.base() { segment.end() } else { other.base() };
            let at = part.find(border)?.unwrap_or_else(|at| at);
            if at > from {
                pieces.push(Piece { part: part.clone(), keys: from..at });
                from = at;
            }
        }
        if part.table.keys.count > from {
            pieces.push(Piece { part: part.clone(), keys: from..part.table.keys.count });
        }
        Ok(())
    }

    /// The number of the next key of a piece that is still used.
    fn front(&self, piece: &mut Piece) -> Result<Option<u32>, StoreError> {
        while !piece.keys.is_empty() {
            let key = piece.part.segment.number(piece.part.table.keys, piece.keys.start)?;
            if let Some(key) = self.renumbered.number(key) {
                return Ok(Some(key));
            }
            piece.keys.start += 1;
        }
        Ok(None)
    }

    /// Appends the values of the next key of a piece, with their graphs.
    fn take(&self, piece: &mut Piece, values: &mut Vec<(u32, u32)>) -> Result<(), StoreError> {
        let run = piece.part.run(piece.keys.start)?;
        piece.keys.start += 1;
        let mut unknown = false;
        piece.part.each_with_graph(run, |value, graph| match (self.renumbered.number(value), self.renumbered.number(graph)) {
            (Some(value), Some(graph)) => values.push((value, graph)),
            _ => unknown = true,
        })?;
        // What counts is used, unless the columns of the two directions say different things.
        if unknown { Err(piece.part.segment.bytes().damaged(0)) } else { Ok(()) }
    }

    /// Writes the values of a key.
    fn put(
        &mut self,
        key: u32,
        values: &[(u32, u32)],
        out: &mut MergedColumns,
        gathered: &mut Vec<u32>,
        counting: bool,
    ) -> Result<(), StoreError> {
        if values.is_empty() {
            return Ok(());
        }
        out.keys.push(key);
        out.starts.push(u32::try_from(out.pairs).map_err(|_| StoreError::Full)?);
        out.pairs += values.len() as u64;
        let mut last = None;
        for (value, graph) in values {
            out.distinct += u64::from(last != Some(*value));
            last = Some(*value);
            gathered.push(*value);
            out.graphs.push(*graph)?;
            if counting {
                self.writer.count_graphs(*graph, 1, &[]);
            }
        }
        if gathered.len() >= GATHERED {
            self.writer.out.write(bytemuck::cast_slice(gathered))?;
            gathered.clear();
        }
        Ok(())
    }

    /// Writes what is not written yet, and says where everything is.
    pub(super) fn finish(&mut self, merged: MergedColumns) -> Result<Columns, StoreError> {
        let keys = self.writer.column(&merged.keys)?;
        let starts = self.writer.column(&merged.starts)?;
        let graphs = if merged.graph == u32::MAX { merged.graphs.write(self.writer)? } else { 0 };
        Ok(Columns { keys, count: merged.keys.len() as u64, starts, values: merged.values, graphs })
    }
}
