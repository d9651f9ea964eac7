//! Figures as typed graphs of graphviz-rust, written in the DOT language. All quoting happens in this folder.

mod label;
mod places;
mod table;

use super::caption::{Arrows, Caption};
use super::diagram::{Diagram, Edge, Frame, Layout, Node, Shape};
use super::figure::Figure;
use super::matrix::HeatMap;
use super::metrics;
use super::style::{FONT, INK, PAPER};
use crate::text::escape::is_xml;
use graphviz_rust::dot_structures as typed;
use graphviz_rust::dot_structures::{Attribute, EdgeTy, Graph, GraphAttributes, Id, NodeId, Stmt, Subgraph, Vertex};
use graphviz_rust::printer::{DotPrinter, PrinterContext};

/// Points in an inch.
const INCH: f64 = 72.0;
/// The most characters of a note that DOT carries: it is shown in one small window.
const NOTE: usize = 600;
/// The most weight of an edge: Graphviz adds weights up, and fails where the sum is no 32-bit number.
const HEAVIEST: usize = 1000;

/// A figure in the DOT language; `font` is asked for before the usual ones.
pub fn dot(figure: &Figure, font: Option<&str>) -> String {
    let fonts = font.filter(|font| !FONT.contains(font)).map_or_else(|| FONT.to_owned(), |font| format!("{font}, {FONT}"));
    let statements = match figure {
        Figure::Diagram(diagram) => of_diagram(diagram, &fonts),
        Figure::Matrix(map) => of_matrix(map, &fonts),
    };
    let graph = Graph::DiGraph { id: Id::Plain("fengong".to_owned()), strict: false, stmts: statements };
    // No line may be broken inside a list of attributes: one statement a line.
    let mut dot = graph.print(&mut PrinterContext::new(true, 2, "\n".to_owned(), usize::MAX));
    dot.push('\n');
    dot
}

fn of_diagram(diagram: &Diagram, fonts: &str) -> Vec<Stmt> {
    let mut whole = whole(&diagram.caption, fonts);
    match diagram.layout {
        Layout::Layered { layers, things } => whole.extend([
            plain("rankdir", "LR"),
            plain("ranksep", &inches(layers)),
            plain("nodesep", &inches(things)),
            plain("outputorder", "edgesfirst"),
        ]),
        Layout::Placed => {
            whole.push(plain("layout", "nop2"));
            // Frames are nodes here, and would cover what is drawn before them.
            if diagram.frames.is_empty() {
                whole.push(plain("outputorder", "edgesfirst"));
            }
        }
    }
    let mut statements = vec![
        Stmt::GAttribute(GraphAttributes::Graph(whole)),
        Stmt::GAttribute(GraphAttributes::Node(vec![
            text("fontname", fonts),
            plain("margin", "0"),
            text("color", INK),
            text("fontcolor", INK),
        ])),
        Stmt::GAttribute(GraphAttributes::Edge(vec![text("fontname", fonts), plain("fontsize", "9"), text("fontcolor", INK)])),
    ];
    match diagram.layout {
        Layout::Layered { .. } => {
            statements.extend(of_frames(diagram, None));
            statements.extend(in_frame(diagram, None));
            statements.extend(diagram.edges.iter().enumerate().map(|(at, edge)| of_edge(at, edge, None)));
        }
        Layout::Placed => statements.extend(places::statements(diagram)),
    }
    statements
}

/// Attributes of the whole: the caption below, on white.
fn whole(caption: &Caption, fonts: &str) -> Vec<Attribute> {
    vec![
        Attribute(Id::Plain("label".to_owned()), label::caption(caption)),
        plain("labelloc", "b"),
        plain("labeljust", "l"),
        text("fontname", fonts),
        text("fontcolor", INK),
        text("bgcolor", PAPER),
        text("charset", "UTF-8"),
        plain("pad", "0.15"),
    ]
}

