//! Counting what was found of a gold annotation.
//!
//! What the program reads belongs to the gold assignment whose clause its own clause overlaps most. Counted are triples of
//! assignment, role and name, as sets; groups apart from units, without their role.

use super::gold::Gold;
use crate::report::TaskRecord;
use crate::text::Source;
use serde::Serialize;
use std::collections::{BTreeMap, HashMap, HashSet};
use std::ops::AddAssign;

/// How much was found: the triples of the annotation, those that were read, and those in both.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
pub struct Counts {
    /// In both.
    pub hit: usize,
    /// In the annotation.
    pub gold: usize,
    /// Read by the program.
    pub read: usize,
}

/// What was found of one document.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Score {
    /// Of units.
    pub units: Counts,
    /// Of groups.
    pub groups: Counts,
    /// What was missed or read wrongly, in the order of the text.
    pub differences: Vec<Difference>,
}

/// A triple that is only in the annotation, or only in what was read.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Difference {
    /// Which of the two.
    pub what: DifferenceKind,
    /// The role, or that it is a group.
    pub kind: Kind,
    /// The name, without white space.
    pub name: String,
    /// The line of the clause, from 1.
    pub line: usize,
    /// Its first character.
    pub begin: usize,
    /// Its words: of the annotation for what is missed, as read by the program for what is wrong.
    pub clause: String,
}

/// Missed or wrong.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum DifferenceKind {
    /// In the annotation, and not read.
    Missed,
    /// Read, and not in the annotation.
    Wrong,
}

/// What a triple says of a name.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Kind {
    /// The unit leads 牵头.
    Lead,
    /// The unit supports 配合.
    Support,
    /// The unit is responsible 负责.
    Responsible,
    /// It is a group, in any role.
    Group,
}

/// The assignment of the annotation that a triple belongs to, or the first character of a clause that belongs to none.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
enum Key {
    Gold(usize),
    Extra(usize),
}

type Triple = (Key, Kind, String);
type Clause = (usize, usize);

impl Counts {
    /// The share of what was read that is right; 1 where nothing was read and nothing was to be read.
    pub fn precision(&self) -> f64 {
        match (self.read, self.gold) {
            (0, 0) => 1.0,
            (0, _) => 0.0,
            (read, _) => self.hit as f64 / read as f64,
        }
    }

    /// The share of the annotation that was read; 1 where it is empty.
    pub fn recall(&self) -> f64 {
        if self.gold == 0 { 1.0 } else { self.hit as f64 / self.gold as f64 }
    }

    /// The harmonic mean of both.
    pub fn f1(&self) -> f64 {
        let (precision, recall) = (self.precision(), self.recall());
        if precision + recall > 0.0 { 2.0 * precision * recall / (precision + recall) } else { 0.0 }
    }

    /// Whether all was found, and nothing else.
    pub const fn is_perfect(&self) -> bool {
        self.hit == self.gold && self.hit == self.read
    }

    fn add(&mut self, in_gold: bool, in_read: bool) {
        self.hit += usize::from(in_gold && in_read);
        self.gold += usize::from(in_gold);
        self.read += usize::from(in_read);
    }
}

impl AddAssign for Counts {
    fn add_assign(&mut self, other: Self) {
        self.hit += other.hit;
        self.gold += other.gold;
        self.read += other.read;
    }
}

impl Kind {
    /// Its name in English.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Lead => "lead",
            Self::Support => "support",
            Self::Responsible => "responsible",
            Self::Group => "group",
        }
    }
}

