//! A network of what a query gives: rows with columns of what is joined, or statements.

use super::{Actor, Column, ColumnKind, Network, Relation, Value};
use crate::language::{Message, Speak, message};
use std::collections::{BTreeMap, BTreeSet};

/// Which columns of rows are what.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Joined {
    /// Where a relation begins.
    pub source: usize,
    /// Where it ends.
    pub target: usize,
    /// How strong it is.
    pub weight: Option<usize>,
    /// What stands at it.
    pub label: Option<usize>,
    /// What its source belongs to.
    pub group: Option<usize>,
    /// Whether a row without a target tells of a source that stands alone.
    pub alone: bool,
}

impl Joined {
    /// The columns that are called `source` and `target`, and where there are, `weight`, `label` and `group`. Without these names, relations go
    /// from the first column of words to the second, and of three columns the one of numbers is their weight. None where no two columns can be
    /// joined.
    pub fn of(columns: &[String], is_numeric: impl Fn(usize) -> bool) -> Option<Self> {
        let named = |name: &str| columns.iter().position(|column| column.eq_ignore_ascii_case(name));
        let alone = named("source").is_some();
        let (label, group) = (named("label"), named("group"));
        if let (Some(source), Some(target)) = (named("source"), named("target")) {
            return Some(Self { source, target, weight: named("weight"), label, group, alone });
        }
        // What is called a weight, a label or a group is no end of a relation.
        let told = [named("weight"), label, group];
        let words: Vec<usize> = (0..columns.len()).filter(|at| !is_numeric(*at) && !told.contains(&Some(*at))).collect();
        let [source, target, ..] = words.as_slice() else { return None };
        // Of more columns a number may be anything, an order as well as a strength.
        let weight = named("weight").or_else(|| (0..columns.len()).find(|at| is_numeric(*at) && words.len() == 2 && columns.len() == 3));
        Some(Self { source: *source, target: *target, weight, label, group, alone })
    }
}

/// A thing or a value of an answer.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Cell {
    /// What tells it from all others: its IRI, or the words themselves.
    pub id: String,
    /// What it is called.
    pub label: String,
}

/// Why an answer is no network.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum NoNetwork {
    /// There are no two columns that could be joined.
    Columns,
    /// A weight is no number above 0: the row, counted from 1, and what stands there.
    Weight {
        /// Which row.
        row: usize,
        /// What stands in it.
        value: String,
    },
}

impl Speak for NoNetwork {
    fn message(&self) -> Message {
        match self {
            Self::Columns => message!("the answer has no two columns that arrows could join: name them source and target (AS ?source)"),
            Self::Weight { row, value } => {
                message!("row {row} of the answer has the weight 「{value}」, which is no number above 0", row = row, value = value)
            }
        }
    }
}

/// A row of an answer that tells of something.
#[derive(Debug, Clone, PartialEq)]
pub struct Told {
    /// Which row it is.
    pub row: usize,
    /// Where the relation begins.
    pub source: Cell,
    /// Where it ends; nothing for a source that stands alone.
    pub target: Option<Cell>,
    /// How strong it is; above 0.
    pub weight: f64,
}

fn cell(row: &[Option<Cell>], at: usize) -> Option<&Cell> {
    row.get(at).and_then(Option::as_ref).filter(|cell| !cell.id.is_empty())
}

/// What rows join: which columns are what, and the rows that have a source, and a target or none where that tells something. Weights are whole
/// numbers, decimals or doubles as they are written, 1 where there is none.
///
/// # Errors
/// [`NoNetwork`] where no columns can be joined, or a weight is no number above 0.
pub fn joined(columns: &[String], rows: &[Vec<Option<Cell>>]) -> Result<(Joined, Vec<Told>), NoNetwork> {
    let is_number = |cell: &Cell| cell.label.parse::<f64>().is_ok_and(f64::is_finite);
    let is_numeric = |at: usize| !rows.is_empty() && rows.iter().all(|row| row.get(at).and_then(Option::as_ref).is_some_and(is_number));
    let joined = Joined::of(columns, is_numeric).ok_or(NoNetwork::Columns)?;
    let mut told = Vec::new();
    for (at, row) in rows.iter().enumerate() {
        let (Some(source), target) = (cell(row, joined.source), cell(row, joined.target)) else { continue };
        if target.is_none() && !joined.alone {
            continue;
        }
        let weight = match joined.weight.and_then(|weight| cell(row, weight)).filter(|_| target.is_some()) {
            None => 1.0,
            Some(weight) => match weight.label.parse::<f64>() {
                Ok(number) if number.is_finite() && number > 0.0 => number,
                _ => return Err(NoNetwork::Weight { row: at + 1, value: weight.label.clone() }),
            },
        };
        told.push(Told { row: at, source: source.clone(), target: target.cloned(), weight });
    }
    Ok((joined, told))
}

