//! The command line as scripts and people meet it: exit status, what stands on standard output, one clear message on standard error.

use oxigraph::io::{JsonLdProfileSet, RdfFormat, RdfParser};
use oxigraph::model::{GraphName, Quad, Term};
use oxigraph::sparql::results::{QueryResultsFormat, QueryResultsParser, SliceQueryResultsParserOutput};
use serde_json::Value;
use std::collections::{BTreeSet, HashSet};
use std::error::Error;
use std::ffi::OsStr;
use std::fs;
use std::io::Read;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

type Result<T = ()> = std::result::Result<T, Box<dyn Error>>;

const PLAN: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/data/plans/hubao-yinyu-2012-2020.txt");

/// A plan of two tasks, with a unit that no table knows and a deadline.
const SMALL: &str = concat!(
    "某市数字经济重点工作分工方案\n\n　　一、总体要求\n",
    "　　（一）建设数据中心。加快建设数据中心。（市发展改革委牵头，云谷之友、市财政局及相关县区配合）\n",
    "　　（二）培育企业。培育软件企业。（市财政局牵头，云谷之友配合；2025年12月底前完成）\n",
);

const NO_PLAN: &str = "今天天气很好，我们去公园散步。\n";

/// What a run ended with.
#[derive(Debug)]
struct Outcome {
    status: Option<i32>,
    stdout: Vec<u8>,
    stderr: String,
}

fn program() -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_fengong"));
    // Whatever the language of who runs the tests.
    command.stdin(Stdio::null()).env("LC_ALL", "C");
    command
}

fn run(mut command: Command) -> Result<Outcome> {
    let output = command.output()?;
    Ok(Outcome { status: output.status.code(), stdout: output.stdout, stderr: String::from_utf8(output.stderr)? })
}

/// Runs the program with `arguments`.
fn fengong<A: AsRef<OsStr>>(arguments: impl IntoIterator<Item = A>) -> Result<Outcome> {
    let mut command = program();
    command.args(arguments);
    run(command)
}

/// Asks SPARQL.
fn ask(sparql: &str, format: &str) -> Result<Outcome> {
    fengong(["query", "-e", sparql, "--format", format])
}

impl Outcome {
    /// What was written, of a run that went well and had nothing to remark.
    #[track_caller]
    fn written(&self) -> &str {
        assert_eq!(self.status, Some(0), "{}", self.stderr);
        assert_eq!(self.stderr, "");
        std::str::from_utf8(&self.stdout).expect("standard output is UTF-8")
    }

    /// The same of a run that may remark that data are missing.
    #[track_caller]
    fn written_at_least(&self) -> &str {
        assert_eq!(self.status, Some(0), "{}", self.stderr);
        assert!(self.stderr.lines().count() <= 1, "{}", self.stderr);
        std::str::from_utf8(&self.stdout).expect("standard output is UTF-8")
    }

    /// What every failure keeps to: the status, nothing on standard output, one message and no crash. Gives the message.
    #[track_caller]
    fn message(&self, status: i32) -> &str {
        assert_eq!(self.status, Some(status), "{self:?}");
        assert!(self.stdout.is_empty(), "{self:?}");
        assert!(!self.stderr.contains("panicked"), "{}", self.stderr);
        let messages = self.stderr.lines().filter(|line| line.starts_with("fengong: ") || line.starts_with("error: ")).count();
        assert_eq!(messages, 1, "one message: {}", self.stderr);
        assert!(self.stderr.starts_with("fengong: ") || self.stderr.starts_with("error: "), "nothing before it: {}", self.stderr);
        &self.stderr
    }

    /// A failure in one line that holds all `words`.
    #[track_caller]
    fn fails(&self, status: i32, words: &[&str]) {
        let message = self.message(status);
        assert!(message.starts_with("fengong: ") && message.lines().count() == 1, "one line: {message}");
        holds(message, words);
    }

    /// Wrong usage, as the reader of arguments tells it.
    #[track_caller]
    fn is_wrong_usage(&self, words: &[&str]) {
        let message = self.message(2);
        assert!(message.starts_with("error: ") && message.contains("--help"), "{message}");
        holds(message, words);
    }
}

#[track_caller]
fn holds(message: &str, words: &[&str]) {
    for word in words {
        assert!(message.contains(word), "「{word}」 is not in: {message}");
    }
}

/// A folder with one file in it, and the file's path.
fn file(name: &str, bytes: impl AsRef<[u8]>) -> Result<(tempfile::TempDir, PathBuf)> {
    let folder = tempfile::tempdir()?;
    let path = folder.path().join(name);
    fs::write(&path, bytes)?;
    Ok((folder, path))
}

/// What the system says of a file that cannot be read.
fn said_of(path: &Path) -> String {
    fs::read(path).expect_err("the file cannot be read").to_string()
}

fn path_words(path: &Path) -> &str {
    path.to_str().expect("temporary paths are UTF-8")
}

/// The names in a folder.
fn names_in(folder: &Path) -> Result<Vec<String>> {
    let mut names = fs::read_dir(folder)?
        .map(|entry| entry.map(|entry| entry.file_name().to_string_lossy().into_owned()))
        .collect::<std::io::Result<Vec<_>>>()?;
    names.sort();
    Ok(names)
}

/// Columns of a terminal that a line takes.
fn display_width(line: &str) -> usize {
    let wide = |c: char| {
        matches!(c, '\u{1100}'..='\u{115F}' | '\u{2E80}'..='\u{303E}' | '\u{3041}'..='\u{33FF}' | '\u{3400}'..='\u{4DBF}'
            | '\u{4E00}'..='\u{9FFF}' | '\u{A000}'..='\u{A4CF}' | '\u{AC00}'..='\u{D7A3}' | '\u{F900}'..='\u{FAFF}'
            | '\u{FE30}'..='\u{FE4F}' | '\u{FF00}'..='\u{FF60}' | '\u{FFE0}'..='\u{FFE6}' | '\u{20000}'..='\u{3FFFD}')
    };
    line.chars().map(|c| if wide(c) { 2 } else { 1 }).sum()
}

// ---- extract ----

fn extract(path: &Path) -> Result<Outcome> {
    fengong([OsStr::new("extract"), path.as_os_str()])
}

fn tasks(outcome: &Outcome) -> Result<Vec<Value>> {
    assert_eq!(outcome.status, Some(0), "{}", outcome.stderr);
    Ok(std::str::from_utf8(&outcome.stdout)?.lines().map(serde_json::from_str).collect::<std::result::Result<_, _>>()?)
}

/// The tasks without what depends on how lines end.
fn apart_from_offsets(mut tasks: Vec<Value>) -> Vec<Value> {
    fn clean(value: &mut Value) {
        match value {
            Value::Object(fields) => {
                fields.retain(|name, _| name != "begin" && name != "end");
                fields.values_mut().for_each(clean);
            }
            Value::Array(values) => values.iter_mut().for_each(clean),
            Value::String(words) => *words = words.replace("\r\n", "\n"),
            _ => {}
        }
    }
    tasks.iter_mut().for_each(clean);
    tasks
}

/// Begin and end of a task or clause cut its words out of the text.
#[track_caller]
fn offsets_cut_the_words_out_of(text: &str, tasks: &[Value]) {
    let characters: Vec<char> = text.chars().collect();
    for piece in tasks.iter().flat_map(|task| [task, &task["clause"]]) {
        let offset = |name: &str| piece[name].as_u64().and_then(|at| usize::try_from(at).ok()).expect("offsets are numbers");
        let words: String = characters[offset("begin")..offset("end")].iter().collect();
        assert_eq!(Some(words.as_str()), piece["text"].as_str());
    }
}

#[test]
fn a_missing_file_is_named_with_what_the_system_said() -> Result {
    let folder = tempfile::tempdir()?;
    let path = folder.path().join("没有.txt");
    extract(&path)?.fails(2, &[path_words(&path), &said_of(&path)]);
    for command in ["export", "why", "draw"] {
        let arguments: &[&str] = match command {
            "why" => &["why", "水利厅"],
            "draw" => &["draw", "cooperation"],
            _ => &["export"],
        };
        fengong(arguments.iter().copied().chain(["--plan", path_words(&path)]))?.fails(2, &[path_words(&path), &said_of(&path)]);
    }
    Ok(())
}

