//! **analyse**: from RDF to networks.

mod backbone;
mod cooperation;

pub use backbone::strongest;
pub use cooperation::{Cooperation, Tie, UnitNode, cooperation};
