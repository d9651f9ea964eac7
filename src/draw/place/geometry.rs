//! Places: points, rectangles, curves, and the outlines of shapes.

use crate::draw::diagram::Shape;

/// Right and down.
pub(in crate::draw) type Point = (f64, f64);

/// A rectangle by its upper left corner and its size.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(in crate::draw) struct Rect {
    /// The left side.
    pub x: f64,
    /// The upper side.
    pub y: f64,
    /// The width.
    pub width: f64,
    /// The height.
    pub height: f64,
}

impl Rect {
    /// A rectangle around a point.
    pub(in crate::draw) fn around(centre: Point, (width, height): (f64, f64)) -> Self {
        Self { x: centre.0 - width / 2.0, y: centre.1 - height / 2.0, width, height }
    }

    /// Its right side.
    pub(in crate::draw) fn right(&self) -> f64 {
        self.x + self.width
    }

    /// Its lower side.
    pub(in crate::draw) fn bottom(&self) -> f64 {
        self.y + self.height
    }

    /// Its middle.
    pub(in crate::draw) fn centre(&self) -> Point {
        (self.x + self.width / 2.0, self.y + self.height / 2.0)
    }

    /// Whether two share more than a border, those nearer than `gap` included.
    pub(in crate::draw) fn meets(&self, other: &Self, gap: f64) -> bool {
        self.x < other.right() + gap && other.x < self.right() + gap && self.y < other.bottom() + gap && other.y < self.bottom() + gap
    }

    /// Whether a point is inside.
    pub(in crate::draw) fn holds(&self, (x, y): Point) -> bool {
        self.x < x && x < self.right() && self.y < y && y < self.bottom()
    }

    /// The rectangle with a margin around it.
    pub(in crate::draw) fn grown(&self, by: f64) -> Self {
        Self { x: self.x - by, y: self.y - by, width: self.width + 2.0 * by, height: self.height + 2.0 * by }
    }

    /// The smallest one around both.
    pub(in crate::draw) fn joined(&self, other: &Self) -> Self {
        let (x, y) = (self.x.min(other.x), self.y.min(other.y));
        Self { x, y, width: self.right().max(other.right()) - x, height: self.bottom().max(other.bottom()) - y }
    }

    /// The point of it that is nearest to another.
    pub(in crate::draw) fn nearest(&self, (x, y): Point) -> Point {
        (x.clamp(self.x, self.right().max(self.x)), y.clamp(self.y, self.bottom().max(self.y)))
    }
}

/// A curve of cubic pieces, each by its two handles and its end.
#[derive(Debug, Clone, PartialEq)]
pub(in crate::draw) struct Curve {
    /// Where it begins.
    pub from: Point,
    /// Its pieces.
    pub pieces: Vec<[Point; 3]>,
}

impl Curve {
    /// A straight line.
    pub(in crate::draw) fn line(from: Point, to: Point) -> Self {
        let mut curve = Self { from, pieces: Vec::new() };
        curve.straight(to);
        curve
    }

    /// Its end.
    pub(in crate::draw) fn end(&self) -> Point {
        self.pieces.last().map_or(self.from, |piece| piece[2])
    }

    /// Goes on straight.
    pub(in crate::draw) fn straight(&mut self, to: Point) {
        let from = self.end();
        if distance(from, to) > 0.01 {
            self.pieces.push([between(from, to, 1.0 / 3.0), between(from, to, 2.0 / 3.0), to]);
        }
    }

    /// Goes on to the right or left, level where it begins and where it ends.
    pub(in crate::draw) fn level(&mut self, to: Point) {
        let from = self.end();
        let middle = (from.0 + to.0) / 2.0;
        if (from.1 - to.1).abs() < 0.01 {
            self.straight(to);
        } else {
            self.pieces.push([(middle, from.1), (middle, to.1), to]);
        }
    }

    /// The other way round.
    pub(in crate::draw) fn reversed(&self) -> Self {
        let mut starts = vec![self.from];
        starts.extend(self.pieces.iter().map(|piece| piece[2]));
        let pieces = self.pieces.iter().zip(&starts).rev().map(|(piece, start)| [piece[1], piece[0], *start]).collect();
        Self { from: self.end(), pieces }
    }

    /// Points along it.
    pub(in crate::draw) fn points(&self, each: usize) -> Vec<Point> {
        let mut points = vec![self.from];
        let mut start = self.from;
        for [a, b, end] in &self.pieces {
            points.extend((1..=each).map(|step| bezier(start, *a, *b, *end, step as f64 / each as f64)));
            start = *end;
        }
        points
    }

