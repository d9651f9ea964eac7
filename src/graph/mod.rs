//! **graph**: what was resolved, as RDF.
//!
//! Each plan is a named graph of its own ([`plan`], [`links`]); the part of the reference data that
//! the plans name is another ([`mod@reference`]), the ontology a third. A query's default graph is
//! their union. The vocabulary ([`vocab`]) is defined in `ontology/`. A graph may also be on a server ([`Backend`]), which is asked
//! by queries.

mod blank;
mod history;
mod intake;
mod iri;
mod jsonld;
mod known;
mod links;
mod mirror;
mod numbers;
mod ontology;
mod plan;
mod quads;
pub mod rdf;
mod reference;
pub mod remote;
mod run;
mod server;
mod shards;
mod sink;
mod store;
mod stream;
pub mod vocab;

pub(crate) use blank::BlankNames;
pub use intake::{Intake, Named, Origin, Origins, stored_plans};
pub(crate) use iri::local;
pub use iri::{BaseError, DEFAULT_BASE, Names};
pub use ontology::{ALIGNMENT, CORE};
pub use quads::Quads;
pub use remote::{Ask, Backend, BackendError};
pub(crate) use run::run;
pub use server::{Interrupt, Limits, Server};
pub use shards::{Shard, Shards, ShardsError, write_shards};
pub use store::{Graph, GraphError};
pub use stream::Stream;
