//! The parts of which the SPARQL of questions is made: terms, constraints on a task `?t`, classes.
//!
//! In: things and constraints. Out: lines of SPARQL with the names of the things as comments. Left out: how they are put together
//! (`sparql`).

use super::meaning::{Class, Constraint, Named, Roles};
use super::names::Kind;
use super::sparql::missing;
use crate::graph::Names;
use crate::query::Prefixes;
use std::fmt::Write;

/// The chapter of a task, as `?x`.
pub(super) const CHAPTER: &str = "?t fg:inSection+ ?x . FILTER NOT EXISTS { ?x fg:inSection ?above }";

/// Writes terms by the prefixes of the program.
#[derive(Debug)]
pub(super) struct Patterns {
    prefixes: Prefixes,
}

impl Patterns {
    /// Takes the prefixes.
    pub(super) fn new(names: &Names) -> Self {
        Self { prefixes: Prefixes::of(names) }
    }

    /// A thing as a term: unit:内蒙古自治区水利厅, or its IRI where that is no prefixed name.
    pub(super) fn term(&self, named: &Named) -> String {
        named.nodes.first().map(|node| self.prefixes.written(node.as_str())).unwrap_or_default()
    }

    /// All that a name stands for.
    pub(super) fn terms(&self, named: &Named) -> String {
        named.nodes.iter().map(|node| self.prefixes.written(node.as_str())).collect::<Vec<_>>().join(" ")
    }

    /// The patterns of constraints.
    pub(super) fn constraints(&self, constraints: &[Constraint]) -> Vec<String> {
        constraints.iter().enumerate().flat_map(|(at, constraint)| self.constraint(at, constraint)).collect()
    }

    fn constraint(&self, at: usize, constraint: &Constraint) -> Vec<String> {
        match constraint {
            Constraint::Party { units, any, roles, not } => self.each(at, units, *any, *not, |unit| party_path(*roles, unit.kind)),
            Constraint::About { things, any, not } => self.each(at, things, *any, *not, |thing| about_path(thing.kind).to_owned()),
            Constraint::AboutClass(class) => vec![Self::named_by_task(*class).replace("?x", &format!("?x{at}"))],
            Constraint::Tasks(named) => {
                vec![format!("VALUES ?t {{ {} }}  # {}", self.terms(named), named.label)]
            }
            Constraint::Order(number) => vec![format!("?t fg:order {number} .")],
            Constraint::Section(named) => vec![format!("?t fg:inSection+ {} .  # {}", self.term(named), named.label)],
            Constraint::Chapter(number) => vec![
                "?t fg:inSection* ?chapter .\n?chapter fg:number ?chapter_number .".to_owned(),
                format!("FILTER(?chapter_number IN ({}))", numbers(*number)),
                "FILTER NOT EXISTS { ?chapter fg:inSection ?above_chapter }".to_owned(),
            ],
            Constraint::Due { year, before } => {
                let sign = if *before { "<=" } else { "=" };
                vec![format!("?t fg:deadline ?due . FILTER(SUBSTR(STR(?due), 1, 4) {sign} \"{year}\")")]
            }
            Constraint::Dated => vec!["?t fg:deadlineWords ?dated .".to_owned()],
            Constraint::Without(lacks) => vec![missing(*lacks)],
        }
    }

    /// One pattern for each thing, or one for any of them.
    fn each(&self, at: usize, things: &[Named], any: bool, not: bool, path: impl Fn(&Named) -> String) -> Vec<String> {
        let one = |place: usize, thing: &Named| match thing.kind {
            Kind::Words => format!(
                "?t fg:text ?text{at}_{place} ; dcterms:title ?title{at}_{place} .\nFILTER(CONTAINS(CONCAT(STR(?title{at}_{place}), \"\\n\", STR(?text{at}_{place})), {}))",
                literal(&thing.label)
            ),
            _ if thing.nodes.len() > 1 => {
                format!("VALUES ?any{at}_{place} {{ {} }}  # {}\n?t {} ?any{at}_{place} .", self.terms(thing), thing.label, path(thing))
            }
            _ => format!("?t {} {} .  # {}", path(thing), self.term(thing), thing.label),
        };
        let patterns: Vec<String> = things.iter().enumerate().map(|(place, thing)| one(place, thing)).collect();
        let joined = |patterns: &[String]| {
            let mut block = String::new();
            for pattern in patterns {
                // Writing to a string cannot fail.
                let _ = write!(block, "{}{{\n{}\n}}", if block.is_empty() { "" } else { "\nUNION\n" }, indent(pattern));
            }
            block
        };
        match (any && patterns.len() > 1, not) {
            (true, true) => vec![format!("FILTER NOT EXISTS {{\n{}\n}}", indent(&joined(&patterns)))],
            (true, false) => vec![joined(&patterns)],
            (false, true) => vec![format!("FILTER NOT EXISTS {{\n{}\n}}", indent(&patterns.join("\n")))],
            (false, false) => patterns,
        }
    }

