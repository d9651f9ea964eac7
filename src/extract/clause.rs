//! Where in a paragraph the clauses of responsibility stand.

use super::Grammar;
use super::roles::{self, Reading, RoleList};
use super::running;
use crate::lexicon::Role;
use crate::text::Span;
use crate::text::punctuation::{is_close, is_open, is_semicolon, is_stop};

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
            let reading = if reading.lists.is_empty() { names_alone(grammar, text, paragraph, *outer, *inner)? } else { reading };
            Some(Found { span: *outer, setting: Setting::Bracketed, reading })
        })
        .collect();
    let clauses: Vec<Span> = found.iter().map(|clause| clause.span).collect();
    let outside = outside(paragraph, &clauses);
    for stretch in &outside {
        labelled(grammar, text, *stretch, &mut found);
    }
    for stretch in outside {
        if !found.iter().any(|clause| clause.span.overlaps(stretch)) {
            running::find(grammar, text, stretch, &mut found);
        }
    }
    found.sort_by_key(|clause| clause.span);
    found
}

/// 「…改造。（省财政厅、工业和信息化厅）」: after the end of a sentence, names alone are those who are responsible. In 「有关部门
/// （省财政厅、省教育厅）」 they say who is meant.
fn names_alone(grammar: &Grammar, text: &str, paragraph: Span, outer: Span, inner: Span) -> Option<Reading> {
    let before = text[paragraph.start..outer.start].trim_end().chars().next_back()?;
    let names = super::names::divide(grammar, text, inner).names;
    let known = names.len() > 1 && names.iter().all(|name| grammar.is_named_party(name.of(text)));
    let own = names.first().is_some_and(|first| grammar.level_prefix(first.of(text)).is_some());
    let list = RoleList { role: Role::Responsible, list: inner };
    ((is_stop(before) || is_semicolon(before)) && known && own).then(|| Reading { lists: vec![list], ..Reading::default() })
}

/// The outermost brackets: with and without the brackets themselves. One that never closes goes to the end.
pub(super) fn brackets(text: &str, paragraph: Span) -> Vec<(Span, Span)> {
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
