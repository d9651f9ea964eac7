//! What there is: classes and properties, a thing with all that is said of it, things and tasks by words, a row in full.

use super::screen::Ink;
use super::session::{Fault, Session};
use super::show::{cell, heads};
use crate::cli::Failure;
use fengong::language::{Language, message};
use fengong::query::{Schema, Used, describe, draw_table, nearest_names, search_names, search_tasks};
use oxigraph::model::NamedNode;

/// The classes of the graph, or the properties of one.
pub(super) fn schema(session: &mut Session, class: Option<&str>) -> Result<(), Fault> {
    let Some(name) = class else {
        let rows = session.names()?.1.classes.iter().map(|used| used_cells(session, used)).collect::<Vec<_>>();
        return put_table(session, &["class", "label", "things"], &rows);
    };
    let class = class_called(session, name)?;
    let properties = Schema::of_class(session.graph(), &class)?;
    let rows: Vec<Vec<String>> = properties
        .iter()
        .map(|of_class| {
            let values = of_class.values.iter().map(|value| session.prefixes.short(value.as_str()));
            let mut cells = used_cells(session, &of_class.property);
            cells.push(values.collect::<Vec<_>>().join(" "));
            cells
        })
        .collect();
    put_table(session, &["property", "label", "things", "values"], &rows)
}

fn used_cells(session: &Session, used: &Used) -> Vec<String> {
    let label = match session.settings.language {
        Language::Zh => &used.label.0,
        Language::En => &used.label.1,
    };
    vec![session.prefixes.short(used.node.as_str()), label.clone(), used.count.to_string()]
}

/// A class by its written name, its local name or its label.
fn class_called(session: &Session, name: &str) -> Result<NamedNode, Fault> {
    let schema = session.names()?.1;
    let names = |used: &Used| {
        let short = session.prefixes.short(used.node.as_str());
        let local = short.rsplit(':').next().unwrap_or_default().to_owned();
        [short, local, used.label.0.clone(), used.label.1.clone()]
    };
    if let Some(found) = schema.classes.iter().find(|used| names(used).iter().any(|other| other.eq_ignore_ascii_case(name))) {
        return Ok(found.node.clone());
    }
    let all: Vec<String> = schema.classes.iter().flat_map(names).filter(|name| !name.is_empty()).collect();
    let nearest = nearest_names(name, all.iter().map(String::as_str), 3);
    Err(Failure::usage(message!("the graph has no class 「{name}」; the nearest: {nearest}", name = name, nearest = nearest.join("、")))
        .into())
}

/// All that is said of a thing.
pub(super) fn thing(session: &mut Session, name: &str) -> Result<(), Fault> {
    let node = match session.called(name) {
        Some(node) => node,
        None => thing_called(session, name)?,
    };
    let description = describe(session.graph(), &node)?;
    let schema = session.names()?.1;
    let label = |property: &NamedNode| {
        let (zh, en) = schema.label(property.as_str()).cloned().unwrap_or_default();
        if session.settings.language == Language::Zh { zh } else { en }
    };
    let mut rows = Vec::new();
    for (property, values) in &description.has {
        const MANY: usize = 12;
        let shown = values.iter().take(MANY).map(|value| cell(session, value)).collect::<Vec<_>>().join("、");
        let rest = values.len().saturating_sub(MANY);
        let more = if rest > 0 { session.say(&message!(" and {rest} more", rest = rest)) } else { String::new() };
        rows.push(vec![session.prefixes.short(property.as_str()), label(property), format!("{shown}{more}")]);
    }
    for (property, count) in &description.pointed_to {
        rows.push(vec![format!("^{}", session.prefixes.short(property.as_str())), label(property), format!("({count})")]);
    }
    let head = format!("{}\n", cell(session, &node.into()));
    let table = table(session, &["property", "label", "value"], &rows);
    session.put(&(head + &table))
}

