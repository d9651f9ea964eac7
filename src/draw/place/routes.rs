//! The ways of edges: level through each layer, where dagre kept room for them, and curved between layers, where nothing else is.

use super::geometry::{Curve, Point, Rect, between, outline};
use super::placed::Route;
use super::plan::{Link, Plan};
use super::strata::Found;
use crate::draw::diagram::{Diagram, Shape};

/// The size of the words at an edge in points.
pub(in crate::draw) const LABEL: f64 = 9.0;

/// A layer: its middle and its left and right side.
#[derive(Debug, Clone, Copy)]
pub(super) struct Layer {
    middle: f64,
    left: f64,
    right: f64,
}

/// How bad a layout is: lines that cross, and, less, how long they are and how far the whole is from the shape of a page.
pub(super) fn cost(found: &Found, ties: &[Link]) -> f64 {
    let ways: Vec<Vec<Point>> = found
        .ties
        .iter()
        .zip(ties)
        .map(|((points, _), link)| {
            let ends = (found.boxes[link.ends.0], found.boxes[link.ends.1]);
            std::iter::once(ends.0).chain(points.iter().copied()).chain(std::iter::once(ends.1)).collect()
        })
        .collect();
    let pieces: Vec<(usize, Point, Point)> =
        ways.iter().enumerate().flat_map(|(way, points)| points.windows(2).map(move |pair| (way, pair[0], pair[1]))).collect();
    let mut crossed = 0_usize;
    for (place, a) in pieces.iter().enumerate() {
        crossed += pieces[place + 1..].iter().filter(|b| a.0 != b.0 && cross((a.1, a.2), (b.1, b.2))).count();
    }
    let length: f64 = pieces.iter().map(|(_, a, b)| (a.1 - b.1).abs()).sum();
    let side = |of: fn(&Point) -> f64| {
        let (least, most) = found.boxes.iter().map(of).fold((f64::MAX, f64::MIN), |(least, most), at| (least.min(at), most.max(at)));
        most - least + 60.0
    };
    let (wide, tall) = (side(|at| at.0), side(|at| at.1));
    crossed as f64 + length / 400.0 + 12.0 * (wide / tall / 1.5).ln().abs()
}

fn cross((a, b): (Point, Point), (c, d): (Point, Point)) -> bool {
    let side = |p: Point, q: Point, r: Point| (q.0 - p.0) * (r.1 - p.1) - (q.1 - p.1) * (r.0 - p.0);
    side(a, b, c) * side(a, b, d) < -1e-6 && side(c, d, a) * side(c, d, b) < -1e-6
}

/// Drops the points between layers, where dagre keeps room for words that most edges do not have: the more of the room between two
/// layers a curve has, the gentler it is.
pub(super) fn simplified(found: &mut Found, ties: &[Link], boxes: &[Rect]) {
    let layers = layers(found, ties, boxes);
    for (points, _) in &mut found.ties {
        points.retain(|point| layer_of(&layers, point.0).is_some());
    }
}

/// The ways of all edges of a diagram.
pub(super) fn routes(diagram: &Diagram, plan: &Plan, found: &Found, ties: &[Link], boxes: &[Rect], room: f64) -> Vec<Option<Route>> {
    let layers = layers(found, ties, boxes);
    let mut bows: Vec<Link> = Vec::new();
    let mut drawn = vec![false; diagram.edges.len()];
    ties.iter().for_each(|link| drawn[link.edge] = true);
    bows.extend(plan.edges.iter().filter(|link| !drawn[link.edge]).cloned());
    let ports = ports(diagram, found, ties, &bows, boxes);
    let mut routes = vec![None; diagram.edges.len()];
    for ((place, link), (points, label)) in ties.iter().enumerate().zip(&found.ties) {
        let stations: Vec<(Point, Point)> = points.iter().map(|point| station(&layers, *point)).collect();
        let (start, end) = ports[place];
        let curve = through(start, &stations, end, &layers, boxes, link.ends);
        let middle = label.unwrap_or_else(|| middle(&curve));
        routes[link.edge] = Some(Route { curve: if link.turned { curve.reversed() } else { curve }, label: middle });
    }
    for (place, link) in bows.iter().enumerate() {
        let (start, end) = ports[ties.len() + place];
        let mut curve = Curve { from: start, pieces: Vec::new() };
        if link.ends.0 == link.ends.1 {
            let out = start.0.max(end.0) + 16.0;
            curve.pieces.push([(out, start.1 - 9.0), (out, end.1 + 9.0), end]);
        } else {
            // Level out of the layer, whose other boxes may be wider, and round outside of it. A curve comes three quarters as near as
            // its handles.
            let right = layer_of(&layers, boxes[link.ends.0].centre().0).map_or(start.0, |layer| layer.right).max(start.0).max(end.0);
            let out = right + (10.0 + 0.15 * (start.1 - end.1).abs()).min(room * 0.6).max(8.0) / 0.75;
            curve.straight((right, start.1));
            curve.pieces.push([(out, start.1), (out, end.1), (right, end.1)]);
            curve.straight(end);
        }
        routes[link.edge] = Some(Route { label: middle(&curve), curve });
    }
    routes
}

/// The point half way along.
fn middle(curve: &Curve) -> Point {
    let points = curve.points(8);
    points.get(points.len() / 2).copied().unwrap_or(curve.from)
}

