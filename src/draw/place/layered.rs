//! Diagrams in layers from left to right: which edges make the layers, and which of some layouts is the clearest.

use super::geometry::{Point, Rect};
use super::placed::{Name, Placed};
use super::plan::{Link, Plan};
use super::strata::{Found, Tie, Wish, places};
use super::{PlaceError, bands, frames, routes};
use crate::draw::diagram::{Diagram, Node, Shape};
use crate::draw::metrics;

/// More parts than this are no picture that anybody reads.
const MOST: usize = 3000;

/// Places for a diagram in layers.
pub(super) fn layered(diagram: &Diagram, layers: f64, things: f64) -> Result<Placed, PlaceError> {
    let parts = diagram.nodes.len() + diagram.frames.len();
    if parts > MOST || diagram.edges.len() > MOST * 2 {
        return Err(PlaceError::TooMany(parts.max(diagram.edges.len())));
    }
    if parts == 0 {
        return Ok(Placed { nodes: Vec::new(), names: Vec::new(), frames: Vec::new(), edges: vec![None; diagram.edges.len()] });
    }
    let (layers, things) = (sensible(layers, 10.0), sensible(things, 4.0));
    let plan = plan(diagram);
    let (found, ties) = clearest(diagram, &plan, layers, things).ok_or(PlaceError::NoPlaces)?;
    Ok(finished(diagram, &plan, &found, &ties, layers))
}

fn sensible(room: f64, least: f64) -> f64 {
    if room.is_finite() { room.clamp(least, 2000.0) } else { least * 4.0 }
}

/// The room of a node; a disc has its words beside it.
fn room(node: &Node) -> (f64, f64) {
    let (width, height) = metrics::size(node);
    let (wide, tall) = if node.shape == Shape::Disc { metrics::extent(&node.label) } else { (0.0, 0.0) };
    let beside = if wide > 0.0 { wide + 3.0 } else { 0.0 };
    ((width + beside).clamp(4.0, 1e5), height.max(tall).clamp(4.0, 1e5))
}

fn plan(diagram: &Diagram) -> Plan {
    let mut boxes: Vec<_> =
        diagram.nodes.iter().map(|node| (room(node), node.frame.filter(|frame| *frame < diagram.frames.len()))).collect();
    let within = |place: usize| diagram.frames[place].within.filter(|holder| *holder < place);
    let mut holds = vec![false; diagram.frames.len()];
    boxes.iter().filter_map(|(_, frame)| *frame).for_each(|frame| holds[frame] = true);
    for place in (0..diagram.frames.len()).rev() {
        if let Some(holder) = within(place) {
            holds[holder] = true;
        }
    }
    let mut empty = vec![None; diagram.frames.len()];
    for (place, frame) in diagram.frames.iter().enumerate().filter(|(place, _)| !holds[*place]) {
        let (width, height) = metrics::extent(&frame.label);
        empty[place] = Some(boxes.len());
        boxes.push(((width + 16.0, height + 12.0), within(place)));
    }
    let things = diagram.nodes.len();
    let mut edges: Vec<Link> = Vec::new();
    for (place, edge) in diagram.edges.iter().enumerate().filter(|(_, edge)| edge.from < things && edge.to < things) {
        let label =
            if edge.label.is_empty() { (0.0, 0.0) } else { (metrics::width(&edge.label, routes::LABEL) + 6.0, routes::LABEL * 1.4) };
        edges.push(Link { edge: place, ends: (edge.from, edge.to), turned: false, ranks: edge.ranks, pull: edge.pull.max(1), label });
    }
    let within = (0..diagram.frames.len()).map(within).collect();
    Plan { boxes, empty, within, edges }
}

/// A layout in which few lines cross, of several that differ in which edges are turned and which boxes come first.
fn clearest(diagram: &Diagram, plan: &Plan, layers: f64, things: f64) -> Option<(Found, Vec<Link>)> {
    let count = plan.boxes.len();
    let mut degrees = vec![0_usize; count];
    for link in &plan.edges {
        for end in [link.ends.0, link.ends.1] {
            degrees[end] = link.pull.saturating_add(degrees[end]);
        }
    }
    let given: Vec<usize> = (0..count).collect();
    let backwards: Vec<usize> = (0..count).rev().collect();
    let mut busy = given.clone();
    busy.sort_by_key(|place| std::cmp::Reverse(degrees[*place]));
    let mut idle = given.clone();
    idle.sort_by_key(|place| degrees[*place]);
    // Large ones take long, and no order makes them clear.
    let tries = match count + plan.edges.len() {
        0..150 => 8,
        150..300 => 3,
        _ => 1,
    };
    let orders = [&given, &busy, &backwards, &idle];
    let all = orders.iter().flat_map(|order| [(*order, true), (*order, false)]).take(tries);
    let mut best: Option<(f64, Found, Vec<Link>)> = None;
    for (order, greedy) in all {
        let sequence = if greedy { sequence(plan, order) } else { order.clone() };
        if let Some((mut found, ties)) = attempt(plan, order, &sequence, (layers, things)) {
            let boxes = rects(plan, &found);
            routes::simplified(&mut found, &ties, &boxes);
            bands::banded(diagram, plan, &mut found, &ties, &boxes, things);
            let cost = if tries > 1 { routes::cost(&found, &ties) } else { 0.0 };
            if best.as_ref().is_none_or(|best| cost < best.0 - 1e-6) {
                best = Some((cost, found, ties));
            }
        }
    }
    best.map(|(_, found, ties)| (found, ties))
}

