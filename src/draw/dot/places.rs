//! Diagrams whose parts have their places, as DOT that Graphviz only draws (its engine `nop2`): the same places as in SVG.

use super::{arrow_size, cut, label, name, of_edge, of_node, plain, quoted, text};
use crate::draw::caption::Arrows;
use crate::draw::diagram::{Diagram, Edge, Frame, Line};
use crate::draw::metrics;
use crate::draw::place::geometry::{Curve, Point, Rect, between, distance};
use crate::draw::place::placed::Placed;
use crate::draw::place::scattered;
use crate::draw::style::QUIET;
use graphviz_rust::dot_structures::{Attribute, Edge as Tie, EdgeTy, Id, Node, NodeId, Stmt, Vertex};

/// The length of an arrow of size 1 in points, as Graphviz draws it.
const ARROW: f64 = 10.0;
/// Points in an inch.
const INCH: f64 = 72.0;

/// Frames, nodes, the names of discs, and edges with their ways: frames first, since Graphviz draws in this order.
pub(super) fn statements(diagram: &Diagram) -> Vec<Stmt> {
    let places = scattered(diagram);
    let mut statements: Vec<Stmt> = Vec::new();
    for (at, (frame, (rect, head))) in diagram.frames.iter().zip(&places.frames).enumerate() {
        if rect.width > 0.0 {
            statements.push(of_frame(at, frame, *rect));
            let (width, height) = metrics::extent(head);
            let room = Rect { x: rect.x + 8.0, y: rect.y + 3.0, width, height };
            statements.push(words(format!("h{at}"), head, room, true));
        }
    }
    for (at, (node, rect)) in diagram.nodes.iter().zip(&places.nodes).enumerate() {
        let mut attributes = of_node(at, node, false);
        attributes.push(at_point(rect.centre()));
        statements.push(Stmt::Node(Node { id: name(at), attributes }));
    }
    statements.extend(names(diagram, &places));
    for (at, (edge, route)) in diagram.edges.iter().zip(&places.edges).enumerate() {
        if let Some(route) = route {
            statements.push(of_edge(at, edge, Some(way(&route.curve, edge))));
        }
    }
    statements
}

fn of_frame(at: usize, frame: &Frame, rect: Rect) -> Stmt {
    let mut attributes = vec![
        plain("id", &format!("f{at}")),
        plain("label", "\"\""),
        plain("shape", "box"),
        plain("style", "\"rounded,filled\""),
        text("fillcolor", frame.fill),
        text("color", "#c4c4c4"),
        text("tooltip", &cut(&frame.note.words())),
    ];
    attributes.extend(room(rect));
    Stmt::Node(Node { id: called(format!("f{at}")), attributes })
}

/// The names of discs, and the thin lines that lead to those that stand off.
fn names(diagram: &Diagram, places: &Placed) -> Vec<Stmt> {
    let mut statements = Vec::new();
    for (at, (node, named)) in diagram.nodes.iter().zip(&places.names).enumerate() {
        let Some(named) = named else { continue };
        statements.push(words(format!("m{at}"), &node.label, named.room, false));
        if let Some((from, to)) = named.leader {
            let ends = [("a", from), ("b", to)].map(|(end, point)| (format!("{end}{at}"), point));
            for (id, point) in &ends {
                let mut attributes = vec![plain("shape", "point"), plain("style", "invis"), plain("label", "\"\"")];
                attributes.extend(room(Rect::around(*point, (0.7, 0.7))));
                statements.push(Stmt::Node(Node { id: called(id.clone()), attributes }));
            }
            let [a, b] = ends.map(|(id, _)| Vertex::N(called(id)));
            let line = format!("{} {} {} {}", dot(from), dot(between(from, to, 1.0 / 3.0)), dot(between(from, to, 2.0 / 3.0)), dot(to));
            let attributes = vec![plain("dir", "none"), plain("penwidth", "0.5"), text("color", QUIET), text("pos", &line)];
            statements.push(Stmt::Edge(Tie { ty: EdgeTy::Pair(a, b), attributes }));
        }
    }
    statements
}

/// Lines without outline.
fn words(id: String, lines: &[Line], rect: Rect, left: bool) -> Stmt {
    let mut attributes = vec![Attribute(Id::Plain("label".to_owned()), label::lines(lines, left)), plain("shape", "plaintext")];
    attributes.extend(room(rect));
    Stmt::Node(Node { id: called(id), attributes })
}

/// Place and size of a box.
fn room(rect: Rect) -> [Attribute; 4] {
    let inches = |points: f64| format!("{:.3}", points / INCH);
    [plain("width", &inches(rect.width)), plain("height", &inches(rect.height)), plain("fixedsize", "true"), at_point(rect.centre())]
}

/// The way of an edge as Graphviz writes it: the tips of its arrows, then a line of Bézier curves that ends where they begin.
fn way(curve: &Curve, edge: &Edge) -> String {
    let length = arrow_size(edge.width) * ARROW;
    let mut points: Vec<Point> = std::iter::once(curve.from).chain(curve.pieces.iter().flatten().copied()).collect();
    let mut tips = String::new();
    let last = points.len().saturating_sub(1);
    if edge.arrows != Arrows::None && last >= 3 {
        tips.push_str(&format!("e,{} ", dot(points[last])));
        points[last] = short_of(points[last], points[last - 1], length);
    }
    if edge.arrows == Arrows::Both && last >= 3 {
        tips.push_str(&format!("s,{} ", dot(points[0])));
        points[0] = short_of(points[0], points[1], length);
    }
    tips + &points.into_iter().map(dot).collect::<Vec<_>>().join(" ")
}

/// A point before the tip of an arrow, in the direction from which the line comes.
fn short_of(tip: Point, from: Point, length: f64) -> Point {
    let far = distance(tip, from);
    if far < 1e-6 { tip } else { between(tip, from, (length / far).min(0.9)) }
}

/// A point of ours, whose heights grow downwards, as one of Graphviz, whose grow upwards.
fn dot((x, y): Point) -> String {
    format!("{x:.2},{:.2}", -y)
}

fn at_point(point: Point) -> Attribute {
    Attribute(Id::Plain("pos".to_owned()), quoted(&dot(point)))
}

fn called(id: String) -> NodeId {
    NodeId(Id::Plain(id), None)
}
