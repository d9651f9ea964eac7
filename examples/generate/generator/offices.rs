//! The departments that a government has in a year: those of 2010 and later ones, changed by the reforms that `successions.tsv` tells.

use super::atlas::Atlas;
use super::authority::{Authority, Tier};
use super::tables::Founded;
use fengong::lexicon::{Department, Extent, Lexicon, Succession};

/// A department, without the level before its name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Office {
    pub function: &'static str,
    /// 卫生计生委
    pub usual: String,
    /// 卫生和计划生育委员会
    pub full: String,
    pub of_party: bool,
}

/// What is needed to tell the departments of any government.
#[derive(Debug)]
pub(crate) struct Offices {
    founded: Vec<Founded>,
    successions: Vec<Succession>,
    departments: Vec<Department>,
}

/// Shorter forms of stems, of daily use in cities and counties.
const SHORTER: &[(&str, &str)] = &[
    ("发展改革", "发改"),
    ("工业和信息化", "工信"),
    ("经济和信息化", "经信"),
    ("人力资源社会保障", "人社"),
    ("住房城乡建设", "住建"),
    ("卫生健康", "卫健"),
    ("卫生计生", "卫计"),
    ("文化旅游", "文旅"),
];

impl Office {
    /// 发改局, 住建局: as cities and counties say.
    pub(crate) fn shorter(&self) -> String {
        let short = SHORTER.iter().find_map(|(stem, short)| Some(format!("{short}{}", self.usual.strip_prefix(stem)?)));
        short.unwrap_or_else(|| self.usual.clone())
    }
}

impl Offices {
    pub(crate) fn new(lexicon: &Lexicon) -> Self {
        let local = |row: &&Succession| !row.is_central() && row.extent != Extent::Part;
        Self {
            founded: super::tables::offices(),
            successions: lexicon.successions.iter().filter(local).cloned().collect(),
            departments: lexicon.departments.clone(),
        }
    }

    /// The departments of a government in its year.
    pub(crate) fn of(&self, atlas: &Atlas, authority: &Authority) -> Vec<Office> {
        let (Some(division), at) = (authority.division, authority.tier as usize) else { return Vec::new() };
        let province = &atlas.divisions[division].code[..2];
        let mut found: Vec<Office> = Vec::new();
        for row in &self.founded {
            let ending = row.endings.get(at).copied().unwrap_or_default();
            let here = row.provinces.is_empty() || row.provinces.contains(&province) != row.elsewhere;
            if ending.is_empty() || !here || !(row.from..=row.until).contains(&authority.year) {
                continue;
            }
            let office = named(row.function, row.stem, row.full, ending, row.of_party);
            for office in self.reformed(office, row.stem, ending, authority, province, row.from) {
                if !found.iter().any(|other| other.usual == office.usual) {
                    found.push(office);
                }
            }
        }
        found
    }

    /// What became of a department up to the year: itself, its successors, or nothing that is known.
    fn reformed(&self, office: Office, stem: &str, ending: &str, authority: &Authority, province: &str, since: i32) -> Vec<Office> {
        let level = match authority.tier {
            Tier::Province => "province",
            Tier::Municipality => "municipality",
            _ => "local",
        };
        let of_codes = |row: &Succession| row.level.iter().any(|level| level.starts_with(province));
        let whole = format!("{stem}{ending}");
        let mut rows: Vec<&Succession> = self
            .successions
            .iter()
            .filter(|row| (row.from == stem || row.from == whole) && (since..=authority.year).contains(&row.year))
            .filter(|row| of_codes(row) || row.level.iter().any(|each| *each == level || *each == "all"))
            .collect();
        let Some(year) = rows.iter().map(|row| row.year).min() else { return vec![office] };
        rows.retain(|row| row.year == year);
        if rows.iter().any(|row| of_codes(row)) {
            rows.retain(|row| of_codes(row));
        }
        let successors = rows.iter().filter_map(|row| {
            let (department, ending) = self.departments.iter().find_map(|department| {
                let rest = row.to.strip_prefix(department.stem)?;
                let known = rest.is_empty() || department.endings.contains(&rest);
                known.then_some((department, if rest.is_empty() { ending } else { rest }))
            })?;
            let mut next = named(department.function, department.stem, department.stem, ending, false);
            if !row.full.is_empty() {
                next.full = row.full.to_owned();
            }
            Some(self.reformed(next, department.stem, ending, authority, province, year))
        });
        successors.flatten().collect()
    }
}

fn named(function: &'static str, stem: &str, full: &str, ending: &str, of_party: bool) -> Office {
    let (usual, long) = match ending {
        "-" => ("", ""),
        "委" => ("委", "委员会"),
        "办" => ("办", "办公室"),
        other => (other, other),
    };
    Office { function, usual: format!("{stem}{usual}"), full: format!("{full}{long}"), of_party }
}
