//! The named queries: each a file in `queries/` that explains itself in its first lines.
//!
//! ```text
//! #+ title: 单位任务台账 | A unit's ledger of tasks
//! #+ summary: 一个单位承担的全部任务…… | All tasks of one unit …
//! #+ param: unit unit 单位名称或IRI | the unit, by name or IRI
//! #+ param: least integer=1 最少次数 | least number of tasks
//! #+ needs: progress
//! #+ columns: number task role words
//! #+ heads: 编号 任务 角色 原文
//! #+ draw: source=lead target=task label=role
//! ```
//!
//! `needs` is what must be in the graph beside plans ([`Need`]); `heads` are the Chinese names of the columns, one for each, for tables that people
//! read. The head is a comment of SPARQL, so every file runs in any other engine once its parameters are given.

use super::need::Need;

/// A query with a name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NamedQuery {
    /// Its name, the file's stem.
    pub name: &'static str,
    /// The whole file.
    pub text: &'static str,
    /// Title in Chinese and English.
    pub title: (&'static str, &'static str),
    /// What it answers, in Chinese and English.
    pub summary: (&'static str, &'static str),
    /// What it needs.
    pub parameters: Vec<Parameter>,
    /// The columns that come out.
    pub columns: Vec<&'static str>,
    /// What must be in the graph beside plans, if anything.
    pub needs: Option<Need>,
}

/// What kind of term a parameter is bound as.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ParameterKind {
    /// A unit, by any of its names.
    Unit,
    /// A place, by any of its names.
    Place,
    /// A topic, by label or slug.
    Topic,
    /// An industry, by label or slug.
    Industry,
    /// Plain words.
    Text,
    /// A whole number.
    Integer,
    /// A day, as 2026-11-20; `now` is the day of the time zone of the machine.
    Date,
}

/// A parameter of a named query.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Parameter {
    /// The variable, without `?`.
    pub name: &'static str,
    /// What it is bound as.
    pub kind: ParameterKind,
    /// Its value where the user gives none.
    pub default: Option<&'static str>,
    /// What it means, in Chinese and English.
    pub about: (&'static str, &'static str),
}

macro_rules! catalogue {
    ($($name:literal),* $(,)?) => {
        /// Name and text of every named query, in the order of their names.
        pub const CATALOGUE: &[(&str, &str)] = &[$(($name, include_str!(concat!("../../queries/", $name, ".rq")))),*];
    };
}

catalogue![
    "belts",
    "chapter-leads",
    "clusters",
    "constant-pairs",
    "cooperation",
    "deadlines",
    "differing-leads",
    "divisions",
    "evidence-check",
    "function-families",
    "groups",
    "industry",
    "late",
    "leads",
    "ledger",
    "named-things",
    "names",
    "open",
    "partners",
    "place",
    "place-industries",
    "plans",
    "ports",
    "positions",
    "progress",
    "projects",
    "search",
    "seldom-lead",
    "successors",
    "tasks",
    "tasks-without-place",
    "through-reforms",
    "today",
    "together",
    "topic-leaders",
    "topic-sentences",
    "topic-units",
    "topics",
    "undecided",
    "units",
    "vocabulary",
    "water",
    "zones",
];

/// Which columns of a query are drawn as what, by the head of its text (`#+ draw: source=lead target=task`): pairs of what it is drawn as,
/// which is `source`, `target`, `weight`, `label` or `group`, and the column.
pub fn drawn_columns(text: &str) -> Vec<(&str, &str)> {
    let head = text.lines().find_map(|line| line.strip_prefix("#+ draw:")).unwrap_or_default();
    head.split_whitespace().filter_map(|pair| pair.split_once('=')).collect()
}

/// The Chinese heads of the columns of a query, by the head of its text: pairs of the column and what stands above it.
pub fn chinese_heads(text: &str) -> Vec<(&str, &str)> {
    let words = |key: &str| text.lines().find_map(|line| line.strip_prefix(key)).unwrap_or_default().split_whitespace();
    words("#+ columns:").zip(words("#+ heads:")).collect()
}

