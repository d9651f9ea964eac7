//! The answer of a query as a diagram: statements as arrows, or the columns of rows as boxes that arrows join.

use super::dot::Diagram;
use super::style::{FONT, width};
use std::collections::{BTreeMap, BTreeSet};

/// A tie between two things of an answer.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Arrow {
    /// Where it begins: what the thing is called.
    pub from: String,
    /// Where it ends.
    pub to: String,
    /// What stands at it; empty for nothing.
    pub label: String,
    /// How strong it is; at least 1.
    pub weight: usize,
}

/// The most arrows that can be read on a page; of more, the strongest are drawn.
const MOST: usize = 200;

/// The arrows of rows: from the first column to the second; a third column of whole numbers is their weight, and the same pair again adds to it.
/// Rows of one column have no arrows.
pub fn arrows(rows: &[Vec<String>]) -> Vec<Arrow> {
    let numeric = |at: usize| rows.iter().all(|row| row.get(at).is_some_and(|cell| cell.parse::<usize>().is_ok()));
    let columns = rows.first().map_or(0, Vec::len);
    let named: Vec<usize> = (0..columns).filter(|at| !numeric(*at)).collect();
    // Of more columns a number may be anything, an order as well as a strength.
    let weight = (0..columns).find(|at| numeric(*at) && named.len() == 2 && columns == 3);
    let [from, to, ..] = named.as_slice() else { return Vec::new() };
    let mut ties: BTreeMap<(String, String), usize> = BTreeMap::new();
    for row in rows.iter().filter(|row| !row[*from].is_empty() && !row[*to].is_empty()) {
        let strength = weight.and_then(|at| row[at].parse().ok()).unwrap_or(1);
        *ties.entry((row[*from].clone(), row[*to].clone())).or_default() += strength;
    }
    ties.into_iter().map(|((from, to), weight)| Arrow { from, to, label: String::new(), weight: weight.max(1) }).collect()
}

/// The diagram of some arrows, and how many were left out since a page cannot hold them.
pub fn result(arrows: &[Arrow], title: &str) -> (Diagram, usize) {
    let mut drawn: Vec<&Arrow> = arrows.iter().collect();
    drawn.sort_by(|a, b| b.weight.cmp(&a.weight).then_with(|| a.cmp(b)));
    let left_out = drawn.len().saturating_sub(MOST);
    drawn.truncate(MOST);
    drawn.sort();
    let most = drawn.iter().map(|arrow| arrow.weight).max().unwrap_or(1);
    let text = |words: &str| words.to_owned();
    // One label for all arrows is said once.
    let common = drawn
        .first()
        .map(|first| first.label.as_str())
        .filter(|label| !label.is_empty() && drawn.iter().all(|arrow| arrow.label == *label));
    let caption = common.map_or_else(|| text(title), |label| format!("{title}\n→ {label}").trim().to_owned());
    let mut diagram = Diagram::new(
        &[
            ("label", caption),
            ("labelloc", text("b")),
            ("labeljust", text("l")),
            ("fontname", text(FONT)),
            ("fontsize", text("12")),
            ("rankdir", text("LR")),
            ("ranksep", text("1.1")),
            ("nodesep", text("0.14")),
            ("bgcolor", text("white")),
        ],
        &[
            ("shape", text("box")),
            ("style", text("filled,rounded")),
            ("fillcolor", text("#f2f2f2")),
            ("fontname", text(FONT)),
            ("fontsize", text("11")),
            ("color", text("#555555")),
        ],
        &[("color", text("#44444499")), ("arrowsize", text("0.6")), ("fontname", text(FONT)), ("fontsize", text("9"))],
    );
    let names: BTreeSet<&str> = drawn.iter().flat_map(|arrow| [arrow.from.as_str(), arrow.to.as_str()]).collect();
    names.iter().for_each(|name| diagram.node(name, &[("label", folded(name))]));
    for arrow in drawn {
        let strength = ("penwidth", format!("{:.2}", width(arrow.weight, most)));
        let tooltip = ("tooltip", format!("{} → {} {} {}", arrow.from, arrow.to, arrow.label, arrow.weight));
        diagram.edge(
            &arrow.from,
            &arrow.to,
            &[strength, ("label", if common.is_some() { String::new() } else { arrow.label.clone() }), tooltip],
        );
    }
    (diagram, left_out)
}

/// Long words in lines of a width that a box can have.
fn folded(words: &str) -> String {
    const LINE: usize = 16;
    let characters: Vec<char> = words.chars().take(LINE * 4).collect();
    characters.chunks(LINE).map(|line| line.iter().collect::<String>()).collect::<Vec<_>>().join("\n")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_two_columns_of_names_are_joined_and_numbers_weigh() {
        let row = |cells: [&str; 3]| cells.map(str::to_owned).to_vec();
        let found = arrows(&[row(["水利厅", "3", "环保厅"]), row(["水利厅", "2", "环保厅"]), row(["水利厅", "1", ""])]);
        assert_eq!(found, [Arrow { from: "水利厅".to_owned(), to: "环保厅".to_owned(), label: String::new(), weight: 5 }]);
        assert_eq!(arrows(&[vec!["水利厅".to_owned()]]), []);
        assert_eq!(arrows(&[]), []);
    }

    #[test]
    fn a_label_that_all_arrows_have_is_said_once() {
        let arrow = |to: &str, label: &str| Arrow { from: "a".to_owned(), to: to.to_owned(), label: label.to_owned(), weight: 1 };
        let dot = |arrows: &[Arrow]| result(arrows, "图").0.to_dot();
        assert_eq!(dot(&[arrow("b", "涵盖"), arrow("c", "涵盖")]).matches("label=\"涵盖\"").count(), 0);
        assert!(dot(&[arrow("b", "涵盖"), arrow("c", "涵盖")]).contains("图\\n→ 涵盖"));
        assert_eq!(dot(&[arrow("b", "涵盖"), arrow("c", "位于")]).matches("label=\"涵盖\"").count(), 1);
    }

    #[test]
    fn of_too_many_the_strongest_are_drawn() {
        let many: Vec<Arrow> =
            (1..=MOST + 5).map(|weight| Arrow { from: "a".to_owned(), to: format!("b{weight}"), label: String::new(), weight }).collect();
        let (diagram, left_out) = result(&many, "");
        assert_eq!(left_out, 5);
        assert!(!diagram.to_dot().contains("\"b5\"") && diagram.to_dot().contains("\"b6\""));
    }
}
