//! The measures: what each is called, what it is, and how it is taken.

use super::cores::core_numbers;
use super::holes::constraint;
use super::material::Material;
use super::{paths, rank, ties};
use crate::analyse::network::{Projection, Value};
use crate::graph::vocab::fg;
use oxigraph::model::NamedNodeRef;

/// A measure of a network or of its actors.
#[derive(Debug, Clone, Copy)]
pub struct Measure {
    /// Its name on the command line, in columns and keys.
    pub name: &'static str,
    /// What people call it, in Chinese and English.
    pub label: (&'static str, &'static str),
    /// What it is, in Chinese and English; formulas and sources stand in the documentation.
    pub definition: (&'static str, &'static str),
    /// The property that states it in a graph.
    pub property: NamedNodeRef<'static>,
    /// What its values are.
    pub kind: MeasureKind,
    /// What it is about: measures of one family are told together.
    pub family: Family,
    /// The networks that it is taken of.
    pub needs: Needs,
    /// Which end of it stands out.
    pub order: Order,
    pub(super) take: Take,
}

/// What the values of a measure are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum MeasureKind {
    /// Whole numbers.
    Count,
    /// Numbers.
    Number,
    /// 1 for yes and 0 for no.
    Flag,
}

/// What measures are about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Family {
    /// How many are joined, and how strongly.
    Ties,
    /// Who stands between whom, and how far from each other.
    Paths,
    /// Who is joined with those who count.
    Standing,
    /// Who keeps together.
    Groups,
    /// Who joins those who are not joined.
    Holes,
    /// What units have to do.
    Work,
}

impl Family {
    /// Every family, in the order in which they are told.
    pub const ALL: &[Self] = &[Self::Ties, Self::Paths, Self::Standing, Self::Groups, Self::Holes, Self::Work];

    /// What people call it, in Chinese and English.
    pub const fn title(self) -> (&'static str, &'static str) {
        match self {
            Self::Ties => ("连线", "Ties"),
            Self::Paths => ("路径", "Paths"),
            Self::Standing => ("地位", "Standing"),
            Self::Groups => ("聚合", "Groups"),
            Self::Holes => ("结构洞", "Structural holes"),
            Self::Work => ("职责", "Work"),
        }
    }
}

/// Which networks a measure is taken of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Needs {
    /// Any.
    Any,
    /// Those whose relations have a direction.
    Direction,
    /// Those whose relations have none.
    NoDirection,
    /// Those whose actors are of one mode.
    OneMode,
    /// Those whose actors, or those of the first mode, are units.
    Units,
}

impl Needs {
    /// Whether a network that a projection makes has what is needed.
    pub const fn met_by(self, projection: Projection) -> bool {
        match self {
            Self::Units => !matches!(projection, Projection::PlaceIndustry),
            other => other.met(projection.is_directed(), projection.is_two_mode()),
        }
    }

    /// Whether a network has what is needed. Of units it is not known.
    pub(super) const fn met(self, directed: bool, two_mode: bool) -> bool {
        match self {
            Self::Any | Self::Units => true,
            Self::Direction => directed,
            Self::NoDirection => !directed,
            Self::OneMode => !two_mode,
        }
    }
}

/// Which end of a measure stands out, and comes first.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Order {
    /// The greatest values.
    HighFirst,
    /// The least values.
    LowFirst,
}

