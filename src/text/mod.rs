//! **text**: from bytes to characters that every later statement can point back to.
//!
//! The text of a plan is kept as it was written. Later stages read it through predicates
//! ([`punctuation`]) instead of rewriting it, so that a [`Span`] always slices the original words.

mod encoding;
pub mod escape;
mod fold;
mod format;
mod hash;
pub mod punctuation;
mod source;
mod span;
mod words;

pub use encoding::{DecodeError, decode};
pub use fold::simplified;
pub use format::FormatError;
pub(crate) use format::{CellSheet, cell_sheets, is_workbook, silently};
pub use hash::sha256;
pub use source::{ReadError, Source};
pub use span::Span;
pub use words::Words;
