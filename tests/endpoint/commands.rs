//! The commands asking a server: what they give is what they give of the plan that comes with the program.

use super::backend::{LOCAL, Manners, Result};
use super::http::serve;
use std::path::Path;
use std::process::{Command, Output, Stdio};
use std::sync::atomic::Ordering;
use std::time::{Duration, Instant};

/// Runs the program in a folder; gives its status, and what it said on standard output and standard error.
pub(crate) fn run(folder: &Path, arguments: &[&str], input: &str) -> Result<(Option<i32>, String, String)> {
    use std::io::Write;
    let mut command = Command::new(env!("CARGO_BIN_EXE_fengong"));
    command.args(arguments).current_dir(folder).env("LC_ALL", "C.UTF-8").env("HOME", folder).env_remove("XDG_CONFIG_HOME");
    command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut child = command.spawn()?;
    child.stdin.take().ok_or("standard input")?.write_all(input.as_bytes())?;
    let Output { status, stdout, stderr } = child.wait_with_output()?;
    Ok((status.code(), String::from_utf8_lossy(&stdout).into_owned(), String::from_utf8_lossy(&stderr).into_owned()))
}

/// A command gives the same, on its outputs and in the files that it writes, of the plan and of a server.
#[track_caller]
pub(crate) fn same(url: &str, arguments: &[&str], input: &str) -> Result {
    let (here, there) = (tempfile::tempdir()?, tempfile::tempdir()?);
    let expected = run(here.path(), arguments, input)?;
    let found = run(there.path(), &[arguments, &["--endpoint", url]].concat(), input)?;
    assert_eq!(found, expected, "{arguments:?}");
    let files = |folder: &Path| -> Result<Vec<(String, Vec<u8>)>> {
        let mut files = Vec::new();
        for entry in std::fs::read_dir(folder)? {
            let path = entry?.path();
            if path.is_file() {
                files.push((path.file_name().unwrap_or_default().to_string_lossy().into_owned(), std::fs::read(&path)?));
            }
        }
        files.sort();
        Ok(files)
    };
    let (expected, found) = (files(here.path())?, files(there.path())?);
    let names = |files: &[(String, Vec<u8>)]| files.iter().map(|(name, bytes)| format!("{name} {}", bytes.len())).collect::<Vec<_>>();
    assert_eq!(names(&found), names(&expected), "{arguments:?}");
    assert!(found == expected, "{arguments:?} writes other bytes");
    Ok(())
}

#[test]
fn commands_give_the_same_of_a_server_as_of_the_plan() -> Result {
    let (url, _) = serve(&LOCAL, Manners::default())?;
    let script = "SELECT ?u { ?u a fg:Unit } ORDER BY ?u LIMIT 3\n.describe 水利厅\n.find 节水\n.schema fg:Unit\n.run ledger 水利厅\n.why 水利厅 水资源\n水利厅牵头哪些任务\n.draw cooperation -o net.svg\n.ledger --unit 水利厅\n.analyse --top 3\n.export -o net.gexf\n";
    for (arguments, input) in [
        (&["query", "ledger", "unit=发改委", "--format", "csv"][..], ""),
        (&["query", "-e", "CONSTRUCT { ?p fg:develops ?i } { ?p fg:develops ?i }"], ""),
        (&["query", "late"], ""),
        (&["query", "ledger", "unit=没有的单位"], ""),
        (&["ask", "哪些单位涉及水资源？"], ""),
        (&["why", "包头市", "稀土"], ""),
        (&["why", "没有的"], ""),
        (&["draw", "cooperation", "--unit", "水利厅", "-o", "net.svg"], ""),
        (&["draw", "map", "-o", "map.svg"], ""),
        (&["draw", "query", "cooperation", "-o", "net.dot"], ""),
        (&["analyse", "--topic", "水资源", "--materialise", "net.trig", "-o", "water.md"], ""),
        (&["export", "-o", "plan.trig"], ""),
        (&["export", "--only-plan", "-o", "plan.ttl"], ""),
        (&["export", "--query", "cooperation", "-o", "net.graphml"], ""),
        (&["ledger", "-o", "台账.md"], ""),
        (&["repl"], script),
    ] {
        same(&url, arguments, input)?;
    }
    Ok(())
}

#[test]
fn what_a_server_cannot_do_is_told() -> Result {
    let (url, manners) = serve(&LOCAL, Manners::default())?;
    let folder = tempfile::tempdir()?;
    std::fs::write(folder.path().join("beside.ttl"), "<x:a> <x:b> <x:c> .")?;
    let refused = |arguments: &[&str], status: i32, words: &[&str]| -> Result {
        let found = run(folder.path(), &[arguments, &["--endpoint", &url]].concat(), "")?;
        assert_eq!(found.0, Some(status), "{arguments:?}: {}", found.2);
        for word in words {
            assert!(found.2.contains(word), "{arguments:?}: {}", found.2);
        }
        Ok(())
    };
    refused(&["query", "water", "--with", "beside.ttl"], 2, &["fengong push beside.ttl"])?;
    refused(&["query", "water", "--store", "x"], 2, &["--store"])?;
    let before = manners.asked.load(Ordering::Relaxed);
    refused(&["draw", "map", "-o", "map.svg", "--fetch-limit", "100"], 1, &["--fetch-limit", "100"])?;
    assert!(manners.asked.load(Ordering::Relaxed) - before < 8, "nothing was fetched");
    refused(&["query", "-e", "SELECT * { ?x ?y"], 1, &["line 1"])?;
    let script = ".load beside.ttl\n.analyse --materialise\n.diff a.txt\n.explain SELECT * { ?t a fg:Task }\n";
    let (status, out, err) = run(folder.path(), &["repl", "--endpoint", &url], script)?;
    assert_eq!(status, Some(1));
    assert_eq!(err.matches("fengong push").count(), 2, "{err}");
    assert!(err.contains("line 3") && out.contains("server") && out.contains("50"), "{err}\n{out}");
    // Nobody is there.
    let (status, _, err) = run(folder.path(), &["query", "water", "--endpoint", "http://127.0.0.1:9/query"], "")?;
    assert_eq!(status, Some(2), "{err}");
    assert!(err.contains("http://127.0.0.1:9"), "{err}");
    Ok(())
}

#[test]
fn a_slow_server_is_waited_for_as_long_as_is_said() -> Result {
    let (url, _) = serve(&LOCAL, Manners { thinks: Duration::from_secs(30), ..Manners::default() })?;
    let folder = tempfile::tempdir()?;
    let begun = Instant::now();
    let (status, _, err) = run(folder.path(), &["query", "water", "--endpoint", &url, "--server-timeout", "0.5"], "")?;
    assert!(status.is_some_and(|status| status > 0) && err.contains("--server-timeout"), "{status:?}: {err}");
    assert!(begun.elapsed() < Duration::from_secs(15), "{:?}", begun.elapsed());
    Ok(())
}
