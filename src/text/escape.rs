//! Words inside of markup: what a reader of Markdown or XML would take as its own is written so that it is shown as it is.

/// Words in one line of Markdown (`CommonMark`, GitHub Flavored Markdown), also in a cell of a table: what a reader would take as its own is escaped,
/// a line break or control character becomes a space.
pub fn markdown(words: &str) -> String {
    let mut out = String::with_capacity(words.len());
    for c in words.trim_matches(['\n', '\r']).chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            // A bar within a cell ends it even where it has a backslash, for some readers.
            '|' => out.push_str("&#124;"),
            '\\' | '`' | '*' | '_' | '{' | '}' | '[' | ']' | '~' | '#' | '!' | '$' => out.extend(['\\', c]),
            '\u{3000}' => out.push(c),
            c if c.is_control() || c.is_whitespace() => out.push(' '),
            c => out.push(c),
        }
    }
    out
}

/// Escaped words as the beginning of a line: what would begin a list, a rule or a number there is escaped too.
pub fn markdown_line(words: &str) -> String {
    let words = markdown(words);
    let digits = words.bytes().take_while(u8::is_ascii_digit).count();
    if words.starts_with(['-', '+', '=']) {
        format!("\\{words}")
    } else if digits > 0 && words[digits..].starts_with(['.', ')']) {
        format!("{}\\{}", &words[..digits], &words[digits..])
    } else {
        words
    }
}

/// Whether XML 1.0 can hold a character, be it escaped or not (<https://www.w3.org/TR/xml/#charsets>).
pub const fn is_xml(c: char) -> bool {
    matches!(c, '\t' | '\n' | '\r') || (c >= ' ' && !matches!(c, '\u{fffe}' | '\u{ffff}'))
}

/// Words inside of an element of XML or HTML, or of an attribute in quotation marks. Characters that XML cannot hold, and control characters that
/// nobody would see, are left out.
pub fn xml(words: &str) -> String {
    let mut out = String::with_capacity(words.len());
    for c in words.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&#39;"),
            '\t' | '\n' => out.push(c),
            c if c.is_control() || !is_xml(c) => {}
            c => out.push(c),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_plan_says_is_no_markdown() {
        assert_eq!(
            markdown("<b>a|b</b>\n*[x](y)* `c` \\ ~~d~~"),
            "&lt;b&gt;a&#124;b&lt;/b&gt; \\*\\[x\\](y)\\* \\`c\\` \\\\ \\~\\~d\\~\\~"
        );
        assert_eq!(markdown("\n水&#124;\u{3000}\u{1}利\r\n"), "水&amp;\\#124;\u{3000} 利");
        assert_eq!(["- x", "12. x", "水利"].map(markdown_line), ["\\- x", "12\\. x", "水利"]);
    }

    #[test]
    fn words_stay_words_in_xml() {
        assert_eq!(xml("a<b> & \"c\" 'd'\n\u{0}\u{b}\u{85}\u{ffff}水"), "a&lt;b&gt; &amp; &quot;c&quot; &#39;d&#39;\n水");
        assert!(is_xml('水') && is_xml('\r') && !is_xml('\u{1f}') && !is_xml('\u{fffe}'));
    }
}
