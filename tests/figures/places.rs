//! Figures of places in the founding plan: what a person who read it would look for in them.

use fengong::analyse::{Geography, Ledger, PlaceKind, Scope};
use fengong::draw::{self, Caption, Detail, Developing, Diagram, Figure, Layout, Node, Setting, Shape, metrics};
use fengong::graph::{DEFAULT_BASE, Graph, Names};
use fengong::language::Language;
use fengong::reader::Reader;
use std::collections::BTreeSet;
use std::error::Error;
use std::path::Path;
use std::sync::LazyLock;

type Result<T = ()> = std::result::Result<T, Box<dyn Error>>;

const PLAN: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/data/plans/hubao-yinyu-2012-2020.txt");
const AREAS: [PlaceKind; 3] = [PlaceKind::EcologicalZone, PlaceKind::IndustryBelt, PlaceKind::CityCluster];

struct Founding {
    graph: Graph,
    ledger: Ledger,
    geography: Geography,
    setting: Setting,
}

static FOUNDING: LazyLock<Founding> = LazyLock::new(|| {
    let reader = Reader::new(None).expect("the tables of the program can be read");
    let readings = vec![reader.read_file(Path::new(PLAN)).expect("the founding plan can be read")];
    let names = Names::new(DEFAULT_BASE).expect("the default base is an IRI");
    let graph = Graph::build(&reader, &readings, names).expect("the graph can be built");
    let ledger = Ledger::of(&graph).expect("the graph can be asked");
    let geography = Geography::of(&graph, &ledger).expect("the graph can be asked");
    let setting = Setting::of(&ledger, Language::Zh);
    Founding { graph, ledger, geography, setting }
});

fn zones(kinds: &[PlaceKind]) -> Diagram {
    draw::zones(&FOUNDING.ledger, &FOUNDING.geography, kinds, &FOUNDING.setting)
}

fn place(developing: &Developing) -> Diagram {
    draw::place(&FOUNDING.ledger, &FOUNDING.geography, developing, &FOUNDING.setting)
}

fn iri_of(name: &str) -> Result<String> {
    let places = FOUNDING.geography.places.iter().map(|place| (&place.name, &place.iri));
    let mut all = places.chain(FOUNDING.geography.industries.iter().map(|industry| (&industry.name, &industry.iri)));
    Ok(all.find(|(known, _)| *known == name).ok_or(format!("no {name}"))?.1.clone())
}

fn node<'d>(diagram: &'d Diagram, name: &str) -> Result<&'d Node> {
    Ok(diagram.nodes.iter().find(|node| node.note.head == name).ok_or(format!("no {name}"))?)
}

/// The things that a thing is joined to, by name.
fn joined<'d>(diagram: &'d Diagram, name: &str) -> BTreeSet<&'d str> {
    let name_of = |at: usize| diagram.nodes[at].note.head.as_str();
    let ends = diagram.edges.iter().map(|edge| (name_of(edge.from), name_of(edge.to)));
    ends.filter_map(|(from, to)| if from == name { Some(to) } else { (to == name).then_some(from) }).collect()
}

fn said(caption: &Caption) -> String {
    caption.lines.join("\n")
}

/// Boxes do not lie over each other, and what their notes are for is told.
#[track_caller]
fn can_be_read(diagram: &Diagram) {
    assert_eq!(diagram.layout, Layout::Placed);
    let solid: Vec<&Node> = diagram.nodes.iter().filter(|node| !matches!(node.shape, Shape::Disc | Shape::Plain)).collect();
    for (at, one) in solid.iter().enumerate() {
        assert!(one.label[0].size >= 9.0, "{}", one.note.head);
        for other in &solid[at + 1..] {
            let ((x, y), (u, v)) = (one.at.unwrap_or_default(), other.at.unwrap_or_default());
            let ((w, h), (o, p)) = (metrics::size(one), metrics::size(other));
            assert!((x - u).abs() >= (w + o) / 2.0 || (y - v).abs() >= (h + p) / 2.0 - 1e-6, "{} over {}", one.id, other.id);
        }
    }
    assert!(draw::svg(&Figure::Diagram(diagram.clone())).is_ok());
}

