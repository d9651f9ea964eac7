//! Measures as a report in Markdown: what the network is, how it is built, who stands out, who keeps together.

use super::Analysis;
use super::table::{cell, short};
use crate::cli::Failure;
use fengong::analyse::measure::{Measure, Order};
use fengong::analyse::network::Value;
use fengong::language::{Message, message};
use fengong::text::escape::{markdown as escaped, markdown_line};
use std::fmt::Write as _;
use std::io::Write;

/// How many actors stand out by a measure.
const FOREMOST: usize = 5;

/// The measures by which actors stand out, those that say most first.
const STANDING: [&str; 10] = [
    "strength",
    "out_strength",
    "in_strength",
    "betweenness",
    "closeness",
    "eigenvector",
    "page_rank",
    "constraint",
    "effective_size",
    "breadth",
];

/// Writes the report.
pub(super) fn write(analysis: &Analysis<'_>, out: &mut dyn Write) -> Result<(), Failure> {
    let mut report = Report { analysis, text: String::new() };
    report.head();
    report.whole();
    report.foremost();
    report.communities();
    report.cuts();
    report.quadrants();
    report.actors();
    out.write_all(report.text.as_bytes()).map_err(Failure::usage)
}

struct Report<'r> {
    analysis: &'r Analysis<'r>,
    text: String,
}

