//! The stage as a whole: document and tasks → what they name.

use super::area::{self, AreaNames};
use super::concept::Concepts;
use super::development::{Developing, Sentences};
use super::gazetteer::Gazetteer;
use super::home;
use super::landmark::Landmarks;
use super::model::{Area, Membership, Mention, Named, NamedKind, PlaceRef, Referent, Resolution};
use super::place::{self, FoundNamed, FoundPlace, Hit, Places};
use super::project;
use super::unit::{UnitNames, Units};
use crate::document::{Document, Metadata};
use crate::extract::{Extraction, PartyKind, Task};
use crate::lexicon::{DivisionLevel, Lexicon, Phrases, ZoneKind};
use crate::text::Span;
use std::collections::{BTreeSet, HashMap};
use std::sync::Arc;

/// The tables compiled for resolving: made once, used for every plan.
#[derive(Debug)]
pub struct Resolver {
    lexicon: Arc<Lexicon>,
    /// The names of places.
    pub gazetteer: Gazetteer,
    /// The terms of industries and topics.
    pub concepts: Concepts,
    landmarks: Landmarks,
    area_names: AreaNames,
    developing: Developing,
    unit_names: UnitNames,
}

/// What a stretch of text says of places.
#[derive(Default)]
struct Read<'a> {
    hits: Vec<Hit<'a>>,
    places: Vec<FoundPlace>,
    /// Other things whose names hold the name of a place.
    turned: Vec<FoundNamed>,
}

impl Resolver {
    /// Compiles the tables.
    pub fn new(lexicon: Lexicon) -> Self {
        Self {
            gazetteer: Gazetteer::new(&lexicon),
            concepts: Concepts::new(&lexicon),
            landmarks: Landmarks::new(&lexicon),
            area_names: AreaNames::new(&lexicon),
            developing: Developing::new(&lexicon),
            unit_names: UnitNames::new(&lexicon),
            lexicon: Arc::new(lexicon),
        }
    }

    /// The tables, for what outlives the stage.
    pub(crate) fn shared_lexicon(&self) -> Arc<Lexicon> {
        Arc::clone(&self.lexicon)
    }

    /// The tables.
    pub fn lexicon(&self) -> &Lexicon {
        &self.lexicon
    }

    /// The department that a unit is, by the name that is the same in every plan; a row of the departments.
    pub(crate) fn department_of(&self, name: &str, division: Option<usize>) -> Option<usize> {
        self.unit_names.of_canonical(&self.lexicon, name, division)
    }

    /// Decides what the names of a plan mean.
    pub fn resolve(&self, document: &Document, extraction: &Extraction, metadata: &Metadata) -> Resolution {
        let tasks = &extraction.tasks;
        let home = home::home(&self.lexicon, &self.gazetteer, document, metadata);
        let mut resolution = Resolution { home, areas: area::of_headings(&self.area_names, document, tasks), ..Resolution::default() };
        self.parties(tasks, home::is_central(document, metadata), &mut resolution);
        let mut read = self.areas(document, tasks, &mut resolution);
        let names: Vec<String> = resolution.areas.iter().map(|area| area.name.clone()).collect();
        let names = area_phrases(&names);
        for (at, (task, read)) in tasks.iter().zip(&mut read).enumerate() {
            self.task(document, (at, task), &names, read, &mut resolution);
        }
        self.belts(document, tasks, &mut resolution);
        resolution.mentions.sort();
        resolution.mentions.dedup();
        self.localities(document, tasks, &mut resolution);
        resolution
    }

    fn parties(&self, tasks: &[Task], is_central: bool, resolution: &mut Resolution) {
        let mut units = Units {
            lexicon: &self.lexicon,
            gazetteer: &self.gazetteer,
            names: &self.unit_names,
            home: resolution.home,
            is_central,
            found: Vec::new(),
            index: HashMap::new(),
            written: HashMap::new(),
        };
        for task in tasks {
            let of_task = task.clause.parties.iter().map(|party| (party.kind == PartyKind::Unit).then(|| units.resolve(party)));
            resolution.parties.push(of_task.collect());
        }
        resolution.units = units.found;
    }

