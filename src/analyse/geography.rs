//! Where: the places that the plans name, what they cover, develop and trade in, and the words that say so.

use super::ledger::{Ledger, count, rows, text};
use crate::graph::Graph;
use crate::query::QueryError;
use std::collections::{BTreeMap, BTreeSet};

/// The places of a graph and what some tasks say of them, as tables that refer to each other by place.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Geography {
    /// The places, by IRI: those that are named, and those that they lie in or cover.
    pub places: Vec<Place>,
    /// The industries, by IRI: those that are named, and those above them.
    pub industries: Vec<Industry>,
    /// Of each place that tasks name, which do so, in the order of the documents.
    pub named: BTreeMap<usize, Vec<Said>>,
    /// Planned areas, and the places that belong to them. Where nobody says so, it is known of a cluster that a task names.
    pub covers: Vec<Statement>,
    /// Places and belts, and the industries that they are to develop.
    pub develops: Vec<Statement>,
    /// Places, and the goods that they are to trade in.
    pub trades: Vec<Statement>,
}

/// A place.
#[derive(Debug, Clone, PartialEq)]
pub struct Place {
    /// Its IRI.
    pub iri: String,
    /// Its name.
    pub name: String,
    /// What it is.
    pub kind: PlaceKind,
    /// Which kind of region it is, such as plain or river; empty for others.
    pub region: String,
    /// The place that it lies in.
    pub within: Option<usize>,
    /// Longitude and latitude of a point in it, in degrees.
    pub point: Option<(f64, f64)>,
    /// The countries across the border, by their two letters of ISO 3166-1.
    pub neighbours: Vec<String>,
}

/// What a place is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum PlaceKind {
    /// 省级
    Province,
    /// 地级
    Prefecture,
    /// 县级
    County,
    /// 边境口岸
    BorderPort,
    /// 海港
    Seaport,
    /// 内河港
    RiverPort,
    /// 生态治理区
    EcologicalZone,
    /// 产业带
    IndustryBelt,
    /// 城市群
    CityCluster,
    /// 开发区
    DevelopmentZone,
    /// A plain, range, river or the like.
    PhysicalRegion,
    /// A large region, of one country or of several.
    MacroRegion,
    /// 国家
    Country,
    /// Anything else.
    Other,
}

/// An industry or product.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Industry {
    /// Its IRI.
    pub iri: String,
    /// Its name.
    pub name: String,
    /// The industries that it is a part of, by their places.
    pub broader: Vec<usize>,
}

/// Something that is said of a place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Statement {
    /// The place that it is said of.
    pub subject: usize,
    /// The place or industry that is said of it.
    pub object: usize,
    /// Who says so: tasks in the order of the documents. Without any, it is known anyhow.
    pub said: Vec<Said>,
}

/// A task with its words that say something.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Said {
    /// The task, by its place in the ledger.
    pub task: usize,
    /// The words, in the order of the text.
    pub words: Vec<String>,
    /// The whole sentences that hold them, which tell too what is only to be examined; words that stand outside of the text as they are.
    pub sentences: Vec<String>,
}

const PLACES: &str = "
SELECT ?p ?name (LANG(?name) AS ?language) ?class ?level ?region ?within ?point ?neighbour WHERE {
  ?p a fg:Place, ?class ; skos:prefLabel ?name .
  OPTIONAL { ?p fg:level ?level } OPTIONAL { ?p fg:kind ?region } OPTIONAL { ?p fg:within ?within } OPTIONAL { ?p fg:neighbour ?neighbour }
  OPTIONAL { ?p geo:hasDefaultGeometry/geo:asWKT ?point }
} ORDER BY ?p ?neighbour";

const INDUSTRIES: &str = "
SELECT ?i ?name (LANG(?name) AS ?language) ?broader WHERE {
  ?i a fg:Industry ; skos:prefLabel ?name . OPTIONAL { ?i skos:broader ?broader }
} ORDER BY ?i ?broader";

