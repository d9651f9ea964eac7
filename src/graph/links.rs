//! What the words of tasks link: each link is stated, and stated again as a thing with its evidence.

use super::iri::{Names, joined};
use super::plan::PlanGraph;
use super::vocab::{fg, rdf, skos};
use crate::extract::{PartyKind, Person};
use crate::lexicon::ZoneKind;
use crate::resolve::{NamedKind, PlaceRef, Referent};
use crate::text::Span;
use oxigraph::model::{NamedNode, NamedNodeRef};
use rustc_hash::FxHashSet;

/// Adds the links of a plan to its graph.
pub(super) struct Links<'g, 'a> {
    graph: &'g mut PlanGraph<'a>,
    described: FxHashSet<NamedNode>,
    stated: FxHashSet<NamedNode>,
    plain: FxHashSet<(NamedNode, NamedNodeRef<'static>, NamedNode)>,
}

impl<'g, 'a> Links<'g, 'a> {
    pub(super) fn new(graph: &'g mut PlanGraph<'a>) -> Self {
        Self { graph, described: FxHashSet::default(), stated: FxHashSet::default(), plain: FxHashSet::default() }
    }

    pub(super) fn add(mut self) {
        self.mentions();
        self.areas();
        self.developments();
        self.localities();
        self.persons();
    }

    /// Everything that tasks name: `fg:concernsPlace` and its kin.
    fn mentions(&mut self) {
        let reading = self.graph.reading;
        for mention in &reading.resolution.mentions {
            let (thing, predicate) = match mention.referent {
                Referent::Place(place) => (self.place(place), fg::CONCERNS_PLACE),
                Referent::Industry(at) => (self.graph.names.thing("industry", self.graph.lexicon.industries[at].id), fg::CONCERNS_INDUSTRY),
                Referent::Topic(at) => (self.graph.names.thing("topic", self.graph.lexicon.topics[at].id), fg::CONCERNS_TOPIC),
                Referent::Named(at) => self.named(at),
            };
            let node = self.graph.mention(mention.task, mention.span);
            self.graph.refers(mention.span, &node, &thing);
            let task = self.graph.tasks[mention.task].clone();
            self.link(mention.task, &task, predicate, &thing, &[mention.span]);
        }
    }

    /// A place as a node; what the plan itself names is described here, what the lexicon knows in the reference graph.
    fn place(&mut self, place: PlaceRef) -> NamedNode {
        let node = self.graph.place(place);
        let resolution = &self.graph.reading.resolution;
        let described = match place {
            PlaceRef::Area(at) if resolution.areas[at].cluster.is_none() => {
                let class = match resolution.areas[at].kind {
                    ZoneKind::EcologicalZone => fg::ECOLOGICAL_ZONE,
                    ZoneKind::IndustryBelt => fg::INDUSTRY_BELT,
                    ZoneKind::CityCluster => fg::CITY_CLUSTER,
                };
                Some((class, resolution.areas[at].name.clone()))
            }
            PlaceRef::Zone(at) => Some((fg::DEVELOPMENT_ZONE, resolution.named[at].name.clone())),
            _ => None,
        };
        if let Some((class, name)) = described
            && self.described.insert(node.clone())
        {
            self.graph.sink.class(&node, class);
            self.graph.sink.chinese(&node, skos::PREF_LABEL, &name);
            if class == fg::DEVELOPMENT_ZONE {
                let plan = self.graph.plan.clone();
                self.graph.sink.link(&node, fg::ONLY_IN, &plan);
            }
        }
        node
    }

    fn named(&mut self, at: usize) -> (NamedNode, NamedNodeRef<'static>) {
        let named = self.graph.reading.resolution.named[at].clone();
        let (kind, class, predicate, word) = match named.kind {
            NamedKind::Project => ("project", fg::PROJECT, fg::CONCERNS_PROJECT, "project"),
            NamedKind::Deposit => ("deposit", fg::DEPOSIT, fg::CONCERNS, "deposit"),
            NamedKind::Zone => ("zone", fg::DEVELOPMENT_ZONE, fg::CONCERNS_PLACE, "zone"),
            NamedKind::Institution => ("name", fg::NAMED_THING, fg::CONCERNS, "institution"),
            NamedKind::Heritage => ("name", fg::NAMED_THING, fg::CONCERNS, "heritage"),
            NamedKind::Event => ("name", fg::NAMED_THING, fg::CONCERNS, "event"),
        };
        let node = Names::part(&self.graph.plan, kind, &named.name);
        if self.described.insert(node.clone()) {
            self.graph.sink.class(&node, class);
            self.graph.sink.chinese(&node, skos::PREF_LABEL, &named.name);
            if class == fg::DEVELOPMENT_ZONE {
                let plan = self.graph.plan.clone();
                self.graph.sink.link(&node, fg::ONLY_IN, &plan);
            }
            if class == fg::NAMED_THING {
                self.graph.sink.words(&node, fg::KIND, word);
            }
        }
        (node, predicate)
    }

