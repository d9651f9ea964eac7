//! Projections: from who has which task to networks, each defined exactly.

use super::{Actor, Column, Network, Relation, Value};
use crate::analyse::geography::Geography;
use crate::analyse::ledger::{Ledger, Role, rows, text};
use crate::graph::Graph;
use crate::query::QueryError;
use std::collections::{BTreeMap, BTreeSet};

/// How a network is made from the plans.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Projection {
    /// Units; from *a* to *b* ≠ *a* as many as the tasks that *a* leads or is responsible for and *b* supports. Directed.
    LeadSupport,
    /// Units; between two as many as the tasks that both have to do with, in whatever roles.
    Together,
    /// The same, divided by the square root of the product of the two units' numbers of tasks: Salton's cosine (G. Salton and M. J. `McGill`,
    /// Introduction to Modern Information Retrieval, 1983, p. 121). 1 where two units have the same tasks.
    Salton,
    /// Two-mode: units and tasks; 1 where the unit has to do with the task. The role is the strongest: lead, responsible, support.
    UnitTask,
    /// Two-mode: units and topics; as many as the unit's tasks that concern the topic itself, not one that is narrower.
    UnitTopic,
    /// Two-mode: places (areas such as belts among them) and industries; as many as the tasks that say that the place is to develop it.
    PlaceIndustry,
}

impl Projection {
    /// Every projection.
    pub const ALL: &[Self] = &[Self::LeadSupport, Self::Together, Self::Salton, Self::UnitTask, Self::UnitTopic, Self::PlaceIndustry];

    /// The name on the command line.
    pub const fn name(self) -> &'static str {
        match self {
            Self::LeadSupport => "lead-support",
            Self::Together => "together",
            Self::Salton => "salton",
            Self::UnitTask => "unit-task",
            Self::UnitTopic => "unit-topic",
            Self::PlaceIndustry => "place-industry",
        }
    }

    /// The projection of a name.
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|projection| projection.name() == name)
    }

    /// What people call the network, in Chinese and English.
    pub const fn title(self) -> (&'static str, &'static str) {
        match self {
            Self::LeadSupport => ("牵头—配合网络", "Who leads what others support"),
            Self::Together => ("共同任务网络", "Who works on the same tasks"),
            Self::Salton => ("共同任务网络（Salton归一）", "Who works on the same tasks, Salton-normalised"),
            Self::UnitTask => ("单位—任务二模网络", "Units and their tasks"),
            Self::UnitTopic => ("单位—主题二模网络", "Units and the topics of their tasks"),
            Self::PlaceIndustry => ("地点—产业二模网络", "Places and the industries that they are to develop"),
        }
    }

    /// What its actors, relations and weights are, in Chinese and English.
    pub const fn definition(self) -> (&'static str, &'static str) {
        match self {
            Self::LeadSupport => (
                "节点为单位；甲牵头（或负责）、乙配合的每项任务，使甲到乙的连线权重加1。有向。",
                "Actors are units; each task that one leads (or is responsible for) and another supports adds 1 to the relation from the one to the other. Directed.",
            ),
            Self::Together => (
                "节点为单位；两单位同在其中的每项任务（不论角色）使连线权重加1。无向。",
                "Actors are units; each task that both have to do with, in whatever roles, adds 1 to their relation. Undirected.",
            ),
            Self::Salton => (
                "节点为单位；权重为两单位共同任务数除以各自任务数之积的平方根（Salton余弦）。无向。",
                "Actors are units; the weight is the number of common tasks over the square root of the product of their numbers of tasks (Salton's cosine). Undirected.",
            ),
            Self::UnitTask => (
                "一方为单位，一方为任务；单位承担任务则相连，权重1。",
                "Units on one side, tasks on the other; joined with weight 1 where the unit has to do with the task.",
            ),
            Self::UnitTopic => (
                "一方为单位，一方为主题；权重为单位直接涉及该主题的任务数。",
                "Units on one side, topics on the other; the weight is the number of the unit's tasks that concern the topic itself.",
            ),
            Self::PlaceIndustry => (
                "一方为地点（含产业带等），一方为产业；权重为说明该地要发展该产业的任务数。",
                "Places (belts and other areas too) on one side, industries on the other; the weight is the number of tasks that say that the place is to develop it.",
            ),
        }
    }

    /// Whether its relations have a direction.
    pub const fn is_directed(self) -> bool {
        matches!(self, Self::LeadSupport)
    }

    /// Whether its actors are of two modes.
    pub const fn is_two_mode(self) -> bool {
        matches!(self, Self::UnitTask | Self::UnitTopic | Self::PlaceIndustry)
    }
}

