//! Which part of the plans is looked at: things that the user names, found in the graph.

use super::Failure;
use clap::Args;
use fengong::analyse::{Ledger, Narrowing, Scope, names_of, section_names};
use fengong::graph::Graph;
use fengong::graph::vocab::fg;
use fengong::language::{Language, Message, message};
use fengong::query::{Found, find_things, label_of, nearest_names};
use oxigraph::model::{NamedNode, NamedNodeRef};

/// Which tasks are looked at.
#[derive(Debug, Args)]
pub(super) struct ScopeOptions {
    /// Only tasks that touch this topic or a narrower one, such as 水资源
    #[arg(long, value_name = "TOPIC")]
    topic: Option<String>,
    /// Only tasks of this chapter or section, by number or heading, such as 二 or 空间布局
    #[arg(long, value_name = "SECTION")]
    section: Option<String>,
}

/// The same, and by place.
#[derive(Debug, Args)]
pub(super) struct PlaceScope {
    #[command(flatten)]
    tasks: ScopeOptions,
    /// Only tasks that name this place or one within it
    #[arg(long, value_name = "NAME")]
    place: Option<String>,
}

/// The part of a ledger that fulfils some conditions.
pub(super) struct Narrowed {
    /// The tasks that do, with their parties and sections.
    pub(super) ledger: Ledger,
    /// What the tasks are narrowed to; empty where all are taken.
    pub(super) scope: Vec<Narrowing>,
    /// Which tasks are taken, in words, such as 章节「一」的任务; nothing where all are.
    pub(super) conditions: Option<String>,
    /// Which tasks are taken and how many, as a sentence; nothing where all are.
    pub(super) told: Option<Message>,
}

impl Narrowed {
    /// What the tasks are narrowed to, for a title.
    pub(super) fn subject(&self) -> Vec<String> {
        self.scope.iter().map(|narrowing| narrowing.label.clone()).collect()
    }
}

impl PlaceScope {
    /// The conditions, in Chinese, for a document; empty without any.
    pub(super) fn told(&self) -> Option<String> {
        let Self { tasks: ScopeOptions { topic, section }, place } = self;
        let named = [("主题", topic), ("章节", section), ("地区", place)];
        let conditions: Vec<String> = named.into_iter().filter_map(|(kind, name)| Some(format!("{kind}：{}", name.as_ref()?))).collect();
        (!conditions.is_empty()).then(|| format!("仅列{}的任务", conditions.join("，")))
    }

    /// Whether all tasks are looked at.
    pub(super) const fn is_whole(&self) -> bool {
        self.tasks.topic.is_none() && self.tasks.section.is_none() && self.place.is_none()
    }

    /// The tasks of `ledger` that fulfil the conditions; `unit` is a further one.
    pub(super) fn narrow(&self, graph: &Graph, ledger: Ledger, unit: Option<&NamedNode>, language: Language) -> Result<Narrowed, Failure> {
        self.tasks.narrow_to(graph, ledger, unit, self.place.as_deref(), language)
    }
}

impl ScopeOptions {
    /// The tasks of `ledger` that fulfil the conditions; `unit` is a further one.
    pub(super) fn narrow(&self, graph: &Graph, ledger: Ledger, unit: Option<&NamedNode>, language: Language) -> Result<Narrowed, Failure> {
        self.narrow_to(graph, ledger, unit, None, language)
    }

