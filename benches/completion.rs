//! How long a completion takes: on the founding plan, and on many copies of it as one corpus.
//!
//! `cargo bench --bench completion` measures the founding plan; `cargo bench --bench completion -- 435` a corpus of 435 copies, which is
//! 10 million statements. Each completion is asked for without the limit of time that the REPL sets, and with it.

#![allow(clippy::print_stdout, reason = "a benchmark prints its figures")]

use fengong::assist::{Assistant, PATIENCE};
use fengong::document::Metadata;
use fengong::graph::{DEFAULT_BASE, Graph, Names};
use fengong::query::Prefixes;
use fengong::reader::Reader;
use fengong::text::Source;
use std::error::Error;
use std::time::{Duration, Instant};

/// The allocator of the program.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

/// Places in queries: what is typed ends with each.
const TYPED: &[&str] = &[
    "SEL",
    "SELECT ?",
    "SELECT * { ?t a fg:Task ; fg:",
    "SELECT * { ?t fg:",
    "SELECT * { ?t fg:lead ?u . ?u fg:",
    "SELECT * { ?m fg:quote ?q ; fg:",
    "SELECT * { ?t a fg:Task ; fg:lead/fg:",
    "SELECT * { ?t fg:lead 水利",
    "SELECT * { ?t fg:lead slt",
    "SELECT * { ?t fg:lead shuili",
    "SELECT * { ?t fg:lead unit:",
    "SELECT * { ?t fg:concernsPlace ?p . ?p fg:within b",
    "SELECT * { ?l rdf:object 煤",
    "SELECT * { ?t fg:lead unit:内蒙古自治区水利厅 ; fg:concernsTopic ",
    "SELECT * { ?x ?y 水",
    "SELECT * { ?u fg:shortName \"水利",
];

fn main() -> Result<(), Box<dyn Error>> {
    let copies: usize = std::env::args().skip(1).find_map(|argument| argument.parse().ok()).unwrap_or(1);
    let reader = Reader::new(None)?;
    let text = include_str!("../data/plans/hubao-yinyu-2012-2020.txt");
    let begun = Instant::now();
    let readings: Vec<_> = (0..copies)
        .map(|copy| {
            let mut reading = reader.read(Source::from_text("plan.txt", text), Metadata::default());
            reading.id = format!("copy-{copy}");
            reading
        })
        .collect();
    let graph = Graph::build(&reader, &readings, Names::new(DEFAULT_BASE)?)?;
    println!("{copies} plans, {} statements, graph built in {:.1} s", graph.len().unwrap_or_default(), begun.elapsed().as_secs_f64());
    let prefixes = Prefixes::of(graph.names());
    let begun = Instant::now();
    let assistant = Assistant::new(graph);
    assistant.index();
    println!("names and schema read in {:.0} ms", begun.elapsed().as_secs_f64() * 1000.0);
    println!("{:>9} {:>9} {:>12}  typed", "limited", "unlimited", "suggestions");
    for typed in TYPED {
        let measure = |limit: Duration| {
            let mut times = Vec::new();
            let mut found = 0;
            for _ in 0..15 {
                let begun = Instant::now();
                found = assistant.complete(&prefixes, typed, typed.len(), limit).suggestions.len();
                times.push(begun.elapsed());
                if begun.elapsed() > Duration::from_secs(2) {
                    break;
                }
            }
            times.sort();
            (times[times.len() / 2].as_secs_f64() * 1000.0, found)
        };
        let (limited, found) = measure(PATIENCE);
        let (unlimited, all) = measure(Duration::from_secs(10));
        println!("{limited:>6.1} ms {unlimited:>6.1} ms {found:>5} of {all:>3}  {typed}");
    }
    Ok(())
}