const TOPICS: &str = "
SELECT DISTINCT ?t ?topic ?name WHERE {
  ?t fg:concernsTopic ?topic . ?topic skos:prefLabel ?name FILTER(LANG(?name) = 'zh')
} ORDER BY ?topic ?name ?t";

/// Makes a network of the tasks of a ledger. Groups such as 相关盟市 are no actors: nobody can say who they are.
///
/// All units of the ledger are actors of the projections of units, those without any relation too; topics, places and industries are actors only
/// where they have one.
///
/// # Errors
/// [`QueryError`] where the graph cannot be asked.
pub fn project(graph: &Graph, ledger: &Ledger, projection: Projection) -> Result<Network, QueryError> {
    Ok(match projection {
        Projection::LeadSupport => between_units(ledger, projection, |ties, _| ties),
        Projection::Together => between_units(ledger, projection, |ties, _| ties),
        Projection::Salton => between_units(ledger, projection, |ties, (one, other)| ties / ((one * other) as f64).sqrt()),
        Projection::UnitTask => unit_task(ledger),
        Projection::UnitTopic => unit_topic(graph, ledger)?,
        Projection::PlaceIndustry => place_industry(graph, ledger)?,
    })
}

/// The units of a ledger and their topics, by which the breadth of units is told; nothing where the actors of the projection are no units.
///
/// # Errors
/// [`QueryError`] where the graph cannot be asked.
pub fn topics(graph: &Graph, ledger: &Ledger, projection: Projection) -> Result<Option<Network>, QueryError> {
    if projection == Projection::PlaceIndustry { Ok(None) } else { unit_topic(graph, ledger).map(Some) }
}

/// What each unit of a ledger has to do: the roles it has in each of its tasks, by the place of the unit among the parties.
fn duties(ledger: &Ledger) -> BTreeMap<usize, BTreeMap<usize, BTreeSet<Role>>> {
    let units = (0..ledger.parties.len()).filter(|at| ledger.parties[*at].is_unit);
    let mut of_units: BTreeMap<usize, BTreeMap<usize, BTreeSet<Role>>> = units.map(|at| (at, BTreeMap::new())).collect();
    for duty in &ledger.duties {
        if let Some(tasks) = of_units.get_mut(&duty.party) {
            tasks.entry(duty.task).or_default().insert(duty.role);
        }
    }
    of_units
}

fn unit_columns() -> Vec<Column> {
    vec![Column::text("kind"), Column::text("family"), Column::whole("tasks"), Column::whole("leads"), Column::whole("supports")]
}

/// The units as actors. `leads` counts the tasks that they lead or are responsible for.
fn unit_actors(ledger: &Ledger) -> Vec<Actor> {
    let actor = |(at, tasks): (usize, BTreeMap<usize, BTreeSet<Role>>)| {
        let party = &ledger.parties[at];
        let leads = tasks.values().filter(|roles| roles.iter().any(|role| *role != Role::Support)).count();
        let supports = tasks.values().filter(|roles| roles.contains(&Role::Support)).count();
        let counts = [tasks.len(), leads, supports].map(Value::count);
        let values = [Value::words("unit"), Value::words(&party.family)].into_iter().chain(counts).collect();
        Actor { id: party.iri.clone(), label: party.name.clone(), second_mode: false, values }
    };
    duties(ledger).into_iter().map(actor).collect()
}

