//! **query**: asking the graph.
//!
//! [`catalogue`] holds the named queries of `queries/`, [`need`] what they need beside plans, [`run`] asks, [`bind`] puts parameters into
//! a query as terms, [`stop`] lets it be stopped, [`answer`] is what came out, [`results`] writes it;
//! [`lookup`] finds things by their names, [`units`] units by what people call them ([`forms`]), [`index`] does so while one types, [`search`] by words, [`mod@why`] gives the
//! words behind a statement; [`lexer`] and [`syntax`] tell where a query is wrong, [`unknown`] what it names
//! that the graph does not know, [`empty`] why nothing came out; [`schema`] is what a graph is made of.

mod answer;
mod bind;
mod catalogue;
mod describe;
mod empty;
mod error;
pub(crate) mod forms;
mod index;
pub mod lexer;
mod lookup;
mod need;
mod pinyin;
mod prefixes;
mod results;
mod run;
mod schema;
mod search;
mod steps;
mod stop;
mod syntax;
mod table;
mod units;
mod unknown;
mod why;

pub use answer::{Answer, Row};
pub use catalogue::{CATALOGUE, NamedQuery, Parameter, ParameterKind, chinese_heads, drawn_columns, find as find_query};
pub use describe::{Description, describe};
pub use empty::{Reason, why_empty};
pub use error::QueryError;
pub use index::{Hit, Match, NameIndex, Thing};
pub use lookup::{Found, find_things, label_of, nearest_names};
pub use need::Need;
pub use pinyin::initials_match;
pub use prefixes::{Prefixes, well_known};
pub use results::{Format, write};
pub use run::Query;
pub use schema::{ClassProperty, Schema, Used};
pub use search::{TaskHit, search_names, search_tasks};
pub use steps::{Carrier, Step, StepLine};
pub use stop::Stop;
pub use syntax::{Place, SyntaxError};
pub use table::{TableWriter, draw_table};
pub use unknown::{Unknown, UnknownKind, unknown_names};
pub use why::{Evidence, why};