/// The network of rows: relations from source to target, their weights, or 1 each, added up where rows say the same pair again. Further columns tell of
/// relations; several values of a pair are told one after the other.
///
/// # Errors
/// [`NoNetwork`] where no columns can be joined, or a weight is none.
pub fn of_rows(name: &str, columns: &[String], rows: &[Vec<Option<Cell>>]) -> Result<Network, NoNetwork> {
    let (joined, told) = joined(columns, rows)?;
    let taken = [Some(joined.source), Some(joined.target), joined.weight, joined.group];
    let further: Vec<usize> = (0..columns.len()).filter(|at| !taken.contains(&Some(*at))).collect();
    let mut made = Made::new(further.iter().map(|at| columns[*at].clone()).collect());
    for Told { row, source, target, weight } in told {
        let row = &rows[row];
        if let Some(group) = joined.group.and_then(|at| cell(row, at)) {
            made.groups.entry(source.id.clone()).or_default().insert(group.label.clone());
        }
        match target {
            None => drop(made.actors.insert(source.id, source.label)),
            Some(target) => made.add(source, target, weight, further.iter().map(|at| cell(row, *at).map(|cell| cell.label.clone()))),
        }
    }
    Ok(made.network(name))
}

/// The network of statements: from subjects to objects, as strong as there are statements between the two, whose properties are told.
pub fn of_statements(name: &str, statements: impl IntoIterator<Item = (Cell, String, Cell)>) -> Network {
    let mut made = Made::new(vec!["property".to_owned()]);
    for (subject, property, object) in statements {
        made.add(subject, object, 1.0, std::iter::once(Some(property)));
    }
    made.network(name)
}

/// How strong a relation is, and for each column the values that rows tell of it.
type Sum = (f64, Vec<Vec<String>>);

/// What rows have told so far.
struct Made {
    /// What actors are called, by what tells them apart.
    actors: BTreeMap<String, String>,
    groups: BTreeMap<String, BTreeSet<String>>,
    columns: Vec<String>,
    relations: BTreeMap<(String, String), Sum>,
}

impl Made {
    fn new(columns: Vec<String>) -> Self {
        Self { actors: BTreeMap::new(), groups: BTreeMap::new(), columns, relations: BTreeMap::new() }
    }

    fn add(&mut self, source: Cell, target: Cell, weight: f64, told: impl Iterator<Item = Option<String>>) {
        let ends = (source.id.clone(), target.id.clone());
        self.actors.insert(source.id, source.label);
        self.actors.insert(target.id, target.label);
        if ends.0 == ends.1 {
            return;
        }
        let empty = || (0.0, vec![Vec::new(); self.columns.len()]);
        let (sum, values) = self.relations.entry(ends).or_insert_with(empty);
        // Beyond the greatest number there is none to add up to.
        *sum = (*sum + weight).min(f64::MAX);
        for (values, value) in values.iter_mut().zip(told) {
            if let Some(value) = value.filter(|value| !values.contains(value)) {
                values.push(value);
            }
        }
    }

    fn network(self, name: &str) -> Network {
        let place: BTreeMap<&str, usize> = self.actors.keys().enumerate().map(|(at, id)| (id.as_str(), at)).collect();
        let kinds: Vec<ColumnKind> = (0..self.columns.len())
            .map(|at| kind(&self.relations.values().map(|(_, values)| values[at].as_slice()).collect::<Vec<_>>()))
            .collect();
        let relations = self.relations.iter().map(|((source, target), (weight, values))| Relation {
            source: place[source.as_str()],
            target: place[target.as_str()],
            weight: *weight,
            tasks: Vec::new(),
            values: values.iter().zip(&kinds).map(|(values, kind)| value(values, *kind)).collect(),
        });
        let grouped = !self.groups.is_empty();
        let actors = self.actors.iter().map(|(id, label)| {
            let groups: Vec<&str> = self.groups.get(id).into_iter().flatten().map(String::as_str).collect();
            let values = if grouped { vec![Value::words(&groups.join("；"))] } else { Vec::new() };
            Actor { id: id.clone(), label: label.clone(), second_mode: false, values }
        });
        Network {
            name: name.to_owned(),
            directed: true,
            two_mode: false,
            actor_columns: if grouped { vec![Column::text("group")] } else { Vec::new() },
            actors: actors.collect(),
            relation_columns: self
                .columns
                .iter()
                .zip(&kinds)
                .map(|(name, kind)| Column { name: name.to_lowercase(), kind: *kind })
                .collect(),
            relations: relations.collect(),
        }
    }
}

/// What the values of a column are: numbers only where each pair has one at most, and it is written as numbers are.
fn kind(column: &[&[String]]) -> ColumnKind {
    let all = |holds: fn(&str) -> bool| column.iter().all(|values| values.len() <= 1 && values.iter().all(|value| holds(value)));
    if all(|value| value.parse::<i64>().is_ok_and(|number| number.to_string() == value)) {
        ColumnKind::Whole
    } else if all(|value| value.starts_with(|c: char| c.is_ascii_digit() || c == '-') && value.parse::<f64>().is_ok_and(f64::is_finite)) {
        ColumnKind::Number
    } else {
        ColumnKind::Text
    }
}

