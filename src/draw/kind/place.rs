//! Places, the industries that they are to develop, and the tasks that say so; of one place, also the tasks that only name it or a place in it.

use super::places::{INDUSTRY, own_line, place_kinds, place_node, said_lines, task_box};
use super::setting::Setting;
use super::words::{common_level, level_left_out, task_name};
use crate::analyse::{Geography, Ledger, PlaceKind, Said, Statement, broad, parts};
use crate::draw::caption::{Arrows, Key, Mark};
use crate::draw::diagram::{Diagram, Edge, Layout, Line, Node, Note};
use crate::draw::fold::fold;
use crate::draw::place::in_columns;
use crate::draw::style::width;
use crate::language::{Message, message};
use std::collections::{BTreeMap, BTreeSet};

/// Which places and industries are drawn, and how closely.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Developing {
    /// Only a place and those in it, by its IRI.
    pub place: Option<String>,
    /// Only an industry and its parts, by its IRI.
    pub industry: Option<String>,
    /// How closely; without it, each for itself as long as that can be read.
    pub detail: Option<Detail>,
}

/// How closely places and industries are drawn.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Detail {
    /// Each for itself.
    Each,
    /// Places within their prefectures, industries within broad ones.
    Broad,
}

/// The most pairs of a place and an industry that can be read each for itself.
const PAIRS: usize = 44;
/// The colour of lines from places where all have one, and of samples.
const DEVELOPS: &str = "#8a5a1ca0";
const ANY_PLACE: &str = "#222222";
/// The colour of lines to tasks.
const SAYS: &str = "#555555a0";

/// What is said of a pair that is drawn: the statements behind it.
type Pairs<'g> = BTreeMap<(usize, usize), Vec<&'g Statement>>;

/// What is drawn.
struct Drawn<'g> {
    /// The place that is asked for.
    one: Option<usize>,
    /// The industry that is asked for.
    industry: Option<usize>,
    detail: Detail,
    statements: Vec<&'g Statement>,
    /// The tasks that state them.
    stating: BTreeSet<usize>,
    /// Of a place that is asked for and those in it, the tasks that name them and state nothing.
    named: Vec<(usize, &'g Said)>,
    /// The belts that are no places to draw, and the tasks that state something of nothing else.
    belts: BTreeSet<usize>,
    of_belts: usize,
    /// How many tasks are left out, since they only name places.
    silent: usize,
}

impl<'g> Drawn<'g> {
    fn of(ledger: &Ledger, geography: &'g Geography, developing: &Developing) -> Self {
        let one = developing.place.as_ref().and_then(|iri| geography.places.iter().position(|place| place.iri == *iri));
        let industry = developing.industry.as_ref().and_then(|iri| geography.industries.iter().position(|industry| industry.iri == *iri));
        let wanted = industry.map(|industry| parts(&geography.industries, industry));
        let is_belt = |statement: &Statement| geography.places[statement.subject].kind == PlaceKind::IndustryBelt;
        let is_inside = |place: usize| one.is_none_or(|one| geography.chain(place).any(|at| at == one));
        let asked = geography
            .develops
            .iter()
            .filter(|statement| is_inside(statement.subject) && wanted.as_ref().is_none_or(|wanted| wanted.contains(&statement.object)));
        // In the whole, belts would say again what their places are to develop.
        let (left, statements): (Vec<&Statement>, Vec<&Statement>) = asked.partition(|statement| one.is_none() && is_belt(statement));
        let tasks = |of: &[&Statement]| of.iter().flat_map(|statement| &statement.said).map(|said| said.task).collect::<BTreeSet<usize>>();
        let stating = tasks(&statements);
        let naming = geography.named.iter().filter(|(place, _)| one.is_some() && is_inside(**place));
        let naming: Vec<(usize, &Said)> = naming.flat_map(|(place, said)| said.iter().map(|said| (*place, said))).collect();
        let developers = statements.iter().map(|statement| statement.subject);
        let of_others = naming.iter().filter(|(_, said)| !stating.contains(&said.task)).map(|(place, _)| *place);
        let boxed: BTreeSet<usize> = developers.chain(of_others).chain(one).collect();
        // A place that only such tasks name which state something of another one is not to be lost.
        let only_named = naming.iter().filter(|(place, said)| !stating.contains(&said.task) || !boxed.contains(place));
        let named: Vec<(usize, &Said)> = only_named.filter(|_| industry.is_none()).copied().collect();
        // A task that states another industry than the one asked for is not silent.
        let of_any: Vec<&Statement> = geography.develops.iter().filter(|statement| is_inside(statement.subject)).collect();
        let of_any = tasks(&of_any);
        let silent = if one.is_some() {
            let drawn: BTreeSet<usize> = named.iter().map(|(_, said)| said.task).collect();
            let names: BTreeSet<usize> = naming.iter().map(|(_, said)| said.task).collect();
            names.iter().filter(|task| !of_any.contains(task) && !drawn.contains(task)).count()
        } else {
            ledger.tasks.len() - of_any.len()
        };
        Self {
            one,
            industry,
            detail: developing.detail.unwrap_or(if statements.len() <= PAIRS { Detail::Each } else { Detail::Broad }),
            of_belts: tasks(&left).difference(&stating).count(),
            belts: left.iter().map(|statement| statement.subject).collect(),
            statements,
            stating,
            named,
            silent,
        }
    }