#[test]
fn three_zones_have_their_nine_four_and_five_counties() -> Result {
    let diagram = zones(&[PlaceKind::EcologicalZone]);
    can_be_read(&diagram);
    let members = |zone: &str| joined(&diagram, zone).len();
    assert_eq!((members("沙漠和沙地生态治理区"), members("黄土高塬、丘陵沟壑生态治理区"), members("土石山生态治理区")), (9, 4, 5));
    assert_eq!((diagram.nodes.len(), diagram.edges.len()), (3 + 18, 18));
    assert!(diagram.nodes.iter().filter(|node| node.shape == Shape::Hexagon).count() == 3);
    let frame_of =
        |name: &str| -> Result<Option<&str>> { Ok(node(&diagram, name)?.frame.map(|frame| diagram.frames[frame].note.head.as_str())) };
    assert_eq!(frame_of("达拉特旗")?, Some("鄂尔多斯市"));
    assert_eq!(frame_of("凉城县")?, Some("乌兰察布市"));
    // Of 巴彦淖尔 one county is a member: it tells its prefecture itself.
    assert_eq!(frame_of("磴口县")?, None);
    assert!(node(&diagram, "磴口县")?.label.iter().any(|line| line.words == "巴彦淖尔市"));
    Ok(())
}

#[test]
fn ties_of_areas_hold_the_words_of_the_plan() -> Result {
    let diagram = zones(&AREAS);
    can_be_read(&diagram);
    let note = |head: &str| diagram.edges.iter().find(|edge| edge.note.head == head).map(|edge| edge.note.lines.join("\n"));
    let desert = note("沙漠和沙地生态治理区 — 阿拉善左旗").ok_or("no tie")?;
    assert!(desert.starts_with("二（三） 三大重点生态治理区：「") && desert.contains("阿拉善盟阿左旗等沙漠和沙地生态治理区"), "{desert}");
    for edge in diagram.edges.iter().filter(|edge| !edge.dashed) {
        assert!(edge.note.lines.iter().any(|line| line.contains('「')), "{}", edge.note.head);
    }
    assert_eq!(joined(&diagram, "呼包鄂城市群"), BTreeSet::from(["包头市", "呼和浩特市", "鄂尔多斯市"]));
    assert_eq!(diagram.edges.iter().filter(|edge| edge.dashed).count(), 3);
    assert!(said(&diagram.caption).contains("沿黄城市群"), "nothing tells why it has no members");
    assert_eq!(joined(&diagram, "沿边开发开放产业带").len(), 4);
    Ok(())
}

#[test]
fn four_border_ports_and_two_seaports_have_tasks_goods_and_a_neighbour() -> Result {
    let diagram = draw::ports(&FOUNDING.ledger, &FOUNDING.geography, &FOUNDING.setting);
    can_be_read(&diagram);
    let inside = |name: &str| {
        let frame = diagram.frames.iter().position(|frame| frame.note.head == name);
        diagram.nodes.iter().filter(|node| frame.is_some() && node.frame == frame).count()
    };
    assert_eq!((inside("边境口岸"), inside("海港"), diagram.frames.len()), (4, 2, 2));
    assert_eq!(joined(&diagram, "蒙古国").len(), 4);
    assert_eq!(joined(&diagram, "煤炭").len(), 4);
    assert_eq!(joined(&diagram, "曹妃甸港区"), BTreeSet::from(["七（一） 能源通道"]));
    assert_eq!(joined(&diagram, "自治区商务厅").len(), 2);
    let port = node(&diagram, "满都拉口岸")?;
    assert!(port.label.iter().any(|line| line.words == "包头市达尔罕茂明安联合旗"), "{:?}", port.label);
    assert!(port.note.lines.iter().any(|line| line.contains("满都拉")), "{:?}", port.note);
    assert!(said(&diagram.caption).contains("4 个口岸的货物，原文合并表述"), "{}", said(&diagram.caption));
    let english = draw::ports(&FOUNDING.ledger, &FOUNDING.geography, &Setting { language: Language::En, ..FOUNDING.setting.clone() });
    assert!(node(&english, "Mongolia").is_ok());
    Ok(())
}

