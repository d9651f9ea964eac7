use super::format::{FORMATS, format_named, format_of_ending};
use crate::analyse::network::{Actor, Column, Network, Relation, Value};

/// Two actors of one name that ends most strings and begins a formula, and one without a name; a relation with a hostile value.
fn hostile() -> Network {
    let actor = |id: &str, label: &str, kind: &str, share: Option<f64>| Actor {
        id: id.to_owned(),
        label: label.to_owned(),
        second_mode: false,
        values: vec![Value::words(kind), share.map(Value::Number)],
    };
    let relation = |source, target, weight, words: &str, many| Relation {
        source,
        target,
        weight,
        tasks: Vec::new(),
        values: vec![Value::words(words), Some(Value::Whole(many))],
    };
    Network {
        name: "a \"b\"".to_owned(),
        directed: true,
        two_mode: false,
        actor_columns: vec![Column::text("kind"), Column::number("label")],
        actors: vec![
            actor("u:1", "=水\"厅'\\u<&>", "unit", Some(0.5)),
            actor("u:2", "=水\"厅'\\u<&>", "", None),
            actor("u:3", "", "", Some(2.0)),
        ],
        relation_columns: vec![Column::text("label"), Column::whole("数")],
        relations: vec![relation(0, 1, 2.0, "一\n二\u{7}", 7), relation(2, 0, 0.25, "", 3_000_000_000)],
    }
}

/// Two of one mode and one of the other.
fn two_modes() -> Network {
    let mut network = hostile();
    (network.directed, network.two_mode) = (false, true);
    network.actors[0].label = "甲 一".to_owned();
    network.actors[1].label = "乙".to_owned();
    network.actors[2].second_mode = true;
    network.relations = vec![Relation { source: 0, target: 2, weight: 1.5, tasks: Vec::new(), values: vec![None, None] }];
    network
}

#[track_caller]
fn written(network: &Network, format: &str, part: usize) -> String {
    let mut out = Vec::new();
    format_named(format).expect("a format").write(network, part, &mut out).expect("written");
    String::from_utf8(out).expect("UTF-8")
}

#[track_caller]
fn is(format: &str, part: usize, expected: &str) {
    assert_eq!(written(&hostile(), format, part), expected, "{format}");
}

#[test]
fn names_and_endings_tell_formats_apart() {
    for format in FORMATS {
        assert_eq!(format_named(format.name()).map(super::Format::name), Some(format.name()));
        for ending in format.endings() {
            assert_eq!(format_of_ending(ending).map(super::Format::name), Some(format.name()));
        }
    }
    assert!(format_of_ending("ttl").is_none());
}

#[test]
fn gexf_is_well_formed_whatever_the_names_are() {
    is(
        "gexf",
        0,
        r#"<?xml version="1.0" encoding="UTF-8"?>
<gexf xmlns="http://gexf.net/1.3" version="1.3">
  <meta>
    <creator>fengong</creator>
    <description>a &quot;b&quot;</description>
  </meta>
  <graph defaultedgetype="directed" mode="static">
    <attributes class="node" mode="static">
      <attribute id="0" title="kind" type="string"/>
      <attribute id="1" title="label_2" type="double"/>
    </attributes>
    <attributes class="edge" mode="static">
      <attribute id="1" title="数" type="long"/>
    </attributes>
    <nodes>
      <node id="u:1" label="=水&quot;厅&apos;\u&lt;&amp;&gt;">
        <attvalues>
          <attvalue for="0" value="unit"/>
          <attvalue for="1" value="0.5"/>
        </attvalues>
      </node>
      <node id="u:2" label="=水&quot;厅&apos;\u&lt;&amp;&gt;">
      </node>
      <node id="u:3" label="">
        <attvalues>
          <attvalue for="1" value="2"/>
        </attvalues>
      </node>
    </nodes>
    <edges>
      <edge id="0" source="u:1" target="u:2" weight="2" label="一&#10;二�">
        <attvalues>
          <attvalue for="1" value="7"/>
        </attvalues>
      </edge>
      <edge id="1" source="u:3" target="u:1" weight="0.25">
        <attvalues>
          <attvalue for="1" value="3000000000"/>
        </attvalues>
      </edge>
    </edges>
  </graph>
</gexf>
"#,
    );
}

