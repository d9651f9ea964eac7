//! Graphs that are sent: whole, in parts, broken off, and sent again.

use super::super::{Push, PushError, Pushed, Server, graphs_of};
use super::fake::{Fake, Outcome, Seen, answer, json};
use crate::graph::remote::{Ask, BackendError};
use crate::graph::{DEFAULT_BASE, Graph, Names};
use crate::reader::Reader;
use crate::store::Snapshot;
use oxigraph::model::{BlankNode, GraphName, Literal, NamedNode, Quad};
use std::collections::BTreeMap;
use std::io::Write;
use std::sync::{Arc, Mutex, PoisonError};

/// What a server holds: the lines of each graph, and the marks.
#[derive(Default)]
struct Held {
    graphs: BTreeMap<String, Vec<String>>,
    marks: BTreeMap<String, String>,
    /// Which of the requests that bring statements fails, from 1.
    fails: usize,
    /// How many statements are lost of each request.
    loses: usize,
    sends: usize,
}

fn decoded(words: &str) -> String {
    percent_encoding::percent_decode_str(words).decode_utf8_lossy().into_owned()
}

/// The words between `<` and `>` that follow others.
fn iri_after<'t>(text: &'t str, before: &str) -> Option<&'t str> {
    text.split_once(before)?.1.split_once('<')?.1.split_once('>').map(|(iri, _)| iri)
}

