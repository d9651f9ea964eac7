//! The words below every picture, and the legend with a sample of each mark.

use super::pen::{Anchor, Number, Pen, Words, paint};
use super::scene;
use crate::draw::caption::{Caption, Key, Mark};
use crate::draw::diagram::Edge;
use crate::draw::fold::wrap;
use crate::draw::metrics;
use crate::draw::place::geometry::{Curve, Point};
use crate::draw::style::QUIET;

/// The size of the title.
const TITLE: f64 = 13.0;
/// The size of all other words.
const SIZE: f64 = 10.0;
/// The height of a row.
const ROW: f64 = 17.0;
/// The room between a sample and its words.
const NEAR: f64 = 4.0;
/// The room between marks.
const APART: f64 = 14.0;
/// The narrowest that words below a picture are set.
pub(super) const NARROWEST: f64 = 480.0;

/// Writes the words below a picture from a corner on, in a width; their height.
pub(super) fn draw(pen: &mut Pen, caption: &Caption, (left, top): Point, width: f64) -> f64 {
    let mut y = paragraph(pen, &caption.title, (left, top), width, TITLE);
    for line in &caption.lines {
        y = paragraph(pen, line, (left, y), width, SIZE);
    }
    if !caption.legend.is_empty() {
        y += 5.0;
    }
    for key in &caption.legend {
        y = group(pen, key, (left, y), width);
    }
    y - top
}

/// Words in lines of a width; where they end.
fn paragraph(pen: &mut Pen, words: &str, (left, top): Point, width: f64, size: f64) -> f64 {
    let tall = size * 1.45;
    // What is bold is a little wider.
    let bold = size >= TITLE;
    let most = width / size / if bold { 1.04 } else { 1.0 };
    let mut y = top;
    for line in words.lines().flat_map(|line| wrap(line, most)) {
        pen.words(Words { bold, ..Words::new(&line, (left, y + tall / 2.0), size, Anchor::Start) });
        y += tall;
    }
    y
}

/// A mark with its words, broken where no row holds them.
struct Entry {
    mark: Mark,
    sample: f64,
    lines: Vec<String>,
    size: f64,
    width: f64,
    height: f64,
}

impl Entry {
    fn new(mark: Mark, words: &str, most: f64) -> Self {
        let (sample, high) = room(mark);
        let size = if let Mark::Words { size } = mark { size.clamp(4.0, 40.0) } else { SIZE };
        let lines = wrap(words, ((most - sample - NEAR) / size).max(4.0));
        let said = lines.iter().map(|line| metrics::width(line, size)).fold(0.0, f64::max);
        let height = (lines.len() as f64 * size * 1.3 + 2.0).max(high + 4.0).max(ROW);
        Self { mark, sample, lines, size, width: sample + NEAR + said, height }
    }

    fn draw(&self, pen: &mut Pen, (x, middle): Point) {
        sample(pen, self.mark, (x, middle), self.sample);
        let tall = self.size * 1.3;
        let first = middle - tall * (self.lines.len().saturating_sub(1)) as f64 / 2.0;
        for (place, line) in self.lines.iter().enumerate() {
            pen.words(Words::new(line, (x + self.sample + NEAR, first + tall * place as f64), self.size, Anchor::Start));
        }
    }
}

/// A group of the legend: its head, and its marks in rows beside it; where it ends.
fn group(pen: &mut Pen, key: &Key, (left, top): Point, width: f64) -> f64 {
    let (mut y, mut indent) = (top, 0.0);
    let head = metrics::width(&key.head, SIZE);
    if head > width / 3.0 {
        y = paragraph(pen, &key.head, (left, y), width, SIZE);
    } else if head > 0.0 {
        indent = head + 10.0;
    }
    let most = width - indent;
    let mut rows: Vec<(Vec<Entry>, f64)> = Vec::new();
    for (mark, words) in &key.marks {
        let entry = Entry::new(*mark, words, most);
        match rows.last_mut() {
            Some((row, filled)) if *filled + APART + entry.width <= most => {
                *filled += APART + entry.width;
                row.push(entry);
            }
            _ => rows.push((vec![entry], 0.0)),
        }
        if let Some((row, filled)) = rows.last_mut().filter(|(row, _)| row.len() == 1) {
            *filled = row[0].width;
        }
    }
    if rows.is_empty() {
        rows.push((Vec::new(), 0.0));
    }
    for (place, (row, _)) in rows.iter().enumerate() {
        let tall = row.iter().map(|entry| entry.height).fold(ROW, f64::max);
        if place == 0 && indent > 0.0 {
            pen.words(Words { colour: QUIET, ..Words::new(&key.head, (left, y + tall / 2.0), SIZE, Anchor::Start) });
        }
        let mut x = left + indent;
        for entry in row {
            entry.draw(pen, (x, y + tall / 2.0));
            x += entry.width + APART;
        }
        y += tall;
    }
    y
}

