//! In which form a figure is written, and where.

use crate::cli::Failure;
use crate::cli::ending::{Endings, chosen};
use crate::cli::output::deliver;
use crate::cli::query::seconds;
use clap::{Args, ValueEnum};
use fengong::draw::{self, Figure, Picture, RenderError};
use fengong::language::{Language, message};
use std::io::{self, IsTerminal};
use std::path::PathBuf;
use std::time::Duration;

/// How many ties may be drawn for each box that may be.
const TIES_OF_A_BOX: usize = 2;

/// In which form a picture is written, and where.
#[derive(Debug, Args)]
pub(in crate::cli) struct Written {
    /// The form; without it, what the ending of --output says, or DOT
    #[arg(short, long, value_enum)]
    format: Option<Form>,
    /// Write to this file instead of standard output
    #[arg(short, long, value_name = "FILE")]
    output: Option<PathBuf>,
    /// The most boxes that are drawn
    #[arg(long, value_name = "N", default_value_t = 160, value_parser = clap::value_parser!(u32).range(1..))]
    limit: u32,
    /// Stop Graphviz after so many seconds
    #[arg(long, value_name = "SECONDS", default_value = "20", value_parser = seconds)]
    timeout: Duration,
}

/// Forms of a picture.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(super) enum Form {
    Dot,
    Svg,
    Pdf,
    Png,
    Html,
}

/// The forms with the endings that tell them.
const FORMS: &[Endings<Form>] =
    &[(Form::Svg, &["svg"]), (Form::Html, &["html", "htm"]), (Form::Pdf, &["pdf"]), (Form::Png, &["png"]), (Form::Dot, &["dot", "gv"])];

impl Written {
    /// Writes a figure.
    pub(in crate::cli) fn write(&self, figure: &Figure, language: Language) -> Result<(), Failure> {
        let form = self.form()?;
        let limit = self.limit();
        if figure.size() == 0 {
            return Err(Failure::finding(message!("there is nothing to show: no task, unit or place fulfils the conditions")));
        }
        // A heat map needs no layout, and is read at any size.
        if let Figure::Diagram(diagram) = figure
            && diagram.nodes.len() > limit
        {
            return Err(Failure::usage(message!(
                "the figure would have {nodes} boxes, more than the {limit} that can be read: draw a part of it (--topic, --section, --unit; of a query, LIMIT), a heat map (fengong draw matrix), or raise --limit",
                nodes = diagram.nodes.len(),
                limit = limit
            )));
        }
        // Nor does a layout end in time where everything is tied to everything; what has its places is only drawn.
        if let Figure::Diagram(diagram) = figure
            && !figure.is_placed()
            && diagram.edges.len() > limit * TIES_OF_A_BOX
        {
            return Err(Failure::usage(message!(
                "the figure would have {edges} ties, more than the {limit} that can be told apart: draw the strongest of each (without --all), stronger ones (--min), a part of it (--topic, --section, --unit), a heat map (fengong draw matrix --by units), or raise --limit, of which it is twice",
                edges = diagram.edges.len(),
                limit = limit * TIES_OF_A_BOX
            )));
        }
        let bytes = self.bytes(figure, form, language)?;
        deliver(self.output.as_deref(), |out| out.write_all(&bytes).map_err(Failure::usage))
    }

    fn bytes(&self, figure: &Figure, form: Form, language: Language) -> Result<Vec<u8>, Failure> {
        let graphviz = |picture: Picture, font: Option<&str>| draw::graphviz(figure, picture, font, self.timeout);
        let ours = || draw::svg(figure).map(String::into_bytes).map_err(Failure::finding);
        let drawn = match form {
            Form::Dot => Ok(draw::dot(figure, None).into_bytes()),
            Form::Html => return draw::page(figure, language).map(String::into_bytes).map_err(Failure::finding),
            // What has its places needs no layout.
            Form::Svg if figure.is_placed() => return ours(),
            Form::Svg => match graphviz(Picture::Svg, None) {
                Err(RenderError::NoGraphviz | RenderError::Start(_)) => return ours(),
                other => other,
            },
            // Pixels and pages hold the letters themselves.
            Form::Pdf | Form::Png => match draw::chinese_font() {
                None if draw::graphviz_is_installed() => Err(RenderError::NoFont),
                font => graphviz(if form == Form::Pdf { Picture::Pdf } else { Picture::Png }, font.as_deref()),
            },
        };
        drawn.map_err(Failure::finding)
    }

    /// The most boxes that are drawn.
    pub(super) const fn limit(&self) -> usize {
        self.limit as usize
    }

    /// The form that was asked for.
    pub(super) fn form(&self) -> Result<Form, Failure> {
        // Nobody reads a figure as text by chance.
        if self.format.is_none() && self.output.is_none() && io::stdout().is_terminal() {
            return Err(Failure::usage(message!(
                "a figure is not written to a terminal: name a file (-o net.svg, net.html) or a form (--format dot)"
            )));
        }
        chosen(self.format, self.output.as_deref(), Form::Dot, FORMS)
    }
}
