//! Which unit a party is: two spellings of one unit are one entity.

use super::Gazetteer;
use super::model::Unit;
use crate::extract::{Party, short_form};
use crate::lexicon::{DivisionLevel, Level, Lexicon, Shapes, Shelf, levels};
use crate::text::punctuation::{is_close, is_open};
use crate::text::simplified;
use rustc_hash::{FxHashMap, FxHashSet};
use std::collections::{BTreeSet, HashMap};

/// The names of units, compiled.
#[derive(Debug, Clone)]
pub(super) struct UnitNames {
    /// Every stem of departments → the rows that write it so.
    stems: FxHashMap<&'static str, Vec<usize>>,
    /// Names without an ending → their row.
    complete: FxHashMap<&'static str, usize>,
    /// Every form of a unit with a name of its own → its row.
    bodies: FxHashMap<&'static str, usize>,
    /// Full and short names of divisions, by first character, longest first.
    divisions: FxHashMap<char, Vec<(&'static str, usize)>>,
    /// Names that several divisions have: 鼓楼区, 朝阳区.
    shared: FxHashSet<&'static str>,
    levels: Shelf<Level>,
    shapes: Shapes,
}

/// Levels by which the departments of a division are called at home, as its name ends.
const LEVELS: &[&str] = &["自治区", "省", "州", "盟", "地区", "市", "县", "旗", "区"];
/// Endings in their long and their short form.
const ENDINGS: &[(&str, &str)] = &[("委员会", "委"), ("办公室", "办")];
/// Endings of companies that say the same: 集团有限公司, 集团公司 and 集团.
const COMPANY: &[&str] = &["有限责任公司", "股份有限公司", "有限公司", "公司"];

impl UnitNames {
    /// Compiles the names.
    pub(super) fn new(lexicon: &Lexicon) -> Self {
        let mut stems: FxHashMap<&'static str, Vec<usize>> = FxHashMap::default();
        let mut complete: FxHashMap<&'static str, usize> = FxHashMap::default();
        for (at, row) in lexicon.departments.iter().enumerate() {
            for stem in std::iter::once(&row.stem).chain(&row.variants) {
                match stem.strip_prefix('=') {
                    Some(name) => _ = complete.entry(name).or_insert(at),
                    None => stems.entry(stem).or_default().push(at),
                }
            }
        }
        let bodies = lexicon
            .bodies
            .iter()
            .enumerate()
            .flat_map(|(at, row)| std::iter::once(&row.name).chain(&row.aliases).map(move |form| (*form, at)));
        let mut divisions: FxHashMap<char, Vec<(&'static str, usize)>> = FxHashMap::default();
        for (at, division) in lexicon.divisions.iter().enumerate().filter(|(_, division)| division.is_current()) {
            let short = short_form(division.name).filter(|_| division.level() != DivisionLevel::County);
            for form in std::iter::once(division.name).chain(short).chain(division.aliases.iter().copied()) {
                divisions.entry(form.chars().next().unwrap_or_default()).or_default().push((form, at));
            }
        }
        divisions.values_mut().for_each(|forms| forms.sort_by_key(|(form, _)| std::cmp::Reverse(form.len())));
        let (mut once, mut shared) = (FxHashSet::default(), FxHashSet::default());
        for division in lexicon.divisions.iter().filter(|division| division.is_current()) {
            if !once.insert(division.name) {
                shared.insert(division.name);
            }
        }
        Self {
            stems,
            complete,
            bodies: bodies.collect(),
            divisions,
            shared,
            levels: levels(&lexicon.levels),
            shapes: Shapes::new(&lexicon.vertical),
        }
    }

    /// The department that `name` is, and its canonical name: 经济信息化委员会 → 经济和信息化委.
    fn department(&self, lexicon: &Lexicon, name: &str) -> Option<(usize, String)> {
        const LONGEST_ENDING: usize = 8;
        let splits = name.char_indices().rev().take(LONGEST_ENDING).map(|(at, _)| at).filter(|at| *at > 0);
        // An ending before a complete name, a longer ending before a shorter: 委员会 is no 会.
        let mut found: Vec<(usize, String)> = splits
            .flat_map(|at| self.stems.get(&name[..at]).into_iter().flatten().map(move |row| (at, *row)))
            .filter_map(|(at, row)| Some((row, lexicon.departments[row].canonical(lexicon.departments[row].takes(&name[at..])?))))
            .collect();
        let whole = || self.stems.get(name).into_iter().flatten().copied().find(|row| lexicon.departments[*row].takes("").is_some());
        let ended = if found.is_empty() { None } else { Some(found.swap_remove(found.len() - 1)) };
        ended.or_else(|| {
            let row = self.complete.get(name).copied().or_else(whole)?;
            let department = &lexicon.departments[row];
            // 教委 is a 教育委, not the 教育厅 that stands first.
            let own = department.endings.iter().find(|ending| name.ends_with(**ending)).or(department.endings.first());
            Some((row, department.canonical(own.filter(|ending| **ending != "-").copied().unwrap_or_default())))
        })
    }

    /// The department of a unit whose name is the canonical one: that of its division, or a level, and of the department.
    pub(super) fn of_canonical(&self, lexicon: &Lexicon, name: &str, division: Option<usize>) -> Option<usize> {
        if self.bodies.contains_key(name) {
            return None;
        }
        let of = |rest: &str| self.department(lexicon, rest).map(|(row, _)| row);
        if let Some(division) = division.map(|division| lexicon.divisions[division].name)
            && let Some((outer, rest)) = name.split_once(division)
            // 北京市朝阳区: a name that others have too stands behind that of the place around it.
            && (outer.is_empty() || (self.shared.contains(division) && lexicon.divisions.iter().any(|row| row.name == outer)))
        {
            return of(rest);
        }
        match level(&self.levels, name) {
            Some((_, rest)) if of(rest).is_some() => of(rest),
            _ => of(name),
        }
    }

    /// The longest name of a division with which `name` begins and goes on, and the divisions that have it.
    fn division_prefix(&self, name: &str) -> Option<(&'static str, Vec<usize>)> {
        let forms = self.divisions.get(&name.chars().next()?)?;
        let (form, _) = forms.iter().find(|(form, _)| name.len() > form.len() && name.starts_with(form))?;
        Some((form, forms.iter().filter(|(other, _)| other == form).map(|(_, at)| *at).collect()))
    }
}

/// What the beginning of a name says of whose unit it is.
enum Seat {
    /// A division, and the length of its words.
    Of(usize, usize),
    /// One of several divisions that have the name.
    OneOf(usize),
    /// Nothing.
    Unsaid,
}

/// Names → units, over one plan.
pub(super) struct Units<'a> {
    pub lexicon: &'a Lexicon,
    pub gazetteer: &'a Gazetteer,
    pub names: &'a UnitNames,
    pub home: Option<usize>,
    /// Whether it is a plan of the State Council, which writes 发展改革委 for 国家发展改革委.
    pub is_central: bool,
    /// The units so far, in the order of their first mention.
    pub found: Vec<Unit>,
    /// By name.
    pub index: HashMap<String, usize>,
    /// By name as written.
    pub written: HashMap<String, usize>,
}

impl Units<'_> {
    /// The unit that a party is; its forms gain the name as written, with the prefix written out.
    pub(super) fn resolve(&mut self, party: &Party) -> usize {
        let written = party.inherited.as_deref().map_or(party.name.as_str(), |prefix| &party.name[prefix.len()..]);
        // Most names of a plan stand in it many times.
        if let Some(at) = self.written.get(&party.name) {
            if !self.found[*at].forms.contains(written) {
                self.found[*at].forms.insert(written.to_owned());
            }
            return *at;
        }
        let unit = self.identify(&simplified(&party.name));
        let at = *self.index.entry(unit.name.clone()).or_insert_with(|| {
            self.found.push(unit);
            self.found.len() - 1
        });
        self.written.insert(party.name.clone(), at);
        self.found[at].forms.insert(party.name.clone());
        self.found[at].forms.insert(written.to_owned());
        at
    }