    /// Each place and industry that are joined.
    fn pairs(&self, geography: &Geography) -> Pairs<'g> {
        let used: BTreeSet<usize> = self.statements.iter().map(|statement| statement.object).collect();
        let groups = broad(&geography.industries, &used);
        let mut pairs: Pairs<'g> = BTreeMap::new();
        for statement in &self.statements {
            let (place, industry) = match self.detail {
                Detail::Each => (statement.subject, statement.object),
                Detail::Broad => {
                    // Asked for one place, those in it are what one wants to tell apart.
                    let place = if self.one.is_some() { None } else { geography.prefecture(statement.subject) };
                    (place.unwrap_or(statement.subject), groups.get(&statement.object).copied().unwrap_or(statement.object))
                }
            };
            pairs.entry((place, industry)).or_default().push(statement);
        }
        pairs
    }

    /// All tasks that are drawn.
    fn tasks(&self) -> BTreeSet<usize> {
        self.stating.iter().copied().chain(self.named.iter().map(|(_, said)| said.task)).collect()
    }

    /// What stands below the figure.
    fn lines(&self, geography: &Geography) -> Vec<Message> {
        let mut lines = vec![match (self.statements.is_empty(), self.named.is_empty()) {
            (true, _) => message!("Tasks on the left, and the places that they name."),
            (false, true) => {
                message!("Places on the left, the industries that they are to develop, and on the right the tasks that say so.")
            }
            (false, false) => message!(
                "From the left: tasks that only name a place, places, the industries that they are to develop, and the tasks that say so."
            ),
        }];
        lines.extend(self.one.map(|one| message!("Only {place} and the places in it.", place = geography.places[one].name)));
        let industry = self.industry.filter(|_| !self.statements.is_empty());
        lines.extend(industry.map(|industry| message!("Only {industry} and its parts.", industry = geography.industries[industry].name)));
        if self.detail == Detail::Broad && !self.statements.is_empty() {
            lines.push(if self.one.is_some() {
                message!("Industries stand under broader ones, which name them.")
            } else {
                message!("Places stand under their prefectures, industries under broader ones, which name them.")
            });
        }
        let (tasks, stating, statements) = (self.tasks().len(), self.stating.len(), self.statements.len());
        let left_out = self.silent > 0 || !self.belts.is_empty();
        lines.push(match (statements, left_out) {
            (0, false) => message!("Shown: {tasks} tasks; none left out.", tasks = tasks),
            (_, true) => message!("Shown: {statements} statements of {tasks} tasks.", statements = statements, tasks = tasks),
            (_, false) if stating < tasks => message!(
                "Shown: {tasks} tasks, of which {stating} say what to develop, in {statements} statements; none left out.",
                tasks = tasks,
                stating = stating,
                statements = statements
            ),
            (_, false) => {
                message!("Shown: {statements} statements of {tasks} tasks; none left out.", statements = statements, tasks = tasks)
            }
        });
        if self.of_belts > 0 {
            lines.push(message!(
                "Left out: what {belts} industry belts are to develop as a whole, of which alone {tasks} tasks speak.",
                belts = self.belts.len(),
                tasks = self.of_belts
            ));
        } else if !self.belts.is_empty() {
            lines.push(message!("Left out: what {belts} industry belts are to develop as a whole.", belts = self.belts.len()));
        }
        if self.silent > 0 {
            lines.push(message!("Left out: {tasks} tasks that say nothing of what a place is to develop.", tasks = self.silent));
        }
        lines
    }
}

