//! The SPARQL of questions for the most, the first so many, those within bounds, and for each with its number.
//!
//! In: a question that counts. Out: its query; the number stands in the column `?count` after the answer. Left out: questions that only
//! list or count what is asked for (`sparql`).

use super::meaning::{By, Class, Order, Question, Wanted};
use super::patterns::Patterns;
use super::sparql::{TASK, except, indented, label, left_out};

/// Those with the most of something.
pub(super) fn ranked(question: &Question, by: By, order: Order, patterns: &Patterns) -> String {
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
            let shown = if *class == Class::Chapter { "?x dcterms:title ?name .".to_owned() } else { label("?x") };
            ("?x", lines, "?name", shown)
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
    lines.extend(left_out(key, &question.except, patterns));
    if !question.among.is_empty() {
        let among: Vec<String> = question.among.iter().map(|unit| patterns.terms(unit)).collect();
        lines.push(format!("VALUES {key} {{ {} }}", among.join(" ")));
    }
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
        Order::Bounded { least, most, .. } => {
            let most = most.map(|most| format!(" && ?count <= {most}")).unwrap_or_default();
            outer.push(format!("FILTER(?count >= {least}{most})"));
            String::new()
        }
        Order::Each => String::new(),
        Order::Top(number) => format!("LIMIT {number}\n"),
    };
    if let Order::Bounded { count: true, .. } = order {
        return format!("SELECT (COUNT(DISTINCT {key}) AS ?number)\nWHERE {{\n{}}}\n", indented(&outer));
    }
    outer.push(shown);
    let first = columns.split(' ').next().unwrap_or(columns);
    format!("SELECT {columns} ?count\nWHERE {{\n{}}}\nORDER BY DESC(?count) {first}\n{end}", indented(&outer))
}
