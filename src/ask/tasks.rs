//! Questions about tasks: constraints on them, and what stands to them in a relation.
//!
//! In: phrases with the roles that were read. Out: a [`Question`]. Left out: questions whose words would allow two answers (the industries
//! of a topic, the projects of a place: those of the tasks that name both are neither).

use super::asked::Ask;
use super::error::AskError;
use super::lists::sort;
use super::meaning::{By, Class, Constraint, How, Order, Question, Roles, Wanted};
use super::names::Kind;
use super::numerals::Numeral;
use super::phrases::Is;
use super::roles::Assigned;
use super::shapes::{Shape, class, is_place_class};
use crate::lexicon::Wording;

impl Shape {
    /// Constraints on tasks, and what stands to them in a relation.
    pub(super) fn of_tasks(&mut self, ask: Ask) -> Result<Question, AskError> {
        let task_noun = self.has(Wording::Task);
        let together = self.has(Wording::Together) || self.has(Wording::Cooperate);
        let has_role = self.items.iter().any(|item| matches!(item.is, Is::Role(_)));
        let means = self.take(Wording::Mean);
        let group = if means { self.take_one(|kind| kind == Kind::Group) } else { None };
        self.constraints();
        self.take(Wording::Cooperate);
        self.take(Wording::Cover);
        if let Some(group) = group {
            let places = matches!(ask, Ask::Class(class) if is_place_class(class)) || matches!(ask, Ask::What | Ask::Class(Class::Unit));
            if !places {
                return self.refuse();
            }
            let constraints = self.assigned.constraints.clone();
            return Ok(Question { wanted: Wanted::Resolved(group), constraints, how: How::List, except: Vec::new(), among: Vec::new() });
        }
        if means {
            return self.refuse();
        }
        self.classes_named(ask);
        self.dated(ask);
        let constraints = self.assigned.constraints.clone();
        let about = |wanted: fn(Kind) -> bool| {
            constraints
                .iter()
                .any(|constraint| matches!(constraint, Constraint::About { things, .. } if things.iter().any(|named| wanted(named.kind))))
        };
        let of_whom = |constraint: &Constraint| {
            !matches!(constraint, Constraint::About { .. } | Constraint::AboutClass(_) | Constraint::Without(_) | Constraint::Dated)
        };
        let negative = constraints.iter().any(is_negative);
        // 为什么不牵头 asks for a reason, which no plan gives.
        if ask == Ask::Why && negative {
            return self.refuse();
        }
        let wanted = match ask {
            Ask::Class(Class::Task) | Ask::Whether => Wanted::Tasks,
            // 水利厅做什么, what do U and V do together; but 水利厅是什么 is no question about tasks.
            Ask::What
                if task_noun
                    || (has_role || together) && constraints.iter().any(|constraint| matches!(constraint, Constraint::Party { .. })) =>
            {
                Wanted::Tasks
            }
            Ask::Why if constraints.len() > 1 => Wanted::Tasks,
            // 沿黄城市群都有谁 asks for its members.
            Ask::Class(Class::Unit)
                if about(|kind| kind == Kind::Area)
                    && self.assigned.open.is_empty()
                    && !task_noun
                    && !self.has(Wording::Unit)
                    && !self.has(Wording::Concern)
                    && !constraints.iter().any(of_whom) =>
            {
                return self.refuse();
            }
            Ask::Class(Class::Unit) => self.parties(&constraints, together, task_noun)?,
            Ask::Class(class) if constraints.is_empty() && self.assigned.open.is_empty() => Wanted::Class { class, within: None },
            Ask::Class(Class::Chapter)
                if constraints.iter().any(|constraint| matches!(constraint, Constraint::Chapter(_) | Constraint::Section(_))) =>
            {
                return self.refuse();
            }
            Ask::Class(Class::Chapter) if self.order.is_none() => {
                self.take(Wording::Within);
                Wanted::Chapters
            }
            Ask::Class(class) => {
                let same = match class {
                    Class::Topic => about(|kind| kind == Kind::Topic),
                    Class::Industry => about(|kind| kind == Kind::Industry),
                    Class::Project => about(|kind| kind == Kind::Project),
                    _ => about(Kind::is_place) && !task_noun,
                };
                // The industries or projects of the tasks about a topic are not those of the topic.
                let loose = !is_place_class(class) && !task_noun && !constraints.iter().any(of_whom);
                if same || (loose && self.order.is_none()) {
                    return self.refuse();
                }
                Wanted::Things(class)
            }
            Ask::Deadline => Wanted::Deadlines,
            Ask::Text
                if constraints
                    .iter()
                    .any(|constraint| matches!(constraint, Constraint::Tasks(_) | Constraint::Order(_) | Constraint::Section(_))) =>
            {
                Wanted::Texts
            }
            _ => return self.refuse(),
        };
        let lacking = constraints.iter().any(|constraint| matches!(constraint, Constraint::Without(_)));
        if (negative && !matches!(wanted, Wanted::Tasks | Wanted::Chapters)) || (lacking && matches!(wanted, Wanted::Things(_))) {
            return self.refuse();
        }
        let only_tasks = matches!(wanted, Wanted::Tasks | Wanted::Deadlines | Wanted::Texts);
        // 鄂尔多斯有没有煤炭 asks for more than whether a task names both.
        let loose = !task_noun && !self.has(Wording::Concern) && !self.has(Wording::Mention) && !constraints.iter().any(of_whom);
        let never = negative && self.has(Wording::Never);
        let negative = negative && !never;
        if ask == Ask::Whether && (constraints.is_empty() || negative || loose) {
            return self.refuse();
        }
        // 水利厅分别牵头和配合多少任务 asks for two numbers.
        let both =
            |constraint: &Constraint| matches!(constraint, Constraint::Party { roles, .. } if *roles == Roles::LEAD.with(Roles::SUPPORT));
        if self.count && self.has(Wording::Separately) && constraints.iter().any(both) {
            return self.refuse();
        }
        let how = self.how(ask, &wanted)?;
        let counts_units = matches!(how, How::Ranked { by: By::Units(_), .. });
        if only_tasks && !counts_units && !(self.assigned.open.is_empty() && self.assigned.none.is_empty()) {
            return self.refuse();
        }
        if matches!(wanted, Wanted::Things(_)) && !counts_units && !self.assigned.open.is_empty() {
            return self.refuse();
        }
        let wanted = match wanted {
            Wanted::Tasks if constraints.is_empty() && how == How::List => Wanted::Class { class: Class::Task, within: None },
            Wanted::Tasks if constraints.is_empty() && how == How::Count => Wanted::Class { class: Class::Task, within: None },
            other => other,
        };
        Ok(Question { wanted, constraints, how, except: Vec::new(), among: Vec::new() })
    }

