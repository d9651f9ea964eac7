//! Questions about things themselves: what became of a unit and what it is called, what a place develops and trades in, what an area covers,
//! where a place lies.
//!
//! In: phrases of which no role has taken the names. Out: what is [`Wanted`], or nothing where the question is about tasks. Left out:
//! questions about two places at once, whose answer could be what either or what both develop.

use super::asked::Ask;
use super::error::AskError;
use super::meaning::{Class, Named, Wanted, Which};
use super::names::Kind;
use super::phrases::Is;
use super::shapes::{Shape, is_place_class};
use crate::graph::local;
use crate::lexicon::Wording;

impl Shape {
    /// What became of a unit, what it was, what it is called.
    pub(super) fn of_names(&mut self, ask: Ask) -> Option<Wanted> {
        let (become_, succeed) = (self.has(Wording::Become), self.has(Wording::Succeed));
        let unit = |kind: Kind| matches!(kind, Kind::Unit | Kind::Later);
        let (former, now, call) = (self.has(Wording::Former), self.has(Wording::Now), self.has(Wording::Call));
        // 环保厅改名了吗
        if ask == Ask::Whether && become_ && self.things(unit) == 1 && self.things(|kind| !unit(kind)) == 0 {
            let named = self.take_one(unit)?;
            self.take_all(&[Wording::Become]);
            return Some(Wanted::Successors(named));
        }
        let of_unit = matches!(ask, Ask::What | Ask::Class(Class::Unit) | Ask::Where | Ask::Names(_));
        if self.has(Wording::Task) || !of_unit {
            return None;
        }
        let relations = [Wording::Become, Wording::Succeed, Wording::Former, Wording::Now, Wording::Call];
        // 哪些单位合并成了卫生健康委: what stands after 合并成 is what they became.
        let thing = self.find(|is| matches!(is, Is::Things { .. }));
        let became = self.find(|is| *is == Is::Word(Wording::Become));
        let before = ask == Ask::Class(Class::Unit) && became.is_some() && thing > became && !succeed;
        let before = before || self.is_successor_of(thing);
        if (former || before) && self.things(unit) == 1 {
            let named = self.take_one(unit)?;
            self.take_all(&relations);
            self.take(Wording::By);
            return Some(Wanted::Predecessors(named));
        }
        if (become_ || succeed || now) && self.things(unit) > 0 {
            let named = self.take_merged(unit)?;
            self.take_all(&relations);
            return Some(Wanted::Successors(named));
        }
        if let Ask::Names(which) = ask {
            // 五大人才工程叫什么名字
            let group = |is: &Is| matches!(is, Is::Things { list, .. } if list[0].kind == Kind::Project && list[0].nodes.len() > 1);
            if self.items.iter().any(|item| group(&item.is)) {
                self.take(Wording::Call);
                return self.take_one(|kind| kind == Kind::Project).map(Wanted::Listed);
            }
            // 六大产业带分别叫什么名字
            let areas = [
                (Wording::Belt, Class::Belt),
                (Wording::Zone, Class::Zone),
                (Wording::Cluster, Class::Cluster),
                (Wording::Port, Class::BorderPort),
            ];
            let noun = areas.into_iter().find(|(word, _)| self.has(*word));
            // Their number with the noun may also be the heading of the chapter.
            let title = self.items.iter().find(
                |item| matches!(&item.is, Is::Things { list, .. } if matches!(list[0].kind, Kind::Section | Kind::Task | Kind::Words)),
            );
            let ends = ["产业带", "治理区", "城市群"]
                .into_iter()
                .zip(areas)
                .find(|(end, _)| title.is_some_and(|title| title.words.ends_with(end)));
            if let Some((_, (_, class))) = ends
                && self.things(|_| true) == 1
                && self.take_one(|_| true).is_some()
            {
                self.take(Wording::Call);
                return Some(Wanted::Class { class, within: None });
            }
            if let Some((word, class)) = noun.filter(|_| self.things(|_| true) == 0) {
                self.take_all(&[word, Wording::Call]);
                return Some(Wanted::Class { class, within: None });
            }
            let named = self.take_one(|kind| !matches!(kind, Kind::Words | Kind::Task | Kind::Section))?;
            self.take(Wording::Call);
            return Some(Wanted::Names { of: named, which });
        }
        if call && ask == Ask::What {
            let named = self.take_one(|kind| !matches!(kind, Kind::Words | Kind::Task | Kind::Section))?;
            self.take(Wording::Call);
            return Some(Wanted::Names { of: named, which: Which::All });
        }
        None
    }

