//! Places of which several things hold, and what several places have in common.
//!
//! In: phrases of which no role has taken the names. Out: the places of a class that lie in one area and in a division, or develop one
//! industry and another; the industries that each of several places develops; all that the areas of a class cover. Left out: lists that
//! could be meant as either as well as both (包头和鄂尔多斯发展什么产业).

use super::asked::Ask;
use super::error::AskError;
use super::meaning::{Class, Condition, Named, Wanted};
use super::names::Kind;
use super::phrases::Is;
use super::shapes::{Shape, is_place_class};
use super::things::higher;
use crate::lexicon::Wording;

impl Shape {
    /// 既发展煤炭又发展光伏的地方, 土石山生态治理区中属于呼和浩特的旗县; 包头和乌海都发展的产业.
    pub(super) fn of_conditions(&mut self, ask: Ask) -> Result<Option<Wanted>, AskError> {
        let tasks = [Wording::Task, Wording::Unit, Wording::Mention, Wording::Not].iter().any(|word| self.has(*word));
        let named: Vec<(Vec<Named>, bool)> = self
            .items
            .iter()
            .filter(|item| !item.used)
            .filter_map(|item| match &item.is {
                Is::Things { list, any } => Some((list.clone(), *any)),
                _ => None,
            })
            .collect();
        let of_things = named.iter().all(|(list, _)| list.iter().all(|one| one.kind.is_place() || one.kind == Kind::Industry));
        if tasks || !of_things {
            return Ok(None);
        }
        if let Some(wanted) = self.in_common(ask, &named) {
            return Ok(Some(wanted));
        }
        let class = match ask {
            Ask::Class(class) if is_place_class(class) => class,
            Ask::Where => Class::Place,
            Ask::What if self.has(Wording::Within) => Class::Place,
            _ => return Ok(None),
        };
        if named.is_empty() {
            return Ok(self.of_areas(class));
        }
        let count: usize = named.iter().map(|(list, _)| list.len()).sum();
        let areas = matches!(class, Class::Belt | Class::Zone | Class::Cluster);
        if count < 2 || areas || self.has(Wording::Concern) {
            return Ok(None);
        }
        let both = self.has(Wording::Both) || self.has(Wording::Together) || self.says("都") || self.says("又") || self.says("also");
        let mut conditions = Vec::new();
        for (list, any) in &named {
            if *any || (list.len() > 1 && (!both || list[0].kind != Kind::Industry)) {
                return self.refuse();
            }
            for one in list {
                conditions.push(match one.kind {
                    Kind::Industry if self.has(Wording::Trade) => Condition::Trades(one.clone()),
                    Kind::Industry => Condition::Develops(one.clone()),
                    Kind::Area => Condition::CoveredBy(one.clone()),
                    // 达拉特旗属于哪个市 asks for what is above.
                    Kind::Division if !higher(class, one) => Condition::LiesIn(one.clone()),
                    _ => return self.refuse(),
                });
            }
        }
        // Two divisions hold no place together, and of two areas one may be meant.
        let divisions = conditions.iter().filter(|condition| matches!(condition, Condition::LiesIn(_))).count();
        let covers = conditions.iter().filter(|condition| matches!(condition, Condition::CoveredBy(_))).count();
        let develops = conditions.iter().any(|condition| matches!(condition, Condition::Develops(_)));
        if divisions > 1 || (covers > 1 && !both) || (develops && !self.has(Wording::Develop) && !self.has(Wording::Grow)) {
            return self.refuse();
        }
        for item in self.items.iter_mut().filter(|item| matches!(item.is, Is::Things { .. })) {
            item.used = true;
        }
        self.take_all(&[
            Wording::Develop,
            Wording::Grow,
            Wording::Trade,
            Wording::Cover,
            Wording::Within,
            Wording::Both,
            Wording::Together,
        ]);
        Ok(Some(Wanted::Places { class, conditions }))
    }

    /// What each of several places develops.
    fn in_common(&mut self, ask: Ask, named: &[(Vec<Named>, bool)]) -> Option<Wanted> {
        let [(places, false)] = named else { return None };
        let both = self.has(Wording::Both) || self.has(Wording::Together) || self.says("都") || self.says("in common");
        let asked = matches!(ask, Ask::Class(Class::Industry) | Ask::What);
        if places.len() < 2 || !asked || !both || !places.iter().all(|place| place.kind.is_place()) {
            return None;
        }
        if ask == Ask::What && !self.has(Wording::Develop) {
            return None;
        }
        let wanted = Wanted::Common(places.clone());
        self.items.iter_mut().filter(|item| matches!(item.is, Is::Things { .. })).for_each(|item| item.used = true);
        self.take_all(&[Wording::Develop, Wording::Together, Wording::Both]);
        Some(wanted)
    }

    /// 三大生态治理区涵盖哪些旗县: what the areas of a class cover.
    fn of_areas(&mut self, class: Class) -> Option<Wanted> {
        let areas = [(Wording::Zone, Class::Zone), (Wording::Belt, Class::Belt), (Wording::Cluster, Class::Cluster)];
        let (word, areas) = areas.into_iter().find(|(word, _)| self.find(|is| *is == Is::Noun(*word)).is_some())?;
        if !self.has(Wording::Cover) || is_area(class) {
            return None;
        }
        self.take_all(&[word, Wording::Cover]);
        Some(Wanted::Covered { areas, class })
    }

    /// Whether a small word stands in the question, which as a filler is no phrase.
    pub(super) fn says(&self, word: &str) -> bool {
        self.text.contains(word)
    }
}

const fn is_area(class: Class) -> bool {
    matches!(class, Class::Belt | Class::Zone | Class::Cluster)
}
