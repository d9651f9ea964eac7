//! Servers that take their time, or do not answer at all.

use super::super::{Limits, Server, Settings};
use super::fake::{Fake, Outcome, ROWS, asked};
use crate::engine::Stop;
use crate::graph::remote::{Ask, BackendError};
use std::io::Write;
use std::net::TcpStream;
use std::thread;
use std::time::{Duration, Instant};

const HEAD: &str = "HTTP/1.1 200 OK\r\nContent-Type: application/sparql-results+json\r\nTransfer-Encoding: chunked\r\n\r\n";

/// Says nothing, for longer than any test waits.
fn hang() {
    thread::sleep(Duration::from_secs(30));
}

/// Sends the head and half of the rows, then no more.
fn half(out: &mut TcpStream) -> std::io::Result<()> {
    let half = &ROWS[..ROWS.len() - 30];
    write!(out, "{HEAD}{:x}\r\n{half}\r\n", half.len())?;
    hang();
    Ok(())
}

/// Sends a byte every few milliseconds.
fn trickle(out: &mut TcpStream) -> std::io::Result<()> {
    out.write_all(HEAD.as_bytes())?;
    for byte in ROWS.as_bytes().iter().chain(std::iter::repeat_n(&b' ', 10_000)) {
        out.write_all(&[b'1', b'\r', b'\n', *byte, b'\r', b'\n'])?;
        thread::sleep(Duration::from_millis(20));
    }
    Ok(())
}

type Slow = fn(&mut TcpStream) -> std::io::Result<()>;
const SLOW: [Slow; 3] = [
    |_| {
        hang();
        Ok(())
    },
    half,
    trickle,
];

const QUERY: &str = "SELECT ?a ?b { ?a ?p ?b }";

#[test]
fn a_time_limit_ends_every_wait() -> Outcome {
    for slow in SLOW {
        let server = Fake::new(move |_, _, out| slow(out))?.server()?;
        let begun = Instant::now();
        let outcome = asked(&server, QUERY, &Ask { deadline: Some(begun + Duration::from_millis(300)), ..Ask::default() });
        assert!(matches!(outcome, Err(BackendError::TimedOut { after, .. }) if after <= Duration::from_millis(300)), "{outcome:?}");
        assert!(begun.elapsed() < Duration::from_millis(800), "{:?}", begun.elapsed());
    }
    Ok(())
}

#[test]
fn a_stop_ends_every_wait_at_once() -> Outcome {
    for slow in SLOW {
        let server = Fake::new(move |_, _, out| slow(out))?.server()?;
        let stop = Stop::new();
        let pull = stop.clone();
        let pulled = thread::spawn(move || {
            thread::sleep(Duration::from_millis(200));
            pull.pull();
            Instant::now()
        });
        let outcome = asked(&server, QUERY, &Ask { stop: Some(stop), deadline: None });
        let ended = Instant::now();
        assert_eq!(outcome, Err(BackendError::Stopped));
        let pulled = pulled.join().map_err(|_| "the thread that pulls")?;
        assert!(ended.duration_since(pulled) < Duration::from_millis(100), "{:?}", ended.duration_since(pulled));
    }
    Ok(())
}

#[test]
fn silence_has_its_limit() -> Outcome {
    for slow in &SLOW[..2] {
        let slow = *slow;
        let fake = Fake::new(move |_, _, out| slow(out))?;
        let limits = Limits { silence: Duration::from_millis(200), ..Limits::default() };
        let server = Server::connect(&Settings { limits, ..fake.settings("graphdb")? })?;
        let begun = Instant::now();
        let outcome = asked(&server, QUERY, &Ask::default());
        assert!(matches!(outcome, Err(BackendError::TimedOut { .. })), "{outcome:?}");
        assert!(begun.elapsed() < Duration::from_secs(1), "{:?}", begun.elapsed());
    }
    Ok(())
}

#[test]
fn rows_are_read_while_the_server_still_sends() -> Outcome {
    use crate::graph::remote::Backend;
    use oxigraph::sparql::QueryResults;
    let fake = Fake::new(|_, _, out| half(out))?;
    let query = spargebra::SparqlParser::new().parse_query(QUERY)?;
    let QueryResults::Solutions(mut rows) = fake.server()?.query(&query, &Ask::default())? else { return Err("no rows".into()) };
    let first = rows.next().transpose()?.ok_or("no row")?;
    assert_eq!(first.get("a").map(ToString::to_string).as_deref(), Some("<urn:1>"));
    Ok(())
}
