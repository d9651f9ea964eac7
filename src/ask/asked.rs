//! What a question asks for: the noun beside 哪些, or 谁, 哪里, 什么时候; or else the noun that the question is built on, the last one in
//! Chinese, the first in English. With 最多 there are two: what is asked for, and what is counted.
//!
//! In: phrases. Out: an [`Ask`]; the words that say so are marked as used. Left out: questions that ask for two things at once.

use super::error::AskError;
use super::lists::sort;
use super::meaning::{Class, Constraint, Missing, Order, Which};
use super::names::Kind;
use super::numerals::Numeral;
use super::phrases::Is;
use super::shapes::{Shape, class};
use crate::lexicon::Wording;

/// What a question asks for, by its words.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Ask {
    Class(Class),
    Goods,
    Deadline,
    Text,
    Names(Which),
    Where,
    Why,
    /// 什么 alone: what it is follows from the rest.
    What,
    /// Yes or no.
    Whether,
}

impl Shape {
    /// 没有写到地点, 没有时限, 不涉及水资源: a thing or noun after 不 or 没有.
    pub(super) fn negated_nouns(&mut self) {
        for at in 0..self.items.len() {
            if self.items[at].is != Is::Word(Wording::Not) {
                continue;
            }
            let next = (at + 1..self.items.len())
                .find(|at| !matches!(self.items[*at].is, Is::Word(Wording::Concern | Wording::Mention | Wording::Of | Wording::List)));
            let Some(next) = next else { continue };
            let constraint = match &self.items[next].is {
                Is::Noun(Wording::Deadline) => Constraint::Without(Missing::Deadline),
                Is::Noun(noun) => match class(*noun) {
                    Some(class) if !matches!(class, Class::Unit | Class::Task | Class::Chapter) => {
                        Constraint::Without(Missing::Class(class))
                    }
                    _ => continue,
                },
                Is::Things { list, any } if (1..=2).contains(&sort(&list[0])) && next > at + 1 => {
                    Constraint::About { things: list.clone(), any: *any || list.len() > 1, not: true }
                }
                _ => continue,
            };
            self.assigned.constraints.push(constraint);
            (at..=next).for_each(|at| self.items[at].used = true);
        }
    }

