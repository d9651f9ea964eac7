//! A session: a graph, how answers are to be shown, and the last answer.

use super::pager::page;
use super::screen::{Ink, Screen};
use super::show::{self, Shown};
use super::statement::{Kind, kind};
use super::{commands, look};
use crate::cli::nothing::Missing;
use crate::cli::output::{UntilClosed, table_width};
use crate::cli::source::{PlanOptions, founding_plan};
use crate::cli::{Failure, nothing, query, saved};
use fengong::ask::{Asker, HEADS};
use fengong::assist::Assistant;
use fengong::graph::vocab::fg;
use fengong::graph::{Graph, Server};
use fengong::language::{Language, Message, Speak, message};
use fengong::query::lexer::lex;
use fengong::query::{Answer, Format, Match, NameIndex, Prefixes, Query, QueryError, Schema, Stop};
use fengong::reader::{Reader, Reading};
use oxigraph::model::{NamedNode, NamedNodeRef, Term};
use oxigraph::sparql::QueryResults;
use std::io::{self, Write};
use std::path::PathBuf;
use std::sync::Arc;
use std::time::{Duration, Instant};
use tempfile::NamedTempFile;

/// How answers are shown.
#[derive(Debug, Clone, Copy)]
pub(super) struct Settings {
    /// In which form.
    pub(super) format: Format,
    /// How many rows of a table at most; none for all.
    pub(super) limit: Option<usize>,
    /// How long a query may take.
    pub(super) timeout: Option<Duration>,
    /// How long a completion may look through the graph.
    pub(super) patience: Duration,
    /// Whether it is told how long a query took.
    pub(super) timing: bool,
    /// The language of messages.
    pub(super) language: Language,
}

/// How long is waited before it is looked whether to wait on.
const BEAT: Duration = Duration::from_millis(10);
/// How long an answer waits for the names that stand beside its IRIs.
const SOON: Duration = Duration::from_millis(300);

/// Whether a line is the name of a named query, with parameters or alone.
fn named_query(line: &str) -> bool {
    let mut words = line.split_whitespace();
    words.next().is_some_and(|name| saved::find(name).is_some()) && words.all(|word| word.contains('='))
}

/// Whether the session goes on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Next {
    GoOn,
    Quit,
}

/// Why a statement was not carried out.
#[derive(Debug)]
pub(super) enum Fault {
    /// What clap says of a command.
    Usage(Box<clap::Error>),
    /// What the command says.
    Failure(Failure),
}

/// A session.
pub(super) struct Session {
    pub(super) assistant: Assistant,
    pub(super) prefixes: Prefixes,
    pub(super) settings: Settings,
    pub(super) screen: Screen,
    pub(super) stop: Stop,
    /// The last query that was understood.
    pub(super) query: Option<String>,
    /// Chinese heads of its columns, beside those that its text gives.
    pub(super) heads: &'static [(&'static str, &'static str)],
    /// The things that it names, in its words or as parameters.
    pub(super) about: Vec<NamedNode>,
    /// The last answer.
    pub(super) last: Option<Shown>,
    pub(super) readings: Vec<Reading>,
    reader: Reader,
    plans: PlanOptions,
    /// What questions can be asked of the graph, once the first was asked.
    asker: Option<Asker>,
    output: Option<Output>,
}

/// A file that answers go to, whole once the session turns from it.
struct Output {
    path: PathBuf,
    beside: NamedTempFile,
    /// The form that the ending of the file tells, if it does.
    format: Option<Format>,
    /// Whether something was written; a file that nothing was written to stays as it was.
    is_begun: bool,
}

impl From<Failure> for Fault {
    fn from(failure: Failure) -> Self {
        Self::Failure(failure)
    }
}

impl From<QueryError> for Fault {
    fn from(error: QueryError) -> Self {
        Self::Failure(query::failure(error))
    }
}

impl From<io::Error> for Fault {
    fn from(error: io::Error) -> Self {
        Self::Failure(Failure::usage(error))
    }
}

impl Fault {
    /// What is said of it.
    pub(super) fn say(&self, language: Language) -> String {
        match self {
            Self::Usage(error) => crate::cli::usage::in_short(error, language),
            Self::Failure(Failure::Finding(message) | Failure::Usage(message)) => message.say(language),
            Self::Failure(Failure::Found) => String::new(),
        }
    }
}