    fn places(&self, home: Option<usize>) -> Places<'_> {
        Places { lexicon: &self.lexicon, gazetteer: &self.gazetteer, landmarks: &self.landmarks, home }
    }

    /// What a stretch says of places, where `taken` are names already.
    fn read<'a>(&'a self, text: &str, stretch: Span, taken: &[Span], home: Option<usize>) -> Read<'a> {
        let hits = place::hits(&self.gazetteer, text, stretch, taken);
        let (places, turned) = self.places(home).decide(text, stretch.end, &hits);
        Read { hits, places, turned }
    }

    /// The areas that running text names, and the members of ecological zones. Gives what was read of the body of each task.
    fn areas(&self, document: &Document, tasks: &[Task], resolution: &mut Resolution) -> Vec<Read<'_>> {
        let text = document.source.folded();
        let mut read = Vec::with_capacity(tasks.len());
        for (at, task) in tasks.iter().enumerate() {
            let of_body = self.read(text, task.body, &[], resolution.home);
            for (area, members) in self.area_names.running(text, task.body, &of_body.hits) {
                let index = add_area(area, &mut resolution.areas);
                let spans: Vec<Span> = members.iter().map(|member| of_body.hits[*member].span).collect();
                let inside = of_body.places.iter().filter(|found| !found.qualifies && spans.contains(&found.span));
                resolution.memberships.extend(inside.map(|found| Membership {
                    task: at,
                    area: index,
                    place: found.place,
                    span: found.span,
                }));
            }
            read.push(of_body);
        }
        for area in &mut resolution.areas {
            area.cluster = self.lexicon.clusters.iter().position(|cluster| cluster.name == area.name);
        }
        read
    }

    /// Everything that the words of one task name; `of_body` is what its body says of places, unless areas are named there.
    fn task<'a>(
        &'a self,
        document: &Document,
        (at, task): (usize, &Task),
        areas: &Phrases<'_, usize>,
        of_body: &mut Read<'a>,
        resolution: &mut Resolution,
    ) {
        let text = document.source.folded();
        // The heading is read too, unless it is only the first words of the body.
        let stretches = [task.title, task.body].into_iter().filter(|stretch| !stretch.is_empty());
        let stretches: Vec<Span> = stretches
            .enumerate()
            .filter(|(index, stretch)| *index == 1 || !task.body.contains(*stretch))
            .map(|(_, stretch)| stretch)
            .collect();
        for stretch in stretches {
            let area_spans: Vec<(Span, usize)> =
                areas.find(stretch.of(text)).map(|(start, end, area)| (Span::new(start, end).shifted(stretch.start), area[0])).collect();
            let taken: Vec<Span> = area_spans.iter().map(|(span, _)| *span).collect();
            let Read { hits, places, turned } = if stretch == task.body && taken.is_empty() {
                std::mem::take(of_body)
            } else {
                self.read(text, stretch, &taken, resolution.home)
            };
            let industries = self.concepts.industries(text, stretch);
            let mut add = |span, referent| resolution.mentions.push(Mention { task: at, span, referent });
            area_spans.iter().for_each(|(span, area)| add(*span, Referent::Place(PlaceRef::Area(*area))));
            places.iter().for_each(|found| add(found.span, Referent::Place(found.place)));
            industries.iter().for_each(|(span, row)| add(*span, Referent::Industry(*row)));
            self.concepts.topics(text, stretch).into_iter().for_each(|(span, row)| add(span, Referent::Topic(row)));
            let projects = project::routes(text, stretch.end, &hits)
                .into_iter()
                .chain(project::works(text, stretch.end, &hits, &turned))
                .chain(project::quoted(text, stretch));
            let projects: Vec<FoundNamed> = projects.collect();
            let zones = named(at, turned.into_iter().chain(projects), resolution);
            if stretch == task.body {
                let subjects = with_areas(&places, &area_spans, &zones);
                let sentences = Sentences { text, task: at, concepts: &self.concepts };
                let (developments, goods) = self.developing.read(&sentences, stretch, &subjects, &industries);
                resolution.developments.extend(developments);
                resolution.goods.extend(goods);
            }
        }
    }

    /// A belt develops what its own name says and what the places of its paragraph develop for it, and covers those places.
    fn belts(&self, document: &Document, tasks: &[Task], resolution: &mut Resolution) {
        let text = document.source.folded();
        for (at, task) in tasks.iter().enumerate() {
            let is_belt = |area: &Area| area.kind == ZoneKind::IndustryBelt && area.name == task.title.of(text);
            let Some(area) = resolution.areas.iter().position(is_belt) else { continue };
            let own = self.concepts.industries(text, task.title).into_iter();
            let mut belt: Vec<_> = own
                .map(|(span, industry)| super::Development {
                    task: at,
                    place: PlaceRef::Area(area),
                    industry,
                    place_span: task.title,
                    industry_span: span,
                    sentence: task.title,
                })
                .collect();
            let of_places: Vec<_> =
                resolution.developments.iter().filter(|found| found.task == at && found.place != PlaceRef::Area(area)).copied().collect();
            let mut covered = BTreeSet::new();
            for found in of_places {
                belt.push(super::Development { place: PlaceRef::Area(area), ..found });
                if covered.insert(found.place) {
                    resolution.memberships.push(Membership { task: at, area, place: found.place, span: found.place_span });
                }
            }
            let mut seen = BTreeSet::new();
            belt.retain(|found| seen.insert(found.industry));
            resolution.developments.extend(belt);
        }
        resolution.developments.sort();
    }

    /// 相关盟市: the prefectures of the plan's own province that its task names; 相关旗县: the counties.
    fn localities(&self, document: &Document, tasks: &[Task], resolution: &mut Resolution) {
        let text = document.source.folded();
        let Some(home) = resolution.home else {
            resolution.localities = vec![Vec::new(); tasks.len()];
            return;
        };
        for (at, task) in tasks.iter().enumerate() {
            let groups = task.clause.parties.iter().filter(|party| party.kind == PartyKind::Group);
            let levels: BTreeSet<DivisionLevel> = groups.filter_map(|party| level_of_group(party.span.of(text))).collect();
            let mut found: Vec<(usize, Span)> = Vec::new();
            for mention in resolution.mentions.iter().filter(|mention| mention.task == at) {
                if let Referent::Place(PlaceRef::Division(division)) = mention.referent
                    && levels.contains(&self.lexicon.divisions[division].level())
                    && division != home
                    && self.gazetteer.lies_in(&self.lexicon, division, home)
                    && !found.iter().any(|(other, _)| *other == division)
                {
                    found.push((division, mention.span));
                }
            }
            resolution.localities.push(found);
        }
    }
}

