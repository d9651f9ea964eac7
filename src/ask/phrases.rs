//! From words to phrases: names become things, lists become one phrase, words that change nothing go.
//!
//! In: the words of a question. Out: its phrases, in order. A name that may stand for several things is decided by what the question
//! asks: 煤炭 is an industry where places develop it, a topic where tasks are about it; 水利工程 is the task of this heading where somebody
//! leads it, else the topic. 风电产业 and 水资源这个主题 are one thing each. Left out: which unit has which role (`roles`), and what is asked
//! (`shapes`).

use super::error::AskError;
use super::fold::key;
use super::lists::{absorb, merge_lists};
use super::meaning::{Named, Roles};
use super::names::{Candidate, Kind, Names, PART_OF_HEADING};
use super::numerals::Numeral;
use super::words::{Sense, Token, Vocabulary};
use crate::lexicon::Wording;
use oxigraph::model::NamedNode;

/// A phrase of a question.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Is {
    /// Things of one sort; `any` where 或 stands between them.
    Things { list: Vec<Named>, any: bool },
    /// A noun for what is asked or counted.
    Noun(Wording),
    /// 谁
    Who,
    /// 牵头
    Role(Roles),
    /// Another word.
    Word(Wording),
    /// A number.
    Number(Numeral),
    /// A comma.
    Pause,
}

/// A phrase with the words that it stands in.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Item {
    /// What it is.
    pub(super) is: Is,
    /// The words.
    pub(super) words: String,
    /// Whether the meaning has taken it in.
    pub(super) used: bool,
    /// Whether a word that changes nothing stood before it.
    pub(super) gap: bool,
}

/// What the words of a question say about how its names are to be taken.
#[derive(Debug, Clone, Copy, Default)]
struct Context {
    /// 发展, 布局
    develops: bool,
    /// 进口
    trades: bool,
    /// 涉及, 方面
    concerns: bool,
    /// Units are asked for, or a role is.
    roles: bool,
    /// Somebody has a role.
    assigns: bool,
    /// Tasks are asked for, and no unit.
    tasks: bool,
}

impl Context {
    fn of(tokens: &[Token]) -> Self {
        let has = |words: &[Wording]| tokens.iter().filter_map(Token::word).any(|word| words.contains(&word));
        let places = tokens.iter().any(|token| token.may_be(Kind::is_place));
        let who = has(&[Wording::Who, Wording::Unit]) || has(&[Wording::Yes]);
        let about_task = has(&[Wording::When, Wording::Deadline, Wording::Text, Wording::Finish]);
        Self {
            develops: has(&[Wording::Develop, Wording::Grow, Wording::Where])
                || tokens.last().is_some_and(|token| token.words == "哪")
                || (has(&[Wording::Build]) && places)
                || (has(&[Wording::Industry]) && places)
                || (has(&[Wording::Place, Wording::City, Wording::County, Wording::Belt]) && !has(&[Wording::Task, Wording::Unit])),
            assigns: has(&[Wording::Lead, Wording::Support, Wording::Charge, Wording::Take]) && has(&[Wording::Who, Wording::Unit]),
            tasks: has(&[Wording::Task]) && !has(&[Wording::Unit, Wording::Who]),
            trades: has(&[Wording::Trade]),
            concerns: has(&[Wording::Concern, Wording::Mention]),
            roles: (who && has(&[Wording::Lead, Wording::Support, Wording::Charge, Wording::Take]) && !has(&[Wording::Task]))
                || has(&[Wording::Lead, Wording::Support]) && !has(&[Wording::Task, Wording::Which, Wording::HowMany])
                || about_task,
        }
    }

    /// The kinds in the order in which a name is taken for them.
    fn order(self) -> &'static [Kind] {
        use Kind::{Area, Division, Group, Industry, Later, Named, Port, Project, Region, Section, Task, Topic, Unit, Words};
        if self.trades {
            return &[Unit, Port, Industry, Division, Area, Region, Topic, Project, Named, Section, Task, Words, Later, Group];
        }
        if self.develops {
            return &[Unit, Later, Division, Area, Region, Port, Industry, Topic, Project, Named, Section, Task, Words, Group];
        }
        if self.roles && !self.concerns {
            return &[Unit, Later, Group, Section, Task, Project, Division, Area, Port, Region, Topic, Industry, Named, Words];
        }
        &[Unit, Later, Group, Division, Area, Port, Region, Topic, Industry, Project, Named, Section, Task, Words]
    }
}

