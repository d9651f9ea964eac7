//! Who can be given a task: departments by what they are for, organs with a jurisdiction of their own, governments, groups.

use super::Tables;
use super::authority::{Authority, Tier};
use super::dice::Dice;
use super::offices::Office;

/// How the name of a party is written in a list.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Manner {
    /// 省财政厅: after another of the government it may stand without its level.
    Government,
    /// 省委宣传部: likewise, after another of the party.
    Party,
    /// 兰州海关, 财政部, 团省委: always written whole.
    Own,
    /// 有关部门
    Group,
}

/// A party as it is right: its whole name, and what it is whatever plan names it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Party {
    pub name: String,
    /// The name without its level.
    pub bare: String,
    pub manner: Manner,
    /// `620000/财政厅`: the code of the division and the office, or the name of what there is once; empty of groups.
    pub identity: String,
}

/// The parties of one plan.
#[derive(Debug)]
pub(crate) struct Parties {
    by_function: Vec<(&'static str, Party)>,
    pub governments: Vec<Party>,
    pub department_groups: &'static [&'static str],
    pub locality_groups: &'static [&'static str],
}

/// Which of the forms of names a plan writes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Form {
    Usual,
    Full,
    Shorter,
}

impl Parties {
    pub(crate) fn new(tables: &Tables, authority: &Authority, dice: &mut Dice) -> Self {
        let atlas = &tables.atlas;
        let short_allowed = matches!(authority.tier, Tier::Prefecture | Tier::County);
        let form = match dice.below(100) {
            0..12 => Form::Full,
            12..35 if short_allowed => Form::Shorter,
            _ => Form::Usual,
        };
        let mut by_function: Vec<(&'static str, Party)> = match authority.tier {
            Tier::Central => central(tables, authority.year),
            _ => {
                let offices = tables.offices.of(atlas, authority);
                offices.iter().map(|office| (office.function, department(tables, authority, office, form))).collect()
            }
        };
        by_function.extend(own_jurisdiction(tables, authority));
        let (department_groups, locality_groups) = authority.groups(atlas);
        Self { by_function, governments: governments(tables, authority), department_groups, locality_groups }
    }

    /// The parties of a function.
    pub(crate) fn of<'a>(&'a self, function: &'a str) -> impl Iterator<Item = &'a Party> + 'a {
        self.by_function.iter().filter(move |(own, _)| *own == function).map(|(_, party)| party)
    }

    /// Departments of the government that may have a ledger of their own, with their functions.
    pub(crate) fn departments(&self) -> Vec<(&'static str, &Party)> {
        let own = |(_, party): &&(&'static str, Party)| party.manner == Manner::Government;
        self.by_function.iter().filter(own).map(|(function, party)| (*function, party)).collect()
    }
}

/// A group, as written.
pub(crate) fn group(words: &str) -> Party {
    Party { name: words.to_owned(), bare: words.to_owned(), manner: Manner::Group, identity: String::new() }
}

fn own(name: String, identity: String) -> Party {
    Party { bare: name.clone(), name, manner: Manner::Own, identity }
}

fn central(tables: &Tables, year: i32) -> Vec<(&'static str, Party)> {
    let of_year = tables.ministries.iter().filter(|row| (row.from..=row.until).contains(&year));
    of_year.map(|row| (row.function, own(row.name.to_owned(), format!("central/{}", row.name)))).collect()
}

fn department(tables: &Tables, authority: &Authority, office: &Office, form: Form) -> Party {
    let code = authority.division.map_or("", |at| tables.atlas.divisions[at].code);
    let identity = format!("{code}/{}", office.usual);
    if office.usual == "团委" {
        // 团省委, but 自治区团委.
        let name = if authority.prefix.chars().count() == 1 {
            format!("团{}委", authority.prefix)
        } else {
            format!("{}团委", authority.prefix)
        };
        return own(name, identity);
    }
    let bare = match form {
        Form::Usual => office.usual.clone(),
        Form::Full => office.full.clone(),
        Form::Shorter => office.shorter(),
    };
    let (prefix, manner) = if office.of_party { (authority.party, Manner::Party) } else { (authority.prefix, Manner::Government) };
    Party { name: format!("{prefix}{bare}"), bare, manner, identity }
}

/// Provinces whose grid is not that of 国家电网.
const OTHER_GRIDS: &[&str] = &["15", "44", "45", "46", "52", "53", "54"];
/// Provinces where the central bank had a 分行 until 2023.
const BRANCHES: &[&str] = &["12", "21", "32", "37", "42", "44", "51", "61"];

/// Customs, bank and regulators, whose names say where they are.
fn own_jurisdiction(tables: &Tables, authority: &Authority) -> Vec<(&'static str, Party)> {
    let (Some(division), year, atlas) = (authority.division, authority.year, &tables.atlas) else { return Vec::new() };
    let (row, short) = (&atlas.divisions[division], atlas.short(division));
    let mut found = Vec::new();
    let mut add = |function: &'static str, name: String| {
        let identity = format!("own/{name}");
        found.push((function, own(name, identity)));
    };
    match authority.tier {
        Tier::Province => {
            let Some(seat) = atlas.prefectures(division).first().map(|at| atlas.short(*at)) else { return Vec::new() };
            let bank = if BRANCHES.contains(&&row.code[..2]) { "分行" } else { "中心支行" };
            add("customs", format!("{seat}海关"));
            add("bank", if year < 2023 { format!("人民银行{seat}{bank}") } else { format!("人民银行{}分行", row.name) });
            add("financial-supervision", regulator(year, short, "局", "监管局"));
            add("financial-supervision", format!("{short}证监局"));
            add("communications", format!("{short}通信管理局"));
            if !OTHER_GRIDS.contains(&&row.code[..2]) && row.name.ends_with('省') && year >= 2013 {
                add("power-grid", format!("国网{}电力公司", row.name));
            }
        }
        Tier::Prefecture if row.name.ends_with('市') => {
            add("bank", if year < 2023 { format!("人民银行{short}中心支行") } else { format!("人民银行{}分行", row.name) });
            add("financial-supervision", regulator(year, short, "分局", "监管分局"));
            if !OTHER_GRIDS.contains(&&row.code[..2]) && year >= 2013 {
                add("power-grid", format!("国网{short}供电公司"));
            }
        }
        _ => {}
    }
    found
}

/// 甘肃银监局, 甘肃银保监局 from 2019, 金融监管总局甘肃监管局 from 2023.
fn regulator(year: i32, place: &str, ending: &str, last: &str) -> String {
    match year {
        ..=2018 => format!("{place}银监{ending}"),
        2019..=2022 => format!("{place}银保监{ending}"),
        _ => format!("金融监管总局{place}{last}"),
    }
}

/// The governments right below, by name.
fn governments(tables: &Tables, authority: &Authority) -> Vec<Party> {
    let (atlas, Some(division)) = (&tables.atlas, authority.division) else { return Vec::new() };
    let children = if authority.tier == Tier::County { &[] } else { atlas.children(division) };
    let named = children.iter().map(|at| {
        let row = &atlas.divisions[*at];
        let ending = if row.name.ends_with('盟') || row.name.ends_with("地区") { "行政公署" } else { "人民政府" };
        let mut party = own(format!("{}{ending}", row.name), format!("{}/{ending}", row.code));
        // 南宁 in 南宁、柳州市人民政府.
        party.bare =
            if row.name.ends_with('市') && authority.tier == Tier::Province { atlas.short(*at).to_owned() } else { String::new() };
        party
    });
    named.collect()
}