/// The frames within one, each with its nodes.
fn of_frames(diagram: &Diagram, within: Option<usize>) -> Vec<Stmt> {
    let here = diagram.frames.iter().enumerate().filter(|(_, frame)| frame.within == within);
    here.map(|(at, frame)| {
        let mut statements = vec![Stmt::GAttribute(GraphAttributes::Graph(of_frame(at, frame)))];
        statements.extend(of_frames(diagram, Some(at)));
        statements.extend(in_frame(diagram, Some(at)));
        Stmt::Subgraph(Subgraph { id: quoted(&format!("cluster_f{at}")), stmts: statements })
    })
    .collect()
}

fn of_frame(at: usize, frame: &Frame) -> Vec<Attribute> {
    vec![
        plain("id", &format!("f{at}")),
        Attribute(Id::Plain("label".to_owned()), label::lines(&frame.label, true)),
        plain("labelloc", "t"),
        plain("labeljust", "l"),
        plain("style", "\"rounded,filled\""),
        text("fillcolor", frame.fill),
        text("color", "#c4c4c4"),
        plain("margin", "8"),
        text("tooltip", &cut(&frame.note.words())),
    ]
}

fn in_frame(diagram: &Diagram, frame: Option<usize>) -> impl Iterator<Item = Stmt> {
    let here = diagram.nodes.iter().enumerate().filter(move |(_, node)| node.frame == frame);
    here.map(|(at, node)| Stmt::Node(typed::Node { id: name(at), attributes: of_node(at, node, true) }))
}

/// `named` tells whether Graphviz finds a place for the words of a disc.
fn of_node(at: usize, node: &Node, named: bool) -> Vec<Attribute> {
    let (width, height) = metrics::size(node);
    let (shape, style) = match node.shape {
        Shape::Box => ("box", "filled"),
        Shape::Rounded | Shape::Pill => ("box", "\"filled,rounded\""),
        Shape::Sheet => ("note", "filled"),
        Shape::Hexagon => ("hexagon", "filled"),
        Shape::Plain => ("plaintext", "\"\""),
        Shape::Disc => ("circle", "filled"),
    };
    let mut attributes = vec![plain("id", &format!("n{at}"))];
    let words = label::lines(&node.label, false);
    if node.shape == Shape::Disc {
        attributes.extend([plain("label", "\"\""), plain("fixedsize", "true")]);
        if named {
            attributes.push(Attribute(Id::Plain("xlabel".to_owned()), words));
        }
    } else {
        attributes.push(Attribute(Id::Plain("label".to_owned()), words));
    }
    attributes.extend([plain("shape", shape), plain("style", style), text("fillcolor", node.fill)]);
    attributes.push(plain("penwidth", &number(node.border)));
    attributes.extend([plain("width", &inches(width)), plain("height", &inches(height))]);
    attributes.push(text("tooltip", &cut(&node.note.words())));
    attributes
}

fn of_edge(at: usize, edge: &Edge, way: Option<String>) -> Stmt {
    let end = |at: usize| Vertex::N(name(at));
    let mut attributes = vec![plain("id", &format!("e{at}")), plain("penwidth", &number(edge.width)), text("color", edge.colour)];
    attributes.push(plain(
        "dir",
        match edge.arrows {
            Arrows::None => "none",
            Arrows::Forward => "forward",
            Arrows::Both => "both",
        },
    ));
    attributes.push(plain("arrowsize", &number(arrow_size(edge.width))));
    if edge.dashed {
        attributes.push(plain("style", "dashed"));
    }
    if !edge.label.is_empty() {
        attributes.push(text("label", &edge.label));
    }
    if !edge.ranks {
        attributes.push(plain("constraint", "false"));
    }
    match way {
        Some(way) => attributes.push(text("pos", &way)),
        None => attributes.push(plain("weight", &edge.pull.min(HEAVIEST).to_string())),
    }
    let note = cut(&edge.note.words());
    attributes.extend([text("tooltip", &note), text("labeltooltip", &note)]);
    Stmt::Edge(typed::Edge { ty: EdgeTy::Pair(end(edge.from), end(edge.to)), attributes })
}

