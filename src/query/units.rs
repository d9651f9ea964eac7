//! Units by what people call them, where that is none of the names that the plans write: 发改委 for 自治区发展改革委.

use super::forms::{BARE, UnitForms, around_division};
use super::lookup::{Found, NAMES, is_any_of, names};
use crate::graph::vocab::fg;
use crate::graph::{Graph, GraphError};
use crate::text::simplified;
use oxigraph::model::{NamedNode, NamedNodeRef, NamedOrBlankNode, Term};
use std::collections::{BTreeMap, BTreeSet};

/// The units for which words are a form of a name other than those that are written, by how sure the form is: those of the surest, each called by its full
/// name. Of the units of plans first; then of those of today, which stand for what they were in the plans (工信厅 for 经济和信息化委). The stem of a
/// department alone (水利) is left out: it may be part of any name.
///
/// # Errors
/// [`GraphError`] where the store cannot be read.
pub(super) fn units_called(graph: &Graph, wanted: &str, classes: &[NamedNodeRef<'_>]) -> Result<Vec<Found>, GraphError> {
    if !classes.is_empty() && !classes.contains(&fg::UNIT) && !classes.contains(&fg::PARTY) {
        return Ok(Vec::new());
    }
    let (mut units, mut later, mut divisions): (BTreeMap<_, Vec<String>>, BTreeMap<_, Vec<String>>, _) = Default::default();
    for (node, name) in names(graph)? {
        if is_any_of(graph, &node, &[fg::UNIT])? {
            units.entry(node).or_default().push(name);
        } else if is_any_of(graph, &node, &[fg::LATER_UNIT])? {
            later.entry(node).or_default().push(name);
        } else if is_any_of(graph, &node, &[fg::ADMINISTRATIVE_DIVISION])? {
            Vec::push(&mut divisions, name);
        }
    }
    divisions.sort_by(|one, other| (other.len(), one).cmp(&(one.len(), other)));
    let forms = UnitForms::new(graph.lexicon());
    let mut found: BTreeSet<NamedNode> = surest(&forms, &units, &divisions, wanted);
    if found.is_empty() {
        for today in surest(&forms, &later, &divisions, wanted) {
            found.extend(units_before(graph, &today)?.into_iter().filter(|unit| units.contains_key(unit)));
        }
    }
    let named = |node: NamedNode| Ok(Found { name: full_name(graph, &node)?.unwrap_or_default(), node });
    found.into_iter().map(named).collect()
}

/// Of units with their names those that words call most surely.
fn surest(forms: &UnitForms<'_>, units: &BTreeMap<NamedNode, Vec<String>>, divisions: &[String], wanted: &str) -> BTreeSet<NamedNode> {
    let folded = |name: &str| simplified(name.trim()).to_lowercase();
    let (wanted, mut surest, mut found) = (folded(wanted), BARE, BTreeSet::new());
    for (node, names) in units {
        let others = forms.of(names, around_division(names, divisions)).into_iter();
        let all = names.iter().map(|name| (name.clone(), 0)).chain(others);
        let rank = all.filter(|(form, _)| folded(form) == wanted).map(|(_, rank)| rank).min();
        let Some(rank) = rank.filter(|rank| *rank < BARE && *rank <= surest) else { continue };
        if rank < surest {
            found.clear();
            surest = rank;
        }
        found.insert(node.clone());
    }
    found
}

/// What became a unit as a whole, over all reforms.
fn units_before(graph: &Graph, today: &NamedNode) -> Result<BTreeSet<NamedNode>, GraphError> {
    let (mut before, mut next) = (BTreeSet::new(), vec![today.clone()]);
    while let Some(unit) = next.pop() {
        for quad in graph.store().quads_for_pattern(None, Some(fg::SUCCEEDED_BY), Some(unit.as_ref().into()), None) {
            if let NamedOrBlankNode::NamedNode(unit) = quad?.subject
                && before.insert(unit.clone())
            {
                next.push(unit);
            }
        }
    }
    Ok(before)
}

/// The full name of a unit in Chinese.
fn full_name(graph: &Graph, node: &NamedNode) -> Result<Option<String>, GraphError> {
    for quad in graph.store().quads_for_pattern(Some(node.as_ref().into()), Some(NAMES[0]), None, None) {
        if let Term::Literal(name) = quad?.object
            && name.language().is_none_or(|language| language.starts_with("zh"))
        {
            return Ok(Some(name.value().to_owned()));
        }
    }
    Ok(None)
}
