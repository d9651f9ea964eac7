//! Which unit has which role: the part of a question in which the order of its words counts.
//!
//! In: phrases. Out: what is said of units in roles, and the roles of the unit that is asked for or counted.
//!
//! | words | is | not |
//! |---|---|---|
//! | 水利厅牵头, U leads, does U lead | U leads | 水利厅的牵头单位 |
//! | led by U, 由U牵头, 牵头单位是U | U leads | 由谁牵头 |
//! | 谁牵头, 牵头单位, who leads | the unit that is asked for leads | |
//! | U是哪些任务的牵头单位 | U leads | 谁是任务5的牵头单位 |
//! | U配合V | U supports, V leads | U牵头、V配合 |
//! | 谁配合V, 配合V的单位 | what is asked for supports, V leads | V配合谁 |
//! | U配合谁, who does U support | U supports, what is asked for leads | |
//!
//! Left out: whatever does not fit one of these shapes; its words stay unused, and the question is not answered.

use super::lists::sort;
use super::meaning::{Constraint, Missing, Named, Roles};
use super::names::Kind;
use super::phrases::{Is, Item};
use crate::lexicon::Wording;

/// What is said of units and roles.
#[derive(Debug, Clone, Default)]
pub(super) struct Assigned {
    /// Of units that are named.
    pub(super) constraints: Vec<Constraint>,
    /// The roles of units that are asked for or counted.
    pub(super) open: Roles,
    /// The roles that the unit that is asked for does not have.
    pub(super) none: Roles,
    /// Whether it is to have no other role.
    pub(super) only: bool,
    /// Whether yes or no is asked for.
    yes: bool,
}

/// Words over which a role finds its unit.
const BETWEEN: &[Wording] = &[
    Wording::By,
    Wording::Not,
    Wording::Never,
    Wording::Only,
    Wording::Together,
    Wording::Separately,
    Wording::Yes,
    Wording::Is,
    Wording::Each,
    Wording::Now,
    Wording::Why,
    Wording::Both,
];

/// Reads what units do, and marks the phrases that say it.
///
/// `yes` where the first word or 不 within a word asks for yes or no.
pub(super) fn assign(items: &mut [Item], yes: bool) -> Assigned {
    let mut assigned = Assigned { yes: yes || items.iter().any(|item| item.is == Is::Word(Wording::Yes)), ..Assigned::default() };
    join_roles(items);
    without_parties(items, &mut assigned);
    for at in 0..items.len() {
        if let (Is::Role(roles), false) = (&items[at].is, items[at].used) {
            let roles = *roles;
            one(items, at, roles, &mut assigned);
        }
    }
    assigned
}

/// 牵头和配合, 牵头、配合: one phrase with both roles. 负责牵头, 牵头落实, leading work on: the role that says more.
fn join_roles(items: &mut [Item]) {
    for at in 0..items.len() {
        let Is::Role(first) = items[at].is else { continue };
        let joint = matches!(items.get(at + 1).map(|item| &item.is), Some(Is::Word(Wording::And | Wording::Or) | Is::Pause));
        let next = if joint { at + 2 } else { at + 1 };
        let Some(Is::Role(second)) = items.get(next).map(|item| item.is.clone()) else { continue };
        let narrower = [Roles::LEAD, Roles::SUPPORT, Roles::CHARGE].into_iter().find(|role| [first, second].contains(role));
        let wider = [Roles::ANY, Roles::CHARGE].iter().any(|role| [first, second].contains(role));
        let both = match narrower {
            Some(narrower) if !joint && wider => narrower,
            _ => first.with(second),
        };
        items[next].is = Is::Role(both);
        (at..next).for_each(|at| items[at].used = true);
    }
}

/// 没有配合单位的任务, tasks without a lead unit.
fn without_parties(items: &mut [Item], assigned: &mut Assigned) {
    for at in 0..items.len() {
        if !matches!(items[at].is, Is::Word(Wording::Not)) {
            continue;
        }
        let both = match (items.get(at + 1).map(|item| &item.is), items.get(at + 2).map(|item| &item.is)) {
            (Some(Is::Role(roles)), Some(Is::Noun(Wording::Unit))) | (Some(Is::Noun(Wording::Unit)), Some(Is::Role(roles))) => Some(*roles),
            _ => None,
        };
        if let Some(roles) = both {
            assigned.constraints.push(Constraint::Without(Missing::Party(roles)));
            (at..at + 3).for_each(|at| items[at].used = true);
        }
    }
}

fn is(items: &[Item], at: Option<usize>, wanted: impl Fn(&Is) -> bool) -> Option<usize> {
    at.filter(|at| items.get(*at).is_some_and(|item| !item.used && wanted(&item.is)))
}

