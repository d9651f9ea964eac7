//! **compare**: from two plans to what changed.
//!
//! [`matching`] finds which task of the one is which task of the other, by [`similarity`]; [`kinship`] which unit has become which,
//! [`sections`] which section is which;
//! [`stage`] tells what differs, the words by [`words`]; [`rdf`], [`text`] and [`markdown`] write it. `docs/diff.md` defines it all.

mod difference;
mod kinship;
mod labels;
mod markdown;
mod matching;
mod rdf;
mod sections;
mod similarity;
mod stage;
mod text;
mod units;
mod words;

pub use difference::{
    Change, Comparison, Counts, Deadline, Difference, Gained, Lone, Named, Pair, PartOf, PartyRef, Piece, Reform, SectionChange,
    SectionRef, Side, Step, TaskRef, UnitChange, UnitKind,
};
pub use markdown::markdown;
pub use rdf::quads;
pub use similarity::{Profile, contained, dice};
pub use stage::{CompareError, Options, SIMILARITY, compare};
pub use text::{Ink, text};
pub use words::pieces;
