//! The manifests of the W3C's tests: what is to be tested.

use super::files::Files;
use oxigraph::model::vocab::{rdf, rdfs};
use oxigraph::model::{Graph, NamedNode, NamedNodeRef, NamedOrBlankNodeRef, TermRef};
use std::error::Error;

const MF: &str = "http://www.w3.org/2001/sw/DataAccess/tests/test-manifest#";
const QT: &str = "http://www.w3.org/2001/sw/DataAccess/tests/test-query#";

/// What a test wants to know.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    /// Whether a query is taken.
    Positive,
    /// Whether a query is refused.
    Negative,
    /// What a query answers.
    Evaluation,
}

/// One test.
#[derive(Debug, Clone)]
pub(crate) struct Test {
    /// Directory and name, as in `sparql11/bind#bind01`.
    pub id: String,
    /// The directory.
    pub group: String,
    pub kind: Kind,
    /// The IRI of the query, as all that follow.
    pub query: String,
    /// What is in the default graph.
    pub data: Vec<String>,
    /// What is in named graphs: name, file.
    pub graphs: Vec<(String, String)>,
    /// What is expected.
    pub result: Option<String>,
    /// Whether the number of equal rows does not count.
    pub lax: bool,
}

/// The tests of a manifest and of those that it includes, in their order.
pub(crate) fn tests(files: &Files, iri: &str) -> Result<Vec<Test>, Box<dyn Error>> {
    let graph = files.graph(iri)?;
    let manifest = graph.subject_for_predicate_object(rdf::TYPE, mf("Manifest").as_ref()).ok_or_else(|| format!("{iri}: no manifest"))?;
    let mut found = Vec::new();
    for list in graph.objects_for_subject_predicate(manifest, mf("include").as_ref()) {
        for included in members(&graph, list) {
            if let TermRef::NamedNode(included) = included {
                found.extend(tests(files, included.as_str())?);
            }
        }
    }
    let group = iri.strip_prefix(files.base()).unwrap_or(iri).trim_end_matches("/manifest.ttl").to_owned();
    for list in graph.objects_for_subject_predicate(manifest, mf("entries").as_ref()) {
        for entry in members(&graph, list) {
            let TermRef::NamedNode(entry) = entry else { return Err(format!("{iri}: a test without an IRI").into()) };
            found.extend(test(&graph, entry, &group)?);
        }
    }
    Ok(found)
}

/// A test; nothing where it is of a kind that is not for a query engine.
fn test(graph: &Graph, entry: NamedNodeRef<'_>, group: &str) -> Result<Option<Test>, Box<dyn Error>> {
    let missing = |what: &str| format!("{entry}: no {what}");
    let Some(TermRef::NamedNode(kind)) = graph.object_for_subject_predicate(entry, rdf::TYPE) else { return Err(missing("type").into()) };
    let kind = match kind.as_str().strip_prefix(MF) {
        Some("PositiveSyntaxTest" | "PositiveSyntaxTest11") => Kind::Positive,
        Some("NegativeSyntaxTest" | "NegativeSyntaxTest11") => Kind::Negative,
        Some("QueryEvaluationTest" | "CSVResultFormatTest") => Kind::Evaluation,
        _ => return Ok(None),
    };
    let action = graph.object_for_subject_predicate(entry, mf("action").as_ref()).ok_or_else(|| missing("action"))?;
    let name = entry.as_str().rsplit('#').next().unwrap_or_default();
    let mut test = Test {
        id: format!("{group}#{name}"),
        group: group.to_owned(),
        kind,
        query: String::new(),
        data: Vec::new(),
        graphs: Vec::new(),
        result: named(graph.object_for_subject_predicate(entry, mf("result").as_ref())),
        lax: named(graph.object_for_subject_predicate(entry, mf("resultCardinality").as_ref()))
            .is_some_and(|cardinality| cardinality.ends_with("LaxCardinality")),
    };
    let parts = match action {
        TermRef::NamedNode(file) => {
            file.as_str().clone_into(&mut test.query);
            return Ok(Some(test));
        }
        TermRef::BlankNode(node) => NamedOrBlankNodeRef::from(node),
        _ => return Err(missing("action").into()),
    };
    test.query = named(graph.object_for_subject_predicate(parts, qt("query").as_ref())).ok_or_else(|| missing("query"))?;
    test.data = graph.objects_for_subject_predicate(parts, qt("data").as_ref()).filter_map(|data| named(Some(data))).collect();
    for data in graph.objects_for_subject_predicate(parts, qt("graphData").as_ref()) {
        match data {
            TermRef::NamedNode(file) => test.graphs.push((file.as_str().to_owned(), file.as_str().to_owned())),
            // A file under another name: the name is a label.
            TermRef::BlankNode(node) => {
                let file = named(graph.object_for_subject_predicate(node, qt("graph").as_ref())).ok_or_else(|| missing("graph"))?;
                let name = match graph.object_for_subject_predicate(node, rdfs::LABEL) {
                    Some(TermRef::Literal(label)) => label.value().to_owned(),
                    _ => file.clone(),
                };
                test.graphs.push((name, file));
            }
            _ => return Err(missing("graph").into()),
        }
    }
    Ok(Some(test))
}

fn members<'a>(graph: &'a Graph, mut list: TermRef<'a>) -> Vec<TermRef<'a>> {
    let mut found = Vec::new();
    loop {
        let node = match list {
            TermRef::BlankNode(node) => NamedOrBlankNodeRef::from(node),
            TermRef::NamedNode(node) if node != rdf::NIL => NamedOrBlankNodeRef::from(node),
            _ => return found,
        };
        found.extend(graph.object_for_subject_predicate(node, rdf::FIRST));
        match graph.object_for_subject_predicate(node, rdf::REST) {
            Some(rest) => list = rest,
            None => return found,
        }
    }
}

fn named(term: Option<TermRef<'_>>) -> Option<String> {
    if let Some(TermRef::NamedNode(node)) = term { Some(node.as_str().to_owned()) } else { None }
}

fn mf(name: &str) -> NamedNode {
    NamedNode::new_unchecked(format!("{MF}{name}"))
}

fn qt(name: &str) -> NamedNode {
    NamedNode::new_unchecked(format!("{QT}{name}"))
}
