//! How much room words take, without any font: so that layouts agree on every machine, and words stay in their boxes where a
//! program has no fonts to measure with.

use super::diagram::{Line, Node, Shape};
use unicode_width::UnicodeWidthChar;

/// How much larger than its words a hexagon is.
const HEXAGON: f64 = 1.64;
/// The height of a line, as a multiple of the size of its font.
pub const LINE_HEIGHT: f64 = 1.3;

/// The width of words in points at a size of font: a Chinese character is as wide as the font is large, and of other letters the widths
/// of common sans-serif fonts are taken, rather too wide than too narrow.
pub fn width(words: &str, size: f64) -> f64 {
    words.chars().map(|c| advance(c) * size).sum()
}

/// The width and height of some lines in points.
pub fn extent(lines: &[Line]) -> (f64, f64) {
    let widest = lines.iter().map(|line| width(&line.words, line.size)).fold(0.0, f64::max);
    (widest, lines.iter().map(|line| line.size * LINE_HEIGHT).sum())
}

/// The width and height of a node in points, its margins included.
pub fn size(node: &Node) -> (f64, f64) {
    let (width, height) = extent(&node.label);
    match node.shape {
        Shape::Plain => (width, height),
        Shape::Disc => {
            let diameter = node.diameter.or(node.label.first().map(|line| line.size)).unwrap_or(8.0);
            (diameter, diameter)
        }
        Shape::Box | Shape::Rounded | Shape::Sheet => (width + 12.0, height + 6.0),
        Shape::Pill => (width + height, height + 6.0),
        // As large as Graphviz makes a polygon of six sides for its words: by √2 / cos(π/6) both ways.
        Shape::Hexagon => (width * HEXAGON, height * HEXAGON),
    }
}

fn advance(c: char) -> f64 {
    match c {
        'i' | 'j' | 'l' | 'I' | '.' | ',' | ':' | ';' | '\'' | '|' | '!' | ' ' => 0.32,
        'm' | 'w' | 'M' | 'W' | '@' | '%' => 0.92,
        'A'..='Z' => 0.70,
        _ if c.width() == Some(2) => 1.0,
        // The typographic marks that Chinese fonts draw in a whole square.
        '—' | '…' | '·' | '“' | '”' | '‘' | '’' | '→' | '↔' | '①'..='⑳' => 1.0,
        _ if c.width() == Some(0) || c.is_control() => 0.0,
        _ => 0.58,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn chinese_is_square_and_latin_narrower() {
        assert!((width("水利厅", 10.0) - 30.0).abs() < 1e-9);
        assert!(width("water", 10.0) < width("水利厅水利", 10.0));
        assert!(width("", 10.0).abs() < 1e-9);
    }
}
