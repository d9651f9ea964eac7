//! Heat maps as SVG: a square for each pair, darker the stronger it is.

use super::pen::{Anchor, Number, Pen, Words, paint};
use crate::draw::matrix::{Cell, Head, HeatMap};
use crate::draw::metrics;
use crate::draw::place::geometry::Point;
use crate::draw::style::{INK, shade};

/// The side of a cell.
const CELL: f64 = 22.0;
/// The space that stands apart.
const GAP: f64 = 8.0;
/// The size of the heads.
const HEAD: f64 = 11.0;
/// The size of the words in a cell.
const WORDS: f64 = 10.0;
/// The side of the square that shows the group of a head.
const GROUP: f64 = 8.0;
/// The step from character to character of a head that runs down.
const STEP: f64 = HEAD * 1.08;
/// The longest head in points; the rest of it is told when it is pointed at.
const LONGEST: f64 = 24.0 * HEAD;

/// Writes a heat map from a corner on; its width and height.
pub(super) fn draw(pen: &mut Pen, map: &HeatMap, (left, top): Point) -> (f64, f64) {
    let rows: Vec<String> = map.rows.iter().map(|head| short(&head.words)).collect();
    let columns: Vec<String> = map.columns.iter().map(|head| short(&head.words)).collect();
    let group = |heads: &[Head]| if heads.iter().any(|head| !head.fill.is_empty()) { GROUP + 4.0 } else { 0.0 };
    let across = rows.iter().map(|words| metrics::width(words, HEAD)).fold(0.0, f64::max) + group(&map.rows) + 6.0;
    // Short heads stand level where all of them do.
    let level = columns.iter().all(|words| metrics::width(words, HEAD) <= CELL - 1.0);
    let tall = |words: &String| if level { HEAD * 1.3 } else { runs(words).iter().map(Run::length).sum() };
    let above = columns.iter().map(tall).fold(0.0, f64::max) + group(&map.columns) + 6.0;
    let (xs, width) = offsets(&map.columns, left + across);
    let (ys, height) = offsets(&map.rows, top + above);
    for (place, (head, words)) in map.rows.iter().zip(&rows).enumerate() {
        let y = ys[place] + CELL / 2.0;
        pen.open(&format!("r{place}"), "row", &told(head));
        square(pen, head, (left + across - 4.0 - GROUP, y - GROUP / 2.0));
        let at = (left + across - 4.0 - group(&map.rows), y);
        pen.words(Words::new(words, at, HEAD, Anchor::End));
        pen.close();
    }
    for (place, (head, words)) in map.columns.iter().zip(&columns).enumerate() {
        let x = xs[place] + CELL / 2.0;
        pen.open(&format!("c{place}"), "column", &told(head));
        square(pen, head, (x - GROUP / 2.0, top + above - 4.0 - GROUP));
        let foot = top + above - 4.0 - group(&map.columns);
        if level {
            pen.words(Words::new(words, (x, foot - HEAD * 0.65), HEAD, Anchor::Middle));
        } else {
            down(pen, words, (x, foot - tall(words)));
        }
        pen.close();
    }
    grid(pen, map, &xs, &ys);
    for (place, cell) in map.cells.iter().enumerate() {
        if let (Some(x), Some(y)) = (xs.get(cell.column), ys.get(cell.row)) {
            pen.open(&format!("x{place}"), "cell", &cell.note.words());
            square_of(pen, cell, (*x, *y));
            pen.close();
        }
    }
    (width - left, height - top)
}

fn told(head: &Head) -> String {
    let words = head.note.words();
    if words.is_empty() { head.words.clone() } else { words }
}

/// A head that is not longer than all heads may be.
fn short(words: &str) -> String {
    crate::draw::fold(words, LONGEST / HEAD, 1).pop().unwrap_or_default()
}

/// Where each row or column begins, and where the last one ends.
fn offsets(heads: &[Head], from: f64) -> (Vec<f64>, f64) {
    let mut at = from;
    let mut offsets = Vec::with_capacity(heads.len());
    for (place, head) in heads.iter().enumerate() {
        at += if head.apart && place > 0 { GAP } else { 0.0 };
        offsets.push(at);
        at += CELL;
    }
    (offsets, at)
}

fn square(pen: &mut Pen, head: &Head, (x, y): Point) {
    if !head.fill.is_empty() {
        let (x, y, side, fill) = (Number(x), Number(y), Number(GROUP), paint(head.fill).0);
        pen.raw(format_args!(
            "<rect x=\"{x}\" y=\"{y}\" width=\"{side}\" height=\"{side}\" fill=\"{fill}\" stroke=\"#777777\" stroke-width=\"0.4\"/>"
        ));
    }
}

/// The lines of the grid, interrupted where rows or columns stand apart.
fn grid(pen: &mut Pen, map: &HeatMap, xs: &[f64], ys: &[f64]) {
    let blocks = |heads: &[Head], at: &[f64]| {
        let mut blocks: Vec<(f64, f64)> = Vec::new();
        for (head, at) in heads.iter().zip(at) {
            match blocks.last_mut() {
                Some(last) if !head.apart => last.1 = at + CELL,
                _ => blocks.push((*at, at + CELL)),
            }
        }
        blocks
    };
    let (across, along) = (blocks(&map.columns, xs), blocks(&map.rows, ys));
    let mut lines = String::new();
    for (left, right) in &across {
        for (top, bottom) in &along {
            let inner = |at: &f64, from: f64, to: f64| *at > from + 0.5 && *at < to - 0.5;
            let (l, t, r, b) = (Number(*left), Number(*top), Number(*right), Number(*bottom));
            lines.push_str(&format!("M{l} {t}H{r}V{b}H{l}Z"));
            ys.iter().filter(|y| inner(y, *top, *bottom)).for_each(|y| lines.push_str(&format!("M{l} {}H{r}", Number(*y))));
            xs.iter().filter(|x| inner(x, *left, *right)).for_each(|x| lines.push_str(&format!("M{} {t}V{b}", Number(*x))));
        }
    }
    if !lines.is_empty() {
        pen.raw(format_args!("<path d=\"{lines}\" fill=\"none\" stroke=\"#d8d8d8\" stroke-width=\"0.6\"/>"));
    }
}

