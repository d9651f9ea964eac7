//! Brackets that are opened and not closed, or closed and not opened.

use crate::diagnostic::{Diagnostic, UNCLOSED_BRACKET, UNOPENED_BRACKET};
use crate::reader::Reading;
use crate::text::Span;
use crate::text::punctuation::{is_close, is_open};

/// Each paragraph by itself, as the clauses are read.
pub(super) fn check(reading: &Reading, found: &mut Vec<Diagnostic>) {
    let source = &reading.document.source;
    for block in &reading.document.blocks {
        unbalanced(source.text(), block.span, |at, opened| {
            let words = source.words(at);
            found.push(match opened {
                true => UNCLOSED_BRACKET.at(at, format!("「{words}」 is never closed"), format!("「{words}」没有对应的后括号")),
                false => UNOPENED_BRACKET.at(at, format!("「{words}」 closes nothing"), format!("「{words}」没有对应的前括号")),
            });
        });
    }
}

/// Tells of each bracket without its counterpart, and whether it opens. Kinds are not told apart: 「（…)」 is a pair.
fn unbalanced(text: &str, paragraph: Span, mut tell: impl FnMut(Span, bool)) {
    let mut open: Vec<Span> = Vec::new();
    let mut line_start = true;
    let mut number = false;
    for (at, c) in paragraph.of(text).char_indices() {
        let span = Span::new(at, at + c.len_utf8()).shifted(paragraph.start);
        if is_open(c) {
            open.push(span);
        } else if is_close(c) && open.pop().is_none() && !number {
            tell(span, false);
        }
        // 「1）」 and 「一）」 at the beginning of a sentence are numbers, not slips.
        number = (line_start || number) && (c.is_ascii_alphanumeric() || "一二三四五六七八九十".contains(c));
        line_start = c.is_whitespace() || matches!(c, '。' | '；' | ';' | '：' | ':' | '，');
    }
    open.into_iter().for_each(|span| tell(span, true));
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn brackets_without_a_counterpart_are_told_and_numbers_are_none() {
        let told = |text: &str| {
            let mut told = Vec::new();
            unbalanced(text, Span::new(0, text.len()), |span, opened| told.push((span.start, opened)));
            told
        };
        assert_eq!(told("建设（省水利厅牵头"), [(6, true)]);
        assert_eq!(told("建设省水利厅牵头）"), [(24, false)]);
        for text in ["（甲（乙）丙）", "（甲)", "1）建设；2）改造", "一）建设"] {
            assert_eq!(told(text), [], "{text}");
        }
    }
}