/// The thing that a name, an IRI or a prefixed name means.
pub(super) fn thing_called(session: &Session, name: &str) -> Result<NamedNode, Fault> {
    let known = |node: NamedNode| {
        describe(session.graph(), &node).ok().filter(|found| !(found.has.is_empty() && found.pointed_to.is_empty())).map(|_| node)
    };
    if let Some(node) = session.prefixes.expand(name).and_then(known).or_else(|| NamedNode::new(name).ok().and_then(known)) {
        return Ok(node);
    }
    let index = session.names()?.0;
    let hits = index.find(name, 8, |_| true);
    match hits.as_slice() {
        [] => {
            let nearest = nearest_names(name, index.names().map(|(name, _)| name), 3);
            Err(Failure::usage(message!("nothing is called 「{name}」; the nearest: {nearest}", name = name, nearest = nearest.join("、")))
                .into())
        }
        [only] => Ok(only.thing.node.clone()),
        [first, second, ..] if first.by < second.by && first.by == fengong::query::Match::Whole => Ok(first.thing.node.clone()),
        several => {
            let mut names: Vec<&str> = several.iter().map(|hit| hit.thing.label.as_str()).collect();
            names.dedup();
            let names = names.join("、");
            Err(Failure::usage(message!("nothing is called just 「{name}」; names that hold it: {names}", name = name, names = names))
                .into())
        }
    }
}

/// Things and tasks that hold words.
pub(super) fn find(session: &mut Session, words: &[String]) -> Result<(), Fault> {
    const MOST: usize = 20;
    let (index, schema) = session.names()?;
    let things: Vec<Vec<String>> = search_names(index, words, MOST)
        .into_iter()
        .map(|(thing, name)| {
            let class = thing.classes.iter().rev().find_map(|class| schema.label(class.as_str()));
            let class = class.map(|(zh, en)| if session.settings.language == Language::Zh { zh } else { en }).cloned().unwrap_or_default();
            vec![session.prefixes.short(thing.node.as_str()), thing.label.clone(), name.to_owned(), class]
        })
        .collect();
    let tasks = search_tasks(session.graph(), words)?;
    if things.is_empty() && tasks.is_empty() {
        return Err(Failure::finding(message!("nothing holds 「{words}」", words = words.join(" "))).into());
    }
    let mut text = String::new();
    if !things.is_empty() {
        text.push_str(&table(session, &["thing", "label", "name", "class"], &things));
    }
    let mut plan = None;
    for task in &tasks {
        if plan != Some(&task.plan) {
            text.push_str(&format!("《{}》\n", task.plan));
            plan = Some(&task.plan);
        }
        text.push_str(&format!(
            "{} {}（{}）\n    {}\n",
            task.number,
            task.title,
            session.say(&message!("task {order}", order = task.order)),
            marked(session, &task.sentence, words)
        ));
    }
    session.put(&text)
}

/// A sentence with the words that were looked for marked.
fn marked(session: &Session, sentence: &str, words: &[String]) -> String {
    let (mut out, mut rest) = (String::new(), sentence);
    while !rest.is_empty() {
        // Letters in either case, but only where folding keeps the places of bytes.
        let low = rest.to_lowercase();
        let folded = if low.len() == rest.len() { low.as_str() } else { rest };
        let next = words.iter().filter_map(|word| folded.find(word.to_lowercase().as_str()).map(|at| (at, word.len()))).min();
        let Some((at, length)) =
            next.filter(|(at, length)| rest.is_char_boundary(*at) && rest.is_char_boundary(at + length) && *length > 0)
        else {
            break;
        };
        let found = &rest[at..at + length];
        out.push_str(&rest[..at]);
        out.push_str(&if session.screen.colours { session.screen.ink(Ink::Found, found) } else { format!("【{found}】") });
        rest = &rest[at + length..];
    }
    out + rest
}

/// A row of the last answer, column under column, nothing cut.
pub(super) fn row(session: &mut Session, number: usize) -> Result<(), Fault> {
    let Some((variables, row)) = session.last.as_ref().and_then(|last| last.row(number)) else {
        return Err(Failure::usage(message!("the last answer has no row {number}", number = number)).into());
    };
    let rows: Vec<Vec<String>> = heads(session, variables)
        .into_iter()
        .zip(row)
        .map(|(head, term)| vec![head, term.as_ref().map(|term| cell(session, term)).unwrap_or_default()])
        .collect();
    let heads = [message!("column"), message!("value")].map(|head| session.say(&head));
    put_table(session, &heads.each_ref().map(String::as_str), &rows)
}

fn table(session: &Session, heads: &[&str], rows: &[Vec<String>]) -> String {
    let width = u16::try_from(session.screen.size().0).ok();
    draw_table(&heads.iter().map(|head| (*head).to_owned()).collect::<Vec<_>>(), rows, width)
}

pub(super) fn put_table(session: &mut Session, heads: &[&str], rows: &[Vec<String>]) -> Result<(), Fault> {
    let text = table(session, heads, rows);
    session.put(&text)
}
