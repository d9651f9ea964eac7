//! Layers, the order within them and the room between them, by the crate dagre: all that is known of its interface.

use super::geometry::Point;
use crate::text::silently;
use dagre::graph::{Graph, GraphOptions};
use dagre::{EdgeLabel, LayoutOptions, NodeLabel, RankDir};
use std::sync::mpsc;
use std::thread;
use std::time::Duration;

/// What is to be laid out.
#[derive(Debug, Clone)]
pub(super) struct Wish {
    /// The size of each box.
    pub boxes: Vec<(f64, f64)>,
    /// Ties that run from layer to layer.
    pub ties: Vec<Tie>,
    /// The room between layers.
    pub layers: f64,
    /// The room between the boxes of a layer.
    pub things: f64,
    /// The order in which boxes are met, which breaks ties.
    pub order: Vec<usize>,
}

/// What joins two boxes of different layers.
#[derive(Debug, Clone)]
pub(super) struct Tie {
    /// The box in the layer further left.
    pub from: usize,
    /// The other.
    pub to: usize,
    /// How much it is to be short and straight.
    pub pull: usize,
    /// The size of its words; nothing for none.
    pub label: (f64, f64),
}

/// What was found.
#[derive(Debug, Clone)]
pub(super) struct Found {
    /// The middle of each box.
    pub boxes: Vec<Point>,
    /// Its layer.
    pub layers: Vec<i32>,
    /// The points between the ends of each tie, from the left, and the middle of its words.
    pub ties: Vec<(Vec<Point>, Option<Point>)>,
}

/// How deep the calls of dagre go is as long as the longest path.
const STACK: usize = 128 << 20;

/// How long dagre may take, which cannot be stopped: what is not ready then is left behind.
const LIMIT: Duration = Duration::from_secs(15);

/// Places for all boxes; `None` where dagre fails or is not ready in time.
pub(super) fn places(wish: &Wish) -> Option<Found> {
    let (send, receive) = mpsc::channel();
    let wish = wish.clone();
    let work = move || {
        // Nobody waits any more for what comes too late.
        let _ = send.send(silently(|| laid_out(&wish)).ok().flatten());
    };
    thread::Builder::new().stack_size(STACK).spawn(work).ok()?;
    receive.recv_timeout(LIMIT).ok()?
}

fn laid_out(wish: &Wish) -> Option<Found> {
    // Frames are left to `bands`: with them dagre loses boxes now and then, and takes a layer for each of their sides.
    let mut graph: Graph<NodeLabel, EdgeLabel> = Graph::with_options(GraphOptions { directed: true, multigraph: true, compound: false });
    for &thing in &wish.order {
        let (width, height) = *wish.boxes.get(thing)?;
        graph.set_node(box_name(thing), Some(NodeLabel { width, height, ..NodeLabel::default() }));
    }
    for (place, tie) in wish.ties.iter().enumerate() {
        let label = EdgeLabel {
            weight: i32::try_from(tie.pull.clamp(1, 64)).unwrap_or(1),
            width: tie.label.0,
            height: tie.label.1,
            labelpos: dagre::layout::types::LabelPos::Center,
            ..EdgeLabel::default()
        };
        graph.set_edge(box_name(tie.from), box_name(tie.to), Some(label), Some(&tie_name(place)));
    }
    let options = LayoutOptions {
        rankdir: RankDir::LR,
        nodesep: wish.things,
        edgesep: wish.things.clamp(4.0, 12.0),
        ranksep: wish.layers,
        ..LayoutOptions::default()
    };
    dagre::layout(&mut graph, Some(options));
    let mut found = Found { boxes: Vec::new(), layers: Vec::new(), ties: Vec::new() };
    for thing in 0..wish.boxes.len() {
        let node = graph.node(&box_name(thing))?;
        found.boxes.push((node.x.filter(|x| x.is_finite())?, node.y.filter(|y| y.is_finite())?));
        found.layers.push(node.rank?);
    }
    for (place, tie) in wish.ties.iter().enumerate() {
        let label = graph.edge(&box_name(tie.from), &box_name(tie.to), Some(&tie_name(place)))?;
        let points: Vec<Point> = label.points.iter().map(|point| (point.x, point.y)).collect();
        let inner = points.get(1..points.len().saturating_sub(1)).unwrap_or_default().to_vec();
        found.ties.push((inner, label.x.zip(label.y).filter(|_| tie.label.0 > 0.0)));
    }
    Some(found)
}

// The names sort as the numbers do.
fn box_name(place: usize) -> String {
    format!("n{place:06}")
}

fn tie_name(place: usize) -> String {
    format!("e{place:06}")
}
