//! Whole pictures: that nothing covers what it must not, on diagrams made by chance and on odd ones.

use super::*;
use crate::draw::caption::{Arrows, Caption, Key, Mark};
use crate::draw::diagram::{Diagram, Edge, Frame, Layout, Line, Node, Note, Shape};
use crate::draw::place::geometry::Rect;
use crate::draw::place::placed::Placed;
use std::time::{Duration, Instant};

/// Numbers that look like chance.
struct Chance(u64);

impl Chance {
    fn below(&mut self, most: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) as usize % most.max(1)
    }
}

/// A diagram with all shapes, self loops, parallel edges, cycles, nested and empty frames.
fn chance(seed: u64, nodes: usize, edges: usize, frames: usize) -> Diagram {
    let mut chance = Chance(seed);
    let caption = Caption {
        title: "重点工作分工方案".to_owned(),
        legend: vec![Key::new("职能", vec![(Mark::Box { fill: "#ffffff", border: 1.0 }, "水利".to_owned())])],
        ..Caption::default()
    };
    let mut diagram = Diagram::new(Layout::Layered { layers: 60.0, things: 10.0 }, caption);
    for frame in 0..frames {
        let within = (frame > 0 && chance.below(3) == 0).then(|| chance.below(frame));
        let label = vec![Line::new("优化经济转型环境与保障措施", 10.0)];
        diagram.frames.push(Frame { id: format!("f{frame}"), label, within, fill: "#f7f7f7", note: Note::default() });
    }
    let shapes = [Shape::Box, Shape::Rounded, Shape::Pill, Shape::Sheet, Shape::Hexagon, Shape::Plain, Shape::Disc];
    for node in 0..nodes {
        let words: String = "水利厅发展改革委员会经济和信息化".chars().take(1 + chance.below(14)).collect();
        let mut made = Node::new(format!("n{node}"), vec![Line::new(words, 10.0 + chance.below(6) as f64), Line::quiet("牵头3", 8.0)]);
        made.shape = shapes[chance.below(shapes.len())];
        made.frame = (frames > 0 && chance.below(5) > 0).then(|| chance.below(frames));
        diagram.nodes.push(made);
    }
    for _ in 0..edges {
        let from = chance.below(nodes);
        let to = if chance.below(20) == 0 { from } else { chance.below(nodes) };
        let mut edge = Edge { width: 0.6 + chance.below(5) as f64, ranks: chance.below(4) > 0, ..Edge::new(from, to) };
        edge.label = if chance.below(6) == 0 { "涵盖".to_owned() } else { String::new() };
        edge.arrows = [Arrows::None, Arrows::Forward, Arrows::Both][chance.below(3)];
        diagram.edges.push(edge);
    }
    diagram
}

fn placed(diagram: &Diagram) -> Placed {
    place::placed(diagram).expect("places")
}

/// The boxes with the words beside their discs.
fn rooms(placed: &Placed) -> Vec<Rect> {
    placed.nodes.iter().zip(&placed.names).map(|(rect, name)| name.as_ref().map_or(*rect, |name| rect.joined(&name.room))).collect()
}

/// The frames around a frame or node, itself included.
fn around(diagram: &Diagram, mut frame: Option<usize>) -> Vec<usize> {
    let mut around = Vec::new();
    while let Some(at) = frame {
        around.push(at);
        frame = diagram.frames[at].within;
    }
    around
}

fn holds(outer: &Rect, inner: &Rect) -> bool {
    outer.joined(inner).width < outer.width + 0.01 && outer.joined(inner).height < outer.height + 0.01
}

#[test]
fn nothing_covers_what_it_must_not() {
    for seed in 0..24 {
        let mut sizes = Chance(seed * 77 + 5);
        let (nodes, edges, frames) = (1 + sizes.below(25), sizes.below(40), if seed % 3 == 0 { 0 } else { sizes.below(8) });
        let diagram = chance(seed, nodes, edges, frames);
        let placed = placed(&diagram);
        let rooms = rooms(&placed);
        for (place, room) in rooms.iter().enumerate() {
            assert!(rooms[place + 1..].iter().all(|other| !room.meets(other, -0.01)), "boxes of {seed}");
            let own = around(&diagram, diagram.nodes[place].frame);
            for (frame, (rect, _)) in placed.frames.iter().enumerate() {
                assert!(
                    if own.contains(&frame) { holds(rect, room) } else { !rect.meets(room, -0.01) },
                    "box {place}, frame {frame} of {seed}"
                );
            }
        }
        for (a, (one, _)) in placed.frames.iter().enumerate() {
            for (b, (two, _)) in placed.frames.iter().enumerate().skip(a + 1) {
                let nested = around(&diagram, Some(b)).contains(&a);
                assert!(if nested { holds(one, two) } else { !one.meets(two, -0.01) }, "frames {a} and {b} of {seed}");
            }
        }
        for (edge, route) in diagram.edges.iter().zip(&placed.edges) {
            let points = route.as_ref().expect("a way").curve.points(12);
            let others = rooms.iter().enumerate().filter(|(place, _)| edge.from != edge.to && *place != edge.from && *place != edge.to);
            for (place, room) in others {
                assert!(!points.iter().any(|point| room.grown(-1.0).holds(*point)), "an edge through box {place} of {seed}");
            }
        }
    }
}

