//! Writing the terms of a segment, one after another in their order.

use super::TERMS_A_BLOCK;
use crate::store::error::StoreError;
use crate::store::segment::layout::Head;
use crate::store::segment::output::Output;
use crate::store::term::{Kind, text_of_key};
use crate::store::varint;

/// Takes the terms of a segment in, in the order of their keys.
#[derive(Default)]
pub(in crate::store) struct DictionaryWriter {
    start: u64,
    /// Where each block begins.
    blocks: Vec<u64>,
    count: u64,
    kinds: [u64; 5],
    unsorted: u64,
    last: Vec<u8>,
    pending: Vec<u8>,
}

/// How many bytes are gathered before they are written.
const GATHERED: usize = 1 << 16;

impl DictionaryWriter {
    /// Begins the section of terms.
    ///
    /// # Errors
    /// [`StoreError::Io`] if the system refuses.
    pub(in crate::store) fn begin(out: &mut Output) -> Result<Self, StoreError> {
        Ok(Self { start: out.align()?, ..Self::default() })
    }

    /// Adds a term, which comes after those before it, and says how many there were before.
    ///
    /// # Errors
    /// [`StoreError::Io`] if the system refuses.
    pub(in crate::store) fn push(&mut self, kind: Kind, content: &[u8], out: &mut Output) -> Result<u64, StoreError> {
        let shared = if self.count.is_multiple_of(TERMS_A_BLOCK as u64) {
            self.blocks.push(self.written(out));
            0
        } else {
            shared(&self.last, content)
        };
        varint::push(&mut self.pending, shared as u64);
        varint::push(&mut self.pending, (content.len() - shared) as u64);
        self.pending.extend_from_slice(&content[shared..]);
        self.last.truncate(shared);
        self.last.extend_from_slice(&content[shared..]);
        for before in &mut self.kinds[kind as usize + 1..] {
            *before += 1;
        }
        if matches!(kind, Kind::Language | Kind::Typed) && text_of_key(kind, content).is_some_and(|text| text.contains(&0)) {
            self.unsorted |= 1 << kind as u32;
        }
        if self.pending.len() >= GATHERED {
            out.write(&self.pending)?;
            self.pending.clear();
        }
        self.count += 1;
        Ok(self.count - 1)
    }

    fn written(&self, out: &Output) -> u64 {
        (out.len() + self.pending.len()) as u64 - self.start
    }

    /// Ends the terms and puts where they are into the head.
    ///
    /// # Errors
    /// [`StoreError::Io`] if the system refuses.
    pub(in crate::store) fn finish(mut self, head: &mut Head, out: &mut Output) -> Result<(), StoreError> {
        out.write(&self.pending)?;
        self.pending.clear();
        let end = self.written(out);
        self.blocks.push(end);
        head.terms = self.count;
        head.kinds = self.kinds;
        head.unsorted = self.unsorted;
        head.terms_bytes.offset = self.start;
        head.terms_bytes.len = end;
        head.terms_blocks = out.section(bytemuck::cast_slice(&self.blocks))?;
        Ok(())
    }
}

/// How many bytes from the start two strings share.
#[inline]
fn shared(a: &[u8], b: &[u8]) -> usize {
    let mut shared = 0;
    for (a, b) in a.chunks_exact(8).zip(b.chunks_exact(8)) {
        if a != b {
            break;
        }
        shared += 8;
    }
    shared + a[shared..].iter().zip(&b[shared..]).take_while(|(a, b)| a == b).count()
}
