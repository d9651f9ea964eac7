//! `fengong ingest`: what is read, what is passed over, what is replaced, and that nothing is ever half there.

use fengong::store::Store;
use std::error::Error;
use std::fs;
use std::path::Path;
use std::process::{Command, Output, Stdio};
use std::thread;
use std::time::{Duration, Instant};

type Result<T = ()> = std::result::Result<T, Box<dyn Error>>;

fn command(folder: &Path, arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_fengong"));
    command.current_dir(folder).args(["--lang", "en"]).args(arguments).stdin(Stdio::null());
    command
}

fn run(folder: &Path, arguments: &[&str]) -> Result<Output> {
    Ok(command(folder, arguments).output()?)
}

/// What a run tells at its end: added, replaced, unchanged, dropped, not read.
#[track_caller]
fn ingest(folder: &Path, arguments: &[&str]) -> Result<[usize; 5]> {
    let output = run(folder, &[&["ingest"], arguments].concat())?;
    let (told, wrong) = (String::from_utf8(output.stdout)?, String::from_utf8(output.stderr)?);
    let counts = told.split(';').next().ok_or("no counts")?;
    let counts: Vec<usize> = counts.split(", ").filter_map(|part| part.rsplit(' ').next()?.parse().ok()).collect();
    let counts: [usize; 5] = counts.try_into().map_err(|_| format!("{told}{wrong}"))?;
    assert_eq!(output.status.code(), Some(i32::from(counts[4] > 0)), "{told}{wrong}");
    Ok(counts)
}

#[track_caller]
fn refused(folder: &Path, arguments: &[&str], words: &str) -> Result {
    let output = run(folder, &[&["ingest"], arguments].concat())?;
    let told = String::from_utf8(output.stderr)?;
    assert_eq!(output.status.code(), Some(2), "{told}");
    assert!(told.contains(words) && told.lines().count() == 1, "{told}");
    Ok(())
}

/// All statements of a store, as sorted lines.
fn statements(folder: &Path, store: &str) -> Result<Vec<String>> {
    let output = run(folder, &["export", "--store", store, "--format", "nquads"])?;
    let mut lines: Vec<String> = String::from_utf8(output.stdout)?.lines().map(str::to_owned).collect();
    lines.sort();
    Ok(lines)
}

const CITIES: &[&str] = &["济南市", "青岛市", "烟台市", "潍坊市", "呼和浩特市", "包头市", "成都市", "绵阳市"];
const WORK: &[&str] = &["水利", "教育", "交通运输", "农业农村", "民政", "卫生健康", "生态环境", "文化和旅游"];

/// The text of a plan; each number gives another.
fn plan(number: usize) -> String {
    let city = CITIES[number % CITIES.len()];
    let mut text = format!("{city}{}年重点工作任务分工方案\n\n一、重点任务\n", 2012 + number % 12);
    for task in 0..=number % 4 {
        let work = WORK[(number / 3 + task) % WORK.len()];
        let with = WORK[(number / 5 + task + 1) % WORK.len()];
        text.push_str(&format!(
            "{}．推进{city}第{number}批{work}改革，加强水资源保护。（市{work}局牵头，市{with}局、市财政局配合）\n",
            task + 1
        ));
    }
    text
}

fn write_plans(folder: &Path, directory: &str, numbers: std::ops::Range<usize>) -> Result {
    fs::create_dir_all(folder.join(directory))?;
    for number in numbers {
        fs::write(folder.join(directory).join(format!("plan-{number:04}.txt")), plan(number))?;
    }
    Ok(())
}

