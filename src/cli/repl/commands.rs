//! The commands: one table, from which clap reads them, `.help` tells of them and completion knows what they take.

use super::session::{Fault, Next, Session};
use super::show::Shown;
use super::statement::command;
use super::{evidence, look};
use crate::cli::answer::Names;
use crate::cli::language::Lang;
use crate::cli::nothing::Missing;
use crate::cli::query::title_of;
use crate::cli::query::{self, formats, named, parameters, seconds};
use crate::cli::{Failure, analyse, diff, draw, export, filled, help, ledger, saved, source, why};
use clap::{Args, CommandFactory, FromArgMatches, Parser, Subcommand};
use fengong::analyse::Plan;
use fengong::draw::{Arrow, Figure, Setting, result};
use fengong::graph::GraphError;
use fengong::graph::vocab::fg;
use fengong::language::{Language, message};
use fengong::query::{Format, ParameterKind, Query, QueryError, StepLine, draw_table, find_things};
use oxigraph::model::{GraphName, NamedNode};
use std::path::{Path, PathBuf};
use std::time::Duration;
use unicode_width::UnicodeWidthStr;

// A line that is a command; its help is that of the commands.
#[derive(Debug, Parser)]
#[command(name = "fengong", no_binary_name = true, disable_help_subcommand = true, disable_help_flag = true, infer_subcommands = true)]
pub(super) struct Line {
    #[command(subcommand)]
    command: Command,
}

