//! A store: what loading takes and how large it gets, how fast it opens, is looked up, and takes a change.
//!
//! `cargo bench --bench store` does so with a million statements that look like those of plans; a number after `--` says how many
//! tasks, of sixteen statements each, and a file after it is loaded instead.

#![allow(clippy::print_stdout, reason = "a benchmark prints its figures")]

use fengong::store::{Direction, Id, Loading, Store, View};
use oxigraph::io::RdfFormat;
use oxigraph::model::{GraphNameRef, NamedNode, NamedNodeRef, Quad};
use std::fmt::Write;
use std::fs::File;
use std::hint::black_box;
use std::time::Instant;

/// The allocator of the program.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

const TOPICS: [&str; 8] = ["煤炭", "风电", "防沙治沙", "口岸", "铁路", "水资源", "循环经济", "现代服务业"];
const DEPARTMENTS: u64 = 200;

/// The statements of a task.
fn task(number: u64, out: &mut String) {
    let me = format!("<http://a.example/task/{number}>");
    let at = |round: u64, of: u64| (number.wrapping_mul(0x9E37_79B9_7F4A_7C15) >> (round * 5)) % of;
    let mut state = |property: &str, object: std::fmt::Arguments<'_>| {
        // Writing to a string cannot fail.
        let _ = writeln!(out, "{me} <http://a.example/v#{property}> {object} .");
    };
    let topic = |round| TOPICS[usize::try_from(at(round, 8)).unwrap_or_default()];
    state("label", format_args!("\"推进{}和{}工作（第{number}项）\"@zh", topic(1), topic(2)));
    state("section", format_args!("<http://a.example/section/{}>", number / 2));
    state("lead", format_args!("<http://a.example/department/{}>", at(0, DEPARTMENTS)));
    (0..6).for_each(|round| state("support", format_args!("<http://a.example/department/{}>", at(round + 1, DEPARTMENTS))));
    (0..4).for_each(|round| state("place", format_args!("<http://a.example/place/{}>", at(round + 2, 300))));
    for end in ["begin", "end"] {
        state(end, format_args!("\"{}\"^^<http://www.w3.org/2001/XMLSchema#integer>", number * 40));
    }
    state("type", format_args!("<http://a.example/v#Task>"));
}

fn main() {
    let words: Vec<String> = std::env::args().skip(1).filter(|word| !word.starts_with('-')).collect();
    let tasks = words.first().map_or(62_500, |word| word.parse().expect("a number of tasks"));
    let directory = tempfile::tempdir().expect("a directory");
    let path = directory.path().join("store");
    let store = Store::create(&path).expect("a store");
    let loading = Loading::new(RdfFormat::NTriples, GraphNameRef::DefaultGraph);
    let mut text = String::new();
    if words.len() < 2 {
        (0..tasks).for_each(|number| task(number, &mut text));
    }
    let start = Instant::now();
    let mut writer = store.writer().expect("a writer");
    match words.get(1) {
        Some(file) => writer.load(File::open(file).expect("a file"), &loading),
        None => writer.load(text.as_bytes(), &loading),
    }
    .expect("N-Triples");
    let quads = writer.commit().expect("a commit").len();
    let seconds = start.elapsed().as_secs_f64();
    let info = store.info().expect("what it is made of");
    println!("load     {quads} statements in {seconds:.3} s, {:.1} bytes each", info.bytes as f64 / quads as f64);

    let start = Instant::now();
    let snapshot = Store::open(&path).expect("a store").snapshot();
    println!("open     {:.3} ms", start.elapsed().as_secs_f64() * 1e3);

    let property = NamedNodeRef::new_unchecked(if words.len() < 2 { "http://a.example/v#support" } else { "http://fg.example/v#support" });
    if let Some(support) = snapshot.id_of(property.into()).expect("terms") {
        let adjacency = snapshot.adjacency(support, Direction::Forward, &View::Union).expect("an adjacency");
        let keys = adjacency.clean().map_or_else(Vec::new, |slices| slices.keys.to_vec());
        let start = Instant::now();
        let mut values = Vec::new();
        for key in &keys {
            values.clear();
            black_box(adjacency.gather(Id(*key), &mut values).expect("values"));
        }
        println!("look up  {:.1} ns each of {}", start.elapsed().as_secs_f64() * 1e9 / keys.len().max(1) as f64, keys.len());
    }

    let start = Instant::now();
    let found = snapshot.candidates("防沙治沙和口岸").expect("an answer").map_or(0, |found| found.len());
    println!("words    {found} literals in {:.3} ms", start.elapsed().as_secs_f64() * 1e3);

    let start = Instant::now();
    let mut writer = store.writer().expect("a writer");
    let graph = NamedNode::new_unchecked("http://a.example/plan");
    writer.drop_graph(graph.as_ref().into()).expect("a graph that can be dropped");
    for at in 0..1000 {
        let node = |name: &str| NamedNode::new_unchecked(format!("http://a.example/{name}"));
        let quad = Quad::new(node(&format!("task/{at}")), node("v#support"), node(&format!("new/{at}")), graph.clone());
        writer.add(quad.as_ref()).expect("room");
    }
    writer.commit().expect("a commit");
    println!("change   1000 statements in {:.3} ms", start.elapsed().as_secs_f64() * 1e3);
}