    /// What a task names, of a class, as `?x`.
    pub(super) fn named_by_task(class: Class) -> String {
        let property = match class {
            Class::Topic => "fg:concernsTopic",
            Class::Industry => "fg:concernsIndustry",
            Class::Project => "fg:concernsProject",
            Class::Unit => "fg:assignedTo",
            _ => "fg:concernsPlace",
        };
        let of_class = Self::of_class("?x", class).filter(|_| !matches!(class, Class::Topic | Class::Industry | Class::Project));
        format!("?t {property} ?x .{}", of_class.map(|filter| format!(" {filter}")).unwrap_or_default())
    }

    /// The same with what is wider: a topic by those narrower, a city by what lies in it.
    pub(super) fn named_in_task(class: Class) -> String {
        let path = match class {
            Class::Topic => "fg:concernsTopic/skos:broader*",
            Class::Industry => "fg:concernsIndustry/skos:broader*",
            Class::City | Class::County => "fg:concernsPlace/fg:within*",
            Class::Chapter => return CHAPTER.to_owned(),
            _ => return Self::named_by_task(class),
        };
        let of_class = Self::of_class("?x", class).filter(|_| matches!(class, Class::City | Class::County));
        format!("?t {path} ?x .{}", of_class.map(|filter| format!(" {filter}")).unwrap_or_default())
    }

    /// Whether a variable is of a class; nothing for places of whatever kind.
    pub(super) fn of_class(variable: &str, class: Class) -> Option<String> {
        let name = match class {
            Class::Place | Class::Task | Class::Chapter => return None,
            Class::City => return Some(format!("{variable} a fg:AdministrativeDivision ; fg:level \"prefecture\" .")),
            Class::County => return Some(format!("{variable} a fg:AdministrativeDivision ; fg:level \"county\" .")),
            Class::Unit => "fg:Unit",
            Class::Country => "fg:Country",
            Class::Topic => "fg:Topic",
            Class::Industry => "fg:Industry",
            Class::Port => "fg:Port",
            Class::BorderPort => "fg:BorderPort",
            Class::Belt => "fg:IndustryBelt",
            Class::Zone => "fg:EcologicalZone",
            Class::Cluster => "fg:CityCluster",
            Class::DevelopmentZone => "fg:DevelopmentZone",
            Class::Project => "fg:Project",
        };
        Some(format!("{variable} a {name} ."))
    }
}

fn indent(text: &str) -> String {
    text.lines().map(|line| format!("  {line}")).collect::<Vec<_>>().join("\n")
}

/// A unit of today stands for those that it succeeded.
fn party_path(roles: Roles, kind: Kind) -> String {
    match kind {
        Kind::Later => format!("({})/fg:succeededBy+", roles.path()),
        _ => roles.path(),
    }
}

const fn about_path(kind: Kind) -> &'static str {
    match kind {
        Kind::Topic => "fg:concernsTopic/skos:broader*",
        Kind::Industry => "fg:concernsIndustry/skos:broader*",
        Kind::Area => "fg:concernsPlace",
        Kind::Division | Kind::Port | Kind::Region => "fg:concernsPlace/fg:within*",
        Kind::Project => "fg:concernsProject",
        _ => "fg:concerns",
    }
}

/// A string of SPARQL.
fn literal(words: &str) -> String {
    format!("\"{}\"", words.replace('\\', "\\\\").replace('"', "\\\""))
}

/// The ways in which plans number a chapter: 四, 4, （四）, 第四章.
fn numbers(number: u32) -> String {
    const DIGITS: &[&str] = &["", "一", "二", "三", "四", "五", "六", "七", "八", "九"];
    let digit = |value: u32| DIGITS[(value % 10) as usize];
    let chinese = match number {
        0..=9 => digit(number).to_owned(),
        10..=19 => format!("十{}", digit(number)),
        _ => format!("{}十{}", digit(number / 10), digit(number)),
    };
    [chinese.clone(), number.to_string(), format!("（{chinese}）"), format!("第{chinese}章")].map(|form| format!("\"{form}\"")).join(", ")
}
