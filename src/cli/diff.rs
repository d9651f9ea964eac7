//! `fengong diff`: what changed between two plans.

use super::Failure;
use super::ending::{Endings, chosen};
use super::output::{deliver, table_width, write_json};
use super::scope::ScopeOptions;
use super::source::ReaderOptions;
use clap::{Args, ValueEnum};
use fengong::analyse::Ledger;
use fengong::compare::{self, Comparison, Ink, Options, SIMILARITY, compare};
use fengong::graph::{DEFAULT_BASE, Graph, Names, rdf};
use fengong::language::{Language, Message, message};
use fengong::reader::{Reader, Reading};
use std::io::{self, IsTerminal};
use std::path::{Path, PathBuf};

/// Tell what changed between two plans or two versions of one
///
/// Tasks are matched by equal words, then by number and heading, then by how similar their words are;
/// units through the reforms that made the one of the other. Everything is told with the words of both
/// plans.
#[derive(Debug, Args)]
#[command(
    after_help = "Examples:\n  fengong diff draft.docx final.docx\n  fengong diff v1/plan.txt v2/plan.txt --format markdown -o changes.md\n  fengong diff a.txt b.txt --section 二          only what concerns this chapter\n  fengong diff a.txt b.txt --exit-code         exit status 1 where anything differs\n  fengong diff a.txt b.txt -o diff.ttl && fengong query --plan a.txt b.txt --with diff.ttl -e 'SELECT ?k ?b ?a { ?c fg:changeKind ?k ; fg:before ?b ; fg:after ?a }'"
)]
pub(crate) struct Diff {
    /// The first plan
    #[arg(value_name = "A")]
    from: PathBuf,
    /// The second plan
    #[arg(value_name = "B")]
    to: PathBuf,
    #[command(flatten)]
    options: Compared,
    #[command(flatten)]
    reader: ReaderOptions,
    /// The beginning of the IRIs of data
    #[arg(long, value_name = "IRI", default_value = DEFAULT_BASE, hide_default_value = true)]
    base: String,
}

/// What of two plans is compared, and how it is told.
#[derive(Debug, Args)]
pub(super) struct Compared {
    /// The form; without it, what the ending of --output says, or text
    #[arg(short, long, value_enum)]
    format: Option<Format>,
    /// Write to this file instead of standard output
    #[arg(short, long, value_name = "FILE")]
    output: Option<PathBuf>,
    /// The least similarity at which tasks count as the same, from 0 to 1
    #[arg(long, value_name = "X", default_value_t = SIMILARITY, value_parser = share)]
    similarity: f64,
    /// Exit with 1 if anything differs
    #[arg(long)]
    exit_code: bool,
    #[command(flatten)]
    scope: ScopeOptions,
}

/// Forms of a comparison.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Format {
    /// For people at a terminal
    Text,
    /// A report with tables
    Markdown,
    /// One object of JSON
    Json,
    /// RDF as Turtle
    Turtle,
    /// RDF as TriG, in its named graph
    Trig,
    /// RDF as N-Triples
    Ntriples,
    /// RDF as N-Quads, in its named graph
    Nquads,
    /// RDF as RDF/XML
    Rdfxml,
    /// RDF as JSON-LD, in its named graph
    Jsonld,
}

impl Format {
    const fn of_rdf(self) -> Option<rdf::Format> {
        match self {
            Self::Text | Self::Markdown | Self::Json => None,
            Self::Turtle => Some(rdf::Format::Turtle),
            Self::Trig => Some(rdf::Format::TriG),
            Self::Ntriples => Some(rdf::Format::NTriples),
            Self::Nquads => Some(rdf::Format::NQuads),
            Self::Rdfxml => Some(rdf::Format::RdfXml),
            Self::Jsonld => Some(rdf::Format::JsonLd),
        }
    }
}

/// The forms with the endings that tell them.
const FORMS: &[Endings<Format>] = &[
    (Format::Text, &["txt"]),
    (Format::Markdown, &["md", "markdown"]),
    (Format::Json, &["json"]),
    (Format::Turtle, rdf::Format::Turtle.endings()),
    (Format::Trig, rdf::Format::TriG.endings()),
    (Format::Ntriples, rdf::Format::NTriples.endings()),
    (Format::Nquads, rdf::Format::NQuads.endings()),
    (Format::Rdfxml, rdf::Format::RdfXml.endings()),
    (Format::Jsonld, rdf::Format::JsonLd.endings()),
];

impl Diff {
    pub(super) fn run(self, language: Language) -> Result<(), Failure> {
        self.options.format()?;
        let reader = self.reader.reader()?;
        let read = |path: &Path| reader.read_file(path).map_err(Failure::usage);
        let readings = [read(&self.from)?, read(&self.to)?];
        let names = Names::new(&self.base).map_err(Failure::usage)?;
        let files = [&self.from, &self.to].map(|path| path.display().to_string());
        let told = self.options.tell(&reader, names, readings, files, has_colours(), language)?;
        deliver(self.options.output.as_deref(), |out| out.write_all(&told.words).map_err(Failure::usage))?;
        if self.options.exit_code && told.differs { Err(Failure::Found) } else { Ok(()) }
    }
}

/// What changed between two plans.
pub(super) struct Told {
    /// In the form that was asked for.
    pub(super) words: Vec<u8>,
    /// Whether anything differs.
    differs: bool,
}