    fn identify(&self, name: &str) -> Unit {
        // 市发展改革委（市粮食和储备局）: the second name is a plate on the same door.
        let plate = name.strip_suffix(is_close).and_then(|rest| rest.split_once(is_open));
        let name = plate.map_or(name, |(first, _)| first);
        let central = || ["国家", "国务院", "中国"].iter().find_map(|of| self.names.bodies.get(format!("{of}{name}").as_str()));
        if let Some(row) = self.names.bodies.get(name).or_else(|| self.is_central.then(central).flatten()) {
            let body = &self.lexicon.bodies[*row];
            let short = (*body.aliases.iter().find(|alias| alias.len() < body.name.len()).unwrap_or(&body.name)).to_owned();
            let division = body.division.first().and_then(|code| self.gazetteer.division(code));
            let function = nonempty(body.function);
            let name = body.name.to_owned();
            return Unit { name, short, forms: BTreeSet::new(), function, department: None, division, is_decided: true };
        }
        // 团省委: the level stands inside the name.
        if let Some(level) = name.strip_prefix('团').and_then(|rest| rest.strip_suffix('委')).filter(|level| level.chars().count() == 1) {
            return match self.division_of_level(level) {
                Some(division) => self.department(&self.full_name(division), level, "团委", Some(division)),
                None => Unit { is_decided: false, ..self.department(level, level, "团委", None) },
            };
        }
        if let Some((prefix, rest)) = level(&self.names.levels, name)
            && let Some(division) = self.division_of_level(prefix)
        {
            return self.department(&self.full_name(division), prefix, rest, Some(division));
        }
        // Whose 市体育局 it is may be unknown; what it is for is not.
        if let Some((prefix, rest)) = level(&self.names.levels, name)
            && self.names.department(self.lexicon, rest).is_some()
        {
            return Unit { is_decided: false, ..self.department(prefix, prefix, rest, None) };
        }
        match self.seat(name) {
            Seat::Of(division, length) if self.names.department(self.lexicon, &name[length..]).is_some() => {
                // 甘肃省财政厅 is 省财政厅 in a plan of 甘肃, however it is written.
                let own = self.home.is_some_and(|home| self.gazetteer.lies_in(self.lexicon, home, division));
                let called = self.lexicon.divisions[division].name;
                let level = LEVELS.iter().find(|level| own && called.ends_with(**level)).unwrap_or(&called);
                return self.department(&self.full_name(division), level, &name[length..], Some(division));
            }
            // 朝阳区城投公司 is called by its place, whose name others have as well.
            Seat::Of(division, length) if self.names.shared.contains(self.lexicon.divisions[division].name) => {
                let own = self.unlisted(&name[length..]);
                return Unit { name: format!("{}{own}", self.full_name(division)), ..self.department("", "", name, Some(division)) };
            }
            Seat::OneOf(length) => {
                let named = &name[length..];
                let open = match self.names.department(self.lexicon, named) {
                    Some(_) => self.department(&name[..length], &name[..length], named, None),
                    None => self.department("", "", name, None),
                };
                return Unit { is_decided: false, ..open };
            }
            Seat::Of(..) => return self.department("", "", name, None),
            Seat::Unsaid => {}
        }
        // Only provinces have 厅.
        if name.ends_with('厅')
            && self.names.department(self.lexicon, name).is_some()
            && let Some(province) = self.home.and_then(|home| self.ancestors(home).last())
        {
            let prefix = if self.lexicon.divisions[province].name.ends_with("自治区") { "自治区" } else { "省" };
            return self.department(&self.full_name(province), prefix, name, Some(province));
        }
        Unit { is_decided: self.says_where(name), ..self.department("", "", name, None) }
    }

