//! Reading the terms of a segment.

use super::TERMS_A_BLOCK;
use crate::store::bytes::Bytes;
use crate::store::error::StoreError;
use crate::store::id::Id;
use crate::store::segment::Segment;
use crate::store::segment::layout::Head;
use crate::store::term::{Kind, Parts, text_of_key};
use crate::store::varint;
use std::cmp::Ordering;
use std::ops::Range;
use std::sync::Arc;

/// The terms of a segment, by their places in it.
#[derive(Clone, Copy)]
pub(in crate::store) struct Dictionary<'a> {
    bytes: &'a Bytes,
    head: &'a Head,
}

/// One block of terms.
struct Block<'a> {
    rest: &'a [u8],
}

impl<'a> Block<'a> {
    /// Makes `term` the next term out of the one before; how many bytes both share.
    #[inline]
    fn next(&mut self, term: &mut Vec<u8>) -> Option<usize> {
        let (shared, new) = self.split()?;
        if shared > term.len() {
            return None;
        }
        term.truncate(shared);
        term.extend_from_slice(new);
        Some(shared)
    }

    /// How many bytes the next term shares with the one before, and its others.
    #[inline]
    fn split(&mut self) -> Option<(usize, &'a [u8])> {
        let shared = varint::take_len(&mut self.rest)?;
        let len = varint::take_len(&mut self.rest)?;
        let (new, rest) = self.rest.split_at_checked(len)?;
        self.rest = rest;
        Some((shared, new))
    }
}

impl Block<'_> {
    /// Puts the term at a place of the block into `term`, from the end of it to its beginning, so that nothing is copied that does not stay.
    #[inline]
    fn read(&mut self, place: usize, term: &mut Vec<u8>) -> Option<()> {
        let mut parts = [(0, [].as_slice()); TERMS_A_BLOCK];
        let mut len = 0;
        for part in parts.get_mut(..=place)? {
            *part = self.split()?;
            if part.0 > len {
                return None;
            }
            len = part.0 + part.1.len();
        }
        term.clear();
        term.resize(len, 0);
        let mut missing = len;
        for (shared, new) in parts.get(..=place)?.iter().rev() {
            if *shared < missing {
                term.get_mut(*shared..missing)?.copy_from_slice(new.get(..missing - shared)?);
                missing = *shared;
                if missing == 0 {
                    break;
                }
            }
        }
        (missing == 0).then_some(())
    }
}

impl<'a> Dictionary<'a> {
    /// The terms of a segment.
    pub(in crate::store) const fn new(bytes: &'a Bytes, head: &'a Head) -> Self {
        Self { bytes, head }
    }

    #[cold]
    fn damaged(self, block: usize) -> StoreError {
        self.bytes.damaged(usize::try_from(self.head.terms_blocks.offset).unwrap_or(0).saturating_add(block * 8))
    }

    /// The bytes of a block.
    #[inline]
    fn block(self, block: usize) -> Result<Block<'a>, StoreError> {
        let damaged = || self.damaged(block);
        let offset = usize::try_from(self.head.terms_blocks.offset).map_err(|_| damaged())?;
        let &[start, end] = self.bytes.u64s(offset + block * 8, 2)? else { return Err(damaged()) };
        if start > end || end > self.head.terms_bytes.len {
            return Err(damaged());
        }
        let at = usize::try_from(self.head.terms_bytes.offset + start).map_err(|_| damaged())?;
        let len = usize::try_from(end - start).map_err(|_| damaged())?;
        Ok(Block { rest: self.bytes.get(at, len)? })
    }

    /// The kind of the term at a place.
    #[inline]
    pub(in crate::store) fn kind(self, place: u64) -> Kind {
        let [_, iri, simple, language, typed] = self.head.kinds;
        if place < iri {
            Kind::Blank
        } else if place < simple {
            Kind::Iri
        } else if place < language {
            Kind::Simple
        } else if place < typed {
            Kind::Language
        } else {
            Kind::Typed
        }
    }

    /// Puts the content of the term at a place into `content`, and tells its kind.
    #[inline]
    pub(in crate::store) fn read(self, place: u64, content: &mut Vec<u8>) -> Result<Kind, StoreError> {
        let at = usize::try_from(place).unwrap_or(usize::MAX);
        let number = at / TERMS_A_BLOCK;
        if place >= self.head.terms {
            return Err(self.damaged(0));
        }
        self.block(number)?.read(at % TERMS_A_BLOCK, content).ok_or_else(|| self.damaged(number))?;
        Ok(self.kind(place))
    }

    /// The places of the terms of a kind.
    pub(in crate::store) fn places(self, kind: Kind) -> Range<u64> {
        let at = kind as usize;
        let start = self.head.kinds.get(at).copied().unwrap_or(self.head.terms);
        start..self.head.kinds.get(at + 1).copied().unwrap_or(self.head.terms)
    }

    /// The place of a term, if it is here.
    pub(in crate::store) fn find(self, kind: Kind, content: &[u8]) -> Result<Option<u64>, StoreError> {
        let places = self.places(kind);
        if places.is_empty() {
            return Ok(None);
        }
        let first = usize::try_from(places.start).unwrap_or(usize::MAX) / TERMS_A_BLOCK;
        let last = usize::try_from(places.end - 1).unwrap_or(usize::MAX) / TERMS_A_BLOCK;
        // The last block whose first term is of the kind and not behind the content; the first block may begin with another kind.
        let (mut low, mut high) = (first + 1, last + 1);
        while low < high {
            let middle = low + (high - low) / 2;
            let (_, head) = self.block(middle)?.split().ok_or_else(|| self.damaged(middle))?;
            if head <= content { low = middle + 1 } else { high = middle }
        }
        self.find_in(low - 1, places, content)
    }

    /// Looks for a term in one block, of which only some places count.
    fn find_in(self, number: usize, places: Range<u64>, content: &[u8]) -> Result<Option<u64>, StoreError> {
        let mut block = self.block(number)?;
        let start = (number * TERMS_A_BLOCK) as u64;
        let end = (start + TERMS_A_BLOCK as u64).min(places.end);
        let mut term = Vec::with_capacity(content.len() + 16);
        for place in start..end {
            block.next(&mut term).ok_or_else(|| self.damaged(number))?;
            if place < places.start {
                continue;
            }
            match term.as_slice().cmp(content) {
                Ordering::Less => {}
                Ordering::Equal => return Ok(Some(place)),
                Ordering::Greater => return Ok(None),
            }
        }
        Ok(None)
    }

    /// Whether the terms of a kind are sorted as their values are.
    pub(in crate::store) const fn sorted(self, kind: Kind) -> bool {
        self.head.unsorted & (1 << kind as u32) == 0
    }
}

