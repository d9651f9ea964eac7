//! Questions in plain words: each file of `tests/questions/` holds questions with the answers that count as right.
//!
//! A line is a question, a tab, and the values of the first column, joined by `|`, in any order; alternatives are joined by ` || `.
//! `REFUSE` is a question that must not be answered, `NONE` one whose answer is empty, `yes` and `no` those of yes or no.

#![allow(clippy::print_stdout, reason = "what was refused or wrong is the result of the test")]

use fengong::ask::Asker;
use fengong::document::Metadata;
use fengong::graph::{DEFAULT_BASE, Graph, Names};
use fengong::query::Query;
use fengong::reader::Reader;
use fengong::text::Source;
use oxigraph::model::Term;
use oxigraph::sparql::QueryResults;
use std::collections::BTreeSet;
use std::error::Error;
use std::path::Path;
use std::process::Command;

/// Per file: the least share of right answers, the most of wrong ones; other files must hold to the last.
const LIMITS: &[(&str, f64, f64)] = &[
    ("questions.tsv", 0.95, 0.01),
    ("questions-2.tsv", 0.85, 0.01),
    ("questions-3.tsv", 0.85, 0.01),
    ("apart.tsv", 0.85, 0.026),
    ("apart-2.tsv", 0.8, 0.02),
    ("paraphrases.tsv", 0.95, 0.01),
];

fn founding() -> Result<(Reader, Graph), Box<dyn Error>> {
    let reader = Reader::new(None)?;
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("data/plans");
    let text = std::fs::read_to_string(folder.join("hubao-yinyu-2012-2020.txt"))?;
    let metadata: Metadata = serde_json::from_str(&std::fs::read_to_string(folder.join("hubao-yinyu-2012-2020.meta.json"))?)?;
    let reading = reader.read(Source::from_text("hubao-yinyu-2012-2020.txt", &text), metadata);
    let graph = Graph::build(&reader, &[reading], Names::new(DEFAULT_BASE)?)?;
    Ok((reader, graph))
}

/// The values of the first column; `None` where the question is refused.
fn answer(graph: &Graph, asker: &Asker, question: &str) -> Result<Option<BTreeSet<String>>, Box<dyn Error>> {
    let Ok(understood) = asker.understand(question) else { return Ok(None) };
    let results =
        Query::parse(graph, &understood.sparql).and_then(|query| query.run(graph)).map_err(|error| format!("{question}: {error}"))?;
    Ok(Some(match results {
        QueryResults::Boolean(yes) => [if yes { "yes" } else { "no" }.to_owned()].into(),
        QueryResults::Solutions(solutions) => {
            let mut values = BTreeSet::new();
            for solution in solutions {
                match solution?.values().first() {
                    Some(Some(Term::Literal(literal))) => _ = values.insert(literal.value().to_owned()),
                    Some(Some(other)) => _ = values.insert(other.to_string()),
                    _ => {}
                }
            }
            values
        }
        QueryResults::Graph(_) => BTreeSet::new(),
    }))
}

/// Whether an answer is one of those that are expected.
fn is_right(expected: &str, answer: &BTreeSet<String>) -> bool {
    let alternatives = expected.split(" || ");
    alternatives
        .map(|values| if values == "NONE" { BTreeSet::new() } else { values.split('|').map(|value| value.trim().to_owned()).collect() })
        .any(|values: BTreeSet<String>| values == *answer)
}