    /// The name of a division, with that of the one it lies in where others have it as well: 北京市朝阳区.
    fn full_name(&self, division: usize) -> String {
        let name = self.lexicon.divisions[division].name;
        let outer = self.gazetteer.parent(self.lexicon, division).filter(|_| self.names.shared.contains(name));
        outer.map_or_else(|| name.to_owned(), |outer| format!("{}{name}", self.lexicon.divisions[outer].name))
    }

    /// The division with whose name a name begins; 北京市朝阳区 is one within the other. Of several that have the name it is the one where the plan is,
    /// or in which that lies.
    fn seat(&self, name: &str) -> Seat {
        let Some((form, all)) = self.names.division_prefix(name) else { return Seat::Unsaid };
        let rest = &name[form.len()..];
        if let Some((inner, inside)) = self.names.division_prefix(rest) {
            let lying = |at: &&usize| all.iter().any(|outer| outer != *at && self.gazetteer.lies_in(self.lexicon, **at, *outer));
            if let [only] = inside.iter().filter(lying).collect::<Vec<_>>()[..] {
                return Seat::Of(*only, form.len() + inner.len());
            }
        }
        let near = |at: &&usize| {
            self.home
                .is_some_and(|home| self.gazetteer.lies_in(self.lexicon, **at, home) || self.gazetteer.lies_in(self.lexicon, home, **at))
        };
        match (&all[..], &all.iter().copied().filter(|at| near(&at)).collect::<Vec<_>>()[..]) {
            ([only], _) | (_, [only]) => Seat::Of(*only, form.len()),
            _ => Seat::OneOf(form.len()),
        }
    }

