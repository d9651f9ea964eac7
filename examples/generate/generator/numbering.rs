//! How a plan numbers its parts.

use super::dice::Dice;

/// A kind of number.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Mark {
    /// 一、
    Chinese,
    /// （一）
    Bracketed,
    /// 1.
    Arabic,
    /// 1、
    ArabicComma,
    /// （1）
    ArabicBracketed,
    /// 第一条
    Article,
    /// 第一章
    Part,
}

/// The numbers of chapters, of sections in them, and of tasks.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Scheme {
    pub chapter: Option<Mark>,
    pub section: Option<Mark>,
    pub task: Mark,
    /// Whether the numbers of tasks go on from chapter to chapter.
    pub goes_on: bool,
}

impl Scheme {
    /// One of those that plans have, with chapters or without.
    pub(crate) fn any(dice: &mut Dice, chapters: bool, sections: bool) -> Self {
        use Mark::{Arabic, ArabicBracketed, ArabicComma, Article, Bracketed, Chinese, Part};
        let goes_on = dice.percent(25);
        if !chapters {
            let task = dice.weighted(&[(Chinese, 50), (Bracketed, 15), (Arabic, 20), (ArabicComma, 7), (Article, 8)]);
            return Self { chapter: None, section: None, task, goes_on };
        }
        if sections {
            let task = dice.weighted(&[(Arabic, 70), (ArabicBracketed, 10), (ArabicComma, 20)]);
            return Self { chapter: Some(Chinese), section: Some(Bracketed), task, goes_on: false };
        }
        let (chapter, task) = dice.weighted(&[
            ((Chinese, Bracketed), 55),
            ((Chinese, Arabic), 25),
            ((Part, Article), 8),
            ((Bracketed, Arabic), 7),
            ((Chinese, ArabicBracketed), 5),
        ]);
        // Articles are numbered through the whole document.
        Self { chapter: Some(chapter), section: None, task, goes_on: goes_on || task == Article }
    }
}

impl Mark {
    /// The number before a heading: 「（十二）」, 「第三条 」.
    pub(crate) fn label(self, number: usize) -> String {
        match self {
            Self::Chinese => format!("{}、", chinese(number)),
            Self::Bracketed => format!("（{}）", chinese(number)),
            Self::Arabic => format!("{number}."),
            Self::ArabicComma => format!("{number}、"),
            Self::ArabicBracketed => format!("（{number}）"),
            Self::Article => format!("第{}条　", chinese(number)),
            Self::Part => format!("第{}章　", chinese(number)),
        }
    }
}

/// A number up to 99 in characters: 十二, 二十.
fn chinese(number: usize) -> String {
    const DIGITS: [&str; 10] = ["", "一", "二", "三", "四", "五", "六", "七", "八", "九"];
    let (tens, ones) = (number / 10 % 10, number % 10);
    match tens {
        0 => DIGITS[ones].to_owned(),
        1 => format!("十{}", DIGITS[ones]),
        _ => format!("{}十{}", DIGITS[tens], DIGITS[ones]),
    }
}
