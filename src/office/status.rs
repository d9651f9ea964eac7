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

    /// The status of a word, or of one that means the same beyond doubt; white space aside.
    pub fn of(word: &str) -> Option<Self> {
        const SAME: [(&str, Status); 10] = [
            ("未开始", Status::NotStarted),
            ("尚未启动", Status::NotStarted),
            ("进行中", Status::UnderWay),
            ("正在推进", Status::UnderWay),
            ("有序推进", Status::UnderWay),
            ("已逾期", Status::Overdue),
            ("完成", Status::Done),
            ("已办结", Status::Done),
            ("办结", Status::Done),
            ("终止", Status::Dropped),
        ];
        let word: String = word.chars().filter(|c| !c.is_whitespace()).collect();
        let own = Self::ALL.into_iter().find(|status| status.word() == word);
        own.or_else(|| SAME.into_iter().find(|(same, _)| *same == word).map(|(_, status)| status))
    }
}
