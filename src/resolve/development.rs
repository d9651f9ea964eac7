//! What a place develops, as the sentences of a plan say it.
//!
//! | rule | example | near miss |
//! |---|---|---|
//! | verb | 乌海市、阿左旗**以焦煤为主，重点发展**焦化产业 | 包头市要依托资源优势，推进产业升级 |
//! | base | 呼和浩特、包头**奶业加工基地** | 乌海等城市的旅游服务设施 |
//! | main | **以**达茂旗等地**为主的**…风电**基地** | 以企业为主体 |
//! | relying | **依托**甘其毛都等口岸**，重点发展**…进出口贸易 | 依托准格尔等煤田，培育企业 |

use super::concept::Concepts;
use super::model::{Development, Good, PlaceRef};
use super::place::{FoundPlace, Join};
use crate::lexicon::{DevelopingKind, Lexicon};
use crate::text::Span;
use crate::text::punctuation::{is_comma, is_division, is_enumeration, is_semicolon, is_stop};

/// The words of the rules, sorted longest first.
#[derive(Debug, Clone)]
pub(super) struct Developing {
    verbs: Vec<&'static str>,
    adverbs: Vec<&'static str>,
    bases: Vec<&'static str>,
}

/// Characters that may describe an industry between verb and industry.
const LONGEST_MODIFIER: usize = 8;
/// Characters between the last industry and 基地: 稀土研发生产基地.
const LONGEST_BEFORE_BASE: usize = 8;

/// A list of places that is the subject of a sentence.
struct Subject {
    places: Vec<(PlaceRef, Span)>,
    /// From its first name, qualifiers included, to its last.
    span: Span,
    /// One past 等地.
    tail: usize,
    etc: bool,
}

/// Industries listed together.
#[derive(Clone)]
struct Object {
    industries: Vec<(Span, usize)>,
    span: Span,
}

/// The words of one task.
pub(super) struct Sentences<'a> {
    pub text: &'a str,
    pub task: usize,
    pub concepts: &'a Concepts,
}

/// One sentence, with what it was found to say.
struct Sentence<'a> {
    of: &'a Sentences<'a>,
    span: Span,
    objects: Vec<Object>,
    developments: Vec<Development>,
    goods: Vec<Good>,
}

impl Developing {
    /// Sorts the words of the table.
    pub(super) fn new(lexicon: &Lexicon) -> Self {
        let words = |kind| {
            let mut words: Vec<&'static str> = lexicon.developing.iter().filter(|row| row.kind == kind).map(|row| row.phrase).collect();
            words.sort_by_key(|word| std::cmp::Reverse(word.len()));
            words
        };
        Self { verbs: words(DevelopingKind::Verb), adverbs: words(DevelopingKind::Adverb), bases: words(DevelopingKind::Base) }
    }

    /// All developments and goods of a stretch.
    pub(super) fn read(
        &self,
        sentences: &Sentences<'_>,
        stretch: Span,
        places: &[FoundPlace],
        industries: &[(Span, usize)],
    ) -> (Vec<Development>, Vec<Good>) {
        let (mut developments, mut goods) = (Vec::new(), Vec::new());
        for span in split(sentences.text, stretch) {
            let subjects = subjects(sentences.text, places.iter().filter(|found| span.contains(found.span)));
            let objects = objects(sentences.text, industries.iter().filter(|(industry, _)| span.contains(*industry)));
            let mut sentence = Sentence { of: sentences, span, objects, developments: Vec::new(), goods: Vec::new() };
            for subject in &subjects {
                let limit = subjects.iter().map(|other| other.span.start).find(|start| *start > subject.span.start).unwrap_or(span.end);
                self.subject(&mut sentence, subject, limit);
            }
            developments.append(&mut sentence.developments);
            goods.append(&mut sentence.goods);
        }
        developments.sort();
        developments.dedup_by_key(|found| (found.task, found.place, found.industry));
        (developments, goods)
    }

    fn subject(&self, sentence: &mut Sentence<'_>, subject: &Subject, limit: usize) {
        let text = sentence.of.text;
        let before = &text[sentence.span.start..subject.span.start];
        let after = Span::new(subject.tail, sentence.span.end);
        let relying = before.ends_with("依托");
        let verb = if before.ends_with('以') {
            after.of(text).strip_prefix("为主的").map(|rest| after.end - rest.len())
        } else if relying {
            comma_within(text, after, LONGEST_MODIFIER + 2).and_then(|from| self.verb(text, Span::new(from, after.end)))
        } else {
            self.verb(text, Span::new(without_main(text, after), after.end))
        };
        let reach = if relying { sentence.span.end } else { limit };
        let Some(from) = verb else { return self.base(sentence, subject, limit) };
        let object = sentence.objects.iter().find(|object| (from..reach.max(from + 1)).contains(&object.span.start)).cloned();
        if let Some(object) = object.filter(|object| describes(&text[from..object.span.start])) {
            sentence.record(subject, &object);
        }
    }

