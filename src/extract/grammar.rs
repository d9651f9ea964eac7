//! The lexicon in the form that the grammar of clauses reads: built once, used for every plan.

use crate::lexicon::{GroupKind, LabelKind, Level, Lexicon, NotationForm, Phrases, Position, Role, Shapes, Shelf, Vertical, levels};
use rustc_hash::{FxHashMap, FxHashSet};

/// What stands behind a label 标签.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Label {
    /// 牵头单位：
    Role(Role),
    /// 完成时限：
    Deadline,
    /// 责任人：
    Person,
    /// 分管领导：
    Leader,
}

/// Word tables compiled for matching.
#[derive(Debug, Clone)]
pub struct Grammar {
    labels: Phrases<'static, Label>,
    suffixes: Phrases<'static, Role>,
    infixes: Phrases<'static, Role>,
    conventions: Phrases<'static, Role>,
    pub(super) quantifiers: Shelf<&'static str>,
    pub(super) group_nouns: FxHashSet<&'static str>,
    pub(super) whole_groups: FxHashSet<&'static str>,
    pub(super) levels: Shelf<Level>,
    endings: FxHashMap<char, Vec<&'static str>>,
    vertical: Shapes,
    proper: FxHashSet<&'static str>,
    stems: FxHashSet<&'static str>,
    division_names: FxHashMap<char, Vec<&'static str>>,
}

impl Grammar {
    /// Compiles the tables that the grammar of clauses needs.
    pub fn new(lexicon: &Lexicon) -> Self {
        let notations = |form| {
            let rows = lexicon.notations.iter().filter(move |row| row.form == form);
            Phrases::new(rows.map(|row| (row.phrase, row.role)))
        };
        let of_units = lexicon.notations.iter().filter(|row| row.form == NotationForm::Label);
        let labels = of_units.map(|row| (row.phrase, Label::Role(row.role))).chain(lexicon.labels.iter().map(|row| {
            let label = match row.kind {
                LabelKind::Deadline => Label::Deadline,
                LabelKind::Person => Label::Person,
                LabelKind::Leader => Label::Leader,
            };
            (row.phrase, label)
        }));
        let words = |kind| lexicon.groups.iter().filter(move |row| row.kind == kind).map(|row| row.pattern);
        let mut quantifiers: Vec<&'static str> = words(GroupKind::Quantifier).collect();
        quantifiers.sort_by_key(|word| std::cmp::Reverse(word.len()));
        let mut endings: FxHashMap<char, Vec<&'static str>> = FxHashMap::default();
        for row in &lexicon.endings {
            endings.entry(row.ending.chars().next_back().unwrap_or_default()).or_default().push(row.ending);
        }
        let mut proper = FxHashSet::default();
        for body in &lexicon.bodies {
            proper.insert(body.name);
            proper.extend(&body.aliases);
        }
        let stems = lexicon
            .departments
            .iter()
            .flat_map(|row| std::iter::once(row.stem).chain(row.variants.iter().map(|stem| stem.trim_start_matches('='))));
        let mut division_names: FxHashMap<char, Vec<&'static str>> = FxHashMap::default();
        for division in &lexicon.divisions {
            for form in std::iter::once(division.name).chain(short_form(division.name)).chain(division.aliases.iter().copied()) {
                division_names.entry(form.chars().next().unwrap_or_default()).or_default().push(form);
            }
        }
        for forms in division_names.values_mut() {
            forms.sort_by_key(|form| std::cmp::Reverse(form.len()));
        }
        Self {
            labels: Phrases::new(labels),
            suffixes: notations(NotationForm::Suffix),
            infixes: notations(NotationForm::Infix),
            conventions: notations(NotationForm::Convention),
            quantifiers: Shelf::by_first(quantifiers, |word| word),
            group_nouns: words(GroupKind::Noun).collect(),
            whole_groups: words(GroupKind::Whole).collect(),
            levels: levels(&lexicon.levels),
            endings,
            vertical: Shapes::new(&lexicon.vertical),
            proper,
            stems: stems.collect(),
            division_names,
        }
    }