#[test]
fn a_directory_is_no_plan() -> Result {
    let folder = tempfile::tempdir()?;
    extract(folder.path())?.fails(2, &[path_words(folder.path()), "is a directory"]);
    Ok(())
}

#[test]
fn a_file_without_words_is_called_empty() -> Result {
    for bytes in ["", " \t\r\n\u{3000}\u{3000}\n", "\u{FEFF}", "\u{FEFF} \r\n"] {
        let (_folder, path) = file("plan.txt", bytes)?;
        extract(&path)?.fails(2, &["plan.txt", "empty"]);
    }
    Ok(())
}

#[test]
fn a_binary_file_is_refused_with_the_place_of_its_first_nul() -> Result {
    let (_folder, path) = file("plan.doc", b"\xD0\xCF\x11\xE0abc\0\0def")?;
    extract(&path)?.fails(2, &["plan.doc", "binary", "byte 7", "plain text"]);
    Ok(())
}

#[test]
fn bytes_in_no_encoding_are_refused() -> Result {
    let mut state = 1_u32;
    let noise: Vec<u8> = std::iter::repeat_with(|| {
        state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        state.to_be_bytes()[0] | 0x80
    })
    .take(5000)
    .collect();
    let (_folder, path) = file("noise.txt", noise)?;
    extract(&path)?.fails(2, &["noise.txt", "UTF-8", "GB18030"]);
    Ok(())
}

#[test]
fn a_text_that_assigns_nothing_is_no_plan() -> Result {
    let (_folder, path) = file("letter.txt", NO_PLAN)?;
    extract(&path)?.fails(2, &["letter.txt", "牵头", "work-division plan"]);
    fengong(["query", "water", "--plan", path_words(&path)])?.fails(2, &["letter.txt", "work-division plan"]);
    Ok(())
}

#[test]
fn the_encoding_and_the_line_ends_of_a_file_change_no_task() -> Result {
    for plan in [fs::read_to_string(PLAN)?, SMALL.to_owned()] {
        let windows = plan.replace('\n', "\r\n");
        let (gb18030, _, lost) = encoding_rs::GB18030.encode(&plan);
        assert!(!lost);
        let utf16: Vec<u8> = std::iter::once(0xFEFF).chain(windows.encode_utf16()).flat_map(u16::to_le_bytes).collect();
        let (_folder, path) = file("plan.txt", &plan)?;
        let expected = tasks(&extract(&path)?)?;
        offsets_cut_the_words_out_of(&plan, &expected);

        let (_folder, path) = file("plan.txt", &gb18030)?;
        assert_eq!(tasks(&extract(&path)?)?, expected, "the same characters have the same offsets");

        for bytes in [format!("\u{FEFF}{windows}").into_bytes(), utf16] {
            let (_folder, path) = file("plan.txt", bytes)?;
            let tasks = tasks(&extract(&path)?)?;
            offsets_cut_the_words_out_of(&windows, &tasks);
            assert_eq!(apart_from_offsets(tasks), apart_from_offsets(expected.clone()));
        }
    }
    Ok(())
}

