//! Areas that a plan itself names: ecological zones, industry belts, city clusters.

use super::model::Area;
use super::place::{Hit, Join};
use crate::document::Document;
use crate::extract::Task;
use crate::lexicon::{DevelopingKind, Lexicon, Phrases, ZoneKind};
use crate::text::Span;
use crate::text::punctuation::{is_close, is_division, is_enumeration, is_open};

/// The endings of such names, compiled.
#[derive(Debug, Clone)]
pub(super) struct AreaNames {
    endings: Phrases<'static, ZoneKind>,
    verbs: Vec<&'static str>,
}

/// Quantities that make a heading a count of areas, not a name: 六大产业带, 三大重点生态治理区.
const COUNTS: &[char] = &['两', '二', '三', '四', '五', '六', '七', '八', '九', '十', '几', '各', '多'];
/// The longest name of an area, in characters.
const LONGEST: usize = 24;

impl AreaNames {
    /// Compiles the endings.
    pub(super) fn new(lexicon: &Lexicon) -> Self {
        let endings = lexicon.zones.iter().map(|row| (row.ending, row.kind));
        let verbs = lexicon.developing.iter().filter(|row| row.kind == DevelopingKind::Verb);
        Self { endings: Phrases::new(endings), verbs: verbs.map(|row| row.phrase).collect() }
    }

    /// The area that a heading is the name of: 黄河两岸能源化工产业带, but not 六大产业带.
    pub(super) fn heading(&self, text: &str, title: Span) -> Option<Area> {
        let words = title.of(text);
        let (start, _, kinds) = self.endings.find(words).find(|(_, end, _)| *end == words.len())?;
        let named = start > 0 && !words.starts_with(COUNTS) && self.verbs.iter().all(|verb| !words.starts_with(verb));
        named.then(|| Area { name: words.to_owned(), kind: kinds[0], span: title, cluster: None })
    }

    /// The areas named in running text, each with the list of places that stands before it:
    /// 「磴口县、乌审旗等沙漠和沙地生态治理区」, 「建设呼包鄂城市群和沿黄城市群」.
    pub(super) fn running(&self, text: &str, stretch: Span, hits: &[Hit<'_>]) -> Vec<(Area, Vec<usize>)> {
        let mut found = Vec::new();
        for (start, end, kinds) in self.endings.find(stretch.of(text)) {
            let (kind, ending) = (kinds[0], Span::new(start, end).shifted(stretch.start));
            let members = members_before(text, hits, ending.start);
            let after_list = members.last().map(|last| skip_etc(text, hits[*last].span.end));
            let name = match after_list {
                Some(begin) if !members.is_empty() && kind == ZoneKind::EcologicalZone => Span::new(begin, ending.end),
                _ => Span::new(self.begin(text, Span::new(stretch.start, ending.start), kind), ending.end),
            };
            let words = name.of(text);
            let long_enough = name.start < ending.start && words.chars().count() <= LONGEST;
            let proper = match kind {
                ZoneKind::EcologicalZone => !members.is_empty(),
                ZoneKind::CityCluster => true,
                ZoneKind::IndustryBelt => words.starts_with('沿') || hits.iter().any(|hit| hit.span.start == name.start),
            };
            if long_enough && proper && !words.contains('的') && !words.starts_with(COUNTS) {
                let members = if kind == ZoneKind::EcologicalZone { members } else { Vec::new() };
                found.push((Area { name: words.to_owned(), kind, span: name, cluster: None }, members));
            }
        }
        found
    }

    /// Where a name begins that ends at the end of `before`: after the last separator, conjunction or verb.
    fn begin(&self, text: &str, before: Span, kind: ZoneKind) -> usize {
        let words = before.of(text);
        let separates = |c: char| {
            is_division(c)
                || is_enumeration(c)
                || is_open(c)
                || is_close(c)
                || c.is_whitespace()
                || matches!(c, '“' | '”' | '的' | '在' | '以' | '对' | '把')
                || (kind == ZoneKind::CityCluster && matches!(c, '和' | '与' | '及'))
        };
        let mut begin = words.char_indices().rev().find(|(_, c)| separates(*c)).map_or(0, |(at, c)| at + c.len_utf8());
        for verb in &self.verbs {
            if let Some(at) = words[begin..].rfind(verb) {
                begin += at + verb.len();
            }
        }
        before.start + begin
    }
}

/// The hits of the list that ends right before an area's name: between them and the ending stands no comma and no other hit.
fn members_before(text: &str, hits: &[Hit<'_>], ending: usize) -> Vec<usize> {
    let Some(last) = hits.iter().rposition(|hit| hit.span.end <= ending) else { return Vec::new() };
    let between = &text[hits[last].span.end..ending];
    let close = between.starts_with('等') && between.chars().count() <= LONGEST && !between.contains(is_division);
    if !close {
        return Vec::new();
    }
    let first = (0..=last).rev().find(|at| hits[*at].join == Join::Apart).unwrap_or(0);
    // A list of areas is one list of hits only up to the area before it.
    (first..=last).collect()
}

fn skip_etc(text: &str, from: usize) -> usize {
    let rest = &text[from..];
    let after = rest.strip_prefix("等地").or_else(|| rest.strip_prefix('等')).unwrap_or(rest);
    text.len() - after.len()
}

/// The areas that the headings of a plan and of its tasks are names of.
pub(super) fn of_headings(names: &AreaNames, document: &Document, tasks: &[Task]) -> Vec<Area> {
    let text = document.source.folded();
    let titles = document.sections.iter().filter_map(|section| section.title).chain(tasks.iter().map(|task| task.title));
    let mut areas: Vec<Area> = Vec::new();
    for area in titles.filter_map(|title| names.heading(text, title)) {
        if !areas.iter().any(|other| other.name == area.name) {
            areas.push(area);
        }
    }
    areas.sort_by_key(|area| area.span);
    areas
}
