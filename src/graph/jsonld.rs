//! JSON-LD 1.1 with a context that reads well: properties by their local names, IRIs by prefixes, words by their languages.

use super::iri::Names;
use super::vocab::{fg, rdf, xsd};
use oxigraph::model::{GraphName, Literal, NamedOrBlankNode, Quad, Term};
use serde_json::{Map, Value, json};
use std::collections::{BTreeMap, BTreeSet};
use std::io::{self, Write};

/// Writes sorted statements: the context, then a list of graphs with their things.
pub(super) fn write(quads: &[Quad], names: &Names, mut out: impl Write) -> io::Result<()> {
    let style = Style::of(quads, names);
    let mut graphs: Vec<Value> = Vec::new();
    let mut loose: Vec<Value> = Vec::new();
    for of_graph in quads.chunk_by(|a, b| a.graph_name == b.graph_name) {
        let things: Vec<Value> = of_graph.chunk_by(|a, b| a.subject == b.subject).map(|of_thing| style.thing(of_thing)).collect();
        match &of_graph[0].graph_name {
            GraphName::DefaultGraph => loose = things,
            GraphName::NamedNode(graph) => graphs.push(json!({ "@id": style.short(graph.as_str()), "@graph": things })),
            GraphName::BlankNode(graph) => graphs.push(json!({ "@id": graph.to_string(), "@graph": things })),
        }
    }
    loose.extend(graphs);
    let mut document = Map::new();
    document.insert("@context".to_owned(), style.context());
    document.insert("@graph".to_owned(), Value::Array(loose));
    serde_json::to_writer_pretty(&mut out, &document)?;
    writeln!(out)
}

/// How IRIs, properties and values are written.
struct Style {
    /// The prefixes, by their namespaces.
    prefixes: Vec<(String, String)>,
    /// What each property is called and what its values have in common, by its IRI.
    terms: BTreeMap<String, (String, Kind)>,
}

/// What all values of a property in a document have in common, so that the context can say it once.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
enum Kind {
    /// They are things, written as their IRIs.
    Links,
    /// They are words in languages, written by their languages.
    Languages,
    /// They are of one datatype, written as their words.
    Typed(String),
    /// Nothing, or what JSON says by itself.
    Mixed,
}

impl Kind {
    fn of(term: &Term) -> Self {
        match term {
            Term::NamedNode(_) => Self::Links,
            Term::BlankNode(_) => Self::Mixed,
            Term::Literal(literal) if literal.language().is_some() => Self::Languages,
            Term::Literal(literal) if [xsd::STRING, xsd::INTEGER].contains(&literal.datatype()) => Self::Mixed,
            Term::Literal(literal) => Self::Typed(literal.datatype().as_str().to_owned()),
        }
    }
}

impl Style {
    fn of(quads: &[Quad], names: &Names) -> Self {
        // `id` is the base of the other data prefixes; it is left out so that compaction has one answer.
        let prefixes = names.prefixes().into_iter().filter(|(prefix, _)| prefix != "id").collect();
        let mut style = Self { prefixes, terms: BTreeMap::new() };
        let mut kinds: BTreeMap<&str, BTreeSet<Kind>> = BTreeMap::new();
        for quad in quads.iter().filter(|quad| quad.predicate.as_ref() != rdf::TYPE) {
            kinds.entry(quad.predicate.as_str()).or_default().insert(Kind::of(&quad.object));
        }
        // Properties of the vocabulary have the first choice of names; a name that is also a prefix stands for no property.
        let mut taken: BTreeSet<String> = style.prefixes.iter().map(|(prefix, _)| prefix.clone()).collect();
        let (own, others): (Vec<_>, Vec<_>) = kinds.into_iter().partition(|(property, _)| property.starts_with(fg::NAMESPACE));
        for (property, mut kinds) in own.into_iter().chain(others) {
            let kind = if kinds.len() == 1 { kinds.pop_first().unwrap_or(Kind::Mixed) } else { Kind::Mixed };
            let short = style.short(property);
            let local = short.split_once(':').map(|(_, local)| local).filter(|local| local.chars().all(|c| c.is_ascii_alphanumeric()));
            let name = local.filter(|local| !local.is_empty() && taken.insert((*local).to_owned())).unwrap_or(&short);
            style.terms.insert(property.to_owned(), (name.to_owned(), kind));
        }
        style
    }