/// The phrases of a question.
///
/// # Errors
/// [`AskError`] where a name stands for several things, or a word where it cannot stand.
pub(super) fn phrases(vocabulary: &Vocabulary, tokens: &[Token]) -> Result<Vec<Item>, AskError> {
    foreign_units(tokens)?;
    let context = Context::of(tokens);
    let own = own_places(tokens);
    let mut items: Vec<Item> = Vec::new();
    let (mut at, mut gap) = (0, false);
    while at < tokens.len() {
        let token = &tokens[at];
        let mut words = token.words.clone();
        let is = match &token.sense {
            Sense::Word(Wording::Filler | Wording::Plan) => None,
            _ if own.contains(&at) => None,
            // 三大产业带, 哪五个单位: the number only says again how many there are.
            Sense::Number(Numeral::Plain(_)) if says_how_many(&tokens[..at], &tokens[at + 1..]) => None,
            // What crops: what is grown.
            Sense::Word(Wording::Crop) => {
                items.push(Item { is: Is::Word(Wording::Grow), words: words.clone(), used: false, gap });
                Some(Is::Noun(Wording::Industry))
            }
            // 教育厅参与而不是它牵头的: the unit named before.
            Sense::Word(Wording::It) => {
                let named = items.iter().rev().find(|item| matches!(item.is, Is::Things { .. }));
                Some(named.ok_or_else(|| AskError::Words(vec![words.clone()]))?.is.clone())
            }
            Sense::Word(Wording::Suffix) if ends_name(items.last()) => None,
            Sense::Word(Wording::Build) => {
                let which = tokens.get(at + 1).and_then(Token::word) == Some(Wording::Which);
                let ends = ends_name(items.last()) && !which && !is_place(items.last());
                (!ends).then_some(Is::Word(Wording::Develop))
            }
            Sense::Word(Wording::Base | Wording::Channel) if ends_name(items.last()) => None,
            Sense::Word(Wording::Lead) => Some(Is::Role(Roles::LEAD)),
            Sense::Word(Wording::Support) => Some(Is::Role(Roles::SUPPORT)),
            Sense::Word(Wording::Charge) => Some(Is::Role(Roles::CHARGE)),
            Sense::Word(Wording::Take) => Some(Is::Role(Roles::ANY)),
            Sense::Word(Wording::Who) => Some(Is::Who),
            // 准格尔旗在哪
            Sense::Word(Wording::Which) if token.words == "哪" && at + 1 == tokens.len() => Some(Is::Word(Wording::Where)),
            Sense::Word(word) if is_noun(*word) => Some(Is::Noun(*word)),
            Sense::Word(word) => Some(Is::Word(*word)),
            Sense::Number(number) => Some(Is::Number(*number)),
            Sense::Pause => Some(Is::Pause),
            Sense::Name(candidates) => {
                let next = tokens.get(at + 1).and_then(Token::word);
                let candidates = &without_bare(candidates, next, context);
                let industry = next == Some(Wording::Industry);
                // The education task: the one with this heading.
                let singular = tokens.get(at + 1).is_some_and(|token| token.words.eq_ignore_ascii_case("task"));
                let heading = match next {
                    Some(Wording::Task) if singular && context.assigns => headed(vocabulary, candidates, ""),
                    Some(Wording::Base) => headed(vocabulary, candidates, "基地"),
                    Some(Wording::Channel) => headed(vocabulary, candidates, "通道"),
                    _ => None,
                };
                if let Some(named) = heading {
                    at += 1;
                    words = format!("{words} {}", tokens[at].words);
                    Some(Is::Things { list: vec![named], any: false })
                } else {
                    let context = Context { develops: context.develops || industry, ..context };
                    Some(Is::Things { list: vec![choose(vocabulary, candidates, context, &token.words)?], any: false })
                }
            }
        };
        if let Some(is) = is {
            items.push(Item { is, words, used: false, gap });
            gap = false;
        } else {
            gap = true;
        }
        at += 1;
    }
    absorb(&mut items);
    merge_lists(&mut items);
    Ok(items)
}

