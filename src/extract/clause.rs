//! Where in a paragraph the clauses of responsibility stand.

use super::Grammar;
use super::roles::{self, Reading};
use crate::lexicon::Role;
use crate::text::Span;
use crate::text::punctuation::{is_close, is_open, is_stop};

/// How a clause is set off from the text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Setting {
    /// （…牵头，…配合）
    Bracketed,
    /// 责任单位：…
    Labelled,
    /// 由…牵头，…参与，
    Running,
}

/// A clause that was found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Found {
    /// The clause with its brackets or label.
    pub span: Span,
    /// How it is set off.
    pub setting: Setting,
    /// What it says.
    pub reading: Reading,
}

/// All clauses of a paragraph, in order.
pub(super) fn find(grammar: &Grammar, text: &str, paragraph: Span) -> Vec<Found> {
    let brackets = brackets(text, paragraph);
    let mut found: Vec<Found> = brackets
        .iter()
        .filter_map(|(outer, inner)| {
            let reading = roles::read(grammar, text, *inner);
            (!reading.lists.is_empty()).then_some(Found { span: *outer, setting: Setting::Bracketed, reading })
        })
        .collect();
    let clauses: Vec<Span> = found.iter().map(|clause| clause.span).collect();
    let outside = outside(paragraph, &clauses);
    for stretch in &outside {
        labelled(grammar, text, *stretch, &mut found);
    }
    for stretch in outside {
        if !found.iter().any(|clause| clause.span.overlaps(stretch)) {
            running(grammar, text, stretch, &mut found);
        }
    }
    found.sort_by_key(|clause| clause.span);
    found
}

/// The outermost brackets: with and without the brackets themselves. One that never closes goes to the end.
fn brackets(text: &str, paragraph: Span) -> Vec<(Span, Span)> {
    let mut found = Vec::new();
    let (mut depth, mut open) = (0_usize, (0, 0));
    for (at, c) in paragraph.of(text).char_indices() {
        let at = paragraph.start + at;
        if is_open(c) {
            if depth == 0 {
                open = (at, at + c.len_utf8());
            }
            depth += 1;
        } else if is_close(c) && depth > 0 {
            depth -= 1;
            if depth == 0 {
                found.push((Span::new(open.0, at + c.len_utf8()), Span::new(open.1, at)));
            }
        }
    }
    if depth > 0 {
        found.push((Span::new(open.0, paragraph.end), Span::new(open.1, paragraph.end)));
    }
    found
}

/// What the bracketed clauses leave of a paragraph; other brackets (the person behind a unit) stay in it.
fn outside(paragraph: Span, clauses: &[Span]) -> Vec<Span> {
    let mut stretches = Vec::new();
    let mut from = paragraph.start;
    for clause in clauses {
        stretches.push(Span::new(from, clause.start));
        from = clause.end;
    }
    stretches.push(Span::new(from, paragraph.end));
    stretches.retain(|stretch| !stretch.is_empty());
    stretches
}

/// 「责任单位：X、Y」 up to the end of the sentence, labels after it included.
fn labelled(grammar: &Grammar, text: &str, stretch: Span, found: &mut Vec<Found>) {
    let words = stretch.of(text);
    let mut from = 0;
    for (start, end, _) in roles::labels(grammar, words) {
        if start < from {
            continue;
        }
        let mut stop = sentence_end(words, end);
        while let Some((next, after, _)) = roles::labels(grammar, &words[stop..]).next() {
            if !words[stop..stop + next].trim_matches(|c: char| c.is_whitespace() || is_stop(c)).is_empty() {
                break;
            }
            stop = sentence_end(words, stop + after);
        }
        let span = Span::new(stretch.start + start, stretch.start + stop).trimmed(text);
        let reading = roles::read(grammar, text, span);
        if !reading.lists.is_empty() {
            found.push(Found { span, setting: Setting::Labelled, reading });
            from = stop;
        }
    }
}

fn sentence_end(words: &str, from: usize) -> usize {
    words[from..].find(|c| is_stop(c) || matches!(c, '\n' | '\r')).map_or(words.len(), |at| from + at)
}

/// 「由X牵头，Y参与，制定办法」: parts of a sentence in which every word is a party or a role.
fn running(grammar: &Grammar, text: &str, stretch: Span, found: &mut Vec<Found>) {
    let mut from = stretch.start;
    for sentence in stretch.of(text).split_inclusive(is_stop) {
        let span = Span::new(from, from + sentence.len());
        from = span.end;
        let reading = roles::read(grammar, text, span);
        if whole_line(grammar, text, stretch, span, &reading) {
            found.push(Found { span: span.trimmed(text), setting: Setting::Running, reading });
            continue;
        }
        if !sentence.contains("牵头") {
            continue;
        }
        let whole = |list: &roles::RoleList| {
            let names = super::names::divide(grammar, text, list.list).names;
            !names.is_empty() && names.iter().all(|name| grammar.is_named_party(name.of(text)))
        };
        let lists: Vec<_> = reading.lists.into_iter().filter(whole).collect();
        // 各牵头单位要…，各配合单位…: where nobody in particular is named, nothing is assigned.
        let particular = |list: &roles::RoleList| {
            super::names::divide(grammar, text, list.list).names.iter().any(|name| !grammar.is_group(name.of(text)))
        };
        if lists.iter().any(|list| list.role == Role::Lead) && lists.iter().any(particular) {
            let (first, last) = (lists[0].list.start, lists[lists.len() - 1].list.end);
            let end = span.end.min(last + text[last..].find(|c: char| c == '，' || is_stop(c)).unwrap_or(0));
            found.push(Found {
                span: Span::new(first, end),
                setting: Setting::Running,
                reading: Reading { lists, left_over: Vec::new(), ..reading },
            });
        }
    }
}

/// The last line of an outline: 「教育部、人力资源社会保障部等按职责分工负责」, a paragraph of names and the words of their role, and nothing else.
fn whole_line(grammar: &Grammar, text: &str, paragraph: Span, sentence: Span, reading: &Reading) -> bool {
    if sentence.trimmed(text) != paragraph.trimmed(text) || reading.lists.is_empty() || !reading.left_over.is_empty() {
        return false;
    }
    let names: Vec<Span> = reading.lists.iter().flat_map(|list| super::names::divide(grammar, text, list.list).names).collect();
    let known = names.iter().filter(|name| grammar.is_named_party(name.of(text))).count();
    known * 2 > names.len() && names.iter().all(|name| grammar.is_named_party(name.of(text)) || grammar.ends_like_unit(name.of(text)))
}

impl Grammar {
    /// Whether the words are a party beyond doubt: a unit whose ending and beginning are known, or a group.
    fn is_named_party(&self, words: &str) -> bool {
        self.is_group(words)
            || self.is_proper(words)
            || self.is_department(words)
            || (self.ends_like_unit(words) && (self.level_prefix(words).is_some() || self.division_prefix(words).is_some()))
    }
}
