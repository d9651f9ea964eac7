//! Several words that are one phrase: 风电产业, 水资源这个主题, and lists of things of one sort.
//!
//! In: phrases in order. Out: the same without the nouns that only say again what the thing beside them is, and with each list as one
//! phrase. Left out: lists of things of several sorts (水利厅和水资源), which are two constraints.

use super::meaning::{Named, Roles};
use super::names::Kind;
use super::phrases::{Is, Item};
use crate::lexicon::Wording;

/// Whether a noun only says again what a thing is: 水利厅这个单位, 稀土产业, the port of 策克, Baotou city.
fn says_again(noun: Wording, named: &Named) -> bool {
    match noun {
        Wording::Unit => matches!(named.kind, Kind::Unit | Kind::Later),
        Wording::Task => matches!(named.kind, Kind::Task | Kind::Section),
        Wording::Chapter => named.kind == Kind::Section,
        Wording::Industry => matches!(named.kind, Kind::Industry | Kind::Topic),
        Wording::Topic => named.kind == Kind::Topic,
        Wording::Port | Wording::AnyPort => named.kind == Kind::Port,
        Wording::Project => matches!(named.kind, Kind::Project | Kind::Words | Kind::Task),
        Wording::Place => named.kind.is_place(),
        Wording::City | Wording::County | Wording::Country => matches!(named.kind, Kind::Division | Kind::Region),
        Wording::Belt | Wording::Zone | Wording::Cluster => named.kind == Kind::Area,
        _ => false,
    }
}

/// Takes the nouns out that only say again what the thing beside them is.
pub(super) fn absorb(items: &mut Vec<Item>) {
    let mut at = 0;
    while at < items.len() {
        let Is::Noun(noun) = items[at].is else {
            at += 1;
            continue;
        };
        let named = |item: Option<&Item>| matches!(item.map(|item| &item.is), Some(Is::Things { list, .. }) if says_again(noun, &list[0]));
        let word = |item: Option<&Item>, word: Wording| matches!(item.map(|item| &item.is), Some(Is::Word(other)) if *other == word);
        let asked = at > 0 && !items[at].gap && (word(items.get(at - 1), Wording::Which) || word(items.get(at - 1), Wording::HowMany));
        if at > 0 && named(items.get(at - 1)) {
            items.remove(at);
        } else if (!asked || matches!(noun, Wording::Port | Wording::AnyPort))
            && noun != Wording::Task
            && noun != Wording::Unit
            && word(items.get(at + 1), Wording::Of)
            && named(items.get(at + 2))
        {
            items.drain(at..at + 2);
        } else if !asked
            && noun != Wording::Unit
            && named(items.get(at + 1))
            && !matches!(noun, Wording::City | Wording::County | Wording::Place)
        {
            items.remove(at);
        } else {
            at += 1;
        }
    }
}

/// Things of one sort with 和, 、 or 或 between them become one phrase.
pub(super) fn merge_lists(items: &mut Vec<Item>) {
    let mut at = 0;
    while at + 2 < items.len() {
        let joint = match items[at + 1].is {
            Is::Word(Wording::And | Wording::With) => Some(false),
            Is::Word(Wording::Or) => Some(true),
            _ => None,
        };
        let (Is::Things { list, any }, Some(or), Is::Things { list: next, .. }) = (&items[at].is, joint, &items[at + 2].is) else {
            at += 1;
            continue;
        };
        // led by U with V in support: no list.
        let support = |at: usize| items.get(at).is_some_and(|item| item.is == Is::Role(Roles::SUPPORT));
        let aside = items[at + 1].is == Is::Word(Wording::With) && (support(at + 3) || support(at + 4));
        if aside || sort(&list[0]) != sort(&next[0]) || (list.len() > 1 && *any != or) {
            at += 1;
            continue;
        }
        let list = list.iter().chain(next).cloned().collect();
        let words = format!("{} {} {}", items[at].words, items[at + 1].words, items[at + 2].words);
        items[at] = Item { is: Is::Things { list, any: or }, words, used: false, gap: items[at].gap };
        items.drain(at + 1..at + 3);
    }
}

/// Things of one sort can stand in one list.
pub(super) const fn sort(named: &Named) -> u8 {
    match named.kind {
        Kind::Unit | Kind::Later | Kind::Group => 0,
        Kind::Division | Kind::Area | Kind::Port | Kind::Region => 1,
        Kind::Topic | Kind::Industry | Kind::Words | Kind::Project | Kind::Named => 2,
        Kind::Task => 3,
        Kind::Section => 4,
    }
}
