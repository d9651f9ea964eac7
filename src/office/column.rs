//! The columns of a ledger: what each is called when it is written, and found by when it is read back.

use super::register::{Entry, Register};
use crate::analyse::Role;

/// A column.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Column {
    /// 1, 2, 3…
    Serial,
    /// Which plan; only where there are several.
    Plan,
    /// The sections that hold the task.
    Section,
    /// Number and heading.
    Task,
    /// What is to be done.
    Text,
    /// What the unit that the ledger is for has to do with it; only there.
    Part,
    /// Who leads.
    Lead,
    /// Who is responsible; only where a plan has such.
    Responsible,
    /// Who supports.
    Support,
    /// The places that it names; only where a plan has such. Its heading depends on them.
    Places,
    /// By when, in the words of the plan.
    Deadline,
    /// Who is in charge.
    InCharge,
    /// How it stands.
    Status,
    /// How much is done.
    Percent,
    /// As of which day.
    AsOf,
    /// When it was finished.
    Finished,
    /// What stands in the way.
    Problem,
    /// Anything else.
    Remark,
    /// The IRI of the task; hidden.
    Identity,
}

/// The columns that are left empty, for the office to fill in.
pub const FILLED: [Column; 7] =
    [Column::InCharge, Column::Status, Column::Percent, Column::AsOf, Column::Finished, Column::Problem, Column::Remark];

/// The columns that the plan fills: all but those that offices fill in later.
pub(super) const OF_PLAN: [Column; 10] = [
    Column::Serial,
    Column::Plan,
    Column::Section,
    Column::Task,
    Column::Text,
    Column::Lead,
    Column::Responsible,
    Column::Support,
    Column::Places,
    Column::Deadline,
];

impl Column {
    /// Every column, in the order in which they are written.
    pub const ALL: [Self; 19] = [
        Self::Serial,
        Self::Plan,
        Self::Section,
        Self::Task,
        Self::Text,
        Self::Part,
        Self::Lead,
        Self::Responsible,
        Self::Support,
        Self::Places,
        Self::Deadline,
        Self::InCharge,
        Self::Status,
        Self::Percent,
        Self::AsOf,
        Self::Finished,
        Self::Problem,
        Self::Remark,
        Self::Identity,
    ];

    /// Its heading; that of the places is said by the register.
    pub const fn heading(self) -> &'static str {
        match self {
            Self::Serial => "序号",
            Self::Plan => "文件",
            Self::Section => "章节",
            Self::Task => "任务",
            Self::Text => "具体内容",
            Self::Part => "本单位角色",
            Self::Lead => "牵头单位",
            Self::Responsible => "负责单位",
            Self::Support => "配合单位",
            Self::Places => "涉及地区",
            Self::Deadline => "完成时限",
            Self::InCharge => "责任人",
            Self::Status => "进展情况",
            Self::Percent => "完成比例",
            Self::AsOf => "更新日期",
            Self::Finished => "办结日期",
            Self::Problem => "存在问题",
            Self::Remark => "备注",
            Self::Identity => "任务标识",
        }
    }

    /// The heading that it has in a register.
    pub const fn heading_in(self, register: &Register) -> &'static str {
        match self {
            Self::Places => register.places,
            other => other.heading(),
        }
    }

    /// Whether a register has something to say in it, or an office something to fill in.
    pub fn is_in(self, register: &Register) -> bool {
        let any = |of: fn(&Entry) -> bool| register.entries.iter().any(of);
        match self {
            Self::Plan => register.plans.len() > 1,
            Self::Part => register.unit.is_some(),
            // A plan whose tasks all have someone responsible has no lead, and needs no empty column for one.
            Self::Lead => any(|entry| !entry.lead.is_empty()) || !any(|entry| !entry.responsible.is_empty()),
            Self::Responsible => any(|entry| !entry.responsible.is_empty()),
            Self::Support => any(|entry| !entry.support.is_empty()),
            Self::Places => any(|entry| !entry.places.is_empty()),
            _ => true,
        }
    }

    /// What stands in it for a task, its place in the register from 0; empty in a column to fill in.
    pub fn words(self, entry: &Entry, at: usize) -> String {
        let joined = |names: &[String]| names.join("、");
        match self {
            Self::Serial => (at + 1).to_string(),
            Self::Plan => entry.plan.clone(),
            Self::Section => entry.section.join("\n"),
            Self::Task => entry.task.clone(),
            Self::Text => entry.text.clone(),
            Self::Part => entry.part.map_or("", role_word).to_owned(),
            Self::Lead => joined(&entry.lead),
            Self::Responsible => joined(&entry.responsible),
            Self::Support => joined(&entry.support),
            Self::Places => joined(&entry.places),
            Self::Deadline => entry.deadline.clone(),
            Self::Identity => entry.iri.clone(),
            Self::InCharge | Self::Status | Self::Percent | Self::AsOf | Self::Finished | Self::Problem | Self::Remark => String::new(),
        }
    }

    /// Its width in half-width characters; that of the words of the tasks depends on them.
    pub(super) const fn width(self) -> f64 {
        match self {
            Self::Serial => 5.0,
            Self::Part => 7.0,
            Self::Percent => 9.0,
            Self::Lead | Self::Responsible | Self::Section => 12.0,
            Self::Plan => 13.0,
            Self::Task => 15.0,
            Self::Places => 16.0,
            Self::Text => 45.0,
            Self::Support => 18.0,
            Self::InCharge | Self::Status => 9.0,
            Self::Deadline | Self::AsOf | Self::Finished => 11.0,
            Self::Problem => 14.0,
            Self::Remark => 11.0,
            Self::Identity => 10.0,
        }
    }
}

/// A role as offices write it.
pub(super) const fn role_word(role: Role) -> &'static str {
    match role {
        Role::Lead => "牵头",
        Role::Responsible => "负责",
        Role::Support => "配合",
    }
}
