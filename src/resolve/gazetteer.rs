//! The names of places in the form that a text is read with.

use super::model::PlaceRef;
use crate::extract::short_form;
use crate::lexicon::{Division, DivisionLevel, Lexicon, Phrases, PortKind};
use rustc_hash::{FxHashMap, FxHashSet};

/// How much a form needs from its surroundings to be the place.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) enum Strength {
    /// By itself: 鄂尔多斯市, 呼和浩特, 阿左旗.
    Whole,
    /// Beside another place of a list or after the place that it lies in: 集宁, 东胜.
    Short,
    /// Only after the place that it lies in, since it is also an ordinary word.
    Word,
}

/// What a form may mean.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Candidate {
    /// The place.
    pub place: PlaceRef,
    /// What it needs.
    pub strength: Strength,
}

/// The names of all places of the lexicon, compiled.
#[derive(Debug, Clone)]
pub struct Gazetteer {
    pub(super) forms: Phrases<'static, Candidate>,
    by_code: FxHashMap<&'static str, usize>,
}

impl Gazetteer {
    /// Compiles the names.
    pub fn new(lexicon: &Lexicon) -> Self {
        let ambiguous: FxHashSet<&str> = lexicon.ambiguous_places.iter().map(|row| row.form).collect();
        let mut forms = Vec::with_capacity(lexicon.divisions.len() * 3);
        for (at, division) in lexicon.divisions.iter().enumerate() {
            division_forms(at, division, &ambiguous, &mut forms);
        }
        let mut add = |form: &'static str, place, strength| forms.push((form, Candidate { place, strength }));
        for (at, region) in lexicon.regions.iter().enumerate() {
            let names = std::iter::once(&region.name).chain(&region.aliases);
            for name in names {
                let short =
                    name.chars().count() <= 2 && !matches!(region.kind, "river" | "range" | "lake" | "plateau" | "country" | "macro");
                let word = ambiguous.contains(name);
                // 资水 in 工资水平
                let short = short || (name.chars().count() <= 2 && name.ends_with('水'));
                let strength = if word {
                    Strength::Word
                } else if short {
                    Strength::Short
                } else {
                    Strength::Whole
                };
                add(name, PlaceRef::Region(at), strength);
            }
        }
        for (at, port) in lexicon.ports.iter().enumerate() {
            add(port.name, PlaceRef::Port(at), Strength::Whole);
            for alias in &port.aliases {
                let bare = port.kind == PortKind::Border && !alias.ends_with("口岸");
                let strength = if ambiguous.contains(alias) {
                    Strength::Word
                } else if bare {
                    Strength::Short
                } else {
                    Strength::Whole
                };
                add(alias, PlaceRef::Port(at), strength);
            }
        }
        for (at, cluster) in lexicon.clusters.iter().enumerate() {
            for name in std::iter::once(&cluster.name).chain(&cluster.aliases) {
                add(name, PlaceRef::Cluster(at), Strength::Whole);
            }
        }
        let by_code = (0..lexicon.divisions.len()).rev().map(|at| (lexicon.divisions[at].code, at)).collect();
        Self { forms: Phrases::new(forms), by_code }
    }

    /// The division with a code of GB/T 2260.
    pub fn division(&self, code: &str) -> Option<usize> {
        self.by_code.get(code).copied()
    }

    /// Whether the words are a name of the gazetteer, or begin with one.
    pub fn is_name(&self, words: &str) -> bool {
        self.forms.find(words).next().is_some_and(|(start, _, _)| start == 0)
    }

    /// The division in which one lies, by the digits of its code; districts of a municipality lie in it.
    pub fn parent(&self, lexicon: &Lexicon, at: usize) -> Option<usize> {
        let code = &lexicon.divisions[at].code;
        match lexicon.divisions[at].level() {
            DivisionLevel::Province => None,
            DivisionLevel::Prefecture => self.division(&format!("{}0000", &code[..2])),
            DivisionLevel::County => self.division(&format!("{}00", &code[..4])).or_else(|| self.division(&format!("{}0000", &code[..2]))),
        }
    }

    /// Whether `inner` is `outer` or lies in it.
    pub fn lies_in(&self, lexicon: &Lexicon, inner: usize, outer: usize) -> bool {
        std::iter::successors(Some(inner), |at| self.parent(lexicon, *at)).any(|at| at == outer)
    }
}

fn division_forms(at: usize, division: &Division, ambiguous: &FxHashSet<&str>, forms: &mut Vec<(&'static str, Candidate)>) {
    let mut add = |form: &'static str, strength| forms.push((form, Candidate { place: PlaceRef::Division(at), strength }));
    let county = division.level() == DivisionLevel::County;
    let judged = |form: &str, strength: Strength| if ambiguous.contains(form) { Strength::Word } else { strength };
    let stem = short_form(division.name);
    // 郊区, 矿区, 忠县: a full name of two characters, or one made of an ordinary word and an ending, is no name by itself.
    let generic = county
        && (division.name.chars().count() <= 2 || (division.name.ends_with('区') && stem.is_some_and(|stem| ambiguous.contains(stem))));
    add(division.name, if generic { Strength::Word } else { judged(division.name, Strength::Whole) });
    if let Some(stem) = stem {
        add(stem, judged(stem, if county { Strength::Short } else { Strength::Whole }));
    }
    for alias in &division.aliases {
        let ended = alias.ends_with(['旗', '县', '市', '区', '州', '盟']) && alias.chars().count() >= 2;
        add(alias, judged(alias, if county && !ended { Strength::Short } else { Strength::Whole }));
    }
}
