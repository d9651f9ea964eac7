//! The REPL as people meet it: the program in a pseudo-terminal, its screen as a terminal would show it.
#![cfg(unix)]
#![allow(clippy::print_stdout, reason = "how soon a query stops is worth reading with --nocapture")]

use rexpect::process::PtyProcess;
use std::error::Error;
use std::fs::File;
use std::io::{Read, Write};
use std::path::Path;
use std::process::{Command, Stdio};
use std::sync::mpsc::{Receiver, channel};
use std::time::{Duration, Instant};

type Result<T = ()> = std::result::Result<T, Box<dyn Error>>;

/// A terminal in which the program runs.
struct Terminal {
    process: PtyProcess,
    input: File,
    output: Receiver<Vec<u8>>,
    screen: vt100::Parser,
}

const LINES: u16 = 40;
const COLUMNS: u16 = 110;

impl Terminal {
    /// Starts the program with a home of its own, and waits for the prompt.
    fn start(home: &Path, arguments: &str) -> Result<Self> {
        let mut command = Command::new("sh");
        let program = env!("CARGO_BIN_EXE_fengong");
        command.args(["-c", &format!("stty rows {LINES} cols {COLUMNS}; exec '{program}' repl --patience 20 {arguments}")]);
        for (name, value) in [("LC_ALL", "C.UTF-8"), ("TERM", "xterm-256color"), ("PAGER", "cat")] {
            command.env(name, value);
        }
        command.env("HOME", home).env_remove("XDG_STATE_HOME").env_remove("XDG_CONFIG_HOME").env_remove("NO_COLOR");
        let process = PtyProcess::new(command)?;
        let (mut reader, input) = (process.get_file_handle()?, process.get_file_handle()?);
        let (sender, output) = channel();
        std::thread::spawn(move || {
            let mut bytes = [0; 4096];
            while let Ok(count) = reader.read(&mut bytes) {
                if count == 0 || sender.send(bytes[..count].to_vec()).is_err() {
                    break;
                }
            }
        });
        let mut terminal = Self { process, input, output, screen: vt100::Parser::new(LINES, COLUMNS, 0) };
        terminal.wait("fengong> ")?;
        Ok(terminal)
    }

    fn keys(&mut self, keys: &str) -> Result {
        self.input.write_all(keys.as_bytes())?;
        self.input.flush()?;
        Ok(())
    }

    /// Types a line, and waits for the next prompt below its answer.
    fn line(&mut self, line: &str) -> Result {
        self.keys(&format!("{line}\r"))?;
        // What was typed is on the screen, and then a prompt that nothing follows.
        self.until(&format!("a prompt after {line}"), |screen| {
            let contents = screen.contents();
            let mut lines = contents.lines().rev().skip_while(|line| line.trim().is_empty());
            let is_prompt = lines.next().is_some_and(|line| line.trim_end() == "fengong>");
            is_prompt && (line.is_empty() || contents.contains(line.lines().next_back().unwrap_or_default()))
        })
    }

    fn wait(&mut self, words: &str) -> Result {
        let wanted = words.to_owned();
        self.until(words, move |screen| screen.contents().contains(&wanted))
    }

    /// Takes in what the program writes until the screen is as wanted; it is given far longer than it needs.
    fn until(&mut self, what: &str, wanted: impl Fn(&vt100::Screen) -> bool) -> Result {
        let begun = Instant::now();
        loop {
            while let Ok(bytes) = self.output.recv_timeout(Duration::from_millis(30)) {
                self.screen.process(&bytes);
            }
            if wanted(self.screen.screen()) {
                return Ok(());
            }
            if begun.elapsed() > Duration::from_secs(60) {
                return Err(format!("no {what} on:\n{}", self.text()).into());
            }
        }
    }

    fn text(&self) -> String {
        self.screen.screen().contents()
    }

    #[track_caller]
    fn shows(&self, words: &str) {
        assert!(self.text().contains(words), "no {words} on:\n{}", self.text());
    }

