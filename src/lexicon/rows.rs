//! The rows of the tables, one type a table. What the columns mean stands at the head of each file.

use super::table::{Cell, Row, row, words_of_cell};
use crate::language::{Message, message};
use serde::Serialize;

row! {
    /// An administrative division 行政区划.
    Division {
        /// Six digits of GB/T 2260.
        code: &'static str,
        /// Official full name.
        name: &'static str,
        /// Short forms that do not follow from dropping the ending.
        aliases: Vec<&'static str>,
        /// Longitude of the seat, degrees.
        lon: Option<f64>,
        /// Latitude of the seat, degrees.
        lat: Option<f64>,
        /// Empty, or `-YYYY` (last year in the standard), with `>CODE` of the successor where it is known.
        valid: &'static str,
    }
}

/// The level of a division.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum DivisionLevel {
    /// 省级
    Province,
    /// 地级
    Prefecture,
    /// 县级
    County,
}

impl Division {
    /// The level, as the digits of the code tell it.
    pub fn level(&self) -> DivisionLevel {
        match &self.code[2..] {
            "0000" => DivisionLevel::Province,
            rest if rest.ends_with("00") => DivisionLevel::Prefecture,
            _ => DivisionLevel::County,
        }
    }

    /// Whether the division exists today.
    pub fn is_current(&self) -> bool {
        self.valid.is_empty()
    }

    /// The last year in which the standard listed it, of a division that is no more.
    pub fn last_year(&self) -> Option<i32> {
        self.valid.strip_prefix('-')?.split('>').next()?.parse().ok()
    }

    /// The code of the division that it became, where it is known.
    pub fn successor(&self) -> Option<&'static str> {
        self.valid.split_once('>').map(|(_, code)| code)
    }
}

row! {
    /// A short form of a division that must not be read as a place by itself.
    Ambiguous {
        /// The form.
        form: &'static str,
    }
}

row! {
    /// A physical or macro region.
    Region {
        /// Stable name in IRIs.
        id: &'static str,
        /// Name.
        name: &'static str,
        /// plain, range, river, …, country, macro, economic.
        kind: &'static str,
        /// Other forms.
        aliases: Vec<&'static str>,
        /// Code of the division that holds it wholly, or empty.
        within: &'static str,
        /// Longitude, degrees.
        lon: Option<f64>,
        /// Latitude, degrees.
        lat: Option<f64>,
    }
}

/// What kind of port.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PortKind {
    /// 陆路边境口岸
    Border,
    /// 海港
    Sea,
    /// 内河港
    River,
}

row! {
    /// A port 口岸/港口.
    Port {
        /// Stable name in IRIs.
        id: &'static str,
        /// Name.
        name: &'static str,
        /// Kind.
        kind: PortKind,
        /// Other forms; a border port's bare name is one.
        aliases: Vec<&'static str>,
        /// Code of the division in which it lies.
        division: &'static str,
        /// Neighbouring country, ISO 3166 alpha-2.
        country: &'static str,
        /// Longitude, degrees.
        lon: Option<f64>,
        /// Latitude, degrees.
        lat: Option<f64>,
    }
}

row! {
    /// A city cluster 城市群.
    Cluster {
        /// Stable name in IRIs.
        id: &'static str,
        /// Name.
        name: &'static str,
        /// Other forms.
        aliases: Vec<&'static str>,
        /// Codes of its members.
        members: Vec<&'static str>,
    }
}

row! {
    /// An ending that makes the name of something else out of a place's name.
    Landmark {
        /// The ending.
        ending: &'static str,
        /// project, deposit, zone, institution, heritage, event.
        kind: &'static str,
        /// What it makes; ends in `weak` where the ending is also an everyday noun.
        note: &'static str,
    }
}

/// What kind of planned area.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum ZoneKind {
    /// 生态治理区
    EcologicalZone,
    /// 产业带
    IndustryBelt,
    /// 城市群
    CityCluster,
}

row! {
    /// The ending of a planned area's name.
    Zone {
        /// The ending.
        ending: &'static str,
        /// What it makes.
        kind: ZoneKind,
    }
}

row! {
    /// An industry or product, a concept of the scheme.
    Industry {
        /// Slug in IRIs.
        id: &'static str,
        /// Label in Chinese.
        zh: &'static str,
        /// Label in English.
        en: &'static str,
        /// Broader concepts.
        broader: Vec<&'static str>,
        /// Nearest classes of GB/T 4754-2017.
        gbt4754: Vec<&'static str>,
        /// Written forms besides the label.
        terms: Vec<&'static str>,
    }
}

