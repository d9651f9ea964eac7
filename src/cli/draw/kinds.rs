//! The kinds of figures that need no place on earth, with their options.

use super::{Drawn, Material, Written};
use crate::cli::Failure;
use crate::cli::scope::{PlaceScope, unit};
use clap::{Args, ValueEnum};
use fengong::draw::{self, Backbone, Columns, Figure, Selection, Supporters};
use fengong::language::message;

/// Yes or no.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Answer {
    Yes,
    No,
}

/// Who leads what others support: an arrow from each unit that leads to each that supports it
#[derive(Debug, Args)]
#[command(
    after_help = "Examples:\n  fengong draw cooperation -o net.svg\n  fengong draw cooperation --unit 水利厅 -o water.svg\n  fengong draw cooperation --topic 水资源 -o water.html\n  fengong draw cooperation --all --min 5 --format dot | dot -Tpdf > net.pdf"
)]
pub(in crate::cli) struct CooperationDrawn {
    #[command(flatten)]
    written: Written,
    #[command(flatten)]
    scope: PlaceScope,
    /// How many of the strongest ties of each unit are drawn
    #[arg(long, value_name = "N", default_value_t = 2, value_parser = clap::value_parser!(u16).range(1..))]
    strongest: u16,
    /// Draw the ties that are stronger than chance instead, at this level (disparity filter)
    #[arg(long, value_name = "ALPHA", conflicts_with_all = ["strongest", "all"], value_parser = share)]
    significant: Option<f64>,
    /// Draw all ties
    #[arg(long, conflicts_with = "strongest")]
    all: bool,
    /// Only ties of at least so many tasks
    #[arg(long, value_name = "N", default_value_t = 1)]
    min: usize,
    /// Only the ties of one unit
    #[arg(long, value_name = "NAME")]
    unit: Option<String>,
    /// Whether ties point from who leads to who supports
    #[arg(long, value_enum, value_name = "yes|no", hide_possible_values = true, default_value = "yes")]
    directed: Answer,
    /// The most units: those that work most with others
    #[arg(long, value_name = "N", default_value_t = 60, value_parser = clap::value_parser!(u16).range(2..))]
    units: u16,
}

impl Drawn for CooperationDrawn {
    fn figure(&self, material: &Material<'_>) -> Result<Figure, Failure> {
        let (ledger, mut setting) = material.ledger(|ledger| self.scope.narrow(material.graph, ledger, None, material.language))?;
        let unit = self.unit.as_ref().map(|name| unit(material.graph, name)).transpose()?;
        let party = unit.as_ref().and_then(|unit| ledger.parties.iter().find(|party| party.iri == unit.as_str()));
        if let (Some(unit), None) = (&self.unit, party) {
            return Err(Failure::finding(message!("there is nothing to draw: {unit} has no part in these tasks", unit = unit)));
        }
        setting.subject.extend(party.map(|party| party.name.clone()));
        let backbone = match self.significant {
            Some(alpha) => Backbone::Significant(alpha),
            None if self.all => Backbone::All,
            None => Backbone::Strongest(usize::from(self.strongest)),
        };
        let selection = Selection {
            backbone,
            least: self.min,
            unit: unit.map(|node| node.as_str().to_owned()),
            directed: self.directed == Answer::Yes,
            units: usize::from(self.units),
        };
        Ok(Figure::Diagram(draw::cooperation(&ledger, &selection, &setting)))
    }

    fn written(&self) -> &Written {
        &self.written
    }
}

/// Which units have which tasks: who leads on the left, the tasks by chapter, who supports on the right
#[derive(Debug, Args)]
#[command(
    after_help = "Examples:\n  fengong draw responsibility -o leads.svg\n  fengong draw responsibility --topic 水资源 -o water.svg     who touches water\n  fengong draw responsibility --unit 水利厅 -o unit.svg       all that one unit does"
)]
pub(in crate::cli) struct ResponsibilityDrawn {
    #[command(flatten)]
    written: Written,
    #[command(flatten)]
    scope: PlaceScope,
    /// Only the tasks of one unit
    #[arg(long, value_name = "NAME")]
    unit: Option<String>,
    /// Whether those who support are drawn; without it, where at most 20 tasks are drawn
    #[arg(long, value_enum)]
    roles: Option<Roles>,
}

/// Which roles are drawn.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Roles {
    /// Who leads or answers for a task
    Lead,
    /// Who supports it as well
    All,
}

/// The most tasks whose supporters can be read.
const SUPPORTED: usize = 20;

impl Drawn for ResponsibilityDrawn {
    fn figure(&self, material: &Material<'_>) -> Result<Figure, Failure> {
        let unit = match &self.unit {
            None => None,
            Some(name) => Some(unit(material.graph, name)?),
        };
        let (ledger, setting) = material.ledger(|ledger| self.scope.narrow(material.graph, ledger, unit.as_ref(), material.language))?;
        let supporters = match (self.roles, unit) {
            (Some(Roles::Lead), _) => Supporters::None,
            (Some(Roles::All), _) => Supporters::All,
            (None, Some(unit)) => Supporters::Only(unit.as_str().to_owned()),
            (None, None) if ledger.tasks.len() <= SUPPORTED => Supporters::All,
            (None, None) => Supporters::None,
        };
        Ok(Figure::Diagram(draw::responsibility(&ledger, &supporters, &setting)))
    }

    fn written(&self) -> &Written {
        &self.written
    }
}

/// Units × chapters, or units × units, as a heat map in which like stands beside like
#[derive(Debug, Args)]
#[command(
    after_help = "Examples:\n  fengong draw matrix -o chapters.svg\n  fengong draw matrix --by units -o units.png\n  fengong draw matrix --topic 水资源 -o water.html"
)]
pub(in crate::cli) struct MatrixDrawn {
    #[command(flatten)]
    written: Written,
    #[command(flatten)]
    scope: PlaceScope,
    /// What stands in the columns
    #[arg(long, value_enum, default_value = "chapters")]
    by: By,
}

/// Columns of the heat map.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum By {
    Chapters,
    Units,
}

impl Drawn for MatrixDrawn {
    fn figure(&self, material: &Material<'_>) -> Result<Figure, Failure> {
        let (ledger, setting) = material.ledger(|ledger| self.scope.narrow(material.graph, ledger, None, material.language))?;
        let columns = if self.by == By::Chapters { Columns::Chapters } else { Columns::Units };
        Ok(Figure::Matrix(draw::heat(&ledger, columns, &setting)))
    }

    fn written(&self) -> &Written {
        &self.written
    }
}

/// The plan as a tree: chapters, sections, tasks, and who leads each
#[derive(Debug, Args)]
#[command(after_help = "Examples:\n  fengong draw plan -o plan.pdf\n  fengong draw plan --section 七 -o chapter.svg")]
pub(in crate::cli) struct OutlineDrawn {
    #[command(flatten)]
    written: Written,
    #[command(flatten)]
    scope: PlaceScope,
}

impl Drawn for OutlineDrawn {
    fn figure(&self, material: &Material<'_>) -> Result<Figure, Failure> {
        let (ledger, setting) = material.ledger(|ledger| self.scope.narrow(material.graph, ledger, None, material.language))?;
        Ok(Figure::Diagram(draw::outline(&ledger, &setting)))
    }

    fn written(&self) -> &Written {
        &self.written
    }
}

/// A level of significance.
fn share(words: &str) -> Result<f64, String> {
    let alpha: f64 = words.parse().unwrap_or(f64::NAN);
    if alpha > 0.0 && alpha < 1.0 { Ok(alpha) } else { Err(message!("a number between 0 and 1 is needed").to_string()) }
}