    /// Words that stand before names with a colon: start, end (before the colon), what stands behind.
    pub(super) fn labels(&self, text: &str) -> impl Iterator<Item = (usize, usize, Label)> {
        self.labels.find(text).map(|(start, end, labels)| (start, end, labels[0]))
    }

    /// Words that stand after names.
    pub(super) fn suffixes(&self, text: &str) -> impl Iterator<Item = (usize, usize, Role)> {
        self.suffixes.find(text).map(|(start, end, roles)| (start, end, roles[0]))
    }

    /// Words between leader and supporters.
    pub(super) fn infixes(&self, text: &str) -> impl Iterator<Item = (usize, usize, Role)> {
        self.infixes.find(text).map(|(start, end, roles)| (start, end, roles[0]))
    }

    /// Where the text says that the first unit listed leads, from there on: the byte before which it does not hold.
    pub(super) fn convention(&self, text: &str) -> Option<usize> {
        self.conventions.find(text).next().map(|(start, _, _)| start)
    }

    /// Whether a name ends as units' names do, with something before the ending.
    pub(super) fn ends_like_unit(&self, name: &str) -> bool {
        let last = name.chars().next_back().unwrap_or_default();
        self.endings.get(&last).is_some_and(|endings| endings.iter().any(|ending| name.len() > ending.len() && name.ends_with(ending)))
    }

    /// Whether the name stands in the list of units with a name of their own.
    pub(super) fn is_proper(&self, name: &str) -> bool {
        self.proper.contains(name)
    }

    /// Whether the name is a department's, without a level before it: 发展改革委, 财政部.
    pub(super) fn is_department(&self, name: &str) -> bool {
        const ENDINGS: &[&str] = &["委员会", "委", "局", "厅", "办公室", "办", "部", "署"];
        self.stems.contains(name) || ENDINGS.iter().any(|ending| name.strip_suffix(ending).is_some_and(|stem| self.stems.contains(stem)))
    }

    /// The shape of names with a jurisdiction of their own that `name` has, if it has one.
    pub(super) fn vertical(&self, name: &str) -> Option<&Vertical> {
        // 国网杭州供电公司 begins with whose it is: that weighs more than the kind of company in which it ends.
        let begins = |row: &Vertical| row.position == Position::Prefix && !row.inherits();
        self.vertical.longest(name, begins).or_else(|| self.vertical.longest(name, |_| true))
    }

    /// The name of an administrative division with which `name` begins and goes on.
    pub(super) fn division_prefix(&self, name: &str) -> Option<&'static str> {
        let forms = self.division_names.get(&name.chars().next()?)?;
        forms.iter().copied().find(|form| name.starts_with(form))
    }

    /// The same for names without their ending: 柳州 in 柳州市人民政府.
    pub(super) fn short_division_prefix(&self, name: &str) -> Option<&'static str> {
        let forms = self.division_names.get(&name.chars().next()?)?;
        let goes_on = |form: &&str| name.strip_prefix(*form).is_some_and(|rest| rest.starts_with(['市', '县', '区', '旗', '州', '盟']));
        forms.iter().copied().filter(goes_on).max_by_key(|form| form.len())
    }

    /// The level prefix with which `name` begins: 自治区 in 自治区水利厅, but not 市 in 市场监管局.
    pub(super) fn level_prefix(&self, name: &str) -> Option<&Level> {
        self.levels.beginning(name).iter().find(|level| level.begins(name))
    }
}

/// The name of a division without its ending, where two characters or more are left: 呼和浩特市 → 呼和浩特.
pub(crate) fn short_form(name: &str) -> Option<&str> {
    const ENDINGS: &[&str] =
        &["特别行政区", "自治区", "自治州", "自治县", "自治旗", "地区", "林区", "省", "市", "盟", "州", "县", "旗", "区"];
    let short = ENDINGS.iter().find_map(|ending| name.strip_suffix(ending))?;
    (short.chars().count() >= 2).then_some(short)
}
