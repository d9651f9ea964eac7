//! **query**: asking the graph.
//!
//! [`catalogue`] holds the named queries of `queries/`, [`run`] asks, [`bind`] puts parameters into
//! a query as terms, [`lookup`] finds things by their names, [`index`] does so while one types, [`results`] writes what came out,
//! [`mod@why`] gives the words behind a statement.

mod bind;
mod catalogue;
mod error;
mod index;
mod lookup;
mod pinyin;
mod results;
mod run;
mod table;
mod why;

pub use catalogue::{CATALOGUE, NamedQuery, Parameter, ParameterKind, find as find_query};
pub use error::QueryError;
pub use index::{Hit, Match, NameIndex, Thing};
pub use lookup::{Found, find_things, nearest_names};
pub use results::{Format, write};
pub use run::Query;
pub use table::draw_table;
pub use why::{Evidence, why};
