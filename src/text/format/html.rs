//! Pages of government sites: bytes → the article alone, a block element a line, a row of a table its cells joined by TAB.
//!
//! **Which element is the article.** Each candidate (the elements that such sites keep articles in, and any `div`, `section`
//! or `td`) is scored by its characters less three for each character of a link; navigation scores below nothing. The
//! smallest candidate that keeps [`KEPT`] of the best score is the article; a title that stands outside is put before it.

use crate::text::encoding::{self, DecodeError};
use ego_tree::NodeRef;
use ego_tree::iter::Edge;
use scraper::{Html, Node};
use std::collections::HashMap;

/// What a character of a link costs.
const LINK: i64 = 3;
/// Per cent of the best score that an element needs to be the article.
const KEPT: i64 = 95;

/// The characters of a page: a byte order mark, valid UTF-8, what the page says of itself, or the detector.
pub(super) fn decode(bytes: &[u8]) -> Result<(String, &'static str), super::FormatError> {
    let start = String::from_utf8_lossy(&bytes[..bytes.len().min(4096)]).to_ascii_lowercase();
    let label = start.split_once("charset=").map(|(_, rest)| rest.trim_start_matches(['"', '\'', ' ']));
    let label = label.and_then(|rest| rest.split(|c: char| !c.is_ascii_alphanumeric() && c != '-' && c != '_').next());
    let decoded: Result<_, DecodeError> = match label {
        Some(label) if std::str::from_utf8(bytes).is_err() => encoding::decode_as(label, bytes),
        _ => encoding::decode(bytes),
    };
    Ok(decoded?)
}

/// The article of a page.
pub(super) fn text(page: &str) -> String {
    let page = Html::parse_document(page);
    let article = article(&page);
    let mut writer = Writer::default();
    if let Some(title) = title(&page, article) {
        writer.out.push_str(&title);
        writer.out.push('\n');
    }
    writer.write(article);
    writer.end_line();
    writer.out
}

/// The element with most text and least links.
fn article(page: &Html) -> NodeRef<'_, Node> {
    let root = page.tree.root();
    // Characters and link characters before each open element, so that one walk counts all.
    let (mut all, mut linked, mut links, mut skipped) = (0_i64, 0_i64, 0_usize, 0_usize);
    let mut begun = HashMap::new();
    let mut scores: Vec<(i64, i64, NodeRef<'_, Node>)> = Vec::new();
    for edge in root.traverse() {
        match edge {
            Edge::Open(node) => {
                skipped += usize::from(is_skipped(node));
                links += usize::from(is(node, &["a"]));
                begun.insert(node.id(), (all, linked));
                if let Some(words) = node.value().as_text().filter(|_| skipped == 0) {
                    let count = words.chars().filter(|c| !c.is_whitespace()).count() as i64;
                    all += count;
                    linked += if links > 0 { count } else { 0 };
                }
            }
            Edge::Close(node) => {
                if skipped == 0 && is_candidate(node) {
                    let (all_before, linked_before) = begun[&node.id()];
                    scores.push((all - all_before - LINK * (linked - linked_before), all - all_before, node));
                }
                skipped -= usize::from(is_skipped(node));
                links -= usize::from(is(node, &["a"]));
            }
        }
    }
    let best = scores.iter().map(|(score, ..)| *score).max().unwrap_or(0);
    let kept = scores.into_iter().filter(|(score, ..)| score * 100 >= best * KEPT);
    kept.min_by_key(|(_, all, _)| *all).map_or(root, |(_, _, node)| node)
}

/// The title, where it stands outside the article: what the site names so, or the first `h1`.
fn title(page: &Html, article: NodeRef<'_, Node>) -> Option<String> {
    let inside = |node: NodeRef<'_, Node>| node.ancestors().any(|above| above.id() == article.id());
    let heading = page.tree.root().descendants().find(|node| is(*node, &["h1"]));
    if heading.is_some_and(inside) {
        return None;
    }
    let named = page.tree.root().descendants().find_map(|node| {
        let element = node.value().as_element().filter(|element| element.name() == "meta")?;
        element.attr("name").filter(|name| name.eq_ignore_ascii_case("ArticleTitle"))?;
        element.attr("content")
    });
    let words = || heading.map(|node| node.descendants().filter_map(|node| node.value().as_text().map(|text| &**text)).collect::<String>());
    let title = named.map(str::to_owned).or_else(words)?;
    let title = title.split_whitespace().collect::<Vec<_>>().join(" ");
    // Many articles begin with their title as a paragraph.
    let opening: String = article.descendants().filter_map(|node| node.value().as_text().map(|text| &**text)).take(200).collect();
    let bare = |words: &str| words.split_whitespace().collect::<String>();
    (!title.is_empty() && !bare(&opening).contains(&bare(&title))).then_some(title)
}