#[test]
fn edges_end_at_their_boxes() {
    let diagram = chance(3, 30, 50, 4);
    let placed = placed(&diagram);
    let rooms = rooms(&placed);
    for (edge, route) in diagram.edges.iter().zip(&placed.edges) {
        let curve = &route.as_ref().expect("a way").curve;
        for (point, place) in [(curve.from, edge.from), (curve.end(), edge.to)] {
            assert!(rooms[place].grown(1.1).holds(point) && !rooms[place].grown(-8.0).holds(point), "{point:?} {:?}", rooms[place]);
        }
    }
}

#[test]
fn the_same_bytes_however_much_was_drawn_before() {
    let figure = |seed| Figure::Diagram(chance(seed, 24, 40, 5));
    let first = svg(&figure(7)).expect("a picture");
    for seed in 0..6 {
        svg(&figure(seed)).expect("a picture");
        assert!(svg(&figure(7)).expect("a picture") == first);
    }
}

#[test]
fn odd_diagrams_have_pictures() {
    let drawn = |diagram: Diagram| svg(&Figure::Diagram(diagram)).expect("a picture");
    let empty = || Diagram::new(Layout::Layered { layers: 60.0, things: 10.0 }, Caption::default());
    assert!(drawn(empty()).contains("<svg"));
    assert!(drawn(Diagram::new(Layout::Placed, Caption::default())).contains("<svg"));
    let frame = |within| Frame { id: String::new(), label: vec![Line::new("章", 10.0)], within, fill: "#ffffff", note: Note::default() };
    // Frames that hold themselves, each other, or nothing; edges that end nowhere; a node in a frame that is not there.
    let mut odd = empty();
    odd.layout = Layout::Layered { layers: f64::NAN, things: -1.0 };
    odd.frames = vec![frame(Some(0)), frame(Some(2)), frame(Some(1)), frame(Some(99))];
    odd.nodes = vec![Node::new("", Vec::new()), Node { frame: Some(99), ..Node::new("a", vec![Line::new("", f64::NAN)]) }];
    odd.edges = vec![Edge::new(0, 9), Edge::new(9, 9), Edge::new(0, 0), Edge { width: f64::NAN, ..Edge::new(0, 1) }, Edge::new(1, 0)];
    for layout in [odd.layout, Layout::Placed] {
        assert!(!drawn(Diagram { layout, ..odd.clone() }).contains("NaN"));
    }
}

#[test]
fn words_are_escaped_and_parts_are_found_by_their_identifiers() {
    let mut diagram = chance(1, 3, 0, 1);
    diagram.nodes[0].label[0].words = "<a>&\u{1}".to_owned();
    diagram.nodes[0].note = Note::new("水<利>", vec!["牵头 \"3\"".to_owned()]);
    diagram.edges.push(Edge::new(0, 1));
    let svg = svg(&Figure::Diagram(diagram)).expect("a picture");
    for part in [
        "<g id=\"n0\" class=\"node\"><title>水&lt;利&gt;\n牵头 &quot;3&quot;</title>",
        "<g id=\"e0\" class=\"edge\">",
        "<g id=\"f0\" class=\"cluster\">",
    ] {
        assert!(svg.contains(part), "{part}\n{svg}");
    }
    assert!(svg.contains("&lt;a&gt;&amp;<") && !svg.contains('\u{1}'));
    assert!(svg.find("id=\"e0\"") < svg.find("id=\"n0\""));
    let mut reader = quick_xml::Reader::from_str(&svg);
    while !matches!(reader.read_event().expect("well-formed"), quick_xml::events::Event::Eof) {}
}

#[test]
fn large_diagrams_take_no_more_than_seconds() {
    let begun = Instant::now();
    svg(&Figure::Diagram(chance(4, 150, 300, 0))).expect("a picture");
    assert!(begun.elapsed() < Duration::from_secs(20), "{:?}", begun.elapsed());
    let many = chance(4, 4000, 0, 0);
    assert_eq!(svg(&Figure::Diagram(many)), Err(PlaceError::TooMany(4000)));
}

#[test]
fn names_of_a_map_do_not_cover_one_another() {
    let mut diagram = chance(9, 80, 30, 0);
    diagram.layout = Layout::Placed;
    let mut numbers = Chance(11);
    for node in &mut diagram.nodes {
        node.shape = Shape::Disc;
        node.at = Some((numbers.below(400) as f64, numbers.below(250) as f64));
    }
    let placed = place::scattered(&diagram);
    let names: Vec<Rect> = placed.names.iter().flatten().map(|name| name.room).collect();
    assert_eq!(names.len(), 80);
    for (place, name) in names.iter().enumerate() {
        assert!(names[place + 1..].iter().chain(&placed.nodes).all(|other| !name.meets(other, 0.0)));
    }
}