#[test]
fn questions_are_answered_rightly_or_refused() -> Result<(), Box<dyn Error>> {
    let (reader, graph) = founding()?;
    let asker = Asker::new(&graph, reader.lexicon())?;
    let mut files: Vec<_> = std::fs::read_dir(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/questions"))?.collect::<Result<_, _>>()?;
    files.sort_by_key(std::fs::DirEntry::file_name);
    let mut failures = Vec::new();
    for file in files {
        let name = file.file_name().to_string_lossy().into_owned();
        let text = std::fs::read_to_string(file.path())?;
        let rows: Vec<(&str, &str)> = text.lines().filter(|line| !line.starts_with('#')).filter_map(|line| line.split_once('\t')).collect();
        let (mut right, mut refused, mut wrong) = (0, 0, 0);
        for (question, expected) in &rows {
            match answer(&graph, &asker, question)? {
                None if *expected == "REFUSE" => right += 1,
                None => {
                    refused += 1;
                    let why = asker.understand(question).err().map(|error| error.to_string()).unwrap_or_default();
                    println!("{name}: refused: {question} ({})", why.lines().next().unwrap_or_default());
                }
                Some(values) if *expected != "REFUSE" && is_right(expected, &values) => right += 1,
                Some(values) => {
                    wrong += 1;
                    println!("{name}: WRONG: {question}\n  answered {values:?}\n  expected {expected}");
                }
            }
        }
        println!("{name}: {right} right, {refused} refused, {wrong} wrong of {}", rows.len());
        let (_, least, most) = LIMITS.iter().find(|(other, ..)| *other == name).or(LIMITS.last()).ok_or("no limits")?;
        let share = |count: usize| count as f64 / rows.len() as f64;
        if share(right) < *least || share(wrong) > *most {
            failures.push(format!("{name}: {right} right, {refused} refused, {wrong} wrong of {}", rows.len()));
        }
    }
    assert!(failures.is_empty(), "{failures:?}");
    Ok(())
}

#[test]
fn every_example_is_understood_in_both_languages() -> Result<(), Box<dyn Error>> {
    let (reader, graph) = founding()?;
    let asker = Asker::new(&graph, reader.lexicon())?;
    assert_eq!(asker.examples().count(), reader.lexicon().examples.len(), "the founding plan fills every example");
    for (zh, en) in asker.examples() {
        for question in [zh, en] {
            let understood = asker.understand(question).map_err(|error| format!("{question}: {error}"))?;
            Query::parse(&graph, &understood.sparql)?.run(&graph)?;
        }
    }
    Ok(())
}

#[test]
fn words_that_are_not_understood_are_named_with_what_is_like_them() -> Result<(), Box<dyn Error>> {
    let (reader, graph) = founding()?;
    let asker = Asker::new(&graph, reader.lexicon())?;
    for (question, words) in [
        ("水利厅的电话是多少？", "「电话」"),
        ("公安厅配合哪些任务？", "「公安厅」"),
        ("包头市发改委牵头哪些任务", "「包头市发改委」"),
        ("What is the population of Baotou?", "not what is asked for"),
        ("Who is the minister of 水利厅?", "「minister」"),
        ("水利厅牵头的9个任务有哪些", "「9个」"),
        ("", "empty"),
    ] {
        let error = asker.understand(question).err().ok_or(question)?.to_string();
        assert!(error.lines().next().is_some_and(|line| line.contains(words)), "{question}: {error}");
        assert!(error.contains("questions that are understood"), "{question}: {error}");
    }
    Ok(())
}

#[test]
fn every_question_of_the_documentation_is_understood() -> Result<(), Box<dyn Error>> {
    let (reader, graph) = founding()?;
    let asker = Asker::new(&graph, reader.lexicon())?;
    let text = std::fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/docs/questions.md"))?;
    let table = text.split("\n## ").nth(1).ok_or("the table of kinds")?;
    let rows: Vec<&str> = table.lines().filter(|line| line.starts_with("| ")).skip(1).collect();
    assert!(rows.len() > 12, "{}", rows.len());
    for question in rows.iter().flat_map(|row| row.split('|').skip(2)).flat_map(|cell| cell.split('·')).map(str::trim) {
        // U and V stand for any units.
        let question = question.replace(" U ", " 水利厅 ").replace(" by V", " by 财政厅");
        if !question.is_empty() {
            asker.understand(&question).map_err(|error| format!("{question}: {error}"))?;
        }
    }
    Ok(())
}

#[test]
fn a_table_of_the_user_adds_words_and_other_plans_have_their_own_names() -> Result<(), Box<dyn Error>> {
    let folder = tempfile::tempdir()?;
    std::fs::write(folder.path().join("questions.tsv"), "means\twords\nlead\t挂帅|captain\n")?;
    let reader = Reader::new(Some(folder.path()))?;
    let plan =
        "临泉县旅游提升任务分解\n\n一、评定星级农家乐。（县旅游局牵头，县财政局配合）\n二、完善旅游厕所。（县住建局牵头，县旅游局配合）\n";
    let reading = reader.read(Source::from_text("plan.txt", plan), Metadata::default());
    let graph = Graph::build(&reader, &[reading], Names::new(DEFAULT_BASE)?)?;
    let asker = Asker::new(&graph, reader.lexicon())?;
    for (question, expected) in [
        ("旅游局挂帅哪些任务", "1"),
        ("Which tasks does the tourism bureau captain?", "1"),
        ("县住房和城乡建设局牵头什么", "2"),
        ("谁配合完善旅游厕所", "县旅游局"),
        ("旅游局配合住建局的任务", "2"),
        ("水利局牵头哪些任务", "REFUSE"),
    ] {
        let values = answer(&graph, &asker, question)?;
        let right = values.as_ref().map_or(expected == "REFUSE", |values| is_right(expected, values));
        assert!(right, "{question}: {values:?}");
    }
    Ok(())
}

#[test]
fn an_answer_for_programs_stands_alone_on_standard_output() -> Result<(), Box<dyn Error>> {
    let ask = |arguments: &[&str]| Command::new(env!("CARGO_BIN_EXE_fengong")).args(["ask", "--lang", "zh"]).args(arguments).output();
    let csv = ask(&["口岸有哪些任务", "--format", "csv"])?;
    let (stdout, stderr) = (String::from_utf8(csv.stdout)?, String::from_utf8(csv.stderr)?);
    assert!(stdout.starts_with("order,number,task,lead") && stdout.lines().count() == 3, "{stdout}");
    assert!(stderr.starts_with("# 理解为：任务；任务限于：写到边境口岸") && stderr.contains("fg:BorderPort"), "{stderr}");
    let table = String::from_utf8(ask(&["水利厅", "牵头哪些任务"])?.stdout)?;
    assert!(table.starts_with("# 理解为：") && table.contains("四（三）"), "{table}");
    let refused = ask(&["明天天气怎么样"])?;
    assert_eq!((refused.status.code(), refused.stdout.len()), (Some(1), 0));
    assert!(String::from_utf8(refused.stderr)?.contains("听不懂"), "in the language that was asked for");
    Ok(())
}
