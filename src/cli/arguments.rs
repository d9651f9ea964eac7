//! The arguments, as clap reads them.

use super::language::Lang;
use super::{Failure, check, draw, eval, export, extract, query, text, why};
use clap::{Parser, Subcommand};
use fengong::language::Language;

/// 分工: from a government work-division plan to a knowledge graph that answers.
///
/// Without --plan the founding plan that comes with the program is read
/// (内蒙古自治区贯彻落实国家《呼包银榆经济区发展规划》重点工作分工方案).
#[derive(Debug, Parser)]
#[command(name = "fengong", version, arg_required_else_help = true, max_term_width = 100)]
#[command(
    after_help = "Examples:\n  fengong query water                        which units touch water resources, and by which words\n  fengong query ledger --param unit=水利厅    everything that one unit does\n  fengong query -e 'SELECT ?l { ?p a fg:BorderPort ; skos:prefLabel ?l }'\n  fengong why 水利厅                          the words behind a unit's roles\n  fengong draw cooperation -o net.svg        who works with whom\n  fengong export --format turtle -o plan.ttl"
)]
pub(crate) struct Arguments {
    /// The language of messages and help; without it, that of the environment
    #[arg(long, value_enum, global = true, display_order = 998)]
    pub(crate) lang: Option<Lang>,
    /// What to do.
    #[command(subcommand)]
    pub(crate) command: Command,
}

/// The subcommands.
#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Who is assigned what: one task a line, as JSON Lines or a table
    Extract(extract::Extract),
    /// Ask the graph: a named query, SPARQL, or a file of it
    Query(query::Query),
    /// Write the graph as RDF for other tools
    Export(export::Export),
    /// Show the words that a statement comes from
    Why(why::Why),
    /// Print the text that is read out of a file (.docx, .pdf, .ofd, .xlsx, .html …)
    Text(text::Text),
    /// Look a plan through for slips before it is printed
    Check(check::Check),
    /// Draw a diagram
    Draw(draw::Draw),
    /// Measure what is read of plans against gold annotations: precision, recall, F1
    Eval(eval::Eval),
}

impl Command {
    /// Runs the command for a user of a language.
    pub(super) fn run(self, language: Language) -> Result<(), Failure> {
        match self {
            Self::Extract(command) => command.run(language),
            Self::Query(command) => command.run(),
            Self::Export(command) => command.run(),
            Self::Why(command) => command.run(),
            Self::Text(command) => command.run(),
            Self::Check(command) => command.run(language),
            Self::Draw(command) => command.run(),
            Self::Eval(command) => command.run(language),
        }
    }
}