    /// What is asked for, what is counted, in which order.
    pub(super) fn asked(&mut self, english: bool, starts_as_yes: bool) -> Result<Ask, AskError> {
        let most = self.take(Wording::Most);
        let fewest = self.take(Wording::Least);
        let top = self.top();
        let each = self.find(|is| *is == Is::Word(Wording::Each));
        let bounded = self.order;
        self.order = match (most, fewest, top) {
            (true, ..) | (_, true, _) | (.., Some(_)) if bounded.is_some() => return self.refuse(),
            _ if bounded.is_some() => bounded,
            (true, true, _) | (_, true, Some(_)) => return self.refuse(),
            (_, _, Some(number)) => Some(Order::Top(number)),
            (true, ..) => Some(Order::Most),
            (_, true, _) => Some(Order::Fewest),
            _ => None,
        };
        let mut asked: Vec<(usize, Ask)> = Vec::new();
        let mut marks: Vec<usize> = (0..self.items.len())
            .filter(|at| matches!(self.items[*at].is, Is::Word(Wording::Which | Wording::HowMany | Wording::Each) | Is::Who))
            .collect();
        marks.extend(
            (0..self.items.len()).filter(|at| matches!(self.items[*at].is, Is::Word(Wording::Where | Wording::When | Wording::Why))),
        );
        let mut count_noun = None;
        for at in marks {
            if self.items[at].used {
                continue;
            }
            self.items[at].used = true;
            match self.items[at].is.clone() {
                Is::Who => asked.push((at, Ask::Class(Class::Unit))),
                Is::Word(Wording::Where) => asked.push((at, Ask::Where)),
                Is::Word(Wording::When) => asked.push((at, Ask::Deadline)),
                Is::Word(Wording::Why) => asked.push((at, Ask::Why)),
                Is::Word(mark) => {
                    let noun = self.noun_of(at);
                    // 包头被提到几次: in how many tasks.
                    let times = mark == Wording::HowMany && (self.has(Wording::Mention) || self.has(Wording::Concern));
                    let none = if times { Ask::Class(Class::Task) } else { Ask::What };
                    let ask = noun.map_or(none, |noun| self.ask_of(noun));
                    if let Some(noun) = noun {
                        self.items[noun].used = true;
                    }
                    if mark == Wording::HowMany {
                        count_noun = Some((noun, ask));
                    } else {
                        asked.push((noun.unwrap_or(at), ask));
                    }
                }
                _ => {}
            }
        }
        if each.is_some() && self.order.is_none() && !asked.is_empty() {
            self.order = Some(Order::Each);
        }
        if let Some((noun, ask)) = count_noun {
            let bounded = matches!(self.order, Some(Order::Bounded { .. }));
            if bounded && asked.is_empty() {
                self.count = true;
                asked.push((noun.unwrap_or_default(), ask));
            } else if self.order.is_some() && !asked.is_empty() {
                self.counted = noun.map(|noun| self.wording(noun));
            } else if self.order.is_some() {
                self.counted = noun.map(|noun| self.wording(noun));
            } else {
                self.count = true;
                asked.push((noun.unwrap_or_default(), ask));
            }
        }
        // 谁配合谁
        let whos = self.items.iter().filter(|item| item.is == Is::Who).count();
        if whos > 1 && whos > self.items.iter().filter(|item| matches!(item.is, Is::Role(_))).count() {
            return self.refuse();
        }
        asked.sort_by_key(|(at, _)| *at);
        asked.dedup_by(|a, b| a.0 == b.0 || (a.1 == b.1 && a.1 == Ask::Class(Class::Unit)));
        // 泛泛的 什么 beside another question word only repeats it: 涉及任务最多的主题是什么.
        if asked.len() > 1 {
            asked.retain(|(_, ask)| *ask != Ask::What);
        }
        let listed = self.take(Wording::List);
        let yes = self.take(Wording::Yes) || starts_as_yes;
        self.exists = yes && !listed && asked.is_empty() && self.existing(english);
        let ask = match asked.as_slice() {
            // 提到最多的地方是哪里: where only asks for the noun.
            [(_, Ask::Where)] => {
                match self.base(english).filter(|at| matches!(self.wording(*at), Wording::Place | Wording::City | Wording::County)) {
                    Some(at) => {
                        self.items[at].used = true;
                        self.ask_of(at)
                    }
                    None => Ask::Where,
                }
            }
            // 六大产业带叫什么名字: the names of all of a class are the class.
            [(_, Ask::Names(_))]
                if self.things(|_| true) == 0 && self.base(english).is_some_and(|at| class(self.wording(at)).is_some()) =>
            {
                let at = self.base(english).unwrap_or_default();
                self.items[at].used = true;
                self.take(Wording::Call);
                self.ask_of(at)
            }
            [(_, ask)] => *ask,
            [] if yes && !listed && !self.exists => Ask::Whether,
            [] => match self.base(english) {
                Some(at) => {
                    self.items[at].used = true;
                    self.ask_of(at)
                }
                // Members of an area.
                // What became of it.
                None if [Wording::Become, Wording::Succeed, Wording::Former].iter().any(|word| self.has(*word)) => Ask::What,
                None if self.has(Wording::Cover) && self.things(Kind::is_place) == 1 => Ask::Class(Class::Place),
                // 快速铁路 and nothing else; the lead of task 20; 人社厅 牵头 就业.
                None if self.is_list(listed) => Ask::What,
                None if self.is_party_of() => Ask::Class(Class::Unit),
                // 口岸主要进口什么: the goods.
                None if self.has(Wording::Trade) && self.things(Kind::is_place) == 1 => Ask::What,
                None if self.is_tasks_of() => Ask::Class(Class::Task),
                None => return self.refuse(),
            },
            _ => return self.refuse(),
        };
        if self.order.is_some() && self.counted.is_none() && ask != Ask::Whether {
            let other = self.find(|is| matches!(is, Is::Noun(noun) if self.ask_is_countable(*noun, ask)));
            if let Some(at) = other {
                self.counted = Some(self.wording(at));
                self.items[at].used = true;
            }
        }
        Ok(ask)
    }

    /// 有没有口岸, 任务20有时限吗: whether there are any of the noun.
    fn existing(&self, english: bool) -> bool {
        let Some(at) = self.base(english) else { return false };
        let is = self.has(Wording::Is) && !english;
        match self.ask_of(at) {
            Ask::Deadline => true,
            Ask::Class(Class::Unit) => !self.assigned.open.is_empty(),
            Ask::Class(Class::BorderPort | Class::Port | Class::DevelopmentZone | Class::Project | Class::County) => !is,
            _ => false,
        }
    }