    fn areas(&mut self) {
        let reading = self.graph.reading;
        for at in 0..reading.resolution.areas.len() {
            self.place(PlaceRef::Area(at));
        }
        for membership in &reading.resolution.memberships {
            let area = self.place(PlaceRef::Area(membership.area));
            let member = self.place(membership.place);
            self.link(membership.task, &area, fg::COVERS, &member, &[membership.span]);
        }
    }

    fn developments(&mut self) {
        let reading = self.graph.reading;
        let industry = |links: &Self, at: usize| links.graph.names.thing("industry", links.graph.lexicon.industries[at].id);
        for found in &reading.resolution.developments {
            let (place, industry) = (self.place(found.place), industry(self, found.industry));
            self.link(found.task, &place, fg::DEVELOPS, &industry, &[found.sentence]);
        }
        for good in &reading.resolution.goods {
            let found = good.development;
            let (place, industry) = (self.place(found.place), industry(self, found.industry));
            self.link(found.task, &place, fg::TRADES_IN, &industry, &[found.sentence]);
        }
    }

    /// 相关盟市: the assignment of the group resolves, by derivation, to the divisions that the task names.
    fn localities(&mut self) {
        let reading = self.graph.reading;
        for (at, task) in reading.extraction.tasks.iter().enumerate() {
            let groups = task.clause.parties.iter().filter(|party| party.kind == PartyKind::Group);
            for party in groups {
                let assignment = self.graph.assignment(at, party, None);
                for (division, span) in &reading.resolution.localities[at] {
                    let division = self.place(PlaceRef::Division(*division));
                    self.link(at, &assignment, fg::RESOLVES_TO, &division, &[party.span, *span]);
                }
            }
        }
    }

    /// Who answers for a task: in the assignment of their unit, or for the task where it is of no one party.
    fn persons(&mut self) {
        let reading = self.graph.reading;
        for (at, task) in reading.extraction.tasks.iter().enumerate() {
            let node = self.graph.tasks[at].clone();
            for (index, party) in task.clause.parties.iter().enumerate() {
                let assignment = self.graph.assignment(at, party, reading.resolution.parties[at][index]);
                party.persons.iter().for_each(|person| self.person(at, &assignment, person));
            }
            task.clause.persons.iter().for_each(|person| self.person(at, &node, person));
        }
    }

    /// A person is known by name within a plan only: two plans may mean two people.
    fn person(&mut self, task: usize, subject: &NamedNode, person: &Person) {
        let node = Names::part(&self.graph.plan, "person", &person.name);
        if self.described.insert(node.clone()) {
            self.graph.sink.class(&node, fg::PERSON_CLASS);
            self.graph.sink.chinese(&node, skos::PREF_LABEL, &person.name);
        }
        let mention = self.graph.mention(task, person.span);
        self.graph.refers(person.span, &mention, &node);
        let link = self.link(task, subject, fg::PERSON, &node, &[person.span]);
        if let Some(called) = &person.called {
            self.graph.sink.chinese(&link, fg::CALLED, called);
        }
    }

    /// States a link, and once more as a thing that carries task and evidence.
    fn link(
        &mut self,
        task: usize,
        subject: &NamedNode,
        predicate: NamedNodeRef<'static>,
        object: &NamedNode,
        evidence: &[Span],
    ) -> NamedNode {
        let task_node = &self.graph.tasks[task];
        let is_of_task = subject == task_node;
        let ((of, name), (kind, value)) = (tail(subject.as_str()), tail(object.as_str()));
        let about: &[&str] = if is_of_task { &[] } else { &[of, "-", name, "-"] };
        let start = [task_node.as_str(), "/", super::iri::local(predicate.as_str()), "/"];
        let node = NamedNode::new_unchecked(joined(&[&start, about, &[kind, "-", value]].concat(), 0));
        if self.stated.insert(node.clone()) {
            let sink = &mut self.graph.sink;
            // Two tasks may say the same of another thing.
            if is_of_task || self.plain.insert((subject.clone(), predicate, object.clone())) {
                sink.link(subject, predicate, object);
            }
            sink.term(&node, rdf::TYPE, fg::LINK);
            sink.link(&node, fg::TASK_OF, task_node);
            sink.link(&node, rdf::SUBJECT, subject);
            sink.term(&node, rdf::PREDICATE, predicate);
            sink.link(&node, rdf::OBJECT, object);
        }
        for span in evidence {
            let mention = self.graph.mention(task, *span);
            self.graph.sink.link(&node, fg::EVIDENCE, &mention);
        }
        node
    }
}

/// The kind and the name at the end of an IRI, which together tell things apart: division-150100-呼和浩特市.
fn tail(iri: &str) -> (&str, &str) {
    let mut parts = iri.rsplit('/');
    let name = parts.next().unwrap_or_default();
    (parts.next().unwrap_or_default(), name)
}
