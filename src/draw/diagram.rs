//! A diagram before it is written in any language of pictures: nodes, edges, frames, and what is said below them.

use super::caption::{Arrows, Caption};

/// A network or tree of things.
#[derive(Debug, Clone, PartialEq)]
pub struct Diagram {
    /// How places are found.
    pub layout: Layout,
    /// Boxes around nodes; a frame stands after the one that holds it.
    pub frames: Vec<Frame>,
    /// The things, in the order in which they are written.
    pub nodes: Vec<Node>,
    /// What joins them.
    pub edges: Vec<Edge>,
    /// What stands below.
    pub caption: Caption,
}

/// How places are found.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Layout {
    /// In layers from left to right, those `layers` points and the things of one layer `things` points apart.
    Layered {
        /// Between layers.
        layers: f64,
        /// Between the things of a layer.
        things: f64,
    },
    /// Each node has its place.
    Placed,
}

/// A thing.
#[derive(Debug, Clone, PartialEq)]
pub struct Node {
    /// What tells it from the others.
    pub id: String,
    /// Its words, a line each.
    pub label: Vec<Line>,
    /// Its outline.
    pub shape: Shape,
    /// The colour inside, as `#rrggbb`.
    pub fill: &'static str,
    /// The width of the outline in points; 0 for none.
    pub border: f64,
    /// The frame that it stands in, by its place in [`Diagram::frames`].
    pub frame: Option<usize>,
    /// The centre in points, right and down from the upper left corner: only where the layout is [`Layout::Placed`].
    pub at: Option<(f64, f64)>,
    /// The diameter of a disc in points; without it, the size of its first line.
    pub diameter: Option<f64>,
    /// What is told of it when it is pointed at.
    pub note: Note,
}

/// A line of words.
#[derive(Debug, Clone, PartialEq)]
pub struct Line {
    /// The words.
    pub words: String,
    /// The size of the font in points.
    pub size: f64,
    /// Whether it stands back behind the first line.
    pub quiet: bool,
}

/// Outlines.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Shape {
    /// A rectangle.
    Box,
    /// A rectangle with round corners.
    Rounded,
    /// A rectangle whose short sides are half circles.
    Pill,
    /// A rectangle with a folded corner: a document.
    Sheet,
    /// Six corners.
    Hexagon,
    /// Words without outline.
    Plain,
    /// A small disc, its words outside of it; its diameter is [`Node::diameter`].
    Disc,
}

/// What joins two things.
#[derive(Debug, Clone, PartialEq)]
pub struct Edge {
    /// Where it begins, by its place in [`Diagram::nodes`].
    pub from: usize,
    /// Where it ends.
    pub to: usize,
    /// Its width in points.
    pub width: f64,
    /// Its colour, as `#rrggbb` or `#rrggbbaa`.
    pub colour: &'static str,
    /// Its ends.
    pub arrows: Arrows,
    /// Whether it is broken.
    pub dashed: bool,
    /// What stands at it; empty for nothing.
    pub label: String,
    /// How much it is to be short and straight.
    pub pull: usize,
    /// Whether it sets the layers of its ends.
    pub ranks: bool,
    /// Its way, where the layout is [`Layout::Placed`].
    pub bend: Bend,
    /// What is told of it when it is pointed at.
    pub note: Note,
}

/// The way of an edge between two places.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Bend {
    /// From outline to outline, straight on.
    Straight,
    /// From the side of one to the facing side of the other, leaving and arriving level: between columns.
    Across,
}

/// A box around nodes.
#[derive(Debug, Clone, PartialEq)]
pub struct Frame {
    /// What tells it from the others.
    pub id: String,
    /// Its words, a line each.
    pub label: Vec<Line>,
    /// The frame around it.
    pub within: Option<usize>,
    /// The colour inside.
    pub fill: &'static str,
    /// What is told of it when it is pointed at.
    pub note: Note,
}

/// What is told of a thing when it is pointed at: its name, and lines that say more.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Note {
    /// Its name, by which it is searched for as well.
    pub head: String,
    /// What more is known, such as the tasks behind a tie or the words behind a task.
    pub lines: Vec<String>,
}

impl Diagram {
    /// A diagram without nodes.
    pub const fn new(layout: Layout, caption: Caption) -> Self {
        Self { layout, frames: Vec::new(), nodes: Vec::new(), edges: Vec::new(), caption }
    }
}

impl Node {
    /// A rectangle with round corners around some lines, white with a thin outline.
    pub fn new(id: impl Into<String>, label: Vec<Line>) -> Self {
        let head = label.iter().filter(|line| !line.quiet).map(|line| line.words.as_str()).collect();
        Self {
            id: id.into(),
            label,
            shape: Shape::Rounded,
            fill: "#ffffff",
            border: 0.8,
            frame: None,
            at: None,
            diameter: None,
            note: Note { head, lines: Vec::new() },
        }
    }
}

impl Line {
    /// Words of a size.
    pub fn new(words: impl Into<String>, size: f64) -> Self {
        Self { words: words.into(), size, quiet: false }
    }

    /// Words that stand back.
    pub fn quiet(words: impl Into<String>, size: f64) -> Self {
        Self { words: words.into(), size, quiet: true }
    }
}

impl Edge {
    /// A thin arrow.
    pub fn new(from: usize, to: usize) -> Self {
        Self {
            from,
            to,
            width: 0.8,
            colour: "#555555",
            arrows: Arrows::Forward,
            dashed: false,
            label: String::new(),
            pull: 1,
            ranks: true,
            bend: Bend::Straight,
            note: Note::default(),
        }
    }
}

impl Note {
    /// A name with what more is known.
    pub fn new(head: impl Into<String>, lines: Vec<String>) -> Self {
        Self { head: head.into(), lines }
    }

    /// All of it, a line each.
    pub fn words(&self) -> String {
        std::iter::once(&self.head).chain(&self.lines).filter(|line| !line.is_empty()).cloned().collect::<Vec<_>>().join("\n")
    }
}
