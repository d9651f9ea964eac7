//! Stores from the command line: RDF goes in, every command asks them, and what is wrong is said.

use std::error::Error;
use std::path::Path;
use std::process::{Command, Output};

type Result<T = ()> = std::result::Result<T, Box<dyn Error>>;

fn fengong(directory: &Path, arguments: &[&str]) -> Result<Output> {
    Ok(Command::new(env!("CARGO_BIN_EXE_fengong")).current_dir(directory).args(["--lang", "en"]).args(arguments).output()?)
}

fn said(directory: &Path, arguments: &[&str], status: i32) -> Result<String> {
    let output = fengong(directory, arguments)?;
    let (out, error) = (String::from_utf8(output.stdout)?, String::from_utf8(output.stderr)?);
    assert_eq!(output.status.code(), Some(status), "{arguments:?}: {out}{error}");
    Ok(out + &error)
}

#[test]
fn a_store_is_filled_asked_checked_copied_and_emptied() -> Result {
    let folder = tempfile::tempdir()?;
    let here = folder.path();
    said(here, &["export", "--format", "nquads", "-o", "plan.nq"], 0)?;
    std::fs::write(here.join("beside.ttl"), "<https://example.org/a> <https://example.org/b> \"水\" .")?;
    let told = said(here, &["load", "plan.nq", "beside.ttl", "--store", "s"], 0)?;
    let statements = std::fs::read_to_string(here.join("plan.nq"))?.lines().count() + 1;
    assert!(told.contains(&format!("statements read: {statements}; s now holds {statements}")), "{told}");
    // Every way to reach a graph gives the same answer.
    for question in
        [&["query", "water", "--format", "csv"][..], &["draw", "cooperation", "--format", "dot"], &["analyse", "--format", "json"]]
    {
        let of_store: Vec<&str> = question.iter().copied().chain(["--store", "s"]).collect();
        assert_eq!(said(here, question, 0)?, said(here, &of_store, 0)?, "{question:?}");
    }
    assert!(said(here, &["store", "info", "s"], 0)?.contains(&format!("{statements} statements")));
    assert!(said(here, &["store", "verify", "s"], 0)?.contains("s is whole"));
    said(here, &["store", "backup", "s", "copy"], 0)?;
    let graph = "https://w3id.org/fengong/id/graph/beside";
    assert!(said(here, &["store", "drop", "s", graph], 0)?.contains("statements forgotten: 1"));
    assert!(said(here, &["store", "drop", "s", graph], 1)?.contains("has no graph"));
    said(here, &["store", "optimise", "s"], 0)?;
    let ask = "SELECT ?p ?o { <https://example.org/a> ?p ?o }";
    assert_eq!(said(here, &["query", "-e", ask, "--store", "s", "--format", "csv"], 0)?, "p,o\r\n");
    assert_eq!(said(here, &["query", "-e", ask, "--store", "copy", "--format", "csv"], 0)?, "p,o\r\nhttps://example.org/b,水\r\n");
    Ok(())
}

#[test]
fn what_is_wrong_with_a_store_is_said() -> Result {
    let folder = tempfile::tempdir()?;
    let here = folder.path();
    assert!(said(here, &["query", "water", "--store", "nowhere"], 2)?.contains("nowhere is no store"));
    std::fs::write(here.join("broken.nt"), "<https://e/a> <https://e/b> <https://e/c> .\n<https://e/a> <https://e/b> oops .\n")?;
    assert!(said(here, &["load", "broken.nt", "--store", "s"], 2)?.contains("line 2"));
    // What failed left nothing behind.
    assert!(said(here, &["store", "info", "s"], 0)?.contains("0 statements"));
    std::fs::write(here.join("good.nt"), "<https://e/a> <https://e/b> <https://e/c> .\n")?;
    said(here, &["load", "good.nt", "--store", "s"], 0)?;
    let refused = said(here, &["query", "-e", "SELECT * { ?a ?b ?c }", "--memory", "12"], 2)?;
    assert!(refused.contains("500M"), "{refused}");
    let many = "SELECT * { ?a ?b ?c . ?d ?e ?f } ORDER BY ?f";
    assert!(said(here, &["query", "-e", many, "--memory", "20M"], 1)?.contains("more than 20 MB of memory"));
    // One byte of the only segment is another one.
    let segment = std::fs::read_dir(here.join("s"))?
        .filter_map(|entry| Some(entry.ok()?.path()))
        .max_by_key(|path| path.metadata().map_or(0, |about| about.len()));
    let segment = segment.ok_or("no file")?;
    let mut bytes = std::fs::read(&segment)?;
    let middle = bytes.len() / 2;
    bytes[middle] ^= 1;
    std::fs::write(&segment, bytes)?;
    assert!(said(here, &["store", "verify", "s"], 1)?.contains("damaged"));
    Ok(())
}
