//! The names by which a question can speak of things of the graph.
//!
//! In: the names of the graph ([`NameIndex`]) and the tables. Out: for each name, folded, what it may stand for, the surer first. A name
//! is what a plan or the reference data write (rank 0), or another form that the tables know to mean the same: 发改委, Hohhot, 就业 for
//! 就业创业 (rank 1), or one that is usual but not sure to be this one alone: 环保部门, 海关 (rank 2 and 3). Left out: things that no plan
//! names. A question about them is not understood, which is told with the names nearest to it.

use super::fold::key;
use crate::graph::vocab::fg;
use crate::graph::{Graph, GraphError, local};
use crate::lexicon::Lexicon;
use crate::query::forms::{BARE, UnitForms, around_division};
use crate::query::{NameIndex, Thing};
use oxigraph::model::{NamedNode, NamedNodeRef};
use pinyin::ToPinyin;
use std::collections::{HashMap, HashSet};

/// What kind of thing a name stands for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(super) enum Kind {
    /// A unit of a plan.
    Unit,
    /// What a unit became.
    Later,
    /// 相关盟市
    Group,
    /// An administrative division.
    Division,
    /// A zone, belt or cluster.
    Area,
    /// A port.
    Port,
    /// Another place.
    Region,
    /// A topic.
    Topic,
    /// An industry.
    Industry,
    /// A project.
    Project,
    /// A deposit or another named thing.
    Named,
    /// A task, by its heading or number.
    Task,
    /// A chapter or section.
    Section,
    /// Words of the text, which the question quotes.
    Words,
}

impl Kind {
    /// Whether it is a place of whatever kind.
    pub(super) const fn is_place(self) -> bool {
        matches!(self, Self::Division | Self::Area | Self::Port | Self::Region)
    }

    fn of(thing: &Thing) -> Option<Self> {
        const CLASSES: &[(NamedNodeRef<'_>, Kind)] = &[
            (fg::UNIT, Kind::Unit),
            (fg::LATER_UNIT, Kind::Later),
            (fg::GROUP, Kind::Group),
            (fg::ADMINISTRATIVE_DIVISION, Kind::Division),
            (fg::ECOLOGICAL_ZONE, Kind::Area),
            (fg::INDUSTRY_BELT, Kind::Area),
            (fg::CITY_CLUSTER, Kind::Area),
            (fg::PORT, Kind::Port),
            (fg::PLACE, Kind::Region),
            (fg::TOPIC, Kind::Topic),
            (fg::INDUSTRY, Kind::Industry),
            (fg::PROJECT, Kind::Project),
            (fg::DEPOSIT, Kind::Named),
            (fg::NAMED_THING, Kind::Named),
            (fg::TASK, Kind::Task),
            (fg::SECTION, Kind::Section),
        ];
        CLASSES.iter().find(|(class, _)| thing.is_a(*class)).map(|(_, kind)| *kind)
    }
}

/// A thing that a name may stand for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Candidate {
    /// What kind of thing.
    pub(super) kind: Kind,
    /// Which; without one for words.
    pub(super) node: Option<NamedNode>,
    /// What it is called.
    pub(super) label: String,
    /// How sure the name is; 0 is surest.
    pub(super) rank: u8,
}

impl Candidate {
    /// Whether it is the stem of a department without its ending, which is the department only where it does something.
    pub(super) const fn is_bare(&self) -> bool {
        matches!(self.kind, Kind::Unit | Kind::Later) && self.rank >= BARE
    }
}

/// The names, folded.
#[derive(Debug, Default)]
pub(super) struct Names {
    by_key: HashMap<String, Vec<Candidate>>,
    /// The number of characters of the longest.
    pub(super) longest: usize,
    /// The headings of tasks, folded.
    headings: Vec<(String, Candidate)>,
    /// The things, for suggestions: label and kind.
    pub(super) labels: Vec<(String, Kind)>,
}

/// A part of a heading that is long enough to be no other word.
pub(super) const PART_OF_HEADING: usize = 4;

