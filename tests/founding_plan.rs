//! The founding plan, from text to answers: what a person who read it would count.

use fengong::document::Metadata;
use fengong::extract::PartyKind;
use fengong::graph::{DEFAULT_BASE, Graph, Names, rdf};
use fengong::lexicon::Role;
use fengong::query::{self, Format, Query};
use fengong::reader::{Reader, Reading};
use fengong::report;
use fengong::text::Source;
use std::collections::{BTreeMap, BTreeSet};
use std::error::Error;
use std::path::Path;
use std::sync::LazyLock;

type Result<T = ()> = std::result::Result<T, Box<dyn Error>>;

const PLAN: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/data/plans/hubao-yinyu-2012-2020.txt");

struct Founding {
    reader: Reader,
    readings: Vec<Reading>,
    graph: Graph,
}

static FOUNDING: LazyLock<Founding> = LazyLock::new(|| {
    let reader = Reader::new(None).expect("the tables of the program can be read");
    let readings = vec![reader.read_file(Path::new(PLAN)).expect("the founding plan can be read")];
    let names = Names::new(DEFAULT_BASE).expect("the default base is an IRI");
    let graph = Graph::build(&reader, &readings, names).expect("the graph can be built");
    Founding { reader, readings, graph }
});

fn reading() -> &'static Reading {
    &FOUNDING.readings[0]
}

/// The rows of a query, cells joined by `|`, sorted.
fn ask(sparql: &str) -> Result<Vec<String>> {
    let graph = &FOUNDING.graph;
    let mut csv = Vec::new();
    query::write(Query::parse(graph, sparql)?.run(graph)?, Format::Csv, graph.names(), None, &mut csv)?;
    let mut rows: Vec<String> = String::from_utf8(csv)?.lines().skip(1).map(|line| line.replace(',', "|")).collect();
    rows.sort();
    Ok(rows)
}

fn sorted<'a>(rows: impl IntoIterator<Item = &'a str>) -> Vec<&'a str> {
    let mut rows: Vec<&str> = rows.into_iter().collect();
    rows.sort_unstable();
    rows
}

#[test]
fn the_document_has_its_parts() {
    let document = &reading().document;
    let words = |span: fengong::text::Span| document.source.words(span);
    assert_eq!(document.title().as_deref(), Some("内蒙古自治区贯彻落实国家《呼包银榆经济区发展规划（2012-2020年）》重点工作分工方案"));
    assert_eq!(document.front.title.len(), 2, "the title is broken over two lines");
    assert_eq!(document.front.recipients.map(words), Some("各盟行政公署、市人民政府，自治区各委、办、厅、局，各大企业、事业单位："));
    assert_eq!(document.front.preamble.len(), 2);
    let chapters: Vec<&str> =
        document.sections.iter().filter(|section| section.parent.is_none()).map(|section| section.path.as_str()).collect();
    assert_eq!(chapters, ["一", "二", "三", "四", "五", "六", "七", "八", "九", "十"]);
    let closing: Vec<&str> = reading().extraction.closing.iter().map(|span| words(*span)).collect();
    assert_eq!(closing.len(), 1);
    assert!(closing[0].starts_with("各地区、各部门要各司其职"));
}

#[test]
fn fifty_tasks_have_one_lead_each_and_the_leagues_and_cities_as_a_group() {
    let tasks = &reading().extraction.tasks;
    assert_eq!(tasks.len(), 50);
    let mut supports = 0;
    for task in tasks {
        let of = |role: Role, kind: PartyKind| task.clause.parties.iter().filter(|party| party.role == role && party.kind == kind).count();
        assert_eq!(of(Role::Lead, PartyKind::Unit), 1, "task {}", task.order);
        assert_eq!(of(Role::Responsible, PartyKind::Unit), 0, "task {}", task.order);
        supports += of(Role::Support, PartyKind::Unit);
        let groups: Vec<&str> =
            task.clause.parties.iter().filter(|party| party.kind == PartyKind::Group).map(|party| party.name.as_str()).collect();
        assert_eq!(groups, ["相关盟市"], "task {}", task.order);
    }
    assert_eq!(supports, 215);
}

