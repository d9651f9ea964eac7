//! Measures as tables for a terminal.

use super::Analysis;
use crate::cli::Failure;
use crate::cli::output::table_width;
use fengong::analyse::measure::{Family, MEASURES, Measure, MeasureKind};
use fengong::analyse::network::{Projection, Value};
use fengong::language::{Language, Message, message};
use fengong::query::draw_table;
use std::collections::BTreeMap;
use std::io::Write;
use unicode_width::UnicodeWidthStr;

/// The most rows of a table without being asked for more.
const SHOWN: usize = 40;

/// Writes the network's measures, then its actors: in one table where the terminal is wide enough, else in several, measures of a family together.
pub(super) fn write(analysis: &Analysis<'_>, out: &mut dyn Write) -> Result<(), Failure> {
    let language = analysis.language;
    let width = table_width().map_or(usize::MAX, usize::from);
    let mut text = format!("{}\n", analysis.title());
    text.extend(analysis.told.iter().map(|told| format!("{told}\n")));
    let whole = analysis.measured.whole.iter();
    let whole: Vec<String> = whole.map(|(measure, value)| format!("{} {}", language.choose(measure.label), short(value))).collect();
    text.push_str(&filled(&whole, width));
    let shown = &analysis.order[..analysis.order.len().min(SHOWN)];
    let column = |head: String, cells: Vec<String>| {
        let width = cells.iter().chain([&head]).map(|words| words.width()).max().unwrap_or_default() + BESIDE;
        Column { head, cells, width }
    };
    let names = shown.iter().map(|actor| analysis.network.actors[*actor].label.clone()).collect();
    let names = column(message!("name").say(language), names);
    let columns = analysis.measured.columns.iter().enumerate().map(|(at, measure)| {
        let arrow = match analysis.sort {
            (sort, true) if sort.name == measure.name => "↑",
            (sort, false) if sort.name == measure.name => "↓",
            _ => "",
        };
        let value = |actor: &usize| cell(measure.kind, analysis.measured.actors[*actor][at].as_ref(), language);
        (measure.family, column(format!("{}{arrow}", language.choose(measure.label)), shown.iter().map(value).collect()))
    });
    let tables = tables(columns.collect(), width.saturating_sub(names.width + 1));
    for table in &tables {
        if tables.len() > 1 {
            let families: Vec<&str> = table.families.iter().map(|family| language.choose(family.title())).collect();
            text.push_str(&format!("\n{}\n", families.join(" · ")));
        }
        let columns: Vec<&Column> = std::iter::once(&names).chain(&table.columns).collect();
        let heads: Vec<String> = columns.iter().map(|column| column.head.clone()).collect();
        let rows: Vec<Vec<String>> = (0..shown.len()).map(|row| columns.iter().map(|column| column.cells[row].clone()).collect()).collect();
        text.push_str(&draw_table(&heads, &rows, table_width()));
    }
    if analysis.order.len() > SHOWN && !tables.is_empty() {
        let more = message!("{more} more; -f csv has them all", more = analysis.order.len() - SHOWN);
        text.push_str(&format!("{}\n", more.say(language)));
    }
    out.write_all(text.as_bytes()).map_err(Failure::usage)
}

/// What stands beside the words of a column: a line and two spaces.
const BESIDE: usize = 3;

/// A column of a table.
struct Column {
    head: String,
    cells: Vec<String>,
    /// In columns of the terminal, with what stands beside its words.
    width: usize,
}

/// Some columns that stand together.
#[derive(Default)]
struct Part {
    families: Vec<Family>,
    columns: Vec<Column>,
    width: usize,
}

impl Part {
    fn take(&mut self, family: Family, columns: Vec<Column>) {
        self.width += columns.iter().map(|column| column.width).sum::<usize>();
        self.columns.extend(columns);
        if !self.families.contains(&family) {
            self.families.push(family);
        }
    }
}

/// The columns in as few tables as have room for them beside the names. All in one stay as they are; else families follow each other, and one is broken
/// only where it is too wide for a table of its own.
fn tables(columns: Vec<(Family, Column)>, room: usize) -> Vec<Part> {
    let width = |columns: &[Column]| columns.iter().map(|column| column.width).sum::<usize>();
    if columns.iter().map(|(_, column)| column.width).sum::<usize>() <= room {
        let mut part = Part::default();
        columns.into_iter().for_each(|(family, column)| part.take(family, vec![column]));
        return if part.columns.is_empty() { Vec::new() } else { vec![part] };
    }
    let mut of_families: BTreeMap<Family, Vec<Column>> = BTreeMap::new();
    columns.into_iter().for_each(|(family, column)| of_families.entry(family).or_default().push(column));
    let mut parts: Vec<Part> = Vec::new();
    for (family, columns) in of_families {
        // A family that fits a table goes whole into the last or the next; one that does not goes in column by column.
        let pieces = if width(&columns) <= room { vec![columns] } else { columns.into_iter().map(|column| vec![column]).collect() };
        for piece in pieces {
            match parts.last_mut() {
                Some(last) if last.width + width(&piece) <= room => last.take(family, piece),
                _ => {
                    let mut part = Part::default();
                    part.take(family, piece);
                    parts.push(part);
                }
            }
        }
    }
    parts
}

/// Words one after the other in lines no wider than `width`.
fn filled(words: &[String], width: usize) -> String {
    const GAP: &str = " · ";
    let (mut text, mut filled) = (String::new(), 0);
    for word in words {
        if filled > 0 && filled + GAP.width() + word.width() > width {
            text.push('\n');
            filled = 0;
        }
        if filled > 0 {
            text.push_str(GAP);
            filled += GAP.width();
        }
        text.push_str(word);
        filled += word.width();
    }
    if !words.is_empty() {
        text.push('\n');
    }
    text
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn families_share_tables_as_far_as_there_is_room() {
        let column = |width| Column { head: String::new(), cells: Vec::new(), width };
        let columns =
            || vec![(Family::Ties, column(10)), (Family::Work, column(10)), (Family::Ties, column(10)), (Family::Holes, column(5))];
        let widths = |room| -> Vec<Vec<usize>> {
            tables(columns(), room).iter().map(|part| part.columns.iter().map(|column| column.width).collect()).collect()
        };
        assert_eq!(widths(35), [vec![10, 10, 10, 5]]);
        assert_eq!(widths(25), [vec![10, 10, 5], vec![10]]);
        assert_eq!(widths(15), [vec![10], vec![10, 5], vec![10]]);
        assert_eq!(widths(3).len(), 4);
        assert!(tables(Vec::new(), 9).is_empty());
    }

    #[test]
    fn words_fill_lines() {
        let words = ["节点数 32", "连线数 93", "密度 0.1"].map(str::to_owned);
        assert_eq!(filled(&words, 21), "节点数 32 · 连线数 93\n密度 0.1\n");
        assert_eq!((filled(&words, 3).lines().count(), filled(&[], 9)), (3, String::new()));
    }
}