impl Compared {
    /// Compares two plans that were read by `reader`, called as `files` say; the comparison is written into the file that is named, if one is.
    pub(super) fn of(
        &self,
        reader: &Reader,
        names: Names,
        readings: [Reading; 2],
        files: [String; 2],
        colours: bool,
        language: Language,
    ) -> Result<Vec<u8>, Failure> {
        let told = self.tell(reader, names, readings, files, colours, language)?;
        if self.output.is_some() {
            deliver(self.output.as_deref(), |out| out.write_all(&told.words).map_err(Failure::usage))?;
        }
        if self.exit_code && told.differs { Err(Failure::Found) } else { Ok(told.words) }
    }

    /// The file that is written instead of a screen, if one is.
    pub(super) fn file(&self) -> Option<&Path> {
        self.output.as_deref()
    }

    fn tell(
        &self,
        reader: &Reader,
        names: Names,
        readings: [Reading; 2],
        files: [String; 2],
        colours: bool,
        language: Language,
    ) -> Result<Told, Failure> {
        let format = self.format()?;
        let readings = of_one_place(told_apart(readings));
        let plans = readings.each_ref().map(|reading| names.thing("plan", &reading.id));
        let graph = Graph::build(reader, &readings, names).map_err(Failure::finding)?;
        let ledger = Ledger::of(&graph).map_err(Failure::finding)?;
        let narrowed = self.scope.narrow(&graph, ledger.clone(), None, language)?;
        let only = narrowed.conditions.is_some().then(|| narrowed.ledger.tasks.iter().map(|task| task.iri.clone()).collect());
        let options = Options { similarity: self.similarity, only };
        let mut comparison = compare(&graph, &ledger, (plans[0].as_str(), plans[1].as_str()), &options).map_err(Failure::finding)?;
        [comparison.from.file, comparison.to.file] = files;
        let all = plans.each_ref().map(|plan| ledger.tasks.iter().filter(|task| task.plan == plan.as_str()).count());
        let told = narrowed.conditions.map(|conditions| {
            message!(
                "Only {conditions}, and what they are matched with: {from} of {all_from} tasks of A, {to} of {all_to} of B. Units, places and topics are told of these tasks alone.",
                conditions = conditions,
                from = comparison.from.tasks,
                all_from = all[0],
                to = comparison.to.tasks,
                all_to = all[1]
            )
        });
        let mut words = Vec::new();
        self.write(format, &graph, &comparison, (told.as_ref(), colours, language), &mut words)?;
        Ok(Told { words, differs: !comparison.is_empty() })
    }

    fn format(&self) -> Result<Format, Failure> {
        chosen(self.format, self.output.as_deref(), Format::Text, FORMS)
    }

    fn write(
        &self,
        format: Format,
        graph: &Graph,
        comparison: &Comparison,
        (told, colours, language): (Option<&Message>, bool, Language),
        out: &mut Vec<u8>,
    ) -> Result<(), Failure> {
        if let Some(format) = format.of_rdf() {
            let quads = compare::quads(graph, comparison).map_err(Failure::finding)?;
            return rdf::write(quads, format, graph.names(), out).map_err(Failure::usage);
        }
        let told = told.map(|told| told.say(language));
        let written = match format {
            Format::Json => return write_json(comparison, out),
            Format::Markdown => compare::markdown(comparison, told.as_deref(), language),
            _ => {
                let colours = self.output.is_none() && colours;
                let width = table_width().map_or(80, usize::from);
                let report =
                    compare::text(comparison, width, language, |ink, words| if colours { coloured(ink, words) } else { words.to_owned() });
                told.map_or_else(|| report.clone(), |told| format!("{told}\n\n{report}"))
            }
        };
        out.extend(written.into_bytes());
        Ok(())
    }
}

/// Where two plans have one id, as two versions in two folders may, the beginning of the hash of their texts tells them apart, as it does for
/// `--plan`; the second reading of one text is told apart by a 2.
fn told_apart(mut readings: [Reading; 2]) -> [Reading; 2] {
    if readings[0].id == readings[1].id {
        readings.iter_mut().for_each(Reading::tell_apart);
    }
    if readings[0].id == readings[1].id {
        readings[1].id.push_str("-2");
    }
    readings
}

/// Of two plans of unknown place that are compared, the units of one name are the same: who compares them says that they belong together.
fn of_one_place(mut readings: [Reading; 2]) -> [Reading; 2] {
    if readings.iter().all(|reading| reading.resolution.home.is_none()) {
        readings.iter_mut().flat_map(|reading| &mut reading.resolution.units).for_each(|unit| unit.is_decided = true);
    }
    readings
}

/// Whether standard output shows colours; `NO_COLOR` (no-color.org) leaves them out.
fn has_colours() -> bool {
    let wanted = std::env::var_os("NO_COLOR").is_none_or(|value| value.is_empty());
    let able = std::env::var_os("TERM").is_none_or(|term| term != "dumb");
    io::stdout().is_terminal() && wanted && able
}

fn coloured(ink: Ink, words: &str) -> String {
    let code = match ink {
        Ink::Plain => return words.to_owned(),
        Ink::Head => "1",
        Ink::Deleted => "31",
        Ink::Inserted => "32",
        Ink::Dim => "2",
    };
    format!("\u{1b}[{code}m{words}\u{1b}[0m")
}

/// A share, from 0 to 1.
fn share(words: &str) -> Result<f64, String> {
    let share = words.parse().ok().filter(|share| (0.0..=1.0).contains(share));
    share.ok_or_else(|| message!("a share from 0 to 1 is needed, as 0.95").to_string())
}
