//! Solutions as a table for people: aligned for Chinese, IRIs shortened.

use crate::graph::Names;
use comfy_table::{ContentArrangement, Table, presets};
use oxigraph::model::Term;
use std::fmt::Write;

/// How a table is drawn.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Style {
    /// Lines of a terminal.
    Terminal,
    /// Markdown.
    Markdown,
}

/// Shortens IRIs by the prefixes that queries may use.
#[derive(Debug)]
pub(super) struct Shortener {
    /// The longer namespace first.
    prefixes: Vec<(String, String)>,
}

impl Shortener {
    pub(super) fn new(names: &Names) -> Self {
        let mut prefixes = names.prefixes();
        prefixes.sort_by_key(|(_, iri)| std::cmp::Reverse(iri.len()));
        Self { prefixes }
    }

    pub(super) fn term(&self, term: &Term) -> String {
        match term {
            Term::NamedNode(node) => self.iri(node.as_str()),
            Term::Literal(literal) => literal.value().to_owned(),
            Term::BlankNode(node) => node.to_string(),
        }
    }

    fn iri(&self, iri: &str) -> String {
        let short = self
            .prefixes
            .iter()
            .find_map(|(prefix, namespace)| iri.strip_prefix(namespace.as_str()).map(|local| format!("{prefix}:{local}")));
        short.unwrap_or_else(|| format!("<{iri}>"))
    }
}

/// A table for people: `rows` under `heads`, aligned for Chinese, no wider than `width` columns where one is given.
pub fn draw_table(heads: &[String], rows: &[Vec<String>], width: Option<u16>) -> String {
    draw(heads, rows, Style::Terminal, width)
}

/// The rows under their heads, no wider than `width` columns where one is given.
pub(super) fn draw(heads: &[String], rows: &[Vec<String>], style: Style, width: Option<u16>) -> String {
    if style == Style::Markdown {
        return markdown(heads, rows);
    }
    if heads.is_empty() {
        return format!("{} row(s) without columns\n", rows.len());
    }
    let mut table = Table::new();
    table.load_style(presets::UTF8_FULL_CONDENSED).set_content_arrangement(ContentArrangement::Dynamic).set_header(heads);
    if let Some(width) = width {
        table.set_width(width);
    }
    for row in rows {
        table.add_row(row.iter().map(|cell| cell.replace(['\n', '\r'], " ")));
    }
    format!("{}\n", table.trim_fmt())
}

fn markdown(heads: &[String], rows: &[Vec<String>]) -> String {
    let cell = |words: &String| words.replace('\\', "\\\\").replace('|', "\\|").replace(['\n', '\r'], " ");
    let line = |cells: &[String]| format!("| {} |\n", cells.iter().map(cell).collect::<Vec<_>>().join(" | "));
    let mut out = line(heads);
    // Writing to a string cannot fail.
    let _ = writeln!(out, "|{}", "---|".repeat(heads.len()));
    rows.iter().for_each(|row| out.push_str(&line(row)));
    out
}
