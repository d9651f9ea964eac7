//! A workload of queries on a large graph, by the engine in memory and on disk, and by the engines of others in the same run.
//!
//! `cargo bench --bench engine -- --data DIR --queries DIR` loads `g.nt` of the one folder and asks every `.rq` file of the other. With
//! `--beside python3 --sql DIR` pyoxigraph, maplib, `DuckDB` and Virtuoso do the same by `benches/engine.py`; for `DuckDB` the first folder has
//! `schema.sql` and the tables as CSV, and the questions are `.sql` files. `--engines` takes some of them only, `--cold FILE` measures
//! `fengong query FILE` on the store, from start to end. What comes out is a table in Markdown; numbers of rows and sums of `?n` that
//! differ between engines are told, and the exit status is then 1.
//!
//! Each engine runs in a process of its own. Seconds are of processor time, of all threads: of the first run of a query, and the median of
//! three more.

#![allow(clippy::print_stdout, clippy::print_stderr, reason = "a benchmark prints its figures")]

use fengong::engine::{self, Options, Results};
use fengong::store::{Builder, Loading, Snapshot, Store};
use oxigraph::io::RdfFormat;
use oxigraph::model::{GraphNameRef, Term};
use rustix::time::{ClockId, clock_gettime};
use serde::{Deserialize, Serialize};
use spargebra::SparqlParser;
use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::fs::{self, File};
use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode, Stdio};
use std::time::Instant;

/// The allocator of the program.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

/// The engines, as `--engines` names them and as people do, and what runs them where that is `benches/engine.py`.
const ENGINES: [(&str, &str, bool); 7] = [
    ("memory", "fengong, memory", false),
    ("disk", "fengong, disk", false),
    ("oxigraph-memory", "Oxigraph, memory", true),
    ("oxigraph-disk", "Oxigraph, disk", true),
    ("maplib", "maplib", true),
    ("duckdb", "DuckDB", true),
    ("virtuoso", "Virtuoso", true),
];

/// A query whose first run takes longer is run once, in seconds; shorter ones are run again until so much time is over.
const LONG: f64 = 10.0;
const ROOM: f64 = 0.02;
/// How often the program is started.
const ROUNDS: usize = 41;

/// One line of what an engine tells.
#[derive(Serialize, Deserialize, Default)]
#[serde(default)]
struct Told {
    /// The name of a query; nothing for the load.
    #[serde(skip_serializing_if = "Option::is_none")]
    query: Option<String>,
    /// Processor seconds, of a query of the median of runs.
    cpu: f64,
    wall: f64,
    /// Processor seconds of the first run.
    first: f64,
    rows: u64,
    sum: i64,
    /// The largest memory so far, and what stands on disk, in megabytes.
    peak: f64,
    disk: Option<f64>,
    /// The processor seconds that opening took.
    opened: Option<f64>,
    error: Option<String>,
}

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().collect();
    let after = |option: &str| arguments.iter().position(|word| word == option).and_then(|at| arguments.get(at + 1));
    let folder = |option: &str| after(option).map(PathBuf::from);
    let (Some(data), Some(queries)) = (folder("--data"), folder("--queries")) else {
        println!("engine: nothing to measure without --data DIR (with g.nt) and --queries DIR");
        return ExitCode::SUCCESS;
    };
    if let (Some(part), store) = (after("--part"), folder("--store")) {
        run(part, &data, &queries, store.as_deref());
        return ExitCode::SUCCESS;
    }
    let (python, sql) = (after("--beside"), folder("--sql"));
    let asked = |name: &str| after("--engines").is_none_or(|names| names.split(',').any(|other| other == name));
    let scratch = tempfile::tempdir().expect("a folder");
    let store = scratch.path().join("store");
    let mut found: Vec<(&str, Vec<Told>)> = Vec::new();
    for (name, title, other) in ENGINES.into_iter().filter(|(name, ..)| asked(name)) {
        let of_python = python.zip(sql.as_ref().or(Some(&queries).filter(|_| name != "duckdb")));
        let told = match (other, of_python) {
            (false, _) => own(name, &data, &queries, &store),
            (true, Some((python, sql))) => {
                let mut command = Command::new(python);
                command.arg("benches/engine.py").arg(name).arg(&data).arg(&queries).arg(sql);
                lines(&mut command)
            }
            (true, None) => continue,
        };
        eprintln!("{title}: done");
        found.push((title, told));
    }
    let equal = print(&found);
    if let Some(query) = folder("--cold")
        && asked("disk")
    {
        cold(&query, &store);
    }
    if equal { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}

/// The parts of one engine of ours: in memory one process does all; on disk one process loads and another one asks.
fn own(name: &str, data: &Path, queries: &Path, store: &Path) -> Vec<Told> {
    let parts: &[&str] = if name == "memory" { &["memory"] } else { &["load", "disk"] };
    parts.iter().flat_map(|part| lines(&mut part_of(part, data, queries, store))).collect()
}

