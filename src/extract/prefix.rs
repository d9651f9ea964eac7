//! The level prefix that a name inherits from the names before it.

use super::Grammar;
use crate::text::punctuation::{is_close, is_han, is_open};

/// The prefix that is carried along a list of names.
#[derive(Debug, Clone, Default)]
pub(super) struct Inheritance {
    prefix: Option<&'static str>,
    /// Whether a bureau was named without a level before any: then those after it need none either.
    bare: bool,
}

impl Inheritance {
    /// The prefix that `name` inherits, if it does; a name with a prefix of its own sets what the next inherit.
    ///
    /// 自治区发展改革委、经济和信息化委 → 自治区 for the second. It stops at names that carry their own
    /// jurisdiction (呼和浩特海关, 人民银行呼和浩特中心支行, 内蒙古通信管理局), which leave it in force for those
    /// after them. 市场监管局 begins with no prefix. In 「经济发展局、经开区税务局、财政局」 the plan writes its own departments bare.
    pub(super) fn next(&mut self, grammar: &Grammar, name: &str) -> Option<&'static str> {
        // 香港科技大学（广州） is a university.
        let name = name.split_once(is_open).map_or(name, |(first, _)| first);
        if is_branch(name) && grammar.level_prefix(name).is_some() {
            return None;
        }
        if let Some(level) = grammar.level_prefix(name) {
            // 国家卫生健康委、财政部: what follows a central body is another central body, by its own name.
            self.prefix = (!level.level.contains("central") && !self.bare).then_some(level.prefix);
            return None;
        }
        if has_own_jurisdiction(grammar, name) || holds_its_level(grammar, name) {
            return None;
        }
        self.bare |= self.prefix.is_none()
            && name.split(is_open).next().is_some_and(|first| first.ends_with('局') && !first.contains(['区', '市', '县', '州']));
        self.prefix.map(|prefix| if is_of_the_party(name) { prefix } else { without_party(prefix) })
    }
}

/// 市自然资源局经开区分局: the city's bureau in a district, which says nothing of the level of those after it.
fn is_branch(name: &str) -> bool {
    ["分局", "支局", "支队", "大队", "中队"]
        .iter()
        .any(|ending| name.strip_suffix(ending).is_some_and(|bureau| bureau.contains('局') && !bureau.ends_with('局')))
}

/// 团市委, 团省委: the level stands inside the name.
fn holds_its_level(grammar: &Grammar, name: &str) -> bool {
    let inside = name.strip_prefix('团').and_then(|rest| rest.strip_suffix('委'));
    inside.is_some_and(|inside| inside == "地" || grammar.levels.beginning(inside).iter().any(|level| level.prefix == inside))
}

/// Organs of a party committee, which inherit 市委 and not 市 after a unit like 市委组织部.
fn is_of_the_party(name: &str) -> bool {
    const COMMITTEES: &[&str] = &[
        "网信办",
        "网络安全和信息化委员会办公室",
        "政法委",
        "政法委员会",
        "编办",
        "机构编制委员会办公室",
        "改革办",
        "文明办",
        "台办",
        "农办",
        "党校",
        "直属机关工委",
    ];
    name.ends_with('部') || COMMITTEES.contains(&name)
}

