//! A document as Markdown with the tables of GitHub.

use super::document::{Block, Document};
use crate::text::escape;
use std::fmt::Write as _;

/// Writes a document as Markdown (`CommonMark`, with the tables of GitHub Flavored Markdown); words stay what they are, whatever they are made of.
pub fn markdown(document: &Document) -> String {
    let mut out = String::new();
    // Writing to a string cannot fail.
    let _ = writeln!(out, "# {}", inline(&document.title));
    for block in &document.blocks {
        out.push('\n');
        match block {
            Block::Heading { level, words } => {
                let _ = writeln!(out, "{} {}", "#".repeat(level + 1), inline(words));
            }
            Block::Paragraph(words) => {
                let lines: Vec<String> = words.lines().map(|line| escape::markdown_line(line.trim())).collect();
                let _ = writeln!(out, "{}", lines.join("<br>"));
            }
            Block::Table { heads, rows, .. } => {
                row(heads.iter().map(|head| inline(head)), &mut out);
                row(heads.iter().map(|_| "---".to_owned()), &mut out);
                rows.iter().for_each(|cells| row(cells.iter().map(|cell| inline(cell)), &mut out));
            }
        }
    }
    out
}

fn row(cells: impl Iterator<Item = String>, out: &mut String) {
    let _ = writeln!(out, "| {} |", cells.collect::<Vec<_>>().join(" | "));
}

/// Words of any number of lines in one: a line end becomes a break.
fn inline(words: &str) -> String {
    words.lines().map(|line| escape::markdown(line.trim())).collect::<Vec<_>>().join("<br>")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_stay_words() {
        assert_eq!(inline("a|b<c>&*d*\n[e](f)"), "a&#124;b&lt;c&gt;&amp;\\*d\\*<br>\\[e\\](f)");
        let heading = |level, words: &str| Block::Heading { level, words: words.to_owned() };
        let table = Block::Table { heads: vec!["序号"], widths: vec![1], rows: vec![vec!["1|2".to_owned()]] };
        let document =
            Document { title: "清单#1".to_owned(), year: 1980, blocks: vec![heading(1, "一、x"), heading(2, "（一）y"), table] };
        assert_eq!(markdown(&document), "# 清单\\#1\n\n## 一、x\n\n### （一）y\n\n| 序号 |\n| --- |\n| 1&#124;2 |\n");
    }
}
