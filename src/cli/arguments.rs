//! The arguments, as clap reads them.

use super::language::Lang;
use super::{
    Failure, analyse, ask, check, diff, draw, eval, export, extract, filled, ingest, ledger, load, push, query, repl, store, text, why,
};
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

/// The subcommands; what each does is told by its own arguments.
#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    Extract(extract::Extract),
    Query(query::Query),
    Repl(repl::Repl),
    Export(export::Export),
    Ledger(ledger::LedgerOf),
    Progress(filled::Filled),
    Ask(ask::Ask),
    Why(why::Why),
    Text(text::Text),
    Check(check::Check),
    Diff(diff::Diff),
    Draw(draw::Draw),
    Analyse(analyse::Analyse),
    Eval(eval::Eval),
    Ingest(ingest::Ingest),
    Load(load::Load),
    Store(store::StoreCommand),
    Push(push::Push),
}

impl Command {
    /// Runs the command for a user of a language.
    pub(super) fn run(self, language: Language) -> Result<(), Failure> {
        match self {
            Self::Extract(command) => command.run(language),
            Self::Query(command) => command.run(language),
            Self::Repl(command) => command.run(language),
            Self::Export(command) => command.run(language),
            Self::Ledger(command) => command.run(),
            Self::Progress(command) => command.run(language),
            Self::Ask(command) => command.run(language),
            Self::Why(command) => command.run(),
            Self::Text(command) => command.run(),
            Self::Check(command) => command.run(language),
            Self::Diff(command) => command.run(language),
            Self::Draw(command) => command.run(language),
            Self::Analyse(command) => command.run(language),
            Self::Eval(command) => command.run(language),
            Self::Ingest(command) => command.run(language),
            Self::Load(command) => command.run(language),
            Self::Store(command) => command.run(language),
            Self::Push(command) => command.run(language),
        }
    }
}
