//! The terms of a segment, sorted by their keys and written as what differs from the one before.
//!
//! Sixteen terms are a block. In it a term is the number of bytes that it shares with the one before (none for the first), the number of
//! the others, and these; kinds are not written, since the head tells where each begins.

mod reader;
mod writer;

pub(super) use reader::Dictionary;
pub use reader::{TermBytes, TermCursor};
pub(super) use writer::DictionaryWriter;

/// The terms of a block.
pub(in crate::store) const TERMS_A_BLOCK: usize = 16;
