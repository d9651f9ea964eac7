//! How a task stands.

use crate::graph::vocab::fg;
use oxigraph::model::NamedNodeRef;

/// How a task stands, as offices fill it in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Status {
    /// 未启动
    NotStarted,
    /// 推进中
    UnderWay,
    /// 滞后: behind what was planned, its deadline not yet over.
    Behind,
    /// 逾期: its deadline is over.
    Overdue,
    /// 已完成
    Done,
    /// 已终止: no longer to be done.
    Dropped,
}

impl Status {
    /// Every one, in the order in which they are offered.
    pub const ALL: [Self; 6] = [Self::NotStarted, Self::UnderWay, Self::Behind, Self::Overdue, Self::Done, Self::Dropped];

    /// Words that mean the same as one of them beyond doubt.
    pub const SAME: [(&str, Self); 10] = [
        ("未开始", Self::NotStarted),
        ("尚未启动", Self::NotStarted),
        ("进行中", Self::UnderWay),
        ("正在推进", Self::UnderWay),
        ("有序推进", Self::UnderWay),
        ("已逾期", Self::Overdue),
        ("完成", Self::Done),
        ("已办结", Self::Done),
        ("办结", Self::Done),
        ("终止", Self::Dropped),
    ];

    /// The word that stands in the ledger.
    pub const fn word(self) -> &'static str {
        match self {
            Self::NotStarted => "未启动",
            Self::UnderWay => "推进中",
            Self::Behind => "滞后",
            Self::Overdue => "逾期",
            Self::Done => "已完成",
            Self::Dropped => "已终止",
        }
    }

    /// The same in English.
    pub const fn english(self) -> &'static str {
        match self {
            Self::NotStarted => "not started",
            Self::UnderWay => "under way",
            Self::Behind => "behind",
            Self::Overdue => "overdue",
            Self::Done => "done",
            Self::Dropped => "dropped",
        }
    }

    /// The individual of the vocabulary.
    pub const fn term(self) -> NamedNodeRef<'static> {
        match self {
            Self::NotStarted => fg::NOT_STARTED,
            Self::UnderWay => fg::UNDER_WAY,
            Self::Behind => fg::BEHIND,
            Self::Overdue => fg::OVERDUE,
            Self::Done => fg::DONE,
            Self::Dropped => fg::DROPPED,
        }
    }

    /// How much it asks for attention, from 1: where reports of one day contradict each other, the one that asks for most counts.
    pub const fn attention(self) -> u8 {
        match self {
            Self::Done => 1,
            Self::Dropped => 2,
            Self::UnderWay => 3,
            Self::NotStarted => 4,
            Self::Behind => 5,
            Self::Overdue => 6,
        }
    }

    /// The status of a word, or of one that means the same beyond doubt; white space aside.
    pub fn of(word: &str) -> Option<Self> {
        let word: String = word.chars().filter(|c| !c.is_whitespace()).collect();
        let own = Self::ALL.into_iter().find(|status| status.word() == word);
        own.or_else(|| Self::SAME.into_iter().find(|(same, _)| *same == word).map(|(_, status)| status))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_word_that_is_read_stands_in_the_manual() {
        let manual = include_str!("../../docs/ledger.md");
        for (word, status) in Status::SAME {
            let line = manual.lines().find(|line| line.starts_with(&format!("| {} |", status.word())));
            assert!(line.is_some_and(|line| line.split(['|', '、']).any(|other| other.trim() == word)), "{word}");
            assert_eq!(Status::of(&format!(" {word}　")), Some(status));
        }
        assert!(Status::ALL.iter().all(|status| Status::of(status.word()) == Some(*status) && manual.contains(status.word())));
        assert_eq!(Status::of("快了"), None);
    }
}
