//! **assist**: help while one writes a query, for the REPL and for editors.
//!
//! [`place`] tells what may stand at a place of a query that is not yet whole, [`probe`] asks the graph for it,
//! [`complete`] makes suggestions of both; [`paint`] tells tokens apart for colours and finds the bracket that belongs to
//! another; [`whole`] says by the parser whether a query is whole.

mod complete;
mod paint;
mod place;
mod probe;
mod suggestion;
mod whole;

pub use complete::{Assistant, PATIENCE};
pub use paint::{Paint, paint, partner};
pub use place::{Expected, Place, Triple, place};
pub use suggestion::{Completion, Suggestion};
pub use whole::{Whole, whole};