    /// In which roles units are asked for.
    fn parties(&self, constraints: &[Constraint], together: bool, task_noun: bool) -> Result<Wanted, AskError> {
        let Assigned { open, none, only, .. } = self.assigned;
        if !none.is_empty() {
            return Ok(Wanted::Units { with: if open.is_empty() { Vec::new() } else { vec![open] }, never: none });
        }
        if only {
            let other = if open == Roles::SUPPORT { Roles::CHARGE } else { Roles::SUPPORT };
            return if open == Roles::ANY { self.refuse() } else { Ok(Wanted::Units { with: vec![open], never: other }) };
        }
        let both = open == Roles::LEAD.with(Roles::SUPPORT) && self.has(Wording::Both);
        if both {
            let units = Wanted::Units { with: vec![Roles::LEAD, Roles::SUPPORT], never: Roles::NONE };
            return if constraints.is_empty() { Ok(units) } else { self.refuse() };
        }
        if !open.is_empty() {
            return Ok(Wanted::Parties { roles: open });
        }
        let of_units: Vec<Roles> = constraints
            .iter()
            .filter_map(|constraint| match constraint {
                Constraint::Party { roles, .. } => Some(*roles),
                _ => None,
            })
            .collect();
        match of_units.as_slice() {
            // 谁和水利厅共同牵头: in the same role; with 合作 in whatever role.
            [roles] if together => Ok(Wanted::Parties { roles: *roles }),
            // Who does U support: those that lead where it supports.
            [Roles::SUPPORT] if !task_noun => Ok(Wanted::Parties { roles: Roles::CHARGE }),
            [] if constraints.is_empty() => Ok(Wanted::Class { class: Class::Unit, within: None }),
            [] => Ok(Wanted::Parties { roles: Roles::ANY }),
            _ if task_noun || together => Ok(Wanted::Parties { roles: Roles::ANY }),
            _ => self.refuse(),
        }
    }

