//! The sentences behind a row of the last answer.

use super::session::{Fault, Session};
use crate::cli::Failure;
use crate::cli::why::{self, Marks};
use fengong::graph::vocab::fg;
use fengong::language::message;
use fengong::query::{Evidence, Thing};
use oxigraph::model::{NamedNodeRef, Term};

/// Classes of which the plans say something in words.
const SAID_OF: &[NamedNodeRef<'_>] = &[
    fg::TASK,
    fg::PARTY,
    fg::UNIT,
    fg::GROUP,
    fg::PLACE,
    fg::INDUSTRY,
    fg::TOPIC,
    fg::PROJECT,
    fg::DEPOSIT,
    fg::NAMED_THING,
    fg::PERSON_CLASS,
    fg::ASSIGNMENT,
    fg::LINK,
];

/// Shows the sentences behind a row, or behind the first few.
pub(super) fn of_rows(session: &mut Session, number: Option<usize>) -> Result<(), Fault> {
    const FEW: usize = 10;
    let count = session.last.as_ref().map_or(0, |last| if last.row(1).is_some() { last.count() } else { 0 });
    let numbers = match number {
        _ if count == 0 => return Err(Failure::usage(message!("there is no row: ask for some first")).into()),
        Some(number) if !(1..=count).contains(&number) => {
            return Err(
                Failure::usage(message!("there is no row {number}: the last answer has {count}", number = number, count = count)).into()
            );
        }
        Some(number) => number..=number,
        None => 1..=count.min(FEW),
    };
    let mut text = String::new();
    for at in numbers {
        let evidence = of_row(session, at)?;
        if number.is_none() {
            text.push_str(&format!("{}\n", session.say(&message!("row {number}", number = at))));
        }
        if evidence.is_empty() {
            text.push_str(&format!("{}\n", session.say(&message!("the row names nothing that the plans say in words"))));
            continue;
        }
        let mut bytes = Vec::new();
        why::print(&evidence, Marks::of(session.screen.colours), &mut bytes)?;
        text.push_str(&String::from_utf8_lossy(&bytes));
        text.push('\n');
    }
    session.put(&text)
}

/// The evidence for what links the things that a row names; of things that nothing links, what is said of each.
fn of_row(session: &Session, number: usize) -> Result<Vec<Evidence>, Fault> {
    let Some((_, row)) = session.last.as_ref().and_then(|last| last.row(number)) else { return Ok(Vec::new()) };
    let index = session.assistant.index();
    let is_said_of = |thing: &Thing| SAID_OF.iter().any(|class| thing.is_a(*class));
    let mut names: Vec<String> = Vec::new();
    for term in row.iter().flatten() {
        let name = match term {
            Term::NamedNode(node) => index.thing(node).is_none_or(is_said_of).then(|| node.as_str().to_owned()),
            // A number would be that of many things, a word of few letters a part of many names.
            Term::Literal(literal) if literal.value().parse::<f64>().is_err() => {
                let whole = |(name, thing): &(&str, &Thing)| *name == literal.value() && is_said_of(thing);
                index.names().find(whole).map(|(name, _)| name.to_owned())
            }
            _ => None,
        };
        names.extend(name.filter(|name| !names.contains(name)));
    }
    // What the query names belongs to what it asks of every row.
    let about = session.about.iter().filter(|node| index.thing(node).is_some_and(is_said_of)).map(|node| node.as_str().to_owned());
    let with_query: Vec<String> = names.iter().cloned().chain(about.filter(|node| !names.contains(node))).collect();
    let mut linked = if names.is_empty() { Vec::new() } else { said_of(session, &with_query) };
    if linked.is_empty() {
        linked = said_of(session, &names);
    }
    // What all of them share may be too much to ask: then what the first two do, then each.
    if linked.is_empty() && names.len() > 2 {
        linked = said_of(session, &names[..2]);
    }
    if linked.is_empty() {
        linked = names.iter().flat_map(|name| said_of(session, std::slice::from_ref(name))).collect();
    }
    Ok(linked)
}

fn said_of(session: &Session, names: &[String]) -> Vec<Evidence> {
    // A name of which nothing is said leaves the others.
    if names.is_empty() { Vec::new() } else { fengong::query::why(session.graph(), names).unwrap_or_default() }
}