#[test]
fn every_line_is_a_task_as_the_contract_has_it() -> Result {
    let founding = extract(Path::new(PLAN))?;
    assert!(founding.written().starts_with(r#"{"order":1,"number":"一（一）","title":"国家综合能源基地","text":"统筹煤炭"#));
    assert!(founding.written().ends_with("}\n"));
    let (_folder, small) = file("small.txt", SMALL)?;
    for outcome in [founding, extract(&small)?] {
        let tasks = tasks(&outcome)?;
        for (at, task) in tasks.iter().enumerate() {
            assert_eq!(task["order"].as_u64(), Some(at as u64 + 1));
            assert!(task["number"].is_string() && task["title"].is_string() && task["text"].is_string(), "{task}");
            assert!(task["clause"]["text"].as_str().is_some_and(|words| words.starts_with('（') && words.ends_with('）')), "{task}");
            for role in ["lead", "support", "responsible"] {
                for unit in task[role].as_array().expect("units stand in a list") {
                    assert!(unit["name"].as_str().is_some_and(|name| !name.is_empty()), "{task}");
                    assert!(unit["iri"].as_str().is_some_and(|iri| iri.starts_with("https://w3id.org/fengong/id/")), "{task}");
                }
            }
            for group in task["groups"].as_array().expect("groups stand in a list") {
                assert!(group["name"].is_string(), "{task}");
                assert!(["lead", "support", "responsible"].contains(&group["role"].as_str().unwrap_or_default()), "{task}");
            }
            assert!(task.get("deadline").is_some_and(|deadline| deadline.is_null() || deadline["text"].is_string()), "{task}");
        }
    }
    let first = &tasks(&extract(Path::new(PLAN))?)?[0];
    assert_eq!(first["lead"][0]["name"], "自治区能源开发局");
    assert_eq!(first["support"][1]["name"], "自治区经济和信息化委", "the inherited prefix is written out");
    assert_eq!(first["groups"], serde_json::json!([{"name": "相关盟市", "role": "support"}]));
    let second = &tasks(&extract(&small)?)?[1];
    assert_eq!(second["deadline"]["text"].as_str().map(|words| words.contains("2025年12月底前")), Some(true), "{second}");
    Ok(())
}

#[test]
fn notes_go_to_standard_error_and_quiet_silences_them() -> Result {
    let (_folder, path) = file("small.txt", SMALL)?;
    let spoken = extract(&path)?;
    assert_eq!(spoken.status, Some(0));
    holds(&spoken.stderr, &["small.txt:4:", "note[unknown-unit]", "云谷之友"]);
    let quiet = fengong(["extract", "--quiet", path_words(&path)])?;
    assert_eq!(quiet.written().as_bytes(), spoken.stdout);
    Ok(())
}

#[test]
fn a_result_is_not_written_where_there_is_no_folder() -> Result {
    let (folder, existing) = file("file.txt", "")?;
    for place in [existing.join("out.jsonl"), folder.path().join("missing/out.jsonl")] {
        for command in [
            vec!["extract", PLAN],
            vec!["query", "water", "-fcsv"],
            vec!["export"],
            vec!["why", "水利厅"],
            vec!["draw", "cooperation", "-fdot"],
        ] {
            let arguments: Vec<&str> = command.into_iter().chain(["--output", path_words(&place)]).collect();
            let arguments = if arguments[0] == "export" { [&arguments[..], &["-fturtle"]].concat() } else { arguments };
            let outcome = fengong(arguments)?;
            outcome.fails(2, &[path_words(&place), "--output"]);
        }
    }
    fengong(["extract", PLAN, "-o", path_words(folder.path())])?.fails(2, &[path_words(folder.path()), "is a directory"]);
    assert_eq!(names_in(folder.path())?, ["file.txt"], "nothing is left behind");
    Ok(())
}

#[test]
fn an_unwritable_place_is_named_without_the_name_of_a_temporary_file() -> Result {
    let folder = tempfile::tempdir()?;
    let place = folder.path().join("missing/out.jsonl");
    let outcome = fengong(["extract", PLAN, "--output", path_words(&place)])?;
    outcome.fails(2, &[path_words(&place)]);
    assert!(!outcome.stderr.contains(".fengong-"), "{}", outcome.stderr);
    Ok(())
}

#[test]
fn a_file_stays_as_it_was_when_the_run_fails() -> Result {
    let (folder, out) = file("out.txt", "what was there before\n")?;
    let letter = folder.path().join("letter.txt");
    fs::write(&letter, NO_PLAN)?;
    let (out, letter) = (path_words(&out), path_words(&letter));
    let units = "CONSTRUCT { ?x a fg:Unit } WHERE { ?x a fg:Unit }";
    for (status, arguments) in [
        (2, vec!["extract", letter, "--format", "jsonl"]),
        (2, vec!["export", "--format", "turtle", "--plan", letter]),
        (2, vec!["query", "water", "--plan", letter]),
        (1, vec!["query", "-e", "SELECT"]),
        (2, vec!["query", "-e", units, "--format", "csv"]),
        (1, vec!["why", "不存在之物名"]),
        (2, vec!["draw", "cooperation", "--unit", "不存在之物名", "--format", "dot"]),
    ] {
        fengong(arguments.iter().copied().chain(["--output", out]))?.message(status);
        assert_eq!(fs::read_to_string(out)?, "what was there before\n", "{arguments:?}");
    }
    assert_eq!(names_in(folder.path())?, ["letter.txt", "out.txt"], "nothing is left behind");

    let written = fengong(["extract", PLAN, "--format", "jsonl", "--output", out])?;
    assert_eq!(written.written(), "", "what goes to a file does not go to standard output");
    assert_eq!(fs::read(out)?, extract(Path::new(PLAN))?.stdout);
    Ok(())
}

#[test]
fn broken_metadata_beside_a_plan_are_named_with_the_place() -> Result {
    let (folder, path) = file("plan.txt", SMALL)?;
    let metadata = folder.path().join("plan.meta.json");
    for (json, words) in [
        ("{\n  \"id\": ", ["line 2", "title"]),
        (r#"{"titel": "方案"}"#, ["titel", "title"]),
        (r#"{"year": "二〇一二"}"#, ["year", "title"]),
        ("", ["line 1", "title"]),
    ] {
        fs::write(&metadata, json)?;
        let outcome = extract(&path)?;
        outcome.fails(2, &[path_words(&metadata)]);
        outcome.fails(2, &words);
    }
    Ok(())
}

#[test]
fn metadata_with_a_byte_order_mark_are_read() -> Result {
    let (folder, path) = file("plan.txt", SMALL)?;
    fs::write(folder.path().join("plan.meta.json"), "\u{FEFF}{\"id\": \"small\"}")?;
    let outcome = extract(&path)?;
    assert_eq!(outcome.status, Some(0), "{}", outcome.stderr);
    Ok(())
}

#[test]
fn a_lexicon_that_is_missing_or_misspelt_or_broken_is_named() -> Result {
    let folder = tempfile::tempdir()?;
    let with = |lexicon: &Path| fengong(["extract", PLAN, "--lexicon", path_words(lexicon)]);
    let missing = folder.path().join("missing");
    with(&missing)?.fails(2, &["lexicon", path_words(&missing), &said_of(&missing)]);
    with(Path::new(PLAN))?.fails(2, &["lexicon", PLAN]);

    let misspelt = folder.path().join("bodie.tsv");
    fs::write(&misspelt, "name\taliases\tfunction\tkind\tdivision\n")?;
    with(folder.path())?.fails(2, &["bodie.tsv", "no table of this name", "bodies.tsv"]);
    fs::remove_file(misspelt)?;

    let zones = folder.path().join("zones.tsv");
    for (rows, words) in [
        ("# 自有\nending\tkind\n走廊\tno-such-kind\n", ["zones.tsv", "line 3", "no-such-kind"]),
        ("ending\tkind\n走廊\tindustry-belt\tmore\n", ["zones.tsv", "line 2", "3 cells"]),
        ("ending\tsort\n走廊\tindustry-belt\n", ["zones.tsv", "line 1", "kind"]),
    ] {
        fs::write(&zones, rows)?;
        with(folder.path())?.fails(2, &words);
    }
    Ok(())
}

#[test]
fn a_unit_that_a_lexicon_adds_is_resolved() -> Result {
    let (folder, path) = file("small.txt", SMALL)?;
    let lexicon = folder.path().join("lexicon");
    fs::create_dir(&lexicon)?;
    fs::write(
        lexicon.join("bodies.tsv"),
        "name\taliases\tfunction\tkind\tdivision\n云谷产业促进会\t云谷之友\tdevelopment-reform\tinstitution\t\n",
    )?;
    let outcome = fengong(["extract", path_words(&path), "--lexicon", path_words(&lexicon)])?;
    assert!(!outcome.stderr.contains("云谷之友"), "{}", outcome.stderr);
    let expected = serde_json::json!({"name": "云谷之友", "iri": "https://w3id.org/fengong/id/unit/云谷产业促进会"});
    for task in tasks(&outcome)? {
        assert_eq!(task["support"][0], expected, "{task}");
    }
    let query = "ASK { unit:云谷产业促进会 a fg:Unit ; skos:altLabel ?name FILTER(STR(?name) = '云谷之友') }";
    let outcome = fengong(["query", "-e", query, "--plan", path_words(&path), "--lexicon", path_words(&lexicon)])?;
    assert_eq!(outcome.written(), "true\n");
    Ok(())
}

// ---- query ----

#[test]
fn an_unknown_query_is_answered_with_the_nearest() -> Result {
    fengong(["query", "watr"])?.fails(2, &["watr", "water", "--list"]);
    Ok(())
}

#[test]
fn a_missing_parameter_is_named_with_its_meaning() -> Result {
    fengong(["query", "ledger"])?.fails(2, &["ledger", "unit=", "unit"]);
    Ok(())
}

#[test]
fn an_unknown_parameter_is_named_with_those_that_there_are() -> Result {
    fengong(["query", "ledger", "--param", "unti=水利厅"])?.fails(2, &["ledger", "no parameter unti", "it has unit"]);
    fengong(["query", "water", "--param", "unti=水利厅"])?.fails(2, &["water", "unti"]);
    fengong(["query", "-e", "ASK {}", "--param", "unti=水利厅"])?.fails(2, &["unti"]);
    Ok(())
}

#[test]
fn a_parameter_that_names_nothing_is_answered_with_the_nearest_names() -> Result {
    fengong(["query", "ledger", "--param", "unit=水力厅"])?.fails(2, &["unit=水力厅", "水利厅"]);
    Ok(())
}

#[test]
fn a_parameter_that_names_a_unit_is_bound() -> Result {
    let ledger = fengong(["query", "ledger", "--param", "unit=水利厅", "--format", "csv"])?;
    assert!(csv(ledger.written()).len() > 5, "{}", ledger.written());
    Ok(())
}

#[test]
fn a_parameter_without_a_value_shows_how_to_write_it() -> Result {
    fengong(["query", "water", "--param", "unit"])?.fails(2, &["unit: write it as NAME=VALUE"]);
    Ok(())
}

/// Column from 1 that the message gives, the quoted line, and the display column of the caret from 0.
#[track_caller]
fn caret(message: &str) -> (usize, usize, String, usize) {
    let number = |after: &str| {
        let rest = &message[message.find(after).unwrap_or_else(|| panic!("「{after}」 is not in {message}")) + after.len()..];
        rest.chars().take_while(char::is_ascii_digit).collect::<String>().parse::<usize>().expect("a number")
    };
    let (line, column) = (number("line "), number("column "));
    let margin = format!("{line} | ").len();
    let mut lines = message.lines();
    let quoted = lines.find_map(|words| words.strip_prefix(&format!("{line} | "))).expect("the line is quoted").to_owned();
    let below = lines.next().expect("a caret below it");
    let before = &below[..below.find('^').expect("a caret")];
    assert!(before.chars().all(|c| c == ' ' || c == '|'), "{below}");
    (line, column, quoted, display_width(before) - margin)
}

#[test]
fn a_syntax_error_shows_the_line_with_a_caret_under_the_column_also_behind_chinese() -> Result {
    for (sparql, line, column) in [
        ("SELECT ?x { ?x skos:prefLabel \"水利厅", 1, 31),
        ("SELECT ?x\n{ ?x a fg:Unit ;\n\tskos:prefLabel \"水利厅（自治区）", 3, 17),
        ("SELECT ?x {\n  ?x rdfs:comment \"草原\" , \"防洪", 2, 26),
    ] {
        let outcome = ask(sparql, "table")?;
        let message = outcome.message(1);
        holds(message, &["SPARQL syntax error"]);
        let (said_line, said_column, quoted, at) = caret(message);
        assert_eq!((said_line, said_column), (line, column), "{message}");
        assert_eq!(quoted, sparql.lines().nth(line - 1).unwrap_or_default().replace('\t', " "), "{message}");
        let before: String = quoted.chars().take(column - 1).collect();
        assert_eq!(at, display_width(&before), "{message}");
    }
    Ok(())
}

#[test]
fn the_caret_of_a_syntax_error_stands_under_the_word_that_is_wrong() -> Result {
    for (sparql, wrong) in [
        ("SELECT ?x { ?x skos:prefLabel \"水利厅\" ] . ?y skos:prefLabel ?label . ?y skos:altLabel ?another }", "] ."),
        ("SELECT ?x { ?x skos:prefLabel \"水利厅\" , , \"环保厅\" . ?x skos:altLabel ?another }", ", \"环保厅"),
        ("SELECT ?x { ?x a fg:Unit } FOO", "FOO"),
        ("选择 ?x { ?x a fg:Unit . ?y a fg:Place }", "选择"),
    ] {
        let outcome = ask(sparql, "table")?;
        let message = outcome.message(1);
        let (_, column, _, at) = caret(message);
        let before = &sparql[..sparql.find(wrong).expect("the wrong word")];
        assert_eq!((column, at), (before.chars().count() + 1, display_width(before)), "{message}");
    }
    Ok(())
}

#[test]
fn an_undeclared_prefix_is_named() -> Result {
    let outcome = ask("SELECT ?x { ?x a fgg:Unit ; skos:prefLabel ?label . ?x skos:altLabel ?another }", "table")?;
    let hint = outcome.message(1).lines().last().unwrap_or_default();
    assert!(hint.to_lowercase().contains("prefix") && hint.contains("fgg"), "{}", outcome.stderr);
    Ok(())
}

#[test]
fn a_query_file_that_does_not_exist_is_named() -> Result {
    let folder = tempfile::tempdir()?;
    let path = folder.path().join("mine.rq");
    fengong(["query", path_words(&path)])?.fails(2, &[path_words(&path), &said_of(&path)]);
    fengong(["query", "no-such-file-here.rq"])?.fails(2, &["no-such-file-here.rq", &said_of(&path)]);
    Ok(())
}

#[test]
fn a_query_file_is_asked_also_with_a_byte_order_mark() -> Result {
    for mark in ["", "\u{FEFF}"] {
        let (_folder, path) = file("mine.rq", format!("{mark}# 问\r\nASK {{ ?x a fg:Unit }}\r\n"))?;
        assert_eq!(fengong(["query", path_words(&path)])?.written(), "true\n");
    }
    Ok(())
}

/// Records of CSV as RFC 4180 has it, with the line ends that SPARQL 1.1 asks for.
#[track_caller]
fn csv(text: &str) -> Vec<Vec<String>> {
    let (mut records, mut record, mut cell, mut quoted) = (Vec::new(), Vec::new(), String::new(), false);
    let mut characters = text.chars().peekable();
    while let Some(c) = characters.next() {
        match c {
            '"' if quoted && characters.peek() == Some(&'"') => cell.extend(characters.next()),
            '"' => quoted = !quoted,
            ',' if !quoted => record.push(std::mem::take(&mut cell)),
            '\r' if !quoted && characters.peek() == Some(&'\n') => {
                characters.next();
                record.push(std::mem::take(&mut cell));
                records.push(std::mem::take(&mut record));
            }
            '\n' if !quoted => panic!("a line ends in LF alone: {text:?}"),
            other => cell.push(other),
        }
    }
    assert!(!quoted && record.is_empty() && cell.is_empty(), "the last line is whole: {text:?}");
    records
}

/// Names of the columns, and the rows with unbound cells empty.
type Solutions = (Vec<String>, Vec<Vec<Option<Term>>>);

/// Reads SPARQL results.
fn rows(bytes: &[u8], format: QueryResultsFormat) -> Result<Solutions> {
    match QueryResultsParser::from_format(format).for_slice(bytes)? {
        SliceQueryResultsParserOutput::Solutions(solutions) => {
            let variables = solutions.variables().to_vec();
            let heads = variables.iter().map(|variable| variable.as_str().to_owned()).collect();
            let rows = solutions.map(|row| row.map(|row| variables.iter().map(|variable| row.get(variable).cloned()).collect()));
            Ok((heads, rows.collect::<std::result::Result<_, _>>()?))
        }
        SliceQueryResultsParserOutput::Boolean(_) => Err("solutions were expected".into()),
    }
}

#[test]
fn the_result_formats_stand_alone_on_standard_output_and_parse() -> Result {
    let sparql = r#"SELECT ?unit ?name ("一,\"二\"\n\t三" AS ?odd) ?nothing { ?unit a fg:Unit ; skos:prefLabel ?name } ORDER BY STR(?unit) STR(?name)"#;
    let heads = ["unit", "name", "odd", "nothing"];
    let json = ask(sparql, "json")?;
    json.written();
    let (json_heads, expected) = rows(&json.stdout, QueryResultsFormat::Json)?;
    assert_eq!(json_heads, heads);
    assert!(expected.len() > 20);
    assert!(expected.iter().all(|row| matches!(&row[2], Some(Term::Literal(odd)) if odd.value() == "一,\"二\"\n\t三") && row[3].is_none()));
    let value: Value = serde_json::from_slice(&json.stdout)?;
    assert_eq!(value["results"]["bindings"].as_array().map(Vec::len), Some(expected.len()));

    for (name, format) in [("xml", QueryResultsFormat::Xml), ("tsv", QueryResultsFormat::Tsv)] {
        let outcome = ask(sparql, name)?;
        outcome.written();
        let (names, found) = rows(&outcome.stdout, format)?;
        assert_eq!(names, heads, "{name}");
        assert_eq!(found, expected, "{name}");
    }

    let records = csv(ask(sparql, "csv")?.written());
    assert_eq!(records[0], heads);
    let words = |term: &Option<Term>| match term {
        Some(Term::NamedNode(node)) => node.as_str().to_owned(),
        Some(Term::Literal(literal)) => literal.value().to_owned(),
        _ => String::new(),
    };
    let expected: Vec<Vec<String>> = expected.iter().map(|row| row.iter().map(words).collect()).collect();
    assert_eq!(records[1..], expected);
    Ok(())
}

#[test]
fn an_answer_without_rows_is_an_answer() -> Result {
    let nothing = "SELECT ?a ?b { ?a a <https://example.org/nothing> ; skos:prefLabel ?b }";
    assert_eq!(csv(ask(nothing, "csv")?.written()), [["a", "b"]]);
    assert_eq!(ask(nothing, "tsv")?.written(), "?a\t?b\n");
    assert!(rows(&ask(nothing, "json")?.stdout, QueryResultsFormat::Json)?.1.is_empty());
    assert!(rows(&ask(nothing, "xml")?.stdout, QueryResultsFormat::Xml)?.1.is_empty());
    assert_eq!(ask(nothing, "markdown")?.written().lines().count(), 2);
    ask(nothing, "table")?.written();
    Ok(())
}

#[test]
fn a_yes_or_no_is_told_in_every_format() -> Result {
    for (sparql, answer) in [("ASK { ?x a fg:Unit }", true), ("ASK { ?x a <https://example.org/nothing> }", false)] {
        assert_eq!(ask(sparql, "table")?.written(), format!("{answer}\n"));
        for (name, format) in [("json", QueryResultsFormat::Json), ("xml", QueryResultsFormat::Xml)] {
            let outcome = ask(sparql, name)?;
            outcome.written();
            match QueryResultsParser::from_format(format).for_slice(&outcome.stdout)? {
                SliceQueryResultsParserOutput::Boolean(found) => assert_eq!(found, answer),
                SliceQueryResultsParserOutput::Solutions(_) => panic!("{name}: a yes or no was expected"),
            }
        }
    }
    Ok(())
}

#[test]
fn constructed_statements_are_turtle_and_no_csv() -> Result {
    let construct = "CONSTRUCT { ?x a fg:Unit ; skos:prefLabel ?name } WHERE { ?x a fg:Unit ; skos:prefLabel ?name }";
    let units = csv(ask("SELECT DISTINCT ?x { ?x a fg:Unit ; skos:prefLabel ?name }", "csv")?.written()).len() - 1;
    let turtle = ask(construct, "turtle")?;
    turtle.written();
    let statements = parse(&turtle.stdout, RdfFormat::Turtle)?;
    assert!(units > 20);
    assert_eq!(statements.iter().filter(|quad| quad.predicate.as_str().ends_with("#type")).count(), units);
    assert_eq!(ask(construct, "table")?.stdout, turtle.stdout);
    let ntriples = ask(construct, "ntriples")?;
    assert_eq!(parse(&ntriples.stdout, RdfFormat::NTriples)?, statements);

    for format in ["csv", "tsv", "json", "xml", "markdown"] {
        ask(construct, format)?.fails(2, &[format, "CONSTRUCT", "turtle"]);
    }
    ask("SELECT ?x { ?x a fg:Unit }", "turtle")?.fails(2, &["turtle", "SELECT", "csv"]);
    Ok(())
}

#[test]
fn a_query_that_fails_half_way_leaves_nothing_on_standard_output() -> Result {
    let service = "SELECT ?x { { ?x a fg:Unit } UNION { SERVICE <http://127.0.0.1:9/> { ?x a ?y } } }";
    for format in ["table", "markdown", "json", "xml", "tsv", "csv"] {
        ask(service, format)?.fails(1, &["failed", "http://127.0.0.1:9/"]);
    }
    Ok(())
}

#[test]
fn what_is_no_query_has_failed() -> Result {
    for sparql in ["", " \n", "# 只有注释", "水利厅"] {
        let outcome = ask(sparql, "csv")?;
        assert!(!outcome.message(1).contains("update"), "{sparql:?} is no update: {}", outcome.stderr);
    }
    holds(ask("INSERT DATA { <a:b> <a:b> <a:b> }", "csv")?.message(1), &["update"]);
    Ok(())
}

/// The names in the first column of the list of queries.
fn listed() -> Result<Vec<String>> {
    let list = fengong(["query", "--list"])?;
    let cells = list.written().lines().skip(3).filter_map(|line| line.strip_prefix('│')?.split('┆').next());
    Ok(cells.map(|cell| cell.trim().to_owned()).filter(|name| !name.is_empty()).collect())
}

#[test]
fn hostile_words_in_a_parameter_are_a_term_and_never_text_of_the_query() -> Result {
    const HOSTILE: &str = "水利厅\" . } # ' UNION { ?unit ?p \"1\" } \\";
    let good = |kind: &str| match kind {
        "unit" => "水利厅",
        "place" => "包头市",
        "topic" => "水资源",
        "industry" => "稀土",
        "integer" => "1",
        _ => "水",
    };
    let mut tried = 0;
    for name in listed()? {
        let shown = fengong(["query", "--show", &name])?;
        let parameters: Vec<(String, String, bool)> = shown
            .written()
            .lines()
            .filter_map(|line| {
                let mut words = line.strip_prefix("#+ param:")?.split_whitespace();
                let (name, kind) = (words.next()?, words.next()?);
                let (kind, default) = kind.split_once('=').map_or((kind, false), |(kind, _)| (kind, true));
                Some((name.to_owned(), kind.to_owned(), default))
            })
            .collect();
        for (hostile, kind, _) in &parameters {
            let mut arguments = vec!["query".to_owned(), name.clone(), "--format".to_owned(), "csv".to_owned()];
            for (other, kind, default) in &parameters {
                if other == hostile {
                    arguments.extend(["--param".to_owned(), format!("{other}={HOSTILE}")]);
                } else if !default {
                    arguments.extend(["--param".to_owned(), format!("{other}={}", good(kind))]);
                }
            }
            let outcome = fengong(&arguments)?;
            if kind == "text" {
                let written = outcome.written_at_least();
                assert_eq!(csv(written).len(), 1, "no text of the plan holds these words: {written}");
            } else {
                outcome.fails(2, &[&format!("{hostile}={HOSTILE}")]);
            }
            tried += 1;
        }
    }
    assert!(tried > 0, "some named query has a parameter");
    Ok(())
}

#[test]
fn the_named_queries_are_listed_and_shown() -> Result {
    let list = fengong(["query", "--list"])?;
    holds(list.written(), &["water", "ledger", "哪些单位涉及水资源", "Which units touch water resources"]);
    let shown = fengong(["query", "water", "--show"])?;
    holds(shown.written(), &["#+ title:", "SELECT", "skos:broader*"]);
    let (_folder, path) = file("shown.rq", &shown.stdout)?;
    let asked = fengong(["query", path_words(&path), "--format", "csv"])?;
    assert_eq!(asked.written(), fengong(["query", "water", "--format", "csv"])?.written(), "what is shown is what is asked");
    Ok(())
}

#[test]
fn a_query_whose_data_were_not_read_says_what_to_add_in_every_form() -> Result {
    for format in ["table", "csv", "json"] {
        let outcome = fengong(["query", "positions", "network=together", "--format", format])?;
        assert!(!outcome.written_at_least().is_empty());
        holds(&outcome.stderr, &["fengong analyse --network together --materialise net.trig", "--with net.trig"]);
        for name in ["late", "open", "progress"] {
            let outcome = fengong(["query", name, "--format", format])?;
            outcome.written_at_least();
            holds(&outcome.stderr, &[name, "add --with 台账.xlsx"]);
        }
    }
    let folder = tempfile::tempdir()?;
    let net = folder.path().join("net.trig");
    let net = net.to_str().ok_or("a path")?;
    fengong(["analyse", "--network", "together", "--materialise", net])?.written();
    assert_eq!(csv(fengong(["query", "positions", "network=together", "--with", net, "--format", "csv"])?.written()).len(), 33);
    let other = fengong(["query", "positions", "--with", net, "--format", "csv"])?;
    holds(&other.stderr, &["measures of the network lead-support, and none were read"]);
    holds(&fengong(["query", "positions", "network=star"])?.stderr, &["there is no network star; there are lead-support"]);
    Ok(())
}

#[test]
fn tables_have_chinese_heads_for_who_reads_chinese_and_other_forms_the_variables() -> Result {
    let head = |arguments: &[&str]| -> Result<String> { Ok(fengong(arguments)?.written_at_least().lines().take(2).collect()) };
    for name in ["water", "units", "late"] {
        let shown = fengong(["query", "--show", name])?;
        let words = |key: &str| {
            let line = shown.written().lines().find_map(|line| line.strip_prefix(key)).unwrap_or_default();
            line.split_whitespace().map(str::to_owned).collect::<Vec<_>>()
        };
        let (columns, heads) = (words("#+ columns:"), words("#+ heads:"));
        assert!(!heads.is_empty() && columns.len() == heads.len(), "{name}");
        let chinese = head(&["query", name, "--lang", "zh"])?;
        assert!(heads.iter().all(|head| chinese.contains(head.as_str())) && !chinese.contains(&columns[0]), "{chinese}");
        let english = head(&["query", name, "--lang", "en"])?;
        assert!(columns.iter().all(|column| english.contains(column.as_str())), "{english}");
        for format in ["csv", "tsv", "json", "markdown"] {
            let outcome = fengong(["query", name, "--lang", "zh", "--format", format])?;
            let written = outcome.written_at_least();
            assert!(written.contains(&columns[0]) && !written.lines().next().unwrap_or_default().contains(&heads[0]), "{format}");
        }
    }
    let answer = fengong(["ask", "水利厅牵头哪些任务？", "--lang", "zh"])?;
    let head = answer.written().lines().find(|line| line.starts_with('│')).unwrap_or_default();
    assert!(["序号", "编号", "任务", "牵头"].iter().all(|word| head.contains(word)) && !head.contains("order"), "{head}");
    Ok(())
}

#[test]
fn a_unit_is_found_by_what_people_call_it_wherever_one_is_named() -> Result {
    let ledger = |unit: &str| fengong(["query", "ledger", &format!("unit={unit}"), "--format", "csv"]);
    for (said, full) in [
        ("发改委", "自治区发展改革委"),
        ("發改委", "自治区发展改革委"),
        ("自治区发展和改革委员会", "自治区发展改革委"),
        ("工信厅", "自治区经济和信息化委"),
        ("环保部门", "自治区环保厅"),
        ("交通厅", "自治区交通运输厅"),
    ] {
        let expected = ledger(full)?;
        assert!(csv(expected.written()).len() > 1, "{full}");
        assert_eq!(ledger(said)?.written(), expected.written(), "{said}");
        let of = |name: &str| fengong(["ledger", "--unit", name]);
        assert_eq!(of(said)?.written(), of(full)?.written(), "{said}");
        let drawn = |name: &str| fengong(["draw", "cooperation", "--unit", name, "--format", "dot"]);
        assert_eq!(drawn(said)?.stdout, drawn(full)?.stdout, "{said}");
        if said != "交通厅" {
            let chain = |name: &str| fengong(["analyse", "--chain", name, "交通厅", "--format", "csv"]);
            assert_eq!(chain(said)?.written(), chain(full)?.written(), "{said}");
        }
    }
    // Where words may mean several, these are told.
    let text = "某省工作分工方案\n\n一、工作\n（1）修路。（甲市发展改革委牵头，乙市发展改革委配合）\n";
    let (_folder, path) = file("two.txt", text.as_bytes())?;
    for (said, plan, candidates) in
        [("发改委", path_words(&path), ["甲市发展改革委", "乙市发展改革委"]), ("卫健委", PLAN, ["自治区人口计生委", "自治区卫生厅"])]
    {
        for arguments in [
            &["ledger", "--unit", said, "--plan", plan][..],
            &["query", "ledger", &format!("unit={said}"), "--plan", plan],
            &["analyse", "--chain", said, candidates[0], "--plan", plan],
        ] {
            fengong(arguments)?.fails(2, &[said, "may mean several things", candidates[0], candidates[1], "give one of them"]);
        }
    }
    Ok(())
}

#[test]
fn markdown_has_one_line_a_row_and_the_same_cells_in_each() -> Result {
    let outcome = ask(r#"SELECT ("竖|线" AS ?甲) ("两\n行" AS ?乙) {}"#, "markdown")?;
    assert_eq!(outcome.written(), "| 甲 | 乙 |\n|---|---|\n| 竖&#124;线 | 两 行 |\n");
    let water = fengong(["query", "water", "--format", "markdown"])?;
    let records = csv(fengong(["query", "water", "--format", "csv"])?.written());
    assert_eq!(water.written().lines().count(), records.len() + 1);
    for line in water.written().lines() {
        assert_eq!(line.matches('|').count(), records[0].len() + 1, "{line}");
    }
    Ok(())
}

#[test]
fn every_line_of_a_table_has_the_same_display_width() -> Result {
    let aligned = |outcome: &Outcome, asked: &[&str]| {
        let widths: BTreeSet<usize> = outcome.written_at_least().lines().map(display_width).collect();
        assert_eq!(widths.len(), 1, "{asked:?}: {widths:?}");
        assert!(widths.iter().all(|width| *width <= 140), "{asked:?}: {widths:?}");
    };
    for asked in [
        &["query", "--list"][..],
        &["query", "ledger", "--param", "unit=水利厅"],
        &["query", "-e", r#"SELECT ("ＡＢ（水）、" AS ?甲) ("a\nb" AS ?b) ("" AS ?c) {}"#],
        &["query", "-e", "SELECT ?task ?text { ?task a fg:Task ; fg:text ?text } ORDER BY ?text"],
        &["extract", "--format", "table", PLAN],
    ] {
        aligned(&fengong(asked)?, asked);
    }
    for name in listed()? {
        let outcome = fengong(["query", &name])?;
        match outcome.status {
            Some(0) => aligned(&outcome, &[&name]),
            _ => outcome.fails(2, &[&name, "needs "]),
        }
    }
    Ok(())
}

// ---- export ----

fn parse(bytes: &[u8], format: RdfFormat) -> Result<HashSet<Quad>> {
    let quads: Vec<Quad> = RdfParser::from_format(format).for_slice(bytes).collect::<std::result::Result<_, _>>()?;
    let set: HashSet<Quad> = quads.iter().cloned().collect();
    assert_eq!(set.len(), quads.len(), "{format}: every statement is written once");
    Ok(set)
}

/// The forms of RDF: name on the command line, ending of a file, how it is read.
fn forms() -> [(&'static str, &'static str, RdfFormat); 6] {
    [
        ("nquads", "nq", RdfFormat::NQuads),
        ("trig", "trig", RdfFormat::TriG),
        ("jsonld", "jsonld", RdfFormat::JsonLd { profile: JsonLdProfileSet::empty() }),
        ("ntriples", "nt", RdfFormat::NTriples),
        ("turtle", "ttl", RdfFormat::Turtle),
        ("rdfxml", "rdf", RdfFormat::RdfXml),
    ]
}

fn export(format: &str, more: &[&str]) -> Result<Vec<u8>> {
    let outcome = fengong(["export", "--format", format].iter().chain(more))?;
    outcome.written();
    Ok(outcome.stdout)
}

#[test]
fn every_form_of_rdf_reads_back_to_the_same_statements() -> Result {
    for more in [&[][..], &["--only-plan"][..]] {
        let quads = parse(&export("nquads", more)?, RdfFormat::NQuads)?;
        assert!(quads.len() > 5000 && quads.iter().all(|quad| !quad.graph_name.is_default_graph()));
        let triples: HashSet<Quad> = quads.iter().cloned().map(|quad| Quad { graph_name: GraphName::DefaultGraph, ..quad }).collect();
        for (name, _, format) in forms() {
            let expected = if ["nquads", "trig", "jsonld"].contains(&name) { &quads } else { &triples };
            let read = parse(&export(name, more)?, format)?;
            assert_eq!(read.len(), expected.len(), "{name}");
            let lost: Vec<&Quad> = expected.difference(&read).take(3).collect();
            assert!(lost.is_empty(), "{name}: {lost:?}");
        }
    }
    Ok(())
}

#[test]
fn two_runs_give_the_same_bytes_and_the_ending_of_a_file_tells_the_form() -> Result {
    let folder = tempfile::tempdir()?;
    for (name, ending, _) in forms() {
        let path = folder.path().join(format!("plan.{ending}"));
        let outcome = fengong(["export", "--output", path_words(&path)])?;
        assert_eq!(outcome.written(), "");
        assert!(fs::read(&path)? == export(name, &[])?, "{name}: the bytes differ");
    }
    assert!(fengong(["export"])?.stdout == export("turtle", &[])?, "without a form it is Turtle");
    Ok(())
}

#[test]
fn an_ending_that_tells_no_form_is_refused_by_every_command_with_those_that_do() -> Result {
    let folder = tempfile::tempdir()?;
    let commands: [(&[&str], &str); 11] = [
        (&["export"], ".ttl, .trig, .nt, .nq, .rdf, .xml, .owl, .jsonld, .gexf"),
        (&["query", "water"], ".txt, .csv, .tsv, .json"),
        (&["ask", "水利厅牵头哪些任务"], ".txt, .csv, .tsv, .json"),
        (&["extract", PLAN], ".jsonl, .ndjson, .txt"),
        (&["check"], ".txt, .json, .sarif"),
        (&["eval", PLAN], ".txt, .json"),
        (&["draw", "cooperation"], ".svg, .html"),
        (&["analyse"], ".txt, .csv, .json, .md"),
        (&["diff", PLAN, PLAN], ".txt, .md, .markdown, .json, .ttl"),
        (&["ledger"], ".xlsx, .docx, .md"),
        (&["progress", "none.xlsx"], ".txt, .json, .ttl"),
    ];
    for (command, known) in commands {
        for name in ["plan.zip", "plan", "方案"] {
            let path = folder.path().join(name);
            let outcome = fengong(command.iter().copied().chain(["-o", path_words(&path)]))?;
            outcome.fails(2, &[path_words(&path), "the ending tells no form; known are", known, "--format"]);
        }
        fengong(command.iter().copied().chain(["-o", path_words(folder.path())]))?.fails(2, &["is a directory"]);
    }
    for arguments in [&["query", "water", "--with", "a.json"][..], &["analyse", "--materialise", "a.json"]] {
        fengong(arguments)?
            .fails(2, &["a.json: the ending tells no form of RDF; known are .ttl, .trig, .nt, .nq, .rdf, .xml, .owl, .jsonld"]);
    }
    assert!(names_in(folder.path())?.is_empty());
    let answer = folder.path().join("answer.CSV");
    fengong(["query", "water", "-o", path_words(&answer)])?.written();
    assert_eq!(fs::read(&answer)?, fengong(["query", "water", "-f", "csv"])?.stdout);
    let known = fengong(["export", "--format", "docx"])?;
    known.is_wrong_usage(&["docx", "turtle", "jsonld"]);
    Ok(())
}

#[test]
fn blank_nodes_have_the_same_names_run_after_run() -> Result {
    let rdf = "@prefix e: <http://e/> . e:a e:knows [ e:name \"x\" ; e:near _:b ] . _:b e:name \"y\" . e:l e:list (1 [ e:name \"z\" ]) .";
    let (folder, one) = file("one.ttl", rdf)?;
    let other = folder.path().join("other.ttl");
    fs::write(&other, rdf.replace("\"y\"", "\"w\""))?;
    let json = folder.path().join("third.jsonld");
    fs::write(&json, "{\"@id\": \"http://e/j\", \"http://e/knows\": [{\"http://e/name\": \"u\"}, {\"http://e/name\": \"v\"}]}")?;
    let with = ["--with", path_words(&one), path_words(&other), path_words(&json)];
    let names = "SELECT ?node ?name { ?node <http://e/name> ?name } ORDER BY ?name";
    let made = "CONSTRUCT { [] fg:text ?text } WHERE { ?task a fg:Task ; fg:text ?text }";
    for asked in [
        &["export", "--format", "nquads"][..],
        &["export", "--format", "jsonld"],
        &["query", "-e", names, "--format", "csv"],
        &["query", "-e", made, "--format", "ntriples"],
        &["query", "-e", made, "--format", "ntriples", "--timeout", "60"],
        &["query", "-e", "SELECT (BNODE() AS ?b) ?t { ?t a fg:Task } ORDER BY ?t", "--format", "json"],
        &["export", "-e", made, "--format", "node-link"],
    ] {
        let run = || fengong(asked.iter().copied().chain(with));
        assert_eq!(run()?.written(), run()?.written(), "{asked:?}");
    }
    let told = fengong(["query", "-e", names, "--format", "csv"].into_iter().chain(with))?;
    let nodes: HashSet<&str> = told.written().lines().skip(1).filter_map(|row| row.split(',').next()).collect();
    assert_eq!(nodes.len(), 8, "nodes of two files are two, also where the files give them one name: {nodes:?}");
    Ok(())
}

#[test]
fn parameters_behind_files_are_parameters() -> Result {
    let (folder, more) = file("more.ttl", "<http://e/a> <http://e/b> 1 .")?;
    let plain = fengong(["query", "ledger", "unit=水利厅", "-f", "csv"])?;
    for option in ["--with", "--plan"] {
        let given = if option == "--with" { path_words(&more) } else { PLAN };
        let behind = fengong(["query", "ledger", "-f", "csv", option, given, "unit=水利厅"])?;
        assert_eq!(behind.written().lines().count(), plain.written().lines().count(), "{option}");
    }
    // A file may be called so too.
    let odd = folder.path().join("x=y.ttl");
    fs::copy(&more, &odd)?;
    fengong(["query", "water", "--with", path_words(&more), path_words(&odd)])?.written();
    fengong(["query", "water", "--with", "x=y"])?.fails(2, &["x=y"]);
    Ok(())
}

#[test]
fn only_the_plan_is_one_graph_of_the_whole() -> Result {
    let whole = parse(&export("nquads", &[])?, RdfFormat::NQuads)?;
    let plan = parse(&export("nquads", &["--only-plan"])?, RdfFormat::NQuads)?;
    assert!(plan.len() < whole.len() && plan.is_subset(&whole));
    let graphs = |quads: &HashSet<Quad>| quads.iter().map(|quad| quad.graph_name.to_string()).collect::<BTreeSet<_>>();
    assert_eq!(graphs(&plan).len(), 1);
    assert!(graphs(&whole).len() > 1);
    Ok(())
}

#[test]
fn plans_of_the_same_file_name_are_not_mixed_up() -> Result {
    let folder = tempfile::tempdir()?;
    let mut paths = Vec::new();
    for (name, text) in [("one", SMALL.to_owned()), ("two", SMALL.replace("数据中心", "算力中心"))] {
        fs::create_dir(folder.path().join(name))?;
        paths.push(folder.path().join(name).join("plan.txt"));
        fs::write(&paths[paths.len() - 1], text)?;
    }
    let query = "SELECT (COUNT(DISTINCT ?plan) AS ?plans) { ?plan a fg:Plan }";
    let outcome = fengong(["query", "-e", query, "--format", "csv", "--plan", path_words(&paths[0]), path_words(&paths[1])])?;
    match outcome.status {
        Some(0) => assert_eq!(csv(outcome.written())[1], ["2"], "two files are two plans"),
        _ => outcome.fails(2, &["plan.txt"]),
    }
    Ok(())
}

#[test]
fn a_base_that_is_no_iri_is_refused() -> Result {
    for arguments in [vec!["export"], vec!["query", "water"], vec!["extract", PLAN]] {
        fengong(arguments.into_iter().chain(["--base", "no iri"]))?.fails(2, &["no iri", "IRI"]);
    }
    let other =
        fengong(["query", "-e", "ASK { <https://example.org/x/unit/内蒙古自治区水利厅> a fg:Unit }", "--base", "https://example.org/x"])?;
    assert_eq!(other.written(), "true\n");
    Ok(())
}

// ---- why ----

#[test]
fn the_words_behind_a_unit_are_shown_with_their_place() -> Result {
    let outcome = fengong(["why", "水利厅"])?;
    holds(
        outcome.written(),
        &["《内蒙古自治区", "一（二） 全国节水型社会建设示范区（任务 2）", "自治区水利厅 牵头", "【自治区水利厅】牵头"],
    );
    let text: Vec<char> = fs::read_to_string(PLAN)?.chars().collect();
    let mut seen = 0;
    for line in outcome.written().lines().filter(|line| line.ends_with(')')) {
        let words = &line[line.find('【').expect("a mark") + '【'.len_utf8()..line.find('】').expect("its end")];
        let offsets = &line[line.rfind('[').expect("offsets") + 1..line.len() - 1];
        let (begin, end) = offsets.split_once(", ").expect("begin and end");
        assert_eq!(text[begin.parse()?..end.parse()?].iter().collect::<String>(), words, "{line}");
        seen += 1;
    }
    assert!(seen > 5, "{}", outcome.written());
    Ok(())
}

#[test]
fn of_two_names_the_words_that_link_them_are_shown() -> Result {
    let outcome = fengong(["why", "包头市", "稀土"])?;
    holds(outcome.written(), &["包头市 发展", "【", "稀土"]);
    assert!(outcome.stdout.len() < fengong(["why", "包头市"])?.stdout.len());
    Ok(())
}

#[test]
fn a_name_that_is_nowhere_is_answered_with_the_nearest() -> Result {
    fengong(["why", "水力厅"])?.fails(1, &["水力厅", "水利厅"]);
    fengong(["why", "水利厅", "水资元"])?.fails(1, &["水资元", "水资源"]);
    Ok(())
}

#[test]
fn a_task_is_known_by_its_iri_and_by_its_number() -> Result {
    let tasks = csv(ask("SELECT ?t { ?t a fg:Task ; fg:number '一（二）' }", "csv")?.written());
    let by_iri = fengong(["why", &tasks[1][0]])?;
    holds(by_iri.written(), &["（任务 2）", "自治区水利厅 牵头", "【水权转换】"]);
    assert_eq!(by_iri.written().matches("（任务 ").count(), 1);
    assert_eq!(by_iri.written(), fengong(["why", "一（二）"])?.written());
    Ok(())
}

#[test]
fn a_name_must_be_given() -> Result {
    fengong(["why"])?.is_wrong_usage(&["NAME|IRI"]);
    Ok(())
}

// ---- draw ----

#[test]
fn the_network_is_drawn_in_the_dot_language() -> Result {
    let outcome = fengong(["draw", "cooperation"])?;
    assert!(outcome.written().starts_with("digraph"));
    graphviz_rust::parse(outcome.written())?;
    assert!(outcome.written().contains("自治区水利厅"));
    assert_eq!(outcome.written(), fengong(["draw", "cooperation", "--format", "dot"])?.written());
    Ok(())
}

#[test]
fn the_ties_of_one_unit_are_fewer_and_an_unknown_unit_has_none() -> Result {
    let arrows = |outcome: &Outcome| outcome.written().matches("->").count();
    let (one, all) = (fengong(["draw", "cooperation", "--unit", "水利厅"])?, fengong(["draw", "cooperation", "--all"])?);
    graphviz_rust::parse(one.written())?;
    assert!(one.written().contains("水利厅"));
    assert!(0 < arrows(&one) && arrows(&one) < arrows(&all));
    fengong(["draw", "cooperation", "--unit", "水力厅厅"])?.fails(2, &["--unit 水力厅厅", "nothing in the plan", "水利厅"]);
    Ok(())
}

#[test]
fn no_tie_at_all_is_wrong_usage() -> Result {
    fengong(["draw", "cooperation", "--strongest", "0"])?.is_wrong_usage(&["--strongest", "0"]);
    fengong(["draw", "cooperation", "--strongest", "2", "--all"])?.is_wrong_usage(&["--all", "--strongest"]);
    Ok(())
}

#[test]
fn an_ending_that_tells_no_form_of_a_picture_is_refused() -> Result {
    let folder = tempfile::tempdir()?;
    let path = folder.path().join("net.gif");
    fengong(["draw", "cooperation", "-o", path_words(&path)])?.fails(2, &["gif", "--format"]);
    assert!(!path.exists());
    Ok(())
}

#[test]
fn without_graphviz_there_is_svg_and_a_page_and_else_what_to_install() -> Result {
    let (folder, path) = file("net.png", "an older picture")?;
    let empty = folder.path().join("empty");
    fs::create_dir(&empty)?;
    let draw = |arguments: &[&str]| {
        let mut command = program();
        command.args(["draw", "cooperation"]).args(arguments).env("PATH", &empty);
        run(command)
    };
    for arguments in [&["--format", "pdf"][..], &["--output", path_words(&path)]] {
        draw(arguments)?.fails(1, &["Graphviz", "install graphviz", "--format svg"]);
    }
    assert_eq!(fs::read_to_string(&path)?, "an older picture");
    for (form, begins) in [("dot", "digraph"), ("svg", "<?xml"), ("html", "<!DOCTYPE html>")] {
        assert!(draw(&["--format", form])?.written().starts_with(begins), "{form}");
    }
    Ok(())
}

// ---- everything ----

#[cfg(unix)]
#[test]
fn a_closed_pipe_ends_the_program_quietly() -> Result {
    for (arguments, read) in [
        (vec!["export", "--format", "nquads"], 16),
        (vec!["export", "--format", "jsonld"], 16),
        (vec!["extract", PLAN], 0),
        (vec!["extract", PLAN, "--format", "table"], 0),
        (vec!["query", "water"], 0),
        (vec!["query", "-e", "SELECT * { ?s ?p ?o }", "--format", "csv"], 16),
        (vec!["query", "-e", "SELECT * { ?s ?p ?o }", "--format", "json"], 16),
        (vec!["query", "-e", "CONSTRUCT WHERE { ?s ?p ?o }"], 16),
        (vec!["query", "--list"], 0),
        (vec!["why", "水利厅"], 0),
        (vec!["draw", "cooperation"], 0),
    ] {
        let mut command = program();
        let mut child = command.args(&arguments).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn()?;
        let mut pipe = child.stdout.take().ok_or("a pipe")?;
        let mut bytes = vec![0; read];
        pipe.read_exact(&mut bytes)?;
        drop(pipe);
        let ended = child.wait_with_output()?;
        assert_eq!(String::from_utf8_lossy(&ended.stderr), "", "{arguments:?}");
        assert_eq!(ended.status.code(), Some(0), "{arguments:?}");
    }
    Ok(())
}

#[cfg(target_os = "linux")]
#[test]
fn a_full_disk_is_told_and_is_a_failure() -> Result {
    for arguments in [vec!["extract", PLAN], vec!["export"], vec!["why", "水利厅"], vec!["draw", "cooperation"]] {
        let mut command = program();
        command.args(arguments).stdout(fs::OpenOptions::new().write(true).open("/dev/full")?).stderr(Stdio::piped());
        let ended = command.spawn()?.wait_with_output()?;
        let outcome = Outcome { status: ended.status.code(), stdout: Vec::new(), stderr: String::from_utf8(ended.stderr)? };
        outcome.fails(2, &["No space left"]);
    }
    Ok(())
}

#[test]
fn no_arguments_are_answered_with_help() -> Result {
    let outcome = fengong([""; 0])?;
    assert_eq!(outcome.status, Some(2));
    assert!(outcome.stdout.is_empty());
    holds(&outcome.stderr, &["Usage: fengong", "extract", "query", "export", "why", "draw", "Examples:"]);
    Ok(())
}

#[test]
fn help_and_version_go_to_standard_output() -> Result {
    holds(fengong(["--help"])?.written(), &["Usage: fengong", "分工", "Examples:"]);
    assert_eq!(fengong(["--version"])?.written(), concat!("fengong ", env!("CARGO_PKG_VERSION"), "\n"));
    for command in [&["extract"][..], &["query"], &["export"], &["why"], &["draw", "cooperation"]] {
        let usage = format!("Usage: fengong {}", command.join(" "));
        holds(fengong(command.iter().copied().chain(["--help"]))?.written(), &[&usage, "Examples:"]);
    }
    Ok(())
}

#[test]
fn wrong_usage_says_what_is_wrong_and_where_help_is() -> Result {
    fengong(["extrakt"])?.is_wrong_usage(&["extrakt"]);
    fengong(["extract"])?.is_wrong_usage(&["FILE"]);
    fengong(["extract", PLAN, "--format", "yaml"])?.is_wrong_usage(&["yaml", "jsonl", "table"]);
    fengong(["query"])?.is_wrong_usage(&["NAME"]);
    fengong(["query", "water", "-e", "ASK {}"])?.is_wrong_usage(&["--expression"]);
    fengong(["export", "--plan"])?.is_wrong_usage(&["--plan"]);
    Ok(())
}

#[test]
fn check_tells_findings_with_their_place_and_ends_with_1() -> Result {
    let slips = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/check/slips.txt");
    let text = fengong(["check", "--lang", "en", slips])?;
    assert_eq!((text.status, text.stderr.as_str()), (Some(1), ""));
    let words = String::from_utf8(text.stdout)?;
    for expected in [
        "warning[misspelt-place]: no place is called 「荣城」",
        "slips.txt:6:14\n",
        "  |                          ^^^^\n",
        "warnings: 18, notes: 3\n",
    ] {
        assert!(words.contains(expected), "{expected} in {words}");
    }
    let chinese = String::from_utf8(fengong(["check", "--lang", "zh", slips])?.stdout)?;
    assert!(chinese.contains("没有名为「荣城」的地方") && chinese.ends_with("警告 18 条，提示 3 条\n"), "{chinese}");

    let json: Value = serde_json::from_slice(&fengong(["check", "--format", "json", slips])?.stdout)?;
    let first = &json[0];
    assert_eq!((&first["code"], &first["line"], &first["column"]), (&"misspelt-place".into(), &6.into(), &14.into()));
    assert_eq!((&first["quote"], &first["replacement"]), (&"荣城".into(), &"荣成".into()));
    let plan: Vec<char> = fs::read_to_string(slips)?.chars().collect();
    for finding in json.as_array().ok_or("an array")? {
        let offset = |key: &str| finding[key].as_u64().map(|offset| offset as usize).ok_or("an offset");
        assert_eq!(plan[offset("begin")?..offset("end")?].iter().collect::<String>(), finding["quote"]);
    }

    let skipped: Value =
        serde_json::from_slice(&fengong(["check", "--format", "json", "--skip", "misspelt-place", "--warnings", slips])?.stdout)?;
    assert_eq!(skipped.as_array().map(Vec::len), Some(16));
    Ok(())
}

#[test]
fn check_of_a_sound_plan_ends_with_0() -> Result {
    let folder = tempfile::tempdir()?;
    let plan = folder.path().join("sound.txt");
    fs::write(&plan, "2019年重点工作分工方案\n一、交通\n（一）路网。建设公路。（省交通运输厅牵头，省财政厅配合）\n")?;
    let sound = fengong([OsStr::new("check"), OsStr::new("--lang"), OsStr::new("en"), plan.as_os_str()])?;
    assert_eq!((sound.status, String::from_utf8(sound.stdout)?.as_str()), (Some(0), "warnings: 0, notes: 0\n"));
    fengong(["check", "no-such-file.txt"])?.fails(2, &["no-such-file.txt"]);
    fengong(["check", "--skip", "no-such-code"])?.is_wrong_usage(&["no-such-code", "misspelt-place"]);
    Ok(())
}

#[test]
fn findings_are_sarif_with_rules_regions_and_fixes() -> Result {
    let sarif: Value = serde_json::from_slice(&fengong(["check", "--format", "sarif"])?.stdout)?;
    assert_eq!(sarif["version"], "2.1.0");
    let run = &sarif["runs"][0];
    let result = &run["results"][0];
    let rule = run["tool"]["driver"]["rules"][result["ruleIndex"].as_u64().ok_or("an index")? as usize]["id"].clone();
    assert_eq!((&result["ruleId"], &rule), (&"misspelt-place".into(), &"misspelt-place".into()));
    let place = &result["locations"][0]["physicalLocation"];
    assert_eq!(place["artifactLocation"]["uri"], "hubao-yinyu-2012-2020.txt");
    assert_eq!((&place["region"]["startLine"], &place["region"]["snippet"]["text"]), (&57.into(), &"荣城".into()));
    assert_eq!(result["fixes"][0]["artifactChanges"][0]["replacements"][0]["insertedContent"]["text"], "荣成");
    Ok(())
}
