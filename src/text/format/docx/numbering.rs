//! The numbers that Word writes: `word/numbering.xml` and `word/styles.xml` → the number before a paragraph.

use super::super::FormatError;
use super::super::xml::{Attributes, Node, walk};
use std::collections::{HashMap, HashSet};

/// Word has nine levels.
const LEVELS: usize = 9;
/// The most characters of a pattern: it is written before each paragraph of its list.
const LONGEST: usize = 64;

/// How a level is counted and written.
#[derive(Debug, Clone, Default)]
struct Level {
    start: u32,
    format: String,
    /// `%1、`, `（%2）`, `%1.%2`.
    pattern: String,
}

/// A list of the document (`w:num`): the definition that it follows, and where it starts anew.
#[derive(Debug, Default)]
struct List {
    definition: String,
    starts: HashMap<usize, u32>,
}

/// What a style says about numbers.
#[derive(Debug, Default)]
struct Style {
    name: String,
    based_on: Option<String>,
    list: Option<String>,
    level: Option<usize>,
}

/// The definitions, and how far each has counted.
#[derive(Debug, Default)]
pub(super) struct Numbering {
    definitions: HashMap<String, Vec<Level>>,
    lists: HashMap<String, List>,
    styles: HashMap<String, Style>,
    counts: HashMap<String, [Option<u32>; LEVELS]>,
    /// Lists that have started anew, each at a level.
    started: HashSet<(String, usize)>,
}

impl Numbering {
    /// Takes the definitions of `word/numbering.xml`.
    pub(super) fn read(&mut self, xml: &[u8]) -> Result<(), FormatError> {
        let (mut definition, mut list, mut level) = (None::<String>, None::<String>, 0_usize);
        walk("word/numbering.xml", xml, |node| {
            let (name, attributes) = match node {
                Node::Open(name, attributes) => (name, attributes),
                Node::Close("abstractNum") => return definition = None,
                Node::Close("num") => return list = None,
                _ => return,
            };
            let value = || attributes.get("val").map(str::to_owned);
            match name {
                "abstractNum" => definition = attributes.get("abstractNumId").map(str::to_owned),
                "num" => list = attributes.get("numId").map(str::to_owned),
                "lvl" | "lvlOverride" => level = attributes.number("ilvl").unwrap_or(0).min(LEVELS - 1),
                _ => {}
            }
            if let Some(list) = &list {
                let list = self.lists.entry(list.clone()).or_default();
                match name {
                    "abstractNumId" => list.definition = value().unwrap_or_default(),
                    "startOverride" => {
                        list.starts.insert(level, attributes.number("val").unwrap_or(1));
                    }
                    _ => {}
                }
            } else if let Some(definition) = &definition {
                let levels = self.definitions.entry(definition.clone()).or_insert_with(|| vec![Level::default(); LEVELS]);
                set(&mut levels[level], name, &attributes);
            }
        })
    }

    /// Takes what styles say about numbers.
    pub(super) fn read_styles(&mut self, xml: &[u8]) -> Result<(), FormatError> {
        let mut style = None::<String>;
        walk("word/styles.xml", xml, |node| {
            let (name, attributes) = match node {
                Node::Open(name, attributes) => (name, attributes),
                Node::Close("style") => return style = None,
                _ => return,
            };
            if name == "style" {
                style = attributes.get("styleId").map(str::to_owned);
            }
            let Some(id) = &style else { return };
            let style = self.styles.entry(id.clone()).or_default();
            match name {
                "name" => style.name = attributes.get("val").unwrap_or_default().to_ascii_lowercase(),
                "basedOn" => style.based_on = attributes.get("val").map(str::to_owned),
                "numId" => style.list = attributes.get("val").map(str::to_owned),
                "ilvl" => style.level = attributes.number("val"),
                _ => {}
            }
        })
    }

    /// Counts a paragraph and gives its number; nothing where it has none. What the paragraph says goes before its style.
    pub(super) fn number(&mut self, style: Option<&str>, list: Option<&str>, level: Option<usize>) -> String {
        let (styled_list, styled_level) = self.of_style(style);
        let Some(id) = list.map(str::to_owned).or(styled_list) else { return String::new() };
        let level = level.or(styled_level).unwrap_or(0).min(LEVELS - 1);
        let Some(list) = self.lists.get(&id) else { return String::new() };
        let Some(levels) = self.definitions.get(&list.definition) else { return String::new() };
        let counts = self.counts.entry(list.definition.clone()).or_default();
        let anew = list.starts.get(&level).copied().filter(|_| self.started.insert((id, level)));
        counts[level] = Some(match (anew, counts[level]) {
            (Some(start), _) => start,
            (None, Some(count)) => count.saturating_add(1),
            (None, None) => levels[level].start,
        });
        counts[level + 1..].fill(None);
        let mut number = levels[level].pattern.clone();
        for (at, one) in levels.iter().enumerate().take(level + 1) {
            let count = *counts[at].get_or_insert(one.start);
            number = number.replace(&format!("%{}", at + 1), &written(count, &one.format));
        }
        // Between number and words Word puts a TAB; here only where they would run together (1 2024年).
        if number.ends_with(|c: char| c.is_ascii_alphanumeric() || c == '.') {
            number.push(' ');
        }
        number
    }