    fn narrow_to(
        &self,
        graph: &Graph,
        ledger: Ledger,
        unit: Option<&NamedNode>,
        place: Option<&str>,
        language: Language,
    ) -> Result<Narrowed, Failure> {
        let topic = match &self.topic {
            None => None,
            Some(name) => Some(found(graph, "--topic", name, fg::TOPIC)?),
        };
        let at = place.map(|name| found(graph, "--place", name, fg::PLACE)).transpose()?;
        let node = |thing: &Option<Found>| thing.as_ref().map(|found| found.node.clone());
        let scope = Scope { topic: node(&topic), section: self.section.clone(), unit: unit.cloned(), place: node(&at) };
        if scope.is_whole() {
            return Ok(Narrowed { ledger, scope: Vec::new(), conditions: None, told: None });
        }
        let kept = scope.tasks(graph, &ledger).map_err(Failure::finding)?;
        if kept.is_empty() {
            return Err(self.nothing(&ledger));
        }
        let mut conditions = Vec::new();
        conditions.extend(self.topic.as_ref().map(|topic| message!("tasks whose words touch {topic}", topic = topic)));
        conditions.extend(self.section.as_ref().map(|section| message!("tasks of section {section}", section = section)));
        conditions.extend(place.map(|place| message!("tasks that name {place} or a place in it", place = place)));
        let unit_name = |unit: &NamedNode| ledger.parties.iter().find(|party| party.iri == unit.as_str()).map(|party| party.name.clone());
        let of_unit = unit.and_then(unit_name);
        conditions.extend(of_unit.as_ref().map(|unit| message!("tasks of {unit}", unit = unit)));
        let one = |label: String, node: NamedNode| Narrowing { label, things: vec![node] };
        let labelled = |thing: Option<Found>| -> Result<_, Failure> {
            let Some(Found { node, name }) = thing else { return Ok(None) };
            let label = label_of(graph, &node).map_err(Failure::finding)?.unwrap_or(name);
            Ok(Some(one(label, node)))
        };
        let things =
            [of_unit.zip(unit.cloned()).map(|(name, node)| one(name, node)), labelled(topic)?, scope.sections(&ledger), labelled(at)?];
        let joined = conditions.iter().map(|condition| condition.say(language)).collect::<Vec<_>>().join("、");
        let told =
            message!("Only {conditions}: {kept} of {all}.", conditions = joined.as_str(), kept = kept.len(), all = ledger.tasks.len());
        let scope = things.into_iter().flatten().collect();
        Ok(Narrowed { ledger: ledger.with_tasks(&kept), scope, conditions: Some(joined), told: Some(told) })
    }

    /// Why there is nothing: a section that is none is told with those that are like it.
    fn nothing(&self, ledger: &Ledger) -> Failure {
        let names = section_names(ledger);
        match &self.section {
            Some(section) if !names.contains(&section.as_str()) => {
                let near = nearest_names(section, names.iter().copied(), 3);
                let some = if near.is_empty() { names.iter().take(6).map(|name| (*name).to_owned()).collect() } else { near };
                let some = some.join("、");
                Failure::usage(message!(
                    "--section {section}: no section has this number or heading; there are for example: {names}",
                    section = section,
                    names = some
                ))
            }
            _ => Failure::finding(message!("there is nothing to show: no task, unit or place fulfils the conditions")),
        }
    }
}

/// The unit of a name.
pub(super) fn unit(graph: &Graph, name: &str) -> Result<NamedNode, Failure> {
    thing(graph, "--unit", name, fg::UNIT)
}

/// The one thing of a class that has a name.
pub(super) fn thing(graph: &Graph, option: &'static str, name: &str, class: NamedNodeRef<'_>) -> Result<NamedNode, Failure> {
    found(graph, option, name, class).map(|found| found.node)
}

fn found(graph: &Graph, option: &'static str, name: &str, class: NamedNodeRef<'_>) -> Result<Found, Failure> {
    match find_things(graph, name, &[class]).map_err(Failure::finding)?.as_slice() {
        [found] => Ok(found.clone()),
        [] => {
            let known = names_of(graph, class).map_err(Failure::finding)?;
            let near = nearest_names(name, known.iter().map(String::as_str), 3);
            Err(Failure::usage(if near.is_empty() {
                message!("{option} {name}: nothing in the plan has this name", option = option, name = name)
            } else {
                let near = near.join("、");
                message!(
                    "{option} {name}: nothing in the plan has this name; the nearest: {nearest}",
                    option = option,
                    name = name,
                    nearest = near
                )
            }))
        }
        several => {
            let names = several.iter().map(|found| found.name.as_str()).collect::<Vec<_>>().join("、");
            Err(Failure::usage(message!(
                "{option} {name}: this may mean several things: {names}; give one of them",
                option = option,
                name = name,
                names = names
            )))
        }
    }
}
