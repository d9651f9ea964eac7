//! The areas that a plan sets out, and the places that belong to them: counties and banners in the frames of their prefectures.

use super::places::{LINES, leaders, place_fill, place_kind, place_node, said_lines};
use super::setting::Setting;
use super::words::{common_level, level_left_out, task_lines, without};
use crate::analyse::{Geography, Ledger, PlaceKind, Statement};
use crate::draw::caption::{Arrows, Key, Mark};
use crate::draw::diagram::{Diagram, Edge, Frame, Layout, Line, Node, Note};
use crate::draw::fold::fold;
use crate::draw::place::in_columns;
use crate::draw::style::GROUND;
use crate::language::{Message, message};
use std::collections::{BTreeMap, BTreeSet};

/// The lines of the areas of one kind: a colour each, near to that of their boxes.
fn colours(kind: PlaceKind) -> &'static [&'static str] {
    match kind {
        PlaceKind::EcologicalZone => &LINES[..3],
        PlaceKind::CityCluster => &LINES[3..5],
        _ => &LINES[5..11],
    }
}

/// The figure of the areas of some kinds.
pub fn zones(ledger: &Ledger, geography: &Geography, kinds: &[PlaceKind], setting: &Setting) -> Diagram {
    let areas: Vec<usize> = geography.of_kind(kinds);
    let covers: Vec<&Statement> = geography.covers.iter().filter(|covers| areas.contains(&covers.subject)).collect();
    let members: BTreeSet<usize> = covers.iter().map(|covers| covers.object).collect();
    let shown: BTreeSet<PlaceKind> = areas.iter().map(|area| geography.places[*area].kind).collect();
    let parties = areas.iter().filter_map(|area| geography.named[area].first()).flat_map(|said| leaders(ledger, said.task));
    let level = common_level(parties.map(|party| ledger.parties[party].name.as_str()));

    let mut lines = vec![message!(
        "Planned areas and the places that belong to them; grey boxes are prefectures, frames hold what lies in one. A place need not lie in an area as a whole."
    )];
    let bare: Vec<&str> = areas
        .iter()
        .filter(|area| covers.iter().all(|covers| covers.subject != **area))
        .map(|area| geography.places[*area].name.as_str())
        .collect();
    lines.push(message!(
        "Shown: {areas} areas, {members} places, {ties} ties; none left out.",
        areas = areas.len(),
        members = members.len(),
        ties = covers.len()
    ));
    if !bare.is_empty() {
        lines.push(message!("No words say which places belong to {areas}.", areas => Message::list(bare)));
    }
    if covers.iter().any(|covers| covers.said.is_empty()) {
        lines.push(message!("Broken lines: the plan names the cluster, and reference data tell who belongs to it."));
    }
    lines.extend(level_left_out(level));
    let caption = setting.caption(&message!("Planned areas and their places"), &lines, legend(geography, &shown, &covers, setting));
    let mut diagram = Diagram::new(Layout::Placed, caption);

    let right = on_the_right(geography, &areas, &covers);
    let mut columns: Vec<usize> = Vec::new();
    let mut place: BTreeMap<usize, usize> = BTreeMap::new();
    for area in &areas {
        place.insert(*area, diagram.nodes.len());
        columns.push(if right.contains(area) { 2 } else { 0 });
        diagram.nodes.push(area_node(ledger, geography, *area, level));
    }
    for (prefecture, inside) in in_order(geography, &covers) {
        // One place needs no frame: it tells its prefecture itself.
        let frame = prefecture.filter(|_| inside.len() > 1).map(|prefecture| {
            diagram.frames.push(prefecture_frame(geography, prefecture, inside.contains(&prefecture)));
            diagram.frames.len() - 1
        });
        for member in inside {
            place.insert(member, diagram.nodes.len());
            columns.push(1);
            diagram.nodes.push(member_node(geography, member, frame));
        }
    }
    for covers in covers {
        let (area, member) = (&geography.places[covers.subject], &geography.places[covers.object]);
        let (from, to) = if right.contains(&covers.subject) { (covers.object, covers.subject) } else { (covers.subject, covers.object) };
        let same = areas.iter().filter(|other| geography.places[**other].kind == area.kind);
        let colours = colours(area.kind);
        let colour = colours[same.take_while(|other| **other != covers.subject).count() % colours.len()];
        let head = format!("{} — {}", area.name, member.name);
        diagram.edges.push(Edge {
            width: 1.4,
            colour,
            arrows: Arrows::None,
            dashed: covers.said.is_empty(),
            note: Note::new(head, said_lines(ledger, &covers.said)),
            ..Edge::new(place[&from], place[&to])
        });
    }
    in_columns(&mut diagram, &columns, 120.0, 3.0);
    diagram
}

