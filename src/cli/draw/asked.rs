//! The answer of any query as a figure.

use super::{Drawn, Material, Written};
use crate::cli::Failure;
use crate::cli::query::{Asked, failure, parameters};
use clap::Args;
use fengong::analyse::Ledger;
use fengong::draw::{self, Arrow, Figure, Setting, arrows};
use fengong::language::{Language, message};
use fengong::query::{Answer, NameIndex, Prefixes, Query, Row, Schema, drawn_columns};
use oxigraph::model::{Term, Triple, Variable};

/// The answer of a query: the statements of a CONSTRUCT, or rows with columns source, target, weight, label, group
///
/// Without such columns, arrows go from the first column to the second, and a third of whole numbers is their weight.
#[derive(Debug, Args)]
#[command(
    after_help = "Examples:\n  fengong draw query cooperation -o net.svg\n  fengong draw query together unit=水利厅 other=环保厅 -o two.svg\n  fengong draw query -e 'SELECT ?source ?target { ?z a fg:EcologicalZone ; skos:prefLabel ?source ; fg:covers/skos:prefLabel ?target }' -o zones.svg\n  fengong draw query -e 'CONSTRUCT { ?p fg:develops ?i } { ?p fg:develops ?i }' -o places.html"
)]
pub(in crate::cli) struct QueryDrawn {
    /// A named query (see fengong query --list), or a file that ends in .rq
    #[arg(value_name = "NAME|FILE.rq", required_unless_present = "expression")]
    query: Option<String>,
    /// Parameters of the named query, as unit=水利厅
    #[arg(value_name = "NAME=VALUE")]
    values: Vec<String>,
    /// SPARQL to ask
    #[arg(short, long, value_name = "SPARQL", conflicts_with = "query")]
    expression: Option<String>,
    #[command(flatten)]
    written: Written,
}

impl Drawn for QueryDrawn {
    fn figure(&self, material: &Material<'_>) -> Result<Figure, Failure> {
        let given = parameters(&self.values)?;
        let asked = Asked::of(self.query.as_deref(), self.expression.as_deref())?;
        asked.takes(&given)?;
        let query = asked.query(material.graph, &given).map_err(failure)?;
        let found = found(material, &query, asked.text())?;
        if found.is_empty() {
            return Err(Failure::finding(message!(
                "the answer has no two columns that arrows could join: name them source and target (AS ?source)"
            )));
        }
        // What is drawn need not be about tasks.
        let setting = Setting::of(&Ledger::of(material.graph).map_err(Failure::finding)?, material.language);
        Ok(Figure::Diagram(draw::result(&found, asked.title(material.language), &setting)))
    }

    fn written(&self) -> &Written {
        &self.written
    }
}

/// The arrows of what a query gives.
fn found(material: &Material<'_>, query: &Query, text: &str) -> Result<Vec<Arrow>, Failure> {
    let graph = material.graph;
    let answer: Answer = query.run(graph).map_err(failure)?.into();
    let index = NameIndex::build(graph).map_err(Failure::finding)?;
    let schema = Schema::of(graph).map_err(failure)?;
    let names = Names { index: &index, schema: &schema, prefixes: &Prefixes::of(graph.names()), language: material.language };
    match answer {
        Answer::Rows { variables, rows } => {
            let rows: Vec<Row> = rows.collect::<Result<_, _>>().map_err(failure)?;
            Ok(of_rows(text, &variables, &rows, &names))
        }
        Answer::Graph(triples) => {
            let triples: Vec<Triple> = triples.collect::<Result<_, _>>().map_err(failure)?;
            Ok(of_triples(&triples, &names))
        }
        Answer::Boolean(_) => Err(Failure::usage(message!("a yes or no cannot be drawn: ask with SELECT or CONSTRUCT"))),
    }
}

/// What things are called.
pub(in crate::cli) struct Names<'n> {
    /// The names of things.
    pub(in crate::cli) index: &'n NameIndex,
    /// The names of properties.
    pub(in crate::cli) schema: &'n Schema,
    /// What other IRIs are shortened by.
    pub(in crate::cli) prefixes: &'n Prefixes,
    /// The language of names of properties.
    pub(in crate::cli) language: Language,
}

impl Names<'_> {
    fn of(&self, term: &Term) -> String {
        match term {
            Term::NamedNode(node) => match (self.index.thing(node), self.schema.label(node.as_str())) {
                (Some(thing), _) => thing.label.clone(),
                (None, Some((zh, en))) => if self.language == Language::Zh { zh } else { en }.clone(),
                (None, None) => self.prefixes.short(node.as_str()),
            },
            Term::Literal(literal) => literal.value().to_owned(),
            other @ Term::BlankNode(_) => self.prefixes.term(other),
        }
    }
}

/// The arrows of the rows of a query, whose text may say which column is drawn as what.
pub(in crate::cli) fn of_rows(text: &str, variables: &[Variable], rows: &[Row], names: &Names<'_>) -> Vec<Arrow> {
    let drawn = drawn_columns(text);
    let called =
        |name: &str| drawn.iter().find(|(_, column)| *column == name).map_or_else(|| name.to_owned(), |(role, _)| (*role).to_owned());
    let columns: Vec<String> = variables.iter().map(|variable| called(variable.as_str())).collect();
    let cells: Vec<Vec<String>> =
        rows.iter().map(|row| row.iter().map(|term| term.as_ref().map(|term| names.of(term)).unwrap_or_default()).collect()).collect();
    arrows(&columns, &cells)
}

/// The arrows of statements.
pub(in crate::cli) fn of_triples(triples: &[Triple], names: &Names<'_>) -> Vec<Arrow> {
    let of = |triple: &Triple| Arrow {
        from: names.of(&triple.subject.clone().into()),
        to: names.of(&triple.object),
        label: names.of(&triple.predicate.clone().into()),
        weight: 1,
        group: String::new(),
    };
    triples.iter().map(of).collect()
}