fn units(item: &Is) -> bool {
    matches!(item, Is::Things { list, .. } if list.iter().all(|named| matches!(named.kind, Kind::Unit | Kind::Later | Kind::Group)))
}

const fn asked_unit(item: &Is) -> bool {
    matches!(item, Is::Who | Is::Noun(Wording::Unit))
}

/// The phrase before, over words that may stand between.
fn left(items: &[Item], at: usize) -> Option<usize> {
    let between = |item: &Item| match &item.is {
        Is::Word(word) => item.used || BETWEEN.contains(word),
        Is::Role(_) | Is::Pause => item.used,
        _ => false,
    };
    (0..at).rev().find(|at| !between(&items[*at]))
}

/// Who does it: the phrase before, or the unit before words that say in what (水利厅在水资源方面牵头).
fn subject(items: &[Item], at: usize) -> Option<usize> {
    let before = left(items, at)?;
    let said = |is: &Is| match is {
        Is::Things { list, .. } => matches!(sort(&list[0]), 1 | 2),
        Is::Word(word) => *word == Wording::Concern,
        _ => false,
    };
    // 水利厅还牵头哪些任务
    let also = |item: &Item| item.is == Is::Word(Wording::And) && ["还", "也", "又", "also"].contains(&item.words.as_str());
    let skipped = (0..=before).rev().find(|at| !said(&items[*at].is) && !also(&items[*at]));
    let unit = skipped.filter(|unit| *unit < before && is(items, Some(*unit), units).is_some());
    Some(unit.unwrap_or(before))
}

/// The next phrase after, over 的 and 了.
fn right(items: &[Item], at: usize) -> Option<usize> {
    (at + 1..items.len()).find(|at| !matches!(items[*at].is, Is::Word(Wording::Of | Wording::Which | Wording::HowMany | Wording::Both)))
}

