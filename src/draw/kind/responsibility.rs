//! Tasks and units: who leads on the left, the tasks by chapter, who supports on the right.

use super::setting::Setting;
use super::words::{common_level, families, level_left_out, role_name, task_lines, task_name, task_note, without};
use crate::analyse::{Ledger, Role};
use crate::draw::caption::{Arrows, Key, Mark};
use crate::draw::diagram::{Diagram, Edge, Frame, Layout, Line, Node, Note, Shape};
use crate::draw::fold::fold;
use crate::draw::place::in_columns;
use crate::draw::style::{GROUND, LEAD, RESPONSIBLE, SUPPORT, fill, line};
use crate::language::message;
use std::collections::{BTreeMap, BTreeSet};

/// Of which units support is drawn.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Supporters {
    /// None: of a whole plan only who leads can be read.
    None,
    /// One, by its IRI.
    Only(String),
    /// All.
    All,
}

/// The network of the tasks of a ledger and their units.
pub fn responsibility(ledger: &Ledger, supporters: &Supporters, setting: &Setting) -> Diagram {
    let is_drawn = |duty: &&crate::analyse::Duty| {
        let party = &ledger.parties[duty.party];
        party.is_unit
            && match (duty.role, supporters) {
                (Role::Support, Supporters::None) => false,
                (Role::Support, Supporters::Only(iri)) => party.iri == *iri,
                _ => true,
            }
    };
    let drawn: Vec<_> = ledger.duties.iter().filter(is_drawn).collect();
    let units: BTreeSet<usize> = drawn.iter().map(|duty| duty.party).collect();
    let level = common_level(units.iter().map(|unit| ledger.parties[*unit].name.as_str()));
    // Without those who support, chapters stand on both sides of who leads, so that the figure is not twice as high as a page.
    let halves = *supporters == Supporters::None && ledger.tasks.len() > ONE_SIDE;
    let mut lines = vec![if halves {
        message!("Tasks and units: in the middle who leads or answers for the tasks on both sides.")
    } else {
        message!("Tasks and units: on the left who leads or answers for a task, on the right who supports it.")
    }];
    let left_out = ledger.duties.len() - drawn.len();
    let groups = ledger.duties.iter().filter(|duty| !ledger.parties[duty.party].is_unit).count();
    lines.push(message!(
        "Shown: {tasks} tasks, {units} units, {ties} assignments.",
        tasks = ledger.tasks.len(),
        units = units.len(),
        ties = drawn.len()
    ));
    let others = left_out - groups;
    if others > 0 {
        lines.push(message!("Left out: {others} assignments of units that support.", others = others));
    }
    if groups > 0 {
        lines.push(message!("Left out: {groups} assignments of groups that name no unit, such as 相关盟市.", groups = groups));
    }
    lines.extend(level_left_out(level));
    let colours = families(units.iter().map(|unit| ledger.parties[*unit].family.as_str()), setting);
    let roles: BTreeSet<Role> = drawn.iter().map(|duty| duty.role).collect();
    let mut diagram =
        Diagram::new(Layout::Placed, setting.caption(&message!("Who has which task"), &lines, vec![marks(&roles, setting), colours]));

    // A unit stands on the left for what it leads, and once more on the right for what it supports: so no line goes back.
    let mut sides: BTreeMap<(usize, bool), BTreeSet<usize>> = BTreeMap::new();
    for duty in &drawn {
        sides.entry((duty.party, duty.role != Role::Support)).or_default().insert(duty.task);
    }
    let unit_column = |left: bool| {
        if halves {
            1
        } else if left {
            0
        } else {
            2
        }
    };
    let turn = if halves { half(ledger) } else { 0 };
    let mut columns: Vec<usize> = Vec::new();
    let mut places: BTreeMap<(usize, bool), usize> = BTreeMap::new();
    for ((unit, left), tasks) in &sides {
        places.insert((*unit, *left), diagram.nodes.len());
        let party = &ledger.parties[*unit];
        // Larger the more tasks it leads: the square root keeps areas in proportion.
        let size = if *left { 10.0 + 2.4 * (tasks.len() as f64).sqrt() } else { 11.0 };
        let mut label: Vec<Line> = fold(without(&party.name, level), 12.0, 3).into_iter().map(|words| Line::new(words, size)).collect();
        let count =
            if *left { message!("leads {leads}", leads = tasks.len()) } else { message!("supports {supports}", supports = tasks.len()) };
        label.push(Line::quiet(setting.say(&count), 8.5));
        columns.push(unit_column(*left));
        diagram.nodes.push(Node {
            fill: fill(&party.family),
            border: if *left { 1.8 } else { 0.8 },
            note: Note::new(&party.name, task_lines(ledger, tasks)),
            ..Node::new(format!("{} {left}", party.iri), label)
        });
    }
    let mut frames: BTreeMap<usize, usize> = BTreeMap::new();
    for task in 0..ledger.tasks.len() {
        let frame = ledger.chapter(task).map(|chapter| {
            *frames.entry(chapter).or_insert_with(|| {
                diagram.frames.push(chapter_frame(ledger, chapter));
                diagram.frames.len() - 1
            })
        });
        let mut label: Vec<Line> = fold(&task_name(ledger, task), 18.0, 2).into_iter().map(|words| Line::new(words, 10.0)).collect();
        let support = ledger.duties_of(task).iter().filter(|duty| duty.role == Role::Support && ledger.parties[duty.party].is_unit).count();
        if halves {
            let leads = ledger.duties_of(task).iter().filter(|duty| duty.role != Role::Support);
            let names: Vec<&str> = leads.map(|duty| without(&ledger.parties[duty.party].name, level)).collect();
            label.extend(fold(&names.join("、"), 20.0, 2).into_iter().map(|words| Line::quiet(words, 8.5)));
        } else if *supporters != Supporters::All && support > 0 {
            label.push(Line::quiet(
                setting.say(&if support == 1 { message!("1 unit supports") } else { message!("{units} units support", units = support) }),
                8.5,
            ));
        }
        let here = diagram.nodes.len();
        columns.push(if !halves {
            1
        } else if task < turn {
            0
        } else {
            2
        });
        diagram.nodes.push(Node { shape: Shape::Box, frame, note: task_note(ledger, task), ..Node::new(&ledger.tasks[task].iri, label) });
        for duty in drawn.iter().filter(|duty| duty.task == task) {
            let unit = places[&(duty.party, duty.role != Role::Support)];
            let (from, to) = if duty.role == Role::Support { (here, unit) } else { (unit, here) };
            let (plain, width) = stroke(duty.role);
            let colour = line(&ledger.parties[duty.party].family).unwrap_or(plain);
            let names = format!("{} — {}", without(&ledger.parties[duty.party].name, level), task_name(ledger, task));
            let note = Note::new(names, vec![setting.say(&role_name(duty.role)), ledger.tasks[task].clause.clone()]);
            diagram.edges.push(Edge { width, colour, arrows: Arrows::None, note, ..Edge::new(from, to) });
        }
    }
    in_columns(&mut diagram, &columns, ACROSS, 6.0);
    diagram
}

