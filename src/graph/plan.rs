//! The named graph of one plan: document, tasks, parties, assignments.

use super::history::History;
use super::iri::{Names, digits};
use super::links::Links;
use super::sink::{Out, Sink};
use super::vocab::{dcterms, fg, prov, rdf, rdfs, skos, xsd};
use crate::extract::{Deadline, Party, PartyKind};
use crate::lexicon::{Lexicon, Role};
use crate::reader::Reading;
use crate::resolve::PlaceRef;
use crate::text::Span;
use oxigraph::model::{Literal, NamedNode, NamedNodeRef};
use rustc_hash::{FxHashMap, FxHashSet};
use std::borrow::Cow;
use std::collections::BTreeMap;

/// What the statements of a plan are made with.
pub(super) struct PlanGraph<'a> {
    pub names: &'a Names,
    pub lexicon: &'a Lexicon,
    pub reading: &'a Reading,
    /// The plan, which also names its graph.
    pub plan: NamedNode,
    pub sink: Sink,
    /// The nodes of tasks, sections and units, which are named again and again.
    pub tasks: Vec<NamedNode>,
    sections: Vec<NamedNode>,
    units: Vec<NamedNode>,
    mentioned: FxHashMap<Span, NamedNode>,
    linked: FxHashSet<(usize, Span)>,
    referred: FxHashMap<Span, Vec<NamedNode>>,
    groups: FxHashSet<NamedNode>,
    /// For each section: whether it is one task and nothing else.
    is_task: Vec<bool>,
}

/// Hands on all statements about a plan.
pub(super) fn state(names: &Names, lexicon: &Lexicon, reading: &Reading, out: Out) -> Sink {
    let plan = names.thing("plan", &reading.id);
    let sink = Sink::new(plan.clone(), out);
    let tasks = (1..=reading.extraction.tasks.len()).map(|number| Names::part(&plan, "task", digits(number, &mut [0; 20]))).collect();
    let units = reading.resolution.units.iter().map(|unit| names.unit(&plan, unit)).collect();
    let mut graph = PlanGraph {
        names,
        lexicon,
        reading,
        sink,
        tasks,
        sections: section_nodes(&plan, reading),
        units,
        plan,
        mentioned: FxHashMap::default(),
        linked: FxHashSet::default(),
        referred: FxHashMap::default(),
        groups: FxHashSet::default(),
        is_task: sections_that_are_tasks(reading),
    };
    graph.document();
    graph.sections();
    graph.units();
    graph.history();
    for at in 0..reading.extraction.tasks.len() {
        graph.task(at);
    }
    Links::new(&mut graph).add();
    graph.sink
}

/// The nodes of the sections. A plan may number two parts alike; the later one is told apart.
fn section_nodes(plan: &NamedNode, reading: &Reading) -> Vec<NamedNode> {
    let mut before: FxHashMap<&str, usize> = FxHashMap::default();
    let node = |path: &str, number: usize| {
        Names::part(plan, "section", &if number == 1 { Cow::from(path) } else { format!("{path}-{number}").into() })
    };
    let sections = reading.document.sections.iter().map(|section| section.path.as_str());
    sections
        .map(|path| {
            let number = before.entry(path).or_default();
            *number += 1;
            node(path, *number)
        })
        .collect()
}

/// Which sections are a numbered item with one task and no parts of its own.
fn sections_that_are_tasks(reading: &Reading) -> Vec<bool> {
    let sections = &reading.document.sections;
    let mut tasks = vec![0_usize; sections.len()];
    reading.extraction.tasks.iter().filter_map(|task| task.section).for_each(|section| tasks[section] += 1);
    let mut is_task: Vec<bool> = tasks.into_iter().map(|count| count == 1).collect();
    sections.iter().filter_map(|section| section.parent).for_each(|parent| is_task[parent] = false);
    is_task
}

/// The predicate and the individual of a role.
const fn role_terms(role: Role) -> (NamedNodeRef<'static>, NamedNodeRef<'static>, &'static str) {
    match role {
        Role::Lead => (fg::LEAD, fg::LEAD_ROLE, "lead"),
        Role::Support => (fg::SUPPORT, fg::SUPPORT_ROLE, "support"),
        Role::Responsible => (fg::RESPONSIBLE, fg::RESPONSIBLE_ROLE, "responsible"),
    }
}

