//! Measures of networks: the small one that plans make, and a random one of 100,000 actors and 1,000,000 relations.
//!
//! `cargo bench --bench networks` prints wall and processor seconds of each measure; with `-- --beside python3` the same networks are
//! measured by `NetworkX` and igraph too, in the same run, by `benches/networks.py`. `--small FILE` and `--large FILE` take the networks from files
//! instead: two numbers and a weight a line.

#![allow(clippy::print_stdout, reason = "a benchmark prints its figures")]

use fengong::analyse::measure::{
    Adjacency, Material, betweenness, closeness, communities, constraint, core_numbers, distances, eigenvector, measure, page_rank, sweep,
};
use fengong::analyse::network::{Actor, Network, Relation};
use std::collections::HashSet;
use std::fmt::Write as _;
use std::hint::black_box;
use std::process::Command;
use std::time::Instant;

/// The allocator of the program.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

/// Of the small network: units, and tasks that each join some of them.
const UNITS: usize = 200;
const TASKS: usize = 20_000;
/// Of the large network.
const ACTORS: usize = 100_000;
const RELATIONS: usize = 1_000_000;

/// Numbers that look random, and are the same each time: the 64-bit generator of D. Lehmer, from P. L'Ecuyer, Mathematics of Computation 68 (1999).
struct Dice(u128);

impl Dice {
    fn next(&mut self, sides: usize) -> usize {
        self.0 = self.0.wrapping_mul(0xda94_2042_e4dd_58b5);
        (((self.0 >> 64) as u64) % sides as u64) as usize
    }
}

fn main() {
    let arguments: Vec<String> = std::env::args().collect();
    let after = |option: &str| arguments.iter().position(|word| word == option).and_then(|at| arguments.get(at + 1));
    let read = |path: &String| rows(&std::fs::read_to_string(path).expect("a file of relations"));
    let small = after("--small").map_or_else(small, read);
    let large: Vec<(u32, u32)> = match after("--large") {
        Some(path) => read(path).into_iter().map(|(one, other, _)| (one, other)).collect(),
        None => random(),
    };
    println!("small: {} relations; large: {} relations", small.len(), large.len());
    println!("measure\twall s\tcpu s");
    let weighted = || small.iter().map(|(one, other, weight)| (*one, *other, *weight));
    let few = took("small build", || Adjacency::from_arcs(UNITS, weighted(), false));
    let all: Vec<usize> = (0..UNITS).collect();
    took("small pagerank", || page_rank(&few));
    took("small betweenness exact", || betweenness(&sweep(&few, &all)));
    took("small closeness", || closeness(&distances(&few)));
    took("small eigenvector", || eigenvector(&few));
    took("small k-core", || core_numbers(&few));
    took("small constraint", || constraint(&few));
    took("small communities", || communities(&few));
    let network = network(&small);
    took("small every measure", || measure(&Material::new(&network, None), |_| true).actors.len());
    let arcs = || large.iter().map(|(one, other)| (*one, *other, 1.0));
    let many = took("large build", || Adjacency::from_arcs(ACTORS, arcs(), false));
    took("large pagerank", || page_rank(&many));
    took("large k-core", || core_numbers(&many));
    let mut dice = Dice(7);
    let sources: Vec<usize> = (0..10).map(|_| dice.next(ACTORS)).collect();
    took("large betweenness 10 sources", || sweep(&many, &sources).between);
    took("large communities", || communities(&many).map(|found| found.modularity));
    if let Some(python) = after("--beside") {
        beside(python, &small, &large);
    }
}

/// Runs `work` once, or often where it is quick, and prints what one run takes.
fn took<T>(what: &str, mut work: impl FnMut() -> T) -> T {
    let (start, before) = (Instant::now(), cpu());
    let mut found = black_box(work());
    let mut rounds = 1;
    while start.elapsed().as_secs_f64() < 0.2 {
        found = black_box(work());
        rounds += 1;
    }
    println!("fengong {what}\t{:.6}\t{:.6}", start.elapsed().as_secs_f64() / f64::from(rounds), (cpu() - before) / f64::from(rounds));
    found
}