// The commands.
#[derive(Debug, Subcommand)]
#[allow(clippy::large_enum_variant, reason = "one is made for each line that is typed")]
pub(super) enum Command {
    /// List the commands, or tell more of one
    #[command(name = ".help")]
    Help {
        /// The command
        #[arg(value_name = "COMMAND")]
        command: Option<String>,
    },
    /// List the named queries
    #[command(name = ".queries")]
    Queries,
    /// Ask a named query
    #[command(name = ".run")]
    Run {
        /// The query
        #[arg(value_name = "QUERY")]
        query: String,
        /// Its parameters, as unit=水利厅
        #[arg(value_name = "NAME=VALUE")]
        values: Vec<String>,
    },
    /// Show the SPARQL of a named query, or of the last one
    #[command(name = ".show")]
    Show {
        /// The query
        #[arg(value_name = "QUERY")]
        query: Option<String>,
    },
    /// Save the last query under a name, for .run and `fengong query`
    #[command(name = ".save")]
    Save {
        /// Replace a query that was saved under this name
        #[arg(long)]
        replace: bool,
        /// The name
        #[arg(value_name = "NAME")]
        name: String,
    },
    /// Ask in plain words, Chinese or English, without SPARQL; the dot and the word may be left out
    #[command(name = ".ask")]
    Ask {
        /// The question; without it, a question of each kind that can be asked
        #[arg(value_name = "QUESTION")]
        question: Option<String>,
    },
    /// List the classes of the graph, or the properties of one
    #[command(name = ".schema")]
    Schema {
        /// The class
        #[arg(value_name = "CLASS")]
        class: Option<String>,
    },
    /// Show all that the graph says of a thing
    #[command(name = ".describe")]
    Describe {
        /// A name or an IRI
        #[arg(value_name = "NAME|IRI")]
        thing: String,
    },
    /// Find things by their names, and tasks by what they say
    #[command(name = ".find")]
    Find {
        /// Words, all of which are to be there
        #[arg(value_name = "WORD", required = true)]
        words: Vec<String>,
    },
    /// Show the sentences behind a row of the last answer, or behind what links some names
    #[command(name = ".why")]
    Why {
        /// The number of the row, or names
        #[arg(value_name = "ROW|NAME")]
        what: Vec<String>,
    },
    /// Show a row of the last answer in full
    #[command(name = ".row")]
    Row {
        /// Its number
        #[arg(value_name = "ROW")]
        number: usize,
    },
    /// Draw the last answer, or a diagram of the plans
    #[command(name = ".draw")]
    Draw(Draw),
    /// Measure the networks of the plans; with --materialise, queries can ask for the measures
    #[command(name = ".analyse")]
    Analyse(analyse::Options),
    /// Write the ledger 台账 of the tasks, to be filled in or sent
    #[command(name = ".ledger")]
    Ledger(ledger::Options),
    /// Tell how far tasks have come by filled ledgers, and what is wrong in them; .load lets queries ask them
    #[command(name = ".progress")]
    Progress(filled::Options),
    /// Tell what changed from the plan to another, or between two others
    #[command(name = ".diff")]
    Diff(Diff),
    /// Show how the engine goes about a query: its steps, their rows and times
    #[command(name = ".explain")]
    Explain {
        /// The query; without it, the last one
        #[arg(value_name = "SPARQL")]
        query: Option<String>,
    },
    /// Show or set the form of answers
    #[command(name = ".format")]
    Format {
        /// The form
        #[arg(value_name = "FORMAT", value_parser = formats())]
        format: Option<Format>,
    },
    /// Write answers to a file from now on; without a file, to the screen again
    #[command(name = ".output")]
    Output {
        /// The file
        #[arg(value_name = "FILE")]
        file: Option<PathBuf>,
    },
    /// Show or set how many rows a table has at most; 0 for all
    #[command(name = ".limit")]
    Limit {
        /// The number
        #[arg(value_name = "ROWS")]
        rows: Option<usize>,
    },
    /// Show or set how many seconds a query may take; 0 for no limit
    #[command(name = ".timeout")]
    Timeout {
        /// The seconds
        #[arg(value_name = "SECONDS", value_parser = seconds)]
        limit: Option<Duration>,
    },
    /// Show or set whether it is told how long a query took
    #[command(name = ".timing")]
    Timing {
        /// on or off
        #[arg(value_name = "on|off", value_parser = ["on", "off"])]
        timing: Option<String>,
    },
    /// List the prefixes, or declare one
    #[command(name = ".prefix")]
    Prefix {
        /// The prefix, as ex:
        #[arg(value_name = "PREFIX", requires = "namespace")]
        prefix: Option<String>,
        /// Its namespace
        #[arg(value_name = "IRI")]
        namespace: Option<String>,
    },
    /// Read more plans into the graph, files of RDF (.ttl, .nt, .nq, .trig, .rdf, .jsonld), or filled ledgers (.xlsx)
    #[command(name = ".load")]
    Load {
        /// The files
        #[arg(value_name = "FILE", required = true)]
        files: Vec<PathBuf>,
    },
    /// Write the graph as RDF, or a network for other tools
    #[command(name = ".export")]
    Export(export::Written),
    /// Show or set the language of messages
    #[command(name = ".lang")]
    Lang {
        /// The language
        #[arg(value_name = "zh|en")]
        language: Option<Lang>,
    },
    /// End the program
    #[command(name = ".quit", visible_alias = ".exit")]
    Quit,
}

/// What is compared.
#[derive(Debug, Args)]
pub(super) struct Diff {
    /// The other plan, or both plans
    #[arg(value_name = "FILE", required = true, num_args = 1..=2)]
    files: Vec<PathBuf>,
    #[command(flatten)]
    compared: diff::Compared,
}

/// What is drawn.
#[derive(Debug, Args)]
#[command(args_conflicts_with_subcommands = true)]
pub(super) struct Draw {
    #[command(subcommand)]
    kind: Option<draw::Kind<draw::Nothing>>,
    #[command(flatten)]
    written: draw::Written,
}

/// The table of commands with its help in a language.
pub(super) fn table(language: Language) -> clap::Command {
    help::localized(Line::command(), language)
}

/// Reads a line and carries it out.
pub(super) fn run(session: &mut Session, line: &str) -> Result<Next, Fault> {
    let words = words(line)?;
    let read = table(session.settings.language).try_get_matches_from(words).and_then(|matches| Line::from_arg_matches(&matches));
    read.map_err(|error| Fault::Usage(Box::new(error)))?.command.run(session)
}

