//! From files to a store: how fast plans are taken in, how that grows with their number, and what it takes beside loading the same statements
//! from N-Quads.
//!
//! `cargo bench --bench ingest` does so with 100 and 1,000 plans that `examples/generate` makes; numbers after `--` are taken instead, and
//! `--rounds N` measures so often, of which the medians are told. Each measurement is a program of its own, so that memory is that of it alone.
//! The sizes take turns, so that what else the machine does falls on all of them.
//!
//! The host of a virtual machine takes memory back that nobody uses for some seconds, and handing it out again takes it ten times as long as
//! the system needs to empty it, which is counted as processor time of the program. Therefore memory is used and given back before each
//! measurement; with `--cold` it is not.

#![allow(clippy::print_stdout, reason = "a benchmark prints its figures")]

#[allow(dead_code, reason = "the truth about the plans is for the tests")]
#[path = "../examples/generate/generator/mod.rs"]
mod generator;

use fengong::graph::{DEFAULT_BASE, Names};
use fengong::ingest::{Corpus, Ingest, rules};
use fengong::reader::Reader;
use fengong::store::{Loading, Store};
use generator::{Generator, Size};
use oxigraph::io::RdfFormat;
use oxigraph::model::GraphNameRef;
use rustix::time::{ClockId, clock_gettime};
use std::fs::{self, File};
use std::io::BufReader;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::atomic::AtomicBool;
use std::time::{Duration, Instant};

/// The allocator of the program.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

/// What is measured, told to the program that does it.
const WORK: &str = "FENGONG_BENCH_WORK";
/// The number that chance begins with.
const SEED: u64 = 7;
/// The memory that statements may take, as the commands have it.
const MEMORY: usize = 1 << 30;

fn main() {
    let words: Vec<String> = std::env::args().skip(1).filter(|word| word != "--bench").collect();
    match std::env::var(WORK).as_deref() {
        Ok("ingest") => ingest(Path::new(&words[0])),
        Ok("load") => load(Path::new(&words[0])),
        Ok("touch") => touch(),
        _ => all(&words),
    }
}

fn all(words: &[String]) {
    let rounds = words.iter().position(|word| word == "--rounds").and_then(|at| words.get(at + 1)).map_or(3, |word| number(word));
    let is_cold = words.iter().any(|word| word == "--cold");
    let mut sizes: Vec<u64> = words.iter().take_while(|word| !word.starts_with("--")).map(|word| number(word)).collect();
    if sizes.is_empty() {
        sizes = vec![100, 1000];
    }
    let mut all: Vec<Sized> = sizes.into_iter().map(Sized::new).collect();
    for _ in 0..rounds {
        for sized in &mut all {
            sized.measure(is_cold);
        }
    }
    println!("plans\tstatements\tingest s\tcpu s\tplans/s\tstatements/s\tMB\tµs cpu each\tload s\tcpu s\tMB\tcpu of ingest / of load");
    let mut before: Vec<[f64; 4]> = Vec::new();
    for Sized { plans, ingested, loaded, .. } in &all {
        let (ingested, loaded) = (Taken::median(ingested), Taken::median(loaded));
        println!(
            "{plans}\t{}\t{:.2}\t{:.2}\t{:.0}\t{:.0}\t{:.0}\t{:.3}\t{:.2}\t{:.2}\t{:.0}\t{:.2}",
            ingested.statements,
            ingested.wall,
            ingested.cpu,
            *plans as f64 / ingested.wall,
            ingested.statements / ingested.wall,
            ingested.memory,
            ingested.cpu * 1e6 / ingested.statements,
            loaded.wall,
            loaded.cpu,
            loaded.memory,
            ingested.cpu / loaded.cpu
        );
        let each = [ingested.wall, ingested.cpu, loaded.wall, loaded.cpu].map(|time| time / ingested.statements);
        for (earlier, sized) in before.iter().zip(&all) {
            let [wall, cpu, load_wall, load_cpu] = std::array::from_fn(|at| (each[at] / earlier[at] - 1.0) * 100.0);
            println!(
                "\ta statement beside one of {} plans: ingest {wall:+.0} % time, {cpu:+.0} % cpu; load {load_wall:+.0} %, {load_cpu:+.0} %",
                sized.plans
            );
        }
        before.push(each);
    }
}

/// A number of plans, and what was measured of them.
struct Sized {
    plans: u64,
    work: tempfile::TempDir,
    ingested: Vec<Taken>,
    loaded: Vec<Taken>,
}

impl Sized {
    fn new(plans: u64) -> Self {
        let work = tempfile::tempdir().expect("a directory");
        write(&work.path().join("plans"), plans);
        Self { plans, work, ingested: Vec::new(), loaded: Vec::new() }
    }

    fn measure(&mut self, is_cold: bool) {
        let work = self.work.path();
        for (what, taken) in [("ingest", &mut self.ingested), ("load", &mut self.loaded)] {
            if what == "load" && !work.join("all.nq").exists() {
                export(work);
            }
            let _ = fs::remove_dir_all(store_of(what, work));
            if !is_cold {
                run("touch", work);
            }
            taken.push(measure(what, work));
        }
    }
}

