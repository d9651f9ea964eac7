//! The divisions of the country, and what lies in which.

use fengong::lexicon::{Division, DivisionLevel, Lexicon, Port};
use std::collections::HashMap;

/// Divisions that exist, by what they lie in.
#[derive(Debug)]
pub(crate) struct Atlas {
    pub divisions: Vec<Division>,
    pub provinces: Vec<usize>,
    /// By the first two digits of the code.
    prefectures: HashMap<&'static str, Vec<usize>>,
    /// By the first four, and for those right under a province by the first two.
    counties: HashMap<&'static str, Vec<usize>>,
    /// By the first two, four and six digits of the code of where they lie.
    ports: HashMap<&'static str, Vec<&'static str>>,
}

/// Codes of 北京, 天津, 上海, 重庆.
const MUNICIPALITIES: &[&str] = &["11", "12", "31", "50"];
/// Provinces that are described by plans of another kind: 台湾, 香港, 澳门.
const OTHERS: &[&str] = &["71", "81", "82"];
/// Peoples in the names of autonomous places: 甘南藏族自治州 is 甘南 for short.
const PEOPLES: &[&str] = &[
    "朝鲜族",
    "土家族",
    "苗族",
    "藏族",
    "羌族",
    "彝族",
    "布依族",
    "侗族",
    "哈尼族",
    "壮族",
    "傣族",
    "白族",
    "景颇族",
    "傈僳族",
    "回族",
    "蒙古族",
    "蒙古",
    "哈萨克",
    "柯尔克孜",
];

impl Atlas {
    pub(crate) fn new(lexicon: &Lexicon) -> Self {
        let divisions: Vec<Division> =
            lexicon.divisions.iter().filter(|row| row.is_current() && !OTHERS.contains(&&row.code[..2])).cloned().collect();
        let (mut provinces, mut prefectures, mut counties) = (Vec::new(), HashMap::<_, Vec<_>>::new(), HashMap::<_, Vec<_>>::new());
        for (at, row) in divisions.iter().enumerate() {
            match row.level() {
                DivisionLevel::Province => provinces.push(at),
                DivisionLevel::Prefecture => prefectures.entry(&row.code[..2]).or_default().push(at),
                // 区 that stand alone as words (城区, 郊区, 矿区) would not be known again.
                DivisionLevel::County if row.name.chars().count() > 2 => {
                    let length = if MUNICIPALITIES.contains(&&row.code[..2]) { 2 } else { 4 };
                    counties.entry(&row.code[..length]).or_default().push(at);
                }
                DivisionLevel::County => {}
            }
        }
        let mut ports = HashMap::<_, Vec<_>>::new();
        for Port { name, division, .. } in &lexicon.ports {
            for length in [2, 4, 6] {
                ports.entry(&division[..length]).or_default().push(*name);
            }
        }
        Self { divisions, provinces, prefectures, counties, ports }
    }

    pub(crate) fn is_municipality(&self, at: usize) -> bool {
        MUNICIPALITIES.contains(&&self.divisions[at].code[..2])
    }

    pub(crate) fn prefectures(&self, province: usize) -> &[usize] {
        self.prefectures.get(&self.divisions[province].code[..2]).map_or(&[], Vec::as_slice)
    }

    /// The counties of a prefecture or municipality.
    pub(crate) fn counties(&self, of: usize) -> &[usize] {
        let code = self.divisions[of].code;
        let length = if self.divisions[of].level() == DivisionLevel::Province { 2 } else { 4 };
        self.counties.get(&code[..length]).map_or(&[], Vec::as_slice)
    }

    /// The divisions right under one.
    pub(crate) fn children(&self, of: usize) -> &[usize] {
        let prefectures = if self.divisions[of].level() == DivisionLevel::Province { self.prefectures(of) } else { &[] };
        if prefectures.is_empty() { self.counties(of) } else { prefectures }
    }

    /// The ports in a division.
    pub(crate) fn ports(&self, of: usize) -> &[&'static str] {
        let code = self.divisions[of].code;
        let length = match self.divisions[of].level() {
            DivisionLevel::Province => 2,
            DivisionLevel::Prefecture => 4,
            DivisionLevel::County => 6,
        };
        self.ports.get(&code[..length]).map_or(&[], Vec::as_slice)
    }

    /// 甘肃, 内蒙古, 兰州, 甘南: the name in the names of bodies that stand at a place.
    pub(crate) fn short(&self, at: usize) -> &'static str {
        let row = &self.divisions[at];
        if row.name.ends_with("自治区") {
            return row.aliases.first().copied().unwrap_or(row.name);
        }
        let mut name = ["自治州", "地区", "省", "市", "盟"].iter().find_map(|ending| row.name.strip_suffix(ending)).unwrap_or(row.name);
        while let Some(rest) = PEOPLES.iter().find_map(|people| name.strip_suffix(people)).filter(|rest| !rest.is_empty()) {
            name = rest;
        }
        name
    }
}
