//! A diagram whose parts all have their places.

use super::geometry::{Curve, Point, Rect};
use crate::draw::diagram::Line;

/// Where the parts of a diagram are, in its order.
#[derive(Debug, Clone, PartialEq)]
pub(in crate::draw) struct Placed {
    /// The boxes of the nodes; of a disc, the disc alone.
    pub nodes: Vec<Rect>,
    /// The words of discs, where they have any.
    pub names: Vec<Option<Name>>,
    /// The frames with the lines of their heads.
    pub frames: Vec<(Rect, Vec<Line>)>,
    /// The ways of the edges from outline to outline; nothing for an edge without ends.
    pub edges: Vec<Option<Route>>,
}

/// The words beside a disc.
#[derive(Debug, Clone, PartialEq)]
pub(in crate::draw) struct Name {
    /// The room that they take.
    pub room: Rect,
    /// A thin line to the disc, where they do not stand beside it.
    pub leader: Option<(Point, Point)>,
}

/// The way of an edge.
#[derive(Debug, Clone, PartialEq)]
pub(in crate::draw) struct Route {
    /// Its line.
    pub curve: Curve,
    /// The middle of its words.
    pub label: Point,
}

impl Placed {
    /// The smallest rectangle around all of it.
    pub(in crate::draw) fn extent(&self) -> Rect {
        let names = self.names.iter().flatten().map(|name| name.room);
        let edges = self.edges.iter().flatten().map(|route| route.curve.extent());
        let all = self.nodes.iter().copied().chain(names).chain(self.frames.iter().map(|frame| frame.0)).chain(edges);
        all.reduce(|a, b| a.joined(&b)).unwrap_or(Rect { x: 0.0, y: 0.0, width: 0.0, height: 0.0 })
    }
}
