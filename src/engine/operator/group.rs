//! `GROUP BY`: rows with the same keys, and what is told of each group.

use super::super::batch::{Batch, ROWS, Slot, UNBOUND};
use super::super::context::{Context, Shared};
use super::super::error::EngineError;
use super::super::expression::Compiled;
use super::super::plan::Aggregate;
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

/// What is told of which groups: the variables of the keys, the aggregates, and the keys that have a group in any case.
pub(in super::super) struct GroupOf {
    pub keys: Vec<Slot>,
    pub aggregates: Vec<Aggregate>,
    /// For each aggregate whether it counts all rows.
    pub counts_rows: Vec<bool>,
    pub begun: Vec<u32>,
}

/// The groups that were met.
#[derive(Default)]
pub(in super::super) struct Groups {
    /// Their numbers by their keys; nothing where the keys have other ids since.
    places: Option<Places>,
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
    /// Reads all rows into groups.
    pub(crate) fn read(&mut self) -> Result<Groups, EngineError> {
        let Self { context, input, keys, aggregates, begun, .. } = self;
        let mut groups = Groups { keys: vec![Vec::new(); keys.len()], ..Groups::default() };
        groups.told.extend(aggregates.iter().filter(|told| !told.counts_rows).map(|_| Vec::new()));
        if keys.is_empty() {
            // Without keys there is one group, of no row too.
            groups.begin(1, aggregates);
        }
        let (mut numbers, mut places) = (Vec::new(), Places::default());
        if let ([key], false) = (groups.keys.as_mut_slice(), begun.is_empty()) {
            places.number(&[Some(begun)], begun.len(), &mut numbers);
            key.clone_from(begun);
            groups.begin(begun.len(), aggregates);
        }
        while let Some(batch) = input.next()? {
            context.check()?;
            numbers.clear();
            let columns: Vec<Option<&[u32]>> = keys.iter().map(|place| place.map(|place| batch.columns[place].as_slice())).collect();
            places.number(&columns, batch.rows, &mut numbers);
            let before = groups.rows.len();
            let count = places.len().max(before);
            if count > before {
                let mut next = before;
                for (row, number) in numbers.iter().enumerate() {
                    if *number as usize == next {
                        for (key, column) in groups.keys.iter_mut().zip(&columns) {
                            key.push(column.map_or(UNBOUND, |column| column[row]));
                        }
                        next += 1;
                    }
                }
                groups.begin(count, aggregates);
                context.hold(bytes(count - before, keys.len(), aggregates.len()))?;
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
        groups.places = Some(places);
        Ok(groups)
    }
}

impl Groups {
    /// Groups with other ids in place of those that they have.
    pub(crate) fn translate(&mut self, here: &dyn Fn(u32) -> u32) {
        self.keys.iter_mut().flatten().for_each(|id| *id = here(*id));
        self.told.iter_mut().flatten().for_each(|accumulator| accumulator.translate(here));
        self.places = None;
    }

    /// How many bytes are held for them.
    pub(crate) fn bytes(&self, aggregates: usize) -> usize {
        bytes(self.rows.len(), self.keys.len(), aggregates) + self.told.iter().flatten().map(Accumulator::bytes).sum::<usize>()
    }

    /// The number of each group, by its keys, among those of some places.
    fn numbers(&self, context: &Context, places: &mut Places) -> Result<Vec<u32>, EngineError> {
        let mut numbers = Vec::with_capacity(self.rows.len());
        for from in (0..self.rows.len()).step_by(ROWS) {
            context.check()?;
            let to = self.rows.len().min(from + ROWS);
            let columns: Vec<Option<&[u32]>> = self.keys.iter().map(|key| Some(&key[from..to])).collect();
            places.number(&columns, to - from, &mut numbers);
        }
        Ok(numbers)
    }

    /// The groups of all parts, in the order in which they came; nothing where aggregates of parts do not make one of the whole.
    pub(crate) fn together(context: &Context, parts: Vec<Self>) -> Result<Option<Self>, EngineError> {
        let mut parts = parts.into_iter();
        let Some(mut whole) = parts.next() else { return Ok(None) };
        // A key that is nowhere has no column where rows are read, but has one here.
        let is_everywhere = whole.keys.iter().all(|key| key.first() != Some(&UNBOUND));
        let mut places = whole.places.take().filter(|_| is_everywhere).unwrap_or_default();
        if places.len() < whole.rows.len() {
            whole.numbers(context, &mut places)?;
        }
        for part in parts {
            let numbers = part.numbers(context, &mut places)?;
            let new: Vec<bool> = numbers
                .iter()
                .scan(whole.rows.len(), |next, number| {
                    let new = *number as usize == *next;
                    *next += usize::from(new);
                    Some(new)
                })
                .collect();
            for (whole, part) in whole.keys.iter_mut().zip(&part.keys) {
                whole.extend(part.iter().zip(&new).filter_map(|(id, new)| new.then_some(*id)));
            }
            let known = whole.rows.len();
            whole.rows.resize(known + new.iter().filter(|new| **new).count(), 0);
            for (rows, number) in part.rows.iter().zip(&numbers) {
                whole.rows[*number as usize] += rows;
            }
            for (whole, part) in whole.told.iter_mut().zip(part.told) {
                for (at, ((accumulator, number), new)) in part.into_iter().zip(&numbers).zip(&new).enumerate() {
                    if at % ROWS == 0 {
                        context.check()?;
                    }
                    if *new {
                        whole.push(accumulator);
                    } else if !whole[*number as usize].and(context, accumulator)? {
                        return Ok(None);
                    }
                }
            }
        }
        Ok(Some(whole))
    }

    /// Begins new groups, until there are so many.
    fn begin(&mut self, count: usize, aggregates: &[Told]) {
        self.rows.resize(count, 0);
        for (told, aggregate) in self.told.iter_mut().zip(aggregates.iter().filter(|told| !told.counts_rows)) {
            let function = aggregate.of.as_ref().map(|(function, _)| function);
            told.resize_with(count, || Accumulator::new(function, aggregate.distinct));
        }
    }
}

/// How many bytes are held for so many groups.
const fn bytes(groups: usize, keys: usize, aggregates: usize) -> usize {
    groups * (40 + 4 * keys + aggregates * size_of::<Accumulator>())
}