#[test]
fn only_what_has_changed_is_read_and_the_store_is_that_of_the_files() -> Result {
    let folder = tempfile::tempdir()?;
    let folder = folder.path();
    write_plans(folder, "plans", 0..20)?;
    assert_eq!(ingest(folder, &["plans", "--store", "store"])?, [20, 0, 0, 0, 0]);
    assert_eq!(ingest(folder, &["plans", "--store", "store"])?, [0, 0, 20, 0, 0]);
    let commits = Store::open(&folder.join("store"))?.info()?.commits;
    assert_eq!(commits, 1, "nothing was written where nothing had changed");

    fs::write(folder.join("plans/plan-0003.txt"), plan(103))?;
    fs::write(folder.join("plans/plan-0004.meta.json"), r#"{"year": 2009, "title": "某方案"}"#)?;
    fs::write(folder.join("plans/new.txt"), plan(50))?;
    assert_eq!(ingest(folder, &["plans", "--store", "store"])?, [1, 2, 18, 0, 0]);
    assert_eq!(ingest(folder, &["plans", "--store", "fresh"])?, [21, 0, 0, 0, 0]);
    assert!(statements(folder, "store")? == statements(folder, "fresh")?, "what only the old words named is gone");

    fs::remove_file(folder.join("plans/plan-0007.txt"))?;
    assert_eq!(ingest(folder, &["plans", "--store", "store"])?, [0, 0, 20, 0, 0]);
    assert_eq!(ingest(folder, &["plans", "--store", "store", "--prune"])?, [0, 0, 20, 1, 0]);
    assert_eq!(ingest(folder, &["plans", "--store", "pruned"])?, [20, 0, 0, 0, 0]);
    assert!(statements(folder, "store")? == statements(folder, "pruned")?);
    assert_eq!(ingest(folder, &["plans", "--store", "store", "--force"])?, [0, 20, 0, 0, 0]);
    assert!(statements(folder, "store")? == statements(folder, "pruned")?);
    Ok(())
}

#[test]
fn other_rules_are_a_reason_to_read_again() -> Result {
    let folder = tempfile::tempdir()?;
    let folder = folder.path();
    write_plans(folder, "plans", 0..3)?;
    fs::create_dir(folder.join("tables"))?;
    fs::write(folder.join("tables/groups.tsv"), "phrase\n")?;
    let tables = run(folder, &["ingest", "plans", "--store", "store", "--lexicon", "tables"])?;
    if !tables.status.success() {
        // A table of the right form is what is needed here, whatever stands in it.
        fs::write(folder.join("tables/groups.tsv"), include_str!("../data/lexicon/groups.tsv"))?;
        assert_eq!(ingest(folder, &["plans", "--store", "store", "--lexicon", "tables"])?, [3, 0, 0, 0, 0]);
    }
    assert_eq!(ingest(folder, &["plans", "--store", "store", "--lexicon", "tables"])?, [0, 0, 3, 0, 0]);
    assert_eq!(ingest(folder, &["plans", "--store", "store"])?, [0, 3, 0, 0, 0]);
    Ok(())
}

#[test]
fn a_file_that_cannot_be_read_is_told_and_the_others_go_on() -> Result {
    let folder = tempfile::tempdir()?;
    let folder = folder.path();
    write_plans(folder, "plans", 0..3)?;
    fs::write(folder.join("plans/none.txt"), "关于印发会议纪要的通知\n\n各单位：\n请认真学习。\n")?;
    fs::write(folder.join("plans/broken.docx"), b"PK\x03\x04 and no more")?;
    fs::write(folder.join("plans/plan-0002.meta.json"), "{ \"year\": }")?;
    fs::write(folder.join("plans/.hidden.txt"), "x")?;
    fs::write(folder.join("plans/picture.png"), "x")?;
    let output = run(folder, &["ingest", "plans", "--store", "store", "--report", "report.jsonl"])?;
    let wrong = String::from_utf8(output.stderr)?;
    assert_eq!(output.status.code(), Some(1), "{wrong}");
    assert_eq!(wrong.lines().count(), 3, "{wrong}");
    for words in ["plans/none.txt: no clause that assigns", "broken.docx", "plan-0002.meta.json"] {
        assert!(wrong.contains(words), "{words} is not in {wrong}");
    }
    let report = fs::read_to_string(folder.join("report.jsonl"))?;
    let lines: Vec<serde_json::Value> = report.lines().map(serde_json::from_str).collect::<std::result::Result<_, _>>()?;
    let told: Vec<_> = lines.iter().map(|line| (line["file"].as_str().unwrap_or(""), line["change"].as_str().unwrap_or(""))).collect();
    let expected = [("plans/broken.docx", "failed"), ("plans/none.txt", "failed"), ("plans/plan-0000.txt", "added")];
    assert_eq!(told[..3], expected);
    assert_eq!(told[3..], [("plans/plan-0001.txt", "added"), ("plans/plan-0002.txt", "failed")]);
    // What was read before stays, when its file is broken later.
    fs::write(folder.join("plans/plan-0001.txt"), "改了。\n")?;
    assert_eq!(ingest(folder, &["plans", "--store", "store"])?, [0, 0, 1, 0, 4]);
    assert!(statements(folder, "store")?.iter().any(|line| line.contains("plan/plan-0001>")));
    Ok(())
}

#[test]
fn plans_of_one_name_are_told_apart_and_none_takes_the_place_of_another() -> Result {
    let folder = tempfile::tempdir()?;
    let folder = folder.path();
    for (directory, number) in [("all/2023", 1), ("all/2024", 2), ("apart/all", 3)] {
        fs::create_dir_all(folder.join(directory))?;
        fs::write(folder.join(directory).join("plan.txt"), plan(number))?;
    }
    assert_eq!(ingest(folder, &["all", "--store", "store"])?, [2, 0, 0, 0, 0]);
    let named = statements(folder, "store")?;
    assert!(named.iter().any(|line| line.contains("plan/2023-plan>")) && named.iter().any(|line| line.contains("plan/2024-plan>")));
    // The other directory of that name.
    assert_eq!(ingest(folder, &["apart/all", "--store", "store"])?, [1, 0, 0, 0, 0]);
    // A plan of another corpus that would be called as one that is there.
    fs::create_dir_all(folder.join("others"))?;
    fs::write(folder.join("others/plan.txt"), plan(4))?;
    let before = statements(folder, "store")?;
    let output = run(folder, &["ingest", "others", "--store", "store"])?;
    let wrong = String::from_utf8(output.stderr)?;
    assert_eq!(output.status.code(), Some(1), "{wrong}");
    assert!(wrong.contains("others/plan.txt: the store has a plan plan already, from all/plan.txt"), "{wrong}");
    assert!(statements(folder, "store")? == before);
    // Two files of one corpus.
    fs::write(folder.join("others/plan.md"), plan(5))?;
    assert_eq!(ingest(folder, &["others", "--store", "two"])?, [1, 0, 0, 0, 1]);
    // An id of its own helps.
    fs::remove_file(folder.join("others/plan.md"))?;
    fs::write(folder.join("others/plan.meta.json"), r#"{"id": "of-others"}"#)?;
    assert_eq!(ingest(folder, &["others", "--store", "store"])?, [1, 0, 0, 0, 0]);
    // Another id for the same file: the plan of the old one goes.
    fs::write(folder.join("others/plan.meta.json"), r#"{"id": "renamed"}"#)?;
    assert_eq!(ingest(folder, &["others", "--store", "store"])?, [0, 1, 0, 0, 0]);
    let named = statements(folder, "store")?;
    assert!(named.iter().any(|line| line.contains("plan/renamed>")) && !named.iter().any(|line| line.contains("plan/of-others>")));
    // Two files that would be called alike.
    fs::create_dir_all(folder.join("more/all"))?;
    fs::write(folder.join("more/all/plan.txt"), plan(6))?;
    refused(folder, &["more/all", "apart/all", "--store", "three"], "would be called alike")
}

#[test]
fn cores_parts_and_memory_do_not_change_what_is_stored() -> Result {
    let folder = tempfile::tempdir()?;
    let folder = folder.path();
    write_plans(folder, "plans", 0..60)?;
    ingest(folder, &["plans", "--store", "one", "--jobs", "1"])?;
    ingest(folder, &["plans", "--store", "four", "--jobs", "4", "--commit-every", "0.02"])?;
    ingest(folder, &["plans", "--store", "small", "--jobs", "2", "--memory", "1M"])?;
    let one = statements(folder, "one")?;
    assert!(one == statements(folder, "four")? && one == statements(folder, "small")?);
    assert!(Store::open(&folder.join("four"))?.info()?.commits > 1);
    // A dropped plan leaves nothing behind.
    let drop = run(folder, &["store", "drop", "one", "https://w3id.org/fengong/id/plan/plan-0004"])?;
    assert!(drop.status.success(), "{}", String::from_utf8_lossy(&drop.stderr));
    fs::remove_file(folder.join("plans/plan-0004.txt"))?;
    ingest(folder, &["plans", "--store", "without"])?;
    assert!(statements(folder, "one")? == statements(folder, "without")?);
    Ok(())
}

#[test]
fn a_second_writer_and_a_place_that_cannot_be_written_are_told() -> Result {
    let folder = tempfile::tempdir()?;
    let folder = folder.path();
    write_plans(folder, "plans", 0..2)?;
    let store = Store::create(&folder.join("store"))?;
    let writer = store.writer()?;
    refused(folder, &["plans", "--store", "store"], "store")?;
    drop(writer);
    assert_eq!(ingest(folder, &["plans", "--store", "store"])?, [2, 0, 0, 0, 0]);
    if cfg!(target_os = "linux") {
        refused(folder, &["plans", "--store", "/proc/store"], "/proc/store")?;
    }
    refused(folder, &["nowhere", "--store", "store"], "nowhere")?;
    fs::create_dir(folder.join("empty"))?;
    refused(folder, &["empty", "--store", "store"], "there are no plans")
}

/// Twenty times in a row the program is killed while it takes in a corpus; what is there then is whole, and the next run goes on.
#[test]
fn killed_at_any_moment_it_leaves_whole_plans_and_goes_on() -> Result {
    let folder = tempfile::tempdir()?;
    let folder = folder.path();
    write_plans(folder, "plans", 0..150)?;
    let began = Instant::now();
    ingest(folder, &["plans", "--store", "whole", "--jobs", "2"])?;
    let mut takes = u64::try_from(began.elapsed().as_millis())?.max(20);
    let whole = statements(folder, "whole")?;
    let arguments = ["ingest", "plans", "--store", "store", "--commit-every", "0.1", "--jobs", "2"];
    let mut dice = fastrand::Rng::with_seed(11);
    let (mut seen, mut partly, mut before) = (0, 0, 0);
    for round in 0..20 {
        let mut child = command(folder, &arguments).stdout(Stdio::null()).stderr(Stdio::null()).spawn()?;
        thread::sleep(Duration::from_millis(dice.u64(takes / 10..=takes)));
        child.kill()?;
        child.wait()?;
        // What else the machine does, and so how long it takes, changes from one round to the next: it gets more time where nothing came.
        let Ok(store) = Store::open(&folder.join("store")) else {
            takes += takes / 4;
            continue;
        };
        store.verify()?;
        seen += 1;
        let there = statements(folder, "store")?;
        partly += usize::from(!there.is_empty() && there.len() < whole.len());
        // Each plan that is there is there with all its statements.
        let of_plan = |line: &str| line.rsplit(' ').nth(1).filter(|graph| graph.contains("/plan/")).map(str::to_owned);
        let plans: std::collections::BTreeSet<String> = there.iter().filter_map(|line| of_plan(line)).collect();
        let expected: Vec<&String> = whole.iter().filter(|line| of_plan(line).is_some_and(|plan| plans.contains(&plan))).collect();
        let found: Vec<&String> = there.iter().filter(|line| of_plan(line).is_some()).collect();
        assert!(expected == found, "round {round}");
        if there.len() == before {
            takes += takes / 4;
        }
        before = there.len();
        if there.len() == whole.len() {
            // From the beginning once more, or later kills would find nothing to do, and sooner.
            fs::remove_dir_all(folder.join("store"))?;
            (takes, before) = ((takes * 3 / 4).max(20), 0);
        }
    }
    assert!(seen >= 10, "the program was killed before it had made a store: {seen}");
    assert!(partly >= 1, "it was never killed in the midst: {partly}");
    ingest(folder, &["plans", "--store", "store"])?;
    assert!(statements(folder, "store")? == whole);
    Ok(())
}

#[cfg(unix)]
#[test]
fn stopped_by_the_user_it_keeps_what_was_read_and_goes_on() -> Result {
    let folder = tempfile::tempdir()?;
    let folder = folder.path();
    write_plans(folder, "plans", 0..600)?;
    let child =
        command(folder, &["ingest", "plans", "--store", "store", "--jobs", "1"]).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn()?;
    // It listens before it makes the store.
    while !folder.join("store/manifest.json").exists() {
        thread::sleep(Duration::from_millis(5));
    }
    thread::sleep(Duration::from_millis(200));
    let pid = i32::try_from(child.id())?;
    let killed = Command::new("kill").args(["-INT", &pid.to_string()]).status()?;
    assert!(killed.success());
    let output = child.wait_with_output()?;
    let told = String::from_utf8(output.stderr)?;
    // A very fast machine is through before it is asked to stop.
    if output.status.code() != Some(0) {
        assert!(told.contains("the same command goes on from here"), "{told}");
        assert_eq!(output.status.code(), Some(1), "{told}");
        let [added, _, unchanged, ..] = ingest(folder, &["plans", "--store", "store"])?;
        assert!(added > 0 && unchanged > 0 && added + unchanged == 600, "{added} {unchanged}");
    }
    Ok(())
}
