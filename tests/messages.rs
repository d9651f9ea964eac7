//! What the program says: every sentence of the code has its Chinese, every Chinese sentence its use, and the user is spoken to in the
//! language that was asked for.

use fengong::language::entries;
use std::collections::BTreeSet;
use std::error::Error;
use std::path::Path;
use std::process::{Command, Output, Stdio};

type Result<T = ()> = std::result::Result<T, Box<dyn Error>>;

/// Runs the program in an environment that speaks `locale`; gives its status and what it said, on both outputs.
fn said(locale: &str, arguments: &[&str]) -> Result<(Option<i32>, String)> {
    let mut command = Command::new(env!("CARGO_BIN_EXE_fengong"));
    command.env_remove("LC_ALL").env_remove("LC_MESSAGES").env("LANG", locale).stdin(Stdio::null());
    let Output { status, stdout, stderr } = command.args(arguments).output()?;
    Ok((status.code(), String::from_utf8([stdout, stderr].concat())?))
}

#[track_caller]
fn holds(said: &str, words: &[&str]) {
    for word in words {
        assert!(said.contains(word), "「{word}」 is not in: {said}");
    }
}

/// The sentences of a file of code: the literals of `message!` outside of comments and tests. Those of nothing but values say the same in
/// every language.
fn sentences(code: &str) -> Result<Vec<String>> {
    let code = code.split("#[cfg(test)]").next().unwrap_or_default();
    let lines: Vec<&str> = code.lines().filter(|line| !line.trim_start().starts_with("//")).collect();
    let mut sentences = Vec::new();
    for rest in lines.join("\n").split("message!(").skip(1) {
        let Some(literal) = rest.trim_start().strip_prefix('"') else { continue };
        let mut escaped = false;
        let end = literal.find(|c| {
            let ends = c == '"' && !escaped;
            escaped = c == '\\' && !escaped;
            ends
        });
        let words: String = serde_json::from_str(&format!("\"{}\"", &literal[..end.ok_or("a literal without end")?]))?;
        if !words.split_inclusive('}').all(|value| value.starts_with('{') && value.ends_with('}')) {
            sentences.push(words);
        }
    }
    Ok(sentences)
}

fn sentences_below(folder: &Path, found: &mut BTreeSet<String>) -> Result {
    for entry in std::fs::read_dir(folder)? {
        let path = entry?.path();
        if path.is_dir() {
            sentences_below(&path, found)?;
        } else if path.extension().is_some_and(|ending| ending == "rs") {
            found.extend(sentences(&std::fs::read_to_string(&path)?)?);
        }
    }
    Ok(())
}

