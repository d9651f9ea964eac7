//! Names that stand where a place stands and are none's, and divisions that had ceased.

use super::spelling::{differ_in_one, sound};
use super::year;
use crate::diagnostic::{Diagnostic, FORMER_PLACE, MISSPELT_PLACE, UNKNOWN_PLACE};
use crate::lexicon::Lexicon;
use crate::reader::{Reader, Reading};
use crate::resolve::{PlaceRef, Referent};
use crate::text::Span;
use crate::text::punctuation::{is_enumeration, is_han};
use std::collections::BTreeSet;

/// The places that the tasks name, and what stands beside them.
pub(super) fn check(reader: &Reader, reading: &Reading, found: &mut Vec<Diagnostic>) {
    former(reader.lexicon(), reading, found);
    let mut told: BTreeSet<Span> = BTreeSet::new();
    let text = reading.document.source.folded();
    let places: Vec<(Span, Span)> = reading
        .resolution
        .mentions
        .iter()
        .filter(|mention| matches!(mention.referent, Referent::Place(PlaceRef::Division(_))))
        .map(|mention| (mention.span, reading.extraction.tasks[mention.task].body))
        .collect();
    for (place, body) in &places {
        for (beside, joined) in [after(text, *place, *body), before(text, *place, *body)].into_iter().flatten() {
            let named = reading.resolution.mentions.iter().any(|mention| beside.contains(mention.span));
            if !named && told.insert(beside) {
                found.extend(judge(reader, text, beside, joined));
            }
        }
    }
}

/// How a name stands beside a place.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Joined {
    /// By a dash: the other end of a route.
    Route,
    /// By 、: perhaps in one list with it.
    List,
}

/// The longest name that is looked at, in characters.
const LONGEST: usize = 5;
/// What ends a name on a route: 「乌海-荣城等」, 「呼和浩特—张家口高速铁路」.
const ROUTES: &[&str] = &[
    "等",
    "高速",
    "铁路",
    "公路",
    "客专",
    "客运",
    "城际",
    "段",
    "线",
    "通道",
    "快速",
    "输",
    "管道",
    "天然气",
    "输气",
    "一级",
    "国道",
    "航线",
    "直流",
    "特高压",
    "交流",
];

/// The words after a place that may be the name of another.
fn after(text: &str, place: Span, body: Span) -> Option<(Span, Joined)> {
    let rest = Span::new(place.end, body.end.max(place.end)).of(text);
    let mark = rest.chars().next()?;
    let joined = joined(mark)?;
    let from = place.end + mark.len_utf8();
    let name: String = text[from..body.end].chars().take_while(|c| is_han(*c)).take(LONGEST + 4).collect();
    let cut = ROUTES.iter().filter_map(|word| name.find(word)).filter(|at| *at > 0).min().unwrap_or(name.len());
    bounded(Span::new(from, from + cut), text, joined)
}

/// The words before a place: only of a route, whose ends both stand free.
fn before(text: &str, place: Span, body: Span) -> Option<(Span, Joined)> {
    let words = Span::new(body.start.min(place.start), place.start).of(text);
    let mark = words.chars().next_back()?;
    (joined(mark)? == Joined::Route).then_some(())?;
    let to = place.start - mark.len_utf8();
    let name: usize = text[body.start..to].chars().rev().take_while(|c| is_han(*c)).take(LONGEST + 1).map(char::len_utf8).sum();
    bounded(Span::new(to - name, to), text, Joined::Route)
}

fn joined(mark: char) -> Option<Joined> {
    match mark {
        '-' | '—' | '–' | '－' | '～' | '~' => Some(Joined::Route),
        _ if is_enumeration(mark) => Some(Joined::List),
        _ => None,
    }
}

fn bounded(name: Span, text: &str, joined: Joined) -> Option<(Span, Joined)> {
    (2..=LONGEST).contains(&name.of(text).chars().count()).then_some((name, joined))
}

/// What is to be said of a name that no table has.
fn judge(reader: &Reader, text: &str, name: Span, joined: Joined) -> Option<Diagnostic> {
    let words = name.of(text);
    if reader.resolver().gazetteer.is_name(words) {
        return None;
    }
    let meant = nearest(reader.lexicon(), words);
    if let [(first, _), ..] = meant.as_slice() {
        let others = meant.iter().map(|(_, division)| full_name(reader, *division)).collect::<Vec<_>>().join("、");
        let (en, zh) =
            (format!("no place is called 「{words}」; near to it: {others}"), format!("没有名为「{words}」的地方；相近的有{others}"));
        return Some(MISSPELT_PLACE.at(name, en, zh).replaced_by(*first));
    }
    // In a list anything may stand beside a place; a route ends at places.
    (joined == Joined::Route && words.chars().count() <= 4)
        .then(|| UNKNOWN_PLACE.at(name, format!("「{words}」 is in no table of places"), format!("「{words}」不在地名表中")))
}

/// The divisions of today that a name may be a slip for, with the form that is nearest: one character differs, and it sounds alike or three
/// others are the same. Those of a higher level come first, then cities.
fn nearest(lexicon: &Lexicon, name: &str) -> Vec<(&'static str, usize)> {
    let length = name.chars().count();
    let sounds = sound(name);
    let mut near: Vec<(&'static str, usize)> = Vec::new();
    for (at, division) in lexicon.divisions.iter().enumerate().filter(|(_, division)| division.is_current()) {
        let stem = crate::extract::short_form(division.name);
        let mut forms = std::iter::once(division.name).chain(stem).chain(division.aliases.iter().copied());
        let alike = |form: &&str| form.chars().count() == length && differ_in_one(name, form) && (length >= 4 || sound(form) == sounds);
        near.extend(forms.find(alike).map(|form| (form, at)));
    }
    near.sort_by_key(|(_, at)| (lexicon.divisions[*at].level(), !lexicon.divisions[*at].name.ends_with('市'), *at));
    near
}

/// 荣成市（山东省）
fn full_name(reader: &Reader, division: usize) -> String {
    let (lexicon, gazetteer) = (reader.lexicon(), &reader.resolver().gazetteer);
    let outermost = std::iter::successors(Some(division), |at| gazetteer.parent(lexicon, *at)).last().filter(|at| *at != division);
    let of = outermost.map_or_else(String::new, |at| format!("（{}）", lexicon.divisions[at].name));
    format!("{}{of}", lexicon.divisions[division].name)
}

/// Divisions that had ceased when the plan was issued.
fn former(lexicon: &Lexicon, reading: &Reading, found: &mut Vec<Diagnostic>) {
    let Some(issued) = year(reading) else { return };
    for mention in &reading.resolution.mentions {
        let Referent::Place(PlaceRef::Division(at)) = mention.referent else { continue };
        let division = &lexicon.divisions[at];
        let Some(last) = division.last_year().filter(|last| *last < issued) else { continue };
        let now = division.successor().and_then(|code| lexicon.divisions.iter().find(|other| other.code == code && other.is_current()));
        let name = division.name;
        let (en, zh) = match now {
            Some(now) => (
                format!("{name} was in the standard up to {last}; it is now {}", now.name),
                format!("{name}标准中列至{last}年，现为{}", now.name),
            ),
            None => (format!("{name} was in the standard up to {last}"), format!("{name}标准中列至{last}年")),
        };
        let diagnostic = FORMER_PLACE.at(mention.span, en, zh);
        found.push(match now {
            Some(now) => diagnostic.replaced_by(now.name),
            None => diagnostic,
        });
    }
}