impl Session {
    /// Reads the plans and begins.
    pub(super) fn new(plans: PlanOptions, settings: Settings, screen: Screen) -> Result<Self, Failure> {
        let names = plans.names()?;
        let reader = plans.reader.reader()?;
        let (graph, readings) = plans.graph_with(&reader, names)?;
        let prefixes = Prefixes::of(graph.names());
        let stop = Stop::new();
        let graph = if graph.server().is_some() {
            let stop = stop.clone();
            graph.interrupted_by(Some(Arc::new(move || stop.is_pulled())))
        } else {
            graph
        };
        Ok(Self {
            assistant: Assistant::new(graph),
            prefixes,
            settings,
            screen,
            stop,
            query: None,
            heads: &[],
            about: Vec::new(),
            last: None,
            readings,
            reader,
            plans,
            asker: None,
            output: None,
        })
    }

    pub(super) const fn graph(&self) -> &Graph {
        self.assistant.graph()
    }

    /// The names in the graph and its schema; those of a server are waited for until they have come, or someone stops it.
    pub(super) fn names(&self) -> Result<(&NameIndex, &Schema), Fault> {
        loop {
            if let Some(names) = self.assistant.within(BEAT) {
                return match self.assistant.failed().filter(|_| self.graph().server().is_some()) {
                    Some(why) => Err(Failure::Finding(message!("names could not be read: {cause}", cause => why.clone())).into()),
                    None => Ok(names),
                };
            }
            if self.stop.is_pulled() {
                return Err(QueryError::Cancelled.into());
            }
        }
    }

    /// What reads plans.
    pub(super) const fn reader(&self) -> &Reader {
        &self.reader
    }

    /// Whether answers go to a file.
    pub(super) const fn has_output(&self) -> bool {
        self.output.is_some()
    }

    /// The plan of the session, read anew; where there are several, it is not said which.
    pub(super) fn only_plan(&self) -> Result<Reading, Failure> {
        match (self.plans.plan.as_slice(), self.plans.with_founding) {
            ([], _) if self.plans.is_elsewhere() => Err(Failure::usage(message!(
                "the graph was read from no plan, so that there are no words to compare; name the two plans that are to be compared"
            ))),
            ([], _) => founding_plan(&self.reader),
            ([path], false) => self.reader.read_file(path).map_err(Failure::usage),
            _ => Err(Failure::usage(message!("the graph holds several plans; name the two that are to be compared"))),
        }
    }

    /// What the user sees first: what was read, and where help is.
    pub(super) fn greet(&self) {
        let version = env!("CARGO_PKG_VERSION");
        let (plans, tasks) = self.size();
        self.tell(&match self.readings.as_slice() {
            _ if self.graph().server().is_some() => message!(
                "fengong {version} · {tasks} tasks of {plans} plans at {place}",
                version = version,
                tasks = tasks,
                plans = plans,
                place = self.graph().server().map_or("", Server::place)
            ),
            [reading] if plans == 1 => {
                message!("fengong {version} · {tasks} tasks of\n{title}", version = version, tasks = tasks, title = reading.title())
            }
            _ => message!("fengong {version} · {tasks} tasks of {plans} plans", version = version, tasks = tasks, plans = plans),
        });
        self.tell(&message!("SPARQL, a question, or a command: .help lists them; Tab completes, Alt-Enter breaks a line"));
    }

