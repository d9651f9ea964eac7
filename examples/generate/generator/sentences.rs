//! What is to be done, in sentences put together from parts.

use super::Tables;
use super::authority::{Authority, Tier};
use super::dice::Dice;
use super::tables::Subject;
use fengong::lexicon::Lexicon;

/// Writes the words of tasks for one government.
#[derive(Debug)]
pub(crate) struct Sentences<'a> {
    tables: &'a Tables,
    authority: &'a Authority,
    /// The names of places below it.
    places: Vec<String>,
}

/// Provinces with a coast, with a border on land, in the tropics.
const COAST: &[&str] = &["12", "13", "21", "31", "32", "33", "35", "37", "44", "45", "46"];
const BORDER: &[&str] = &["15", "21", "22", "23", "45", "53", "54", "62", "65"];
const TROPICS: &[&str] = &["44", "45", "46", "53"];

/// Words of roles that assign nothing.
const TRAPS: &[&str] = &[
    "支持企业牵头组建创新联合体。",
    "鼓励行业协会参与标准制定，引导社会力量配合开展宣传。",
    "落实单位主要负责人的安全生产责任。",
    "明确项目负责人和时间节点，定期通报进展。",
    "发挥链主企业牵头作用。",
    "健全首席专家负责制。",
];

/// Parts of names of towns.
const FIRST: &[&str] = &["青", "石", "龙", "白", "清", "双", "大", "新", "东", "长", "金", "永", "安", "高", "平", "兴"];
const SECOND: &[&str] = &["泉", "桥", "沟", "湾", "坪", "岭", "滩", "河", "塘", "溪", "坝", "台", "洼", "庄"];

impl<'a> Sentences<'a> {
    pub(crate) fn new(tables: &'a Tables, authority: &'a Authority, dice: &mut Dice) -> Self {
        let atlas = &tables.atlas;
        let places = match (authority.tier, authority.division) {
            (Tier::Central, _) | (_, None) => atlas.provinces.iter().map(|at| atlas.divisions[*at].name.to_owned()).collect(),
            (Tier::County, Some(_)) => {
                let kind = match authority.prefix {
                    "区" => "街道",
                    "旗" => "苏木",
                    _ => *dice.pick(&["镇", "乡"]),
                };
                (0..6).map(|_| format!("{}{}{kind}", dice.pick(FIRST), dice.pick(SECOND))).collect()
            }
            (_, Some(at)) => atlas.children(at).iter().map(|at| atlas.divisions[*at].name.to_owned()).collect(),
        };
        Self { tables, authority, places }
    }

    /// The body of a task: some sentences, each with a full stop.
    pub(crate) fn body(&self, dice: &mut Dice, subject: &Subject, sentences: usize) -> String {
        let mut actions = dice.some(&subject.actions, sentences * 2 + 1).into_iter();
        let mut words = String::new();
        // One aim is enough for a few sentences, and one place of industries.
        let most = sentences.div_ceil(4);
        let mut aims = if subject.metrics.is_empty() { 0 } else { most };
        let mut developments = if subject.industries.is_empty() || self.places.is_empty() { 0 } else { most };
        for at in 0..sentences {
            let again = *dice.pick(&subject.actions);
            let mut action = || actions.next().unwrap_or(again);
            let kind = if at == 0 { 0 } else { dice.below(100) };
            match kind {
                0..38 => {
                    let (first, second) = (action(), action());
                    words.push_str(&format!("{first}，{second}。"));
                }
                38..58 if !self.places.is_empty() => {
                    let (places, action) = (self.places(dice, 3), action());
                    let words_of_place = dice.pick(&["支持{p}{a}。", "在{p}率先{a}。", "指导{p}等地{a}。"]);
                    words.push_str(&words_of_place.replace("{p}", &places).replace("{a}", action));
                }
                58..68 if !self.places.is_empty() && !subject.pilots.is_empty() => {
                    let (places, pilot) = (self.places(dice, 2), dice.pick(&subject.pilots));
                    words.push_str(&format!("在{places}开展{pilot}，总结推广可复制经验。"));
                }
                68..80 if developments > 0 => {
                    developments -= 1;
                    words.push_str(&self.development(dice, subject));
                }
                80..92 if aims > 0 => {
                    aims -= 1;
                    let (metric, low, high) = dice.pick(&subject.metrics);
                    let year = self.authority.year + i32::try_from(dice.between(1, 4)).unwrap_or(1);
                    let number = dice.between(*low, *high).to_string();
                    words.push_str(&format!("到{year}年，{}。", metric.replace("{}", &number)));
                }
                92..96 => words.push_str(dice.word(TRAPS)),
                _ => {
                    let action = action();
                    words.push_str(&format!(
                        "{}，{action}。",
                        dice.pick(&["坚持问题导向", "突出重点、分类施策", "强化要素保障", "健全长效机制"])
                    ));
                }
            }
        }
        words
    }

