//! Diagrams whose nodes have their places, such as maps: edges straight, and names beside their discs.

use super::geometry::{Curve, Point, Rect, between, distance, outline};
use super::names;
use super::placed::{Placed, Route};
use crate::draw::diagram::{Bend, Diagram, Line, Shape};
use crate::draw::metrics;
use std::collections::BTreeMap;

/// Places for all parts of a diagram whose nodes have theirs.
pub(super) fn scattered(diagram: &Diagram) -> Placed {
    let nodes = boxes(diagram);
    let discs: Vec<Option<(f64, f64)>> = diagram
        .nodes
        .iter()
        .map(|node| Some(metrics::extent(&node.label)).filter(|room| node.shape == Shape::Disc && room.0 > 0.0))
        .collect();
    let names = names::placed(&nodes, &discs);
    let frames = frames(diagram, &nodes);
    let edges = edges(diagram, &nodes);
    Placed { nodes, names, frames, edges }
}

/// The boxes of the nodes; those without a place stand in a row below the others.
fn boxes(diagram: &Diagram) -> Vec<Rect> {
    let fine = |at: &(f64, f64)| at.0.is_finite() && at.1.is_finite() && at.0.abs() < 1e6 && at.1.abs() < 1e6;
    let lowest = diagram.nodes.iter().filter_map(|node| node.at.filter(fine)).map(|at| at.1).fold(0.0, f64::max);
    let mut x = 0.0;
    let mut place = |node: &crate::draw::diagram::Node| {
        let size = metrics::size(node);
        let at = node.at.filter(fine).unwrap_or_else(|| {
            x += size.0 + 10.0;
            (x - size.0 / 2.0, lowest + 50.0)
        });
        Rect::around(at, size)
    };
    diagram.nodes.iter().map(&mut place).collect()
}

fn frames(diagram: &Diagram, nodes: &[Rect]) -> Vec<(Rect, Vec<Line>)> {
    let mut rects: Vec<Option<Rect>> = vec![None; diagram.frames.len()];
    for (node, rect) in diagram.nodes.iter().zip(nodes) {
        if let Some(frame) = node.frame.and_then(|frame| rects.get_mut(frame)) {
            *frame = Some(frame.map_or(*rect, |frame| frame.joined(rect)));
        }
    }
    for place in (0..rects.len()).rev() {
        let (wide, tall) = metrics::extent(&diagram.frames[place].label);
        if let Some(inner) = rects[place] {
            let mut outer = inner.grown(8.0);
            outer.y -= tall;
            outer.height += tall;
            // A head that is wider than what the frame holds widens it on both sides.
            let more = (wide + 16.0 - outer.width).max(0.0);
            outer.x -= more / 2.0;
            outer.width += more;
            rects[place] = Some(outer);
            if let Some(holder) = diagram.frames[place].within.filter(|holder| *holder < place) {
                rects[holder] = Some(rects[holder].map_or(outer, |rect| rect.joined(&outer)));
            }
        }
    }
    let nothing = Rect { x: 0.0, y: 0.0, width: 0.0, height: 0.0 };
    let head = |rect: &Option<Rect>, place: usize| if rect.is_some() { diagram.frames[place].label.clone() } else { Vec::new() };
    rects.iter().enumerate().map(|(place, rect)| (rect.unwrap_or(nothing), head(rect, place))).collect()
}

/// Straight lines; of several between the same two nodes, all but the first are bent.
fn edges(diagram: &Diagram, nodes: &[Rect]) -> Vec<Option<Route>> {
    let mut seen: BTreeMap<(usize, usize), usize> = BTreeMap::new();
    let mut route = |edge: &crate::draw::diagram::Edge| {
        let (from, to) = (nodes.get(edge.from)?, nodes.get(edge.to)?);
        let shape = |place: usize| diagram.nodes[place].shape;
        let (a, b) = (from.centre(), to.centre());
        let before = seen.entry((edge.from.min(edge.to), edge.from.max(edge.to))).or_default();
        *before += 1;
        if edge.from == edge.to || distance(a, b) < 0.1 {
            let (x, y) = (from.right(), a.1);
            let out = x + 14.0 + 6.0 * *before as f64;
            let piece = [(out, y - 14.0), (out, y + 14.0), (x, y + 3.0)];
            return Some(Route { curve: Curve { from: (x, y - 3.0), pieces: vec![piece] }, label: (out, y) });
        }
        let bend =
            (*before / 2) as f64 * if before.is_multiple_of(2) { 1.0 } else { -1.0 } * if edge.from < edge.to { 14.0 } else { -14.0 };
        let long = distance(a, b);
        let aside = |t: f64| -> Point {
            let on = between(a, b, t);
            (on.0 - (b.1 - a.1) / long * bend, on.1 + (b.0 - a.0) / long * bend)
        };
        if edge.bend == Bend::Across && bend == 0.0 {
            let curve = across(from, to);
            return Some(Route { label: between(curve.from, curve.end(), 0.5), curve });
        }
        let (start, end) = (outline(shape(edge.from), from, a, aside(0.3)), outline(shape(edge.to), to, b, aside(0.7)));
        let mut curve = Curve { from: start, pieces: Vec::new() };
        if bend == 0.0 {
            curve.straight(end);
        } else {
            curve.pieces.push([aside(0.3), aside(0.7), end]);
        }
        Some(Route { curve, label: aside(0.5) })
    };
    diagram.edges.iter().map(&mut route).collect()
}

/// From the side of one box to the facing side of another, leaving and arriving level.
fn across(from: &Rect, to: &Rect) -> Curve {
    let right = to.centre().0 >= from.centre().0;
    let (start, end) = if right { (from.right(), to.x) } else { (from.x, to.right()) };
    let mut curve = Curve { from: (start, from.centre().1), pieces: Vec::new() };
    curve.level((end, to.centre().1));
    curve
}
