//! Finding by words: things by their names, tasks by what their texts say.

use super::error::QueryError;
use super::index::{NameIndex, Thing};
use super::run::Query;
use crate::graph::Graph;
use crate::graph::vocab::fg;
use oxigraph::model::{NamedNode, Term};
use oxigraph::sparql::QueryResults;

/// A task whose text holds all the words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TaskHit {
    /// The task.
    pub node: NamedNode,
    /// The plan's title.
    pub plan: String,
    /// Its place in the plan.
    pub order: usize,
    /// The number of its section.
    pub number: String,
    /// Its heading.
    pub title: String,
    /// The first sentence that holds the first word, or all of the heading where only that does.
    pub sentence: String,
}

const TASKS: &str = "SELECT DISTINCT ?t ?plan ?order ?number ?title ?text {
  ?t a fg:Task ; fg:inPlan/dcterms:title ?plan ; fg:order ?order ; dcterms:title ?title ; fg:text ?text . OPTIONAL { ?t fg:number ?number } }";

/// The things one of whose names holds all the words, in either case; tasks and mentions are found by [`search_tasks`].
pub fn search_names<'i>(index: &'i NameIndex, words: &[String], most: usize) -> Vec<(&'i Thing, &'i str)> {
    let Some((first, rest)) = words.split_first() else { return Vec::new() };
    let rest: Vec<String> = rest.iter().map(|word| word.to_lowercase()).collect();
    let hits = index.find(first, usize::MAX, |thing| !thing.is_a(fg::TASK));
    let fitting = hits.into_iter().filter(|hit| rest.iter().all(|word| hit.name.to_lowercase().contains(word)));
    fitting.take(most).map(|hit| (hit.thing, hit.name)).collect()
}

/// The tasks whose heading and text hold all the words, in the order of their plans.
///
/// # Errors
/// [`QueryError`] where the graph cannot be asked.
pub fn search_tasks(graph: &Graph, words: &[String]) -> Result<Vec<TaskHit>, QueryError> {
    let words: Vec<String> = words.iter().map(|word| word.to_lowercase()).collect();
    let mut hits = Vec::new();
    if let QueryResults::Solutions(solutions) = Query::parse(graph, TASKS)?.run(graph)? {
        for solution in solutions {
            let solution = solution?;
            let value = |name: &str| match solution.get(name) {
                Some(Term::Literal(literal)) => literal.value().to_owned(),
                _ => String::new(),
            };
            let (title, text) = (value("title"), value("text"));
            let (low_title, low_text) = (title.to_lowercase(), text.to_lowercase());
            let holds = words.iter().all(|word| low_title.contains(word.as_str()) || low_text.contains(word.as_str()));
            let Some(Term::NamedNode(node)) = solution.get("t").filter(|_| holds && !words.is_empty()) else { continue };
            let sentence = words.iter().find_map(|word| sentence(&text, word)).unwrap_or_else(|| title.clone());
            hits.push(TaskHit {
                node: node.clone(),
                plan: value("plan"),
                order: value("order").parse().unwrap_or_default(),
                number: value("number"),
                title,
                sentence,
            });
        }
    }
    hits.sort_by(|a, b| (&a.plan, a.order).cmp(&(&b.plan, b.order)));
    Ok(hits)
}

/// The first sentence that holds a word, given in lower case.
fn sentence(text: &str, word: &str) -> Option<String> {
    let sentences = text.split_inclusive(['。', '；', '！', '？', '\n']);
    sentences.map(str::trim).find(|sentence| sentence.to_lowercase().contains(word)).map(str::to_owned)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_sentence_that_holds_a_word_is_the_first() {
        assert_eq!(sentence("加强保护。推进 GDP 核算；推进节水。", "gdp").as_deref(), Some("推进 GDP 核算；"));
        assert_eq!(sentence("加强保护。", "节水"), None);
    }
}