/// A process that does a part.
fn part_of(part: &str, data: &Path, queries: &Path, store: &Path) -> Command {
    let mut command = Command::new(std::env::current_exe().expect("this program"));
    command.args(["--part", part, "--data"]).arg(data).arg("--queries").arg(queries).arg("--store").arg(store);
    command
}

/// What a process tells, line by line.
fn lines(command: &mut Command) -> Vec<Told> {
    let output = command.stderr(Stdio::inherit()).output().expect("a program that runs");
    let told = String::from_utf8_lossy(&output.stdout);
    let mut lines: Vec<Told> = told.lines().filter_map(|line| serde_json::from_str(line).ok()).collect();
    if !output.status.success() {
        lines.push(Told { query: Some("all".to_owned()), error: Some(output.status.to_string()), ..Told::default() });
    }
    lines
}

/// Does a part in this process.
fn run(part: &str, data: &Path, queries: &Path, store: Option<&Path>) {
    let store = store.expect("a folder of a store");
    let (start, before) = (Instant::now(), cpu());
    let elapsed = || (start.elapsed().as_secs_f64(), cpu() - before);
    let file = || File::open(data.join("g.nt")).expect("the statements");
    let loading = Loading::new(RdfFormat::NTriples, GraphNameRef::DefaultGraph);
    match part {
        "memory" => {
            let mut builder = Builder::new();
            builder.load(file(), &loading).expect("statements");
            let snapshot = Snapshot::empty().with(builder).expect("a state");
            let (wall, cpu) = elapsed();
            say(&Told { cpu, wall, peak: peak(), ..Told::default() });
            ask_all(&snapshot, queries);
        }
        "load" => {
            let store = Store::create(store).expect("a new store");
            let mut writer = store.writer().expect("a writer");
            writer.load(file(), &loading).expect("statements");
            writer.commit().expect("a state");
            let (wall, cpu) = elapsed();
            let bytes = store.info().expect("what it is made of").bytes;
            say(&Told { cpu, wall, peak: peak(), disk: Some(bytes as f64 / 1e6), ..Told::default() });
        }
        "disk" => {
            let store = Store::open(store).expect("the store");
            let (wall, cpu) = elapsed();
            say(&Told { opened: Some(cpu), wall, ..Told::default() });
            ask_all(&store.snapshot(), queries);
        }
        other => panic!("no part {other}"),
    }
}

fn say(told: &Told) {
    println!("{}", serde_json::to_string(told).expect("a line"));
}

/// Asks every query of a folder.
fn ask_all(snapshot: &Snapshot, queries: &Path) {
    let entries = fs::read_dir(queries).expect("the queries").filter_map(|entry| Some(entry.ok()?.path()));
    let mut files: Vec<PathBuf> = entries.filter(|path| path.extension().is_some_and(|ending| ending == "rq")).collect();
    files.sort();
    for file in files {
        let text = fs::read_to_string(&file).expect("a query");
        let (start, before) = (Instant::now(), cpu());
        let (mut rows, mut sum) = ask(snapshot, &text);
        let (first_wall, first) = (start.elapsed().as_secs_f64(), cpu() - before);
        let (mut walls, mut cpus) = (Vec::new(), Vec::new());
        while first_wall <= LONG && cpus.len() < 3 {
            let (start, before, mut runs) = (Instant::now(), cpu(), 0.0);
            while runs < 1.0 || start.elapsed().as_secs_f64() < ROOM {
                (rows, sum) = ask(snapshot, &text);
                runs += 1.0;
            }
            walls.push(start.elapsed().as_secs_f64() / runs);
            cpus.push((cpu() - before) / runs);
        }
        let median = |mut times: Vec<f64>, else_first: f64| {
            times.sort_by(f64::total_cmp);
            times.get(1).copied().unwrap_or(else_first)
        };
        let query = file.file_stem().map(|name| name.to_string_lossy().into_owned());
        let (cpu, wall) = (median(cpus, first), median(walls, first_wall));
        say(&Told { query, cpu, wall, first, rows, sum, peak: peak(), ..Told::default() });
    }
}

/// Asks a query, reads all that comes out as terms, and gives the number of rows or triples and the sum of `?n`.
fn ask(snapshot: &Snapshot, text: &str) -> (u64, i64) {
    let query = SparqlParser::new().parse_query(text).expect("a query in SPARQL");
    match engine::evaluate(snapshot, &query, &Options::default()).expect("an answer") {
        Results::Rows { variables, rows } => {
            let at = variables.iter().position(|variable| variable.as_str() == "n");
            rows.fold((0, 0), |(rows, sum), row| {
                let row = row.expect("a row");
                let n = match at.map(|at| &row[at]) {
                    Some(Some(Term::Literal(n))) => n.value().parse().unwrap_or(0),
                    _ => 0,
                };
                (rows + 1, sum + n)
            })
        }
        Results::Graph(triples) => (triples.fold(0, |count, triple| triple.map(|_| count + 1).expect("a triple")), 0),
        Results::Boolean(answer) => (u64::from(answer), 0),
    }
}

