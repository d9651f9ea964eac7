//! Queries that never end are stopped, and whoever asked goes on at once.

#![allow(clippy::print_stdout, reason = "how soon they end is worth reading with --nocapture")]

use fengong::document::Metadata;
use fengong::graph::{DEFAULT_BASE, Graph, Names};
use fengong::query::{Answer, Query, QueryError, Stop};
use fengong::reader::Reader;
use fengong::text::Source;
use std::error::Error;
use std::time::{Duration, Instant};

fn graph() -> Result<Graph, Box<dyn Error>> {
    let reader = Reader::new(None)?;
    let source = Source::from_text("plan.txt", include_str!("../data/plans/hubao-yinyu-2012-2020.txt"));
    let reading = reader.read(source, Metadata::default());
    Ok(Graph::build(&reader, &[reading], Names::new(DEFAULT_BASE)?)?)
}

/// Queries that take longer than anyone waits, each in a way of its own.
const ENDLESS: &[(&str, &str)] = &[
    ("a cross product over everything", "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }"),
    ("a cross product that is sorted", "SELECT * { ?a ?b ?c . ?d ?e ?f } ORDER BY ?f ?a"),
    (
        "a cross product of groups",
        "SELECT (COUNT(*) AS ?n) { { SELECT * { ?a ?b ?c } } { SELECT * { ?d ?e ?f } } { SELECT * { ?g ?h ?i } } }",
    ),
    ("a path over everything", "SELECT (COUNT(*) AS ?n) { ?a (<x:y>|!<x:y>)* ?b . ?c (<x:y>|!<x:y>)* ?d }"),
    (
        "a cross product of rows written out",
        "SELECT (COUNT(*) AS ?n) { VALUES ?a { ROWS } VALUES ?b { ROWS } VALUES ?c { ROWS } VALUES ?d { ROWS } }",
    ),
    ("rows that go on and on", "SELECT * { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }"),
    ("statements that go on and on", "CONSTRUCT { ?a ?b ?i } { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }"),
    ("a question that is hard to deny", "ASK { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . FILTER(?a = ?i && ?a != ?i) }"),
];

/// Reads an answer to its end.
fn drain(answer: Answer) -> Result<usize, QueryError> {
    match answer {
        Answer::Boolean(_) => Ok(1),
        Answer::Rows { rows, .. } => rows.map(|row| row.map(drop)).collect::<Result<Vec<()>, _>>().map(|rows| rows.len()),
        Answer::Graph(triples) => triples.map(|triple| triple.map(drop)).collect::<Result<Vec<()>, _>>().map(|rows| rows.len()),
    }
}

/// How many queries still run in this process; other systems than Linux do not tell.
fn threads_of_queries() -> usize {
    let Ok(tasks) = std::fs::read_dir("/proc/self/task") else { return 0 };
    let names = tasks.flatten().filter_map(|task| std::fs::read_to_string(task.path().join("comm")).ok());
    names.filter(|name| name.trim() == "query").count()
}

#[test]
fn a_query_without_end_is_stopped_and_nobody_waits() -> Result<(), Box<dyn Error>> {
    let graph = graph()?;
    let rows = (0..600).map(|n| n.to_string()).collect::<Vec<_>>().join(" ");
    for (what, query) in ENDLESS {
        let query = Query::parse(&graph, &query.replace("ROWS", &rows))?;
        let stop = Stop::new();
        let pull = stop.clone();
        let puller = std::thread::spawn(move || {
            std::thread::sleep(Duration::from_millis(300));
            pull.pull();
            Instant::now()
        });
        let ended = query.run_until(&graph, &stop, None).and_then(drain);
        let ended_at = Instant::now();
        let waited = ended_at.saturating_duration_since(puller.join().map_err(|_| "the puller")?);
        assert!(matches!(ended, Err(QueryError::Cancelled)), "{what}: {ended:?}");
        // Far beyond what it takes: this is no measurement, only the difference between soon and never.
        assert!(waited < Duration::from_secs(2), "{what}: {waited:?}");
        let left = Instant::now();
        while threads_of_queries() > 0 && left.elapsed() < Duration::from_secs(20) {
            std::thread::sleep(Duration::from_millis(5));
        }
        println!("{what}: {} ms, its thread ended after {} ms", waited.as_millis(), left.elapsed().as_millis());
        assert_eq!(threads_of_queries(), 0, "{what}: it still runs");
    }
    Ok(())
}

#[test]
fn a_limit_of_time_says_that_it_was_reached() -> Result<(), Box<dyn Error>> {
    let graph = graph()?;
    let query = Query::parse(&graph, ENDLESS[0].1)?;
    let ended = query.run_until(&graph, &Stop::new(), Some(Duration::from_millis(200))).and_then(drain);
    let error = ended.err().ok_or("it ended")?;
    assert!(error.to_string().contains("stopped after 0.2 s"), "{error}");
    Ok(())
}

#[test]
fn a_query_that_can_be_stopped_answers_as_any_other() -> Result<(), Box<dyn Error>> {
    let graph = graph()?;
    for text in [
        "SELECT ?u ?n { { SELECT ?u (COUNT(DISTINCT ?t) AS ?n) { ?t fg:lead ?u } GROUP BY ?u } { SELECT ?u { ?u a fg:Unit } } } ORDER BY ?u",
        "SELECT ?a ?b { VALUES ?a { 1 2 3 } VALUES ?b { 4 5 } } ORDER BY ?a ?b",
        "SELECT ?a ?u { VALUES ?a { 1 2 UNDEF } { SELECT ?u { ?u a fg:Unit } } OPTIONAL { ?u fg:nothing ?a } } ORDER BY ?a ?u",
        "CONSTRUCT { ?u fg:leads ?t } { ?t fg:lead ?u }",
        "ASK { ?u a fg:Unit }",
    ] {
        let query = Query::parse(&graph, text)?;
        let collect = |answer: Answer| -> Result<Vec<String>, QueryError> {
            let mut all = match answer {
                Answer::Boolean(answer) => vec![answer.to_string()],
                Answer::Rows { rows, .. } => rows.map(|row| row.map(|row| format!("{row:?}"))).collect::<Result<_, _>>()?,
                Answer::Graph(triples) => triples.map(|triple| triple.map(|triple| triple.to_string())).collect::<Result<_, _>>()?,
            };
            all.sort();
            Ok(all)
        };
        let plain = collect(query.run(&graph)?.into())?;
        assert!(!plain.is_empty(), "{text}");
        assert_eq!(collect(query.run_until(&graph, &Stop::new(), Some(Duration::from_secs(60)))?)?, plain, "{text}");
    }
    Ok(())
}
