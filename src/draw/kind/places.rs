//! What places look like in figures, what they are called, and the words of the plan that say something of them.

use super::setting::Setting;
use super::words::{role_name, task_name, task_note, without};
use crate::analyse::{Geography, Ledger, PlaceKind, Role, Said};
use crate::draw::caption::{Key, Mark};
use crate::draw::diagram::{Line, Node, Note, Shape};
use crate::draw::fold::fold;
use crate::language::{Message, message};
use std::collections::BTreeSet;

/// The colour inside industries and goods.
pub(super) const INDUSTRY: &str = "#f4e3c1";

/// Colours of lines that are told apart: dark, of hues and lightness that colour-blind readers tell apart as well where they lie side by side.
pub(super) const LINES: [&str; 12] =
    ["#00684a", "#3f9d6e", "#7a8f00", "#0b4f8a", "#3f7fd0", "#b34700", "#7a4a1c", "#d98a00", "#9c2f4f", "#c46a5a", "#806000", "#6a4c93"];

/// The colour of the lines of a thing of its own, so that neighbours have hues far apart.
pub(super) const fn own_line(at: usize) -> &'static str {
    LINES[at * 5 % LINES.len()]
}

/// The colour inside the box of a kind of place.
pub(super) const fn place_fill(kind: PlaceKind) -> &'static str {
    match kind {
        PlaceKind::Province => "#b8b8b8",
        PlaceKind::Prefecture => "#d9d9d9",
        PlaceKind::County | PlaceKind::Other => "#ffffff",
        PlaceKind::BorderPort => "#f0a884",
        PlaceKind::Seaport => "#9fd3ec",
        PlaceKind::RiverPort => "#c4e3d8",
        PlaceKind::EcologicalZone => "#a8dcc5",
        PlaceKind::IndustryBelt => "#f4c98b",
        PlaceKind::CityCluster => "#a9c1e0",
        PlaceKind::DevelopmentZone => "#e9bdd5",
        PlaceKind::PhysicalRegion => "#f7f0a4",
        PlaceKind::MacroRegion => "#f1e6d2",
        PlaceKind::Country => "#d9c6e8",
    }
}

/// The colour inside the disc of a kind of place, which stands on white.
pub(super) const fn disc_fill(kind: PlaceKind) -> &'static str {
    match kind {
        PlaceKind::Province => "#6e6e6e",
        PlaceKind::Prefecture => "#a8a8a8",
        PlaceKind::County | PlaceKind::Other => "#ffffff",
        other => place_fill(other),
    }
}

/// The outline of a kind of place.
pub(super) const fn place_shape(kind: PlaceKind) -> Shape {
    match kind {
        PlaceKind::EcologicalZone | PlaceKind::Country => Shape::Hexagon,
        PlaceKind::CityCluster | PlaceKind::BorderPort | PlaceKind::Seaport | PlaceKind::RiverPort => Shape::Pill,
        PlaceKind::Province | PlaceKind::Prefecture | PlaceKind::County => Shape::Box,
        _ => Shape::Rounded,
    }
}

/// What a kind of place is called.
pub(super) const fn place_kind(kind: PlaceKind) -> Message {
    match kind {
        PlaceKind::Province => message!("province"),
        PlaceKind::Prefecture => message!("prefecture"),
        PlaceKind::County => message!("county or banner"),
        PlaceKind::BorderPort => message!("border port"),
        PlaceKind::Seaport => message!("seaport"),
        PlaceKind::RiverPort => message!("river port"),
        PlaceKind::EcologicalZone => message!("ecological zone"),
        PlaceKind::IndustryBelt => message!("industry belt"),
        PlaceKind::CityCluster => message!("city cluster"),
        PlaceKind::DevelopmentZone => message!("development zone"),
        PlaceKind::PhysicalRegion => message!("natural region"),
        PlaceKind::MacroRegion => message!("large region"),
        PlaceKind::Country => message!("country"),
        PlaceKind::Other => message!("other place"),
    }
}

/// The part of the legend that tells kinds of places, as boxes or as discs.
pub(super) fn place_kinds(used: impl Iterator<Item = PlaceKind>, discs: bool, setting: &Setting) -> Key {
    let used: BTreeSet<PlaceKind> = used.collect();
    let mark = |kind: PlaceKind| {
        if discs { Mark::Disc { size: 11.0, fill: disc_fill(kind) } } else { Mark::Box { fill: place_fill(kind), border: 0.8 } }
    };
    let marks = used.into_iter().map(|kind| (mark(kind), setting.say(&place_kind(kind)))).collect();
    Key::new(setting.say(&message!("Colour: kind of place")), marks)
}

/// A box for a place: its name in lines, then quiet lines.
pub(super) fn place_node(geography: &Geography, place: usize, size: f64, more: impl IntoIterator<Item = Line>) -> Node {
    let found = &geography.places[place];
    let mut label: Vec<Line> = fold(&found.name, 12.0, 3).into_iter().map(|words| Line::new(words, size)).collect();
    label.extend(more);
    Node {
        shape: place_shape(found.kind),
        fill: place_fill(found.kind),
        note: Note::new(&found.name, Vec::new()),
        ..Node::new(&found.iri, label)
    }
}

/// A box for a task: number and heading, then who leads or answers for it.
pub(super) fn task_box(ledger: &Ledger, task: usize, level: Option<&str>, setting: &Setting) -> Node {
    let mut label: Vec<Line> = fold(&task_name(ledger, task), 14.0, 3).into_iter().map(|words| Line::new(words, 10.5)).collect();
    let duties = ledger.duties_of(task);
    for role in [Role::Lead, Role::Responsible] {
        let of_role = duties.iter().filter(|duty| duty.role == role);
        let names: Vec<&str> = of_role.map(|duty| without(&ledger.parties[duty.party].name, level)).collect();
        if !names.is_empty() {
            let words = format!("{}：{}", setting.say(&role_name(role)), names.join("、"));
            label.extend(fold(&words, 18.0, 2).into_iter().map(|words| Line::quiet(words, 8.5)));
        }
    }
    Node { shape: Shape::Box, note: task_note(ledger, task), ..Node::new(&ledger.tasks[task].iri, label) }
}

/// Who leads or answers for a task, in the order of the text.
pub(super) fn leaders(ledger: &Ledger, task: usize) -> impl Iterator<Item = usize> {
    ledger.duties_of(task).iter().filter(|duty| duty.role != Role::Support).map(|duty| duty.party)
}

/// Tasks with their sentences that say something, a line each.
pub(super) fn said_lines(ledger: &Ledger, said: &[Said]) -> Vec<String> {
    said.iter().map(|said| format!("{}：{}", task_name(ledger, said.task), quoted(&said.sentences))).collect()
}

fn quoted(sentences: &[String]) -> String {
    sentences.iter().map(|words| format!("「{words}」")).collect()
}
