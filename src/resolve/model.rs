//! What the names of a plan turned out to be.

use crate::lexicon::ZoneKind;
use crate::text::Span;
use std::collections::BTreeSet;

/// A place, by its row in a table of the lexicon or of the plan.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum PlaceRef {
    /// An administrative division.
    Division(usize),
    /// A physical or macro region.
    Region(usize),
    /// A port.
    Port(usize),
    /// A city cluster of the lexicon.
    Cluster(usize),
    /// A planned area that the plan names: an index into [`Resolution::areas`].
    Area(usize),
    /// A development zone that the plan names: an index into [`Resolution::named`].
    Zone(usize),
}

/// A unit 单位.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Unit {
    /// The name that is the same in every plan: 内蒙古自治区水利厅.
    pub name: String,
    /// The usual short form, with the level for the name of the division: 自治区水利厅.
    pub short: String,
    /// Every form that the plan writes, an inherited prefix written out.
    pub forms: BTreeSet<String>,
    /// Function class.
    pub function: Option<String>,
    /// Which department it is, a row of the departments; `None` for a unit with a name of its own.
    pub department: Option<usize>,
    /// The division whose unit it is, a row of the divisions.
    pub division: Option<usize>,
    /// Whether the name says which unit it is, whatever plan it stands in. 市财政局 in a plan of unknown place does not, nor does 城投公司
    /// or 清河镇人民政府: each is known only within its plan.
    pub is_decided: bool,
}

/// An area that the plan itself names: ecological zone, industry belt, city cluster.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Area {
    /// Name.
    pub name: String,
    /// What it is.
    pub kind: ZoneKind,
    /// Where the plan establishes it.
    pub span: Span,
    /// The cluster of the lexicon that it is.
    pub cluster: Option<usize>,
}

/// A place that belongs to an area.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Membership {
    /// The task that says so.
    pub task: usize,
    /// Index into [`Resolution::areas`].
    pub area: usize,
    /// The member.
    pub place: PlaceRef,
    /// The words that name the member.
    pub span: Span,
}

/// What else a name can be the name of.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum NamedKind {
    /// A named undertaking: an airport, a railway, a scheme of works.
    Project,
    /// A coalfield, oilfield, gas field.
    Deposit,
    /// A development zone, which is a place.
    Zone,
    /// A customs house, a grid, a company in running text.
    Institution,
    /// A monument.
    Heritage,
    /// A fair or forum.
    Event,
}

/// Something with a name of its own that holds the name of a place, or a work in quotation marks.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Named {
    /// What it is.
    pub kind: NamedKind,
    /// Its name.
    pub name: String,
}

/// What a mention means.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Referent {
    /// A place.
    Place(PlaceRef),
    /// An industry, a row of the industries.
    Industry(usize),
    /// A topic, a row of the topics.
    Topic(usize),
    /// A project, deposit, institution …: an index into [`Resolution::named`].
    Named(usize),
}

/// Where in the words of a task a thing is named.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Mention {
    /// Index of the task.
    pub task: usize,
    /// The words.
    pub span: Span,
    /// What they name.
    pub referent: Referent,
}

/// A place or belt develops an industry, as a sentence says it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Development {
    /// The task whose words say so.
    pub task: usize,
    /// Who develops.
    pub place: PlaceRef,
    /// A row of the industries.
    pub industry: usize,
    /// The words that name the place.
    pub place_span: Span,
    /// The words that name the industry.
    pub industry_span: Span,
    /// The part of the sentence that says it.
    pub sentence: Span,
}

/// A port or place trades in a good.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Good {
    /// The place, the good and the words, as in a development.
    pub development: Development,
}

/// Everything that a plan names, resolved.
#[derive(Debug, Clone, Default)]
pub struct Resolution {
    /// The division whose plan it is.
    pub home: Option<usize>,
    /// The units, in the order of their first mention.
    pub units: Vec<Unit>,
    /// For each task, for each party: the unit that it is, or `None` for a group.
    pub parties: Vec<Vec<Option<usize>>>,
    /// The areas that the plan names.
    pub areas: Vec<Area>,
    /// Which place belongs to which area.
    pub memberships: Vec<Membership>,
    /// Other things with names of their own.
    pub named: Vec<Named>,
    /// All mentions in the words of tasks, in order.
    pub mentions: Vec<Mention>,
    /// What places develop.
    pub developments: Vec<Development>,
    /// What places trade in.
    pub goods: Vec<Good>,
    /// For each task, the divisions that its group of localities (相关盟市) means.
    pub localities: Vec<Vec<(usize, Span)>>,
}