const LINKS: &str = "
SELECT ?property ?s ?o ?t ?words ?begin ?from WHERE {
  VALUES ?property { fg:concernsPlace fg:covers fg:develops fg:tradesIn }
  ?l rdf:predicate ?property ; rdf:subject ?s ; rdf:object ?o ; fg:task ?t ; fg:evidence ?m .
  ?m fg:quote ?words ; fg:begin ?begin . OPTIONAL { ?t fg:begin ?from }
}";

const COVERS: &str = "SELECT DISTINCT ?s ?o WHERE { ?s fg:covers ?o } ORDER BY ?s ?o";

impl Geography {
    /// Reads the places of a graph, and what the tasks of a ledger say of them.
    ///
    /// # Errors
    /// [`QueryError`] where the graph cannot be asked.
    pub fn of(graph: &Graph, ledger: &Ledger) -> Result<Self, QueryError> {
        let (places, place_at) = places(graph)?;
        let (industries, industry_at) = industries(graph)?;
        let task_at: BTreeMap<&str, usize> = ledger.tasks.iter().enumerate().map(|(at, task)| (task.iri.as_str(), at)).collect();
        let mut links: Vec<Link> = Vec::new();
        let mut said: BTreeSet<(String, String)> = BTreeSet::new();
        for row in rows(graph, LINKS)? {
            let (subject, object) = (text(&row, "s"), text(&row, "o"));
            let property = text(&row, "property").rsplit('#').next().unwrap_or_default().to_owned();
            if property == "covers" {
                said.insert((subject.clone(), object.clone()));
            }
            let ends = match property.as_str() {
                "concernsPlace" => place_at.get(&object).map(|place| (*place, *place)),
                "covers" => place_at.get(&subject).copied().zip(place_at.get(&object).copied()),
                _ => place_at.get(&subject).copied().zip(industry_at.get(&object).copied()),
            };
            if let (Some(ends), Some(task)) = (ends, task_at.get(text(&row, "t").as_str())) {
                let (begin, words) = (count(&row, "begin"), text(&row, "words"));
                let near = begin.saturating_sub(count(&row, "from"));
                let sentence = sentence(&ledger.tasks[*task].text, &words, near).to_owned();
                links.push(Link { task: *task, begin, ends, property, words, sentence });
            }
        }
        links.sort();
        let named = statements(&links, "concernsPlace").into_iter().map(|named| (named.subject, named.said)).collect();
        let mut geography = Self {
            named,
            covers: statements(&links, "covers"),
            develops: statements(&links, "develops"),
            trades: statements(&links, "tradesIn"),
            places,
            industries,
        };
        // What the words of tasks say that are not looked at is not known anyhow.
        for row in rows(graph, COVERS)? {
            let pair = (text(&row, "s"), text(&row, "o"));
            if let (false, Some(subject), Some(object)) = (said.contains(&pair), place_at.get(&pair.0), place_at.get(&pair.1))
                && geography.named.contains_key(subject)
            {
                geography.covers.push(Statement { subject: *subject, object: *object, said: Vec::new() });
            }
        }
        Ok(geography)
    }

    /// A place and those that it lies in, from the inside out.
    pub fn chain(&self, place: usize) -> impl Iterator<Item = usize> {
        // A ring, which only a foreign graph could have, ends.
        std::iter::successors(Some(place), |at| self.places.get(*at).and_then(|place| place.within)).take(DEPTH)
    }

    /// The prefecture that a division, port or development zone is or lies in; of what lies in none, the province.
    pub fn prefecture(&self, place: usize) -> Option<usize> {
        let kind = |at: &usize| self.places[*at].kind;
        let is_inside =
            matches!(kind(&place), PlaceKind::Prefecture | PlaceKind::County | PlaceKind::DevelopmentZone) || kind(&place).is_port();
        let mut inside = self.chain(place).filter(|_| is_inside);
        inside.find(|at| matches!(kind(at), PlaceKind::Prefecture | PlaceKind::Province))
    }

    /// The province that a place lies in.
    pub fn province(&self, place: usize) -> Option<usize> {
        self.chain(place).find(|at| self.places[*at].kind == PlaceKind::Province)
    }

