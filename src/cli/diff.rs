//! `fengong diff`: what changed between two plans.

use super::Failure;
use super::output::{deliver, table_width, write_json};
use super::scope::ScopeOptions;
use super::source::ReaderOptions;
use clap::{Args, ValueEnum};
use fengong::analyse::Ledger;
use fengong::compare::{self, Comparison, Ink, Options, SIMILARITY, compare};
use fengong::graph::{DEFAULT_BASE, Graph, Names, rdf};
use fengong::language::{Language, Message, message};
use fengong::reader::Reading;
use fengong::text::escape;
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
    #[command(flatten)]
    reader: ReaderOptions,
    /// The beginning of the IRIs of data
    #[arg(long, value_name = "IRI", default_value = DEFAULT_BASE, hide_default_value = true)]
    base: String,
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

    /// The form that the ending of a file tells.
    fn of_file(path: &Path) -> Option<Self> {
        Some(match path.extension()?.to_str()?.to_lowercase().as_str() {
            "txt" => Self::Text,
            "md" | "markdown" => Self::Markdown,
            "json" => Self::Json,
            "ttl" => Self::Turtle,
            "trig" => Self::Trig,
            "nt" => Self::Ntriples,
            "nq" => Self::Nquads,
            "rdf" | "xml" | "owl" => Self::Rdfxml,
            "jsonld" => Self::Jsonld,
            _ => return None,
        })
    }
}

impl Diff {
    pub(super) fn run(self, language: Language) -> Result<(), Failure> {
        let format = self.format()?;
        let readings = self.readings()?;
        let names = Names::new(&self.base).map_err(Failure::usage)?;
        let plans = readings.each_ref().map(|reading| names.thing("plan", &reading.id));
        let reader = self.reader.reader()?;
        let graph = Graph::build(&reader, &readings, names).map_err(Failure::finding)?;
        let ledger = Ledger::of(&graph).map_err(Failure::finding)?;
        let narrowed = self.scope.narrow(&graph, ledger.clone(), None, language)?;
        let only = narrowed.told.is_some().then(|| narrowed.ledger.tasks.iter().map(|task| task.iri.clone()).collect());
        let options = Options { similarity: self.similarity, only };
        let mut comparison = compare(&graph, &ledger, (plans[0].as_str(), plans[1].as_str()), &options).map_err(Failure::finding)?;
        comparison.from.file = self.from.display().to_string();
        comparison.to.file = self.to.display().to_string();
        self.write(format, &graph, &comparison, narrowed.told.as_ref(), language)?;
        if self.exit_code && !comparison.is_empty() { Err(Failure::Found) } else { Ok(()) }
    }

    fn format(&self) -> Result<Format, Failure> {
        match (self.format, &self.output) {
            (Some(format), _) => Ok(format),
            (None, None) => Ok(Format::Text),
            (None, Some(path)) => Format::of_file(path).ok_or_else(|| {
                Failure::usage(message!(
                    "{path}: the ending tells no form of a comparison; choose one with --format",
                    path = path.display()
                ))
            }),
        }
    }

    /// Reads both plans. Where they have one id, as two versions in two folders may, the beginning of the hash of their texts tells them
    /// apart, as it does for `--plan`; the second reading of one text is told apart by a 2.
    fn readings(&self) -> Result<[Reading; 2], Failure> {
        let reader = self.reader.reader()?;
        let read = |path: &Path| reader.read_file(path).map_err(Failure::usage);
        let mut readings = [read(&self.from)?, read(&self.to)?];
        if readings[0].id == readings[1].id {
            readings.iter_mut().for_each(Reading::tell_apart);
        }
        if readings[0].id == readings[1].id {
            readings[1].id.push_str("-2");
        }
        Ok(readings)
    }

    fn write(
        &self,
        format: Format,
        graph: &Graph,
        comparison: &Comparison,
        told: Option<&Message>,
        language: Language,
    ) -> Result<(), Failure> {
        deliver(self.output.as_deref(), |out| {
            if let Some(format) = format.of_rdf() {
                let quads = compare::quads(graph, comparison).map_err(Failure::finding)?;
                return rdf::write(quads, format, graph.names(), out).map_err(Failure::usage);
            }
            let told = told.map(|told| told.say(language));
            let written = match format {
                Format::Json => return write_json(comparison, out),
                Format::Markdown => {
                    let report = compare::markdown(comparison, language);
                    told.map_or_else(|| report.clone(), |told| format!("{report}\n{}\n", escape::markdown_line(&told)))
                }
                _ => {
                    let colours = self.output.is_none() && has_colours();
                    let width = table_width().map_or(80, usize::from);
                    let report = compare::text(
                        comparison,
                        width,
                        language,
                        |ink, words| if colours { coloured(ink, words) } else { words.to_owned() },
                    );
                    told.map_or_else(|| report.clone(), |told| format!("{told}\n\n{report}"))
                }
            };
            out.write_all(written.as_bytes()).map_err(Failure::usage)
        })
    }
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
