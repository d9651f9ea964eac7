//! Unspecific parties 泛指单位: 相关盟市, 各有关部门, 各市（州）人民政府.

use super::Grammar;

/// What may stand between a level and the noun of a group: 省级部门, 市直单位.
const DEGREES: &[&str] = &["级", "直属", "直", "属"];
/// Kinds in which no unit's own name ends, so that words of a level before them make a group: 市属供水企业, but not 市属第一医院.
const KINDS: &[&str] = &["企业", "单位", "部门", "机构", "院校", "高校"];
/// Governments of a level that is named before, or of none.
const GOVERNMENTS: &[&str] = &["人民政府", "政府", "党委", "直属机关"];
/// Words that make whatever follows unspecific; others (地方 in 地方金融监管局) do so only before certain nouns.
const STRONG: &[&str] = &["各", "有关", "相关", "其他", "其它", "所有"];
/// Localities that may follow others behind one quantifier: 各区、县级市.
const LOCALITIES: &[&str] = &[
    "自治区",
    "直辖市",
    "省",
    "乡街",
    "镇街",
    "街镇",
    "街乡",
    "乡镇",
    "县级市",
    "自治州",
    "自治县",
    "开发区",
    "管委会",
    "区县",
    "县区",
    "市",
    "县",
    "区",
    "州",
    "盟",
    "旗",
    "乡",
    "镇",
    "街道",
    "街",
];
/// What a locality may end in without being a particular one: 县人民政府.
const BODIES: &[&str] = &["人民政府", "政府", "管委会", "政府（管委会）", ""];

impl Grammar {
    /// Whether a name means no particular unit.
    ///
    /// 相关盟市 is a group: a quantifier and a noun; so are 自治区有关部门 and 省级有关部门, with a level before them,
    /// 市属供水企业, and 各市、县人民政府. 市政府 is not: no quantifier makes it unspecific.
    pub(super) fn is_group(&self, name: &str) -> bool {
        if self.whole_groups.contains(name) {
            return true;
        }
        let unlevelled = self.levels.beginning(name).iter().find_map(|level| name.strip_prefix(level.prefix)).unwrap_or(name);
        let undegreed = DEGREES.iter().find_map(|degree| unlevelled.strip_prefix(degree)).filter(|_| unlevelled.len() < name.len());
        let bare = undegreed.is_some_and(|noun| self.group_nouns.contains(noun));
        // The degree may be part of the level: 市属, 省级.
        let degreed = |before: &str| DEGREES.iter().any(|degree| before.ends_with(degree));
        let of_kind = undegreed.is_some() || degreed(&name[..name.len() - unlevelled.len()]);
        let kind = of_kind && KINDS.iter().any(|kind| name.ends_with(kind));
        // 指挥部成员单位; 沿江各乡街, 厅直有关单位
        let members = name.strip_suffix("成员单位").is_some_and(|of| of.chars().count() >= 2);
        let each = ["各", "有关", "相关"].iter().any(|word| {
            let inside = name.find(word).filter(|at| *at > 0 && name[..*at].chars().count() <= 4 && !self.ends_like_unit(&name[..*at]));
            inside.is_some_and(|at| self.quantified(&name[at..]) || is_localities(&name[at + word.len()..]))
        });
        // 涉改单位
        let concerned = name.starts_with('涉') && ["单位", "部门", "企业"].iter().any(|noun| name.ends_with(noun));
        bare || kind
            || concerned
            || members
            || each
            || self.quantified(name)
            || self.quantified(unlevelled)
            || undegreed.is_some_and(|words| self.quantified(words))
    }

    /// 有关部门, 各级政务服务中心, 省政府各工作部门: a quantifier at the beginning, or after no more than the name of a level's government.
    fn quantified(&self, words: &str) -> bool {
        let after_government = GOVERNMENTS.iter().find_map(|government| words.strip_prefix(government));
        [Some(words), after_government].into_iter().flatten().any(|words| {
            let any_noun =
                STRONG.iter().any(|word| words.strip_prefix(word).is_some_and(|rest| !rest.is_empty() && !rest.contains(['要', '应'])));
            let rest = self.quantifiers.beginning(words).iter().find_map(|word| words.strip_prefix(*word));
            any_noun || rest.is_some_and(|rest| self.group_nouns.contains(rest) || self.whole_groups.contains(rest) || is_localities(rest))
        })
    }

    /// Whether words with a quantifier may go on with a further locality: 各区, 各有关市.
    pub(super) fn is_open_group(&self, words: &str) -> bool {
        let last = words.rsplit(['、', '﹑']).next().unwrap_or(words);
        let first = self.quantifiers.beginning(words).iter().any(|word| words.starts_with(*word));
        first && LOCALITIES.iter().any(|locality| last.ends_with(locality))
    }

    /// Whether words are a locality without a name: 县级市, 县人民政府.
    pub(super) fn is_locality(&self, words: &str) -> bool {
        is_localities(words)
    }
}

/// 市, 设区市, 县（市、区）, 县、区政府: localities and nothing else.
fn is_localities(words: &str) -> bool {
    let places = BODIES.iter().find_map(|body| words.strip_suffix(body)).unwrap_or(words);
    let plain = places.replace(['（', '）', '(', ')'], "、");
    let mut parts = plain.split(['、', '﹑']).filter(|part| !part.is_empty()).peekable();
    parts.peek().is_some()
        && parts.all(|part| {
            let part = part.strip_prefix("设区").or_else(|| part.strip_prefix("省级")).unwrap_or(part);
            part.is_empty() || LOCALITIES.contains(&part)
        })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::lexicon::Lexicon;

    #[test]
    fn kinds_of_units_are_groups_and_units_are_not() {
        let grammar = Grammar::new(&Lexicon::builtin().expect("tables"));
        for words in ["市属供水企业", "省属国有企业", "省级行业主管部门", "市直医疗卫生机构", "相关盟市", "各市、县人民政府", "市有关部门"]
        {
            assert!(grammar.is_group(words), "{words}");
        }
        for words in ["市属第一医院", "市供水集团有限公司", "省直机关工委", "市政府", "市供水企业联合会", "省级机关事务管理局"]
        {
            assert!(!grammar.is_group(words), "{words}");
        }
    }
}