#[test]
fn graphml_is_well_formed_and_typed() {
    is(
        "graphml",
        0,
        r#"<?xml version="1.0" encoding="UTF-8"?>
<graphml xmlns="http://graphml.graphdrawing.org/xmlns">
  <key id="label" for="node" attr.name="label" attr.type="string"/>
  <key id="iri" for="node" attr.name="iri" attr.type="string"/>
  <key id="node-0" for="node" attr.name="kind" attr.type="string"/>
  <key id="node-1" for="node" attr.name="label_2" attr.type="double"/>
  <key id="weight" for="edge" attr.name="weight" attr.type="double"/>
  <key id="edge-0" for="edge" attr.name="label" attr.type="string"/>
  <key id="edge-1" for="edge" attr.name="数" attr.type="long"/>
  <graph id="network" edgedefault="directed">
    <node id="n0">
      <data key="label">=水&quot;厅&apos;\u&lt;&amp;&gt;</data>
      <data key="iri">u:1</data>
      <data key="node-0">unit</data>
      <data key="node-1">0.5</data>
    </node>
    <node id="n1">
      <data key="label">=水&quot;厅&apos;\u&lt;&amp;&gt;</data>
      <data key="iri">u:2</data>
    </node>
    <node id="n2">
      <data key="label"></data>
      <data key="iri">u:3</data>
      <data key="node-1">2</data>
    </node>
    <edge id="e0" source="n0" target="n1">
      <data key="weight">2</data>
      <data key="edge-0">一
二�</data>
      <data key="edge-1">7</data>
    </edge>
    <edge id="e1" source="n2" target="n0">
      <data key="weight">0.25</data>
      <data key="edge-1">3000000000</data>
    </edge>
  </graph>
</graphml>
"#,
    );
}

#[test]
fn gml_is_ascii_with_references() {
    is(
        "gml",
        0,
        r#"graph [
  directed 1
  name "a &quot;b&quot;"
  node [
    id 0
    label "=&#27700;&quot;&#21381;'\u<&amp;>"
    iri "u:1"
    kind "unit"
    label_2 0.5
  ]
  node [
    id 1
    label "=&#27700;&quot;&#21381;'\u<&amp;>"
    iri "u:2"
  ]
  node [
    id 2
    label ""
    iri "u:3"
    label_2 2.0
  ]
  edge [
    source 0
    target 1
    weight 2.0
    label "&#19968;&#10;&#20108;&#7;"
    column_2 7
  ]
  edge [
    source 2
    target 0
    weight 0.25
    column_2 3000000000.0
  ]
]
"#,
    );
}

#[test]
fn tables_have_the_heads_of_gephi_and_no_formulas() {
    is("csv", 0, "Id,Label,kind,label_2\r\nu:1,\"'=水\"\"厅'\\u<&>\",unit,0.5\r\nu:2,\"'=水\"\"厅'\\u<&>\",,\r\nu:3,,,2\r\n");
    is("csv", 1, "Source,Target,Type,Weight,Label,数\r\nu:1,u:2,Directed,2,\"一\n二\u{7}\",7\r\nu:3,u:1,Directed,0.25,,3000000000\r\n");
}

#[test]
fn words_that_would_be_formulas_are_defused_and_numbers_are_not() {
    let mut network = hostile();
    for (label, cell) in
        [("=1", "'=1"), ("+1", "'+1"), ("-1", "'-1"), ("@a", "'@a"), ("\ta", "'\ta"), ("\ra", "\"'\ra\""), ("a=1", "a=1"), ("'=1", "'=1")]
    {
        network.actors[0].label = label.to_owned();
        network.actors[0].values = vec![Value::words(label), Some(Value::Number(-1.5))];
        let row = written(&network, "csv", 0);
        assert!(row.contains(&format!("\r\nu:1,{cell},{cell},-1.5\r\n")), "{row:?}");
    }
}

