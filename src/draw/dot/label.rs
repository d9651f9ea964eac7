//! Words of several sizes, and the caption, as HTML-like labels of Graphviz. Elements are written by quick-xml, which escapes.

use super::{is_shown, number};
use crate::draw::caption::{Arrows, Caption, Key, Mark};
use crate::draw::diagram::Line;
use crate::draw::fold::wrap;
use crate::draw::metrics::{LINE_HEIGHT, width};
use crate::draw::style::{INK, QUIET};
use graphviz_rust::dot_structures::Id;
use quick_xml::Writer;
use quick_xml::escape::escape;
use quick_xml::events::{BytesText, Event};
use std::io;

/// The most marks of the legend in one row.
const ROW: usize = 8;
/// The room between a mark and the one before it in points.
const APART: &str = "6";
/// The most width of the words of the caption in points: longer lines are broken.
const WIDEST: f64 = 860.0;
/// The size of the words of the caption, and of its title, in points.
const SIZE: f64 = 10.0;
const TITLE: f64 = 13.0;

pub(super) type Html = Writer<Vec<u8>>;
type Written = io::Result<()>;

/// What is written between the angle brackets of an HTML-like label. Writing to memory does not fail.
pub(super) fn html(write: impl FnOnce(&mut Html) -> Written) -> Id {
    let mut writer = Writer::new(Vec::new());
    let written = write(&mut writer).map(|()| String::from_utf8(writer.into_inner()).unwrap_or_default()).unwrap_or_default();
    // A label without anything is no label for Graphviz.
    Id::Html(format!("<{}>", if written.is_empty() { " " } else { &written }))
}

/// Some lines under each other; with `left` flush left, else centred.
pub(super) fn lines(lines: &[Line], left: bool) -> Id {
    let ink = |line: &Line| if line.quiet { QUIET } else { INK };
    html(|out| {
        if !left && lines.len() > 1 {
            // Graphviz sets lines closer than Chinese, which fills its squares, can be read.
            return table(out, "0", |out| {
                lines.iter().try_for_each(|line| {
                    let height = number((line.size * LINE_HEIGHT).floor()).replace(".00", "");
                    row_with(out, &[("HEIGHT", &height)], |out| font(out, line.size, ink(line), false, &line.words))
                })
            });
        }
        for (at, line) in lines.iter().enumerate() {
            font(out, line.size, ink(line), false, &line.words)?;
            if left || at + 1 < lines.len() {
                out.create_element("BR").with_attribute(("ALIGN", if left { "LEFT" } else { "CENTER" })).write_empty()?;
            }
        }
        Ok(())
    })
}

/// Title, lines and legend below a picture, as one table.
pub(super) fn caption(caption: &Caption) -> Id {
    let title = wrap(&caption.title, WIDEST / TITLE);
    let lines: Vec<String> = caption.lines.iter().flat_map(|line| wrap(line, WIDEST / SIZE)).collect();
    let rows = || caption.legend.iter().flat_map(|key| key.marks.chunks(ROW).enumerate().map(move |(at, marks)| (key, at, marks)));
    let words = lines.iter().map(|line| width(line, SIZE)).chain(title.iter().map(|line| width(line, TITLE)));
    let widest = words.chain(rows().map(|(key, _, marks)| room(key, marks))).fold(0.0, f64::max);
    html(|out| {
        table(out, "2", |out| {
            // Room between the figure and its words.
            row(out, &[("HEIGHT", "8")], |_| Ok(()))?;
            for line in &title {
                row(out, &[("WIDTH", &least(line, TITLE))], |out| font(out, TITLE, INK, true, line))?;
            }
            for line in &lines {
                row(out, &[("WIDTH", &least(line, SIZE))], |out| font(out, SIZE, INK, false, line))?;
            }
            for (key, at, marks) in rows() {
                row(out, &[], |out| table(out, "3", |out| legend(out, key, at == 0, marks, widest)))?;
            }
            Ok(())
        })
    })
}

/// A row of the legend: the head of its group where it is the first of it, then each mark with its words.
///
/// Graphviz spreads the cells of a narrow table over the width of the widest, so that an empty cell takes what is left.
fn legend(out: &mut Html, key: &Key, first: bool, marks: &[(Mark, String)], widest: f64) -> Written {
    out.create_element("TR").write_inner_content(|out| {
        let head = if first { key.head.as_str() } else { "" };
        cell(out, &[("ALIGN", "LEFT"), ("WIDTH", &least(&key.head, SIZE))], |out| font(out, SIZE, INK, true, head))?;
        cell(out, &[("WIDTH", APART)], |_| Ok(()))?;
        for (mark, words) in marks {
            let sign = if let Mark::Words { size } = mark { least("字", *size) } else { "0".to_owned() };
            cell(out, &[("WIDTH", &sign)], |out| sample(out, mark))?;
            cell(out, &[("ALIGN", "LEFT"), ("WIDTH", &least(words, SIZE + 1.0))], |out| font(out, SIZE, INK, false, words))?;
            cell(out, &[("WIDTH", APART)], |_| Ok(()))?;
        }
        let left = number((widest - room(key, marks)).max(0.0).floor()).replace(".00", "");
        cell(out, &[("WIDTH", &left)], |_| Ok(()))
    })?;
    Ok(())
}

