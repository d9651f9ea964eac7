//! Figures as SVG, written by the program itself: on any machine, without Graphviz.

mod legend;
mod matrix;
mod pen;
mod scene;

use super::figure::Figure;
use super::place::{self, PlaceError};
use pen::Pen;

/// The margin of a page.
const MARGIN: f64 = 14.0;

/// A figure as SVG: the same bytes wherever it is made.
///
/// # Errors
/// [`PlaceError`] where a diagram has too many things to find places for.
pub fn svg(figure: &Figure) -> Result<String, PlaceError> {
    let mut pen = Pen::default();
    let (width, height) = match figure {
        Figure::Diagram(diagram) => {
            let placed = place::placed(diagram)?;
            // Outlines and arrows are a little larger than what they belong to.
            let extent = placed.extent().grown(4.0);
            let width = extent.width.max(legend::NARROWEST);
            let aside = (width - extent.width) / 2.0;
            scene::draw(&mut pen, diagram, &placed, (MARGIN - extent.x + aside, MARGIN - extent.y));
            (width, extent.height)
        }
        Figure::Matrix(map) => {
            let (width, height) = matrix::draw(&mut pen, map, (MARGIN, MARGIN));
            (width.max(legend::NARROWEST), height)
        }
    };
    let below = legend::draw(&mut pen, figure.caption(), (MARGIN, MARGIN + height + 10.0), width);
    Ok(pen.page(width + 2.0 * MARGIN, height + below + 10.0 + 2.0 * MARGIN, &figure.caption().title))
}

#[cfg(test)]
mod tests;