/// The room of a sample.
fn room(mark: Mark) -> (f64, f64) {
    match mark {
        Mark::Box { .. } => (18.0, 11.0),
        Mark::Line { width, .. } => (34.0, width.clamp(1.0, 40.0)),
        Mark::Disc { size, .. } => (size.clamp(2.0, 60.0), size.clamp(2.0, 60.0)),
        Mark::Words { size } => (0.0, size.clamp(4.0, 40.0)),
    }
}

fn sample(pen: &mut Pen, mark: Mark, (x, y): Point, wide: f64) {
    match mark {
        Mark::Box { fill, border } => {
            let stroke = if border > 0.0 { format!(" stroke=\"#555555\" stroke-width=\"{}\"", Number(border)) } else { String::new() };
            let (x, y, fill) = (Number(x), Number(y - 5.5), paint(fill).0);
            pen.raw(format_args!("<rect x=\"{x}\" y=\"{y}\" width=\"18\" height=\"11\" rx=\"2\" fill=\"{fill}\"{stroke}/>"));
        }
        Mark::Line { width, colour, arrows, dashed } => {
            let edge = Edge { width, colour, arrows, dashed, ..Edge::new(0, 0) };
            scene::line(pen, &edge, &Curve::line((x, y), (x + wide, y)));
        }
        Mark::Disc { fill, .. } => {
            let (x, y, r, fill) = (Number(x + wide / 2.0), Number(y), Number(wide / 2.0), paint(fill).0);
            pen.raw(format_args!("<circle cx=\"{x}\" cy=\"{y}\" r=\"{r}\" fill=\"{fill}\" stroke=\"#555555\" stroke-width=\"0.8\"/>"));
        }
        Mark::Words { .. } => {}
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn drawn(caption: &Caption, width: f64) -> (String, f64) {
        let mut pen = Pen::default();
        let height = draw(&mut pen, caption, (0.0, 0.0), width);
        (pen.page(width, height, ""), height)
    }

    fn marks(count: usize) -> Vec<(Mark, String)> {
        (0..count).map(|place| (Mark::Box { fill: "#ffffff", border: 1.0 }, format!("职能{place}"))).collect()
    }

    #[test]
    fn words_keep_to_the_width() {
        let caption = Caption {
            title: "内蒙古自治区贯彻落实国家规划重点工作分工方案".repeat(4),
            lines: vec!["图中为每个单位最强的 3 条联系。".repeat(9)],
            legend: vec![
                Key::new("部门职能", marks(40)),
                Key::new("其他", vec![(Mark::Words { size: 14.0 }, "牵头越多字越大，".repeat(20))]),
            ],
        };
        let (svg, _) = drawn(&caption, NARROWEST);
        let mut seen = 0;
        for text in svg.split("<text ").skip(1) {
            let number = |name: &str| text.split(&format!("{name}=\"")).nth(1).and_then(|rest| rest.split('"').next()?.parse::<f64>().ok());
            let words = text.split('>').nth(1).and_then(|rest| rest.split('<').next()).unwrap_or_default();
            let (x, size) = (number("x").unwrap_or(f64::MAX), number("font-size").unwrap_or(f64::MAX));
            assert!(x + metrics::width(words, size) <= NARROWEST + 0.1, "{words}");
            assert!(!words.starts_with(['，', '。']), "{words}");
            seen += 1;
        }
        assert!(seen > 50);
    }

    #[test]
    fn more_marks_take_more_rows() {
        let height = |count| drawn(&Caption { legend: vec![Key::new("职能", marks(count))], ..Caption::default() }, NARROWEST).1;
        assert!(height(3) < height(30));
        assert!((height(0) - height(1)).abs() < 1e-9);
        assert!(drawn(&Caption::default(), NARROWEST).1.abs() < 1e-9);
    }
}
