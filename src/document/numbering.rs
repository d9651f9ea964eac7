//! Numbers that open a paragraph: 一、（一）1.（1）① 第一条.

use crate::text::punctuation::{is_close, is_enumeration, is_open};

/// How a number is written, from the outermost style to the innermost.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Style {
    /// 第一章, 第二部分, 第三节
    Part,
    /// 一、
    Chinese,
    /// 第一条
    Article,
    /// （一）
    ChineseBracketed,
    /// 1. or 1、
    Arabic,
    /// （1）
    ArabicBracketed,
    /// ①
    Circled,
}

/// A number at the beginning of a paragraph.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Marker<'a> {
    /// How it is written.
    pub style: Style,
    /// Its value.
    pub ordinal: u32,
    /// What it adds to a path of numbers: 二, （二）, 3.
    pub label: &'a str,
    /// Bytes from the start of the paragraph to the words after the number.
    pub len: usize,
}

impl<'a> Marker<'a> {
    /// The number that opens `text`, if one does.
    ///
    /// `1.5亿元` and `2013年` are no numbers of paragraphs, nor is `一是`.
    pub fn read(text: &'a str) -> Option<Self> {
        let first = text.chars().next()?;
        if let Some(ordinal) = circled(first) {
            return Some(Self::new(text, Style::Circled, ordinal, 0..first.len_utf8(), first.len_utf8()));
        }
        if is_open(first) {
            return Self::bracketed(text, first.len_utf8());
        }
        if first == '第' {
            return Self::ordinal_word(text);
        }
        Self::plain(text)
    }

    fn new(text: &'a str, style: Style, ordinal: u32, label: std::ops::Range<usize>, len: usize) -> Self {
        let rest = &text[len..];
        Self { style, ordinal, label: &text[label], len: len + (rest.len() - rest.trim_start().len()) }
    }

    /// （一）, (1)
    fn bracketed(text: &'a str, open: usize) -> Option<Self> {
        let inner = text[open..].split_once(is_close)?.0;
        let close = text[open + inner.len()..].chars().next()?.len_utf8();
        let end = open + inner.len() + close;
        let digits = inner.trim();
        let (style, ordinal) = match arabic(digits) {
            Some(ordinal) => (Style::ArabicBracketed, ordinal),
            None => (Style::ChineseBracketed, chinese_number(digits)?),
        };
        (ordinal < 100).then(|| Self::new(text, style, ordinal, 0..end, end))
    }

    /// 第一章, 第三条
    fn ordinal_word(text: &'a str) -> Option<Self> {
        let rest = &text['第'.len_utf8()..];
        let digits = rest.find(['章', '节', '条', '部']).filter(|at| *at <= 15)?;
        let ordinal = arabic(&rest[..digits]).or_else(|| chinese_number(&rest[..digits]))?;
        let (unit, style) = match &rest[digits..] {
            after if after.starts_with('章') => ("章", Style::Part),
            after if after.starts_with('节') => ("节", Style::Part),
            after if after.starts_with("部分") => ("部分", Style::Part),
            after if after.starts_with('条') => ("条", Style::Article),
            _ => return None,
        };
        let label = '第'.len_utf8() + digits + unit.len();
        let punctuation = text[label..].chars().next().filter(|c| is_enumeration(*c)).map_or(0, char::len_utf8);
        // 第一条线路 is no article: a heading or a sentence follows after a space, a comma of enumeration, or begins at once with words
        // that are not a measure's; only the article needs the space.
        let separated = punctuation > 0 || text[label..].chars().next().is_none_or(char::is_whitespace);
        (separated || style == Style::Part).then(|| Self::new(text, style, ordinal, 0..label, label + punctuation))
    }

    /// 一、 and 1. and 1、
    fn plain(text: &'a str) -> Option<Self> {
        let digits = text.find(|c: char| !(c.is_ascii_digit() || ('０'..='９').contains(&c) || is_chinese_digit(c)))?;
        let mark = text[digits..].chars().next()?;
        let end = digits + mark.len_utf8();
        let label = &text[..digits];
        if let Some(ordinal) = chinese_number(label) {
            return (is_enumeration(mark) || mark == '．' || mark == '.').then(|| Self::new(text, Style::Chinese, ordinal, 0..digits, end));
        }
        let ordinal = arabic(label).filter(|ordinal| *ordinal < 1000)?;
        let decimal = text[end..].starts_with(|c: char| c.is_ascii_digit());
        (matches!(mark, '.' | '．' | '、' | '﹑') && !decimal).then(|| Self::new(text, Style::Arabic, ordinal, 0..digits, end))
    }
}

