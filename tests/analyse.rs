//! `fengong analyse` as people and scripts meet it.

use serde_json::Value;
use std::error::Error;
use std::path::Path;
use std::process::{Command, Output, Stdio};

type Result<T = ()> = std::result::Result<T, Box<dyn Error>>;

fn fengong(arguments: &[&str]) -> Result<Output> {
    let mut command = Command::new(env!("CARGO_BIN_EXE_fengong"));
    Ok(command.args(arguments).stdin(Stdio::null()).env("LC_ALL", "C").output()?)
}

fn written(arguments: &[&str]) -> Result<String> {
    let output = fengong(arguments)?;
    assert_eq!((output.status.code(), String::from_utf8(output.stderr)?), (Some(0), String::new()), "{arguments:?}");
    Ok(String::from_utf8(output.stdout)?)
}

fn refused(arguments: &[&str], status: i32) -> Result<String> {
    let output = fengong(arguments)?;
    assert_eq!((output.status.code(), output.stdout.len()), (Some(status), 0), "{arguments:?}");
    Ok(String::from_utf8(output.stderr)?)
}

fn text(path: &Path) -> &str {
    path.to_str().unwrap_or_default()
}

/// Three tasks whose networks can be told by hand: 发展改革委 leads two that 财政局 supports, 水务局 leads one that 发展改革委 supports.
const SMALL: &str = "某市水利工作任务分工方案\n\n\
    一、节水。推进农业节水灌溉。（市发展改革委牵头，市财政局、市水务局配合）\n\n\
    二、供水。保障城乡供水安全。（市发展改革委牵头，市财政局配合）\n\n\
    三、防洪。加强防洪工程建设。（市水务局牵头，市发展改革委配合）\n";

fn small(folder: &Path) -> Result<String> {
    let path = folder.join("small.txt");
    std::fs::write(&path, SMALL)?;
    Ok(text(&path).to_owned())
}

#[test]
fn the_measures_of_a_small_plan_are_those_reckoned_by_hand() -> Result {
    let folder = tempfile::tempdir()?;
    let plan = small(folder.path())?;
    let told: Value = serde_json::from_str(&written(&["analyse", "--plan", &plan, "-f", "json"])?)?;
    assert_eq!(told["measures"]["actors"], 3);
    // 发展改革委 → 财政局 (2), 发展改革委 → 水务局 (1), 水务局 → 发展改革委 (1).
    assert_eq!((&told["measures"]["relations"], &told["measures"]["density"]), (&3.into(), &0.5.into()));
    let of = |name: &str| told["actors"].as_array().and_then(|actors| actors.iter().find(|actor| actor["label"] == name).cloned());
    let leader = of("市发展改革委").ok_or("no 发展改革委")?;
    assert_eq!((&leader["out_strength"], &leader["in_strength"], &leader["depth"]), (&3.0.into(), &1.0.into(), &2.into()));
    // 水务局 reaches 财政局 by way of 发展改革委 alone: one of two ordered pairs of others.
    assert_eq!(leader["betweenness"], 0.5);
    assert_eq!(leader["is_articulation"], 1);
    let salton: Value = serde_json::from_str(&written(&["analyse", "--plan", &plan, "--network", "salton", "-f", "json"])?)?;
    let strengths = salton["actors"].as_array().into_iter().flatten().find(|actor| actor["label"] == "市财政局").cloned();
    // Two of 发展改革委's three tasks are both of 财政局's two; one of 水务局's two tasks is one of them: 2/√6 + 1/2.
    let found = strengths.and_then(|actor| actor["strength"].as_f64()).ok_or("no 财政局")?;
    assert!((found - (2.0 / 6.0_f64.sqrt() + 0.5)).abs() < 1e-12, "{found}");
    Ok(())
}

#[test]
fn a_chain_names_the_tasks_along_it() -> Result {
    let folder = tempfile::tempdir()?;
    let plan = small(folder.path())?;
    let steps: Value = serde_json::from_str(&written(&[
        "analyse",
        "--plan",
        &plan,
        "--network",
        "lead-support",
        "--chain",
        "市水务局",
        "市财政局",
        "-f",
        "json",
    ])?)?;
    let rows: Vec<_> =
        steps.as_array().into_iter().flatten().map(|row| (row["step"].clone(), row["number"].clone(), row["from_role"].clone())).collect();
    let row = |step: i32, number: &str, role: &str| (step.into(), number.into(), role.into());
    assert_eq!(rows, [row(1, "一", "support"), row(1, "三", "lead"), row(2, "一", "lead"), row(2, "二", "lead")]);
    assert!(refused(&["analyse", "--chain", "水利厅", "水利厅"], 2)?.contains("both ends"));
    assert!(refused(&["analyse", "--chain", "水利厅", "不存在厅"], 2)?.contains("不存在厅"));
    Ok(())
}