#[test]
fn a_whole_plan_is_drawn_broadly_and_loses_no_statement() {
    let diagram = place(&Developing::default());
    can_be_read(&diagram);
    assert!(diagram.nodes.len() < 60 && diagram.edges.len() < 120, "{} boxes, {} lines", diagram.nodes.len(), diagram.edges.len());
    let named: String = diagram.nodes.iter().flat_map(|node| &node.label).map(|line| line.words.as_str()).collect();
    for industry in ["马铃薯", "稀土", "风电", "蒙药", "动漫"] {
        assert!(named.contains(industry), "{industry} is lost");
    }
    let each = place(&Developing { detail: Some(Detail::Each), ..Developing::default() });
    can_be_read(&each);
    assert!(each.nodes.len() > diagram.nodes.len());
    assert!(joined(&each, "稀土").contains("包头市"));
}

#[test]
fn one_place_and_one_industry_can_be_asked_for() -> Result {
    let baotou = place(&Developing { place: Some(iri_of("包头市")?), ..Developing::default() });
    can_be_read(&baotou);
    let joined_to = joined(&baotou, "包头市");
    assert!(["稀土", "钢铁", "风电", "二（一） 两大城市群"].iter().all(|name| joined_to.contains(name)), "{joined_to:?}");
    assert!(!joined_to.contains("煤炭"));
    assert!(baotou.nodes.iter().any(|node| node.note.head == "达尔罕茂明安联合旗"), "a banner of the city");
    let rare = baotou.edges.iter().find(|edge| edge.note.head == "包头市 — 稀土").ok_or("no tie")?;
    assert!(rare.note.lines.iter().any(|line| line.contains("包头市重点发展稀土、钢铁产业")), "{:?}", rare.note);
    // A sentence is told as a whole: what is only to be examined stays so.
    assert!(rare.note.lines.iter().any(|line| line.contains("研究在包头设立国家级稀土研发生产基地")), "{:?}", rare.note);
    assert_eq!(baotou.caption.title, "各地要发展的产业：包头市");
    let energy = place(&Developing { industry: Some(iri_of("新能源")?), ..Developing::default() });
    assert_eq!(joined(&energy, "光伏").iter().filter(|name| !name.contains('（')).count(), 5);
    Ok(())
}

/// The tasks that name a place or one in it.
fn naming(place: &str) -> Result<BTreeSet<usize>> {
    let geography = &FOUNDING.geography;
    let one = geography.places.iter().position(|known| known.name == place).ok_or("no place")?;
    let inside = geography.named.iter().filter(|(at, _)| geography.chain(**at).any(|above| above == one));
    Ok(inside.flat_map(|(_, said)| said).map(|said| said.task).collect())
}

fn tasks_of(diagram: &Diagram) -> usize {
    let tasks: BTreeSet<&str> = FOUNDING.ledger.tasks.iter().map(|task| task.iri.as_str()).collect();
    diagram.nodes.iter().filter(|node| tasks.contains(node.id.as_str())).count()
}

