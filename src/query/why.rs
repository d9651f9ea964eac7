//! The words behind a statement: which sentence of which task says so, and where in the text.

use super::error::{QueryError, nothing_called};
use super::lookup::{find_things, nearest_names};
use super::run::Query;
use crate::graph::Graph;
use oxigraph::model::{NamedNode, Term};
use oxigraph::sparql::{QueryResults, QuerySolution};
use std::collections::BTreeSet;

/// One piece of evidence.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Evidence {
    /// The plan's title.
    pub plan: String,
    /// The task's place in the plan.
    pub order: usize,
    /// First character of the words.
    pub begin: usize,
    /// One past the last.
    pub end: usize,
    /// The number of the task's section.
    pub number: String,
    /// The task's heading.
    pub title: String,
    /// What is stated, in names: 自治区水利厅 牵头.
    pub statement: String,
    /// The sentence or clause around the words.
    pub before: String,
    /// The words.
    pub words: String,
    /// What follows them.
    pub after: String,
    /// The task.
    task: NamedNode,
}

/// Ways in which an assignment is about a thing: it is it, its party, or its task.
const ASSIGNMENTS_OF: &[&str] = &["?statement fg:task ?any FILTER(?statement = ?x)", "?statement fg:party ?x", "?statement fg:task ?x"];

/// What an assignment says, and the clause that says it.
const ASSIGNMENT: &str = "
  ?statement a fg:Assignment ; fg:task ?t ; fg:party ?p ; fg:role/skos:prefLabel ?role ; fg:evidence ?m .
  FILTER(LANG(?role) = 'zh')
  OPTIONAL { ?p fg:shortName ?short } OPTIONAL { ?p skos:prefLabel ?name }
  BIND(CONCAT(STR(COALESCE(?short, ?name)), ' ', STR(?role)) AS ?said)
  ?t fg:clause ?c . ?c fg:quote ?context ; fg:begin ?from .";

/// Ways in which a link is about a thing: it is it, it begins there, it ends there or at a concept narrower than it, or its task is it.
const LINKS_OF: &[&str] = &[
    "?statement rdf:predicate ?any FILTER(?statement = ?x)",
    "?statement rdf:subject ?x",
    "?narrower skos:broader* ?x . ?statement rdf:object ?narrower",
];

/// What a link says, and the text that says it.
const LINK: &str = "
  ?statement a fg:Link ; fg:task ?t ; rdf:subject ?s ; rdf:predicate ?l ; rdf:object ?o ; fg:evidence ?m .
  ?l rdfs:label ?link . FILTER(LANG(?link) = 'zh')
  ?o skos:prefLabel ?object . FILTER(LANG(?object) = 'zh')
  OPTIONAL { ?s skos:prefLabel ?subject . FILTER(LANG(?subject) = 'zh') }
  BIND(CONCAT(IF(BOUND(?subject), CONCAT(STR(?subject), ' '), ''), STR(?link), ' ', STR(?object)) AS ?said)
  ?t fg:text ?context ; fg:begin ?from .";

/// The task and the words of a statement.
const COMMON: &str = "
  ?t fg:inPlan/dcterms:title ?plan ; fg:order ?order ; dcterms:title ?title . OPTIONAL { ?t fg:number ?number }
  ?m fg:begin ?begin ; fg:end ?end ; fg:quote ?words .";

/// The evidence for what is stated of the things called `names`: of one, everything; of several, what links
/// them, or else what is stated of each in the tasks that all of them share.
///
/// # Errors
/// [`QueryError`] where a name means nothing in the graph or the graph cannot be read.
pub fn why(graph: &Graph, names: &[String]) -> Result<Vec<Evidence>, QueryError> {
    let mut of_each: Vec<BTreeSet<Evidence>> = Vec::new();
    for name in names {
        let (mut evidence, things) = (BTreeSet::new(), things(graph, name)?);
        // What is named by its IRI may be a statement itself; nothing else can be.
        let skipped = usize::from(NamedNode::new(name.trim()).is_err());
        for thing in &things {
            for (ways, what) in [(ASSIGNMENTS_OF, ASSIGNMENT), (LINKS_OF, LINK)] {
                for way in &ways[skipped..] {
                    collect(graph, way, what, thing, &mut evidence)?;
                }
            }
        }
        of_each.push(evidence);
    }
    let Some((first, rest)) = of_each.split_first() else { return Ok(Vec::new()) };
    let linking: Vec<Evidence> = first.iter().filter(|evidence| rest.iter().all(|others| others.contains(evidence))).cloned().collect();
    if !linking.is_empty() || rest.is_empty() {
        return Ok(linking);
    }
    let tasks = |evidence: &BTreeSet<Evidence>| evidence.iter().map(|piece| piece.task.clone()).collect::<BTreeSet<_>>();
    let shared = rest.iter().fold(tasks(first), |shared, others| &shared & &tasks(others));
    let all: BTreeSet<Evidence> = of_each.into_iter().flatten().filter(|evidence| shared.contains(&evidence.task)).collect();
    Ok(all.into_iter().collect())
}

