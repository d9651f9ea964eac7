//! `fengong text`: the text of a file as every later stage reads it.

use super::Failure;
use super::output::deliver;
use clap::Args;
use fengong::text::Source;
use std::path::PathBuf;

/// Print the text that is read out of a file (.docx, .pdf, .ofd, .xlsx, .html …)
#[derive(Debug, Args)]
#[command(
    after_help = "Reads plain text, Markdown, HTML, CSV, .docx, .xlsx, .ofd and PDF with text.\n\nExamples:\n  fengong text plan.docx\n  fengong text plan.pdf -o plan.txt"
)]
pub(crate) struct Text {
    /// The file
    file: PathBuf,
    /// Write to this file instead of standard output
    #[arg(short, long, value_name = "FILE")]
    output: Option<PathBuf>,
}

impl Text {
    pub(super) fn run(self) -> Result<(), Failure> {
        let source = Source::read(&self.file).map_err(Failure::usage)?;
        deliver(self.output.as_deref(), |out| out.write_all(source.text().as_bytes()).map_err(Failure::usage))
    }
}