fn one(items: &mut [Item], at: usize, roles: Roles, assigned: &mut Assigned) {
    let word =
        |items: &[Item], at: usize, wanted: Wording| matches!(items.get(at).map(|item| &item.is), Some(Is::Word(word)) if *word == wanted);
    let before = subject(items, at);
    let nots: Vec<usize> =
        (before.map_or(0, |before| before + 1)..at).filter(|at| matches!(items[*at].is, Is::Word(Wording::Not | Wording::Never))).collect();
    let onlys: Vec<usize> =
        (before.map_or(0, |before| before + 1)..at).filter(|at| !items[*at].used && items[*at].is == Is::Word(Wording::Only)).collect();
    let not = !nots.is_empty();

    // led by U; led by which unit
    if word(items, at + 1, Wording::By) {
        if let Some(unit) = is(items, Some(at + 2), units) {
            return party(items, unit, at, roles, &nots, assigned, &[at + 1]);
        }
        if not || !onlys.is_empty() {
            return;
        }
        items[at].used = true;
        items[at + 1].used = true;
        assigned.open = assigned.open.with(roles);
        return;
    }
    // with V in support
    if roles == Roles::SUPPORT
        && let Some(unit) = at.checked_sub(1).map(|before| if word(items, before, Wording::Of) { before.saturating_sub(1) } else { before })
        && let Some(with) = unit.checked_sub(1).filter(|with| word(items, *with, Wording::With))
        && let Some(unit) = is(items, Some(unit), units)
    {
        return party(items, unit, at, roles, &[], assigned, &[with]);
    }
    // with the support of U
    if at > 0
        && word(items, at - 1, Wording::With)
        && word(items, at + 1, Wording::Of)
        && let Some(unit) = is(items, Some(at + 2), units)
    {
        return party(items, unit, at, roles, &[], assigned, &[at - 1, at + 1]);
    }
    // 牵头单位是U, the lead unit is U
    if let Some(noun) = is(items, right(items, at), |item| *item == Is::Noun(Wording::Unit))
        && word(items, noun + 1, Wording::Is)
        && let Some(unit) = is(items, Some(noun + 2), units)
    {
        items[noun].used = true;
        return party(items, unit, at, roles, &nots, assigned, &[noun + 1]);
    }
    // 水利厅的牵头任务: of the tasks; 水利厅的配合单位: of those that support it where it leads.
    if at >= 2
        && word(items, at - 1, Wording::Of)
        && let Some(unit) = is(items, Some(at - 2), units)
    {
        match right(items, at).map(|at| items[at].is.clone()) {
            Some(Is::Noun(Wording::Task)) => party(items, unit, at, roles, &nots, assigned, &[]),
            // Is U among the supporting units
            Some(Is::Noun(Wording::Unit)) if is_called(items, unit, at, assigned.yes) => {
                if let Some(noun) = right(items, at) {
                    items[noun].used = true;
                }
                party(items, unit, at, roles, &nots, assigned, &[]);
            }
            Some(Is::Noun(Wording::Unit)) if roles == Roles::SUPPORT => {
                party(items, unit, at, Roles::LEAD, &nots, assigned, &[]);
                assigned.open = assigned.open.with(roles);
            }
            _ => {}
        }
        return;
    }
    // 水利厅参与但不牵头: the second role is of the same unit.
    let joint =
        before.filter(|before| matches!(items[*before].is, Is::Word(Wording::And) | Is::Pause)).and_then(|joint| joint.checked_sub(1));
    if joint.is_some_and(|role| items[role].used && matches!(items[role].is, Is::Role(_)))
        && let Some(Constraint::Party { units, any, not: false, .. }) = assigned.constraints.last().cloned()
    {
        assigned.constraints.push(Constraint::Party { units, any, roles, not });
        return [at].iter().chain(&nots).for_each(|at| items[*at].used = true);
    }
    // 谁给水利厅配合, 方案给医改办安排的工作
    let given = |at: usize| word(items, at, Wording::For) || (word(items, at, Wording::Is) && items[at].words == "为");
    if let Some(unit) = before.filter(|unit| matches!(items[*unit].is, Is::Who) || asked_unit(&items[*unit].is) || units(&items[*unit].is))
        && let Some(given) = (0..unit).rev().take_while(|at| !matches!(items[*at].is, Is::Things { .. })).find(|at| given(*at))
        && (given + 1..unit).all(|at| word(items, at, Wording::Which) || word(items, at, Wording::HowMany))
        && [Roles::SUPPORT, Roles::ANY].contains(&roles)
        && !not
    {
        let theirs = if roles == Roles::SUPPORT { Roles::LEAD } else { Roles::ANY };
        let giver = is(items, given.checked_sub(1), units);
        match (is(items, Some(unit), units), giver) {
            (Some(unit), None) if roles == Roles::SUPPORT => {
                party(items, unit, at, theirs, &[], assigned, &[given]);
                assigned.open = assigned.open.with(roles);
            }
            (Some(unit), None) => party(items, unit, at, theirs, &[], assigned, &[given]),
            (Some(unit), Some(giver)) if roles == Roles::SUPPORT => {
                party(items, giver, at, roles, &[], assigned, &[given]);
                party(items, unit, at, theirs, &[], assigned, &[]);
            }
            (None, Some(giver)) if roles == Roles::SUPPORT => {
                party(items, giver, at, roles, &[], assigned, &[given]);
                assigned.open = assigned.open.with(Roles::LEAD);
            }
            _ => {}
        }
        return;
    }
    // 水利厅牵头, 水利厅配合财政厅, 水利厅配合谁, 水利厅是牵头单位
    if let Some(unit) = is(items, before, units) {
        // 水利厅有配合单位吗 is not whether it supports any.
        let noun = is(items, right(items, at), |item| *item == Is::Noun(Wording::Unit));
        if assigned.yes && noun.is_some() && !is_called(items, unit, at, true) {
            return;
        }
        // 没有财政厅参与的任务
        let before = unit.checked_sub(1).map(|at| if word(items, at, Wording::Is) { at.saturating_sub(1) } else { at });
        let none = before.filter(|at| matches!(items[*at].is, Is::Word(Wording::Not)) && nots.is_empty());
        let nots: Vec<usize> = nots.into_iter().chain(none).collect();
        let not = !nots.is_empty();
        party(items, unit, at, roles, &nots, assigned, &[]);
        if !onlys.is_empty() {
            return items[at].used = false;
        }
        if let Some(noun) = is(items, right(items, at), |item| *item == Is::Noun(Wording::Unit))
            && is_called(items, unit, at, assigned.yes)
        {
            items[noun].used = true;
            return;
        }
        if roles == Roles::SUPPORT && !not {
            object(items, at, assigned);
        }
        return;
    }
    // 水利厅是哪些任务的牵头单位, 水利厅在哪些任务中是配合单位
    let noun = is(items, right(items, at), |item| *item == Is::Noun(Wording::Unit));
    if let Some(noun) = noun
        && let Some(unit) = (0..at).rev().find(|unit| is(items, Some(*unit), units).is_some())
        && is_called(items, unit, at, assigned.yes)
        && !items.iter().enumerate().any(|(at, item)| at != noun && !item.used && asked_unit(&item.is))
    {
        items[noun].used = true;
        return party(items, unit, at, roles, &nots, assigned, &[]);
    }
    // 水利厅有哪些配合单位: those that support it where it leads. 水利厅有哪些牵头单位 is no question about tasks.
    let owner =
        (0..at).rev().find(|at| !matches!(items[*at].is, Is::Word(Wording::Which | Wording::HowMany | Wording::Of | Wording::List)));
    // 水利厅有几项牵头任务
    let task = is(items, right(items, at), |item| *item == Is::Noun(Wording::Task)).is_some();
    let asked =
        owner.is_some_and(|owner| owner + 1 < at && items[owner + 1..at].iter().all(|item| !matches!(item.is, Is::Word(Wording::List))));
    if task
        && asked
        && !not
        && let Some(unit) = is(items, owner, units)
    {
        return party(items, unit, at, roles, &[], assigned, &[]);
    }
    if noun.is_some()
        && let Some(unit) = is(items, owner, units)
    {
        if roles == Roles::SUPPORT && !not {
            party(items, unit, at, Roles::LEAD, &[], assigned, &[]);
            assigned.open = assigned.open.with(roles);
        }
        return;
    }
    // 谁牵头, 单位配合: of what is asked for or counted; with its object 谁配合财政厅
    let subject = is(items, before, asked_unit);
    if not && subject.is_none() && noun.is_none() && !items.iter().any(|item| asked_unit(&item.is)) {
        return;
    }
    let named_object = is(items, right(items, at), units).filter(|object| !followed_by_role(items, *object));
    if let Some(object) = named_object {
        // tasks that involve U, tasks assigned to U
        if roles == Roles::ANY && !not && subject.is_none() && !items.iter().any(|item| asked_unit(&item.is)) {
            return party(items, object, at, roles, &[], assigned, &[]);
        }
        // Who leads a unit is no question about tasks: the head of 水利厅.
        if roles != Roles::SUPPORT || not {
            return;
        }
        party(items, object, at, Roles::LEAD, &[], assigned, &[]);
    }
    items[at].used = true;
    nots.iter().chain(&onlys).for_each(|at| items[*at].used = true);
    assigned.only |= !onlys.is_empty();
    if not {
        assigned.none = assigned.none.with(roles);
    } else {
        assigned.open = assigned.open.with(roles);
    }
}

