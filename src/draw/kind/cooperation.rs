//! Who leads what others support: units as boxes, an arrow from each that leads to each that supports it.

use super::setting::Setting;
use super::words::{common_level, count_of_tasks, families, level_left_out, task_lines, unit_lines, widths, without};
use crate::analyse::{self, Cooperation, Ledger, Role, Tie, UnitNode};
use crate::draw::caption::{Arrows, Key, Mark};
use crate::draw::diagram::{Diagram, Edge, Layout, Node, Note};
use crate::draw::style::{TIE, fill, width};
use crate::language::{Message, message};
use petgraph::graph::{EdgeIndex, NodeIndex};
use petgraph::visit::EdgeRef;
use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

/// Which ties are drawn.
#[derive(Debug, Clone, PartialEq)]
pub struct Selection {
    /// The part of the network.
    pub backbone: Backbone,
    /// Only ties of at least so many tasks.
    pub least: usize,
    /// Only the ties of one unit, by its IRI.
    pub unit: Option<String>,
    /// Whether ties point from who leads to who supports.
    pub directed: bool,
    /// The most units: those with the strongest ties.
    pub units: usize,
}

/// Parts of a network that can be read.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Backbone {
    /// The strongest ties of each unit, so many.
    Strongest(usize),
    /// Ties stronger than chance, at a level of significance.
    Significant(f64),
    /// All ties.
    All,
}

/// The figure of who works with whom in the tasks of a ledger.
pub fn cooperation(ledger: &Ledger, selection: &Selection, setting: &Setting) -> Diagram {
    let mut network = analyse::cooperation(ledger, !selection.directed);
    let (all_units, all_ties) = (network.node_count(), network.edge_count());
    let busiest = keep_busiest(&mut network, selection);
    let kept = select(&network, selection);
    let shown: BTreeSet<NodeIndex> = kept.iter().filter_map(|edge| network.edge_endpoints(*edge)).flat_map(|(a, b)| [a, b]).collect();
    let most = kept.iter().map(|edge| network[*edge].tasks()).max().unwrap_or(1);
    let level = common_level(shown.iter().map(|node| network[*node].name.as_str()));

    let ties = if selection.directed {
        message!("Who works with whom: an arrow goes from the unit that leads to the unit that supports it.")
    } else {
        message!("Who works with whom: a line joins units that lead, answer for or support the same tasks, one of them at least leading.")
    };
    let mut lines = vec![ties];
    lines.extend(rule(&network, selection));
    lines.push(message!(
        "Shown: {units} of {all_units} units, {ties} of {all_ties} ties.",
        units = shown.len(),
        all_units = all_units,
        ties = kept.len(),
        all_ties = all_ties
    ));
    lines.extend(busiest);
    lines.push(message!("The numbers in the boxes count all tasks that are looked at, not only those of the ties that are drawn."));
    lines.extend(level_left_out(level));
    let families = families(shown.iter().map(|node| network[*node].family.as_str()), setting);
    let legend = vec![families, arrows(selection, most, setting), sizes(setting)];
    let mut diagram =
        Diagram::new(Layout::Layered { layers: 62.0, things: 9.0 }, setting.caption(&message!("Cooperation of units"), &lines, legend));

    // Units come in the order of their work, so that the eye meets the main ones first where the layout leaves a choice.
    let mut order: Vec<NodeIndex> = shown.into_iter().collect();
    order.sort_by_key(|node| (Reverse((network[*node].leads, network[*node].supports)), network[*node].name.clone()));
    let place: BTreeMap<NodeIndex, usize> = order.iter().enumerate().map(|(at, node)| (*node, at)).collect();
    for node in &order {
        diagram.nodes.push(unit(ledger, &network[*node], level, setting));
    }
    for edge in &kept {
        if let Some((from, to)) = network.edge_endpoints(*edge) {
            let tie = &network[*edge];
            let names = (without(&network[from].name, level), without(&network[to].name, level));
            let arrows = if !selection.directed {
                Arrows::None
            } else if tie.backward.is_empty() {
                Arrows::Forward
            } else {
                Arrows::Both
            };
            diagram.edges.push(Edge {
                width: width(tie.tasks(), most),
                colour: TIE,
                arrows,
                pull: tie.tasks(),
                note: note(ledger, tie, names, setting),
                ..Edge::new(place[&from], place[&to])
            });
        }
    }
    diagram
}

fn unit(ledger: &Ledger, unit: &UnitNode, level: Option<&str>, setting: &Setting) -> Node {
    let lines = unit_lines(unit, level, setting);
    let mut told: Vec<String> = lines.last().map(|line| line.words.clone()).into_iter().collect();
    let party = ledger.parties.iter().position(|party| party.iri == unit.iri);
    let led = ledger.duties.iter().filter(|duty| Some(duty.party) == party && duty.role != Role::Support).map(|duty| duty.task);
    let led: BTreeSet<usize> = led.collect();
    if !led.is_empty() {
        told.push(setting.say(&message!("leads or answers for:")));
        told.extend(task_lines(ledger, &led));
    }
    let note = Note::new(unit.name.clone(), told);
    Node { fill: fill(&unit.family), border: if unit.leads > 0 { 1.8 } else { 0.8 }, note, ..Node::new(&unit.iri, lines) }
}