/// Compares what was read of `source` with its annotation.
pub fn score(gold: &Gold, source: &Source, records: &[TaskRecord<'_>]) -> Score {
    let wanted = wanted(gold);
    let found = found(gold, records);
    let triples: BTreeMap<&Triple, ()> = wanted.keys().chain(found.keys()).map(|triple| (triple, ())).collect();
    let mut score = Score::default();
    for triple @ (_, kind, name) in triples.into_keys() {
        let (in_gold, in_read) = (wanted.get(triple), found.get(triple));
        let counts = if *kind == Kind::Group { &mut score.groups } else { &mut score.units };
        counts.add(in_gold.is_some(), in_read.is_some());
        let (what, (begin, end)) = match (in_gold, in_read) {
            (Some(_), Some(_)) | (None, None) => continue,
            (Some(clause), None) => (DifferenceKind::Missed, *clause),
            (None, Some(clause)) => (DifferenceKind::Wrong, *clause),
        };
        let span = source.span(begin, end);
        score.differences.push(Difference {
            what,
            kind: *kind,
            name: name.clone(),
            line: span.map_or(0, |span| source.line_and_column(span.start).0),
            begin,
            clause: span.map(|span| source.words(span).to_owned()).unwrap_or_default(),
        });
    }
    score.differences.sort_by(|a, b| (a.begin, a.what, a.kind, &a.name).cmp(&(b.begin, b.what, b.kind, &b.name)));
    score
}

/// The triples of the annotation, each with its clause.
fn wanted(gold: &Gold) -> HashMap<Triple, Clause> {
    let names = Names::new(gold);
    let mut wanted = HashMap::new();
    for (at, assignment) in gold.assignments.iter().enumerate() {
        let clause = assignment.passage.characters();
        let units = [(Kind::Lead, &assignment.lead), (Kind::Support, &assignment.support), (Kind::Responsible, &assignment.responsible)];
        for (kind, listed) in units {
            wanted.extend(listed.iter().map(|name| ((Key::Gold(at), kind, names.same(name)), clause)));
        }
        wanted.extend(assignment.generic.iter().map(|name| ((Key::Gold(at), Kind::Group, clean(name)), clause)));
    }
    wanted
}

/// The triples that the program read, each with the first clause that says so.
fn found(gold: &Gold, records: &[TaskRecord<'_>]) -> HashMap<Triple, Clause> {
    let names = Names::new(gold);
    let limit = gold.annotated_to.filter(|to| *to > 0 && !gold.complete).unwrap_or(usize::MAX);
    let clauses: Vec<Clause> =
        gold.assignments.iter().map(|assignment| assignment.passage.characters()).map(|(begin, end)| (begin, end.max(begin + 1))).collect();
    let soles: Vec<HashSet<String>> = gold
        .assignments
        .iter()
        .map(|assignment| if assignment.sole { assignment.lead.iter().map(|name| names.same(name)).collect() } else { HashSet::new() })
        .collect();
    let mut found = HashMap::new();
    let mut taken: HashMap<Clause, usize> = HashMap::new();
    for record in records {
        let clause = (record.clause.begin, record.clause.end);
        if clause.0 >= limit {
            continue;
        }
        let home = largest_overlap(&clauses, clause);
        if home.is_none() && gold.optional.iter().any(|passage| overlap(passage.characters(), clause) > 0) {
            continue;
        }
        let home = home.map(|home| sharing(&clauses, home, taken.entry(clauses[home]).or_default()));
        let key = home.map_or(Key::Extra(clause.0), Key::Gold);
        for (kind, units) in [(Kind::Lead, &record.lead), (Kind::Support, &record.support), (Kind::Responsible, &record.responsible)] {
            for unit in units {
                let name = names.same(unit.name);
                let sole = home.is_some_and(|home| soles[home].contains(&name));
                let kind = if sole && kind == Kind::Responsible { Kind::Lead } else { kind };
                found.entry((key, kind, name)).or_insert(clause);
            }
        }
        for group in &record.groups {
            found.entry((key, Kind::Group, clean(group.name))).or_insert(clause);
        }
    }
    found
}

/// The first of the clauses that share the most characters with `clause`.
fn largest_overlap(clauses: &[Clause], clause: Clause) -> Option<usize> {
    let overlaps = clauses.iter().map(|other| overlap(*other, clause)).enumerate().filter(|(_, shared)| *shared > 0);
    overlaps.max_by_key(|(at, shared)| (*shared, std::cmp::Reverse(*at))).map(|(at, _)| at)
}

/// Where several assignments of the annotation have one clause (the heading over the items of a ledger), they are taken in turn.
fn sharing(clauses: &[Clause], home: usize, taken: &mut usize) -> usize {
    let turn = *taken;
    *taken += 1;
    let alike = clauses.iter().enumerate().filter(|(_, other)| **other == clauses[home]).map(|(at, _)| at);
    alike.take(turn + 1).last().unwrap_or(home)
}

/// How many characters two stretches share.
fn overlap(one: Clause, other: Clause) -> usize {
    one.1.min(other.1).saturating_sub(one.0.max(other.0))
}

/// Which names are forms of another.
struct Names(HashMap<String, String>);

impl Names {
    fn new(gold: &Gold) -> Self {
        let forms = gold.aliases.iter().flat_map(|(name, others)| others.iter().map(move |other| (clean(other), clean(name))));
        Self(forms.collect())
    }

    fn same(&self, name: &str) -> String {
        let name = clean(name);
        self.0.get(&name).cloned().unwrap_or(name)
    }
}

/// A name without white space.
fn clean(name: &str) -> String {
    name.chars().filter(|c| !c.is_whitespace() && !('\u{1c}'..='\u{1f}').contains(c)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::evaluate::{GoldAssignment, Passage};
    use crate::graph::{DEFAULT_BASE, Names};
    use crate::reader::Reader;
    use crate::report::records;

    const PLAN: &str = "某省工作分工方案\n一、支持创业。（省人社厅牵头，省财政厅、各有关部门配合）\n二、改革审批。（省商务厅负责）\n";

    fn passage(evidence: &str) -> Passage {
        let offset = PLAN.find(evidence).map(|at| PLAN[..at].chars().count()).expect("words of the plan");
        Passage { offset, evidence: evidence.to_owned(), evidence_len: None }
    }

    fn compare(gold: &Gold) -> Score {
        let reading = Reader::new(None).expect("tables").read(Source::from_text("plan", PLAN), crate::document::Metadata::default());
        let names = Names::new(DEFAULT_BASE).expect("an IRI");
        score(gold, &reading.document.source, &records(&reading, &names))
    }

    fn truth() -> Gold {
        let names = |names: &[&str]| names.iter().map(|name| (*name).to_owned()).collect::<Vec<_>>();
        let first = GoldAssignment {
            passage: passage("省人社厅牵头，省财政厅、各有关部门配合"),
            lead: names(&["省 人社厅"]),
            support: names(&["省财政厅"]),
            generic: names(&["各有关部门"]),
            ..GoldAssignment::default()
        };
        let second =
            GoldAssignment { passage: passage("省商务厅负责"), responsible: names(&["省商务厅"]), ..GoldAssignment::default() };
        Gold { complete: true, assignments: vec![first, second], ..Gold::default() }
    }

    #[test]
    fn what_agrees_is_perfect() {
        let score = compare(&truth());
        assert_eq!((score.units, score.groups), (Counts { hit: 3, gold: 3, read: 3 }, Counts { hit: 1, gold: 1, read: 1 }));
        assert_eq!(score.differences, []);
        assert!((score.units.f1() - 1.0).abs() < f64::EPSILON);
    }

    #[test]
    fn what_differs_is_told_with_its_clause() {
        let mut gold = truth();
        gold.assignments[0].support = vec!["省教育厅".to_owned()];
        let score = compare(&gold);
        assert_eq!(score.units, Counts { hit: 2, gold: 3, read: 3 });
        let told: Vec<_> = score.differences.iter().map(|one| (one.what, one.kind, one.name.as_str(), one.line)).collect();
        assert!(told.contains(&(DifferenceKind::Missed, Kind::Support, "省教育厅", 2)), "{told:?}");
        assert!(told.contains(&(DifferenceKind::Wrong, Kind::Support, "省财政厅", 2)), "{told:?}");
    }

    #[test]
    fn aliases_sole_units_optional_words_and_the_limit_are_heeded() {
        let mut gold = truth();
        gold.aliases.insert("省人力资源社会保障厅".to_owned(), vec!["省人社厅".to_owned()]);
        gold.assignments[0].lead = vec!["省人力资源社会保障厅".to_owned()];
        let second = &mut gold.assignments[1];
        second.lead = std::mem::take(&mut second.responsible);
        assert_eq!(compare(&gold).units, Counts { hit: 2, gold: 3, read: 3 });
        gold.assignments[1].sole = true;
        assert!(compare(&gold).units.is_perfect());

        let second = gold.assignments.remove(1);
        assert_eq!(compare(&gold).units, Counts { hit: 2, gold: 2, read: 3 });
        gold.optional.push(second.passage.clone());
        assert!(compare(&gold).units.is_perfect());
        gold.optional.clear();
        gold.annotated_to = Some(second.passage.offset - 1);
        assert!(!compare(&gold).units.is_perfect(), "a complete annotation has no limit");
        gold.complete = false;
        assert!(compare(&gold).units.is_perfect());
    }

    #[test]
    fn nothing_read_of_nothing_is_right() {
        let counts = |hit, gold, read| Counts { hit, gold, read };
        assert_eq!((counts(0, 0, 0).precision(), counts(0, 0, 0).recall(), counts(0, 0, 0).f1()), (1.0, 1.0, 1.0));
        assert_eq!((counts(0, 0, 2).precision(), counts(0, 0, 2).recall(), counts(0, 0, 2).f1()), (0.0, 1.0, 0.0));
        assert_eq!((counts(0, 3, 0).precision(), counts(0, 3, 0).recall(), counts(0, 3, 0).f1()), (0.0, 0.0, 0.0));
    }
}
