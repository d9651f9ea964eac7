//! Things as a tree from left to right: every leaf in a row of its own, in the order in which it is written.

use crate::draw::diagram::{Bend, Diagram, Layout};
use crate::draw::metrics::size;

/// The most leaves on one side of a root; of more, half stand on its left, so that the figure has the shape of a page.
const ONE_SIDE: usize = 24;

/// Gives each node of a tree its place: edges go from the thing above to those below it, `across` is the room between levels and `things`
/// that between rows in points. What has no edge to it is a root; trees stand under each other.
///
/// A thing stands beside the middle of what is below it, as in the drawings of trees of Reingold and Tilford (Tidier drawings of trees, IEEE TSE 7
/// (1981), 223–228), but each leaf keeps a row to itself: a plan is read from above, and no two of its tasks are to stand on one height.
pub(in crate::draw) fn in_tree(diagram: &mut Diagram, across: f64, things: f64) {
    let tree = Tree::of(diagram);
    let count = diagram.nodes.len();
    let roots: Vec<usize> = (0..count).filter(|node| tree.is_root[*node]).collect();
    // Whether a node stands on the left of its root.
    let mut left = vec![false; count];
    let mut middle = vec![0.0; count];
    match roots.as_slice() {
        [root] if tree.leaves(*root) > ONE_SIDE => {
            let turn = tree.half(*root);
            let (first, second) = tree.below[*root].split_at(turn);
            first.iter().for_each(|child| tree.mark(*child, &mut left));
            let heights =
                [first, second].map(|side| side.iter().fold(0.0, |top, child| tree.hang(*child, top, things, &mut middle)) - things);
            let whole = heights[0].max(heights[1]);
            for (side, height) in [first, second].into_iter().zip(heights) {
                side.iter().for_each(|child| tree.lower(*child, (whole - height) / 2.0, &mut middle));
            }
            middle[*root] = whole / 2.0;
        }
        _ => {
            roots.iter().fold(0.0, |top, root| tree.hang(*root, top, things, &mut middle));
        }
    }
    // Where each level begins, counted from the root outwards, on the right and on the left.
    let mut widest = [vec![0.0_f64; tree.levels()], vec![0.0; tree.levels()]];
    for (at, node) in diagram.nodes.iter().enumerate() {
        let width = &mut widest[usize::from(left[at])][tree.level[at]];
        *width = width.max(size(node).0);
    }
    widest[1][0] = widest[0][0];
    let begins = widest.map(|widths| {
        let ends = widths.iter().scan(0.0, |out, width| {
            *out += width + across;
            Some(*out)
        });
        std::iter::once(0.0).chain(ends).collect::<Vec<f64>>()
    });
    let root_width = begins[0].get(1).map_or(0.0, |next| next - across);
    for (at, node) in diagram.nodes.iter_mut().enumerate() {
        // Flush towards the root, as the lines of an outline are.
        let from = begins[usize::from(left[at])][tree.level[at]] + size(node).0 / 2.0;
        node.at = Some((if left[at] { root_width - from } else { from }, middle[at]));
    }
    diagram.edges.iter_mut().for_each(|edge| edge.bend = Bend::Across);
    diagram.layout = Layout::Placed;
}

/// What hangs on what.
struct Tree {
    below: Vec<Vec<usize>>,
    level: Vec<usize>,
    heights: Vec<f64>,
    is_root: Vec<bool>,
}

impl Tree {
    fn of(diagram: &Diagram) -> Self {
        let count = diagram.nodes.len();
        let mut tree = Self {
            below: vec![Vec::new(); count],
            level: vec![0; count],
            heights: diagram.nodes.iter().map(|node| size(node).1).collect(),
            is_root: vec![true; count],
        };
        for edge in &diagram.edges {
            // The first edge to a thing says where it hangs.
            if tree.is_root[edge.to] && edge.from < edge.to {
                tree.is_root[edge.to] = false;
                tree.below[edge.from].push(edge.to);
            }
        }
        for node in 0..count {
            for child in &tree.below[node] {
                tree.level[*child] = tree.level[node] + 1;
            }
        }
        tree
    }

    fn levels(&self) -> usize {
        self.level.iter().max().map_or(0, |deepest| deepest + 1)
    }

    fn leaves(&self, node: usize) -> usize {
        self.below[node].iter().map(|child| self.leaves(*child)).sum::<usize>().max(1)
    }

