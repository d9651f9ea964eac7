//! Servers of others, as they are: Virtuoso and Oxigraph are started, written to, and asked.

#[path = "servers/named.rs"]
mod named;
#[path = "servers/started.rs"]
mod started;

use fengong::graph::remote::{Ask, Backend, BackendError};
use fengong::remote::{Address, Credentials, Limits, Profile, Server, Settings};
use oxigraph::model::Term;
use oxigraph::sparql::QueryResults;
use spargebra::SparqlParser;
use started::{Result, Started, oxigraph, virtuoso};
use std::process::{Command, Output};
use std::time::{Duration, Instant};

/// Runs the program as one who may write.
fn push(server: &Started, password: &str, arguments: &[&str]) -> Result<(Option<i32>, String)> {
    let mut command = Command::new(env!("CARGO_BIN_EXE_fengong"));
    command.args(["push", "--lang", "en", "--endpoint", &server.url]).args(arguments).env("NETRC", "/dev/null");
    if !server.user.is_empty() {
        command.env("FENGONG_USER", server.user).env("FENGONG_PASSWORD", password);
    }
    let Output { status, stdout, stderr } = command.output()?;
    Ok((status.code(), String::from_utf8([stdout, stderr].concat())?))
}

fn ask(server: &Server, query: &str) -> std::result::Result<QueryResults<'static>, BackendError> {
    let query = SparqlParser::new().parse_query(query);
    server.query(&query.expect("a query of the test"), &Ask::default())
}

/// A number that a query counts.
fn number(server: &Server, query: &str) -> Result<u64> {
    let QueryResults::Solutions(mut rows) = ask(server, query)? else { return Err("no rows".into()) };
    match rows.next().ok_or("no row")??.get(0) {
        Some(Term::Literal(number)) => Ok(number.value().parse()?),
        other => Err(format!("{other:?}").into()),
    }
}

const ALL: &str = "SELECT (COUNT(*) AS ?n) WHERE { GRAPH ?g { ?s ?p ?o } FILTER(STRSTARTS(STR(?g), \"https://w3id.org/fengong/\")) }";

fn is_pushed_and_asked(started: &Started, profile: &str) -> Result {
    let (status, said) = push(started, started.password, &[])?;
    assert_eq!(status, Some(0), "{said}");
    assert!(said.contains(&format!("({profile}) has 3 graphs; statements sent: ")), "{said}");
    let there: u64 = said.trim().rsplit_once(' ').ok_or("a count")?.1.parse()?;
    assert!(there > 20_000, "{said}");
    let server = started.server()?;
    assert_eq!(server.profile(), profile);
    // And a mark for each graph.
    assert_eq!(number(&server, ALL)?, there + 3);
    // The default graph is the union.
    assert_eq!(number(&server, "SELECT (COUNT(*) AS ?n) WHERE { ?t a <https://w3id.org/fengong/ns#Task> }")?, 50);
    assert!(matches!(ask(&server, "ASK { ?t a <https://w3id.org/fengong/ns#Task> }")?, QueryResults::Boolean(true)));
    assert!(matches!(ask(&server, "ASK { ?t a <urn:none> }")?, QueryResults::Boolean(false)));
    let QueryResults::Graph(triples) = ask(&server, "CONSTRUCT WHERE { ?t <https://w3id.org/fengong/ns#order> ?o }")? else {
        return Err("no statements".into());
    };
    assert_eq!(triples.collect::<std::result::Result<Vec<_>, _>>()?.len(), 50);
    // What is there is not sent again; in parts it comes to the same.
    let (status, said) = push(started, started.password, &[])?;
    assert!(status == Some(0) && said.contains("statements sent: 0,"), "{said}");
    let (status, said) = push(started, started.password, &["--again", "--part", "1M"])?;
    assert_eq!(status, Some(0), "{said}");
    assert_eq!(number(&server, ALL)?, there + 3);
    Ok(())
}