/// The numbers of tasks, with their plans where there are several, for people to find them.
fn numbers(ledger: &Ledger, tasks: &[usize]) -> Option<Value> {
    Value::words(&tasks.iter().map(|task| ledger.number_of(*task)).collect::<Vec<_>>().join(" "))
}

/// Where each unit stands among the actors.
fn places(of_units: &BTreeMap<usize, BTreeMap<usize, BTreeSet<Role>>>) -> BTreeMap<usize, usize> {
    of_units.keys().enumerate().map(|(place, party)| (*party, place)).collect()
}

/// Which tasks each pair of units has in common, weighed by their number and by how many tasks each of the two has.
fn between_units(ledger: &Ledger, projection: Projection, weigh: impl Fn(f64, (usize, usize)) -> f64) -> Network {
    let of_units = duties(ledger);
    let place = places(&of_units);
    let mut teams: Vec<Vec<(usize, &BTreeSet<Role>)>> = vec![Vec::new(); ledger.tasks.len()];
    for (party, tasks) in &of_units {
        for (task, roles) in tasks {
            teams[*task].push((*party, roles));
        }
    }
    let is_head = |roles: &BTreeSet<Role>| roles.iter().any(|role| *role != Role::Support);
    let mut common: BTreeMap<(usize, usize), Vec<usize>> = BTreeMap::new();
    for (task, team) in teams.iter().enumerate() {
        for (at, (one, roles)) in team.iter().enumerate() {
            if projection.is_directed() {
                let supporters = team.iter().filter(|(other, theirs)| other != one && theirs.contains(&Role::Support));
                for (other, _) in supporters.filter(|_| is_head(roles)) {
                    common.entry((place[one], place[other])).or_default().push(task);
                }
            } else {
                for (other, _) in &team[at + 1..] {
                    common.entry((place[one], place[other])).or_default().push(task);
                }
            }
        }
    }
    let sizes: Vec<usize> = of_units.values().map(BTreeMap::len).collect();
    let relations = common.into_iter().map(|((source, target), tasks)| Relation {
        source,
        target,
        weight: weigh(tasks.len() as f64, (sizes[source], sizes[target])),
        values: vec![Value::count(tasks.len()), numbers(ledger, &tasks)],
        tasks,
    });
    Network {
        name: projection.name().to_owned(),
        directed: projection.is_directed(),
        two_mode: false,
        actor_columns: unit_columns(),
        actors: unit_actors(ledger),
        relation_columns: vec![Column::whole("shared"), Column::text("tasks")],
        relations: relations.collect(),
    }
}

fn unit_task(ledger: &Ledger) -> Network {
    let of_units = duties(ledger);
    let mut actors = unit_actors(ledger);
    let units = actors.len();
    for actor in &mut actors {
        actor.values.extend([None, None]);
    }
    let mut columns = unit_columns();
    columns.extend([Column::text("number"), Column::whole("order")]);
    for task in &ledger.tasks {
        let mut values = vec![Value::words("task"), None, None, None, None];
        values.extend([Value::words(&task.number), Value::count(task.order)]);
        actors.push(Actor { id: task.iri.clone(), label: task.title.clone(), second_mode: true, values });
    }
    let mut relations = Vec::new();
    for (source, tasks) in of_units.values().enumerate() {
        for (task, roles) in tasks {
            let role = roles.first().map_or("", |role| role.name());
            let values = vec![Value::words(role), numbers(ledger, &[*task])];
            relations.push(Relation { source, target: units + task, weight: 1.0, tasks: vec![*task], values });
        }
    }
    Network {
        name: Projection::UnitTask.name().to_owned(),
        directed: false,
        two_mode: true,
        actor_columns: columns,
        actors,
        relation_columns: vec![Column::text("role"), Column::text("tasks")],
        relations,
    }
}

