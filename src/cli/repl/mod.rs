//! `fengong repl`: asking a graph line by line.
//!
//! What is typed becomes statements ([`statement`]): SPARQL, a question, or a command, whose words clap reads as it
//! reads the command line ([`commands`]). A [`session`] runs them; [`show`] writes answers, [`look`] tells what there is,
//! [`evidence`] gives the sentences behind a row. [`helper`] serves the editor of lines, [`pager`] long texts. Standard
//! input that is no terminal is a script: the same statements, without colours, pager or prompts.

mod commands;
mod completion;
mod evidence;
mod helper;
mod look;
mod pager;
mod screen;
mod session;
mod show;
mod statement;

use super::Failure;
use super::query::{formats, seconds};
use super::source::PlanOptions;
use clap::Args;
use etcetera::{BaseStrategy, choose_base_strategy};
use fengong::assist::PATIENCE;
use fengong::language::{Language, Speak, message};
use fengong::query::Format;
use helper::Helper;
use rustyline::config::{BellStyle, CompletionType, Config};
use rustyline::error::ReadlineError;
use rustyline::history::FileHistory;
use rustyline::{Cmd, Editor, EventHandler, KeyCode, KeyEvent, Modifiers};
use screen::Screen;
use session::{Session, Settings};
use std::io::{self, IsTerminal, Read};
use std::path::PathBuf;
use std::time::Duration;

/// Ask a graph line by line: SPARQL, questions, commands
///
/// Completes prefixes, properties and Chinese names (also by pinyin initials), shows the sentences
/// behind a row, and stops a query with Ctrl-C. `.help` lists the commands. Standard input that is no
/// terminal is run as a script: queries and commands, one after the other.
#[derive(Debug, Args)]
#[command(
    after_help = "Examples:\n  fengong repl\n  fengong repl --plan a.txt b.docx\n  fengong repl --format csv --timeout 10 < queries.rq > answers.csv"
)]
pub(crate) struct Repl {
    /// How answers are written
    #[arg(short, long, default_value = "table", value_parser = formats())]
    format: Format,
    /// Stop each query after so many seconds; 0 for no limit
    #[arg(long, value_name = "SECONDS", value_parser = seconds)]
    timeout: Option<Duration>,
    /// How many seconds Tab may look through the graph; without it, 0.07
    #[arg(long, value_name = "SECONDS", value_parser = seconds)]
    patience: Option<Duration>,
    /// Keep no history of lines
    #[arg(long)]
    no_history: bool,
    #[command(flatten)]
    plans: PlanOptions,
}

impl Repl {
    pub(super) fn run(self, language: Language) -> Result<(), Failure> {
        let patience = self.patience.unwrap_or(PATIENCE);
        let settings = Settings { format: self.format, timeout: self.timeout, patience, timing: true, limit: Some(1000), language };
        let screen = Screen::of_terminal();
        let is_script = !io::stdin().is_terminal();
        let session = Session::new(self.plans, settings, screen)?;
        if is_script {
            return script(session);
        }
        converse(session, !self.no_history)
    }
}

/// Runs standard input, and fails where a statement does; those after it are still run.
fn script(mut session: Session) -> Result<(), Failure> {
    let mut bytes = Vec::new();
    io::stdin().read_to_end(&mut bytes).map_err(|error| Failure::usage(message!("standard input: {cause}", cause => error.message())))?;
    let unreadable = |cause: fengong::language::Message| Failure::usage(message!("standard input: {cause}", cause => cause));
    let (text, _) = fengong::text::decode(&bytes).map_err(|error| unreadable(error.message()))?;
    session.settings.limit = None;
    session.settings.timing = false;
    let mut failed = false;
    for statement in statement::statements(&session.prefixes, &text) {
        match session.run(&statement.text) {
            Ok(session::Next::GoOn) => {}
            Ok(session::Next::Quit) => break,
            Err(error) => {
                failed = true;
                let said = error.say(session.settings.language);
                let line = message!("line {line}", line = statement.line).say(session.settings.language);
                if !said.is_empty() {
                    eprintln!("fengong: {line}: {said}");
                }
            }
        }
    }
    session.finish()?;
    if failed { Err(Failure::Found) } else { Ok(()) }
}

/// Asks for lines until there are no more.
fn converse(mut session: Session, keeps_history: bool) -> Result<(), Failure> {
    let stop = session.stop.clone();
    // Where the system lets no one listen, Ctrl-C ends the program as it does everywhere.
    let _ = ctrlc::set_handler(move || stop.pull());
    let unusable = |error: ReadlineError| Failure::usage(message!("the terminal cannot be used: {cause}", cause = error));
    let config = Config::builder()
        .auto_add_history(false)
        .completion_type(CompletionType::List)
        .completion_prompt_limit(1000)
        .completion_show_all_if_ambiguous(true)
        .bell_style(BellStyle::None)
        .bracketed_paste(true)
        .max_history_size(5000)
        .map_err(unusable)?
        .history_ignore_dups(true)
        .map_err(unusable)?
        .build();
    let mut editor: Editor<Helper, FileHistory> = Editor::with_config(config).map_err(unusable)?;
    // A line break wherever one likes, whole query or not.
    editor.bind_sequence(KeyEvent(KeyCode::Enter, Modifiers::ALT), EventHandler::Simple(Cmd::Newline));
    editor.set_helper(Some(Helper::new(&session)));
    let history = history_file().filter(|_| keeps_history);
    if let Some(file) = &history {
        // The first time there is none.
        let _ = editor.load_history(file);
    }
    session.greet();
    let mut interrupted = false;
    loop {
        let read = editor.readline(&session.prompt());
        // Once clears the line; whoever does it again wants to leave.
        let again = std::mem::replace(&mut interrupted, matches!(read, Err(ReadlineError::Interrupted)));
        match read {
            Ok(line) => {
                if line.trim().is_empty() {
                    continue;
                }
                let _ = editor.add_history_entry(line.trim_end());
                if let Some(file) = &history {
                    save_history(&mut editor, file);
                }
                let ended = line_by_line(&mut session, &line);
                if let Some(helper) = editor.helper_mut() {
                    helper.follow(&session);
                }
                if ended {
                    break;
                }
            }
            Err(ReadlineError::Interrupted) if !again => {}
            Err(ReadlineError::Interrupted) => session.tell(&message!("Ctrl-D or .quit ends the program")),
            Err(ReadlineError::Eof) => break,
            Err(error) => return Err(unusable(error)),
        }
    }
    session.finish()
}

/// Runs what was entered, which may be several statements that were pasted; whether the program is to end.
fn line_by_line(session: &mut Session, text: &str) -> bool {
    for statement in statement::statements(&session.prefixes, text) {
        match session.run(&statement.text) {
            Ok(session::Next::GoOn) => {}
            Ok(session::Next::Quit) => return true,
            Err(error) => session.complain(&error),
        }
    }
    false
}

/// Saves the history; a history that cannot be kept is no reason to end.
fn save_history(editor: &mut Editor<Helper, FileHistory>, file: &std::path::Path) {
    if let Some(folder) = file.parent() {
        let _ = std::fs::create_dir_all(folder);
    }
    let _ = editor.append_history(file).or_else(|_| editor.save_history(file));
}

/// Where lines are kept from session to session: the place that the system has for the state of programs, or for their data.
fn history_file() -> Option<PathBuf> {
    let places = choose_base_strategy().ok()?;
    let folder = places.state_dir().unwrap_or_else(|| places.data_dir());
    Some(folder.join("fengong").join("history"))
}
