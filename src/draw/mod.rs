//! **draw**: figures of networks, trees and tables: first as types (`diagram`, `matrix`, `caption`), then as DOT, SVG, or a page.

mod caption;
mod diagram;
mod dot;
mod figure;
mod fold;
mod fonts;
mod kind;
mod matrix;
pub mod metrics;
mod page;
mod place;
mod render;
mod style;
mod svg;

pub use caption::{Arrows, Caption, Key, Mark};
pub use diagram::{Bend, Diagram, Edge, Frame, Layout, Line, Node, Note, Shape};
pub use dot::dot;
pub use figure::Figure;
pub use fold::fold;
pub use fonts::chinese_font;
pub use kind::{
    Arrow, Backbone, Columns, Detail, Developing, PORTS, Selection, Setting, Supporters, arrows, cooperation, heat, map, outline, place,
    ports, responsibility, result, zones,
};
pub use matrix::{Cell, Head, HeatMap};
pub use page::{Part, Source, page, page_of, parts};
pub use place::PlaceError;
pub use render::{Picture, RenderError, graphviz, graphviz_is_installed};
pub use svg::svg;
