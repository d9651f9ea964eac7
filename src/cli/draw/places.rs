//! The kinds of figures of places, with their options.

use super::{Drawn, Material, Written};
use crate::cli::Failure;
use crate::cli::scope::{ScopeOptions, thing};
use clap::{Args, ValueEnum};
use fengong::analyse::{Geography, Ledger, PlaceKind};
use fengong::draw::{self, Detail, Developing, Figure, Setting};
use fengong::graph::vocab::fg;
use fengong::language::{Message, message};
use oxigraph::model::{NamedNode, NamedNodeRef};

/// Ecological zones, industry belts and city clusters with the places that belong to them, in frames of prefectures
#[derive(Debug, Args)]
#[command(
    after_help = "Examples:\n  fengong draw zones -o zones.svg\n  fengong draw zones --kind belts -o belts.pdf\n  fengong draw zones --section 二 -o chapter.html"
)]
pub(in crate::cli) struct ZonesDrawn {
    #[command(flatten)]
    written: Written,
    #[command(flatten)]
    scope: ScopeOptions,
    /// Only areas of this kind
    #[arg(long, value_enum)]
    kind: Option<Areas>,
}

/// Kinds of planned areas.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Areas {
    Zones,
    Belts,
    Clusters,
}

impl Drawn for ZonesDrawn {
    fn figure(&self, material: &Material<'_>) -> Result<Figure, Failure> {
        let (ledger, geography, setting) = read(&self.scope, material)?;
        let kinds: &[PlaceKind] = match self.kind {
            Some(Areas::Zones) => &[PlaceKind::EcologicalZone],
            Some(Areas::Belts) => &[PlaceKind::IndustryBelt],
            Some(Areas::Clusters) => &[PlaceKind::CityCluster],
            None => &[PlaceKind::EcologicalZone, PlaceKind::IndustryBelt, PlaceKind::CityCluster],
        };
        if geography.of_kind(kinds).is_empty() {
            return Err(match self.kind {
                Some(Areas::Zones) => nothing(message!("there is nothing to draw: the tasks name no ecological zone")),
                Some(Areas::Belts) => nothing(message!("there is nothing to draw: the tasks name no industry belt")),
                Some(Areas::Clusters) => nothing(message!("there is nothing to draw: the tasks name no city cluster")),
                None => nothing(message!("there is nothing to draw: the tasks name no ecological zone, industry belt or city cluster")),
            });
        }
        Ok(Figure::Diagram(draw::zones(&ledger, &geography, kinds, &setting)))
    }

    fn written(&self) -> &Written {
        &self.written
    }
}

/// Ports: who leads the tasks that name them, what they are to trade in, and which country is across the border
#[derive(Debug, Args)]
#[command(after_help = "Examples:\n  fengong draw ports -o ports.svg\n  fengong draw ports --section 十 -o border.html")]
pub(in crate::cli) struct PortsDrawn {
    #[command(flatten)]
    written: Written,
    #[command(flatten)]
    scope: ScopeOptions,
}

impl Drawn for PortsDrawn {
    fn figure(&self, material: &Material<'_>) -> Result<Figure, Failure> {
        let (ledger, geography, setting) = read(&self.scope, material)?;
        if geography.of_kind(&draw::PORTS).is_empty() {
            return Err(nothing(message!("there is nothing to draw: the tasks name no port")));
        }
        Ok(Figure::Diagram(draw::ports(&ledger, &geography, &setting)))
    }

    fn written(&self) -> &Written {
        &self.written
    }
}

/// Places, the industries that they are to develop, and the tasks that say so
#[derive(Debug, Args)]
#[command(
    after_help = "Examples:\n  fengong draw place -o places.svg\n  fengong draw place --place 包头市 -o baotou.svg       what is planned in one place\n  fengong draw place --industry 新能源 -o energy.html   where an industry is to be"
)]
pub(in crate::cli) struct PlaceDrawn {
    #[command(flatten)]
    written: Written,
    #[command(flatten)]
    scope: ScopeOptions,
    /// Only one place and those in it
    #[arg(long, value_name = "NAME")]
    place: Option<String>,
    /// Only one industry and its parts
    #[arg(long, value_name = "NAME")]
    industry: Option<String>,
    /// Whether places and industries stand each for itself or under prefectures and broader industries; without it, each as long as that can be read
    #[arg(long, value_enum)]
    detail: Option<Closely>,
}

/// How closely places and industries are drawn.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Closely {
    Each,
    Broad,
}

impl Drawn for PlaceDrawn {
    fn figure(&self, material: &Material<'_>) -> Result<Figure, Failure> {
        let (ledger, geography, setting) = read(&self.scope, material)?;
        let find = |option, name: &Option<String>, class: NamedNodeRef<'_>| -> Result<Option<NamedNode>, Failure> {
            name.as_ref().map(|name| thing(material.graph, option, name, class)).transpose()
        };
        let place = find("--place", &self.place, fg::PLACE)?;
        let industry = find("--industry", &self.industry, fg::INDUSTRY)?;
        let developing = Developing {
            place: place.map(|node| node.as_str().to_owned()),
            industry: industry.map(|node| node.as_str().to_owned()),
            detail: self.detail.map(|detail| if detail == Closely::Each { Detail::Each } else { Detail::Broad }),
        };
        let diagram = draw::place(&ledger, &geography, &developing, &setting);
        if diagram.edges.is_empty() {
            return Err(nothing(message!("there is nothing to draw: no task says which place is to develop which industry")));
        }
        Ok(Figure::Diagram(diagram))
    }

    fn written(&self) -> &Written {
        &self.written
    }
}

/// Places where they are on earth: a disc each, the larger the more tasks name it
#[derive(Debug, Args)]
#[command(
    after_help = "Examples:\n  fengong draw map -o map.svg\n  fengong draw map --topic 水资源 -o water.svg\n  fengong draw map --far -o whole.pdf              places far from the others too"
)]
pub(in crate::cli) struct MapDrawn {
    #[command(flatten)]
    written: Written,
    #[command(flatten)]
    scope: ScopeOptions,
    /// Also places that lie far from the others
    #[arg(long)]
    far: bool,
}

impl Drawn for MapDrawn {
    fn figure(&self, material: &Material<'_>) -> Result<Figure, Failure> {
        let (ledger, geography, setting) = read(&self.scope, material)?;
        let diagram = draw::map(&ledger, &geography, self.far, &setting);
        if diagram.nodes.is_empty() {
            return Err(nothing(message!("there is nothing to draw: the tasks name no place whose position is known")));
        }
        Ok(Figure::Diagram(diagram))
    }

    fn written(&self) -> &Written {
        &self.written
    }
}

/// The tasks that are looked at, and the places that they name.
fn read(scope: &ScopeOptions, material: &Material<'_>) -> Result<(Ledger, Geography, Setting), Failure> {
    let (ledger, setting) = material.ledger(|ledger| scope.narrow(material.graph, ledger, None, material.language))?;
    let geography = Geography::of(material.graph, &ledger).map_err(Failure::finding)?;
    Ok((ledger, geography, setting))
}

fn nothing(why: Message) -> Failure {
    Failure::finding(why)
}