#[test]
fn one_place_has_all_tasks_that_name_it_or_a_place_in_it() -> Result {
    for (name, statements) in [("包头市", 21), ("鄂尔多斯市", 17), ("巴彦淖尔市", 11), ("东胜区", 0)] {
        let diagram = place(&Developing { place: Some(iri_of(name)?), ..Developing::default() });
        can_be_read(&diagram);
        let words = said(&diagram.caption);
        assert_eq!(tasks_of(&diagram), naming(name)?.len(), "{name}");
        assert!(words.contains(&format!("共 {} 项任务", tasks_of(&diagram))) && words.contains("没有略去"), "{words}");
        assert!(statements == 0 || words.contains(&format!("计 {statements} 组地方与产业的对应")), "{words}");
    }
    let ordos = place(&Developing { place: Some(iri_of("鄂尔多斯市")?), ..Developing::default() });
    assert_eq!(joined(&ordos, "十大孔兑"), BTreeSet::from(["七（二） 水利工程"]));
    assert!(joined(&ordos, "东胜区").iter().any(|task| task.starts_with("七（三） 交通运输：完善公路网络")));
    assert!(said(&ordos.caption).contains("共 19 项任务，其中 7 项写明发展何种产业"), "{}", said(&ordos.caption));
    let baotou = place(&Developing { place: Some(iri_of("包头市")?), ..Developing::default() });
    assert_eq!(joined(&baotou, "满都拉口岸"), BTreeSet::from(["十（一） 加快沿边地区开发开放", "外贸"]));
    let bare = place(&Developing { place: Some(iri_of("东胜区")?), ..Developing::default() });
    let legend = bare.caption.legend.iter().flat_map(|key| &key.marks).map(|(_, words)| words.as_str()).collect::<String>();
    let all = format!("{}{}{legend}", bare.caption.title, said(&bare.caption));
    assert!(!all.contains("产业"), "{all}");
    Ok(())
}

#[test]
fn what_says_nothing_of_industries_is_counted() -> Result {
    let scope = Scope { section: Some("五".to_owned()), ..Scope::default() };
    let part = FOUNDING.ledger.with_tasks(&scope.tasks(&FOUNDING.graph, &FOUNDING.ledger)?);
    for ledger in [&FOUNDING.ledger, &part] {
        let geography = Geography::of(&FOUNDING.graph, ledger)?;
        let diagram = draw::place(ledger, &geography, &Developing::default(), &FOUNDING.setting);
        let left = ledger.tasks.len() - tasks_of(&diagram);
        let words = said(&diagram.caption);
        assert!(left > 0 && words.contains(&format!("略去 {left} 项没有写明何地要发展何种产业的任务")), "{words}");
        assert!(!words.contains("没有略去") && !words.contains("--"), "{words}");
    }
    // Of the 20 tasks that name 包头, nine state industries: two of them this one.
    let both = place(&Developing { place: Some(iri_of("包头市")?), industry: Some(iri_of("稀土")?), detail: None });
    let words = said(&both.caption);
    assert!(tasks_of(&both) == 2 && words.contains("略去 11 项没有写明"), "{words}");
    assert_eq!(both.caption.title, "各地要发展的产业：包头市、稀土");
    Ok(())
}

#[test]
fn lines_of_places_are_told_apart() {
    let diagram = place(&Developing::default());
    let mut colours = std::collections::BTreeMap::new();
    for edge in diagram.edges.iter().filter(|edge| FOUNDING.geography.places.iter().any(|place| place.iri == diagram.nodes[edge.from].id)) {
        assert_eq!(*colours.entry(edge.from).or_insert(edge.colour), edge.colour);
    }
    let distinct: BTreeSet<&str> = colours.values().copied().collect();
    assert!(colours.len() > 8 && distinct.len() >= colours.len().min(12), "{colours:?}");
}