fn is(node: NodeRef<'_, Node>, names: &[&str]) -> bool {
    node.value().as_element().is_some_and(|element| names.contains(&element.name()))
}

fn is_candidate(node: NodeRef<'_, Node>) -> bool {
    let known = node.value().as_element().is_some_and(|element| {
        element.id().is_some_and(|id| matches!(id, "zoom" | "UCAP-CONTENT"))
            || element.classes().any(|class| matches!(class, "TRS_Editor" | "pages_content"))
    });
    known || is(node, &["article", "main", "body", "div", "section", "td"])
}

/// What shows no words of the article.
fn is_skipped(node: NodeRef<'_, Node>) -> bool {
    let hidden = node.value().as_element().is_some_and(|element| {
        element.attr("style").is_some_and(|style| style.replace(' ', "").to_ascii_lowercase().contains("display:none"))
    });
    let names = ["head", "script", "style", "noscript", "nav", "footer", "aside", "button", "select", "template", "iframe", "svg"];
    hidden || is(node, &names)
}

fn is_block(node: NodeRef<'_, Node>) -> bool {
    let names = [
        "p",
        "div",
        "section",
        "article",
        "main",
        "header",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "ul",
        "ol",
        "li",
        "dl",
        "dt",
        "dd",
        "table",
        "tr",
        "caption",
        "blockquote",
        "pre",
        "hr",
        "center",
        "br",
        "address",
        "figure",
    ];
    is(node, &names)
}

/// Whether a table only arranges the page: one with a table in it, or with a single cell.
fn is_arrangement(table: NodeRef<'_, Node>) -> bool {
    let inner = |names: &[&str]| table.descendants().skip(1).filter(|node| is(*node, names)).take(2).count();
    inner(&["table"]) > 0 || inner(&["td", "th"]) < 2
}

/// Writes lines with white space as a browser shows it.
#[derive(Default)]
struct Writer {
    out: String,
    line: String,
    /// How deep inside cells of a table of words.
    cell: usize,
}

impl Writer {
    fn write(&mut self, root: NodeRef<'_, Node>) {
        let (mut skipped, mut arrangements) = (0_usize, Vec::new());
        for edge in root.traverse() {
            match edge {
                Edge::Open(node) => {
                    skipped += usize::from(is_skipped(node));
                    if is(node, &["table"]) {
                        arrangements.push(is_arrangement(node));
                    }
                    let arranged = arrangements.last().copied().unwrap_or(true);
                    if skipped > 0 {
                        continue;
                    }
                    if let Some(words) = node.value().as_text() {
                        self.words(words);
                    } else if is(node, &["td", "th"]) && !arranged {
                        self.cell += 1;
                    } else if is_block(node) || is(node, &["td", "th"]) {
                        self.end_line();
                    }
                }
                Edge::Close(node) => {
                    let arranged = arrangements.last().copied().unwrap_or(true);
                    if skipped == 0 {
                        if is(node, &["td", "th"]) && !arranged {
                            self.cell = self.cell.saturating_sub(1);
                            self.line.truncate(self.line.trim_end_matches(' ').len());
                            self.line.push('\t');
                        } else if is_block(node) || is(node, &["td", "th"]) {
                            self.end_line();
                        }
                    }
                    if is(node, &["table"]) {
                        arrangements.pop();
                    }
                    skipped -= usize::from(is_skipped(node));
                }
            }
        }
    }

    fn words(&mut self, words: &str) {
        for c in words.chars() {
            let space = c.is_ascii_whitespace() || c == '\u{A0}';
            if !space {
                self.line.push(c);
            } else if !self.line.is_empty() && !self.line.ends_with([' ', '\t']) {
                self.line.push(' ');
            }
        }
    }

    /// Ends the line; inside a cell only a space is left of it.
    fn end_line(&mut self) {
        if self.cell > 0 {
            return self.words(" ");
        }
        let line = self.line.trim_end_matches([' ', '\t', '\u{3000}']);
        if !line.trim().is_empty() {
            self.out.push_str(line);
            self.out.push('\n');
        }
        self.line.clear();
    }
}

#[cfg(test)]
mod tests {
    #[test]
    fn the_article_is_taken_and_the_rest_left() {
        let page = "<html><head><title>t</title></head><body><div class=nav><a href=/>首页</a><a href=/b>政务公开</a></div>\
            <h1>某市分工方案</h1><div id=zoom><p>一、总体&nbsp;要求&amp;目标</p><p>（一）建设平台。<br>（市财政局牵头）</p>\
            <table><tr><td><p>任务</p><p>说明</p></td><td>单位</td></tr></table><script>var a</script></div><div><a href=/c>打印本页</a></div></body></html>";
        assert_eq!(super::text(page), "某市分工方案\n一、总体 要求&目标\n（一）建设平台。\n（市财政局牵头）\n任务 说明\t单位\n");
    }
}
