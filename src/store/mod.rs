//! **store**: statements on disk or in memory, kept to be asked.
//!
//! A [`Snapshot`] is an unchangeable state: a chain of segments, each with a dictionary of terms and, for every predicate, its pairs of
//! subject and object sorted both ways. Numbers stand for terms ([`Id`]), so that what asks works on columns of numbers. A [`Builder`]
//! takes statements in and becomes a further segment; `docs/store-format.md` says what stands in the bytes.

mod adjacency;
mod builder;
mod bytes;
mod chain;
mod dictionary;
mod disk;
mod encode;
mod error;
mod id;
mod intern;
mod load;
mod merge;
mod pairs;
mod part;
mod quads;
mod queryable;
mod scan;
mod segment;
mod snapshot;
mod sort;
mod stated;
mod statistics;
mod term;
mod text;
mod varint;

pub use adjacency::{Adjacency, Direction, Slices, View};
pub use builder::Builder;
pub use dictionary::{TermBytes, TermCursor};
pub use disk::{SegmentInfo, Store, StoreInfo, Writer};
pub use error::StoreError;
pub use id::Id;
pub use load::Loading;
pub use quads::{GraphFilter, Quads};
pub use queryable::{Queryable, StoredTerm};
pub use scan::{Cursor, Scan};
pub use snapshot::Snapshot;
pub use stated::{Place, Stated};
pub use statistics::{CharacteristicSet, PredicateStatistics};
pub use term::{Kind, Parts};

#[cfg(test)]
mod tests;