    /// Takes away the line, and waits for another prompt.
    fn interrupt(&mut self) -> Result {
        let row = self.screen.screen().cursor_position().0;
        self.keys("\x03")?;
        self.until("another prompt", |screen| screen.cursor_position().0 > row && screen.contents().trim_end().ends_with("fengong>"))
    }

    /// Clears the screen, so that what is seen next is new.
    fn clear(&mut self) -> Result {
        self.keys("\x0c")?;
        self.until("an empty screen", |screen| screen.contents().trim() == "fengong>")
    }

    /// Waits for the program to end, and says how it did.
    fn end(self) -> String {
        let begun = Instant::now();
        loop {
            // The type of the status is private to the crate that tells it.
            let status = format!("{:?}", self.process.status());
            if !status.contains("StillAlive") || begun.elapsed() > Duration::from_secs(30) {
                return status;
            }
            std::thread::sleep(Duration::from_millis(20));
        }
    }
}

#[test]
fn a_unit_is_completed_by_its_name_and_by_pinyin_and_its_row_shows_its_sentence() -> Result {
    let home = tempfile::tempdir()?;
    let mut terminal = Terminal::start(home.path(), "")?;
    terminal.keys("SELECT ?n { ?t fg:lead 水利\t")?;
    terminal.wait("fg:lead unit:内蒙古自治区水利厅")?;
    terminal.interrupt()?;
    terminal.keys("SELECT ?t ?p { ?t fg:lead unit:slt\t")?;
    terminal.wait("?p { ?t fg:lead unit:内蒙古自治区水利厅")?;
    terminal.line(" ; fg:concernsPlace ?p } ORDER BY ?t ?p")?;
    terminal.shows("│ 1 ┆");
    terminal.clear()?;
    terminal.line(".why 1")?;
    // The words of the clause, marked, in their sentence, with their place in the text.
    terminal.shows("自治区水利厅 牵头");
    terminal.shows("涉及地点");
    let marked = (0..LINES).any(|row| {
        (0..COLUMNS).any(|column| terminal.screen.screen().cell(row, column).is_some_and(|cell| cell.bold() && cell.contents() == "自"))
    });
    assert!(marked, "{}", terminal.text());
    Ok(())
}

#[test]
fn several_that_fit_are_listed_with_their_names_and_what_was_typed_stays() -> Result {
    let home = tempfile::tempdir()?;
    let mut terminal = Terminal::start(home.path(), "")?;
    terminal.keys("SELECT ?t { ?t fg:assignedTo 厅\t")?;
    terminal.wait("unit:内蒙古自治区环保厅")?;
    terminal.shows("厅 →");
    terminal.shows("自治区环保厅（");
    terminal.until("the line as it was", |screen| screen.contents().trim_end().ends_with("fengong> SELECT ?t { ?t fg:assignedTo 厅"))?;
    Ok(())
}

#[test]
fn a_query_is_typed_over_several_lines_and_a_mistake_gets_its_caret() -> Result {
    let home = tempfile::tempdir()?;
    let mut terminal = Terminal::start(home.path(), "")?;
    terminal.keys("SELECT ?单位 {\r")?;
    terminal.keys("  ?任务 fg:lead/fg:shortName ?单位\r")?;
    terminal.keys("} GROUP BY ?单位 ORDER BY ?单位 LIMIT 2\r")?;
    terminal.wait("2 row(s)")?;
    terminal.clear()?;
    terminal.line("SELECT ?任务 { ?任务 fg:lead ] }")?;
    let text = terminal.text();
    let at = |words: &str| -> Result<usize> {
        let line = text.lines().find(|line| line.contains(words)).ok_or(words)?;
        Ok(unicode_width::UnicodeWidthStr::width(&line[..line.find(words).unwrap_or_default()]))
    };
    let source = text.lines().find(|line| line.starts_with("1 | ")).ok_or("the line of the mistake")?;
    let bracket = unicode_width::UnicodeWidthStr::width(&source[..source.find(']').ok_or("the bracket")?]);
    assert_eq!(at("^ ] cannot stand here")?, bracket, "{text}");
    terminal.line("ASK { ?x fg:leads ?y }")?;
    terminal.shows("the graph has no property fg:leads; the nearest: fg:lead");
    Ok(())
}

