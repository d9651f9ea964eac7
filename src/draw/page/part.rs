//! What a page knows of the parts of a picture: what each is called, what is told of it, and what belongs together.

use crate::draw::diagram::{Diagram, Line, Note};
use crate::draw::figure::Figure;
use crate::draw::matrix::HeatMap;
use serde::Serialize;

/// A part of a picture.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Part {
    /// Its identifier in the picture, as [`Figure`] gives them.
    pub id: String,
    /// Its name; empty for none.
    pub head: String,
    /// What more is told of it.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub lines: Vec<String>,
    /// Words of the picture by which it is found as well, where its name does not hold them.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub also: String,
    /// What it joins: the ends of an edge, the row and column of a cell.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub joins: Vec<String>,
    /// The frame that it stands in.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub within: Option<String>,
}

/// The parts of a figure, in the order in which they stand there.
pub fn parts(figure: &Figure) -> Vec<Part> {
    match figure {
        Figure::Diagram(diagram) => of_diagram(diagram),
        Figure::Matrix(map) => of_heat_map(map),
    }
}

fn of_diagram(diagram: &Diagram) -> Vec<Part> {
    let within = |frame: Option<usize>| frame.map(|frame| format!("f{frame}"));
    let nodes = diagram.nodes.iter().enumerate().map(|(at, node)| Part {
        also: also(&node.label, &node.note),
        within: within(node.frame),
        ..told(format!("n{at}"), &node.note)
    });
    let edges = diagram
        .edges
        .iter()
        .enumerate()
        .map(|(at, edge)| Part { joins: vec![format!("n{}", edge.from), format!("n{}", edge.to)], ..told(format!("e{at}"), &edge.note) });
    let frames = diagram.frames.iter().enumerate().map(|(at, frame)| Part {
        also: also(&frame.label, &frame.note),
        within: within(frame.within),
        ..told(format!("f{at}"), &frame.note)
    });
    nodes.chain(edges).chain(frames).collect()
}

fn of_heat_map(map: &HeatMap) -> Vec<Part> {
    let heads = |letter: char, heads: &[crate::draw::Head]| -> Vec<Part> {
        let part = |(at, head): (usize, &crate::draw::Head)| Part {
            also: words_beside(&head.words, &head.note),
            ..told(format!("{letter}{at}"), &head.note)
        };
        heads.iter().enumerate().map(part).collect()
    };
    let cells = map.cells.iter().enumerate().map(|(at, cell)| Part {
        joins: vec![format!("r{}", cell.row), format!("c{}", cell.column)],
        ..told(format!("x{at}"), &cell.note)
    });
    heads('r', &map.rows).into_iter().chain(heads('c', &map.columns)).chain(cells).collect()
}

fn told(id: String, note: &Note) -> Part {
    Part { id, head: note.head.clone(), lines: note.lines.clone(), ..Part::default() }
}

fn also(label: &[Line], note: &Note) -> String {
    words_beside(&label.iter().map(|line| line.words.as_str()).collect::<Vec<_>>().join(" "), note)
}

fn words_beside(words: &str, note: &Note) -> String {
    if note.head.contains(words) { String::new() } else { words.to_owned() }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::draw::{Caption, Cell, Edge, Frame, Head, Layout, Node};

    #[test]
    fn parts_of_a_diagram_know_what_they_join_and_where_they_stand() {
        let mut diagram = Diagram::new(Layout::Placed, Caption::default());
        let frame =
            |within| Frame { id: String::new(), label: vec![Line::new("框", 9.0)], within, fill: "#ffffff", note: Note::default() };
        diagram.frames = vec![frame(None), frame(Some(0))];
        diagram.nodes = vec![Node::new("a", vec![Line::new("水利厅", 9.0)]), Node::new("b", vec![Line::new("环保厅", 9.0)])];
        diagram.nodes[1].frame = Some(1);
        diagram.nodes[1].note.head = "自治区环境保护厅".to_owned();
        diagram.edges = vec![Edge { note: Note::new("水利厅 → 环保厅", vec!["任务".to_owned()]), ..Edge::new(0, 1) }];
        let found = parts(&Figure::Diagram(diagram));
        let ids: Vec<&str> = found.iter().map(|part| part.id.as_str()).collect();
        assert_eq!(ids, ["n0", "n1", "e0", "f0", "f1"]);
        assert_eq!((found[0].also.as_str(), found[1].also.as_str(), found[3].also.as_str()), ("", "环保厅", "框"));
        assert_eq!((found[1].within.as_deref(), found[4].within.as_deref()), (Some("f1"), Some("f0")));
        assert_eq!((found[2].joins.join(" "), found[2].lines.join("")), ("n0 n1".to_owned(), "任务".to_owned()));
    }

    #[test]
    fn parts_of_a_heat_map_are_heads_and_cells() {
        let head = |words: &str| Head { words: words.to_owned(), fill: "", apart: false, note: Note::new(words, Vec::new()) };
        let cell =
            Cell { row: 0, column: 1, shade: 9, words: "2".to_owned(), marked: false, note: Note::new("水利厅 × 二", Vec::new()) };
        let map =
            HeatMap {
                rows: vec![head("水利厅")], columns: vec![head("一"), head("二")], cells: vec![cell], caption: Caption::default()
            };
        let found = parts(&Figure::Matrix(map));
        let told: Vec<_> = found.iter().map(|part| (part.id.as_str(), part.joins.join(" "))).collect();
        assert_eq!(told, [("r0", String::new()), ("c0", String::new()), ("c1", String::new()), ("x0", "r0 c1".to_owned())]);
    }
}
