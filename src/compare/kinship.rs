//! Which unit of one plan is which unit of the other: the same, what a reform made of it, or the one that does the same for another government.

use super::difference::Reform;
use crate::analyse::{Ledger, rows, text};
use crate::graph::Graph;
use crate::query::QueryError;
use std::collections::{BTreeMap, BTreeSet, VecDeque};

const STEPS: &str = "
SELECT ?from ?to ?year ?reform ?part ?old ?new WHERE {
  VALUES (?step ?part) { (fg:succeededBy false) (fg:handedPartTo true) }
  ?from ?step ?to . ?change org:originalOrganization ?from ; org:resultingOrganization ?to ; dcterms:date ?date ; fg:reform ?reform .
  { SELECT DISTINCT ?from ?old { ?from fg:shortName ?old } } { SELECT DISTINCT ?to ?new { ?to fg:shortName ?new } }
  BIND(STR(?date) AS ?year)
} ORDER BY ?from ?to ?year ?reform";

const UNITS: &str = "
SELECT DISTINCT ?u ?short ?function ?division WHERE {
  ?u a fg:Unit ; fg:shortName ?short . OPTIONAL { ?u fg:function ?function } OPTIONAL { ?u fg:jurisdiction ?division }
} ORDER BY ?u ?short ?function ?division";

const HOMES: &str = "SELECT DISTINCT ?p ?division WHERE { ?p a fg:Plan ; fg:jurisdiction ?division } ORDER BY ?p ?division";

/// How units of the two plans belong together.
#[derive(Debug, Default)]
pub(super) struct Kinship {
    /// Whether the plans are of different governments.
    pub across: bool,
    /// Parties of the first plan with those of the second that a reform ties to them, and the steps between.
    pub successions: BTreeMap<(usize, usize), Vec<Reform>>,
    /// Parties of the first plan with the one of the second that does the same.
    pub counterparts: BTreeMap<usize, usize>,
    /// Units of one plan alone to which a unit of the other handed some of its duties.
    pub handed: BTreeMap<usize, Vec<Reform>>,
}

/// What is known of a unit.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
struct About {
    short: String,
    function: String,
    division: String,
}

impl Kinship {
    /// How the parties `from` of a plan belong to those of another.
    ///
    /// # Errors
    /// [`QueryError`] where the graph cannot be asked.
    pub(super) fn of(
        graph: &Graph,
        ledger: &Ledger,
        plans: (&str, &str),
        (from, to): (&BTreeSet<usize>, &BTreeSet<usize>),
    ) -> Result<Self, QueryError> {
        let at: BTreeMap<&str, usize> = ledger.parties.iter().enumerate().map(|(at, party)| (party.iri.as_str(), at)).collect();
        let mut steps: BTreeMap<String, Vec<(String, Reform)>> = BTreeMap::new();
        for row in rows(graph, STEPS)? {
            let [year, reform, old, new] = ["year", "reform", "old", "new"].map(|name| text(&row, name));
            let step = Reform { year, reform, from: old, to: new, part: text(&row, "part") == "true" };
            steps.entry(text(&row, "from")).or_default().push((text(&row, "to"), step));
        }
        let mut kinship = Self::default();
        // A unit that the other plan still names has had no successor there; so one looks only from those that are gone.
        for (olds, news, forward) in [(from, to, true), (to, from, false)] {
            for old in olds.iter().filter(|old| !news.contains(old) && ledger.parties[**old].is_unit) {
                for (new, path) in successors(&steps, &ledger.parties[*old].iri, |iri| at.get(iri).filter(|at| news.contains(at)).copied())
                {
                    let ends = if forward { (*old, new) } else { (new, *old) };
                    kinship.successions.entry(ends).or_insert(path);
                }
            }
            for old in olds {
                for (next, step) in steps.get(&ledger.parties[*old].iri).into_iter().flatten().filter(|(_, step)| step.part) {
                    if let Some(new) = at.get(next.as_str()).filter(|new| news.contains(new) && !olds.contains(new)) {
                        let handed = kinship.handed.entry(*new).or_default();
                        if !handed.contains(step) {
                            handed.push(step.clone());
                        }
                    }
                }
            }
        }
        let homes: BTreeMap<String, String> = rows(graph, HOMES)?.iter().map(|row| (text(row, "p"), text(row, "division"))).collect();
        let home = |plan: &str| homes.get(plan).cloned().unwrap_or_default();
        kinship.across = home(plans.0) != home(plans.1);
        if kinship.across {
            kinship.find_counterparts(graph, ledger, (&home(plans.0), &home(plans.1)), (from, to))?;
        }
        Ok(kinship)
    }

