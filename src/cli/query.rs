//! `fengong query`: ask the graph.

use super::Failure;
use super::ending::{Endings, chosen};
use super::nothing::{self, Missing};
use super::output::{deliver, table_width};
use super::saved;
use super::source::PlanOptions;
use clap::Args;
use clap::builder::{PossibleValuesParser, TypedValueParser};
use fengong::graph::{BackendError, Graph};
use fengong::language::{Language, Speak, message};
use fengong::query::{self, Answer, Format, NameIndex, NamedQuery, Prefixes, QueryError, Schema, Stop, chinese_heads, nearest_names};
use std::io::{self, IsTerminal, Write};
use std::path::{Path, PathBuf};
use std::time::Duration;

/// Ask the graph: a named query, SPARQL, or a file of it
#[derive(Debug, Args)]
#[command(
    after_help = "Examples:\n  fengong query --list\n  fengong query water\n  fengong query ledger unit=水利厅\n  fengong query -e 'SELECT ?l { ?z a fg:EcologicalZone ; skos:prefLabel ?l }' --format csv\n  fengong query my.rq --plan plan.txt --format json -o answer.json\n\nThe prefixes fg, skos, dcterms, prov, org, geo, rdf, rdfs, xsd, owl and, for data, unit, topic, industry,\ndivision, port, region, cluster, function, plan, id need no declaration."
)]
pub(crate) struct Query {
    /// A named query (see --list), or a file that ends in .rq
    #[arg(value_name = "NAME|FILE.rq", required_unless_present_any = ["expression", "list"])]
    query: Option<String>,
    /// Parameters of the named query, as unit=水利厅
    #[arg(value_name = "NAME=VALUE")]
    values: Vec<String>,
    /// SPARQL to ask
    #[arg(short, long, value_name = "SPARQL", conflicts_with = "query")]
    expression: Option<String>,
    /// A parameter of the named query
    #[arg(short, long = "param", value_name = "NAME=VALUE")]
    parameters: Vec<String>,
    /// Stop after so many seconds
    #[arg(long, value_name = "SECONDS", value_parser = seconds)]
    timeout: Option<Duration>,
    /// How the answer is written; without it, what the ending of --output says, or a table
    #[arg(short, long, value_parser = formats())]
    format: Option<Format>,
    /// Write to this file instead of standard output
    #[arg(short, long, value_name = "FILE")]
    output: Option<PathBuf>,
    /// List the named queries with what they answer
    #[arg(long)]
    list: bool,
    /// Show the SPARQL instead of asking it
    #[arg(long)]
    show: bool,
    #[command(flatten)]
    plans: PlanOptions,
}

/// The names of the forms of answers.
pub(super) fn formats() -> impl TypedValueParser<Value = Format> {
    PossibleValuesParser::new(Format::all().map(Format::name)).try_map(|name| Format::named(&name).ok_or("no form of an answer"))
}

/// The form of an answer: the one that was asked for, or that the ending of the output tells, or a table.
pub(super) fn form(asked: Option<Format>, output: Option<&Path>) -> Result<Format, Failure> {
    let forms: Vec<Endings<Format>> = Format::all().map(|format| (format, format.endings())).collect();
    chosen(asked, output, Format::Table, &forms)
}

