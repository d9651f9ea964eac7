//! The plan as a tree: chapters, sections, tasks, and who leads each.

use super::setting::Setting;
use super::words::{common_level, families, level_left_out, role_name, task_note, without};
use crate::analyse::{Ledger, Role};
use crate::draw::caption::{Arrows, Key, Mark};
use crate::draw::diagram::{Diagram, Edge, Layout, Line, Node, Note, Shape};
use crate::draw::fold::fold;
use crate::draw::place::in_tree;
use crate::draw::style::{GROUND, SECTION, fill};
use crate::language::message;
use std::collections::BTreeMap;

/// The tree of the plans with the units that lead.
pub fn outline(ledger: &Ledger, setting: &Setting) -> Diagram {
    let leaders =
        |task: usize| ledger.duties_of(task).iter().filter(|duty| duty.role != Role::Support).map(|duty| &ledger.parties[duty.party]);
    let all = (0..ledger.tasks.len()).flat_map(leaders);
    let level = common_level(all.clone().map(|party| party.name.as_str()));
    let mut lines = vec![message!("The plan as a tree: chapters, sections, tasks, and in each task who leads or answers for it.")];
    lines.push(message!(
        "{sections} chapters and sections and {tasks} tasks, none left out; who supports is not shown.",
        sections = ledger.sections.len(),
        tasks = ledger.tasks.len()
    ));
    lines.extend(level_left_out(level));
    let shapes = Key::new(
        setting.say(&message!("Boxes")),
        vec![
            (Mark::Box { fill: SECTION, border: 1.4 }, setting.say(&message!("chapter, or section with several tasks"))),
            (
                Mark::Box { fill: GROUND, border: 0.8 },
                setting.say(&message!("task: number, heading, who leads; in the colour of who leads first")),
            ),
        ],
    );
    let colours = families(all.map(|party| party.family.as_str()), setting);
    let mut diagram =
        Diagram::new(Layout::Placed, setting.caption(&message!("Outline of the plan and who leads"), &lines, vec![shapes, colours]));

    let mut roots: BTreeMap<&str, usize> = BTreeMap::new();
    for plan in ledger.plans.iter().filter(|plan| ledger.tasks.iter().any(|task| task.plan == plan.iri)) {
        roots.insert(&plan.iri, diagram.nodes.len());
        let label = fold(&plan.name, 10.0, 6).into_iter().map(|words| Line::new(words, 13.0)).collect();
        diagram.nodes.push(Node { shape: Shape::Box, border: 1.2, note: Note::new(&plan.name, Vec::new()), ..Node::new(&plan.iri, label) });
    }
    // Nodes are written in the order of the document, which the layout keeps as far as it can.
    let mut sections: BTreeMap<usize, usize> = BTreeMap::new();
    for task in 0..ledger.tasks.len() {
        let plan = roots.get(ledger.tasks[task].plan.as_str()).copied();
        let mut chain: Vec<usize> = ledger.sections_of(task).collect();
        chain.reverse();
        let mut above = plan;
        for section in chain {
            let known = sections.get(&section).copied();
            let here = known.unwrap_or_else(|| {
                diagram.nodes.push(section_node(ledger, section));
                diagram.nodes.len() - 1
            });
            if known.is_none() {
                sections.insert(section, here);
                diagram.edges.extend(above.map(|above| branch(above, here)));
            }
            above = Some(here);
        }
        diagram.nodes.push(task_node(ledger, task, level, setting));
        let here = diagram.nodes.len() - 1;
        diagram.edges.extend(above.map(|above| branch(above, here)));
    }
    in_tree(&mut diagram, 34.0, 5.0);
    diagram
}

fn branch(from: usize, to: usize) -> Edge {
    Edge { arrows: Arrows::None, colour: "#888888", ..Edge::new(from, to) }
}

fn section_node(ledger: &Ledger, at: usize) -> Node {
    let section = &ledger.sections[at];
    let size = if section.within.is_none() { 12.0 } else { 10.5 };
    let words = format!("{} {}", section.number, section.title);
    let label = fold(words.trim(), 11.0, 3).into_iter().map(|words| Line::new(words, size)).collect();
    Node { shape: Shape::Box, fill: SECTION, border: 1.4, note: Note::new(words.trim(), Vec::new()), ..Node::new(&section.iri, label) }
}

fn task_node(ledger: &Ledger, task: usize, level: Option<&str>, setting: &Setting) -> Node {
    let found = &ledger.tasks[task];
    let name = super::words::task_name(ledger, task);
    let mut label: Vec<Line> = fold(&name, 22.0, 2).into_iter().map(|words| Line::new(words, 10.0)).collect();
    let duties = ledger.duties_of(task);
    for role in [Role::Lead, Role::Responsible] {
        let names: Vec<&str> =
            duties.iter().filter(|duty| duty.role == role).map(|duty| without(&ledger.parties[duty.party].name, level)).collect();
        if !names.is_empty() {
            let words = format!("{}：{}", setting.say(&role_name(role)), names.join("、"));
            label.extend(fold(&words, 26.0, 3).into_iter().map(|words| Line::quiet(words, 9.0)));
        }
    }
    let first = duties.iter().find(|duty| duty.role != Role::Support);
    let fill = first.map_or("#ffffff", |duty| fill(&ledger.parties[duty.party].family));
    Node { fill, note: task_note(ledger, task), ..Node::new(&found.iri, label) }
}