#[test]
fn matrices_have_unique_names_and_all_weights() {
    let name = "=水\"\"厅'\\u<&>";
    is("matrix", 0, &format!(",\"'{name}\",\"'{name} (2)\",#3\r\n\"'{name}\",0,2,0\r\n\"'{name} (2)\",0,0,0\r\n#3,0.25,0,0\r\n"));
    let mut network = hostile();
    network.directed = false;
    assert!(written(&network, "matrix", 0).ends_with("(2)\",2,0,0\r\n#3,0.25,0,0\r\n"));
    assert_eq!(written(&two_modes(), "matrix", 0), ",#3\r\n甲 一,1.5\r\n乙,0\r\n");
}

#[test]
fn names_that_are_the_same_are_counted_however_many_they_are() {
    let mut network = hostile();
    let actor = Actor { label: "厅".to_owned(), ..network.actors[0].clone() };
    network.relations.clear();
    network.actors = (0..20_000).map(|at| Actor { id: format!("u{at}"), ..actor.clone() }).collect();
    network.actors[1].label = "厅 (3)".to_owned();
    network.actors[2].label = "甲".to_owned();
    let vertices = written(&network, "pajek", 0);
    assert!(
        vertices.starts_with("*Vertices 20000\r\n1 \"厅\"\r\n2 \"厅 (3)\"\r\n3 \"甲\"\r\n4 \"厅 (2)\"\r\n5 \"厅 (4)\"\r\n"),
        "{}",
        &vertices[..90]
    );
    assert!(vertices.ends_with("20000 \"厅 (19999)\"\r\n*Arcs\r\n"));
}

#[test]
fn pajek_has_arcs_edges_and_two_modes() {
    is("pajek", 0, "*Vertices 3\r\n1 \"=水＂厅'＼u<&>\"\r\n2 \"=水＂厅'＼u<&> (2)\"\r\n3 \"#3\"\r\n*Arcs\r\n1 2 2\r\n3 1 0.25\r\n");
    assert_eq!(written(&two_modes(), "pajek", 0), "*Vertices 3 2\r\n1 \"甲 一\"\r\n2 \"乙\"\r\n3 \"#3\"\r\n*Edges\r\n1 3 1.5\r\n");
}

#[test]
fn dl_has_a_matrix_of_one_mode_or_of_two() {
    is("dl", 0, "dl n=3 format=edgelist1\r\nlabels:\r\n＝水＂厅'＼u<&>,\"＝水＂厅'＼u<&> (2)\",#3\r\ndata:\r\n1 2 2\r\n3 1 0.25\r\n");
    let expected = "dl nr=2 nc=1 format=edgelist2\r\nrow labels:\r\n\"甲 一\",乙\r\ncolumn labels:\r\n#3\r\ndata:\r\n1 1 1.5\r\n";
    assert_eq!(written(&two_modes(), "dl", 0), expected);
}

#[test]
fn vna_has_ties_both_ways_where_there_is_no_direction() {
    let name = "=水＂厅'＼u<&>";
    is(
        "vna",
        0,
        &format!(
            "*node data\r\nID iri kind label\r\n\"{name}\" \"u:1\" \"unit\" 0.5\r\n\"{name} (2)\" \"u:2\" \"\" \"\"\r\n\"#3\" \"u:3\" \"\" 2\r\n\
             *tie data\r\nfrom to strength label 数\r\n\"{name}\" \"{name} (2)\" 2 \"一 二\u{fffd}\" 7\r\n\"#3\" \"{name}\" 0.25 \"\" 3000000000\r\n"
        ),
    );
    let ties = written(&two_modes(), "vna", 0);
    assert!(ties.ends_with("\"甲 一\" \"#3\" 1.5 \"\" \"\"\r\n\"#3\" \"甲 一\" 1.5 \"\" \"\"\r\n"), "{ties}");
    assert!(ties.contains("ID iri mode kind label\r\n\"甲 一\" \"u:1\" 1 \"unit\" 0.5\r\n"), "{ties}");
}

