//! What units have to do in the two plans, those that a reform made of each other taken together.

use super::difference::{Named, Reform, UnitChange, UnitKind};
use super::kinship::Kinship;
use super::stage::{Tasks, task_ref};
use crate::analyse::{Ledger, Role};
use std::collections::{BTreeMap, BTreeSet};

/// A party in one of the plans: whether it is the second, and its place in the ledger.
type Member = (bool, usize);

/// Parties that count as one.
struct Families {
    of: BTreeMap<Member, usize>,
    members: Vec<BTreeSet<Member>>,
}

impl Families {
    fn of(parties: (&BTreeSet<usize>, &BTreeSet<usize>), kinship: &Kinship) -> Self {
        let all: BTreeSet<Member> = parties.0.iter().map(|at| (false, *at)).chain(parties.1.iter().map(|at| (true, *at))).collect();
        let mut families = Self { of: BTreeMap::new(), members: Vec::new() };
        for member in &all {
            families.of.insert(*member, families.members.len());
            families.members.push(BTreeSet::from([*member]));
        }
        let kept = parties.0.intersection(parties.1).map(|at| (*at, *at));
        let counterparts = kinship.counterparts.iter().map(|(one, other)| (*one, *other));
        for (one, other) in kept.chain(counterparts).chain(kinship.successions.keys().copied()) {
            families.join((false, one), (true, other));
        }
        families
    }

    fn join(&mut self, one: Member, other: Member) {
        let (Some(into), Some(out)) = (self.of.get(&one).copied(), self.of.get(&other).copied()) else { return };
        if into != out {
            let moved = std::mem::take(&mut self.members[out]);
            moved.iter().for_each(|member| _ = self.of.insert(*member, into));
            self.members[into].extend(moved);
        }
    }
}

/// What a family has to do in one of the plans.
#[derive(Default)]
struct Work {
    leads: BTreeSet<usize>,
    supports: BTreeSet<usize>,
}

/// The units whose roles, names or work differ.
pub(super) fn unit_changes(ledger: &Ledger, tasks: &Tasks, kinship: &Kinship) -> Vec<UnitChange> {
    let units = |of: &[usize]| -> BTreeSet<usize> {
        let parties = of.iter().flat_map(|task| ledger.duties_of(*task)).map(|duty| duty.party);
        parties.filter(|party| ledger.parties[*party].is_unit).collect()
    };
    let parties = (units(&tasks.from), units(&tasks.to));
    let families = Families::of((&parties.0, &parties.1), kinship);
    let work = |second: bool, of: &[usize]| {
        let mut work: BTreeMap<usize, Work> = BTreeMap::new();
        for duty in of.iter().flat_map(|task| ledger.duties_of(*task)) {
            if let Some(family) = families.of.get(&(second, duty.party)) {
                let work = work.entry(*family).or_default();
                if duty.role == Role::Support { &mut work.supports } else { &mut work.leads }.insert(duty.task);
            }
        }
        work
    };
    let (before, after) = (work(false, &tasks.from), work(true, &tasks.to));
    let nothing = Work::default();
    let mut changes: Vec<UnitChange> = Vec::new();
    for (family, members) in families.members.iter().enumerate().filter(|(_, members)| !members.is_empty()) {
        let side = |second: bool| -> Vec<usize> { members.iter().filter(|member| member.0 == second).map(|member| member.1).collect() };
        let (from, to) = (side(false), side(true));
        let (old, new) = (before.get(&family).unwrap_or(&nothing), after.get(&family).unwrap_or(&nothing));
        // A task that is not compared, since only a part of the plans is looked at, is neither gained nor lost.
        let gained = new.leads.iter().filter(|task| tasks.partner_of.get(task).is_none_or(|other| !old.leads.contains(other)));
        let lost = old.leads.iter().filter(|task| tasks.partner_of.get(task).is_none_or(|other| !new.leads.contains(other)));
        let change = UnitChange {
            kind: kind(&from, &to, kinship),
            reforms: reforms(&from, &to, kinship),
            from: named(ledger, &from),
            to: named(ledger, &to),
            leads_from: old.leads.len(),
            leads_to: new.leads.len(),
            supports_from: old.supports.len(),
            supports_to: new.supports.len(),
            leads_gained: gained.map(|task| task_ref(&ledger.tasks[*task])).collect(),
            leads_lost: lost.map(|task| task_ref(&ledger.tasks[*task])).collect(),
        };
        if change.kind != UnitKind::Kept || change.supports_from != change.supports_to || change.leads() > 0 {
            changes.push(change);
        }
    }
    let supports = |change: &UnitChange| change.supports_from.abs_diff(change.supports_to);
    let key = |change: &UnitChange| {
        let name = change.from.first().or(change.to.first()).cloned();
        (std::cmp::Reverse((change.leads(), supports(change))), change.kind, name)
    };
    changes.sort_by_cached_key(key);
    changes
}

impl UnitChange {
    /// How many leads it gained or lost.
    fn leads(&self) -> usize {
        self.leads_gained.len() + self.leads_lost.len()
    }
}

fn kind(from: &[usize], to: &[usize], kinship: &Kinship) -> UnitKind {
    match (from, to) {
        ([], _) => UnitKind::Added,
        (_, []) => UnitKind::Removed,
        ([one], [other]) if one == other => UnitKind::Kept,
        ([one], [_]) if kinship.counterparts.contains_key(one) => UnitKind::Counterpart,
        ([_], [_]) => UnitKind::Renamed,
        ([_, _, ..], [_]) => UnitKind::Merged,
        ([_], _) => UnitKind::Split,
        _ => UnitKind::Reorganised,
    }
}

fn reforms(from: &[usize], to: &[usize], kinship: &Kinship) -> Vec<Reform> {
    let between =
        kinship.successions.iter().filter(|((one, other), _)| from.contains(one) && to.contains(other)).flat_map(|(_, path)| path);
    let alone = if from.is_empty() { to } else { from };
    let handed = alone.iter().filter(|_| from.is_empty() || to.is_empty()).filter_map(|at| kinship.handed.get(at)).flatten();
    let all: BTreeSet<&Reform> = between.chain(handed).collect();
    all.into_iter().cloned().collect()
}

fn named(ledger: &Ledger, parties: &[usize]) -> Vec<Named> {
    let named = |at: &usize| Named { name: ledger.parties[*at].name.clone(), iri: ledger.parties[*at].iri.clone() };
    parties.iter().map(named).collect()
}
