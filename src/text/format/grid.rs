//! Tables drawn with lines on a page: rules and pieces of text → rows, each cell's lines set together again.
//!
//! Where upright rules run one beside the other is a table. Its columns and rows lie between the places of its rules; two of them
//! are one cell where no rule parts them.

use super::layout::{Line, Piece, lines};
use super::merged::Repeats;
use super::row;

/// How far two rules may lie from each other and be one, in points: the two edges of a thick line.
const NEAR: f64 = 3.5;
/// The most rules of a page whose tables are read; more are a drawing.
const MOST_RULES: usize = 20_000;
/// The most cells of a table.
const MOST_CELLS: usize = 100_000;

/// How thick a filled shape may be and still be a line.
const THICKEST: f64 = 3.0;

/// A point of a page, in points, counted downwards.
pub(super) type Point = (f64, f64);

/// A level or upright line.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Rule {
    pub(super) upright: bool,
    /// Its height, or for an upright one its distance from the left.
    pub(super) at: f64,
    pub(super) from: f64,
    pub(super) to: f64,
}

/// Takes the pieces that stand in tables out of a page and gives the rows of the tables.
pub(super) fn take_tables(rules: &[Rule], pieces: &mut Vec<Piece>, repeats: &mut Repeats) -> Vec<Line> {
    let mut rows = Vec::new();
    let finite = |rule: &&Rule| rule.at.is_finite() && rule.from.is_finite() && rule.to.is_finite();
    let (mut upright, level): (Vec<Rule>, Vec<Rule>) = rules.iter().filter(finite).partition(|rule| rule.upright);
    if rules.len() > MOST_RULES {
        return rows;
    }
    upright.sort_by(|a, b| a.from.total_cmp(&b.from));
    let mut rest = upright.as_slice();
    while let Some(first) = rest.first() {
        let mut bottom = first.to;
        let count = rest
            .iter()
            .take_while(|rule| {
                rule.from <= bottom + NEAR && {
                    bottom = bottom.max(rule.to);
                    true
                }
            })
            .count();
        let (columns, after) = rest.split_at(count);
        rest = after;
        let inside = |rule: &&Rule| (first.from - NEAR..=bottom + NEAR).contains(&rule.at);
        let level: Vec<Rule> = level.iter().filter(inside).copied().collect();
        rows.extend(Grid::new(columns, &level).into_iter().flat_map(|grid| grid.rows(pieces, repeats)));
    }
    rows
}

/// The cells of a table.
struct Grid {
    /// Where columns begin, and where the last ends.
    xs: Vec<f64>,
    /// The same of rows.
    ys: Vec<f64>,
    /// For each cell, row by row, the cell that it belongs to: the upper left one of those that no rule parts.
    owners: Vec<usize>,
}

impl Grid {
    /// A grid of at least two columns.
    fn new(upright: &[Rule], level: &[Rule]) -> Option<Self> {
        // The ends of rules are borders too, where a table is open at its sides.
        let places = |across: &[Rule], along: &[Rule]| {
            distinct(across.iter().map(|rule| rule.at).chain(along.iter().flat_map(|rule| [rule.from, rule.to])).collect())
        };
        let (xs, ys) = (places(upright, level), places(level, upright));
        let (width, height) = (xs.len().checked_sub(1)?, ys.len().checked_sub(1)?);
        if width < 2 || height < 1 || width * height > MOST_CELLS {
            return None;
        }
        let (mut left, mut top) = (vec![false; width * height], vec![false; width * height]);
        for rule in upright {
            let column = nearest(&xs, rule.at);
            (0..height).filter(|row| column < width && rule.covers(&ys, *row)).for_each(|row| left[row * width + column] = true);
        }
        for rule in level {
            let row = nearest(&ys, rule.at);
            (0..width).filter(|column| row < height && rule.covers(&xs, *column)).for_each(|column| top[row * width + column] = true);
        }
        let mut owners: Vec<usize> = Vec::with_capacity(width * height);
        for cell in 0..width * height {
            let owner = match cell {
                _ if cell % width > 0 && !left[cell] => owners[cell - 1],
                _ if cell >= width && !top[cell] => owners[cell - width],
                _ => cell,
            };
            owners.push(owner);
        }
        Some(Self { xs, ys, owners })
    }

