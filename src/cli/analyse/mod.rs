//! `fengong analyse`: measures of networks.

mod chain;
mod choice;
mod data;
mod report;
mod table;

use super::Failure;
use super::ending::{Endings, chosen, of_rdf};
use super::output::{Called, deliver, deliver_together};
use super::scope::{PlaceScope, thing};
use super::source::PlanOptions;
use choice::Choice;
use clap::builder::{PossibleValuesParser, TypedValueParser};
use clap::{Args, ValueEnum};
use fengong::analyse::measure::{MEASURES, Material, Measure, Measured, Origin, measure, statements};
use fengong::analyse::network::{Network, Projection, project, topics};
use fengong::analyse::{Geography, Ledger};
use fengong::export::BOM;
use fengong::graph::vocab::fg;
use fengong::graph::{Graph, rdf};
use fengong::language::{Language, Message, message};
use oxigraph::model::Quad;
use std::path::{Path, PathBuf};

/// Measure the networks of a plan: centrality, communities, structural holes …
#[derive(Debug, Args)]
#[command(
    after_help = "Examples:\n  fengong analyse                                  who leads what others support\n  fengong analyse --network together --all         every measure of who shares tasks\n  fengong analyse --chain 教育厅 海关               how two units are joined, by which tasks\n  fengong analyse --topic 水资源 -o water.md        a report\n  fengong analyse --materialise net.trig && fengong query positions --with net.trig\n  fengong analyse --list                           what each measure is"
)]
pub(crate) struct Analyse {
    #[command(flatten)]
    options: Options,
    #[command(flatten)]
    plans: PlanOptions,
}

/// What is measured, and how it is told.
#[derive(Debug, Args)]
pub(super) struct Options {
    /// Which network is measured
    #[arg(short, long, value_name = "NETWORK", default_value = "lead-support", value_parser = projections())]
    network: Projection,
    #[command(flatten)]
    scope: PlaceScope,
    /// Only these measures (see --list)
    #[arg(short, long, value_name = "MEASURE", num_args = 1.., value_delimiter = ',', value_parser = measures(), conflicts_with = "all")]
    measure: Vec<&'static Measure>,
    /// All measures that apply, not only the usual ones
    #[arg(long)]
    all: bool,
    /// Order actors by this measure, the end first that stands out: the greatest, of constraint the least
    #[arg(long, value_name = "MEASURE", value_parser = measures_of_actors(), hide_possible_values = true)]
    sort: Option<&'static Measure>,
    /// Order them the other way
    #[arg(long)]
    reverse: bool,
    /// Only the first so many actors
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u32).range(1..))]
    top: Option<u32>,
    /// The shortest chain between two units, with the tasks along it
    #[arg(long, value_name = "UNIT", num_args = 2, conflicts_with_all = ["measure", "all", "sort", "reverse", "top", "materialise"])]
    chain: Vec<String>,
    /// State the measures as RDF in this file, for --with (.trig, .nq, .ttl, .jsonld …)
    #[arg(long, value_name = "FILE", num_args = 0..=1)]
    materialise: Option<Option<PathBuf>>,
    /// How the measures are written; without it, what the ending of --output says, or a table
    #[arg(short, long, value_enum)]
    format: Option<Form>,
    /// Write to this file instead of standard output
    #[arg(short, long, value_name = "FILE")]
    output: Option<PathBuf>,
    /// Whether CSV begins with a byte order mark, by which Excel knows Unicode; without it, it does not
    #[arg(long, value_name = "yes|no", value_parser = ["yes", "no"], hide_possible_values = true)]
    bom: Option<String>,
    /// List the networks and measures with what they are
    #[arg(long)]
    list: bool,
}

/// The forms in which measures are told.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Form {
    /// For people at a terminal
    Table,
    /// For spreadsheets: a row for each actor
    Csv,
    /// For programs
    Json,
    /// A report to read on
    Markdown,
}

/// The forms with the endings that tell them.
const FORMS: &[Endings<Form>] =
    &[(Form::Table, &["txt"]), (Form::Csv, &["csv"]), (Form::Json, &["json"]), (Form::Markdown, &["md", "markdown"])];

/// A network with its measures and the words about them.
struct Analysis<'a> {
    network: &'a Network,
    ledger: &'a Ledger,
    projection: Projection,
    measured: Measured,
    /// Nothing where nobody asked who holds the network together.
    bridges: Option<Vec<(usize, usize)>>,
    /// The actors in the order in which they are told.
    order: Vec<usize>,
    /// By which measure they are ordered, and whether its least values come first.
    sort: (&'static Measure, bool),
    /// Which tasks were left out.
    told: Option<String>,
    language: Language,
}

