"""Takes every measure of every network in FILE once more with NetworkX and igraph, and compares.

check.py FILE: reads what tests/measures/main.rs wrote, prints a table in Markdown for the network that is told in the documentation, and ends with
1 where a value differs by more than 1e-9.
"""

import itertools
import json
import math
import sys

import igraph
import networkx as nx
from networkx.algorithms import bipartite

LIMIT = 1e-9
differences = []


def compare(case, measure, by, ours, theirs):
    """Remembers the greatest difference of two lists of values; none is equal to none only."""
    if len(ours) != len(theirs):
        sys.exit(f"{case}: {measure}: {len(ours)} values, {by} has {len(theirs)}")
    worst = 0.0
    for at, (one, other) in enumerate(zip(ours, theirs)):
        missing = other is None or (isinstance(other, float) and math.isnan(other))
        if one is None or missing:
            if not (one is None and missing):
                sys.exit(f"{case}: {measure} of {at}: {one}, {by}: {other}")
            continue
        worst = max(worst, abs(one - other))
    if worst > LIMIT:
        sys.exit(f"{case}: {measure} differs from {by} by {worst}")
    differences.append((case, measure, by, worst, ours, theirs))


def fewest_misfits(graph):
    """The least number of pairs that do not fit any division into core and periphery, by trying all of them."""
    nodes = list(graph)
    best = math.inf
    for mask in range(1 << len(nodes)):
        core = {node for at, node in enumerate(nodes) if mask >> at & 1}
        pairs = len(core) * (len(core) - 1) // 2
        best = min(best, pairs - graph.subgraph(core).number_of_edges() + graph.subgraph(set(nodes) - core).number_of_edges())
    return best


def fit(graph, core):
    """Pearson's correlation of relations within core and within periphery with the ideal, pair by pair."""
    xs, ys = [], []
    for one, other in itertools.combinations(graph, 2):
        if (one in core) == (other in core):
            xs.append(1.0 if one in core else 0.0)
            ys.append(1.0 if graph.has_edge(one, other) else 0.0)
    mean = lambda values: sum(values) / len(values)
    mx, my = mean(xs), mean(ys)
    covariance = sum((x - mx) * (y - my) for x, y in zip(xs, ys))
    spread = math.sqrt(sum((x - mx) ** 2 for x in xs) * sum((y - my) ** 2 for y in ys))
    return covariance / spread if spread else None