/// Thick lines have heads enough in proportion; of thin ones they would not be seen.
fn arrow_size(width: f64) -> f64 {
    (0.95 - 0.05 * width).max(0.65)
}

fn of_matrix(map: &HeatMap, fonts: &str) -> Vec<Stmt> {
    let attributes = vec![plain("shape", "plain"), Attribute(Id::Plain("label".to_owned()), table::heat_map(map))];
    vec![
        Stmt::GAttribute(GraphAttributes::Graph(whole(&map.caption, fonts))),
        Stmt::GAttribute(GraphAttributes::Node(vec![text("fontname", fonts), plain("fontsize", "10"), text("fontcolor", INK)])),
        Stmt::Node(typed::Node { id: NodeId(Id::Plain("matrix".to_owned()), None), attributes }),
    ]
}

/// The name of a node in DOT: its place, since that is always a safe word.
fn name(at: usize) -> NodeId {
    NodeId(Id::Plain(format!("n{at}")), None)
}

/// An attribute whose value is a word of ours.
fn plain(name: &str, value: &str) -> Attribute {
    Attribute(Id::Plain(name.to_owned()), Id::Plain(value.to_owned()))
}

/// An attribute whose value may hold any characters.
fn text(name: &str, value: &str) -> Attribute {
    Attribute(Id::Plain(name.to_owned()), quoted(value))
}

fn inches(points: f64) -> String {
    format!("{:.3}", points / INCH)
}

pub(super) fn number(value: f64) -> String {
    format!("{value:.2}")
}

fn cut(words: &str) -> String {
    if words.chars().count() <= NOTE { words.to_owned() } else { words.chars().take(NOTE).chain(['…']).collect() }
}

/// Whether a character can be written: XML, as which Graphviz reads labels and writes notes, forbids the others.
fn is_shown(c: char) -> bool {
    !c.is_control() && is_xml(c)
}

/// Any words as a quoted identifier: in DOT only the quotation mark needs a backslash before it, and a backslash of the
/// words is doubled so that it stays one and begins no escape; `\n` of the words becomes a line break. Graphviz reads
/// `&name;` of HTML in any string, so that the ampersand is written as one.
fn quoted(words: &str) -> Id {
    let mut out = String::with_capacity(words.len() + 2);
    out.push('"');
    for c in words.chars() {
        match c {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            '\n' => out.push_str("\\n"),
            '&' => out.push_str("&amp;"),
            c if is_shown(c) => out.push(c),
            _ => {}
        }
    }
    out.push('"');
    Id::Escaped(out)
}

#[cfg(test)]
mod tests {
    use super::super::diagram::{Line, Note};
    use super::*;

    #[test]
    fn hostile_words_stay_inside_their_marks() {
        let mut diagram = Diagram::new(Layout::Layered { layers: 40.0, things: 8.0 }, Caption::default());
        let mut node = Node::new("a", vec![Line::new("<b>\"}; &[x]\\\u{1}", 10.0)]);
        node.note = Note::new("a\"b\\", vec!["<c>&".to_owned()]);
        diagram.nodes = vec![node.clone(), Node { label: vec![], ..node }];
        diagram.edges = vec![Edge::new(0, 1)];
        let dot = dot(&Figure::Diagram(diagram), None);
        assert!(dot.contains(r#"tooltip="a\"b\\\n<c>&amp;""#), "{dot}");
        assert!(dot.contains("&lt;b&gt;&quot;}; &amp;[x&#93;\\"), "{dot}");
        assert!(!dot.contains('\u{1}'));
        assert!(dot.contains("n0 -> n1"), "{dot}");
    }
}
