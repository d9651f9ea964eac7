//! Places where they are on earth: a disc each, the larger the more tasks name it. No borders are drawn, since the program knows none.

use super::places::{disc_fill, place_kinds, said_lines};
use super::setting::Setting;
use super::words::count_of_tasks;
use crate::analyse::{Geography, Ledger, PlaceKind, Statement};
use crate::draw::caption::{Arrows, Key, Mark};
use crate::draw::diagram::{Diagram, Edge, Layout, Line, Node, Note, Shape};
use crate::language::{Message, message};
use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

/// The width of a map in points, and what each place adds to the least: a few places need no whole page.
const WIDTH: f64 = 900.0;
const LEAST: f64 = 360.0;
const EACH: f64 = 24.0;
/// The least and the greatest height, as shares of the width.
const HEIGHT: (f64, f64) = (0.5, 1.25);
/// The room between the outermost places and the edge, so that their names have room.
const MARGIN: f64 = 70.0;
/// A place lies far from the others where it is this many times as far from their middle as they are.
const FAR: f64 = 3.2;
/// How far beyond the places of the main province others are still near, as a share of their range.
const AROUND: f64 = 0.1;
/// The diameter of the disc of one task in points; areas are in proportion.
const DISC: f64 = 6.0;
/// The most degrees between lines of the grid, and the least.
const STEPS: [f64; 8] = [0.1, 0.2, 0.5, 1.0, 2.0, 5.0, 10.0, 20.0];
/// Kinds of regions that are too long or wide for one point.
const LONG: [&str; 8] = ["river", "watershed", "range", "plateau", "peninsula", "desert", "corridor", "sea"];
/// The colour of the grid.
const GRID: &str = "#e2e2e2";
/// The most industries that stand below a name.
const INDUSTRIES: usize = 2;

/// The map of the places that the tasks of a ledger name; with `far`, those far from the others too.
pub fn map(ledger: &Ledger, geography: &Geography, far: bool, setting: &Setting) -> Diagram {
    // A country or a river is nowhere in particular, nor is a province of which other places are named.
    let holding: BTreeSet<usize> = geography.named.keys().flat_map(|place| geography.chain(*place).skip(1)).collect();
    let is_somewhere = |place: &usize| {
        let found = &geography.places[*place];
        match found.kind {
            PlaceKind::Country | PlaceKind::MacroRegion => false,
            PlaceKind::Province => !holding.contains(place),
            _ => !LONG.contains(&found.region.as_str()),
        }
    };
    let (placed, nowhere): (Vec<usize>, Vec<usize>) =
        geography.named.keys().copied().partition(|place| is_somewhere(place) && geography.places[*place].point.is_some());
    let points: BTreeMap<usize, (f64, f64)> = placed.iter().filter_map(|place| Some((*place, geography.places[*place].point?))).collect();
    let weight = |place: usize| geography.named[&place].len();
    let outside = if far { BTreeSet::new() } else { far_off(geography, &points, weight) };
    let mut shown: Vec<usize> = placed.into_iter().filter(|place| !outside.contains(place)).collect();
    // Names of places with many tasks are placed first, and large discs lie below small ones.
    shown.sort_by_key(|place| (Reverse(weight(*place)), *place));
    let inside: Vec<(f64, f64)> = shown.iter().map(|place| points[place]).collect();

    let names = |places: &mut dyn Iterator<Item = usize>| Message::list(places.map(|place| geography.places[place].name.clone()));
    let main = main_industries(geography);
    let mut lines = vec![message!("Places where they are: the larger a disc, the more tasks name the place.")];
    if shown.iter().any(|place| main.contains_key(place)) {
        lines.push(message!(
            "Below a name stand at most two industries: those that most tasks state for the place, among equals those that fewest places share."
        ));
    }
    lines.push(message!(
        "Shown: {shown} of {all} places that tasks name. There are no borders in the data, so none are drawn.",
        shown = shown.len(),
        all = geography.named.len()
    ));
    if !outside.is_empty() {
        lines.push(message!("Left out, since they lie far from the others: {places}.", places => names(&mut outside.iter().copied())));
    }
    let unplaced: Vec<usize> = nowhere.iter().copied().filter(|place| !geography.places[*place].kind.is_planned()).collect();
    if !unplaced.is_empty() {
        lines
            .push(message!("Left out, since they are at no point of their own: {places}.", places => names(&mut unplaced.iter().copied())));
    }
    let areas = nowhere.len() - unplaced.len();
    if areas > 0 {
        lines.push(message!("Left out: {areas} planned areas.", areas = areas));
    }
    let most = shown.iter().map(|place| weight(*place)).max().unwrap_or(1);
    let kinds = place_kinds(shown.iter().map(|place| geography.places[*place].kind), true, setting);
    let mut diagram = Diagram::new(
        Layout::Placed,
        setting.caption(&message!("Where the places of the plan are"), &lines, vec![kinds, sizes(most, setting)]),
    );

    let Some(view) = View::of(&inside) else { return diagram };
    for place in shown {
        let found = &geography.places[place];
        let said = &geography.named[&place];
        let size = if found.kind == PlaceKind::Prefecture || found.kind == PlaceKind::Province { 12.0 } else { 9.5 };
        let mut label = vec![Line::new(&found.name, size)];
        let industries: Vec<&str> =
            main.get(&place).into_iter().flatten().map(|industry| geography.industries[*industry].name.as_str()).collect();
        if !industries.is_empty() {
            label.push(Line::quiet(industries.join("、"), 8.0));
        }
        diagram.nodes.push(Node {
            shape: Shape::Disc,
            fill: disc_fill(found.kind),
            at: found.point.map(|point| view.place(point)),
            diameter: Some(diameter(said.len())),
            note: Note::new(&found.name, said_lines(ledger, said)),
            ..Node::new(&found.iri, label)
        });
    }
    view.grid(&mut diagram);
    diagram
}