#[test]
fn ctrl_c_stops_a_query_that_never_ends_and_not_the_program() -> Result {
    let home = tempfile::tempdir()?;
    let mut terminal = Terminal::start(home.path(), "")?;
    for query in ["SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }", "SELECT * { ?a ?b ?c . ?d ?e ?f } ORDER BY ?f ?a"] {
        terminal.clear()?;
        terminal.keys(&format!("{query}\r"))?;
        // Long enough for the query to be under way.
        std::thread::sleep(Duration::from_millis(700));
        assert!(!terminal.text().contains("stopped"));
        terminal.keys("\x03")?;
        let pressed = Instant::now();
        terminal.wait("the query was stopped")?;
        println!("stopped after {} ms", pressed.elapsed().as_millis());
    }
    terminal.clear()?;
    // At the prompt it takes away the line, twice tells how to leave.
    terminal.keys("SELECT")?;
    terminal.wait("fengong> SELECT")?;
    terminal.interrupt()?;
    terminal.keys("\x03")?;
    terminal.wait("Ctrl-D or .quit ends the program")?;
    terminal.line("ASK { ?u a fg:Unit }")?;
    terminal.shows("yes");
    terminal.keys("\x04")?;
    let status = terminal.end();
    assert!(status.starts_with("Some(Exited(") && status.ends_with(", 0))"), "{status}");
    Ok(())
}

#[test]
fn lines_of_an_earlier_session_come_back() -> Result {
    let home = tempfile::tempdir()?;
    let mut first = Terminal::start(home.path(), "")?;
    first.line("ASK { ?历史 a fg:Unit }")?;
    first.line(".timing off")?;
    first.keys(".quit\r")?;
    assert!(first.end().ends_with(", 0))"));
    let mut second = Terminal::start(home.path(), "")?;
    second.keys("\x1b[A\x1b[A\x1b[A")?;
    second.wait("ASK { ?历史 a fg:Unit }")?;
    second.interrupt()?;
    // Ctrl-R searches them.
    second.clear()?;
    second.keys("\x12历史")?;
    second.wait("ASK { ?历史 a fg:Unit }")?;
    second.keys("\r")?;
    second.wait("yes")?;
    let mut third = Terminal::start(tempfile::tempdir()?.path(), "--no-history")?;
    third.line("ASK { ?u a fg:Unit }")?;
    Ok(())
}

#[test]
fn what_is_pasted_is_one_input_and_its_statements_are_run_one_after_the_other() -> Result {
    let home = tempfile::tempdir()?;
    let mut terminal = Terminal::start(home.path(), "")?;
    terminal.keys("\x1b[200~ASK {\n  ?u a fg:Unit\n}\n\nSELECT (COUNT(DISTINCT ?t) AS ?n) {\n  ?t a fg:Task\n}\x1b[201~")?;
    terminal.wait("?t a fg:Task")?;
    assert!(!terminal.text().contains("yes"), "nothing is run before Enter");
    terminal.keys("\r")?;
    terminal.wait("│ 1 ┆ 50 │")?;
    terminal.shows("yes");
    Ok(())
}

#[test]
fn the_cursor_moves_over_wide_characters_by_whole_ones() -> Result {
    let home = tempfile::tempdir()?;
    let mut terminal = Terminal::start(home.path(), "")?;
    let start = "fengong> ".len() as u16;
    terminal.keys("ASK { ?水 a 厅")?;
    terminal.wait("?水 a 厅")?;
    let place = |terminal: &Terminal| terminal.screen.screen().cursor_position().1;
    assert_eq!(place(&terminal), start + 14, "two columns for each Chinese character");
    // Back over 厅, blank, a, blank: behind 水; one more: before it.
    terminal.keys("\x1b[D\x1b[D\x1b[D\x1b[D")?;
    terminal.until("the cursor behind 水", |screen| screen.cursor_position().1 == start + 9)?;
    terminal.keys("\x1b[D")?;
    terminal.until("the cursor before 水", |screen| screen.cursor_position().1 == start + 7)?;
    // Insert before it, delete after it.
    terminal.keys("利\x1b[3~")?;
    terminal.wait("ASK { ?利 a 厅")?;
    terminal.keys("\x7f\x05\x7f")?;
    terminal.wait("ASK { ? a")?;
    assert!(!terminal.text().contains('厅') && !terminal.text().contains('利'));
    Ok(())
}

