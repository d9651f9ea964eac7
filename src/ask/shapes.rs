//! What a question asks: its phrases as a whole.
//!
//! In: phrases. Out: a [`Question`]. What is asked for is told by the noun beside 哪些 (`asked`). Names that no role has taken become
//! constraints on tasks (`tasks`), unless a word of relation (发展, 进口, 包括, 属于, 变成) or the nature of what is asked makes it a question
//! about the thing itself (`things`). Every phrase must be used in the end: what is left over is told, and nothing is answered.

use super::asked::Ask;
use super::error::AskError;
use super::meaning::{Class, Constraint, How, Named, Order, Question, Roles, Wanted};
use super::names::Kind;
use super::numerals::Numeral;
use super::phrases::{Is, Item};
use super::roles::{Assigned, assign};
use crate::lexicon::Wording;

/// The question that phrases ask; `english` where most of it is.
///
/// # Errors
/// [`AskError::Shape`] with the phrases that do not fit.
pub(super) fn understand(items: Vec<Item>, text: &str, english: bool, starts_as_yes: bool) -> Result<Question, AskError> {
    let mut shape = Shape {
        items,
        text: text.to_lowercase(),
        assigned: Assigned::default(),
        counted: None,
        count: false,
        order: None,
        yes: starts_as_yes,
        exists: false,
        except: Vec::new(),
        among: Vec::new(),
    };
    if let Some(wanted) = shape.comparison() {
        return Ok(Question { wanted, constraints: Vec::new(), how: How::Whether, except: Vec::new(), among: Vec::new() });
    }
    shape.exceptions();
    shape.among();
    shape.bounds();
    shape.negated_nouns();
    let without = std::mem::take(&mut shape.assigned.constraints);
    shape.assigned = assign(&mut shape.items, shape.yes);
    shape.assigned.constraints.extend(without);
    let ask = shape.asked(english, starts_as_yes)?;
    let mut question = shape.question(ask)?;
    if !shape.leave_out(&mut question) {
        return shape.refuse();
    }
    question.among.clone_from(&shape.among);
    if !shape.among.is_empty() && !matches!(question.how, How::Ranked { order: Order::Most | Order::Fewest, .. }) {
        return shape.refuse();
    }
    // A roundabout negation: whether U never leads.
    if question.how == How::Whether && !shape.negated(&mut question) {
        return shape.refuse();
    }
    let left = shape.left_over(&question, ask);
    if left.is_empty() { Ok(question) } else { Err(AskError::Shape(left)) }
}

/// A question while it is being understood.
pub(super) struct Shape {
    pub(super) items: Vec<Item>,
    /// The question in lower case, for the small words in it.
    pub(super) text: String,
    pub(super) assigned: Assigned,
    /// The noun that is counted to find the most.
    pub(super) counted: Option<Wording>,
    pub(super) count: bool,
    pub(super) order: Option<Order>,
    /// Whether 不 within a word, or the first word, asks for yes or no.
    pub(super) yes: bool,
    /// Whether it is asked if there are any of what is asked for.
    pub(super) exists: bool,
    /// What is left out of the answers.
    pub(super) except: Vec<Named>,
    /// The units to choose from.
    pub(super) among: Vec<Named>,
}

impl Shape {
    pub(super) fn find(&self, wanted: impl Fn(&Is) -> bool) -> Option<usize> {
        self.items.iter().position(|item| !item.used && wanted(&item.is))
    }

    pub(super) fn has(&self, word: Wording) -> bool {
        self.items.iter().any(|item| item.is == Is::Word(word) || item.is == Is::Noun(word))
    }

    /// Marks every phrase that is this word, and tells whether there was one.
    pub(super) fn take(&mut self, word: Wording) -> bool {
        let mut found = false;
        for item in self.items.iter_mut().filter(|item| item.is == Is::Word(word) || item.is == Is::Noun(word)) {
            item.used = true;
            found = true;
        }
        found
    }

    pub(super) fn take_all(&mut self, words: &[Wording]) {
        for word in words {
            self.take(*word);
        }
    }

    pub(super) fn refuse<T>(&self) -> Result<T, AskError> {
        Err(AskError::Shape(Vec::new()))
    }