/// The tasks behind a tie, by who leads.
fn note(ledger: &Ledger, tie: &Tie, (from, to): (&str, &str), setting: &Setting) -> Note {
    let mut lines = Vec::new();
    for (tasks, head) in [
        (&tie.forward, message!("{lead} leads, {support} supports:", lead = from, support = to)),
        (&tie.backward, message!("{lead} leads, {support} supports:", lead = to, support = from)),
        (&tie.beside, message!("side by side:")),
    ] {
        if !tasks.is_empty() {
            lines.push(setting.say(&head));
            lines.extend(task_lines(ledger, tasks));
        }
    }
    Note::new(format!("{from} — {to}：{}", setting.say(&count_of_tasks(tie.tasks()))), lines)
}

/// Of more units than can be read, those with the strongest ties stay; says how many went.
fn keep_busiest(network: &mut Cooperation, selection: &Selection) -> Option<Message> {
    let count = network.node_count();
    if count <= selection.units || selection.unit.is_some() {
        return None;
    }
    let mut order: Vec<NodeIndex> = network.node_indices().collect();
    order.sort_by_key(|node| (Reverse(analyse::strength(network, *node)), network[*node].name.clone()));
    let kept: BTreeSet<NodeIndex> = order.into_iter().take(selection.units).collect();
    network.retain_nodes(|_, node| kept.contains(&node));
    Some(message!("Of {count} units the {kept} that work most with others are looked at.", count = count, kept = selection.units))
}

fn select(network: &Cooperation, selection: &Selection) -> Vec<EdgeIndex> {
    let of_unit = |edge: &EdgeIndex| match (&selection.unit, network.edge_endpoints(*edge)) {
        (Some(unit), Some((a, b))) => network[a].iri == *unit || network[b].iri == *unit,
        _ => true,
    };
    let candidates = match selection.backbone {
        Backbone::Strongest(most) if selection.unit.is_none() => analyse::strongest(network, most),
        Backbone::Significant(alpha) if selection.unit.is_none() => analyse::significant(network, alpha),
        _ => network.edge_references().map(|edge| edge.id()).collect(),
    };
    candidates.into_iter().filter(|edge| network[*edge].tasks() >= selection.least && of_unit(edge)).collect()
}

/// By which rule ties were chosen.
fn rule(network: &Cooperation, selection: &Selection) -> Vec<Message> {
    let mut rules = Vec::new();
    let unit = selection.unit.as_ref().and_then(|iri| network.node_weights().find(|unit| unit.iri == *iri));
    match (unit, selection.backbone) {
        (Some(unit), _) => rules.push(message!("Only the ties of {unit}.", unit = unit.name)),
        (None, Backbone::Strongest(most)) => rules.push(message!(
            "A tie is drawn where it is one of the {most} strongest of one of its units; what is not drawn may still be there.",
            most = most
        )),
        (None, Backbone::Significant(alpha)) => rules.push(message!(
            "A tie is drawn where it is stronger than chance for one of its units (disparity filter, α = {alpha}); what is not drawn may still be there.",
            alpha = alpha
        )),
        (None, Backbone::All) => {}
    }
    if selection.least > 1 {
        rules.push(message!("Only ties of at least {least} tasks.", least = selection.least));
    }
    rules
}

/// What lines mean: their ends, then their widths.
fn arrows(selection: &Selection, most: usize, setting: &Setting) -> Key {
    let line = |arrows| Mark::Line { width: 1.5, colour: TIE, arrows, dashed: false };
    let mut key = widths(most, setting);
    if selection.directed {
        key.head = setting.say(&message!("Arrows and width"));
        key.marks.splice(
            0..0,
            [
                (line(Arrows::Forward), setting.say(&message!("leads → supports"))),
                (line(Arrows::Both), setting.say(&message!("each leads tasks that the other supports (added up)"))),
            ],
        );
    }
    key
}

fn sizes(setting: &Setting) -> Key {
    let marks = vec![
        (Mark::Words { size: 18.0 }, setting.say(&message!("larger: leads or answers for more tasks"))),
        (Mark::Box { fill: "#ffffff", border: 1.8 }, setting.say(&message!("thick outline: leads or answers for tasks"))),
        (Mark::Box { fill: "#ffffff", border: 0.8 }, setting.say(&message!("thin outline: only supports"))),
    ];
    Key::new(setting.say(&message!("Boxes")), marks)
}
