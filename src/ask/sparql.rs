//! The SPARQL of a question, for people to read and to use again.
//!
//! In: a [`Question`]. Out: a query over the vocabulary of `ontology/core.ttl` whose first column is the answer. A topic or industry counts
//! with those narrower (`skos:broader*`), a place with those within it (`fg:within*`). Each constraint is a pattern of its own on `?t`.
//! Left out: the prefixes, which queries of the program need not declare.

use super::meaning::{Class, Condition, Constraint, How, Missing, Named, Question, Roles, Wanted, Which};
use super::names::Kind;
use super::patterns::{CHAPTER, Patterns};
use super::ranking::ranked;
use super::roles::named_units;

/// What is asked for: the variable that is counted, the columns that are shown, the order, the patterns.
struct Body {
    key: &'static str,
    columns: &'static str,
    order: &'static str,
    lines: Vec<String>,
}

/// The query of a question.
pub(super) fn query(question: &Question, patterns: &Patterns) -> String {
    if let How::Ranked { by, order } = question.how {
        return ranked(question, by, order, patterns);
    }
    if let Some(ask) = whether(question, patterns) {
        return ask;
    }
    let body = body(question, patterns);
    let mut lines = body.lines;
    lines.extend(left_out(body.key, &question.except, patterns));
    let inside = indented(&lines);
    match question.how {
        How::Count => format!("SELECT (COUNT(DISTINCT {}) AS ?count)\nWHERE {{\n{inside}}}\n", body.key),
        How::Whether => format!("ASK {{\n{inside}}}\n"),
        How::Never => format!("ASK {{\n  FILTER NOT EXISTS {{\n{}  }}\n}}\n", indented(&[inside])),
        _ => format!("SELECT DISTINCT {}\nWHERE {{\n{inside}}}\nORDER BY {}\n", body.columns, body.order),
    }
}

pub(super) fn indented(lines: &[String]) -> String {
    lines.iter().flat_map(|line| line.lines()).map(|line| format!("  {line}\n")).collect()
}

/// Questions of yes or no that are not about tasks.
fn whether(question: &Question, patterns: &Patterns) -> Option<String> {
    let lines = match &question.wanted {
        Wanted::Whether { place, industry, trades } => {
            let property = if *trades { "fg:tradesIn" } else { "fg:develops" };
            vec![
                format!("?where fg:within* {} .  # {}", patterns.term(place), place.label),
                format!("?where {property}/skos:broader* {} .  # {}", patterns.term(industry), industry.label),
            ]
        }
        Wanted::Lies { inner, outer, covers } => {
            let path = if *covers { "fg:within*/^fg:covers" } else { "fg:within+" };
            vec![format!("# {} → {}", inner.label, outer.label), format!("{} {path} {} .", patterns.term(inner), patterns.term(outer))]
        }
        Wanted::Compared { more, less, roles } => {
            let tasks = |unit: &Named, name: &str| {
                let counted = format!("?t_{name} {} {} .  # {}", roles.path(), patterns.term(unit), unit.label);
                format!("{{\n  SELECT (COUNT(DISTINCT ?t_{name}) AS ?{name})\n  WHERE {{ {counted}\n  }}\n}}")
            };
            vec![tasks(more, "more"), tasks(less, "less"), "FILTER(?more > ?less)".to_owned()]
        }
        _ => return None,
    };
    Some(format!("ASK {{\n{}}}\n", indented(&lines)))
}

