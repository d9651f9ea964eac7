//! Names in a query that the graph does not know: a property misspelt, a class that is none, a thing under another IRI.
//!
//! SPARQL takes any IRI and answers with nothing; people want to know that they mistyped.

use super::index::NameIndex;
use super::lexer::{Token, TokenKind, lex};
use super::lookup::nearest_names;
use super::prefixes::Prefixes;
use super::schema::Schema;
use crate::graph::{Graph, local};
use crate::language::Message;
use crate::message;
use oxigraph::model::{NamedNode, TermRef};

/// A name that the graph does not know.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unknown {
    /// Where it stands, in bytes.
    pub token: Token,
    /// The name as it is written in the query.
    pub written: String,
    /// What it looks like.
    pub kind: UnknownKind,
    /// Names of the graph that are like it, as a query can hold them.
    pub nearest: Vec<String>,
}

/// What an unknown name looks like.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum UnknownKind {
    /// A class: it stands behind `a`, or begins with a capital letter in a vocabulary.
    Class,
    /// A property.
    Property,
    /// A thing of the data.
    Thing,
}

impl Unknown {
    /// What is said of it.
    pub fn message(&self) -> Message {
        let (name, nearest) = (&self.written, self.nearest.join("  "));
        match (self.kind, self.nearest.is_empty()) {
            (UnknownKind::Class, false) => {
                message!("the graph has no class {name}; the nearest: {nearest}", name = name, nearest = nearest)
            }
            (UnknownKind::Class, true) => message!("the graph has no class {name}", name = name),
            (UnknownKind::Property, false) => {
                message!("the graph has no property {name}; the nearest: {nearest}", name = name, nearest = nearest)
            }
            (UnknownKind::Property, true) => message!("the graph has no property {name}", name = name),
            (UnknownKind::Thing, false) => message!("{name} is not in the graph; the nearest: {nearest}", name = name, nearest = nearest),
            (UnknownKind::Thing, true) => message!("{name} is not in the graph", name = name),
        }
    }
}

/// The names in a query that occur nowhere in the graph, in the order of the query; each once.
pub fn unknown_names(graph: &Graph, schema: &Schema, index: &NameIndex, prefixes: &Prefixes, query: &str) -> Vec<Unknown> {
    let tokens: Vec<Token> = lex(query).into_iter().filter(|token| token.kind != TokenKind::Comment).collect();
    let prefixes = prefixes.with_declared_in(query);
    let mut unknown: Vec<Unknown> = Vec::new();
    for (at, token) in tokens.iter().enumerate() {
        let before_is = |back: usize, words: &[&str]| at >= back && words.iter().any(|word| tokens[at - back].is(query, word));
        if before_is(1, &["prefix", "base"]) || before_is(2, &["prefix"]) {
            continue;
        }
        let before = at.checked_sub(1).map(|before| tokens[before]);
        // A datatype, the name of a function, of a graph or a service: no names of the graph.
        let apart = before.is_some_and(|before| {
            before.of(query) == "^" || ["from", "named", "service", "graph"].iter().any(|word| before.is(query, word))
        }) || tokens.get(at + 1).is_some_and(|next| next.of(query) == "(" && next.span.start == token.span.end);
        if apart
            || !matches!(token.kind, TokenKind::PrefixedName | TokenKind::Iri)
            || token.of(query).starts_with("_:")
            || token.of(query).ends_with(':')
        {
            continue;
        }
        let written = token.of(query);
        let Some(node) = prefixes.expand(written) else { continue };
        if occurs(graph, &node) || unknown.iter().any(|other| other.written == written) {
            continue;
        }
        unknown.push(judge(schema, index, &prefixes, *token, written, &node, before_is(1, &["a"])));
    }
    unknown
}

fn judge(
    schema: &Schema,
    index: &NameIndex,
    prefixes: &Prefixes,
    token: Token,
    written: &str,
    node: &NamedNode,
    is_class: bool,
) -> Unknown {
    let name = local(node.as_str());
    let namespace = &node.as_str()[..node.as_str().len() - name.len()];
    let of_vocabulary = |used: &[super::schema::Used]| used.iter().any(|used| used.node.as_str().starts_with(namespace));
    let kind = if is_class || of_vocabulary(&schema.classes) && name.starts_with(|c: char| c.is_ascii_uppercase()) {
        UnknownKind::Class
    } else if of_vocabulary(&schema.properties) {
        UnknownKind::Property
    } else {
        UnknownKind::Thing
    };
    let of_schema = |used: &[super::schema::Used]| {
        let names: Vec<(&str, &str)> = used.iter().map(|used| (local(used.node.as_str()), used.node.as_str())).collect();
        let nearest = nearest_names(name, names.iter().map(|(name, _)| *name), 3);
        let iris = nearest.iter().filter_map(|name| names.iter().find(|(other, _)| other == name));
        iris.map(|(_, iri)| prefixes.written(iri)).collect::<Vec<_>>()
    };
    let nearest = match kind {
        UnknownKind::Class => of_schema(&schema.classes),
        UnknownKind::Property => of_schema(&schema.properties),
        UnknownKind::Thing => {
            let mut hits: Vec<&NamedNode> = index.find(name, 3, |_| true).iter().map(|hit| &hit.thing.node).collect();
            if hits.is_empty() {
                let near = nearest_names(name, index.names().map(|(name, _)| name), 3);
                hits = near.iter().filter_map(|near| index.names().find(|(name, _)| name == near).map(|(_, thing)| &thing.node)).collect();
                hits.dedup();
            }
            hits.into_iter().map(|node| prefixes.written(node.as_str())).collect()
        }
    };
    Unknown { token, written: written.to_owned(), kind, nearest }
}

/// Whether an IRI stands anywhere in the graph.
fn occurs(graph: &Graph, node: &NamedNode) -> bool {
    // Of a graph that cannot be asked it is not said that it lacks something.
    graph.holds(Some(node.as_ref().into()), None, None, None).unwrap_or(true)
        || graph.holds(None, Some(node.as_ref()), None, None).unwrap_or(true)
        || graph.holds(None, None, Some(TermRef::NamedNode(node.as_ref())), None).unwrap_or(true)
        || graph.holds(None, None, None, Some(node.as_ref().into())).unwrap_or(true)
}