fn projections() -> impl TypedValueParser<Value = Projection> {
    let names = Projection::ALL.iter().map(|projection| projection.name());
    PossibleValuesParser::new(names).try_map(|name| Projection::named(&name).ok_or("no network"))
}

fn measures_of_actors() -> impl TypedValueParser<Value = &'static Measure> {
    let names = MEASURES.iter().filter(|measure| !measure.is_of_network()).map(|measure| measure.name);
    PossibleValuesParser::new(names).try_map(|name| Measure::named(&name).ok_or("no measure"))
}

fn measures() -> impl TypedValueParser<Value = &'static Measure> {
    PossibleValuesParser::new(MEASURES.iter().map(|measure| measure.name)).try_map(|name| Measure::named(&name).ok_or("no measure"))
}

impl Analyse {
    pub(super) fn run(self, language: Language) -> Result<(), Failure> {
        // What cannot be written is told before plans are read.
        let form = self.options.form()?;
        if !self.options.list && self.options.chain.is_empty() {
            Choice::of(&self.options, form)?;
        }
        let file = self.options.file_of_statements()?;
        if let Some((path, _)) = file
            && self.options.file() == Some(path)
        {
            return Err(Failure::usage(message!(
                "{path} is named twice: the measures and their statements need a file each",
                path = path.display()
            )));
        }
        if self.options.list {
            return deliver(self.options.output.as_deref(), |out| table::list(language, out));
        }
        let (graph, readings) = self.plans.graph()?;
        let told = self.options.tell(&graph, language)?;
        self.options.write(&told, &graph)?;
        if self.options.output.is_none() {
            deliver(None, |out| out.write_all(&told.words).map_err(Failure::usage))?;
        }
        // The process ends here: what the graph holds need not be given back piece by piece.
        std::mem::forget((graph, readings));
        Ok(())
    }
}

/// What was asked for.
pub(super) struct Told {
    /// In the form that was asked for.
    pub(super) words: Vec<u8>,
    /// The measures as statements, where they are to be materialised.
    pub(super) statements: Vec<Quad>,
}

impl Options {
    /// Takes the measures of a graph that is there already; they are materialised in it, unless a file is named. Gives what is to be shown.
    pub(super) fn in_graph(&self, graph: &Graph, language: Language) -> Result<Told, Failure> {
        let told = self.tell(graph, language)?;
        self.write(&told, graph)?;
        if self.materialise == Some(None) {
            graph.replace(&told.statements).map_err(Failure::finding)?;
        }
        Ok(told)
    }