/// Whether a unit is said to be one of those in a role: 水利厅是配合单位, is U a supporting unit, 水利厅在不在任务20的配合单位里; not 水利厅有配合单位吗.
fn is_called(items: &[Item], unit: usize, at: usize, yes: bool) -> bool {
    let word = |at: usize, wanted: Wording| items.get(at).is_some_and(|item| item.is == Is::Word(wanted));
    let first = unit.checked_sub(1).is_some_and(|before| word(before, Wording::Is));
    let of = at > 0 && word(at - 1, Wording::Of) && unit + 2 != at;
    (unit + 1..at).any(|at| word(at, Wording::Is)) || (yes && (first || of))
}

fn followed_by_role(items: &[Item], at: usize) -> bool {
    let next = (at + 1..items.len()).find(|at| !matches!(&items[*at].is, Is::Word(word) if BETWEEN.contains(word)));
    next.is_some_and(|next| matches!(items[next].is, Is::Role(_)))
}

/// Says that the unit at a place has the roles.
fn party(items: &mut [Item], unit: usize, at: usize, roles: Roles, nots: &[usize], assigned: &mut Assigned, others: &[usize]) {
    let Is::Things { list, any } = items[unit].is.clone() else { return };
    assigned.constraints.push(Constraint::Party { units: list, any, roles, not: !nots.is_empty() });
    [unit, at].iter().chain(nots).chain(others).for_each(|at| items[*at].used = true);
}

/// What U supports: another unit, which then leads, or one that is asked for.
fn object(items: &mut [Item], at: usize, assigned: &mut Assigned) {
    let Some(next) = right(items, at) else { return };
    if units(&items[next].is) && !items[next].used && !followed_by_role(items, next) {
        let Is::Things { list, any } = items[next].is.clone() else { return };
        assigned.constraints.push(Constraint::Party { units: list, any, roles: Roles::LEAD, not: false });
        items[next].used = true;
    } else if asked_unit(&items[next].is) && !items[next].used && !followed_by_role(items, next) {
        assigned.open = assigned.open.with(Roles::LEAD);
    }
}

/// Every unit that a constraint names.
pub(super) fn named_units(constraints: &[Constraint]) -> impl Iterator<Item = &Named> {
    constraints.iter().flat_map(|constraint| match constraint {
        Constraint::Party { units, .. } => units.as_slice(),
        _ => &[],
    })
}