/// 哪五个单位, 六大产业带; not 水利厅牵头的9个任务, which may be wrong about the plan.
fn says_how_many(before: &[Token], after: &[Token]) -> bool {
    let which = before.last().is_some_and(|token| token.word() == Some(Wording::Which) && token.words.starts_with('哪'));
    let great = after.first().is_some_and(|token| token.words == "大");
    let nouns = [Wording::Belt, Wording::Zone, Wording::Cluster, Wording::Filler];
    let many = after
        .get(1)
        .is_some_and(|token| token.may_be(|kind| kind == Kind::Project) || token.word().is_some_and(|word| nouns.contains(&word)));
    which || (great && many)
}

/// The places before a unit that its own name begins with: Hohhot of Hohhot Customs.
fn own_places(tokens: &[Token]) -> Vec<usize> {
    let pairs = tokens.windows(2).enumerate();
    pairs.filter(|(_, pair)| pair[0].words.is_ascii() && pair[1].words.is_ascii() && is_own(&pair[0], &pair[1])).map(|(at, _)| at).collect()
}

/// Whether the name of a unit begins with that of a place.
fn is_own(place: &Token, unit: &Token) -> bool {
    let (Sense::Name(places), Sense::Name(units)) = (&place.sense, &unit.sense) else { return false };
    places.iter().filter(|place| place.kind == Kind::Division).any(|place| {
        let short = place.label.strip_suffix(['市', '盟', '旗', '县']).unwrap_or(&place.label);
        units.iter().filter(|unit| unit.kind == Kind::Unit).any(|unit| unit.label.starts_with(short))
    })
}

/// 包头市发改委 is no unit of the graph, though 包头市 and 发改委 are names of it: a place before a unit makes it another unit.
fn foreign_units(tokens: &[Token]) -> Result<(), AskError> {
    for pair in tokens.windows(2) {
        let before = pair[0].may_be(|kind| !matches!(kind, Kind::Unit | Kind::Later)) || pair[0].word() == Some(Wording::Country);
        let unit = pair[1].may_be(|kind| matches!(kind, Kind::Unit | Kind::Later));
        let together = pair[1].joined || (pair[0].words.is_ascii() && pair[1].words.is_ascii());
        if !(before && unit && together) {
            continue;
        }
        // 内蒙古 before a department of 内蒙古自治区 makes it none other.
        let own = is_own(&pair[0], &pair[1])
            || matches!((&pair[0].sense, &pair[1].sense), (Sense::Name(places), Sense::Name(units))
            if places.iter().any(|place| place.kind == Kind::Division && units.iter().any(|unit| unit.node.as_ref().is_some_and(|node| crate::graph::local(node.as_str()).starts_with(place.label.as_str())))));
        if !own {
            let space = if pair[1].joined { "" } else { " " };
            return Err(AskError::Words(vec![format!("{}{space}{}", pair[0].words, pair[1].words)]));
        }
    }
    Ok(())
}

/// 水利 is 水利厅 only where it does something and tasks are asked for: 水利牵头的任务, not 水利的任务 or 教育牵头单位.
fn without_bare(candidates: &[Candidate], next: Option<Wording>, context: Context) -> Vec<Candidate> {
    let does = matches!(next, Some(Wording::Lead | Wording::Support | Wording::Charge)) && context.tasks;
    let bare = does
        && candidates.iter().any(Candidate::is_bare)
        && !candidates.iter().any(|candidate| candidate.kind == Kind::Unit && !candidate.is_bare());
    candidates.iter().filter(|candidate| candidate.is_bare() == bare).cloned().collect()
}