/// The processor seconds of this process so far, of all its threads.
fn cpu() -> f64 {
    let time = clock_gettime(ClockId::ProcessCPUTime);
    time.tv_sec as f64 + time.tv_nsec as f64 / 1e9
}

/// The largest memory of this process so far, in megabytes.
fn peak() -> f64 {
    let status = fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
    line.and_then(|line| line.split_whitespace().next()?.parse::<f64>().ok()).map_or(0.0, |kilobytes| kilobytes * 1024.0 / 1e6)
}

/// Prints what was found, and says whether all engines gave the same answers.
fn print(found: &[(&str, Vec<Told>)]) -> bool {
    let mut answers: BTreeMap<&str, Vec<(&str, u64, i64)>> = BTreeMap::new();
    let mut table = String::from("| engine | load, s | peak of load, MB | on disk, MB | opened, ms |\n|---|---:|---:|---:|---:|\n");
    let number = |number: Option<f64>| number.map_or_else(String::new, short);
    for (title, told) in found {
        let load = told.iter().find(|told| told.query.is_none() && told.opened.is_none());
        let opened = told.iter().find_map(|told| told.opened).map(|seconds| seconds * 1e3);
        let (cpu, peak, disk) = (load.map(|load| load.cpu), load.map(|load| load.peak), load.and_then(|load| load.disk));
        _ = writeln!(table, "| {title} | {} | {} | {} | {} |", number(cpu), number(peak), number(disk), number(opened));
        for told in told {
            match (&told.query, &told.error) {
                (Some(query), None) => answers.entry(query).or_default().push((title, told.rows, told.sum)),
                (Some(query), Some(error)) => println!("{title}, {query}: {error}"),
                (None, _) => {}
            }
        }
    }
    println!("{table}");
    let names: Vec<&str> = answers.keys().copied().collect();
    let of = |at: usize, query: &str| found[at].1.iter().find(|told| told.query.as_deref() == Some(query) && told.error.is_none());
    let head = |what: &str| {
        println!("{what}\n\n| engine | {} | peak, MB |", names.join(" | "));
        println!("|---|{}", "---:|".repeat(names.len() + 1));
    };
    let rows = |cell: &dyn Fn(usize, &str) -> Option<f64>| {
        for (at, (title, told)) in found.iter().enumerate() {
            let cells: Vec<String> = names.iter().map(|query| number(cell(at, query))).collect();
            let peak = told.iter().map(|told| told.peak).fold(0.0, f64::max);
            println!("| {title} | {} | {} |", cells.join(" | "), short(peak));
        }
        println!();
    };
    head("Processor time in ms, median");
    rows(&|at, query| of(at, query).map(|told| told.cpu * 1e3));
    head("Processor time in ms, first run");
    rows(&|at, query| of(at, query).map(|told| told.first * 1e3));
    head(&format!("Processor time over that of {}, median", found.first().map_or("", |(title, _)| *title)));
    rows(&|at, query| Some(of(at, query)?.cpu / of(0, query)?.cpu));
    let mut equal = true;
    for (query, answers) in &answers {
        let (_, rows, sum) = answers[0];
        if answers.iter().all(|answer| (answer.1, answer.2) == (rows, sum)) {
            println!("{query}: {rows} rows, the sum of ?n is {sum}, the same of all {}", answers.len());
        } else {
            equal = false;
            println!("{query}: DIFFERENT: {answers:?}");
        }
    }
    equal
}

/// Three digits that count.
fn short(number: f64) -> String {
    let digits = if number >= 100.0 || number == 0.0 { 0.0 } else { (2.0 - number.abs().log10().floor()).min(4.0) };
    format!("{number:.*}", digits as usize)
}

/// The program from start to end, on the store, with one query.
fn cold(query: &Path, store: &Path) {
    let mut command = Command::new(env!("CARGO_BIN_EXE_fengong"));
    command.args(["query", "--format", "csv", "--store"]).arg(store).arg(query);
    let before = cpu_of_children();
    let mut walls: Vec<f64> = Vec::new();
    for _ in 0..ROUNDS {
        let start = Instant::now();
        let output = command.output().expect("the program");
        walls.push(start.elapsed().as_secs_f64() * 1e3);
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    }
    let cpu = (cpu_of_children() - before) * 1e3 / ROUNDS as f64;
    walls.sort_by(f64::total_cmp);
    let (cpu, best, median) = (short(cpu), short(walls[0]), short(walls[ROUNDS / 2]));
    println!(
        "fengong query {}: {cpu} ms of processor time; {best} ms from start to end at best, {median} ms in the median",
        query.display()
    );
}

/// The processor seconds of processes that this one started and that have ended.
fn cpu_of_children() -> f64 {
    let stat = fs::read_to_string("/proc/self/stat").unwrap_or_default();
    let after_name = stat.rsplit_once(')').map_or("", |(_, rest)| rest);
    let ticks: f64 = after_name.split_whitespace().skip(13).take(2).filter_map(|ticks| ticks.parse::<f64>().ok()).sum();
    ticks / 100.0
}
