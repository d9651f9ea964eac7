//! What is to be laid out in layers.

/// A diagram reduced to what layouts depend on.
pub(super) struct Plan {
    /// Sizes and frames of the boxes: the nodes, and then the frames that hold nothing.
    pub boxes: Vec<((f64, f64), Option<usize>)>,
    /// The box of each frame that holds nothing.
    pub empty: Vec<Option<usize>>,
    /// The frame around each frame.
    pub within: Vec<Option<usize>>,
    /// The edges between two boxes, by their place in the diagram, turned so that they run to the right.
    pub edges: Vec<Link>,
}

/// An edge to be laid out.
#[derive(Debug, Clone)]
pub(super) struct Link {
    /// Its place in the diagram.
    pub edge: usize,
    /// Its left end and its right end.
    pub ends: (usize, usize),
    /// Whether it was turned round.
    pub turned: bool,
    /// Whether it makes layers.
    pub ranks: bool,
    /// How strong it is.
    pub pull: usize,
    /// The size of its words.
    pub label: (f64, f64),
}
