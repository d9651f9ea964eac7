//! Measures for programs: CSV and JSON, with all digits.

use super::Analysis;
use crate::cli::Failure;
use crate::cli::output::write_json;
use fengong::analyse::network::Value;
use fengong::export::spreadsheet::{Spreadsheet, cell, words};
use fengong::language::Language;
use serde::Serialize;
use serde::ser::{SerializeMap, Serializer};
use std::io::Write;

/// A row for each actor. Under Chinese heads for those who read Chinese, who open it in a spreadsheet; else under the names of measures, as programs know them.
pub(super) fn csv(analysis: &Analysis<'_>, out: &mut dyn Write) -> Result<(), Failure> {
    let is_chinese = analysis.language == Language::Zh;
    let of_actor = if is_chinese { ["标识", "名称"] } else { ["id", "label"] };
    let measures = analysis.measured.columns.iter().map(|measure| if is_chinese { measure.label.0 } else { measure.name });
    let heads = of_actor.into_iter().chain(measures);
    let mut sheet = Spreadsheet::new(out, heads).map_err(Failure::usage)?;
    for actor in &analysis.order {
        let about = &analysis.network.actors[*actor];
        let values = analysis.measured.actors[*actor].iter().map(|value| cell(value.as_ref()));
        sheet.row([words(&about.id), words(&about.label)].into_iter().chain(values)).map_err(Failure::usage)?;
    }
    sheet.finish().map_err(Failure::usage)
}

/// The network, its measures and its actors as one object.
pub(super) fn json(analysis: &Analysis<'_>, out: &mut dyn Write) -> Result<(), Failure> {
    let label = |actor: usize| analysis.network.actors[actor].id.as_str();
    let told = Told {
        network: analysis.network.name.as_str(),
        title: analysis.title(),
        directed: analysis.network.directed,
        two_mode: analysis.network.two_mode,
        plans: analysis.ledger.plans.iter().map(|plan| plan.iri.as_str()).collect(),
        scope: analysis.told.as_deref(),
        measures: Values(analysis.measured.whole.iter().map(|(measure, value)| (measure.name, value)).collect()),
        bridges: analysis.bridges.as_ref().map(|bridges| bridges.iter().map(|(one, other)| [label(*one), label(*other)]).collect()),
        actors: analysis
            .order
            .iter()
            .map(|actor| {
                let about = &analysis.network.actors[*actor];
                let values = analysis.measured.columns.iter().zip(&analysis.measured.actors[*actor]);
                let values = values.filter_map(|(measure, value)| Some((measure.name, value.as_ref()?)));
                Actor { id: &about.id, label: &about.label, measures: Values(values.collect()) }
            })
            .collect(),
    };
    write_json(&told, out)
}

#[derive(Serialize)]
struct Told<'a> {
    network: &'a str,
    title: String,
    directed: bool,
    two_mode: bool,
    plans: Vec<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    scope: Option<&'a str>,
    measures: Values<'a>,
    #[serde(skip_serializing_if = "Option::is_none")]
    bridges: Option<Vec<[&'a str; 2]>>,
    actors: Vec<Actor<'a>>,
}

#[derive(Serialize)]
struct Actor<'a> {
    id: &'a str,
    label: &'a str,
    #[serde(flatten)]
    measures: Values<'a>,
}

/// Measures by name, in the order of the table.
struct Values<'a>(Vec<(&'static str, &'a Value)>);

impl Serialize for Values<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(Some(self.0.len()))?;
        for (name, value) in &self.0 {
            match value {
                Value::Text(words) => map.serialize_entry(name, words)?,
                Value::Whole(number) => map.serialize_entry(name, number)?,
                Value::Number(number) => map.serialize_entry(name, number)?,
            }
        }
        map.end()
    }
}