/// Belts stand on the right of the places that they share with other areas, so that lines of both sides do not mix.
fn on_the_right(geography: &Geography, areas: &[usize], covers: &[&Statement]) -> BTreeSet<usize> {
    let is_belt = |area: &usize| geography.places[*area].kind == PlaceKind::IndustryBelt;
    let group = |member: usize| geography.prefecture(member).unwrap_or(member);
    let groups = |area: usize| covers.iter().filter(move |covers| covers.subject == area).map(move |covers| group(covers.object));
    let mut reached: BTreeSet<usize> = areas.iter().copied().filter(|area| !is_belt(area)).flat_map(groups).collect();
    let mut right: BTreeSet<usize> = BTreeSet::new();
    while let Some(next) =
        areas.iter().copied().find(|area| is_belt(area) && !right.contains(area) && groups(*area).any(|at| reached.contains(&at)))
    {
        right.insert(next);
        reached.extend(groups(next));
    }
    right
}

/// The members by prefecture, those prefectures beside each other that the same areas cover: their order is changed as long as that makes the
/// lines shorter.
fn in_order(geography: &Geography, covers: &[&Statement]) -> Vec<(Option<usize>, Vec<usize>)> {
    let mut groups: BTreeMap<(Option<usize>, Option<usize>), BTreeSet<usize>> = BTreeMap::new();
    for covers in covers {
        let prefecture = geography.prefecture(covers.object);
        let alone = if prefecture.is_some() { None } else { Some(covers.object) };
        groups.entry((prefecture, alone)).or_default().insert(covers.object);
    }
    let mut order: Vec<(Option<usize>, Vec<usize>)> =
        groups.into_iter().map(|((prefecture, _), inside)| (prefecture, inside.into_iter().collect())).collect();
    // Of one area the lines are as long as its members are far from their mean.
    let length = |order: &[(Option<usize>, Vec<usize>)]| -> (f64, BTreeMap<usize, f64>) {
        let at: BTreeMap<usize, f64> =
            order.iter().flat_map(|group| &group.1).enumerate().map(|(at, member)| (*member, at as f64)).collect();
        let mut of_area: BTreeMap<usize, Vec<f64>> = BTreeMap::new();
        covers.iter().for_each(|covers| of_area.entry(covers.subject).or_default().push(at[&covers.object]));
        let means: BTreeMap<usize, f64> =
            of_area.iter().map(|(area, places)| (*area, places.iter().sum::<f64>() / places.len() as f64)).collect();
        (covers.iter().map(|covers| (at[&covers.object] - means[&covers.subject]).abs()).sum(), means)
    };
    let mut best = length(&order);
    for _ in 0..ROUNDS {
        let before = best.0;
        for from in 0..order.len() {
            for to in 0..order.len() {
                let mut moved = order.clone();
                let group = moved.remove(from);
                moved.insert(to, group);
                let now = length(&moved);
                if now.0 + 1e-9 < best.0 {
                    (order, best) = (moved, now);
                }
            }
        }
        if best.0 >= before {
            break;
        }
    }
    // The prefecture itself stands first, then those whose areas stand higher.
    for (prefecture, inside) in &mut order {
        let mean = |member: usize| {
            let areas: Vec<f64> = covers.iter().filter(|covers| covers.object == member).map(|covers| best.1[&covers.subject]).collect();
            areas.iter().sum::<f64>() / areas.len().max(1) as f64
        };
        inside.sort_by(|a, b| (*prefecture != Some(*a)).cmp(&(*prefecture != Some(*b))).then(mean(*a).total_cmp(&mean(*b))).then(a.cmp(b)));
    }
    order
}

/// The most rounds of changes of the order.
const ROUNDS: usize = 12;

