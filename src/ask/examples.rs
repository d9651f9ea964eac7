//! Questions that can be asked of the graph at hand, to be shown where one is not understood.
//!
//! In: the table `example-questions.tsv` and the names of the graph. Out: the rows whose places can be filled, with names of things that
//! have what the question asks (a unit that leads, a place that develops something). Left out: rows for which the graph has no name.

use super::names::{Kind, Names};
use crate::graph::vocab::{fg, skos};
use crate::graph::{Graph, GraphError};
use crate::lexicon::Lexicon;
use crate::query::{Query, QueryError};
use oxigraph::model::{NamedNode, NamedNodeRef, Term};
use oxigraph::sparql::QueryResults;
use std::collections::BTreeMap;

/// The examples, filled: Chinese and English.
#[derive(Debug)]
pub(super) struct Examples(Vec<(String, String)>);

impl Examples {
    /// Fills the rows with names of the graph.
    pub(super) fn new(graph: &Graph, names: &Names, lexicon: &Lexicon) -> Result<Self, QueryError> {
        let mut values: BTreeMap<&str, String> = BTreeMap::new();
        let leading = busiest(graph, fg::LEAD, false)?;
        let mut put = |place: &'static str, value: Option<String>| _ = value.map(|value| values.insert(place, value));
        put("{unit}", leading.first().cloned());
        put("{other}", leading.get(1).cloned());
        put("{topic}", busiest(graph, fg::CONCERNS_TOPIC, false)?.into_iter().next());
        put("{place}", busiest(graph, fg::DEVELOPS, true)?.into_iter().next());
        put("{industry}", busiest(graph, fg::DEVELOPS, false)?.into_iter().next());
        put("{area}", busiest(graph, fg::COVERS, true)?.into_iter().next());
        put("{port}", busiest(graph, fg::TRADES_IN, true)?.into_iter().next());
        // A heading that is no other name.
        let other = |label: &str| names.labels.iter().filter(|(other, _)| other == label).count() > 1;
        put(
            "{task}",
            names
                .labels
                .iter()
                .find(|(label, kind)| *kind == Kind::Task && !other(label) && label.chars().count() < 12)
                .map(|(label, _)| label.clone()),
        );
        let fill = |text: &str| {
            let filled = values.iter().fold(text.to_owned(), |text, (place, value)| text.replace(place, value));
            (!filled.contains('{')).then_some(filled)
        };
        Ok(Self(lexicon.examples.iter().filter_map(|row| Some((fill(row.zh)?, fill(row.en)?))).collect()))
    }

    /// All of them.
    pub(super) fn all(&self) -> impl Iterator<Item = (&str, &str)> {
        self.0.iter().map(|(zh, en)| (zh.as_str(), en.as_str()))
    }

    /// The three that are most like a question.
    pub(super) fn nearest(&self, question: &str, english: bool) -> Vec<String> {
        let mut scored: Vec<(f64, &str)> = self
            .all()
            .map(|(zh, en)| if english { en } else { zh })
            .map(|example| (strsim::normalized_damerau_levenshtein(&question.to_lowercase(), &example.to_lowercase()), example))
            .collect();
        scored.sort_by(|a, b| b.0.total_cmp(&a.0));
        scored.into_iter().take(3).map(|(_, example)| example.to_owned()).collect()
    }
}

/// The names of the subjects, or objects, of most statements of a property, the busiest first. What counts is the graph: a server sends four rows.
fn busiest(graph: &Graph, property: NamedNodeRef<'_>, subjects: bool) -> Result<Vec<String>, QueryError> {
    let ends = if subjects { "?x PROPERTY ?end" } else { "?end PROPERTY ?x" }.replace("PROPERTY", &property.to_string());
    let query = format!("SELECT ?x (COUNT(*) AS ?n) {{ {ends} FILTER(ISIRI(?x)) }} GROUP BY ?x ORDER BY DESC(?n) STR(?x) LIMIT 4");
    let (named, mut names) = (graph.of_names()?, Vec::new());
    if let QueryResults::Solutions(rows) = Query::parse(graph, &query)?.run(graph)? {
        for row in rows {
            if let Some(Term::NamedNode(node)) = row?.get("x") {
                names.extend(name(&named, node)?);
            }
        }
    }
    Ok(names)
}

fn name(graph: &Graph, node: &NamedNode) -> Result<Option<String>, GraphError> {
    for property in [fg::SHORT_NAME, skos::PREF_LABEL] {
        for quad in graph.quads(Some(node.as_ref().into()), Some(property), None, None) {
            if let Term::Literal(label) = quad?.object
                && label.language().is_none_or(|language| language.starts_with("zh"))
            {
                return Ok(Some(label.value().to_owned()));
            }
        }
    }
    Ok(None)
}
