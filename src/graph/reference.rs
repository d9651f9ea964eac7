//! The graph of reference data: what is known of the places and concepts that the plans name.
//!
//! Only what is named is stated, with everything above it: the divisions that a division lies in,
//! the broader concepts of a concept. The schemes of topics and of functions are stated whole, so that one can ask for
//! one that no plan touches.

use super::history::History;
use super::iri::Names;
use super::known::{Known, members, outer};
use super::sink::{Out, Sink};
use super::vocab::{fg, geo, rdf, skos};
use crate::extract::short_form;
use crate::lexicon::{DivisionLevel, Lexicon, PortKind};
use crate::resolve::{Gazetteer, PlaceRef};
use oxigraph::model::{Literal, NamedNode};
use std::collections::BTreeSet;

/// The name of the graph.
pub(super) fn name(names: &Names) -> NamedNode {
    NamedNode::new_unchecked(format!("{}reference", names.base()))
}

/// Hands on the statements about what plans name.
pub(super) fn state(names: &Names, lexicon: &Lexicon, gazetteer: &Gazetteer, known: Known, out: Out) -> Sink {
    let sink = Sink::new(name(names), out);
    let later = History::of(lexicon, &known.units);
    let mut graph = Reference { names, lexicon, gazetteer, sink, known };
    graph.places();
    graph.industries();
    graph.topics();
    later.state(names, lexicon, None, &mut graph.sink);
    graph.functions();
    graph.sink
}

struct Reference<'a> {
    names: &'a Names,
    lexicon: &'a Lexicon,
    gazetteer: &'a Gazetteer,
    sink: Sink,
    known: Known,
}

