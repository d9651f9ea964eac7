//! What is read by several threads: the rows are those of one, in the same order, however many there are and whatever they are asked.

#![allow(clippy::print_stdout, reason = "how soon threads end is worth reading with --nocapture")]

use fengong::engine::{EngineError, Options, Results, Row, Step, Stop, evaluate};
use fengong::store::{Builder, Snapshot};
use oxigraph::model::{GraphName, Literal, NamedNode, Quad, Term, vocab::xsd};
use spargebra::SparqlParser;
use std::error::Error;
use std::num::NonZeroUsize;
use std::thread;
use std::time::{Duration, Instant};

type Result<T = ()> = std::result::Result<T, Box<dyn Error>>;

/// How many tasks there are: their leads are more than a block of rows.
const TASKS: u32 = 9_000;

fn named(name: &str) -> NamedNode {
    NamedNode::new_unchecked(format!("http://e/{name}"))
}

/// Tasks with a lead, three that support, numbers of all sorts, and now and then a note.
fn snapshot() -> Result<Snapshot> {
    let mut builder = Builder::new();
    let mut add = |task: u32, predicate: &str, object: Term| -> Result {
        let task = named(&format!("task{task:05}"));
        Ok(builder.add(Quad::new(task, named(predicate), object, GraphName::DefaultGraph).as_ref())?)
    };
    let unit = |n: u32| Term::from(named(&format!("unit{:03}", n % 211)));
    for task in 0..TASKS {
        add(task, "lead", unit(task * 7 % 199))?;
        for other in 0..3 {
            add(task, "support", unit(task * 13 + other * 31))?;
        }
        add(task, "part", Literal::from(format!("part {}", task % 100)).into())?;
        add(task, "whole", Literal::from(i64::from(task % 97) - 40).into())?;
        add(task, "decimal", Literal::new_typed_literal(format!("{}.25", task % 31), xsd::DECIMAL).into())?;
        add(task, "double", Literal::new_typed_literal(format!("{}.1e-3", task % 1013), xsd::DOUBLE).into())?;
        if task % 67 == 0 {
            add(task, "note", Literal::from(format!("part {}", task % 100)).into())?;
        }
    }
    // Added up in their order these are too many on the way, while each half of them is not.
    for (task, number) in [(0, i64::MAX), (TASKS - 2, i64::MAX), (TASKS - 1, -i64::MAX)] {
        add(task, "far", Literal::from(number).into())?;
    }
    for task in 1..TASKS - 2 {
        add(task, "far", Literal::from(0).into())?;
    }
    Ok(Snapshot::empty().with(builder)?)
}

fn options(threads: usize) -> Options {
    Options { threads: NonZeroUsize::new(threads), large: Some(1), ..Options::default() }
}

/// The rows of a query, and how the engine went about it.
fn ask(snapshot: &Snapshot, query: &str, options: &Options) -> Result<(Vec<Row>, Option<Step>)> {
    let query = SparqlParser::new().with_prefix("", "http://e/")?.parse_query(query)?;
    let Results::Rows { mut rows, .. } = evaluate(snapshot, &query, options)? else { return Err("no rows".into()) };
    let mut all = Vec::new();
    for row in rows.by_ref() {
        all.push(row?);
    }
    Ok((all, rows.steps()))
}

/// How many threads read, by the steps that tell it.
fn readers(step: &Step) -> usize {
    let told = step.name.rsplit_once(", ").and_then(|(_, threads)| threads.strip_suffix(" threads")?.parse().ok());
    step.children.iter().map(readers).chain(told).max().unwrap_or(1)
}

