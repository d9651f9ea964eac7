//! A server that says what a test wants it to say.

use super::super::{Address, Credentials, Limits, Profile, Server, Settings};
use crate::graph::remote::{Ask, Backend, BackendError};
use oxigraph::sparql::QueryResults;
use spargebra::SparqlParser;
use std::error::Error;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::{TcpListener, TcpStream};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread;
use std::time::Duration;

pub(super) type Outcome<T = ()> = Result<T, Box<dyn Error>>;

/// A request as it came.
#[derive(Debug, Clone)]
pub(super) struct Seen {
    /// The first line and the headers.
    pub head: String,
    pub body: String,
}

impl Seen {
    /// The value of a header.
    pub(super) fn header(&self, name: &str) -> Option<&str> {
        let mut fields = self.head.lines().filter_map(|line| line.split_once(": "));
        fields.find(|(other, _)| other.eq_ignore_ascii_case(name)).map(|(_, value)| value)
    }
}

/// A server that runs until the test is over.
pub(super) struct Fake {
    pub url: String,
    seen: Arc<Mutex<Vec<Seen>>>,
}

impl Fake {
    /// Lets `answer` answer each request: its number from 0, the request, and where the answer goes.
    pub(super) fn new(answer: impl Fn(usize, &Seen, &mut TcpStream) -> std::io::Result<()> + Send + Sync + 'static) -> Outcome<Self> {
        let listener = TcpListener::bind("127.0.0.1:0")?;
        let url = format!("http://{}/sparql", listener.local_addr()?);
        let seen = Arc::new(Mutex::new(Vec::new()));
        let (answer, all) = (Arc::new(answer), seen.clone());
        thread::spawn(move || {
            for stream in listener.incoming().map_while(Result::ok) {
                let (answer, all) = (answer.clone(), all.clone());
                // Whoever goes away in the middle, as tests do, makes an error here.
                thread::spawn(move || serve(stream, &*answer, &all));
            }
        });
        Ok(Self { url, seen })
    }

    /// Answers every request with the same.
    pub(super) fn saying(answer: impl Into<String>) -> Outcome<Self> {
        let answer = answer.into();
        Self::new(move |_, _, out| out.write_all(answer.as_bytes()))
    }

    /// The requests so far.
    pub(super) fn seen(&self) -> Vec<Seen> {
        self.seen.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// Its settings, as a server of a profile.
    pub(super) fn settings(&self, profile: &str) -> Outcome<Settings> {
        let limits = Limits { connect: Duration::from_secs(5), silence: Duration::from_secs(5) };
        Ok(Settings { profile: Profile::named(profile), limits, ..Settings::new(Address::read(&self.url)?) })
    }

    /// It as a server of which nothing needs to be known.
    pub(super) fn server(&self) -> Outcome<Server> {
        Ok(Server::connect(&self.settings("graphdb")?)?)
    }

    /// It as a server that is told a name and a password.
    pub(super) fn known(&self, password: &str) -> Outcome<Server> {
        let credentials = Credentials::Password { user: "li".to_owned(), password: password.to_owned() };
        Ok(Server::connect(&Settings { credentials, ..self.settings("graphdb")? })?)
    }
}

fn serve(
    stream: TcpStream,
    answer: &(dyn Fn(usize, &Seen, &mut TcpStream) -> std::io::Result<()> + Send + Sync),
    all: &Mutex<Vec<Seen>>,
) -> std::io::Result<()> {
    let mut reader = BufReader::new(stream.try_clone()?);
    let mut head = String::new();
    while reader.read_line(&mut head)? > 2 {}
    let mut seen = Seen { head: head.replace("\r\n", "\n"), body: String::new() };
    let length = seen.header("content-length").and_then(|length| length.parse().ok()).unwrap_or(0);
    reader.take(length).read_to_string(&mut seen.body)?;
    let number = {
        let mut all = all.lock().unwrap_or_else(PoisonError::into_inner);
        all.push(seen.clone());
        all.len() - 1
    };
    let mut stream = stream;
    answer(number, &seen, &mut stream)
}

/// An answer with its length, after which the connection ends.
pub(super) fn answer(status: &str, headers: &str, body: &str) -> String {
    format!("HTTP/1.1 {status}\r\nConnection: close\r\n{headers}Content-Length: {}\r\n\r\n{body}", body.len())
}

/// Rows in JSON.
pub(super) fn json(body: &str) -> String {
    answer("200 OK", "Content-Type: application/sparql-results+json; charset=utf-8\r\n", body)
}

/// Two rows of two columns, not in the order in which they are asked for.
pub(super) const ROWS: &str = r#"{"head":{"vars":["b","a"]},"results":{"bindings":[
    {"b":{"type":"literal","value":"\u6C34"},"a":{"type":"uri","value":"urn:1"}},{"a":{"type":"bnode","value":"x"}}]}}"#;

/// What came of a query, as words: rows, or the error where there is one, wherever it comes.
pub(super) fn asked(server: &Server, query: &str, ask: &Ask) -> Result<Vec<String>, BackendError> {
    let query = SparqlParser::new().parse_query(query).map_err(|error| server.garbled(&error.to_string()))?;
    match server.query(&query, ask)? {
        QueryResults::Boolean(answer) => Ok(vec![answer.to_string()]),
        QueryResults::Graph(triples) => {
            triples.map(|triple| triple.map(|triple| triple.to_string()).map_err(|error| server.failed(error))).collect()
        }
        QueryResults::Solutions(rows) => rows
            .map(|row| {
                let row = row.map_err(|error| server.failed(error))?;
                let terms = row.values().iter().map(|term| term.as_ref().map_or("-".to_owned(), ToString::to_string));
                Ok(terms.collect::<Vec<_>>().join(" "))
            })
            .collect(),
    }
}

/// What came of asking for two columns.
pub(super) fn rows(server: &Server) -> Result<Vec<String>, BackendError> {
    asked(server, "SELECT ?a ?b { ?a ?p ?b }", &Ask::default())
}