/// The figure of what places are to develop.
pub fn place(ledger: &Ledger, geography: &Geography, developing: &Developing, setting: &Setting) -> Diagram {
    let drawn = Drawn::of(ledger, geography, developing);
    let pairs = drawn.pairs(geography);
    let told = told(&pairs);
    let mut setting = setting.clone();
    setting.subject.extend(drawn.one.map(|one| geography.places[one].name.clone()));
    setting.subject.extend(drawn.industry.map(|industry| geography.industries[industry].name.clone()));
    let setting = &setting;

    let tasks = drawn.tasks();
    let level = common_level(tasks.iter().flat_map(|task| ledger.duties_of(*task)).map(|duty| ledger.parties[duty.party].name.as_str()));
    let mut lines = drawn.lines(geography);
    lines.extend(level_left_out(level));
    let most = pairs.values().chain(told.values()).map(Vec::len).max().unwrap_or(1);
    let developers: BTreeSet<usize> = pairs.keys().map(|(place, _)| *place).collect();
    let places: BTreeSet<usize> = developers.iter().copied().chain(drawn.one).chain(drawn.named.iter().map(|(place, _)| *place)).collect();
    let keys = vec![
        place_kinds(places.iter().map(|place| geography.places[*place].kind), false, setting),
        marks(developers.len(), !drawn.named.is_empty(), setting),
        weights(most, developers.len(), setting),
    ];
    let head = if pairs.is_empty() { message!("Tasks that name a place") } else { message!("What places are to develop") };
    let mut diagram = Diagram::new(Layout::Placed, setting.caption(&head, &lines, keys));

    let mut place_at: BTreeMap<usize, usize> = BTreeMap::new();
    for place in drawn.one.into_iter().chain(places.iter().copied().filter(|place| Some(*place) != drawn.one)) {
        place_at.insert(place, diagram.nodes.len());
        let node = if Some(place) == drawn.one {
            Node { border: 1.8, ..place_node(geography, place, 15.0, None) }
        } else {
            let of_place = pairs.iter().filter(|(pair, _)| pair.0 == place);
            let all: BTreeSet<usize> = of_place.flat_map(|(_, behind)| behind).map(|statement| statement.object).collect();
            // Of what is drawn each for itself, the lines can be counted.
            let count = Some(all.len()).filter(|count| drawn.detail == Detail::Broad && *count > 0);
            place_node(geography, place, 12.5, count.map(|count| industries(count, setting)))
        };
        diagram.nodes.push(node);
    }
    let mut industry_at: BTreeMap<usize, usize> = BTreeMap::new();
    for ((place, industry), behind) in &pairs {
        let to = *industry_at.entry(*industry).or_insert_with(|| {
            let of_industry = pairs.iter().filter(|(pair, _)| pair.1 == *industry);
            let all: BTreeSet<usize> = of_industry.flat_map(|(_, behind)| behind).map(|statement| statement.object).collect();
            diagram.nodes.push(industry_node(geography, *industry, &all));
            diagram.nodes.len() - 1
        });
        let head = format!("{} — {}", geography.places[*place].name, geography.industries[*industry].name);
        diagram.edges.push(Edge {
            width: width(behind.len(), most.max(4)),
            colour: DEVELOPS,
            arrows: Arrows::None,
            pull: behind.len(),
            note: Note::new(head, words_of(ledger, geography, behind)),
            ..Edge::new(place_at[place], to)
        });
    }
    let developing_edges = diagram.edges.len();
    let mut task_at: BTreeMap<usize, usize> = BTreeMap::new();
    for ((industry, task), behind) in told {
        let to = *task_at.entry(task).or_insert_with(|| {
            diagram.nodes.push(task_box(ledger, task, level, setting));
            diagram.nodes.len() - 1
        });
        let of_task = |statement: &&Statement| Statement {
            said: statement.said.iter().filter(|said| said.task == task).cloned().collect::<Vec<Said>>(),
            ..(*statement).clone()
        };
        let behind: Vec<Statement> = behind.iter().map(of_task).collect();
        let head = format!("{} — {}", geography.industries[industry].name, task_name(ledger, task));
        diagram.edges.push(Edge {
            width: width(behind.len(), most.max(4)),
            colour: SAYS,
            arrows: Arrows::None,
            pull: behind.len(),
            note: Note::new(head, words_of(ledger, geography, &behind.iter().collect::<Vec<_>>())),
            ..Edge::new(industry_at[&industry], to)
        });
    }
    // What only names places stands before them.
    let mut naming_at: BTreeMap<usize, usize> = BTreeMap::new();
    for (place, said) in &drawn.named {
        let at = place_at[place];
        let (from, to) = if let Some(task) = task_at.get(&said.task) {
            (at, *task)
        } else {
            let task = *naming_at.entry(said.task).or_insert_with(|| {
                diagram.nodes.push(task_box(ledger, said.task, level, setting));
                diagram.nodes.len() - 1
            });
            (task, at)
        };
        let head = format!("{} — {}", geography.places[*place].name, task_name(ledger, said.task));
        let note = Note::new(head, said_lines(ledger, std::slice::from_ref(*said)));
        diagram.edges.push(Edge { colour: SAYS, arrows: Arrows::None, dashed: true, note, ..Edge::new(from, to) });
    }
    let first = usize::from(!naming_at.is_empty());
    let mut columns = vec![0; diagram.nodes.len()];
    place_at.values().for_each(|node| columns[*node] = first);
    industry_at.values().for_each(|node| columns[*node] = first + 1);
    task_at.values().for_each(|node| columns[*node] = first + 2);
    in_columns(&mut diagram, &columns, 96.0, 7.0);
    if developers.len() > 1 {
        colour_places(&mut diagram, developing_edges);
    }
    diagram
}