#[test]
#[ignore = "runs the programs of others"]
fn virtuoso_takes_a_plan_and_answers() -> Result {
    let started = virtuoso()?;
    is_pushed_and_asked(&started, "virtuoso")?;
    let (status, said) = push(&started, "wrong", &["--again"])?;
    assert!(status == Some(1) && said.contains("does not take the user name and password") && !said.contains("wrong"), "{said}");
    // Blank nodes and words of any script come whole.
    let server = started.server()?;
    server.send_graph(
        &oxigraph::model::NamedNode::new("urn:odd")?,
        "<urn:s> <urn:p> _:x .\n_:x <urn:q> \"水\\\"\\n𠮷\" .\n".as_bytes().to_vec(),
        true,
        &Ask::default(),
    )?;
    let QueryResults::Solutions(mut rows) = ask(&server, "SELECT ?x ?w WHERE { <urn:s> <urn:p> ?x . ?x <urn:q> ?w }")? else {
        return Err("no rows".into());
    };
    let row = rows.next().ok_or("no row")??;
    assert!(matches!(row.get("x"), Some(Term::BlankNode(_))), "{row:?}");
    assert_eq!(row.get("w").map(ToString::to_string).as_deref(), Some("\"水\\\"\\n𠮷\""));
    Ok(())
}

#[test]
#[ignore = "runs the programs of others"]
fn virtuoso_cuts_and_that_is_seen() -> Result {
    let started = virtuoso()?;
    let server = started.server()?;
    let lines: String = (0..1500).map(|number| format!("<urn:{number}> <urn:p> \"{number}\" .\n")).collect();
    server.send_graph(&oxigraph::model::NamedNode::new("urn:many")?, lines.into_bytes(), true, &Ask::default())?;
    let outcome = ask(&server, "SELECT ?s WHERE { ?s <urn:p> ?o }");
    assert!(matches!(outcome, Err(BackendError::Cut { rows: 1000, .. })), "{:?}", outcome.err());
    let QueryResults::Solutions(rows) = ask(&server, "SELECT ?s WHERE { ?s <urn:p> ?o } LIMIT 999")? else { return Err("no rows".into()) };
    assert_eq!(rows.count(), 999);
    Ok(())
}

#[test]
#[ignore = "runs the programs of others"]
fn oxigraph_takes_a_plan_and_answers() -> Result {
    let started = oxigraph()?;
    is_pushed_and_asked(&started, "oxigraph")?;
    // Of a server of which nothing is known it is found out that its default graph is not the union.
    let settings = Settings { profile: Profile::named("generic"), ..Settings::new(Address::read(&format!("{}query", started.url))?) };
    let server = Server::connect(&settings)?;
    assert_eq!(number(&server, "SELECT (COUNT(*) AS ?n) WHERE { ?t a <https://w3id.org/fengong/ns#Task> }")?, 50);
    Ok(())
}

#[test]
#[ignore = "runs the programs of others"]
fn a_server_that_stands_still_is_not_waited_for() -> Result {
    let started = oxigraph()?;
    let limits = Limits { silence: Duration::from_millis(500), ..Limits::default() };
    let server = Server::connect(&Settings { limits, ..started.settings()? })?;
    stand_still(&started)?;
    let begun = Instant::now();
    let outcome = ask(&server, "ASK {}");
    assert!(matches!(outcome, Err(BackendError::TimedOut { .. })), "{:?}", outcome.err());
    assert!(begun.elapsed() < Duration::from_secs(3));
    Ok(())
}

/// Lets a server stand still: connections are taken, and nothing is answered.
///
/// A signal only asks for it: while the machine is busy a thread of the server can answer once more before it sees it.
fn stand_still(started: &Started) -> Result {
    let process = started.child.id().to_string();
    let status = Command::new("kill").args(["-STOP", &process]).status()?;
    if !status.success() {
        return Err("kill -STOP failed".into());
    }
    let end = Instant::now() + Duration::from_secs(30);
    while Instant::now() < end {
        let mut is_still = true;
        for thread in std::fs::read_dir(format!("/proc/{process}/task"))? {
            let stat = std::fs::read_to_string(thread?.path().join("stat"))?;
            // proc_pid_stat(5): number, name in brackets, state, of which T is stopped by a signal.
            is_still &= stat.rsplit_once(") ").is_some_and(|(_, after)| after.starts_with('T'));
        }
        if is_still {
            return Ok(());
        }
        std::thread::sleep(Duration::from_millis(20));
    }
    Err("the server does not stand still".into())
}

impl Started {
    fn settings(&self) -> Result<Settings> {
        let credentials = match self.user {
            "" => Credentials::None,
            user => Credentials::Password { user: user.to_owned(), password: self.password.to_owned() },
        };
        Ok(Settings { credentials, ..Settings::new(Address::read(&self.url)?) })
    }

    fn server(&self) -> Result<Server> {
        Ok(Server::connect(&self.settings()?)?)
    }
}
