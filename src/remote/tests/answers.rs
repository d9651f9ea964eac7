//! Answers: whole, cut, refused, repeated.

use super::super::{Profile, Server, Settings};
use super::fake::{Fake, Outcome, ROWS, answer, asked, json, rows};
use crate::graph::remote::{Ask, Backend, BackendError};
use std::io::Write;

#[test]
fn rows_come_in_the_order_that_was_asked_for() -> Outcome {
    let fake = Fake::saying(json(ROWS))?;
    let server = fake.server()?;
    assert_eq!(rows(&server)?, ["<urn:1> \"水\"", "_:x -"]);
    let [seen] = &fake.seen()[..] else { return Err("one request".into()) };
    assert!(seen.head.starts_with("POST /sparql HTTP/1.1\n"), "{}", seen.head);
    assert_eq!(seen.header("content-type"), Some("application/x-www-form-urlencoded"));
    assert!(seen.body.starts_with("query=SELECT%20%3Fa%20%3Fb%20WHERE"), "{}", seen.body);
    Ok(())
}

#[test]
fn statements_and_yes_and_no() -> Outcome {
    let body = "<urn:a>\t<urn:p>\t\"\\u6C34\" .\n";
    for (kind, body) in [("application/n-triples", body), ("text/turtle", "<urn:a> <urn:p> '水'."), ("text/plain", body)] {
        let server = Fake::saying(answer("200 OK", &format!("Content-Type: {kind}\r\n"), body))?.server()?;
        assert_eq!(asked(&server, "CONSTRUCT WHERE { ?s ?p ?o }", &Ask::default())?, ["<urn:a> <urn:p> \"水\""]);
    }
    let virtuoso = r#"{"head":{"vars":["__ASK_RETVAL"]},"results":{"bindings":[{"__ASK_RETVAL":{"type":"typed-literal","datatype":"http://www.w3.org/2001/XMLSchema#integer","value":"1"}}]}}"#;
    let none = r#"{"head":{"vars":["__ASK_RETVAL"]},"results":{"bindings":[]}}"#;
    for (body, is) in [(virtuoso, "true"), (none, "false"), (r#"{"head":{},"boolean":false}"#, "false")] {
        assert_eq!(asked(&Fake::saying(json(body))?.server()?, "ASK {}", &Ask::default())?, [is]);
    }
    Ok(())
}

#[test]
fn whatever_is_cut_is_an_error() -> Outcome {
    let half = &ROWS[..ROWS.len() - 30];
    let head = "HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Type: application/sparql-results+json\r\n";
    let cut = [
        // HTTP says that there is more.
        format!("{head}Content-Length: {}\r\n\r\n{half}", ROWS.len()),
        format!("{head}Transfer-Encoding: chunked\r\n\r\n{:x}\r\n{ROWS}\r\n", ROWS.len()),
        format!("{head}Transfer-Encoding: chunked\r\n\r\n{:x}\r\n{half}", ROWS.len()),
        // HTTP is content, JSON is not.
        json(half),
        json(&ROWS[..ROWS.len() - 1]),
        format!("{head}\r\n{half}"),
        // Nobody could tell.
        "HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Type: text/tab-separated-values\r\n\r\n?a\t?b\n<urn:1>\t\"x\"\n".to_owned(),
    ];
    for said in cut {
        let outcome = rows(&Fake::saying(said.clone())?.server()?);
        assert!(matches!(outcome, Err(BackendError::Broken { .. })), "{outcome:?} of {said}");
    }
    // What is whole is taken, by whatever it ends.
    let whole = [format!("{head}\r\n{ROWS}"), format!("{head}Transfer-Encoding: chunked\r\n\r\n{:x}\r\n{ROWS}\r\n0\r\n\r\n", ROWS.len())];
    for said in whole {
        assert_eq!(rows(&Fake::saying(said)?.server()?)?.len(), 2);
    }
    let triples = "HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Type: application/n-triples\r\n\r\n<urn:a> <urn:a> <urn:a> .\n";
    let outcome = asked(&Fake::saying(triples)?.server()?, "CONSTRUCT WHERE { ?s ?p ?o }", &Ask::default());
    assert!(matches!(outcome, Err(BackendError::Broken { .. })), "{outcome:?}");
    Ok(())
}

#[test]
fn limits_of_the_server_are_no_answers() -> Outcome {
    let limited = |header: &str| answer("200 OK", &format!("Content-Type: application/sparql-results+json\r\n{header}\r\n"), ROWS);
    let outcome = rows(&Fake::saying(limited("X-SPARQL-MaxRows: 10000"))?.server()?);
    assert!(matches!(outcome, Err(BackendError::Cut { rows: 10_000, .. })), "{outcome:?}");
    let outcome = rows(&Fake::saying(limited("X-SQL-State: S1TAT"))?.server()?);
    assert!(matches!(outcome, Err(BackendError::Broken { .. })), "{outcome:?}");
    Ok(())
}

#[test]
fn what_is_refused_is_told_in_one_line() -> Outcome {
    let page = "<html><head><title>500</title></head><body><h1>Out of   memory</h1><pre>at x\nat y</pre></body></html>";
    let outcome = rows(&Fake::saying(answer("500 Error", "Content-Type: text/html\r\n", page))?.server()?);
    assert!(matches!(&outcome, Err(BackendError::Refused { status: 500, words, .. }) if words == "Out of memory"), "{outcome:?}");
    let words = "Virtuoso 42000 Error SR186: No permission to execute procedure\n\nSPARQL query:\n…";
    let outcome = rows(&Fake::saying(answer("500 Error", "", words))?.server()?);
    assert!(matches!(outcome, Err(BackendError::Denied { given: false, .. })), "{outcome:?}");
    let outcome = rows(&Fake::saying(answer("200 OK", "Content-Type: text/html\r\n", page))?.server()?);
    assert!(matches!(outcome, Err(BackendError::Garbled { .. })), "{outcome:?}");
    Ok(())
}

#[test]
fn queries_are_sent_again_and_updates_are_not() -> Outcome {
    let later = |number: usize| if number == 0 { answer("503 Busy", "Retry-After: 0\r\n", "busy") } else { json(ROWS) };
    let fake = Fake::new(move |number, _, out| out.write_all(later(number).as_bytes()))?;
    assert_eq!(rows(&fake.server()?)?.len(), 2);
    assert_eq!(fake.seen().len(), 2);
    let fake = Fake::new(move |number, _, out| out.write_all(later(number).as_bytes()))?;
    let outcome = fake.server()?.update("CLEAR ALL", &Ask::default());
    assert!(matches!(&outcome, Err(BackendError::Refused { status: 503, words, .. }) if words == "busy"), "{outcome:?}");
    assert_eq!(fake.seen().len(), 1);
    // A connection that ends before the answer.
    let fake = Fake::new(|number, _, out| if number == 0 { Ok(()) } else { out.write_all(json(ROWS).as_bytes()) })?;
    assert_eq!(rows(&fake.server()?)?.len(), 2);
    let fake = Fake::new(|number, _, out| if number == 0 { Ok(()) } else { out.write_all(json(ROWS).as_bytes()) })?;
    let outcome = fake.server()?.update("CLEAR ALL", &Ask::default());
    assert!(matches!(outcome, Err(BackendError::Unreachable { .. })), "{outcome:?}");
    assert_eq!(fake.seen().len(), 1);
    Ok(())
}

#[test]
fn nobody_there_is_told_soon() -> Outcome {
    let url = {
        let gone = std::net::TcpListener::bind("127.0.0.1:0")?;
        format!("http://{}/", gone.local_addr()?)
    };
    let begun = std::time::Instant::now();
    let outcome = Server::connect(&Settings::new(super::super::Address::read(&url)?));
    assert!(outcome.as_ref().is_err_and(|error| error.to_string().contains(&url)), "{outcome:?}");
    assert!(begun.elapsed().as_secs() < 5);
    Ok(())
}

#[test]
fn a_server_tells_what_it_is() -> Outcome {
    for (header, is) in [
        ("Server: Virtuoso/07.20.3229 (Linux) x86_64-pc-linux-gnu\r\n", "virtuoso"),
        ("Server: Oxigraph/0.5.13\r\n", "oxigraph"),
        ("Fuseki-Request-Id: 1\r\n", "fuseki"),
        ("Server: nginx\r\n", "generic"),
        ("", "generic"),
    ] {
        let fake = Fake::saying(answer("404 Not Found", header, ""))?;
        let server = Server::connect(&Settings { profile: None, ..fake.settings("generic")? })?;
        assert_eq!(server.profile(), is);
    }
    Ok(())
}

#[test]
fn the_default_graph_is_the_union() -> Outcome {
    // Of a server of which nothing is known it is looked what its default graph is, once.
    let list =
        r#"{"head":{"vars":["g"]},"results":{"bindings":[{"g":{"type":"uri","value":"urn:g2"}},{"g":{"type":"uri","value":"urn:g1"}}]}}"#;
    let say = |body: &str| -> &'static str {
        if body.contains("ASK") {
            r#"{"head":{},"boolean":true}"#
        } else if body.contains("DISTINCT") {
            list
        } else {
            ROWS
        }
    };
    let fake = Fake::new(move |_, seen, out| out.write_all(json(say(&seen.body)).as_bytes()))?;
    let server = Server::connect(&fake.settings("generic")?)?;
    for _ in 0..2 {
        assert_eq!(rows(&server)?.len(), 2);
    }
    let seen = fake.seen();
    assert_eq!(seen.len(), 4);
    let graphs = "&default-graph-uri=urn%3Ag1&named-graph-uri=urn%3Ag1&default-graph-uri=urn%3Ag2&named-graph-uri=urn%3Ag2";
    assert!(seen[2..].iter().all(|seen| seen.body.ends_with(graphs)), "{seen:?}");
    // A query that says what it wants gets that.
    asked(&server, "SELECT ?a ?b FROM <urn:g1> { ?a ?p ?b }", &Ask::default())?;
    assert!(fake.seen().last().is_some_and(|seen| !seen.body.contains("graph-uri")));
    let fake = Fake::saying(json(ROWS))?;
    rows(&Server::connect(&Settings { profile: Profile::named("oxigraph"), ..fake.settings("oxigraph")? })?)?;
    assert!(fake.seen()[0].body.ends_with("&union-default-graph="), "{:?}", fake.seen());
    Ok(())
}
