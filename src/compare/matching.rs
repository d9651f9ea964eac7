//! Which task of one plan is which task of the other: one to one, by ever weaker signs.

use super::difference::Step;
use super::similarity::{Index, Profile, contained, dice, plain};
use crate::analyse::{Ledger, Task};
use std::cmp::Ordering;
use std::collections::{BTreeMap, BTreeSet};

/// The share of a task's words that another must hold for the one to be a part of the other; `docs/diff.md` tells how it was measured.
pub(super) const PART: f64 = 0.8;
/// The fewest pairs of characters that tell a part: what is shorter stands in many tasks.
const LEAST_PART: usize = 12;

/// The most pairs of tasks of one key that are told apart by their words; of more, each is matched with the next.
const MOST_ALIKE: usize = 10_000;
/// The most tasks that one is compared with, so that plans of nothing but the same words need no memory for each pair.
pub(super) const MOST_CANDIDATES: usize = 50;

/// Two tasks that are one, by their places in the ledger.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Match {
    pub from: usize,
    pub to: usize,
    pub step: Step,
    pub similarity: f64,
}

/// What was matched.
#[derive(Debug, Clone, Default, PartialEq)]
pub(super) struct Matching {
    /// The matches, in the order of the first plan.
    pub matches: Vec<Match>,
    /// Unmatched tasks, the task of the other plan that holds their words, and the share of them that it holds.
    pub parts: BTreeMap<usize, (usize, f64)>,
    /// How many tasks had more candidates in the other plan than were looked at.
    pub bounded: usize,
}

/// The words of a task, as they are compared.
struct Words {
    number: String,
    title: String,
    text: String,
    profile: Profile,
}

impl Words {
    fn of(task: &Task) -> Self {
        let (title, text) = (plain(&task.title), plain(&task.text));
        // A task without a heading is called by its first words, which then count once.
        let all = if text.starts_with(&title) { task.text.clone() } else { format!("{}\n{}", task.title, task.text) };
        Self { profile: Profile::of(&all), number: plain(&task.number), title, text }
    }
}

/// How similar two tasks are: the coefficient of Dice of heading and words.
pub(super) fn similarity(one: &Task, other: &Task) -> f64 {
    dice(&Words::of(one).profile, &Words::of(other).profile)
}

/// Matches the tasks `from` of a ledger with those of `to`; similar are those of at least `least`.
pub(super) fn match_tasks(ledger: &Ledger, from: &[usize], to: &[usize], least: f64) -> Matching {
    let words: BTreeMap<usize, Words> = from.iter().chain(to).map(|at| (*at, Words::of(&ledger.tasks[*at]))).collect();
    let mut matcher =
        Matcher { ledger, words: &words, from: from.to_vec(), to: to.to_vec(), matches: Vec::new(), bounded: BTreeSet::new() };
    matcher.by_key(Step::Words, |words| (!words.text.is_empty()).then(|| (words.title.clone(), words.text.clone())));
    matcher.by_key(Step::Words, |words| (!words.text.is_empty()).then(|| words.text.clone()));
    matcher.by_key(Step::Heading, |words| (!words.number.is_empty()).then(|| (words.number.clone(), words.title.clone())));
    matcher.by_similarity(least);
    let parts = matcher.parts(from, to);
    matcher.by_part(&parts);
    let taken: BTreeSet<usize> = matcher.matches.iter().flat_map(|found| [found.from, found.to]).collect();
    let partner: BTreeMap<usize, usize> =
        matcher.matches.iter().flat_map(|found| [(found.from, found.to), (found.to, found.from)]).collect();
    let mut matching = Matching { matches: matcher.matches, parts: BTreeMap::new(), bounded: matcher.bounded.len() };
    matching.matches.sort_by_key(|found| found.from);
    for (part, whole, share) in parts {
        // Words that the whole still has in the other plan were not cut from it; they are said there once more.
        let was_cut = partner.get(&whole).is_none_or(|other| contained(&words[&part].profile, &words[other].profile) < PART);
        if !taken.contains(&part) && taken.contains(&whole) && was_cut {
            matching.parts.entry(part).or_insert((whole, share));
        }
    }
    matching
}