#[test]
fn thirty_two_units_and_no_more_whatever_they_are_called() {
    let units = &reading().resolution.units;
    let short: BTreeSet<&str> = units.iter().map(|unit| unit.short.as_str()).collect();
    let expected = [
        "人民银行呼和浩特中心支行",
        "内蒙古民航机场集团公司",
        "内蒙古电力监管办",
        "内蒙古通信管理局",
        "呼和浩特海关",
        "呼铁局",
        "自治区交通运输厅",
        "自治区人力资源社会保障厅",
        "自治区人口计生委",
        "自治区住房城乡建设厅",
        "自治区农牧业厅",
        "自治区医改办",
        "自治区卫生厅",
        "自治区发展改革委",
        "自治区商务厅",
        "自治区国土资源厅",
        "自治区国资委",
        "自治区广电局",
        "自治区教育厅",
        "自治区文化厅",
        "自治区旅游局",
        "自治区林业厅",
        "自治区民政厅",
        "自治区水利厅",
        "自治区环保厅",
        "自治区科技厅",
        "自治区经济和信息化委",
        "自治区能源开发局",
        "自治区财政厅",
        "自治区质监局",
        "自治区金融办",
        "自治区铁路办",
    ];
    assert_eq!(short, expected.into_iter().collect::<BTreeSet<_>>());
    let forms = |short: &str| units.iter().find(|unit| unit.short == short).map(|unit| unit.forms.clone()).unwrap_or_default();
    assert!(forms("自治区经济和信息化委").contains("自治区经济信息化委"), "two spellings are one unit");
    assert!(forms("内蒙古民航机场集团公司").contains("内蒙古民航机场集团"), "two spellings are one unit");
    assert!(forms("自治区环保厅").contains("自治区环保厅"), "an inherited prefix is written out");
}

#[test]
fn the_development_and_reform_commission_is_in_every_task_and_leads_fourteen() -> Result {
    let all = ask("SELECT (COUNT(DISTINCT ?t) AS ?n) { ?u skos:altLabel '自治区发展改革委'@zh . ?t fg:assignedTo ?u }")?;
    let led = ask("SELECT (COUNT(DISTINCT ?t) AS ?n) { ?u skos:altLabel '自治区发展改革委'@zh . ?t fg:lead ?u }")?;
    assert_eq!((all, led), (vec!["50".to_owned()], vec!["14".to_owned()]));
    Ok(())
}

#[test]
fn unnumbered_paragraphs_are_tasks_with_their_own_headings_or_their_sections() {
    let tasks = &reading().extraction.tasks;
    let titles = |number: &str| -> Vec<&str> {
        let of_section = |at: &usize| reading().number(*at) == Some(number);
        (0..tasks.len()).filter(of_section).map(|at| reading().document.source.words(tasks[at].title)).collect()
    };
    let belts = [
        "黄河两岸能源化工产业带",
        "阴山北麓贺兰山东麓新能源产业带",
        "沿阴山贺兰山金属矿产和冶金产业带",
        "黄河两岸大中城市现代服务业产业带",
        "河套平原、土默川平原农牧业产业带",
        "沿边开发开放产业带",
    ];
    assert_eq!(titles("二（二）"), belts);
    assert_eq!(titles("四（二）"), ["推动水资源节约", "推动水资源节约"]);
    assert_eq!(titles("七（三）"), ["交通运输", "交通运输", "推进民航建设", "加快交通运输枢纽建设"]);
    assert_eq!(titles("八（二）"), ["环境保护"; 2]);
    assert_eq!(titles("九（一）"), ["就业与收入分配"; 3]);
    assert_eq!(titles("二（一）"), ["两大城市群"]);
}

