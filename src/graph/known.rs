//! What plans name of the lexicon, and their units: what the graph of reference data is made of.
//!
//! It grows with the things named, not with the plans. Entered plan by plan, joined, or read again out of the graphs of plans that are stored,
//! in whatever order: it is the same.

use super::iri::Names;
use super::store::GraphError;
use super::vocab::{dcterms, fg, skos};
use crate::lexicon::Lexicon;
use crate::reader::Reading;
use crate::resolve::{Gazetteer, PlaceRef, Referent, Resolver, Unit};
use crate::store::{GraphFilter, Id, Snapshot};
use oxigraph::model::{NamedNodeRef, Term};
use rustc_hash::{FxHashMap, FxHashSet};
use std::collections::{BTreeMap, BTreeSet};

/// What some plans name of the lexicon, and their units.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Known {
    pub(super) places: BTreeSet<PlaceRef>,
    pub(super) industries: BTreeSet<usize>,
    /// By name, with the year of the earliest plan that names it; one without a year is before all.
    pub(super) units: BTreeMap<String, (Unit, Option<i32>)>,
}

impl Known {
    /// Enters what a plan names.
    pub(super) fn add(&mut self, resolver: &Resolver, reading: &Reading) {
        let (lexicon, gazetteer, resolution) = (resolver.lexicon(), &resolver.gazetteer, &reading.resolution);
        let mut place = |place| self.place(lexicon, gazetteer, place);
        resolution.home.into_iter().for_each(|home| place(PlaceRef::Division(home)));
        resolution.units.iter().filter_map(|unit| unit.division).for_each(|division| place(PlaceRef::Division(division)));
        for mention in &resolution.mentions {
            match mention.referent {
                Referent::Place(PlaceRef::Area(at)) => {
                    let cluster = resolution.areas[at].cluster;
                    cluster.into_iter().for_each(|cluster| self.place(lexicon, gazetteer, PlaceRef::Cluster(cluster)));
                }
                Referent::Place(place) => self.place(lexicon, gazetteer, place),
                Referent::Industry(at) => self.industry(lexicon, at),
                Referent::Topic(_) | Referent::Named(_) => {}
            }
        }
        // What is known only in its plan is told there.
        for unit in resolution.units.iter().filter(|unit| unit.is_decided) {
            let year = reading.metadata.year;
            match self.units.get_mut(&unit.name) {
                // Its department follows from name and division.
                Some((known, earliest)) if known.division == unit.division => {
                    let department = known.department;
                    agree(known, unit);
                    known.department = department;
                    *earliest = (*earliest).min(year);
                }
                _ => {
                    // By its name alone, as it will be known when the plan is stored: how the plan writes it counts no more.
                    let department = resolver.department_of(&unit.name, unit.division);
                    // What plans write it as stands in their own graphs.
                    self.unit(Unit { forms: BTreeSet::new(), department, ..unit.clone() }, year);
                }
            }
        }
    }

    /// Enters what other plans name.
    pub(super) fn join(&mut self, other: Self) {
        self.places.extend(other.places);
        self.industries.extend(other.industries);
        other.units.into_values().for_each(|(unit, year)| self.unit(unit, year));
    }

    /// What the plans of these graphs name, as their statements tell.
    ///
    /// # Errors
    /// [`GraphError`] where the store cannot be read.
    pub(super) fn stored(snapshot: &Snapshot, plans: &FxHashSet<Id>, names: &Names, resolver: &Resolver) -> Result<Self, GraphError> {
        let stored = Stored { snapshot, plans };
        let (lexicon, gazetteer) = (resolver.lexicon(), &resolver.gazetteer);
        let (mut known, things) = (Self::default(), Things::of(names, lexicon));
        for predicate in [fg::REFERS_TO, fg::JURISDICTION] {
            for object in stored.objects(predicate)? {
                match things.0.get(&object) {
                    Some(Thing::Place(place)) => known.place(lexicon, gazetteer, *place),
                    Some(Thing::Industry(at)) => known.industry(lexicon, *at),
                    None => {}
                }
            }
        }
        let mut years: FxHashMap<Id, Option<i32>> = FxHashMap::default();
        for [_, object, graph] in stored.statements(dcterms::ISSUED)? {
            years.insert(graph, snapshot.term(object).ok().and_then(|term| literal(&term).parse().ok()));
        }
        let mut units: FxHashMap<Id, (Unit, Option<i32>)> = FxHashMap::default();
        for [unit, object, graph] in stored.statements(fg::SHORT_NAME)? {
            let short = literal(&snapshot.term(object)?).to_owned();
            let year = years.get(&graph).copied().flatten();
            let blank = Unit { short, is_decided: true, ..Unit::default() };
            match units.get_mut(&unit) {
                Some((known, earliest)) => {
                    agree(known, &blank);
                    *earliest = (*earliest).min(year);
                }
                None => _ = units.insert(unit, (blank, year)),
            }
        }
        for [unit, object, _] in stored.statements(skos::PREF_LABEL)? {
            if let Some((unit, _)) = units.get_mut(&unit) {
                unit.name = literal(&snapshot.term(object)?).to_owned();
            }
        }
        for [unit, object, _] in stored.statements(fg::JURISDICTION)? {
            if let (Some((unit, _)), Some(Thing::Place(PlaceRef::Division(at)))) = (units.get_mut(&unit), things.thing(snapshot, object)?) {
                unit.division = earlier(unit.division, Some(*at));
            }
        }
        let functions: FxHashMap<String, &str> =
            lexicon.functions.iter().map(|row| (names.thing("function", row.id).into_string(), row.id)).collect();
        for [unit, object, _] in stored.statements(fg::FUNCTION_OF)? {
            if let (Some((unit, _)), Term::NamedNode(node)) = (units.get_mut(&unit), snapshot.term(object)?) {
                unit.function = earlier(unit.function.take(), functions.get(node.as_str()).map(|id| (*id).to_owned()));
            }
        }
        for (id, (mut unit, year)) in units {
            // What is known only in its plan, and what became of it, is told there.
            if !matches!(snapshot.term(id)?, Term::NamedNode(node) if node == names.thing("unit", &unit.name)) {
                continue;
            }
            unit.department = resolver.department_of(&unit.name, unit.division);
            known.unit(unit, year);
        }
        Ok(known)
    }