/// The words of a line. What takes SPARQL or a question takes the rest of the line as it is.
fn words(line: &str) -> Result<Vec<String>, Fault> {
    let line = &command(line).unwrap_or_else(|| line.trim().to_owned());
    let (name, rest) = line.split_once(char::is_whitespace).unwrap_or((line, ""));
    let takes_all = Line::command().get_subcommands().any(|command| {
        command.get_name() == name
            && command.get_positionals().any(|argument| matches!(value_name(argument).as_str(), "SPARQL" | "QUESTION"))
    });
    if takes_all {
        return Ok(std::iter::once(name).chain(Some(rest.trim()).filter(|rest| !rest.is_empty())).map(str::to_owned).collect());
    }
    shlex::split(line).ok_or_else(|| Failure::usage(message!("a quotation mark is not closed")).into())
}

pub(super) fn value_name(argument: &clap::Arg) -> String {
    argument.get_value_names().and_then(<[_]>::first).map(ToString::to_string).unwrap_or_default()
}

impl Command {
    fn run(self, session: &mut Session) -> Result<Next, Fault> {
        match self {
            Self::Quit => return Ok(Next::Quit),
            Self::Help { command } => help_of(session, command.as_deref())?,
            Self::Queries => session.put(&query::table())?,
            Self::Run { query, values } => run_named(session, &query, &values)?,
            Self::Show { query } => show_text(session, query.as_deref())?,
            Self::Save { replace, name } => {
                saved::save(&name, &last_query(session)?, replace)?;
                session.tell(&message!(".run {name} asks it", name = name));
            }
            Self::Ask { question: Some(question) } => session.ask_question(&question)?,
            Self::Ask { question: None } => session.show_examples()?,
            Self::Schema { class } => look::schema(session, class.as_deref())?,
            Self::Describe { thing } => look::thing(session, &thing)?,
            Self::Find { words } => look::find(session, &words)?,
            Self::Why { what } => match what.as_slice() {
                [] => evidence::of_rows(session, None)?,
                [number] if number.parse::<usize>().is_ok() => evidence::of_rows(session, number.parse().ok())?,
                names => {
                    let known: Vec<String> = names
                        .iter()
                        .map(|name| session.called(name).map_or_else(|| name.clone(), |node| node.as_str().to_owned()))
                        .collect();
                    let found = why::evidence(&evidence::graph(session), &known)?;
                    session.put(&evidence::sentences(&found, why::Marks::of(session.screen.colours)))?;
                }
            },
            Self::Row { number } => look::row(session, number)?,
            Self::Draw(drawn) => drawn.draw(session)?,
            Self::Analyse(options) => analysed(session, &options)?,
            Self::Ledger(options) => {
                let text = options.in_graph(session.graph())?;
                put_unless_written(session, &text, options.file())?;
            }
            Self::Progress(options) => progress(session, &options)?,
            Self::Diff(diff) => diff.compare(session)?,
            Self::Explain { query } => explain(session, query)?,
            Self::Export(written) if written.is_for_screen()? && session.screen.is_terminal => {
                return Err(Failure::usage(message!(
                    "the whole graph is nothing for a screen; name a file with -o, such as .export -o plan.ttl, or .export --network together -o net.gexf"
                ))
                .into());
            }
            Self::Export(written) => written.write(session.graph(), session.settings.language)?,
            Self::Load { files } => load(session, &files)?,
            Self::Output { file } => session.redirect(file)?,
            setting => setting.set(session)?,
        }
        Ok(Next::GoOn)
    }

