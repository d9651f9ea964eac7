//! The table of all kinds of findings.

use super::{Rule, Severity, Words};

macro_rules! rules {
    ($($name:ident $code:literal $severity:ident { $about_en:literal $about_zh:literal } { $hint_en:literal $hint_zh:literal })*) => {
        $(
            #[doc = $about_en]
            pub const $name: &Rule = &Rule {
                code: $code,
                severity: Severity::$severity,
                about: Words { en: $about_en, zh: $about_zh },
                hint: Words { en: $hint_en, zh: $hint_zh },
            };
        )*

        /// All kinds of findings.
        pub const RULES: &[&Rule] = &[$($name),*];
    };
}

rules! {
    NO_TITLE "no-title" Note
        { "No title stands before the first number." "第一个编号之前没有标题。" }
        { "name it in NAME.meta.json" "请在 NAME.meta.json 中写明标题" }
    UNKNOWN_UNIT "unknown-unit" Note
        { "A name in a clause is a unit to no table." "分工表述中的名称不在任何单位词表中。" }
        { "if it is a unit, add it to bodies.tsv of your lexicon" "如确为单位，请加入自己的词表 bodies.tsv" }
    WORDS_WITHOUT_ROLE "words-without-role" Warning
        { "Words in a clause have no role." "分工表述中有词语没有对应的角色。" }
        { "write 牵头, 配合 or 负责 after the names" "请在单位名称后写明牵头、配合或负责" }
    CLAUSE_WITHOUT_TASK "clause-without-task" Warning
        { "A clause assigns units to no task." "分工表述前没有任务内容。" }
        { "write the task before its clause, or join the clause with the one before" "请在分工表述前写明任务，或与前一表述合并" }
    EMPTY_CLAUSE "empty-clause" Warning
        { "A clause names nobody." "分工表述中没有单位。" }
        { "name the unit, or take the label away" "请填写单位，或删去该栏" }
    UNCLOSED_BRACKET "unclosed-bracket" Warning
        { "A bracket is opened and never closed." "括号有开无合。" }
        { "close it; until then everything to the end of the paragraph counts as inside" "请补上后括号；否则直到段末都被视为括号内的内容" }
    UNOPENED_BRACKET "unopened-bracket" Warning
        { "A bracket is closed that was never opened." "括号有合无开。" }
        { "open it, or take it away" "请补上前括号，或删去后括号" }
    UNIT_UNDER_TWO_NAMES "unit-under-two-names" Warning
        { "One unit is written in two ways." "同一单位前后名称不一致。" }
        { "write it alike everywhere" "请统一名称" }
    SIMILAR_UNIT "similar-unit" Warning
        { "A unit that no table knows differs in one character from another of the plan." "某单位与方案中另一单位仅一字之差，且不在词表中。" }
        { "if it is the same unit, correct the name" "如为同一单位，请改正名称" }
    UNIT_TWICE "unit-twice" Warning
        { "One unit is named twice in a clause." "同一单位在一处分工表述中出现两次。" }
        { "keep it in one role" "请只保留一个角色" }
    NO_LEAD "no-lead" Warning
        { "A task has no lead, in a plan whose tasks have one." "任务没有牵头单位，而方案中其他任务有。" }
        { "say who leads" "请明确牵头单位" }
    SEVERAL_LEADS "several-leads" Note
        { "A task has several leads, in a plan whose tasks have one." "任务有多个牵头单位，而方案中其他任务只有一个。" }
        { "if each leads a part, say which" "如系分别牵头，请分别写明事项" }
    LEAD_NOT_ADDRESSED "lead-not-addressed" Warning
        { "A lead is not among those to whom the plan is sent." "牵头单位不在主送机关之列。" }
        { "add it to the recipients 主送机关" "请在主送机关中补列" }
    MISSPELT_PLACE "misspelt-place" Warning
        { "A name that stands as a place is no place's, and one character from a place's." "此处应为地名，但没有这一地名，与某地名仅一字之差。" }
        { "correct the name" "请改正地名" }
    UNKNOWN_PLACE "unknown-place" Note
        { "A name that stands as a place is in no table of places." "此处应为地名，但不在任何地名表中。" }
        { "if it is a place, add it to regions.tsv of your lexicon" "如确为地名，请加入自己的词表 regions.tsv" }
    FORMER_PLACE "former-place" Warning
        { "A division had ceased or been renamed before the plan was issued." "方案印发前该行政区划已撤销或更名。" }
        { "write the present name" "请改用现行名称" }
    IMPOSSIBLE_DATE "impossible-date" Warning
        { "A date is in no calendar." "日期不存在。" }
        { "correct the date" "请改正日期" }
    PAST_DEADLINE "past-deadline" Warning
        { "A deadline lies before the year of the plan." "完成时限早于方案印发年份。" }
        { "correct the deadline" "请改正完成时限" }
    SKIPPED_NUMBER "skipped-number" Warning
        { "A number is skipped." "编号跳号。" }
        { "correct the numbers, or look for the missing part" "请改正编号，或检查是否漏段" }
    REPEATED_NUMBER "repeated-number" Warning
        { "A number stands twice." "编号重复。" }
        { "correct the numbers" "请改正编号" }
}
