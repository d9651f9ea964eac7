//! A heat map as one table of Graphviz.

use super::label::{Html, cell, font, html};
use crate::draw::matrix::{Cell, Head, HeatMap};
use crate::draw::style::{INK, PAPER, shade};
use graphviz_rust::dot_structures::Id;
use std::collections::BTreeMap;
use std::io;

/// The width and height of a cell in points.
const SIDE: &str = "24";
/// The colour of the grid.
const LIGHT: &str = "#dddddd";

pub(super) fn heat_map(map: &HeatMap) -> Id {
    let cells: BTreeMap<(usize, usize), &Cell> = map.cells.iter().map(|cell| ((cell.row, cell.column), cell)).collect();
    html(|out| {
        let attributes = [("BORDER", "0"), ("CELLBORDER", "1"), ("CELLPADDING", "1"), ("CELLSPACING", "1"), ("COLOR", LIGHT)];
        out.create_element("TABLE").with_attributes(attributes).write_inner_content(|out| {
            out.create_element("TR").write_inner_content(|out| {
                cell(out, &[("BORDER", "0")], |_| Ok(()))?;
                map.columns.iter().enumerate().try_for_each(|(at, head)| column_head(out, at, head))
            })?;
            for (row, head) in map.rows.iter().enumerate() {
                out.create_element("TR").write_inner_content(|out| {
                    row_head(out, row, head)?;
                    (0..map.columns.len()).try_for_each(|column| value(out, cells.get(&(row, column)).copied()))
                })?;
            }
            Ok(())
        })?;
        Ok(())
    })
}

/// Chinese stands character under character, as it does in narrow columns.
fn column_head(out: &mut Html, at: usize, head: &Head) -> io::Result<()> {
    let id = format!("c{at}");
    cell(out, &[("BORDER", "0"), ("VALIGN", "BOTTOM"), ("ID", &id), ("BGCOLOR", ground(head))], |out| {
        for (at, c) in head.words.chars().enumerate() {
            if at > 0 {
                out.create_element("BR").write_empty()?;
            }
            font(out, 10.0, INK, false, &c.to_string())?;
        }
        Ok(())
    })
}

fn row_head(out: &mut Html, at: usize, head: &Head) -> io::Result<()> {
    let id = format!("r{at}");
    cell(out, &[("BORDER", "0"), ("ALIGN", "RIGHT"), ("ID", &id), ("BGCOLOR", ground(head))], |out| {
        font(out, 10.0, INK, false, &head.words)
    })
}

fn ground(head: &Head) -> &'static str {
    if head.fill.is_empty() { PAPER } else { head.fill }
}

fn value(out: &mut Html, value: Option<&Cell>) -> io::Result<()> {
    let (fill, ink) = value.map_or((PAPER, INK), |cell| shade(cell.shade));
    let (border, colour) = if value.is_some_and(|value| value.marked) { ("2", INK) } else { ("1", LIGHT) };
    let attributes = [("WIDTH", SIDE), ("HEIGHT", SIDE), ("FIXEDSIZE", "TRUE"), ("BGCOLOR", fill), ("BORDER", border), ("COLOR", colour)];
    cell(out, &attributes, |out| value.map_or(Ok(()), |value| font(out, 9.0, ink, value.marked, &value.words)))
}
