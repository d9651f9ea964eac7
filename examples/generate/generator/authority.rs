//! Whose plan it is: the State Council's, a province's, a prefecture's or a county's, and of which year.

use super::atlas::Atlas;
use super::dice::Dice;

/// The tier of a government, in the order of the endings of offices.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Tier {
    Province,
    Municipality,
    Prefecture,
    County,
    Central,
}

/// A government and a year.
#[derive(Debug, Clone)]
pub(crate) struct Authority {
    pub tier: Tier,
    /// Its division, of the atlas; none of the State Council.
    pub division: Option<usize>,
    /// What its departments' names begin with: 省, 自治区, 旗.
    pub prefix: &'static str,
    /// What those of its party committee begin with: 省委.
    pub party: &'static str,
    pub year: i32,
}

/// Endings of divisions, the prefixes of their departments and of their party committees.
const PREFIXES: &[(&str, &str, &str)] = &[
    ("自治区", "自治区", "自治区党委"),
    ("省", "省", "省委"),
    ("自治州", "州", "州委"),
    ("地区", "地区", "地委"),
    ("盟", "盟", "盟委"),
    ("市", "市", "市委"),
    ("自治县", "县", "县委"),
    ("县", "县", "县委"),
    ("旗", "旗", "旗委"),
    ("区", "区", "区委"),
];

/// First characters of the numbers of documents, by the first two digits of codes.
const CHARACTERS: &[(&str, &str)] = &[
    ("11", "京"),
    ("12", "津"),
    ("13", "冀"),
    ("14", "晋"),
    ("15", "内"),
    ("21", "辽"),
    ("22", "吉"),
    ("23", "黑"),
    ("31", "沪"),
    ("32", "苏"),
    ("33", "浙"),
    ("34", "皖"),
    ("35", "闽"),
    ("36", "赣"),
    ("37", "鲁"),
    ("41", "豫"),
    ("42", "鄂"),
    ("43", "湘"),
    ("44", "粤"),
    ("45", "桂"),
    ("46", "琼"),
    ("50", "渝"),
    ("51", "川"),
    ("52", "黔"),
    ("53", "云"),
    ("54", "藏"),
    ("61", "陕"),
    ("62", "甘"),
    ("63", "青"),
    ("64", "宁"),
    ("65", "新"),
];

impl Authority {
    /// One of any level and year; `large` plans are those of provinces and prefectures.
    pub(crate) fn any(dice: &mut Dice, atlas: &Atlas, large: bool) -> Self {
        let year = 2010 + i32::try_from(dice.below(17)).unwrap_or_default();
        let level = dice.weighted(&[(0, if large { 2 } else { 6 }), (1, 42), (2, 34), (3, if large { 0 } else { 18 })]);
        let province = *dice.pick(&atlas.provinces);
        let prefecture = |dice: &mut Dice| Some(atlas.prefectures(province)).filter(|all| !all.is_empty()).map(|all| *dice.pick(all));
        let division = match level {
            0 => return Self { tier: Tier::Central, division: None, prefix: "", party: "", year },
            1 => province,
            2 => prefecture(dice).unwrap_or(province),
            _ => {
                let above = prefecture(dice).unwrap_or(province);
                // 林区 and 特区 are one of a kind.
                let usual = |at: &&usize| {
                    let name = atlas.divisions[**at].name;
                    !name.ends_with("林区") && !name.ends_with("特区") && PREFIXES.iter().any(|(ending, _, _)| name.ends_with(ending))
                };
                let counties: Vec<usize> = atlas.counties(above).iter().filter(usual).copied().collect();
                if counties.is_empty() { above } else { *dice.pick(&counties) }
            }
        };
        Self::of(atlas, division, year)
    }

    /// The government of a division.
    pub(crate) fn of(atlas: &Atlas, division: usize, year: i32) -> Self {
        use fengong::lexicon::DivisionLevel;
        let row = &atlas.divisions[division];
        let tier = match row.level() {
            DivisionLevel::Province if atlas.is_municipality(division) => Tier::Municipality,
            DivisionLevel::Province => Tier::Province,
            DivisionLevel::Prefecture => Tier::Prefecture,
            DivisionLevel::County => Tier::County,
        };
        let (_, prefix, party) = PREFIXES.iter().find(|(ending, _, _)| row.name.ends_with(ending)).unwrap_or(&("", "市", "市委"));
        Self { tier, division: Some(division), prefix, party, year }
    }

