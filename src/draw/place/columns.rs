//! Things in columns: places for figures whose sides mean something, such as who leads on the left and who supports on the right.

use crate::draw::diagram::{Bend, Diagram, Layout};
use crate::draw::metrics::{extent, size};
use std::collections::BTreeMap;

/// The room between the outline of a frame and what it holds, in points.
pub(super) const MARGIN: f64 = 8.0;
/// The room between frames, in points.
const BETWEEN: f64 = 12.0;
/// The most room that is put between the things of a short column, in points.
const WIDEST: f64 = 60.0;
/// How often columns without frames are put in order again, from one side and from the other.
const SWEEPS: usize = 8;

/// A column.
struct Stack {
    /// The nodes from above, each with the room above it.
    nodes: Vec<(usize, f64)>,
    /// Whether the order is that of the document, and stays.
    kept: bool,
}

/// Gives each node of a diagram its place: `columns` tells the column of each node, `across` the room between columns and `things` that
/// between things in points.
///
/// Nodes in frames keep their order; the others are put where their ties are short and cross little (the mean place of their ends, after
/// Sugiyama, Tagawa and Toda, Methods for visual understanding of hierarchical system structures, IEEE SMC 11 (1981), 109–125).
pub(in crate::draw) fn in_columns(diagram: &mut Diagram, columns: &[usize], across: f64, things: f64) {
    let count = columns.iter().max().map_or(0, |last| last + 1);
    let sizes: Vec<(f64, f64)> = diagram.nodes.iter().map(size).collect();
    let mut stacks: Vec<Stack> = (0..count).map(|column| stack(diagram, columns, column, things)).collect();
    let ends: Vec<Vec<usize>> = ends(diagram);
    let mut middle: Vec<f64> = vec![0.0; diagram.nodes.len()];
    for stack in &stacks {
        pile(stack, &sizes, &mut middle);
    }
    for sweep in 0..SWEEPS {
        let order: Vec<usize> = if sweep % 2 == 0 { (0..count).collect() } else { (0..count).rev().collect() };
        for column in order {
            if !stacks[column].kept {
                settle(&mut stacks[column], &ends, &sizes, things, &mut middle);
            }
        }
    }
    // A short column is drawn out beside a tall one, so that lines part.
    let tall = |stack: &Stack| stack.nodes.iter().map(|(node, above)| above + sizes[*node].1).sum::<f64>();
    let tallest = stacks.iter().map(tall).fold(0.0, f64::max);
    for stack in stacks.iter_mut().filter(|stack| !stack.kept) {
        let spare = (tallest - tall(stack)) / stack.nodes.len().max(1) as f64;
        if spare > 0.0 {
            settle(stack, &ends, &sizes, things + (0.8 * spare).min(WIDEST), &mut middle);
        }
    }
    let mut left = 0.0;
    for column in 0..count {
        let inside: Vec<usize> = (0..diagram.nodes.len()).filter(|node| columns[*node] == column).collect();
        let width = inside.iter().map(|node| sizes[*node].0).fold(0.0, f64::max);
        for node in inside {
            diagram.nodes[node].at = Some((left + width / 2.0, middle[node]));
        }
        left += width + across;
    }
    for edge in &mut diagram.edges {
        edge.bend = Bend::Across;
    }
    diagram.layout = Layout::Placed;
}

/// The nodes of a column in the order in which they are written, frame by frame.
fn stack(diagram: &Diagram, columns: &[usize], column: usize, things: f64) -> Stack {
    let inside: Vec<usize> = (0..diagram.nodes.len()).filter(|node| columns[*node] == column).collect();
    let mut nodes = Vec::with_capacity(inside.len());
    let mut before = None;
    for node in &inside {
        let frame = diagram.nodes[*node].frame;
        let room = match frame {
            Some(at) if before != Some(frame) => BETWEEN + 2.0 * MARGIN + head(diagram, at),
            None if before.is_some_and(|frame: Option<usize>| frame.is_some()) => BETWEEN + MARGIN,
            _ => things,
        };
        nodes.push((*node, if before.is_none() { 0.0 } else { room }));
        before = Some(frame);
    }
    Stack { nodes, kept: inside.iter().any(|node| diagram.nodes[*node].frame.is_some()) }
}

/// The height of the head of a frame.
pub(super) fn head(diagram: &Diagram, frame: usize) -> f64 {
    extent(&diagram.frames[frame].label).1
}

fn ends(diagram: &Diagram) -> Vec<Vec<usize>> {
    let mut ends = vec![Vec::new(); diagram.nodes.len()];
    for edge in diagram.edges.iter().filter(|edge| edge.from != edge.to) {
        ends[edge.from].push(edge.to);
        ends[edge.to].push(edge.from);
    }
    ends
}

/// Puts the nodes of a column under each other, its middle at 0.
fn pile(stack: &Stack, sizes: &[(f64, f64)], middle: &mut [f64]) {
    let mut at = 0.0;
    for (node, above) in &stack.nodes {
        at += above + sizes[*node].1;
        middle[*node] = at - sizes[*node].1 / 2.0;
    }
    for (node, _) in &stack.nodes {
        middle[*node] -= at / 2.0;
    }
}

