//! What became of the units that plans name, as the table of successions tells it.
//!
//! A unit is followed from the year of its plan through one reform after the other: 卫生厅 → 卫生计生委 (2014) →
//! 卫生健康委 (2018). Where no plan that names it has a year, it is followed from the beginning.

use super::iri::Names;
use super::sink::Sink;
use super::vocab::{dcterms, fg, org, skos, xsd};
use crate::lexicon::{Department, DivisionLevel, Extent, Lexicon, Succession};
use crate::resolve::Unit;
use oxigraph::model::{Literal, NamedNode};
use std::collections::{BTreeMap, BTreeSet};

/// 直辖市, the first digits of their codes.
const MUNICIPALITIES: &[&str] = &["11", "12", "31", "50"];

/// A unit that took the place, or some of the duties, of another, and that no plan names.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Later {
    /// As a plan would give it: 内蒙古自治区林草局.
    pub name: String,
    /// With the level for the name of the division: 自治区林草局.
    pub short: String,
    /// The name on its sign, where it is longer: 内蒙古自治区林业和草原局.
    pub full: Option<String>,
    pub function: &'static str,
    pub division: Option<usize>,
}

/// One step of one unit.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Change {
    pub from: String,
    pub to: String,
    pub year: i32,
    pub event: &'static str,
    pub extent: Extent,
}

/// What became of all units of some plans.
#[derive(Debug, Default)]
pub(super) struct History {
    /// The units that no plan names, by name.
    pub later: BTreeMap<String, Later>,
    pub changes: BTreeSet<Change>,
}

/// Where a unit sits: what stands before 国土资源厅 in its full and in its short name.
struct Seat<'a> {
    full: &'a str,
    prefix: &'a str,
    division: Option<usize>,
}

/// A department of a seat, or a unit with a name of its own.
struct Office {
    name: String,
    /// Its name without the seat's.
    own: String,
    department: Option<usize>,
}

/// From when reforms count: a department that a plan names ended in the plan's year at the earliest; duties that it had handed over
/// in the same year it may have handed over before.
#[derive(Clone, Copy)]
struct Since {
    ended: i32,
    parted: i32,
}

impl History {
    /// What became of units, each with the year of the earliest plan that names it; one without a year is before all.
    pub(super) fn of(lexicon: &Lexicon, units: &BTreeMap<String, (Unit, Option<i32>)>) -> Self {
        let mut history = Self::default();
        for (unit, year) in units.values() {
            let ended = year.unwrap_or(i32::MIN);
            let own = unit.department.and_then(|at| own_name(&lexicon.departments[at], &unit.name)).unwrap_or_else(|| unit.name.clone());
            let before = |name: &'_ str| name.len().saturating_sub(own.len());
            let (full, prefix) = (&unit.name[..before(&unit.name)], unit.short.get(..before(&unit.short)).unwrap_or_default());
            let seat = Seat { full, prefix, division: unit.division };
            let office = Office { name: unit.name.clone(), own: own.clone(), department: unit.department };
            history.follow(lexicon, &seat, &office, Since { ended, parted: ended.saturating_add(1) });
        }
        history.later.retain(|name, _| !units.contains_key(name.as_str()));
        history
    }

    /// Hands on the reforms as things, and the units after them; all of it within a plan where the units are known only in it.
    pub(super) fn state(&self, names: &Names, lexicon: &Lexicon, only_in: Option<&NamedNode>, sink: &mut Sink) {
        for unit in self.later.values() {
            let node = names.unit_called(&unit.name, only_in);
            sink.class(&node, fg::LATER_UNIT);
            sink.chinese(&node, skos::PREF_LABEL, &unit.name);
            sink.chinese(&node, fg::SHORT_NAME, &unit.short);
            unit.full.iter().for_each(|full| sink.chinese(&node, skos::ALT_LABEL, full));
            sink.link(&node, fg::FUNCTION_OF, &names.thing("function", unit.function));
            if let Some(plan) = only_in {
                sink.link(&node, fg::ONLY_IN, plan);
            }
            if let Some(division) = unit.division.map(|at| &lexicon.divisions[at]) {
                sink.link(&node, fg::JURISDICTION, &names.division(division));
            }
        }
        for change in &self.changes {
            let (from, to) = (names.unit_called(&change.from, only_in), names.unit_called(&change.to, only_in));
            let name = format!("{}-机构改革-{}", change.year, change.to);
            let event = only_in.map_or_else(|| names.thing("change", &name), |plan| Names::part(plan, "change", &name));
            let direct = if change.extent == Extent::Part { fg::HANDED_PART_TO } else { fg::SUCCEEDED_BY };
            sink.link(&from, direct, &to);
            sink.link(&from, org::CHANGED_BY, &event);
            sink.class(&event, org::CHANGE_EVENT);
            let (zh, en) = (format!("{}：{}", change.event, change.to), format!("Reorganisation of {}: {}", change.year, change.to));
            sink.labels(&event, &zh, &en);
            sink.add(&event, dcterms::DATE, Literal::new_typed_literal(format!("{:04}", change.year), xsd::G_YEAR));
            sink.chinese(&event, fg::REFORM, change.event);
            sink.link(&event, org::ORIGINAL_ORGANIZATION, &from);
            sink.link(&event, org::RESULTING_ORGANIZATION, &to);
        }
    }

