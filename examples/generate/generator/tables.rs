//! The tables of the generator, `tables/*.tsv`: `#` begins a comment, the first row names the columns, `|` divides several values.

/// What plans are about.
#[derive(Debug)]
pub(crate) struct Subject {
    pub topic: &'static str,
    pub name: &'static str,
    /// Functions that lead, and that help, the likeliest first.
    pub lead: Vec<&'static str>,
    pub help: Vec<&'static str>,
    pub headings: Vec<&'static str>,
    /// What is done: each stands alone.
    pub actions: Vec<&'static str>,
    /// What is tried out at a place.
    pub pilots: Vec<&'static str>,
    /// Aims, with `{}` for a number and its range.
    pub metrics: Vec<(&'static str, usize, usize)>,
    /// Roots of the industries that places may develop.
    pub industries: Vec<&'static str>,
}

/// A department of a local government, or an organ of a party committee.
#[derive(Debug)]
pub(crate) struct Founded {
    pub function: &'static str,
    pub stem: &'static str,
    pub full: &'static str,
    /// Its ending as that of a province, a municipality, a prefecture, a county; empty where there is none.
    pub endings: [&'static str; 4],
    pub from: i32,
    pub until: i32,
    /// First two digits of the codes of provinces; all where empty.
    pub provinces: Vec<&'static str>,
    /// Whether it is in all others.
    pub elsewhere: bool,
    pub of_party: bool,
}

/// A department of the State Council or a central organ.
#[derive(Debug)]
pub(crate) struct Ministry {
    pub function: &'static str,
    pub name: &'static str,
    pub from: i32,
    pub until: i32,
}

/// The rows of a table.
fn rows(text: &'static str) -> impl Iterator<Item = Vec<&'static str>> {
    text.lines().filter(|line| !line.starts_with('#') && !line.is_empty()).skip(1).map(|line| line.split('\t').collect())
}

fn several(cell: &'static str) -> Vec<&'static str> {
    cell.split('|').filter(|value| !value.is_empty()).collect()
}

/// A first or last year; empty means that there is none.
fn year(cell: &str, otherwise: i32) -> i32 {
    cell.parse().unwrap_or(otherwise)
}

/// 「再生水利用率达到{}%:20-45」
fn metric(cell: &'static str) -> (&'static str, usize, usize) {
    let (words, range) = cell.rsplit_once(':').unwrap_or((cell, "1-9"));
    let (low, high) = range.split_once('-').unwrap_or((range, range));
    (words, low.parse().unwrap_or(1), high.parse().unwrap_or(9))
}

impl Subject {
    /// Whether its name is a verb and its object (扩大消费), and takes no other verb.
    pub(crate) fn is_verbal(&self) -> bool {
        ["稳", "深化", "扩大", "优化"].iter().any(|verb| self.name.starts_with(verb))
    }

    /// Its name with a verb before it, if it takes one.
    pub(crate) fn with(&self, verb: &str) -> String {
        if self.is_verbal() { self.name.to_owned() } else { format!("{verb}{}", self.name) }
    }
}

pub(crate) fn subjects() -> Vec<Subject> {
    let read = |row: Vec<&'static str>| Subject {
        topic: row[0],
        name: row[1],
        lead: several(row[2]),
        help: several(row[3]),
        headings: several(row[4]),
        actions: several(row[5]),
        pilots: several(row[6]),
        metrics: several(row[7]).into_iter().map(metric).collect(),
        industries: several(row[8]),
    };
    rows(include_str!("tables/subjects.tsv")).map(read).collect()
}

pub(crate) fn offices() -> Vec<Founded> {
    let read = |row: Vec<&'static str>| Founded {
        function: row[0],
        stem: row[1],
        full: row[2],
        endings: [row[3], row[4], row[5], row[6]],
        from: year(row[7], 0),
        until: year(row[8], 9999),
        provinces: several(row[9].trim_start_matches('!')),
        elsewhere: row[9].starts_with('!'),
        of_party: row[10] == "x",
    };
    rows(include_str!("tables/offices.tsv")).map(read).collect()
}

pub(crate) fn ministries() -> Vec<Ministry> {
    let read = |row: Vec<&'static str>| Ministry { function: row[0], name: row[1], from: year(row[2], 0), until: year(row[3], 9999) };
    rows(include_str!("tables/ministries.tsv")).map(read).collect()
}
