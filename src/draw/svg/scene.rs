//! Placed diagrams as SVG: frames first, then edges, then nodes above them.

use super::pen::{Anchor, Number, Pen, Words, escaped, paint};
use crate::draw::caption::Arrows;
use crate::draw::diagram::{Diagram, Edge, Line, Node, Shape};
use crate::draw::metrics::{self, LINE_HEIGHT};
use crate::draw::place::LABEL;
use crate::draw::place::geometry::{Curve, Point, Rect, between, corner, distance, slant};
use crate::draw::place::placed::{Placed, Route};
use crate::draw::style::{INK, QUIET};
use std::fmt::Write as _;

/// The colour of outlines.
const OUTLINE: &str = "#555555";
/// The colour of the outlines of frames.
const FRAME: &str = "#aaaaaa";

/// Writes a diagram moved by so much.
pub(super) fn draw(pen: &mut Pen, diagram: &Diagram, placed: &Placed, (right, down): Point) {
    pen.raw(format_args!("<g transform=\"translate({} {})\">", Number(right), Number(down)));
    for (place, (frame, (rect, head))) in diagram.frames.iter().zip(&placed.frames).enumerate() {
        pen.open(&format!("f{place}"), "cluster", &frame.note.words());
        let Rect { x, y, width, height } = *rect;
        let (x, y, width, height) = (Number(x), Number(y), Number(width), Number(height));
        let fill = if frame.fill.is_empty() { "none".to_owned() } else { paint(frame.fill).0 };
        pen.raw(format_args!(
            "<rect x=\"{x}\" y=\"{y}\" width=\"{width}\" height=\"{height}\" rx=\"4\" fill=\"{fill}\" stroke=\"{FRAME}\" stroke-width=\"0.8\"/>"
        ));
        lines(pen, head, (rect.x + 6.0, rect.y + 4.0), Anchor::Start, false);
        pen.close();
    }
    for (place, (edge, route)) in diagram.edges.iter().zip(&placed.edges).enumerate() {
        if let Some(route) = route {
            pen.open(&format!("e{place}"), "edge", &edge.note.words());
            line(pen, edge, &route.curve);
            pen.close();
        }
    }
    for (place, (node, rect)) in diagram.nodes.iter().zip(&placed.nodes).enumerate() {
        pen.open(&format!("n{place}"), "node", &node.note.words());
        shape(pen, node, rect);
        match placed.names.get(place) {
            Some(Some(name)) => {
                if let Some((from, to)) = name.leader {
                    pen.raw(format_args!(
                        "<path d=\"{}\" fill=\"none\" stroke=\"{QUIET}\" stroke-width=\"0.5\"/>",
                        path(&Curve::line(from, to))
                    ));
                }
                lines(pen, &node.label, (name.room.x, name.room.y), Anchor::Start, true);
            }
            _ if node.shape == Shape::Disc => {}
            _ => {
                let tall = metrics::extent(&node.label).1;
                lines(pen, &node.label, (rect.centre().0, rect.centre().1 - tall / 2.0), Anchor::Middle, false);
            }
        }
        pen.close();
    }
    // Words at edges stand above all lines.
    for (edge, route) in diagram.edges.iter().zip(&placed.edges).filter(|(edge, _)| !edge.label.is_empty()) {
        if let Some(route) = route {
            label(pen, edge, route);
        }
    }
    pen.close();
}

/// Lines of words below one another.
fn lines(pen: &mut Pen, lines: &[Line], (x, top): Point, anchor: Anchor, rim: bool) {
    let mut y = top;
    for line in lines {
        let tall = line.size * LINE_HEIGHT;
        let colour = if line.quiet { QUIET } else { INK };
        pen.words(Words { colour, rim, ..Words::new(&line.words, (x, y + tall / 2.0), line.size, anchor) });
        y += tall;
    }
}

fn label(pen: &mut Pen, edge: &Edge, route: &Route) {
    let room = Rect::around(route.label, (metrics::width(&edge.label, LABEL) + 3.0, LABEL * 1.25));
    let (x, y, width, height) = (Number(room.x), Number(room.y), Number(room.width), Number(room.height));
    pen.raw(format_args!("<rect x=\"{x}\" y=\"{y}\" width=\"{width}\" height=\"{height}\" fill=\"#ffffff\" fill-opacity=\"0.85\"/>"));
    pen.words(Words::new(&edge.label, route.label, LABEL, Anchor::Middle));
}