impl PlanGraph<'_> {
    fn document(&mut self) {
        let (plan, metadata, source) = (self.plan.clone(), &self.reading.metadata, &self.reading.document.source);
        self.sink.class(&plan, fg::PLAN);
        self.sink.chinese(&plan, dcterms::TITLE, &self.reading.title());
        if let Some(issuer) = &metadata.issuer {
            self.sink.chinese(&plan, fg::ISSUER, issuer);
        }
        if let Some(year) = metadata.year {
            self.sink.add(&plan, dcterms::ISSUED, Literal::new_typed_literal(format!("{year:04}"), xsd::G_YEAR));
        }
        if let Some(number) = self.reading.document.front.document_number {
            self.sink.words(&plan, dcterms::IDENTIFIER, source.words(number));
        }
        if let Some(origin) = &metadata.origin {
            self.sink.chinese(&plan, dcterms::SOURCE, origin);
        }
        if let Some(home) = self.reading.resolution.home {
            let home = self.place(PlaceRef::Division(home));
            self.sink.link(&plan, fg::JURISDICTION, &home);
        }
        let text = NamedNode::new_unchecked(format!("{}#text", plan.as_str()));
        self.sink.class(&text, prov::ENTITY);
        self.sink.words(&text, fg::SHA256, source.hash());
        self.sink.number(&text, fg::LENGTH, source.characters(Span::new(0, source.text().len())).1);
        self.sink.link(&plan, prov::WAS_DERIVED_FROM, &text);
        let run = NamedNode::new_unchecked(format!("{}#run", plan.as_str()));
        let version = env!("CARGO_PKG_VERSION");
        let program = self.names.thing("software", &format!("fengong-{version}"));
        self.sink.class(&run, prov::ACTIVITY);
        self.sink.link(&run, prov::USED, &text);
        self.sink.link(&run, prov::WAS_ASSOCIATED_WITH, &program);
        self.sink.link(&plan, prov::WAS_GENERATED_BY, &run);
        self.sink.class(&program, prov::SOFTWARE_AGENT);
        self.sink.words(&program, rdfs::LABEL, &format!("fengong {version}"));
    }

    /// The sections; a numbered item that is one task and nothing else is that task, not a section around it.
    fn sections(&mut self) {
        let document = &self.reading.document;
        for (at, section) in document.sections.iter().enumerate() {
            if self.is_task[at] {
                continue;
            }
            let node = &self.sections[at];
            self.sink.class(node, fg::SECTION);
            self.sink.link(node, fg::IN_PLAN, &self.plan);
            self.sink.words(node, fg::NUMBER, &section.path);
            if let Some(title) = document.heading(at) {
                self.sink.chinese(node, dcterms::TITLE, title);
            }
            if let Some(parent) = section.parent {
                self.sink.link(node, fg::IN_SECTION, &self.sections[parent]);
            }
            let text = document.source.words(section.span);
            self.sink.words(node, fg::TEXT, text);
        }
    }

    fn units(&mut self) {
        for at in 0..self.reading.resolution.units.len() {
            let unit = &self.reading.resolution.units[at];
            let node = &self.units[at];
            self.sink.class(node, fg::UNIT);
            self.sink.chinese(node, skos::PREF_LABEL, &unit.name);
            self.sink.chinese(node, fg::SHORT_NAME, &unit.short);
            for form in unit.forms.iter().chain(Some(&unit.short).filter(|short| !unit.forms.contains(*short))) {
                if *form != unit.name {
                    self.sink.chinese(node, skos::ALT_LABEL, form);
                }
            }
            if !unit.is_decided {
                self.sink.link(node, fg::ONLY_IN, &self.plan);
            }
            if let Some(function) = &unit.function {
                let function = self.names.thing("function", function);
                self.sink.link(node, fg::FUNCTION_OF, &function);
            }
            if let Some(division) = unit.division {
                let division = self.names.division(&self.lexicon.divisions[division]);
                self.sink.link(node, fg::JURISDICTION, &division);
            }
        }
    }

    /// What became of the units that are known only in this plan; that of others is told once for all plans.
    fn history(&mut self) {
        let open = self.reading.resolution.units.iter().filter(|unit| !unit.is_decided);
        let open: BTreeMap<String, _> = open.map(|unit| (unit.name.clone(), (unit.clone(), self.reading.metadata.year))).collect();
        let plan = self.plan.clone();
        History::of(self.lexicon, &open).state(self.names, self.lexicon, Some(&plan), &mut self.sink);
    }

    fn task(&mut self, at: usize) {
        let task = &self.reading.extraction.tasks[at];
        let source = &self.reading.document.source;
        let node = self.tasks[at].clone();
        self.sink.class(&node, fg::TASK);
        self.sink.link(&node, fg::IN_PLAN, &self.plan);
        self.sink.number(&node, fg::ORDER, task.order);
        self.sink.chinese(&node, dcterms::TITLE, source.words(task.title));
        self.sink.words(&node, fg::TEXT, source.words(task.body));
        let (begin, end) = source.characters(task.body);
        self.sink.number(&node, fg::BEGIN, begin);
        self.sink.number(&node, fg::END, end);
        if let Some(section) = task.section {
            self.sink.words(&node, fg::NUMBER, &self.reading.document.sections[section].path);
            let within = if self.is_task[section] { self.reading.document.sections[section].parent } else { Some(section) };
            if let Some(within) = within {
                self.sink.link(&node, fg::IN_SECTION, &self.sections[within]);
            }
        }
        let clause = self.mention(at, task.clause.span);
        self.sink.link(&node, fg::CLAUSE, &clause);
        if let Some(deadline) = &task.clause.deadline {
            self.deadline(&node, deadline);
        }
        for (index, party) in task.clause.parties.iter().enumerate() {
            self.party(at, &node, party, self.reading.resolution.parties[at][index]);
        }
    }

    fn deadline(&mut self, task: &NamedNode, deadline: &Deadline) {
        let words = self.reading.document.source.words(deadline.span);
        self.sink.words(task, fg::DEADLINE_WORDS, words);
        for (property, value) in [(fg::DEADLINE, deadline.value()), (fg::DEADLINE_FROM, deadline.from_value())] {
            let Some(value) = value else { continue };
            let datatype = match value.len() {
                4 => xsd::G_YEAR,
                7 => xsd::G_YEAR_MONTH,
                _ => xsd::DATE,
            };
            self.sink.add(task, property, Literal::new_typed_literal(value, datatype));
        }
    }

    /// The party of an assignment, as a node.
    pub(super) fn party_node(&self, party: &Party, unit: Option<usize>) -> NamedNode {
        unit.map_or_else(|| Names::part(&self.plan, "group", &party.name), |unit| self.units[unit].clone())
    }

    /// The node of an assignment: task × role × party.
    pub(super) fn assignment(&self, at: usize, party: &Party, unit: Option<usize>) -> NamedNode {
        let (_, _, role) = role_terms(party.role);
        let name = unit.map_or(&party.name, |unit| &self.reading.resolution.units[unit].name);
        Names::part(&self.tasks[at], role, name)
    }

    fn party(&mut self, at: usize, node: &NamedNode, party: &Party, unit: Option<usize>) {
        let (predicate, role, _) = role_terms(party.role);
        let party_node = self.party_node(party, unit);
        if party.kind == PartyKind::Group && self.groups.insert(party_node.clone()) {
            self.sink.class(&party_node, fg::GROUP);
            self.sink.chinese(&party_node, skos::PREF_LABEL, &party.name);
        }
        self.sink.link(node, predicate, &party_node);
        self.sink.link(node, fg::ASSIGNED_TO, &party_node);
        let assignment = self.assignment(at, party, unit);
        self.sink.term(&assignment, rdf::TYPE, fg::ASSIGNMENT);
        self.sink.link(&assignment, fg::TASK_OF, node);
        self.sink.link(&assignment, fg::PARTY_OF, &party_node);
        self.sink.term(&assignment, fg::ROLE, role);
        let mention = self.mention(at, party.span);
        self.refers(party.span, &mention, &party_node);
        self.sink.link(&assignment, fg::EVIDENCE, &mention);
    }

    /// The mention of a stretch of the text in a task, stated once.
    pub(super) fn mention(&mut self, task: usize, span: Span) -> NamedNode {
        let (source, sink) = (&self.reading.document.source, &mut self.sink);
        let node = self.mentioned.entry(span).or_insert_with(|| {
            let (begin, end) = source.characters(span);
            let node = Names::stretch(&self.plan, begin, end);
            sink.term(&node, rdf::TYPE, fg::MENTION);
            sink.number(&node, fg::BEGIN, begin);
            sink.number(&node, fg::END, end);
            sink.words(&node, fg::QUOTE, source.words(span));
            node
        });
        if self.linked.insert((task, span)) {
            sink.link(&self.tasks[task], fg::MENTIONS, node);
        }
        node.clone()
    }

    /// What a mention names: the stretch, and its node.
    pub(super) fn refers(&mut self, span: Span, mention: &NamedNode, thing: &NamedNode) {
        let referred = self.referred.entry(span).or_default();
        if !referred.contains(thing) {
            referred.push(thing.clone());
            self.sink.link(mention, fg::REFERS_TO, thing);
        }
    }

    /// The node of a place.
    pub(super) fn place(&self, place: PlaceRef) -> NamedNode {
        let resolution = &self.reading.resolution;
        match place {
            PlaceRef::Division(at) => self.names.division(&self.lexicon.divisions[at]),
            PlaceRef::Region(at) => self.names.thing("region", self.lexicon.regions[at].id),
            PlaceRef::Port(at) => self.names.thing("port", self.lexicon.ports[at].id),
            PlaceRef::Cluster(at) => self.names.thing("cluster", self.lexicon.clusters[at].id),
            PlaceRef::Area(at) => match resolution.areas[at].cluster {
                Some(cluster) => self.place(PlaceRef::Cluster(cluster)),
                None => Names::part(&self.plan, "area", &resolution.areas[at].name),
            },
            PlaceRef::Zone(at) => Names::part(&self.plan, "zone", &resolution.named[at].name),
        }
    }
}
