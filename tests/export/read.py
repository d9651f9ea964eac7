"""Reads networks that fengong exported with the tools that people use, and compares each with the node-link JSON of the same network.

read.py FOLDER NAME: FOLDER/NAME.json is the reference, FOLDER/NAME.gexf and so on are compared with it. Only differences are told, by failing.
"""

import csv
import json
import math
import pathlib
import re
import sys
import warnings

import igraph
import ndex2.cx2
import networkx as nx
import pandas

FOLDER, NAME = pathlib.Path(sys.argv[1]), sys.argv[2]
TEXT = FOLDER / f"{NAME}.json"
REFERENCE = nx.node_link_graph(json.loads(TEXT.read_text(encoding="utf-8")), edges="edges")
DATA = json.loads(TEXT.read_text(encoding="utf-8"))
NODES = [node["id"] for node in DATA["nodes"]]
PLACE = {name: at for at, name in enumerate(NODES)}
DIRECTED = DATA["directed"]
TWO_MODE = any("mode" in node for node in DATA["nodes"])
ROWS = [at for at, node in enumerate(DATA["nodes"]) if node.get("mode") != 2]


def path(ending):
    return FOLDER / f"{NAME}.{ending}"


def ends(source, target):
    return (source, target) if DIRECTED else tuple(sorted((source, target)))


def same(what, found, expected):
    if found == expected:
        return
    if isinstance(found, dict) and isinstance(expected, dict):
        for key in list(expected) + list(found):
            if found.get(key, "(none)") != expected.get(key, "(none)"):
                sys.exit(f"{NAME}: {what}: {key!r}: {found.get(key, '(none)')!r} instead of {expected.get(key, '(none)')!r}")
    sys.exit(f"{NAME}: {what}: {found!r} instead of {expected!r}")


def told(attributes, text, leave=()):
    """Attributes with their words as a format holds them; an empty one is none."""
    held = {key: text(value) if isinstance(value, str) else value for key, value in attributes.items() if key not in leave}
    return {key: value for key, value in held.items() if value != "" and not (isinstance(value, float) and math.isnan(value))}


def expected_nodes(text=str, key=lambda name: name):
    """What is told of each node, in the order of the file."""
    return {at: {key(name): value for name, value in told(node, text, ("id",)).items()} for at, node in enumerate(DATA["nodes"])}


def expected_edges(text=str, key=lambda name: name):
    edges = {}
    for edge in DATA["edges"]:
        attributes = {key(name): value for name, value in told(edge, text, ("source", "target")).items()}
        edges[ends(PLACE[edge["source"]], PLACE[edge["target"]])] = attributes
    return edges


def weights():
    return {pair: edge["weight"] for pair, edge in expected_edges().items()}


def xml(text):
    """XML 1.0 holds no control characters."""
    return re.sub("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]", "\ufffd", text)


def compare(what, nodes, edges, text=str, key=lambda name: name):
    same(f"{what}, nodes", nodes, expected_nodes(text, key))
    same(f"{what}, edges", edges, expected_edges(text, key))


def of_networkx(graph, place, leave_nodes=(), leave_edges=("id",)):
    same("direction", graph.is_directed(), DIRECTED)
    nodes = {place(name, data): told(data, str, leave_nodes) for name, data in graph.nodes(data=True)}
    by_name = {name: place(name, data) for name, data in graph.nodes(data=True)}
    edges = {ends(by_name[s], by_name[t]): told(data, str, leave_edges) for s, t, data in graph.edges(data=True)}
    same("number of edges", graph.number_of_edges(), len(edges))
    return nodes, edges


def of_igraph(graph, leave=("id",)):
    same("direction", graph.is_directed(), DIRECTED)
    nodes = {vertex.index: told(vertex.attributes(), str, leave) for vertex in graph.vs}
    edges = {ends(edge.source, edge.target): told(edge.attributes(), str, leave) for edge in graph.es}
    same("number of edges", graph.ecount(), len(edges))
    return nodes, edges


def gexf():
    graph = nx.read_gexf(path("gexf"))
    place = {xml(name): at for name, at in PLACE.items()}
    compare("GEXF in NetworkX", *of_networkx(graph, lambda name, data: place[name]), text=xml)


def without_iri(nodes):
    """The IRI is an attribute where identifiers are something else: taken out, after it was looked at."""
    for at, attributes in nodes.items():
        same(f"IRI of node {at}", attributes.pop("iri"), NODES[at])
    return nodes


def graphml():
    nodes, edges = of_networkx(nx.read_graphml(path("graphml")), lambda name, data: int(name[1:]))
    compare("GraphML in NetworkX", without_iri(nodes), edges, text=xml)
    nodes, edges = of_igraph(igraph.Graph.Read_GraphML(str(path("graphml"))))
    compare("GraphML in igraph", without_iri(nodes), edges, text=xml)


