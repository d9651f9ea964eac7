//! Named undertakings: routes, works named by a region, works in quotation marks.

use super::model::NamedKind;
use super::place::{FoundNamed, Hit, Join};
use crate::text::Span;
use crate::text::punctuation::{is_close, is_division, is_enumeration, is_open};

/// What a route may be, the longer first.
const ROUTES: &[&str] = &[
    "铁路通道",
    "高速铁路",
    "城际铁路",
    "高速公路",
    "输气管道",
    "输油管道",
    "输电通道",
    "特高压",
    "铁路",
    "高铁",
    "公路",
    "管道",
    "管线",
    "航线",
    "运河",
    "专线",
];
/// What a work may end in.
const WORKS: &[&str] = &["工程", "计划", "行动"];
/// How far after its stations the kind of a route may stand, in characters.
const ROUTE_GAP: usize = 12;
/// How long the name of a work may be, in characters.
const LONGEST_WORK: usize = 24;

/// Routes: 「包头-呼和浩特-张家口-北京、银川-乌海等快速铁路」 are two. Their stations stay places.
pub(super) fn routes(text: &str, end: usize, hits: &[Hit<'_>]) -> Vec<FoundNamed> {
    let mut found = Vec::new();
    let mut from = 0;
    while from < hits.len() {
        let to = (from + 1..hits.len()).find(|at| hits[*at].join == Join::Apart).unwrap_or(hits.len());
        let list = &hits[from..to];
        if let Some(kind) = route_kind(text, tail(text, list[list.len() - 1].span.end, end), end) {
            for chain in chains(list) {
                let first = chain[0].span.start;
                let last = tail(text, chain[chain.len() - 1].span.end, end);
                let span = Span::new(first, last);
                if chain.len() > 1 || last > chain[0].span.end {
                    found.push(FoundNamed { span, kind: NamedKind::Project, name: format!("{}{kind}", span.of(text)) });
                }
            }
        }
        from = to;
    }
    found
}

/// The hits between two separators of a list.
fn chains<'h, 'a>(list: &'h [Hit<'a>]) -> Vec<&'h [Hit<'a>]> {
    let starts: Vec<usize> = (0..list.len()).filter(|at| *at == 0 || list[*at].join == Join::Listed).collect();
    starts.iter().enumerate().map(|(at, start)| &list[*start..starts.get(at + 1).copied().unwrap_or(list.len())]).collect()
}

/// One past a station that no gazetteer knows: 「乌海-荣城」.
fn tail(text: &str, from: usize, end: usize) -> usize {
    let rest = &text[from..end];
    let Some(station) = rest.strip_prefix(['-', '—', '－']) else { return from };
    let length = station.find(|c: char| !crate::text::punctuation::is_han(c) || c == '等').unwrap_or(station.len());
    let fits = (1..=4).contains(&station[..length].chars().count());
    if fits { from + (rest.len() - station.len()) + length } else { from }
}

/// 「等快速铁路」 → 快速铁路; 「等连接周边省区的高速公路」 → 高速公路.
fn route_kind(text: &str, from: usize, end: usize) -> Option<String> {
    let words = unbroken(&text[from..end]);
    let words = words.strip_prefix('等').unwrap_or(words);
    let (at, route) = ROUTES
        .iter()
        .filter_map(|route| words.find(route).map(|at| (at, *route)))
        .min_by_key(|(at, route)| (*at, std::cmp::Reverse(route.len())))?;
    let before = &words[..at];
    let described = before.contains('的') || before.contains("连接");
    (before.chars().count() <= ROUTE_GAP).then(|| if described { route.to_owned() } else { format!("{before}{route}") })
}

/// Works named by the region in which they are done: 黄土高原十大孔兑综合治理工程. The region stays a place.
/// A hit that is part of another name (`turned`) names no work.
pub(super) fn works(text: &str, end: usize, hits: &[Hit<'_>], turned: &[FoundNamed]) -> Vec<FoundNamed> {
    let mut found: Vec<FoundNamed> = Vec::new();
    for hit in hits.iter().filter(|hit| hit.join != Join::Within && hit.is_name()) {
        let words = unbroken(&text[hit.span.start..end]);
        let Some(at) = WORKS.iter().filter_map(|work| words.find(work).map(|at| at + work.len())).min() else { continue };
        let name = &words[..at];
        let others = hits.iter().any(|other| {
            other.span.start > hit.span.end && other.span.start < hit.span.start + at && other.join != Join::Within && other.is_name()
        });
        let span = Span::new(hit.span.start, hit.span.start + at);
        let others = others || turned.iter().any(|named| named.span.overlaps(span));
        if name.chars().count() <= LONGEST_WORK
            && !others
            && !name.contains(['的', '把', '在'])
            && !name.contains("建设")
            && hit.span.len() < at
        {
            found.push(FoundNamed { span, kind: NamedKind::Project, name: name.to_owned() });
        }
    }
    found
}

/// Works in quotation marks: “新能源千名人才工程”, “少生快富”工程.
pub(super) fn quoted(text: &str, stretch: Span) -> Vec<FoundNamed> {
    let words = stretch.of(text);
    let mut found = Vec::new();
    for (open, _) in words.match_indices('“') {
        let inner = open + '“'.len_utf8();
        let Some(length) = words[inner..].find('”') else { break };
        let (name, after) = (&words[inner..inner + length], inner + length + '”'.len_utf8());
        if name.chars().count() > LONGEST_WORK || name.contains(is_division) {
            continue;
        }
        let outside = WORKS.iter().find(|work| words[after..].starts_with(**work));
        let (name, end) = match outside {
            Some(work) => (format!("“{name}”{work}"), after + work.len()),
            None if WORKS.iter().any(|work| name.ends_with(work)) => (name.to_owned(), after),
            None => continue,
        };
        found.push(FoundNamed { span: Span::new(open, end).shifted(stretch.start), kind: NamedKind::Project, name });
    }
    found
}

fn unbroken(words: &str) -> &str {
    let end = words.find(|c| is_division(c) || is_enumeration(c) || is_open(c) || is_close(c)).unwrap_or(words.len());
    &words[..end]
}
