//! The W3C's tests of SPARQL 1.0 and 1.1: syntax of queries, answers of queries, formats of results; put to every executor.
//!
//! Run with `FENGONG_W3C=DIR cargo test --test w3c -- --ignored`, DIR with the `sparql` of <https://github.com/w3c/rdf-tests>. Left out are
//! updates, protocols, service descriptions, federation (but for its syntax) and entailment, which are not for a query engine alone.

#![allow(clippy::print_stdout, reason = "the table is the result of the test")]

#[path = "../executors/mod.rs"]
#[allow(dead_code, unused_imports, reason = "other tests use the rest")]
mod executors;
mod expected;
mod files;
mod known;
mod manifest;
mod run;

use files::Files;
use run::{Outcome, PARSER};
use std::collections::BTreeMap;
use std::error::Error;
use std::path::Path;

const DIRECTORY: &str = "FENGONG_W3C";

const MANIFESTS: [&str; 4] = [
    "sparql10/manifest.ttl",
    "sparql11/manifest-sparql11-query.ttl",
    "sparql11/manifest-sparql11-results.ttl",
    "sparql11/syntax-fed/manifest.ttl",
];

/// How many tests there are at the least: fewer are a sign that they are not found.
const AT_LEAST: usize = 700;

#[derive(Default, Clone, Copy)]
struct Tally {
    passed: usize,
    by_value: usize,
    known: usize,
    failed: usize,
}

impl Tally {
    fn cell(self) -> String {
        let Self { passed, by_value, known, failed } = self;
        if passed + by_value + known + failed == 0 { "-".to_owned() } else { format!("{passed}+{by_value}/{known}/{failed}") }
    }
}

#[test]
#[ignore = "needs the W3C tests: FENGONG_W3C"]
fn all_executors_answer_as_the_w3c_expects() -> Result<(), Box<dyn Error>> {
    let directory = std::env::var_os(DIRECTORY).ok_or_else(|| format!("{DIRECTORY} is not set: the directory with the W3C's tests"))?;
    let files = Files::new(Path::new(&directory))?;
    let mut known = known::known()?;
    let columns: Vec<&str> = [PARSER].into_iter().chain(executors::NAMES).collect();
    let mut table: BTreeMap<String, BTreeMap<&str, Tally>> = BTreeMap::new();
    let mut wrong: Vec<String> = Vec::new();
    let mut count = 0;
    for manifest in MANIFESTS {
        for test in manifest::tests(&files, &files.iri(manifest))? {
            count += 1;
            for (executor, outcome) in run::run(&files, &test).map_err(|error| format!("{}: {error}", test.id))? {
                let reason = known.remove(&(test.id.clone(), executor.to_owned()));
                let tally = table.entry(test.group.clone()).or_default().entry(executor).or_default();
                match (outcome, reason) {
                    (Outcome::Passed, None) => tally.passed += 1,
                    (Outcome::ByValue, None) => tally.by_value += 1,
                    (Outcome::Failed(_), Some(_)) => tally.known += 1,
                    (Outcome::Failed(what), None) => {
                        tally.failed += 1;
                        wrong.push(format!("{} fails on {executor}: {what}", test.id));
                    }
                    (Outcome::Passed | Outcome::ByValue, Some(reason)) => {
                        tally.failed += 1;
                        wrong.push(format!("{} passes on {executor}, but known.tsv says that it does not: {reason}", test.id));
                    }
                }
            }
        }
    }
    wrong.extend(known.into_keys().map(|(test, executor)| format!("{test} stands in known.tsv for {executor}, but was not run")));
    print(&columns, &table);
    println!("{count} tests");
    assert!(count >= AT_LEAST, "only {count} tests were found");
    assert!(wrong.is_empty(), "{} differ from what is expected:\n{}", wrong.len(), wrong.join("\n"));
    Ok(())
}

/// Passed as expected + passed by the value of numbers / known not to pass / failed, by group and executor.
fn print(columns: &[&str], table: &BTreeMap<String, BTreeMap<&str, Tally>>) {
    println!("passed + passed by value of numbers / known not to pass / otherwise than expected");
    print!("{:32}", "");
    for column in columns {
        print!("{column:>16}");
    }
    println!();
    let mut sums: BTreeMap<&str, Tally> = BTreeMap::new();
    for (group, row) in table {
        print!("{group:32}");
        for column in columns {
            let tally = row.get(column).copied().unwrap_or_default();
            let sum = sums.entry(column).or_default();
            sum.passed += tally.passed;
            sum.by_value += tally.by_value;
            sum.known += tally.known;
            sum.failed += tally.failed;
            print!("{:>16}", tally.cell());
        }
        println!();
    }
    print!("{:32}", "all");
    for column in columns {
        print!("{:>16}", sums.get(column).copied().unwrap_or_default().cell());
    }
    println!();
}
