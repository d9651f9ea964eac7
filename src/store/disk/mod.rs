//! A store in a directory.
//!
//! A manifest names the files of the segments; it is written anew by each commit and renamed into place, so that a reader finds the state
//! before or the one after, and a crash leaves one of them. Files that no manifest names are removed by whoever writes next.

mod fault;
mod info;
mod manifest;
mod policy;
mod store;
mod writer;

#[cfg(test)]
pub(super) use fault::fail_after;
pub use info::{SegmentInfo, StoreInfo};
pub use store::Store;
pub use writer::Writer;
