//! Frames around boxes: as tight as they can be, with room for their heads.

use super::geometry::Rect;
use super::plan::Plan;
use super::strata::Found;
use crate::draw::diagram::{Diagram, Line};
use crate::draw::{fold, metrics};

/// The room between a frame and what it holds.
pub(super) const MARGIN: f64 = 7.0;
/// The most lines of a head.
const LINES: usize = 4;

/// The frames with their heads around the boxes as they are.
pub(super) fn frames(diagram: &Diagram, plan: &Plan, found: &Found) -> Vec<(Rect, Vec<Line>)> {
    let bare = around(plan, found, |_| 0.0);
    let heads: Vec<Vec<Line>> = diagram.frames.iter().zip(&bare).map(|(frame, rect)| head(&frame.label, rect.width)).collect();
    around(plan, found, |place| room(&heads[place])).into_iter().zip(heads).collect()
}

/// The height of a head with what parts it from the boxes.
pub(super) fn room(head: &[Line]) -> f64 {
    if head.is_empty() { 0.0 } else { metrics::extent(head).1 + 3.0 }
}

/// The rectangles around what frames hold, with room above for their heads.
fn around(plan: &Plan, found: &Found, tall: impl Fn(usize) -> f64) -> Vec<Rect> {
    let mut rects: Vec<Option<Rect>> = vec![None; plan.empty.len()];
    let join = |rect: &mut Option<Rect>, inner: Rect| *rect = Some(rect.map_or(inner, |rect| rect.joined(&inner)));
    for ((size, frame), at) in plan.boxes.iter().zip(&found.boxes) {
        if let Some(frame) = frame {
            join(&mut rects[*frame], Rect::around(*at, *size));
        }
    }
    // Frames stand behind those that hold them.
    for place in (0..plan.empty.len()).rev() {
        if let Some(thing) = plan.empty[place] {
            rects[place] = Some(Rect::around(found.boxes[thing], plan.boxes[thing].0));
        } else if let Some(inner) = rects[place] {
            let mut outer = inner.grown(MARGIN);
            outer.y -= tall(place);
            outer.height += tall(place);
            rects[place] = Some(outer);
            if let Some(holder) = plan.within[place] {
                join(&mut rects[holder], outer);
            }
        }
    }
    rects.into_iter().map(|rect| rect.unwrap_or(Rect { x: 0.0, y: 0.0, width: 0.0, height: 0.0 })).collect()
}

/// The lines of a head in the width of its frame.
fn head(label: &[Line], width: f64) -> Vec<Line> {
    let folded = |line: &Line| {
        let most = (width - 12.0) / line.size.max(1.0);
        let lines = fold(&line.words, most, LINES);
        lines.into_iter().map(|words| Line { words, ..line.clone() }).collect::<Vec<_>>()
    };
    label.iter().flat_map(folded).collect()
}