    /// The first child of the second half of the leaves.
    fn half(&self, root: usize) -> usize {
        let counts: Vec<usize> = self.below[root].iter().map(|child| self.leaves(*child)).collect();
        let all: usize = counts.iter().sum();
        (0..=counts.len()).min_by_key(|turn| (2 * counts[..*turn].iter().sum::<usize>()).abs_diff(all)).unwrap_or_default()
    }

    fn mark(&self, node: usize, marked: &mut [bool]) {
        marked[node] = true;
        self.below[node].iter().for_each(|child| self.mark(*child, marked));
    }

    /// Gives a thing and all below it their heights, from `top` on; where the next one begins.
    fn hang(&self, node: usize, top: f64, things: f64, middle: &mut [f64]) -> f64 {
        let below = &self.below[node];
        let (Some(first), Some(last)) = (below.first(), below.last()) else {
            middle[node] = top + self.heights[node] / 2.0;
            return top + self.heights[node] + things;
        };
        let end = below.iter().fold(top, |top, child| self.hang(*child, top, things, middle));
        // What is higher than all that hangs on it gets the room it needs, half of it above.
        let lacking = (self.heights[node] - (end - things - top)).max(0.0);
        if lacking > 0.0 {
            below.iter().for_each(|child| self.lower(*child, lacking / 2.0, middle));
        }
        middle[node] = f64::midpoint(middle[*first], middle[*last]);
        end + lacking
    }

    fn lower(&self, node: usize, by: f64, middle: &mut [f64]) {
        middle[node] += by;
        self.below[node].iter().for_each(|child| self.lower(*child, by, middle));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::draw::caption::Caption;
    use crate::draw::diagram::{Edge, Line, Node};

    #[test]
    fn leaves_have_rows_and_what_holds_them_stands_in_their_middle() {
        let mut diagram = Diagram::new(Layout::Placed, Caption::default());
        let tall = vec![Line::new("一", 10.0), Line::new("一", 10.0), Line::new("一", 10.0), Line::new("一", 10.0)];
        diagram.nodes = ["根", "甲", "乙", "1", "2", "丙"].map(|id| Node::new(id, vec![Line::new(id, 10.0)])).to_vec();
        diagram.nodes[5].label = tall;
        diagram.nodes.push(Node::new("3", vec![Line::new("3", 10.0)]));
        diagram.edges = [(0, 1), (0, 2), (2, 3), (2, 4), (0, 5), (5, 6)].map(|(from, to)| Edge::new(from, to)).to_vec();
        in_tree(&mut diagram, 30.0, 5.0);
        let at = |node: usize| diagram.nodes[node].at.unwrap_or_default();
        let height = size(&diagram.nodes[1]).1;
        assert!((at(3).1 - at(1).1 - height - 5.0).abs() < 1e-9 && (at(4).1 - at(3).1 - height - 5.0).abs() < 1e-9);
        assert!((at(2).1 - f64::midpoint(at(3).1, at(4).1)).abs() < 1e-9);
        // 丙 is higher than its one leaf, which stands beside its middle, clear of 2.
        assert!((at(5).1 - at(6).1).abs() < 1e-9);
        assert!(at(5).1 - size(&diagram.nodes[5]).1 / 2.0 >= at(4).1 + height / 2.0 + 5.0 - 1e-9);
        assert!(at(0).0 < at(1).0 && at(1).0 < at(3).0);
    }

    #[test]
    fn a_large_tree_stands_on_both_sides_of_its_root() {
        let mut diagram = Diagram::new(Layout::Placed, Caption::default());
        diagram.nodes = (0..=30).map(|id| Node::new(id.to_string(), vec![Line::new(id.to_string(), 10.0)])).collect();
        diagram.edges = (1..=30).map(|to| Edge::new(0, to)).collect();
        in_tree(&mut diagram, 30.0, 5.0);
        let at = |node: usize| diagram.nodes[node].at.unwrap_or_default();
        assert!(at(1).0 < at(0).0 && at(0).0 < at(30).0);
        assert!((at(1).1 - at(16).1).abs() < 1e-9 && at(15).0 < at(0).0 && at(16).0 > at(0).0);
        assert!(at(0).1 > at(1).1 && at(0).1 < at(15).1);
    }
}
