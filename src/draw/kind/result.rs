//! The answer of a query as a diagram: statements as arrows, or the columns of rows as boxes that arrows join.

use super::setting::Setting;
use crate::analyse::network::{Cell, NoNetwork, joined};
use crate::draw::caption::{Arrows, Key, Mark};
use crate::draw::diagram::{Diagram, Edge, Layout, Line, Node, Note};
use crate::draw::fold::fold;
use crate::draw::style::{GROUPS, PAPER, TIE, width_of};
use crate::language::message;
use std::collections::{BTreeMap, BTreeSet};

/// A tie between two things of an answer.
#[derive(Debug, Clone, PartialEq)]
pub struct Arrow {
    /// Where it begins: what the thing is called.
    pub from: String,
    /// Where it ends; empty for a thing that stands alone.
    pub to: String,
    /// What stands at it; empty for nothing.
    pub label: String,
    /// How strong it is; above 0.
    pub weight: f64,
    /// What the thing that it begins at belongs to; empty for nothing.
    pub group: String,
}

/// The most arrows that can be read on a page; of more, the strongest are drawn.
const MOST: usize = 200;
/// The most things that they join.
const THINGS: usize = 150;
/// The most arrows whose labels can be read; of more, they are told when they are pointed at.
const LABELS: usize = 30;
/// The most of a label that can be read at its arrow, in widths of a Chinese character.
const LABEL: f64 = 24.0;

/// The arrows of rows.
///
/// Columns are found by their names: `source` and `target`, and where there are, `weight` (a number, 1 without it), `label` and `group` (of the
/// source, shown by its colour). Without these names, arrows go from the first column to the second, and a third of numbers is their
/// weight. The same pair again adds to it.
///
/// # Errors
/// [`NoNetwork`] where no two columns can be joined, or a weight is no number above 0.
pub fn arrows(columns: &[String], rows: &[Vec<Option<Cell>>]) -> Result<Vec<Arrow>, NoNetwork> {
    let (columns, told) = joined(columns, rows)?;
    let mut ties: BTreeMap<[String; 4], f64> = BTreeMap::new();
    for row in told {
        let further = |at: Option<usize>| at.and_then(|at| rows[row.row][at].as_ref()).map(|cell| cell.label.clone()).unwrap_or_default();
        let to = row.target.map(|cell| cell.label).unwrap_or_default();
        let sum = ties.entry([row.source.label, to, further(columns.label), further(columns.group)]).or_default();
        // Beyond the greatest number there is none to add up to.
        *sum = (*sum + row.weight).min(f64::MAX);
    }
    Ok(ties.into_iter().map(|([from, to, label, group], weight)| Arrow { from, to, label, weight, group }).collect())
}

impl Arrow {
    /// What tells it from others.
    fn name(&self) -> [&str; 4] {
        [&self.from, &self.to, &self.label, &self.group]
    }
}

/// How weights are shown: counts from 1 up, others from the least of them.
#[derive(Clone, Copy)]
struct Scale {
    unit: f64,
    most: f64,
}

impl Scale {
    fn of(weights: impl Iterator<Item = f64> + Clone) -> Self {
        let most = weights.clone().fold(1.0, f64::max);
        let least = weights.clone().fold(f64::INFINITY, f64::min);
        let is_count = weights.clone().all(|weight| weight.fract() == 0.0);
        if is_count || least.is_infinite() { Self { unit: 1.0, most } } else { Self { unit: least, most: weights.fold(least, f64::max) } }
    }

    /// A weight in units.
    fn units(self, weight: f64) -> f64 {
        (weight / self.unit).min(f64::MAX)
    }

    fn width(self, weight: f64) -> f64 {
        width_of(self.units(weight), self.units(self.most))
    }

    /// How strongly it holds together what it joins.
    fn pull(self, weight: f64) -> usize {
        self.units(weight).round() as usize
    }
}

/// A weight for people: three digits behind the point at most, of small ones the first three.
fn number(weight: f64) -> String {
    if weight.fract() == 0.0 && weight < 1e15 {
        format!("{weight:.0}")
    } else if (0.001..1e15).contains(&weight) {
        let told = format!("{weight:.3}");
        told.trim_end_matches('0').trim_end_matches('.').to_owned()
    } else {
        format!("{weight:.2e}")
    }
}

