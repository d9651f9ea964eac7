//! Heights of what stands in frames: no frame meets another, or a box that is not its own.
//!
//! What a frame holds is one block. The blocks, and all that no frame holds, are set below one another in the order that dagre found,
//! as far up as what is above them in the same layers lets them; then everything but the frames moves to where its ties pull it.

use super::frames::{MARGIN, frames, room};
use super::geometry::Rect;
use super::plan::{Link, Plan};
use super::routes;
use super::strata::Found;
use crate::draw::diagram::Diagram;

/// How often everything moves to where its ties pull it.
const ROUNDS: usize = 30;
/// Of more parts than this, none is moved again.
const MOVED: usize = 2500;

/// What has a place in a layer.
#[derive(Debug, Clone, Copy)]
enum Part {
    /// A box.
    Box(usize),
    /// A point of a tie.
    Point(usize, usize),
}

/// A part, or a whole frame, with the room that it takes.
#[derive(Debug, Clone)]
struct Piece {
    left: f64,
    right: f64,
    top: f64,
    height: f64,
    /// Half of the room to others.
    apart: f64,
    /// What pulls at it, each with its strength.
    tied: Vec<(usize, f64)>,
}

impl Piece {
    fn beside(&self, other: &Self) -> bool {
        self.left < other.right && other.left < self.right
    }

    fn middle(&self) -> f64 {
        self.top + self.height / 2.0
    }
}

/// All pieces: the boxes, the points of ties, and the frames.
struct Bands {
    pieces: Vec<Piece>,
    parts: Vec<Part>,
    /// What each frame holds itself, from above; the last place stands for the page.
    held: Vec<Vec<usize>>,
    /// The heights of the heads of the frames.
    heads: Vec<f64>,
    /// Between which heights the content of each frame is.
    limits: Vec<(f64, f64)>,
}

/// Sets the heights of all boxes and ties anew, where there are frames.
pub(super) fn banded(diagram: &Diagram, plan: &Plan, found: &mut Found, ties: &[Link], boxes: &[Rect], things: f64) {
    if diagram.frames.is_empty() {
        return;
    }
    let mut bands = Bands::new(diagram, plan, found, ties, boxes, things.max(6.0));
    let page = plan.empty.len();
    bands.stack(page, 0.0);
    bands.settle();
    for (piece, part) in bands.pieces.iter().zip(&bands.parts) {
        match *part {
            Part::Box(thing) => found.boxes[thing].1 = piece.middle(),
            Part::Point(tie, point) => {
                let (points, label) = &mut found.ties[tie];
                // Words stand at the point that was kept for them.
                if let Some(label) = label.as_mut().filter(|label| (label.0 - points[point].0).abs() < 0.5) {
                    label.1 = piece.middle();
                }
                points[point].1 = piece.middle();
            }
        }
    }
}

impl Bands {
    fn new(diagram: &Diagram, plan: &Plan, found: &Found, ties: &[Link], boxes: &[Rect], gap: f64) -> Self {
        let page = plan.empty.len();
        let layers = routes::layers(found, ties, boxes);
        let mut parts: Vec<Part> = (0..boxes.len()).map(Part::Box).collect();
        let mut pieces: Vec<Piece> = boxes
            .iter()
            .map(|rect| Piece { left: rect.x, right: rect.right(), top: rect.y, height: rect.height, apart: gap / 2.0, tied: Vec::new() })
            .collect();
        for (tie, ((points, label), link)) in found.ties.iter().zip(ties).enumerate() {
            let mut before = link.ends.0;
            for (place, point) in points.iter().enumerate() {
                let (enters, leaves) = routes::station(&layers, *point);
                let words = label.is_some_and(|label| (label.0 - point.0).abs() < 0.5);
                let height = if words { link.label.1 } else { 2.0 };
                parts.push(Part::Point(tie, place));
                pieces.push(Piece { left: enters.0, right: leaves.0, top: point.1 - height / 2.0, height, apart: 3.0, tied: Vec::new() });
                join(&mut pieces, before, parts.len() - 1, link.pull);
                before = parts.len() - 1;
            }
            join(&mut pieces, before, link.ends.1, link.pull);
        }
        // What stands in a frame makes its mean height, by which frames are in order.
        let mut held = vec![Vec::new(); page + 1];
        let mut sums = vec![(0.0, 0.0); page + 1];
        for (place, part) in parts.iter().enumerate() {
            let holder = holder(plan, ties, *part).unwrap_or(page);
            held[holder].push(place);
            sums[holder] = (sums[holder].0 + pieces[place].middle(), sums[holder].1 + 1.0);
        }
        let drawn = frames(diagram, plan, found);
        let blocks = pieces.len();
        for (rect, _) in &drawn {
            // The apart of a frame keeps lines off its border.
            pieces.push(Piece { left: rect.x, right: rect.right(), top: 0.0, height: 0.0, apart: gap / 2.0 + 1.0, tied: Vec::new() });
        }
        for place in (0..page).rev().filter(|place| plan.empty[*place].is_none()) {
            let (outer, (sum, count)) = (plan.within[place].unwrap_or(page), sums[place]);
            held[outer].push(blocks + place);
            sums[outer] = (sums[outer].0 + sum, sums[outer].1 + count);
            pieces[blocks + place].top = if count > 0.0 { sum / count } else { 0.0 };
        }
        for held in &mut held {
            held.sort_by(|a, b| pieces[*a].middle().total_cmp(&pieces[*b].middle()).then(a.cmp(b)));
        }
        let heads = drawn.iter().map(|(_, head)| room(head)).collect();
        Self { pieces, parts, held, heads, limits: vec![(0.0, 0.0); page + 1] }
    }

