//! A network as rows of neighbours, which is what measures walk over.

use crate::analyse::network::Network;
use petgraph::Directed;
use petgraph::csr::Csr;
use petgraph::graph::UnGraph;

/// Rows of neighbours with weights, in order.
type Rows = Csr<(), f64, Directed, u32>;

/// The relations of a network by where they begin and by where they end.
#[derive(Debug, Clone)]
pub struct Adjacency {
    out: Rows,
    /// Only where relations have a direction; otherwise both are the same.
    into: Option<Rows>,
}

impl Adjacency {
    /// The relations of a network with the direction that they have.
    pub fn of(network: &Network) -> Self {
        let arcs = network.relations.iter().map(|relation| (relation.source as u32, relation.target as u32, relation.weight));
        Self::from_arcs(network.actors.len(), arcs, network.directed)
    }

    /// The same without direction: what goes both ways between two actors is added up.
    pub fn both_ways(network: &Network) -> Self {
        let arcs = network.relations.iter().map(|relation| (relation.source as u32, relation.target as u32, relation.weight));
        Self::from_arcs(network.actors.len(), arcs, false)
    }

    /// Rows of arcs between `actors` actors, which are numbered from 0. Arcs of the same ends are added up, and those from an actor to itself
    /// left out; arcs that name no actor too.
    pub fn from_arcs(actors: usize, arcs: impl IntoIterator<Item = (u32, u32, f64)>, directed: bool) -> Self {
        let is_one = |(from, to, _): &(u32, u32, f64)| from != to && (*from as usize) < actors && (*to as usize) < actors;
        let mut out: Vec<_> = arcs.into_iter().filter(is_one).collect();
        let turned: Vec<_> = out.iter().map(|(from, to, weight)| (*to, *from, *weight)).collect();
        if directed {
            Self { out: rows(actors, out), into: Some(rows(actors, turned)) }
        } else {
            out.extend(turned);
            Self { out: rows(actors, out), into: None }
        }
    }

    /// How many actors there are.
    pub fn len(&self) -> usize {
        self.out.node_count()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Whether relations have a direction.
    pub const fn is_directed(&self) -> bool {
        self.into.is_some()
    }

    /// How many relations there are; one without direction counts once.
    pub fn relations(&self) -> usize {
        self.out.edge_count() / if self.is_directed() { 1 } else { 2 }
    }

    /// Whom an actor's relations go to, in order.
    pub fn to(&self, actor: usize) -> &[u32] {
        self.out.neighbors_slice(actor as u32)
    }

    /// How strong they are.
    pub fn weights_to(&self, actor: usize) -> &[f64] {
        self.out.edges_slice(actor as u32)
    }

    /// Whom the relations to an actor come from, in order.
    pub fn from(&self, actor: usize) -> &[u32] {
        self.into().neighbors_slice(actor as u32)
    }

    /// How strong they are.
    pub fn weights_from(&self, actor: usize) -> &[f64] {
        self.into().edges_slice(actor as u32)
    }

    /// How strong the relation from one actor to another is; 0 where there is none.
    pub fn weight(&self, from: usize, to: usize) -> f64 {
        self.to(from).binary_search(&(to as u32)).map_or(0.0, |at| self.weights_to(from)[at])
    }

    /// The relations without direction as a graph of petgraph, for the algorithms that need one.
    pub fn graph(&self) -> UnGraph<(), f64> {
        let mut graph = UnGraph::with_capacity(self.len(), self.relations());
        let nodes: Vec<_> = (0..self.len()).map(|_| graph.add_node(())).collect();
        for from in 0..self.len() {
            for (to, weight) in self.to(from).iter().zip(self.weights_to(from)) {
                if self.is_directed() || from < *to as usize {
                    graph.add_edge(nodes[from], nodes[*to as usize], *weight);
                }
            }
        }
        graph
    }

    fn into(&self) -> &Rows {
        self.into.as_ref().unwrap_or(&self.out)
    }
}

fn rows(actors: usize, mut arcs: Vec<(u32, u32, f64)>) -> Rows {
    // Stable: weights of the same ends are added in the order in which they came, so that the sum is the same run after run.
    arcs.sort_by_key(|(from, to, _)| (*from, *to));
    arcs.dedup_by(|next, kept| {
        let same = (next.0, next.1) == (kept.0, kept.1);
        if same {
            kept.2 += next.2;
        }
        same
    });
    let mut rows = Rows::from_sorted_edges(&arcs).unwrap_or_default();
    while rows.node_count() < actors {
        rows.add_node(());
    }
    rows
}