#[test]
fn areas_have_their_members() -> Result {
    let members = |name: &str| ask(&format!("SELECT ?l {{ ?z skos:prefLabel '{name}'@zh ; fg:covers/skos:prefLabel ?l }}"));
    let desert = ["达拉特旗", "鄂托克前旗", "鄂托克旗", "杭锦旗", "乌审旗", "伊金霍洛旗", "东胜区", "磴口县", "阿拉善左旗"];
    assert_eq!(members("沙漠和沙地生态治理区")?, sorted(desert));
    assert_eq!(members("黄土高塬、丘陵沟壑生态治理区")?, sorted(["清水河县", "和林格尔县", "托克托县", "准格尔旗"]));
    assert_eq!(members("土石山生态治理区")?, sorted(["武川县", "固阳县", "凉城县", "卓资县", "丰镇市"]));
    assert_eq!(members("呼包鄂城市群")?, sorted(["呼和浩特市", "包头市", "鄂尔多斯市"]));
    assert_eq!(ask("SELECT ?l { ?z a fg:EcologicalZone ; skos:prefLabel ?l }")?.len(), 3);
    assert_eq!(ask("SELECT ?l { ?z a fg:IndustryBelt ; skos:prefLabel ?l }")?.len(), 6);
    assert_eq!(ask("SELECT ?l { ?z a fg:CityCluster ; skos:prefLabel ?l }")?, sorted(["呼包鄂城市群", "沿黄城市群"]));
    assert_eq!(
        ask("SELECT ?l { ?z a fg:BorderPort ; skos:prefLabel ?l }")?,
        sorted(["二连浩特口岸", "甘其毛都口岸", "满都拉口岸", "策克口岸"])
    );
    assert_eq!(ask("SELECT ?l { ?z a fg:Seaport ; skos:prefLabel ?l }")?, sorted(["京唐港区", "曹妃甸港区"]));
    Ok(())
}

/// place → industries, as the sentences of the tasks of one section say it.
fn developed(number: &str) -> Result<BTreeMap<String, String>> {
    let rows = ask(&format!(
        "SELECT ?place ?industry {{
           ?link rdf:predicate fg:develops ; rdf:subject ?p ; rdf:object ?i ; fg:task/fg:number '{number}' .
           ?p a ?class ; skos:prefLabel ?place . FILTER(?class IN (fg:AdministrativeDivision, fg:PhysicalRegion, fg:Port))
           ?i skos:prefLabel ?industry . FILTER(LANG(?industry) = 'zh') }}"
    ))?;
    let mut of_place: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for row in rows {
        let (place, industry) = row.split_once('|').ok_or("two columns")?;
        of_place.entry(place.to_owned()).or_default().insert(industry.to_owned());
    }
    Ok(of_place.into_iter().map(|(place, industries)| (place, industries.into_iter().collect::<Vec<_>>().join("、"))).collect())
}

fn assert_developed(number: &str, expected: &[(&str, &[&str])]) -> Result {
    let expected: BTreeMap<String, String> =
        expected.iter().map(|(place, industries)| ((*place).to_owned(), sorted(industries.iter().copied()).join("、"))).collect();
    assert_eq!(developed(number)?, expected, "{number}");
    Ok(())
}

