//! Amounts and comparisons: at least three, exactly two, which of these has more, whether one has more than another.
//!
//! In: the phrases, before roles are read. Out: the bounds of a number with what it counts, the units to choose from, or the two that are
//! compared. Left out: fewer than three, which would hold of those that have none and are not counted; a number without a word that says
//! how it bounds (水利厅牵头的9个任务), which may be wrong about the plan.

use super::lists::sort;
use super::meaning::{Class, Named, Order, Roles, Wanted};
use super::numerals::Numeral;
use super::phrases::Is;
use super::shapes::{Shape, class};
use crate::lexicon::Wording;

impl Shape {
    /// 至少牵头三项任务, 超过10个配合单位, 3项以上, 只牵头一项: the bounds, and the noun that is counted.
    pub(super) fn bounds(&mut self) {
        let numbers: Vec<(usize, u32)> = self
            .items
            .iter()
            .enumerate()
            .filter_map(|(at, item)| match item.is {
                Is::Number(Numeral::Plain(number)) => Some((at, number)),
                _ => None,
            })
            .collect();
        let [(at, number)] = numbers.as_slice() else { return };
        let (at, number) = (*at, *number);
        let bound = |is: &Is| matches!(is, Is::Word(Wording::AtLeast | Wording::MoreThan | Wording::Exactly | Wording::Only));
        let near = (at.saturating_sub(4)..at).rev().find(|at| bound(&self.items[*at].is));
        let after = (at + 1 < self.items.len() && self.items[at + 1].is == Is::Word(Wording::AtLeast)).then_some(at + 1);
        let Some(word) = after.or(near) else { return };
        let (least, most) = match self.items[word].is {
            Is::Word(Wording::AtLeast) => (number, None),
            Is::Word(Wording::MoreThan) => (number + 1, None),
            _ => (number, Some(number)),
        };
        if least == 0 {
            return;
        }
        // 三项任务, 10 supporting units: what is counted stands behind.
        let from = after.unwrap_or(at) + 1;
        let passed = |is: &Is| matches!(is, Is::Word(Wording::Of) | Is::Role(_));
        let counted = (from..self.items.len()).find(|at| !passed(&self.items[*at].is));
        let counted = counted.filter(|counted| {
            let last = !self.items[*counted + 1..].iter().any(|item| matches!(item.is, Is::Noun(_)));
            let of = self.items[from..*counted].iter().any(|item| item.is == Is::Word(Wording::Of));
            let asked = self.items[..at].iter().any(|item| matches!(item.is, Is::Noun(_) | Is::Who));
            // 牵头任务超过五项的单位: what stands behind 的 is asked for.
            matches!(self.items[*counted].is, Is::Noun(_)) && !(of && last) && (!last || asked || from == *counted)
        });
        self.items[at].used = true;
        self.items[word].used = true;
        if let Some(counted) = counted {
            let others = self.items.iter().enumerate().any(|(at, item)| at != counted && matches!(item.is, Is::Noun(_) | Is::Who));
            if others {
                self.counted = Some(self.wording(counted));
                self.items[counted].used = true;
            }
        }
        self.order = Some(Order::Bounded { least, most, count: false });
    }

    /// 水利厅和环保厅谁牵头的任务多: the units that are named are those to choose from.
    pub(super) fn among(&mut self) {
        let more = |is: &Is| matches!(is, Is::Word(Wording::More | Wording::Less | Wording::Most | Wording::Least));
        let Some(end) = self.find(more) else { return };
        let choice = |is: &Is| matches!(is, Is::Things { list, .. } if list.len() > 1 && list.iter().all(|named| sort(named) == 0));
        let Some(list) = self.find(choice) else { return };
        let Some(which) = self.find(|is| matches!(is, Is::Who | Is::Word(Wording::Which))) else { return };
        let between = |item: &super::phrases::Item| matches!(item.is, Is::Word(Wording::Of | Wording::Is) | Is::Pause);
        let before = list < which && self.items[list + 1..which].iter().all(between);
        let after = list > end && which < end && self.items[list + 1..].iter().all(between) && self.items[list - 1].is == Is::Pause;
        if !before && !after {
            return;
        }
        let Is::Things { list: units, .. } = self.items[list].is.clone() else { return };
        self.among = units;
        self.items[list].used = true;
        let unit = which + 1 < self.items.len() && self.items[which + 1].is == Is::Noun(Wording::Unit);
        if self.items[which].is == Is::Word(Wording::Which) && !unit {
            self.items[which].is = Is::Who;
        }
        if let Is::Word(word) = &mut self.items[end].is {
            *word = match *word {
                Wording::More => Wording::Most,
                Wording::Less => Wording::Least,
                other => other,
            };
        }
    }

    /// 水利厅牵头的任务比环保厅多吗, does U lead more tasks than V: a whole question, all of whose phrases are taken.
    pub(super) fn comparison(&mut self) -> Option<Wanted> {
        let mut units: Vec<Named> = Vec::new();
        let (mut roles, mut more, mut yes, mut than, mut tasks) = (None, None, self.yes, false, false);
        for item in &self.items {
            match &item.is {
                Is::Things { list, .. } if list.len() == 1 && sort(&list[0]) == 0 => units.push(list[0].clone()),
                Is::Role(role) if roles.is_none() => roles = Some(*role),
                Is::Word(Wording::More) if more.is_none() => more = Some(true),
                Is::Word(Wording::Less) if more.is_none() => more = Some(false),
                Is::Word(Wording::MoreThan) if item.words.to_lowercase().starts_with("more") => (more, than) = (Some(true), true),
                Is::Word(Wording::Yes) => yes = true,
                Is::Word(Wording::Than) => than = true,
                Is::Noun(Wording::Task) => tasks = true,
                Is::Word(Wording::Of | Wording::Is) | Is::Pause => {}
                _ => return None,
            }
        }
        let (Some(more), true, true, [one, other]) = (more, than && yes, tasks || roles.is_some(), units.as_slice()) else { return None };
        let (one, other) = if more { (one, other) } else { (other, one) };
        let compared = Wanted::Compared { more: one.clone(), less: other.clone(), roles: roles.unwrap_or(Roles::ANY) };
        self.items.iter_mut().for_each(|item| item.used = true);
        Some(compared)
    }

    /// The noun of what is counted, as a class.
    pub(super) fn counted_class(&self) -> Option<Class> {
        self.counted.and_then(class)
    }
}
