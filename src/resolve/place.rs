//! Which place a name means, if it means a place.

use super::Gazetteer;
use super::gazetteer::{Candidate, Strength};
use super::landmark::{Landmarks, Turn};
use super::model::{NamedKind, PlaceRef};
use crate::lexicon::{DivisionLevel, Lexicon};
use crate::text::Span;
use crate::text::punctuation::is_enumeration;

/// A name of the gazetteer in the text, not yet decided.
#[derive(Debug, Clone, Copy)]
pub(super) struct Hit<'a> {
    /// The words.
    pub span: Span,
    /// What they may mean.
    pub candidates: &'a [Candidate],
    /// How it is joined to the hit before it.
    pub join: Join,
}

impl Hit<'_> {
    /// Whether the words are a name by themselves or in a list, and no ordinary word that is also a place's name.
    pub(super) fn is_name(&self) -> bool {
        self.candidates.iter().any(|candidate| candidate.strength != Strength::Word)
    }
}

/// How a name follows the one before it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Join {
    /// Other words stand between.
    Apart,
    /// At once: 巴彦淖尔市乌拉特中旗.
    Within,
    /// By 、 or 和: members of a list.
    Listed,
    /// By a dash: stations of a route.
    Route,
}

/// A name that was decided.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct FoundPlace {
    /// The words.
    pub span: Span,
    /// The place.
    pub place: PlaceRef,
    /// How it is joined to the place before it.
    pub join: Join,
    /// Whether the next name lies in it: 巴彦淖尔市 in 巴彦淖尔市乌拉特中旗.
    pub qualifies: bool,
}

/// A name that is part of another name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct FoundNamed {
    /// The words of the whole name.
    pub span: Span,
    /// What it is.
    pub kind: NamedKind,
    /// The name.
    pub name: String,
}

/// What the reader of places needs to know.
pub(super) struct Places<'a> {
    pub lexicon: &'a Lexicon,
    pub gazetteer: &'a Gazetteer,
    pub landmarks: &'a Landmarks,
    pub home: Option<usize>,
}

/// All hits in a stretch, with how each follows the one before. `taken` are stretches that are names already.
pub(super) fn hits<'a>(gazetteer: &'a Gazetteer, text: &str, stretch: Span, taken: &[Span]) -> Vec<Hit<'a>> {
    let mut hits: Vec<Hit<'a>> = Vec::new();
    for (start, end, candidates) in gazetteer.forms.find(stretch.of(text)) {
        let span = Span::new(start, end).shifted(stretch.start);
        if taken.iter().any(|other| other.overlaps(span)) {
            continue;
        }
        let join = hits.last().map_or(Join::Apart, |last| join(&text[last.span.end..span.start]));
        hits.push(Hit { span, candidates, join });
    }
    hits
}

fn join(between: &str) -> Join {
    match between.trim() {
        "" => Join::Within,
        "和" | "及" | "以及" | "与" => Join::Listed,
        "-" | "—" | "–" | "－" | "——" | "~" | "～" | "至" => Join::Route,
        words if words.chars().count() == 1 && words.chars().all(is_enumeration) => Join::Listed,
        _ => Join::Apart,
    }
}

