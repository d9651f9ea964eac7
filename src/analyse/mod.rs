//! **analyse**: from RDF to networks.

mod backbone;
mod broad;
mod cooperation;
mod country;
mod geography;
mod ledger;
pub mod measure;
mod names;
pub mod network;
mod order;
mod scope;

pub use backbone::{significant, strength, strongest};
pub use broad::{broad, parts};
pub use cooperation::{Cooperation, Tie, UnitNode, cooperation};
pub use country::country;
pub use geography::{Geography, Industry, Place, PlaceKind, Said, Statement};
pub use ledger::{Duty, Ledger, Party, Plan, Role, Section, Task};
pub(crate) use ledger::{rows, text};
pub use order::alike;
pub use scope::{Narrowing, Scope, names_of, section_names};
