//! JSON-LD 1.1 with a context that reads well: properties by their local names, IRIs by prefixes.

use super::iri::Names;
use super::vocab::{dcterms, fg, rdf, skos, xsd};
use oxigraph::model::{GraphName, Literal, NamedOrBlankNode, Quad, Term};
use serde_json::{Map, Value, json};
use std::collections::BTreeSet;
use std::io::{self, Write};

/// Writes sorted statements: the context, then a list of graphs with their things.
pub(super) fn write(quads: &[Quad], names: &Names, mut out: impl Write) -> io::Result<()> {
    let style = Style { prefixes: names.prefixes(), links: link_properties(quads) };
    let mut graphs: Vec<Value> = Vec::new();
    let mut loose: Vec<Value> = Vec::new();
    for of_graph in quads.chunk_by(|a, b| a.graph_name == b.graph_name) {
        let things: Vec<Value> = of_graph.chunk_by(|a, b| a.subject == b.subject).map(|of_thing| thing(of_thing, &style)).collect();
        match &of_graph[0].graph_name {
            GraphName::DefaultGraph => loose = things,
            GraphName::NamedNode(graph) => graphs.push(json!({ "@id": style.short(graph.as_str()), "@graph": things })),
            GraphName::BlankNode(graph) => graphs.push(json!({ "@id": graph.to_string(), "@graph": things })),
        }
    }
    loose.extend(graphs);
    let mut document = Map::new();
    document.insert("@context".to_owned(), context(quads, &style));
    document.insert("@graph".to_owned(), Value::Array(loose));
    serde_json::to_writer_pretty(&mut out, &document)?;
    writeln!(out)
}

/// How IRIs and values are written.
struct Style {
    prefixes: Vec<(String, String)>,
    /// Properties of the vocabulary all of whose values are links.
    links: BTreeSet<String>,
}

fn link_properties(quads: &[Quad]) -> BTreeSet<String> {
    let own = quads.iter().filter(|quad| quad.predicate.as_str().starts_with(fg::NAMESPACE));
    let (links, others): (Vec<_>, Vec<_>) = own.partition(|quad| matches!(quad.object, Term::NamedNode(_)));
    let others: BTreeSet<&str> = others.into_iter().map(|quad| quad.predicate.as_str()).collect();
    links.into_iter().map(|quad| quad.predicate.as_str()).filter(|predicate| !others.contains(predicate)).map(str::to_owned).collect()
}

/// Prefixes that are used, and properties whose values are links or numbers, so that each value can stand as a plain string.
fn context(quads: &[Quad], style: &Style) -> Value {
    let mut context = Map::new();
    for (prefix, iri) in style.prefixes() {
        context.insert(prefix.clone(), json!(iri));
    }
    let predicates: BTreeSet<&str> = quads.iter().map(|quad| quad.predicate.as_str()).collect();
    for predicate in predicates {
        if !predicate.starts_with(fg::NAMESPACE) {
            continue;
        }
        let term = if style.links.contains(predicate) { json!({ "@id": predicate, "@type": "@id" }) } else { json!({ "@id": predicate }) };
        context.insert(style.property(predicate), term);
    }
    for (name, iri) in [("title", dcterms::TITLE), ("prefLabel", skos::PREF_LABEL), ("altLabel", skos::ALT_LABEL)] {
        context.insert(name.to_owned(), json!({ "@id": iri.as_str() }));
    }
    Value::Object(context)
}

fn thing(quads: &[Quad], style: &Style) -> Value {
    let mut object = Map::new();
    let id = match &quads[0].subject {
        NamedOrBlankNode::NamedNode(node) => style.short(node.as_str()),
        NamedOrBlankNode::BlankNode(node) => node.to_string(),
    };
    object.insert("@id".to_owned(), json!(id));
    for of_predicate in quads.chunk_by(|a, b| a.predicate == b.predicate) {
        let predicate = &of_predicate[0].predicate;
        let is_type = predicate.as_ref() == rdf::TYPE;
        let plain = is_type || style.links.contains(predicate.as_str());
        let mut values: Vec<Value> = of_predicate.iter().map(|quad| style.value(&quad.object, plain)).collect();
        let key = if is_type { "@type".to_owned() } else { style.property(predicate.as_str()) };
        object.insert(key, if values.len() == 1 { values.swap_remove(0) } else { Value::Array(values) });
    }
    Value::Object(object)
}

impl Style {
    /// `id` is the base of the other data prefixes; it is left out so that compaction has one answer.
    fn prefixes(&self) -> impl Iterator<Item = &(String, String)> {
        self.prefixes.iter().filter(|(prefix, _)| prefix != "id")
    }

    fn property(&self, iri: &str) -> String {
        let named = [(dcterms::TITLE, "title"), (skos::PREF_LABEL, "prefLabel"), (skos::ALT_LABEL, "altLabel")];
        if let Some((_, name)) = named.iter().find(|(property, _)| property.as_str() == iri) {
            return (*name).to_owned();
        }
        // A local name that is also a prefix (function) keeps its own.
        let local = iri.strip_prefix(fg::NAMESPACE).filter(|local| self.prefixes.iter().all(|(prefix, _)| prefix != local));
        local.map_or_else(|| self.short(iri), str::to_owned)
    }

    fn value(&self, term: &Term, plain: bool) -> Value {
        match term {
            Term::NamedNode(node) if plain => json!(self.short(node.as_str())),
            Term::NamedNode(node) => json!({ "@id": self.short(node.as_str()) }),
            Term::BlankNode(node) => json!({ "@id": node.to_string() }),
            Term::Literal(literal) => self.literal(literal),
        }
    }

    fn literal(&self, literal: &Literal) -> Value {
        if let Some(language) = literal.language() {
            return json!({ "@value": literal.value(), "@language": language });
        }
        // A native number stands for xsd:integer only where it is written as JSON would write it.
        if literal.datatype() == xsd::INTEGER
            && let Ok(number) = literal.value().parse::<i64>()
            && number.to_string() == literal.value()
        {
            return json!(number);
        }
        if literal.datatype() == xsd::STRING {
            return json!(literal.value());
        }
        json!({ "@value": literal.value(), "@type": self.short(literal.datatype().as_str()) })
    }

    /// By the longest prefix that fits; a local part that begins with `//` would be read as an absolute IRI.
    fn short(&self, iri: &str) -> String {
        let fitting = self.prefixes().filter(|(_, namespace)| iri.starts_with(namespace.as_str()));
        match fitting.max_by_key(|(_, namespace)| namespace.len()) {
            Some((prefix, namespace)) if !iri[namespace.len()..].starts_with("//") => format!("{prefix}:{}", &iri[namespace.len()..]),
            _ => iri.to_owned(),
        }
    }
}