def gml():
    def text(words):
        return words.replace("\0", "\ufffd")

    def keys(sheet, own):
        """The names of columns in ASCII."""
        names = [name for name in sheet if name not in own]
        return {name: name if re.fullmatch("[A-Za-z][A-Za-z0-9_]*", name) else None for name in names}

    graph = nx.read_gml(path("gml"), label="id")
    nodes, edges = of_networkx(graph, lambda name, data: name)
    without_iri(nodes)
    # A name that is not ASCII is the place of its column.
    odd = [name for of in (DATA["nodes"], DATA["edges"]) for row in of for name, key in keys(row, ()).items() if key is None]
    if odd:
        same("GML in NetworkX, number of nodes", len(nodes), len(NODES))
        same("GML in NetworkX, weights", {pair: edge["weight"] for pair, edge in edges.items()}, weights())
        values = sorted(str(value) for node in nodes.values() for value in node.values())
        same("GML in NetworkX, values", values, sorted(str(value) for node in expected_nodes(text).values() for value in node.values()))
    else:
        compare("GML in NetworkX", nodes, edges, text=text)
    with warnings.catch_warnings():
        # igraph tells of references that it leaves as they are: it decodes only those of five names.
        warnings.simplefilter("ignore")
        read = igraph.Graph.Read_GML(str(path("gml")))
    same("GML in igraph, number of nodes", read.vcount(), len(NODES))
    same("GML in igraph, weights", {ends(edge.source, edge.target): edge["weight"] for edge in read.es}, weights())


def unique(text):
    """Names as formats hold them in which a name is all that tells one from another."""
    names, taken = [], set()
    for at, node in enumerate(DATA["nodes"]):
        words = re.sub(r"\s+", " ", node["label"].replace("\u0085", " ")).strip(" ")
        words = "".join("\ufffd" if re.match("[\x00-\x1f\x7f-\x9f\ufffe\uffff]", c) else c for c in words)
        name = plain = "".join(text.get(c, c) for c in words) or f"#{at + 1}"
        number = 2
        while name.lower() in taken:
            name, number = f"{plain} ({number})", number + 1
        taken.add(name.lower())
        names.append(name)
    return names


WIDE = {'"': "＂", "\\": "＼"}


def pajek():
    names = unique(WIDE)
    graph = igraph.Graph.Read_Pajek(str(path("net")))
    same("Pajek in igraph, names", list(graph.vs["name"]), names)
    found = {ends(edge.source, edge.target): edge["weight"] for edge in graph.es}
    same("Pajek in igraph, weights", found, weights())
    same("Pajek in igraph, direction", graph.is_directed(), DIRECTED)
    if TWO_MODE:
        same("Pajek in igraph, modes", graph.vs["type"], [at not in ROWS for at in range(len(NODES))])
        return  # NetworkX does not read *Vertices n n1.
    graph = nx.read_pajek(path("net"), encoding="utf-8-sig")
    place = {name: at for at, name in enumerate(names)}
    same("Pajek in NetworkX, names", list(graph.nodes), names)
    found = {ends(place[s], place[t]): data["weight"] for s, t, data in graph.edges(data=True)}
    same("Pajek in NetworkX, weights", found, weights())


def labels_of(line):
    """Labels of DL: parted by commas or blanks, or between quotes."""
    found, at = [], 0
    for match in re.finditer(r'"([^"]*)"|([^\s,"=]+)|[\s,]+', line):
        if match.start() != at:
            sys.exit(f"DL: no label at {line[at:]!r}")
        at = match.end()
        if match[1] is not None or match[2] is not None:
            found.append(match[1] if match[1] is not None else match[2])
    same("DL, end of labels", at, len(line))
    return found


def dl():
    names = unique({**WIDE, ",": "，", "=": "＝"})
    lines = path("dl").read_bytes().decode("utf-8").split("\r\n")
    same("DL, last line", lines.pop(), "")
    head = re.fullmatch(r"dl (?:n=(\d+) format=edgelist1|nr=(\d+) nc=(\d+) format=edgelist2)", lines.pop(0))
    if TWO_MODE:
        same("DL, size", (int(head[2]), int(head[3])), (len(ROWS), len(NODES) - len(ROWS)))
        same("DL, heads", (lines[0], lines[2], lines[4]), ("row labels:", "column labels:", "data:"))
        same("DL, rows", labels_of(lines[1]), names[: len(ROWS)])
        same("DL, columns", labels_of(lines[3]), names[len(ROWS) :])
        pairs, shift = lines[5:], len(ROWS)
    else:
        same("DL, size", int(head[1]), len(NODES))
        same("DL, heads", (lines[0], lines[2]), ("labels:", "data:"))
        same("DL, labels", labels_of(lines[1]), names)
        pairs, shift = lines[3:], 0
    found = {}
    for line in pairs:
        row, column, weight = re.fullmatch(r"(\d+) (\d+) (\d+(?:\.\d+)?)", line).groups()
        found[(int(row) - 1, int(column) - 1 + shift)] = float(weight)
    expected = weights()
    if not DIRECTED and not TWO_MODE:
        expected |= {(t, s): weight for (s, t), weight in expected.items()}
    same("DL, weights", found, expected)