    /// 「包头市重点发展稀土、钢铁产业」, or what a port is to do.
    fn development(&self, dice: &mut Dice, subject: &Subject) -> String {
        let ports = self.authority.division.map_or(&[][..], |at| self.tables.atlas.ports(at));
        if !ports.is_empty() && matches!(subject.topic, "opening-up" | "logistics" | "transport") && dice.percent(60) {
            return format!("提升{}的通关和集疏运能力。", dice.some(ports, 2).join("、"));
        }
        let industries: Vec<&str> = self.industries(subject);
        if industries.is_empty() {
            return format!("{}。", dice.pick(&subject.actions));
        }
        let chosen = {
            let count = dice.between(1, 3);
            dice.some(&industries, count).join("、")
        };
        let places = self.places(dice, 2);
        match dice.below(3) {
            0 => format!("{places}重点发展{chosen}等产业。"),
            1 => format!("{places}依托资源和区位条件，积极发展{chosen}。"),
            _ => format!("支持{places}建设{chosen}基地。"),
        }
    }

    /// The industries of a subject that can be where the plan is.
    fn industries(&self, subject: &Subject) -> Vec<&'static str> {
        let code = self.authority.division.map_or("", |at| &self.tables.atlas.divisions[at].code[..2]);
        let can_be = |name: &str| {
            let anywhere = |words: &[&str], provinces: &[&str]| !words.iter().any(|word| name.contains(word)) || provinces.contains(&code);
            anywhere(&["海", "港"], COAST)
                && anywhere(&["边境"], BORDER)
                && anywhere(&["热带", "橡胶", "咖啡", "柑橘", "甘蔗", "茶"], TROPICS)
                && anywhere(&["藏药", "蒙药", "盐湖", "骆驼"], &["15", "54", "63", "65"])
        };
        let found = self.tables.industries.iter().filter(|(root, name)| subject.industries.contains(root) && can_be(name));
        found.map(|(_, name)| *name).collect()
    }

    /// Some places, at most `most`.
    fn places(&self, dice: &mut Dice, most: usize) -> String {
        let count = dice.between(1, most);
        dice.some(&self.places, count).join("、")
    }
}

/// Pairs of an industry and one that lies under it, itself included.
pub(crate) fn industries(lexicon: &Lexicon) -> Vec<(&'static str, &'static str)> {
    let mut pairs = Vec::new();
    for row in &lexicon.industries {
        let (mut open, mut seen) = (vec![row.id], Vec::new());
        while let Some(id) = open.pop() {
            if !seen.contains(&id) {
                seen.push(id);
                let above = lexicon.industries.iter().find(|other| other.id == id);
                open.extend(above.into_iter().flat_map(|other| other.broader.iter().copied()));
            }
        }
        pairs.extend(seen.into_iter().map(|root| (root, row.zh)));
    }
    pairs
}
