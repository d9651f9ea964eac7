//! A ledger that was filled in: what its cells say of the tasks, and everything that is wrong in it.

use calamine::{Data, Reader as _, Xlsx};
use fengong::analyse::Ledger;
use fengong::document::Metadata;
use fengong::graph::{DEFAULT_BASE, Graph, Names};
use fengong::office::{Column, Register, Status, workbook};
use fengong::progress::{self, Kind, ProgressError, Report, Value};
use fengong::query::{self, Format, Query, find_query};
use fengong::reader::Reader;
use fengong::text::Source;
use rust_xlsxwriter::{ExcelDateTime, Format as CellFormat, Workbook};
use std::collections::BTreeMap;
use std::error::Error;
use std::fmt::Write as _;
use std::io::Cursor;

type Result<T = ()> = std::result::Result<T, Box<dyn Error>>;

/// A plan of so many tasks; those of even number have their deadline in the year 2022, the others in 2031.
fn plan(tasks: usize) -> String {
    let mut plan = "某省重点水利工作责任分工方案\n\n一、防洪\n".to_owned();
    for task in 1..=tasks {
        let (year, help) = (if task.is_multiple_of(2) { 2022 } else { 2031 }, if task % 3 == 0 { "省财政厅" } else { "省发展改革委" });
        let _ = writeln!(plan, "（{task}）修缮第{task}段堤防。加固第{task}段，整治险工。（省水利厅牵头，{help}配合，{year}年底前完成）");
    }
    plan
}

struct Office {
    graph: Graph,
    register: Register,
}

fn office(text: &str) -> Result<Office> {
    office_of("x", text)
}

fn office_of(id: &str, text: &str) -> Result<Office> {
    let reader = Reader::new(None)?;
    let metadata = Metadata { id: Some(id.to_owned()), ..Metadata::default() };
    let reading = reader.read(Source::from_text(id, text), metadata);
    let graph = Graph::build(&reader, &[reading], Names::new(DEFAULT_BASE)?)?;
    let register = Register::of(&graph, &Ledger::of(&graph)?, None)?;
    Ok(Office { graph, register })
}

/// The sheet of all tasks and the hidden one of a workbook, as another program would hold them: heads, rows, and what is hidden.
struct Sheets {
    rows: Vec<Vec<Data>>,
    basis: Vec<Vec<Data>>,
    /// The cells that are shown as percentages.
    percentages: Vec<(usize, &'static str)>,
}

impl Sheets {
    fn of(register: &Register) -> Result<Self> {
        let bytes = workbook(register)?;
        let mut book = Xlsx::new(Cursor::new(bytes))?;
        let mut rows = |sheet: &str| -> Result<Vec<Vec<Data>>> { Ok(book.worksheet_range(sheet)?.rows().map(<[Data]>::to_vec).collect()) };
        Ok(Self { rows: rows("任务台账")?, basis: rows("台账底稿")?, percentages: Vec::new() })
    }

    fn column(&self, head: &str) -> usize {
        self.rows[2]
            .iter()
            .position(|cell| matches!(cell, Data::String(words) if words == head))
            .unwrap_or_else(|| panic!("no column {head}"))
    }

    /// Fills in a cell of the row of a task, which count from 1.
    fn put(&mut self, task: usize, head: &'static str, value: impl Into<Data>) -> &mut Self {
        let at = self.column(head);
        self.rows[task + 2][at] = value.into();
        self
    }

    fn words(&mut self, task: usize, head: &'static str, words: &str) -> &mut Self {
        self.put(task, head, Data::String(words.to_owned()))
    }

