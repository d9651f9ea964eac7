//! Ports: the tasks that name them with who leads those, the goods that they are to trade in, and the countries across the border.

use super::places::{leaders, place_fill, place_kind, place_node, said_lines, task_box};
use super::setting::Setting;
use super::words::{common_level, level_left_out, role_name, task_lines, without};
use crate::analyse::{Geography, Ledger, PlaceKind, Role, Statement, country};
use crate::draw::caption::{Arrows, Key, Mark};
use crate::draw::diagram::{Diagram, Edge, Frame, Layout, Line, Node, Note, Shape};
use crate::draw::fold::fold;
use crate::draw::place::in_columns;
use crate::draw::style::{GROUND, LEAD, RESPONSIBLE};
use crate::language::{Message, message};
use std::collections::{BTreeMap, BTreeSet};

/// Kinds of ports, in the order in which they are drawn.
pub const PORTS: [PlaceKind; 3] = [PlaceKind::BorderPort, PlaceKind::Seaport, PlaceKind::RiverPort];

/// The colour of lines from tasks to ports.
const NAMES: &str = "#555555";
/// The colour of lines from ports to goods.
const TRADES: &str = "#b34700";
/// The colour of lines from ports to countries.
const BORDERS: &str = "#7a5ca8";
/// The colour inside goods.
const GOOD: &str = super::places::INDUSTRY;

/// The figure of the ports that the tasks of a ledger name.
pub fn ports(ledger: &Ledger, geography: &Geography, setting: &Setting) -> Diagram {
    let ports = geography.of_kind(&PORTS);
    let tasks: BTreeSet<usize> = ports.iter().flat_map(|port| &geography.named[port]).map(|said| said.task).collect();
    let units: BTreeSet<usize> = tasks.iter().flat_map(|task| leaders(ledger, *task)).collect();
    let level = common_level(units.iter().map(|unit| ledger.parties[*unit].name.as_str()));
    let shown: BTreeSet<PlaceKind> = ports.iter().map(|port| geography.places[*port].kind).collect();
    let trades: Vec<&Statement> = geography.trades.iter().filter(|trades| ports.contains(&trades.subject)).collect();
    let countries: BTreeSet<&str> = ports.iter().flat_map(|port| &geography.places[*port].neighbours).map(String::as_str).collect();

    let mut lines = vec![message!(
        "Ports: the tasks that name them with who leads those, where they lie, their goods of trade, and the country across the border."
    )];
    lines.push(message!(
        "Shown: {ports} ports, {tasks} tasks, {goods} goods, {countries} neighbouring countries; none left out. Countries are reference data.",
        ports = ports.len(),
        tasks = tasks.len(),
        goods = trades.iter().map(|trades| trades.object).collect::<BTreeSet<_>>().len(),
        countries = countries.len()
    ));
    let together = named_together(&trades);
    if together > 0 {
        lines.push(message!("The plan names the goods of {ports} ports together, not port by port.", ports = together));
    }
    lines.extend(level_left_out(level));
    let keys = vec![
        boxes(&shown, !trades.is_empty(), !countries.is_empty(), setting),
        strokes(!trades.is_empty(), !countries.is_empty(), setting),
    ];
    let mut diagram = Diagram::new(Layout::Placed, setting.caption(&message!("Ports"), &lines, keys));

    let mut columns: Vec<usize> = Vec::new();
    let mut unit_at: BTreeMap<usize, usize> = BTreeMap::new();
    for unit in units {
        unit_at.insert(unit, diagram.nodes.len());
        let party = &ledger.parties[unit];
        let led = tasks.iter().copied().filter(|task| leaders(ledger, *task).any(|leader| leader == unit)).collect();
        let label = fold(without(&party.name, level), 10.0, 3).into_iter().map(|words| Line::new(words, 11.5)).collect();
        diagram.nodes.push(Node { border: 1.8, note: Note::new(&party.name, task_lines(ledger, &led)), ..Node::new(&party.iri, label) });
    }
    columns.resize(diagram.nodes.len(), 0);
    let mut task_at: BTreeMap<usize, usize> = BTreeMap::new();
    for task in tasks {
        let here = diagram.nodes.len();
        task_at.insert(task, here);
        // Who leads stands in a box of its own.
        let node = task_box(ledger, task, level, setting);
        let label = node.label.iter().filter(|line| !line.quiet).cloned().collect();
        diagram.nodes.push(Node { label, ..node });
        for duty in ledger.duties_of(task).iter().filter(|duty| duty.role != Role::Support) {
            let colour = if duty.role == Role::Lead { LEAD } else { RESPONSIBLE };
            let head = format!("{}：{}", ledger.parties[duty.party].name, setting.say(&role_name(duty.role)));
            let note = Note::new(head, vec![ledger.tasks[task].clause.clone()]);
            diagram.edges.push(Edge { width: 1.8, colour, arrows: Arrows::None, note, ..Edge::new(unit_at[&duty.party], here) });
        }
    }
    columns.resize(diagram.nodes.len(), 1);
    let mut port_at: BTreeMap<usize, usize> = BTreeMap::new();
    for kind in shown {
        let frame = diagram.frames.len();
        let words = setting.say(&place_kind(kind));
        diagram.frames.push(Frame {
            id: format!("{kind:?}"),
            label: vec![Line::new(&words, 11.0)],
            within: None,
            fill: GROUND,
            note: Note::new(words, Vec::new()),
        });
        for port in ports.iter().copied().filter(|port| geography.places[*port].kind == kind) {
            let here = diagram.nodes.len();
            port_at.insert(port, here);
            let lies = geography.chain(port).skip(1).filter(|at| geography.places[*at].kind != PlaceKind::Province);
            let mut lies: Vec<&str> = lies.map(|at| geography.places[at].name.as_str()).collect();
            lies.reverse();
            let lies = fold(&lies.concat(), 16.0, 2).into_iter().map(|words| Line::quiet(words, 8.5));
            let node = place_node(geography, port, 12.0, lies);
            let note = Note::new(node.note.head.clone(), said_lines(ledger, &geography.named[&port]));
            diagram.nodes.push(Node { frame: Some(frame), note, ..node });
            for said in &geography.named[&port] {
                let head = format!("{} — {}", ledger.tasks[said.task].title, geography.places[port].name);
                let note = Note::new(head, said_lines(ledger, std::slice::from_ref(said)));
                diagram.edges.push(Edge { width: 1.0, colour: NAMES, arrows: Arrows::None, note, ..Edge::new(task_at[&said.task], here) });
            }
        }
    }
    columns.resize(diagram.nodes.len(), 2);
    let mut good_at: BTreeMap<usize, usize> = BTreeMap::new();
    for trades in trades {
        let good = &geography.industries[trades.object];
        let here = *good_at.entry(trades.object).or_insert_with(|| {
            diagram.nodes.push(Node { fill: GOOD, ..Node::new(&good.iri, vec![Line::new(&good.name, 11.5)]) });
            diagram.nodes.len() - 1
        });
        let note = Note::new(format!("{} — {}", geography.places[trades.subject].name, good.name), said_lines(ledger, &trades.said));
        diagram.edges.push(Edge { width: 1.0, colour: TRADES, arrows: Arrows::None, note, ..Edge::new(port_at[&trades.subject], here) });
    }
    for code in countries {
        let name = country(code, setting.language);
        let here = diagram.nodes.len();
        diagram.nodes.push(Node {
            shape: Shape::Hexagon,
            fill: place_fill(PlaceKind::Country),
            ..Node::new(code, vec![Line::new(name, 11.5)])
        });
        for (port, at) in &port_at {
            if geography.places[*port].neighbours.iter().any(|neighbour| neighbour == code) {
                let note = Note::new(format!("{} — {name}", geography.places[*port].name), Vec::new());
                diagram.edges.push(Edge { width: 1.4, colour: BORDERS, arrows: Arrows::None, dashed: true, note, ..Edge::new(*at, here) });
            }
        }
    }
    columns.resize(diagram.nodes.len(), 3);
    in_columns(&mut diagram, &columns, 84.0, 9.0);
    diagram
}

