//! What plans are called beside each other: by their titles, and where several have one, by what tells them apart.

use super::ledger::Plan;
use std::collections::BTreeMap;

/// Gives each plan its name. Of plans of one title the name has, in brackets, the first of these that all of them have and none has as another:
/// the number of the document, who issued it, when it was issued, the end of its IRI, which is the name of its file.
pub(super) fn name(plans: &mut [Plan], numbers: &[String]) {
    let mut groups: BTreeMap<String, Vec<usize>> = BTreeMap::new();
    for (at, plan) in plans.iter().enumerate() {
        groups.entry(plan.title.trim().to_owned()).or_default().push(at);
    }
    for (title, group) in groups {
        let local = |at: usize| crate::graph::local(&plans[at].iri).to_owned();
        let names: Vec<String> = match group.as_slice() {
            _ if title.is_empty() => group.iter().map(|at| local(*at)).collect(),
            [_] => vec![title],
            _ => {
                let signs: [Vec<String>; 3] = [
                    group.iter().map(|at| numbers.get(*at).cloned().unwrap_or_default()).collect(),
                    group.iter().map(|at| plans[*at].issuer.clone()).collect(),
                    group.iter().map(|at| plans[*at].issued.clone()).collect(),
                ];
                let sign =
                    signs.into_iter().find(|signs| tells_apart(signs)).unwrap_or_else(|| group.iter().map(|at| local(*at)).collect());
                sign.iter().map(|sign| format!("{title}（{sign}）")).collect()
            }
        };
        for (at, name) in group.into_iter().zip(names) {
            plans[at].name = name;
        }
    }
}

fn tells_apart(signs: &[String]) -> bool {
    let mut sorted: Vec<&str> = signs.iter().map(|sign| sign.trim()).collect();
    sorted.sort_unstable();
    sorted.first().is_some_and(|first| !first.is_empty()) && sorted.windows(2).all(|pair| pair[0] != pair[1])
}

#[cfg(test)]
mod tests {
    use super::*;

    fn plan(title: &str, issuer: &str, issued: &str, id: &str) -> Plan {
        let [title, issuer, issued] = [title, issuer, issued].map(str::to_owned);
        Plan { iri: format!("https://w3id.org/fengong/id/plan/{id}"), title, name: String::new(), issuer, issued }
    }

    fn names<const N: usize>(mut plans: [Plan; N], numbers: [&str; N]) -> [String; N] {
        name(&mut plans, &numbers.map(str::to_owned));
        plans.map(|plan| plan.name)
    }

    #[test]
    fn plans_of_one_title_are_told_apart_by_what_all_have_and_none_shares() {
        let same = |one: (&str, &str), other: (&str, &str)| [plan("方案", one.0, one.1, "a"), plan("方案", other.0, other.1, "b")];
        assert_eq!(
            names(same(("", ""), ("", "")), ["甲发〔2016〕1号", "甲发〔2020〕2号"]),
            ["方案（甲发〔2016〕1号）", "方案（甲发〔2020〕2号）"]
        );
        assert_eq!(names(same(("甲", "2016"), ("乙", "2016")), ["1号", "1号"]), ["方案（甲）", "方案（乙）"]);
        assert_eq!(names(same(("甲", "2016"), ("甲", "2020-05")), ["1号", ""]), ["方案（2016）", "方案（2020-05）"]);
        assert_eq!(names(same(("甲", "2016"), ("甲", "2016")), ["", ""]), ["方案（a）", "方案（b）"]);
    }

    #[test]
    fn a_title_of_its_own_stays_and_a_plan_without_one_is_called_by_its_file() {
        let plans = [plan("方案", "甲", "", "a"), plan("", "甲", "", "b"), plan("", "乙", "", "c")];
        assert_eq!(names(plans, ["1号", "2号", "3号"]), ["方案", "b", "c"]);
    }
}