/// About how wide a row of the legend is.
fn room(key: &Key, marks: &[(Mark, String)]) -> f64 {
    let samples = marks.iter().map(|(mark, words)| {
        let sample = match mark {
            Mark::Box { .. } => 20.0,
            Mark::Line { arrows, .. } => 26.0 + if *arrows == Arrows::None { 0.0 } else { 8.0 },
            Mark::Disc { size, .. } => *size,
            Mark::Words { size } => *size,
        };
        sample + width(words, SIZE + 1.0) + 18.0
    });
    width(&key.head, SIZE) + 12.0 + samples.sum::<f64>()
}

/// The least width of a cell with words: a Graphviz without Chinese fonts, as in a browser, would take them to be narrower.
fn least(words: &str, size: f64) -> String {
    number(width(words, size).ceil()).replace(".00", "")
}

fn sample(out: &mut Html, mark: &Mark) -> Written {
    match mark {
        Mark::Box { fill, border } => {
            let border = if *border <= 0.0 {
                "0"
            } else if *border < 1.5 {
                "1"
            } else {
                "2"
            };
            let attributes =
                [("BGCOLOR", *fill), ("BORDER", border), ("COLOR", INK), ("WIDTH", "20"), ("HEIGHT", "11"), ("FIXEDSIZE", "TRUE")];
            table(out, "0", |out| row_with(out, &attributes, |_| Ok(())))
        }
        Mark::Line { width: thickness, colour, arrows, dashed } => {
            let height = number(thickness.round().max(1.0)).replace(".00", "");
            // Of a broken line two pieces are shown; alpha is of no use here.
            let colour = colour.get(..7).unwrap_or(colour);
            let length = if *dashed { "9" } else { "26" };
            let attributes = [("BGCOLOR", colour), ("WIDTH", length), ("HEIGHT", &height), ("FIXEDSIZE", "TRUE")];
            table(out, "0", |out| {
                out.create_element("TR").write_inner_content(|out| {
                    if *arrows == Arrows::Both {
                        cell(out, &[], |out| font(out, 8.0, INK, false, "◀"))?;
                    }
                    for piece in 0..if *dashed { 2 } else { 1 } {
                        if piece > 0 {
                            cell(out, &[("WIDTH", "5")], |_| Ok(()))?;
                        }
                        cell(out, &[], |out| table(out, "0", |out| row_with(out, &attributes, |_| Ok(()))))?;
                    }
                    if *arrows != Arrows::None {
                        cell(out, &[], |out| font(out, 8.0, INK, false, "▶"))?;
                    }
                    Ok(())
                })?;
                Ok(())
            })
        }
        Mark::Disc { size, fill } => {
            let size = number(size.round().max(4.0)).replace(".00", "");
            let attributes = [
                ("BGCOLOR", *fill),
                ("BORDER", "1"),
                ("COLOR", INK),
                ("STYLE", "ROUNDED"),
                ("WIDTH", &size),
                ("HEIGHT", &size),
                ("FIXEDSIZE", "TRUE"),
            ];
            table(out, "0", |out| row_with(out, &attributes, |_| Ok(())))
        }
        Mark::Words { size } => font(out, *size, INK, false, "字"),
    }
}

/// A table without lines, `gap` points between its cells.
pub(super) fn table(out: &mut Html, gap: &str, rows: impl FnOnce(&mut Html) -> Written) -> Written {
    let attributes = [("BORDER", "0"), ("CELLBORDER", "0"), ("CELLPADDING", "0"), ("CELLSPACING", gap)];
    out.create_element("TABLE").with_attributes(attributes).write_inner_content(rows)?;
    Ok(())
}

/// A row with one cell, flush left.
fn row(out: &mut Html, attributes: &[(&str, &str)], inner: impl FnOnce(&mut Html) -> Written) -> Written {
    let all: Vec<_> = [("ALIGN", "LEFT")].into_iter().chain(attributes.iter().copied()).collect();
    row_with(out, &all, inner)
}

fn row_with(out: &mut Html, attributes: &[(&str, &str)], inner: impl FnOnce(&mut Html) -> Written) -> Written {
    out.create_element("TR").write_inner_content(|out| cell(out, attributes, inner))?;
    Ok(())
}

/// A cell of a row.
pub(super) fn cell(out: &mut Html, attributes: &[(&str, &str)], inner: impl FnOnce(&mut Html) -> Written) -> Written {
    out.create_element("TD").with_attributes(attributes.iter().copied()).write_inner_content(inner)?;
    Ok(())
}

/// Words of a size and colour; Graphviz takes no element that is empty or blank.
pub(super) fn font(out: &mut Html, size: f64, colour: &str, bold: bool, words: &str) -> Written {
    let words: String = words.chars().filter(|c| is_shown(*c)).collect();
    if words.trim().is_empty() {
        return Ok(());
    }
    // Graphviz stumbles over a bracket at the end of words.
    let words = BytesText::from_escaped(escape(words.as_str()).replace(']', "&#93;"));
    let size = number(size);
    out.create_element("FONT").with_attributes([("POINT-SIZE", size.as_str()), ("COLOR", colour)]).write_inner_content(|out| {
        if bold {
            out.create_element("B").write_text_content(words)?;
            Ok(())
        } else {
            out.write_event(Event::Text(words))
        }
    })?;
    Ok(())
}