#[test]
fn what_is_materialised_can_be_asked_for() -> Result {
    let folder = tempfile::tempdir()?;
    let (plan, file) = (small(folder.path())?, folder.path().join("net.trig"));
    written(&["analyse", "--plan", &plan, "--materialise", text(&file), "-o", text(&folder.path().join("report.md"))])?;
    let asked = written(&["query", "positions", "--plan", &plan, "--with", text(&file), "-f", "csv"])?;
    let mut lines = asked.lines();
    assert_eq!(lines.next(), Some("name,degree,strength,betweenness,page_rank,community,constraint,breadth,depth,net"));
    assert!(lines.next().is_some_and(|line| line.starts_with("市发展改革委,2,4,0.5,")), "{asked}");
    assert_eq!(lines.count(), 2);
    // With another network beside it, each is asked for by its name.
    let other = folder.path().join("other.trig");
    written(&["analyse", "--plan", &plan, "--network", "together", "--materialise", text(&other), "-f", "csv"])?;
    for (network, between) in [("lead-support", "0.5"), ("together", "0")] {
        let of = format!("network={network}");
        let asked = written(&["query", "positions", "-p", &of, "--plan", &plan, "--with", text(&file), text(&other), "-f", "csv"])?;
        let first = asked.lines().nth(1).and_then(|line| line.split(',').nth(3));
        assert_eq!((asked.lines().count(), first), (4, Some(between)), "{asked}");
    }
    // What tasks are narrowed to is a statement, and names the network by kind and thing, whatever words found it.
    let narrowed = |option: &str, words: &str| -> Result<String> {
        let file = folder.path().join("narrowed.trig");
        written(&["analyse", "--plan", &plan, option, words, "--materialise", text(&file), "-m", "density"])?;
        let asked = "SELECT ?n ?s { ?n a fg:Network ; fg:scope ?s }";
        Ok(written(&["query", "-e", asked, "--plan", &plan, "--with", text(&file), "-f", "csv"])?.lines().skip(1).collect())
    };
    let section = narrowed("--section", "一")?;
    assert!(section.contains("/network/lead-support-task-1,") && section.ends_with("/task/1"), "{section}");
    assert_eq!(section, narrowed("--section", "节水")?, "by its number and by its heading");
    let topic = narrowed("--topic", "节水")?;
    assert!(topic.contains("/network/lead-support-topic-") && topic != section, "{topic}");
    let same = text(&file);
    assert!(refused(&["analyse", "--plan", &plan, "--materialise", same, "-o", same, "-f", "csv"], 2)?.contains("twice"));
    // Every network has its own graph, its run, and the plan that it comes from.
    let sparql = "SELECT ?title { GRAPH ?n { ?n a fg:Network ; fg:projection 'lead-support' ; prov:wasDerivedFrom ?p ; \
        prov:wasGeneratedBy/prov:used ?p } GRAPH ?p { ?p dcterms:title ?title } }";
    let plans = written(&["query", "-e", sparql, "--plan", &plan, "--with", text(&file), "-f", "csv"])?;
    assert_eq!(plans.lines().nth(1), Some("某市水利工作任务分工方案"));
    let again = folder.path().join("again.trig");
    written(&["analyse", "--plan", &plan, "--materialise", text(&again), "-f", "csv"])?;
    assert_eq!(std::fs::read(&file)?, std::fs::read(&again)?, "the same bytes");
    Ok(())
}

#[test]
fn an_exported_network_can_tell_the_same_measures() -> Result {
    let measured: Value = serde_json::from_str(&written(&["analyse", "--network", "together", "-f", "json"])?)?;
    let exported: Value = serde_json::from_str(&written(&["export", "--network", "together", "--measures", "-f", "node-link"])?)?;
    let nodes = exported["nodes"].as_array().ok_or("no nodes")?;
    assert_eq!(nodes.len(), 32);
    for actor in measured["actors"].as_array().ok_or("no actors")? {
        let node = nodes.iter().find(|node| node["id"] == actor["id"]).ok_or("an actor is missing")?;
        for measure in ["strength", "betweenness", "constraint", "community", "breadth", "is_core"] {
            assert_eq!(node[measure].as_f64(), actor[measure].as_f64(), "{measure} of {}", actor["label"]);
        }
    }
    assert!(refused(&["export", "--measures", "-f", "turtle"], 2)?.contains("--materialise"));
    Ok(())
}