impl Names {
    /// Reads the names of a graph, and adds the forms that the tables know.
    pub(super) fn build(graph: &Graph, lexicon: &Lexicon) -> Result<Self, GraphError> {
        let index = NameIndex::build(graph)?;
        let mut names = Self::default();
        let mut units: HashMap<NamedNode, (Candidate, Vec<String>)> = HashMap::new();
        let english: HashMap<&str, &[&str]> = lexicon.english.iter().map(|row| (row.zh, row.en.as_slice())).collect();
        let mut divisions: Vec<String> = Vec::new();
        for (name, thing) in index.names() {
            let Some(kind) = Kind::of(thing) else { continue };
            let candidate = Candidate { kind, node: Some(thing.node.clone()), label: thing.label.clone(), rank: 0 };
            names.add(name, &candidate, 0);
            if matches!(kind, Kind::Unit | Kind::Later) {
                units.entry(thing.node.clone()).or_insert_with(|| (candidate.clone(), Vec::new())).1.push(name.to_owned());
            } else if kind == Kind::Division {
                divisions.push(name.to_owned());
                names.spell(name, &candidate);
            } else if kind == Kind::Task && name == thing.label {
                names.headings.push((key(name), Candidate { rank: 4, ..candidate.clone() }));
            }
            for form in english.get(name).copied().unwrap_or_default() {
                names.add(form, &candidate, 1);
            }
            if name.is_ascii() && matches!(kind, Kind::Topic | Kind::Industry) {
                for part in name.split([',', '(', ')']).flat_map(|part| part.split(" and ")).map(str::trim).filter(|part| *part != name) {
                    names.add(part, &candidate, 2);
                }
            }
        }
        names.terms(lexicon, &index);
        names.kinds_of_projects(&index);
        names.areas_in_short(&index);
        let forms = UnitForms::new(lexicon);
        divisions.sort_by_key(|name| std::cmp::Reverse(name.len()));
        let mut units: Vec<_> = units.into_iter().collect();
        units.sort_by(|a, b| a.0.as_str().cmp(b.0.as_str()));
        for (_, (candidate, written)) in &units {
            let later = u8::from(candidate.kind == Kind::Later);
            for (form, rank) in forms.of(written, around_division(written, &divisions)) {
                names.add(&form, candidate, rank + later);
            }
        }
        names.labels = index.things().iter().filter_map(|thing| Some((thing.label.clone(), Kind::of(thing)?))).collect();
        names.labels.sort();
        names.labels.dedup();
        Ok(names)
    }

    /// What a folded name may stand for, the surer first.
    pub(super) fn get(&self, key: &str) -> Option<&[Candidate]> {
        self.by_key.get(key).map(Vec::as_slice)
    }

    fn add(&mut self, name: &str, candidate: &Candidate, rank: u8) {
        let key = key(name);
        let length = key.chars().count();
        // 铝 is a name, but no number of a chapter.
        let number = length == 1 && key.starts_with(|c| "一二三四五六七八九十".contains(c));
        if length == 0 || number || (length == 1 && (rank > 0 || key.is_ascii())) || key.chars().all(|c| c.is_ascii_digit()) {
            return;
        }
        self.longest = self.longest.max(length);
        let known = self.by_key.entry(key).or_default();
        match known.iter_mut().find(|other| other.kind == candidate.kind && other.node == candidate.node && other.label == candidate.label)
        {
            Some(other) => other.rank = other.rank.min(rank),
            None => known.push(Candidate { rank, ..candidate.clone() }),
        }
    }

    /// 高速公路 for all projects whose names end so, where it is no other name.
    fn kinds_of_projects(&mut self, index: &NameIndex) {
        let projects: Vec<&Thing> = index.things().iter().filter(|thing| thing.is_a(fg::PROJECT)).collect();
        let mut ends: HashMap<&str, Vec<&Thing>> = HashMap::new();
        for thing in &projects {
            for (at, _) in thing.label.char_indices().skip(1).filter(|(at, _)| thing.label[*at..].chars().count() > 1) {
                ends.entry(&thing.label[at..]).or_default().push(thing);
            }
        }
        let free = |end: &str| self.get(&key(end)).is_none_or(|known| known.iter().all(|candidate| candidate.kind == Kind::Words));
        let mut ends: Vec<_> = ends.into_iter().filter(|(end, things)| things.len() > 1 && free(end)).collect();
        ends.sort_by_key(|(end, _)| *end);
        for (end, things) in ends {
            for thing in things {
                let candidate = Candidate { kind: Kind::Project, node: Some(thing.node.clone()), label: thing.label.clone(), rank: 1 };
                self.add(end, &candidate, 1);
            }
        }
    }