    /// Prefixes, and what each property is, so that its values can stand as plain strings.
    fn context(&self) -> Value {
        let prefixes = self.prefixes.iter().map(|(prefix, iri)| (prefix.clone(), json!(iri)));
        let terms = self.terms.iter().filter_map(|(property, (name, kind))| {
            let term = match kind {
                Kind::Links => json!({ "@id": property, "@type": "@id" }),
                Kind::Languages => json!({ "@id": property, "@container": "@language" }),
                Kind::Typed(datatype) => json!({ "@id": property, "@type": self.short(datatype) }),
                // A name that is its own IRI needs no word.
                Kind::Mixed if *name == self.short(property) => return None,
                Kind::Mixed => json!(property),
            };
            Some((name.clone(), term))
        });
        Value::Object(prefixes.chain(terms).collect())
    }

    fn thing(&self, quads: &[Quad]) -> Value {
        let mut object = Map::new();
        let id = match &quads[0].subject {
            NamedOrBlankNode::NamedNode(node) => self.short(node.as_str()),
            NamedOrBlankNode::BlankNode(node) => node.to_string(),
        };
        object.insert("@id".to_owned(), json!(id));
        for of_predicate in quads.chunk_by(|a, b| a.predicate == b.predicate) {
            let property = of_predicate[0].predicate.as_str();
            let (name, kind) = match self.terms.get(property) {
                Some((name, kind)) => (name.as_str(), kind),
                None => ("@type", &Kind::Links),
            };
            let objects = of_predicate.iter().map(|quad| &quad.object);
            let value = if *kind == Kind::Languages { by_language(objects) } else { alone(objects.map(|object| self.value(object, kind))) };
            object.insert(name.to_owned(), value);
        }
        Value::Object(object)
    }

    fn value(&self, term: &Term, kind: &Kind) -> Value {
        match term {
            Term::NamedNode(node) if *kind == Kind::Links => json!(self.short(node.as_str())),
            Term::NamedNode(node) => json!({ "@id": self.short(node.as_str()) }),
            Term::BlankNode(node) => json!({ "@id": node.to_string() }),
            Term::Literal(literal) if matches!(kind, Kind::Typed(_)) => json!(literal.value()),
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
        let fitting = self.prefixes.iter().filter(|(_, namespace)| iri.starts_with(namespace.as_str()));
        match fitting.max_by_key(|(_, namespace)| namespace.len()) {
            Some((prefix, namespace)) if !iri[namespace.len()..].starts_with("//") => format!("{prefix}:{}", &iri[namespace.len()..]),
            _ => iri.to_owned(),
        }
    }
}

/// Words by their languages: `{"zh": "水利", "en": ["water", "water works"]}`.
fn by_language<'t>(terms: impl Iterator<Item = &'t Term>) -> Value {
    let mut words: BTreeMap<&str, Vec<Value>> = BTreeMap::new();
    for term in terms {
        if let Term::Literal(literal) = term {
            words.entry(literal.language().unwrap_or("@none")).or_default().push(json!(literal.value()));
        }
    }
    Value::Object(words.into_iter().map(|(language, words)| (language.to_owned(), alone(words))).collect())
}

/// One value alone, or the list of several.
fn alone(values: impl IntoIterator<Item = Value>) -> Value {
    let mut values: Vec<Value> = values.into_iter().collect();
    if values.len() == 1 { values.swap_remove(0) } else { Value::Array(values) }
}
