//! Unspecific parties 泛指单位: 相关盟市, 各有关部门, 各市（州）人民政府.

use super::Grammar;

impl Grammar {
    /// Whether a name means no particular unit.
    ///
    /// 相关盟市 is a group: a quantifier and a noun; so is 自治区有关部门, with a level before them,
    /// and 各市、县 pieces such as 各市. 市政府 is not: no quantifier makes it unspecific.
    pub(super) fn is_group(&self, name: &str) -> bool {
        if self.whole_groups.contains(name) {
            return true;
        }
        let unlevelled = self.levels.iter().find_map(|level| name.strip_prefix(level.prefix)).unwrap_or(name);
        [name, unlevelled].iter().any(|words| self.quantified(words))
    }

    fn quantified(&self, words: &str) -> bool {
        let mut rest = words;
        while let Some(shorter) = self.quantifiers.iter().find_map(|word| rest.strip_prefix(*word)) {
            rest = shorter;
        }
        rest.len() < words.len() && (self.group_nouns.contains(rest) || self.whole_groups.contains(rest))
    }
}
