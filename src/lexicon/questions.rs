//! The rows of the tables for questions: their words, English names, examples.

use super::table::{Cell, Row, row, words_of_cell};
use crate::language::Message;
use crate::message;

/// What a word of a question does 问句用词.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Wording {
    /// 哪些, which: marks the noun that is asked for.
    Which,
    /// 谁, who: asks for units.
    Who,
    /// 哪里, where: asks for places.
    Where,
    /// 什么时候, when: asks for deadlines.
    When,
    /// 凭什么, why: asks for the words behind.
    Why,
    /// 多少, how many: the number is asked for.
    HowMany,
    /// 列出, all: everything of the noun.
    List,
    /// 每个, each: one answer for each.
    Each,
    /// 吗, 是否: yes or no.
    Yes,
    /// 单位, department.
    Unit,
    /// 任务, task.
    Task,
    /// 地方, place.
    Place,
    /// 市, city: a division of prefecture level.
    City,
    /// 旗县, county: a division of county level.
    County,
    /// 主题, topic.
    Topic,
    /// 产业, industry.
    Industry,
    /// 作物, crop: an industry that is grown.
    Crop,
    /// 货物, goods.
    Good,
    /// 口岸, border port.
    Port,
    /// 港口, port of whatever kind.
    AnyPort,
    /// 产业带, industry belt.
    Belt,
    /// 生态治理区, ecological zone.
    Zone,
    /// 城市群, city cluster.
    Cluster,
    /// 开发区, development zone.
    DevelopmentZone,
    /// 项目, project.
    Project,
    /// 章, chapter.
    Chapter,
    /// 国家, country.
    Country,
    /// 时限, deadline.
    Deadline,
    /// 原文, text.
    Text,
    /// 名称, name.
    Name,
    /// 全称, full name.
    FullName,
    /// 简称, short name.
    ShortName,
    /// 方案, plan.
    Plan,
    /// 牵头, lead.
    Lead,
    /// 配合, support.
    Support,
    /// 负责, in charge: to lead, or to be responsible.
    Charge,
    /// 参与, take part: in whatever role.
    Take,
    /// 合作, cooperate.
    Cooperate,
    /// 涉及, about.
    Concern,
    /// 提到, mention: by the very words.
    Mention,
    /// 发展, develop.
    Develop,
    /// 种: to develop a crop.
    Grow,
    /// 建设: to develop after a place, else a part of what is named before.
    Build,
    /// 进口, trade in.
    Trade,
    /// 包括, include.
    Cover,
    /// 属于, lie in.
    Within,
    /// 指, mean.
    Mean,
    /// 变成, become.
    Become,
    /// 接替, succeed: of what stands after it.
    Succeed,
    /// 前身, formerly.
    Former,
    /// 现在, now.
    Now,
    /// 叫, called.
    Call,
    /// 最多, most.
    Most,
    /// 最少, fewest.
    Least,
    /// 前（三）, top (three).
    Top,
    /// 从不, never.
    Never,
    /// 不, not.
    Not,
    /// 只, only.
    Only,
    /// 除了, except: of what stands after it.
    Except,
    /// 以外, excepted: of what stands before it.
    Beyond,
    /// 至少, at least.
    AtLeast,
    /// 超过, more than.
    MoreThan,
    /// 恰好, exactly.
    Exactly,
    /// 多, more: of two.
    More,
    /// 少, fewer: of two.
    Less,
    /// 比, than.
    Than,
    /// 和, and.
    And,
    /// 既, both.
    Both,
    /// 它, it: what was named before.
    It,
    /// 或, or.
    Or,
    /// with.
    With,
    /// 给, to: whom something is done for.
    For,
    /// 由, by.
    By,
    /// 共同, together.
    Together,
    /// 的, of.
    Of,
    /// 完成, finish: by when.
    Finish,
    /// 是, is.
    Is,
    /// 分别, separately.
    Separately,
    /// 请问, please: changes nothing.
    Filler,
    /// 事业, reform: ends what is named before and changes nothing.
    Suffix,
    /// 基地, base: the end of a heading.
    Base,
    /// 通道, corridor: the end of a heading.
    Channel,
}

row! {
    /// Words of questions with one meaning.
    Words {
        /// What they do.
        means: Wording,
        /// The words.
        words: Vec<&'static str>,
    }
}

row! {
    /// An established English name.
    English {
        /// The name in Chinese, or the stem of a department.
        zh: &'static str,
        /// The names in English.
        en: Vec<&'static str>,
    }
}

row! {
    /// A question that can be asked, with names of the graph in the place of the words in braces.
    Example {
        /// In Chinese.
        zh: &'static str,
        /// In English.
        en: &'static str,
    }
}

words_of_cell!(Wording {
    Which "which",
    Who "who",
    Where "where",
    When "when",
    Why "why",
    HowMany "how-many",
    List "list",
    Each "each",
    Yes "yes",
    Unit "unit",
    Task "task",
    Place "place",
    City "city",
    County "county",
    Topic "topic",
    Industry "industry",
    Crop "crop",
    Good "good",
    Port "port",
    AnyPort "any-port",
    Belt "belt",
    Zone "zone",
    Cluster "cluster",
    DevelopmentZone "development-zone",
    Project "project",
    Chapter "chapter",
    Country "country",
    Deadline "deadline",
    Text "text",
    Name "name",
    FullName "full-name",
    ShortName "short-name",
    Plan "plan",
    Lead "lead",
    Support "support",
    Charge "charge",
    Take "take",
    Cooperate "cooperate",
    Concern "concern",
    Mention "mention",
    Develop "develop",
    Grow "grow",
    Build "build",
    Trade "trade",
    Cover "cover",
    Within "within",
    Mean "mean",
    Become "become",
    Succeed "succeed",
    Former "former",
    Now "now",
    Call "call",
    Most "most",
    Least "least",
    Top "top",
    Never "never",
    Not "not",
    Only "only",
    Except "except",
    Beyond "beyond",
    AtLeast "at-least",
    MoreThan "more-than",
    Exactly "exactly",
    More "more",
    Less "less",
    Than "than",
    And "and",
    Both "both",
    It "it",
    Or "or",
    With "with",
    For "for",
    By "by",
    Together "together",
    Of "of",
    Finish "finish",
    Is "is",
    Separately "separately",
    Filler "filler",
    Suffix "suffix",
    Base "base",
    Channel "channel",
});