/// How many ports have goods by words that name several of them.
fn named_together(trades: &[&Statement]) -> usize {
    let together = |one: &&&Statement| {
        trades
            .iter()
            .any(|other| other.subject != one.subject && other.object == one.object && !one.said.is_empty() && other.said == one.said)
    };
    trades.iter().filter(together).map(|one| one.subject).collect::<BTreeSet<_>>().len()
}

fn boxes(shown: &BTreeSet<PlaceKind>, goods: bool, countries: bool, setting: &Setting) -> Key {
    let sample = |fill: &'static str, words: &Message| (Mark::Box { fill, border: 0.8 }, setting.say(words));
    let mut marks = vec![
        (Mark::Box { fill: "#ffffff", border: 1.8 }, setting.say(&message!("unit"))),
        sample("#ffffff", &message!("task that names ports")),
    ];
    marks.extend(shown.iter().map(|kind| sample(place_fill(*kind), &place_kind(*kind))));
    if goods {
        marks.push(sample(GOOD, &message!("goods of trade")));
    }
    if countries {
        marks.push(sample(place_fill(PlaceKind::Country), &message!("country across the border")));
    }
    Key::new(setting.say(&message!("Boxes")), marks)
}

fn strokes(goods: bool, countries: bool, setting: &Setting) -> Key {
    let line =
        |width: f64, colour, dashed, words: &Message| (Mark::Line { width, colour, arrows: Arrows::None, dashed }, setting.say(words));
    let mut marks = vec![
        line(1.8, LEAD, false, &message!("leads or answers for the task")),
        line(1.0, NAMES, false, &message!("the task names the port")),
    ];
    if goods {
        marks.push(line(1.0, TRADES, false, &message!("trades above all in")));
    }
    if countries {
        marks.push(line(1.4, BORDERS, true, &message!("borders on")));
    }
    Key::new(setting.say(&message!("Lines")), marks)
}
