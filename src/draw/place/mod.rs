//! Places for the parts of diagrams: in layers, in columns, as a tree, or as they are given.

mod bands;
mod columns;
mod frames;
pub(super) mod geometry;
mod layered;
mod names;
pub(super) mod placed;
mod plan;
mod routes;
mod scatter;
mod strata;
mod tree;

pub(super) use columns::in_columns;
pub(super) use routes::LABEL;
pub(super) use tree::in_tree;

use super::diagram::{Diagram, Layout};
use crate::language::{Message, Speak, message};
use placed::Placed;

/// Why there is no picture.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("{}", self.message())]
pub enum PlaceError {
    /// More things than one picture can show.
    TooMany(usize),
    /// No places were found.
    NoPlaces,
}

impl Speak for PlaceError {
    fn message(&self) -> Message {
        match self {
            Self::TooMany(things) => message!("{things} things are too many for one picture: draw fewer of them", things = things),
            Self::NoPlaces => message!("no places were found for what is to be drawn: draw less of it, or ask for --format dot"),
        }
    }
}

/// Places for all parts of a diagram.
///
/// # Errors
/// [`PlaceError`] where a diagram that leaves its places to us has too many things.
pub(super) fn placed(diagram: &Diagram) -> Result<Placed, PlaceError> {
    match diagram.layout {
        Layout::Layered { layers, things } => layered::layered(diagram, layers, things),
        Layout::Placed => Ok(scatter::scattered(diagram)),
    }
}

/// Places for all parts of a diagram whose nodes have theirs.
pub(super) fn scattered(diagram: &Diagram) -> Placed {
    scatter::scattered(diagram)
}
