// Reads networks that fengong exported with the parsers of Gephi Lite, and their script of Cypher with the parser of Neo4j; compares the networks
// with the node-link JSON of the same. read.js FOLDER NAME…
const assert = require("node:assert/strict");
const fs = require("node:fs");
const path = require("node:path");
const Graph = require("graphology");
const gexf = require("graphology-gexf");
const graphml = require("graphology-graphml");
const { lintCypherQuery } = require("@neo4j-cypher/language-support");

const [folder, ...names] = process.argv.slice(2);

// XML 1.0 holds no control characters.
const xml = (value) => (typeof value === "string" ? value.replace(/[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]/g, "\ufffd") : value);

const told = (attributes, leave) =>
  Object.fromEntries(Object.entries(attributes).filter(([name, value]) => !leave.includes(name) && value !== "").map(([name, value]) => [name, xml(value)]));

for (const name of names) {
  const text = (ending) => fs.readFileSync(path.join(folder, `${name}.${ending}`), "utf8");
  const data = JSON.parse(text("json"));
  const place = new Map(data.nodes.map((node, at) => [node.id, at]));
  const formats = { gexf: [gexf.parse(Graph, text("gexf")), (id) => id], graphml: [graphml.parse(Graph, text("graphml")), (id) => `n${place.get(id)}`] };
  for (const [format, [graph, id]] of Object.entries(formats)) {
    const what = `${name}: ${format}`;
    assert.equal(graph.order, data.nodes.length, what);
    assert.equal(graph.size, data.edges.length, what);
    if (data.edges.length > 0) assert.equal(graph.type, data.directed ? "directed" : "undirected", what);
    for (const node of data.nodes) {
      const found = told(graph.getNodeAttributes(id(node.id)), ["iri"]);
      assert.deepEqual(found, told(node, ["id"]), `${what}: ${node.id}`);
    }
    for (const edge of data.edges) {
      const found = told(graph.getEdgeAttributes(graph.edge(id(edge.source), id(edge.target))), []);
      assert.deepEqual(found, told(edge, ["source", "target"]), `${what}: ${edge.source} ${edge.target}`);
    }
  }
  const { diagnostics } = lintCypherQuery(text("cypher"), {});
  assert.deepEqual(diagnostics.map((found) => found.message), [], `${name}: Cypher`);
}
// A checker that finds nothing wrong in anything would find nothing here either.
assert.notEqual(lintCypherQuery("MERGE (n:Actor {iri: 'it's'}) SET n:Unit;", {}).diagnostics.length, 0);
console.log(names.length);
