//! What stands below every picture: title, what is shown and what was left out, and a legend that explains every mark.

/// The words below a picture, in the language of the reader.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Caption {
    /// The title of the plan, with its date and who issued it.
    pub title: String,
    /// What is shown, and what was left out by which filter.
    pub lines: Vec<String>,
    /// The legend, in groups.
    pub legend: Vec<Key>,
}

/// Marks of one kind.
#[derive(Debug, Clone, PartialEq)]
pub struct Key {
    /// What they tell apart.
    pub head: String,
    /// Each with what it means.
    pub marks: Vec<(Mark, String)>,
}

/// A sample of what is drawn.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Mark {
    /// A box: colour inside, width of its outline in points.
    Box {
        /// The colour inside.
        fill: &'static str,
        /// The width of its outline; 0 for none.
        border: f64,
    },
    /// A line.
    Line {
        /// Its width in points.
        width: f64,
        /// Its colour.
        colour: &'static str,
        /// Its ends.
        arrows: Arrows,
        /// Whether it is broken.
        dashed: bool,
    },
    /// A disc: its diameter in points and the colour inside.
    Disc {
        /// Its diameter.
        size: f64,
        /// The colour inside.
        fill: &'static str,
    },
    /// Words of a size in points.
    Words {
        /// The size.
        size: f64,
    },
}

/// The ends of a line.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Arrows {
    /// A line.
    None,
    /// An arrow.
    Forward,
    /// An arrow both ways.
    Both,
}

impl Key {
    /// A group of the legend.
    pub fn new(head: impl Into<String>, marks: Vec<(Mark, String)>) -> Self {
        Self { head: head.into(), marks }
    }
}
