//! The run: cases are drawn and compared on all processors; what differs is made smaller.

use super::compare::{Asked, Difference, Verdict, compare};
use super::dice::Dice;
use super::executors::Oxigraph;
use super::graphs::{quads, union, with_prefixes, written};
use super::queries::query;
use super::shrink::shrink;
use super::subjects::{History, Subject};
use super::vocabulary::Profile;
use oxigraph::model::Quad;
use rayon::prelude::*;
use spargebra::{Query, SparqlParser};
use std::collections::BTreeSet;
use std::error::Error;
use std::fmt;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant};

/// How many queries are put to a graph.
const QUERIES: u64 = 10;
/// What takes the reference more rows or time is not compared.
const MOST_ROWS: usize = 3000;
const LONGEST: Duration = Duration::from_millis(500);
/// After so many differences the run ends; those of one shape are told once.
const FAILURES: u64 = 60;

/// For how long a failure is made smaller.
const SHRINKING: Duration = Duration::from_secs(15);

type Result<T> = std::result::Result<T, Box<dyn Error + Send + Sync>>;

/// What came of a run.
#[derive(Default)]
pub(crate) struct Report {
    pub graphs: u64,
    /// Pairs that were compared, each with every executor.
    pub compared: u64,
    /// Pairs with nothing to compare.
    pub nothing: u64,
    /// Pairs with no rows.
    pub empty: u64,
    /// Texts that are no query.
    pub refused: u64,
    pub failures: Vec<Failure>,
    /// The case that took longest.
    pub slowest: (Duration, u64),
}

impl Report {
    fn and(mut self, other: Self) -> Self {
        self.graphs += other.graphs;
        self.compared += other.compared;
        self.nothing += other.nothing;
        self.empty += other.empty;
        self.refused += other.refused;
        self.failures.extend(other.failures);
        self.slowest = self.slowest.max(other.slowest);
        self
    }
}

/// A difference, as small as it could be made.
pub(crate) struct Failure {
    seed: u64,
    case: u64,
    executor: &'static str,
    history: History,
    union: bool,
    quads: Vec<Quad>,
    query: Query,
    difference: Difference,
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { seed, case, executor, history, union, quads, query, difference } = self;
        writeln!(f, "== {executor}: {} (FENGONG_ORACLE_SEED={seed} FENGONG_ORACLE_CASE={case})", difference.what)?;
        writeln!(f, "store: {history}{}", if *union { ", the default graph is the union" } else { "" })?;
        write!(f, "{}", written(quads))?;
        writeln!(f, "query: {query}")?;
        // The text of some queries is not quite the query.
        writeln!(f, "algebra: {}", query.to_sse())?;
        write!(f, "expected: {}got: {}", difference.expected, difference.got)
    }
}

/// Compares so many pairs, or one case alone.
pub(crate) fn run(seed: u64, pairs: u64, case: Option<u64>) -> Result<Report> {
    let quiet = std::panic::take_hook();
    // A panic is told with the case that it came of.
    std::panic::set_hook(Box::new(|_| {}));
    let found = AtomicU64::new(0);
    let compared = AtomicU64::new(0);
    let one = |case: u64| -> Result<Report> {
        if found.load(Ordering::Relaxed) >= FAILURES || compared.load(Ordering::Relaxed) >= pairs {
            return Ok(Report::default());
        }
        let begun = Instant::now();
        let report = self::case(seed, case)?;
        let report = Report { slowest: (begun.elapsed(), case), ..report };
        found.fetch_add(report.failures.len() as u64, Ordering::Relaxed);
        compared.fetch_add(report.compared, Ordering::Relaxed);
        Ok(report)
    };
    let report = match case {
        Some(only) => one(only),
        // Some have nothing to compare: more cases than are needed, the last left out when there are enough pairs.
        None => (0..pairs.div_ceil(QUERIES) * 2).into_par_iter().map(one).try_reduce(Report::default, |left, right| Ok(left.and(right))),
    };
    std::panic::set_hook(quiet);
    let mut report = report?;
    report.failures.sort_by_cached_key(|failure| (failure.quads.len() + failure.query.to_string().len(), failure.case));
    let mut shapes = BTreeSet::new();
    report.failures.retain(|failure| shapes.insert((failure.executor, shape(&failure.query))));
    Ok(report)
}

