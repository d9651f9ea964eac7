//! Finding things by their names.

use super::units::units_called;
use crate::graph::vocab::{fg, skos};
use crate::graph::{Graph, GraphError};
use oxigraph::model::{GraphNameRef, NamedNode, NamedNodeRef, NamedOrBlankNode, Term};
use std::collections::BTreeMap;

/// A thing with the name by which it was found.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Found {
    /// The thing.
    pub node: NamedNode,
    /// The name that matched.
    pub name: String,
}

/// The names by which things are found.
pub(super) const NAMES: &[NamedNodeRef<'_>] = &[skos::PREF_LABEL, fg::SHORT_NAME, skos::ALT_LABEL];

/// The things called `name`, in any language, or whose IRI it is or ends; all of `classes` if any are given.
///
/// Exact names win over other forms by which people call units (发改委), and these over names that contain the words. Several things are the
/// answer where the words may mean any of them.
///
/// # Errors
/// [`GraphError`] where the store cannot be read.
pub fn find_things(graph: &Graph, name: &str, classes: &[NamedNodeRef<'_>]) -> Result<Vec<Found>, GraphError> {
    let wanted = name.trim();
    // Of a server whose names have not been fetched, those that hold the words mostly do.
    if let Some(near) = graph.of_names_like(wanted)? {
        let found = Candidates::of(graph, &near, wanted)?.exact(graph, &near, classes)?;
        if !found.is_empty() {
            return Ok(found);
        }
    }
    let named = &graph.of_names()?;
    let candidates = Candidates::of(graph, named, wanted)?;
    let found = candidates.exact(graph, named, classes)?;
    if !found.is_empty() {
        return Ok(found);
    }
    let found = units_called(named, wanted, classes)?;
    if found.is_empty() { of_classes(&candidates.containing, named, named, classes) } else { Ok(found) }
}

/// The things that words may mean, by their names.
#[derive(Default)]
struct Candidates {
    /// What has this IRI, named or not.
    node: Option<NamedNode>,
    /// What is called so, or has an IRI that ends so.
    exact: BTreeMap<NamedNode, String>,
    /// What has a name that holds the words.
    containing: BTreeMap<NamedNode, String>,
}

impl Candidates {
    /// Looks through the names of a graph.
    fn of(graph: &Graph, named: &Graph, wanted: &str) -> Result<Self, GraphError> {
        let mut candidates = Self::default();
        if let Ok(node) = NamedNode::new(wanted)
            && graph.holds(Some(node.as_ref().into()), None, None, None)?
        {
            candidates.node = Some(node);
        }
        for (node, label) in names(named)? {
            let slug = node.as_str().rsplit('/').next() == Some(wanted);
            if label == wanted || slug || label.eq_ignore_ascii_case(wanted) {
                candidates.exact.insert(node, label);
            } else if label.contains(wanted) && wanted.chars().count() >= 2 {
                candidates.containing.entry(node).or_insert(label);
            }
        }
        Ok(candidates)
    }

    /// Those that are meant beyond doubt. A thing that is named by its IRI alone need not be among the names.
    fn exact(&self, graph: &Graph, named: &Graph, classes: &[NamedNodeRef<'_>]) -> Result<Vec<Found>, GraphError> {
        let mut all = self.exact.clone();
        all.extend(self.node.iter().map(|node| (node.clone(), node.as_str().to_owned())));
        of_classes(&all, named, if self.node.is_some() { graph } else { named }, classes)
    }
}

/// The candidates of some classes, which stand among the names, or else in the graph.
fn of_classes(
    candidates: &BTreeMap<NamedNode, String>,
    named: &Graph,
    graph: &Graph,
    classes: &[NamedNodeRef<'_>],
) -> Result<Vec<Found>, GraphError> {
    let mut found = Vec::new();
    for (node, name) in candidates {
        if classes.is_empty() || is_any_of(named, node, classes)? || is_any_of(graph, node, classes)? {
            found.push(Found { node: node.clone(), name: name.clone() });
        }
    }
    Ok(found)
}

/// What a thing is called in Chinese (`skos:prefLabel`), whatever name it was found by.
///
/// # Errors
/// [`GraphError`] where the store cannot be read.
pub fn label_of(graph: &Graph, thing: &NamedNode) -> Result<Option<String>, GraphError> {
    let mut label: Option<String> = None;
    for quad in graph.of_names()?.quads(Some(thing.as_ref().into()), Some(skos::PREF_LABEL), None, None) {
        if let Term::Literal(words) = quad?.object
            && words.language() == Some("zh")
            && label.as_deref().is_none_or(|known| words.value() < known)
        {
            label = Some(words.value().to_owned());
        }
    }
    Ok(label)
}

/// Every name with the thing that bears it.
pub(super) fn names(graph: &Graph) -> Result<Vec<(NamedNode, String)>, GraphError> {
    let mut all = Vec::new();
    for predicate in NAMES {
        for quad in graph.quads(None, Some(*predicate), None, None) {
            let quad = quad?;
            if let (NamedOrBlankNode::NamedNode(node), Term::Literal(label)) = (quad.subject, quad.object) {
                all.push((node, label.value().to_owned()));
            }
        }
    }
    Ok(all)
}

pub(super) fn is_any_of(graph: &Graph, node: &NamedNode, classes: &[NamedNodeRef<'_>]) -> Result<bool, GraphError> {
    for quad in graph.quads(Some(node.as_ref().into()), Some(crate::graph::vocab::rdf::TYPE), None, None::<GraphNameRef<'_>>) {
        if let Term::NamedNode(class) = quad?.object
            && classes.contains(&class.as_ref())
        {
            return Ok(true);
        }
    }
    Ok(false)
}

/// The names most like `wanted`, the nearest first.
pub fn nearest_names<'n>(wanted: &str, names: impl IntoIterator<Item = &'n str>, most: usize) -> Vec<String> {
    let mut scored: Vec<(f64, &str)> =
        names.into_iter().map(|name| (likeness(wanted, name), name)).filter(|(score, _)| *score > 0.3).collect();
    scored.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(b.1)));
    scored.dedup_by_key(|(_, name)| *name);
    scored.into_iter().take(most).map(|(_, name)| name.to_owned()).collect()
}

fn likeness(wanted: &str, name: &str) -> f64 {
    let contained = if name.contains(wanted) || wanted.contains(name) { 0.5 } else { 0.0 };
    strsim::normalized_damerau_levenshtein(wanted, name).max(strsim::jaro_winkler(wanted, name) * 0.9) + contained
}

/// The names of all things of some classes, for suggestions.
pub(super) fn names_of(graph: &Graph, classes: &[NamedNodeRef<'_>]) -> Result<Vec<String>, GraphError> {
    let graph = &graph.of_names()?;
    let mut all = Vec::new();
    for (node, name) in names(graph)? {
        if classes.is_empty() || is_any_of(graph, &node, classes)? {
            all.push(name);
        }
    }
    all.sort();
    all.dedup();
    Ok(all)
}