/// The first of the names listed up to and with `at`.
fn listed_from(list: &[Hit<'_>], at: usize) -> usize {
    (0..=at).rev().find(|member| list[*member].join != Join::Listed).unwrap_or(at)
}

impl Turn {
    /// The other thing that a place's name is part of: with the ending at once (`whole`), or shared with those listed after it.
    fn name(&self, text: &str, place: Span, whole: bool) -> FoundNamed {
        let span = if whole { Span::new(place.start, self.end) } else { place };
        FoundNamed { span, kind: self.kind, name: format!("{}{}", place.of(text), self.ending) }
    }
}

impl Places<'_> {
    /// Decides all hits of a stretch: places, and names of other things that hold a place's name.
    pub(super) fn decide(&self, text: &str, end: usize, hits: &[Hit<'_>]) -> (Vec<FoundPlace>, Vec<FoundNamed>) {
        let (mut places, mut named) = (Vec::new(), Vec::new());
        let mut from = 0;
        while from < hits.len() {
            let to = (from + 1..hits.len()).find(|at| hits[*at].join == Join::Apart).unwrap_or(hits.len());
            // 资源 in 铁矿资源 is a county's name elsewhere: an ordinary word ends no name before it.
            let next = hits[to..].iter().find(|hit| hit.is_name()).map(|hit| hit.span.start);
            self.list(text, end, &hits[from..to], next, &mut places, &mut named);
            from = to;
        }
        (places, named)
    }

    fn list(
        &self,
        text: &str,
        end: usize,
        list: &[Hit<'_>],
        next: Option<usize>,
        places: &mut Vec<FoundPlace>,
        named: &mut Vec<FoundNamed>,
    ) {
        let mut turned = vec![false; list.len()];
        for at in (0..list.len()).rev() {
            let within = list[at].join == Join::Within && at > 0 && self.may_lie_in(&list[at], &list[at - 1]);
            if turned[at] || !(list[at].is_name() || within) {
                continue;
            }
            let after = list.get(at + 1).map_or(next, |hit| Some(hit.span.start)).unwrap_or(end).min(end);
            let last = at + 1 == list.len();
            let alone = list[at].join != Join::Listed && list.get(at + 1).is_none_or(|hit| hit.join != Join::Listed);
            let division = list[at].candidates.iter().any(|candidate| matches!(candidate.place, PlaceRef::Division(_)));
            let turn = self.landmarks.after(text, Span::new(list[at].span.end, after), alone && division);
            // 蒙俄经贸合作洽谈会: a region abroad gives a fair no name of its own.
            if let Some(turn) = turn.filter(|turn| division || turn.kind != NamedKind::Event) {
                let first = if turn.shared && last { listed_from(list, at) } else { at };
                turned[first..=at].fill(true);
                named.extend((first..=at).map(|member| turn.name(text, list[member].span, member == at)));
            }
        }
        let head_is_port =
            list.last().is_some_and(|hit| self.landmarks.heads_ports(text, Span::new(hit.span.end, next.unwrap_or(end).min(end))));
        let mut decided: Vec<Option<FoundPlace>> = vec![None; list.len()];
        let mut context: Option<usize> = None;
        // Twice: names that need a neighbour are decided once those that do not are.
        for round in 0..2 {
            for at in (0..list.len()).filter(|at| !turned[*at]) {
                let hit = &list[at];
                let outer = (hit.join == Join::Within && at > 0).then(|| decided[at - 1]).flatten();
                let neighbour = round > 0 && decided.iter().flatten().next().is_some();
                if decided[at].is_none() {
                    let place = self.choose(text, hit, outer, context, neighbour, head_is_port);
                    decided[at] = place.map(|place| FoundPlace { span: hit.span, place, join: hit.join, qualifies: false });
                }
                if let Some(PlaceRef::Division(division)) = decided[at].map(|found| found.place) {
                    context = self.context(division).or(context);
                }
            }
        }
        for at in 1..list.len() {
            let inside = list[at].join == Join::Within
                && decided[at].is_some_and(|inner| decided[at - 1].is_some_and(|outer| self.lies_in(inner.place, outer.place)));
            if inside && let Some(outer) = decided[at - 1].as_mut() {
                outer.qualifies = true;
            }
        }
        places.extend(decided.into_iter().flatten());
    }

    fn may_lie_in(&self, inner: &Hit<'_>, outer: &Hit<'_>) -> bool {
        inner.candidates.iter().any(|inner| outer.candidates.iter().any(|outer| self.lies_in(inner.place, outer.place)))
    }

    /// The prefecture that later names of a list may lie in.
    fn context(&self, division: usize) -> Option<usize> {
        match self.lexicon.divisions[division].level() {
            DivisionLevel::County => self.gazetteer.parent(self.lexicon, division),
            _ => Some(division),
        }
    }

    fn lies_in(&self, inner: PlaceRef, outer: PlaceRef) -> bool {
        match (inner, outer) {
            (PlaceRef::Division(inner), PlaceRef::Division(outer)) => inner != outer && self.gazetteer.lies_in(self.lexicon, inner, outer),
            _ => false,
        }
    }

    fn choose(
        &self,
        text: &str,
        hit: &Hit<'_>,
        outer: Option<FoundPlace>,
        context: Option<usize>,
        neighbour: bool,
        head_is_port: bool,
    ) -> Option<PlaceRef> {
        let divisions = || {
            hit.candidates.iter().filter_map(|candidate| match candidate.place {
                PlaceRef::Division(at) => Some((at, candidate.strength)),
                _ => None,
            })
        };
        // After the place that it lies in, a name is that place's, however short.
        if let Some(PlaceRef::Division(outer)) = outer.map(|found| found.place)
            && let Some((inner, _)) = divisions().find(|(at, _)| *at != outer && self.gazetteer.lies_in(self.lexicon, *at, outer))
        {
            return Some(PlaceRef::Division(inner));
        }
        let port = hit.candidates.iter().find(|candidate| matches!(candidate.place, PlaceRef::Port(_)));
        if let Some(port) = port {
            let only = hit.candidates.len() == 1 && hit.span.of(text).chars().count() >= 3 && port.strength != Strength::Word;
            if head_is_port
                || port.strength == Strength::Whole
                || only
                || (neighbour && hit.candidates.len() == 1 && port.strength == Strength::Short)
            {
                return Some(port.place);
            }
        }
        let fits = |at: usize, strength: Strength| match strength {
            Strength::Whole => true,
            Strength::Short => neighbour,
            Strength::Word => {
                hit.join == Join::Listed && context.is_some_and(|context| self.gazetteer.lies_in(self.lexicon, at, context)) && neighbour
            }
        };
        let best =
            divisions().filter(|(at, strength)| fits(*at, *strength)).max_by_key(|(at, strength)| self.preference(*at, *strength, context));
        if let Some((at, _)) = best {
            return Some(PlaceRef::Division(at));
        }
        let other = hit.candidates.iter().find(|candidate| matches!(candidate.place, PlaceRef::Region(_) | PlaceRef::Cluster(_)));
        other
            .filter(|candidate| candidate.strength == Strength::Whole || (candidate.strength == Strength::Short && neighbour))
            .map(|candidate| candidate.place)
    }

    /// What is preferred where one form is the name of several divisions: those that exist, in the list's own prefecture, at home, of a
    /// higher level.
    fn preference(&self, at: usize, strength: Strength, context: Option<usize>) -> impl Ord + use<> {
        let division = &self.lexicon.divisions[at];
        let within = |outer: Option<usize>| outer.is_some_and(|outer| self.gazetteer.lies_in(self.lexicon, at, outer));
        let province = self.home.and_then(|home| self.gazetteer.division(&format!("{}0000", &self.lexicon.divisions[home].code[..2])));
        (
            division.is_current(),
            std::cmp::Reverse(strength),
            within(context),
            within(self.home),
            within(province),
            std::cmp::Reverse(division.level()),
            std::cmp::Reverse(at),
        )
    }
}
