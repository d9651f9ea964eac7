//! `GROUP BY`: rows with the same keys, and what is told of each group.

use super::super::batch::{Batch, ROWS};
use super::super::context::Shared;
use super::super::error::EngineError;
use super::super::expression::Compiled;
use super::aggregate::Accumulator;
use super::places::Places;
use super::{Operator, Rows};
use oxigraph::model::{Literal, Term};
use spargebra::algebra::AggregateFunction;

/// Groups of rows, in the order in which their first rows came.
pub(in super::super) struct Group {
    pub context: Shared,
    pub input: Rows,
    /// The columns of the keys; a key that is nowhere is unbound.
    pub keys: Vec<Option<usize>>,
    pub aggregates: Vec<Told>,
    /// The keys that have a group even if it is of no row, where there is one key.
    pub begun: Vec<u32>,
    pub groups: Option<(Groups, usize)>,
}

/// An aggregate: the function and what it is of; nothing for `COUNT(*)`.
pub(in super::super) struct Told {
    pub of: Option<(AggregateFunction, Compiled)>,
    pub distinct: bool,
    /// Whether it counts all rows: what it is of is bound in each.
    pub counts_rows: bool,
}

/// The groups that were met.
#[derive(Default)]
pub(in super::super) struct Groups {
    places: Places,
    /// The keys, a column each.
    keys: Vec<Vec<u32>>,
    /// How many rows each group has.
    rows: Vec<i64>,
    /// The aggregates of each group, those left out that only count rows.
    told: Vec<Vec<Accumulator>>,
}

impl Operator for Group {
    fn next(&mut self) -> Result<Option<Batch>, EngineError> {
        if self.groups.is_none() {
            let groups = self.read()?;
            self.groups = Some((groups, 0));
        }
        let Some((groups, at)) = &mut self.groups else { return Ok(None) };
        self.context.check()?;
        let now = *at..groups.rows.len().min(*at + ROWS);
        *at = now.end;
        let mut columns: Vec<Vec<u32>> = groups.keys.iter().map(|column| column[now.clone()].to_vec()).collect();
        let mut told = groups.told.iter();
        for aggregate in &self.aggregates {
            let column: Result<Vec<u32>, EngineError> = if aggregate.counts_rows {
                let count = |rows: &i64| self.context.intern(&Term::from(Literal::from(*rows)));
                groups.rows[now.clone()].iter().map(count).collect()
            } else {
                let accumulators = told.next().map_or(&[][..], Vec::as_slice);
                accumulators[now.clone()].iter().map(|accumulator| accumulator.finish(&self.context)).collect()
            };
            columns.push(column?);
        }
        Ok((!now.is_empty()).then(|| Batch { columns, rows: now.len() }))
    }
}

impl Group {
    fn read(&mut self) -> Result<Groups, EngineError> {
        let Self { context, input, keys, aggregates, begun, .. } = self;
        let mut groups = Groups { keys: vec![Vec::new(); keys.len()], ..Groups::default() };
        groups.told.extend(aggregates.iter().filter(|told| !told.counts_rows).map(|_| Vec::new()));
        if keys.is_empty() {
            // Without keys there is one group, of no row too.
            groups.begin(1, aggregates);
        }
        let mut numbers = Vec::new();
        if let ([key], false) = (groups.keys.as_mut_slice(), begun.is_empty()) {
            groups.places.number(&[Some(begun)], begun.len(), &mut numbers);
            key.clone_from(begun);
            groups.begin(begun.len(), aggregates);
        }
        while let Some(batch) = input.next()? {
            context.check()?;
            numbers.clear();
            let columns: Vec<Option<&[u32]>> = keys.iter().map(|place| place.map(|place| batch.columns[place].as_slice())).collect();
            groups.places.number(&columns, batch.rows, &mut numbers);
            let before = groups.rows.len();
            let count = groups.places.len().max(before);
            if count > before {
                let mut next = before;
                for (row, number) in numbers.iter().enumerate() {
                    if *number as usize == next {
                        for (key, column) in groups.keys.iter_mut().zip(&columns) {
                            key.push(column.map_or(super::super::batch::UNBOUND, |column| column[row]));
                        }
                        next += 1;
                    }
                }
                groups.begin(count, aggregates);
                context.hold((count - before) * (40 + 4 * keys.len() + aggregates.len() * size_of::<Accumulator>()))?;
            }
            for number in &numbers {
                groups.rows[*number as usize] += 1;
            }
            for (told, aggregate) in groups.told.iter_mut().zip(aggregates.iter_mut().filter(|told| !told.counts_rows)) {
                let Some((_, of)) = &mut aggregate.of else { continue };
                for (group, id) in numbers.iter().zip(of.ids(&batch)?) {
                    told[*group as usize].add(context, id)?;
                }
            }
        }
        Ok(groups)
    }
}

impl Groups {
    /// Begins new groups, until there are so many.
    fn begin(&mut self, count: usize, aggregates: &[Told]) {
        self.rows.resize(count, 0);
        for (told, aggregate) in self.told.iter_mut().zip(aggregates.iter().filter(|told| !told.counts_rows)) {
            let function = aggregate.of.as_ref().map(|(function, _)| function);
            told.resize_with(count, || Accumulator::new(function, aggregate.distinct));
        }
    }
}