/// Puts the nodes of a column beside the middle of their ends, as near as their heights allow.
fn settle(stack: &mut Stack, ends: &[Vec<usize>], sizes: &[(f64, f64)], things: f64, middle: &mut [f64]) {
    let wish = |node: usize| {
        let of = &ends[node];
        if of.is_empty() { middle[node] } else { of.iter().map(|end| middle[*end]).sum::<f64>() / of.len() as f64 }
    };
    let wanted: BTreeMap<usize, f64> = stack.nodes.iter().map(|(node, _)| (*node, wish(*node))).collect();
    stack.nodes.sort_by(|(a, _), (b, _)| wanted[a].total_cmp(&wanted[b]).then(a.cmp(b)));
    // With heights and gaps taken away, places need only not fall.
    let mut below = Vec::with_capacity(stack.nodes.len());
    let mut at = 0.0;
    for (place, (node, _)) in stack.nodes.iter().enumerate() {
        let half = sizes[*node].1 / 2.0;
        at += if place == 0 { 0.0 } else { things + half };
        below.push(at);
        at += half;
    }
    let free: Vec<f64> = stack.nodes.iter().zip(&below).map(|((node, _), below)| wanted[node] - below).collect();
    for (((node, _), below), free) in stack.nodes.iter().zip(&below).zip(rising(&free)) {
        middle[*node] = free + below;
    }
}

/// The numbers that never fall and are nearest to the given ones in the sum of squares: pool adjacent violators (Ayer and others, An
/// empirical distribution function for sampling with incomplete information, Annals of Mathematical Statistics 26 (1955), 641–647).
fn rising(values: &[f64]) -> Vec<f64> {
    let mut pools: Vec<(f64, usize)> = Vec::new();
    for value in values {
        let mut pool = (*value, 1);
        while let Some((mean, count)) = pools.last().copied()
            && mean > pool.0
        {
            pools.pop();
            let all = count + pool.1;
            pool = ((mean * count as f64 + pool.0 * pool.1 as f64) / all as f64, all);
        }
        pools.push(pool);
    }
    pools.into_iter().flat_map(|(mean, count)| std::iter::repeat_n(mean, count)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::draw::caption::Caption;
    use crate::draw::diagram::{Edge, Frame, Line, Node, Note};

    #[test]
    fn rising_numbers_are_the_nearest() {
        assert_eq!(rising(&[1.0, 3.0, 2.0, 5.0]), [1.0, 2.5, 2.5, 5.0]);
        assert_eq!(rising(&[3.0, 2.0, 1.0]), [2.0, 2.0, 2.0]);
        assert_eq!(rising(&[]), Vec::<f64>::new());
    }

    /// Units in the first column in the wrong order, tasks of two chapters in the second.
    fn diagram() -> Diagram {
        let mut diagram = Diagram::new(Layout::Placed, Caption::default());
        let node = |id: &str| Node::new(id, vec![Line::new(id, 10.0)]);
        let frame = |id: &str| Frame { id: id.to_owned(), label: vec![Line::new(id, 10.0)], within: None, fill: "", note: Note::default() };
        diagram.frames = vec![frame("一"), frame("二")];
        diagram.nodes = ["丙", "乙", "甲", "1", "2", "3", "4"].map(node).to_vec();
        for (node, frame) in [(3, 0), (4, 0), (5, 1), (6, 1)] {
            diagram.nodes[node].frame = Some(frame);
        }
        diagram.edges = [(2, 3), (1, 4), (0, 5), (0, 6)].map(|(from, to)| Edge::new(from, to)).to_vec();
        in_columns(&mut diagram, &[0, 0, 0, 1, 1, 1, 1], 60.0, 6.0);
        diagram
    }

    #[test]
    fn free_things_stand_beside_their_ends_and_the_others_in_their_order() {
        let diagram = diagram();
        let place = |node: usize| diagram.nodes[node].at.unwrap_or_default();
        assert!(place(2).1 < place(1).1 && place(1).1 < place(0).1, "the units cross");
        assert!((3..6).all(|task| place(task).1 < place(task + 1).1), "the tasks left their order");
        assert!(place(0).0 < place(3).0);
    }

    #[test]
    fn nothing_overlaps() {
        let diagram = diagram();
        for (at, one) in diagram.nodes.iter().enumerate() {
            for other in &diagram.nodes[at + 1..] {
                let ((x, y), (u, v)) = (one.at.unwrap_or_default(), other.at.unwrap_or_default());
                let ((w, h), (o, p)) = (size(one), size(other));
                assert!((x - u).abs() >= (w + o) / 2.0 || (y - v).abs() >= (h + p) / 2.0 - 1e-6, "{} over {}", one.id, other.id);
            }
        }
        // The second chapter begins below the first, its head between them.
        let (above, below) = (diagram.nodes[4].at.unwrap_or_default().1, diagram.nodes[5].at.unwrap_or_default().1);
        assert!(below - above > 19.0 + 2.0 * MARGIN + head(&diagram, 1));
    }
}