    /// The places of a kind that tasks name, those first that are named first.
    pub fn of_kind(&self, kinds: &[PlaceKind]) -> Vec<usize> {
        let mut found: Vec<usize> = self.named.keys().copied().filter(|place| kinds.contains(&self.places[*place].kind)).collect();
        found.sort_by_key(|place| (self.named[place].first().map(|said| said.task), *place));
        found
    }
}

/// The most steps from a place to the whole.
const DEPTH: usize = 12;

impl PlaceKind {
    /// Whether it is a port of any kind.
    pub const fn is_port(self) -> bool {
        matches!(self, Self::BorderPort | Self::Seaport | Self::RiverPort)
    }

    /// Whether it is an area that a plan sets out.
    pub const fn is_planned(self) -> bool {
        matches!(self, Self::EcologicalZone | Self::IndustryBelt | Self::CityCluster)
    }

    /// Whether it is an administrative division.
    pub const fn is_division(self) -> bool {
        matches!(self, Self::Province | Self::Prefecture | Self::County)
    }

    fn of(class: &str, level: &str) -> Self {
        match (class.rsplit('#').next().unwrap_or_default(), level) {
            ("AdministrativeDivision", "province") => Self::Province,
            ("AdministrativeDivision", "prefecture") => Self::Prefecture,
            ("AdministrativeDivision", _) => Self::County,
            ("BorderPort", _) => Self::BorderPort,
            ("Seaport", _) => Self::Seaport,
            ("RiverPort", _) => Self::RiverPort,
            ("EcologicalZone", _) => Self::EcologicalZone,
            ("IndustryBelt", _) => Self::IndustryBelt,
            ("CityCluster", _) => Self::CityCluster,
            ("DevelopmentZone", _) => Self::DevelopmentZone,
            ("PhysicalRegion", _) => Self::PhysicalRegion,
            ("MacroRegion", _) => Self::MacroRegion,
            ("Country", _) => Self::Country,
            _ => Self::Other,
        }
    }
}

/// A row of links; they are sorted by it.
#[derive(Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Link {
    task: usize,
    begin: usize,
    ends: (usize, usize),
    property: String,
    words: String,
    sentence: String,
}

/// The statements of one property, in the order in which they are first made.
fn statements(links: &[Link], property: &str) -> Vec<Statement> {
    let mut found: Vec<Statement> = Vec::new();
    let mut at: BTreeMap<(usize, usize), usize> = BTreeMap::new();
    for link in links.iter().filter(|link| link.property == property) {
        let here = *at.entry(link.ends).or_insert_with(|| {
            found.push(Statement { subject: link.ends.0, object: link.ends.1, said: Vec::new() });
            found.len() - 1
        });
        let said = &mut found[here].said;
        if said.last().is_none_or(|last| last.task != link.task) {
            said.push(Said { task: link.task, words: Vec::new(), sentences: Vec::new() });
        }
        if let Some(last) = said.last_mut() {
            for (known, new) in [(&mut last.words, &link.words), (&mut last.sentences, &link.sentence)] {
                if !known.contains(new) {
                    known.push(new.clone());
                }
            }
        }
    }
    found
}

/// What ends a sentence.
const ENDS: [char; 4] = ['。', '；', '！', '？'];

/// The whole sentence of a text that holds some words, without what ends it. Words that stand there several times are those nearest to `near`,
/// which counts characters; words that stand nowhere in it are given back as they are.
fn sentence<'t>(text: &'t str, words: &'t str, near: usize) -> &'t str {
    let inner = words.trim_end_matches(ENDS);
    let found = text.match_indices(inner).map(|(at, _)| at).filter(|_| !inner.is_empty());
    let Some(at) = found.min_by_key(|at| text[..*at].chars().count().abs_diff(near)) else { return words };
    let from = text[..at].char_indices().rfind(|(_, c)| ENDS.contains(c)).map_or(0, |(end, c)| end + c.len_utf8());
    let after = at + inner.len();
    let to = text[after..].find(ENDS).map_or(text.len(), |end| after + end);
    text[from..to].trim()
}

