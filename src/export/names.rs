//! Names of actors for formats in which a name is all that tells one from another, and identifiers for those that have both.

use crate::analyse::network::{Actor, Network};
use std::collections::{BTreeMap, BTreeSet};

/// An identifier for each actor: its own without control characters, and none of them twice.
pub(super) fn ids(network: &Network) -> Vec<String> {
    let name = |actor: &Actor| actor.id.chars().map(|c| if c.is_control() || is_noncharacter(c) { '\u{fffd}' } else { c }).collect();
    // IRIs that differ in case are of different things.
    unique(network, name, str::to_owned)
}

/// A name for each actor, none of them empty and no two the same, whatever their case; `held` says how a format holds a character.
pub(super) fn labels(network: &Network, held: impl Fn(char) -> char) -> Vec<String> {
    let name = |actor: &Actor| actor.label.split_whitespace().collect::<Vec<_>>().join(" ").chars().map(|c| held(shown(c))).collect();
    unique(network, name, str::to_lowercase)
}

/// Characters that formats without an escape cannot hold, as the ones of full width that look the same.
pub(super) const fn full_width(c: char) -> char {
    match c {
        '"' => '＂',
        '\\' => '＼',
        other => other,
    }
}

/// The replacement character for one that is no text.
fn shown(c: char) -> char {
    if c.is_control() || is_noncharacter(c) { '\u{fffd}' } else { c }
}

/// Whether Unicode keeps a character out of text for good.
pub(super) const fn is_noncharacter(c: char) -> bool {
    matches!(c, '\u{fdd0}'..='\u{fdef}') || (c as u32) & 0xfffe == 0xfffe
}

/// Words in one line, as formats without an escape hold them.
pub(super) fn in_a_line(words: &str) -> String {
    words.split_whitespace().collect::<Vec<_>>().join(" ").chars().map(|c| full_width(shown(c))).collect()
}

/// Names of which `same` makes no two the same.
fn unique(network: &Network, name: impl Fn(&Actor) -> String, same: fn(&str) -> String) -> Vec<String> {
    let mut taken = BTreeSet::new();
    // Where to go on counting, so that a name of thousands is not counted anew for each.
    let mut counted: BTreeMap<String, usize> = BTreeMap::new();
    let named = |(at, actor): (usize, &Actor)| {
        let plain = match name(actor) {
            name if name.trim().is_empty() => format!("#{}", at + 1),
            name => name,
        };
        let mut unique = plain.clone();
        while !taken.insert(same(&unique)) {
            let number = counted.entry(same(&plain)).or_insert(1);
            *number += 1;
            unique = format!("{plain} ({number})");
        }
        unique
    };
    network.actors.iter().enumerate().map(named).collect()
}