impl Report<'_> {
    fn say(&self, message: &Message) -> String {
        message.say(self.analysis.language)
    }

    fn line(&mut self, line: &str) {
        self.text.push_str(line);
        self.text.push('\n');
    }

    fn heading(&mut self, heading: &Message) {
        let heading = self.say(heading);
        // Writing to memory cannot fail.
        _ = write!(self.text, "\n## {heading}\n\n");
    }

    fn row<S: AsRef<str>>(&mut self, cells: impl IntoIterator<Item = S>) {
        let cells: Vec<String> = cells.into_iter().map(|cell| escaped(cell.as_ref())).collect();
        self.line(&format!("| {} |", cells.join(" | ")));
    }

    fn table_head(&mut self, heads: &[String], numbers_from: usize) {
        self.row(heads);
        let rules = (0..heads.len()).map(|at| if at < numbers_from { "---" } else { "---:" });
        let rules: Vec<&str> = rules.collect();
        self.line(&format!("| {} |", rules.join(" | ")));
    }

    fn name(&self, actor: usize) -> String {
        escaped(&self.analysis.network.actors[actor].label)
    }

    fn names(&self, actors: impl IntoIterator<Item = usize>) -> String {
        actors.into_iter().map(|actor| self.name(actor)).collect::<Vec<_>>().join("、")
    }

    /// The place of a measure among the columns.
    fn column(&self, name: &str) -> Option<usize> {
        self.analysis.measured.columns.iter().position(|measure| measure.name == name)
    }

    fn value(&self, actor: usize, column: usize) -> Option<&Value> {
        self.analysis.measured.actors[actor][column].as_ref()
    }

    fn head(&mut self) {
        self.line(&format!("# {}\n", escaped(&self.analysis.title())));
        let definition = self.analysis.language.choose(self.analysis.projection.definition()).to_owned();
        self.line(&definition);
        if let Some(told) = &self.analysis.told {
            self.text.push('\n');
            self.line(&markdown_line(told));
        }
    }

    fn whole(&mut self) {
        if self.analysis.measured.whole.is_empty() {
            return;
        }
        self.heading(&message!("The network"));
        let heads = [message!("measure"), message!("value"), message!("what it is")].map(|head| self.say(&head));
        self.table_head(&heads, heads.len());
        let language = self.analysis.language;
        for (measure, value) in &self.analysis.measured.whole {
            let definition = language.choose(measure.definition);
            self.row([language.choose(measure.label), &short(value), definition]);
        }
    }

    fn foremost(&mut self) {
        let standing: Vec<(usize, &'static Measure)> =
            STANDING.iter().filter_map(|name| self.column(name).map(|at| (at, self.analysis.measured.columns[at]))).collect();
        if standing.is_empty() {
            return;
        }
        self.heading(&message!("Who stands out"));
        let heads = [message!("measure"), message!("the foremost")].map(|head| self.say(&head));
        self.table_head(&heads, heads.len());
        for (at, measure) in standing {
            let mut order: Vec<(usize, f64)> =
                self.analysis.order.iter().filter_map(|actor| Some((*actor, self.value(*actor, at)?.number()))).collect();
            order.sort_by(|one, other| match measure.order {
                Order::HighFirst => other.1.total_cmp(&one.1).then(one.0.cmp(&other.0)),
                Order::LowFirst => one.1.total_cmp(&other.1).then(one.0.cmp(&other.0)),
            });
            let kind = measure.kind;
            let foremost = order.iter().take(FOREMOST).filter(|(_, value)| *value > 0.0).map(|(actor, _)| {
                let value = cell(kind, self.value(*actor, at), self.analysis.language);
                format!("{}（{value}）", self.analysis.network.actors[*actor].label)
            });
            let foremost = foremost.collect::<Vec<_>>().join("、");
            let label = self.analysis.language.choose(measure.label);
            self.row([label, &foremost]);
        }
    }

    fn communities(&mut self) {
        let Some(at) = self.column("community") else { return };
        self.heading(&message!("Who keeps together"));
        let groups = self.analysis.order.iter().filter_map(|actor| match self.value(*actor, at) {
            Some(Value::Whole(group)) => Some((*group, *actor)),
            _ => None,
        });
        let mut groups: Vec<(i64, usize)> = groups.collect();
        groups.sort_by_key(|(group, _)| *group);
        for of_group in groups.chunk_by(|one, other| one.0 == other.0) {
            let names = self.names(of_group.iter().map(|(_, actor)| *actor));
            self.line(&format!("{}. {names}", of_group[0].0));
        }
        if let Some(core) = self.column("is_core") {
            let members: Vec<usize> =
                self.analysis.order.iter().copied().filter(|actor| self.value(*actor, core) == Some(&Value::Whole(1))).collect();
            let names = self.names(members);
            let line = self.say(&message!("The core: {names}", names = names));
            self.line(&format!("\n{line}"));
        }
    }

    fn cuts(&mut self) {
        let Some(at) = self.column("is_articulation") else { return };
        self.heading(&message!("Who holds it together"));
        let points: Vec<usize> =
            self.analysis.order.iter().copied().filter(|actor| self.value(*actor, at) == Some(&Value::Whole(1))).collect();
        let line = if points.is_empty() {
            message!("Without any one actor, those who are joined remain joined.")
        } else {
            message!("Without these a part falls apart: {names}", names = self.names(points))
        };
        let line = self.say(&line);
        self.line(&line);
        if let Some(bridges) = self.analysis.bridges.as_ref().filter(|bridges| !bridges.is_empty()) {
            let pairs = bridges.iter().map(|(one, other)| format!("{}—{}", self.name(*one), self.name(*other)));
            let pairs = pairs.collect::<Vec<_>>().join("、");
            let line = self.say(&message!("Relations that alone join a part: {pairs}", pairs = pairs));
            self.line(&format!("\n{line}"));
        }
    }

    /// Units by breadth and depth, each above the median of all or not.
    fn quadrants(&mut self) {
        let (Some(breadth), Some(depth)) = (self.column("breadth"), self.column("depth")) else { return };
        let known = self
            .analysis
            .order
            .iter()
            .filter_map(|actor| Some((*actor, self.value(*actor, breadth)?.number(), self.value(*actor, depth)?.number())));
        let known: Vec<(usize, f64, f64)> = known.collect();
        let (wide, deep) = (median(known.iter().map(|unit| unit.1)), median(known.iter().map(|unit| unit.2)));
        self.heading(&message!("Breadth and depth"));
        let line = self.say(&message!(
            "Breadth: topics that a unit's tasks touch, median {wide}. Depth: tasks that it leads or is responsible for, median {deep}.",
            wide = short(&Value::Number(wide)),
            deep = short(&Value::Number(deep))
        ));
        self.line(&format!("{line}\n"));
        let quarters = [
            (message!("broad and leading"), true, true),
            (message!("broad, seldom leading"), true, false),
            (message!("narrow but leading"), false, true),
            (message!("narrow, seldom leading"), false, false),
        ];
        for (label, is_wide, is_deep) in quarters {
            let of_quarter = known.iter().filter(|unit| ((unit.1 > wide), (unit.2 > deep)) == (is_wide, is_deep)).map(|unit| unit.0);
            let (names, label) = (self.names(of_quarter), self.say(&label));
            self.line(&format!("- **{label}**：{}", if names.is_empty() { "—" } else { &names }));
        }
    }

    fn actors(&mut self) {
        if self.analysis.measured.columns.is_empty() {
            return;
        }
        self.heading(&message!("All actors"));
        let language = self.analysis.language;
        let mut heads = vec![self.say(&message!("name"))];
        heads.extend(self.analysis.measured.columns.iter().map(|measure| language.choose(measure.label).to_owned()));
        self.table_head(&heads, 1);
        for actor in &self.analysis.order {
            let values = self.analysis.measured.columns.iter().zip(&self.analysis.measured.actors[*actor]);
            let values = values.map(|(measure, value)| cell(measure.kind, value.as_ref(), language));
            let row: Vec<String> = std::iter::once(self.analysis.network.actors[*actor].label.clone()).chain(values).collect();
            self.row(row);
        }
        let definitions: Vec<String> = self
            .analysis
            .measured
            .columns
            .iter()
            .map(|measure| format!("- {}：{}", language.choose(measure.label), language.choose(measure.definition)))
            .collect();
        self.text.push('\n');
        self.line(&definitions.join("\n"));
    }
}

/// The middle value; the mean of the two in the middle of an even number; 0 of none.
fn median(values: impl Iterator<Item = f64>) -> f64 {
    let mut sorted: Vec<f64> = values.collect();
    sorted.sort_by(f64::total_cmp);
    let middle = sorted.len() / 2;
    match sorted.len() {
        0 => 0.0,
        odd if odd % 2 == 1 => sorted[middle],
        _ => (sorted[middle - 1] + sorted[middle]) / 2.0,
    }
}