/// Words without the line breaks of help.
fn in_one_line(words: &str) -> String {
    words.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The help of a command and of those under it, short and long, one after the other.
fn help(locale: &str, command: &[&str]) -> Result<String> {
    let of = |flag: &'static str| said(locale, &[command, &[flag]].concat());
    let ((short_status, short), (long_status, long)) = (of("-h")?, of("--help")?);
    assert_eq!((short_status, long_status), (Some(0), Some(0)), "{command:?}");
    let mut whole = format!("{short}\n{long}");
    let list = short.split_once("Commands:\n").or_else(|| short.split_once("命令：\n")).map_or("", |(_, list)| list);
    for line in list.lines().take_while(|line| line.starts_with("  ")) {
        let name = line.split_whitespace().next().ok_or("a name")?;
        if name != "help" {
            whole.push_str(&help(locale, &[command, &[name]].concat())?);
        }
    }
    Ok(whole)
}

/// What `.help` tells of the commands of `fengong repl`, and of each.
fn help_of_lines() -> Result<String> {
    let told = |lines: &str| -> Result<String> {
        let mut command = Command::new(env!("CARGO_BIN_EXE_fengong"));
        command.args(["repl", "--lang", "en"]).stdin(Stdio::piped()).stdout(Stdio::piped());
        let mut child = command.spawn()?;
        std::io::Write::write_all(&mut child.stdin.take().ok_or("no input")?, lines.as_bytes())?;
        Ok(String::from_utf8(child.wait_with_output()?.stdout)?)
    };
    let list = told(".help")?;
    let names = list.split_whitespace().filter(|word| word.starts_with('.') && word.len() > 2);
    let lines: Vec<String> = names.map(|name| format!(".help {name}")).collect();
    assert!(lines.len() > 20, "{list}");
    Ok(list + &told(&lines.join("\n"))?)
}

#[test]
fn too_few_values_are_told_in_chinese() -> Result {
    let (status, told) = said("zh_CN.UTF-8", &["analyse", "--chain", "水利厅"])?;
    assert_eq!(status, Some(2));
    holds(&told, &["'--chain <单位> <单位>' 需要 2 个值，而给出了 1 个"]);
    Ok(())
}

#[test]
fn every_sentence_of_the_code_has_its_chinese_and_every_chinese_one_its_use() -> Result {
    let mut sentences = BTreeSet::new();
    sentences_below(&Path::new(env!("CARGO_MANIFEST_DIR")).join("src"), &mut sentences)?;
    let catalogue: BTreeSet<String> = entries().map(|(english, _)| english).collect();
    let missing: Vec<&String> = sentences.difference(&catalogue).collect();
    assert!(missing.is_empty(), "not in data/messages.tsv: {missing:#?}");
    let help = in_one_line(&format!("{} {}", help("C", &[])?, help_of_lines()?));
    let unused: Vec<&String> = catalogue.difference(&sentences).filter(|english| !help.contains(&in_one_line(english))).collect();
    assert!(unused.is_empty(), "said nowhere: {unused:#?}");
    Ok(())
}

#[test]
fn help_is_in_the_language_of_the_user() -> Result {
    let (status, chinese) = said("C", &["--lang", "zh", "--help"])?;
    assert_eq!(status, Some(0));
    holds(&chinese, &["用法：fengong [选项] <命令>", "命令：\n  extract  ", "选项：\n", "示例：\n", "某单位的全部任务"]);
    assert_eq!(said("zh_CN.UTF-8", &["--help"])?, (status, chinese));
    let (status, english) = said("zh_CN.UTF-8", &["--lang=en", "--help"])?;
    assert_eq!(status, Some(0));
    holds(&english, &["Usage: fengong [OPTIONS] <COMMAND>", "Commands:\n", "everything that one unit does"]);
    assert_eq!(said("C", &["--help"])?.1, english);
    Ok(())
}

#[test]
fn no_help_is_half_in_english() -> Result {
    let chinese = help("zh_CN.UTF-8", &[])?;
    holds(&chinese, &["（默认：lead-support", "可选：turtle、", "misspelt-place         此处应为地名", "显示帮助"]);
    for english in
        ["Usage", "Options", "Commands", "Arguments", "OPTIONS", "COMMAND", "[default", "[possible", "Possible", "Print", "Examples"]
    {
        assert!(!chinese.contains(english), "「{english}」 is in: {chinese}");
    }
    Ok(())
}

#[test]
fn the_environment_speaks_in_the_order_of_posix() -> Result {
    for (all, messages, lang, chinese) in [
        ("", "", "zh_CN.UTF-8", true),
        ("", "zh_TW", "en_US.UTF-8", true),
        ("C", "zh_CN", "zh_CN", false),
        ("zh_CN.GB18030", "C", "C", true),
        ("", "", "", false),
    ] {
        let mut command = Command::new(env!("CARGO_BIN_EXE_fengong"));
        command.envs([("LC_ALL", all), ("LC_MESSAGES", messages), ("LANG", lang)]);
        let help = String::from_utf8(command.arg("--help").output()?.stdout)?;
        assert_eq!(help.contains("用法："), chinese, "{all} {messages} {lang}");
    }
    Ok(())
}

#[test]
fn failures_are_told_in_the_language_of_the_user() -> Result {
    let cases: [(&[&str], i32, &str, &str); 9] = [
        (&["query", "-e", "SELEC * {}"], 1, "SPARQL syntax error at line 1, column 1\n", "SPARQL 语法错误，第 1 行第 1 列\n"),
        (&["why", "水力厅"], 1, "nothing in the graph has this name", "fengong: 水力厅：图谱中没有这个名称，相近的有：水利厅"),
        (&["query", "watr"], 2, "there is no query 「watr」; the nearest: water", "没有「watr」这个查询，相近的有：water"),
        (&["extract", "no-such.txt"], 2, "fengong: no-such.txt: No such file", "fengong: no-such.txt：没有这个文件或目录\n"),
        (
            &["export", "-o", "plan.docx"],
            2,
            "plan.docx: the ending tells no form; known are .ttl, ",
            "从扩展名看不出格式；可用的扩展名为.ttl、",
        ),
        (&["draw", "cooperation", "--unit", "水力厅"], 2, "the nearest: 水利厅", "方案中没有这个名称，相近的有：水利厅"),
        (&["why", "水利厅", "新疆"], 1, "anything of 水利厅 and 新疆 together", "fengong: 没有任务同时涉及水利厅与新疆\n"),
        (&["extract", "Cargo.toml"], 2, "Cargo.toml: no clause that assigns", "fengong: Cargo.toml：未找到任何分工表述"),
        (&["query", "ledger", "-p", "unit"], 2, "unit: write it as NAME=VALUE", "unit：请写成「名称=值」"),
    ];
    for (arguments, status, english, chinese) in cases {
        let (code, words) = said("zh_CN.UTF-8", arguments)?;
        assert_eq!(code, Some(status), "{words}");
        holds(&words, &[chinese]);
        let (code, words) = said("zh_CN.UTF-8", &[arguments, &["--lang", "en"]].concat())?;
        assert_eq!(code, Some(status), "{words}");
        holds(&words, &[english]);
    }
    Ok(())
}

#[test]
fn wrong_usage_is_told_in_chinese_with_the_same_status() -> Result {
    let cases: [(&[&str], &[&str]); 13] = [
        (&["extrakt"], &["错误：没有「extrakt」这个命令", "提示：相近的有「", "extract", "用法：fengong [选项] <命令>", "--help"]),
        (&["--lang", "zh"], &["错误：「fengong」后须写明命令", "extract、query、repl、export"]),
        (&["extract"], &["错误：缺少必需的参数：<文件>", "用法：fengong extract [选项] <文件>"]),
        (&["extract", "a", "--format", "yaml"], &["错误：「--format <格式>」不能取「yaml」", "可用的值：jsonl、table"]),
        (&["query", "water", "-e", "ASK {}"], &["「[名称|文件.rq]」不能与「--expression <SPARQL>」同时使用"]),
        (&["query", "--lits"], &["错误：无法识别参数「--lits」", "相近的有「--list」"]),
        (&["query", "-x"], &["如需将「-x」作为取值，请写成「-- -x」"]),
        (&["query", "--list=3"], &["「--list」不带取值，却写了「3」"]),
        (&["query", "--lang", "fr"], &["「--lang <语言>」不能取「fr」", "zh、en"]),
        (&["export", "--plan"], &["「--plan <文件>...」缺少取值"]),
        (&["export", "-o", "a", "-o", "b"], &["「--output <文件>」只能写一次"]),
        (&["draw", "cooperation", "--strongest", "0"], &["「--strongest <数目>」不能取「0」：不在 1..=65535 范围内"]),
        (&["eval", "--min-f1", "2", "a"], &["不能取「2」：应为 0 到 1 之间的数"]),
    ];
    for (arguments, words) in cases {
        let (status, chinese) = said("zh_CN.UTF-8", arguments)?;
        assert_eq!(status, Some(2), "{chinese}");
        holds(&chinese, words);
        assert_eq!(said("C", arguments)?.0, Some(2), "{arguments:?}");
    }
    Ok(())
}

#[test]
fn what_could_not_be_placed_is_told_in_chinese_too() -> Result {
    let slips = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/check/slips.txt");
    let (status, chinese) = said("C", &["--lang", "zh", "extract", slips, "--format", "table"])?;
    assert_eq!(status, Some(0));
    holds(&chinese, &["warning[words-without-role]: 分工表述中的「另行通知」没有写明角色；请在单位名称后写明牵头、配合或负责\n"]);
    Ok(())
}