    /// Sets what a frame, or the page, holds from a height on; the height where it ends.
    fn stack(&mut self, holder: usize, top: f64) -> f64 {
        let blocks = self.parts.len();
        let mut bottom = top;
        for place in 0..self.held[holder].len() {
            let piece = self.held[holder][place];
            let y = self.above(holder, place, top);
            self.pieces[piece].top = y;
            if let Some(frame) = piece.checked_sub(blocks) {
                self.pieces[piece].height = self.stack(frame, y + self.heads[frame] + MARGIN) + MARGIN - y;
            }
            bottom = bottom.max(y + self.pieces[piece].height);
        }
        self.limits[holder] = (top, bottom);
        bottom
    }

    /// How far up a piece can be for those before it.
    fn above(&self, holder: usize, place: usize, top: f64) -> f64 {
        let piece = &self.pieces[self.held[holder][place]];
        let before = self.held[holder][..place].iter().map(|other| &self.pieces[*other]).filter(|other| other.beside(piece));
        before.map(|other| other.top + other.height + other.apart + piece.apart).fold(top, f64::max)
    }

    /// How far down its upper side can be for those behind it.
    fn below(&self, holder: usize, place: usize, bottom: f64) -> f64 {
        let piece = &self.pieces[self.held[holder][place]];
        let behind = self.held[holder][place + 1..].iter().map(|other| &self.pieces[*other]).filter(|other| other.beside(piece));
        behind.map(|other| other.top - other.apart - piece.apart).fold(bottom, f64::min) - piece.height
    }

    /// Moves boxes and points to the mean of what pulls at them, as far as those above and below let them: upwards from above and downwards
    /// from below, in turn, so that whole columns move.
    fn settle(&mut self) {
        let blocks = self.parts.len();
        if self.pieces.len() > MOVED {
            return;
        }
        for round in 0..ROUNDS {
            for holder in 0..self.held.len() {
                let count = self.held[holder].len();
                for step in 0..count {
                    let place = if round % 2 == 0 { count - 1 - step } else { step };
                    let piece = self.held[holder][place];
                    let pull: f64 = self.pieces[piece].tied.iter().map(|(_, pull)| pull).sum();
                    if piece >= blocks || pull <= 0.0 {
                        continue;
                    }
                    let mean = self.pieces[piece].tied.iter().map(|(other, pull)| self.pieces[*other].middle() * pull).sum::<f64>() / pull;
                    let (top, bottom) = self.limits[holder];
                    let (least, most) = (self.above(holder, place, top), self.below(holder, place, bottom));
                    if least <= most {
                        self.pieces[piece].top = (mean - self.pieces[piece].height / 2.0).clamp(least, most);
                    }
                }
            }
        }
    }
}

fn join(pieces: &mut [Piece], a: usize, b: usize, pull: usize) {
    let pull = (pull as f64).sqrt();
    pieces[a].tied.push((b, pull));
    pieces[b].tied.push((a, pull));
}

/// The frame that holds a part: of a tie, the innermost that holds both of its ends.
fn holder(plan: &Plan, ties: &[Link], part: Part) -> Option<usize> {
    match part {
        Part::Box(thing) => plan.boxes[thing].1,
        Part::Point(tie, _) => {
            let (mut a, mut b) = (plan.boxes[ties[tie].ends.0].1, plan.boxes[ties[tie].ends.1].1);
            // Frames stand behind those that hold them, so that the later one is left first.
            while a != b {
                if a > b {
                    a = a.and_then(|frame| plan.within[frame]);
                } else {
                    b = b.and_then(|frame| plan.within[frame]);
                }
            }
            a
        }
    }
}