    /// Shows or changes a setting.
    fn set(self, session: &mut Session) -> Result<(), Fault> {
        match self {
            Self::Format { format: Some(format) } => session.settings.format = format,
            Self::Format { format: None } => session.put(&format!("{}\n", session.settings.format.name()))?,
            Self::Limit { rows: Some(rows) } => session.settings.limit = Some(rows).filter(|rows| *rows > 0),
            Self::Limit { rows: None } => session.put(&format!("{}\n", session.settings.limit.unwrap_or(0)))?,
            Self::Timeout { limit: Some(limit) } => session.settings.timeout = Some(limit),
            Self::Timeout { limit: None } => {
                session.put(&format!("{}\n", session.settings.timeout.unwrap_or_default().as_secs_f64()))?;
            }
            Self::Timing { timing: Some(timing) } => session.settings.timing = timing == "on",
            Self::Timing { timing: None } => session.put(if session.settings.timing { "on\n" } else { "off\n" })?,
            Self::Lang { language: Some(language) } => {
                session.settings.language = crate::cli::language::language(Some(language));
                crate::cli::language::speak(session.settings.language);
            }
            Self::Lang { language: None } => session.put(if session.settings.language == Language::Zh { "zh\n" } else { "en\n" })?,
            Self::Prefix { prefix: Some(prefix), namespace: Some(namespace) } => {
                let (prefix, namespace) = (prefix.trim_end_matches(':'), namespace.trim_matches(['<', '>']));
                let wrong = |what: String| {
                    Failure::usage(message!("「{what}」 is no prefix, or no IRI; write .prefix ex: <http://example.org/>", what = what))
                };
                session.prefixes.declare(prefix, namespace).map_err(wrong)?;
            }
            Self::Prefix { .. } => {
                let rows: Vec<Vec<String>> =
                    session.prefixes.iter().map(|(prefix, namespace)| vec![format!("{prefix}:"), namespace.to_owned()]).collect();
                look::put_table(session, &["prefix", "namespace"], &rows)?;
            }
            _ => {}
        }
        Ok(())
    }
}

fn help_of(session: &mut Session, name: Option<&str>) -> Result<(), Fault> {
    let table = table(session.settings.language);
    let Some(name) = name else {
        let commands: Vec<&clap::Command> = table.get_subcommands().collect();
        let rows: Vec<(String, String)> = commands
            .iter()
            .map(|command| {
                let arguments = command.get_positionals().map(|argument| {
                    let name = value_name(argument);
                    if argument.is_required_set() { name } else { format!("[{name}]") }
                });
                let usage = std::iter::once(command.get_name().to_owned()).chain(arguments).collect::<Vec<_>>().join(" ");
                (usage, command.get_about().map(ToString::to_string).unwrap_or_default())
            })
            .collect();
        return session.put(&list(&rows));
    };
    let name = format!(".{}", name.trim_start_matches('.'));
    let Some(command) = table.get_subcommands().find(|command| command.get_name() == name) else {
        return Err(Failure::usage(message!("there is no command {name}; .help lists them", name = name)).into());
    };
    let text = command.clone().render_long_help().to_string();
    // clap tells the command as one of a program.
    session.put(&format!("{}\n", text.trim_end().replace("fengong .", ".")))
}

/// Two columns, the second set in as far as the longest of the first.
fn list(rows: &[(String, String)]) -> String {
    let widest = rows.iter().map(|(name, _)| name.width()).max().unwrap_or_default();
    let line = |(name, about): &(String, String)| format!("{name}{}  {about}\n", " ".repeat(widest - name.width()));
    rows.iter().map(line).collect()
}

fn run_named(session: &mut Session, name: &str, values: &[String]) -> Result<(), Fault> {
    let named = named(name)?;
    // A value alone is that of the only parameter; a name may have any form that questions have.
    let written = match named.parameters.as_slice() {
        [only] if values.len() == 1 && !values[0].contains('=') => vec![format!("{}={}", only.name, values[0])],
        _ => values.to_vec(),
    };
    let mut given = parameters(&written)?;
    for (name, value) in &mut given {
        let kind = named.parameters.iter().find(|parameter| parameter.name == *name).map(|parameter| parameter.kind);
        let node = match kind {
            None | Some(ParameterKind::Text | ParameterKind::Integer | ParameterKind::Date) => None,
            // Units are found as everywhere else; where there are several, the query says which.
            Some(ParameterKind::Unit) => match find_things(session.graph(), value, &[fg::PARTY]).map_err(Failure::finding)?.as_slice() {
                [found] => Some(found.node.clone()),
                _ => None,
            },
            Some(_) => session.called(value),
        };
        if let Some(node) = node {
            node.as_str().clone_into(value);
        }
    }
    let query = Query::named(session.graph(), &named, &given)?;
    session.about = given.iter().filter_map(|(_, value)| NamedNode::new(value.as_str()).ok()).collect();
    session.query = Some(named.text.to_owned());
    session.heads = &[];
    let missing = Missing::of(&named, session.graph(), &given).map_err(Failure::finding)?;
    session.ask(&query, named.text, missing.as_ref())
}