def vna():
    def text(words):
        words = re.sub(r"\s+", " ", words.replace("\u0085", " ")).strip(" ")
        words = "".join("\ufffd" if re.match("[\x00-\x1f\x7f-\x9f\ufffe\uffff]", c) else c for c in words)
        return "".join(WIDE.get(c, c) for c in words)

    def row(line):
        same("VNA, a line", re.sub(r'"[^"]*"|\S+', "", line).strip(" "), "")
        return [re.sub('"', "", cell) for cell in re.findall(r'"[^"]*"|\S+', line)]

    names = unique(WIDE)
    lines = path("vna").read_bytes().decode("utf-8").split("\r\n")
    same("VNA, ends", (lines.pop(), lines[0]), ("", "*node data"))
    middle = lines.index("*tie data")
    heads = lines[1].split(" ")
    nodes = [dict(zip(heads, row(line), strict=True)) for line in lines[2:middle]]
    same("VNA, names", [node["ID"] for node in nodes], names)
    same("VNA, IRIs", [node["iri"] for node in nodes], [text(name) for name in NODES])
    expected = expected_nodes(text)
    for at, node in enumerate(nodes):
        found = {key.removesuffix("_2"): value for key, value in node.items() if key not in ("ID", "iri") and value != ""}
        wanted = {key: plain(value) for key, value in expected[at].items() if key != "label"}
        same(f"VNA, node {at}", found, wanted)
    place = {name: at for at, name in enumerate(names)}
    heads = lines[middle + 1].split(" ")
    ties = [dict(zip(heads, row(line), strict=True)) for line in lines[middle + 2 :]]
    found = {(place[tie["from"]], place[tie["to"]]): float(tie["strength"]) for tie in ties}
    expected = weights()
    if not DIRECTED:
        expected |= {(t, s): weight for (s, t), weight in expected.items()}
    same("VNA, ties", found, expected)
    same("VNA, number of ties", len(ties), len(found))


def plain(value):
    """A value as a cell: whole numbers without a fraction."""
    return str(int(value)) if isinstance(value, float) and value.is_integer() else str(value)


def cell(words):
    words = words.replace("\0", "\ufffd")
    return f"'{words}" if words[:1] in ("=", "+", "-", "@", "\t", "\r") else words


def table(part):
    return pandas.read_csv(path(f"csv-{part}.csv"), dtype=str, keep_default_na=False, lineterminator=None)


def csvs():
    nodes = table("nodes")
    same("CSV, identifiers", list(nodes["Id"]), [cell(name) for name in NODES])
    same("CSV, labels", list(nodes["Label"]), [cell(node["label"]) for node in DATA["nodes"]])
    expected = expected_nodes(cell)
    for at, record in enumerate(nodes.to_dict("records")):
        found = {key: value for key, value in record.items() if key not in ("Id", "Label") and value != ""}
        same(f"CSV, node {at}", found, {key: plain(value) for key, value in expected[at].items() if key != "label"})
    edges = table("edges")
    expected = expected_edges(cell)
    place = {cell(name): at for name, at in PLACE.items()}
    for record in edges.to_dict("records"):
        pair = ends(place[record.pop("Source")], place[record.pop("Target")])
        same("CSV, type", record.pop("Type"), "Directed" if DIRECTED else "Undirected")
        found = {key.lower(): value for key, value in record.items() if value != ""}
        same(f"CSV, edge {pair}", found, {key.lower(): plain(value) for key, value in expected.pop(pair).items()})
    same("CSV, edges that are missing", expected, {})


def matrix():
    names = [cell(name) for name in unique({})]
    read = pandas.read_csv(path("matrix.csv"), index_col=0, keep_default_na=False)
    columns = [at for at in range(len(NODES)) if at not in ROWS] if TWO_MODE else list(range(len(NODES)))
    same("matrix, rows", [str(name) for name in read.index], [names[at] for at in ROWS])
    same("matrix, columns", list(read.columns), [names[at] for at in columns])
    found = {}
    for row, at in enumerate(ROWS):
        for column, other in enumerate(columns):
            if read.iat[row, column] != 0:
                found[(at, other)] = read.iat[row, column]
    expected = weights()
    if not DIRECTED and not TWO_MODE:
        expected |= {(t, s): weight for (s, t), weight in expected.items()}
    same("matrix, weights", found, expected)


