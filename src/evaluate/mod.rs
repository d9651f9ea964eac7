//! **evaluate**: how well plans are read, measured against annotations made by hand.
//!
//! A gold annotation ([`Gold`]) says who is assigned what in which clause of a document; [`score`] counts what the program found of
//! it, what it missed and what it found besides.

mod gold;
mod score;

pub use gold::{Gold, GoldAssignment, GoldError, Passage};
pub use score::{Counts, Difference, DifferenceKind, Kind, Score, score};
