//! The executors under test behind one trait, what they answer, and how answers are compared.

mod answer;
mod ours;
mod reference;

pub(crate) use answer::{Answer, Equality, Row, contained, isomorphic, rows_of, same_bag};
use fengong::engine::Executor as Which;
pub(crate) use ours::{Ours, snapshot};
use oxigraph::model::Quad;
pub(crate) use reference::Oxigraph;
use spargebra::Query;

/// What answers queries about the quads that it was made of.
pub(crate) trait Executor {
    /// What it is called in tables.
    fn name(&self) -> &'static str;

    /// Whether it is spareval, which orders as oxigraph does.
    fn is_spareval(&self) -> bool;

    /// The whole answer, or why there is none.
    fn answer(&self, query: &Query) -> Result<Answer, String>;
}

/// What the executors are called, in the order of [`all`].
pub(crate) const NAMES: [&str; 3] = ["oxigraph", "spareval", "vectorised"];

/// Every executor, with these quads.
pub(crate) fn all(quads: &[Quad]) -> Result<Vec<Box<dyn Executor>>, String> {
    let snapshot = snapshot(quads).map_err(|error| error.to_string())?;
    let ours = |executor| Box::new(Ours { snapshot: snapshot.clone(), executor, union: false, threads: None });
    Ok(vec![Box::new(Oxigraph::new(quads)?), ours(Which::Spareval), ours(Which::Vectorised)])
}