/// The thing that a name stands for.
fn choose(vocabulary: &Vocabulary, candidates: &[Candidate], context: Context, words: &str) -> Result<Named, AskError> {
    let order = context.order();
    let place = |kind: Kind| order.iter().position(|other| *other == kind).unwrap_or(order.len());
    let sure = |candidate: &Candidate| match candidate.rank {
        0 | 1 => 0,
        rank => rank,
    };
    let Some(best) = candidates.iter().min_by_key(|candidate| (sure(candidate), place(candidate.kind), candidate.rank)) else {
        return Err(AskError::Words(vec![words.to_owned()]));
    };
    // 谁牵头能源基地: the task 国家综合能源基地, rather than the industry that also goes by this word.
    let titled = context.roles && !context.concerns;
    if titled && best.rank > 0 && matches!(best.kind, Kind::Industry | Kind::Topic | Kind::Area) && words.chars().count() >= PART_OF_HEADING
    {
        let part = Names::part_of_heading(&vocabulary.names.headings_with(&key(words)));
        if let Some((first, tasks)) = part.as_ref().and_then(|tasks| Some((tasks.first()?, tasks))) {
            let nodes = tasks.iter().filter_map(|task| task.node.clone()).collect();
            return Ok(Named { kind: Kind::Task, nodes, label: first.label.clone() });
        }
    }
    // A part of a heading is the task only where somebody leads it; else it is words.
    if best.rank > 3 && !titled && !best.is_bare() {
        return Ok(Named { kind: Kind::Words, nodes: Vec::new(), label: words.to_owned() });
    }
    let same: Vec<&Candidate> = candidates.iter().filter(|other| other.kind == best.kind && other.rank == best.rank).collect();
    let one = same.iter().all(|other| other.label == best.label);
    // 高速公路: the projects whose names end so.
    let group = best.kind == Kind::Project && same.len() > 1;
    if same.len() > 1 && !(one && best.kind == Kind::Task) && !group {
        return Err(AskError::Ambiguous { words: words.to_owned(), names: same.iter().map(|other| other.label.clone()).collect() });
    }
    let nodes: Vec<NamedNode> = same.iter().filter_map(|candidate| candidate.node.clone()).collect();
    let label = if group { words.to_owned() } else { best.label.clone() };
    Ok(Named { kind: best.kind, nodes, label })
}

/// The tasks whose heading holds the name of a topic or industry and a word: the energy base, 国家综合能源基地.
fn headed(vocabulary: &Vocabulary, candidates: &[Candidate], end: &str) -> Option<Named> {
    let label = &candidates.iter().find(|candidate| matches!(candidate.kind, Kind::Topic | Kind::Industry) && candidate.rank < 2)?.label;
    let headings = vocabulary.names.labels.iter().filter(|(_, kind)| *kind == Kind::Task);
    let mut fitting = headings.filter(|(heading, _)| heading.contains(label.as_str()) && heading.contains(end));
    let (heading, None) = (fitting.next()?, fitting.next()) else { return None };
    let nodes = vocabulary.names.get(&key(&heading.0))?.iter().filter(|candidate| candidate.kind == Kind::Task);
    Some(Named { kind: Kind::Task, nodes: nodes.filter_map(|candidate| candidate.node.clone()).collect(), label: heading.0.clone() })
}

fn ends_name(item: Option<&Item>) -> bool {
    matches!(item.map(|item| &item.is), Some(Is::Things { .. } | Is::Number(Numeral::Task(_) | Numeral::Chapter(_))))
}

fn is_place(item: Option<&Item>) -> bool {
    matches!(item.map(|item| &item.is), Some(Is::Things { list, .. }) if list.iter().all(|named| named.kind.is_place()))
}

const fn is_noun(word: Wording) -> bool {
    use Wording::{
        AnyPort, Belt, Chapter, City, Cluster, Country, County, Deadline, DevelopmentZone, FullName, Good, Industry, Name, Place, Port,
    };
    use Wording::{Project, ShortName, Task, Text, Topic, Unit, Zone};
    matches!(
        word,
        Unit | Task
            | Place
            | City
            | County
            | Topic
            | Industry
            | Good
            | Port
            | AnyPort
            | Belt
            | Zone
            | Cluster
            | DevelopmentZone
            | Project
            | Chapter
            | Country
            | Deadline
            | Text
            | Name
            | FullName
            | ShortName
    )
}
