//! `fengong ask`: ask in plain words.

use super::Failure;
use super::output::{deliver, table_width};
use super::query::{failure, form, formats};
use super::source::PlanOptions;
use clap::Args;
use fengong::ask::{Asker, HEADS, Understood};
use fengong::language::{Language, message};
use fengong::query::{self, Answer, Format};
use std::path::PathBuf;

/// Ask in plain words, Chinese or English, without SPARQL
///
/// There is no model in it: a documented grammar reads the question (docs/questions.md). What was understood is shown with its SPARQL
/// before the answer. A question with a word that is not understood is not answered.
#[derive(Debug, Args)]
#[command(
    after_help = "Examples:\n  fengong ask 哪些单位涉及水资源？\n  fengong ask 水利厅牵头哪些任务 --format csv\n  fengong ask 'Who works most with the finance department?'\n  fengong ask 鄂尔多斯发展什么产业 --show      the SPARQL alone\n  fengong ask --examples                     one question of each kind"
)]
pub(crate) struct Ask {
    /// The question
    #[arg(value_name = "QUESTION", required_unless_present = "examples", num_args = 1..)]
    question: Vec<String>,
    /// How the answer is written; without it, what the ending of --output says, or a table
    #[arg(short, long, value_parser = formats())]
    format: Option<Format>,
    /// Write the answer to this file instead of standard output
    #[arg(short, long, value_name = "FILE")]
    output: Option<PathBuf>,
    /// Show the SPARQL instead of asking it
    #[arg(long)]
    show: bool,
    /// Show a question of each kind that can be asked of the plan
    #[arg(long)]
    examples: bool,
    #[command(flatten)]
    plans: PlanOptions,
}

impl Ask {
    pub(super) fn run(self, language: Language) -> Result<(), Failure> {
        let format = form(self.format, self.output.as_deref())?;
        let names = self.plans.names()?;
        let reader = self.plans.reader.reader()?;
        let (graph, readings) = self.plans.graph_with(&reader, names)?;
        let asker = Asker::new(&graph, reader.lexicon()).map_err(Failure::finding)?;
        if self.examples {
            let lines: String = asker.examples().map(|(zh, en)| format!("{zh}\n{en}\n")).collect();
            return deliver(self.output.as_deref(), |out| out.write_all(lines.as_bytes()).map_err(Failure::usage));
        }
        let question = self.question.join(" ");
        let understood = asker.understand(&question).map_err(Failure::finding)?;
        if self.show {
            return deliver(self.output.as_deref(), |out| out.write_all(understood.sparql.as_bytes()).map_err(Failure::usage));
        }
        let results = query::Query::parse(&graph, &understood.sparql).and_then(|query| query.run(&graph)).map_err(failure)?;
        let results = Answer::from(results);
        let results = if format == Format::Table && language == Language::Zh { results.headed(HEADS) } else { results };
        let shown = shown(&understood, language);
        // A table for people begins with what was understood; other forms are for programs, which want the answer alone.
        let beside = format != Format::Table || self.output.is_some();
        if beside {
            eprint!("{shown}");
        }
        let count = deliver(self.output.as_deref(), |out| {
            if !beside {
                out.write_all(shown.as_bytes()).map_err(Failure::usage)?;
            }
            query::write(results, format, graph.names(), table_width(), out).map_err(failure)
        })?;
        if count == 0 {
            eprintln!("{}", message!("nothing in the graph answers this").say(language));
        }
        // The process ends here: what the graph holds need not be given back piece by piece.
        std::mem::forget((graph, readings, asker));
        Ok(())
    }
}

/// What was understood, as comments of SPARQL, and the query.
fn shown(understood: &Understood, language: Language) -> String {
    let lead = message!("understood: {reading}", reading => understood.reading.clone()).say(language);
    format!("# {lead}\n{}\n", understood.sparql)
}