    /// The smallest rectangle around it.
    pub(in crate::draw) fn extent(&self) -> Rect {
        let at = |(x, y): Point| Rect { x, y, width: 0.0, height: 0.0 };
        self.points(8).into_iter().fold(at(self.from), |extent, point| extent.joined(&at(point)))
    }
}

/// A point of a cubic curve.
pub(in crate::draw) fn bezier(start: Point, a: Point, b: Point, end: Point, t: f64) -> Point {
    let u = 1.0 - t;
    let mix = |p: f64, q: f64, r: f64, s: f64| u * u * u * p + 3.0 * u * u * t * q + 3.0 * u * t * t * r + t * t * t * s;
    (mix(start.0, a.0, b.0, end.0), mix(start.1, a.1, b.1, end.1))
}

/// How far two points are apart.
pub(in crate::draw) fn distance(a: Point, b: Point) -> f64 {
    (a.0 - b.0).hypot(a.1 - b.1)
}

/// A point on the way from one to another.
pub(in crate::draw) fn between(a: Point, b: Point, t: f64) -> Point {
    (a.0 + (b.0 - a.0) * t, a.1 + (b.1 - a.1) * t)
}

/// The radius of the corners of a shape of a height.
pub(in crate::draw) fn corner(shape: Shape, height: f64) -> f64 {
    match shape {
        Shape::Rounded => 5.0_f64.min(height / 2.0),
        Shape::Pill => height / 2.0,
        _ => 0.0,
    }
}

/// How much less wide a hexagon is above and below than in its middle, on each side.
pub(in crate::draw) fn slant(width: f64, height: f64) -> f64 {
    (height * 0.4).min(width / 3.0)
}

/// The point of the outline of a shape that lies from its inside in a direction.
pub(in crate::draw) fn outline(shape: Shape, rect: &Rect, from: Point, towards: Point) -> Point {
    let far = rect.width + rect.height + 1.0;
    let length = distance(from, towards);
    if length < 1e-9 || !inside(shape, rect, from) {
        return from;
    }
    let (mut near, mut off) = (0.0, far);
    // Halved until the rest is less than what is drawn.
    for _ in 0..40 {
        let middle = (near + off) / 2.0;
        if inside(shape, rect, between(from, towards, middle / length)) {
            near = middle;
        } else {
            off = middle;
        }
    }
    between(from, towards, near / length)
}

fn inside(shape: Shape, rect: &Rect, at: Point) -> bool {
    let centre = rect.centre();
    let (half, tall) = (rect.width / 2.0, rect.height / 2.0);
    let (x, y) = ((at.0 - centre.0).abs(), (at.1 - centre.1).abs());
    if x > half || y > tall {
        return false;
    }
    match shape {
        Shape::Disc => x * x + y * y <= half * half,
        Shape::Hexagon => tall <= 0.0 || x <= half - slant(rect.width, rect.height) * y / tall,
        _ => {
            let radius = corner(shape, rect.height).min(half);
            let (beyond, above) = (x - (half - radius), y - (tall - radius));
            beyond <= 0.0 || above <= 0.0 || beyond * beyond + above * above <= radius * radius
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_end_at_the_outline() {
        let rect = Rect { x: 0.0, y: 0.0, width: 100.0, height: 20.0 };
        let right = |shape| outline(shape, &rect, (50.0, 10.0), (500.0, 10.0)).0;
        for shape in [Shape::Box, Shape::Rounded, Shape::Pill, Shape::Hexagon, Shape::Sheet, Shape::Plain] {
            assert!((right(shape) - 100.0).abs() < 1e-6);
        }
        assert!(outline(Shape::Pill, &rect, (50.0, 2.0), (500.0, 2.0)).0 < 97.0);
        assert!(outline(Shape::Hexagon, &rect, (50.0, 2.0), (500.0, 2.0)).0 < 97.0);
        assert_eq!(outline(Shape::Box, &rect, (50.0, 10.0), (50.0, 10.0)), (50.0, 10.0));
    }

    #[test]
    fn a_curve_turned_round_has_the_same_points() {
        let mut curve = Curve { from: (0.0, 0.0), pieces: Vec::new() };
        curve.level((10.0, 20.0));
        curve.straight((30.0, 20.0));
        let mut points = curve.reversed().points(4);
        points.reverse();
        for (a, b) in points.iter().zip(curve.points(4)) {
            assert!(distance(*a, b) < 1e-9);
        }
    }
}
