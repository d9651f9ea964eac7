//! A document as Markdown with the tables of GitHub.

use super::document::{Block, Document};
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
                let _ = writeln!(out, "{}", at_start(&inline(words)));
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

/// Words in one line: what Markdown or HTML would read as its own is escaped, a line end becomes a break.
fn inline(words: &str) -> String {
    let mut out = String::with_capacity(words.len());
    for line in words.lines() {
        if !out.is_empty() {
            out.push_str("<br>");
        }
        for c in line.trim().chars() {
            match c {
                '&' => out.push_str("&amp;"),
                '<' => out.push_str("&lt;"),
                '>' => out.push_str("&gt;"),
                '\\' | '`' | '*' | '_' | '{' | '}' | '[' | ']' | '#' | '|' | '~' | '!' | '$' => {
                    out.push('\\');
                    out.push(c);
                }
                c if c.is_control() => out.push(' '),
                c => out.push(c),
            }
        }
    }
    out
}

/// What begins a list, a rule or a number at the start of a line is escaped too.
fn at_start(words: &str) -> String {
    let digits = words.bytes().take_while(u8::is_ascii_digit).count();
    if words.starts_with(['-', '+', '=']) {
        format!("\\{words}")
    } else if digits > 0 && words[digits..].starts_with(['.', ')']) {
        format!("{}\\{}", &words[..digits], &words[digits..])
    } else {
        words.to_owned()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_stay_words() {
        assert_eq!(inline("a|b<c>&*d*\n[e](f)"), "a\\|b&lt;c&gt;&amp;\\*d\\*<br>\\[e\\](f)");
        assert_eq!([at_start("- x"), at_start("12. x"), at_start("水利")], ["\\- x", "12\\. x", "水利"]);
        let heading = |level, words: &str| Block::Heading { level, words: words.to_owned() };
        let table = Block::Table { heads: vec!["序号"], widths: vec![1], rows: vec![vec!["1|2".to_owned()]] };
        let document =
            Document { title: "清单#1".to_owned(), year: 1980, blocks: vec![heading(1, "一、x"), heading(2, "（一）y"), table] };
        assert_eq!(markdown(&document), "# 清单\\#1\n\n## 一、x\n\n### （一）y\n\n| 序号 |\n| --- |\n| 1\\|2 |\n");
    }
}