#[test]
fn settings_files_and_saved_queries_do_what_they_say() -> Result {
    let home = tempfile::tempdir()?;
    let mut terminal = Terminal::start(home.path(), "")?;
    let file = home.path().join("units.csv");
    terminal.line("SELECT ?u { ?x a fg:Unit ; fg:shortName ?u } ORDER BY ?u")?;
    terminal.line(".save 单位名称")?;
    terminal.line(".format csv")?;
    terminal.line(&format!(".output {}", file.display()))?;
    assert!(!file.exists(), "it is whole or not there");
    terminal.line(".run 单位名称")?;
    terminal.line(".output")?;
    assert_eq!(std::fs::read_to_string(&file)?.lines().count(), 33);
    terminal.line(".format table")?;
    terminal.line(".limit 3")?;
    terminal.clear()?;
    terminal.line(".run 单位名称")?;
    terminal.shows("the first 3 rows; .limit 0 shows all");
    terminal.line(".lang zh")?;
    terminal.line(".run 单位名称")?;
    terminal.shows("前 3 行（.limit 0 显示全部）");
    terminal.line(".describe 水利厅")?;
    terminal.shows("unit:内蒙古自治区水利厅");
    terminal.line(".find 节水型 试点")?;
    terminal.line(".schema 任务")?;
    terminal.shows("fg:concernsTopic");
    terminal.line(".nosuch")?;
    terminal.shows(".nosuch");
    Ok(())
}

/// Runs a script through standard input; gives status, standard output and standard error.
fn script(arguments: &[&str], text: &str) -> Result<(Option<i32>, String, String)> {
    let mut command = Command::new(env!("CARGO_BIN_EXE_fengong"));
    command.arg("repl").args(arguments).env("LC_ALL", "C").stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut child = command.spawn()?;
    child.stdin.take().ok_or("standard input")?.write_all(text.as_bytes())?;
    let output = child.wait_with_output()?;
    Ok((output.status.code(), String::from_utf8(output.stdout)?, String::from_utf8(output.stderr)?))
}

#[test]
fn a_script_runs_to_its_end_without_colours_and_fails_where_a_statement_does() -> Result {
    let (status, out, error) = script(&["--format", "csv"], "ASK { ?u a fg:Unit }\nSELECT (COUNT(DISTINCT ?u) AS ?n) { ?u a fg:Unit }\n")?;
    assert_eq!((status, out.as_str(), error.as_str()), (Some(0), "true\nn\r\n32\r\n", ""));
    let (status, out, error) = script(&["--format", "csv"], "ASK { ?u a }\n\n.nosuch\nASK { ?u a fg:Unit }\n")?;
    assert_eq!((status, out.as_str()), (Some(1), "true\n"));
    assert!(error.contains("line 1: SPARQL syntax error") && error.contains("line 3: ") && !error.contains('\u{1b}'), "{error}");
    let (status, _, error) = script(&["--timeout", "0.3"], "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }")?;
    assert_eq!(status, Some(1));
    assert!(error.contains("stopped after 0.3 s"), "{error}");
    Ok(())
}

#[test]
fn what_a_script_cannot_do_changes_nothing() -> Result {
    let folder = tempfile::tempdir()?;
    let file = folder.path().join("answers.csv");
    std::fs::write(&file, "old")?;
    let text = format!(".output {}\nASK {{ ?u a }}\n", file.display());
    let (status, ..) = script(&["--format", "csv"], &text)?;
    assert_eq!(status, Some(1));
    let (status, _, error) = script(&[], ".output /nosuch/folder/answers.csv\n")?;
    assert_eq!(status, Some(1));
    assert!(error.contains("/nosuch/folder is no directory"), "{error}");
    let (status, _, error) = script(&[], ".load /nosuch/plan.txt\nASK { ?u a fg:Unit }")?;
    assert_eq!(status, Some(1));
    assert!(error.contains("/nosuch/plan.txt"), "{error}");
    Ok(())
}