fn diameter(tasks: usize) -> f64 {
    DISC * (tasks as f64).sqrt()
}

/// Places far from the others: where most are of one province, those outside of its places; else those much further from the middle than most.
/// Each place counts as often as tasks name it.
fn far_off(geography: &Geography, points: &BTreeMap<usize, (f64, f64)>, weight: impl Fn(usize) -> usize) -> BTreeSet<usize> {
    let mut provinces: BTreeMap<usize, usize> = BTreeMap::new();
    for (place, province) in points.keys().filter_map(|place| Some((*place, geography.province(*place)?))) {
        *provinces.entry(province).or_default() += weight(place);
    }
    let whole: usize = points.keys().map(|place| weight(*place)).sum();
    let main = provinces.iter().max_by_key(|(province, weight)| (**weight, Reverse(**province))).filter(|(_, weight)| **weight * 2 > whole);
    let is_far: Box<dyn Fn((f64, f64)) -> bool> = if let Some((main, _)) = main {
        let own: Vec<(f64, f64)> =
            points.iter().filter(|(place, _)| geography.province(**place) == Some(*main)).map(|(_, point)| *point).collect();
        let Some((lon, lat)) = ranges(&own) else { return BTreeSet::new() };
        let outside = |at: f64, (low, high): (f64, f64)| {
            let room = (AROUND * (high - low)).max(0.2);
            at < low - room || at > high + room
        };
        Box::new(move |point| outside(point.0, lon) || outside(point.1, lat))
    } else {
        let repeated = |value: &dyn Fn((f64, f64)) -> f64| -> f64 {
            let all = points.iter().flat_map(|(place, point)| std::iter::repeat_n(value(*point), weight(*place)));
            let mut all: Vec<f64> = all.collect();
            all.sort_by(f64::total_cmp);
            all.get(all.len() / 2).copied().unwrap_or_default()
        };
        let middle = (repeated(&|point| point.0), repeated(&|point| point.1));
        let off = move |point: (f64, f64)| ((point.0 - middle.0) * middle.1.to_radians().cos()).hypot(point.1 - middle.1);
        let limit = (repeated(&off) * FAR).max(1.0);
        Box::new(move |point| off(point) > limit)
    };
    // Two places or three are never far from each other.
    points.iter().filter(|(_, point)| points.len() > 3 && is_far(**point)).map(|(place, _)| *place).collect()
}

/// The least and the greatest longitude and latitude.
fn ranges(points: &[(f64, f64)]) -> Option<((f64, f64), (f64, f64))> {
    let range = |value: fn(&(f64, f64)) -> f64| {
        let all = points.iter().map(value);
        Some((all.clone().reduce(f64::min)?, all.reduce(f64::max)?))
    };
    range(|point| point.0).zip(range(|point| point.1))
}

/// How degrees become points on paper: of equal length both ways at the middle latitude.
struct View {
    /// The western and the northern edge.
    corner: (f64, f64),
    /// The eastern and the southern edge.
    end: (f64, f64),
    /// Points a degree of longitude and of latitude.
    scale: (f64, f64),
}

