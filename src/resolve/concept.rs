//! Industries and topics: concepts that the words of a task touch.

use crate::lexicon::{Lexicon, Phrases};
use crate::text::Span;
use std::collections::HashMap;

/// The terms of both schemes, compiled.
#[derive(Debug, Clone)]
pub struct Concepts {
    industries: Phrases<'static, usize>,
    /// The topic, and whether the word is evidence of it or only holds a term of it.
    topics: Phrases<'static, (usize, bool)>,
    broader: Vec<Vec<usize>>,
}

impl Concepts {
    /// Compiles the terms.
    pub fn new(lexicon: &Lexicon) -> Self {
        let industries = lexicon.industries.iter().enumerate();
        let industry_terms = industries.flat_map(|(at, row)| std::iter::once(&row.zh).chain(&row.terms).map(move |term| (*term, at)));
        let topics = lexicon.topics.iter().enumerate();
        let topic_terms = topics.flat_map(|(at, row)| {
            let terms = row.terms.iter().map(move |term| (*term, (at, true)));
            terms.chain(row.not.iter().map(move |word| (*word, (at, false))))
        });
        let index: HashMap<&str, usize> = lexicon.industries.iter().enumerate().map(|(at, row)| (row.id, at)).collect();
        let broader = lexicon.industries.iter().map(|row| row.broader.iter().filter_map(|id| index.get(id).copied()).collect()).collect();
        Self { industries: Phrases::new(industry_terms), topics: Phrases::new(topic_terms), broader }
    }

    /// The industries named in a stretch.
    pub(super) fn industries(&self, text: &str, stretch: Span) -> Vec<(Span, usize)> {
        let hits = self.industries.find(stretch.of(text));
        // A term may show by a separator that it ends there (化工、); the separator is no part of the name.
        let named = |start: usize, end: usize| Span::new(start, start + stretch.of(text)[start..end].trim_end_matches(['、', '等']).len());
        hits.map(|(start, end, rows)| (named(start, end).shifted(stretch.start), rows[0])).collect()
    }

    /// The topics touched in a stretch. Each topic reads for itself, longest word first: a word on its list of false friends blanks out
    /// the terms inside it (水利厅 as a party is no evidence of water, nor is 水平), for this topic only.
    pub(super) fn topics(&self, text: &str, stretch: Span) -> Vec<(Span, usize)> {
        let mut hits: Vec<(usize, Span, bool)> = Vec::new();
        for (start, end, rows) in self.topics.find_all(stretch.of(text)) {
            let words = stretch.of(text)[start..end].trim_matches('、');
            let start = if stretch.of(text)[start..].starts_with('、') { start + '、'.len_utf8() } else { start };
            let span = Span::new(start, start + words.len()).shifted(stretch.start);
            hits.extend(rows.iter().map(|(topic, evidence)| (*topic, span, *evidence)));
        }
        hits.sort_by_key(|(topic, span, _)| (*topic, span.start, std::cmp::Reverse(span.end)));
        let mut found = Vec::new();
        let mut read: Option<(usize, usize)> = None;
        for (topic, span, evidence) in hits {
            let begun = read.is_some_and(|(other, end)| other == topic && span.start < end);
            if !begun {
                read = Some((topic, span.end));
                found.extend(evidence.then_some((span, topic)));
            }
        }
        found
    }

    /// Whether `concept` is `ancestor` or narrower than it.
    pub(super) fn is_kind_of(&self, concept: usize, ancestor: usize) -> bool {
        concept == ancestor || self.broader[concept].iter().any(|parent| self.is_kind_of(*parent, ancestor))
    }
}
