//! **draw**: diagrams, built as typed graphs and written as DOT.

mod cooperation;
mod dot;
mod render;
mod result;
mod style;

pub use cooperation::{Selection, cooperation};
pub use dot::Diagram;
pub use render::{Picture, RenderError, render};
pub use result::{Arrow, arrows, result};