#[test]
fn answers_end_with_their_line_in_every_form() -> Result {
    for format in ["json", "xml", "csv", "tsv", "markdown", "table"] {
        let (status, out, error) = script(&["--format", format], "SELECT (1 AS ?n) {}\nSELECT (2 AS ?n) {}\n")?;
        assert_eq!((status, error.as_str()), (Some(0), ""), "{format}");
        assert!(out.ends_with('\n') && !out.contains("}{") && !out.contains("><?xml"), "{format}: {out}");
    }
    Ok(())
}

#[test]
fn brackets_without_end_are_told_and_kill_nothing() -> Result {
    for open in ["{", "(", "["] {
        let query = format!("SELECT * {{ {} }}\n", open.repeat(30_000));
        let (status, out, error) = script(&[], &format!("{query}\nASK {{ ?u a fg:Unit }}\n"))?;
        assert_eq!(status, Some(1), "{open}");
        assert!(error.contains("nested too deeply") || error.contains("SPARQL syntax error"), "{open}: {}", &error[..200.min(error.len())]);
        assert!(out.is_empty() || out == "true\n");
    }
    Ok(())
}

#[test]
fn plans_are_added_to_the_one_that_comes_with_the_program() -> Result {
    let plan = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/plans/narrative.txt");
    let text = format!(
        "SELECT (COUNT(DISTINCT ?p) AS ?n) {{ ?p a fg:Plan }}\n.load {plan}\nSELECT (COUNT(DISTINCT ?p) AS ?n) {{ ?p a fg:Plan }}\n"
    );
    let (status, out, error) = script(&["--format", "csv"], &text)?;
    assert_eq!((status, out.as_str()), (Some(0), "n\r\n1\r\nn\r\n2\r\n"), "{error}");
    Ok(())
}

#[test]
fn a_file_that_nothing_is_written_to_stays_as_it_was_and_an_ending_tells_the_form() -> Result {
    let folder = tempfile::tempdir()?;
    let (old, new) = (folder.path().join("old.ttl"), folder.path().join("new.csv"));
    std::fs::write(&old, "old")?;
    let text = format!(".output {}\n.output {}\nSELECT (1 AS ?n) {{}}\n.output\nASK {{}}\n", old.display(), new.display());
    let (status, out, error) = script(&[], &text)?;
    assert_eq!((status, out.as_str()), (Some(0), "true\n"), "{error}");
    assert_eq!(std::fs::read_to_string(&old)?, "old");
    assert_eq!(std::fs::read_to_string(&new)?, "n\r\n1\r\n");
    Ok(())
}

#[cfg(target_os = "linux")]
#[test]
fn a_device_is_written_to_and_never_replaced() -> Result {
    use std::os::unix::fs::FileTypeExt;
    let ended = Command::new(env!("CARGO_BIN_EXE_fengong")).args(["query", "ports", "-o", "/dev/null"]).output()?;
    assert_eq!(ended.status.code(), Some(0), "{}", String::from_utf8_lossy(&ended.stderr));
    let (status, _, error) = script(&[], ".output /dev/null\n")?;
    assert_eq!(status, Some(1));
    assert!(error.contains("no ordinary file"), "{error}");
    assert!(std::fs::metadata("/dev/null")?.file_type().is_char_device());
    Ok(())
}

#[test]
fn what_people_type_first_is_understood() -> Result {
    let (status, out, error) =
        script(&["--lang", "zh"], "help\n。help\n.HELP\n.run ledger 水利厅\n.describe 发改委\n水利厅\nexit\nASK {}\n")?;
    assert_eq!((status, error.as_str()), (Some(0), ""));
    assert_eq!(out.matches(".quit ").count(), 3, "{out}");
    assert!(out.contains("unit:内蒙古自治区发展改革委") && out.contains("unit:内蒙古自治区水利厅") && !out.contains("true"), "{out}");
    Ok(())
}

/// What a command of the program writes.
fn written(arguments: &[&str]) -> Result<String> {
    let output = Command::new(env!("CARGO_BIN_EXE_fengong")).args(arguments).env("LC_ALL", "C").output()?;
    Ok(String::from_utf8(output.stdout)?)
}