#[test]
fn cypher_has_no_string_that_ends_early() {
    is(
        "cypher",
        0,
        r"CREATE CONSTRAINT actor_iri IF NOT EXISTS FOR (n:Actor) REQUIRE n.iri IS UNIQUE;
UNWIND [
  {iri: 'u:1', name: '=水\x22厅\'\\' + 'u<&>', kind: 'unit', label: 0.5}
] AS row MERGE (n:Actor {iri: row.iri}) SET n:Unit, n += row;
UNWIND [
  {iri: 'u:2', name: '=水\x22厅\'\\' + 'u<&>'},
  {iri: 'u:3', name: '', label: 2.0}
] AS row MERGE (n:Actor {iri: row.iri}) SET n:Thing, n += row;
UNWIND [
  {source: 'u:1', target: 'u:2', told: {weight: 2.0, label: '一\n二\u0007', `数`: 7}},
  {source: 'u:3', target: 'u:1', told: {weight: 0.25, `数`: 3000000000}}
] AS row MATCH (a:Actor {iri: row.source}) MATCH (b:Actor {iri: row.target}) MERGE (a)-[r:A__B_]->(b) SET r += row.told;
"
        .replace("\\x22", "\"")
        .as_str(),
    );
}

#[test]
fn tables_for_neo4j_have_types_and_one_line_a_row() {
    let name = "'=水\"\"厅'\\u<&>";
    is(
        "neo4j",
        0,
        &format!(
            "iri:ID,name:string,kind:string,label:double,:LABEL\r\nu:1,\"{name}\",unit,0.5,Actor;Unit\r\nu:2,\"{name}\",,,Actor;Thing\r\nu:3,,,2,Actor;Thing\r\n"
        ),
    );
    is(
        "neo4j",
        1,
        ":START_ID,:END_ID,:TYPE,weight:double,label:string,数:long\r\nu:1,u:2,A__B_,2,一 二\u{7},7\r\nu:3,u:1,A__B_,0.25,,3000000000\r\n",
    );
}

#[test]
fn json_holds_everything_as_it_is() {
    let document: serde_json::Value = serde_json::from_str(&written(&hostile(), "node-link", 0)).expect("JSON");
    let expected = serde_json::json!({
        "directed": true,
        "multigraph": false,
        "graph": { "name": "a \"b\"" },
        "nodes": [
            { "id": "u:1", "label": "=水\"厅'\\u<&>", "kind": "unit", "label_2": 0.5 },
            { "id": "u:2", "label": "=水\"厅'\\u<&>" },
            { "id": "u:3", "label": "", "label_2": 2.0 },
        ],
        "edges": [
            { "source": "u:1", "target": "u:2", "weight": 2, "label": "一\n二\u{7}", "数": 7 },
            { "source": "u:3", "target": "u:1", "weight": 0.25, "数": 3_000_000_000_i64 },
        ],
    });
    assert_eq!(document, expected);
}

#[test]
fn cx2_declares_what_it_holds() {
    let document: serde_json::Value = serde_json::from_str(&written(&two_modes(), "cx2", 0)).expect("JSON");
    let counts = [("attributeDeclarations", 1), ("networkAttributes", 1), ("nodes", 3), ("edges", 1)];
    let expected = serde_json::json!([
        { "CXVersion": "2.0", "hasFragments": false },
        { "metaData": counts.map(|(name, count)| serde_json::json!({ "name": name, "elementCount": count })) },
        { "attributeDeclarations": [{
            "networkAttributes": { "name": { "d": "string" }, "directed": { "d": "boolean" } },
            "nodes": {
                "name": { "d": "string" }, "iri": { "d": "string" }, "mode": { "d": "long" }, "kind": { "d": "string" },
                "label": { "d": "double" },
            },
            "edges": { "weight": { "d": "double" }, "label": { "d": "string" }, "数": { "d": "long" } },
        }] },
        { "networkAttributes": [{ "name": "a \"b\"", "directed": false }] },
        { "nodes": [
            { "id": 0, "v": { "name": "甲 一", "iri": "u:1", "mode": 1, "kind": "unit", "label": 0.5 } },
            { "id": 1, "v": { "name": "乙", "iri": "u:2", "mode": 1 } },
            { "id": 2, "v": { "name": "", "iri": "u:3", "mode": 2, "label": 2.0 } },
        ] },
        { "edges": [{ "id": 0, "s": 0, "t": 2, "v": { "weight": 1.5 } }] },
        { "status": [{ "success": true }] },
    ]);
    assert_eq!(document, expected);
}

#[test]
fn the_same_network_is_the_same_bytes() {
    for format in FORMATS {
        for part in 0..format.parts().len().max(1) {
            assert_eq!(written(&hostile(), format.name(), part), written(&hostile(), format.name(), part));
        }
    }
}