def check(case):
    name, n, directed = case["name"], case["n"], case["directed"]
    actors, whole = case["actors"], case["whole"]
    given = nx.DiGraph() if directed else nx.Graph()
    given.add_nodes_from(range(n))
    given.add_weighted_edges_from(case["edges"])
    both = nx.Graph()
    both.add_nodes_from(range(n))
    for one, other, weight in case["edges"]:
        old = both.edges[one, other]["weight"] if both.has_edge(one, other) else 0.0
        both.add_edge(one, other, weight=old + weight)
    ig = igraph.Graph(n=n, edges=[edge[:2] for edge in case["edges"]], directed=directed)
    weights = [edge[2] for edge in case["edges"]]
    seen = set()

    def of_actors(measure, by, values):
        seen.add(measure)
        if measure not in actors:
            sys.exit(f"{name}: {measure} is missing")
        values = [values[node] for node in range(n)] if isinstance(values, dict) else list(values)
        compare(name, measure, by, actors[measure], values)

    def of_whole(measure, by, value):
        seen.add(measure)
        compare(name, measure, by, [whole.get(measure)], [value])

    of_whole("actors", "networkx number_of_nodes", given.number_of_nodes())
    of_whole("relations", "networkx number_of_edges", given.number_of_edges())
    of_whole("components", "networkx number_connected_components", nx.number_connected_components(both))
    of_whole("largest_component", "networkx connected_components", max(map(len, nx.connected_components(both))))
    lengths = [d for s, reached in nx.all_pairs_shortest_path_length(given) for t, d in reached.items() if s != t]
    of_whole("mean_distance", "networkx all_pairs_shortest_path_length", sum(lengths) / len(lengths) if lengths else None)
    of_whole("mean_distance", "igraph average_path_length", ig.average_path_length(unconn=True))
    of_whole("diameter", "igraph diameter", ig.diameter(unconn=True))
    of_whole("articulation_points", "networkx articulation_points", len(set(nx.articulation_points(both))))
    of_whole("bridges", "networkx bridges", len(list(nx.bridges(both))))
    compare(name, "bridges", "networkx bridges", [i for pair in case["bridges"] for i in pair],
            [i for pair in sorted(tuple(sorted(pair)) for pair in nx.bridges(both)) for i in pair])
    points = set(nx.articulation_points(both))
    of_actors("is_articulation", "networkx articulation_points", [1 if node in points else 0 for node in range(n)])
    of_actors("degree", "networkx degree", dict(both.degree()))
    of_actors("strength", "networkx degree(weight)", dict(both.degree(weight="weight")))
    of_actors("page_rank", "networkx pagerank", nx.pagerank(given, alpha=0.85, weight="weight", tol=1e-15, max_iter=1000))
    of_actors("page_rank", "igraph pagerank", ig.pagerank(damping=0.85, weights=weights))
    of_actors("core_number", "networkx core_number", nx.core_number(both))
    if nx.is_connected(both):
        values = nx.eigenvector_centrality_numpy(both, weight="weight")
        of_actors("eigenvector", "networkx eigenvector_centrality_numpy", values)
    else:
        seen.add("eigenvector")
        largest = max(nx.connected_components(both), key=lambda part: max(nx.adjacency_spectrum(both.subgraph(part), weight="weight").real))
        values = nx.eigenvector_centrality_numpy(both.subgraph(largest), weight="weight") if len(largest) > 2 else None
        if values:
            of_actors("eigenvector", "networkx eigenvector_centrality_numpy, of the part with the greatest eigenvalue",
                      [values.get(node, 0.0) for node in range(n)])

    if case["two_mode"]:
        first = set(range(case["first"]))
        of_whole("density", "networkx bipartite.density", bipartite.density(given, first))
        of_actors("betweenness", "networkx bipartite.betweenness_centrality", bipartite.betweenness_centrality(given, first))
        of_actors("closeness", "networkx bipartite.closeness_centrality", bipartite.closeness_centrality(given, first))
    else:
        of_whole("density", "networkx density", nx.density(given))
        of_whole("transitivity", "networkx transitivity", nx.transitivity(both))
        of_whole("mean_clustering", "networkx average_clustering", nx.average_clustering(both))
        degrees = [d for _, d in both.degree()]
        of_whole("degree_centralisation", "its formula", sum(max(degrees) - d for d in degrees) / ((n - 1) * (n - 2)))
        of_actors("clustering", "networkx clustering", nx.clustering(both))
        of_actors("betweenness", "networkx betweenness_centrality", nx.betweenness_centrality(given))
        scale = (n - 1) * (n - 2) / (1 if directed else 2)
        of_actors("betweenness", "igraph betweenness", [value / scale for value in ig.betweenness()])
        of_actors("constraint", "networkx constraint", nx.constraint(both, weight="weight"))
        both_ig = igraph.Graph(n=n, edges=list(both.edges()))
        of_actors("constraint", "igraph constraint", both_ig.constraint(weights=[w for *_, w in both.edges(data="weight")]))
        # Asked for all nodes at once, NetworkX 3.6 gives other values than asked for each; those for each are what its documentation defines.
        sizes = nx.effective_size(both, nodes=list(both), weight="weight")
        of_actors("effective_size", "networkx effective_size", sizes)
        of_actors("efficiency", "networkx effective_size over degree",
                  [sizes[node] / both.degree(node) if both.degree(node) else None for node in range(n)])
        groups = {}
        for node, group in enumerate(actors["community"]):
            groups.setdefault(group, set()).add(node)
        of_whole("communities", "the groups of the actors", len(groups))
        of_whole("modularity", "networkx modularity of the same groups", nx.community.modularity(both, groups.values(), weight="weight"))
        seen.add("community")
        # The groups are not unique, their quality is comparable: not worse than the best that Louvain and Leiden find from ten seeds.
        best = max(nx.community.modularity(both, nx.community.louvain_communities(both, weight="weight", seed=seed), weight="weight")
                   for seed in range(10))
        w = [w for *_, w in both.edges(data="weight")]
        best_leiden = max(both_ig.modularity(both_ig.community_leiden("modularity", weights=w, n_iterations=-1), weights=w) for _ in range(10))
        if whole["modularity"] < max(best, best_leiden) - 0.01:
            sys.exit(f"{name}: modularity {whole['modularity']}, Louvain {best}, Leiden {best_leiden}")
        core = {node for node, is_core in enumerate(actors["is_core"]) if is_core}
        of_whole("core_size", "the core of the actors", len(core))
        of_whole("core_fit", "correlation, pair by pair", fit(both, core))
        if n <= 12:
            misfits = len(core) * (len(core) - 1) // 2 - both.subgraph(core).number_of_edges()
            misfits += both.subgraph(set(both) - core).number_of_edges()
            compare(name, "is_core", "every division tried", [misfits], [fewest_misfits(both)])
        seen.add("is_core")
        if directed:
            of_whole("reciprocity", "networkx overall_reciprocity", nx.overall_reciprocity(given))
            of_actors("in_degree", "networkx in_degree", dict(given.in_degree()))
            of_actors("out_degree", "networkx out_degree", dict(given.out_degree()))
            of_actors("in_strength", "networkx in_degree(weight)", dict(given.in_degree(weight="weight")))
            of_actors("out_strength", "networkx out_degree(weight)", dict(given.out_degree(weight="weight")))
            of_actors("in_closeness", "networkx closeness_centrality", nx.closeness_centrality(given))
            of_actors("out_closeness", "networkx closeness_centrality of the reverse", nx.closeness_centrality(given.reverse()))
        else:
            of_actors("closeness", "networkx closeness_centrality", nx.closeness_centrality(given))
    # What a plan alone knows is counted again from the networks of topics and tasks.
    for measure, values in case.get("counted", {}).items():
        of_actors(measure, "counted again", values)
    unseen = (set(actors) | set(whole)) - seen
    if unseen:
        sys.exit(f"{name}: nothing is compared with {sorted(unseen)}")


