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

use super::meaning::{Constraint, Missing, Named, Roles};
use super::names::Kind;
use super::phrases::{Is, Item, sort};
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
];

/// Reads what units do, and marks the phrases that say it.
pub(super) fn assign(items: &mut [Item]) -> Assigned {
    let mut assigned = Assigned::default();
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

/// The phrase before, over words that may stand between. In 农牧业厅在水资源方面参与 a topic or a place stands between too, if a unit stands
/// right before it; in 水资源由谁牵头 and 水利厅和财政厅牵头 nothing does.
fn left(items: &[Item], at: usize) -> Option<usize> {
    let between = |item: &Item| match &item.is {
        Is::Word(word) => item.used || BETWEEN.contains(word),
        Is::Role(_) | Is::Pause => item.used,
        _ => false,
    };
    let nearest = (0..at).rev().find(|at| !between(&items[*at]));
    let about = |item: &Item| match &item.is {
        Is::Things { list, .. } => list.iter().all(|named| matches!(sort(named), 1 | 2)),
        Is::Word(word) => matches!(word, Wording::Concern | Wording::Mention | Wording::Within),
        _ => false,
    };
    let Some(first) = nearest.filter(|nearest| about(&items[*nearest])) else { return nearest };
    let beyond = (0..first).rev().find(|at| !about(&items[*at]) && !between(&items[*at]));
    beyond.filter(|beyond| !items[*beyond].used && units(&items[*beyond].is)).or(nearest)
}

/// The next phrase after, over 的 and 了.
fn right(items: &[Item], at: usize) -> Option<usize> {
    (at + 1..items.len()).find(|at| !matches!(items[*at].is, Is::Word(Wording::Of | Wording::Which | Wording::HowMany)))
}

fn one(items: &mut [Item], at: usize, roles: Roles, assigned: &mut Assigned) {
    let word =
        |items: &[Item], at: usize, wanted: Wording| matches!(items.get(at).map(|item| &item.is), Some(Is::Word(word)) if *word == wanted);
    let before = left(items, at);
    let nots: Vec<usize> =
        (before.map_or(0, |before| before + 1)..at).filter(|at| matches!(items[*at].is, Is::Word(Wording::Not | Wording::Never))).collect();
    let onlys: Vec<usize> =
        (before.map_or(0, |before| before + 1)..at).filter(|at| matches!(items[*at].is, Is::Word(Wording::Only))).collect();
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
    // with the support of U
    if at > 0
        && word(items, at - 1, Wording::With)
        && word(items, at + 1, Wording::Of)
        && let Some(unit) = is(items, Some(at + 2), units)
    {
        return party(items, unit, at, roles, &[], assigned, &[at - 1, at + 1]);
    }
    // with U in support, with U supporting
    let owner = if at > 0 && word(items, at - 1, Wording::Of) { at.checked_sub(2) } else { at.checked_sub(1) };
    if let Some(unit) = is(items, owner, units)
        && unit > 0
        && word(items, unit - 1, Wording::With)
    {
        return party(items, unit, at, roles, &[], assigned, &[unit - 1]);
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
    // 水利厅牵头, 水利厅配合财政厅, 水利厅配合谁, 水利厅是牵头单位
    if let Some(unit) = is(items, before, units) {
        // 没有财政厅参与的任务
        let none = unit.checked_sub(1).filter(|at| matches!(items[*at].is, Is::Word(Wording::Not)) && nots.is_empty());
        let nots: Vec<usize> = nots.into_iter().chain(none).collect();
        let not = !nots.is_empty();
        party(items, unit, at, roles, &nots, assigned, &[]);
        if !onlys.is_empty() {
            return items[at].used = false;
        }
        if let Some(noun) = is(items, right(items, at), |item| *item == Is::Noun(Wording::Unit))
            && (unit + 1..at).any(|at| word(items, at, Wording::Is))
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
        && (unit + 1..at).any(|at| word(items, at, Wording::Is) || word(items, at, Wording::Yes))
        && !items.iter().enumerate().any(|(at, item)| at != noun && !item.used && asked_unit(&item.is))
    {
        items[noun].used = true;
        return party(items, unit, at, roles, &nots, assigned, &[]);
    }
    // 水利厅有哪些配合单位: those that support it where it leads. 水利厅有哪些牵头单位 is no question about tasks.
    let owner =
        (0..at).rev().find(|at| !matches!(items[*at].is, Is::Word(Wording::Which | Wording::HowMany | Wording::Of | Wording::List)));
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
