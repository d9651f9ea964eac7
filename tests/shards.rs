//! `fengong export --shards`: several packed files that hold together what one file would.

use flate2::read::GzDecoder;
use serde_json::Value;
use std::collections::BTreeMap;
use std::error::Error;
use std::io::Read;
use std::path::Path;
use std::process::{Command, Output};

type Result<T = ()> = std::result::Result<T, Box<dyn Error>>;

fn fengong(folder: &Path, arguments: &[&str]) -> Result<Output> {
    Ok(Command::new(env!("CARGO_BIN_EXE_fengong")).current_dir(folder).args(["--lang", "en"]).args(arguments).output()?)
}

/// Exports in shards, and gives each file's lines.
fn shards(folder: &Path, directory: &str, arguments: &[&str]) -> Result<Vec<Vec<String>>> {
    let output = fengong(folder, &[&["export", "-o", directory], arguments].concat())?;
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let list: Value = serde_json::from_slice(&std::fs::read(folder.join(directory).join("shards.json"))?)?;
    let mut files = Vec::new();
    for shard in list["shards"].as_array().ok_or("a list")? {
        let packed = std::fs::read(folder.join(directory).join(shard["file"].as_str().ok_or("a name")?))?;
        assert_eq!(shard["bytes"], packed.len());
        let mut words = String::new();
        GzDecoder::new(packed.as_slice()).read_to_string(&mut words)?;
        let lines: Vec<String> = words.lines().map(str::to_owned).collect();
        assert_eq!(shard["quads"], lines.len());
        files.push(lines);
    }
    let entries = std::fs::read_dir(folder.join(directory))?.count();
    assert_eq!(entries, files.len() + 1, "nothing else is left there");
    Ok(files)
}

#[test]
fn the_files_hold_together_what_one_file_holds_and_are_of_about_one_size() -> Result {
    let folder = tempfile::tempdir()?;
    let whole = fengong(folder.path(), &["export", "--format", "nquads"])?;
    let mut whole: Vec<String> = String::from_utf8(whole.stdout)?.lines().map(str::to_owned).collect();
    whole.sort();
    for count in ["1", "4"] {
        let files = shards(folder.path(), &format!("shards-{count}"), &["--shards", count])?;
        assert_eq!(files.len().to_string(), count);
        assert!(
            files.iter().all(|lines| lines.len() * files.len() > whole.len() / 2),
            "{:?}",
            files.iter().map(Vec::len).collect::<Vec<_>>()
        );
        let mut together = files.concat();
        together.sort();
        assert!(together == whole);
    }
    let plan = shards(folder.path(), "plan", &["--shards", "2", "--only-plan"])?.concat();
    assert!(plan.len() < whole.len() && plan.iter().all(|line| line.contains("plan/hubao-yinyu-2012-2020> .")));
    Ok(())
}

#[test]
fn plans_stand_whole_in_one_file_and_the_same_bytes_come_from_a_store() -> Result {
    let folder = tempfile::tempdir()?;
    for (name, unit) in [("a", "水利"), ("b", "交通"), ("c", "教育"), ("d", "民政")] {
        let text = format!("山东省{unit}重点工作分工方案\n\n一、工作\n1．推进{unit}改革。（省{unit}厅牵头，省财政厅配合）\n");
        std::fs::write(folder.path().join(format!("{name}.txt")), text)?;
    }
    let plans = ["--plan", "a.txt", "b.txt", "c.txt", "d.txt"];
    let files = shards(folder.path(), "from-plans", &[&["--shards", "3"][..], &plans].concat())?;
    let mut places: BTreeMap<String, Vec<usize>> = BTreeMap::new();
    for (at, lines) in files.iter().enumerate() {
        for line in lines {
            let graph = line.rsplit(' ').nth(1).ok_or("a graph")?.to_owned();
            let places = places.entry(graph).or_default();
            if places.last() != Some(&at) {
                places.push(at);
            }
        }
    }
    let of_plans: Vec<_> = places.iter().filter(|(graph, _)| graph.contains("/plan/")).collect();
    assert!(of_plans.len() == 4 && of_plans.iter().all(|(_, places)| places.len() == 1), "{places:?}");

    assert!(fengong(folder.path(), &[&["export", "--format", "nquads", "-o", "all.nq"][..], &plans].concat())?.status.success());
    assert!(fengong(folder.path(), &["load", "all.nq", "--store", "store"])?.status.success());
    shards(folder.path(), "from-store", &["--shards", "3", "--store", "store"])?;
    for file in ["part-0001.nq.gz", "part-0002.nq.gz", "part-0003.nq.gz", "shards.json"] {
        let read = |directory: &str| std::fs::read(folder.path().join(directory).join(file));
        assert!(read("from-plans")? == read("from-store")?, "{file}");
    }
    Ok(())
}

#[test]
fn a_directory_that_holds_something_is_left_alone_and_wrong_use_is_told() -> Result {
    let folder = tempfile::tempdir()?;
    std::fs::create_dir(folder.path().join("full"))?;
    std::fs::write(folder.path().join("full/part-0001.nq.gz"), "mine")?;
    for (arguments, words) in [
        (&["--shards", "2", "-o", "full"][..], "full is there already"),
        (&["--shards", "2", "-o", "none/shards"], "none/shards"),
        (&["--shards", "2", "-o", "new", "--format", "turtle"], "--shards are N-Quads, not turtle"),
        (&["--shards", "0", "-o", "new"], "0"),
        (&["--shards", "2"], "--output"),
        (&["--shards", "2", "-o", "new", "--network", "together"], "--network"),
    ] {
        let output = fengong(folder.path(), &[&["export"], arguments].concat())?;
        let told = String::from_utf8(output.stderr)?;
        assert_eq!(output.status.code(), Some(2), "{arguments:?}: {told}");
        assert!(told.contains(words), "{arguments:?}: {told}");
    }
    assert_eq!(std::fs::read_to_string(folder.path().join("full/part-0001.nq.gz"))?, "mine");
    assert_eq!(std::fs::read_dir(folder.path())?.count(), 1);
    Ok(())
}