#[test]
fn places_develop_what_the_belts_say_and_nothing_beside() -> Result {
    assert_developed(
        "二（二）",
        &[
            ("鄂尔多斯市", &["煤炭", "现代煤化工", "石油", "天然气", "火电", "光伏", "氧化铝", "生产性服务业"]),
            ("乌海市", &["焦化", "火电", "光伏", "镁", "生产性服务业"]),
            ("阿拉善左旗", &["焦化", "风电", "光伏"]),
            ("乌拉特中旗", &["焦化", "风电"]),
            ("呼和浩特市", &["石油", "天然气", "火电", "光伏", "现代服务业"]),
            ("包头市", &["火电", "风电", "光伏", "稀土", "钢铁", "氧化铝", "镁", "生产性服务业"]),
            ("乌兰察布市", &["风电"]),
            ("巴彦淖尔市", &["风电"]),
            ("达尔罕茂明安联合旗", &["风电"]),
            ("托克托县", &["氧化铝"]),
            ("河套平原", &["粮食", "油料", "瓜菜", "枸杞", "葡萄", "番茄"]),
            ("土默川平原", &["粮食", "油料", "瓜菜", "枸杞", "葡萄", "番茄"]),
            ("二连浩特口岸", &["外贸"]),
            ("甘其毛都口岸", &["外贸"]),
            ("满都拉口岸", &["外贸"]),
            ("策克口岸", &["外贸"]),
        ],
    )
}

#[test]
fn places_develop_the_products_of_the_bases_of_chapter_six() -> Result {
    assert_developed(
        "六（一）",
        &[
            ("呼和浩特市", &["蔬菜", "养殖业", "奶业", "牛羊肉", "马铃薯", "小杂粮", "农作物制种", "蒙药"]),
            ("包头市", &["蔬菜", "养殖业", "奶业", "羊绒", "羊毛", "牛羊肉", "马铃薯"]),
            ("巴彦淖尔市", &["蔬菜", "养殖业", "羊绒", "羊毛", "枸杞", "红枣", "番茄"]),
            ("鄂尔多斯市", &["蔬菜", "养殖业", "羊绒", "羊毛", "蒙药"]),
            ("乌兰察布市", &["牛羊肉", "马铃薯"]),
            ("河套灌区", &["粮食"]),
            ("阿拉善左旗", &["农作物制种"]),
            ("乌海市", &["葡萄酒"]),
        ],
    )
}

#[test]
fn a_place_inside_another_name_is_not_that_place() -> Result {
    let places = |number: &str| ask(&format!("SELECT DISTINCT ?l {{ ?t fg:number '{number}' ; fg:concernsPlace/skos:prefLabel ?l }}"));
    assert_eq!(places("五（一）")?, ["蒙古国"], "准格尔 and 东胜 are coalfields there");
    assert_eq!(ask("SELECT ?l { ?d a fg:Deposit ; skos:prefLabel ?l }")?, sorted(["准格尔煤田", "东胜煤田", "乌审天然气田"]));
    let waterworks = places("七（二）")?;
    assert!(waterworks.contains(&"乌海市".to_owned()) && !waterworks.contains(&"海勃湾区".to_owned()), "{waterworks:?}");
    assert_eq!(places("七（一）")?, sorted(["鄂尔多斯市", "京唐港区", "曹妃甸港区", "湖南省", "湖北省", "江西省", "中部地区"]));
    assert!(places("一（四）")?.iter().all(|place| !place.contains("呼和浩特")), "呼和浩特海关 is a unit");
    Ok(())
}

#[test]
fn the_group_resolves_to_the_leagues_and_cities_that_its_task_names() -> Result {
    let resolved = |order: usize| ask(&format!("SELECT ?l {{ ?t fg:order {order} . ?a fg:task ?t ; fg:resolvesTo/skos:prefLabel ?l }}"));
    assert_eq!(resolved(19)?, sorted(["包头市", "呼和浩特市", "鄂尔多斯市"]));
    assert_eq!(resolved(33)?, sorted(["呼和浩特市", "包头市", "乌海市"]), "张家口 and 哈密 lie elsewhere");
    assert_eq!(resolved(2)?, Vec::<String>::new());
    let unmarked =
        ask("SELECT ?a { ?a fg:resolvesTo ?d . FILTER NOT EXISTS { ?l a fg:Link ; rdf:subject ?a ; rdf:object ?d ; fg:evidence ?m } }")?;
    assert_eq!(unmarked, Vec::<String>::new(), "every resolution is marked as derived, with its words");
    Ok(())
}