/// Goes through the terms of numbers that follow one another, and makes each out of the one before.
pub struct TermCursor {
    segments: Vec<Arc<Segment>>,
    next: u32,
    end: u32,
    term: Vec<u8>,
    /// What is left of the block, as a stretch of the segment's bytes.
    left: Range<usize>,
}

/// A term under a [`TermCursor`].
#[derive(Clone, Copy)]
pub struct TermBytes<'a> {
    /// Its number.
    pub id: Id,
    /// What it is.
    pub kind: Kind,
    content: &'a [u8],
}

impl<'a> TermBytes<'a> {
    /// The bytes of what `STR()` gives.
    pub fn text(&self) -> &'a [u8] {
        text_of_key(self.kind, self.content).unwrap_or_default()
    }

    /// The term in its parts; nothing where the bytes are no term.
    pub fn parts(&self) -> Option<Parts<'a>> {
        Parts::of_key(self.kind, self.content)
    }

    /// The content of the key.
    pub(in crate::store) const fn content(&self) -> &'a [u8] {
        self.content
    }
}

impl TermCursor {
    /// Goes through the numbers of a range, as far as the segments have them.
    pub(in crate::store) fn new(segments: Vec<Arc<Segment>>, range: Range<u32>) -> Self {
        let end = segments.last().map_or(0, |last| last.end()).min(range.end);
        Self { segments, next: range.start, end, term: Vec::new(), left: 0..0 }
    }

    /// The next term; nothing at the end.
    ///
    /// # Errors
    /// [`StoreError`] if the bytes cannot be read.
    #[allow(clippy::should_implement_trait, reason = "it lends its words, which an Iterator cannot")]
    pub fn next(&mut self) -> Result<Option<TermBytes<'_>>, StoreError> {
        if self.next >= self.end {
            return Ok(None);
        }
        let at = self.segments.partition_point(|segment| segment.end() <= self.next);
        let Some(segment) = self.segments.get(at) else { return Ok(None) };
        let dictionary = segment.dictionary();
        let place = u64::from(self.next - segment.base());
        let whole = segment.bytes().raw(0, segment.bytes().len())?;
        if self.left.is_empty() || place.is_multiple_of(TERMS_A_BLOCK as u64) {
            let number = usize::try_from(place).unwrap_or(usize::MAX) / TERMS_A_BLOCK;
            let mut block = dictionary.block(number)?;
            self.term.clear();
            for _ in 0..place % TERMS_A_BLOCK as u64 {
                block.next(&mut self.term).ok_or_else(|| dictionary.damaged(number))?;
            }
            let start = block.rest.as_ptr() as usize - whole.as_ptr() as usize;
            self.left = start..start + block.rest.len();
        }
        let mut block = Block { rest: whole.get(self.left.clone()).unwrap_or_default() };
        let before = block.rest.len();
        block.next(&mut self.term).ok_or_else(|| segment.bytes().damaged(self.left.start))?;
        self.left.start += before - block.rest.len();
        let id = Id(self.next);
        self.next += 1;
        Ok(Some(TermBytes { id, kind: dictionary.kind(place), content: &self.term }))
    }
}