pub(super) const TASK: &str = "?t a fg:Task ; fg:inPlan ?plan ; fg:order ?order ; dcterms:title ?task .\nOPTIONAL { ?t fg:number ?number }";
const LEAD: &str = "OPTIONAL {
  SELECT ?t (GROUP_CONCAT(DISTINCT ?leader; SEPARATOR = \"、\") AS ?lead)
  WHERE {
    ?t fg:lead|fg:responsible ?head .
    ?head skos:prefLabel ?head_name .
    OPTIONAL { ?head fg:shortName ?head_short }
    BIND(COALESCE(?head_short, ?head_name) AS ?leader)
  }
  GROUP BY ?t
}";
/// The Chinese heads of the columns of answers, for tables that people read.
pub const HEADS: &[(&str, &str)] = &[
    ("order", "序号"),
    ("number", "编号"),
    ("task", "任务"),
    ("lead", "牵头"),
    ("unit", "单位"),
    ("role", "角色"),
    ("name", "名称"),
    ("deadline", "时限"),
    ("text", "内容"),
    ("place", "地区"),
    ("words", "原文"),
    ("area", "区域"),
    ("year", "年份"),
    ("count", "数量"),
    ("tasks", "任务数"),
];

const PARTY: &str = "?party skos:prefLabel ?full .\nOPTIONAL { ?party fg:shortName ?short }\nBIND(COALESCE(?short, ?full) AS ?unit)";
const OF_TASK: &str = "?t fg:inPlan ?plan ; fg:order ?order ; dcterms:title ?task .\nOPTIONAL { ?t fg:number ?number }";

fn body(question: &Question, patterns: &Patterns) -> Body {
    let constraints = || patterns.constraints(&question.constraints);
    let with = |first: Vec<String>| -> Vec<String> { first.into_iter().chain(constraints()).collect() };
    match &question.wanted {
        Wanted::Tasks => Body {
            key: "?t",
            columns: "?order ?number ?task ?lead",
            order: "?plan ?order",
            lines: with(vec![TASK.to_owned(), LEAD.to_owned()]),
        },
        Wanted::Parties { roles } => Body {
            key: "?party",
            columns: "?unit ?role ?number ?task",
            order: "?unit ?plan ?order ?role",
            lines: with(parties(*roles, &question.constraints, patterns)),
        },
        Wanted::Units { with, never } => {
            let inside: Vec<String> = constraints().into_iter().chain([format!("?t {} ?party .", never.path())]).collect();
            let mut lines = vec!["?party a fg:Unit ; fg:shortName ?unit .".to_owned()];
            lines.extend(with.iter().map(|roles| format!("FILTER EXISTS {{ ?some {} ?party }}", roles.path())));
            if !never.is_empty() {
                lines.push(format!("FILTER NOT EXISTS {{\n{}}}", indented(&inside)));
            }
            Body { key: "?party", columns: "?unit", order: "?unit", lines }
        }
        Wanted::Things(class) => Body {
            key: "?x",
            columns: "?name ?number ?task",
            order: "?name ?plan ?order",
            lines: with(vec![Patterns::named_by_task(*class), label("?x"), OF_TASK.to_owned()]),
        },
        Wanted::Chapters => Body {
            key: "?x",
            columns: "?name ?number",
            order: "?plan ?number",
            lines: with(vec![
                "?t fg:inPlan ?plan .".to_owned(),
                CHAPTER.to_owned(),
                "?x fg:number ?number ; dcterms:title ?name .".to_owned(),
            ]),
        },
        Wanted::Deadlines => Body {
            key: "?t",
            columns: "?deadline ?order ?number ?task",
            order: "?plan ?order",
            lines: with(vec![TASK.to_owned(), "?t fg:deadlineWords ?deadline .".to_owned()]),
        },
        Wanted::Texts => Body {
            key: "?t",
            columns: "?order ?number ?task ?text",
            order: "?plan ?order",
            lines: with(vec![TASK.to_owned(), "?t fg:text ?text .".to_owned()]),
        },
        Wanted::Resolved(group) => Body {
            key: "?x",
            columns: "?name ?number ?task",
            order: "?name ?plan ?order",
            lines: with(vec![
                format!("?assignment fg:party {} ; fg:task ?t ; fg:resolvesTo ?x .  # {}", patterns.term(group), group.label),
                label("?x"),
                OF_TASK.to_owned(),
            ]),
        },
        other => of_things(other, patterns),
    }
}

fn parties(roles: Roles, constraints: &[Constraint], patterns: &Patterns) -> Vec<String> {
    let mut lines = Vec::new();
    let as_roles: Vec<&str> = [(Roles::LEAD, "fg:Lead"), (Roles::SUPPORT, "fg:Support")]
        .iter()
        .filter(|(role, _)| roles.with(*role) == roles)
        .map(|(_, name)| *name)
        .chain(roles.path().contains("fg:responsible").then_some("fg:Responsible"))
        .collect();
    if roles != Roles::ANY {
        lines.push(format!("VALUES ?as {{ {} }}", as_roles.join(" ")));
    }
    lines.push(
        "?assignment fg:task ?t ; fg:party ?party ; fg:role ?as .\n?as skos:prefLabel ?role . FILTER(LANG(?role) = \"zh\")".to_owned(),
    );
    lines.push(PARTY.to_owned());
    lines.extend(except(constraints, patterns));
    lines.push(OF_TASK.to_owned());
    lines
}

/// What the question leaves out is not among its answers.
pub(super) fn left_out(key: &str, except: &[Named], patterns: &Patterns) -> Option<String> {
    let named: Vec<String> = except.iter().map(|named| patterns.terms(named)).collect();
    (!named.is_empty()).then(|| format!("FILTER({key} NOT IN ({}))", named.join(", ")))
}

/// The units that the question names are not among its answers.
pub(super) fn except(constraints: &[Constraint], patterns: &Patterns) -> Option<String> {
    let named: Vec<String> = named_units(constraints).map(|named| patterns.term(named)).collect();
    (!named.is_empty()).then(|| format!("FILTER(?party NOT IN ({}))", named.join(", ")))
}

pub(super) fn label(variable: &str) -> String {
    format!("{variable} skos:prefLabel ?name . FILTER(LANG(?name) IN (\"zh\", \"\"))")
}

/// What is asked of things themselves.
fn of_things(wanted: &Wanted, patterns: &Patterns) -> Body {
    let named =
        |lines: Vec<String>| Body { key: "?x", columns: "?name", order: "?name", lines: lines.into_iter().chain([label("?x")]).collect() };
    let of = |named: &Named| (patterns.term(named), format!("  # {}", named.label));
    let quoted = |property: &str, subject: String, object: String| {
        format!(
            "?link rdf:predicate {property} ; rdf:subject {subject} ; rdf:object {object} ; fg:task ?t ; fg:evidence/fg:quote ?words .\n{OF_TASK}"
        )
    };
    match wanted {
        Wanted::Developed { place, .. } | Wanted::Goods(place) => {
            let property = if matches!(wanted, Wanted::Goods(_)) { "fg:tradesIn" } else { "fg:develops" };
            let (term, comment) = of(place);
            let mut lines = vec![
                format!("?where fg:within* {term} ; skos:prefLabel ?place . FILTER(LANG(?place) = \"zh\"){comment}"),
                quoted(property, "?where".to_owned(), "?x".to_owned()),
            ];
            if matches!(wanted, Wanted::Developed { crops: true, .. }) {
                lines.push("?x skos:broader* industry:crop-farming .".to_owned());
                // What is made of a crop is none: wine.
                lines.push(
                    "FILTER NOT EXISTS { ?x skos:broader+ ?made . FILTER NOT EXISTS { ?made skos:broader* industry:primary-industry } }"
                        .to_owned(),
                );
            }
            lines.push(label("?x"));
            Body { key: "?x", columns: "?name ?place ?number ?words", order: "?name ?place ?plan ?order", lines }
        }
        Wanted::Developers { industry, class } => {
            let (term, comment) = of(industry);
            let mut lines =
                vec![format!("?narrower skos:broader* {term} .{comment}"), quoted("fg:develops", "?x".to_owned(), "?narrower".to_owned())];
            lines.extend(Patterns::of_class("?x", *class));
            lines.push(label("?x"));
            Body { key: "?x", columns: "?name ?number ?words", order: "?name ?plan ?order", lines }
        }
        Wanted::Traders(good) => {
            let (term, comment) = of(good);
            let lines = vec![
                format!("?narrower skos:broader* {term} .{comment}"),
                quoted("fg:tradesIn", "?x".to_owned(), "?narrower".to_owned()),
                label("?x"),
            ];
            Body { key: "?x", columns: "?name ?number ?words", order: "?name ?plan ?order", lines }
        }
        Wanted::Evidence { place, industry } => {
            let ((where_, one), (what, two)) = (of(place), of(industry));
            let lines = vec![
                format!("?where fg:within* {where_} .{one}"),
                format!("?narrower skos:broader* {what} .{two}"),
                quoted("fg:develops", "?where".to_owned(), "?narrower".to_owned()),
            ];
            Body { key: "?t", columns: "?order ?number ?task ?words", order: "?plan ?order", lines }
        }
        Wanted::Common(places) => {
            let mut lines = vec!["?x a fg:Industry .".to_owned()];
            lines.extend(places.iter().map(|place| {
                let (term, comment) = of(place);
                format!("{term} fg:develops ?x .{comment}")
            }));
            named(lines)
        }
        Wanted::Places { class, conditions } => {
            let city = matches!(class, Class::City) && conditions.iter().any(|condition| matches!(condition, Condition::CoveredBy(_)));
            let mut lines: Vec<String> = conditions.iter().enumerate().map(|(at, one)| condition(at, one, patterns)).collect();
            lines.extend(if city { None } else { Patterns::of_class("?x", *class) });
            named(lines)
        }
        Wanted::Covered { areas, class } => Body {
            key: "?x",
            columns: "?name ?area",
            order: "?area ?name",
            lines: ["?in fg:covers ?x ; skos:prefLabel ?area . FILTER(LANG(?area) IN (\"zh\", \"\"))".to_owned()]
                .into_iter()
                .chain(Patterns::of_class("?in", *areas))
                .chain(Some(*class).filter(|class| matches!(class, Class::City)).and_then(|class| Patterns::of_class("?x", class)))
                .chain([label("?x")])
                .collect(),
        },
        Wanted::Listed(things) => named(vec![format!("VALUES ?x {{ {} }}  # {}", patterns.terms(things), things.label)]),
        Wanted::Members { area, class } => {
            let (term, comment) = of(area);
            // 城市 of an area are whatever places it covers.
            let filter = if matches!(class, Class::City) { None } else { Patterns::of_class("?x", *class) };
            named([format!("{term} fg:covers ?x .{comment}")].into_iter().chain(filter).collect())
        }
        Wanted::AreasOf { place, class } => {
            let (term, comment) = of(place);
            named([format!("?x fg:covers {term} .{comment}")].into_iter().chain(Patterns::of_class("?x", *class)).collect())
        }
        Wanted::Within { place, class } => {
            let (term, comment) = of(place);
            let path = if *class == Class::Place { "fg:within" } else { "fg:within+" };
            named([format!("{term} {path} ?x .{comment}")].into_iter().chain(Patterns::of_class("?x", *class)).collect())
        }
        Wanted::Inside { place, class } => {
            let (term, comment) = of(place);
            named([format!("?x fg:within+ {term} .{comment}")].into_iter().chain(Patterns::of_class("?x", *class)).collect())
        }
        Wanted::Successors(unit) => {
            let (term, comment) = of(unit);
            Body {
                key: "?x",
                columns: "?unit ?year",
                order: "?year ?unit",
                lines: vec![
                    match unit.nodes.len() {
                        1 => format!("{term} fg:succeededBy+ ?x .{comment}"),
                        _ => format!("VALUES ?before {{ {} }}{comment}\n?before fg:succeededBy+ ?x .", patterns.terms(unit)),
                    },
                    "?x fg:shortName ?unit .".to_owned(),
                    "OPTIONAL { ?change org:resultingOrganization ?x ; dcterms:date ?date . BIND(STR(?date) AS ?year) }".to_owned(),
                ],
            }
        }
        Wanted::Predecessors(unit) => {
            let (term, comment) = of(unit);
            let lines = vec![format!("?x fg:succeededBy+ {term} .{comment}"), "?x fg:shortName ?unit .".to_owned()];
            Body { key: "?x", columns: "?unit", order: "?unit", lines }
        }
        Wanted::Names { of: thing, which } => {
            let (term, comment) = of(thing);
            let path = match (which, thing.kind) {
                (Which::Full, _) => "skos:prefLabel",
                (Which::Short, Kind::Unit | Kind::Later) => "fg:shortName",
                (Which::Short, _) => "skos:altLabel",
                (Which::All, _) => "skos:prefLabel|fg:shortName|skos:altLabel",
            };
            Body { key: "?name", columns: "?name", order: "?name", lines: vec![format!("{term} {path} ?name .{comment}")] }
        }
        Wanted::Class { class, within } => of_class(*class, within.as_ref(), patterns),
        _ => named(Vec::new()),
    }
}

/// What is to hold of a place `?x`.
fn condition(at: usize, condition: &Condition, patterns: &Patterns) -> String {
    let (Condition::CoveredBy(named) | Condition::LiesIn(named) | Condition::Develops(named) | Condition::Trades(named)) = condition;
    let (term, comment) = (patterns.term(named), &named.label);
    match condition {
        Condition::CoveredBy(_) => format!("{term} fg:covers ?x .  # {comment}"),
        Condition::LiesIn(_) => format!("?x fg:within+ {term} .  # {comment}"),
        Condition::Develops(_) => format!("?x fg:develops ?what{at} . ?what{at} skos:broader* {term} .  # {comment}"),
        Condition::Trades(_) => format!("?x fg:tradesIn ?what{at} . ?what{at} skos:broader* {term} .  # {comment}"),
    }
}

/// Everything of a class.
fn of_class(class: Class, within: Option<&Named>, patterns: &Patterns) -> Body {
    match class {
        Class::Task => {
            Body { key: "?t", columns: "?order ?number ?task ?lead", order: "?plan ?order", lines: vec![TASK.to_owned(), LEAD.to_owned()] }
        }
        Class::Unit => Body { key: "?x", columns: "?unit", order: "?unit", lines: vec!["?x a fg:Unit ; fg:shortName ?unit .".to_owned()] },
        Class::Chapter => Body {
            key: "?x",
            columns: "?name ?number",
            order: "?plan ?begin",
            lines: vec![
                "?x a fg:Section ; fg:inPlan ?plan ; fg:number ?number ; dcterms:title ?name .\nFILTER NOT EXISTS { ?x fg:inSection ?above }".to_owned(),
                "{ SELECT ?x (MIN(?order) AS ?begin) WHERE { ?t fg:inSection+ ?x ; fg:order ?order } GROUP BY ?x }".to_owned(),
            ],
        },
        _ => {
            let mut lines = Vec::new();
            lines.extend(within.map(|place| format!("?x fg:within+ {} .  # {}", patterns.term(place), place.label)));
            if matches!(class, Class::Industry | Class::Place | Class::City | Class::County) {
                lines.push(Patterns::named_by_task(class));
            } else {
                lines.extend(Patterns::of_class("?x", class));
            }
            lines.push(label("?x"));
            Body { key: "?x", columns: "?name", order: "?name", lines }
        }
    }
}

/// What a task may lack, as a pattern.
pub(super) fn missing(missing: Missing) -> String {
    let inside = match missing {
        Missing::Party(roles) => format!("?t {} ?none", roles.path()),
        Missing::Deadline => "?t fg:deadlineWords ?none".to_owned(),
        Missing::Class(class) => Patterns::named_by_task(class).replace("?x", "?none").trim_end_matches(" .").to_owned(),
    };
    format!("FILTER NOT EXISTS {{ {inside} }}")
}

#[cfg(test)]
mod tests {
    use super::HEADS;

    #[test]
    fn every_column_of_an_answer_has_a_chinese_head() {
        let code = include_str!("sparql.rs");
        let columns =
            code.split("columns: \"").skip(1).filter_map(|rest| rest.split('"').next()).filter(|columns| columns.starts_with('?'));
        let columns: Vec<&str> = columns.flat_map(str::split_whitespace).map(|column| column.trim_start_matches('?')).collect();
        assert!(columns.len() > 20);
        let missing: Vec<&&str> = columns.iter().filter(|column| HEADS.iter().all(|(known, _)| known != *column)).collect();
        assert_eq!(missing, Vec::<&&str>::new());
    }
}
