"""networks.py networkx|igraph SMALL LARGE: the measures of benches/networks.rs on the same networks. Prints name, wall and processor seconds."""

import sys
import time

library, small_path, large_path = sys.argv[1:]
small = [(int(a), int(b), float(w)) for a, b, w in map(str.split, open(small_path))]
large = [(int(a), int(b)) for a, b in map(str.split, open(large_path))]


def took(name, work):
    wall, cpu, rounds = time.perf_counter(), time.process_time(), 0
    while rounds == 0 or time.perf_counter() - wall < 0.2:
        found = work()
        rounds += 1
    print(f"{library} {name}\t{(time.perf_counter() - wall) / rounds:.6f}\t{(time.process_time() - cpu) / rounds:.6f}", flush=True)
    return found


if library == "networkx":
    import networkx as nx

    def weighted():
        graph = nx.Graph()
        graph.add_weighted_edges_from(small)
        return graph

    few = took("small build", weighted)
    took("small pagerank", lambda: nx.pagerank(few))
    took("small betweenness exact", lambda: nx.betweenness_centrality(few))
    took("small closeness", lambda: nx.closeness_centrality(few))
    took("small eigenvector", lambda: nx.eigenvector_centrality(few, max_iter=1000, weight="weight"))
    took("small k-core", lambda: nx.core_number(few))
    took("small constraint", lambda: nx.constraint(few, weight="weight"))
    took("small communities", lambda: nx.community.louvain_communities(few, seed=1))
    many = took("large build", lambda: nx.Graph(large))
    took("large pagerank", lambda: nx.pagerank(many))
    took("large k-core", lambda: nx.core_number(many))
    took("large betweenness 10 sources", lambda: nx.betweenness_centrality(many, k=10, seed=1))
    took("large communities", lambda: nx.community.louvain_communities(many, seed=1))
else:
    import igraph as ig

    def build(pairs, weights=None):
        graph = ig.Graph(n=1 + max(max(pair) for pair in pairs), edges=pairs)
        if weights:
            graph.es["weight"] = weights
        return graph

    few = took("small build", lambda: build([edge[:2] for edge in small], [edge[2] for edge in small]))
    took("small pagerank", lambda: few.pagerank(weights="weight"))
    took("small betweenness exact", few.betweenness)
    took("small closeness", few.closeness)
    took("small eigenvector", lambda: few.eigenvector_centrality(weights="weight"))
    took("small k-core", few.coreness)
    took("small constraint", lambda: few.constraint(weights="weight"))
    took("small communities", lambda: few.community_leiden("modularity", weights="weight"))
    many = took("large build", lambda: build(large))
    took("large pagerank", many.pagerank)
    took("large k-core", many.coreness)
    took("large betweenness 10 sources", lambda: many.betweenness(sources=range(0, 100_000, 10_000)))
    took("large communities", lambda: many.community_leiden("modularity"))
