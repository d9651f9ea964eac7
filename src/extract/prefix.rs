//! The level prefix that a name inherits from the names before it.

use super::Grammar;

/// The prefix that is carried along a list of names.
#[derive(Debug, Clone, Default)]
pub(super) struct Inheritance {
    prefix: Option<&'static str>,
}

impl Inheritance {
    /// The prefix that `name` inherits, if it does; a name with a prefix of its own sets what the next inherit.
    ///
    /// 自治区发展改革委、经济和信息化委 → 自治区 for the second. It stops at names that carry their own
    /// jurisdiction (呼和浩特海关, 人民银行呼和浩特中心支行, 内蒙古通信管理局), which leave it in force for those
    /// after them. 市场监管局 begins with no prefix.
    pub(super) fn next(&mut self, grammar: &Grammar, name: &str) -> Option<&'static str> {
        if let Some(level) = grammar.level_prefix(name) {
            // 国家卫生健康委、财政部: what follows a central body is another central body, by its own name.
            self.prefix = (!level.level.contains("central")).then_some(level.prefix);
            return None;
        }
        if has_own_jurisdiction(grammar, name) || holds_its_level(grammar, name) {
            return None;
        }
        self.prefix.map(|prefix| if is_of_the_party(name) { prefix } else { without_party(prefix) })
    }
}

/// 团市委, 团省委: the level stands inside the name.
fn holds_its_level(grammar: &Grammar, name: &str) -> bool {
    let inside = name.strip_prefix('团').and_then(|rest| rest.strip_suffix('委'));
    inside.is_some_and(|inside| grammar.levels.iter().any(|level| level.prefix == inside))
}

/// Organs of a party committee, which inherit 市委 and not 市 after a unit like 市委组织部.
fn is_of_the_party(name: &str) -> bool {
    name.ends_with('部') || ["网信办", "政法委", "编办", "改革办", "文明办", "台办", "农办", "党校", "直属机关工委"].contains(&name)
}

/// 市委 → 市: a bureau after 市委组织部 is the city's.
fn without_party(prefix: &'static str) -> &'static str {
    prefix.strip_suffix("党委").or_else(|| prefix.strip_suffix('委')).filter(|level| !level.is_empty()).unwrap_or(prefix)
}

fn has_own_jurisdiction(grammar: &Grammar, name: &str) -> bool {
    match grammar.vertical(name) {
        Some(row) => !row.inherits(),
        // 西咸新区管委会: a zone is nobody's department.
        None if name.ends_with("区管委会") || name.ends_with("区管理委员会") => true,
        // 公安局 begins like 公安县, and 妇联 is a name of its own at the centre: after a level both are that level's.
        None if grammar.is_department(name) => false,
        None => grammar.is_proper(name) || grammar.division_prefix(name).is_some(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::lexicon::Lexicon;

    #[test]
    fn a_prefix_is_inherited_and_stops_where_it_must() {
        let grammar = Grammar::new(&Lexicon::builtin().expect("tables"));
        let mut inheritance = Inheritance::default();
        let list = [
            ("国家卫生健康委", None),
            ("国资委", None),
            ("财政厅", None),
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
        ];
        for (name, expected) in list {
            assert_eq!(inheritance.next(&grammar, name), expected, "{name}");
        }
    }
}