fn number<T: std::str::FromStr>(word: &str) -> T {
    word.parse().unwrap_or_else(|_| panic!("{word} is no number"))
}

/// Makes plans and the metadata beside them.
fn write(directory: &Path, plans: u64) {
    let generator = Generator::new().expect("the tables of the generator");
    fs::create_dir_all(directory).expect("a directory");
    for at in 0..plans {
        let plan = generator.plan(SEED, at, Size::Small);
        fs::write(directory.join(format!("{}.txt", plan.name)), &plan.text).expect("room");
        let metadata = serde_json::to_vec(&plan.metadata).expect("metadata");
        fs::write(directory.join(format!("{}.meta.json", plan.name)), metadata).expect("room");
    }
}

/// What one measurement said.
struct Taken {
    wall: f64,
    cpu: f64,
    statements: f64,
    memory: f64,
}

impl Taken {
    fn median(all: &[Self]) -> Self {
        let of = |value: fn(&Self) -> f64| {
            let mut values: Vec<f64> = all.iter().map(value).collect();
            values.sort_by(f64::total_cmp);
            values[values.len() / 2]
        };
        Self {
            wall: of(|taken| taken.wall),
            cpu: of(|taken| taken.cpu),
            statements: of(|taken| taken.statements),
            memory: of(|taken| taken.memory),
        }
    }
}

/// Has this program do some work in a process of its own, and gives what it says.
fn run(what: &str, work: &Path) -> String {
    let program = std::env::current_exe().expect("this program");
    let output = Command::new(program).arg(work).env(WORK, what).output().expect("this program again");
    assert!(output.status.success(), "{what}: {}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).expect("numbers")
}

fn measure(what: &str, work: &Path) -> Taken {
    let said: Vec<f64> = run(what, work).split_whitespace().map(number).collect();
    Taken { wall: said[0], cpu: said[1], statements: said[2], memory: said[3] }
}

/// Uses as much memory as the commands may take, and gives it back.
fn touch() {
    std::hint::black_box(vec![1u8; MEMORY]);
}

fn store_of(what: &str, work: &Path) -> PathBuf {
    work.join(format!("{what}.store"))
}

/// Writes what was taken in as N-Quads.
fn export(work: &Path) {
    let program = env!("CARGO_BIN_EXE_fengong");
    let status =
        Command::new(program).arg("export").arg("--store").arg(store_of("ingest", work)).arg("-o").arg(work.join("all.nq")).status();
    assert!(status.is_ok_and(|status| status.success()), "the store cannot be exported");
}

fn ingest(work: &Path) {
    let began = Began::now();
    let store = Store::create(&store_of("ingest", work)).expect("a store");
    let (reader, names) = (Reader::new(None).expect("tables"), Names::new(DEFAULT_BASE).expect("a base"));
    let run = Ingest {
        reader: &reader,
        names: &names,
        rules: &rules(None).expect("tables"),
        threads: std::thread::available_parallelism().map_or(1, usize::from),
        memory: MEMORY,
        between: Duration::from_secs(60),
        force: false,
        prune: false,
    };
    let corpus = Corpus::of(&[work.join("plans")]).expect("a corpus");
    let summary = run.run(&store, &corpus, &AtomicBool::new(false), &|_| {}).expect("a store");
    assert_eq!(summary.failed, 0);
    began.tell(store.snapshot().len());
}

fn load(work: &Path) {
    let began = Began::now();
    let store = Store::create(&store_of("load", work)).expect("a store");
    let mut writer = store.writer().expect("a writer").with_memory(MEMORY);
    let file = BufReader::with_capacity(1 << 20, File::open(work.join("all.nq")).expect("a file"));
    writer.load(file, &Loading::new(RdfFormat::NQuads, GraphNameRef::DefaultGraph)).expect("N-Quads");
    began.tell(writer.commit().expect("a commit").len());
}

/// When something began.
struct Began(Instant, f64);

impl Began {
    fn now() -> Self {
        Self(Instant::now(), processor())
    }

    /// Seconds, seconds of processors, statements, megabytes at most.
    fn tell(&self, statements: u64) {
        let (wall, cpu) = (self.0.elapsed().as_secs_f64(), processor() - self.1);
        println!("{wall} {cpu} {statements} {}", most_memory());
    }
}

/// The processor time of this program, in seconds.
fn processor() -> f64 {
    let time = clock_gettime(ClockId::ProcessCPUTime);
    time.tv_sec as f64 + time.tv_nsec as f64 * 1e-9
}

/// The most memory that this program had, in megabytes; 0 where the system does not say.
fn most_memory() -> f64 {
    let status = fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
    line.and_then(|line| line.trim().trim_end_matches(" kB").parse().ok()).map_or(0.0, |kilobytes: f64| kilobytes / 1000.0)
}