fn square_of(pen: &mut Pen, cell: &Cell, (x, y): Point) {
    let (fill, ink) = shade(cell.shade);
    let (left, top, side) = (Number(x), Number(y), Number(CELL));
    pen.raw(format_args!(
        "<rect x=\"{left}\" y=\"{top}\" width=\"{side}\" height=\"{side}\" fill=\"{fill}\" stroke=\"#ffffff\" stroke-width=\"0.6\"/>"
    ));
    if cell.marked {
        let (left, top, side) = (Number(x + 1.1), Number(y + 1.1), Number(CELL - 2.2));
        pen.raw(format_args!(
            "<rect x=\"{left}\" y=\"{top}\" width=\"{side}\" height=\"{side}\" fill=\"none\" stroke=\"{INK}\" stroke-width=\"1.6\"/>"
        ));
    }
    // Long words are written as small as their square asks.
    let wide = metrics::width(&cell.words, WORDS).max(1.0);
    let size = (WORDS * ((CELL - 4.0) / wide).min(1.0)).max(3.0);
    pen.words(Words { colour: ink, ..Words::new(&cell.words, (x + CELL / 2.0, y + CELL / 2.0), size, Anchor::Middle) });
}

/// What runs down as one: a Chinese character, or a Latin word that lies on its side.
enum Run {
    /// A character that stands upright.
    Upright(char),
    /// Words that are turned.
    Turned(String),
}

impl Run {
    fn length(&self) -> f64 {
        match self {
            Self::Upright(_) => STEP,
            Self::Turned(words) => metrics::width(words, HEAD) + 1.5,
        }
    }
}

/// Characters that Chinese turns or moves where it runs down, in the form that it has there.
fn standing(c: char) -> Option<char> {
    Some(match c {
        '（' => '︵',
        '）' => '︶',
        '《' => '︽',
        '》' => '︾',
        '「' => '﹁',
        '」' => '﹂',
        '—' | '…' | '·' | '-' | '–' => return None,
        c if metrics::width(c.encode_utf8(&mut [0; 4]), 1.0) >= 1.0 => c,
        _ => return None,
    })
}

fn runs(words: &str) -> Vec<Run> {
    let mut runs: Vec<Run> = Vec::new();
    for c in words.chars() {
        match (standing(c), runs.last_mut()) {
            (Some(c), _) => runs.push(Run::Upright(c)),
            (None, Some(Run::Turned(words))) => words.push(c),
            (None, _) => runs.push(Run::Turned(c.to_string())),
        }
    }
    runs
}

/// A head that runs down from a point.
fn down(pen: &mut Pen, words: &str, (x, top): Point) {
    let mut y = top;
    for run in runs(words) {
        let middle = y + run.length() / 2.0;
        match &run {
            Run::Upright(c) => {
                pen.words(Words::new(c.encode_utf8(&mut [0; 4]), (x, middle), HEAD, Anchor::Middle));
            }
            Run::Turned(words) => {
                pen.raw(format_args!("<g transform=\"translate({} {}) rotate(90)\">", Number(x), Number(middle)));
                pen.words(Words::new(words, (0.0, 0.0), HEAD, Anchor::Middle));
                pen.raw(format_args!("</g>"));
            }
        }
        y += run.length();
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::draw::diagram::Note;

    fn head(words: &str, apart: bool) -> Head {
        Head { words: words.to_owned(), fill: "", apart, note: Note::default() }
    }

    #[test]
    fn squares_stand_side_by_side_and_apart_where_a_group_begins() {
        let heads = [head("一", true), head("二", false), head("三", true)];
        let (at, end) = offsets(&heads, 10.0);
        assert_eq!((at, end), (vec![10.0, 10.0 + CELL, 10.0 + 2.0 * CELL + GAP], 10.0 + 3.0 * CELL + GAP));
    }

    #[test]
    fn chinese_runs_down_upright_and_latin_on_its_side() {
        let said: Vec<String> = runs("GDP（局）2020")
            .iter()
            .map(|run| match run {
                Run::Upright(c) => c.to_string(),
                Run::Turned(words) => format!("<{words}>"),
            })
            .collect();
        assert_eq!(said, ["<GDP>", "︵", "局", "︶", "<2020>"]);
    }

    #[test]
    fn every_cell_can_be_found_and_what_points_nowhere_is_left_out() {
        let cell =
            |row, column| Cell {
                row, column, shade: 200, words: "3".to_owned(), marked: row == 0, note: Note::new("甲<乙>", Vec::new())
            };
        let map = HeatMap {
            rows: vec![head("水利厅", false), head("财政厅", false)],
            columns: vec![head("发展改革委", false)],
            cells: vec![cell(0, 0), cell(1, 0), cell(7, 7)],
            caption: crate::draw::Caption::default(),
        };
        let mut pen = Pen::default();
        let (width, height) = draw(&mut pen, &map, (0.0, 0.0));
        let svg = pen.page(width, height, "");
        for id in ["r0", "r1", "c0", "x0", "x1"] {
            assert!(svg.contains(&format!("id=\"{id}\"")), "{id}");
        }
        assert!(!svg.contains("id=\"x2\"") && svg.contains("甲&lt;乙&gt;"));
        assert_eq!(svg.matches("stroke-width=\"1.6\"").count(), 1);
    }
}