    /// One past the verb that `rest` opens with, adverbs before it passed over.
    fn verb(&self, text: &str, rest: Span) -> Option<usize> {
        let mut words = rest.of(text);
        loop {
            if let Some(after) = self.verbs.iter().find_map(|verb| words.strip_prefix(verb)) {
                return Some(rest.end - after.len());
            }
            words = self.adverbs.iter().find_map(|adverb| words.strip_prefix(adverb))?;
        }
    }

    /// 「PLACES INDUSTRIES…基地」, and what is joined to it by 和.
    fn base(&self, sentence: &mut Sentence<'_>, subject: &Subject, limit: usize) {
        let text = sentence.of.text;
        let mut from = subject.tail;
        if let Some(rest) = self.adverbs.iter().find_map(|adverb| text[from..].strip_prefix(adverb)) {
            from = text.len() - rest.len();
        }
        let objects: Vec<Object> =
            sentence.objects.iter().filter(|object| object.span.start >= subject.tail && object.span.end <= limit).cloned().collect();
        for (round, object) in objects.iter().enumerate() {
            // 基地 may have reached into the next industry's words.
            let between = text.get(from..object.span.start).unwrap_or("和");
            let joined = if round == 0 { self.adjoins(between, subject.etc) } else { continues(between) };
            let Some(end) = joined.then(|| self.base_after(text, object.span)).flatten() else { return };
            sentence.develop(subject, &object.industries, end);
            from = end;
        }
    }

    fn adjoins(&self, between: &str, etc: bool) -> bool {
        let of_cities = etc && between.ends_with('的') && between.chars().count() <= LONGEST_MODIFIER;
        (describes(between) && !between.contains('的') || of_cities) && !self.verbs.iter().any(|verb| between.contains(verb))
    }

    /// One past 基地, 园区 … where one follows an industry soon.
    fn base_after(&self, text: &str, object: Span) -> Option<usize> {
        if self.bases.iter().any(|base| object.of(text).ends_with(base)) {
            return Some(object.end);
        }
        let from = object.end;
        let words = &text[from..];
        let words = &words[..words.find(|c| is_division(c) || is_enumeration(c) || c == '等').unwrap_or(words.len())];
        let (at, base) = self
            .bases
            .iter()
            .filter_map(|base| words.find(base).map(|at| (at, base)))
            .min_by_key(|(at, base)| (*at, std::cmp::Reverse(base.len())))?;
        (words[..at].chars().count() <= LONGEST_BEFORE_BASE).then_some(from + at + base.len())
    }
}

impl Sentence<'_> {
    /// The industries of an object; where 「A、B等C」 ends in a C that is no class of A and B (进出口贸易 of 煤炭、木材), C is what is
    /// developed, and A and B are its goods.
    fn record(&mut self, subject: &Subject, object: &Object) {
        let text = self.of.text;
        let head = self.objects.iter().find(|other| {
            let gap = text.get(object.span.end..other.span.start).unwrap_or_default();
            gap.starts_with('等') && gap.chars().count() <= LONGEST_MODIFIER && !gap.contains(is_division)
        });
        let kind_of_head = |head: usize| object.industries.iter().any(|(_, industry)| self.of.concepts.is_kind_of(*industry, head));
        match head.and_then(|head| head.industries.first().map(|first| (head.span.end, *first))) {
            Some((end, first)) if !kind_of_head(first.1) => {
                self.develop(subject, &[first], end);
                let traded = self.statements(subject, &object.industries, end);
                self.goods.extend(traded.into_iter().map(|development| Good { development }));
            }
            _ => self.develop(subject, &object.industries, object.span.end),
        }
    }

    fn develop(&mut self, subject: &Subject, industries: &[(Span, usize)], end: usize) {
        let mut found = self.statements(subject, industries, end);
        self.developments.append(&mut found);
    }

    /// Each place of the subject with each industry; the words reach from the subject's first name to `end`.
    fn statements(&self, subject: &Subject, industries: &[(Span, usize)], end: usize) -> Vec<Development> {
        let sentence = Span::new(subject.span.start, end);
        let pairs = industries.iter().flat_map(|industry| subject.places.iter().map(move |place| (*industry, *place)));
        pairs
            .map(|((industry_span, industry), (place, place_span))| Development {
                task: self.of.task,
                place,
                industry,
                place_span,
                industry_span,
                sentence,
            })
            .collect()
    }
}

