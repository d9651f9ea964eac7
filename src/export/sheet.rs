//! What is told of actors and of relations, as columns that no format takes for something else.

use crate::analyse::network::{Column, Network, Value};
use std::collections::BTreeSet;

/// Columns and the rows of their values.
pub(super) struct Sheet {
    /// The columns, no two of one name, whatever the case.
    pub(super) columns: Vec<Column>,
    /// For each actor or relation a value for each column, or none.
    pub(super) rows: Vec<Vec<Option<Value>>>,
}

/// What is told of the actors; in a network of two modes first of all which of them, 1 or 2. Columns that are called as something that a format
/// has of its own (`reserved`) get a number behind their name.
pub(super) fn actors(network: &Network, reserved: &[&str]) -> Sheet {
    let own = network.actor_columns.iter().cloned();
    let columns = if network.two_mode { std::iter::once(Column::whole("mode")).chain(own).collect() } else { own.collect() };
    let mode = |second: bool| Some(Value::Whole(if second { 2 } else { 1 }));
    let rows = network.actors.iter().map(|actor| {
        let own = actor.values.iter().cloned();
        if network.two_mode { std::iter::once(mode(actor.second_mode)).chain(own).collect() } else { own.collect() }
    });
    Sheet { rows: rows.collect(), columns: renamed(columns, reserved) }
}

/// What is told of the relations, as [`actors`].
pub(super) fn relations(network: &Network, reserved: &[&str]) -> Sheet {
    let rows = network.relations.iter().map(|relation| relation.values.clone()).collect();
    Sheet { rows, columns: renamed(network.relation_columns.clone(), reserved) }
}

fn renamed(mut columns: Vec<Column>, reserved: &[&str]) -> Vec<Column> {
    let mut taken: BTreeSet<String> = reserved.iter().map(|name| name.to_lowercase()).collect();
    for column in &mut columns {
        let plain = column.name.clone();
        let mut number = 2;
        while !taken.insert(column.name.to_lowercase()) {
            column.name = format!("{plain}_{number}");
            number += 1;
        }
    }
    columns
}

impl Sheet {
    /// The places of the columns that a row has a value for, with the values.
    pub(super) fn cells(&self, row: usize) -> impl Iterator<Item = (usize, &Column, &Value)> {
        let values = self.rows[row].iter().enumerate().zip(&self.columns);
        values.filter_map(|((at, value), column)| value.as_ref().map(|value| (at, column, value)))
    }

    /// The columns under names that have letters and digits of ASCII and underscores only, for formats whose keys have no others.
    pub(super) fn in_ascii(mut self, reserved: &[&str]) -> Self {
        for (at, column) in self.columns.iter_mut().enumerate() {
            let plain = column.name.chars().all(|c| c.is_ascii_alphanumeric() || c == '_');
            if !plain || !column.name.starts_with(|c: char| c.is_ascii_alphabetic()) {
                column.name = format!("column_{}", at + 1);
            }
        }
        self.columns = renamed(self.columns, reserved);
        self
    }
}