    /// How many plans and tasks the graph holds; of what cannot be read nothing is counted.
    pub(super) fn size(&self) -> (usize, usize) {
        let count = |class: NamedNodeRef<'_>| -> Option<usize> {
            let query = format!("SELECT (COUNT(DISTINCT ?x) AS ?n) {{ ?x a {class} }}");
            match Query::parse(self.graph(), &query).ok()?.run(self.graph()).ok()? {
                QueryResults::Solutions(mut rows) => match rows.next()?.ok()?.get("n")? {
                    Term::Literal(count) => count.value().parse().ok(),
                    _ => None,
                },
                _ => None,
            }
        };
        (count(fg::PLAN).unwrap_or_default(), count(fg::TASK).unwrap_or_default())
    }

    /// The prompt, plain and in its colour.
    pub(super) fn prompt(&self) -> (String, String) {
        let plain = "fengong> ".to_owned();
        let styled = self.screen.ink(Ink::Prompt, &plain);
        (plain, styled)
    }

    /// Tells something beside the answers, to whoever looks.
    pub(super) fn tell(&self, message: &Message) {
        if self.screen.is_terminal {
            eprintln!("{}", self.screen.ink(Ink::Dim, &self.say(message)));
        }
    }

    /// Tells what went wrong.
    pub(super) fn complain(&self, fault: &Fault) {
        let said = fault.say(self.settings.language);
        if !said.is_empty() {
            eprintln!("{}", self.screen.ink(Ink::Error, &said));
        }
    }

    pub(super) fn say(&self, message: &impl Speak) -> String {
        message.say(self.settings.language)
    }

    /// Carries out a statement.
    pub(super) fn run(&mut self, statement: &str) -> Result<Next, Fault> {
        self.stop.release();
        match kind(statement) {
            Kind::Command => commands::run(self, statement),
            Kind::Sparql | Kind::Question if named_query(statement) => {
                let line = statement.trim();
                let name = line.split_whitespace().next().unwrap_or_default();
                Err(Failure::usage(message!("{name} is a named query: .run {line} asks it", name = name, line = line)).into())
            }
            Kind::Sparql => self.ask_sparql(statement).map(|()| Next::GoOn),
            Kind::Question => self.ask_question(statement).map(|()| Next::GoOn),
        }
    }

    /// Asks SPARQL, and shows the answer.
    pub(super) fn ask_sparql(&mut self, text: &str) -> Result<(), Fault> {
        self.heads = &[];
        self.ask_text(text)
    }

    fn ask_text(&mut self, text: &str) -> Result<(), Fault> {
        let query = Query::read(&self.prefixes, text).map_err(QueryError::from)?;
        self.query = Some(text.to_owned());
        self.about = lex(text).iter().filter_map(|token| self.prefixes.expand(token.of(text))).collect();
        self.ask(&query, text, None)
    }

    /// Answers a question in words: shows what was understood with its SPARQL, and the answer.
    pub(super) fn ask_question(&mut self, question: &str) -> Result<(), Fault> {
        let understood = match self.asker()?.understand(question) {
            Ok(understood) => understood,
            Err(refused) => {
                // The name of a thing alone asks for what is said of it.
                let named = self.called(question.trim().trim_end_matches(['?', '？', '。']));
                return match named {
                    Some(node) => look::thing(self, node.as_str()),
                    None => Err(Failure::finding(refused).into()),
                };
            }
        };
        let reading = message!("understood: {reading}", reading => understood.reading.clone());
        if self.screen.is_terminal {
            eprintln!("{}", self.screen.ink(Ink::Dim, &format!("# {}\n{}", self.say(&reading), understood.sparql.trim_end())));
        }
        self.heads = HEADS;
        self.ask_text(&understood.sparql)
    }

    /// Shows a question of each kind that can be asked.
    pub(super) fn show_examples(&mut self) -> Result<(), Fault> {
        let language = self.settings.language;
        let lines = |(zh, en): (&str, &str)| format!("{}\n", if language == Language::Zh { zh } else { en });
        let text: String = self.asker()?.examples().map(lines).collect();
        self.put(&text)
    }

    /// The thing that has this name, or another form of it that the tables know (发改委); nothing where there are several.
    pub(super) fn called(&mut self, name: &str) -> Option<NamedNode> {
        let hits = self.names().ok()?.0.find(name, 2, |_| true);
        let whole: Vec<NamedNode> = hits.iter().filter(|hit| hit.by == Match::Whole).map(|hit| hit.thing.node.clone()).collect();
        match whole.as_slice() {
            [node] => Some(node.clone()),
            [] => self.asker().ok()?.thing_called(name),
            _ => None,
        }
    }

    /// What questions can be asked; made ready for the first.
    fn asker(&mut self) -> Result<&Asker, Failure> {
        let asker = match self.asker.take() {
            Some(asker) => asker,
            None => Asker::new(self.graph(), self.reader.lexicon()).map_err(Failure::finding)?,
        };
        Ok(self.asker.insert(asker))
    }

    /// Asks a query, and shows the answer; `text` is what it was made of, `missing` what it needs and the graph does not have.
    pub(super) fn ask(&mut self, query: &Query, text: &str, missing: Option<&Missing>) -> Result<(), Fault> {
        let begun = Instant::now();
        let answer = query.run_until(self.graph(), &self.stop, self.settings.timeout)?;
        let count = self.show(answer, begun)?;
        match missing {
            // Why else nothing comes out is beside the point then.
            Some(missing) => eprintln!("{}", self.screen.ink(Ink::Dim, &self.say(&missing.in_session()))),
            None if count == 0 && self.settings.format == Format::Table => self.explain_nothing(query, text),
            None => {}
        }
        Ok(())
    }

    /// Shows an answer where answers go to. Gives the number of rows.
    fn show(&mut self, answer: Answer, begun: Instant) -> Result<usize, Fault> {
        if let Some(mut output) = self.output.take() {
            output.is_begun = true;
            let format = output.format.unwrap_or(self.settings.format);
            let written = show::write(self, answer, format, None, output.beside.as_file_mut());
            let path = output.path.display().to_string();
            self.output = Some(output);
            let (count, shown) = written?;
            self.last = Some(shown);
            self.tell(&message!("{rows} row(s) to {path}", rows = count, path = path));
            return Ok(count);
        }
        if !self.screen.is_terminal || !matches!(self.settings.format, Format::Table) {
            let out = UntilClosed(io::stdout().lock());
            let (count, shown) = show::write(self, answer, self.settings.format, table_width(), out)?;
            self.last = Some(shown);
            return Ok(count);
        }
        let (shown, rest) = show::read(self, answer)?;
        let count = match (&shown, rest) {
            (Shown::Rows { variables, rows, .. }, Some(rest)) => {
                // More than a pager is for.
                let all = rows.iter().cloned().map(Ok).chain(rest);
                let count = show::table(self, variables, all, UntilClosed(io::stdout().lock()))?;
                self.tell(&message!("{rows} row(s)", rows = count));
                count
            }
            _ => {
                // Names that come soon stand beside the IRIs.
                self.assistant.within(SOON);
                let text = show::draw(self, &shown);
                let foot = show::foot(self, &shown, begun.elapsed(), text.contains('…'));
                page(&text, self.screen)?;
                if !foot.is_empty() {
                    // Behind the pager, which takes its text away.
                    page(&format!("{}\n", self.screen.ink(Ink::Dim, &foot)), self.screen)?;
                }
                shown.count()
            }
        };
        self.last = Some(shown);
        Ok(count)
    }

    /// Says why a query has no rows: a name that the graph does not know, or the first pattern that matches nothing.
    fn explain_nothing(&self, query: &Query, text: &str) {
        // Of a server whose names are still on their way no near ones are told.
        let Some((index, schema)) = self.assistant.within(SOON) else { return };
        let all = nothing::why(self.graph(), schema, index, &self.prefixes, query, text);
        for message in all {
            eprintln!("{}", self.screen.ink(Ink::Dim, &self.say(&message)));
        }
    }

    /// Lets answers go to a file from now on, or to the screen again. The file of before is whole then.
    pub(super) fn redirect(&mut self, path: Option<PathBuf>) -> Result<(), Fault> {
        self.finish()?;
        if let Some(path) = path {
            // A name without an ending leaves the form to .format.
            let format = if path.extension().is_some() { Some(query::form(None, Some(&path))?) } else { None };
            let beside = crate::cli::output::begin(&path)?;
            self.output = Some(Output { path, beside, format, is_begun: false });
        }
        Ok(())
    }

    /// Makes the file that answers go to whole.
    pub(super) fn finish(&mut self) -> Result<(), Failure> {
        let Some(output) = self.output.take().filter(|output| output.is_begun) else { return Ok(()) };
        crate::cli::output::finish(output.beside, &output.path)
    }

    /// Puts text on the screen, or into the file that answers go to.
    pub(super) fn put(&mut self, text: &str) -> Result<(), Fault> {
        match &mut self.output {
            Some(output) => {
                output.is_begun = true;
                output.beside.write_all(text.as_bytes())?;
            }
            None => page(text, self.screen)?,
        }
        Ok(())
    }

    /// Reads more plans into the graph.
    pub(super) fn load_plans(&mut self, files: &[PathBuf]) -> Result<(), Fault> {
        let (before, alone) = (self.plans.plan.clone(), self.plans.with_founding);
        self.plans.with_founding |= before.is_empty() && self.plans.store.is_none();
        self.plans.plan.extend(files.iter().filter(|file| !before.contains(file)).cloned());
        match self.plans.names().and_then(|names| self.plans.graph_with(&self.reader, names)) {
            Ok((graph, readings)) => {
                self.readings = readings;
                self.assistant = Assistant::new(graph);
                self.asker = None;
                self.last = None;
                Ok(())
            }
            Err(failure) => {
                (self.plans.plan, self.plans.with_founding) = (before, alone);
                Err(failure.into())
            }
        }
    }

    /// Reads names and schema anew, after statements were added to the graph.
    pub(super) fn graph_changed(&mut self) {
        self.assistant = Assistant::new(self.graph().clone());
        self.asker = None;
    }
}
