//! **resolve**: from names in the text to things in the world.
//!
//! Parties become units and groups ([`mod@unit`]); the words of each task are read for planned areas
//! ([`area`]), places ([`place`]), names of other things ([`landmark`]), industries and topics
//! ([`concept`]), and for what a place develops ([`development`]). Every decision keeps the span
//! that it rests on.

mod area;
mod concept;
mod development;
mod gazetteer;
mod home;
mod landmark;
mod model;
mod place;
mod project;
mod stage;
mod unit;

pub use concept::Concepts;
pub use gazetteer::Gazetteer;
pub use model::{Area, Development, Good, Membership, Mention, Named, NamedKind, PlaceRef, Referent, Resolution, Unit};
pub use stage::Resolver;
