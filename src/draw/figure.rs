//! What can be drawn.

use super::caption::Caption;
use super::diagram::{Diagram, Layout};
use super::matrix::HeatMap;

/// A picture before it is written in any language of pictures.
///
/// In all of them the parts have the same identifiers, by which notes and searches find them: the nodes of a diagram are `n0`, `n1`, …,
/// its edges `e0`, …, its frames `f0`, …, in their order; of a heat map the rows are `r0`, …, the columns `c0`, …, the cells `x0`, ….
#[derive(Debug, Clone, PartialEq)]
pub enum Figure {
    /// A network or tree.
    Diagram(Diagram),
    /// A heat map.
    Matrix(HeatMap),
}

impl Figure {
    /// What stands below it.
    pub const fn caption(&self) -> &Caption {
        match self {
            Self::Diagram(diagram) => &diagram.caption,
            Self::Matrix(map) => &map.caption,
        }
    }

    /// How many boxes, or cells that are not empty, there are.
    pub const fn size(&self) -> usize {
        match self {
            Self::Diagram(diagram) => diagram.nodes.len(),
            Self::Matrix(map) => map.cells.len(),
        }
    }

    /// Whether every part has its place already.
    pub fn is_placed(&self) -> bool {
        match self {
            Self::Diagram(diagram) => diagram.layout == Layout::Placed,
            Self::Matrix(_) => true,
        }
    }
}