row! {
    /// A class of GB/T 4754-2017, the national classification of industries 国民经济行业分类.
    IndustryClass {
        /// Letter, two, three or four digits.
        code: &'static str,
        /// Name.
        name: &'static str,
        /// Code of the class above, or empty.
        parent: &'static str,
    }
}

row! {
    /// A policy theme, a concept of the scheme.
    Topic {
        /// Slug in IRIs.
        id: &'static str,
        /// Label in Chinese.
        zh: &'static str,
        /// Label in English.
        en: &'static str,
        /// Broader concepts.
        broader: Vec<&'static str>,
        /// Words that touch the topic.
        terms: Vec<&'static str>,
        /// Longer words that hold a term and are no evidence of the topic.
        not: Vec<&'static str>,
    }
}

/// What a word does in "a place develops an industry".
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DevelopingKind {
    /// 发展, 建设: between place and industry.
    Verb,
    /// 重点, 主要, 积极: may stand before the verb.
    Adverb,
    /// 基地, 园区: may end the industry's words where there is no verb.
    Base,
}

row! {
    /// A word by which plans say that a place develops an industry.
    Developing {
        /// The word.
        phrase: &'static str,
        /// What it does.
        kind: DevelopingKind,
    }
}

row! {
    /// A function class of departments.
    Function {
        /// Slug in IRIs.
        id: &'static str,
        /// Label in Chinese.
        zh: &'static str,
        /// Label in English.
        en: &'static str,
        /// Family, for colours.
        group: &'static str,
    }
}

row! {
    /// A department of government, known by its stem.
    Department {
        /// Its function class.
        function: &'static str,
        /// The usual short stem.
        stem: &'static str,
        /// Other stems of the same body.
        variants: Vec<&'static str>,
        /// Endings that it takes over the levels.
        endings: Vec<&'static str>,
    }
}

/// Endings as they are written, each with its canonical form; the longer first where one ends like another.
const WRITTEN_ENDINGS: &[(&str, &str)] =
    &[("管理委员会", "管委"), ("委员会", "委"), ("委员会", "会"), ("管委会", "管委"), ("办公室", "办"), ("管委", "管委")];

impl Department {
    /// The canonical ending that `ending` is, if the department takes it: 委 for 委员会, 厅 for 厅. The empty ending is that of rows whose
    /// stems are complete names.
    pub fn takes(&self, ending: &str) -> Option<&'static str> {
        let own = |wanted: &str| self.endings.iter().copied().find(|own| *own == wanted);
        if ending.is_empty() {
            return own("-").map(|_| "");
        }
        let written = WRITTEN_ENDINGS.iter().filter(|(written, _)| *written == ending);
        own(ending).or_else(|| written.filter_map(|(_, canonical)| own(canonical)).next())
    }

    /// The canonical name with a canonical ending: 发展改革委.
    pub fn canonical(&self, ending: &str) -> String {
        let ending = if ending == "管委" { "管委会" } else { ending };
        format!("{}{ending}", self.stem)
    }
}

/// How much of a department its successor took over.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Extent {
    /// The department ended, and one other took over all of it.
    Whole,
    /// The department ended and was divided among several.
    Split,
    /// The department goes on and handed over a part of its duties.
    Part,
}

row! {
    /// What became of a department in a reform 机构沿革.
    Succession {
        /// The department: stem, or stem and ending; at central level its full name.
        from: &'static str,
        /// Its successor, likewise; `党委` before it for an organ of the party; `-` where nothing is stated.
        to: &'static str,
        /// The name on the successor's sign, where it is longer.
        full: &'static str,
        /// How much the successor took over.
        extent: Extent,
        /// central, province, municipality, local, all, or codes of provinces.
        level: Vec<&'static str>,
        /// The year in which most changed their sign.
        year: i32,
        /// Name of the reform.
        event: &'static str,
    }
}

impl Succession {
    /// Whether a row tells of a department of the State Council or of the central party organs.
    pub fn is_central(&self) -> bool {
        self.level.contains(&"central")
    }
}

impl Cell for i32 {
    fn read(words: &'static str) -> Result<Self, Message> {
        words.parse().map_err(|_| message!("「{words}」 is no whole number", words = words))
    }
}

row! {
    /// A unit with a name of its own.
    Body {
        /// Full name.
        name: &'static str,
        /// Other forms.
        aliases: Vec<&'static str>,
        /// Its function class.
        function: &'static str,
        /// central, party, vertical, enterprise, institution, university, bank.
        kind: &'static str,
        /// Codes of the areas that it serves.
        division: Vec<&'static str>,
    }
}

/// Where in a name a pattern stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Position {
    /// At the beginning.
    Prefix,
    /// At the end.
    Suffix,
    /// Anywhere.
    Contains,
    /// The pieces around `…` begin and end the name.
    Around,
}

