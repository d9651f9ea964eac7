//! 除了水利厅以外, apart from U: what is left out of the answer.
//!
//! In: the phrases, before roles are read. Out: the things that are left out, which must be of the kind that is asked for; a topic or a
//! place may also be left out of what tasks are about. Left out: the unit with a role (除了牵头单位).

use super::lists::sort;
use super::meaning::{Class, Constraint, Named, Question, Wanted};
use super::names::Kind;
use super::phrases::Is;
use super::shapes::Shape;
use crate::lexicon::Wording;

impl Shape {
    /// Takes what stands after 除了 or before 以外.
    pub(super) fn exceptions(&mut self) {
        for at in 0..self.items.len() {
            let Is::Things { list, .. } = &self.items[at].is else { continue };
            let list = list.clone();
            let word =
                |at: Option<usize>, wanted: Wording| at.filter(|at| self.items.get(*at).is_some_and(|item| item.is == Is::Word(wanted)));
            let before = word(at.checked_sub(1), Wording::Except);
            // 水利厅不算在内
            let after = word(Some(at + 1), Wording::Beyond);
            if before.is_none() && after.is_none() {
                continue;
            }
            self.except.extend(list);
            [Some(at), before, after].into_iter().flatten().for_each(|at| self.items[at].used = true);
        }
    }

    /// Whether what is left out can be left out of this; tasks are not about it.
    pub(super) fn leave_out(&self, question: &mut Question) -> bool {
        if self.except.is_empty() {
            return true;
        }
        let fits = |wanted: fn(&Named) -> bool| self.except.iter().all(wanted);
        let units: fn(&Named) -> bool = |named| sort(named) == 0;
        let places: fn(&Named) -> bool = |named| named.kind.is_place();
        let industries: fn(&Named) -> bool = |named| named.kind == Kind::Industry;
        let fitting = match &question.wanted {
            Wanted::Tasks if fits(|named| matches!(sort(named), 1 | 2)) => {
                question.constraints.push(Constraint::About { things: self.except.clone(), any: true, not: true });
                return true;
            }
            Wanted::Tasks => fits(|named| named.kind == Kind::Task),
            Wanted::Parties { .. } | Wanted::Units { .. } | Wanted::Class { class: Class::Unit, .. } => fits(units),
            Wanted::Developed { .. } | Wanted::Common(_) | Wanted::Goods(_) => fits(industries),
            Wanted::Things(class) | Wanted::Class { class, .. } => match class {
                Class::Topic => fits(|named| named.kind == Kind::Topic),
                Class::Industry => fits(industries),
                Class::Project => fits(|named| named.kind == Kind::Project),
                Class::Task | Class::Chapter => false,
                _ => fits(places),
            },
            Wanted::Developers { .. }
            | Wanted::Traders(_)
            | Wanted::Members { .. }
            | Wanted::AreasOf { .. }
            | Wanted::Inside { .. }
            | Wanted::Places { .. } => fits(places),
            _ => false,
        };
        question.except.clone_from(&self.except);
        fitting
    }
}