    /// 卫健委是哪些单位的后继, which units is U the successor of: U stands before what it succeeded.
    fn is_successor_of(&self, thing: Option<usize>) -> bool {
        let (Some(thing), Some(at)) = (thing, self.find(|is| *is == Is::Word(Wording::Succeed))) else { return false };
        let of = |at: Option<usize>| at.and_then(|at| self.items.get(at)).is_some_and(|item| item.is == Is::Word(Wording::Of));
        let noun =
            at.checked_sub(2).is_some_and(|at| matches!(self.items[at].is, Is::Noun(Wording::Unit) | Is::Who | Is::Word(Wording::Which)));
        thing < at && ((of(at.checked_sub(1)) && noun) || (of(Some(at + 1)) && at + 2 >= self.items.len()))
    }

    /// The things of one name: 快速铁路有哪几条.
    pub(super) fn of_list(&mut self, ask: Ask) -> Option<Wanted> {
        let asked = matches!(ask, Ask::What | Ask::Class(Class::Project));
        let alone = self
            .items
            .iter()
            .filter(|item| !item.used)
            .all(|item| matches!(item.is, Is::Things { .. } | Is::Word(Wording::Of | Wording::Is)));
        if !asked || !alone {
            return None;
        }
        let many = self
            .items
            .iter()
            .any(|item| matches!(&item.is, Is::Things { list, .. } if list[0].kind == Kind::Project && list[0].nodes.len() > 1));
        if many { self.take_one(|kind| kind == Kind::Project).map(Wanted::Listed) } else { None }
    }

    /// What places develop, trade in and cover, and where they lie.
    pub(super) fn of_places(&mut self, ask: Ask) -> Result<Option<Wanted>, AskError> {
        let tasks = self.has(Wording::Task) || self.has(Wording::Unit) || self.has(Wording::Mention);
        let (places, industries) = (self.things(Kind::is_place), self.things(|kind| kind == Kind::Industry));
        if tasks || self.things(|kind| !kind.is_place() && kind != Kind::Industry) > 0 {
            return Ok(None);
        }
        let place_class = match ask {
            Ask::Where => Some(Class::Place),
            Ask::Class(class) if is_place_class(class) => Some(class),
            _ => None,
        };
        let industry_asked = matches!(ask, Ask::Class(Class::Industry) | Ask::Goods | Ask::What);
        if self.has(Wording::Trade) || ask == Ask::Goods {
            self.take(Wording::Trade);
            return match (places, industries) {
                (1, 0) if industry_asked => Ok(self.take_one(Kind::is_place).map(Wanted::Goods)),
                (0, 1) if place_class.is_some() => Ok(self.take_one(|kind| kind == Kind::Industry).map(Wanted::Traders)),
                (1, 1) if ask == Ask::Whether => Ok(self.pair(true)),
                _ => self.refuse(),
            };
        }
        let grows = self.take(Wording::Grow);
        let develops = self.take(Wording::Develop) || grows;
        if develops
            || (ask == Ask::Class(Class::Industry) && places == 1)
            || (industries == 1 && (place_class.is_some() || (ask == Ask::Whether && places == 1)))
        {
            if self.has(Wording::Concern) && !develops {
                return self.refuse();
            }
            return match (places, industries) {
                (1, 0) if industry_asked => {
                    self.take(Wording::Cover);
                    Ok(self.take_one(Kind::is_place).map(|place| Wanted::Developed { place, crops: grows }))
                }
                (0, 1) => {
                    let industry = self.take_one(|kind| kind == Kind::Industry);
                    self.take(Wording::Within);
                    Ok(industry.zip(place_class).map(|(industry, class)| Wanted::Developers { industry, class }))
                }
                (1, 1) if ask == Ask::Whether => Ok(self.pair(false)),
                (1, 1) if ask == Ask::Why => {
                    let industry = self.take_one(|kind| kind == Kind::Industry);
                    let place = self.take_one(Kind::is_place);
                    Ok(place.zip(industry).map(|(place, industry)| Wanted::Evidence { place, industry }))
                }
                _ => self.refuse(),
            };
        }
        if industries > 0 {
            return Ok(None);
        }
        if ask == Ask::Whether {
            return Ok(self.lies());
        }
        let Some(class) =
            place_class.or((ask == Ask::What && (self.has(Wording::Cover) || self.has(Wording::Within))).then_some(Class::Place))
        else {
            return Ok(None);
        };
        match places {
            0 => Ok(None),
            1 => self.of_one_place(ask, class),
            _ => self.refuse(),
        }
    }

