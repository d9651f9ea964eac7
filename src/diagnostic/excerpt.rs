//! Findings for people: the line with a caret under the words.

use super::{Diagnostic, Language};
use crate::text::{Source, Span};
use std::io::{self, Write};
use unicode_width::UnicodeWidthStr;

/// Columns of the line that are shown before the words, and after them: a paragraph is one line, and often a long one.
const AROUND: usize = 36;

/// Writes findings with their lines, the words underlined; a Chinese character takes two columns.
///
/// # Errors
/// Those of `out`.
pub fn write_text(found: &[Diagnostic], source: &Source, language: Language, out: &mut dyn Write) -> io::Result<()> {
    for diagnostic in found {
        let Diagnostic { rule, message, span, .. } = diagnostic;
        let (line, column) = source.line_and_column(span.start);
        let (before, words, after) = around(source, *span);
        let margin = " ".repeat(line.to_string().len());
        let (space, carets) = (" ".repeat(before.width()), "^".repeat(words.width().max(1)));
        writeln!(out, "{}[{}]: {}", rule.severity, rule.code, message.in_language(language))?;
        writeln!(out, "{margin}--> {}:{line}:{column}", source.name())?;
        writeln!(out, "{margin} |\n{line} | {before}{words}{after}\n{margin} | {space}{carets}")?;
        writeln!(out, "{margin} = {}\n", rule.hint.in_language(language))?;
    }
    Ok(())
}

/// The words of a span as far as their first line goes, with what stands around them in that line, tabs as spaces.
fn around(source: &Source, span: Span) -> (String, String, String) {
    let text = source.text();
    let start = text[..span.start].rfind('\n').map_or(0, |at| at + 1);
    let end = text[span.start..].find(['\n', '\r']).map_or(text.len(), |at| span.start + at);
    let until = span.end.clamp(span.start, end);
    let plain = |words: &str| words.replace(['\t', '\u{3000}'], " ");
    let before: Vec<char> = plain(text[start..span.start].trim_start()).chars().collect();
    let after: Vec<char> = plain(&text[until..end]).chars().collect();
    // Half as many characters as columns: almost all are Chinese.
    let cut = before.len().saturating_sub(AROUND / 2);
    let before: String =
        if cut > 0 { std::iter::once('…').chain(before[cut..].iter().copied()).collect() } else { before.iter().collect() };
    let after = match after.get(..AROUND / 2) {
        Some(near) if after.len() > AROUND / 2 => near.iter().copied().chain(std::iter::once('…')).collect(),
        _ => after.iter().collect(),
    };
    (before, plain(&text[span.start..until]), after)
}

#[cfg(test)]
mod tests {
    use super::super::MISSPELT_PLACE;
    use super::*;

    #[test]
    fn the_caret_stands_under_the_words_two_columns_a_chinese_character() {
        let source = Source::from_text("plan.txt", "一、交通\n　　推进乌海-荣城等高速公路建设。\n");
        let at = source.text().find("荣城").unwrap_or_default();
        let found = MISSPELT_PLACE.at(Span::new(at, at + "荣城".len()), "no place", "不存在");
        let mut out = Vec::new();
        write_text(&[found], &source, Language::En, &mut out).expect("a buffer");
        let expected = "warning[misspelt-place]: no place\n --> plan.txt:2:8\n  |\n2 | 推进乌海-荣城等高速公路建设。\n  |          ^^^^\n  = correct the name\n\n";
        assert_eq!(String::from_utf8_lossy(&out), expected);
    }

    #[test]
    fn a_long_line_is_cut_around_the_words_and_no_span_leaves_the_text() {
        let source = Source::from_text("plan.txt", format!("{}荣城{}", "前".repeat(90), "后".repeat(90)));
        let span = Span::new(270, 276);
        let (before, words, after) = around(&source, span);
        assert_eq!((before.chars().count(), words.as_str(), after.chars().count()), (19, "荣城", 19));
        assert_eq!(around(&source, Span::new(546, 546)).1, "");
    }
}