/// The diagram of some arrows.
pub fn result(arrows: &[Arrow], title: &str, setting: &Setting) -> Diagram {
    // What has no name cannot be told from others.
    let mut drawn: Vec<&Arrow> = arrows.iter().filter(|arrow| !arrow.from.is_empty()).collect();
    drawn.sort_by(|a, b| b.weight.total_cmp(&a.weight).then_with(|| a.name().cmp(&b.name())));
    let all = drawn.len();
    drawn.truncate(MOST);
    let mut met: BTreeSet<&str> = BTreeSet::new();
    drawn.retain(|arrow| {
        let ends = [arrow.from.as_str(), arrow.to.as_str()];
        let new = ends.iter().filter(|end| !end.is_empty() && !met.contains(*end)).count();
        let fits = met.len() + new <= THINGS;
        if fits {
            met.extend(ends);
        }
        fits
    });
    let left_out = all - drawn.len();
    drawn.sort_by(|a, b| a.name().cmp(&b.name()).then(a.weight.total_cmp(&b.weight)));
    let scale = Scale::of(drawn.iter().map(|arrow| arrow.weight));
    let tied = || drawn.iter().filter(|arrow| !arrow.to.is_empty());
    // One label for all arrows is said once.
    let common =
        tied().next().map(|first| first.label.clone()).filter(|label| tied().all(|arrow| arrow.label == *label)).unwrap_or_default();
    let group_of: BTreeMap<&str, &str> =
        drawn.iter().filter(|arrow| !arrow.group.is_empty()).map(|arrow| (arrow.from.as_str(), arrow.group.as_str())).collect();
    let groups: Vec<&str> = group_of.values().copied().collect::<BTreeSet<_>>().into_iter().collect();
    let fill = |group: &str| groups.iter().position(|known| *known == group).map_or(PAPER, |at| GROUPS[at.min(GROUPS.len() - 1)]);

    let mut names: Vec<&str> =
        drawn.iter().flat_map(|arrow| [arrow.from.as_str(), arrow.to.as_str()]).filter(|name| !name.is_empty()).collect();
    names.sort_unstable();
    names.dedup();
    let mut caption = setting.caption(
        &message!("Answer of a query"),
        &[message!("The answer of a query: {things} things, {ties} ties.", things = names.len(), ties = tied().count())],
        legend(scale, tied().next().is_some(), &groups, fill, setting),
    );
    if !title.is_empty() {
        title.clone_into(&mut caption.title);
    }
    if !common.is_empty() {
        caption.lines.insert(0, format!("→ {}", short(&common)));
    }
    if left_out > 0 {
        caption.lines.insert(0, setting.say(&message!("The {left_out} weakest ties are left out.", left_out = left_out)));
    }
    let mut diagram = Diagram::new(Layout::Layered { layers: 70.0, things: 8.0 }, caption);
    let place: BTreeMap<&str, usize> = names.iter().enumerate().map(|(at, name)| (*name, at)).collect();
    for name in &names {
        let label = fold(name, 16.0, 4).into_iter().map(|words| Line::new(words, 11.0)).collect();
        let group = group_of.get(name).copied().unwrap_or_default();
        let note = Note::new(*name, [group.to_owned()].into_iter().filter(|group| !group.is_empty()).collect());
        diagram.nodes.push(Node { fill: fill(group), note, ..Node::new(*name, label) });
    }
    let labelled = tied().count() <= LABELS && common.is_empty();
    for arrow in tied() {
        let head = format!("{} → {} {}", arrow.from, arrow.to, arrow.label).trim().to_owned();
        diagram.edges.push(Edge {
            width: scale.width(arrow.weight),
            colour: TIE,
            label: if labelled { short(&arrow.label) } else { String::new() },
            pull: scale.pull(arrow.weight),
            note: Note::new(head, if arrow.weight == 1.0 { Vec::new() } else { vec![number(arrow.weight)] }),
            ..Edge::new(place[arrow.from.as_str()], place[arrow.to.as_str()])
        });
    }
    diagram
}

/// What of a label stands at its arrow; the whole is told when it is pointed at.
fn short(label: &str) -> String {
    fold(label, LABEL, 1).concat()
}

