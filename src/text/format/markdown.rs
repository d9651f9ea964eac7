//! Markdown: characters → the same lines without marks of headings, emphasis, lists, quotes and links.
//!
//! Rows of tables become lines with TAB-joined cells, and the rows that only separate are dropped. Lines stay
//! lines; the numbers of ordered lists stay, since they number tasks.

use super::row;

/// The text without its marks.
pub(super) fn text(markdown: &str) -> String {
    let mut out = String::with_capacity(markdown.len());
    for line in without_front_matter(markdown).lines() {
        let bare = line.trim();
        if bare.starts_with("```") || bare.starts_with("~~~") || is_rule(bare) {
            continue;
        }
        let table = bare.len() > 1 && bare.starts_with('|') && bare.ends_with('|');
        if table {
            let cells = cells(bare);
            if !cells.iter().all(|cell| is_separator(cell)) {
                out.push_str(&row(cells.iter().map(|cell| inline(cell)).collect::<Vec<_>>().iter().map(String::as_str)));
                out.push('\n');
            }
            continue;
        }
        out.push_str(&inline(without_block_marks(line)));
        out.push('\n');
    }
    out
}

/// The text after the block between two lines `---` at the very beginning, where there is one.
fn without_front_matter(markdown: &str) -> &str {
    let inner = markdown.strip_prefix("---\n").or_else(|| markdown.strip_prefix("---\r\n"));
    inner.and_then(|inner| Some(inner.split_once("\n---")?.1.split_once('\n')?.1)).unwrap_or(markdown)
}

/// `---`, `***`, `___` and `===`: a rule, or the line under a heading.
fn is_rule(line: &str) -> bool {
    ['-', '*', '_', '='].iter().any(|mark| line.len() > 2 && line.chars().all(|c| c == *mark))
}

fn is_separator(cell: &str) -> bool {
    let cell = cell.trim();
    cell.contains('-') && cell.chars().all(|c| matches!(c, '-' | ':'))
}

/// The cells of `| a | b |`; `\|` does not divide.
fn cells(line: &str) -> Vec<String> {
    let (mut cells, mut cell, mut escaped) = (Vec::new(), String::new(), false);
    for c in line.trim_start_matches('|').chars() {
        match c {
            '|' if !escaped => cells.push(std::mem::take(&mut cell)),
            c => cell.push(c),
        }
        escaped = c == '\\' && !escaped;
    }
    cells
}

/// The line without the marks at its beginning: `#`, `>`, `-`, `*`, `+`, each with a space after it.
fn without_block_marks(line: &str) -> &str {
    let mut rest = line;
    loop {
        let bare = rest.trim_start_matches([' ', '\t']);
        let hashes = bare.len() - bare.trim_start_matches('#').len();
        if (1..=6).contains(&hashes) && bare[hashes..].starts_with([' ', '\t', '\u{3000}']) {
            return bare[hashes..].trim().trim_end_matches('#').trim_end();
        }
        let listed = ["- ", "* ", "+ ", "> "].iter().find_map(|mark| bare.strip_prefix(mark));
        match listed.or_else(|| bare.strip_prefix('>')) {
            Some(after) => rest = ["[ ] ", "[x] "].iter().find_map(|mark| after.strip_prefix(mark)).unwrap_or(after),
            None => return rest,
        }
    }
}

/// Words without `**`, `__`, `~~`, `` ` ``, `*` around words, links and pictures; `\*` is a star. Single `_` stays: it stands in names.
fn inline(words: &str) -> String {
    let words = words.replace("<br>", " ").replace("<br/>", " ");
    let (mut out, mut rest) = (String::with_capacity(words.len()), words.as_str());
    let mut emphasis = false;
    while let Some(c) = rest.chars().next() {
        let after = &rest[c.len_utf8()..];
        let spaced = |words: &str| words.chars().next().is_none_or(char::is_whitespace);
        rest = match c {
            '\\' if after.starts_with(|c: char| c.is_ascii_punctuation()) => {
                out.push_str(&after[..1]);
                &after[1..]
            }
            '*' | '_' | '~' if after.starts_with(c) => &after[1..],
            '`' => after,
            // A lone star opens before a word and closes after one: 3 * 5 is a product.
            '*' if emphasis || (!spaced(after) && after.contains('*')) => {
                emphasis = !emphasis;
                after
            }
            '!' | '[' => match link(rest) {
                Some((shown, after)) => {
                    out.push_str(shown);
                    after
                }
                None => {
                    out.push(c);
                    after
                }
            },
            c => {
                out.push(c);
                after
            }
        };
    }
    out
}

/// `[words](address)` → its words and what comes after; of a picture no words.
fn link(rest: &str) -> Option<(&str, &str)> {
    let picture = rest.starts_with('!');
    let inner = rest.strip_prefix('!').unwrap_or(rest).strip_prefix('[')?;
    let (shown, after) = inner.split_once("](")?;
    let (_, after) = after.split_once(')')?;
    (!shown.contains(['[', ']', '\n'])).then_some((if picture { "" } else { shown }, after))
}

#[cfg(test)]
mod tests {
    #[test]
    fn marks_go_and_words_stay() {
        let markdown = "## 一、总体要求 ##\n\n- **（一）** 建设*水网*。\n1. 办[平台](http://a.cn)，3 * 5 亩\n> 引\n\n| 任务 | 单位 |\n|---|:-:|\n| a\\|b | **c** |\n";
        assert_eq!(super::text(markdown), "一、总体要求\n\n（一） 建设水网。\n1. 办平台，3 * 5 亩\n引\n\n任务\t单位\na|b\tc\n");
    }
}