/// The last query, which there must be.
fn last_query(session: &Session) -> Result<String, Fault> {
    session.query.clone().ok_or_else(|| Failure::usage(message!("there is no last query: ask one first")).into())
}

fn show_text(session: &mut Session, name: Option<&str>) -> Result<(), Fault> {
    let text = match name {
        Some(name) => named(name)?.text.to_owned(),
        None => last_query(session)?,
    };
    session.put(&format!("{}\n", text.trim_end()))
}

fn explain(session: &mut Session, text: Option<String>) -> Result<(), Fault> {
    let text = match text {
        Some(text) => text,
        None => last_query(session)?,
    };
    let query = Query::read(&session.prefixes, &text).map_err(QueryError::from)?;
    let step = query.explain_until(session.graph(), &session.stop, session.settings.timeout)?;
    session.query = Some(text);
    let row = |line: StepLine| {
        let expected = line.expected.map(|rows| format!("{rows:.0}")).unwrap_or_default();
        vec![line.step, expected, line.rows.to_string(), format!("{:.2}", line.milliseconds), line.executor.to_owned()]
    };
    let rows: Vec<Vec<String>> = step.lines(&session.prefixes).into_iter().map(row).collect();
    let heads = ["step", "expected", "rows", "ms", "by"].map(str::to_owned);
    let width = u16::try_from(session.screen.size().0).ok();
    session.put(&draw_table(&heads, &rows, width))
}

fn load(session: &mut Session, files: &[PathBuf]) -> Result<(), Fault> {
    writable(session)?;
    let (rdf, plans): (Vec<&PathBuf>, Vec<&PathBuf>) = files.iter().partition(|file| source::is_beside(file));
    if !plans.is_empty() {
        let plans: Vec<PathBuf> = plans.into_iter().cloned().collect();
        session.load_plans(&plans)?;
        let (plans, tasks) = session.size();
        session.tell(&message!("the graph now holds {plans} plans with {tasks} tasks", plans = plans, tasks = tasks));
    }
    for file in rdf {
        let statements = source::add_rdf(session.graph(), file)?;
        session.tell(&message!("{statements} statements from {path}", statements = statements, path = file.display()));
        session.graph_changed();
        source::tell_conflicts(session.graph())?;
    }
    Ok(())
}

/// An error where the graph of the session is on a server, whose queries would not see what is added here.
fn writable(session: &Session) -> Result<(), Failure> {
    let Some(server) = session.graph().server() else { return Ok(()) };
    Err(Failure::usage(GraphError::ReadOnly { place: server.place().to_owned() }))
}

/// Shows a text, unless it was written into a file instead.
fn put_unless_written(session: &mut Session, text: &str, file: Option<&Path>) -> Result<(), Fault> {
    if file.is_none() { session.put(text) } else { Ok(()) }
}

fn progress(session: &mut Session, options: &filled::Options) -> Result<(), Fault> {
    let told = options.in_graph(session.graph(), session.settings.language)?;
    put_unless_written(session, &String::from_utf8_lossy(&told.words), options.file())?;
    told.findings.iter().for_each(|line| eprintln!("{line}"));
    if told.findings.is_empty() { Ok(()) } else { Err(Failure::Found.into()) }
}