/// Queries that threads read.
const BY_THREADS: &[&str] = &[
    "SELECT ?u (COUNT(*) AS ?n) { ?t :lead ?u . ?t :support ?v } GROUP BY ?u",
    "SELECT ?u ?v (COUNT(?t) AS ?n) { ?t :lead ?u . ?t :support ?v } GROUP BY ?u ?v",
    "SELECT ?u ?v ?w (COUNT(?t) AS ?n) { ?t :lead ?u . ?t :support ?v . ?t :part ?w } GROUP BY ?u ?v ?w",
    "SELECT ?u ?nowhere (COUNT(*) AS ?n) { ?t :lead ?u } GROUP BY ?u ?nowhere",
    "SELECT (COUNT(*) AS ?n) { ?t :lead ?u . ?t :support ?u }",
    "SELECT (COUNT(DISTINCT ?v) AS ?n) { ?t :support ?v }",
    "SELECT ?u (COUNT(DISTINCT ?v) AS ?n) (SUM(?w) AS ?s) (AVG(?w) AS ?a) { ?t :lead ?u . ?t :support ?v . ?t :whole ?w } GROUP BY ?u",
    "SELECT ?u (SUM(?d) AS ?s) (AVG(?d) AS ?a) (SUM(DISTINCT ?d) AS ?e) { ?t :lead ?u . ?t :decimal ?d } GROUP BY ?u",
    // Of whole numbers and decimals together, and of what is no number.
    "SELECT ?u (SUM(?d) AS ?s) { { ?t :lead ?u . ?t :whole ?d } UNION { ?t :lead ?u . ?t :decimal ?d } } GROUP BY ?u",
    "SELECT ?u (SUM(?d) AS ?s) { { ?t :lead ?u . ?t :whole ?d } UNION { ?t :lead ?u . ?t :note ?d } } GROUP BY ?u",
    "SELECT ?u (MIN(?d) AS ?a) (MAX(?d) AS ?b) (MIN(?p) AS ?c) (MAX(?t) AS ?e) { ?t :lead ?u ; :double ?d ; :part ?p } GROUP BY ?u",
    "SELECT ?u (SAMPLE(?p) AS ?s) (SAMPLE(DISTINCT ?p) AS ?r) (MIN(DISTINCT ?p) AS ?m) { ?t :lead ?u . ?t :part ?p } GROUP BY ?u",
    // Terms that only the query knows.
    "SELECT ?w (COUNT(*) AS ?n) { ?t :lead ?u BIND(CONCAT(STR(?u), '!') AS ?w) } GROUP BY ?w",
    "SELECT ?u (MIN(?w) AS ?a) (SAMPLE(?w) AS ?b) (COUNT(DISTINCT ?w) AS ?n) { ?t :lead ?u BIND(CONCAT(STR(?t), '!') AS ?w) } GROUP BY ?u",
    // What goes through blocks of rows sees the same ones: it puts those first that it finds something for.
    "SELECT ?u (SAMPLE(?w) AS ?s) { ?t :lead ?u { ?t :note ?w } UNION { ?t :part ?w } } GROUP BY ?u",
    "SELECT ?t (SAMPLE(?w) AS ?s) { ?t :lead ?u { ?t :note ?w } UNION { ?t :support ?w } } GROUP BY ?t",
    "SELECT ?u (SAMPLE(?w) AS ?s) { ?t :lead ?u OPTIONAL { ?t :note ?w } } GROUP BY ?u",
    "SELECT ?x (COUNT(*) AS ?n) { { ?t :lead ?x } UNION { ?t :support ?x } UNION { ?t :note ?x } } GROUP BY ?x",
    "SELECT ?u (COUNT(*) AS ?n) { ?t :lead ?u MINUS { ?t :note ?w } } GROUP BY ?u",
    "SELECT ?u (COUNT(*) AS ?n) { ?t :lead ?u FILTER NOT EXISTS { ?t :note ?w . ?t :part ?w } } GROUP BY ?u",
    // What is put aside is read whole by each.
    "SELECT ?u (COUNT(*) AS ?n) { ?t :lead ?u . ?t :support ?v MINUS { SELECT ?v (COUNT(*) AS ?m) { ?a :note ?w . ?a :lead ?v } GROUP BY ?v } } GROUP BY ?u",
];

/// Queries that only one can read, or that are read again by one.
const BY_ONE: &[&str] = &[
    "SELECT ?u (SUM(?d) AS ?s) { ?t :lead ?u . ?t :double ?d } GROUP BY ?u",
    "SELECT (AVG(DISTINCT ?d) AS ?s) { ?t :double ?d }",
    "SELECT (SUM(?f) AS ?s) { ?t :far ?f }",
    "SELECT ?u (GROUP_CONCAT(?p) AS ?s) { ?t :lead ?u . ?t :part ?p } GROUP BY ?u",
    "SELECT DISTINCT ?u ?v { ?t :lead ?u . ?t :support ?v }",
    // What comes first is no scan, and what is put aside is none that could be read in parts.
    "SELECT ?v (COUNT(*) AS ?n) { :task00007 :lead :unit049 . ?t :support ?v } GROUP BY ?v",
    "SELECT ?v (COUNT(*) AS ?n) { :task00007 :lead :unit049 { SELECT DISTINCT ?v { ?t :support ?v } LIMIT 9 } ?t :lead ?v } GROUP BY ?v",
    "SELECT ?v (COUNT(*) AS ?n) { :task00007 :lead :unit049 . ?t :support ?v MINUS { ?a :note \"part 0\" . ?a :support ?v } } GROUP BY ?v",
    "SELECT ?v (COUNT(*) AS ?n) { VALUES ?v { :unit001 :unit002 } ?t :support ?v } GROUP BY ?v",
    "SELECT ?v (COUNT(*) AS ?n) { BIND(:unit001 AS ?v) ?t :support ?v } GROUP BY ?v",
    "SELECT ?v (COUNT(*) AS ?n) { OPTIONAL { ?t :support ?v } } GROUP BY ?v",
    "SELECT ?x (COUNT(*) AS ?n) { { ?t :lead ?x } UNION { BIND(:unit001 AS ?x) } UNION { ?t :support ?x } } GROUP BY ?x",
    "SELECT ?u (COUNT(*) AS ?n) { { SELECT ?t ?u { ?t :lead ?u } ORDER BY ?t LIMIT 4000 } ?t :support ?v } GROUP BY ?u",
    // Each thread would make another one.
    "SELECT (COUNT(DISTINCT ?id) AS ?n) { ?t :note ?p . ?x :part ?p { SELECT (UUID() AS ?id) {} } }",
];