fn places(graph: &Graph) -> Result<(Vec<Place>, BTreeMap<String, usize>), QueryError> {
    let mut places: Vec<Place> = Vec::new();
    let mut within: Vec<String> = Vec::new();
    let mut at: BTreeMap<String, usize> = BTreeMap::new();
    for row in rows(graph, PLACES)? {
        let iri = text(&row, "p");
        let here = *at.entry(iri.clone()).or_insert_with(|| {
            let name = text(&row, "name");
            let region = text(&row, "region");
            places.push(Place { iri, name, kind: PlaceKind::Other, region, within: None, point: None, neighbours: Vec::new() });
            within.push(text(&row, "within"));
            places.len() - 1
        });
        let place = &mut places[here];
        if text(&row, "language") == "zh" {
            place.name = text(&row, "name");
        }
        place.kind = place.kind.min(PlaceKind::of(&text(&row, "class"), &text(&row, "level")));
        place.point = place.point.or_else(|| point(&text(&row, "point")));
        let neighbour = text(&row, "neighbour");
        if !neighbour.is_empty() && !place.neighbours.contains(&neighbour) {
            place.neighbours.push(neighbour);
        }
    }
    for (place, within) in places.iter_mut().zip(&within) {
        place.within = at.get(within).copied();
    }
    Ok((places, at))
}

fn industries(graph: &Graph) -> Result<(Vec<Industry>, BTreeMap<String, usize>), QueryError> {
    let mut industries: Vec<Industry> = Vec::new();
    let mut broader: Vec<BTreeSet<String>> = Vec::new();
    let mut at: BTreeMap<String, usize> = BTreeMap::new();
    for row in rows(graph, INDUSTRIES)? {
        let iri = text(&row, "i");
        let here = *at.entry(iri.clone()).or_insert_with(|| {
            industries.push(Industry { iri, name: text(&row, "name"), broader: Vec::new() });
            broader.push(BTreeSet::new());
            industries.len() - 1
        });
        if text(&row, "language") == "zh" {
            industries[here].name = text(&row, "name");
        }
        broader[here].insert(text(&row, "broader"));
    }
    for (industry, broader) in industries.iter_mut().zip(&broader) {
        industry.broader = broader.iter().filter_map(|iri| at.get(iri).copied()).collect();
    }
    Ok((industries, at))
}

/// Longitude and latitude of a point in well-known text: `POINT(109.95 40.62)`, a reference system before it left aside.
fn point(words: &str) -> Option<(f64, f64)> {
    let inside = words.split_once("POINT")?.1.trim().strip_prefix('(')?.split(')').next()?;
    let mut numbers = inside.split_whitespace().map(str::parse::<f64>);
    let (lon, lat) = (numbers.next()?.ok()?, numbers.next()?.ok()?);
    (lon.abs() <= 180.0 && lat.abs() <= 90.0).then_some((lon, lat))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_told_in_their_whole_sentence() {
        let text = "支持包头发展；研究在包头设立交易中心，完善制度。办好包头展会。";
        assert_eq!(sentence(text, "包头设立交易中心", 0), "研究在包头设立交易中心，完善制度");
        assert_eq!((sentence(text, "包头", 2), sentence(text, "包头", 26)), ("支持包头发展", "办好包头展会"));
        assert_eq!(sentence(text, "办好包头展会。", 0), "办好包头展会");
        assert_eq!((sentence(text, "乌海", 0), sentence(text, "", 0)), ("乌海", ""));
    }

    #[test]
    fn points_are_read_from_well_known_text() {
        assert_eq!(point("POINT(109.95 40.62)"), Some((109.95, 40.62)));
        assert_eq!(point("<http://www.opengis.net/def/crs/OGC/1.3/CRS84> POINT (106 39)"), Some((106.0, 39.0)));
        assert_eq!(point("POINT(400 40)"), None);
        assert_eq!(point("POLYGON((1 2, 3 4))"), None);
        assert_eq!(point(""), None);
    }
}