    /// Only the name of several things.
    fn is_list(&self, listed: bool) -> bool {
        listed
            && self.items.iter().all(|item| {
                item.used
                    || item.is == Is::Word(Wording::Of)
                    || matches!(&item.is, Is::Things { list, .. } if list.len() == 1 && list[0].nodes.len() > 1)
            })
    }

    /// The lead of task 20: a role of units that are not named.
    fn is_party_of(&self) -> bool {
        let named = self.items.iter().any(|item| matches!(item.is, Is::Things { .. } | Is::Number(_)));
        let units = self.items.iter().any(|item| matches!(&item.is, Is::Things { list, .. } if sort(&list[0]) == 0));
        named && !units && !self.assigned.open.is_empty() && self.assigned.none.is_empty() && self.assigned.constraints.is_empty()
    }

    /// 人社厅 牵头 就业: a unit in a role, and what the tasks are about.
    fn is_tasks_of(&self) -> bool {
        let [Constraint::Party { not: false, .. }] = self.assigned.constraints.as_slice() else { return false };
        let about = self.items.iter().filter(|item| !item.used);
        let mut about = about.filter(|item| !matches!(item.is, Is::Pause));
        let one = matches!(about.next().map(|item| &item.is), Some(Is::Things { list, .. }) if (1..=2).contains(&sort(&list[0])));
        one && about.next().is_none() && self.assigned.open.is_empty()
    }

    fn ask_is_countable(&self, noun: Wording, ask: Ask) -> bool {
        class(noun).is_some_and(|class| ask != Ask::Class(class))
    }

    pub(super) fn wording(&self, at: usize) -> Wording {
        match self.items[at].is {
            Is::Noun(noun) => noun,
            _ => Wording::Filler,
        }
    }

    /// 前三个, top 3.
    fn top(&mut self) -> Option<u32> {
        let at = match self.find(|is| *is == Is::Word(Wording::Top)) {
            Some(at) => at,
            // 任务最多的五个单位
            None => {
                let most = self.items.iter().position(|item| item.is == Is::Word(Wording::Most))?;
                let of = self.items.get(most + 1).is_some_and(|item| item.is == Is::Word(Wording::Of));
                if of { most + 1 } else { return None }
            }
        };
        let Some(Is::Number(Numeral::Plain(number))) = self.items.get(at + 1).map(|item| item.is.clone()) else { return None };
        // 前五个任务由谁牵头 asks for tasks by their place in the document.
        if self.items.get(at + 2).is_some_and(|item| item.is == Is::Noun(Wording::Task)) {
            return None;
        }
        self.items[at].used = true;
        self.items[at + 1].used = true;
        Some(number)
    }

    /// The noun that 哪些 asks for: the next one, else the last before.
    fn noun_of(&self, at: usize) -> Option<usize> {
        let noun = |at: &usize| !self.items[*at].used && matches!(self.items[*at].is, Is::Noun(_));
        // 单位当中哪个牵头任务最多: the noun right before, where a verb stands behind.
        let verb = self.items.get(at + 1).is_some_and(|item| matches!(item.is, Is::Role(_)));
        let before = at.checked_sub(1).filter(|before| noun(before) && verb && self.items[at].words.starts_with('哪'));
        if before.is_some() {
            return before;
        }
        let stop = (at + 1..self.items.len())
            .find(|at| matches!(self.items[*at].is, Is::Word(Wording::Which | Wording::HowMany) | Is::Who | Is::Pause))
            .unwrap_or(self.items.len());
        (at + 1..stop).find(noun).or_else(|| (0..at).rev().find(noun))
    }

    /// The noun on which a phrase is built.
    pub(super) fn base(&self, english: bool) -> Option<usize> {
        let mut nouns = (0..self.items.len()).filter(|at| !self.items[*at].used && matches!(self.items[*at].is, Is::Noun(_)));
        if english { nouns.next() } else { nouns.next_back() }
    }

    pub(super) fn ask_of(&self, at: usize) -> Ask {
        match self.wording(at) {
            Wording::Good => Ask::Goods,
            Wording::Deadline => Ask::Deadline,
            Wording::Text => Ask::Text,
            Wording::Name => Ask::Names(Which::All),
            Wording::FullName => Ask::Names(Which::Full),
            Wording::ShortName => Ask::Names(Which::Short),
            noun => class(noun).map_or(Ask::What, Ask::Class),
        }
    }
}