/// An area with the number of the task that sets it out, who leads that, and the industries that it is to develop.
fn area_node(ledger: &Ledger, geography: &Geography, area: usize, level: Option<&str>) -> Node {
    let said = &geography.named[&area];
    let mut more = Vec::new();
    if let Some(first) = said.first() {
        let task = &ledger.tasks[first.task];
        let names: Vec<&str> = leaders(ledger, first.task).map(|party| without(&ledger.parties[party].name, level)).collect();
        let words = format!("{} {}", task.number, names.join("、"));
        more.extend(fold(words.trim(), 16.0, 2).into_iter().map(|words| Line::quiet(words, 9.0)));
    }
    let industries: Vec<&str> = geography
        .develops
        .iter()
        .filter(|develops| develops.subject == area)
        .map(|develops| geography.industries[develops.object].name.as_str())
        .collect();
    more.extend(fold(&industries.join("、"), 17.0, 3).into_iter().map(|words| Line::quiet(words, 9.0)));
    let node = place_node(geography, area, 12.0, more);
    let tasks = said.iter().map(|said| said.task).collect();
    Node { border: 1.2, note: Note::new(&node.note.head, task_lines(ledger, &tasks)), ..node }
}

/// A place that belongs to an area; a prefecture as a whole stands out among the counties of its frame.
fn member_node(geography: &Geography, member: usize, frame: Option<usize>) -> Node {
    let found = &geography.places[member];
    let prefecture = geography.prefecture(member).filter(|prefecture| *prefecture != member);
    // A port is told by its county too, and what stands in no frame by its prefecture.
    let county = found.within.filter(|within| found.kind.is_port() && prefecture != Some(*within));
    let lies = prefecture.filter(|_| frame.is_none()).into_iter().chain(county).map(|at| geography.places[at].name.as_str());
    let lies: String = lies.collect();
    let node = place_node(geography, member, 11.0, (!lies.is_empty()).then(|| Line::quiet(lies, 8.5)));
    let border = if matches!(found.kind, PlaceKind::Prefecture | PlaceKind::Province) { 1.8 } else { 0.8 };
    Node { border, frame, ..node }
}

/// The frame of a prefecture; where the prefecture itself stands in it as the first, that is its head.
fn prefecture_frame(geography: &Geography, prefecture: usize, headed: bool) -> Frame {
    let found = &geography.places[prefecture];
    let label = if headed { Vec::new() } else { vec![Line::new(&found.name, 11.0)] };
    Frame { id: found.iri.clone(), label, within: None, fill: GROUND, note: Note::new(&found.name, Vec::new()) }
}

fn legend(geography: &Geography, shown: &BTreeSet<PlaceKind>, covers: &[&Statement], setting: &Setting) -> Vec<Key> {
    let members: BTreeSet<PlaceKind> = covers.iter().map(|covers| geography.places[covers.object].kind).collect();
    let (known, told): (Vec<&Statement>, Vec<&Statement>) = covers.iter().partition(|covers| covers.said.is_empty());
    let told: BTreeSet<PlaceKind> = told.iter().map(|covers| geography.places[covers.subject].kind).collect();
    let boxes = |kind: &PlaceKind| (Mark::Box { fill: place_fill(*kind), border: 1.2 }, setting.say(&place_kind(*kind)));
    let mut areas: Vec<(Mark, String)> = shown.iter().map(boxes).collect();
    areas.extend(members.iter().map(|kind| {
        let border = if matches!(kind, PlaceKind::Prefecture | PlaceKind::Province) { 1.8 } else { 0.8 };
        (Mark::Box { fill: place_fill(*kind), border }, setting.say(&place_kind(*kind)))
    }));
    let line = |kind: &PlaceKind| {
        let mark = Mark::Line { width: 1.4, colour: colours(*kind)[0], arrows: Arrows::None, dashed: false };
        (mark, setting.say(&message!("belongs to: {kind}", kind => place_kind(*kind))))
    };
    let mut lines: Vec<(Mark, String)> = told.iter().map(line).collect();
    if !known.is_empty() {
        let mark = Mark::Line { width: 1.4, colour: colours(PlaceKind::CityCluster)[0], arrows: Arrows::None, dashed: true };
        lines.push((mark, setting.say(&message!("by reference data"))));
    }
    vec![
        Key::new(setting.say(&message!("Boxes")), areas),
        Key::new(setting.say(&message!("Lines, each area in a colour of its own")), lines),
    ]
}
