//! What a server says of an error, as one line of words.

/// How many characters of it are told.
const MOST: usize = 300;

/// The first line with words in it: without the tags and the head of a page, control characters, and spaces that follow one another.
pub(super) fn said(text: &str) -> String {
    let plain = if text.trim_start().starts_with('<') { without_tags(text) } else { text.to_owned() };
    let lines = plain.lines().map(|line| {
        let words = line.split(|c: char| c.is_whitespace() || c.is_control()).filter(|word| !word.is_empty());
        words.collect::<Vec<_>>().join(" ")
    });
    let line = lines.into_iter().find(|line| !line.is_empty()).unwrap_or_default();
    match line.char_indices().nth(MOST) {
        Some((end, _)) => format!("{}…", &line[..end]),
        None => line,
    }
}

/// The text of a page: each element on a line of its own, without those that show nothing.
fn without_tags(page: &str) -> String {
    let mut text = String::new();
    let mut rest = page;
    while let Some((before, tag)) = rest.split_once('<') {
        text.push_str(before);
        let (tag, after) = tag.split_once('>').unwrap_or((tag, ""));
        let name = tag.split(|c: char| !c.is_ascii_alphanumeric()).next().unwrap_or_default().to_ascii_lowercase();
        rest = match name.as_str() {
            "head" | "title" | "style" | "script" => {
                let end = after.to_ascii_lowercase().find(&format!("</{name}"));
                end.map_or(after, |end| &after[end..])
            }
            _ => after,
        };
        text.push('\n');
    }
    text.push_str(rest);
    quick_xml::escape::unescape(&text).map_or_else(|_| text.clone(), std::borrow::Cow::into_owned)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_page_says_what_stands_in_it() {
        let page = "<!DOCTYPE HTML>\n<html><head><title>Error 404</title>\n<style>b { }</style></head>\n<body>\n  <h3>File &lt;x&gt;   not\tfound</h3><pre>\nmore</pre></body></html>";
        assert_eq!(said(page), "File <x> not found");
        assert_eq!(said("<title>Only a title</title><p>and words"), "and words");
        assert_eq!(said("Virtuoso 37000 Error SP030: syntax error\n\nSPARQL query:\nSELEC"), "Virtuoso 37000 Error SP030: syntax error");
        assert_eq!(said("\u{1b}[31mred"), "[31mred");
        assert_eq!(said(""), "");
    }

    #[test]
    fn long_words_are_cut_between_characters() {
        let words = said(&"水".repeat(1000));
        assert_eq!(words.chars().count(), MOST + 1);
    }
}
