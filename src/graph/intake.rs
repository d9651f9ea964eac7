//! Plans on their way into a store: each its own graph, and the reference data that they name.
//!
//! Several intakes can be filled at once, and hand over what they have to one builder. With the graph of a plan stands where it was read from and by
//! which rules ([`Origin`]), so that it can be told later whether it has to be read again.

use super::iri::Names;
use super::known::Known;
use super::numbers::Numbers;
use super::sink::Out;
use super::store::GraphError;
use super::vocab::{fg, rdf};
use super::{ontology, plan, reference};
use crate::reader::{Reader, Reading};
use crate::store::{Builder, GraphFilter, Id, Snapshot, StoreError};
use oxigraph::model::{GraphName, NamedNode, NamedNodeRef, Term};
use rustc_hash::{FxHashMap, FxHashSet};

/// Where a plan was read from, and by which rules.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Origin {
    /// The file, by a path that is the same on every machine.
    pub path: String,
    /// The SHA-256 of its bytes and of the metadata beside it.
    pub sha256: String,
    /// What tells the rules that it was read by from others.
    pub rules: String,
}

/// The plans of a store with their origins.
#[derive(Debug, Clone, Default)]
pub struct Origins(Vec<(NamedNode, Origin)>);

impl Origins {
    /// Those of the plans in a store.
    ///
    /// # Errors
    /// [`GraphError`] where it cannot be read.
    pub fn of(snapshot: &Snapshot) -> Result<Self, GraphError> {
        let literals = |predicate: NamedNodeRef<'_>| -> Result<FxHashMap<(Id, Id), String>, GraphError> {
            let Some(predicate) = snapshot.id_of(predicate.into())? else { return Ok(FxHashMap::default()) };
            let mut found = FxHashMap::default();
            for quad in snapshot.quads(None, Some(predicate), None, GraphFilter::Named) {
                let [subject, _, object, graph] = quad?;
                if let Term::Literal(literal) = snapshot.term(object)? {
                    found.insert((graph, subject), literal.value().to_owned());
                }
            }
            Ok(found)
        };
        let (paths, hashes, rules) = (literals(fg::PATH)?, literals(fg::SHA256)?, literals(fg::RULES)?);
        let rules: FxHashMap<Id, String> = rules.into_iter().map(|((graph, _), rules)| (graph, rules)).collect();
        let mut origins = Vec::with_capacity(paths.len());
        for ((graph, file), path) in paths {
            let (Some(sha256), Some(rules)) = (hashes.get(&(graph, file)), rules.get(&graph)) else { continue };
            if let Term::NamedNode(plan) = snapshot.term(graph)? {
                origins.push((plan, Origin { path, sha256: sha256.clone(), rules: rules.clone() }));
            }
        }
        origins.sort_by(|(_, one), (_, other)| one.path.cmp(&other.path));
        Ok(Self(origins))
    }

    /// The plans with their origins, by path.
    pub fn iter(&self) -> impl Iterator<Item = &(NamedNode, Origin)> {
        self.0.iter()
    }
}

/// Takes plans in.
#[derive(Debug)]
pub struct Intake<'a> {
    reader: &'a Reader,
    names: &'a Names,
    numbers: Numbers,
    known: Known,
}

impl<'a> Intake<'a> {
    /// Of no plan.
    pub fn new(reader: &'a Reader, names: &'a Names) -> Self {
        Self { reader, names, numbers: Numbers::default(), known: Known::default() }
    }

    /// Takes the graph of a plan in, with its origin.
    pub fn plan(&mut self, reading: &Reading, origin: &Origin) {
        self.known.add(self.reader.resolver(), reading);
        let out = Out::Numbers(Box::new(std::mem::take(&mut self.numbers)));
        let mut sink = plan::state(self.names, self.reader.lexicon(), reading, out);
        let plan = self.names.thing("plan", &reading.id);
        let part = |name: &str| NamedNode::new_unchecked(format!("{}#{name}", plan.as_str()));
        let (file, run) = (part("file"), part("run"));
        sink.class(&file, super::vocab::prov::ENTITY);
        sink.words(&file, fg::PATH, &origin.path);
        sink.words(&file, fg::SHA256, &origin.sha256);
        sink.link(&run, super::vocab::prov::USED, &file);
        sink.words(&run, fg::RULES, &origin.rules);
        self.numbers = sink.into_numbers();
    }

    /// How many statements it has that were not handed over.
    pub const fn len(&self) -> usize {
        self.numbers.len()
    }

    /// Whether it has none.
    pub const fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Adds the graphs of the plans and what they name to those of others, says how many statements they have, and forgets them here.
    ///
    /// # Errors
    /// The first that was met.
    pub fn hand_over(&mut self, to: &mut Builder, named: &mut Named) -> Result<usize, StoreError> {
        let statements = self.numbers.len();
        self.numbers.hand_over(to)?;
        named.join(Named(std::mem::take(&mut self.known)));
        Ok(statements)
    }
}

/// What plans name of the reference data.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Named(Known);

#[cfg(test)]
impl From<Known> for Named {
    fn from(known: Known) -> Self {
        Self(known)
    }
}

impl Named {
    /// What these plans of a store name.
    ///
    /// # Errors
    /// [`GraphError`] where it cannot be read.
    pub fn stored(snapshot: &Snapshot, plans: &FxHashSet<NamedNode>, reader: &Reader, names: &Names) -> Result<Self, GraphError> {
        let mut ids = FxHashSet::default();
        for plan in plans {
            ids.extend(snapshot.id_of(plan.as_ref().into())?);
        }
        Known::stored(snapshot, &ids, names, reader.resolver()).map(Self)
    }

    /// Enters what other plans name.
    pub fn join(&mut self, other: Self) {
        self.0.join(other.0);
    }

    /// The graphs of the reference data that are named, and of the ontology.
    ///
    /// # Errors
    /// The first that was met.
    pub fn state(&self, reader: &Reader, names: &Names) -> Result<Builder, StoreError> {
        let out = Out::Numbers(Box::default());
        let sink = reference::state(names, reader.lexicon(), &reader.resolver().gazetteer, self.0.clone(), out);
        ontology::state(Out::Numbers(Box::new(sink.into_numbers()))).into_numbers().finish()
    }

    /// The names of these graphs.
    pub fn graphs(names: &Names) -> [GraphName; 2] {
        [reference::name(names), ontology::name()].map(GraphName::from)
    }
}

/// The plans of a store, whether they have an origin or not.
///
/// # Errors
/// [`GraphError`] where it cannot be read.
pub fn stored_plans(snapshot: &Snapshot) -> Result<FxHashSet<NamedNode>, GraphError> {
    let mut plans = FxHashSet::default();
    let (Some(kind), Some(plan)) = (snapshot.id_of(rdf::TYPE.into())?, snapshot.id_of(fg::PLAN.into())?) else { return Ok(plans) };
    for quad in snapshot.quads(None, Some(kind), Some(plan), GraphFilter::Named) {
        let [subject, _, _, graph] = quad?;
        if subject == graph
            && let Term::NamedNode(plan) = snapshot.term(subject)?
        {
            plans.insert(plan);
        }
    }
    Ok(plans)
}