    /// The workbook that another program saves.
    fn saved(&self) -> Result<Vec<u8>> {
        let (mut book, percent, day) =
            (Workbook::new(), CellFormat::new().set_num_format("0.0%"), CellFormat::new().set_num_format("yyyy/m/d"));
        for (name, rows) in [("任务台账", &self.rows), ("台账底稿", &self.basis)] {
            let sheet = book.add_worksheet().set_name(name)?;
            for (at, cells) in rows.iter().enumerate() {
                for (column, cell) in cells.iter().enumerate() {
                    let (row, place) = (u32::try_from(at)?, u16::try_from(column)?);
                    let shown = self.percentages.iter().any(|(task, head)| task + 2 == at && self.column(head) == column);
                    match cell {
                        Data::Float(number) if shown => sheet.write_number_with_format(row, place, *number, &percent)?,
                        Data::Float(number) => sheet.write_number(row, place, *number)?,
                        Data::DateTimeIso(words) => {
                            sheet.write_datetime_with_format(row, place, ExcelDateTime::parse_from_str(words)?, &day)?
                        }
                        Data::Empty => continue,
                        other => sheet.write_string(row, place, other.to_string())?,
                    };
                }
            }
            if name != "任务台账" {
                sheet.set_hidden(true);
            }
        }
        Ok(book.save_to_buffer()?)
    }