/// The named query called `name`.
pub fn find(name: &str) -> Option<NamedQuery> {
    let (name, text) = CATALOGUE.iter().find(|(other, _)| *other == name)?;
    Some(NamedQuery::read(name, text))
}

impl NamedQuery {
    /// Reads the head of a query's file; what it does not say stays empty.
    pub fn read(name: &'static str, text: &'static str) -> Self {
        let mut query =
            Self { name, text, title: ("", ""), summary: ("", ""), parameters: Vec::new(), columns: Vec::new(), needs: Need::of(text) };
        for (key, value) in text.lines().filter_map(|line| line.strip_prefix("#+ ")?.split_once(':')) {
            let value = value.trim();
            match key.trim() {
                "title" => query.title = in_two_languages(value),
                "summary" => query.summary = in_two_languages(value),
                "param" => query.parameters.extend(Parameter::read(value)),
                "columns" => query.columns = value.split_whitespace().collect(),
                _ => {}
            }
        }
        query
    }
}

impl Parameter {
    /// `unit unit 单位名称 | the unit` or `least integer=1 最少次数 | least number`.
    fn read(value: &'static str) -> Option<Self> {
        let (name, rest) = value.split_once(' ')?;
        let (kind, about) = rest.trim_start().split_once(' ')?;
        let (kind, default) = kind.split_once('=').map_or((kind, None), |(kind, default)| (kind, Some(default)));
        let kind = match kind {
            "unit" => ParameterKind::Unit,
            "place" => ParameterKind::Place,
            "topic" => ParameterKind::Topic,
            "industry" => ParameterKind::Industry,
            "integer" => ParameterKind::Integer,
            "date" => ParameterKind::Date,
            "text" => ParameterKind::Text,
            _ => return None,
        };
        Some(Self { name, kind, default, about: in_two_languages(about) })
    }
}

fn in_two_languages(value: &'static str) -> (&'static str, &'static str) {
    let (zh, en) = value.split_once('|').unwrap_or((value, value));
    (zh.trim(), en.trim())
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    #[test]
    fn the_catalogue_is_the_folder_of_queries_in_order() -> std::io::Result<()> {
        let files = std::fs::read_dir(concat!(env!("CARGO_MANIFEST_DIR"), "/queries"))?;
        let names = files.map(|file| file.map(|file| file.file_name().to_string_lossy().into_owned()));
        let stems: BTreeSet<String> =
            names.collect::<Result<Vec<_>, _>>()?.iter().filter_map(|name| name.strip_suffix(".rq")).map(str::to_owned).collect();
        let listed: Vec<&str> = CATALOGUE.iter().map(|(name, _)| *name).collect();
        assert_eq!(listed, stems.iter().map(String::as_str).collect::<Vec<_>>());
        Ok(())
    }

    #[test]
    fn every_query_explains_itself_in_both_languages() {
        for (name, text) in CATALOGUE {
            let query = NamedQuery::read(name, text);
            for (what, (zh, en)) in [("title", query.title), ("summary", query.summary)] {
                assert!(!zh.is_empty() && !en.is_empty() && zh != en, "{name}: {what} in Chinese and English");
            }
            assert!(!query.columns.is_empty(), "{name}: columns");
            let heads: BTreeSet<&str> = chinese_heads(text).into_iter().map(|(_, head)| head).collect();
            assert_eq!(heads.len(), query.columns.len(), "{name}: a Chinese head of its own for each column");
            assert!(heads.iter().all(|head| !head.is_ascii() || *head == "PageRank"), "{name}: {heads:?}");
            assert_eq!(text.contains("#+ needs:"), query.needs.is_some(), "{name}: what it needs is understood");
            let declared = text.lines().filter(|line| line.starts_with("#+ param:")).count();
            assert_eq!(query.parameters.len(), declared, "{name}: every parameter is understood");
            for parameter in &query.parameters {
                assert!(text.contains(&format!("?{}", parameter.name)), "{name}: ?{} is used", parameter.name);
            }
        }
    }
}