impl Query {
    pub(super) fn run(mut self, language: Language) -> Result<(), Failure> {
        if self.list {
            return self.list();
        }
        let among = self.plans.values_among_files();
        let parameters = parameters(self.parameters.iter().chain(&self.values).chain(&among))?;
        let asked = Asked::of(self.query.as_deref(), self.expression.as_deref())?;
        if self.show {
            return deliver(self.output.as_deref(), |out| out.write_all(asked.text().as_bytes()).map_err(Failure::usage));
        }
        asked.takes(&parameters)?;
        let format = form(self.format, self.output.as_deref())?;
        let (graph, readings) = self.plans.graph()?;
        let query = asked.query(&graph, &parameters).map_err(failure)?;
        let results = match self.timeout {
            Some(limit) => query.run_until(&graph, &Stop::new(), Some(limit)).map_err(failure)?,
            None => Answer::from(query.run(&graph).map_err(failure)?),
        };
        let results = if format == Format::Table { headed(results, asked.text(), language) } else { results };
        let write = |out: &mut dyn Write| query::write(results, format, graph.names(), table_width(), out).map_err(failure);
        let count = deliver(self.output.as_deref(), write)?;
        // That data are missing is told to scripts too: an empty answer looks like one.
        if let Some(missing) = asked.missing(&graph, &parameters)? {
            eprintln!("fengong: {}", missing.on_command_line().say(language));
        } else if count == 0 && format == Format::Table && io::stdout().is_terminal() {
            tell_why(&graph, &query, &asked, language);
        }
        // The process ends here: what the graph holds need not be given back piece by piece.
        std::mem::forget((graph, readings));
        Ok(())
    }

    fn list(&self) -> Result<(), Failure> {
        deliver(self.output.as_deref(), |out| out.write_all(table().as_bytes()).map_err(Failure::usage))
    }
}

/// An answer with the heads that the text of its query gives its columns, where the user reads Chinese.
pub(super) fn headed(answer: Answer, text: &str, language: Language) -> Answer {
    if language == Language::Zh { answer.headed(&chinese_heads(text)) } else { answer }
}

/// The table of all named queries with what they answer.
pub(super) fn table() -> String {
    let rows: Vec<Vec<String>> = saved::all()
        .iter()
        .map(|named| {
            let parameters = named.parameters.iter().map(|parameter| match parameter.default {
                Some(default) => format!("{}={default}", parameter.name),
                None => parameter.name.to_owned(),
            });
            vec![named.name.to_owned(), parameters.collect::<Vec<_>>().join(" "), named.title.0.to_owned(), named.title.1.to_owned()]
        })
        .collect();
    let heads = ["query", "param", "问题", "question"].map(str::to_owned);
    query::draw_table(&heads, &rows, table_width())
}

/// The named query of a name, of the program or of the user.
pub(super) fn named(name: &str) -> Result<NamedQuery, Failure> {
    saved::find(name).ok_or_else(|| {
        let known = saved::all();
        let nearest = nearest_names(name, known.iter().map(|named| named.name), 3);
        Failure::usage(QueryError::UnknownQuery { name: name.to_owned(), nearest })
    })
}

/// Parameters as they are written: `unit=水利厅`.
pub(super) fn parameters<'p>(given: impl IntoIterator<Item = &'p String>) -> Result<Vec<(String, String)>, Failure> {
    let pair = |given: &String| match given.split_once('=') {
        Some((name, value)) => Ok((name.trim().to_owned(), value.to_owned())),
        None => Err(Failure::usage(message!("{given}: write it as NAME=VALUE, such as unit=水利厅", given = given))),
    };
    given.into_iter().map(pair).collect()
}

/// A limit of time: seconds, with a fraction if need be; 0 is no limit.
pub(super) fn seconds(words: &str) -> Result<Duration, String> {
    let seconds: f64 = words.parse().map_err(|_| message!("a number of seconds is needed").to_string())?;
    // Ten years are no limit, and no overflow.
    let unlimited = 3.2e8;
    Duration::try_from_secs_f64(if seconds == 0.0 { unlimited } else { seconds.min(unlimited) })
        .map_err(|_| message!("a number of seconds is needed").to_string())
}

/// The text of a file of SPARQL, in any encoding that plans may have.
fn query_file(path: &Path) -> Result<String, Failure> {
    if path.is_dir() {
        return Err(Failure::usage(message!("{path} is a directory; name a file that ends in .rq", path = path.display())));
    }
    let unreadable = |cause| Failure::usage(message!("{path}: {cause}", path = path.display(), cause => cause));
    let bytes = std::fs::read(path).map_err(|error| unreadable(error.message()))?;
    let (text, _) = fengong::text::decode(&bytes).map_err(|error| unreadable(error.message()))?;
    Ok(text)
}