/// A query without its names and constants: failures that differ in those alone have one cause.
fn shape(query: &Query) -> String {
    let mut shape = String::new();
    let mut inside = None;
    let text = query.to_string();
    for (at, char) in text.char_indices() {
        match inside {
            Some(end) if char == end => inside = None,
            Some(_) => {}
            None if text[at..].starts_with("<http") => inside = Some('>'),
            None if char == '"' => inside = Some('"'),
            None if char == '?' => inside = Some(' '),
            None => shape.push(char),
        }
    }
    shape
}

/// One graph with its queries.
fn case(seed: u64, case: u64) -> Result<Report> {
    let mut dice = Dice::new(seed, case);
    let profile = Profile::any(&mut dice);
    let quads = quads(&mut dice, profile)?;
    let with_union = dice.percent(30);
    let history = History::any(&mut dice);
    let subject = Subject::new(&quads, &history)?;
    let reference = reference(&quads, with_union)?;
    let mut report = Report { graphs: 1, ..Report::default() };
    for _ in 0..QUERIES {
        let query = loop {
            let text = with_prefixes(&query(&mut dice, profile, &quads, with_union));
            match SparqlParser::new().parse_query(&text) {
                Ok(query) => break query,
                Err(_) => report.refused += 1,
            }
        };
        let (mut whole, mut empty) = (true, false);
        for executor in subject.executors(with_union) {
            match compare(&query, Asked { quads: &quads, union: with_union, reference: &reference }, executor.as_ref()) {
                Verdict::Same(none) => empty = none,
                Verdict::Nothing => whole = false,
                Verdict::Differs(difference) => {
                    let name = executor.name();
                    report.failures.push(smaller(&Failure {
                        seed,
                        case,
                        executor: name,
                        history: history.clone(),
                        union: with_union,
                        quads: quads.clone(),
                        query: query.clone(),
                        difference,
                    }));
                }
            }
        }
        if whole {
            report.compared += 1;
            report.empty += u64::from(empty);
        } else {
            report.nothing += 1;
        }
    }
    Ok(report)
}

fn reference(quads: &[Quad], with_union: bool) -> Result<Oxigraph> {
    let store = if with_union { Oxigraph::new(&union(quads))? } else { Oxigraph::new(quads)? };
    Ok(store.within(MOST_ROWS, LONGEST))
}

/// The same failure with fewer quads and a smaller query, of a store made at once if it fails there too.
fn smaller(failure: &Failure) -> Failure {
    let tried = |history: &History, quads: &[Quad], query: &Query| -> Option<Difference> {
        let subject = Subject::new(quads, history).ok()?;
        let reference = reference(quads, failure.union).ok()?;
        let executors = subject.executors(failure.union);
        let executor = executors.iter().find(|executor| executor.name() == failure.executor)?;
        match compare(query, Asked { quads, union: failure.union, reference: &reference }, executor.as_ref()) {
            Verdict::Differs(difference) => Some(difference),
            _ => None,
        }
    };
    let plain = History::default();
    let history = if tried(&plain, &failure.quads, &failure.query).is_some() { plain } else { failure.history.clone() };
    // What takes long to fail is told as it is when it has taken too long to make it smaller.
    let until = Instant::now() + SHRINKING;
    let (quads, query) = shrink(failure.quads.clone(), failure.query.clone(), &mut |quads, query| {
        Instant::now() < until && tried(&history, quads, query).is_some()
    });
    let difference = tried(&history, &quads, &query).unwrap_or_else(|| failure.difference.clone());
    Failure { history, quads, query, difference, ..*failure }
}
