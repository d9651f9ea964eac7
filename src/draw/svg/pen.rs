//! What every part of an SVG is written with: numbers, escaped words, lines of text.

use crate::draw::style::{FONT, INK};
pub(super) use crate::text::escape::xml as escaped;
use std::fmt::{self, Write as _};

/// A number with at most two decimals, so that pictures are the same on every machine.
#[derive(Debug, Clone, Copy)]
pub(super) struct Number(pub f64);

impl fmt::Display for Number {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let hundredths = if self.0.is_finite() { (self.0 * 100.0).round().clamp(-1e12, 1e12) as i64 } else { 0 };
        let (sign, size) = (if hundredths < 0 { "-" } else { "" }, hundredths.unsigned_abs());
        match size % 100 {
            0 => write!(f, "{sign}{}", size / 100),
            part if part % 10 == 0 => write!(f, "{sign}{}.{}", size / 100, part / 10),
            part => write!(f, "{sign}{}.{part:02}", size / 100),
        }
    }
}

/// A colour and how much it covers: `#rrggbbaa` is not known to every program that shows SVG.
pub(super) fn paint(colour: &str) -> (String, f64) {
    let covers = |digits: &str| u8::from_str_radix(digits, 16).ok().map(|alpha| f64::from(alpha) / 255.0);
    match (colour.get(..7), colour.get(7..9).and_then(covers)) {
        (Some(solid), Some(covers)) if colour.len() == 9 => (escaped(solid), covers),
        _ => (escaped(colour), 1.0),
    }
}

/// Where words stand in relation to their point.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Anchor {
    /// They begin at it.
    Start,
    /// It is their middle.
    Middle,
    /// They end at it.
    End,
}

/// A line of words around a height.
#[derive(Debug, Clone, Copy)]
pub(super) struct Words<'a> {
    /// The words.
    pub words: &'a str,
    /// Where they are, right and down.
    pub at: (f64, f64),
    /// The size of the font.
    pub size: f64,
    /// How they stand to the point.
    pub anchor: Anchor,
    /// Their colour.
    pub colour: &'a str,
    /// Whether they are bold.
    pub bold: bool,
    /// Whether they have a white rim, by which they are read on lines.
    pub rim: bool,
}

impl<'a> Words<'a> {
    /// Plain words.
    pub(super) const fn new(words: &'a str, at: (f64, f64), size: f64, anchor: Anchor) -> Self {
        Self { words, at, size, anchor, colour: INK, bold: false, rim: false }
    }
}

/// An SVG that is being written.
#[derive(Debug, Default)]
pub(super) struct Pen {
    out: String,
}

impl Pen {
    /// Markup as it is.
    pub(super) fn raw(&mut self, markup: fmt::Arguments<'_>) {
        // Writing to a string cannot fail.
        let _ = self.out.write_fmt(markup);
        self.out.push('\n');
    }

    /// Opens a part that a page finds by its identifier, with what is told of it when it is pointed at.
    pub(super) fn open(&mut self, id: &str, class: &str, told: &str) {
        let _ = write!(self.out, "<g id=\"{id}\" class=\"{class}\">");
        if !told.is_empty() {
            let _ = write!(self.out, "<title>{}</title>", escaped(told));
        }
        self.out.push('\n');
    }

    /// Closes it.
    pub(super) fn close(&mut self) {
        self.out.push_str("</g>\n");
    }

    /// A line of words whose middle is at a height.
    pub(super) fn words(&mut self, line: Words<'_>) {
        if line.words.trim().is_empty() {
            return;
        }
        let anchor = match line.anchor {
            Anchor::Start => "",
            Anchor::Middle => " text-anchor=\"middle\"",
            Anchor::End => " text-anchor=\"end\"",
        };
        let weight = if line.bold { " font-weight=\"bold\"" } else { "" };
        let rim = if line.rim { " stroke=\"#ffffff\" stroke-width=\"2.4\" stroke-opacity=\"0.8\" paint-order=\"stroke\"" } else { "" };
        // Fonts differ in what they say of their middle; the middle of a Chinese character is this far above its base line.
        let base = line.at.1 + line.size * 0.37;
        let words = escaped(line.words);
        let (x, y, size, colour) = (Number(line.at.0), Number(base), Number(line.size), line.colour);
        self.raw(format_args!("<text x=\"{x}\" y=\"{y}\" font-size=\"{size}\" fill=\"{colour}\"{anchor}{weight}{rim}>{words}</text>"));
    }

    /// A whole page of a width and height around what was written.
    pub(super) fn page(self, width: f64, height: f64, title: &str) -> String {
        let (width, height, font, title) = (Number(width.max(1.0)), Number(height.max(1.0)), escaped(FONT), escaped(title));
        format!(
            "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n\
             <svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{width}pt\" height=\"{height}pt\" viewBox=\"0 0 {width} {height}\" \
             font-family=\"{font}\">\n<title>{title}</title>\n\
             <rect width=\"{width}\" height=\"{height}\" fill=\"#ffffff\"/>\n{}</svg>\n",
            self.out
        )
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_have_two_decimals() {
        let said = |number: f64| Number(number).to_string();
        assert_eq!([said(1.0), said(1.005), said(-0.001), said(-2.5), said(0.256)], ["1", "1", "0", "-2.5", "0.26"]);
        assert_eq!([said(f64::NAN), said(f64::INFINITY)], ["0", "0"]);
    }

    #[test]
    fn words_cannot_leave_their_element() {
        assert_eq!(escaped("<a b=\"c\">&'\u{1}\u{0}\u{ffff}\n水"), "&lt;a b=&quot;c&quot;&gt;&amp;&#39;\n水");
    }

    #[test]
    fn a_colour_is_parted_from_how_much_it_covers() {
        assert_eq!(paint("#112233"), ("#112233".to_owned(), 1.0));
        assert!(paint("#11223380").1 - 0.502 < 0.001);
        assert_eq!(paint("水利厅"), ("水利厅".to_owned(), 1.0));
    }
}