fn value(values: &[String], kind: ColumnKind) -> Option<Value> {
    let first = values.first()?;
    match kind {
        ColumnKind::Text => Value::words(&values.join("；")),
        ColumnKind::Whole => first.parse().ok().map(Value::Whole),
        ColumnKind::Number => first.parse().ok().map(Value::Number),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_weight_is_known_by_its_name_wherever_it_stands() {
        let columns = ["a", "weight", "b"].map(str::to_owned);
        let network = of_rows("q", &columns, &table(&[["甲", "0.5", "乙"], ["丙", "2.5", "乙"]]));
        let told = network.map(|network| network.relations.iter().map(|relation| relation.weight).collect::<Vec<_>>());
        assert_eq!(
            told.map(|mut weights| {
                weights.sort_by(f64::total_cmp);
                weights
            }),
            Ok(vec![0.5, 2.5])
        );
        assert_eq!(of_rows("q", &["a", "b"].map(str::to_owned), &[]).map(|network| network.actors.len()), Ok(0));
    }

    fn table<const N: usize>(rows: &[[&str; N]]) -> Vec<Vec<Option<Cell>>> {
        let cell = |words: &str| (!words.is_empty()).then(|| Cell { id: format!("id:{words}"), label: words.to_owned() });
        rows.iter().map(|row| row.map(cell).to_vec()).collect()
    }

    fn columns<const N: usize>(names: [&str; N]) -> Vec<String> {
        names.map(str::to_owned).to_vec()
    }

    #[test]
    fn rows_of_the_same_pair_are_one_relation_and_further_columns_tell_of_it() {
        let columns = columns(["weight", "source", "target", "label", "Count", "group"]);
        let rows = table(&[
            ["2", "甲", "乙", "带", "7", "西部"],
            ["0.5", "甲", "乙", "群", "7", ""],
            ["1", "乙", "乙", "", "", ""],
            ["", "丙", "", "", "", ""],
            ["3", "", "甲", "", "", ""],
        ]);
        let network = of_rows("q", &columns, &rows).expect("a network");
        assert_eq!(network.actors.iter().map(|actor| actor.label.as_str()).collect::<Vec<_>>(), ["丙", "乙", "甲"]);
        assert_eq!(network.relation_columns, [Column::text("label"), Column::whole("count")]);
        assert_eq!(network.actors[2].values, [Value::words("西部")]);
        let [relation] = network.relations.as_slice() else { panic!("{network:?}") };
        assert_eq!((relation.source, relation.target, relation.weight), (2, 1, 2.5));
        assert_eq!(relation.values, [Value::words("带；群"), Some(Value::Whole(7))]);
        assert!(network.directed && !network.two_mode);
    }

    #[test]
    fn columns_without_names_are_joined_as_they_are_drawn() {
        let network = of_rows("q", &columns(["a", "n", "b"]), &table(&[["甲", "3", "乙"], ["甲", "2", "乙"]])).expect("a network");
        assert_eq!(network.relations.iter().map(|relation| relation.weight).collect::<Vec<_>>(), [5.0]);
        assert_eq!(of_rows("q", &columns(["a", "n"]), &table(&[["甲", "3"]])), Err(NoNetwork::Columns));
    }

    #[test]
    fn a_weight_that_is_none_is_told_with_its_row() {
        for wrong in ["-1", "0", "inf", "NaN", "viel"] {
            let found = of_rows("q", &columns(["source", "target", "weight"]), &table(&[["甲", "乙", "1"], ["甲", "丙", wrong]]));
            assert_eq!(found, Err(NoNetwork::Weight { row: 2, value: wrong.to_owned() }));
        }
        let most = f64::MAX.to_string();
        let rows = table(&[["甲", "乙", most.as_str()], ["甲", "乙", most.as_str()]]);
        let network = of_rows("q", &columns(["source", "target", "weight"]), &rows).expect("a network");
        assert_eq!(network.relations[0].weight, f64::MAX);
    }

    #[test]
    fn statements_between_two_are_one_relation_with_all_its_properties() {
        let cell = |name: &str| Cell { id: name.to_owned(), label: name.to_uppercase() };
        let statement = |from: &str, property: &str, to: &str| (cell(from), property.to_owned(), cell(to));
        let network = of_statements("q", [statement("a", "牵头", "b"), statement("a", "配合", "b"), statement("b", "配合", "a")]);
        let told: Vec<_> = network.relations.iter().map(|relation| (relation.weight, relation.values[0].clone())).collect();
        assert_eq!(told, [(2.0, Value::words("牵头；配合")), (1.0, Value::words("配合"))]);
        assert_eq!(network.actors[0].label, "A");
    }
}