impl Held {
    fn answer(&mut self, seen: &Seen) -> Option<String> {
        let done = answer("204 No Content", "", "");
        let line = seen.head.lines().next()?;
        if let Some((_, graph)) = line.split_once("?graph=") {
            let graph = decoded(graph.split(' ').next()?);
            self.sends += 1;
            if self.sends == self.fails {
                return Some(answer("500 Error", "", "the disk is full"));
            }
            let lines = seen.body.lines().map(str::to_owned).skip(self.loses);
            let held = self.graphs.entry(graph).or_default();
            if line.starts_with("PUT ") {
                held.clear();
            }
            held.extend(lines);
            return Some(done);
        }
        if let Some(query) = seen.body.strip_prefix("query=") {
            let query = decoded(query);
            let graph = iri_after(&query, "GRAPH")?;
            let value = if query.contains("COUNT") {
                Some(("n", self.graphs.get(graph).map_or(0, Vec::len).to_string()))
            } else {
                let name = query.rsplit_once("{ <")?.1.split_once('>')?.0;
                self.marks.get(name).map(|mark| ("mark", mark.clone()))
            };
            let row = value.map(|(name, value)| format!(r#"{{"{name}":{{"type":"literal","value":"{value}"}}}}"#)).unwrap_or_default();
            return Some(json(&format!(r#"{{"head":{{"vars":["n","mark"]}},"results":{{"bindings":[{row}]}}}}"#)));
        }
        let update = &seen.body;
        if let Some(graph) = update.strip_prefix("DROP SILENT GRAPH") {
            self.graphs.remove(iri_after(graph, "")?);
        } else if update.starts_with("MOVE GRAPH") {
            let lines = self.graphs.remove(iri_after(update, "MOVE GRAPH")?)?;
            self.graphs.insert(iri_after(update, "TO GRAPH")?.to_owned(), lines);
        } else {
            let name = update.rsplit_once("{ <")?.1.split_once('>')?.0.to_owned();
            match update.split_once('"') {
                Some((_, mark)) => self.marks.insert(name, mark.split('"').next()?.to_owned()),
                None => self.marks.remove(&name),
            };
        }
        Some(done)
    }
}

type Shared = Arc<Mutex<Held>>;

fn held(shared: &Shared) -> std::sync::MutexGuard<'_, Held> {
    shared.lock().unwrap_or_else(PoisonError::into_inner)
}

/// A server that holds what it is sent.
fn server() -> Outcome<(Fake, Server, Shared)> {
    let shared = Shared::default();
    let own = shared.clone();
    let fake = Fake::new(move |_, seen, out| {
        let said = held(&own).answer(seen).unwrap_or_else(|| answer("400 Bad Request", "", "not expected"));
        out.write_all(said.as_bytes())
    })?;
    let server = fake.server()?;
    Ok((fake, server, shared))
}

fn name() -> NamedNode {
    NamedNode::new_unchecked("urn:graph")
}

/// A graph of so many statements, one of them of a blank node.
fn graph(statements: usize) -> Outcome<Graph> {
    let graph = Graph::stored(Snapshot::empty(), &Reader::new(None)?, Names::new(DEFAULT_BASE)?);
    let property = NamedNode::new_unchecked("urn:p");
    let quads = (1..statements).map(|number| {
        let words = Literal::new_simple_literal(format!("水利 {number}\n"));
        Quad::new(NamedNode::new_unchecked(format!("urn:{number}")), property.clone(), words, GraphName::from(name()))
    });
    let blank = Quad::new(BlankNode::new_unchecked("b"), property.clone(), property.clone(), GraphName::from(name()));
    graph.add(quads.chain([blank]))?;
    Ok(graph)
}

fn push(server: &Server, graph: &Graph) -> Result<Pushed, PushError> {
    let marks = NamedNode::new_unchecked("urn:marks");
    Push::new(server, marks, Ask::default()).in_parts_of(1000).push(graph, &name(), false, &mut |_| {})
}

#[test]
fn a_small_graph_goes_at_once_and_once() -> Outcome {
    let (fake, server, shared) = server()?;
    let (small, other) = (graph(5)?, graph(6)?);
    assert_eq!(push(&server, &small)?, Pushed::Sent(5));
    assert_eq!(push(&server, &small)?, Pushed::There(5));
    assert_eq!(held(&shared).sends, 1);
    assert!(held(&shared).graphs["urn:graph"].contains(&"<urn:1> <urn:p> \"水利 1\\n\" .".to_owned()));
    // Another content is another mark; and a mark without its statements is none.
    assert_eq!(push(&server, &other)?, Pushed::Sent(6));
    held(&shared).graphs.clear();
    assert_eq!(push(&server, &other)?, Pushed::Sent(6));
    let puts: Vec<_> = fake.seen().into_iter().filter(|seen| seen.head.starts_with("PUT ")).collect();
    assert!(puts.iter().all(|put| put.head.starts_with("PUT /sparql/rdf-graphs/service?graph=urn%3Agraph ")), "{puts:?}");
    assert_eq!(graphs_of(&other)?, [(Some(name()), 6)]);
    Ok(())
}

#[test]
fn a_large_graph_goes_in_parts_and_stands_there_when_it_is_whole() -> Outcome {
    let (fake, server, shared) = server()?;
    let (old, new) = (graph(3)?, graph(100)?);
    push(&server, &old)?;
    // Broken off in the third part: what was there is there, and nothing says that it is the new one.
    {
        let mut held = held(&shared);
        held.fails = held.sends + 3;
    }
    let outcome = push(&server, &new);
    assert!(matches!(&outcome, Err(PushError::Server(BackendError::Refused { words, .. })) if words == "the disk is full"), "{outcome:?}");
    assert_eq!(held(&shared).graphs["urn:graph"].len(), 3);
    assert!(held(&shared).marks.is_empty());
    assert_eq!(push(&server, &new)?, Pushed::Sent(100));
    assert_eq!(push(&server, &new)?, Pushed::There(100));
    let held = held(&shared);
    let mut lines = held.graphs["urn:graph"].clone();
    lines.sort();
    lines.dedup();
    assert_eq!((lines.len(), held.graphs.len()), (100, 1));
    // The blank node stands in the first part.
    let parts: Vec<_> = fake.seen().into_iter().filter(|seen| seen.head.contains("?graph=urn%3Amarks%2F")).collect();
    let with_blank = parts.iter().filter(|part| part.body.contains("_:b ")).count();
    let puts = parts.iter().filter(|part| part.head.starts_with("PUT ")).count();
    assert!(parts.len() > 5 && parts.iter().all(|part| part.body.len() <= 1000) && with_blank == puts, "{puts} {with_blank}");
    Ok(())
}

#[test]
fn what_the_server_lost_is_seen() -> Outcome {
    for statements in [5, 100] {
        let (_, server, shared) = server()?;
        held(&shared).loses = 1;
        let outcome = push(&server, &graph(statements)?);
        let sent = statements as u64;
        assert!(matches!(outcome, Err(PushError::Count { sent: all, there, .. }) if all == sent && there < sent), "{outcome:?}");
        assert!(held(&shared).marks.is_empty());
    }
    Ok(())
}
