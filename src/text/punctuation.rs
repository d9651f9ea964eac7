//! Classes of punctuation, so that full-width, half-width and typeset variants read alike.

/// An opening bracket that may hold a clause: `（`, `(`, `［`, `[`, `【`, `〔`, `﹙`.
pub const fn is_open(c: char) -> bool {
    matches!(c, '（' | '(' | '［' | '[' | '【' | '〔' | '﹙')
}

/// A closing bracket, of any of the kinds of [`is_open`].
pub const fn is_close(c: char) -> bool {
    matches!(c, '）' | ')' | '］' | ']' | '】' | '〕' | '﹚')
}

/// A comma.
pub const fn is_comma(c: char) -> bool {
    matches!(c, '，' | ',' | '﹐')
}

/// The enumeration comma `、` and what is typed for it.
pub const fn is_enumeration(c: char) -> bool {
    matches!(c, '、' | '﹑' | '､')
}

/// A semicolon.
pub const fn is_semicolon(c: char) -> bool {
    matches!(c, '；' | ';' | '﹔')
}

/// A colon.
pub const fn is_colon(c: char) -> bool {
    matches!(c, '：' | ':' | '﹕')
}

/// The end of a sentence. The half-width full stop is left out: it numbers (`1.`) and divides (`3.5`).
pub const fn is_stop(c: char) -> bool {
    matches!(c, '。' | '！' | '？' | '!' | '?' | '．' | '｡')
}

/// Whatever divides a sentence into parts: comma, semicolon, colon, stop, line end.
pub const fn is_division(c: char) -> bool {
    is_comma(c) || is_semicolon(c) || is_colon(c) || is_stop(c) || matches!(c, '\n' | '\r')
}

/// A Chinese character (the unified ideographs and their extension A, and 〇).
pub const fn is_han(c: char) -> bool {
    matches!(c, '\u{4E00}'..='\u{9FFF}' | '\u{3400}'..='\u{4DBF}' | '〇')
}
