//! The divisions that tasks name, as the column of a ledger has them: those one level below who issued the plan.

use crate::analyse::{Geography, Ledger, PlaceKind, rows, text};
use crate::graph::Graph;
use crate::query::QueryError;
use std::collections::BTreeMap;

const HOMES: &str = "SELECT DISTINCT ?p ?home WHERE { ?p a fg:Plan ; fg:jurisdiction ?home } ORDER BY ?p ?home";

/// For each task of a ledger the divisions that its words name, those first that it names first; and what such divisions are called together.
///
/// A plan of a province has its prefectures, with the counties that the words name in brackets; one of a prefecture has its counties. Where no
/// division is known that a plan is of, every division stands as it is. Divisions outside of the plan's own are left out.
pub(super) fn places(graph: &Graph, ledger: &Ledger) -> Result<(Vec<Vec<String>>, &'static str), QueryError> {
    let geography = Geography::of(graph, ledger)?;
    let at: BTreeMap<&str, usize> = geography.places.iter().enumerate().map(|(at, place)| (place.iri.as_str(), at)).collect();
    let homes: BTreeMap<String, usize> =
        rows(graph, HOMES)?.iter().filter_map(|row| at.get(text(row, "home").as_str()).map(|home| (text(row, "p"), *home))).collect();
    let mut named: Vec<Vec<(usize, usize)>> = vec![Vec::new(); ledger.tasks.len()];
    for (place, said) in &geography.named {
        for said in said {
            let task = &ledger.tasks[said.task];
            let first = said.words.iter().filter_map(|words| task.text.find(words.as_str())).min();
            named[said.task].push((first.unwrap_or(usize::MAX), *place));
        }
    }
    let mut all: Vec<usize> = Vec::new();
    let columns = named
        .into_iter()
        .zip(&ledger.tasks)
        .map(|(mut named, task)| {
            named.sort_unstable();
            let groups = grouped(&geography, homes.get(&task.plan).copied(), named.iter().map(|(_, place)| *place));
            all.extend(groups.iter().map(|(group, _)| *group));
            groups.iter().map(|(group, members)| told(&geography, *group, members)).collect()
        })
        .collect();
    Ok((columns, heading(all.iter().map(|at| (geography.places[*at].kind, geography.places[*at].name.as_str())))))
}

/// The divisions of the level of the column, each with what is named inside of it.
fn grouped(geography: &Geography, home: Option<usize>, named: impl Iterator<Item = usize>) -> Vec<(usize, Vec<usize>)> {
    let mut groups: Vec<(usize, Vec<usize>)> = Vec::new();
    let mut put = |group: usize, member: Option<usize>| {
        let here = groups.iter().position(|(known, _)| *known == group).unwrap_or_else(|| {
            groups.push((group, Vec::new()));
            groups.len() - 1
        });
        let members = &mut groups[here].1;
        if let Some(member) = member.filter(|member| *member != group && !members.contains(member)) {
            members.push(member);
        }
    };
    for place in named {
        let kind = geography.places[place].kind;
        let inside = home.is_none_or(|home| place != home && geography.chain(place).any(|at| at == home));
        if !inside || !kind.is_division() {
            continue;
        }
        match home.map(|home| geography.places[home].kind) {
            Some(PlaceKind::Province) => match geography.prefecture(place) {
                Some(prefecture) if Some(prefecture) != home => put(prefecture, Some(place)),
                _ => put(place, None),
            },
            _ => put(place, None),
        }
    }
    groups
}

fn told(geography: &Geography, group: usize, members: &[usize]) -> String {
    let name = &geography.places[group].name;
    if members.is_empty() {
        return name.clone();
    }
    let members: Vec<&str> = members.iter().map(|at| geography.places[*at].name.as_str()).collect();
    // A county is told without the prefecture that stands before it already.
    let members: Vec<&str> = members.iter().map(|member| member.strip_prefix(name.as_str()).unwrap_or(member)).collect();
    format!("{name}（{}）", members.join("、"))
}

/// What offices call such divisions together: 盟市 in Inner Mongolia, 市州 where there are autonomous prefectures; where they are of several levels,
/// neither.
fn heading<'n>(divisions: impl Iterator<Item = (PlaceKind, &'n str)>) -> &'static str {
    let divisions: Vec<(PlaceKind, &str)> = divisions.collect();
    let all = |kind: PlaceKind| !divisions.is_empty() && divisions.iter().all(|(other, _)| *other == kind);
    let ends = |with: char| divisions.iter().any(|(_, name)| name.ends_with(with));
    if all(PlaceKind::Prefecture) {
        match (ends('盟'), ends('州')) {
            (true, false) => "涉及盟市",
            (false, true) => "涉及市州",
            (false, false) if !divisions.iter().any(|(_, name)| !name.ends_with('市')) => "涉及地市",
            _ => "涉及地区",
        }
    } else if all(PlaceKind::County) {
        if ends('旗') { "涉及旗县区" } else { "涉及县市区" }
    } else {
        "涉及地区"
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_heading_is_that_of_the_divisions() {
        let prefectures = |names: [&'static str; 2]| heading(names.into_iter().map(|name| (PlaceKind::Prefecture, name)));
        assert_eq!(prefectures(["包头市", "阿拉善盟"]), "涉及盟市");
        assert_eq!(prefectures(["昆明市", "大理白族自治州"]), "涉及市州");
        assert_eq!(prefectures(["济南市", "青岛市"]), "涉及地市");
        assert_eq!(heading([(PlaceKind::County, "历下区")].into_iter()), "涉及县市区");
        assert_eq!(heading([(PlaceKind::County, "历下区"), (PlaceKind::Prefecture, "青岛市")].into_iter()), "涉及地区");
        assert_eq!(heading(std::iter::empty()), "涉及地区");
    }
}