fn unit_topic(graph: &Graph, ledger: &Ledger) -> Result<Network, QueryError> {
    let task_at: BTreeMap<&str, usize> = ledger.tasks.iter().enumerate().map(|(at, task)| (task.iri.as_str(), at)).collect();
    let mut topics: BTreeMap<String, (String, BTreeSet<usize>)> = BTreeMap::new();
    for row in rows(graph, TOPICS)? {
        if let Some(task) = task_at.get(text(&row, "t").as_str()) {
            topics.entry(text(&row, "topic")).or_insert_with(|| (text(&row, "name"), BTreeSet::new())).1.insert(*task);
        }
    }
    let mut actors = unit_actors(ledger);
    let units = actors.len();
    let mut relations = Vec::new();
    let of_units = duties(ledger);
    for (at, (iri, (name, tasks))) in topics.into_iter().enumerate() {
        for (source, of_unit) in of_units.values().enumerate() {
            let shared: Vec<usize> = tasks.iter().copied().filter(|task| of_unit.contains_key(task)).collect();
            let leads = |task: &&usize| of_unit[*task].iter().any(|role| *role != Role::Support);
            if !shared.is_empty() {
                let values = vec![Value::count(shared.iter().filter(leads).count()), numbers(ledger, &shared)];
                relations.push(Relation { source, target: units + at, weight: shared.len() as f64, tasks: shared, values });
            }
        }
        let values = vec![Value::words("topic"), None, Value::count(tasks.len()), None, None];
        actors.push(Actor { id: iri, label: name, second_mode: true, values });
    }
    relations.sort_by_key(|relation| (relation.source, relation.target));
    Ok(Network {
        name: Projection::UnitTopic.name().to_owned(),
        directed: false,
        two_mode: true,
        actor_columns: unit_columns(),
        actors,
        relation_columns: vec![Column::whole("leads"), Column::text("tasks")],
        relations,
    })
}

fn place_industry(graph: &Graph, ledger: &Ledger) -> Result<Network, QueryError> {
    let geography = Geography::of(graph, ledger)?;
    let said: Vec<_> = geography.develops.iter().filter(|statement| !statement.said.is_empty()).collect();
    let subjects: BTreeSet<usize> = said.iter().map(|statement| statement.subject).collect();
    let objects: BTreeSet<usize> = said.iter().map(|statement| statement.object).collect();
    let first: BTreeMap<usize, usize> = subjects.iter().enumerate().map(|(place, at)| (*at, place)).collect();
    let second: BTreeMap<usize, usize> = objects.iter().enumerate().map(|(place, at)| (*at, subjects.len() + place)).collect();
    let mut actors: Vec<Actor> = Vec::new();
    for at in subjects {
        let place = &geography.places[at];
        let (lon, lat) = place.point.map_or((None, None), |(lon, lat)| (Some(Value::Number(lon)), Some(Value::Number(lat))));
        let province = geography.province(at).and_then(|at| Value::words(&geography.places[at].name));
        let values = vec![Value::words("place"), province, lon, lat];
        actors.push(Actor { id: place.iri.clone(), label: place.name.clone(), second_mode: false, values });
    }
    for at in objects {
        let industry = &geography.industries[at];
        let values = vec![Value::words("industry"), None, None, None];
        actors.push(Actor { id: industry.iri.clone(), label: industry.name.clone(), second_mode: true, values });
    }
    let mut relations: Vec<Relation> = said
        .iter()
        .map(|statement| {
            let tasks: Vec<usize> = statement.said.iter().map(|said| said.task).collect();
            let words: Vec<&str> = statement.said.iter().flat_map(|said| &said.words).map(String::as_str).collect();
            Relation {
                source: first[&statement.subject],
                target: second[&statement.object],
                weight: tasks.len() as f64,
                values: vec![Value::words(&words.join("；")), numbers(ledger, &tasks)],
                tasks,
            }
        })
        .collect();
    relations.sort_by_key(|relation| (relation.source, relation.target));
    Ok(Network {
        name: Projection::PlaceIndustry.name().to_owned(),
        directed: false,
        two_mode: true,
        actor_columns: vec![Column::text("kind"), Column::text("province"), Column::number("longitude"), Column::number("latitude")],
        actors,
        relation_columns: vec![Column::text("words"), Column::text("tasks")],
        relations,
    })
}