impl Diff {
    /// Compares two files, or the plan of the session with one.
    fn compare(&self, session: &mut Session) -> Result<(), Fault> {
        let read = |path: &Path| session.reader().read_file(path).map_err(Failure::usage);
        let called = |path: &Path| path.display().to_string();
        let (readings, files) = match self.files.as_slice() {
            [from, to] => ([read(from)?, read(to)?], [called(from), called(to)]),
            files => {
                let to = files.first().map_or(Path::new(""), PathBuf::as_path);
                let from = session.only_plan()?;
                let title = from.document.source.name().to_owned();
                ([from, read(to)?], [title, called(to)])
            }
        };
        let names = session.graph().names().clone();
        let (colours, language) = (session.screen.colours && !session.has_output(), session.settings.language);
        let words = self.compared.of(session.reader(), names, readings, files, colours, language)?;
        put_unless_written(session, &String::from_utf8_lossy(&words), self.compared.file())
    }
}

fn analysed(session: &mut Session, options: &analyse::Options) -> Result<(), Fault> {
    if options.is_in_graph() {
        writable(session)?;
    }
    let told = options.in_graph(session.graph(), session.settings.language)?;
    put_unless_written(session, &String::from_utf8_lossy(&told.words), options.file())?;
    if !told.statements.is_empty() {
        session.graph_changed();
        let statements = told.statements.len();
        session.tell(&match told.statements.first().map(|quad| &quad.graph_name) {
            Some(GraphName::NamedNode(graph)) if options.is_in_graph() => message!(
                "{statements} statements of measures in the graph {graph}; .run positions network={network} asks them, or {query}",
                statements = statements,
                graph = graph,
                network = options.network(),
                query = format!(
                    "SELECT ?name ?value {{ GRAPH {graph} {{ ?s fg:positionOf ?actor ; fg:strength ?value }} ?actor fg:shortName ?name }} ORDER BY DESC(?value)"
                )
            ),
            _ => message!("{statements} statements of measures", statements = statements),
        });
    }
    Ok(())
}

impl Draw {
    fn draw(&self, session: &mut Session) -> Result<(), Fault> {
        if let Some(kind) = &self.kind {
            kind.draw(session.graph(), session.settings.language)?;
            return Ok(());
        }
        let found = arrows_of(session)?;
        if found.is_empty() {
            return Err(Failure::usage(message!(
                "the last answer cannot be drawn: what is drawn are statements, or rows of two columns and more"
            ))
            .into());
        }
        let language = session.settings.language;
        let title = title_of(session.query.as_deref().unwrap_or_default(), language);
        let plans = Plan::all(session.graph()).map_err(Failure::finding)?;
        let diagram = result(&found, title, &Setting::of_plans(&plans, language));
        self.written.write(&Figure::Diagram(diagram), language)?;
        Ok(())
    }
}

/// The arrows of the last answer.
fn arrows_of(session: &Session) -> Result<Vec<Arrow>, Fault> {
    let (index, schema) = session.names()?;
    let names = Names { index, schema, prefixes: &session.prefixes, language: session.settings.language };
    match &session.last {
        Some(Shown::Rows { variables, rows, .. }) => {
            Ok(draw::of_rows(session.query.as_deref().unwrap_or_default(), variables, rows, &names)?)
        }
        Some(Shown::Graph { triples, .. }) => Ok(draw::of_triples(triples, &names)),
        _ => Ok(Vec::new()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_command_tells_in_both_languages_what_it_does() {
        assert_eq!(help::untranslated(&Line::command()), Vec::<String>::new());
        Line::command().debug_assert();
    }

    #[test]
    fn a_line_falls_into_words_as_in_a_shell_and_sparql_stays_as_it_is() {
        let words = |line: &str| words(line).expect("words");
        assert_eq!(words(".find 水 '节 水'"), [".find", "水", "节 水"]);
        assert_eq!(words(".explain SELECT ?x { ?x fg:text \"a  'b\" }"), [".explain", "SELECT ?x { ?x fg:text \"a  'b\" }"]);
        assert_eq!(words(".explain"), [".explain"]);
        assert!(super::words(".find 'open").is_err());
    }
}