#[test]
fn every_form_of_every_network_is_written_and_the_same_twice() -> Result {
    for network in ["lead-support", "together", "salton", "unit-task", "unit-topic", "place-industry"] {
        for form in ["table", "csv", "json", "markdown"] {
            let once = written(&["analyse", "--network", network, "--all", "-f", form])?;
            assert!(once.lines().count() > 20, "{network} {form}");
            assert!([",NaN", ",inf", " NaN", " inf ", "null"].iter().all(|none| !once.contains(none)), "{network} {form}");
        }
    }
    assert_eq!(written(&["analyse", "-f", "markdown"])?, written(&["analyse", "-f", "markdown"])?);
    Ok(())
}

#[test]
fn actors_stand_by_a_measure_that_is_shown_and_the_end_first_that_stands_out() -> Result {
    let values = |arguments: &[&str]| -> Result<(String, Vec<f64>)> {
        let told = written(&[&["analyse", "-f", "csv", "--top", "5"], arguments].concat())?;
        let head = told.lines().next().unwrap_or_default().to_owned();
        Ok((head, told.lines().skip(1).filter_map(|line| line.rsplit(',').next()?.parse().ok()).collect()))
    };
    let (head, rising) = values(&["-m", "degree,constraint", "--sort", "constraint"])?;
    assert_eq!(head, "id,label,degree,constraint");
    assert!(rising.len() == 5 && rising.is_sorted(), "the least constraint stands out: {rising:?}");
    let (_, falling) = values(&["-m", "constraint", "--sort", "constraint", "--reverse"])?;
    assert!(falling.iter().rev().is_sorted() && falling[0] > rising[4], "{falling:?}");
    // What is ordered by is told, also where it was not asked for.
    let (head, strength) = values(&["-m", "degree", "--sort", "strength"])?;
    assert_eq!(head, "id,label,degree,strength");
    assert!(strength.iter().rev().is_sorted(), "{strength:?}");
    assert!(values(&["-m", "betweenness"])?.1.iter().rev().is_sorted(), "by what was asked for");
    for (network, column) in [("lead-support", "out-strength↓"), ("together", "strength↓")] {
        assert!(written(&["analyse", "-n", network])?.contains(&format!(" {column} ")), "{network}");
    }
    Ok(())
}

#[test]
fn all_measures_fit_the_page_in_several_tables() -> Result {
    let all = written(&["analyse", "--all"])?;
    let widest = all.lines().filter(|line| line.starts_with('│')).map(|line| line.chars().count()).max();
    assert!(widest.is_some_and(|widest| widest <= 140), "{widest:?}");
    assert!(all.matches('┌').count() > 1 && all.contains("\nTies"), "{all}");
    // No head is broken into lines: each stands whole between its lines.
    for head in ["articulation point", "effective size", "out-closeness", "lead share"] {
        assert!(all.contains(&format!("┆ {head} ")) || all.contains(&format!(" {head} │")), "{head}");
    }
    assert_eq!(written(&["analyse", "--lang", "zh"])?.matches('┌').count(), 1, "the usual ones stand in one");
    Ok(())
}

#[test]
fn a_measure_that_a_network_has_none_of_is_refused() -> Result {
    for (network, measure, why) in [
        ("salton", "in_degree", "direction"),
        ("lead-support", "closeness", "out_closeness"),
        ("unit-task", "constraint", "one mode"),
        ("place-industry", "breadth", "networks of units"),
    ] {
        assert!(refused(&["analyse", "-n", network, "-m", measure], 2)?.contains(why), "{network} {measure}");
    }
    assert!(refused(&["analyse", "-n", "together", "--sort", "in_degree"], 2)?.contains("direction"));
    Ok(())
}

