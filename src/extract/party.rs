//! The lists of a clause → its parties, with the prefixes that their names inherit and the people who answer for them.

use super::clause::{Found, Setting};
use super::ledger::Owner;
use super::person::{self, PersonList};
use super::prefix::Inheritance;
use super::task::{Clause, Party, PartyKind};
use super::{Grammar, names};
use crate::diagnostic::{Diagnostic, UNKNOWN_UNIT, WORDS_WITHOUT_ROLE};
use crate::lexicon::Role;
use crate::text::Source;

/// What a clause says; `None` where nothing in it is a party after all. From `convention` on the first unit listed leads; under
/// the heading of an `owner` a clause that names only who supports is that unit's.
pub(super) fn clause(
    grammar: &Grammar,
    source: &Source,
    convention: Option<usize>,
    owner: Option<Owner>,
    found: Found,
    diagnostics: &mut Vec<Diagnostic>,
) -> Option<Clause> {
    let text = source.folded();
    let mut inheritance = Inheritance::default();
    let mut parties: Vec<Party> = Vec::new();
    if let Some(owner) = owner {
        let supports = found.reading.lists.iter().all(|list| list.role == Role::Support);
        for party in owning(grammar, source, owner) {
            inheritance.next(grammar, &party.name);
            parties.extend(Some(party).filter(|party| supports && party.role != Role::Support));
        }
    }
    let mut open = false;
    let mut unknown = Vec::new();
    // For each list, the parties that it names.
    let mut named: Vec<Vec<usize>> = Vec::new();
    for list in &found.reading.lists {
        let divided = names::divide(grammar, text, list.list);
        open |= divided.open;
        named.push(Vec::new());
        for (span, shared) in divided.names.into_iter().zip(divided.shared) {
            let (span, persons) = person::behind(grammar, text, span);
            let joined = |words: &str| -> String { words.chars().chain(shared.chars()).filter(|c| !c.is_whitespace()).collect() };
            // The rules read simplified characters; the name stays as it is written.
            let (written, name) = (joined(span.of(text)), joined(source.words(span)));
            let Some(kind) = kind(grammar, &written) else { continue };
            if kind == PartyKind::Unit && !grammar.is_known_unit(&written) {
                unknown.push(span);
            }
            let inherited = match kind {
                // What is not known for a unit is nobody's department.
                PartyKind::Unit if !grammar.is_known_unit(&written) => None,
                PartyKind::Unit => inheritance.next(grammar, &written).map(str::to_owned),
                PartyKind::Group => None,
            };
            let name = beside_committee(parties.last(), &written).unwrap_or_else(|| inherited.clone().unwrap_or_default() + &name);
            let at = parties.iter().position(|other| other.name == name && other.role == list.role).unwrap_or_else(|| {
                parties.push(Party { span, name, inherited, role: list.role, kind, persons: Vec::new() });
                parties.len() - 1
            });
            parties[at].persons.extend(persons);
            named.last_mut().into_iter().for_each(|named| named.push(at));
        }
    }
    if convention.is_some_and(|from| from < found.span.end) {
        first_leads(&mut parties);
    }
    let known = parties.len() > unknown.len();
    if parties.is_empty() || !(known || found.setting == Setting::Labelled) {
        return None;
    }
    for span in unknown {
        let words = span.of(text);
        let (en, zh) =
            (format!("「{words}」 is taken for a unit though nothing is known of it"), format!("「{words}」不在词表中，暂按单位处理"));
        diagnostics.push(UNKNOWN_UNIT.at(span, en, zh));
    }
    for span in found.reading.left_over.into_iter().filter(|span| grammar.convention(span.of(text)).is_none()) {
        let words = span.of(text);
        let (en, zh) = (format!("「{words}」 stands in a clause without a role"), format!("分工表述中的「{words}」没有写明角色"));
        diagnostics.push(WORDS_WITHOUT_ROLE.at(span, en, zh));
    }
    let persons = answering(found.reading.persons, &named, &mut parties);
    Some(Clause { span: found.span, parties, deadline: found.reading.deadline, persons, open })
}

/// 「贵溪市委、市政府」, 「龙虎山风景名胜区党委、管委会」: the government beside a place's party committee is that place's.
fn beside_committee(before: Option<&Party>, name: &str) -> Option<String> {
    const BODIES: &[&str] = &["政府", "人民政府", "管委会", "管理委员会"];
    let committee = &before.filter(|party| party.inherited.is_none())?.name;
    let place = committee.strip_suffix("党委").or_else(|| committee.strip_suffix('委'))?;
    let kind = place.chars().next_back().filter(|_| place.chars().count() > 1)?;
    let body = name.strip_prefix(kind).unwrap_or(name);
    BODIES.contains(&body).then(|| format!("{place}{body}"))
}

/// The unit of a heading, or several, as the parties of what stands under it.
pub(super) fn owning(grammar: &Grammar, source: &Source, owner: Owner) -> Vec<Party> {
    let mut inheritance = Inheritance::default();
    let names = names::divide(grammar, source.folded(), owner.unit).names.into_iter();
    let parties = names.map(|span| {
        let written: String = source.words(span).chars().filter(|c| !c.is_whitespace()).collect();
        let inherited = inheritance.next(grammar, span.of(source.folded())).map(str::to_owned);
        let name = inherited.clone().unwrap_or_default() + &written;
        Party { span, name, inherited, role: owner.role, kind: PartyKind::Unit, persons: Vec::new() }
    });
    parties.collect()
}

/// Gives 责任人 to the unit before, if it is the only party there; returns those of the task as a whole.
fn answering(lists: Vec<PersonList>, named: &[Vec<usize>], parties: &mut [Party]) -> Vec<person::Person> {
    let mut of_task = Vec::new();
    for list in lists {
        match list.after.and_then(|after| named.get(after)).map(Vec::as_slice) {
            Some([one]) if parties[*one].kind == PartyKind::Unit => parties[*one].persons.extend(list.persons),
            _ => of_task.extend(list.persons),
        }
    }
    of_task
}

/// Under the convention that the first one listed leads, it does, in clauses that name no leader otherwise.
fn first_leads(parties: &mut [Party]) {
    if parties.iter().all(|party| party.role == Role::Responsible)
        && let Some(first) = parties.iter_mut().find(|party| party.kind == PartyKind::Unit)
    {
        first.role = Role::Lead;
    }
}

fn kind(grammar: &Grammar, name: &str) -> Option<PartyKind> {
    const LONGEST: usize = 30;
    if grammar.is_group(name) {
        return Some(PartyKind::Group);
    }
    let length = name.chars().count();
    ((2..=LONGEST).contains(&length) && name.chars().any(crate::text::punctuation::is_han)).then_some(PartyKind::Unit)
}

impl Grammar {
    fn is_known_unit(&self, name: &str) -> bool {
        let name = name.split_once(crate::text::punctuation::is_open).map_or(name, |(first, _)| first);
        self.ends_like_unit(name)
            || self.is_department(name)
            || self.is_proper(name)
            || self.vertical(name).is_some()
            || self.division_prefix(name) == Some(name)
    }
}
