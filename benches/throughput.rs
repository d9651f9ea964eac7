//! From text to statements: the plan that comes with the program, read over and over.
//!
//! `cargo bench --bench throughput` prints how many megabytes of text a second each stage takes in, on one core; a word
//! after `--` chooses the stages that hold it.

#![allow(clippy::print_stdout, reason = "a benchmark prints its figures")]

use fengong::document::{self, Metadata};
use fengong::extract::{self, Grammar};
use fengong::graph::{DEFAULT_BASE, Names, Stream};
use fengong::reader::Reader;
use fengong::text::Source;
use std::hint::black_box;
use std::time::{Duration, Instant};

/// The allocator of the program.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

const PLAN: &str = include_str!("../data/plans/hubao-yinyu-2012-2020.txt");
const METADATA: &str = include_str!("../data/plans/hubao-yinyu-2012-2020.meta.json");

fn main() {
    let reader = Reader::new(None).expect("the tables of the program");
    let grammar = Grammar::new(reader.lexicon());
    let metadata: Metadata = serde_json::from_str(METADATA).expect("the metadata of the plan");
    let source = || Source::from_text("plan", PLAN);
    measure("text → source", || drop(black_box(source())));
    measure("text → document", || drop(black_box(document::parse(source()))));
    measure("text → tasks", || drop(black_box(extract::extract(&document::parse(source()), &grammar))));
    measure("text → resolved", || drop(black_box(reader.read(source(), metadata.clone()))));
    let names = Names::new(DEFAULT_BASE).expect("the base of the program");
    let mut stream = Stream::new(&reader, &names, std::io::sink());
    measure("text → N-Quads", || stream.plan(&reader.read(source(), metadata.clone())).expect("a sink takes everything"));
    let reading = reader.read(source(), metadata.clone());
    measure("resolved → N-Quads", || stream.plan(&reading).expect("a sink takes everything"));
}

/// Repeats `work` for about two seconds, and prints what it takes in.
fn measure(what: &str, mut work: impl FnMut()) {
    const ABOUT: Duration = Duration::from_secs(2);
    let wanted: Vec<String> = std::env::args().skip(1).filter(|word| !word.starts_with('-')).collect();
    if !(wanted.is_empty() || wanted.iter().any(|word| what.contains(word.as_str()))) {
        return;
    }
    work();
    let (start, mut rounds) = (Instant::now(), 0_u32);
    while start.elapsed() < ABOUT {
        work();
        rounds += 1;
    }
    let seconds = start.elapsed().as_secs_f64();
    let megabytes = f64::from(rounds) * PLAN.len() as f64 / 1e6;
    println!("{what:<24} {:8.1} MB/s  {:8.3} ms a plan", megabytes / seconds, seconds * 1e3 / f64::from(rounds));
}
