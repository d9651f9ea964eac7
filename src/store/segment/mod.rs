//! A segment: statements that were added at one time, never changed.

pub(super) mod layout;
pub(super) mod output;
mod reader;
mod writer;

pub(super) use layout::Entry;
pub(super) use reader::{Column, Segment, Table};
pub(super) use writer::{EncodedColumns, EncodedPredicate, SegmentWriter};