    /// Whether a name that no table knows says by itself which unit it is: 国网杭州供电公司 names a place, 中国信保 the country.
    fn says_where(&self, name: &str) -> bool {
        let central = ["国家", "国务院", "中央", "中共中央", "中国", "中华", "全国", "最高"];
        if central.iter().any(|prefix| name.starts_with(prefix)) {
            return true;
        }
        let places = name.char_indices().skip(1).map(|(at, _)| &name[at..]);
        // Names of counties inside of others are too often something else.
        let is_large = |at: &usize| self.lexicon.divisions[*at].level() != DivisionLevel::County;
        let mut named = places.filter_map(|rest| self.names.division_prefix(rest));
        named.any(|(form, all)| form.chars().count() > 1 && all.iter().all(is_large))
    }

    fn division_of_level(&self, prefix: &str) -> Option<usize> {
        let home = self.home?;
        let level = match prefix {
            "省" | "自治区" => DivisionLevel::Province,
            "州" | "盟" | "地区" | "地" | "自治州" => DivisionLevel::Prefecture,
            "县" | "旗" | "自治县" | "自治旗" => DivisionLevel::County,
            "市" => return self.ancestors(home).find(|at| self.lexicon.divisions[*at].name.ends_with('市')),
            "区" => return self.ancestors(home).find(|at| self.lexicon.divisions[*at].name.ends_with('区')),
            _ => return None,
        };
        self.ancestors(home).find(|at| self.lexicon.divisions[*at].level() == level)
    }

    fn ancestors(&self, at: usize) -> impl Iterator<Item = usize> + '_ {
        std::iter::successors(Some(at), |at| self.gazetteer.parent(self.lexicon, *at))
    }

    fn department(&self, full: &str, prefix: &str, rest: &str, division: Option<usize>) -> Unit {
        let (canonical, function, department) = match self.names.department(self.lexicon, rest) {
            Some((row, canonical)) => (canonical, nonempty(self.lexicon.departments[row].function), Some(row)),
            None => (self.unlisted(rest), self.vertical_function(rest), None),
        };
        let (name, short) = (format!("{full}{canonical}"), format!("{prefix}{canonical}"));
        Unit { name, short, forms: BTreeSet::new(), function, department, division, is_decided: true }
    }

    /// A name that no table knows, in the form that all its spellings share.
    fn unlisted(&self, name: &str) -> String {
        let company = COMPANY.iter().find_map(|ending| name.strip_suffix(ending)).filter(|rest| rest.ends_with("集团"));
        if let Some(group) = company {
            return group.to_owned();
        }
        let long = ENDINGS.iter().find_map(|(long, short)| name.strip_suffix(long).map(|stem| format!("{stem}{short}")));
        long.unwrap_or_else(|| name.to_owned())
    }

    fn vertical_function(&self, name: &str) -> Option<String> {
        nonempty(self.names.shapes.longest(name, |_| true)?.function)
    }
}

/// A level prefix and the rest of the name, where the rest is a department or more than one character.
fn level<'n>(levels: &Shelf<Level>, name: &'n str) -> Option<(&'n str, &'n str)> {
    let fitting = levels.beginning(name).iter().filter(|level| level.begins(name));
    let longest = fitting.max_by_key(|level| level.prefix.len())?;
    // 自治区党委组织部 is the party's, but still of the autonomous region.
    let own = if longest.level.starts_with("party") { longest.prefix.trim_end_matches(['委', '党']).len() } else { longest.prefix.len() };
    let rest = &name[own..];
    (rest.chars().count() > 1).then_some((&name[..own], rest))
}

fn nonempty(words: &str) -> Option<String> {
    (!words.is_empty()).then(|| words.to_owned())
}
