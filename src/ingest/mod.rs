//! **ingest**: files of plans → a store, each plan its own graph, many at once.
//!
//! Files are found ([`Corpus`]), those that are stored already as they are now are passed over, the others read on all cores and taken into the store
//! in parts ([`Ingest::run`]). Each part is whole plans with the reference data of all plans of the store, and is there at once or not at
//! all: whatever ends a run, the next one goes on.

mod corpus;
mod input;
mod outcome;
mod stage;

pub use corpus::{Corpus, CorpusError, File};
pub use input::rules;
pub use outcome::{Change, Outcome, Summary};
pub use stage::{Ingest, IngestError, tidy};
