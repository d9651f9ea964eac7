//! `fengong export`: the graph as RDF, and networks in the formats of other tools.

mod form;
mod shards;
mod source;
mod written;

pub(super) use written::Written;

use super::Failure;
use super::output::{deliver, deliver_stream, table_width};
use super::source::PlanOptions;
use clap::Args;
use fengong::graph::{Stream, rdf};
use fengong::language::{Language, message};
use fengong::query::draw_table;
use form::Form;

/// Write the graph as RDF, or a network for other tools
///
/// Without --network, --query or -e, RDF of everything is written. N-Quads, TriG and JSON-LD keep the named graphs: one a plan, one for the
/// reference data that the plans name, one for the ontology; the other forms hold all statements together.
///
/// A format of networks writes lead-support unless --network names another, or the answer of a query. The formats csv and neo4j are two files: -o
/// net.csv writes net-nodes.csv and net-edges.csv, or net-relationships.csv; both or none. What each format opens in, and how, is told in
/// docs/exports.md.
#[derive(Debug, Args)]
#[command(
    after_help = "Examples:\n  fengong export -o plan.ttl                           the whole graph\n  fengong export --format nquads --plan a.txt b.txt -o plans.nq\n  fengong export --only-plan --format jsonld\n  fengong export -o net.gexf                           who leads what whom supports\n  fengong export --network unit-topic -o topics.net    units and topics, for Pajek\n  fengong export --network together --topic 水资源 -o water.graphml\n  fengong export --format matrix --bom yes -o matrix.csv   a matrix for Excel\n  fengong export --network unit-task --format neo4j -o plan.csv\n  fengong export --query cooperation -p least=3 -o strong.cx2\n  fengong export -e 'CONSTRUCT { ?p fg:develops ?i } { ?p fg:develops ?i }' -o places.ttl\n  fengong export --store plans.store --shards 8 -o shards   packed N-Quads, for the loader of a server\n  fengong export --list                                all formats, and what opens them"
)]
pub(crate) struct Export {
    #[command(flatten)]
    written: Written,
    /// List the formats with what opens them
    #[arg(long)]
    list: bool,
    #[command(flatten)]
    plans: PlanOptions,
}

impl Export {
    pub(super) fn run(self, language: Language) -> Result<(), Failure> {
        if self.list {
            return list(language);
        }
        // What cannot be written is told before plans are read.
        if self.written.form()? == Form::Rdf(rdf::Format::NQuads)
            && self.plans.with.is_empty()
            && !self.plans.is_elsewhere()
            && !self.written.asks()
            && !self.written.in_shards()
        {
            return self.stream();
        }
        let (graph, readings) = self.plans.graph()?;
        self.written.write(&graph, language)?;
        // The process ends here: what the graph holds need not be given back piece by piece.
        std::mem::forget((graph, readings));
        Ok(())
    }

    /// N-Quads need no store: any number of plans is written as it is read.
    fn stream(&self) -> Result<(), Failure> {
        let (reader, names) = (self.plans.reader.reader()?, self.plans.names()?);
        deliver_stream(self.written.path(), |out| {
            let mut stream = Stream::new(&reader, &names, out);
            self.plans.each(&reader, |reading| stream.plan(&reading).map_err(Failure::usage))?;
            if self.written.only_plan() { stream.end() } else { stream.finish() }.map(drop).map_err(Failure::usage)
        })
    }
}

/// The table of formats.
fn list(language: Language) -> Result<(), Failure> {
    let keeps = |form: Form| if form.keeps_attributes() { message!("everything") } else { message!("names, weights") };
    let row = |form: Form| vec![form.name().to_owned(), form.endings().join(" "), form.about().say(language), keeps(form).say(language)];
    let rows: Vec<Vec<String>> = Form::all().map(row).collect();
    let heads = [message!("format"), message!("ending"), message!("what it is, and what opens it"), message!("keeps")];
    let heads = heads.map(|head| head.say(language));
    let table = draw_table(&heads, &rows, table_width());
    deliver(None, |out| out.write_all(table.as_bytes()).map_err(Failure::usage))
}