    /// The names and numbers that are left become constraints.
    fn constraints(&mut self) {
        let mut more = Vec::new();
        // 水利厅和谁共同牵头: the one in the same role as the other.
        let together = self.has(Wording::Together) && !self.assigned.open.is_empty();
        let roles = if together { self.assigned.open } else { Roles::ANY };
        for item in self.items.iter_mut().filter(|item| !item.used) {
            let constraint = match &item.is {
                Is::Things { list, any } => match sort(&list[0]) {
                    0 => Constraint::Party { units: list.clone(), any: *any, roles, not: false },
                    1 | 2 => Constraint::About { things: list.clone(), any: *any, not: false },
                    3 if list.len() == 1 => Constraint::Tasks(list[0].clone()),
                    4 if list.len() == 1 => Constraint::Section(list[0].clone()),
                    _ => continue,
                },
                Is::Number(Numeral::Task(number)) => Constraint::Order(*number),
                Is::Number(Numeral::Chapter(number)) => Constraint::Chapter(*number),
                Is::Number(Numeral::Year(year)) => Constraint::Due { year: *year, before: false },
                Is::Number(Numeral::Before(year)) => Constraint::Due { year: *year, before: true },
                _ => continue,
            };
            item.used = true;
            more.push(constraint);
        }
        self.assigned.constraints.extend(more);
    }

    /// 口岸有哪些任务: a noun of a class beside what is asked for.
    fn classes_named(&mut self, ask: Ask) {
        if !matches!(ask, Ask::Class(Class::Task | Class::Unit)) || self.order.is_some() {
            return;
        }
        for item in self.items.iter_mut().filter(|item| !item.used) {
            let Is::Noun(noun) = item.is else { continue };
            let Some(class) = class(noun).filter(|class| {
                matches!(class, Class::Port | Class::BorderPort | Class::Belt | Class::Zone | Class::Cluster | Class::DevelopmentZone)
            }) else {
                continue;
            };
            item.used = true;
            self.assigned.constraints.push(Constraint::AboutClass(class));
        }
    }

    /// 规定了完成时限的任务: a deadline beside what is asked for.
    fn dated(&mut self, ask: Ask) {
        let dated = ask == Ask::Class(Class::Task);
        for item in self.items.iter_mut().filter(|item| dated && !item.used && item.is == Is::Noun(Wording::Deadline)) {
            item.used = true;
            self.assigned.constraints.push(Constraint::Dated);
        }
    }

    fn how(&mut self, ask: Ask, wanted: &Wanted) -> Result<How, AskError> {
        if ask == Ask::Whether || (self.exists && self.order.is_none()) {
            return Ok(How::Whether);
        }
        if let Some(Order::Bounded { count, .. }) = &mut self.order {
            *count = self.count;
        }
        let Some(order) = self.order else { return Ok(if self.count { How::Count } else { How::List }) };
        let develops = self.take(Wording::Develop);
        let open = if self.assigned.open.is_empty() { Roles::ANY } else { self.assigned.open };
        let counted = self.counted_class();
        let by = match (wanted, counted) {
            (Wanted::Tasks, Some(Class::Unit)) => By::Units(open),
            (Wanted::Tasks, Some(Class::Task) | None) => return self.refuse(),
            (Wanted::Things(Class::Industry) | Wanted::Class { class: Class::Industry, .. }, Some(class))
                if is_place_class(class) && develops =>
            {
                By::Develops
            }
            (Wanted::Things(class) | Wanted::Class { class, .. }, Some(Class::Industry)) if is_place_class(*class) => By::Develops,
            _ if develops => return self.refuse(),
            (Wanted::Parties { .. } | Wanted::Class { .. } | Wanted::Things(_), Some(Class::Task) | None) => By::Tasks,
            (Wanted::Class { .. } | Wanted::Things(_), Some(Class::Unit)) => By::Units(open),
            (Wanted::Tasks | Wanted::Parties { .. }, Some(class)) => By::Things(class),
            _ => return self.refuse(),
        };
        if self.assigned.only || !self.assigned.none.is_empty() {
            return self.refuse();
        }
        Ok(How::Ranked { by, order })
    }
}

const fn is_negative(constraint: &Constraint) -> bool {
    matches!(constraint, Constraint::About { not: true, .. } | Constraint::Party { not: true, .. })
}