    fn unit(&mut self, unit: Unit, year: Option<i32>) {
        match self.units.get_mut(&unit.name) {
            Some((known, earliest)) => {
                agree(known, &unit);
                *earliest = (*earliest).min(year);
            }
            None => _ = self.units.insert(unit.name.clone(), (unit, year)),
        }
    }

    /// Enters a place with those that it lies in or covers.
    fn place(&mut self, lexicon: &Lexicon, gazetteer: &Gazetteer, place: PlaceRef) {
        if matches!(place, PlaceRef::Area(_) | PlaceRef::Zone(_)) || !self.places.insert(place) {
            return;
        }
        let outer = outer(lexicon, gazetteer, place);
        outer.into_iter().for_each(|outer| self.place(lexicon, gazetteer, PlaceRef::Division(outer)));
        if let PlaceRef::Cluster(at) = place {
            members(lexicon, gazetteer, at).into_iter().for_each(|member| self.place(lexicon, gazetteer, PlaceRef::Division(member)));
        }
    }

    fn industry(&mut self, lexicon: &Lexicon, at: usize) {
        if self.industries.insert(at) {
            let broader = &lexicon.industries[at].broader;
            let above = lexicon.industries.iter().enumerate().filter(|(_, row)| broader.contains(&row.id)).map(|(at, _)| at);
            above.for_each(|above| self.industry(lexicon, above));
        }
    }
}

/// What two plans say of one unit, as one: whatever their order, it is the same.
fn agree(known: &mut Unit, other: &Unit) {
    if (other.short.chars().count(), &other.short) < (known.short.chars().count(), &known.short) {
        known.short.clone_from(&other.short);
    }
    known.function = earlier(known.function.take(), other.function.clone());
    known.department = earlier(known.department, other.department);
    known.division = earlier(known.division, other.division);
}

/// The earlier of two values, of those that there are.
fn earlier<T: Ord>(one: Option<T>, other: Option<T>) -> Option<T> {
    one.into_iter().chain(other).min()
}

/// The words of a literal.
fn literal(term: &Term) -> &str {
    if let Term::Literal(literal) = term { literal.value() } else { "" }
}

/// The graphs of plans in a store.
struct Stored<'a> {
    snapshot: &'a Snapshot,
    plans: &'a FxHashSet<Id>,
}

impl Stored<'_> {
    /// Subject, object and graph of the statements of a predicate.
    fn statements(&self, predicate: NamedNodeRef<'_>) -> Result<Vec<[Id; 3]>, GraphError> {
        let Some(predicate) = self.snapshot.id_of(predicate.into())? else { return Ok(Vec::new()) };
        let mut found = Vec::new();
        for quad in self.snapshot.quads(None, Some(predicate), None, GraphFilter::Named) {
            let [subject, _, object, graph] = quad?;
            if self.plans.contains(&graph) {
                found.push([subject, object, graph]);
            }
        }
        Ok(found)
    }

    /// The IRIs that are objects of a predicate, each once.
    fn objects(&self, predicate: NamedNodeRef<'_>) -> Result<BTreeSet<String>, GraphError> {
        let ids: FxHashSet<Id> = self.statements(predicate)?.into_iter().map(|[_, object, _]| object).collect();
        let terms = ids.into_iter().map(|id| self.snapshot.term(id)).collect::<Result<Vec<_>, _>>()?;
        Ok(terms.into_iter().filter_map(|term| if let Term::NamedNode(node) = term { Some(node.into_string()) } else { None }).collect())
    }
}