/// The processor seconds of this process so far, of all its threads.
fn cpu() -> f64 {
    let stat = std::fs::read_to_string("/proc/self/stat").unwrap_or_default();
    let after_name = stat.rsplit_once(')').map_or("", |(_, rest)| rest);
    let ticks: f64 = after_name.split_whitespace().skip(11).take(2).filter_map(|ticks| ticks.parse::<f64>().ok()).sum();
    ticks / 100.0
}

/// Pairs of units with the number of tasks that they share.
fn small() -> Vec<(u32, u32, f64)> {
    let mut dice = Dice(3);
    let mut weights = std::collections::BTreeMap::new();
    for _ in 0..TASKS {
        let mut team: Vec<u32> = (0..2 + dice.next(6)).map(|_| (dice.next(UNITS).min(dice.next(UNITS))) as u32).collect();
        team.sort_unstable();
        team.dedup();
        for (at, one) in team.iter().enumerate() {
            for other in &team[at + 1..] {
                *weights.entry((*one, *other)).or_insert(0.0) += 1.0;
            }
        }
    }
    weights.into_iter().map(|((one, other), weight)| (one, other, weight)).collect()
}

fn random() -> Vec<(u32, u32)> {
    let mut dice = Dice(1);
    let mut pairs = HashSet::new();
    while pairs.len() < RELATIONS {
        let (one, other) = (dice.next(ACTORS) as u32, dice.next(ACTORS) as u32);
        if one != other {
            pairs.insert((one.min(other), one.max(other)));
        }
    }
    let mut pairs: Vec<_> = pairs.into_iter().collect();
    pairs.sort_unstable();
    pairs
}

/// Relations of a file: two numbers a line, and a weight where there is a third.
fn rows(text: &str) -> Vec<(u32, u32, f64)> {
    let row = |line: &str| {
        let mut numbers = line.split_whitespace();
        let (one, other) = (numbers.next()?.parse().ok()?, numbers.next()?.parse().ok()?);
        Some((one, other, numbers.next().map_or(Some(1.0), |weight| weight.parse().ok())?))
    };
    text.lines().filter_map(row).collect()
}

fn network(small: &[(u32, u32, f64)]) -> Network {
    let actor = |at: usize| Actor { id: at.to_string(), label: at.to_string(), second_mode: false, values: Vec::new() };
    let relation = |(one, other, weight): &(u32, u32, f64)| Relation {
        source: *one as usize,
        target: *other as usize,
        weight: *weight,
        tasks: Vec::new(),
        values: Vec::new(),
    };
    Network {
        name: "small".to_owned(),
        directed: false,
        two_mode: false,
        actor_columns: Vec::new(),
        actors: (0..UNITS).map(actor).collect(),
        relation_columns: Vec::new(),
        relations: small.iter().map(relation).collect(),
    }
}

/// Lets the others measure the same networks.
fn beside(python: &str, small: &[(u32, u32, f64)], large: &[(u32, u32)]) {
    let folder = tempfile::tempdir().expect("a folder");
    let write = |name: &str, text: String| {
        let path = folder.path().join(name);
        std::fs::write(&path, text).expect("a file");
        path
    };
    let lines = |out: &mut String, line: String| _ = writeln!(out, "{line}");
    let mut few = String::new();
    small.iter().for_each(|(one, other, weight)| lines(&mut few, format!("{one} {other} {weight}")));
    let mut many = String::new();
    large.iter().for_each(|(one, other)| lines(&mut many, format!("{one} {other}")));
    let (few, many) = (write("small", few), write("large", many));
    for library in ["igraph", "networkx"] {
        let status = Command::new(python).arg("benches/networks.py").arg(library).arg(&few).arg(&many).status();
        assert!(status.is_ok_and(|status| status.success()), "{library}");
    }
}