struct Matcher<'l> {
    ledger: &'l Ledger,
    words: &'l BTreeMap<usize, Words>,
    /// What is not matched yet.
    from: Vec<usize>,
    to: Vec<usize>,
    matches: Vec<Match>,
    /// Tasks with more candidates than were looked at.
    bounded: BTreeSet<usize>,
}

impl Matcher<'_> {
    /// Matches tasks of the same key; several of one key by how similar they are.
    fn by_key<K: Ord>(&mut self, step: Step, key: impl Fn(&Words) -> Option<K>) {
        let mut groups: BTreeMap<K, (Vec<usize>, Vec<usize>)> = BTreeMap::new();
        let key_of = |at: usize| key(&self.words[&at]);
        for at in &self.from {
            key_of(*at).into_iter().for_each(|key| groups.entry(key).or_default().0.push(*at));
        }
        for at in &self.to {
            if let Some((_, group)) = key_of(*at).and_then(|key| groups.get_mut(&key)) {
                group.push(*at);
            }
        }
        let mut bounded: Vec<usize> = Vec::new();
        let pairs = groups.into_values().flat_map(|(from, to)| {
            let pairs: Vec<(usize, usize)> = if from.len() * to.len() > MOST_ALIKE {
                bounded.extend(&from);
                from.into_iter().zip(to).collect()
            } else {
                from.iter().flat_map(|one| to.iter().map(|other| (*one, *other))).collect()
            };
            pairs
        });
        let scored = pairs.map(|(from, to)| (from, to, dice(&self.words[&from].profile, &self.words[&to].profile))).collect();
        self.bounded.extend(bounded);
        self.assign(step, scored);
    }

    fn by_similarity(&mut self, least: f64) {
        let index = Index::of(self.to.iter().map(|at| (*at, &self.words[at].profile)));
        let (mut scored, mut bounded) = (Vec::new(), Vec::new());
        for one in &self.from {
            let mine = &self.words[one].profile;
            let similarity = |(other, shared): (usize, usize)| {
                (*one, other, (2 * shared) as f64 / (mine.total() + self.words[&other].profile.total()) as f64)
            };
            let mut alike: Vec<_> = index.alike(mine).into_iter().map(similarity).filter(|(.., similarity)| *similarity >= least).collect();
            // Of equally similar ones those stay that would be taken first.
            alike.sort_by(|one, other| self.better(one, other));
            if alike.len() > MOST_CANDIDATES {
                bounded.push(*one);
                alike.truncate(MOST_CANDIDATES);
            }
            scored.extend(alike);
        }
        self.bounded.extend(bounded);
        self.assign(Step::Similarity, scored);
    }

    /// Unmatched tasks with those of the other plan that hold their words, those that hold most first.
    fn parts(&mut self, from: &[usize], to: &[usize]) -> Vec<(usize, usize, f64)> {
        let (mut found, mut bounded) = (Vec::new(), Vec::new());
        let order = |one: &(usize, usize, f64), other: &(usize, usize, f64)| {
            other.2.total_cmp(&one.2).then((one.0, one.1).cmp(&(other.0, other.1)))
        };
        for (parts, wholes) in [(&self.from, to), (&self.to, from)] {
            let index = Index::of(wholes.iter().map(|at| (*at, &self.words[at].profile)));
            for part in parts {
                let mine = &self.words[part].profile;
                if mine.total() < LEAST_PART {
                    continue;
                }
                let share = |(whole, shared): (usize, usize)| (*part, whole, shared as f64 / mine.total() as f64);
                let mut wholes: Vec<_> = index.alike(mine).into_iter().map(share).filter(|(.., share)| *share >= PART).collect();
                if wholes.len() > MOST_CANDIDATES {
                    bounded.push(*part);
                    wholes.sort_by(order);
                    wholes.truncate(MOST_CANDIDATES);
                }
                found.extend(wholes);
            }
        }
        self.bounded.extend(bounded);
        found.sort_by(order);
        found
    }

    /// Matches what is left with the largest of its parts.
    fn by_part(&mut self, parts: &[(usize, usize, f64)]) {
        let from: BTreeSet<usize> = self.from.iter().copied().collect();
        let to: BTreeSet<usize> = self.to.iter().copied().collect();
        let mut scored = Vec::new();
        for (part, whole, _) in parts {
            let pair = if from.contains(part) { (*part, *whole) } else { (*whole, *part) };
            if from.contains(&pair.0) && to.contains(&pair.1) {
                scored.push((pair.0, pair.1, dice(&self.words[&pair.0].profile, &self.words[&pair.1].profile)));
            }
        }
        self.assign(Step::Part, scored);
    }

    /// The order in which pairs are taken: the most similar first. Of equally similar ones those with the same heading, then those with the same
    /// number, then those that stand first: an order in which it does not matter which plan is called the first.
    fn better(&self, one: &(usize, usize, f64), other: &(usize, usize, f64)) -> Ordering {
        let tasks = &self.ledger.tasks;
        let rank = |(from, to, _): &(usize, usize, f64)| {
            let (one, other) = (&tasks[*from], &tasks[*to]);
            let (here, there) = (&self.words[from], &self.words[to]);
            (here.title != there.title, here.number != there.number, one.order + other.order, one.order.abs_diff(other.order), one.order)
        };
        other.2.total_cmp(&one.2).then_with(|| rank(one).cmp(&rank(other)))
    }

    /// Takes the best pairs first, each task once.
    fn assign(&mut self, step: Step, mut scored: Vec<(usize, usize, f64)>) {
        scored.sort_by(|one, other| self.better(one, other));
        let mut taken: BTreeSet<usize> = BTreeSet::new();
        for (from, to, similarity) in scored {
            if !taken.contains(&from) && !taken.contains(&to) {
                taken.extend([from, to]);
                self.matches.push(Match { from, to, step, similarity });
            }
        }
        self.from.retain(|at| !taken.contains(at));
        self.to.retain(|at| !taken.contains(at));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A ledger of two plans: number, heading and words of their tasks.
    fn ledger(from: &[(&str, &str, &str)], to: &[(&str, &str, &str)]) -> (Ledger, Vec<usize>, Vec<usize>) {
        let task = |plan: &str, at: usize, (number, title, text): &(&str, &str, &str)| Task {
            iri: format!("{plan}/{at}"),
            plan: plan.to_owned(),
            order: at + 1,
            number: (*number).to_owned(),
            title: (*title).to_owned(),
            text: (*text).to_owned(),
            clause: String::new(),
            section: None,
            has_twin: false,
        };
        let of = |plan: &'static str, all: &[(&str, &str, &str)]| -> Vec<Task> {
            all.iter().enumerate().map(|(at, one)| task(plan, at, one)).collect()
        };
        let tasks = [of("a", from), of("b", to)].concat();
        (Ledger { tasks, ..Ledger::default() }, (0..from.len()).collect(), (from.len()..from.len() + to.len()).collect())
    }

    /// Matches by places in either plan, and parts with their wholes by places in the ledger.
    type Found = (Vec<(usize, usize, Step)>, Vec<(usize, usize)>);

    fn found(from: &[(&str, &str, &str)], to: &[(&str, &str, &str)]) -> Found {
        let (ledger, one, other) = ledger(from, to);
        let there = match_tasks(&ledger, &one, &other, 0.5);
        let back = match_tasks(&ledger, &other, &one, 0.5);
        let pairs = |matching: &Matching, turn: bool| -> BTreeSet<(usize, usize)> {
            matching.matches.iter().map(|found| if turn { (found.to, found.from) } else { (found.from, found.to) }).collect()
        };
        assert_eq!(pairs(&there, false), pairs(&back, true), "it does not matter which plan comes first");
        assert_eq!(there.parts, back.parts);
        let first = from.len();
        let matches = there.matches.iter().map(|found| (found.from, found.to - first, found.step)).collect();
        (matches, there.parts.iter().map(|(part, (whole, _))| (*part, *whole)).collect())
    }

    const WATER: &str = "推进大中型灌区节水改造，发展管灌和微灌，提高农业用水效率。";
    const WATER_MORE: &str = "推进大中型灌区续建配套与节水改造，发展管灌、微灌，提高农业用水效率。";
    const PORT: &str = "加快边境口岸查验设施建设，推行通关一体化，压缩货物通关时间。";
    const SAND: &str = "实施防沙治沙重点工程，营造防风固沙林，治理退化草原。";

    #[test]
    fn equal_words_win_over_number_and_heading() {
        let (matches, _) = found(&[("一", "水", WATER), ("二", "口岸", PORT)], &[("一", "水", PORT), ("二", "口岸", WATER)]);
        assert_eq!(matches, [(0, 1, Step::Words), (1, 0, Step::Words)]);
    }

    #[test]
    fn number_and_heading_hold_a_task_that_is_written_anew() {
        let (matches, _) = found(&[("一", "水", WATER)], &[("一", "水", SAND)]);
        assert_eq!(matches, [(0, 0, Step::Heading)]);
        let (matches, _) = found(&[("一", "水", WATER)], &[("二", "水", SAND)]);
        assert_eq!(matches, [], "the heading alone does not");
        let (matches, _) = found(&[("", "水", WATER)], &[("", "水", SAND)]);
        assert_eq!(matches, [], "nor without a number");
    }

    #[test]
    fn similar_words_find_a_task_under_another_number_and_heading() {
        let (matches, _) =
            found(&[("一", "水", WATER), ("二", "沙", SAND)], &[("一", "沙地", SAND), ("三", "节水", WATER_MORE), ("四", "口岸", PORT)]);
        assert_eq!(matches, [(0, 1, Step::Similarity), (1, 0, Step::Words)]);
    }

    #[test]
    fn the_best_pair_comes_first_and_equal_ones_in_their_order() {
        let (matches, _) = found(&[("一", "甲", WATER), ("二", "乙", WATER_MORE)], &[("三", "丙", WATER_MORE)]);
        assert_eq!(matches, [(1, 0, Step::Words)]);
        let twins = [("一", "水", WATER), ("一", "水", WATER), ("一", "水", WATER)];
        assert_eq!(found(&twins, &twins[..2]).0, [(0, 0, Step::Words), (1, 1, Step::Words)]);
    }

    #[test]
    fn a_task_is_split_where_its_words_went_to_two() {
        let both = format!("{WATER}{PORT}");
        let (matches, parts) = found(&[("一", "水和口岸", &both)], &[("一", "水", WATER), ("二", "口岸", PORT)]);
        assert_eq!((matches.len(), parts.len()), (1, 1));
        assert_eq!(parts[0].1, 0);
    }

    #[test]
    fn words_that_are_said_twice_are_no_part() {
        let (matches, parts) = found(&[("一", "水", WATER)], &[("一", "水", WATER), ("二", "又", WATER)]);
        assert_eq!((matches, parts), (vec![(0, 0, Step::Words)], vec![]));
        let both = format!("{WATER}{PORT}");
        let (_, parts) = found(&[("一", "水和口岸", &both)], &[("一", "水和口岸", &both), ("二", "口岸", PORT)]);
        assert_eq!(parts, [], "the whole has them still");
    }

    #[test]
    fn of_too_many_candidates_the_first_are_compared_and_it_is_told() {
        let texts: Vec<String> = (0..MOST_CANDIDATES + 10).map(|at| format!("{WATER}第{at}项")).collect();
        let many: Vec<(&str, &str, &str)> = texts.iter().map(|text| ("", "水", text.as_str())).collect();
        let of = |from: &[(&str, &str, &str)], to: &[(&str, &str, &str)]| {
            let (ledger, from, to) = ledger(from, to);
            match_tasks(&ledger, &from, &to, 0.5)
        };
        let found = of(&[("", "节水", WATER_MORE)], &many);
        assert_eq!((found.matches.len(), found.bounded), (1, 1));
        // A short task whose words all of them hold: no more than so many are kept.
        let short = "推进大中型灌区节水改造，发展管灌和微灌";
        let found = of(&[("", "乙", short)], &many);
        assert_eq!((found.matches.len(), found.bounded), (1, 1));
        assert_eq!(of(&[("", "节水", WATER_MORE)], &many[..MOST_CANDIDATES]).bounded, 0);
    }

    #[test]
    fn tasks_without_words_are_matched_by_number_and_heading_alone() {
        assert_eq!(found(&[("一", "水", "")], &[("一", "水", "")]).0, [(0, 0, Step::Heading)]);
        assert_eq!(found(&[("一", "水", "")], &[("二", "沙", "")]).0, []);
        assert_eq!(found(&[], &[("二", "沙", "")]).0, []);
    }
}
