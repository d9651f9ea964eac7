//! The SPARQL of a question, for people to read and to use again.
//!
//! In: a [`Question`]. Out: a query over the vocabulary of `ontology/core.ttl` whose first column is the answer. A topic or industry counts
//! with those narrower (`skos:broader*`), a place with those within it (`fg:within*`). Each constraint is a pattern of its own on `?t`.
//! Left out: the prefixes, which queries of the program need not declare.

use super::meaning::{By, Class, Constraint, How, Missing, Named, Order, Question, Roles, Wanted, Which};
use super::names::Kind;
use super::patterns::Patterns;
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
    let inside = indented(&body.lines);
    match question.how {
        How::Count => format!("SELECT (COUNT(DISTINCT {}) AS ?count)\nWHERE {{\n{inside}}}\n", body.key),
        How::Whether => format!("ASK {{\n{inside}}}\n"),
        _ => format!("SELECT DISTINCT {}\nWHERE {{\n{inside}}}\nORDER BY {}\n", body.columns, body.order),
    }
}

fn indented(lines: &[String]) -> String {
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
        _ => return None,
    };
    Some(format!("ASK {{\n{}}}\n", indented(&lines)))
}

const TASK: &str = "?t a fg:Task ; fg:inPlan ?plan ; fg:order ?order ; dcterms:title ?task .\nOPTIONAL { ?t fg:number ?number }";
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
        Wanted::NoParties { roles, only } => {
            let inside: Vec<String> = constraints().into_iter().chain([format!("?t {} ?party .", roles.path())]).collect();
            let mut lines = vec!["?party a fg:Unit ; fg:shortName ?unit .".to_owned()];
            lines.extend(only.map(|only| format!("FILTER EXISTS {{ ?some {} ?party }}", only.path())));
            lines.push(format!("FILTER NOT EXISTS {{\n{}}}", indented(&inside)));
            Body { key: "?party", columns: "?unit", order: "?unit", lines }
        }
        Wanted::Things(class) => Body {
            key: "?x",
            columns: "?name ?number ?task",
            order: "?name ?plan ?order",
            lines: with(vec![Patterns::named_by_task(*class), label("?x"), OF_TASK.to_owned()]),
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

/// The units that the question names are not among its answers.
fn except(constraints: &[Constraint], patterns: &Patterns) -> Option<String> {
    let named: Vec<String> = named_units(constraints).map(|named| patterns.term(named)).collect();
    (!named.is_empty()).then(|| format!("FILTER(?party NOT IN ({}))", named.join(", ")))
}

fn label(variable: &str) -> String {
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
        Wanted::DevelopedByAll(places) => {
            let mut lines: Vec<String> = Vec::new();
            for place in places {
                let (term, comment) = of(place);
                lines.push(format!("{term} fg:develops ?x .{comment}"));
            }
            lines.push(label("?x"));
            Body { key: "?x", columns: "?name", order: "?name", lines }
        }
        Wanted::Developed { place, .. } | Wanted::Goods(place) => {
            let property = if matches!(wanted, Wanted::Goods(_)) { "fg:tradesIn" } else { "fg:develops" };
            let (term, comment) = of(place);
            let mut lines = vec![
                format!("?where fg:within* {term} ; skos:prefLabel ?place . FILTER(LANG(?place) = \"zh\"){comment}"),
                quoted(property, "?where".to_owned(), "?x".to_owned()),
            ];
            if matches!(wanted, Wanted::Developed { crops: true, .. }) {
                lines.push("?x skos:broader* industry:crop-farming .".to_owned());
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

/// Those with the most of something.
fn ranked(question: &Question, by: By, order: Order, patterns: &Patterns) -> String {
    let (key, mut lines, columns, shown) = match &question.wanted {
        Wanted::Tasks => ("?t", Vec::new(), "?order ?number ?task", TASK.to_owned()),
        Wanted::Parties { roles } => {
            let mut lines = vec!["?party a fg:Unit .".to_owned(), format!("?t {} ?party .", roles.path())];
            lines.extend(except(&question.constraints, patterns));
            ("?party", lines, "?unit", "?party fg:shortName ?unit .".to_owned())
        }
        Wanted::Class { class: Class::Unit, .. } => {
            ("?party", vec!["?party a fg:Unit . ?t fg:assignedTo ?party .".to_owned()], "?unit", "?party fg:shortName ?unit .".to_owned())
        }
        Wanted::Things(class) | Wanted::Class { class, .. } => {
            let lines = if by == By::Develops {
                Patterns::of_class("?x", *class).into_iter().collect()
            } else {
                vec![Patterns::named_in_task(*class)]
            };
            ("?x", lines, "?name", label("?x"))
        }
        _ => ("?t", Vec::new(), "?order ?number ?task", TASK.to_owned()),
    };
    let counted = match by {
        By::Tasks => "?t",
        By::Units(roles) => {
            lines.push(format!("?t {} ?counted .", roles.path()));
            "?counted"
        }
        By::Things(class) => {
            lines.push(Patterns::named_by_task(class).replace("?x", "?counted"));
            "?counted"
        }
        By::Develops => {
            let industry = matches!(question.wanted, Wanted::Things(Class::Industry) | Wanted::Class { class: Class::Industry, .. });
            lines.push(if industry { "?counted fg:develops ?x ." } else { "?x fg:develops ?counted ." }.to_owned());
            "?counted"
        }
    };
    lines.extend(patterns.constraints(&question.constraints));
    let select =
        |name: &str| format!("SELECT {key} (COUNT(DISTINCT {counted}) AS {name})\nWHERE {{\n{}}}\nGROUP BY {key}", indented(&lines));
    let mut outer = vec![format!("{{\n{}}}", indented(&[select("?count")]))];
    let end = match order {
        Order::Most | Order::Fewest => {
            let extreme = if order == Order::Most { "MAX" } else { "MIN" };
            let inner =
                format!("SELECT ({extreme}(?each) AS ?count)\nWHERE {{\n  {{\n{}  }}\n}}", indented(&[indented(&[select("?each")])]));
            outer.push(format!("{{\n{}}}", indented(&[inner])));
            String::new()
        }
        Order::Each => String::new(),
        Order::Top(number) => format!("LIMIT {number}\n"),
    };
    outer.push(shown);
    let first = columns.split(' ').next().unwrap_or(columns);
    format!("SELECT {columns} ?count\nWHERE {{\n{}}}\nORDER BY DESC(?count) {first}\n{end}", indented(&outer))
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