/// 市委 → 市: a bureau after 市委组织部 is the city's, and so is one after 市政府金融办; 地委 is the 地区's.
fn without_party(prefix: &'static str) -> &'static str {
    let government = prefix.strip_suffix("人民政府").or_else(|| prefix.strip_suffix("政府")).filter(|level| !level.is_empty());
    if let Some(level) = government {
        return level;
    }
    if prefix == "地委" {
        return "地区";
    }
    prefix.strip_suffix("党委").or_else(|| prefix.strip_suffix('委')).filter(|level| !level.is_empty()).unwrap_or(prefix)
}

fn has_own_jurisdiction(grammar: &Grammar, name: &str) -> bool {
    let vertical = grammar.vertical(name);
    if vertical.is_some_and(|row| !row.inherits()) {
        return true;
    }
    // 公安局 begins like 公安县, and 妇联 is a name of its own at the centre: after a level both are that level's.
    if grammar.is_department(name) {
        return false;
    }
    let by_name = grammar.is_proper(name) || grammar.begins_with_place(name) || is_local_body(name);
    // 城投公司 is every city's, as 城投集团 is.
    let of_every_city = || {
        let group = name.strip_suffix("公司").map(|stem| format!("{stem}集团"));
        group.is_some_and(|group| grammar.vertical(&group).is_some_and(|row| row.inherits() && row.pattern == group))
    };
    // 广铁集团长沙办事处, 青藏铁路公司格尔木车务段
    let within =
        |kind: &str| name.split_once(kind).is_some_and(|(_, rest)| rest.chars().next().is_some_and(is_han) && !rest.ends_with("公司"));
    let of_group = within("公司") || within("集团");
    by_name || of_group || (vertical.is_none() && ENTERPRISES.iter().any(|ending| name.ends_with(ending)) && !of_every_city())
}

/// What has a name of its own unless a table knows it for one that every city has: 大藤峡公司, but not 公交公司.
const ENTERPRISES: &[&str] = &["公司", "集团", "医院", "分院", "研究院", "联盟", "商会", "控股", "股份", "机场", "实验室", "传媒中心"];

/// 西咸新区管委会, 苏滁产业园管委会, 寿泉街道办事处, 渠江镇人民政府: zones, towns and streets are nobody's departments.
fn is_local_body(name: &str) -> bool {
    const ENDINGS: &[&str] = &[
        "街道办事处",
        "街道办",
        "街道",
        "镇人民政府",
        "乡人民政府",
        "镇政府",
        "乡政府",
        "苏木人民政府",
        "苏木",
        "区政府",
        "区人民政府",
        "县人民政府",
        "市人民政府",
        "镇",
        "乡",
        "行委",
        "市委",
        "县委",
        "区委",
        "旗委",
        "州委",
        "盟委",
    ];
    let zone = ["区", "园", "新城", "港"].iter().any(|kind| {
        ["管委会", "管理委员会"]
            .iter()
            .any(|body| name.strip_suffix(body).is_some_and(|zone| zone.len() > kind.len() && zone.ends_with(kind)))
    });
    // 明珠湾管理局, 西湖管理处
    let scenery = ["湾", "岛", "湖", "山"].iter().any(|kind| {
        ["管理局", "管理处"]
            .iter()
            .any(|body| name.strip_suffix(body).is_some_and(|place| place.len() > kind.len() && place.ends_with(kind)))
    });
    zone || scenery || ENDINGS.iter().any(|ending| name.strip_suffix(ending).is_some_and(|place| place.chars().count() >= 2))
}

impl Grammar {
    /// 锡林郭勒盟邮政管理局, 滁州供电公司: a division's name and after it what is a unit by itself; but not 公安局, which begins like 公安县.
    pub(super) fn begins_with_place(&self, name: &str) -> bool {
        self.division_prefix(name).is_some_and(|place| {
            let rest = &name[place.len()..];
            // 公安局交警支队 goes on with 局.
            let ending = rest.starts_with(['局', '厅', '办', '部', '处']);
            let committee = matches!(rest, "委" | "党委" | "政府" | "人民政府");
            rest.is_empty() || committee || (!ending && (self.is_department(rest) || self.ends_like_unit(rest) || self.is_group(rest)))
        })
    }

    /// Whether the words are a party beyond doubt: a unit whose ending and beginning are known, or a group.
    pub(super) fn is_named_party(&self, words: &str) -> bool {
        if words.contains(char::is_whitespace) {
            return self.is_named_party(&words.split_whitespace().collect::<String>());
        }
        // 县委宣传部（县文明办） is known by its first name.
        let plate = words.strip_suffix(is_close).and_then(|rest| rest.split_once(is_open));
        let words = plate.filter(|(first, _)| !self.is_group(words) && first.chars().count() > 2).map_or(words, |(first, _)| first);
        let begun = || {
            self.level_prefix(words).is_some()
                || self.division_prefix(words).is_some()
                || self.vertical(words).is_some_and(|row| !row.inherits())
                || is_local_body(words)
        };
        self.is_group(words) || self.is_proper(words) || self.is_department(words) || (self.ends_like_unit(words) && begun())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::lexicon::Lexicon;

    #[test]
    fn a_list_that_begins_bare_stays_bare() {
        let grammar = Grammar::new(&Lexicon::builtin().expect("tables"));
        let mut inheritance = Inheritance::default();
        for name in ["经济发展局", "经开区税务局", "财政局", "市教育局", "水利局"] {
            assert_eq!(inheritance.next(&grammar, name), None, "{name}");
        }
    }

    #[test]
    fn a_prefix_is_inherited_and_stops_where_it_must() {
        let grammar = Grammar::new(&Lexicon::builtin().expect("tables"));
        let mut inheritance = Inheritance::default();
        let list = [
            ("国家卫生健康委", None),
            ("国资委", None),
            ("自治区发展改革委", None),
            ("经济和信息化委", Some("自治区")),
            ("呼和浩特海关", None),
            ("人民银行呼和浩特中心支行", None),
            ("呼铁局", None),
            ("内蒙古电力监管办", None),
            ("内蒙古通信管理局", None),
            ("内蒙古民航机场集团公司", None),
            ("旅游局", Some("自治区")),
            ("市水利局", None),
            ("市场监管局", Some("市")),
            ("团市委", None),
            ("市委组织部", None),
            ("宣传部", Some("市委")),
            ("财政局", Some("市")),
            ("公安局", Some("市")),
            ("妇联", Some("市")),
            ("国网杭州供电公司", None),
            ("市自然资源局经开区分局", None),
            ("锡林郭勒盟邮政管理局", None),
            ("苏滁产业园管委会", None),
            ("寿泉街道办事处", None),
            ("大藤峡公司", None),
            ("越秀区", None),
            ("公交公司", Some("市")),
            ("公安局交警支队", Some("市")),
            ("贵溪市委", None),
            ("大柴旦行委", None),
            ("明珠湾管理局", None),
            ("之江实验室", None),
            ("广铁集团长沙办事处", None),
            ("青藏铁路公司格尔木车务段", None),
            ("市政府金融办", None),
            ("教育局", Some("市")),
            ("地委组织部", None),
            ("机构编制委员会办公室", Some("地委")),
            ("宣传部", Some("地委")),
            ("财政局", Some("地区")),
            ("市教育局", None),
            ("邮政管理局", Some("市")),
        ];
        for (name, expected) in list {
            assert_eq!(inheritance.next(&grammar, name), expected, "{name}");
        }
    }
}
