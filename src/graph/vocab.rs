//! The IRIs of the vocabularies, each defined in `ontology/` or by its own standard.

use oxigraph::model::NamedNodeRef;

macro_rules! vocabulary {
    ($(#[$about:meta])* $module:ident = $namespace:literal { $($(#[$doc:meta])* $name:ident $local:literal),* $(,)? }) => {
        $(#[$about])*
        pub mod $module {
            use super::NamedNodeRef;

            /// The namespace.
            pub const NAMESPACE: &str = $namespace;
            $($(#[$doc])* pub const $name: NamedNodeRef<'_> = NamedNodeRef::new_unchecked(concat!($namespace, $local));)*
            /// All terms used from this vocabulary.
            pub const ALL: &[NamedNodeRef<'_>] = &[$($name),*];
        }
    };
}

vocabulary! {
    /// The vocabulary of fengong.
    fg = "https://w3id.org/fengong/ns#" {
        /// A work-division plan 方案.
        PLAN "Plan",
        /// A numbered part 章节.
        SECTION "Section",
        /// What one clause assigns 任务.
        TASK "Task",
        /// Task × party × role 分工.
        ASSIGNMENT "Assignment",
        /// Who is assigned 承担方.
        PARTY "Party",
        /// A particular unit 单位.
        UNIT "Unit",
        /// An unspecific party 泛指单位.
        GROUP "Group",
        /// A person who answers for a task 责任人.
        PERSON_CLASS "Person",
        /// A unit that a plan does not name and that a unit of a plan became 后继单位.
        LATER_UNIT "LaterUnit",
        /// A place 地点.
        PLACE "Place",
        /// 行政区划
        ADMINISTRATIVE_DIVISION "AdministrativeDivision",
        /// 口岸、港口
        PORT "Port",
        /// 边境口岸
        BORDER_PORT "BorderPort",
        /// 海港
        SEAPORT "Seaport",
        /// 内河港
        RIVER_PORT "RiverPort",
        /// 生态治理区
        ECOLOGICAL_ZONE "EcologicalZone",
        /// 产业带
        INDUSTRY_BELT "IndustryBelt",
        /// 城市群
        CITY_CLUSTER "CityCluster",
        /// 自然地理区域
        PHYSICAL_REGION "PhysicalRegion",
        /// 宏观区域、经济区
        MACRO_REGION "MacroRegion",
        /// 国家
        COUNTRY "Country",
        /// 开发区、园区
        DEVELOPMENT_ZONE "DevelopmentZone",
        /// 产业
        INDUSTRY "Industry",
        /// 主题
        TOPIC "Topic",
        /// 职能
        FUNCTION "Function",
        /// A named undertaking 工程项目.
        PROJECT "Project",
        /// A named coalfield, oilfield or gas field 矿田.
        DEPOSIT "Deposit",
        /// Another thing with a name of its own that holds the name of a place 专名.
        NAMED_THING "NamedThing",
        /// Where in the text a thing is named 提及.
        MENTION "Mention",
        /// A statement about a statement, with its evidence 关联.
        LINK "Link",
        /// What a unit does 角色.
        ROLE_CLASS "Role",
        /// 牵头
        LEAD_ROLE "Lead",
        /// 配合
        SUPPORT_ROLE "Support",
        /// 负责
        RESPONSIBLE_ROLE "Responsible",
        /// task, section → plan
        IN_PLAN "inPlan",
        /// task, section → section
        IN_SECTION "inSection",
        /// task → 1, 2, 3…
        ORDER "order",
        /// task, section → its number, whole path
        NUMBER "number",
        /// task, section → its words
        TEXT "text",
        /// task → mention of the words that assign it
        CLAUSE "clause",
        /// How far a task has come, as a workbook reports it 进展.
        PROGRESS "Progress",
        /// How a task stands 状态.
        STATUS_CLASS "Status",
        /// 未启动
        NOT_STARTED "NotStarted",
        /// 推进中
        UNDER_WAY "UnderWay",
        /// 滞后
        BEHIND "Behind",
        /// 逾期
        OVERDUE "Overdue",
        /// 已完成
        DONE "Done",
        /// 已终止
        DROPPED "Dropped",
        /// A workbook that was filled in 填报表.
        WORKBOOK "Workbook",
        /// A cell of a workbook 单元格.
        CELL_CLASS "Cell",
        /// named graph → what tells its content from others
        CONTENT_DIGEST "contentDigest",
        /// workbook → plan that it reports on
        REPORTS_ON "reportsOn",
        /// workbook → task that it has a row of, or was made with
        LISTS "lists",
        /// progress → status
        STATUS "status",
        /// progress → how much is done, 0 to 100
        PERCENT_DONE "percentDone",
        /// progress → the day as of which it is told
        AS_OF "asOf",
        /// progress → the day on which the task was finished
        FINISHED_ON "finishedOn",
        /// progress → who is in charge
        IN_CHARGE "inCharge",
        /// progress → problem
        PROBLEM "problem",
        /// progress → remark
        REMARK "remark",
        /// cell → name of its sheet
        SHEET "sheet",
        /// cell → its address, as `K7`
        ADDRESS "address",
        /// cell → the property whose value it holds
        FILLS "fills",
        /// task → party, in any role
        ASSIGNED_TO "assignedTo",
        /// task → party that leads
        LEAD "lead",
        /// task → party that supports
        SUPPORT "support",
        /// task → party that is responsible
        RESPONSIBLE "responsible",
        /// assignment, link → task
        TASK_OF "task",
        /// assignment → party
        PARTY_OF "party",
        /// assignment → role
        ROLE "role",
        /// assignment, task → person who answers for it
        PERSON "person",
        /// link to a person → what the plan calls them
        CALLED "called",
        /// assignment of a group → a division that the group means
        RESOLVES_TO "resolvesTo",
        /// task → anything that its words name
        CONCERNS "concerns",
        /// task → place
        CONCERNS_PLACE "concernsPlace",
        /// task → industry
        CONCERNS_INDUSTRY "concernsIndustry",
        /// task → topic
        CONCERNS_TOPIC "concernsTopic",
        /// task → project
        CONCERNS_PROJECT "concernsProject",
        /// place → the place it lies in
        WITHIN "within",
        /// area → place
        COVERS "covers",
        /// place → industry
        DEVELOPS "develops",
        /// port → good that it trades in
        TRADES_IN "tradesIn",
        /// task → by when
        DEADLINE "deadline",
        /// task → where the period of its deadline begins
        DEADLINE_FROM "deadlineFrom",
        /// task → the words of the deadline
        DEADLINE_WORDS "deadlineWords",
        /// task → mention
        MENTIONS "mentions",
        /// mention → what it names
        REFERS_TO "refersTo",
        /// mention, task → first character of its words
        BEGIN "begin",
        /// mention, task → one past the last character of its words
        END "end",
        /// mention → words
        QUOTE "quote",
        /// assignment, link → mention
        EVIDENCE "evidence",
        /// unit → usual short name
        SHORT_NAME "shortName",
        /// unit, development zone → the plan beyond which it is not known what it is
        ONLY_IN "onlyIn",
        /// unit → function class
        FUNCTION_OF "function",
        /// unit → the unit that took its place
        SUCCEEDED_BY "succeededBy",
        /// unit → a unit to which it handed a part of its duties
        HANDED_PART_TO "handedPartTo",
        /// change → name of the reform
        REFORM "reform",
        /// plan, unit → division
        JURISDICTION "jurisdiction",
        /// plan → who issued it
        ISSUER "issuer",
        /// division → code of GB/T 2260
        CODE "code",
        /// division → province, prefecture, county
        LEVEL "level",
        /// border port → neighbouring country, ISO 3166
        NEIGHBOUR "neighbour",
        /// named thing → what kind
        KIND "kind",
        /// text → SHA-256
        SHA256 "sha256",
        /// file → where it lies, below the directory of the corpus
        PATH "path",
        /// run → the SHA-256 of the rules that it went by
        RULES "rules",
        /// text → length in characters
        LENGTH "length",
        /// 合作网络
        NETWORK "Network",
        /// 网络位置
        POSITION "Position",
        /// 所属网络
        IN_NETWORK "inNetwork",
        /// 何者的位置
        POSITION_OF "positionOf",
        /// 投影方式
        PROJECTION "projection",
        /// What the tasks of a network were narrowed to.
        SCOPE "scope",
        /// 节点数
        ACTORS "actors",
        /// 连线数
        RELATIONS "relations",
        /// 密度
        DENSITY "density",
        /// 互惠性
        RECIPROCITY "reciprocity",
        /// 连通分量数
        COMPONENTS "components",
        /// 最大分量
        LARGEST_COMPONENT "largestComponent",
        /// 平均距离
        MEAN_DISTANCE "meanDistance",
        /// 直径
        DIAMETER "diameter",
        /// 传递性
        TRANSITIVITY "transitivity",
        /// 平均聚类系数
        MEAN_CLUSTERING "meanClustering",
        /// 度数中心势
        DEGREE_CENTRALISATION "degreeCentralisation",
        /// 社团数
        COMMUNITIES "communities",
        /// 模块度
        MODULARITY "modularity",
        /// 核心规模
        CORE_SIZE "coreSize",
        /// 核心—边缘拟合度
        CORE_FIT "coreFit",
        /// 割点数
        ARTICULATION_POINTS "articulationPoints",
        /// 桥数
        BRIDGES "bridges",
        /// 度数
        DEGREE "degree",
        /// 入度
        IN_DEGREE "inDegree",
        /// 出度
        OUT_DEGREE "outDegree",
        /// 加权度
        STRENGTH "strength",
        /// 加权入度
        IN_STRENGTH "inStrength",
        /// 加权出度
        OUT_STRENGTH "outStrength",
        /// 中介中心性
        BETWEENNESS "betweenness",
        /// 接近中心性
        CLOSENESS "closeness",
        /// 入接近中心性
        IN_CLOSENESS "inCloseness",
        /// 出接近中心性
        OUT_CLOSENESS "outCloseness",
        /// 特征向量中心性
        EIGENVECTOR "eigenvector",
        /// `PageRank`
        PAGE_RANK "pageRank",
        /// k核数
        CORE_NUMBER "coreNumber",
        /// 社团
        COMMUNITY "community",
        /// 约束系数
        CONSTRAINT "constraint",
        /// 有效规模
        EFFECTIVE_SIZE "effectiveSize",
        /// 效率
        EFFICIENCY "efficiency",
        /// 聚类系数
        CLUSTERING "clustering",
        /// 割点
        IS_ARTICULATION "isArticulation",
        /// 核心
        IS_CORE "isCore",
        /// 广度
        BREADTH "breadth",
        /// 牵头广度
        LEAD_BREADTH "leadBreadth",
        /// 深度
        DEPTH "depth",
        /// 牵头占比
        LEAD_SHARE "leadShare",
        /// What differs between two plans 方案对照.
        COMPARISON "Comparison",
        /// One thing that differs 变化.
        CHANGE "Change",
        /// comparison → the first plan
        COMPARED_FROM "comparedFrom",
        /// comparison → the second plan
        COMPARED_TO "comparedTo",
        /// change → comparison
        IN_COMPARISON "inComparison",
        /// change → what kind
        CHANGE_KIND "changeKind",
        /// change → task of the first plan
        FROM_TASK "fromTask",
        /// change → task of the second plan
        TO_TASK "toTask",
        /// change → party of the first plan
        FROM_PARTY "fromParty",
        /// change → party of the second plan
        TO_PARTY "toParty",
        /// change → the party's role in the first plan
        FROM_ROLE "fromRole",
        /// change → the party's role in the second plan
        TO_ROLE "toRole",
        /// change → section of the first plan
        FROM_SECTION "fromSection",
        /// change → section of the second plan
        TO_SECTION "toSection",
        /// change → words of the first plan
        BEFORE "before",
        /// change → words of the second plan
        AFTER "after",
        /// change → how similar the words of its tasks are
        SIMILARITY "similarity",
        /// change of a unit → how many tasks it leads in the first plan
        LEADS_BEFORE "leadsBefore",
        /// change of a unit → how many tasks it leads in the second plan
        LEADS_AFTER "leadsAfter",
        /// The function of queries that tells whether a text has the words that are sought 文本匹配.
        MATCHES "matches",
    }
}

vocabulary! {
    /// RDF.
    rdf = "http://www.w3.org/1999/02/22-rdf-syntax-ns#" {
        /// a
        TYPE "type",
        /// Subject of a reified statement.
        SUBJECT "subject",
        /// Its predicate.
        PREDICATE "predicate",
        /// Its object.
        OBJECT "object",
        /// The value of a structured thing.
        VALUE "value",
    }
}

vocabulary! {
    /// RDF Schema.
    rdfs = "http://www.w3.org/2000/01/rdf-schema#" {
        /// A label.
        LABEL "label",
    }
}

vocabulary! {
    /// SKOS.
    skos = "http://www.w3.org/2004/02/skos/core#" {
        /// A concept.
        CONCEPT "Concept",
        /// A scheme of concepts.
        CONCEPT_SCHEME "ConceptScheme",
        /// Preferred name.
        PREF_LABEL "prefLabel",
        /// Another name.
        ALT_LABEL "altLabel",
        /// Broader concept.
        BROADER "broader",
        /// The scheme of a concept.
        IN_SCHEME "inScheme",
        /// Concept without a broader one.
        TOP_CONCEPT_OF "topConceptOf",
        /// Code.
        NOTATION "notation",
        /// Nearly the same in another scheme.
        CLOSE_MATCH "closeMatch",
    }
}

vocabulary! {
    /// Dublin Core.
    dcterms = "http://purl.org/dc/terms/" {
        /// Title.
        TITLE "title",
        /// When issued.
        ISSUED "issued",
        /// When it happened.
        DATE "date",
        /// Where it comes from.
        SOURCE "source",
        /// Number of the document.
        IDENTIFIER "identifier",
    }
}

vocabulary! {
    /// PROV-O.
    prov = "http://www.w3.org/ns/prov#" {
        /// A run.
        ACTIVITY "Activity",
        /// A thing.
        ENTITY "Entity",
        /// A person.
        PERSON "Person",
        /// A program.
        SOFTWARE_AGENT "SoftwareAgent",
        /// What a run read.
        USED "used",
        /// What a thing came from.
        WAS_DERIVED_FROM "wasDerivedFrom",
        /// What a thing was made by.
        WAS_GENERATED_BY "wasGeneratedBy",
        /// Who ran it.
        WAS_ASSOCIATED_WITH "wasAssociatedWith",
    }
}

vocabulary! {
    /// ORG.
    org = "http://www.w3.org/ns/org#" {
        /// An organisation recognised in law.
        FORMAL_ORGANIZATION "FormalOrganization",
        /// A reorganisation.
        CHANGE_EVENT "ChangeEvent",
        /// organisation → reorganisation that changed it
        CHANGED_BY "changedBy",
        /// reorganisation → organisation before it
        ORIGINAL_ORGANIZATION "originalOrganization",
        /// reorganisation → organisation after it
        RESULTING_ORGANIZATION "resultingOrganization",
    }
}

vocabulary! {
    /// `GeoSPARQL`.
    geo = "http://www.opengis.net/ont/geosparql#" {
        /// A thing with a place.
        FEATURE "Feature",
        /// A geometry.
        GEOMETRY "Geometry",
        /// The usual geometry.
        HAS_DEFAULT_GEOMETRY "hasDefaultGeometry",
        /// A geometry as text.
        AS_WKT "asWKT",
        /// The datatype of such text.
        WKT_LITERAL "wktLiteral",
    }
}

vocabulary! {
    /// XML Schema datatypes.
    xsd = "http://www.w3.org/2001/XMLSchema#" {
        /// Whole number.
        INTEGER "integer",
        /// Number with a fraction.
        DECIMAL "decimal",
        /// Characters.
        STRING "string",
        /// Year.
        G_YEAR "gYear",
        /// Month of a year.
        G_YEAR_MONTH "gYearMonth",
        /// Day.
        DATE "date",
    }
}

/// Prefixes under which queries and exports write these vocabularies, in the order of their names.
pub const PREFIXES: &[(&str, &str)] = &[
    ("dcterms", dcterms::NAMESPACE),
    ("fg", fg::NAMESPACE),
    ("geo", geo::NAMESPACE),
    ("org", org::NAMESPACE),
    ("owl", "http://www.w3.org/2002/07/owl#"),
    ("prov", prov::NAMESPACE),
    ("rdf", rdf::NAMESPACE),
    ("rdfs", rdfs::NAMESPACE),
    ("skos", skos::NAMESPACE),
    ("xsd", xsd::NAMESPACE),
];

/// The classes above each class, so that a query for the wider class finds the narrower: as `rdfs:subClassOf` says in the ontology.
pub const SUPERCLASSES: &[(NamedNodeRef<'_>, &[NamedNodeRef<'_>])] = &[
    (fg::UNIT, &[fg::PARTY, org::FORMAL_ORGANIZATION]),
    (fg::GROUP, &[fg::PARTY]),
    (fg::LATER_UNIT, &[org::FORMAL_ORGANIZATION]),
    (fg::PERSON_CLASS, &[prov::PERSON]),
    (fg::ADMINISTRATIVE_DIVISION, &[fg::PLACE]),
    (fg::BORDER_PORT, &[fg::PORT, fg::PLACE]),
    (fg::SEAPORT, &[fg::PORT, fg::PLACE]),
    (fg::RIVER_PORT, &[fg::PORT, fg::PLACE]),
    (fg::ECOLOGICAL_ZONE, &[fg::PLACE]),
    (fg::INDUSTRY_BELT, &[fg::PLACE]),
    (fg::CITY_CLUSTER, &[fg::PLACE]),
    (fg::PHYSICAL_REGION, &[fg::PLACE]),
    (fg::MACRO_REGION, &[fg::PLACE]),
    (fg::COUNTRY, &[fg::PLACE]),
    (fg::DEVELOPMENT_ZONE, &[fg::PLACE]),
    (fg::PROGRESS, &[prov::ENTITY]),
    (fg::WORKBOOK, &[prov::ENTITY]),
    (fg::CELL_CLASS, &[prov::ENTITY]),
    (fg::INDUSTRY, &[skos::CONCEPT]),
    (fg::TOPIC, &[skos::CONCEPT]),
    (fg::FUNCTION, &[skos::CONCEPT]),
    (fg::COMPARISON, &[prov::ENTITY]),
];