/// The most tasks that stand in one column.
const ONE_SIDE: usize = 20;
/// The room between columns in points: lines need it to part.
const ACROSS: f64 = 110.0;

/// The first task of the chapter that begins the second half of the tasks.
fn half(ledger: &Ledger) -> usize {
    let starts =
        (1..ledger.tasks.len()).filter(|task| ledger.chapter(*task) != ledger.chapter(task - 1) || ledger.chapter(*task).is_none());
    starts.min_by_key(|task| (2 * task).abs_diff(ledger.tasks.len())).unwrap_or(ledger.tasks.len().div_ceil(2))
}

/// The line of a role: its colour and its width, which tells it in print too.
const fn stroke(role: Role) -> (&'static str, f64) {
    match role {
        Role::Lead => (LEAD, 2.0),
        Role::Responsible => (RESPONSIBLE, 1.4),
        Role::Support => (SUPPORT, 0.8),
    }
}

fn chapter_frame(ledger: &Ledger, chapter: usize) -> Frame {
    let section = &ledger.sections[chapter];
    let words = format!("{} {}", section.number, section.title);
    let label = fold(words.trim(), 20.0, 2).into_iter().map(|words| Line::new(words, 11.0)).collect();
    Frame { id: section.iri.clone(), label, within: None, fill: GROUND, note: Note::new(words.trim(), Vec::new()) }
}

fn marks(roles: &BTreeSet<Role>, setting: &Setting) -> Key {
    let line = |role: Role| {
        let (colour, width) = stroke(role);
        (Mark::Line { width, colour, arrows: Arrows::None, dashed: false }, setting.say(&role_name(role)))
    };
    let mut marks: Vec<_> = roles.iter().map(|role| line(*role)).collect();
    marks.push((
        Mark::Box { fill: "#ffffff", border: 0.8 },
        setting.say(&message!("task; frames are chapters; lines have the colour of their unit")),
    ));
    Key::new(setting.say(&message!("Lines and boxes")), marks)
}
