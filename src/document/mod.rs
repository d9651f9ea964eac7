//! **document**: title, issuer, recipients, preamble, numbered sections, paragraphs.
//!
//! Parsing never fails: whatever the text is, a [`Document`] comes out, and what could not be
//! placed is told in [`Document::diagnostics`].

mod front;
mod metadata;
mod model;
mod numbering;
mod parse;

pub use metadata::{Metadata, MetadataError};
pub use model::{Block, Document, Front, Section};
pub use numbering::{Marker, Style, chinese_number};
pub use parse::parse;
