//! The forms by which people call a unit, beside those that plans write.
//!
//! In: the names of a unit and the tables of departments, bodies and English names. Out: other forms, each with how sure it is to mean
//! this unit: 发改委 for 自治区发展改革委 (1), 环保部门 for 自治区环保厅 and 海关 for 呼和浩特海关 (2), 交通厅 for 交通运输厅 (3). Whether a form is that
//! of one unit alone is seen when all are put together. Left out: spellings that the table of departments does not know.

use crate::extract::short_form;
use crate::lexicon::{Department, Lexicon};
use std::collections::HashMap;

/// How sure the stem of a department alone is to mean the department: only where it does something.
pub(crate) const BARE: u8 = 4;
/// Endings in their short and their long form.
const ENDINGS: &[(&str, &str)] = &[("委", "委员会"), ("办", "办公室")];
/// Endings of companies, which are left out in speech.
const COMPANY: &[&str] = &["有限责任公司", "股份有限公司", "有限公司", "公司"];
/// What an English name of a department ends in, or begins with before `of`.
const ENGLISH: &[&str] = &["department", "bureau", "commission", "office", "authority", "agency", "administration"];

/// The tables in the form in which names are compared with them.
#[derive(Debug)]
pub(crate) struct UnitForms<'l> {
    lexicon: &'l Lexicon,
    stems: HashMap<&'l str, Vec<&'l Department>>,
    english: HashMap<&'l str, &'l [&'l str]>,
    bodies: HashMap<&'l str, &'l [&'l str]>,
}

impl<'l> UnitForms<'l> {
    /// Takes the tables.
    pub(crate) fn new(lexicon: &'l Lexicon) -> Self {
        let english = lexicon.english.iter().map(|row| (row.zh, row.en.as_slice())).collect();
        let bodies = lexicon.bodies.iter().map(|row| (row.name, row.aliases.as_slice())).collect();
        let mut stems: HashMap<&str, Vec<&Department>> = HashMap::new();
        for row in &lexicon.departments {
            for stem in std::iter::once(&row.stem).chain(&row.variants).filter(|stem| !stem.starts_with('=')) {
                stems.entry(stem).or_default().push(row);
            }
        }
        Self { lexicon, stems, english, bodies }
    }

    /// The further forms of a unit with the names `written`; `divided` are those of them that hold the name of a division, without it.
    pub(crate) fn of<'w>(&self, written: &[String], divided: impl Iterator<Item = (&'w str, &'w str)>) -> Vec<(String, u8)> {
        let mut forms = Vec::new();
        for name in written {
            forms.extend(self.bodies.get(name.as_str()).copied().unwrap_or_default().iter().map(|alias| ((*alias).to_owned(), 1)));
            if let Some((prefix, department, stem, ending)) = self.department(name) {
                self.department_forms(prefix, department, stem, ending, &mut forms);
                continue;
            }
            if let Some(company) = COMPANY.iter().find_map(|ending| name.strip_suffix(ending)) {
                forms.push((company.to_owned(), 1));
            }
        }
        // 呼和浩特海关 is 海关, 人民银行呼和浩特中心支行 is 人民银行, where there is no other.
        let own = !written.iter().any(|name| self.department(name).is_some());
        for (before, after) in divided.filter(|_| own) {
            let company = COMPANY.iter().find_map(|ending| after.strip_suffix(ending)).unwrap_or(after);
            let parts = [before, if before.is_empty() { after } else { "" }, if before.is_empty() { company } else { "" }];
            forms.extend(parts.iter().filter(|part| part.chars().count() > 1).map(|part| ((*part).to_owned(), 2)));
        }
        let english: Vec<(String, u8)> = forms
            .iter()
            .filter_map(|(form, _)| self.english.get(form.as_str()))
            .flat_map(|names| names.iter().map(|name| ((*name).to_owned(), 2)))
            .collect();
        forms.extend(english);
        forms
    }

    /// The department that a name ends in: what stands before it, its row, the stem and the ending as written.
    fn department<'n>(&self, name: &'n str) -> Option<(&'n str, &'l Department, &'n str, &'n str)> {
        let places: Vec<usize> = name.char_indices().map(|(at, _)| at).collect();
        // The longest stem, then the longest ending: 委员会 is no 会.
        let splits = places.iter().flat_map(|from| places.iter().filter(move |to| *to > from).map(move |to| (*from, *to)));
        splits.into_iter().find_map(|(from, to)| {
            let rows = self.stems.get(&name[from..to])?;
            let row = rows.iter().find(|row| row.takes(&name[to..]).is_some())?;
            Some((&name[..from], *row, &name[from..to], &name[to..]))
        })
    }

    fn department_forms(&self, prefix: &str, row: &Department, stem: &str, ending: &str, forms: &mut Vec<(String, u8)>) {
        // An organ of the party is not the department of its name.
        let party = if prefix.ends_with("党委") { "党委" } else { "" };
        let division = short_form(prefix).unwrap_or_default();
        let short = ENDINGS.iter().find(|(_, long)| *long == ending).map_or(ending, |(short, _)| *short);
        let long = ENDINGS.iter().find(|(short, _)| *short == ending).map_or(ending, |(_, long)| *long);
        for form in std::iter::once(&row.stem).chain(&row.variants) {
            if let Some(complete) = form.strip_prefix('=') {
                forms.push((complete.to_owned(), 1));
                continue;
            }
            for (before, ending) in [party, prefix, division]
                .iter()
                .filter(|before| party.is_empty() || !before.is_empty())
                .flat_map(|before| [(before, short), (before, long)])
            {
                forms.push((format!("{before}{form}{ending}"), 1));
            }
            if party.is_empty() {
                // 水利 牵头 任务
                forms.push((form.to_string(), BARE));
                forms.extend(["部门", "主管部门", "系统"].map(|ending| (format!("{form}{ending}"), 2)));
            }
        }
        if party.is_empty() && stem.chars().count() >= 4 {
            let begun: String = stem.chars().take(2).collect();
            forms.push((format!("{begun}{short}"), 3));
        }
        let function = self.lexicon.functions.iter().find(|function| function.id == row.function).map(|function| function.en);
        let named =
            std::iter::once(&row.stem).chain(&row.variants).filter_map(|stem| self.english.get(stem)).flat_map(|names| names.iter());
        let ranked = named.map(|name| (*name, 1)).chain(function.map(|name| (name.split(" (").next().unwrap_or(name), 2)));
        for (name, rank) in ranked.filter(|_| party.is_empty()) {
            forms.extend(ENGLISH.iter().flat_map(|ending| [(format!("{name} {ending}"), rank), (format!("{ending} of {name}"), rank)]));
        }
    }
}

/// What stands before and after the name of a division in each name of a unit that holds one; the longest division first.
pub(crate) fn around_division<'w>(written: &'w [String], divisions: &'w [String]) -> impl Iterator<Item = (&'w str, &'w str)> {
    written.iter().filter_map(|name| divisions.iter().find_map(|division| name.split_once(division.as_str())))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_unit_is_called_by_the_other_forms_of_its_department() {
        let lexicon = Lexicon::builtin().expect("tables");
        let forms = UnitForms::new(&lexicon);
        let of =
            |name: &str| -> Vec<String> { forms.of(&[name.to_owned()], std::iter::empty()).into_iter().map(|(form, _)| form).collect() };
        let reform = of("自治区发展改革委");
        for form in ["发改委", "发展和改革委员会", "自治区发改委", "development and reform commission", "发改部门"] {
            assert!(reform.iter().any(|other| other == form), "{form}");
        }
        assert!(!of("自治区党委金融办").iter().any(|form| form == "金融办"), "an organ of the party");
        let customs = ["呼和浩特海关".to_owned()];
        let divisions = ["呼和浩特".to_owned()];
        assert!(forms.of(&customs, around_division(&customs, &divisions)).iter().any(|(form, _)| form == "海关"));
    }
}