/// The outline of a node, filled.
fn shape(pen: &mut Pen, node: &Node, rect: &Rect) {
    if node.shape == Shape::Plain {
        return;
    }
    let (fill, border) = (paint(node.fill).0, node.border.clamp(0.0, 20.0));
    let stroke =
        if border > 0.0 { format!("stroke=\"{OUTLINE}\" stroke-width=\"{}\"", Number(border)) } else { "stroke=\"none\"".to_owned() };
    let (left, top, right, bottom) = (rect.x, rect.y, rect.right(), rect.bottom());
    match node.shape {
        Shape::Disc => {
            let (x, y) = rect.centre();
            pen.raw(format_args!(
                "<circle cx=\"{}\" cy=\"{}\" r=\"{}\" fill=\"{fill}\" {stroke}/>",
                Number(x),
                Number(y),
                Number(rect.width / 2.0)
            ));
        }
        Shape::Hexagon => {
            let (inset, middle) = (slant(rect.width, rect.height), rect.centre().1);
            let corners = [
                (left, middle),
                (left + inset, top),
                (right - inset, top),
                (right, middle),
                (right - inset, bottom),
                (left + inset, bottom),
            ];
            polygon(pen, &corners, &fill, &stroke);
        }
        Shape::Sheet => {
            let fold = 5.0_f64.min(rect.height / 2.0).min(rect.width / 3.0);
            polygon(pen, &[(left, top), (right - fold, top), (right, top + fold), (right, bottom), (left, bottom)], &fill, &stroke);
            polygon(pen, &[(right - fold, top), (right - fold, top + fold), (right, top + fold)], "#ffffff", &stroke);
        }
        Shape::Box | Shape::Rounded | Shape::Pill | Shape::Plain => {
            let radius = corner(node.shape, rect.height);
            let (x, y, width, height) = (Number(left), Number(top), Number(rect.width), Number(rect.height));
            let round = if radius > 0.0 { format!(" rx=\"{}\"", Number(radius)) } else { String::new() };
            pen.raw(format_args!("<rect x=\"{x}\" y=\"{y}\" width=\"{width}\" height=\"{height}\"{round} fill=\"{fill}\" {stroke}/>"));
        }
    }
}

fn polygon(pen: &mut Pen, corners: &[Point], fill: &str, stroke: &str) {
    let points: Vec<String> = corners.iter().map(|(x, y)| format!("{},{}", Number(*x), Number(*y))).collect();
    pen.raw(format_args!("<polygon points=\"{}\" fill=\"{fill}\" {stroke} stroke-linejoin=\"round\"/>", points.join(" ")));
}

/// The line of an edge with its arrows; it ends where they begin, so that its thickness does not hide their points.
pub(super) fn line(pen: &mut Pen, edge: &Edge, curve: &Curve) {
    let (colour, covers) = paint(edge.colour);
    let width = edge.width.clamp(0.1, 40.0);
    let mut curve = curve.clone();
    let mut heads = Vec::new();
    if edge.arrows != Arrows::None {
        let length = length(width, &curve, edge.arrows);
        heads.push(shortened(&mut curve, length));
        if edge.arrows == Arrows::Both {
            curve = curve.reversed();
            heads.push(shortened(&mut curve, length));
            curve = curve.reversed();
        }
    }
    let opacity = |name: &str| if covers < 1.0 { format!(" {name}-opacity=\"{}\"", Number(covers)) } else { String::new() };
    let dashes = if edge.dashed { format!(" stroke-dasharray=\"{} {}\"", Number(3.0 + width), Number(2.5 + width)) } else { String::new() };
    pen.raw(format_args!(
        "<path d=\"{}\" fill=\"none\" stroke=\"{colour}\" stroke-width=\"{}\"{}{dashes}/>",
        path(&curve),
        Number(width),
        opacity("stroke")
    ));
    for (tip, base) in heads {
        let long = distance(tip, base);
        if long < 0.01 {
            continue;
        }
        let half = (long * 0.38).max(width * 0.5 + 1.2);
        let aside = (-(tip.1 - base.1) / long * half, (tip.0 - base.0) / long * half);
        let corners = [tip, (base.0 + aside.0, base.1 + aside.1), (base.0 - aside.0, base.1 - aside.1)];
        let points: Vec<String> = corners.iter().map(|(x, y)| format!("{},{}", Number(*x), Number(*y))).collect();
        pen.raw(format_args!("<polygon points=\"{}\" fill=\"{}\"{}/>", points.join(" "), escaped(&colour), opacity("fill")));
    }
}

/// How long an arrow is: it grows slowly with its line, and leaves some of a short one.
fn length(width: f64, curve: &Curve, arrows: Arrows) -> f64 {
    let whole: f64 = curve.points(4).windows(2).map(|pair| distance(pair[0], pair[1])).sum();
    let share = if arrows == Arrows::Both { 0.4 } else { 0.7 };
    (4.5 + 1.2 * width).min(whole * share)
}

/// Takes an arrow from the end of a curve: its point and the middle of its base.
fn shortened(curve: &mut Curve, length: f64) -> (Point, Point) {
    let tip = curve.end();
    // Pieces that the arrow covers are dropped.
    while curve.pieces.len() > 1 && curve.pieces.len().checked_sub(2).is_some_and(|before| distance(curve.pieces[before][2], tip) < length)
    {
        curve.pieces.pop();
    }
    let from = curve.from;
    let before = curve.pieces.len().checked_sub(2).map_or(from, |place| curve.pieces[place][2]);
    let Some(last) = curve.pieces.last_mut() else { return (tip, tip) };
    let towards = [last[1], last[0], before].into_iter().find(|point| distance(*point, tip) > 0.5).unwrap_or(tip);
    let long = distance(towards, tip);
    if long < 1e-9 {
        return (tip, tip);
    }
    let base = between(tip, towards, length / long);
    let moved = (base.0 - last[2].0, base.1 - last[2].1);
    last[1] = (last[1].0 + moved.0, last[1].1 + moved.1);
    last[2] = base;
    (tip, base)
}

/// A curve in the words of SVG.
pub(super) fn path(curve: &Curve) -> String {
    let mut out = format!("M{} {}", Number(curve.from.0), Number(curve.from.1));
    for [a, b, end] in &curve.pieces {
        let [a, b, end] = [a, b, end].map(|(x, y)| format!("{} {}", Number(*x), Number(*y)));
        // Writing to a string cannot fail.
        let _ = write!(out, "C{a} {b} {end}");
    }
    out
}