/// Gives the first edges of a diagram a colour for each place that they come from; those of neighbours are far apart.
fn colour_places(diagram: &mut Diagram, edges: usize) {
    let mut places: Vec<usize> = diagram.edges[..edges].iter().map(|edge| edge.from).collect();
    let height = |node: &usize| diagram.nodes[*node].at.map_or(0.0, |at| at.1);
    places.sort_by(|a, b| height(a).total_cmp(&height(b)).then(a.cmp(b)));
    places.dedup();
    for edge in &mut diagram.edges[..edges] {
        edge.colour = own_line(places.iter().position(|place| *place == edge.from).unwrap_or_default());
    }
}

/// How many industries a place is to develop, each for itself, however broadly they are drawn.
fn industries(count: usize, setting: &Setting) -> Line {
    let words = if count == 1 {
        message!("1 industry in particular")
    } else {
        message!("{industries} industries in particular", industries = count)
    };
    Line::quiet(setting.say(&words), 9.0)
}

/// Of each industry that is drawn and each task, the statements that it makes.
fn told<'g>(pairs: &Pairs<'g>) -> Pairs<'g> {
    let mut told: Pairs<'g> = BTreeMap::new();
    for ((_, industry), behind) in pairs {
        for statement in behind {
            for said in &statement.said {
                told.entry((*industry, said.task)).or_default().push(statement);
            }
        }
    }
    told
}

/// An industry; a broad one names those that stand under it.
fn industry_node(geography: &Geography, industry: usize, all: &BTreeSet<usize>) -> Node {
    let found = &geography.industries[industry];
    let mut label: Vec<Line> = fold(&found.name, 12.0, 2).into_iter().map(|words| Line::new(words, 12.0)).collect();
    let parts: Vec<&str> = all.iter().filter(|part| **part != industry).map(|part| geography.industries[*part].name.as_str()).collect();
    label.extend(fold(&parts.join("、"), 18.0, 4).into_iter().map(|words| Line::quiet(words, 9.0)));
    Node { fill: INDUSTRY, ..Node::new(&found.iri, label) }
}

/// Statements with their words, those of the same words together.
fn words_of(ledger: &Ledger, geography: &Geography, behind: &[&Statement]) -> Vec<String> {
    let mut found: Vec<(Vec<String>, Vec<String>)> = Vec::new();
    for statement in behind {
        let head = format!("{}：{}", geography.places[statement.subject].name, geography.industries[statement.object].name);
        let words = said_lines(ledger, &statement.said);
        match found.iter_mut().find(|(_, known)| *known == words) {
            Some((heads, _)) => heads.push(head),
            None => found.push((vec![head], words)),
        }
    }
    found.into_iter().flat_map(|(heads, words)| heads.into_iter().chain(words)).collect()
}

/// Boxes and lines; without places that develop something, there are no industries.
fn marks(developers: usize, named: bool, setting: &Setting) -> Key {
    let sample = |fill, words: &Message| (Mark::Box { fill, border: 0.8 }, setting.say(words));
    let line = |colour, dashed, words: &Message| (Mark::Line { width: 1.4, colour, arrows: Arrows::None, dashed }, setting.say(words));
    let mut marks = Vec::new();
    if developers > 0 {
        marks.push(sample(INDUSTRY, &message!("industry")));
    }
    marks.push(sample("#ffffff", &message!("task")));
    if developers > 1 {
        marks.push(line(ANY_PLACE, false, &message!("is to develop (each place in a colour of its own)")));
    } else if developers == 1 {
        marks.push(line(DEVELOPS, false, &message!("is to develop")));
    }
    if developers > 0 {
        marks.push(line(SAYS, false, &message!("a task says so")));
    }
    if named {
        marks.push(line(SAYS, true, &message!("a task only names the place")));
    }
    Key::new(setting.say(&message!("Boxes and lines")), marks)
}

fn weights(most: usize, developers: usize, setting: &Setting) -> Key {
    let colour = if developers > 1 { ANY_PLACE } else { DEVELOPS };
    let line = |count: usize| {
        let mark = Mark::Line { width: width(count, most.max(4)), colour, arrows: Arrows::None, dashed: false };
        (mark, count.to_string())
    };
    // Of two widths that hardly differ nothing can be read.
    let marks = if most > 2 { BTreeSet::from([1, most]).into_iter().map(line).collect() } else { Vec::new() };
    Key::new(setting.say(&message!("Width: number of statements")), marks)
}
