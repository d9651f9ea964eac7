//! One unit under two names, names that are nearly another's, leads to whom the plan is not sent.

use super::spelling::{differ_in_one, lacks_one};
use crate::diagnostic::{Diagnostic, LEAD_NOT_ADDRESSED, SIMILAR_UNIT, UNIT_UNDER_TWO_NAMES};
use crate::extract::Party;
use crate::lexicon::Role;
use crate::reader::{Reader, Reading};
use crate::text::punctuation::is_open;
use rustc_hash::FxHashSet;
use std::collections::BTreeMap;

/// The units of the whole plan beside each other.
pub(super) fn check(reader: &Reader, reading: &Reading, found: &mut Vec<Diagnostic>) {
    let parties = parties(reading);
    two_names(&parties, found);
    similar(reader, reading, &parties, found);
    addressed(reading, &parties, found);
}

/// The parties that are units: which unit, under which name, where.
fn parties(reading: &Reading) -> Vec<(usize, &Party)> {
    let tasks = reading.extraction.tasks.iter().zip(&reading.resolution.parties);
    tasks.flat_map(|(task, units)| task.clause.parties.iter().zip(units).filter_map(|(party, unit)| Some(((*unit)?, party)))).collect()
}

/// A unit has the name that it is called by most; each other one is told where it stands.
///
/// 「自治区经济信息化委」 beside 「自治区经济和信息化委」 is told; 「国家发展改革委」 beside 「发展改革委」 is not: the level is written out
/// where it is needed.
fn two_names(parties: &[(usize, &Party)], found: &mut Vec<Diagnostic>) {
    // 市卫生健康委（市中医药管理局） is no other name: the second stands on the same door.
    let plain = |name: &'_ str| name.split_once(is_open).map_or(name.len(), |(first, _)| first.len());
    let mut names: BTreeMap<usize, BTreeMap<&str, (usize, usize)>> = BTreeMap::new();
    for (unit, party) in parties {
        let count = names.entry(*unit).or_default().entry(&party.name[..plain(&party.name)]).or_insert((0, usize::MAX - party.span.start));
        count.0 += 1;
    }
    for (unit, party) in parties {
        // The first of those that are written most often.
        let Some((usual, (count, _))) = names[unit].iter().max_by_key(|(_, often)| **often) else { continue };
        let name = &party.name[..plain(&party.name)];
        if name != *usual && !name.ends_with(usual) && !usual.ends_with(name) {
            let (en, zh) = (
                format!("「{name}」 is written 「{usual}」 elsewhere ({count} times)"),
                format!("「{name}」在别处写作「{usual}」（{count}处）"),
            );
            found.push(UNIT_UNDER_TWO_NAMES.at(party.span, en, zh));
        }
    }
}

/// A name that no table knows, beside one that is written more often and differs in one character.
fn similar(reader: &Reader, reading: &Reading, parties: &[(usize, &Party)], found: &mut Vec<Diagnostic>) {
    let units = &reading.resolution.units;
    let bodies: FxHashSet<&str> = reader.lexicon().bodies.iter().map(|body| body.name).collect();
    let mut counts = vec![0_usize; units.len()];
    parties.iter().for_each(|(unit, _)| counts[*unit] += 1);
    for (unit, party) in parties {
        let name = units[*unit].name.as_str();
        if units[*unit].department.is_some() || bodies.contains(name) {
            continue;
        }
        let near = |other: &str| differ_in_one(name, other) || lacks_one(name, other) || lacks_one(other, name);
        let known = |at: usize| units[at].department.is_some() || counts[at] > counts[*unit];
        let other = (0..units.len()).find(|at| at != unit && units[*at].name.chars().count() > 3 && known(*at) && near(&units[*at].name));
        // 一局 and 二局 are two units.
        let numbered = |name: &str| name.contains(|c: char| c.is_ascii_digit() || "一二三四五六七八九十".contains(c));
        if let Some(other) = other.filter(|other| !numbered(&units[*unit].short) && !numbered(&units[*other].short)) {
            let other = &units[other].short;
            let (en, zh) =
                (format!("「{}」 is one character from 「{other}」", party.name), format!("「{}」与「{other}」仅一字之差", party.name));
            found.push(SIMILAR_UNIT.at(party.span, en, zh).replaced_by(other.as_str()));
        }
    }
}

/// Words of recipients that hold for every unit: a plan sent to 各部门 is sent to all departments.
const EVERYONE: &[&str] =
    &["各委", "各部", "部门", "各单位", "有关单位", "相关单位", "直属", "各成员", "各局", "各厅", "各办", "事业单位", "机关"];

/// Where the recipients are named one by one, each lead is to be among them.
fn addressed(reading: &Reading, parties: &[(usize, &Party)], found: &mut Vec<Diagnostic>) {
    let Some(recipients) = reading.document.front.recipients.map(|span| span.of(reading.document.source.folded())) else { return };
    if EVERYONE.iter().any(|word| recipients.contains(word)) {
        return;
    }
    let units = &reading.resolution.units;
    // Without a single unit by name the recipients are kinds of bodies: 各市人民政府.
    let named =
        |at: usize| units[at].forms.iter().chain([&units[at].name, &units[at].short]).any(|form| recipients.contains(form.as_str()));
    if !(0..units.len()).any(named) {
        return;
    }
    for (unit, party) in parties.iter().filter(|(unit, party)| party.role == Role::Lead && !named(*unit)) {
        let name = &units[*unit].short;
        let (en, zh) = (format!("「{name}」 leads, and the plan is not sent to it"), format!("「{name}」是牵头单位，但不在主送机关之列"));
        found.push(LEAD_NOT_ADDRESSED.at(party.span, en, zh));
    }
}