    /// 新能源产业带 for 阴山北麓贺兰山东麓新能源产业带, where no other area ends so.
    fn areas_in_short(&mut self, index: &NameIndex) {
        let area = |thing: &Thing| Kind::of(thing) == Some(Kind::Area);
        let areas: Vec<&Thing> = index.things().iter().filter(|thing| area(thing)).collect();
        for thing in &areas {
            for (at, _) in thing.label.char_indices().skip(1) {
                let end = &thing.label[at..];
                let one = areas.iter().filter(|other| other.label.ends_with(end)).count() == 1;
                let free = self.get(&key(end)).is_none_or(|known| known.iter().all(|candidate| candidate.kind == Kind::Words));
                if one && free && end.chars().count() > PART_OF_HEADING {
                    let candidate = Candidate { kind: Kind::Area, node: Some(thing.node.clone()), label: thing.label.clone(), rank: 1 };
                    self.add(end, &candidate, 1);
                }
            }
        }
    }

    /// Baotou for 包头: divisions are called by their pinyin where they have no other English name.
    fn spell(&mut self, name: &str, candidate: &Candidate) {
        let syllables: Option<Vec<&str>> = name.chars().map(|c| c.to_pinyin().map(pinyin::Pinyin::plain)).collect();
        if let Some(syllables) = syllables.filter(|syllables| syllables.len() > 1) {
            self.add(&syllables.concat(), candidate, 1);
        }
    }

    /// The headings that hold words, for [`Names::part_of_heading`].
    pub(super) fn headings_with(&self, begun: &str) -> Vec<&(String, Candidate)> {
        self.headings.iter().filter(|(heading, _)| heading.contains(begun)).collect()
    }

    /// 能源基地 stands for 国家综合能源基地 in a question about a task: the tasks of the one heading that the words are a part of.
    pub(super) fn part_of_heading(headings: &[&(String, Candidate)]) -> Option<Vec<Candidate>> {
        let first = headings.first()?;
        headings.iter().all(|(heading, _)| *heading == first.0).then(|| headings.iter().map(|(_, candidate)| candidate.clone()).collect())
    }

    /// The terms of topics and industries: a term that is the label in short is the topic (就业, 环保), any other is words of the text.
    fn terms(&mut self, lexicon: &Lexicon, index: &NameIndex) {
        let things: HashMap<&str, &Thing> = index
            .things()
            .iter()
            .filter(|thing| thing.is_a(fg::TOPIC) || thing.is_a(fg::INDUSTRY))
            .map(|thing| (thing.label.as_str(), thing))
            .collect();
        let mut quoted = HashSet::new();
        for row in &lexicon.topics {
            let Some(thing) = things.get(row.zh).filter(|thing| local(thing.node.as_str()) == row.id) else { continue };
            let candidate = Candidate { kind: Kind::Topic, node: Some(thing.node.clone()), label: thing.label.clone(), rank: 1 };
            for part in row.zh.split(['与', '和', '、']).filter(|part| *part != row.zh) {
                self.add(part, &candidate, 1);
            }
            for term in row.terms.iter().map(|term| term.trim_matches('、')) {
                if is_short_for(term, row.zh) { self.add(term, &candidate, 1) } else { _ = quoted.insert(term) }
            }
        }
        let industries = index.things().iter().filter(|thing| thing.is_a(fg::INDUSTRY));
        let industries: HashMap<&str, &Thing> = industries.map(|thing| (local(thing.node.as_str()), thing)).collect();
        for row in &lexicon.industries {
            let terms = row.terms.iter().map(|term| term.trim_end_matches(['、', '等']));
            match industries.get(row.id) {
                Some(thing) => {
                    let candidate = Candidate { kind: Kind::Industry, node: Some(thing.node.clone()), label: thing.label.clone(), rank: 1 };
                    terms.for_each(|term| self.add(term, &candidate, 1));
                }
                None => quoted.extend(terms),
            }
        }
        for term in quoted.into_iter().filter(|term| term.chars().count() > 1) {
            self.add(term, &Candidate { kind: Kind::Words, node: None, label: term.to_owned(), rank: 3 }, 3);
        }
    }
}

/// Whether a term is its label in short: 就业 of 就业创业, 环保 of 环境保护; not 水利 of 水资源.
fn is_short_for(term: &str, label: &str) -> bool {
    let mut rest = label.chars();
    let begins = term.chars().next() == label.chars().next();
    label.contains(term) || (begins && term.chars().all(|c| rest.any(|other| other == c)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_term_is_the_topic_only_where_it_is_its_name_in_short() {
        assert!(is_short_for("就业", "就业创业") && is_short_for("环保", "环境保护") && is_short_for("铁路", "铁路"));
        assert!(!is_short_for("水利", "水资源") && !is_short_for("地下水", "水资源"));
    }
}