    /// Enters what became of an office, and of what it became; years only rise, so this ends for any table.
    fn follow(&mut self, lexicon: &Lexicon, seat: &Seat<'_>, office: &Office, since: Since) {
        for row in steps(lexicon, seat, office, since) {
            let Some((next, later)) = successor(lexicon, seat, office, row) else { continue };
            let (from, to) = (office.name.clone(), next.name.clone());
            let change = Change { from, to, year: row.year, event: row.event, extent: row.extent };
            let known = self.later.entry(later.name.clone()).or_insert_with(|| later.clone());
            known.full = known.full.take().or(later.full);
            if change.from != change.to && self.changes.insert(change) {
                let after = row.year.saturating_add(1);
                self.follow(lexicon, seat, &next, Since { ended: after, parted: after });
            }
        }
    }
}

/// The rows that tell what became of an office: those for its province before those for its level, and none after its end.
fn steps<'a>(lexicon: &'a Lexicon, seat: &Seat<'_>, office: &Office, since: Since) -> Vec<&'a Succession> {
    let division = seat.division.map(|at| &lexicon.divisions[at]);
    let stem = office.department.map(|at| lexicon.departments[at].stem);
    let concerned = |row: &&Succession| match stem {
        Some(stem) => !row.is_central() && (row.from == office.own || row.from == stem),
        None => row.is_central() && row.from == office.name,
    };
    let tier = match division {
        Some(division) if division.level() != DivisionLevel::Province => "local",
        Some(division) if MUNICIPALITIES.contains(&&division.code[..2]) => "municipality",
        Some(_) => "province",
        None if stem.is_none() => "central",
        None if office.own.ends_with('厅') => "province",
        None => "",
    };
    let of_province = |row: &Succession| {
        let digits = |level: &str| level.starts_with(|c: char| c.is_ascii_digit());
        division.is_some_and(|division| row.level.iter().any(|level| digits(level) && level.get(..2) == Some(&division.code[..2])))
    };
    let of_level = |row: &Succession| row.level.iter().any(|level| *level == tier || (*level == "all" && tier != "central"));
    let all: Vec<(&Succession, bool)> = lexicon
        .successions
        .iter()
        .filter(concerned)
        .map(|row| (row, of_province(row)))
        .filter(|(row, of_province)| *of_province || of_level(row))
        .collect();
    let overruled = |row: &Succession| all.iter().any(|(other, of_province)| *of_province && other.event == row.event);
    let counts = |row: &Succession| row.year >= if row.extent == Extent::Part { since.parted } else { since.ended };
    let mut rows: Vec<&Succession> = all
        .iter()
        .filter(|(row, of_province)| *of_province || !overruled(row))
        .map(|(row, _)| *row)
        .filter(|row| row.to != "-" && counts(row))
        .collect();
    if let Some(end) = rows.iter().filter(|row| row.extent != Extent::Part).map(|row| row.year).min() {
        rows.retain(|row| row.year <= end);
    }
    rows
}

/// The office that a row names, at the same seat.
fn successor(lexicon: &Lexicon, seat: &Seat<'_>, office: &Office, row: &Succession) -> Option<(Office, Later)> {
    if row.is_central() {
        let body = lexicon.bodies.iter().find(|body| body.name == row.to)?;
        let short = body.aliases.iter().find(|alias| alias.len() < body.name.len()).unwrap_or(&body.name);
        let name = body.name.to_owned();
        let later = Later { name: name.clone(), short: (*short).to_owned(), full: None, function: body.function, division: None };
        return Some((Office { own: name.clone(), name, department: None }, later));
    }
    let (of_party, wanted) = row.to.strip_prefix("党委").map_or((false, row.to), |rest| (true, rest));
    let ending = office.department.and_then(|at| office.own.strip_prefix(lexicon.departments[at].stem)).unwrap_or_default();
    let named = |department: &Department| {
        let rest = wanted.strip_prefix(department.stem)?;
        if rest.is_empty() {
            let kept = department.endings.iter().find(|own| **own == ending).or(department.endings.first())?;
            return Some(canonical(department, kept));
        }
        department.endings.iter().map(|own| canonical(department, own)).find(|name| name == wanted)
    };
    let (at, name) = lexicon.departments.iter().enumerate().find_map(|(at, department)| Some((at, named(department)?)))?;
    let department = &lexicon.departments[at];
    // As plans write organs of the party: 自治区党委组织部, but 省委组织部.
    let own = if of_party {
        let party = if seat.full.is_empty() || seat.full.ends_with("自治区") { "党委" } else { "委" };
        let holds_it = department.variants.iter().any(|variant| variant.strip_prefix(party) == Some(department.stem));
        if holds_it { name } else { format!("{party}{name}") }
    } else {
        name
    };
    let name = format!("{}{own}", seat.full);
    let later = Later {
        name: name.clone(),
        short: format!("{}{own}", seat.prefix),
        full: (!row.full.is_empty()).then(|| format!("{}{}", seat.full, row.full)),
        function: department.function,
        division: seat.division,
    };
    Some((Office { name, own, department: (!of_party).then_some(at) }, later))
}

/// The name of a department with one of its endings.
fn canonical(department: &Department, ending: &str) -> String {
    department.canonical(if ending == "-" { "" } else { ending })
}

/// The part of a unit's name that is the department's own.
fn own_name(department: &Department, unit: &str) -> Option<String> {
    let names = department.endings.iter().map(|ending| canonical(department, ending));
    names.filter(|name| unit.ends_with(name.as_str())).max_by_key(String::len)
}