/// Whether words may describe an industry before it is named: short, with no separator; 「与…的」 may name a partner.
fn describes(words: &str) -> bool {
    let partner = words.starts_with('与') && words.ends_with('的');
    words.chars().count() <= LONGEST_MODIFIER
        && !words.contains(|c| is_division(c) || is_enumeration(c))
        && (partner || !words.contains('的'))
}

/// 「…基地建设和标准化、规模化养殖基地」
fn continues(between: &str) -> bool {
    let words = between.strip_prefix("建设").unwrap_or(between);
    let joined = ["和", "及", "以及", "与"].iter().find_map(|conjunction| words.strip_prefix(conjunction));
    joined.is_some_and(|words| words.chars().count() <= LONGEST_MODIFIER && !words.contains(is_division))
}

/// One past 「以焦煤为主，」.
fn without_main(text: &str, rest: Span) -> usize {
    let words = rest.of(text);
    let main = words
        .strip_prefix('以')
        .and_then(|words| words.split_once("为主"))
        .filter(|(what, _)| what.chars().count() <= 10 && !what.contains(is_division));
    main.and_then(|(_, after)| after.strip_prefix(is_comma)).map_or(rest.start, |after| rest.end - after.len())
}

/// One past the first comma, if it comes within `longest` characters.
fn comma_within(text: &str, rest: Span, longest: usize) -> Option<usize> {
    let (at, comma) = rest.of(text).char_indices().take(longest + 1).find(|(_, c)| is_comma(*c))?;
    Some(rest.start + at + comma.len_utf8())
}

fn split(text: &str, stretch: Span) -> Vec<Span> {
    let mut sentences = Vec::new();
    let mut from = stretch.start;
    for part in stretch.of(text).split_inclusive(|c| is_stop(c) || is_semicolon(c) || c == '\n') {
        sentences.push(Span::new(from, from + part.len()));
        from += part.len();
    }
    sentences
}

fn subjects<'p>(text: &str, places: impl Iterator<Item = &'p FoundPlace>) -> Vec<Subject> {
    let mut subjects: Vec<Subject> = Vec::new();
    let mut route = false;
    for found in places {
        route |= found.join == Join::Route;
        let joined = matches!(found.join, Join::Listed | Join::Within | Join::Route);
        match subjects.last_mut().filter(|_| joined) {
            Some(subject) => subject.span.end = found.span.end,
            None => {
                route = false;
                subjects.push(Subject { places: Vec::new(), span: found.span, tail: 0, etc: false });
            }
        }
        // Stations of a route are no subject of a development.
        if let Some(subject) = subjects.last_mut().filter(|_| !found.qualifies && !route) {
            subject.places.push((found.place, found.span));
        }
    }
    for subject in &mut subjects {
        let rest = &text[subject.span.end..];
        let after = ["等地区", "等地", "等", "地区"].iter().find_map(|word| rest.strip_prefix(word));
        subject.etc = rest.starts_with('等');
        subject.tail = text.len() - after.unwrap_or(rest).len();
    }
    subjects.retain(|subject| !subject.places.is_empty());
    subjects
}

fn objects<'i>(text: &str, industries: impl Iterator<Item = &'i (Span, usize)>) -> Vec<Object> {
    let mut objects: Vec<Object> = Vec::new();
    for (span, industry) in industries {
        match objects.last_mut().filter(|object| listed(&text[object.span.end..span.start])) {
            Some(object) => {
                object.span.end = span.end;
                object.industries.push((*span, *industry));
            }
            None => objects.push(Object { industries: vec![(*span, *industry)], span: *span }),
        }
    }
    objects
}

/// Whether two industries are members of one list: 「羊绒、羊毛」, 「露地蔬菜、设施蔬菜」, 「文化创意产业和动漫」.
fn listed(between: &str) -> bool {
    const LONGEST_SUFFIX: usize = 3;
    let Some((at, conjunction)) = between.char_indices().find(|(_, c)| is_enumeration(*c) || matches!(c, '和' | '及' | '与')) else {
        return false;
    };
    let suffix = between[..at].trim_end_matches('以');
    let modifier = &between[at + conjunction.len_utf8()..];
    suffix.chars().count() <= LONGEST_SUFFIX
        && modifier.chars().count() <= 4
        && !modifier.starts_with('其')
        && !between.contains(|c| is_division(c) || c == '等' || c == '的')
        && !suffix.ends_with("基地")
}