impl View {
    fn of(points: &[(f64, f64)]) -> Option<Self> {
        let ((west, east), (south, north)) = ranges(points)?;
        let flat = f64::midpoint(south, north).to_radians().cos().max(0.1);
        // One place, or several on a line, still have a map around them.
        let (wide, high) = (((east - west) * flat).max(0.2), (north - south).max(0.2));
        let width = (LEAST + EACH * points.len() as f64).min(WIDTH);
        let scale = ((width - 2.0 * MARGIN) / wide).min((HEIGHT.1 * width - 2.0 * MARGIN) / high);
        let height = (high * scale + 2.0 * MARGIN).max(HEIGHT.0 * width);
        let half = (width / 2.0 / (scale * flat), height / 2.0 / scale);
        let middle = (f64::midpoint(west, east), f64::midpoint(south, north));
        Some(Self {
            corner: (middle.0 - half.0, middle.1 + half.1),
            end: (middle.0 + half.0, middle.1 - half.1),
            scale: (scale * flat, scale),
        })
    }

    fn place(&self, (lon, lat): (f64, f64)) -> (f64, f64) {
        ((lon - self.corner.0) * self.scale.0, (self.corner.1 - lat) * self.scale.1)
    }

    /// Faint lines of whole degrees, with their degrees at the edge.
    fn grid(&self, diagram: &mut Diagram) {
        let wide = self.end.0 - self.corner.0;
        let step = STEPS.into_iter().find(|step| wide / step <= 9.0).unwrap_or(STEPS[STEPS.len() - 1]);
        let lines = |from: f64, to: f64| {
            let first = (from / step).ceil() as i64;
            (first..).map(move |at| at as f64 * step).take_while(move |at| *at <= to)
        };
        for lon in lines(self.corner.0, self.end.0) {
            line(diagram, &degrees(lon, ["E", "W"]), self.place((lon, self.corner.1)), self.place((lon, self.end.1)));
        }
        for lat in lines(self.end.1, self.corner.1) {
            line(diagram, &degrees(lat, ["N", "S"]), self.place((self.corner.0, lat)), self.place((self.end.0, lat)));
        }
    }
}

fn degrees(at: f64, [plus, minus]: [&str; 2]) -> String {
    let at = (at * 10.0).round() / 10.0;
    format!("{}°{}", at.abs(), if at < 0.0 { minus } else { plus })
}

/// A line of the grid between two nodes without outline, the first with its degrees.
fn line(diagram: &mut Diagram, words: &str, from: (f64, f64), to: (f64, f64)) {
    let here = diagram.nodes.len();
    for (id, label, at) in [("from", vec![Line::quiet(words, 8.0)], from), ("to", Vec::new(), to)] {
        let node = Node::new(format!("{words} {id}"), label);
        diagram.nodes.push(Node { shape: Shape::Plain, fill: "#ffffff", border: 0.0, at: Some(at), note: Note::default(), ..node });
    }
    diagram.edges.push(Edge { width: 0.5, colour: GRID, arrows: Arrows::None, ..Edge::new(here, here + 1) });
}

/// The industries that each place is to develop above all: those that most tasks state for it, of equals those that the fewest places share, and
/// then those that the text names first.
fn main_industries(geography: &Geography) -> BTreeMap<usize, Vec<usize>> {
    // A planned area is not one more place: what it is to develop makes no industry more common.
    let of_places: Vec<&Statement> =
        geography.develops.iter().filter(|develops| !geography.places[develops.subject].kind.is_planned()).collect();
    let mut shared: BTreeMap<usize, BTreeSet<usize>> = BTreeMap::new();
    let mut found: BTreeMap<usize, Vec<&Statement>> = BTreeMap::new();
    for develops in of_places {
        shared.entry(develops.object).or_default().insert(develops.subject);
        found.entry(develops.subject).or_default().push(develops);
    }
    let main = |of_place: Vec<&Statement>| {
        let first = |develops: &Statement| develops.said.first().cloned();
        // Those of the same words stand in the order in which these name them.
        let at = |develops: &Statement| {
            let words = of_place.iter().position(|other| first(other) == first(develops));
            let name = &geography.industries[develops.object].name;
            (words, develops.said.first().and_then(|said| said.words.first()?.find(name.as_str())).unwrap_or(usize::MAX))
        };
        let mut order = of_place.clone();
        order.sort_by_key(|develops| (Reverse(develops.said.len()), shared[&develops.object].len(), at(develops)));
        order.into_iter().take(INDUSTRIES).map(|develops| develops.object).collect()
    };
    found.into_iter().map(|(place, of_place)| (place, main(of_place))).collect()
}

fn sizes(most: usize, setting: &Setting) -> Key {
    let disc = |tasks: usize| (Mark::Disc { size: diameter(tasks), fill: "#e6e6e6" }, setting.say(&count_of_tasks(tasks)));
    let samples: BTreeSet<usize> = [1, most.div_ceil(3), most].into_iter().collect();
    Key::new(setting.say(&message!("Area: number of tasks")), samples.into_iter().map(disc).collect())
}