/// What is asked.
pub(super) enum Asked {
    /// A named query.
    Named(NamedQuery),
    /// SPARQL of the user.
    Text(String),
}

impl Asked {
    /// A name or a file, or SPARQL.
    pub(super) fn of(query: Option<&str>, expression: Option<&str>) -> Result<Self, Failure> {
        if let Some(expression) = expression {
            return Ok(Self::Text(expression.to_owned()));
        }
        let name = query.unwrap_or_default();
        if let Some(named) = saved::find(name) {
            return Ok(Self::Named(named));
        }
        let path = PathBuf::from(name);
        if name.ends_with(".rq") || name.contains('/') || path.is_file() {
            return query_file(&path).map(Self::Text);
        }
        named(name).map(Self::Named)
    }

    /// Only a named query takes parameters.
    pub(super) fn takes(&self, parameters: &[(String, String)]) -> Result<(), Failure> {
        match (self, parameters.first()) {
            (Self::Text(_), Some((name, _))) => {
                Err(Failure::usage(message!("query given as SPARQL has no parameter {name}; it has none", name = name)))
            }
            _ => Ok(()),
        }
    }

    /// The query with its parameters.
    pub(super) fn query(&self, graph: &Graph, parameters: &[(String, String)]) -> Result<query::Query, QueryError> {
        match self {
            Self::Named(named) => query::Query::named(graph, named, parameters),
            Self::Text(text) => query::Query::parse(graph, text),
        }
    }

    /// What a named query needs and the graph does not have.
    fn missing(&self, graph: &Graph, parameters: &[(String, String)]) -> Result<Option<Missing>, Failure> {
        if let Self::Named(named) = self { Missing::of(named, graph, parameters).map_err(Failure::finding) } else { Ok(None) }
    }

    /// Its SPARQL.
    pub(super) fn text(&self) -> &str {
        match self {
            Self::Named(named) => named.text,
            Self::Text(text) => text,
        }
    }

    /// What the query answers, by the head of its text (`#+ title: 中文 | English`).
    pub(super) fn title(&self, language: Language) -> &str {
        match self {
            Self::Named(named) if language == Language::Zh => named.title.0,
            Self::Named(named) => named.title.1,
            Self::Text(text) => title_of(text, language),
        }
    }
}

/// The title that the text of a query gives itself; empty where it gives none.
pub(super) fn title_of(text: &str, language: Language) -> &str {
    let title = text.lines().find_map(|line| line.strip_prefix("#+ title:")).unwrap_or_default();
    let (chinese, english) = title.split_once('|').unwrap_or((title, title));
    if language == Language::Zh { chinese } else { english }.trim()
}

/// Says to someone at a terminal why a table is empty.
fn tell_why(graph: &Graph, query: &query::Query, asked: &Asked, language: Language) {
    let text = asked.text();
    let (schema, index) = if graph.server().is_some() {
        // Nobody waits until a server has counted everything only to be told what a name is near to.
        (Schema::default(), NameIndex::default())
    } else {
        // A graph that answered can be read.
        let (Ok(schema), Ok(index)) = (Schema::of(graph), NameIndex::build(graph)) else { return };
        (schema, index)
    };
    for message in nothing::why(graph, &schema, &index, &Prefixes::of(graph.names()), query, text) {
        eprintln!("fengong: {}", message.say(language));
    }
}

/// What the user can mend on the command line is wrong usage; what the engine could not do is a failed query.
pub(super) fn failure(error: QueryError) -> Failure {
    match error {
        QueryError::UnknownQuery { .. }
        | QueryError::MissingParameter { .. }
        | QueryError::UnknownParameter { .. }
        | QueryError::BadParameter { .. }
        | QueryError::Format { .. }
        | QueryError::Server(BackendError::Unreachable { .. } | BackendError::Denied { .. }) => Failure::usage(error),
        _ => Failure::finding(error),
    }
}