fn circled(c: char) -> Option<u32> {
    match c {
        '①'..='⑳' => Some(c as u32 - '①' as u32 + 1),
        '⑴'..='⒇' => Some(c as u32 - '⑴' as u32 + 1),
        '㈠'..='㈩' => Some(c as u32 - '㈠' as u32 + 1),
        _ => None,
    }
}

fn arabic(digits: &str) -> Option<u32> {
    if digits.is_empty() || digits.chars().count() > 3 {
        return None;
    }
    digits.chars().try_fold(0, |value, c| {
        let digit = c.to_digit(10).or_else(|| ('０'..='９').contains(&c).then(|| c as u32 - '０' as u32))?;
        Some(value * 10 + digit)
    })
}

const fn is_chinese_digit(c: char) -> bool {
    matches!(c, '一' | '二' | '三' | '四' | '五' | '六' | '七' | '八' | '九' | '十' | '百' | '零' | '〇')
}

/// The value of a Chinese number up to 999: 十二 is 12, 二十 is 20, 一百零三 is 103.
pub fn chinese_number(words: &str) -> Option<u32> {
    if words.is_empty() || !words.chars().all(is_chinese_digit) || words.chars().count() > 6 {
        return None;
    }
    let (mut total, mut digit) = (0, None);
    for c in words.chars() {
        match c {
            '百' => total += digit.take()? * 100,
            '十' => total += digit.take().unwrap_or(1) * 10,
            '零' | '〇' => digit = None,
            _ if digit.is_some() => return None,
            _ => digit = "一二三四五六七八九".chars().position(|d| d == c).map(|at| at as u32 + 1),
        }
    }
    Some(total + digit.unwrap_or(0)).filter(|value| *value > 0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_read_and_what_looks_like_them_is_not() {
        let read: &[(&str, Style, u32, &str, &str)] = &[
            ("一、战略定位", Style::Chinese, 1, "一", "战略定位"),
            ("二十三、附则", Style::Chinese, 23, "二十三", "附则"),
            ("（一） 国家综合能源基地。", Style::ChineseBracketed, 1, "（一）", "国家综合能源基地。"),
            ("(十二)加强", Style::ChineseBracketed, 12, "(十二)", "加强"),
            ("1.完善制度", Style::Arabic, 1, "1", "完善制度"),
            ("12、完善制度", Style::Arabic, 12, "12", "完善制度"),
            ("１．完善制度", Style::Arabic, 1, "１", "完善制度"),
            ("（3）开展", Style::ArabicBracketed, 3, "（3）", "开展"),
            ("②开展", Style::Circled, 2, "②", "开展"),
            ("第三条 本办法", Style::Article, 3, "第三条", "本办法"),
            ("第二章　总则", Style::Part, 2, "第二章", "总则"),
        ];
        for (text, style, ordinal, label, rest) in read {
            let marker = Marker::read(text).unwrap_or_else(|| panic!("{text} opens with a number"));
            assert_eq!((marker.style, marker.ordinal, marker.label, &text[marker.len..]), (*style, *ordinal, *label, *rest));
        }
        for text in
            ["1.5亿元", "2013年", "一是加强", "（自治区水利厅牵头）", "十二五时期", "第一条线路", "（2012-2020年）", "3D打印", "（一二）"]
        {
            assert_eq!(Marker::read(text), None, "{text}");
        }
    }

    #[test]
    fn chinese_numbers_have_their_value() {
        for (words, value) in [("十", 10), ("十一", 11), ("二十", 20), ("九十九", 99), ("一百零三", 103)] {
            assert_eq!(chinese_number(words), Some(value), "{words}");
        }
        assert_eq!(chinese_number("一二"), None);
        assert_eq!(chinese_number(""), None);
    }
}