/// How a measure is taken; nothing where it does not apply.
#[derive(Debug, Clone, Copy)]
pub(super) enum Take {
    /// Of the network.
    Whole(fn(&Material<'_>) -> Option<Value>),
    /// Of each actor.
    Actors(fn(&Material<'_>) -> Option<Vec<Option<Value>>>),
}

impl Measure {
    /// Whether it is one of the network, not of its actors.
    pub const fn is_of_network(&self) -> bool {
        matches!(self.take, Take::Whole(_))
    }

    /// The measure of a name.
    pub fn named(name: &str) -> Option<&'static Self> {
        MEASURES.iter().find(|measure| measure.name == name)
    }
}

fn numbers(values: impl IntoIterator<Item = f64>) -> Option<Vec<Option<Value>>> {
    Some(values.into_iter().map(|value| Some(Value::Number(value))).collect())
}

fn counts(values: impl IntoIterator<Item = usize>) -> Option<Vec<Option<Value>>> {
    Some(values.into_iter().map(Value::count).collect())
}

fn flags<'f>(values: impl IntoIterator<Item = &'f bool>) -> Option<Vec<Option<Value>>> {
    counts(values.into_iter().map(|flag| usize::from(*flag)))
}

fn actors(m: &Material<'_>) -> std::ops::Range<usize> {
    0..m.network.actors.len()
}

/// The sum of weights; that of none is 0, which the library has below it.
fn sum(weights: &[f64]) -> f64 {
    weights.iter().sum::<f64>() + 0.0
}

fn mean(values: &[f64]) -> Option<Value> {
    (!values.is_empty()).then(|| Value::Number(values.iter().sum::<f64>() / values.len() as f64))
}

fn mean_distance(m: &Material<'_>) -> Option<Value> {
    let (pairs, steps) = m.distances().reach.iter().fold((0, 0), |sum, reach| (sum.0 + reach.0, sum.1 + reach.1));
    (pairs > 0).then(|| Value::Number(steps as f64 / pairs as f64))
}

fn largest_component(m: &Material<'_>) -> Option<Value> {
    Value::count(m.components().0.iter().filter(|part| **part == 1).count())
}

fn closeness(m: &Material<'_>) -> Option<Vec<Option<Value>>> {
    match m.first_mode() {
        Some(first) => numbers(paths::two_mode_closeness(m.distances(), first)),
        None => numbers(paths::closeness(m.distances())),
    }
}

fn betweenness(m: &Material<'_>) -> Option<Vec<Option<Value>>> {
    match m.first_mode() {
        Some(first) => numbers(paths::two_mode_betweenness(m.sweep(), first)),
        None => numbers(paths::betweenness(m.sweep())),
    }
}

/// Numbers that some actors have none of.
fn some(values: Vec<Option<f64>>) -> Option<Vec<Option<Value>>> {
    Some(values.into_iter().map(|value| value.map(Value::Number)).collect())
}

fn efficiency(m: &Material<'_>) -> Option<Vec<Option<Value>>> {
    let share = |(actor, size): (usize, &Option<f64>)| size.map(|size| size / m.both.to(actor).len() as f64);
    some(m.effective_size().iter().enumerate().map(share).collect())
}

/// What is known of breadth and depth; nothing where no actor has any.
fn breadth(m: &Material<'_>, of: fn((usize, usize)) -> usize) -> Option<Vec<Option<Value>>> {
    let found: Vec<_> = actors(m).map(|actor| m.topics_of(actor).and_then(|topics| Value::count(of(topics)))).collect();
    found.iter().any(Option::is_some).then_some(found)
}

fn lead_share(m: &Material<'_>) -> Option<Vec<Option<Value>>> {
    let share = |actor| match (m.told(actor, "leads")?, m.told(actor, "tasks")?) {
        (_, 0) => None,
        (leads, tasks) => Some(Value::Number(leads as f64 / tasks as f64)),
    };
    let found: Vec<_> = actors(m).map(share).collect();
    found.iter().any(Option::is_some).then_some(found)
}

macro_rules! measures {
    ($($name:literal $property:ident $kind:ident $family:ident $needs:ident $order:ident $way:ident($take:expr) $zh:literal / $en:literal : $says_zh:literal / $says_en:literal;)*) => {
        /// Every measure, those of the network first.
        pub const MEASURES: &[Measure] = &[$(Measure {
            name: $name,
            label: ($zh, $en),
            definition: ($says_zh, $says_en),
            property: fg::$property,
            kind: MeasureKind::$kind,
            family: Family::$family,
            needs: Needs::$needs,
            order: Order::$order,
            take: Take::$way($take),
        }),*];
    };
}

measures! {
    "actors" ACTORS Count Ties Any HighFirst Whole(|m| Value::count(m.given.len())) "节点数" / "actors": "网络中的节点数，孤立者也算" / "actors of the network, isolated ones too";
    "relations" RELATIONS Count Ties Any HighFirst Whole(|m| Value::count(m.given.relations())) "连线数" / "relations":
        "连线数；有向网络中一来一往算两条" / "relations; one each way counts twice where they have a direction";
    "density" DENSITY Number Ties Any HighFirst Whole(|m| ties::density(&m.given, m.first_mode()).map(Value::Number)) "密度" / "density":
        "实有连线占可能连线之比" / "the share of possible relations that there are";
    "reciprocity" RECIPROCITY Number Ties Direction HighFirst Whole(|m| ties::reciprocity(&m.given).map(Value::Number)) "互惠性" / "reciprocity":
        "有回应的连线之比（有向）" / "the share of relations that are answered (directed)";
    "components" COMPONENTS Count Paths Any HighFirst Whole(|m| Value::count(m.components().1)) "连通分量数" / "components":
        "不计方向的连通分量数" / "parts that nothing joins, whatever the direction";
    "largest_component" LARGEST_COMPONENT Count Paths Any HighFirst Whole(largest_component) "最大分量" / "largest component":
        "最大连通分量的节点数" / "actors of the largest component";
    "mean_distance" MEAN_DISTANCE Number Paths Any HighFirst Whole(mean_distance) "平均距离" / "mean distance":
        "可达节点对之间的平均步数" / "mean steps between pairs that a path joins";
    "diameter" DIAMETER Count Paths Any HighFirst Whole(|m| Value::count(m.distances().farthest)) "直径" / "diameter":
        "可达节点对之间的最大步数" / "most steps between a pair that a path joins";
    "transitivity" TRANSITIVITY Number Groups OneMode HighFirst Whole(|m| ties::transitivity(&m.both, m.triangles()).map(Value::Number))
        "传递性" / "transitivity": "三节点链中首尾相连者之比，不计方向" / "the share of chains of three whose ends are joined, undirected";
    "mean_clustering" MEAN_CLUSTERING Number Groups OneMode HighFirst Whole(|m| mean(&ties::clustering(&m.both, m.triangles())))
        "平均聚类系数" / "mean clustering": "各节点聚类系数的平均" / "the mean of the clustering of actors";
    "degree_centralisation" DEGREE_CENTRALISATION Number Ties OneMode HighFirst Whole(|m| ties::degree_centralisation(&m.both).map(Value::Number))
        "度数中心势" / "degree centralisation": "度数集中于少数节点的程度，星形为1" / "how far degree is in few hands; 1 for a star";
    "communities" COMMUNITIES Count Groups OneMode HighFirst Whole(|m| Value::count(m.communities()?.count)) "社团数" / "communities":
        "Leiden算法所分社团数" / "groups that the Leiden algorithm finds";
    "modularity" MODULARITY Number Groups OneMode HighFirst Whole(|m| Some(Value::Number(m.communities()?.modularity))) "模块度" / "modularity":
        "该划分的模块度（按权重）" / "the modularity of these groups, by weight";
    "core_size" CORE_SIZE Count Standing OneMode HighFirst Whole(|m| Value::count(m.core()?.is_core.iter().filter(|core| **core).count()))
        "核心规模" / "core size": "核心—边缘划分中核心的节点数" / "actors of the core in the division into core and periphery";
    "core_fit" CORE_FIT Number Standing OneMode HighFirst Whole(|m| m.core()?.correlation.map(Value::Number)) "核心—边缘拟合度" / "core-periphery fit":
        "与理想核心—边缘结构的相关系数" / "the correlation with the ideal of core and periphery";
    "articulation_points" ARTICULATION_POINTS Count Paths Any HighFirst
        Whole(|m| Value::count(m.cuts().is_articulation.iter().filter(|is_one| **is_one).count()))
        "割点数" / "articulation points": "去掉后网络断开的节点数" / "actors without whom a part would fall apart";
    "bridges" BRIDGES Count Paths Any HighFirst Whole(|m| Value::count(m.cuts().bridges.len())) "桥数" / "bridges":
        "去掉后网络断开的连线数" / "relations without which a part would fall apart";

    "degree" DEGREE Count Ties Any HighFirst Actors(|m| counts(actors(m).map(|actor| m.both.to(actor).len()))) "度数" / "degree":
        "相连的节点数，不计方向" / "neighbours, whatever the direction";
    "in_degree" IN_DEGREE Count Ties Direction HighFirst Actors(|m| counts(actors(m).map(|actor| m.given.from(actor).len()))) "入度" / "in-degree":
        "指向它的节点数" / "actors whose relations point to it";
    "out_degree" OUT_DEGREE Count Ties Direction HighFirst Actors(|m| counts(actors(m).map(|actor| m.given.to(actor).len()))) "出度" / "out-degree":
        "它指向的节点数" / "actors that its relations point to";
    "strength" STRENGTH Number Ties Any HighFirst Actors(|m| numbers(actors(m).map(|actor| sum(m.both.weights_to(actor))))) "加权度" / "strength":
        "全部连线的权重之和" / "the weights of its relations together";
    "in_strength" IN_STRENGTH Number Ties Direction HighFirst Actors(|m| numbers(actors(m).map(|actor| sum(m.given.weights_from(actor)))))
        "加权入度" / "in-strength": "指向它的连线权重之和" / "the weights of relations to it together";
    "out_strength" OUT_STRENGTH Number Ties Direction HighFirst Actors(|m| numbers(actors(m).map(|actor| sum(m.given.weights_to(actor)))))
        "加权出度" / "out-strength": "它发出的连线权重之和" / "the weights of relations from it together";
    "betweenness" BETWEENNESS Number Paths Any HighFirst Actors(betweenness) "中介中心性" / "betweenness":
        "位于他人之间最短路径上的份额，0至1" / "the share of others' shortest paths that pass through it, from 0 to 1";
    "closeness" CLOSENESS Number Paths NoDirection HighFirst Actors(closeness) "接近中心性" / "closeness":
        "到可达者的接近程度，0至1（无向）" / "how near it is to those that it reaches, from 0 to 1 (undirected)";
    "in_closeness" IN_CLOSENESS Number Paths Direction HighFirst Actors(|m| numbers(paths::closeness(m.turned()))) "入接近中心性" / "in-closeness":
        "他人到它的接近程度" / "how near those are who reach it";
    "out_closeness" OUT_CLOSENESS Number Paths Direction HighFirst Actors(|m| numbers(paths::closeness(m.distances()))) "出接近中心性" / "out-closeness":
        "它到他人的接近程度" / "how near it is to those that it reaches, along their direction";
    "eigenvector" EIGENVECTOR Number Standing Any HighFirst Actors(|m| numbers(rank::eigenvector(&m.both)?)) "特征向量中心性" / "eigenvector":
        "与中心者相连者居中，不计方向、按权重" / "central is who works with those who are; undirected, by weight";
    "page_rank" PAGE_RANK Number Standing Any HighFirst Actors(|m| numbers(rank::page_rank(&m.given))) "PageRank" / "PageRank":
        "沿连线按权重行走者停留的时间份额，阻尼0.85" / "the share of time of a walker along relations by weight, damping 0.85";
    "core_number" CORE_NUMBER Count Standing Any HighFirst Actors(|m| counts(core_numbers(&m.both))) "k核数" / "core number":
        "所属k核的最大k，不计方向" / "the greatest k of a k-core that it belongs to, undirected";
    "community" COMMUNITY Count Groups OneMode LowFirst Actors(|m| counts(m.communities()?.of.iter().copied())) "社团" / "community":
        "所属社团，1为最大者" / "the group that it belongs to; 1 is the largest";
    "constraint" CONSTRAINT Number Holes OneMode LowFirst Actors(|m| some(constraint(&m.both))) "约束系数" / "constraint":
        "结构洞约束，越低越居间" / "Burt's constraint; the lower, the more it stands between others";
    "effective_size" EFFECTIVE_SIZE Number Holes OneMode HighFirst Actors(|m| some(m.effective_size().to_vec())) "有效规模" / "effective size":
        "不重复的邻居数" / "neighbours that are not redundant";
    "efficiency" EFFICIENCY Number Holes OneMode HighFirst Actors(efficiency) "效率" / "efficiency":
        "有效规模与度数之比" / "effective size over degree";
    "clustering" CLUSTERING Number Groups OneMode HighFirst Actors(|m| numbers(ties::clustering(&m.both, m.triangles()))) "聚类系数" / "clustering":
        "邻居之间相连的比例" / "the share of pairs of its neighbours that are joined";
    "is_articulation" IS_ARTICULATION Flag Paths Any HighFirst Actors(|m| flags(&m.cuts().is_articulation)) "割点" / "articulation point":
        "去掉它网络断开" / "without it a part would fall apart";
    "is_core" IS_CORE Flag Standing OneMode HighFirst Actors(|m| flags(&m.core()?.is_core)) "核心" / "core":
        "属于核心—边缘划分的核心" / "of the core in the division into core and periphery";
    "breadth" BREADTH Count Work Units HighFirst Actors(|m| breadth(m, |topics| topics.0)) "广度" / "breadth":
        "所参与任务涉及的主题数" / "topics that its tasks touch";
    "lead_breadth" LEAD_BREADTH Count Work Units HighFirst Actors(|m| breadth(m, |topics| topics.1)) "牵头广度" / "lead breadth":
        "所牵头（负责）任务涉及的主题数" / "topics that the tasks it leads touch";
    "depth" DEPTH Count Work Units HighFirst
        Actors(|m| breadth(m, |_| 0).map(|_| actors(m).map(|actor| m.told(actor, "leads").map(Value::Whole)).collect()))
        "深度" / "depth": "牵头（负责）的任务数" / "tasks that it leads or is responsible for";
    "lead_share" LEAD_SHARE Number Work Units HighFirst Actors(lead_share) "牵头占比" / "lead share":
        "牵头（负责）任务占全部任务之比" / "the share of its tasks that it leads";
}