#[test]
fn water_resources_are_a_question_of_the_topic_and_not_of_the_character() -> Result {
    let numbers = ask(
        "SELECT DISTINCT ?order { ?t fg:order ?order ; fg:concernsTopic/skos:broader* ?w . ?w skos:prefLabel '水资源'@zh, 'water resources'@en }",
    )?;
    let orders: BTreeSet<usize> = numbers.iter().filter_map(|row| row.parse().ok()).collect();
    assert_eq!(orders, BTreeSet::from([2, 13, 15, 17, 18, 19, 20, 23, 24, 31, 39, 44]));
    // 水稻, 水平 and the department as a mere party are named in these.
    assert!(!orders.contains(&25) && !orders.contains(&4) && !orders.contains(&12));
    Ok(())
}

#[test]
fn every_piece_of_evidence_is_the_words_that_it_points_to() -> Result {
    let text: Vec<char> = reading().document.source.text().chars().collect();
    let graph = &FOUNDING.graph;
    let mut json = Vec::new();
    let sparql = "SELECT ?b ?e ?q { ?x fg:evidence ?m . ?m fg:begin ?b ; fg:end ?e ; fg:quote ?q }";
    query::write(Query::parse(graph, sparql)?.run(graph)?, Format::Json, graph.names(), None, &mut json)?;
    let answer: serde_json::Value = serde_json::from_slice(&json)?;
    let rows = answer["results"]["bindings"].as_array().ok_or("bindings")?;
    assert!(rows.len() > 1500, "{}", rows.len());
    for row in rows {
        let cell = |name: &str| row[name]["value"].as_str().unwrap_or_default();
        let (begin, end): (usize, usize) = (cell("b").parse()?, cell("e").parse()?);
        assert_eq!(text[begin..end].iter().collect::<String>(), cell("q"));
    }
    let without = ask("SELECT ?x { { ?x a fg:Assignment } UNION { ?x a fg:Link } FILTER NOT EXISTS { ?x fg:evidence ?m } }")?;
    assert_eq!(without, Vec::<String>::new(), "no assignment and no link is without evidence");
    Ok(())
}

#[test]
fn records_slice_back_to_the_text() {
    let text: Vec<char> = reading().document.source.text().chars().collect();
    let slice = |begin: usize, end: usize| text[begin..end].iter().collect::<String>();
    for record in report::records(reading(), FOUNDING.graph.names()) {
        assert_eq!(slice(record.begin, record.end), record.text);
        assert_eq!(slice(record.clause.begin, record.clause.end), record.clause.text);
        assert!(!record.text.contains("牵头"), "the clause is no part of the text: {}", record.text);
    }
}

#[test]
fn the_same_plan_gives_the_same_bytes_also_with_other_line_ends_around_it() -> Result {
    let written = |readings: &[Reading]| -> Result<Vec<u8>> {
        let graph = Graph::build(&FOUNDING.reader, readings, Names::new(DEFAULT_BASE)?)?;
        let mut out = Vec::new();
        rdf::write(graph.sorted_quads()?, rdf::Format::NQuads, graph.names(), &mut out)?;
        Ok(out)
    };
    let again = vec![FOUNDING.reader.read_file(Path::new(PLAN))?];
    assert!(written(&FOUNDING.readings)? == written(&again)?);

    let crlf = reading().document.source.text().replace('\n', "\r\n");
    let metadata = Metadata { id: Some("crlf".to_owned()), ..Metadata::default() };
    let other = FOUNDING.reader.read(Source::from_text("crlf", crlf), metadata);
    let names = |reading: &Reading| -> Vec<Vec<String>> {
        reading.extraction.tasks.iter().map(|task| task.clause.parties.iter().map(|party| party.name.clone()).collect()).collect()
    };
    assert_eq!(names(&other), names(reading()));
    Ok(())
}