#[test]
fn csv_is_for_people_who_read_chinese_and_for_excel() -> Result {
    let head = |arguments: &[&str]| -> Result<String> {
        let told = written(&[&["analyse", "-m", "degree", "-f", "csv"], arguments].concat())?;
        Ok(told.lines().next().unwrap_or_default().to_owned())
    };
    assert_eq!(head(&[])?, "id,label,degree");
    assert_eq!(head(&["--lang", "zh"])?, "标识,名称,度数");
    assert_eq!(head(&["--lang", "zh", "--bom", "yes"])?, "\u{feff}标识,名称,度数");
    assert!(refused(&["analyse", "-f", "json", "--bom", "yes"], 2)?.contains("csv"));
    Ok(())
}

#[test]
fn of_several_plans_tasks_are_told_with_theirs() -> Result {
    let folder = tempfile::tempdir()?;
    let (one, other) = (small(folder.path())?, folder.path().join("other.txt"));
    std::fs::write(&other, SMALL.replace("某市水利工作", "某市水利工作第二批"))?;
    // Of one city: without it, 市水利局 of one plan need not be that of another.
    for plan in [Path::new(&one), &other] {
        std::fs::write(plan.with_extension("meta.json"), r#"{"division": "620100"}"#)?;
    }
    let told = written(&["export", "--network", "lead-support", "-f", "node-link", "--plan", &one, text(&other)])?;
    let told: Value = serde_json::from_str(&told)?;
    let edge = told["edges"].as_array().and_then(|edges| edges.iter().find(|edge| edge["weight"] == 4.0)).ok_or("no edge")?;
    let tasks: Vec<&str> = edge["tasks"].as_str().unwrap_or_default().split(' ').collect();
    assert!(
        tasks.len() == 4
            && tasks.iter().all(|task| task.split_once(':').is_some_and(|(plan, number)| !plan.is_empty() && "一二".contains(number))),
        "{tasks:?}"
    );
    let alone = written(&["export", "--network", "lead-support", "-f", "node-link", "--plan", &one])?;
    assert!(alone.contains("\"tasks\": \"一 二\"") || alone.contains("\"tasks\":\"一 二\""), "{alone}");
    Ok(())
}

#[test]
fn a_chain_of_places_quotes_the_words_that_tie_them() -> Result {
    let chain = ["analyse", "-n", "place-industry", "--chain", "包头市", "稀土"];
    let steps: Value = serde_json::from_str(&written(&[&chain[..], &["-f", "json"]].concat())?)?;
    let words: Vec<&str> = steps.as_array().into_iter().flatten().filter_map(|step| step["words"].as_str()).collect();
    assert!(words.len() == 2 && words.iter().all(|words| words.contains("包头") && words.contains("稀土")), "{steps}");
    assert!(steps[0].get("clause").is_none());
    let told = written(&[&chain[..], &["-f", "markdown"]].concat())?;
    assert_eq!(told.lines().filter(|line| line.starts_with("1. ")).count(), 1, "a number for each step: {told}");
    assert_eq!(told.lines().filter(|line| line.starts_with("   - ")).count(), 2, "{told}");
    Ok(())
}

#[test]
fn files_are_written_before_anything_is_told_and_both_or_none() -> Result {
    let folder = tempfile::tempdir()?;
    let (report, lost) = (folder.path().join("report.md"), folder.path().join("none").join("net.trig"));
    assert!(refused(&["analyse", "--materialise", text(&lost)], 2)?.contains("none"), "nothing is printed");
    refused(&["analyse", "--materialise", text(&lost), "-o", text(&report)], 2)?;
    assert!(!report.exists());
    Ok(())
}

#[test]
fn what_cannot_be_measured_is_told_at_once() -> Result {
    let folder = tempfile::tempdir()?;
    assert!(refused(&["analyse", "--network", "friends"], 2)?.contains("lead-support"));
    assert!(refused(&["analyse", "-o", "net.pdf"], 2)?.contains("--format"));
    assert!(refused(&["analyse", "--materialise", "net.pdf"], 2)?.contains("net.pdf"));
    assert!(refused(&["analyse", "--materialise"], 2)?.contains("net.trig"));
    let empty = folder.path().join("no-plan.txt");
    std::fs::write(&empty, "今天天气很好。\n")?;
    assert!(refused(&["analyse", "--plan", text(&empty)], 2)?.contains("no-plan.txt"));
    assert!(refused(&["analyse", "--topic", "海洋经济"], 1)?.contains("nothing to show"));
    assert!(refused(&["query", "units", "--with", text(&empty)], 2)?.contains("no-plan.txt"));
    Ok(())
}