    /// Its full name: 甘肃省; that of the State Council is 国务院.
    pub(crate) fn name(&self, atlas: &Atlas) -> &'static str {
        self.division.map_or("国务院", |at| atlas.divisions[at].name)
    }

    /// Who issues its plans.
    pub(crate) fn issuer(&self, atlas: &Atlas) -> String {
        match (self.tier, self.prefix) {
            (Tier::Central, _) => "国务院办公厅".to_owned(),
            (Tier::Province | Tier::Municipality, _) => format!("{}人民政府办公厅", self.name(atlas)),
            (_, "盟" | "地区") => format!("{}行政公署办公室", self.name(atlas)),
            _ => format!("{}人民政府办公室", self.name(atlas)),
        }
    }

    /// 甘政办发〔2019〕46号
    pub(crate) fn document_number(&self, atlas: &Atlas, dice: &mut Dice) -> String {
        let first = match self.division {
            None => "国".to_owned(),
            Some(at) if matches!(self.tier, Tier::Province | Tier::Municipality) => {
                let code = &atlas.divisions[at].code[..2];
                CHARACTERS.iter().find(|(digits, _)| *digits == code).map_or("省", |(_, character)| character).to_owned()
            }
            Some(at) => atlas.divisions[at].name.chars().take(1).collect(),
        };
        let office = match (self.tier, self.prefix) {
            (Tier::Central, _) => "办发",
            (_, "盟" | "地区") => "署办发",
            _ => "政办发",
        };
        format!("{first}{office}〔{}〕{}号", self.year, dice.between(1, 120))
    }

    /// Groups of departments and of governments below it, as its plans write them.
    pub(crate) fn groups(&self, atlas: &Atlas) -> (&'static [&'static str], &'static [&'static str]) {
        let code = self.division.map_or("", |at| &atlas.divisions[at].code[..2]);
        let departments: &[&str] = match self.prefix {
            "" => &["有关部门", "各有关部门", "国务院有关部门"],
            "省" => &["省直有关部门", "省有关部门", "有关部门", "省级有关部门"],
            "自治区" => &["自治区有关部门", "有关部门", "自治区有关部门和单位"],
            "市" => &["市直有关部门", "市有关部门", "有关部门", "市级有关部门"],
            "州" => &["州直有关部门", "州级有关部门", "有关部门"],
            "盟" => &["盟直有关部门", "有关部门"],
            "旗" => &["旗直有关部门", "相关部门"],
            "区" => &["区直有关部门", "区有关部门", "相关部门"],
            "县" => &["县直有关部门", "县有关部门", "相关单位"],
            _ => &["有关部门", "相关部门"],
        };
        let localities: &[&str] = match (self.tier, code, self.prefix) {
            (Tier::Central, ..) => &["各省、自治区、直辖市人民政府", "各省（区、市）人民政府", "各地区", "有关地方人民政府"],
            (Tier::Province, "15", _) => &["各盟行政公署、市人民政府", "相关盟市", "各盟市", "有关盟市"],
            (Tier::Province, "22" | "42" | "43" | "51" | "52" | "53" | "62" | "63" | "65", _) => {
                &["各市（州）人民政府", "各市州人民政府", "相关市州", "各市（州）"]
            }
            (Tier::Province, ..) => &["各市人民政府", "各设区市人民政府", "各市、县（市、区）人民政府", "有关市人民政府"],
            (Tier::Municipality, ..) => &["各区人民政府", "各区县人民政府", "相关区人民政府"],
            (Tier::Prefecture, "15", _) => &["各旗县区人民政府", "相关旗县", "各旗县（市、区）"],
            (Tier::Prefecture, ..) => &["各县（市、区）人民政府", "各县区人民政府", "相关县区", "各县（市、区）"],
            (Tier::County, _, "旗") => &["各苏木乡镇", "各苏木镇人民政府"],
            (Tier::County, _, "区") => &["各街道办事处", "各街道", "各镇街"],
            (Tier::County, ..) => &["各乡镇人民政府", "各乡镇（街道）", "各乡镇"],
        };
        (departments, localities)
    }
}