    /// The network that is measured.
    pub(super) const fn network(&self) -> &'static str {
        self.network.name()
    }

    /// Whether the measures are stated in the graph that is measured.
    pub(super) fn is_in_graph(&self) -> bool {
        self.materialise == Some(None)
    }

    /// Writes the files that were asked for: both, or none.
    fn write(&self, told: &Told, graph: &Graph) -> Result<(), Failure> {
        let mut files = Vec::new();
        if self.materialise.as_ref().is_some_and(Option::is_some)
            && let Some((path, format)) = self.file_of_statements()?
        {
            let mut bytes = Vec::new();
            rdf::write(told.statements.clone(), format, graph.names(), &mut bytes).map_err(Failure::usage)?;
            files.push((path.to_owned(), bytes));
        }
        files.extend(self.output.iter().map(|path| (path.clone(), told.words.clone())));
        deliver_together(&files, Called::AsAsked)
    }

    /// The file that is written instead of a screen, if one is.
    pub(super) fn file(&self) -> Option<&Path> {
        self.output.as_deref()
    }

    fn tell(&self, graph: &Graph, language: Language) -> Result<Told, Failure> {
        let mut told = Told { words: Vec::new(), statements: Vec::new() };
        if self.list {
            table::list(language, &mut told.words)?;
            return Ok(told);
        }
        let form = self.form()?;
        if form == Form::Csv && self.bom.as_deref() == Some("yes") {
            told.words.extend(BOM);
        }
        let graph = &graph.at_hand().map_err(Failure::finding)?;
        let ledger = Ledger::of(graph).map_err(Failure::finding)?;
        if ledger.tasks.is_empty() {
            return Err(Failure::finding(message!(
                "there is nothing to measure: the plan has no tasks (fengong extract shows what is read)"
            )));
        }
        let narrowed = self.scope.narrow(graph, ledger, None, language)?;
        let scope = narrowed.subject();
        let ledger = narrowed.ledger;
        let network = project(graph, &ledger, self.network).map_err(Failure::finding)?;
        if network.actors.is_empty() {
            return Err(Failure::finding(message!("there is nothing to show: no task, unit or place fulfils the conditions")));
        }
        if let [from, to] = self.chain.as_slice() {
            let ends = [self.end(graph, &network, from)?, self.end(graph, &network, to)?];
            let geography = (self.network == Projection::PlaceIndustry).then(|| Geography::of(graph, &ledger));
            let geography = geography.transpose().map_err(Failure::finding)?;
            let steps = chain::steps(&network, &ledger, geography.as_ref(), ends)?;
            chain::write(&steps, form, language, &mut told.words)?;
            return Ok(told);
        }
        let choice = Choice::of(self, form)?;
        let topics = topics(graph, &ledger, self.network).map_err(Failure::finding)?;
        let material = Material::new(&network, topics.as_ref());
        let taken = measure(&material, |measure| choice.takes(measure));
        if self.materialise.is_some() {
            let plans: Vec<String> = ledger.plans.iter().map(|plan| plan.iri.clone()).collect();
            let scope = if scope.is_empty() { String::new() } else { format!(" · {}", scope.join("、")) };
            let title = |language| format!("{}{scope}", title(self.network, &ledger, language));
            let origin = Origin { plans: &plans, scope: &narrowed.scope, title: (title(Language::Zh), title(Language::En)) };
            told.statements = statements(graph.names(), &origin, &network, &taken);
        }
        let mut order = choice.order(&network, &taken);
        order.truncate(self.top.map_or(usize::MAX, |top| top as usize));
        let measured = choice.told(taken);
        if measured.whole.is_empty() && measured.columns.is_empty() {
            return Err(Failure::finding(message!("there is nothing to show: these measures have no value in this network")));
        }
        let analysis = Analysis {
            network: &network,
            ledger: &ledger,
            projection: self.network,
            order,
            sort: choice.sort(),
            measured,
            bridges: ["bridges", "is_articulation"].iter().any(|name| choice.tells(name)).then(|| material.cuts().bridges.clone()),
            told: narrowed.told.map(|told| told.say(language)),
            language,
        };
        let out = &mut told.words;
        match form {
            Form::Table => table::write(&analysis, out),
            Form::Csv => data::csv(&analysis, out),
            Form::Json => data::json(&analysis, out),
            Form::Markdown => report::write(&analysis, out),
        }?;
        Ok(told)
    }

    /// The file that the measures are stated in, with its form; an error where it was left out, or its ending tells no form of RDF.
    fn file_of_statements(&self) -> Result<Option<(&Path, rdf::Format)>, Failure> {
        let Some(path) = &self.materialise else { return Ok(None) };
        let Some(path) = path else {
            return Err(Failure::usage(message!("--materialise: name the file that the statements go to, such as net.trig")));
        };
        Ok(Some((path, of_rdf(path)?)))
    }

    /// The form, where everything that was asked for can be told in it.
    fn form(&self) -> Result<Form, Failure> {
        let form = chosen(self.format, self.output.as_deref(), Form::Table, FORMS)?;
        if self.bom.is_some() && form != Form::Csv {
            let format = form.to_possible_value().map(|value| value.get_name().to_owned()).unwrap_or_default();
            return Err(Failure::usage(
                message!("--bom is for {takers}; {format} takes no mark", takers => Message::list(["csv"]), format = format),
            ));
        }
        Ok(form)
    }

    /// Which actor a name is.
    fn end(&self, graph: &Graph, network: &Network, name: &str) -> Result<usize, Failure> {
        // Places and industries have names of their own; the rest are asked for as units.
        if let Some(actor) = network.actor(name) {
            return Ok(actor);
        }
        let found = thing(graph, "--chain", name, if self.network == Projection::PlaceIndustry { fg::PLACE } else { fg::UNIT })?;
        let actor = network.actors.iter().position(|actor| actor.id == found.as_str());
        actor.ok_or_else(|| Failure::finding(message!("{unit} has no part in these tasks", unit = name)))
    }
}

impl Analysis<'_> {
    /// What the network is called, with its plans.
    fn title(&self) -> String {
        title(self.projection, self.ledger, self.language)
    }
}

fn title(projection: Projection, ledger: &Ledger, language: Language) -> String {
    let plans: Vec<&str> = ledger.plans.iter().map(|plan| plan.name.as_str()).collect();
    format!("{} · {}", language.choose(projection.title()), plans.join("、"))
}
