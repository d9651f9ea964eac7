//! Endings that make the name of something else out of a place's name.

use super::model::NamedKind;
use crate::lexicon::{DevelopingKind, Lexicon, Phrases};
use crate::text::Span;
use crate::text::punctuation::{is_close, is_division, is_enumeration, is_open};

/// The endings, compiled.
#[derive(Debug, Clone)]
pub(super) struct Landmarks {
    /// Kind, and whether the ending is also an everyday noun and so must follow at once.
    endings: Phrases<'static, (NamedKind, bool)>,
    verbs: Vec<&'static str>,
}

/// A place's name goes on as the name of something else.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Turn {
    /// What it is.
    pub kind: NamedKind,
    /// What follows the place's name in the name: 国际机场.
    pub ending: String,
    /// One past the last byte of the name.
    pub end: usize,
    /// Whether places listed before this one have the ending too: 准格尔、东胜等煤田.
    pub shared: bool,
}

impl Landmarks {
    /// Compiles the endings.
    pub(super) fn new(lexicon: &Lexicon) -> Self {
        let endings = lexicon.landmarks.iter().filter_map(|row| Some((row.ending, (kind(row.kind)?, row.note.ends_with("weak")))));
        let verbs = lexicon.developing.iter().filter(|row| row.kind == DevelopingKind::Verb && row.phrase.chars().count() >= 2);
        Self { endings: Phrases::new(endings), verbs: verbs.map(|row| row.phrase).collect() }
    }

    /// What the words after a place's name make of it, if they make something else of it.
    ///
    /// 呼和浩特海关, 包头稀土高新技术产业开发区, 准格尔、东胜等大型整装煤田 are other things;
    /// 呼和浩特等全国性枢纽 and 呼和浩特市建设开发区 are the place. `alone` says that the place is no member of a list.
    pub(super) fn after(&self, text: &str, rest: Span, alone: bool) -> Option<Turn> {
        let words = unbroken(rest.of(text));
        let (listed, words_after) = match words.strip_prefix('等') {
            Some(after) => (true, after.strip_prefix('地').unwrap_or(after)),
            None => (false, words),
        };
        let skipped = words.len() - words_after.len();
        let (start, end, kinds) = self.endings.find(words_after).next()?;
        let (kind, weak) = kinds[0];
        let gap = &words_after[..start];
        let fits = gap.chars().count() <= if weak && !listed { 0 } else { longest_gap(kind) }
            && !self.verbs.iter().any(|verb| gap.contains(verb))
            && !FOUNDING.iter().any(|verb| gap.contains(verb))
            && !gap.contains(['和', '及', '与', '市', '县', '旗', '的'])
            && (kind == NamedKind::Deposit || !listed)
            && (kind != NamedKind::Zone || alone)
            && is_whole(&words_after[end..], kind);
        // 大型整装煤田: what comes between belongs to the sentence, not to the name, once 等 has come.
        let ending = if listed { &words_after[start..end] } else { &words_after[..end] };
        let shared = listed || (gap.is_empty() && matches!(kind, NamedKind::Heritage | NamedKind::Deposit | NamedKind::Project));
        fits.then(|| Turn { kind, ending: ending.to_owned(), end: rest.start + skipped + end, shared })
    }

    /// Whether the words after a list say that its members are ports: 等主要口岸.
    pub(super) fn heads_ports(&self, text: &str, rest: Span) -> bool {
        const LONGEST: usize = 6;
        let words = unbroken(rest.of(text));
        words.find("口岸").is_some_and(|at| words[..at].chars().count() <= LONGEST && !words[..at].contains(['的', '和']))
    }
}

/// What is done with a zone, and so stands in no name: 东山县申建综合保税区 is the county, 东山县率先清退自然保护区内项目 as well.
const FOUNDING: &[&str] = &["申建", "申报", "创建", "设立", "率先", "清退", "整合", "争创"];

fn kind(name: &str) -> Option<NamedKind> {
    Some(match name {
        "project" => NamedKind::Project,
        "deposit" => NamedKind::Deposit,
        "zone" => NamedKind::Zone,
        "institution" => NamedKind::Institution,
        "heritage" => NamedKind::Heritage,
        "event" => NamedKind::Event,
        _ => return None,
    })
}

/// How many characters may stand between the place's name and the ending.
const fn longest_gap(kind: NamedKind) -> usize {
    match kind {
        NamedKind::Project => 3,
        NamedKind::Deposit => 8,
        NamedKind::Zone => 10,
        NamedKind::Institution | NamedKind::Heritage => 0,
        NamedKind::Event => 12,
    }
}

/// The words may go on so that the ending was none: 呼和浩特银行业, 乌海市铁矿资源.
fn is_whole(after: &str, kind: NamedKind) -> bool {
    match kind {
        NamedKind::Institution => !after.starts_with(['业', '化']),
        NamedKind::Deposit => !after.starts_with("资源") && !after.starts_with('石'),
        _ => true,
    }
}

fn unbroken(words: &str) -> &str {
    let end = words
        .find(|c| is_division(c) || is_enumeration(c) || is_open(c) || is_close(c) || matches!(c, '“' | '”' | '《'))
        .unwrap_or(words.len());
    &words[..end]
}
