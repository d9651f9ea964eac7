//! What is exported: a network of the plans, or the answer of a query.

use crate::cli::Failure;
use crate::cli::answer::{Gathered, Held, columns, gathered};
use crate::cli::query::{Asked, failure, parameters};
use crate::cli::scope::PlaceScope;
use clap::Args;
use clap::builder::{PossibleValue, PossibleValuesParser, TypedValueParser};
use fengong::analyse::Ledger;
use fengong::analyse::measure::{Material, measure};
use fengong::analyse::network::{Network, Projection, of_rows, of_statements, project, topics};
use fengong::graph::Graph;
use fengong::language::{Language, Message, message};
use oxigraph::model::Triple;

/// What of the graph is exported.
#[derive(Debug, Args)]
pub(super) struct Source {
    /// A network of the plans
    #[arg(long, value_name = "KIND", value_parser = kinds())]
    network: Option<Projection>,
    #[command(flatten)]
    scope: PlaceScope,
    /// The answer of a named query, or of a file that ends in .rq: rows or statements as fengong draw query takes them
    #[arg(long, value_name = "NAME|FILE.rq", conflicts_with_all = ["network", "topic", "section", "place"])]
    query: Option<String>,
    /// A parameter of the named query
    #[arg(short, long = "param", value_name = "NAME=VALUE")]
    parameters: Vec<String>,
    /// Tell the measures of each actor too, as attributes (fengong analyse --list)
    #[arg(long)]
    measures: bool,
    /// The answer of SPARQL
    #[arg(short, long, value_name = "SPARQL", conflicts_with_all = ["network", "query", "topic", "section", "place"])]
    expression: Option<String>,
}

fn kinds() -> impl TypedValueParser<Value = Projection> {
    let values = Projection::ALL.iter().map(|kind| PossibleValue::new(kind.name()).help(kind.title().1));
    PossibleValuesParser::new(values).try_map(|name| Projection::named(&name).ok_or("no kind of network"))
}

impl Source {
    /// Whether a network, or the answer of a query, was asked for.
    pub(super) fn asks(&self) -> bool {
        self.network.is_some() || self.query().is_some() || self.narrows()
    }

    /// Whether a network of the plans was asked for.
    pub(super) fn names_network(&self) -> bool {
        self.network.is_some()
    }

    /// Whether only some tasks are to be looked at.
    pub(super) fn narrows(&self) -> bool {
        !self.scope.is_whole()
    }

    fn query(&self) -> Option<&str> {
        self.query.as_deref().or(self.expression.as_deref())
    }

    /// Whether measures of actors are to be told.
    pub(super) const fn measures(&self) -> bool {
        self.measures
    }

    /// The network, with its measures where they are asked for.
    pub(super) fn network(&self, graph: &Graph, language: Language) -> Result<Network, Failure> {
        let (network, topics) = self.bare(graph, language)?;
        if !self.measures {
            return Ok(network);
        }
        let measured = measure(&Material::new(&network, topics.as_ref()), |measure| !measure.is_of_network());
        Ok(measured.told_of(network))
    }

    /// The network, and that of units and topics where its actors are units.
    fn bare(&self, graph: &Graph, language: Language) -> Result<(Network, Option<Network>), Failure> {
        if let Some((asked, found)) = self.answer(graph)? {
            return Ok((self.joined(graph, &asked, found, language)?, None));
        }
        if !self.parameters.is_empty() {
            return Err(Failure::usage(message!("--param is that of a named query: name it with --query")));
        }
        let kind = self.network.unwrap_or(Projection::LeadSupport);
        if self.network.is_none() {
            let (chinese, english) = kind.title();
            let about = Message::both(english, chinese);
            eprintln!(
                "{}",
                message!("the network {kind} ({about}); --network names another", kind = kind.name(), about => about).say(language)
            );
        }
        let graph = &graph.at_hand().map_err(Failure::finding)?;
        let ledger = Ledger::of(graph).map_err(Failure::finding)?;
        let narrowed = self.scope.narrow(graph, ledger, None, language)?;
        if let Some(told) = narrowed.told {
            eprintln!("{}", told.say(language));
        }
        let topics = topics(graph, &narrowed.ledger, kind).map_err(Failure::finding)?;
        Ok((project(graph, &narrowed.ledger, kind).map_err(Failure::finding)?, topics))
    }

    /// The statements that a query gives; nothing where none was asked.
    pub(super) fn statements(&self, graph: &Graph) -> Result<Option<Vec<Triple>>, Failure> {
        match self.answer(graph)? {
            None => Ok(None),
            Some((_, Gathered::Statements(triples))) => Ok(Some(triples)),
            Some((_, Gathered::Rows(..))) => {
                Err(Failure::usage(message!("RDF is made of statements: ask with CONSTRUCT, or choose a format of networks (--list)")))
            }
        }
    }

    fn answer(&self, graph: &Graph) -> Result<Option<(Asked, Gathered)>, Failure> {
        if self.query().is_none() {
            return Ok(None);
        }
        let given = parameters(&self.parameters)?;
        let asked = Asked::of(self.query.as_deref(), self.expression.as_deref())?;
        asked.takes(&given)?;
        let query = asked.query(graph, &given).map_err(failure)?;
        let found = gathered(graph, &query)?;
        Ok(Some((asked, found)))
    }

    fn joined(&self, graph: &Graph, asked: &Asked, found: Gathered, language: Language) -> Result<Network, Failure> {
        let held = Held::of(graph)?;
        let names = held.names(language);
        let name = match asked {
            Asked::Named(named) => named.name,
            Asked::Text(_) => "query",
        };
        match found {
            Gathered::Rows(variables, rows) => {
                of_rows(name, &columns(asked.text(), &variables), &names.cells(&rows)).map_err(Failure::finding)
            }
            Gathered::Statements(triples) => {
                let statement = |triple: Triple| {
                    let property = names.of(&triple.predicate.into());
                    (names.cell(&triple.subject.into()), property, names.cell(&triple.object))
                };
                Ok(of_statements(name, triples.into_iter().map(statement)))
            }
        }
    }
}
