//! Looking words up.

use super::each_gram;
use crate::store::dictionary::{TERMS_A_BLOCK, TermCursor};
use crate::store::error::StoreError;
use crate::store::id::Id;
use crate::store::segment::Segment;
use crate::store::term::Kind;
use crate::store::varint;
use memchr::memmem::Finder;
use std::ops::Range;
use std::sync::Arc;

/// Appends the literals of a segment that hold some words, in the order of their numbers; false if the words are too short to be looked up.
pub(in crate::store) fn candidates(segment: &Arc<Segment>, needle: &str, out: &mut Vec<Id>) -> Result<bool, StoreError> {
    let mut grams = Vec::new();
    each_gram(needle, |gram| grams.push(gram));
    if grams.is_empty() {
        return Ok(false);
    }
    grams.sort_unstable();
    grams.dedup();
    let dictionary = segment.dictionary();
    let places = dictionary.places(Kind::Simple).start..dictionary.places(Kind::Language).end;
    let finder = Finder::new(needle.as_bytes());
    if segment.head().gram_offsets.len == 0 {
        read(segment, places, &finder, out)?;
        return Ok(true);
    }
    let Some(mut lists) = grams.iter().map(|gram| list(segment, *gram)).collect::<Result<Option<Vec<_>>, _>>()? else {
        return Ok(true);
    };
    // The shortest list first: of the others only what is in it counts.
    lists.sort_unstable_by_key(Range::len);
    let mut blocks: Option<Vec<u64>> = None;
    for list in lists {
        let list = segment.bytes().get(list.start, list.len())?;
        let kept = intersect(list, blocks.as_deref()).ok_or_else(|| segment.bytes().damaged(0))?;
        blocks = Some(kept);
    }
    for block in blocks.unwrap_or_default() {
        let start = block * TERMS_A_BLOCK as u64;
        read(segment, start.max(places.start)..(start + TERMS_A_BLOCK as u64).min(places.end), &finder, out)?;
    }
    Ok(true)
}

/// Appends the literals of a segment for which `holds` is true, in the order of their numbers: of those that have a word each of whose characters
/// is one of several. False if the lists do not tell where such a word is.
pub(in crate::store) fn candidates_like(
    segment: &Arc<Segment>,
    word: &[Vec<char>],
    holds: &dyn Fn(&str) -> bool,
    out: &mut Vec<Id>,
) -> Result<bool, StoreError> {
    let dictionary = segment.dictionary();
    let places = dictionary.places(Kind::Simple).start..dictionary.places(Kind::Language).end;
    if segment.head().gram_offsets.len == 0 {
        read_if(segment, places, holds, out)?;
        return Ok(true);
    }
    let mut blocks: Option<Vec<u64>> = None;
    for pair in word.windows(2) {
        let [firsts, seconds] = pair else { continue };
        // Groups of ASCII are longer, and of what is in both there would be too many.
        let is_told = !firsts.iter().chain(seconds).any(char::is_ascii) && firsts.len() * seconds.len() <= FORMS;
        if !is_told {
            continue;
        }
        let mut here = Vec::new();
        for (first, second) in firsts.iter().flat_map(|first| seconds.iter().map(move |second| (*first, *second))) {
            if let Some(list) = list(segment, super::pair(first, second))? {
                let list = segment.bytes().get(list.start, list.len())?;
                here.extend(intersect(list, blocks.as_deref()).ok_or_else(|| segment.bytes().damaged(0))?);
            }
        }
        here.sort_unstable();
        here.dedup();
        blocks = Some(here);
    }
    let Some(blocks) = blocks else { return Ok(false) };
    for block in blocks {
        let start = block * TERMS_A_BLOCK as u64;
        read_if(segment, start.max(places.start)..(start + TERMS_A_BLOCK as u64).min(places.end), holds, out)?;
    }
    Ok(true)
}

/// How many forms of a pair of characters are looked up.
const FORMS: usize = 64;

/// Where the list of a group is; nothing if no literal has it.
fn list(segment: &Segment, gram: u32) -> Result<Option<Range<usize>>, StoreError> {
    let head = segment.head();
    let to_usize = |value: u64| usize::try_from(value).map_err(|_| segment.bytes().damaged(0));
    let (grams, offsets, postings) = (to_usize(head.grams.offset)?, to_usize(head.gram_offsets.offset)?, to_usize(head.postings.offset)?);
    let (mut low, mut high) = (0, to_usize(head.grams.len)? / 4);
    let count = high;
    while low < high {
        let middle = low + (high - low) / 2;
        if segment.bytes().u32s(grams + middle * 4, 1)? < &[gram] { low = middle + 1 } else { high = middle }
    }
    if low == count || segment.bytes().u32s(grams + low * 4, 1)? != [gram] {
        return Ok(None);
    }
    match segment.bytes().u32s(offsets + low * 4, 2)? {
        &[start, end] if start <= end && u64::from(end) <= head.postings.len => {
            Ok(Some(postings + start as usize..postings + end as usize))
        }
        _ => Err(segment.bytes().damaged(offsets)),
    }
}

/// The blocks of a list, of those that are wanted; nothing where it is no list.
fn intersect(mut list: &[u8], wanted: Option<&[u64]>) -> Option<Vec<u64>> {
    let mut kept = Vec::new();
    let mut wanted = wanted.map(<[u64]>::iter);
    let mut sought = wanted.as_mut().and_then(Iterator::next);
    let mut block = 0u64;
    while !list.is_empty() {
        block = block.checked_add(varint::take(&mut list)?)?;
        let here = block.checked_sub(1)?;
        match &mut wanted {
            None => kept.push(here),
            Some(wanted) => {
                while sought.is_some_and(|sought| *sought < here) {
                    sought = wanted.next();
                }
                match sought {
                    None => break,
                    Some(sought) if *sought == here => kept.push(here),
                    Some(_) => {}
                }
            }
        }
    }
    Some(kept)
}

/// Reads the terms at some places and keeps those that hold the words.
fn read(segment: &Arc<Segment>, places: Range<u64>, finder: &Finder<'_>, out: &mut Vec<Id>) -> Result<(), StoreError> {
    each_text(segment, places, |text| finder.find(text).is_some(), out)
}

/// The same for a condition.
fn read_if(segment: &Arc<Segment>, places: Range<u64>, holds: &dyn Fn(&str) -> bool, out: &mut Vec<Id>) -> Result<(), StoreError> {
    each_text(segment, places, |text| str::from_utf8(text).is_ok_and(holds), out)
}

fn each_text(segment: &Arc<Segment>, places: Range<u64>, holds: impl Fn(&[u8]) -> bool, out: &mut Vec<Id>) -> Result<(), StoreError> {
    let number = |place: u64| u32::try_from(place).map_or(u32::MAX, |place| segment.base().saturating_add(place));
    if places.start >= places.end {
        return Ok(());
    }
    let mut cursor = TermCursor::new(vec![segment.clone()], number(places.start)..number(places.end));
    while let Some(term) = cursor.next()? {
        if holds(term.text()) {
            out.push(term.id);
        }
    }
    Ok(())
}
