//! Numbers of sections that are skipped or stand twice.

use crate::diagnostic::{Diagnostic, REPEATED_NUMBER, SKIPPED_NUMBER};
use crate::document::{Section, Style};
use crate::reader::Reading;
use crate::text::Span;
use std::collections::HashMap;

/// The numbers of each style under each section, and of those that run on through the whole plan. Boxes (专栏) number for themselves, so
/// that in a plan with boxes only the outer styles are looked at.
pub(super) fn check(reading: &Reading, found: &mut Vec<Diagnostic>) {
    let text = reading.document.source.text();
    let sections = &reading.document.sections;
    // A text that lost its line ends shows not every number.
    if sections.iter().any(|section| !opens_line(text, section)) {
        return;
    }
    let boxes: Vec<usize> =
        reading.document.blocks.iter().filter(|block| block.span.of(text).starts_with("专栏")).map(|block| block.span.start).collect();
    let mut before: HashMap<(Option<usize>, Style), u32> = HashMap::new();
    let mut of_style: HashMap<Style, u32> = HashMap::new();
    for section in sections.iter().filter(|section| boxes.is_empty() || section.style < Style::Arabic) {
        let siblings = before.insert((section.parent, section.style), section.ordinal);
        let running = of_style.insert(section.style, section.ordinal);
        let span = number(text, section);
        let words = span.of(text);
        let Some(last) = siblings else {
            // The first of its section: 1, or one more than the last of the section before.
            let expected = running.map_or(1, |last| last + 1);
            if section.ordinal != 1 && section.ordinal != expected && running.is_some() {
                found.push(SKIPPED_NUMBER.at(span, format!("the first number here is 「{words}」"), format!("此处编号从「{words}」开始")));
            }
            continue;
        };
        if section.ordinal == last {
            found.push(REPEATED_NUMBER.at(span, format!("「{words}」 stands twice"), format!("编号「{words}」重复")));
        } else if section.ordinal > last + 1 {
            let (en, zh) = (format!("「{words}」 follows number {last}"), format!("编号「{words}」之前一个编号是 {last}"));
            found.push(SKIPPED_NUMBER.at(span, en, zh));
        } else if section.ordinal < last && section.ordinal != 1 {
            let (en, zh) = (format!("「{words}」 follows number {last}"), format!("编号「{words}」之前一个编号是 {last}"));
            found.push(REPEATED_NUMBER.at(span, en, zh));
        }
    }
}

fn opens_line(text: &str, section: &Section) -> bool {
    let before = text[..section.span.start].trim_end_matches([' ', '\t', '\u{3000}', '|']);
    before.is_empty() || before.ends_with(['\n', '\r', '\u{2028}', '\u{2029}'])
}

/// The words of a section's number.
fn number(text: &str, section: &Section) -> Span {
    let words = section.span.of(text);
    // The path ends in the label of the section; the label opens the section.
    let label = section.path.char_indices().map(|(at, _)| &section.path[at..]).find(|label| words.starts_with(label));
    Span::new(section.span.start, section.span.start + label.map_or(0, str::len))
}
