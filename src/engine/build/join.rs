//! Joins: which part is read next, and when conditions are tested.

use super::super::batch::Slot;
use super::super::context::{Graphs, is_local};
use super::super::error::EngineError;
use super::super::expression::{Expr, found, mentioned};
use super::super::operator::hash_join::{From, HashJoin};
use super::super::plan::{End, Node, Slots};
use super::pattern::words_in;
use super::{Builder, Mode, Stream};
use crate::store::{Direction, Id, Kind};

/// Of how many pairs a pattern must be for the words that are looked for in it to be looked up beforehand.
const MANY: u64 = 1000;

impl Builder<'_> {
    /// What comes in, joined with all parts; a condition is tested as soon as all that it speaks of is bound.
    pub(super) fn extend_join(
        &mut self,
        mut parts: Vec<Node>,
        mut conditions: Vec<Expr>,
        input: Stream,
        needed: &Slots,
        mode: Mode,
    ) -> Result<Stream, EngineError> {
        let certain: Slots = parts.iter().flat_map(|part| part.binds().certain).collect();
        for condition in std::mem::take(&mut conditions) {
            let restriction = self.restriction(&condition, &parts, &certain)?;
            // The texts that were found are those that hold the words: nothing is left to be tested.
            if restriction.is_none() || !(words_in(&condition).is_some() || matches!(condition, Expr::Matches(..))) {
                conditions.push(condition);
            }
            parts.extend(restriction);
        }
        let mut stream = input;
        loop {
            let mut at = 0;
            while at < conditions.len() {
                // A variable that may stay unbound is known only at the end.
                if !parts.is_empty() && !conditions[at].slots().iter().all(|slot| stream.certain.contains(slot)) {
                    at += 1;
                    continue;
                }
                let condition = conditions.remove(at);
                let after = after(needed, &parts, &conditions);
                stream = self.filter(stream, condition, &after)?;
            }
            if parts.is_empty() {
                return Ok(stream);
            }
            let next = self.next(&parts, &stream)?;
            let part = parts.swap_remove(next);
            let after = after(needed, &parts, &conditions);
            stream = self.extend(part, stream, &after, mode)?;
        }
    }

    /// The part that gives the fewest rows with those at hand; one that has nothing to do with them only when there is no other.
    fn next(&self, parts: &[Node], stream: &Stream) -> Result<usize, EngineError> {
        let bound: Slots = stream.layout.iter().copied().collect();
        let mut best = (0, f64::INFINITY);
        for (at, part) in parts.iter().enumerate() {
            let mut rows = self.estimate(part, &bound)?;
            if !stream.unit && part.binds().possible.is_disjoint(&bound) {
                rows = rows * 1e6 + 1e6;
            }
            if rows < best.1 {
                best = (at, rows);
            }
        }
        Ok(best.0)
    }

    /// The values that a variable can have where a condition is to hold, as rows that are joined: for conditions that name them, and for
    /// words that an index finds.
    fn restriction(&self, condition: &Expr, parts: &[Node], certain: &Slots) -> Result<Option<Node>, EngineError> {
        if let Some((slot, string, words)) = words_in(condition) {
            return self.found(slot, string, parts, &|| Ok(self.context.snapshot.candidates(words)?));
        }
        if let Expr::Matches(slot, sought) = condition {
            return self.found(*slot, false, parts, &|| found(&self.context, sought));
        }
        let (Some(slot), values) = self.named(condition)? else { return Ok(None) };
        let rows = values.into_iter().map(|id| vec![id]).collect();
        Ok(certain.contains(&slot).then(|| Node::Values { slots: vec![slot], rows }))
    }

    /// `?x = <a> || ?x = <b>`: the variable and the terms, where being equal is being the same.
    fn named(&self, condition: &Expr) -> Result<(Option<Slot>, Vec<u32>), EngineError> {
        let nothing = Ok((None, Vec::new()));
        match condition {
            Expr::Equal(one, other, _) | Expr::Same(one, other) => {
                let (slot, id) = match (one.as_ref(), other.as_ref()) {
                    (Expr::Slot(slot), Expr::Constant(id)) | (Expr::Constant(id), Expr::Slot(slot)) => (*slot, *id),
                    _ => return nothing,
                };
                let same = matches!(condition, Expr::Same(..))
                    || (!is_local(id) && matches!(self.context.snapshot.kind(Id(id))?, Kind::Iri | Kind::Simple));
                if same { Ok((Some(slot), vec![id])) } else { nothing }
            }
            Expr::Or(alternatives) => {
                let mut found: Option<(Slot, Vec<u32>)> = None;
                for alternative in alternatives {
                    let (Some(slot), ids) = self.named(alternative)? else { return nothing };
                    match &mut found {
                        Some((other, _)) if *other != slot => return nothing,
                        Some((_, values)) => values.extend(ids),
                        None => found = Some((slot, ids)),
                    }
                }
                let (slot, mut values) = found.unzip();
                values.iter_mut().for_each(|values: &mut Vec<u32>| {
                    values.sort_unstable();
                    values.dedup();
                });
                Ok((slot, values.unwrap_or_default()))
            }
            _ => nothing,
        }
    }

    /// The texts in which words stand, where a pattern has many and they are all texts.
    fn found(
        &self,
        slot: Slot,
        string: bool,
        parts: &[Node],
        look: &dyn Fn() -> Result<Option<Vec<Id>>, EngineError>,
    ) -> Result<Option<Node>, EngineError> {
        for part in parts {
            let Node::Pattern(pattern) = part else { continue };
            let End::Is(predicate) = pattern.predicate else { continue };
            if pattern.object != End::Var(slot) {
                continue;
            }
            let pairs = self.context.snapshot.statistics(Id(predicate)).pairs;
            if pairs < MANY || (string && !self.only_texts(predicate, pattern.graph.into())?) {
                continue;
            }
            let Some(ids) = look()? else { continue };
            if ids.len() as u64 <= pairs / 4 {
                return Ok(Some(Node::Values { slots: vec![slot], rows: ids.into_iter().map(|id| vec![id.0]).collect() }));
            }
        }
        Ok(None)
    }

    /// Whether all objects of a predicate are strings: of other terms `STR` may hold words too.
    fn only_texts(&self, predicate: u32, graph: Graphs) -> Result<bool, EngineError> {
        let adjacency = self.context.adjacency(predicate, Direction::Backward, graph)?;
        let Some(slices) = adjacency.clean() else { return Ok(false) };
        let within = |ids: &std::ops::Range<u32>| {
            let at = |bound: u32| slices.keys.partition_point(|key| *key < bound);
            at(ids.end) - at(ids.start)
        };
        let texts: usize = [Kind::Simple, Kind::Language]
            .into_iter()
            .flat_map(|kind| self.context.snapshot.ids_of_kind(kind))
            .map(|ids| within(&ids))
            .sum();
        Ok(texts == slices.keys.len())
    }

    /// Two streams with no variable in common: each row with each.
    pub(super) fn join_streams(&self, input: Stream, other: Stream, needed: &Slots) -> Stream {
        let mut layout = input.layout.clone();
        layout.extend(&other.layout);
        layout.retain(|slot| needed.contains(slot));
        let from = |slot: &Slot| input.place(*slot).map_or_else(|| From::Right(other.place(*slot).unwrap_or_default()), From::Left);
        let columns = layout.iter().map(from).collect();
        let certain = input.certain.union(&other.certain).copied().collect();
        let estimate = input.estimate * other.estimate;
        let steps = [input.step, other.step];
        let rows = Box::new(HashJoin {
            context: self.context.clone(),
            input: input.rows,
            build: Some((other.rows, other.layout.len(), Vec::new())),
            table: None,
            keys: Vec::new(),
            perhaps: Vec::new(),
            columns,
            state: None,
        });
        self.stream("each with each", rows, layout, certain, estimate, &steps)
    }
}

/// What must be kept for what is still to come.
fn after(needed: &Slots, parts: &[Node], conditions: &[Expr]) -> Slots {
    let mut after = needed.clone();
    for part in parts {
        mentioned(part, &mut after);
    }
    after.extend(conditions.iter().flat_map(Expr::slots));
    after
}