    /// Pairs units at the seats of the two governments: those that alone have their function, then those of the same short name.
    fn find_counterparts(
        &mut self,
        graph: &Graph,
        ledger: &Ledger,
        homes: (&str, &str),
        (from, to): (&BTreeSet<usize>, &BTreeSet<usize>),
    ) -> Result<(), QueryError> {
        let mut about: BTreeMap<String, About> = BTreeMap::new();
        for row in rows(graph, UNITS)? {
            let [short, function, division] = ["short", "function", "division"].map(|name| text(&row, name));
            about.entry(text(&row, "u")).or_insert(About { short, function, division });
        }
        let at_home = |parties: &BTreeSet<usize>, others: &BTreeSet<usize>, home: &str| -> Vec<(usize, About)> {
            let alone = parties.iter().filter(|at| !others.contains(at));
            let known = alone.filter_map(|at| Some((*at, about.get(&ledger.parties[*at].iri)?.clone())));
            known.filter(|(_, about)| about.division == home).collect()
        };
        let mut tied: BTreeSet<usize> = self.successions.keys().flat_map(|(one, other)| [*one, *other]).collect();
        let (ours, theirs) = (at_home(from, to, homes.0), at_home(to, from, homes.1));
        for key in [|about: &About| about.function.clone(), |about: &About| about.short.clone()] {
            let mut groups: BTreeMap<String, (Vec<usize>, Vec<usize>)> = BTreeMap::new();
            for (at, about) in ours.iter().filter(|(at, _)| !tied.contains(at)) {
                groups.entry(key(about)).or_default().0.push(*at);
            }
            for (at, about) in theirs.iter().filter(|(at, _)| !tied.contains(at)) {
                groups.entry(key(about)).or_default().1.push(*at);
            }
            for (key, group) in groups {
                if let ([one], [other], false) = (group.0.as_slice(), group.1.as_slice(), key.is_empty()) {
                    self.counterparts.insert(*one, *other);
                    tied.extend([*one, *other]);
                }
            }
        }
        Ok(())
    }

    /// Whether two different units are tied by a reform.
    pub(super) fn succeeds(&self, from: usize, to: usize) -> bool {
        self.successions.contains_key(&(from, to))
    }

    /// The unit of the second plan that counts as this one of the first.
    pub(super) fn as_in_second(&self, from: usize) -> usize {
        self.counterparts.get(&from).copied().unwrap_or(from)
    }
}

/// The nearest units after one that the other plan names, each with the steps to it. No step is earlier than the one before it: a name that comes back
/// is not followed into the reforms of its first bearer.
fn successors(
    steps: &BTreeMap<String, Vec<(String, Reform)>>,
    old: &str,
    named: impl Fn(&str) -> Option<usize>,
) -> Vec<(usize, Vec<Reform>)> {
    let mut found: Vec<(usize, Vec<Reform>)> = Vec::new();
    let mut seen: BTreeSet<(&str, &str)> = BTreeSet::new();
    let mut open: VecDeque<(&str, Vec<Reform>)> = VecDeque::from([(old, Vec::new())]);
    while let Some((here, path)) = open.pop_front() {
        let since = path.last().map_or("", |step: &Reform| step.year.as_str());
        for (next, step) in steps.get(here).into_iter().flatten().filter(|(_, step)| !step.part && step.year.as_str() >= since) {
            if next == old || !seen.insert((next, &step.year)) {
                continue;
            }
            let path = [path.as_slice(), std::slice::from_ref(step)].concat();
            match named(next) {
                Some(at) if found.iter().any(|(known, _)| *known == at) => {}
                Some(at) => found.push((at, path)),
                None => open.push_back((next, path)),
            }
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    fn step(from: &str, to: &str, year: &str, part: bool) -> (String, (String, Reform)) {
        let reform = Reform { year: year.to_owned(), reform: String::new(), from: from.to_owned(), to: to.to_owned(), part };
        (from.to_owned(), (to.to_owned(), reform))
    }

    #[test]
    fn a_unit_is_followed_to_the_first_that_the_other_plan_names() {
        let mut steps: BTreeMap<String, Vec<(String, Reform)>> = BTreeMap::new();
        let all = [
            step("卫生厅", "卫生计生委", "2014", false),
            step("卫生计生委", "卫生健康委", "2018", false),
            step("卫生厅", "食药监局", "2013", true),
            step("铁道部", "交通运输部", "2013", false),
            step("铁道部", "国家铁路局", "2013", false),
            step("甲", "乙", "2013", false),
            step("乙", "甲", "2014", false),
            step("广电局", "新闻出版广电局", "2014", false),
            step("新闻出版局", "广电局", "2018", false),
            step("环保局", "环保厅", "2009", false),
            step("环保局", "环保厅", "2018", false),
            step("环保厅", "生态环境厅", "2014", false),
        ];
        for (from, to) in all {
            steps.entry(from).or_default().push(to);
        }
        let names = ["卫生计生委", "卫生健康委", "食药监局", "交通运输部", "国家铁路局", "新闻出版广电局", "生态环境厅"];
        let named = |among: &'static [usize]| move |iri: &str| names.iter().position(|name| *name == iri).filter(|at| among.contains(at));
        let ends = |old: &str, among: &'static [usize]| -> Vec<(usize, usize)> {
            successors(&steps, old, named(among)).into_iter().map(|(at, path)| (at, path.len())).collect()
        };
        assert_eq!(ends("卫生厅", &[1, 2]), [(1, 2)], "over two reforms, and not to what only got a part");
        assert_eq!(ends("卫生厅", &[0, 1]), [(0, 1)], "not beyond the first");
        assert_eq!(ends("铁道部", &[3, 4]), [(3, 1), (4, 1)]);
        assert_eq!(ends("甲", &[0]), [], "a ring ends");
        assert_eq!(ends("新闻出版局", &[5]), [], "not back in time");
        assert_eq!(ends("环保局", &[6]), [(6, 2)], "by the way that time allows, also where there is another");
    }
}
