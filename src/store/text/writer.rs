//! Making the lists while terms are written.

use super::each_gram;
use crate::store::dictionary::TERMS_A_BLOCK;
use crate::store::error::StoreError;
use crate::store::segment::layout::Head;
use crate::store::segment::output::Output;
use crate::store::term::{Kind, text_of_key};
use crate::store::varint;
use rustc_hash::FxHashMap;

/// Takes literals in, in the order in which they are written.
#[derive(Default)]
pub(in crate::store) struct TextWriter {
    places: FxHashMap<u32, u32>,
    lists: Vec<List>,
}

/// The blocks of one group: the distance of each from the one before.
struct List {
    gram: u32,
    last: u64,
    bytes: Vec<u8>,
}

impl TextWriter {
    /// Adds the term at a place.
    pub(in crate::store) fn add(&mut self, kind: Kind, content: &[u8], place: u64) {
        if !matches!(kind, Kind::Simple | Kind::Language) {
            return;
        }
        let Some(text) = text_of_key(kind, content).and_then(|text| str::from_utf8(text).ok()) else { return };
        // One more than the block, so that no block is 0.
        let block = place / TERMS_A_BLOCK as u64 + 1;
        each_gram(text, |gram| {
            let lists = &mut self.lists;
            let at = *self.places.entry(gram).or_insert_with(|| {
                lists.push(List { gram, last: 0, bytes: Vec::new() });
                u32::try_from(lists.len() - 1).unwrap_or(u32::MAX)
            });
            if let Some(list) = lists.get_mut(at as usize)
                && list.last != block
            {
                varint::push(&mut list.bytes, block - list.last);
                list.last = block;
            }
        });
    }

    /// Writes the lists and puts where they are into the head.
    pub(in crate::store) fn finish(mut self, head: &mut Head, out: &mut Output) -> Result<(), StoreError> {
        self.lists.sort_unstable_by_key(|list| list.gram);
        let mut offsets = Vec::with_capacity(self.lists.len() + 1);
        let mut end = 0;
        for list in &self.lists {
            // Lists of more than four gigabytes are left out: everything is read then.
            let Ok(offset) = u32::try_from(end) else { return Ok(()) };
            offsets.push(offset);
            end += list.bytes.len();
        }
        let Ok(last) = u32::try_from(end) else { return Ok(()) };
        offsets.push(last);
        let grams: Vec<u32> = self.lists.iter().map(|list| list.gram).collect();
        head.grams = out.section(bytemuck::cast_slice(&grams))?;
        head.gram_offsets = out.section(bytemuck::cast_slice(&offsets))?;
        head.postings.offset = out.align()?;
        head.postings.len = end as u64;
        self.lists.iter().try_for_each(|list| out.write(&list.bytes))
    }
}