/// Things of the lexicon by their IRIs.
struct Things(FxHashMap<String, Thing>);

enum Thing {
    Place(PlaceRef),
    Industry(usize),
}

impl Things {
    fn of(names: &Names, lexicon: &Lexicon) -> Self {
        let divisions = lexicon.divisions.iter().enumerate().map(|(at, row)| (names.division(row), Thing::Place(PlaceRef::Division(at))));
        let place = |kind: &'static str, id: &str, place| (names.thing(kind, id), Thing::Place(place));
        let regions = lexicon.regions.iter().enumerate().map(|(at, row)| place("region", row.id, PlaceRef::Region(at)));
        let ports = lexicon.ports.iter().enumerate().map(|(at, row)| place("port", row.id, PlaceRef::Port(at)));
        let clusters = lexicon.clusters.iter().enumerate().map(|(at, row)| place("cluster", row.id, PlaceRef::Cluster(at)));
        let industries = lexicon.industries.iter().enumerate().map(|(at, row)| (names.thing("industry", row.id), Thing::Industry(at)));
        Self(
            divisions
                .chain(regions)
                .chain(ports)
                .chain(clusters)
                .chain(industries)
                .map(|(node, thing)| (node.into_string(), thing))
                .collect(),
        )
    }

    fn thing(&self, snapshot: &Snapshot, id: Id) -> Result<Option<&Thing>, GraphError> {
        Ok(if let Term::NamedNode(node) = snapshot.term(id)? { self.0.get(node.as_str()) } else { None })
    }
}

/// The division that a place lies in.
pub(super) fn outer(lexicon: &Lexicon, gazetteer: &Gazetteer, place: PlaceRef) -> Option<usize> {
    match place {
        PlaceRef::Division(at) => gazetteer.parent(lexicon, at),
        PlaceRef::Region(at) => gazetteer.division(lexicon.regions[at].within),
        PlaceRef::Port(at) => gazetteer.division(lexicon.ports[at].division),
        _ => None,
    }
}

/// The divisions of a city cluster.
pub(super) fn members(lexicon: &Lexicon, gazetteer: &Gazetteer, cluster: usize) -> Vec<usize> {
    lexicon.clusters[cluster].members.iter().filter_map(|code| gazetteer.division(code)).collect()
}

#[cfg(test)]
mod tests {
    use super::Known;
    use crate::document::Metadata;
    use crate::graph::{Intake, Named, Names, Origin, stored_plans};
    use crate::reader::{Reader, Reading};
    use crate::store::{Builder, Snapshot};
    use crate::text::Source;
    use std::path::{Path, PathBuf};

    fn readings(reader: &Reader) -> Vec<Reading> {
        let folders = ["tests/plans", "data/plans"].map(|folder| Path::new(env!("CARGO_MANIFEST_DIR")).join(folder));
        let files =
            folders.iter().flat_map(|folder| std::fs::read_dir(folder).expect("a directory")).map(|entry| entry.expect("an entry").path());
        let mut files: Vec<PathBuf> = files.filter(|path| path.extension().is_some_and(|ending| ending == "txt")).collect();
        files.sort();
        files.iter().map(|path| reader.read(Source::read(path).expect("a text"), Metadata::beside(path).expect("metadata"))).collect()
    }

    /// What a store tells of its plans is what they told when they were read: so reference data can be made anew without reading them.
    #[test]
    fn what_plans_name_is_read_again_out_of_their_graphs() {
        let (reader, names) = (Reader::new(None).expect("tables"), Names::new(crate::graph::DEFAULT_BASE).expect("a base"));
        let readings = readings(&reader);
        assert!(readings.len() > 50);
        let mut intake = Intake::new(&reader, &names);
        let mut known = Known::default();
        for reading in &readings {
            intake.plan(reading, &Origin { path: reading.id.clone(), sha256: String::new(), rules: String::new() });
            let mut one = Known::default();
            one.add(reader.resolver(), reading);
            known.join(one);
        }
        let (mut builder, mut named) = (Builder::new(), Named::default());
        intake.hand_over(&mut builder, &mut named).expect("numbers for all");
        assert!(named == Named::from(known.clone()), "joined or entered, it is the same");
        let snapshot = Snapshot::empty().with(builder).expect("a snapshot");
        let plans = stored_plans(&snapshot).expect("plans");
        assert_eq!(plans.len(), readings.len());
        let ids = plans.iter().filter_map(|plan| snapshot.id_of(plan.as_ref().into()).expect("a store")).collect();
        let stored = Known::stored(&snapshot, &ids, &names, reader.resolver()).expect("a store");
        assert_eq!(stored.places, known.places);
        assert_eq!(stored.industries, known.industries);
        for ((name, one), (other_name, other)) in stored.units.iter().zip(&known.units) {
            assert_eq!((name, one), (other_name, other));
        }
        assert_eq!(stored.units.len(), known.units.len());
    }
}