fn rects(plan: &Plan, found: &Found) -> Vec<Rect> {
    found.boxes.iter().zip(&plan.boxes).map(|(at, (size, _))| Rect::around(*at, *size)).collect()
}

/// One layout, with its edges turned along a sequence of the boxes. Edges that make no layers are left out at first, and then led along
/// the layers that were found; those within a layer have no place in it.
fn attempt(plan: &Plan, order: &[usize], sequence: &[usize], (layers, things): (f64, f64)) -> Option<(Found, Vec<Link>)> {
    let mut position = vec![0; plan.boxes.len()];
    sequence.iter().enumerate().for_each(|(place, thing)| position[*thing] = place);
    let turn = |link: &Link, turned: bool| {
        let ends = if turned { (link.ends.1, link.ends.0) } else { link.ends };
        Link { ends, turned, ..link.clone() }
    };
    let sizes = plan.boxes.iter().map(|(size, _)| *size).collect();
    let mut wish = Wish { boxes: sizes, ties: Vec::new(), layers, things, order: order.to_vec() };
    let ranked = plan.edges.iter().filter(|link| link.ranks && link.ends.0 != link.ends.1);
    let mut led: Vec<Link> = ranked.map(|link| turn(link, position[link.ends.0] > position[link.ends.1])).collect();
    wish.ties = led.iter().map(tie).collect();
    let mut found = places(&wish)?;
    let mut free: Vec<&Link> = plan.edges.iter().filter(|link| !link.ranks && link.ends.0 != link.ends.1).collect();
    // With them dagre may choose other layers that are as good, so that more are no longer within one.
    for _ in 0..4 {
        let before = led.len();
        let layer = &found.layers;
        let parted = |link: &Link| layer[link.ends.0] != layer[link.ends.1];
        led.extend(free.iter().filter(|link| parted(link)).map(|link| turn(link, layer[link.ends.0] > layer[link.ends.1])));
        free.retain(|link| !parted(link));
        if led.len() == before {
            break;
        }
        wish.ties = led.iter().map(tie).collect();
        found = places(&wish)?;
    }
    Some((found, led))
}

fn tie(link: &Link) -> Tie {
    Tie { from: link.ends.0, to: link.ends.1, pull: link.pull, label: link.label }
}

/// A sequence of the boxes against which little pulls, after Eades, Lin and Smyth: what only begins edges comes first, what only ends
/// them last, and of the rest whatever begins most more than it ends.
fn sequence(plan: &Plan, order: &[usize]) -> Vec<usize> {
    let count = plan.boxes.len();
    let (mut out, mut into) = (vec![0_i64; count], vec![0_i64; count]);
    let mut beside = vec![Vec::new(); count];
    for (place, link) in plan.edges.iter().enumerate().filter(|(_, link)| link.ranks && link.ends.0 != link.ends.1) {
        let pull = i64::try_from(link.pull).unwrap_or(1).min(1000);
        out[link.ends.0] += pull;
        into[link.ends.1] += pull;
        beside[link.ends.0].push(place);
        beside[link.ends.1].push(place);
    }
    let mut left: Vec<usize> = order.to_vec();
    let (mut first, mut last) = (Vec::new(), Vec::new());
    while !left.is_empty() {
        let sink = left.iter().position(|thing| out[*thing] == 0);
        let source = || left.iter().position(|thing| into[*thing] == 0);
        let place =
            sink.or_else(source).or_else(|| (0..left.len()).max_by_key(|at| (out[left[*at]] - into[left[*at]], std::cmp::Reverse(*at))));
        let thing = left.remove(place.unwrap_or(0));
        let own = std::mem::take(&mut beside[thing]);
        for link in own.iter().map(|place| &plan.edges[*place]) {
            let pull = i64::try_from(link.pull).unwrap_or(1).min(1000);
            // What is placed counts no more; its own numbers are not read again.
            into[link.ends.1] -= pull;
            out[link.ends.0] -= pull;
        }
        for link in own.iter().map(|place| plan.edges[*place].ends) {
            let other = if link.0 == thing { link.1 } else { link.0 };
            beside[other].retain(|place| plan.edges[*place].ends.0 != thing && plan.edges[*place].ends.1 != thing);
        }
        if sink.is_some() { last.push(thing) } else { first.push(thing) }
    }
    first.extend(last.into_iter().rev());
    first
}

/// Frames get room for their heads, and edges their ways.
fn finished(diagram: &Diagram, plan: &Plan, found: &Found, ties: &[Link], layers: f64) -> Placed {
    let frames = frames::frames(diagram, plan, found);
    let boxes = rects(plan, found);
    let edges = routes::routes(diagram, plan, found, ties, &boxes, layers);
    let mut nodes = boxes;
    nodes.truncate(diagram.nodes.len());
    let mut names = vec![None; nodes.len()];
    for (place, node) in diagram.nodes.iter().enumerate().filter(|(_, node)| node.shape == Shape::Disc) {
        let (size, middle) = (metrics::size(node).0, nodes[place].centre().1);
        let (wide, tall) = metrics::extent(&node.label);
        let at: Point = (nodes[place].x + size + 3.0, middle - tall / 2.0);
        names[place] = Some(Name { room: Rect { x: at.0, y: at.1, width: wide, height: tall }, leader: None });
        nodes[place] = Rect { x: nodes[place].x, y: middle - size / 2.0, width: size, height: size };
    }
    Placed { nodes, names, frames, edges }
}