def cx2():
    network = ndex2.cx2.RawCX2NetworkFactory().get_cx2network(json.loads(path("cx2").read_text(encoding="utf-8")))
    nodes = {}
    for at, node in network.get_nodes().items():
        attributes = dict(node["v"])
        attributes["label"], attributes_label = attributes.pop("name"), attributes.pop("label", None)
        if attributes_label is not None:
            attributes["label_2"] = attributes_label
        nodes[at] = told(attributes, str)
    without_iri(nodes)
    edges = {ends(edge["s"], edge["t"]): told(edge["v"], str) for edge in network.get_edges().values()}
    compare("CX2", nodes, edges)
    same("CX2, name", network.get_network_attributes()["name"], DATA["graph"]["name"])


def neo4j():
    def text(words):
        return re.sub("\r\n|\r|\n", " ", cell(words))

    def rows(part):
        lines = path(f"neo4j-{part}.csv").read_bytes().decode("utf-8").split("\r\n")
        same(f"Neo4j {part}, last line", lines.pop(), "")
        same(f"Neo4j {part}, lines in cells", [line for line in lines if "\n" in line or "\r" in line], [])
        heads, *cells = list(csv.reader(lines, strict=True))
        return heads, [dict(zip(heads, row, strict=True)) for row in cells]

    types = re.compile(r"[^:]+:(string|long|double)")
    heads, nodes = rows("nodes")
    same("Neo4j, heads of nodes", [head for head in heads if head not in ("iri:ID", ":LABEL") and not types.fullmatch(head)], [])
    same("Neo4j, identifiers", [node["iri:ID"] for node in nodes], [text(name) for name in NODES])
    same("Neo4j, names", [node["name:string"] for node in nodes], [text(node["label"]) for node in DATA["nodes"]])
    same("Neo4j, labels", [node[":LABEL"] for node in nodes if not re.fullmatch("Actor;[A-Z][a-z]+", node[":LABEL"])], [])
    heads, edges = rows("relationships")
    own = (":START_ID", ":END_ID", ":TYPE")
    same("Neo4j, heads of relationships", [head for head in heads if head not in own and not types.fullmatch(head)], [])
    place = {text(name): at for name, at in PLACE.items()}
    found = {ends(place[edge[":START_ID"]], place[edge[":END_ID"]]): float(edge["weight:double"]) for edge in edges}
    same("Neo4j, weights", found, weights())


TOKENS = re.compile(r"\s+|(?P<string>'(?:[^'\\]|\\.)*')|(?P<name>`(?:[^`]|``)*`|[A-Za-z_]\w*)|(?P<number>-?\d+(?:\.\d+)?)|(?P<sign>[\[\]{}:,+])")
ESCAPES = {"n": "\n", "r": "\r", "t": "\t", "'": "'", "\\": "\\"}


def values(words):
    """The value of a list of maps of Cypher."""
    out, at = [], 0
    while at < len(words):
        token = TOKENS.match(words, at)
        if token is None:
            sys.exit(f"Cypher: nothing that stands in a list: {words[at:at + 60]!r}")
        at = token.end()
        if token["string"]:
            string = re.sub(r"\\(?:u([0-9A-F]{4})|(.))", lambda m: chr(int(m[1], 16)) if m[1] else ESCAPES[m[2]], token["string"][1:-1])
            if out and out[-1] == "+":
                out.pop()
                string = json.loads(out.pop()) + string
            out.append(json.dumps(string))
        elif token["name"]:
            name = token["name"]
            out.append(json.dumps(name[1:-1].replace("``", "`") if name.startswith("`") else name))
        else:
            out.append(token["number"] or token["sign"] or "")
    return json.loads("".join(out))


def cypher():
    script = path("cypher").read_text(encoding="utf-8")
    head, *statements = re.split(r"(?<=;)\n", script.rstrip("\n"))
    nodes, edges = {}, {}
    for statement in statements:
        found = re.fullmatch(r"UNWIND (\[\n.*\n\]) AS row (MERGE|MATCH) .*;", statement, re.DOTALL)
        if found[2] == "MERGE":
            for row in values(found[1]):
                at = PLACE[row.pop("iri")]
                row["label"], label = row.pop("name"), row.pop("label", None)
                nodes[at] = told(row if label is None else {**row, "label_2": label}, str)
        else:
            for row in values(found[1]):
                edges[ends(PLACE[row["source"]], PLACE[row["target"]])] = told(row["told"], str)
    compare("Cypher", nodes, edges)


for read in (gexf, graphml, gml, pajek, dl, vna, csvs, matrix, cx2, neo4j, cypher):
    read()
same("node-link JSON in NetworkX", (REFERENCE.number_of_nodes(), REFERENCE.number_of_edges()), (len(NODES), len(DATA["edges"])))
print(len(NODES), len(DATA["edges"]))