#[test]
fn rows_come_in_the_same_order_for_any_number_of_threads() -> Result {
    let snapshot = snapshot()?;
    for (queries, by_threads) in [(BY_THREADS, true), (BY_ONE, false)] {
        for query in queries {
            let (one, steps) = ask(&snapshot, query, &options(1))?;
            assert!(!one.is_empty(), "{query}");
            assert_eq!(steps.as_ref().map(readers), Some(1), "{query}");
            let rows = steps.map(|step| rows_of(&step));
            for threads in [2, 5, 17] {
                let (more, steps) = ask(&snapshot, query, &options(threads))?;
                assert!(one == more, "{threads} threads: {query}\n{:?}\n{:?}", &one[..one.len().min(20)], &more[..more.len().min(20)]);
                assert_eq!(steps.as_ref().map(readers).is_some_and(|readers| readers > 1), by_threads, "{threads} threads: {query}");
                assert_eq!(steps.map(|step| rows_of(&step)), rows, "{threads} threads: {query}");
            }
        }
    }
    Ok(())
}

/// How many rows came of the steps that rows go through one after the other, from what is read first on.
fn rows_of(step: &Step) -> Vec<u64> {
    let mut rows = step.children.first().map(rows_of).unwrap_or_default();
    rows.push(step.rows);
    rows
}

/// Where there is enough memory for one, there is for several: each holds what it puts aside and its part of the answer.
#[test]
fn threads_need_no_more_memory_than_is_allowed() -> Result {
    let snapshot = snapshot()?;
    for query in [
        "SELECT ?u ?v (COUNT(*) AS ?n) { ?t :lead ?u . ?t :support ?v } GROUP BY ?u ?v",
        "SELECT ?t (COUNT(DISTINCT ?v) AS ?n) { ?t :support ?v } GROUP BY ?t",
        "SELECT ?v (COUNT(DISTINCT ?t) AS ?n) { ?t :support ?v } GROUP BY ?v",
        "SELECT ?w (COUNT(*) AS ?n) { ?t :support ?u BIND(CONCAT(STR(?t), STR(?u)) AS ?w) } GROUP BY ?w",
    ] {
        let within = |threads: usize, memory: usize| ask(&snapshot, query, &Options { memory: Some(memory), ..options(threads) });
        let whole = within(1, usize::MAX)?.0;
        let (mut low, mut high) = (0_usize, 1 << 30);
        while high - low > 1000 {
            let middle = low.midpoint(high);
            if within(1, middle).is_ok() { high = middle } else { low = middle }
        }
        for memory in [high, high * 11 / 10, high * 3 / 2, high * 3] {
            for threads in [2, 3] {
                assert_eq!(within(threads, memory)?.0, whole, "{threads} threads, {memory} of {high} bytes: {query}");
            }
        }
        let Err(failed) = within(3, high / 2) else { return Err(format!("half of it is enough: {query}").into()) };
        assert!(matches!(failed.downcast_ref(), Some(EngineError::Memory(_))), "{failed}: {query}");
    }
    Ok(())
}

/// A query that threads read ends in all of them, soon after it is stopped or its time is over.
#[test]
fn threads_end_when_the_query_is_stopped() -> Result {
    let snapshot = snapshot()?;
    for query in [
        "SELECT (COUNT(*) AS ?n) { ?a :support ?b . ?c :support ?d . ?e :support ?f }",
        "SELECT ?b (COUNT(DISTINCT ?f) AS ?n) { ?a :support ?b . ?c :support ?d . ?e :lead ?f } GROUP BY ?b",
        "SELECT ?a ?c ?e (SUM(?g) AS ?n) { ?a :support ?b . ?c :support ?d . ?e :whole ?g } GROUP BY ?a ?c ?e",
        "SELECT ?w (COUNT(*) AS ?n) { ?a :support ?b . ?c :support ?d BIND(CONCAT(STR(?a), STR(?c)) AS ?w) } GROUP BY ?w",
    ] {
        for with_deadline in [false, true] {
            let stop = Stop::new();
            let end = Instant::now() + Duration::from_millis(400);
            let options = Options { stop: stop.clone(), deadline: with_deadline.then_some(end), ..options(3) };
            if !with_deadline {
                thread::spawn(move || {
                    thread::sleep(end.saturating_duration_since(Instant::now()));
                    stop.pull();
                });
            }
            let Err(error) = ask(&snapshot, query, &options) else { return Err(format!("it ended: {query}").into()) };
            let late = end.elapsed();
            println!("{:.3} s late: {query}", late.as_secs_f64());
            assert!(matches!(error.downcast_ref(), Some(EngineError::Stopped)), "{error}: {query}");
            assert!(late < Duration::from_secs(2), "{late:?}: {query}");
        }
    }
    Ok(())
}