    /// Whether a style is that of a line of a table of contents. Its name tells, which is the same in all languages of Word.
    pub(super) fn is_of_contents(&self, style: Option<&str>) -> bool {
        let Some(id) = style else { return false };
        let name = self.styles.get(id).map_or_else(|| id.to_ascii_lowercase(), |style| style.name.clone());
        let rest = name.strip_prefix("toc").or_else(|| name.strip_prefix("contents"));
        rest.is_some_and(|rest| rest.trim() == "heading" || rest.trim().parse::<u8>().is_ok())
    }

    /// The list and level of a style or of those that it is based on.
    fn of_style(&self, style: Option<&str>) -> (Option<String>, Option<usize>) {
        let (mut list, mut level) = (None, None);
        let mut next = style.and_then(|style| self.styles.get(style));
        // A chain of styles is short; a damaged one may go round.
        for _ in 0..16 {
            let Some(style) = next else { break };
            list = list.or_else(|| style.list.clone());
            level = level.or(style.level);
            next = style.based_on.as_ref().and_then(|id| self.styles.get(id));
        }
        (list, level)
    }
}

fn set(level: &mut Level, name: &str, attributes: &Attributes) {
    match name {
        "start" => level.start = attributes.number("val").unwrap_or(1),
        "numFmt" => attributes.get("val").unwrap_or_default().clone_into(&mut level.format),
        "lvlText" => {
            let pattern = attributes.get("val").unwrap_or_default();
            // A bullet is a drawing from a symbol font, and numbers nothing.
            let numbers = pattern.contains('%') || level.format != "bullet";
            level.pattern = pattern.chars().take(if numbers { LONGEST } else { 0 }).collect();
        }
        _ => {}
    }
}

/// A count as Word writes it in a format.
fn written(count: u32, format: &str) -> String {
    match format {
        "chineseCounting"
        | "chineseCountingThousand"
        | "japaneseCounting"
        | "taiwaneseCounting"
        | "taiwaneseCountingThousand"
        | "ideographDigital"
        | "chineseLegalSimplified" => chinese(count),
        "ideographEnclosedCircle" | "decimalEnclosedCircle" | "decimalEnclosedCircleChinese" => {
            let circled = match count {
                1..=20 => char::from_u32(0x2460 + count - 1),
                21..=35 => char::from_u32(0x3251 + count - 21),
                36..=50 => char::from_u32(0x32B1 + count - 36),
                _ => None,
            };
            circled.map_or_else(|| count.to_string(), String::from)
        }
        "decimalZero" => format!("{count:02}"),
        "lowerLetter" | "upperLetter" if count > 0 => {
            let letter = char::from(b'a' + ((count - 1) % 26) as u8);
            let letter = if format == "upperLetter" { letter.to_ascii_uppercase() } else { letter };
            std::iter::repeat_n(letter, ((count - 1) / 26 + 1).min(9) as usize).collect()
        }
        "none" | "bullet" => String::new(),
        _ => count.to_string(),
    }
}

/// 1 → 一, 10 → 十, 21 → 二十一, 105 → 一百零五; from ten thousand on in digits.
fn chinese(count: u32) -> String {
    const DIGITS: [char; 10] = ['零', '一', '二', '三', '四', '五', '六', '七', '八', '九'];
    if count == 0 || count >= 10_000 {
        return if count == 0 { "零".to_owned() } else { count.to_string() };
    }
    let mut words = String::new();
    let mut gap = false;
    for (value, unit) in [(1000, "千"), (100, "百"), (10, "十"), (1, "")] {
        let digit = count / value % 10;
        gap |= digit == 0 && !words.is_empty();
        if digit == 0 {
            continue;
        }
        if std::mem::take(&mut gap) {
            words.push('零');
        }
        if !(digit == 1 && value == 10 && words.is_empty()) {
            words.push(DIGITS[digit as usize]);
        }
        words.push_str(unit);
    }
    words
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn counts_are_written_as_word_writes_them() {
        for (count, words) in
            [(1, "一"), (10, "十"), (11, "十一"), (20, "二十"), (21, "二十一"), (105, "一百零五"), (110, "一百一十"), (1001, "一千零一")]
        {
            assert_eq!(written(count, "chineseCountingThousand"), words);
        }
        assert_eq!(written(3, "ideographEnclosedCircle"), "③");
        assert_eq!(written(28, "upperLetter"), "BB");
    }
}