fn things(graph: &Graph, name: &str) -> Result<Vec<NamedNode>, QueryError> {
    let mut found: Vec<NamedNode> = find_things(graph, name, &[])?.into_iter().map(|found| found.node).collect();
    found.extend(tasks_called(graph, name)?);
    found.sort();
    found.dedup();
    if found.is_empty() {
        let names = super::lookup::names_of(graph, &[])?;
        let nearest = nearest_names(name, names.iter().map(String::as_str), 3);
        return Err(QueryError::BadParameter { name: "name".to_owned(), value: name.to_owned(), why: nothing_called(&nearest) });
    }
    Ok(found)
}

/// Tasks by their heading or by the number of their section.
fn tasks_called(graph: &Graph, name: &str) -> Result<Vec<NamedNode>, QueryError> {
    let query = Query::parse(graph, "SELECT DISTINCT ?t ?name WHERE { ?t a fg:Task ; fg:number|dcterms:title ?name }")?;
    let mut found = Vec::new();
    if let QueryResults::Solutions(solutions) = query.run(graph)? {
        for solution in solutions {
            let solution = solution?;
            if let (Some(Term::NamedNode(task)), Some(Term::Literal(words))) = (solution.get("t"), solution.get("name"))
                && words.value() == name.trim()
            {
                found.push(task.clone());
            }
        }
    }
    Ok(found)
}

/// What is stated of a thing in one way. The statements are found first, in a SELECT of their own that names the thing: so no server looks through
/// all statements there are, as Oxigraph does where the thing comes in as VALUES; nor are the ways joined by UNION, of which Virtuoso loses some.
fn collect(graph: &Graph, way: &str, what: &str, thing: &NamedNode, evidence: &mut BTreeSet<Evidence>) -> Result<(), QueryError> {
    let statements = way.replace("?x", &thing.to_string());
    let text = format!(
        "SELECT DISTINCT ?plan ?t ?order ?number ?title ?said ?begin ?end ?words ?context ?from WHERE {{ {{ SELECT DISTINCT ?statement {{ {statements} }} }} {what} {COMMON} }}"
    );
    let query = Query::parse(graph, &text)?;
    if let QueryResults::Solutions(solutions) = query.run(graph)? {
        for solution in solutions {
            evidence.extend(Evidence::read(&solution?));
        }
    }
    Ok(())
}

impl Evidence {
    /// The task whose words these are.
    pub const fn task(&self) -> &NamedNode {
        &self.task
    }

    fn read(solution: &QuerySolution) -> Option<Self> {
        let words = |name: &str| match solution.get(name) {
            Some(Term::Literal(literal)) => literal.value().to_owned(),
            _ => String::new(),
        };
        let number = |name: &str| words(name).parse::<usize>().ok();
        let Some(Term::NamedNode(task)) = solution.get("t") else { return None };
        let (begin, end, from) = (number("begin")?, number("end")?, number("from")?);
        let context = words("context");
        // Words of the heading lie before the text; then the heading is the context.
        let inside = begin >= from && end <= from + context.chars().count();
        let (before, after) = if inside { around(&context, begin - from, end - from) } else { (String::new(), String::new()) };
        Some(Self {
            plan: words("plan"),
            order: number("order")?,
            begin,
            end,
            number: words("number"),
            title: words("title"),
            statement: words("said"),
            before,
            words: words("words"),
            after,
            task: task.clone(),
        })
    }
}

/// The sentence around a stretch of characters.
fn around(context: &str, begin: usize, end: usize) -> (String, String) {
    let stop = |c: &char| matches!(c, '。' | '；' | '！' | '？' | '\n');
    let characters: Vec<char> = context.chars().collect();
    let from = characters[..begin].iter().rposition(&stop).map_or(0, |at| at + 1);
    let to = characters[end..].iter().position(stop).map_or(characters.len(), |at| end + at + 1);
    (
        characters[from..begin].iter().collect::<String>().trim_start().to_owned(),
        characters[end..to].iter().collect::<String>().trim_end().to_owned(),
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_sentence_around_the_words_is_cut_at_its_stops() {
        let context = "加强保护。严格控制用水总量，提高效率。推进节水。";
        let at = context.chars().position(|c| c == '用').unwrap_or_default();
        assert_eq!(around(context, at, at + 2), ("严格控制".to_owned(), "总量，提高效率。".to_owned()));
    }
}