    /// Takes the pieces of its cells, and gives its rows. A frame around text, with words in one column only, is no table.
    fn rows(&self, pieces: &mut Vec<Piece>, repeats: &mut Repeats) -> Vec<Line> {
        let width = self.xs.len() - 1;
        let mut cells: Vec<Vec<Piece>> = vec![Vec::new(); self.owners.len()];
        for piece in pieces.iter() {
            if let Some(cell) = self.cell(piece) {
                cells[cell].push(piece.clone());
            }
        }
        let written = |column: &usize| cells.iter().skip(*column).step_by(width).any(|cell| !cell.is_empty());
        if (0..width).filter(written).count() < 2 {
            return Vec::new();
        }
        pieces.retain(|piece| self.cell(piece).is_none());
        let size = cells.iter().flatten().map(|piece| piece.size).fold(0.0, f64::max);
        let right_of = |cell: usize| (cell % width..width).take_while(|at| self.owners[cell - cell % width + at] == cell).count();
        let texts: Vec<String> = cells
            .into_iter()
            .enumerate()
            .map(|(cell, pieces)| words(pieces, self.xs[cell % width + right_of(cell).max(1)] - self.xs[cell % width]))
            .collect();
        let mut row_of = |at: usize| {
            let cell = |column: usize| {
                let cell = at * width + column;
                match self.owners[cell] {
                    owner if owner == cell => texts[cell].clone(),
                    owner if owner % width == column => repeats.again(&texts[owner]),
                    _ => String::new(),
                }
            };
            let cells: Vec<String> = (0..width).map(cell).collect();
            let words = row(cells.iter().map(String::as_str));
            let merged = |owner: usize| self.owners.get(owner + width) == Some(&owner);
            let owner = |column: &usize| self.owners[at * width + column];
            let waits =
                (0..width).filter(|column| owner(column) % width == *column && merged(owner(column)) && texts[owner(column)].is_empty());
            Line { left: self.xs[0], right: self.xs[width], y: self.ys[at], size, words, ruled: true, waits: waits.collect() }
        };
        (0..self.ys.len() - 1).map(&mut row_of).filter(|line| !line.words.is_empty()).collect()
    }

    /// The cell that a piece stands in.
    fn cell(&self, piece: &Piece) -> Option<usize> {
        // The beginning tells the column: a long word may hang over its border.
        let (x, y) = (piece.x + piece.size * 0.25, piece.y - piece.size * 0.3);
        let between =
            |places: &[f64], at: f64| places.partition_point(|place| *place <= at).checked_sub(1).filter(|index| index + 1 < places.len());
        Some(self.owners[between(&self.ys, y)? * (self.xs.len() - 1) + between(&self.xs, x)?])
    }
}

impl Rule {
    /// The upright and level lines of a path.
    pub(super) fn of_path(points: &[Point]) -> Vec<Self> {
        points.windows(2).filter_map(|ends| Self::between(ends[0], ends[1])).collect()
    }

    /// The line that a thin filled shape is: programs for texts draw lines so.
    pub(super) fn of_shape(points: &[Point]) -> Option<Self> {
        let extent =
            |of: fn(&Point) -> f64| points.iter().map(of).fold((f64::INFINITY, f64::NEG_INFINITY), |(a, b), at| (a.min(at), b.max(at)));
        let ((left, right), (top, bottom)) = (extent(|point| point.0), extent(|point| point.1));
        match (right - left, bottom - top) {
            (width, height) if height <= THICKEST && width > height => Self::between((left, top), (right, top)),
            (width, height) if width <= THICKEST && height > width => Self::between((left, top), (left, bottom)),
            _ => None,
        }
    }

    fn between((x0, y0): Point, (x1, y1): Point) -> Option<Self> {
        let (width, height) = ((x1 - x0).abs(), (y1 - y0).abs());
        match (width, height) {
            _ if height <= 0.5 && width > THICKEST => Some(Self { upright: false, at: y0, from: x0.min(x1), to: x0.max(x1) }),
            _ if width <= 0.5 && height > THICKEST => Some(Self { upright: true, at: x0, from: y0.min(y1), to: y0.max(y1) }),
            _ => None,
        }
    }

    /// Where it begins and ends.
    pub(super) fn ends(&self) -> [Point; 2] {
        if self.upright { [(self.at, self.from), (self.at, self.to)] } else { [(self.from, self.at), (self.to, self.at)] }
    }

    /// Whether it runs along the stretch between a place and the next one.
    fn covers(&self, places: &[f64], at: usize) -> bool {
        let middle = f64::midpoint(places[at], places[at + 1]);
        self.from <= middle && middle <= self.to
    }
}

/// The places in order, those near each other as one.
fn distinct(mut places: Vec<f64>) -> Vec<f64> {
    places.sort_by(f64::total_cmp);
    places.dedup_by(|next, last| *next - *last < NEAR);
    places
}

fn nearest(places: &[f64], at: f64) -> usize {
    (0..places.len()).min_by(|a, b| (places[*a] - at).abs().total_cmp(&(places[*b] - at).abs())).unwrap_or(0)
}

/// The words of a cell: a line that reaches the border goes on in the next one, a shorter one is a paragraph.
fn words(pieces: Vec<Piece>, width: f64) -> String {
    let mut words = String::new();
    let mut parted = false;
    for line in lines(pieces) {
        let ascii = |c: char| c.is_ascii_alphanumeric();
        if parted || (words.ends_with(ascii) && line.words.starts_with(ascii)) {
            words.push(' ');
        }
        words.push_str(&line.words.replace('\t', " "));
        // What cells leave free at both sides, and two or three characters that may not be parted from the next ones.
        parted = line.right - line.left < width - 12.0 - (width * 0.3).clamp(line.size * 2.0, line.size * 3.0);
    }
    words
}