    fn report(&self, office: &Office) -> Result<Report> {
        Ok(progress::read("台账.xlsx", &self.saved()?, &office.register)?)
    }
}

fn kinds(report: &Report) -> Vec<(Kind, String)> {
    let place = |row: Option<u32>| row.map_or_else(String::new, |row| row.to_string());
    report.findings.iter().map(|found| (found.kind, if found.cell.is_empty() { place(found.row) } else { found.cell.clone() })).collect()
}

fn csv(graph: &Graph, name: &str, parameters: &[(&str, &str)]) -> Result<Vec<String>> {
    let named = find_query(name).ok_or("the query")?;
    let given: Vec<(String, String)> = parameters.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect();
    let mut out = Vec::new();
    query::write(Query::named(graph, &named, &given)?.run(graph)?, Format::Csv, graph.names(), None, &mut out)?;
    Ok(String::from_utf8(out)?.lines().skip(1).map(str::to_owned).collect())
}

#[test]
fn twenty_tasks_that_were_filled_in_are_told_exactly() -> Result {
    let office = office(&plan(20))?;
    let mut sheets = Sheets::of(&office.register)?;
    let mut expected: BTreeMap<usize, (Status, f64)> = BTreeMap::new();
    for task in 1..=20 {
        let status = Status::ALL[[4, 1, 1, 2, 4, 0][task % 6]];
        let percent = match status {
            Status::Done => 100.0,
            Status::NotStarted => 0.0,
            _ => (task * 4) as f64,
        };
        sheets.words(task, "进展情况", status.word()).put(task, "完成比例", Data::Float(percent / 100.0));
        sheets.percentages.push((task, "完成比例"));
        sheets.put(task, "更新日期", Data::DateTimeIso("2026-11-20".to_owned())).words(task, "备注", "-照常");
        expected.insert(task, (status, percent));
    }
    let report = sheets.report(&office)?;
    assert_eq!(kinds(&report), []);
    let told: BTreeMap<usize, (Status, f64)> = report
        .notes
        .iter()
        .map(|note| {
            let order = note.task.rsplit('/').next().and_then(|order| order.parse().ok()).unwrap_or_default();
            let percent = if let Some(Value::Percent(percent)) = note.value(Column::Percent) { *percent } else { -1.0 };
            (order, (note.status().unwrap_or(Status::Dropped), percent))
        })
        .collect();
    assert_eq!(told, expected);
    office.graph.add(report.quads(office.graph.names()))?;
    let open: Vec<usize> = expected.iter().filter(|(_, (status, _))| *status != Status::Done).map(|(task, _)| *task).collect();
    let behind = |task: usize| expected[&task].0 == Status::Behind;
    let row = |task: usize, over: bool| {
        let reason = if over { ["时限已过", "时限已过、填报滞后"][usize::from(behind(task))] } else { "填报滞后" };
        let year = if task.is_multiple_of(2) { 2022 } else { 2031 };
        format!("{reason},{year},{year}年底前完成,{task},")
    };
    let late = |over: bool| -> Vec<String> {
        let (passed, rest): (Vec<usize>, Vec<usize>) = open.iter().partition(|task| **task % 2 == 0);
        let told = |task: &usize| over || behind(*task);
        let rest = rest.into_iter().filter(|task| behind(*task)).map(|task| row(task, false));
        passed.into_iter().filter(told).map(|task| row(task, over)).chain(rest).collect()
    };
    for (today, over) in [("2026-11-28", true), ("2022-12-31", false)] {
        let (found, late) = (csv(&office.graph, "late", &[("today", today)])?, late(over));
        assert_eq!(found.len(), late.len(), "{found:?}");
        assert!(found.iter().zip(&late).all(|(row, begins)| row.starts_with(begins.as_str())), "{found:?}");
    }
    let supports = |by: bool| open.iter().filter(|task| (**task % 3 == 0) == by).count();
    let rows = csv(&office.graph, "open", &[])?;
    assert_eq!(rows[0], format!("省水利厅,{},20,0,0", open.len()));
    assert!(rows.contains(&format!("省财政厅,0,0,{},6", supports(true))), "{rows:?}");
    assert!(rows.contains(&format!("省发展改革委,0,0,{},14", supports(false))), "{rows:?}");
    let rows = csv(&office.graph, "progress", &[])?;
    assert_eq!(rows.len(), 20);
    assert!(rows[0].contains("推进中,4,2026-11-20") && rows[0].ends_with("-照常"), "{}", rows[0]);
    Ok(())
}

#[test]
fn rows_may_be_sorted_columns_moved_and_others_put_between() -> Result {
    let office = office(&plan(4))?;
    let mut sheets = Sheets::of(&office.register)?;
    sheets.words(2, "进展情况", "推进中").words(2, "完成比例", "60%").words(3, "进展情况", "已完成");
    let plain = sheets.report(&office)?;
    sheets.rows[3..].reverse();
    sheets.rows.insert(0, vec![Data::String("本表由办公室填报".to_owned())]);
    sheets.rows.insert(5, Vec::new());
    for (at, row) in sheets.rows.iter_mut().enumerate() {
        row.resize(20, Data::Empty);
        row.reverse();
        row.insert(2, if at == 3 { Data::String("联系电话".to_owned()) } else { Data::Float(10086.0) });
    }
    let report = sheets.report(&office)?;
    assert_eq!(kinds(&report), []);
    let told = |report: &Report| -> Vec<(String, Vec<(Column, Value)>)> {
        report
            .notes
            .iter()
            .map(|note| (note.task.clone(), note.cells.iter().map(|cell| (cell.column, cell.value.clone())).collect()))
            .collect()
    };
    assert_eq!(told(&report), told(&plain));
    assert_ne!(report.notes[0].cells[0].address, plain.notes[0].cells[0].address);
    Ok(())
}

#[test]
fn what_is_in_doubt_is_told_with_its_cell_and_nothing_is_stated_from_it() -> Result {
    let office = office(&plan(8))?;
    let mut sheets = Sheets::of(&office.register)?;
    sheets.words(1, "进展情况", "快了").words(1, "备注", "仍可读");
    sheets.put(2, "完成比例", Data::Float(1.0)).words(3, "完成比例", "120%").words(4, "更新日期", "2026年2月30日");
    sheets.words(5, "进展情况", "已完成").words(5, "完成比例", "30%").words(5, "责任人", "张三");
    sheets.words(6, "进展情况", "推进中").words(6, "办结日期", "2026.11.20");
    sheets.words(7, "进展情况", "已完成").put(7, "完成比例", Data::Float(1.0));
    sheets.percentages.push((7, "完成比例"));
    let report = sheets.report(&office)?;
    let expected = [
        (Kind::UnknownStatus, "J4"),
        (Kind::AmbiguousPercent, "K5"),
        (Kind::BadPercent, "K6"),
        (Kind::BadDate, "L7"),
        (Kind::Contradiction, "K8"),
        (Kind::Contradiction, "M9"),
    ];
    let columns = ["进展情况", "完成比例", "更新日期", "办结日期"].map(|head| sheets.column(head));
    let shift = columns[0].abs_diff(9);
    assert_eq!(kinds(&report).iter().map(|(kind, _)| *kind).collect::<Vec<_>>(), expected.map(|(kind, _)| kind));
    assert!(shift > 0 || kinds(&report).iter().zip(expected).all(|((_, cell), (_, place))| cell == place), "{:?}", kinds(&report));
    let notes: BTreeMap<&str, usize> =
        report.notes.iter().map(|note| (note.task.rsplit('/').next().unwrap_or_default(), note.cells.len())).collect();
    assert_eq!(notes, BTreeMap::from([("1", 1), ("5", 1), ("7", 2)]), "only what is beyond doubt");
    Ok(())
}

#[test]
fn changed_missing_repeated_and_added_rows_are_findings_and_the_others_are_read() -> Result {
    let office = office(&plan(8))?;
    let mut sheets = Sheets::of(&office.register)?;
    for task in 1..=8 {
        sheets.words(task, "进展情况", "推进中");
    }
    sheets.words(1, "具体内容", "加固第1段，整治险工，并绿化。").words(2, "牵头单位", "省交通厅");
    let again = sheets.rows[5].clone();
    sheets.rows.push(again);
    let mut added = sheets.rows[8].clone();
    let (identity, task) = (sheets.column("任务标识"), sheets.column("任务"));
    (added[identity], added[task]) = (Data::Empty, Data::String("新增任务".to_owned()));
    sheets.rows.push(added);
    sheets.rows.remove(6);
    let report = sheets.report(&office)?;
    let found: Vec<Kind> = report.findings.iter().map(|finding| finding.kind).collect();
    assert_eq!(
        found,
        [Kind::ChangedTask, Kind::ChangedParties, Kind::RepeatedRow, Kind::RepeatedRow, Kind::AddedRow, Kind::MissingRow],
        "{:#?}",
        report.findings
    );
    let read: Vec<&str> = report.notes.iter().filter_map(|note| note.task.rsplit('/').next()).collect();
    assert_eq!(read, ["2", "5", "6", "7", "8"]);
    assert!(report.findings[0].message.to_string().contains("并绿化"), "{}", report.findings[0].message);
    assert!(report.findings[1].message.to_string().contains("was changed: 「省交通厅」"), "{}", report.findings[1].message);
    Ok(())
}

#[test]
fn a_plan_that_was_changed_since_is_told_from_a_row_that_was() -> Result {
    let (before, after) = (office(&plan(3))?, office(&plan(3).replace("加固第2段", "加高第2段"))?);
    let mut sheets = Sheets::of(&before.register)?;
    sheets.words(2, "进展情况", "推进中");
    let report = sheets.report(&after)?;
    assert_eq!(report.findings.len(), 1);
    assert!(report.findings[0].message.to_string().contains("the plan was changed"), "{}", report.findings[0].message);
    Ok(())
}

#[test]
fn rows_whose_identity_was_lost_are_found_by_their_words() -> Result {
    let office = office(&plan(3))?;
    let mut sheets = Sheets::of(&office.register)?;
    let identity = sheets.column("任务标识");
    sheets.words(2, "进展情况", "推进中");
    sheets.rows[2..].iter_mut().for_each(|row| row[identity] = Data::Empty);
    sheets.basis.clear();
    let report = sheets.report(&office)?;
    assert_eq!((kinds(&report), report.notes.len()), (Vec::new(), 1));
    assert!(report.notes[0].task.ends_with("/task/2"));
    Ok(())
}

#[test]
fn a_ledger_of_one_unit_is_not_missing_the_tasks_of_others() -> Result {
    let office = office(&plan(6))?;
    let ledger = Ledger::of(&office.graph)?;
    let at = ledger.parties.iter().position(|party| party.name == "省财政厅").ok_or("the unit")?;
    let tasks = ledger.duties.iter().filter(|duty| duty.party == at).map(|duty| duty.task).collect();
    let register = Register::of(&office.graph, &ledger.with_tasks(&tasks), Some(&ledger.parties[at].iri))?;
    let mut sheets = Sheets::of(&register)?;
    sheets.words(1, "进展情况", "推进中");
    let report = sheets.report(&office)?;
    assert_eq!((kinds(&report), report.notes[0].task.ends_with("/task/3")), (Vec::new(), true));
    // Nor is it asked about them.
    office.graph.add(report.quads(office.graph.names()))?;
    let reports = [report];
    let summary = progress::Summary::of(&reports, &office.register);
    assert_eq!((summary.tasks, summary.untold), (2, 1));
    assert_eq!(csv(&office.graph, "progress", &[])?.len(), 2);
    assert_eq!(csv(&office.graph, "open", &[])?, ["省水利厅,2,2,0,0", "省财政厅,0,0,2,2"]);
    assert_eq!(csv(&office.graph, "late", &[("today", "2026-11-28")])?.len(), 1, "task 6, not 2 and 4");
    Ok(())
}

#[test]
fn every_statement_has_its_cell() -> Result {
    let office = office(&plan(2))?;
    let mut sheets = Sheets::of(&office.register)?;
    sheets.words(2, "进展情况", "推进中").words(2, "更新日期", "2026年11月20日").words(2, "存在问题", "资金未到位");
    let report = sheets.report(&office)?;
    office.graph.add(report.quads(office.graph.names()))?;
    let ask = "SELECT ?sheet ?cell ?value ?file WHERE {
        GRAPH ?g { ?p a fg:Progress ; fg:task ?t ; ?property ?value ; prov:wasDerivedFrom ?c .
        ?c fg:fills ?property ; fg:sheet ?sheet ; fg:address ?cell ; prov:wasDerivedFrom ?w . ?w dcterms:title ?file ; fg:sha256 ?hash }
        FILTER(STRLEN(?hash) = 64 && ?g = ?w) } ORDER BY ?cell";
    let mut out = Vec::new();
    query::write(Query::parse(&office.graph, ask)?.run(&office.graph)?, Format::Csv, office.graph.names(), None, &mut out)?;
    let rows = String::from_utf8(out)?;
    assert_eq!(rows.lines().count(), 4, "{rows}");
    assert!(rows.contains("2026-11-20,台账.xlsx") && rows.contains("资金未到位,台账.xlsx"), "{rows}");
    Ok(())
}