impl Vertical {
    /// Whether `name` has this shape.
    pub fn fits(&self, name: &str) -> bool {
        match self.position {
            Position::Prefix => name.starts_with(self.pattern),
            Position::Suffix => name.ends_with(self.pattern),
            Position::Contains => name.contains(self.pattern),
            Position::Around => self
                .pattern
                .split_once('…')
                .is_some_and(|(begin, end)| name.len() >= begin.len() + end.len() && name.starts_with(begin) && name.ends_with(end)),
        }
    }

    /// Whether a name of this shape takes a level prefix from the names before it.
    pub fn inherits(&self) -> bool {
        matches!(self.kind, "inherits" | "vertical-inherits")
    }
}

row! {
    /// A shape of names that carry their own jurisdiction.
    Vertical {
        /// The characters.
        pattern: &'static str,
        /// Where they stand.
        position: Position,
        /// vertical, enterprise, …; `inherits` and `vertical-inherits` take the prefix all the same.
        kind: &'static str,
        /// Function class.
        function: &'static str,
    }
}

row! {
    /// What a unit's name may end in.
    Ending {
        /// The ending.
        ending: &'static str,
        /// department, government, enterprise, institution, ….
        kind: &'static str,
    }
}

row! {
    /// A level prefix.
    Level {
        /// The prefix as written: 自治区, 省, 市, 省委.
        prefix: &'static str,
        /// province, prefecture, county, central, with `party-` before it for party organs.
        level: &'static str,
        /// Words that begin alike and are no prefix.
        not: Vec<&'static str>,
        /// Words that begin like one of `not` and have the prefix all the same.
        but: Vec<&'static str>,
    }
}

impl Level {
    /// Whether `name` begins with this prefix and goes on: 市 in 市水利局, not in 市场监管局, but in 市政府办公室.
    pub fn begins(&self, name: &str) -> bool {
        let longest = |words: &[&str]| words.iter().filter(|word| name.starts_with(**word)).map(|word| word.len()).max();
        name.len() > self.prefix.len()
            && name.starts_with(self.prefix)
            && (longest(&self.not).is_none() || longest(&self.but) > longest(&self.not))
    }
}

/// What a word does in the name of an unspecific party.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum GroupKind {
    /// 相关, 有关, 各
    Quantifier,
    /// 盟市, 部门, 单位
    Noun,
    /// A whole phrase: 各地区
    Whole,
}

row! {
    /// A word of an unspecific party 泛指单位.
    Group {
        /// The word.
        pattern: &'static str,
        /// What it does.
        kind: GroupKind,
    }
}

/// What a unit does in a task.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Role {
    /// 牵头
    Lead,
    /// 配合
    Support,
    /// 负责 / 责任单位
    Responsible,
}

/// How the words of a role stand to the names.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NotationForm {
    /// Before the names, with a colon: 牵头单位：
    Label,
    /// After the names: …牵头
    Suffix,
    /// Between leader and supporters: …会同…负责
    Infix,
    /// Said once for the whole text: 列第一位者为牵头单位，下同
    Convention,
}

row! {
    /// Words that assign 分工表述.
    Notation {
        /// The words.
        phrase: &'static str,
        /// How they stand.
        form: NotationForm,
        /// What they assign.
        role: Role,
    }
}

/// What a label that names no units stands before.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LabelKind {
    /// 完成时限：
    Deadline,
    /// Who answers for a task in a unit, 责任人：
    Person,
    /// Who answers for a task above its units, 分管领导：
    Leader,
}

row! {
    /// A word before a colon, or the head of a column, that names no units 标签.
    Label {
        /// The word.
        phrase: &'static str,
        /// What stands behind it.
        kind: LabelKind,
    }
}

words_of_cell!(PortKind { Border "border", Sea "sea", River "river" });
words_of_cell!(ZoneKind { EcologicalZone "ecological-zone", IndustryBelt "industry-belt", CityCluster "city-cluster" });
words_of_cell!(DevelopingKind { Verb "verb", Adverb "adverb", Base "base" });
words_of_cell!(Extent { Whole "whole", Split "split", Part "part" });
words_of_cell!(Position { Prefix "prefix", Suffix "suffix", Contains "contains", Around "around" });
words_of_cell!(GroupKind { Quantifier "quantifier", Noun "noun", Whole "whole" });
words_of_cell!(Role { Lead "lead", Support "support", Responsible "responsible" });
words_of_cell!(NotationForm { Label "label", Suffix "suffix", Infix "infix", Convention "convention" });
words_of_cell!(LabelKind { Deadline "deadline", Person "person", Leader "leader" });
