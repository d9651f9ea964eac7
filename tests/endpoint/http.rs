//! The same server behind HTTP, as far as the SPARQL 1.1 Protocol needs it for queries.

use super::backend::{Manners, Result};
use fengong::graph::{Graph, rdf};
use fengong::query::{self, Format, Query};
use oxigraph::sparql::QueryResults;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::{TcpListener, TcpStream};
use std::sync::Arc;
use std::sync::atomic::Ordering;

/// Serves a graph as long as the test runs. Gives the URL of its queries.
pub(crate) fn serve(graph: &Graph, manners: Manners) -> Result<(String, Arc<Manners>)> {
    let listener = TcpListener::bind("127.0.0.1:0")?;
    let url = format!("http://{}/query", listener.local_addr()?);
    let manners = Arc::new(manners);
    let (graph, shared) = (graph.clone(), Arc::clone(&manners));
    std::thread::spawn(move || {
        for stream in listener.incoming().flatten() {
            let (graph, manners) = (graph.clone(), Arc::clone(&shared));
            // A client that went away is its own affair.
            std::thread::spawn(move || _ = answer(stream, &graph, &manners));
        }
    });
    Ok((url, manners))
}

fn answer(stream: TcpStream, graph: &Graph, manners: &Manners) -> Result {
    let mut reader = BufReader::new(stream.try_clone()?);
    let (mut first, mut length, mut kind) = (String::new(), 0, String::new());
    reader.read_line(&mut first)?;
    loop {
        let mut line = String::new();
        if reader.read_line(&mut line)? == 0 || line.trim().is_empty() {
            break;
        }
        let (name, value) = line.split_once(':').ok_or("a header")?;
        match name.to_ascii_lowercase().as_str() {
            "content-length" => length = value.trim().parse()?,
            "content-type" => kind = value.trim().to_owned(),
            _ => {}
        }
    }
    let mut body = vec![0; length];
    reader.read_exact(&mut body)?;
    let body = String::from_utf8(body)?;
    let text = if kind.starts_with("application/sparql-query") {
        body
    } else {
        let target = first.split_whitespace().nth(1).unwrap_or_default();
        let of_target = target.split_once('?').map_or("", |(_, query)| query);
        let pairs = body.split('&').chain(of_target.split('&'));
        pairs.filter_map(|pair| pair.strip_prefix("query=")).map(decoded).next().unwrap_or_default()
    };
    if text.is_empty() {
        return respond(stream, "404 Not Found", "text/plain", b"nothing is here");
    }
    manners.asked.fetch_add(1, Ordering::Relaxed);
    manners.texts.lock().map_err(|_| "texts")?.push(text.clone());
    std::thread::sleep(manners.thinks);
    let results = match Query::parse(graph, &text).and_then(|query| query.run(graph)) {
        Ok(results) => results,
        Err(error) => return respond(stream, "400 Bad Request", "text/plain", error.to_string().as_bytes()),
    };
    let (format, kind) = match results {
        QueryResults::Graph(_) => (Format::Rdf(rdf::Format::NTriples), "application/n-triples"),
        _ => (Format::Json, "application/sparql-results+json"),
    };
    let mut out = Vec::new();
    query::write(results, format, graph.names(), None, &mut out)?;
    respond(stream, "200 OK", kind, &out)
}

fn respond(mut stream: TcpStream, status: &str, kind: &str, body: &[u8]) -> Result {
    write!(stream, "HTTP/1.1 {status}\r\nContent-Type: {kind}\r\nContent-Length: {}\r\nConnection: close\r\n\r\n", body.len())?;
    stream.write_all(body)?;
    Ok(stream.flush()?)
}

/// The words of a form.
fn decoded(words: &str) -> String {
    let mut bytes = Vec::new();
    let mut rest = words.bytes();
    while let Some(byte) = rest.next() {
        bytes.push(match byte {
            b'+' => b' ',
            b'%' => {
                let digits: String = rest.by_ref().take(2).map(char::from).collect();
                u8::from_str_radix(&digits, 16).unwrap_or(b'?')
            }
            byte => byte,
        });
    }
    String::from_utf8_lossy(&bytes).into_owned()
}
