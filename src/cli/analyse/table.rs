//! Measures as tables for a terminal.

use super::Analysis;
use crate::cli::Failure;
use crate::cli::output::table_width;
use fengong::analyse::measure::{MEASURES, Measure, MeasureKind};
use fengong::analyse::network::{Projection, Value};
use fengong::language::{Language, Message, message};
use fengong::query::draw_table;
use std::io::Write;

/// The most rows of a table without being asked for more.
const SHOWN: usize = 40;

/// Writes the network's measures, then a table of its actors.
pub(super) fn write(analysis: &Analysis<'_>, out: &mut dyn Write) -> Result<(), Failure> {
    let language = analysis.language;
    let mut text = format!("{}\n", analysis.title());
    text.extend(analysis.told.iter().map(|told| format!("{told}\n")));
    let whole = analysis.measured.whole.iter();
    let whole: Vec<String> = whole.map(|(measure, value)| format!("{} {}", language.choose(measure.label), short(value))).collect();
    for line in whole.chunks(6) {
        text.push_str(&line.join(" · "));
        text.push('\n');
    }
    let mut heads = vec![message!("name").say(language)];
    heads.extend(analysis.measured.columns.iter().map(|measure| language.choose(measure.label).to_owned()));
    let rows: Vec<Vec<String>> = analysis
        .order
        .iter()
        .map(|actor| {
            let values = analysis.measured.columns.iter().zip(&analysis.measured.actors[*actor]);
            let values = values.map(|(measure, value)| cell(measure.kind, value.as_ref(), language));
            std::iter::once(analysis.network.actors[*actor].label.clone()).chain(values).collect()
        })
        .collect();
    if !analysis.measured.columns.is_empty() {
        text.push_str(&draw_table(&heads, &rows[..rows.len().min(SHOWN)], table_width()));
    }
    if rows.len() > SHOWN && !analysis.measured.columns.is_empty() {
        let more = message!("{more} more; -f csv has them all", more = rows.len() - SHOWN);
        text.push_str(&format!("{}\n", more.say(language)));
    }
    out.write_all(text.as_bytes()).map_err(Failure::usage)
}

/// Every network and every measure with what it is.
pub(super) fn list(language: Language, out: &mut dyn Write) -> Result<(), Failure> {
    let words = |message: Message| message.say(language);
    let heads = [message!("network"), message!("name"), message!("what it is")].map(words);
    let network = |projection: &Projection| {
        let told = [language.choose(projection.title()), language.choose(projection.definition())];
        std::iter::once(projection.name()).chain(told).map(str::to_owned).collect()
    };
    let networks: Vec<Vec<String>> = Projection::ALL.iter().map(network).collect();
    let mut text = draw_table(&heads, &networks, table_width());
    let heads = [message!("measure"), message!("name"), message!("of"), message!("what it is")].map(words);
    let measure = |measure: &Measure| {
        let of = words(if measure.is_of_network() { message!("the network") } else { message!("each actor") });
        let told = [language.choose(measure.label), &of, language.choose(measure.definition)].map(str::to_owned);
        std::iter::once(measure.name.to_owned()).chain(told).collect()
    };
    let measures: Vec<Vec<String>> = MEASURES.iter().map(measure).collect();
    text.push_str(&draw_table(&heads, &measures, table_width()));
    out.write_all(text.as_bytes()).map_err(Failure::usage)
}

/// A value as people read it in a table.
pub(super) fn cell(kind: MeasureKind, value: Option<&Value>, language: Language) -> String {
    match (kind, value) {
        (_, None) => String::new(),
        (MeasureKind::Flag, Some(Value::Whole(flag))) => (if *flag == 0 { message!("no") } else { message!("yes") }).say(language),
        (_, Some(value)) => short(value),
    }
}

/// A number with as many digits as people compare: whole ones whole, others with three behind the point, small ones with more.
pub(super) fn short(value: &Value) -> String {
    match value {
        Value::Number(number) if number.fract() == 0.0 && number.abs() < 1e15 => format!("{number:.0}"),
        Value::Number(number) if number.abs() < 0.01 => format!("{number:.5}"),
        Value::Number(number) => format!("{number:.3}"),
        other => other.to_string(),
    }
}
