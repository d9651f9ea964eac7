//! About how many rows a node gives for each row that comes in.

use super::super::error::EngineError;
use super::super::plan::{End, Node, Pattern, Slots};
use super::Builder;
use super::pattern::run_length;
use crate::store::{Direction, Id};

impl Builder<'_> {
    /// About how many rows a pattern gives for one row that binds these variables.
    pub(super) fn pattern_estimate(&self, pattern: &Pattern, bound: &Slots) -> Result<f64, EngineError> {
        let is_bound = |end: End| matches!(end, End::Var(slot) if bound.contains(&slot));
        let End::Is(predicate) = pattern.predicate else {
            let all = self.context.snapshot.len() as f64;
            let known = [pattern.subject, pattern.object].into_iter().filter(|end| is_bound(*end) || matches!(end, End::Is(_))).count();
            return Ok(if known == 0 { all } else { (all / 1000.0).clamp(1.0, 100.0) });
        };
        let statistics = self.context.snapshot.statistics(Id(predicate));
        let (pairs, subjects, objects) =
            (statistics.pairs as f64, (statistics.subjects as f64).max(1.0), (statistics.objects as f64).max(1.0));
        let run = |id, direction| run_length(&self.context, predicate, direction, pattern.graph.into(), id).map(|length| length as f64);
        Ok(match (pattern.subject, pattern.object) {
            (End::Nowhere, _) | (_, End::Nowhere) => 0.0,
            (End::Is(_), End::Is(_)) => 1.0,
            (End::Is(subject), object) => {
                let found = run(subject, Direction::Forward)?;
                if is_bound(object) { (found / objects).min(1.0) } else { found }
            }
            (subject, End::Is(object)) => {
                let found = run(object, Direction::Backward)?;
                if is_bound(subject) { (found / subjects).min(1.0) } else { found }
            }
            (subject, object) => match (is_bound(subject), is_bound(object)) {
                (true, true) => (pairs / subjects / objects).min(1.0),
                (true, false) => pairs / subjects,
                (false, true) => pairs / objects,
                (false, false) => pairs,
            },
        })
    }

    /// About how many rows a node gives for one row that binds these variables.
    pub(super) fn estimate(&self, node: &Node, bound: &Slots) -> Result<f64, EngineError> {
        Ok(match node {
            Node::Nothing => 0.0,
            Node::Pattern(pattern) => self.pattern_estimate(pattern, bound)?,
            Node::Path { subject, object, .. } => {
                let known = |end: &End| match end {
                    End::Var(slot) => bound.contains(slot),
                    End::Is(_) => true,
                    End::Nowhere => false,
                };
                match (known(subject), known(object)) {
                    (true, true) => 0.5,
                    (false, false) => self.context.snapshot.len() as f64,
                    _ => 10.0,
                }
            }
            Node::Join(parts) => {
                // The parts in the order of what they give alone, each with what those before it bind.
                let mut bound = bound.clone();
                let mut left: Vec<&Node> = parts.iter().collect();
                let mut rows = 1.0;
                while !left.is_empty() {
                    let mut best = (0, f64::INFINITY);
                    for (at, part) in left.iter().enumerate() {
                        let estimate = self.estimate(part, &bound)?;
                        if estimate < best.1 {
                            best = (at, estimate);
                        }
                    }
                    let part = left.swap_remove(best.0);
                    bound.extend(part.binds().certain);
                    rows *= best.1.min(1e12);
                }
                rows
            }
            Node::Optional { left, right, .. } => {
                let mut with = bound.clone();
                with.extend(left.binds().certain);
                self.estimate(left, bound)? * self.estimate(right, &with)?.max(1.0)
            }
            Node::Union(branches) => {
                let mut sum = 0.0;
                for branch in branches {
                    sum += self.estimate(branch, bound)?;
                }
                sum
            }
            Node::Filter { inner, .. } => self.estimate(inner, bound)? / 4.0,
            Node::Extend { inner, .. } | Node::Order { inner, .. } | Node::Project { inner, .. } | Node::Distinct { inner } => {
                self.estimate(inner, bound)?
            }
            Node::Minus { left, .. } => self.estimate(left, bound)?,
            Node::Values { slots, rows } => {
                if slots.iter().all(|slot| bound.contains(slot)) {
                    0.5
                } else {
                    rows.len() as f64
                }
            }
            Node::Slice { inner, length, .. } => {
                let rows = self.estimate(inner, bound)?;
                length.map_or(rows, |length| rows.min(length as f64))
            }
            Node::Group { inner, keys, .. } => {
                if keys.is_empty() {
                    1.0
                } else {
                    self.estimate(inner, &Slots::new())?.sqrt()
                }
            }
            Node::Foreign { .. } => 1000.0,
        })
    }
}