impl Reference<'_> {
    fn division_node(&self, at: usize) -> NamedNode {
        self.names.division(&self.lexicon.divisions[at])
    }

    fn places(&mut self) {
        for place in self.known.places.clone() {
            let (node, class, name, aliases, point) = match place {
                PlaceRef::Division(at) => {
                    let row = &self.lexicon.divisions[at];
                    let aliases = short_form(row.name).into_iter().chain(row.aliases.iter().copied()).collect::<Vec<_>>();
                    (self.division_node(at), fg::ADMINISTRATIVE_DIVISION, row.name, aliases, (row.lon, row.lat))
                }
                PlaceRef::Region(at) => {
                    let row = &self.lexicon.regions[at];
                    let class = match row.kind {
                        "country" => fg::COUNTRY,
                        "macro" | "economic" | "foreign" => fg::MACRO_REGION,
                        _ => fg::PHYSICAL_REGION,
                    };
                    (self.names.thing("region", row.id), class, row.name, row.aliases.clone(), (row.lon, row.lat))
                }
                PlaceRef::Port(at) => {
                    let row = &self.lexicon.ports[at];
                    let class = match row.kind {
                        PortKind::Border => fg::BORDER_PORT,
                        PortKind::Sea => fg::SEAPORT,
                        PortKind::River => fg::RIVER_PORT,
                    };
                    (self.names.thing("port", row.id), class, row.name, row.aliases.clone(), (row.lon, row.lat))
                }
                PlaceRef::Cluster(at) => {
                    let row = &self.lexicon.clusters[at];
                    (self.names.thing("cluster", row.id), fg::CITY_CLUSTER, row.name, row.aliases.clone(), (None, None))
                }
                PlaceRef::Area(_) | PlaceRef::Zone(_) => continue,
            };
            self.sink.class(&node, class);
            self.sink.add(&node, rdf::TYPE, geo::FEATURE.into_owned());
            self.sink.chinese(&node, skos::PREF_LABEL, name);
            aliases.iter().collect::<BTreeSet<_>>().into_iter().for_each(|alias| self.sink.chinese(&node, skos::ALT_LABEL, alias));
            if let Some(outer) = outer(self.lexicon, self.gazetteer, place) {
                let outer = self.division_node(outer);
                self.sink.link(&node, fg::WITHIN, &outer);
            }
            self.point(&node, point);
            self.particulars(&node, place);
        }
    }

    fn point(&mut self, node: &NamedNode, point: (Option<f64>, Option<f64>)) {
        if let (Some(lon), Some(lat)) = point {
            let geometry = NamedNode::new_unchecked(format!("{}#point", node.as_str()));
            self.sink.link(node, geo::HAS_DEFAULT_GEOMETRY, &geometry);
            self.sink.class(&geometry, geo::GEOMETRY);
            self.sink.add(&geometry, geo::AS_WKT, Literal::new_typed_literal(format!("POINT({lon} {lat})"), geo::WKT_LITERAL));
        }
    }

    fn particulars(&mut self, node: &NamedNode, place: PlaceRef) {
        match place {
            PlaceRef::Division(at) => {
                let row = &self.lexicon.divisions[at];
                let level = match row.level() {
                    DivisionLevel::Province => "province",
                    DivisionLevel::Prefecture => "prefecture",
                    DivisionLevel::County => "county",
                };
                self.sink.words(node, fg::CODE, row.code);
                self.sink.words(node, fg::LEVEL, level);
            }
            PlaceRef::Region(at) => self.sink.words(node, fg::KIND, self.lexicon.regions[at].kind),
            PlaceRef::Port(at) => {
                let countries = self.lexicon.ports[at].country;
                countries
                    .split('|')
                    .filter(|country| !country.is_empty())
                    .for_each(|country| self.sink.words(node, fg::NEIGHBOUR, country));
            }
            PlaceRef::Cluster(at) => {
                for member in members(self.lexicon, self.gazetteer, at) {
                    let member = self.division_node(member);
                    self.sink.link(node, fg::COVERS, &member);
                }
            }
            PlaceRef::Area(_) | PlaceRef::Zone(_) => {}
        }
    }

    fn industries(&mut self) {
        let scheme = self.scheme("industry", "产业", "industries");
        let mut codes: BTreeSet<&'static str> = BTreeSet::new();
        for at in self.known.industries.clone() {
            let row = &self.lexicon.industries[at];
            let node = self.names.thing("industry", row.id);
            self.sink.class(&node, fg::INDUSTRY);
            self.concept(&node, &scheme, "industry", row.zh, row.en, &row.broader);
            for code in &row.gbt4754 {
                let class = self.names.thing("gbt4754", code);
                self.sink.link(&node, skos::CLOSE_MATCH, &class);
                codes.insert(code);
            }
        }
        self.classes(&codes);
    }

    /// The classes of GB/T 4754 that industries are tied to.
    fn classes(&mut self, codes: &BTreeSet<&'static str>) {
        let scheme =
            self.scheme("gbt4754", "国民经济行业分类（GB/T 4754—2017）", "industrial classification for national economic activities");
        for row in self.lexicon.industry_classes.iter().filter(|row| codes.contains(row.code)) {
            let node = self.names.thing("gbt4754", row.code);
            self.sink.class(&node, skos::CONCEPT);
            self.sink.link(&node, skos::IN_SCHEME, &scheme);
            self.sink.chinese(&node, skos::PREF_LABEL, row.name);
            self.sink.words(&node, skos::NOTATION, row.code);
        }
    }

    fn topics(&mut self) {
        let scheme = self.scheme("topic", "政策主题", "policy topics");
        for row in &self.lexicon.topics {
            let node = self.names.thing("topic", row.id);
            self.sink.class(&node, fg::TOPIC);
            self.concept(&node, &scheme, "topic", row.zh, row.en, &row.broader);
        }
    }

    /// All functions, so that one can ask for what no unit of the plans is for.
    fn functions(&mut self) {
        let scheme = self.scheme("function", "部门职能", "functions of departments");
        for row in &self.lexicon.functions {
            let node = self.names.thing("function", row.id);
            self.sink.class(&node, fg::FUNCTION);
            self.concept(&node, &scheme, "function", row.zh, row.en, &[]);
            self.sink.words(&node, fg::KIND, row.group);
        }
    }

    fn scheme(&mut self, kind: &str, zh: &str, en: &str) -> NamedNode {
        let scheme = NamedNode::new_unchecked(format!("{}{kind}", self.names.base()));
        self.sink.class(&scheme, skos::CONCEPT_SCHEME);
        self.sink.labels(&scheme, zh, en);
        scheme
    }

    fn concept(&mut self, node: &NamedNode, scheme: &NamedNode, kind: &str, zh: &str, en: &str, broader: &[&'static str]) {
        self.sink.labels(node, zh, en);
        self.sink.link(node, skos::IN_SCHEME, scheme);
        for id in broader {
            let above = self.names.thing(kind, id);
            self.sink.link(node, skos::BROADER, &above);
        }
        if broader.is_empty() {
            self.sink.link(node, skos::TOP_CONCEPT_OF, scheme);
        }
    }
}
