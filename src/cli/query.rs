//! `fengong query`: ask the graph.

use super::Failure;
use super::output::{deliver, table_width};
use super::source::PlanOptions;
use clap::Args;
use clap::builder::{PossibleValuesParser, TypedValueParser};
use fengong::language::{Speak, message};
use fengong::query::{self, CATALOGUE, Format, NamedQuery, QueryError, find_query, nearest_names};
use std::path::{Path, PathBuf};

/// Ask the graph: a named query, SPARQL, or a file of it
#[derive(Debug, Args)]
#[command(
    after_help = "Examples:\n  fengong query --list\n  fengong query water\n  fengong query ledger --param unit=水利厅\n  fengong query -e 'SELECT ?l { ?z a fg:EcologicalZone ; skos:prefLabel ?l }' --format csv\n  fengong query my.rq --plan plan.txt --format json -o answer.json\n\nThe prefixes fg, skos, dcterms, prov, org, geo, rdf, rdfs, xsd, owl and, for data, unit, topic, industry,\ndivision, port, region, cluster, function, plan, id need no declaration."
)]
pub(crate) struct Query {
    /// A named query (see --list), or a file that ends in .rq
    #[arg(value_name = "NAME|FILE.rq", required_unless_present_any = ["expression", "list"])]
    query: Option<String>,
    /// SPARQL to ask
    #[arg(short, long, value_name = "SPARQL", conflicts_with = "query")]
    expression: Option<String>,
    /// A parameter of the named query
    #[arg(short, long = "param", value_name = "NAME=VALUE")]
    parameters: Vec<String>,
    /// How the answer is written
    #[arg(short, long, default_value = "table", value_parser = formats())]
    format: Format,
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
fn formats() -> impl TypedValueParser<Value = Format> {
    PossibleValuesParser::new(Format::all().map(Format::name)).try_map(|name| Format::named(&name).ok_or("no form of an answer"))
}

impl Query {
    pub(super) fn run(self) -> Result<(), Failure> {
        if self.list {
            return self.list();
        }
        let parameters = self.parameters()?;
        let asked = self.asked()?;
        if self.show {
            let text = match &asked {
                Asked::Named(named) => named.text,
                Asked::Text(text) => text,
            };
            return deliver(self.output.as_deref(), |out| out.write_all(text.as_bytes()).map_err(Failure::usage));
        }
        if let (Asked::Text(_), Some((name, _))) = (&asked, parameters.first()) {
            return Err(Failure::usage(message!("query given as SPARQL has no parameter {name}; it has none", name = name)));
        }
        let (graph, readings) = self.plans.graph()?;
        let query = match &asked {
            Asked::Named(named) => query::Query::named(&graph, named, &parameters),
            Asked::Text(text) => query::Query::parse(&graph, text),
        };
        let query = query.map_err(failure)?;
        let results = query.run(&graph).map_err(failure)?;
        deliver(self.output.as_deref(), |out| query::write(results, self.format, graph.names(), table_width(), out).map_err(failure))?;
        // The process ends here: what the graph holds need not be given back piece by piece.
        std::mem::forget((graph, readings));
        Ok(())
    }

    fn parameters(&self) -> Result<Vec<(String, String)>, Failure> {
        let pair = |given: &String| match given.split_once('=') {
            Some((name, value)) => Ok((name.trim().to_owned(), value.to_owned())),
            None => Err(Failure::usage(message!("--param {given}: write it as NAME=VALUE", given = given))),
        };
        self.parameters.iter().map(pair).collect()
    }

    fn asked(&self) -> Result<Asked, Failure> {
        if let Some(expression) = &self.expression {
            return Ok(Asked::Text(expression.clone()));
        }
        let name = self.query.as_deref().unwrap_or_default();
        if let Some(named) = find_query(name) {
            return Ok(Asked::Named(named));
        }
        let path = PathBuf::from(name);
        if name.ends_with(".rq") || name.contains('/') || path.is_file() {
            return query_file(&path).map(Asked::Text);
        }
        let nearest = nearest_names(name, CATALOGUE.iter().map(|(name, _)| *name), 3);
        Err(Failure::usage(QueryError::UnknownQuery { name: name.to_owned(), nearest }))
    }

    fn list(&self) -> Result<(), Failure> {
        let queries = CATALOGUE.iter().filter_map(|(name, _)| find_query(name));
        let rows: Vec<Vec<String>> = queries
            .map(|named| {
                let parameters = named.parameters.iter().map(|parameter| match parameter.default {
                    Some(default) => format!("{}={default}", parameter.name),
                    None => parameter.name.to_owned(),
                });
                vec![named.name.to_owned(), parameters.collect::<Vec<_>>().join(" "), named.title.0.to_owned(), named.title.1.to_owned()]
            })
            .collect();
        let heads = ["query", "param", "问题", "question"].map(str::to_owned);
        deliver(self.output.as_deref(), |out| {
            out.write_all(query::draw_table(&heads, &rows, table_width()).as_bytes()).map_err(Failure::usage)
        })
    }
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

enum Asked {
    Named(NamedQuery),
    Text(String),
}

/// What the user can mend on the command line is wrong usage; what the engine could not do is a failed query.
fn failure(error: QueryError) -> Failure {
    match error {
        QueryError::UnknownQuery { .. }
        | QueryError::MissingParameter { .. }
        | QueryError::UnknownParameter { .. }
        | QueryError::BadParameter { .. }
        | QueryError::Format { .. } => Failure::usage(error),
        _ => Failure::finding(error),
    }
}