/// The layers from the left, those of words at edges included.
pub(super) fn layers(found: &Found, ties: &[Link], boxes: &[Rect]) -> Vec<Layer> {
    let labels = found.ties.iter().zip(ties).filter_map(|((_, at), link)| at.map(|at| (at.0, link.label.0 / 2.0)));
    let mut all: Vec<(f64, f64)> = boxes.iter().map(|rect| (rect.centre().0, rect.width / 2.0)).chain(labels).collect();
    all.sort_by(|a, b| a.0.total_cmp(&b.0));
    let mut layers: Vec<Layer> = Vec::new();
    for (middle, half) in all {
        match layers.last_mut() {
            Some(last) if middle - last.middle < 0.5 => {
                last.left = last.left.min(middle - half);
                last.right = last.right.max(middle + half);
            }
            _ => layers.push(Layer { middle, left: middle - half, right: middle + half }),
        }
    }
    layers
}

fn layer_of(layers: &[Layer], x: f64) -> Option<&Layer> {
    let after = layers.partition_point(|layer| layer.middle < x - 0.5);
    layers.get(after).filter(|layer| (layer.middle - x).abs() <= 0.5)
}

/// Where a way enters a layer and where it leaves it.
pub(super) fn station(layers: &[Layer], (x, y): Point) -> (Point, Point) {
    layer_of(layers, x).map_or(((x, y), (x, y)), |layer| ((layer.left, y), (layer.right, y)))
}

/// A way from one box to another, which leaves the layers of both level where other boxes of them stand in its way.
fn through(start: Point, stations: &[(Point, Point)], end: Point, layers: &[Layer], boxes: &[Rect], ends: (usize, usize)) -> Curve {
    let clear = |from: Point, to: Point| {
        let mut curve = Curve { from, pieces: Vec::new() };
        curve.level(to);
        let points = curve.points(40);
        !boxes.iter().enumerate().any(|(place, rect)| {
            place != ends.0
                && place != ends.1
                && rect.x < to.0
                && from.0 < rect.right()
                && points.iter().any(|point| rect.grown(2.0).holds(*point))
        })
    };
    let mut curve = Curve { from: start, pieces: Vec::new() };
    let first = stations.first().map_or(end, |station| station.0);
    let layer = layer_of(layers, boxes[ends.0].centre().0).filter(|layer| layer.right < first.0);
    if let Some(layer) = layer.filter(|_| !clear(start, first)) {
        curve.straight((layer.right.max(start.0), start.1));
    }
    for (enters, leaves) in stations {
        curve.level(*enters);
        curve.straight(*leaves);
    }
    let layer = layer_of(layers, boxes[ends.1].centre().0).filter(|layer| layer.left > curve.end().0);
    if let Some(layer) = layer.filter(|_| !clear(curve.end(), end)) {
        curve.level((layer.left.min(end.0), end.1));
    }
    curve.level(end);
    curve
}

/// A way at a side of a box.
#[derive(Debug, Clone, Copy)]
struct Docked {
    /// How high it goes from here.
    towards: f64,
    /// Its place among the ways.
    way: usize,
    /// Whether it ends here.
    ends: bool,
    /// The room that its line takes.
    room: f64,
}

/// Where each way begins and ends: along the sides of its boxes, in the order in which they go up and down, so that no two cross at
/// the box itself.
fn ports(diagram: &Diagram, found: &Found, ties: &[Link], bows: &[Link], boxes: &[Rect]) -> Vec<(Point, Point)> {
    let mut sides: Vec<[Vec<Docked>; 2]> = vec![[Vec::new(), Vec::new()]; boxes.len()];
    let room = |link: &Link| diagram.edges[link.edge].width.clamp(0.5, 12.0) + 3.0;
    for (place, (link, (points, _))) in ties.iter().zip(&found.ties).enumerate() {
        let (left, right) = (boxes[link.ends.0].centre(), boxes[link.ends.1].centre());
        let room = room(link);
        sides[link.ends.0][1].push(Docked { towards: points.first().unwrap_or(&right).1, way: place, ends: false, room });
        sides[link.ends.1][0].push(Docked { towards: points.last().unwrap_or(&left).1, way: place, ends: true, room });
    }
    for (place, link) in bows.iter().enumerate() {
        let (a, b, way) = (boxes[link.ends.0].centre().1, boxes[link.ends.1].centre().1, place + ties.len());
        let room = room(link);
        let own = link.ends.0 == link.ends.1;
        sides[link.ends.0][1].push(Docked { towards: if own { a - 1.0 } else { b }, way, ends: false, room });
        sides[link.ends.1][1].push(Docked { towards: if own { a + 1.0 } else { a }, way, ends: true, room });
    }
    let mut ports = vec![((0.0, 0.0), (0.0, 0.0)); ties.len() + bows.len()];
    for (place, both) in sides.iter_mut().enumerate() {
        let (rect, shape) = (&boxes[place], diagram.nodes.get(place).map_or(Shape::Box, |node| node.shape));
        let shape = if shape == Shape::Disc { Shape::Plain } else { shape };
        for (side, ways) in both.iter_mut().enumerate() {
            ways.sort_by(|a, b| a.towards.total_cmp(&b.towards).then(a.way.cmp(&b.way)));
            let wanted: f64 = ways.iter().map(|docked| docked.room).sum();
            let span = wanted.min(rect.height * 0.85);
            let mut filled = 0.0;
            for docked in ways.iter() {
                let share = docked.room / wanted;
                let y = rect.centre().1 - span / 2.0 + span * (filled + share / 2.0);
                filled += share;
                let far = if side == 1 { rect.right() + 1.0 } else { rect.x - 1.0 };
                let port = outline(shape, rect, (rect.centre().0, y), (far, y));
                let port = if shape == Shape::Plain { between(port, (far, y), 1.0) } else { port };
                if docked.ends { ports[docked.way].1 = port } else { ports[docked.way].0 = port }
            }
        }
    }
    ports
}
