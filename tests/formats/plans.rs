//! The plans that are written in every form, and who they assign what.

use super::Result;
use fengong::document::Metadata;
use fengong::reader::{Reader, Reading};
use fengong::text::Source;
use std::sync::LazyLock;

/// Number, heading, words, clause.
pub(crate) const TASKS: &[(&str, &str, &str, &str)] = &[
    ("（一）", "节水灌溉", "推进灌区节水改造，建设高标准农田。", "（省水利厅牵头，省财政厅、农业农村厅及相关市县配合）"),
    ("（二）", "饮水安全", "巩固农村饮水安全成果。", "（省水利厅牵头，省卫生健康委、乡村振兴局配合）"),
    ("（三）", "河湖治理", "全面推行河长制。", "（省水利厅、生态环境厅按职责分工负责）"),
];

pub(crate) const FOUNDING: &str = include_str!("../../data/plans/hubao-yinyu-2012-2020.txt");

static READER: LazyLock<Reader> = LazyLock::new(|| Reader::new(None).expect("the tables of the program can be read"));

/// The small plan as plain text.
pub(crate) fn plain() -> String {
    let tasks = TASKS.iter().map(|(number, heading, words, clause)| format!("{number}{heading}。{words}{clause}\n"));
    format!("某省水利重点工作分工方案\n一、主要任务\n{}", tasks.collect::<String>())
}

/// The lines of a plan without those that are empty.
pub(crate) fn lines(plan: &str) -> Vec<&str> {
    plan.lines().filter(|line| !line.trim().is_empty()).collect()
}

pub(crate) fn gb18030(text: &str) -> Vec<u8> {
    encoding_rs::GB18030.encode(text).0.into_owned()
}

/// The text that comes out of a file.
pub(crate) fn text(name: &str, bytes: &[u8]) -> Result<String> {
    Ok(Source::from_bytes(name, bytes)?.text().to_owned())
}

pub(crate) fn reading(name: &str, bytes: &[u8]) -> Result<Reading> {
    Ok(READER.read(Source::from_bytes(name, bytes)?, Metadata::default()))
}

/// Who is assigned what, in order.
pub(crate) fn assigned(name: &str, bytes: &[u8]) -> Result<Vec<String>> {
    let reading = reading(name, bytes)?;
    let tasks = reading.extraction.tasks.iter();
    let parties =
        tasks.flat_map(|task| task.clause.parties.iter().map(move |party| format!("{} {:?} {}", task.order, party.role, party.name)));
    Ok(parties.collect())
}

/// Each task with all that is read of it: its numbers, its heading, its words without white space, and its parties with role and kind.
pub(crate) fn tasks(name: &str, bytes: &[u8]) -> Result<Vec<String>> {
    let reading = reading(name, bytes)?;
    let document = &reading.document;
    let bare = |span| document.source.words(span).split_whitespace().collect::<String>();
    let task = |task: &fengong::extract::Task| {
        let number = task.section.map(|section| document.sections[section].path.as_str()).unwrap_or_default();
        let parties: String =
            task.clause.parties.iter().map(|party| format!(" {:?} {:?} {}", party.role, party.kind, party.name)).collect();
        format!("{} {number} {} {}{parties}", task.order, bare(task.title), bare(task.body))
    };
    Ok(reading.extraction.tasks.iter().map(task).collect())
}