#[test]
fn a_map_names_the_industries_that_are_a_places_own() -> Result {
    let map = draw::map(&FOUNDING.ledger, &FOUNDING.geography, false, &FOUNDING.setting);
    let below = |name: &str| -> Result<Vec<&str>> {
        Ok(node(&map, name)?.label.iter().filter(|line| line.quiet).map(|line| line.words.as_str()).collect())
    };
    assert_eq!((below("包头市")?, below("鄂尔多斯市")?), (vec!["稀土、钢铁"], vec!["煤炭、现代煤化工"]));
    assert!(below("武川县")?.is_empty());
    let words = said(&map.caption);
    assert!(words.contains("地名下至多列两种产业") && !words.contains("--"), "{words}");
    let bare = Geography { develops: Vec::new(), ..FOUNDING.geography.clone() };
    let map = draw::map(&FOUNDING.ledger, &bare, false, &FOUNDING.setting);
    assert!(!said(&map.caption).contains("产业："), "{}", said(&map.caption));
    Ok(())
}

#[test]
fn a_map_keeps_places_in_proportion_and_inside_of_its_grid() -> Result {
    let map = draw::map(&FOUNDING.ledger, &FOUNDING.geography, false, &FOUNDING.setting);
    let discs: Vec<&Node> = map.nodes.iter().filter(|node| node.shape == Shape::Disc).collect();
    let places: Vec<(f64, f64)> = discs.iter().filter_map(|node| node.at).collect();
    assert_eq!(discs.len(), places.len());
    let (width, height) = map.nodes.iter().filter_map(|node| node.at).fold((0.0_f64, 0.0_f64), |(x, y), at| (x.max(at.0), y.max(at.1)));
    assert!(places.iter().all(|(x, y)| (0.0..=width).contains(x) && (0.0..=height).contains(y)));
    assert!((1.0 / 1.6..2.2).contains(&(width / height)), "{width} × {height}");
    // 包头 is named by 18 tasks, 固阳 by one: its disc is 18 times as large.
    let size = |name: &str| -> Result<f64> { Ok(metrics::size(node(&map, name)?).0.powi(2)) };
    assert!((size("包头市")? / size("固阳县")? - 18.0).abs() < 1e-6);
    // North is up, east is right, and a degree of latitude is longer than one of longitude.
    let at = |name: &str| -> Result<(f64, f64)> { Ok(node(&map, name)?.at.ok_or("no place")?) };
    assert!(at("二连浩特口岸")?.1 < at("包头市")?.1 && at("呼和浩特市")?.0 > at("包头市")?.0);
    assert!(node(&map, "青岛市").is_err() && node(&map, "策克口岸").is_ok(), "far places are left out, those of the province stay");
    let words = said(&map.caption);
    assert!(words.contains("青岛市") && words.contains("黄河"), "{words}");
    let whole = draw::map(&FOUNDING.ledger, &FOUNDING.geography, true, &FOUNDING.setting);
    assert!(node(&whole, "青岛市").is_ok());
    assert!(draw::svg(&Figure::Diagram(map)).is_ok());
    Ok(())
}

#[test]
fn a_part_of_the_plan_has_its_places_only() -> Result {
    let scope = Scope { section: Some("七".to_owned()), ..Scope::default() };
    let ledger = FOUNDING.ledger.with_tasks(&scope.tasks(&FOUNDING.graph, &FOUNDING.ledger)?);
    let geography = Geography::of(&FOUNDING.graph, &ledger)?;
    let names = |kinds: &[PlaceKind]| geography.of_kind(kinds).into_iter().map(|at| geography.places[at].name.as_str()).collect::<Vec<_>>();
    assert_eq!(names(&draw::PORTS).len(), 2);
    assert!(names(&[PlaceKind::EcologicalZone]).is_empty());
    // The plan's own words about members stand in chapter two: here they are not known of themselves.
    let own = |at: usize| geography.places[at].kind != PlaceKind::CityCluster;
    assert!(geography.covers.iter().all(|covers| !own(covers.subject) || !covers.said.is_empty()));
    let nothing = draw::map(&ledger, &Geography::default(), false, &FOUNDING.setting);
    assert!(nothing.nodes.is_empty());
    Ok(())
}