    /// An area covers places; a place lies in another, or in an area; divisions lie within it.
    fn of_one_place(&mut self, ask: Ask, class: Class) -> Result<Option<Wanted>, AskError> {
        // 哪些旗县属于鄂尔多斯 and which zone covers U: the place is the object.
        let place_of = |is: &Is| matches!(is, Is::Things { .. });
        let thing = self.find(place_of);
        let after = |word: Wording| self.find(|is| *is == Is::Word(word)).is_some_and(|at| thing > Some(at));
        let (in_it, covers_it) = (after(Wording::Within), after(Wording::Cover));
        let (cover, within) = (self.take(Wording::Cover), self.take(Wording::Within));
        let concern = self.has(Wording::Concern);
        if cover && within {
            return self.refuse();
        }
        let Some(place) = self.take_one(Kind::is_place) else { return self.refuse() };
        // 治理区涉及哪些旗县; but 包头涉及哪些地方 asks for nothing that is known.
        if concern && place.kind != Kind::Area {
            return self.refuse();
        }
        let area_class = matches!(class, Class::Belt | Class::Zone | Class::Cluster);
        if place.kind == Kind::Area {
            let refused = area_class || (within && !in_it) || covers_it && ask != Ask::Class(Class::Place) && !cover;
            return if refused { self.refuse() } else { Ok(Some(Wanted::Members { area: place, class })) };
        }
        if area_class {
            return if cover && !covers_it { self.refuse() } else { Ok(Some(Wanted::AreasOf { place, class })) };
        }
        if matches!(class, Class::Port | Class::BorderPort | Class::DevelopmentZone) {
            return Ok(Some(Wanted::Class { class, within: Some(place) }));
        }
        let up = (within && !in_it) || ask == Ask::Where || (!cover && higher(class, &place));
        if up {
            return Ok(Some(Wanted::Within { place, class }));
        }
        if place.kind != Kind::Division {
            return self.refuse();
        }
        Ok(Some(Wanted::Inside { place, class }))
    }

    /// A place and an industry, of which it is asked whether the one develops or trades in the other.
    fn pair(&mut self, trades: bool) -> Option<Wanted> {
        let industry = self.take_one(|kind| kind == Kind::Industry)?;
        let place = self.take_one(Kind::is_place)?;
        Some(Wanted::Whether { place, industry, trades })
    }

    /// 东胜区是否属于包头市, 沿黄城市群包括包头吗.
    fn lies(&mut self) -> Option<Wanted> {
        if self.things(Kind::is_place) != 2 {
            return None;
        }
        let mut named: Vec<(usize, Named)> = Vec::new();
        for (at, item) in self.items.iter().enumerate().filter(|(_, item)| !item.used) {
            if let Is::Things { list, .. } = &item.is {
                named.push((at, list.first().filter(|_| list.len() == 1)?.clone()));
            }
        }
        let [(first, one), (second, two)] = named.as_slice() else { return None };
        let (first, second, one, two) = (*first, *second, one.clone(), two.clone());
        [first, second].iter().for_each(|at| self.items[*at].used = true);
        // 沿黄城市群包括包头吗; but 包头是沿黄城市群的成员吗.
        let covering = self.find(|is| *is == Is::Word(Wording::Cover));
        let member = covering.is_some_and(|at| self.items[at].words.starts_with(['成', 'm', 'M']) || at > second);
        let cover = covering.is_some() && !member;
        self.take_all(&[Wording::Cover, Wording::Within]);
        let (inner, outer) = if cover { (two, one) } else { (one, two) };
        let covers = outer.kind == Kind::Area;
        Some(Wanted::Lies { inner, outer, covers })
    }
}

/// Whether a division of this class is above a place: 哪个市 of 达拉特旗, but 哪些旗县 of 鄂尔多斯.
pub(super) fn higher(class: Class, place: &Named) -> bool {
    let code = place.nodes.first().map(|node| local(node.as_str())).unwrap_or_default();
    let county = code.get(4..6).is_none_or(|digits| digits != "00");
    let division = matches!(class, Class::City | Class::County);
    division && (place.kind != Kind::Division || county)
}