#[test]
fn ledgers_progress_and_differences_are_those_of_the_commands() -> Result {
    let folder = tempfile::tempdir()?;
    let path = |name: &str| folder.path().join(name).to_string_lossy().into_owned();
    let (a, b, book) = (path("a.txt"), path("b.txt"), path("台账.xlsx"));
    let text =
        "某省工作分工方案\n\n一、防洪\n（1）加固堤防。整治险工。（省水利厅牵头，省财政厅配合）\n（2）清淤。疏浚河道。（省水利厅牵头）\n";
    std::fs::write(&a, text)?;
    std::fs::write(&b, text.replace("疏浚河道", "疏浚全部河道"))?;
    let (status, out, error) = script(&["--plan", &a], ".ledger --unit 财政厅\n")?;
    assert_eq!((status, error.as_str()), (Some(0), ""));
    assert_eq!(out, written(&["ledger", "--unit", "财政厅", "--plan", &a])?);
    let (status, out, _) = script(&["--plan", &a], &format!(".ledger -o {book}\n.progress {book}\n"))?;
    assert_eq!(status, Some(0));
    assert_eq!(std::fs::read(&book)?.get(..2), Some(&b"PK"[..]));
    assert_eq!(out, written(&["progress", &book, "--plan", &a])?);
    assert!(out.contains("2 tasks, 0 with a status"), "{out}");
    let difference = written(&["diff", &a, &b])?;
    assert!(difference.contains("疏浚"), "{difference}");
    assert_eq!(script(&["--plan", &a], &format!(".diff {b}\n"))?.1, difference, "the plan of the session is the first");
    assert_eq!(script(&[], &format!(".diff {a} {b}\n"))?.1, difference);
    for (line, told) in [
        (format!(".diff {b}\n"), "the graph holds several plans; name the two"),
        (".ledger --format xlsx\n".to_owned(), "name a file with --output"),
        (format!(".progress {a}\n"), "this is no workbook"),
        (format!(".diff {a} {}\n", path("none.txt")), "none.txt"),
    ] {
        let (status, out, error) = script(&["--plan", &a, &b], &line)?;
        assert_eq!((status, out.as_str()), (Some(1), ""), "{line}");
        assert!(error.contains(told), "{error}");
    }
    Ok(())
}

#[test]
fn the_name_of_a_query_alone_is_told_to_be_one() -> Result {
    for line in ["water", "ledger unit=水利厅"] {
        let (status, out, error) = script(&[], &format!("{line}\n"))?;
        assert_eq!((status, out.as_str()), (Some(1), ""));
        assert!(error.contains(&format!("is a named query: .run {line} asks it")), "{error}");
    }
    Ok(())
}

#[test]
fn a_query_without_its_data_says_what_to_do_before() -> Result {
    let (status, out, error) = script(&["--format", "csv"], ".run late\n.run positions network=together\n")?;
    assert_eq!((status, out.lines().count()), (Some(0), 2));
    assert!(error.contains("late asks ledgers") && error.contains(".load 台账.xlsx"), "{error}");
    assert!(error.contains(".analyse --network together --materialise takes them"), "{error}");
    let (_, out, error) =
        script(&["--format", "csv"], ".analyse --network together --materialise -o /dev/null\n.run positions network=together\n")?;
    assert_eq!((out.lines().count(), error.as_str()), (33, ""));
    Ok(())
}

#[test]
fn a_terminal_is_not_flooded_and_measures_say_where_to_ask_them() -> Result {
    let home = tempfile::tempdir()?;
    let mut terminal = Terminal::start(home.path(), "--lang zh")?;
    terminal.line(".export")?;
    terminal.shows("请用 -o 指定文件");
    terminal.line(".analyse --top 3 --materialise")?;
    terminal.shows("/network/lead-support>");
    terminal.shows(".run positions");
    terminal.clear()?;
    terminal.line(".run leads")?;
    terminal.shows("任务序号");
    terminal.line(".row 1")?;
    terminal.shows("│ 任务序号 ┆");
    terminal.end();
    Ok(())
}