    /// Takes the only phrase of things that is left of some kinds, if it names one.
    pub(super) fn take_one(&mut self, wanted: impl Fn(Kind) -> bool) -> Option<Named> {
        let fitting: Vec<usize> = (0..self.items.len())
            .filter(|at| {
                !self.items[*at].used
                    && matches!(&self.items[*at].is, Is::Things { list, .. } if list.iter().all(|named| wanted(named.kind)))
            })
            .collect();
        let [at] = fitting.as_slice() else { return None };
        let Is::Things { list, .. } = &self.items[*at].is else { return None };
        let [named] = list.as_slice() else { return None };
        let named = named.clone();
        self.items[*at].used = true;
        Some(named)
    }

    /// The same for a list, as one thing that is any of them: 文化厅和旅游局 before they became one.
    pub(super) fn take_merged(&mut self, wanted: impl Fn(Kind) -> bool) -> Option<Named> {
        let item = self
            .items
            .iter_mut()
            .find(|item| !item.used && matches!(&item.is, Is::Things { list, .. } if list.iter().all(|named| wanted(named.kind))))?;
        item.used = true;
        let Is::Things { list, .. } = &item.is else { return None };
        let label = list.iter().map(|named| named.label.as_str()).collect::<Vec<_>>().join("、");
        Some(Named { kind: list.first()?.kind, nodes: list.iter().flat_map(|named| named.nodes.clone()).collect(), label })
    }

    pub(super) fn things(&self, wanted: impl Fn(Kind) -> bool) -> usize {
        let lists = self.items.iter().filter(|item| !item.used).filter_map(|item| match &item.is {
            Is::Things { list, .. } => Some(list),
            _ => None,
        });
        lists.flatten().filter(|named| wanted(named.kind)).count()
    }

    fn question(&mut self, ask: Ask) -> Result<Question, AskError> {
        let alone = |wanted: Wanted, how: How| Question { wanted, constraints: Vec::new(), how, except: Vec::new(), among: Vec::new() };
        let how = match (self.count, self.exists) {
            (true, _) => How::Count,
            (_, true) => How::Whether,
            _ => How::List,
        };
        let plain = self.assigned.constraints.is_empty() && self.assigned.open.is_empty() && self.assigned.none.is_empty();
        if plain && self.order.is_none() {
            if let Some(wanted) = self.of_names(ask) {
                let whether = if ask == Ask::Whether { How::Whether } else { how };
                return Ok(alone(wanted, whether));
            }
            if let Some(wanted) = self.of_list(ask) {
                return Ok(alone(wanted, how));
            }
            if let Some(wanted) = self.of_conditions(ask)? {
                return Ok(alone(wanted, how));
            }
            if let Some(wanted) = self.of_places(ask)? {
                let yes = matches!(wanted, Wanted::Whether { .. } | Wanted::Lies { .. });
                return Ok(alone(wanted, if yes { How::Whether } else { how }));
            }
        }
        self.of_tasks(ask)
    }

    /// 财政厅是不是一次都没有牵头: yes if there are none. Any other negation beside yes or no may be meant either way.
    fn negated(&self, question: &mut Question) -> bool {
        let nots = question.constraints.iter().filter(|constraint| matches!(constraint, Constraint::Party { not: true, .. })).count();
        if nots == 0 {
            return true;
        }
        if nots > 1 || !self.has(Wording::Never) || self.has(Wording::Not) {
            return false;
        }
        for constraint in &mut question.constraints {
            if let Constraint::Party { not, .. } = constraint {
                *not = false;
            }
        }
        question.how = How::Never;
        true
    }

