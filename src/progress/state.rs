//! A report as RDF: a named graph for each workbook, every statement with the cell that it comes from.

use super::report::{Cell, Report, Value};
use crate::graph::Names;
use crate::graph::vocab::{dcterms, fg, prov, rdf, xsd};
use crate::office::Column;
use oxigraph::model::{GraphName, Literal, NamedNode, NamedNodeRef, Quad, Term};
use std::path::Path;

/// How many digits of the hash of a workbook are in its name.
const DIGITS: usize = 12;

/// The property of a column to fill in.
const fn property(column: Column) -> Option<NamedNodeRef<'static>> {
    Some(match column {
        Column::InCharge => fg::IN_CHARGE,
        Column::Status => fg::STATUS,
        Column::Percent => fg::PERCENT_DONE,
        Column::AsOf => fg::AS_OF,
        Column::Finished => fg::FINISHED_ON,
        Column::Problem => fg::PROBLEM,
        Column::Remark => fg::REMARK,
        _ => return None,
    })
}

fn term(value: &Value) -> Term {
    match value {
        Value::Status(status) => status.term().into_owned().into(),
        Value::Percent(percent) => Literal::new_typed_literal(percent.to_string(), xsd::DECIMAL).into(),
        Value::Day(day) => Literal::new_typed_literal(day, xsd::DATE).into(),
        Value::Words(words) => Literal::new_language_tagged_literal_unchecked(words, "zh").into(),
    }
}

impl Report {
    /// The graph that its statements stand in; the same workbook is always the same graph.
    pub fn graph(&self, names: &Names) -> NamedNode {
        let stem = Path::new(&self.file).file_stem().unwrap_or_default().to_string_lossy();
        names.thing("progress", &format!("{stem}-{}", self.mark()))
    }

    /// The beginning of its hash, by which what it tells is named.
    pub(super) fn mark(&self) -> &str {
        &self.sha256[..DIGITS.min(self.sha256.len())]
    }

    /// Its statements, in the order of the plans.
    pub fn quads(&self, names: &Names) -> Vec<Quad> {
        let graph = self.graph(names);
        let mut quads = Vec::new();
        let mut add = |subject: &NamedNode, predicate: NamedNodeRef<'_>, object: Term| {
            quads.push(Quad::new(subject.clone(), predicate.into_owned(), object, GraphName::NamedNode(graph.clone())));
        };
        let words = |words: &str| Term::from(Literal::new_simple_literal(words));
        for class in [fg::WORKBOOK, prov::ENTITY] {
            add(&graph, rdf::TYPE, class.into_owned().into());
        }
        add(&graph, dcterms::TITLE, words(&self.file));
        add(&graph, fg::SHA256, words(&self.sha256));
        for plan in &self.plans {
            add(&graph, fg::REPORTS_ON, NamedNode::new_unchecked(plan).into());
        }
        for task in &self.tasks {
            add(&graph, fg::LISTS, NamedNode::new_unchecked(task).into());
        }
        for note in &self.notes {
            let task = NamedNode::new_unchecked(&note.task);
            let progress = Names::part(&task, "progress", self.mark());
            for class in [fg::PROGRESS, prov::ENTITY] {
                add(&progress, rdf::TYPE, class.into_owned().into());
            }
            add(&progress, fg::TASK_OF, task.into());
            for Cell { column, sheet, address, value } in &note.cells {
                let Some(property) = property(*column) else { continue };
                let value = term(value);
                add(&progress, property, value.clone());
                let cell = Names::part(&graph, "cell", &format!("{sheet}!{address}"));
                add(&progress, prov::WAS_DERIVED_FROM, cell.clone().into());
                for class in [fg::CELL_CLASS, prov::ENTITY] {
                    add(&cell, rdf::TYPE, class.into_owned().into());
                }
                add(&cell, fg::SHEET, words(sheet));
                add(&cell, fg::ADDRESS, words(address));
                add(&cell, fg::FILLS, property.into_owned().into());
                add(&cell, rdf::VALUE, value);
                add(&cell, prov::WAS_DERIVED_FROM, graph.clone().into());
            }
        }
        quads
    }
}
