//! Words with places on pages → lines → paragraphs; what PDF and OFD have in common.
//!
//! A line goes on in the next one where it is full and ends no sentence, or ends one in a paragraph that began indented
//! while the next line stands at the margin. Page numbers are dropped. Wide gaps in a line are the borders of columns: TAB.

use crate::text::punctuation::{is_han, is_stop};

/// A run of characters on a page.
#[derive(Debug, Clone)]
pub(super) struct Piece {
    /// Left edge.
    pub(super) x: f64,
    /// Base line, counted downwards.
    pub(super) y: f64,
    /// Width.
    pub(super) width: f64,
    /// Size of the characters.
    pub(super) size: f64,
    /// The characters.
    pub(super) words: String,
}

/// A line of a page.
#[derive(Debug)]
struct Line {
    left: f64,
    right: f64,
    size: f64,
    words: String,
}

/// The paragraphs of all pages, each a line.
pub(super) fn paragraphs(pages: Vec<Vec<Piece>>) -> String {
    let mut out = String::new();
    let mut last: Option<Line> = None;
    let mut indented = false;
    for page in pages {
        let lines = lines(page);
        let margin = lines.iter().map(|line| line.left).fold(f64::INFINITY, f64::min);
        let edge = lines.iter().map(|line| line.right).fold(f64::NEG_INFINITY, f64::max);
        for line in lines {
            let at_margin = line.left < margin + line.size * 0.7;
            let goes_on = last.as_ref().is_some_and(|last| {
                let full = last.right > edge - last.size * 2.0;
                let alike = (last.size - line.size).abs() < last.size * 0.1;
                let ends = last.words.ends_with(|c: char| is_stop(c) || matches!(c, '：' | ':' | '）' | ')'));
                let rows = last.words.contains('\t') || line.words.contains('\t');
                full && alike && at_margin && !rows && (!ends || indented)
            });
            if !goes_on {
                if last.is_some() {
                    out.push('\n');
                }
                indented = line.left > margin + line.size * 1.2 && line.words.contains(is_han);
            } else if out.ends_with(|c: char| c.is_ascii_alphanumeric()) && line.words.starts_with(|c: char| c.is_ascii_alphanumeric()) {
                out.push(' ');
            }
            out.push_str(&line.words);
            last = Some(line);
        }
    }
    if !out.is_empty() {
        out.push('\n');
    }
    out
}

/// The lines of a page from top to bottom, without its number.
fn lines(mut pieces: Vec<Piece>) -> Vec<Line> {
    pieces.retain(|piece| {
        piece.x.is_finite() && piece.y.is_finite() && piece.width.is_finite() && piece.size > 0.0 && piece.size.is_finite()
    });
    pieces.sort_by(|a, b| a.y.total_cmp(&b.y));
    let mut rows: Vec<Vec<Piece>> = Vec::new();
    for piece in pieces {
        match rows.last_mut().filter(|row| piece.y - row[0].y < row[0].size.min(piece.size) * 0.5) {
            Some(row) => row.push(piece),
            None => rows.push(vec![piece]),
        }
    }
    let mut lines: Vec<Line> = rows.into_iter().map(line).filter(|line| !line.words.is_empty()).collect();
    if lines.last().is_some_and(|line| is_page_number(&line.words)) {
        lines.pop();
    } else if lines.first().is_some_and(|line| is_page_number(&line.words)) {
        lines.remove(0);
    }
    lines
}

fn line(mut pieces: Vec<Piece>) -> Line {
    pieces.sort_by(|a, b| a.x.total_cmp(&b.x));
    let size = pieces.iter().map(|piece| piece.size).fold(0.0, f64::max);

    let mut line = Line { left: f64::INFINITY, right: f64::NEG_INFINITY, size, words: String::new() };
    for piece in &pieces {
        let words = piece.words.trim();
        if words.is_empty() {
            continue;
        }
        let gap = piece.x - line.right;
        if gap > size * 1.8 && !line.words.is_empty() {
            line.words.push('\t');
        } else if gap > size * 0.2 && line.words.ends_with(|c: char| c.is_ascii_alphanumeric()) && words.starts_with(|c: char| c.is_ascii())
        {
            line.words.push(' ');
        }
        // Indentation by spaces is room, not words.
        let lead = piece.words.chars().take_while(|c| c.is_whitespace()).map(|c| if c.is_ascii() { 0.5 } else { 1.0 }).sum::<f64>();
        line.left = line.left.min(piece.x + lead * piece.size);
        line.right = line.right.max(piece.x + piece.width);
        line.words.push_str(words);
    }
    line
}

/// `— 3 —`, `- 3 -`, `3`, `第3页`, `第 3 页 共 9 页`, `3/9`.
fn is_page_number(line: &str) -> bool {
    let digits = line.chars().filter(char::is_ascii_digit).count();
    let other =
        |c: char| !(c.is_ascii_digit() || c.is_whitespace() || matches!(c, '—' | '－' | '-' | '–' | '─' | '·' | '/' | '第' | '页' | '共'));
    (1..=8).contains(&digits) && !line.contains(other)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn piece(x: f64, y: f64, words: &str) -> Piece {
        Piece { x, y, width: words.chars().count() as f64 * 10.0, size: 10.0, words: words.to_owned() }
    }

    #[test]
    fn full_lines_go_on_over_pages_and_page_numbers_go() {
        let first = vec![
            piece(20.0, 10.0, "（一）建设平台。加快"),
            piece(0.0, 25.0, "建设政务云平台，完善。"),
            piece(0.0, 40.0, "（水利厅牵头，"),
            piece(70.0, 40.2, "市财政局"),
            piece(40.0, 90.0, "— 1 —"),
        ];
        let second =
            vec![piece(0.0, 10.0, "配合）"), piece(20.0, 25.0, "（二）培育企业。"), piece(0.0, 40.0, "任务"), piece(80.0, 40.0, "单位")];
        assert_eq!(
            paragraphs(vec![first, second]),
            "（一）建设平台。加快建设政务云平台，完善。（水利厅牵头，市财政局配合）\n（二）培育企业。\n任务\t单位\n"
        );
    }
}