    /// The phrases that the meaning has not taken in, but for those that only hold others together.
    fn left_over(&self, question: &Question, ask: Ask) -> Vec<String> {
        let units = self.assigned.constraints.iter().filter_map(|constraint| match constraint {
            Constraint::Party { units, .. } => Some(units),
            _ => None,
        });
        let named: Vec<&Named> = units.flatten().collect();
        let both = self.assigned.open == Roles::LEAD.with(Roles::SUPPORT)
            && question.constraints.is_empty()
            && !matches!(question.wanted, Wanted::Units { .. });
        if both {
            // 牵头和配合 of no task in particular may ask for units with either role or with both.
            return self.items.iter().filter(|item| matches!(item.is, Is::Role(_))).map(|item| item.words.clone()).collect();
        }
        // A year says by when only beside 完成 or the like.
        let year = self.items.iter().find(|item| matches!(item.is, Is::Number(Numeral::Year(_) | Numeral::Before(_))));
        if let Some(year) = year.filter(|_| !self.has(Wording::Finish) && !self.has(Wording::Deadline) && !self.has(Wording::When)) {
            return vec![year.words.clone()];
        }
        let asks_units = ask == Ask::Class(Class::Unit);
        let later = named.iter().any(|named| named.kind == Kind::Later);
        let lists =
            question.constraints.iter().any(|constraint| matches!(constraint, Constraint::About { things, .. } if things.len() > 1));
        let due = ask == Ask::Deadline || question.constraints.iter().any(|constraint| matches!(constraint, Constraint::Due { .. }));
        let roles = self.items.iter().any(|item| matches!(item.is, Is::Role(_)));
        // by: of a role, of what makes an area up, or before the tasks that something is named by.
        let cover = matches!(question.wanted, Wanted::Members { .. });
        let tasks = self.items.windows(2).any(|pair| {
            pair[0].is == Is::Word(Wording::By) && matches!(pair[1].is, Is::Noun(_) | Is::Word(Wording::Most | Wording::HowMany))
        });
        let shared = named.len() > 1 && self.has(Wording::Together);
        let holds = |is: &Is| match is {
            Is::Pause | Is::Noun(Wording::Task) => true,
            Is::Noun(Wording::Unit) => asks_units,
            Is::Word(word) => match word {
                Wording::And | Wording::With | Wording::Of | Wording::Is | Wording::Concern | Wording::Mention | Wording::Separately => {
                    true
                }
                Wording::By => roles || cover || tasks || shared || self.has(Wording::Mention) || self.has(Wording::Concern),
                Wording::Both => {
                    let places = matches!(question.wanted, Wanted::Units { .. });
                    places || question.constraints.len() > 1 || lists || named.len() > 1
                }
                Wording::Together => named.len() > 1 || asks_units || question.constraints.len() > 1 || lists,
                Wording::Now => later,
                Wording::Finish => due,
                // 任务20属于什么主题
                Wording::Within if matches!(question.wanted, Wanted::Things(Class::Topic)) => ask == Ask::Class(Class::Topic),
                Wording::Within => {
                    matches!(question.wanted, Wanted::Tasks)
                        && question
                            .constraints
                            .iter()
                            .any(|constraint| matches!(constraint, Constraint::Section(_) | Constraint::Chapter(_)))
                }
                _ => false,
            },
            _ => false,
        };
        // 哪些地方是发展煤炭的地方: the noun that is asked for, once more.
        let again = |at: usize| {
            let noun = matches!(self.items[at].is, Is::Noun(noun) if class(noun).is_some_and(|class| ask == Ask::Class(class)));
            noun && at > 0 && self.items[at - 1].is == Is::Word(Wording::Of) && self.order.is_none()
        };
        let left = self.items.iter().enumerate().filter(|(at, item)| !item.used && !holds(&item.is) && !again(*at));
        left.map(|(_, item)| item).map(|item| item.words.clone()).collect()
    }
}

/// The class that a noun names.
pub(super) const fn class(noun: Wording) -> Option<Class> {
    Some(match noun {
        Wording::Unit => Class::Unit,
        Wording::Task => Class::Task,
        Wording::Place => Class::Place,
        Wording::City => Class::City,
        Wording::County => Class::County,
        Wording::Country => Class::Country,
        Wording::Topic => Class::Topic,
        Wording::Industry => Class::Industry,
        Wording::Port => Class::BorderPort,
        Wording::AnyPort => Class::Port,
        Wording::Belt => Class::Belt,
        Wording::Zone => Class::Zone,
        Wording::Cluster => Class::Cluster,
        Wording::DevelopmentZone => Class::DevelopmentZone,
        Wording::Project => Class::Project,
        Wording::Chapter => Class::Chapter,
        _ => return None,
    })
}

pub(super) const fn is_place_class(class: Class) -> bool {
    use Class::{Belt, BorderPort, City, Cluster, Country, County, DevelopmentZone, Place, Port, Zone};
    matches!(class, Place | City | County | Country | Port | BorderPort | Belt | Zone | Cluster | DevelopmentZone)
}