#[test]
fn the_report_of_the_latest_day_counts() -> Result {
    let office = office(&plan(2))?;
    for (status, day) in [("已完成", "2026-11-20"), ("推进中", "2026-10-20")] {
        let mut sheets = Sheets::of(&office.register)?;
        sheets.words(2, "进展情况", status).words(2, "更新日期", day);
        office.graph.add(sheets.report(&office)?.quads(office.graph.names()))?;
    }
    assert_eq!(csv(&office.graph, "late", &[("today", "2026-11-28")])?, Vec::<String>::new());
    assert_eq!(csv(&office.graph, "open", &[])?[0], "省水利厅,1,2,0,0");
    Ok(())
}

/// What is reported of a task: the day, the status, the percentage.
type Told = (Option<&'static str>, Option<Status>, Option<f64>);

/// Everything that a report may tell, as far as which of two counts depends on it.
fn everything() -> Vec<Told> {
    let days = [None, Some("2026-10-20"), Some("2026-11-20")];
    let told = Status::ALL.map(|status| (Some(status), None)).into_iter();
    let told = told.chain([(Some(Status::UnderWay), Some(30.0)), (Some(Status::UnderWay), Some(60.0)), (None, Some(45.5))]);
    told.flat_map(|(status, percent)| days.map(|day| (day, status, percent))).collect()
}

#[test]
fn of_two_reports_the_same_counts_for_the_summary_and_for_every_query() -> Result {
    let pairs: Vec<(Told, Told)> =
        everything().into_iter().flat_map(|one| everything().into_iter().map(move |other| (one, other))).collect();
    let office = office(&plan(pairs.len()))?;
    let mut books = [Sheets::of(&office.register)?, Sheets::of(&office.register)?];
    for (task, (one, other)) in (1..).zip(&pairs) {
        for (sheets, (day, status, percent)) in books.iter_mut().zip([one, other]) {
            if let Some(day) = day {
                sheets.words(task, "更新日期", day);
            }
            if let Some(status) = status {
                sheets.words(task, "进展情况", status.word());
            }
            if let Some(percent) = percent {
                sheets.words(task, "完成比例", &format!("{percent}%"));
            }
        }
    }
    // The two differ in their bytes even where they tell the same.
    books[1].words(1, "备注", "另一份");
    let reports = [books[0].report(&office)?, books[1].report(&office)?];
    assert_eq!((kinds(&reports[0]), kinds(&reports[1])), (Vec::new(), Vec::new()));
    for report in &reports {
        office.graph.add(report.quads(office.graph.names()))?;
    }
    let caution = [Status::Overdue, Status::Behind, Status::NotStarted, Status::UnderWay, Status::Dropped, Status::Done];
    let expected = |(one, other): &(Told, Told)| -> Told {
        let place = |told: &Told| {
            let status = told.1.and_then(|status| caution.iter().position(|other| *other == status)).unwrap_or(caution.len());
            (std::cmp::Reverse(told.0.unwrap_or_default()), status, told.2.map_or(i64::MAX, |percent| percent as i64))
        };
        if place(one) <= place(other) { *one } else { *other }
    };
    let expected: Vec<Told> = pairs.iter().map(expected).collect();
    let summary = progress::Summary::of(&reports, &office.register);
    let percent =
        |note: &progress::Note| if let Some(Value::Percent(percent)) = note.value(Column::Percent) { Some(*percent) } else { None };
    let told: Vec<(Option<Status>, Option<f64>)> =
        summary.told.iter().map(|told| told.note.map_or((None, None), |note| (note.status(), percent(note)))).collect();
    assert_eq!(told, expected.iter().map(|told| (told.1, told.2)).collect::<Vec<_>>());
    let rows = csv(&office.graph, "progress", &[])?;
    assert_eq!(rows.len(), pairs.len());
    for (row, (day, status, percent)) in rows.iter().zip(&expected) {
        let cells: Vec<&str> = row.split(',').collect();
        let words = [status.map_or("", Status::word).to_owned(), percent.map_or_else(String::new, |percent| percent.to_string())];
        assert_eq!((&cells[4..6], cells[6]), (&words.each_ref().map(String::as_str)[..], day.unwrap_or_default()), "{row}");
    }
    let closed = |told: &&Told| matches!(told.1, Some(Status::Done | Status::Dropped));
    let open = pairs.len() - expected.iter().filter(closed).count();
    assert_eq!(csv(&office.graph, "open", &[])?[0], format!("省水利厅,{open},{},0,0", pairs.len()));
    assert_eq!(summary.open[0].leads, (open, pairs.len()));
    let late = expected.iter().filter(|told| matches!(told.1, Some(Status::Overdue | Status::Behind))).count();
    assert_eq!(csv(&office.graph, "late", &[("today", "2020-01-01")])?.len(), late);
    // Findings are there where two of one day differ in what both tell, and nowhere else.
    let contradicts = |(one, other): &&(Told, Told)| {
        let differ =
            one.1.zip(other.1).is_some_and(|(one, other)| one != other) || one.2.zip(other.2).is_some_and(|(one, other)| one != other);
        one.0 == other.0 && differ
    };
    let expected: Vec<usize> = pairs.iter().zip(1..).filter(|(pair, _)| contradicts(pair)).map(|(_, task)| task).collect();
    let conflicts = progress::conflicts(&reports, &office.register);
    let mut found: Vec<usize> = conflicts.iter().filter_map(|(_, finding)| Some(finding.row? as usize - 3)).collect();
    found.sort_unstable();
    assert_eq!(found, expected);
    assert!(conflicts.iter().all(|(_, finding)| finding.kind == Kind::ConflictingReports));
    assert_eq!(progress::conflicts_in(&office.graph)?, expected.len());
    Ok(())
}

#[test]
fn a_task_that_is_reported_late_is_late_whatever_its_deadline() -> Result {
    let text =
        "某省重点水利工作责任分工方案\n\n一、防洪\n（1）加固堤防。整治险工。（省水利厅牵头）\n（2）清淤。疏浚河道。（省水利厅牵头）\n";
    let office = office(text)?;
    let mut sheets = Sheets::of(&office.register)?;
    sheets.words(1, "进展情况", "已逾期").words(2, "进展情况", "推进中");
    office.graph.add(sheets.report(&office)?.quads(office.graph.names()))?;
    let late = csv(&office.graph, "late", &[])?;
    assert_eq!(late.len(), 1);
    assert!(late[0].starts_with("填报逾期,,,1,"), "{}", late[0]);
    Ok(())
}

#[test]
fn what_is_no_ledger_is_refused_with_what_it_is_not() -> Result {
    let office = office(&plan(2))?;
    let read = |bytes: &[u8]| progress::read("x.xlsx", bytes, &office.register);
    let mut sheets = Sheets::of(&office.register)?;
    let whole = sheets.saved()?;
    assert!(read(&whole).is_ok());
    assert!(matches!(read(b"no workbook"), Err(ProgressError::NoWorkbook)));
    assert!(matches!(read(b""), Err(ProgressError::NoWorkbook)));
    assert!(matches!(read(&whole[..whole.len() / 2]), Err(ProgressError::Damaged(_))));
    // Damage anywhere gives a report or a reason, never a panic.
    for at in (0..whole.len()).step_by(97) {
        let mut damaged = whole.clone();
        damaged[at] ^= 0x55;
        if let Err(error) = read(&damaged) {
            assert!(!error.to_string().is_empty());
        }
    }
    let other = office_of("y", &plan(2))?;
    assert!(matches!(progress::read("x.xlsx", &whole, &other.register), Err(ProgressError::OtherPlans)));
    sheets.words(0, "进展情况", "进度");
    assert!(matches!(read(&sheets.saved()?), Err(ProgressError::NoHead)));
    Ok(())
}

#[test]
fn the_commands_tell_findings_with_their_status() -> Result {
    let folder = tempfile::tempdir()?;
    let path = |name: &str| folder.path().join(name).to_string_lossy().into_owned();
    std::fs::write(path("x.txt"), plan(4))?;
    let office = office(&plan(4))?;
    let mut sheets = Sheets::of(&office.register)?;
    sheets.words(2, "进展情况", "推进中").words(4, "进展情况", "快了");
    std::fs::write(path("t.xlsx"), sheets.saved()?)?;
    let run = |arguments: &[&str]| -> Result<(Option<i32>, String, String)> {
        let output = std::process::Command::new(env!("CARGO_BIN_EXE_fengong")).args(arguments).env("LC_ALL", "C").output()?;
        Ok((output.status.code(), String::from_utf8(output.stdout)?, String::from_utf8(output.stderr)?))
    };
    let (plan, book) = (path("x.txt"), path("t.xlsx"));
    let (status, table, told) = run(&["progress", &book, "--plan", &plan])?;
    assert_eq!(status, Some(1));
    assert!(table.contains("4 tasks, 1 with a status; findings: 1"), "{table}");
    assert!(told.starts_with("t.xlsx:任务台账!") && told.contains("[unknown-status]"), "{told}");
    let (status, turtle, _) = run(&["progress", &book, "--plan", &plan, "--format", "turtle"])?;
    assert_eq!((status, turtle.matches("fg:status fg:UnderWay").count()), (Some(1), 1), "the good row is delivered");
    let (status, rows, told) = run(&["query", "late", "today=2026-01-01", "--plan", &plan, "--with", &book, "--format", "csv"])?;
    assert_eq!((status, rows.lines().count()), (Some(0), 3), "{rows}");
    assert!(told.contains("findings: 1"), "{told}");
    let script = folder.path().join("lines");
    std::fs::write(&script, format!(".load {book}\n.run progress\n"))?;
    let mut repl = std::process::Command::new(env!("CARGO_BIN_EXE_fengong"));
    let output = repl.args(["repl", "--plan", &plan]).env("LC_ALL", "C").stdin(std::fs::File::open(&script)?).output()?;
    assert!(String::from_utf8_lossy(&output.stdout).contains("推进中"), "{output:?}");
    let (status, _, told) = run(&["progress", &plan, "--plan", &plan])?;
    assert_eq!(status, Some(2));
    assert!(told.contains("this is no workbook"), "{told}");
    sheets.words(2, "进展情况", "滞后").words(4, "进展情况", "推进中");
    std::fs::write(path("u.xlsx"), sheets.saved()?)?;
    let other = path("u.xlsx");
    let (status, _, told) = run(&["progress", &other, &book, "--plan", &plan])?;
    assert_eq!(status, Some(1));
    assert!(
        told.contains("t.xlsx:任务台账!") && told.contains("[conflicting-reports] 进展情况 of task 2: 推进中, but 滞后 in u.xlsx"),
        "{told}"
    );
    let (status, _, told) = run(&["query", "late", "--plan", &plan, "--with", &other, &book])?;
    assert_eq!(status, Some(0));
    assert!(told.contains("contradict each other as of one day; tasks: 1"), "{told}");
    let (status, rows, told) = run(&["query", "late", "--plan", &plan, "--format", "csv"])?;
    assert_eq!((status, rows.lines().count()), (Some(0), 1));
    assert!(told.contains("late asks ledgers that were filled in, and none was read: add --with 台账.xlsx"), "{told}");
    let (status, _, told) = run(&["query", "late", "today=2026-13-01", "--plan", &plan])?;
    assert_eq!(status, Some(2));
    assert!(told.contains("a day is needed"), "{told}");
    Ok(())
}

#[test]
fn today_is_the_day_of_the_time_zone_of_the_machine() -> Result {
    let folder = tempfile::tempdir()?;
    let path = |name: &str| folder.path().join(name).to_string_lossy().into_owned();
    // Two time zones that never have the same day; the deadline is the day of the western one, and over in the eastern one.
    let west = chrono::Utc::now() - chrono::TimeDelta::hours(12);
    let text = format!("某省分工方案\n\n一、防洪\n（1）加固堤防。整治险工。（省水利厅牵头，{}前完成）\n", west.format("%Y年%m月%d日"));
    std::fs::write(path("x.txt"), &text)?;
    let office = office(&text)?;
    std::fs::write(path("t.xlsx"), Sheets::of(&office.register)?.saved()?)?;
    let late = |zone: &str| -> Result<usize> {
        let arguments = ["query", "late", "--format", "csv", "--plan", &path("x.txt"), "--with", &path("t.xlsx")];
        let output = std::process::Command::new(env!("CARGO_BIN_EXE_fengong")).args(arguments).env("TZ", zone).output()?;
        Ok(String::from_utf8(output.stdout)?.lines().count() - 1)
    };
    let found = (late("EAST-14")?, late("WEST+12")?);
    // Unless midnight came in between.
    let is_same_day = west.date_naive() == (chrono::Utc::now() - chrono::TimeDelta::hours(12)).date_naive();
    assert!(!is_same_day || found == (1, 0), "{found:?}");
    Ok(())
}
