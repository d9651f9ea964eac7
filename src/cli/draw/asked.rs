//! The answer of any query as a figure.

use super::{Drawn, Material, Written};
use crate::cli::Failure;
use crate::cli::answer::{Gathered, Held, Names, columns, gathered};
use crate::cli::query::{Asked, failure, parameters};
use clap::Args;
use fengong::analyse::Plan;
use fengong::draw::{self, Arrow, Figure, Setting, arrows};
use fengong::language::message;
use fengong::query::{Query, Row};
use oxigraph::model::{Triple, Variable};

/// The answer of a query: the statements of a CONSTRUCT, or rows with columns source, target, weight, label, group
///
/// Without such columns, arrows go from the first column to the second, and a third of numbers is their weight.
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
            return Err(Failure::finding(message!("there is nothing to draw: the answer is empty")));
        }
        // What is drawn need not be about tasks.
        let setting = Setting::of_plans(&Plan::all(material.graph).map_err(Failure::finding)?, material.language);
        Ok(Figure::Diagram(draw::result(&found, asked.title(material.language), &setting)))
    }

    fn written(&self) -> &Written {
        &self.written
    }
}

/// The arrows of what a query gives.
fn found(material: &Material<'_>, query: &Query, text: &str) -> Result<Vec<Arrow>, Failure> {
    let held = Held::of(material.graph)?;
    let names = held.names(material.language);
    Ok(match gathered(material.graph, query)? {
        Gathered::Rows(variables, rows) => of_rows(text, &variables, &rows, &names)?,
        Gathered::Statements(triples) => of_triples(&triples, &names),
    })
}

/// The arrows of the rows of a query, whose text may say which column is drawn as what.
pub(in crate::cli) fn of_rows(text: &str, variables: &[Variable], rows: &[Row], names: &Names<'_>) -> Result<Vec<Arrow>, Failure> {
    arrows(&columns(text, variables), &names.cells(rows)).map_err(Failure::finding)
}

/// The arrows of statements.
pub(in crate::cli) fn of_triples(triples: &[Triple], names: &Names<'_>) -> Vec<Arrow> {
    let of = |triple: &Triple| Arrow {
        from: names.of(&triple.subject.clone().into()),
        to: names.of(&triple.object),
        label: names.of(&triple.predicate.clone().into()),
        weight: 1.0,
        group: String::new(),
    };
    triples.iter().map(of).collect()
}