/// The level of the divisions that a group of localities means; `None` for a group of departments.
fn level_of_group(words: &str) -> Option<DivisionLevel> {
    let prefectures = ["盟市", "市州", "州市", "市（州）", "地市", "市地", "各市", "相关市", "有关市"];
    let counties = ["旗县", "县区", "区县", "县市", "市县", "县（市", "旗区"];
    if counties.iter().any(|word| words.contains(word)) {
        return Some(DivisionLevel::County);
    }
    prefectures.iter().any(|word| words.contains(word)).then_some(DivisionLevel::Prefecture)
}

fn add_area(area: Area, areas: &mut Vec<Area>) -> usize {
    areas.iter().position(|other| other.name == area.name).unwrap_or_else(|| {
        areas.push(area);
        areas.len() - 1
    })
}

fn area_phrases(names: &[String]) -> Phrases<'_, usize> {
    Phrases::new(names.iter().enumerate().map(|(at, name)| (name.as_str(), at)))
}

/// Enters names of other things; gives the development zones among them, which are places.
fn named(task: usize, found: impl Iterator<Item = FoundNamed>, resolution: &mut Resolution) -> Vec<(Span, usize)> {
    let mut zones = Vec::new();
    for FoundNamed { span, kind, name } in found {
        let thing = Named { kind, name };
        let index = resolution.named.iter().position(|other| *other == thing).unwrap_or_else(|| {
            resolution.named.push(thing);
            resolution.named.len() - 1
        });
        let referent = if kind == NamedKind::Zone { Referent::Place(PlaceRef::Zone(index)) } else { Referent::Named(index) };
        if kind == NamedKind::Zone {
            zones.push((span, index));
        }
        resolution.mentions.push(Mention { task, span, referent });
    }
    zones
}

/// The places of a stretch with its areas and zones, in order: all may be the subject of a development.
fn with_areas(places: &[FoundPlace], areas: &[(Span, usize)], zones: &[(Span, usize)]) -> Vec<FoundPlace> {
    let other = |span: Span, place| FoundPlace { span, place, join: place::Join::Apart, qualifies: false };
    let mut all: Vec<FoundPlace> = places.to_vec();
    all.extend(areas.iter().map(|(span, area)| other(*span, PlaceRef::Area(*area))));
    all.extend(zones.iter().map(|(span, zone)| other(*span, PlaceRef::Zone(*zone))));
    all.sort_by_key(|found| found.span);
    all
}