fn legend(scale: Scale, ties: bool, groups: &[&str], fill: impl Fn(&str) -> &'static str, setting: &Setting) -> Vec<Key> {
    let line =
        |weight: f64| (Mark::Line { width: scale.width(weight), colour: TIE, arrows: Arrows::Forward, dashed: false }, number(weight));
    let weights = if scale.most > scale.unit && ties { [scale.unit, scale.most].map(line).to_vec() } else { Vec::new() };
    let mut named: Vec<_> = groups.iter().map(|group| (Mark::Box { fill: fill(group), border: 0.8 }, (*group).to_owned())).collect();
    if named.len() > GROUPS.len() {
        // The last colour is that of all that are left.
        named.truncate(GROUPS.len() - 1);
        named.push((Mark::Box { fill: GROUPS[GROUPS.len() - 1], border: 0.8 }, setting.say(&message!("other"))));
    }
    vec![
        Key::new(setting.say(&message!("Width: the column weight")), weights),
        Key::new(setting.say(&message!("Colour: the column group")), named),
    ]
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::analyse::Ledger;
    use crate::draw::Figure;
    use crate::language::Language;

    fn setting() -> Setting {
        Setting::of(&Ledger::default(), Language::En)
    }

    fn arrow(from: &str, to: &str, label: &str, weight: u32) -> Arrow {
        Arrow { from: from.to_owned(), to: to.to_owned(), label: label.to_owned(), weight: weight.into(), group: String::new() }
    }

    fn table<const N: usize>(rows: &[[&str; N]]) -> Vec<Vec<Option<Cell>>> {
        let cell = |words: &str| (!words.is_empty()).then(|| Cell { id: words.to_owned(), label: words.to_owned() });
        rows.iter().map(|row| row.map(cell).to_vec()).collect()
    }

    #[test]
    fn the_first_two_columns_of_names_are_joined_and_numbers_weigh() {
        let columns = ["a", "n", "b"].map(str::to_owned);
        let found = arrows(&columns, &table(&[["水利厅", "3", "环保厅"], ["水利厅", "2", "环保厅"], ["水利厅", "1", ""]]));
        assert_eq!(found, Ok(vec![arrow("水利厅", "环保厅", "", 5)]));
        assert_eq!(arrows(&columns[..1], &table(&[["水利厅"]])), Err(NoNetwork::Columns));
        assert_eq!(arrows(&columns, &[]), Ok(vec![]));
    }

    #[test]
    fn columns_are_found_by_their_names_in_any_order() {
        let columns = ["weight", "group", "target", "label", "source"].map(str::to_owned);
        let found = arrows(&columns, &table(&[["2", "经济", "乙", "带", "甲"], ["0.5", "生态", "", "", "丙"]])).unwrap_or_default();
        let expected = [
            Arrow { group: "生态".to_owned(), ..arrow("丙", "", "", 1) },
            Arrow { group: "经济".to_owned(), ..arrow("甲", "乙", "带", 2) },
        ];
        assert_eq!(found, expected);
        let diagram = result(&found, "", &setting());
        assert_eq!((diagram.nodes.len(), diagram.edges.len()), (3, 1));
        assert_ne!(diagram.nodes[0].fill, diagram.nodes[2].fill);
    }

    #[test]
    fn a_label_that_all_arrows_have_is_said_once() {
        let labels =
            |arrows: &[Arrow]| -> Vec<String> { result(arrows, "", &setting()).edges.into_iter().map(|edge| edge.label).collect() };
        assert_eq!(labels(&[arrow("a", "b", "涵盖", 1), arrow("a", "c", "涵盖", 1)]), ["", ""]);
        assert_eq!(labels(&[arrow("a", "b", "涵盖", 1), arrow("a", "c", "位于", 1)]), ["涵盖", "位于"]);
        let long = labels(&[arrow("a", "b", &"水".repeat(9000), 1), arrow("a", "c", "位于", 1)]);
        assert_eq!(long, [format!("{}…", "水".repeat(23)), "位于".to_owned()]);
    }

    #[test]
    fn weights_that_are_not_whole_are_drawn_as_they_are() {
        let columns = ["a", "b", "weight"].map(str::to_owned);
        let rows = table(&[["甲", "乙", "0.25"], ["甲", "丙", "1.0E0"], ["甲", "丁", "0.5"], ["甲", "丁", "0.125"]]);
        let found = arrows(&columns, &rows).unwrap_or_default();
        assert_eq!(found.iter().map(|arrow| arrow.weight).collect::<Vec<_>>(), [0.625, 1.0, 0.25]);
        let diagram = result(&found, "", &setting());
        let widths: Vec<f64> = diagram.edges.iter().map(|edge| edge.width).collect();
        assert!(widths[1] > widths[0] && widths[0] > widths[2], "{widths:?}");
        assert_eq!(diagram.edges.iter().map(|edge| edge.pull).collect::<Vec<_>>(), [3, 4, 1]);
        assert_eq!([0.625, 3.0, 0.000_012_3, 2.0 / 3.0].map(number), ["0.625", "3", "1.23e-5", "0.667"]);
        for wrong in ["-1", "0", "inf", "viel"] {
            let refused = arrows(&columns, &table(&[["甲", "乙", wrong]]));
            assert_eq!(refused, Err(NoNetwork::Weight { row: 1, value: wrong.to_owned() }));
        }
    }

    #[test]
    fn the_greatest_weights_can_be_added_up_and_laid_out() {
        let columns = ["source", "target", "weight"].map(str::to_owned);
        let most = f64::MAX.to_string();
        let found = arrows(&columns, &table(&[["甲", "乙", &most], ["甲", "乙", &most], ["甲", "丙", "0.000001"]])).unwrap_or_default();
        assert_eq!(found.iter().map(|arrow| arrow.weight).collect::<Vec<_>>(), [1e-6, f64::MAX]);
        let figure = Figure::Diagram(result(&found, "", &setting()));
        assert!(crate::draw::svg(&figure).is_ok() && crate::draw::dot(&figure, None).contains("weight=1000"));
    }

    #[test]
    fn of_too_many_the_strongest_are_drawn() {
        // One thing is joined to all others, so that there is room for one less of them.
        let many: Vec<Arrow> = (1..=THINGS as u32 + 5).map(|weight| arrow("a", &format!("b{weight}"), "", weight)).collect();
        let diagram = result(&many, "", &setting());
        let has = |name: &str| diagram.nodes.iter().any(|node| node.id == name);
        assert!(!has("b6") && has("b7"));
        assert!(diagram.caption.lines.iter().any(|line| line.contains("The 6 weakest")));
    }
}
