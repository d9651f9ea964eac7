//! Random graphs and random queries, answered by our executors and by oxigraph, which is taken to be right.
//!
//! `FENGONG_ORACLE_PAIRS` says how many pairs of graph and query, `FENGONG_ORACLE_SEED` which; both are printed, and with the number of a
//! case in `FENGONG_ORACLE_CASE` that one is run alone. What differs is made smaller and printed as N-Quads and query.
//!
//! Queries do not have what is open: functions that give another answer each time, SAMPLE of several values, `GROUP_CONCAT` but for its
//! length, MIN and MAX of terms with one place in the order, LIMIT in inner queries without a total order. Graphs do not have numbers and
//! dates that oxigraph's store would write otherwise (`"01"^^xsd:integer`).

#![allow(clippy::print_stdout, reason = "the counts are the result of the test")]

mod compare;
mod dice;
#[path = "../executors/mod.rs"]
#[allow(dead_code, unused_imports, reason = "other tests use the rest")]
mod executors;
mod expressions;
mod graphs;
mod large;
mod order;
mod patterns;
mod queries;
mod run;
mod shrink;
mod standard;
mod subjects;
mod vocabulary;
mod witness;

use run::{Failure, Report};
use std::env::VarError;
use std::error::Error;

/// How many pairs without further notice: the ordinary test is to be quick.
const PAIRS: u64 = 2000;
const SEED: u64 = 20_120_101;

fn variable(name: &str, default: Option<u64>) -> Result<Option<u64>, Box<dyn Error + Send + Sync>> {
    match std::env::var(name) {
        Ok(value) => Ok(Some(value.parse().map_err(|error| format!("{name}={value}: {error}"))?)),
        Err(VarError::NotPresent) => Ok(default),
        Err(error) => Err(format!("{name}: {error}").into()),
    }
}

#[test]
fn all_executors_answer_as_oxigraph_does() -> Result<(), Box<dyn Error + Send + Sync>> {
    let pairs = variable("FENGONG_ORACLE_PAIRS", Some(PAIRS))?.unwrap_or(PAIRS);
    let seed = variable("FENGONG_ORACLE_SEED", Some(SEED))?.unwrap_or(SEED);
    let case = variable("FENGONG_ORACLE_CASE", None)?;
    let Report { graphs, compared, nothing, empty, refused, failures, slowest } = run::run(seed, pairs, case)?;
    println!("seed {seed}: {compared} pairs of {graphs} graphs and queries compared, {empty} of them with an empty answer");
    println!("{nothing} with nothing to compare, {refused} queries drawn again since they are none");
    println!("the slowest graph took {:.1} s: FENGONG_ORACLE_CASE={}", slowest.0.as_secs_f64(), slowest.1);
    let told: Vec<String> = failures.iter().map(Failure::to_string).collect();
    assert!(failures.is_empty(), "{} differ:\n\n{}", failures.len(), told.join("\n"));
    if case.is_none() {
        assert!(compared >= pairs, "too few pairs had anything to compare");
        assert!(empty * 4 < compared * 3, "too many answers are empty to tell anything");
    }
    Ok(())
}

#[test]
fn questions_of_a_large_graph_are_answered_as_oxigraph_does() -> Result<(), Box<dyn Error + Send + Sync>> {
    let seed = variable("FENGONG_ORACLE_SEED", Some(SEED))?.unwrap_or(SEED);
    let compared = large::run(seed)?;
    println!("seed {seed}: {compared} answers compared");
    assert!(compared > 180, "too few questions had anything to compare: {compared}");
    Ok(())
}