cases = json.load(open(sys.argv[1], encoding="utf-8"))
for case in cases:
    check(case)
told = {}
for case, measure, by, worst, ours, theirs in differences:
    told.setdefault((case, measure), (by, worst, ours, theirs))
print("| network | measure | of | fengong | the other | greatest difference | by |")
print("|---|---|---|---|---|---|---|")
number = lambda value: "—" if value is None else f"{value:.9g}"
before = set()
for shown in (case for case in cases if case.get("told")):
    top = sorted(range(shown["n"]), key=lambda node: -shown["actors"]["strength"][node])[:2]
    for (case, measure), (by, worst, ours, theirs) in told.items():
        # Those of two modes have formulas of their own; otherwise a measure is told of the first network that has it.
        own = ("two" if shown["two_mode"] and measure in ("density", "betweenness", "closeness") else "one", measure)
        if case != shown["name"] or own in before or measure not in {**shown["whole"], **shown["actors"]}:
            continue
        before.add(own)
        rows = [("the network", shown["whole"][measure], theirs[0])] if measure in shown["whole"] else [
            (shown["labels"][node], ours[node], theirs[node]) for node in top]
        for of, one, other in rows:
            print(f"| {case} | `{measure}` | {of} | {number(one)} | {number(other)} | {worst:.1e} | {by} |")
print(f"<!-- {len(cases)} networks, {len(differences)} comparisons -->")
