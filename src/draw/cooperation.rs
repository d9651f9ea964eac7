//! Who leads what others support: units as boxes, an arrow from each that leads to each that supports it.

use super::dot::Diagram;
use super::style::{FAMILIES, FONT, fill, width};
use crate::analyse::{Cooperation, strongest};
use petgraph::graph::EdgeIndex;
use petgraph::visit::EdgeRef;
use std::collections::BTreeSet;

/// Which ties are drawn.
#[derive(Debug, Clone, Default)]
pub struct Selection {
    /// Only the strongest ties of each unit, this many.
    pub strongest: Option<usize>,
    /// Only ties of at least so many tasks.
    pub least: usize,
    /// Only the ties of one unit, by its IRI.
    pub unit: Option<String>,
}

/// The diagram of a network; `title` is the plan's.
pub fn cooperation(network: &Cooperation, selection: &Selection, title: &str) -> Diagram {
    let kept = select(network, selection);
    let most = kept.iter().map(|edge| network[*edge].tasks).max().unwrap_or(1);
    let caption = caption(network, selection, &kept, most, title);
    let mut diagram = Diagram::new(
        &[
            ("label", caption),
            ("labelloc", "b".to_owned()),
            ("labeljust", "l".to_owned()),
            ("fontname", FONT.to_owned()),
            ("fontsize", "12".to_owned()),
            ("rankdir", "LR".to_owned()),
            ("ranksep", "1.1".to_owned()),
            ("nodesep", "0.14".to_owned()),
            ("outputorder", "edgesfirst".to_owned()),
            ("bgcolor", "white".to_owned()),
        ],
        &[
            ("shape", "box".to_owned()),
            ("style", "filled,rounded".to_owned()),
            ("fontname", FONT.to_owned()),
            ("color", "#555555".to_owned()),
            ("penwidth", "0.8".to_owned()),
        ],
        &[("color", "#44444499".to_owned()), ("arrowsize", "0.6".to_owned())],
    );
    let shown: BTreeSet<_> = kept.iter().filter_map(|edge| network.edge_endpoints(*edge)).flat_map(|(a, b)| [a, b]).collect();
    for node in &shown {
        let unit = &network[*node];
        let role =
            if unit.leads > 0 { format!("牵头{} 配合{}", unit.leads, unit.supports) } else { format!("配合{}", unit.supports) };
        // Larger the more tasks a unit leads: the square root keeps areas in proportion.
        let size = 11.0 + 3.0 * (unit.leads as f64).sqrt();
        diagram.node(
            &unit.iri,
            &[
                ("label", format!("{}\n{role}", unit.name)),
                ("fillcolor", fill(&unit.family).to_owned()),
                ("fontsize", format!("{size:.1}")),
                ("penwidth", if unit.leads > 0 { "1.8" } else { "0.8" }.to_owned()),
            ],
        );
    }
    for edge in &kept {
        if let Some((from, to)) = network.edge_endpoints(*edge) {
            let tasks = network[*edge].tasks;
            let tooltip = format!("{} → {}：{tasks} 项任务", network[from].name, network[to].name);
            let attributes = [("penwidth", format!("{:.2}", width(tasks, most))), ("weight", tasks.to_string()), ("tooltip", tooltip)];
            diagram.edge(&network[from].iri, &network[to].iri, &attributes);
        }
    }
    legend(network, &shown, &mut diagram);
    diagram
}

fn select(network: &Cooperation, selection: &Selection) -> Vec<EdgeIndex> {
    let of_unit = |edge: &EdgeIndex| match (&selection.unit, network.edge_endpoints(*edge)) {
        (Some(unit), Some((a, b))) => network[a].iri == *unit || network[b].iri == *unit,
        _ => true,
    };
    let candidates = match selection.strongest {
        Some(most) if selection.unit.is_none() => strongest(network, most),
        _ => network.edge_references().map(|edge| edge.id()).collect(),
    };
    candidates.into_iter().filter(|edge| network[*edge].tasks >= selection.least && of_unit(edge)).collect()
}

/// Title, what is shown, and what was left out.
fn caption(network: &Cooperation, selection: &Selection, kept: &[EdgeIndex], most: usize, title: &str) -> String {
    let all = network.edge_count();
    let mut rules = Vec::new();
    if let (Some(most), None) = (selection.strongest, &selection.unit) {
        rules.push(format!("每个单位最强的 {most} 条联系"));
    }
    if selection.least > 1 {
        rules.push(format!("不少于 {} 项任务的联系", selection.least));
    }
    if selection.unit.is_some() {
        rules.push("一个单位的联系".to_owned());
    }
    let rule = if rules.is_empty() { "全部联系".to_owned() } else { rules.join("，") };
    format!(
        "{title}\n部门协作：箭头由牵头单位指向配合单位，线宽为共同任务数（1—{most}），字号随牵头任务数增大。\n图中为{rule}：{} 条，略去 {} 条。\n",
        kept.len(),
        all - kept.len()
    )
}

fn legend(network: &Cooperation, shown: &BTreeSet<petgraph::graph::NodeIndex>, diagram: &mut Diagram) {
    let used: BTreeSet<&str> = shown.iter().map(|node| network[*node].family.as_str()).collect();
    let entries: Vec<_> = FAMILIES
        .iter()
        .filter(|family| used.contains(family.id))
        .map(|family| {
            let attributes = vec![
                ("label", family.zh.to_owned()),
                ("fillcolor", family.fill.to_owned()),
                ("fontsize", "10".to_owned()),
                ("height", "0.2".to_owned()),
                ("margin", "0.06,0.03".to_owned()),
            ];
            (format!("legend {}", family.id), attributes)
        })
        .collect();
    let frame =
        [("label", "部门职能".to_owned()), ("fontsize", "10".to_owned()), ("color", "#bbbbbb".to_owned()), ("style", "rounded".to_owned())];
    diagram.frame("legend", &frame, &entries);
}
