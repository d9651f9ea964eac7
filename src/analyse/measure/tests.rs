//! Small networks whose measures can be reckoned by hand.

use super::*;
use crate::analyse::network::{Actor, Network, Relation};

/// The Krackhardt kite: D. Krackhardt, Assessing the Political Landscape, Administrative Science Quarterly 35 (1990), 342–369.
const KITE: &[(usize, usize)] = &[
    (0, 1),
    (0, 2),
    (0, 3),
    (0, 5),
    (1, 3),
    (1, 4),
    (1, 6),
    (2, 3),
    (2, 5),
    (3, 4),
    (3, 5),
    (3, 6),
    (4, 6),
    (5, 6),
    (5, 7),
    (6, 7),
    (7, 8),
    (8, 9),
];

fn network(actors: usize, relations: &[(usize, usize)], directed: bool) -> Network {
    let actor =
        |at: usize| Actor { id: format!("https://example.org/{at}"), label: at.to_string(), second_mode: false, values: Vec::new() };
    let relation = |(source, target): &(usize, usize)| Relation {
        source: *source,
        target: *target,
        weight: 1.0,
        tasks: Vec::new(),
        values: Vec::new(),
    };
    Network {
        name: "test".to_owned(),
        directed,
        two_mode: false,
        actor_columns: Vec::new(),
        actors: (0..actors).map(actor).collect(),
        relation_columns: Vec::new(),
        relations: relations.iter().map(relation).collect(),
    }
}

fn near(found: &[f64], expected: &[f64]) {
    assert_eq!(found.len(), expected.len());
    for (at, (found, expected)) in found.iter().zip(expected).enumerate() {
        assert!((found - expected).abs() < 5e-4, "{at}: {found} is not {expected}");
    }
}

#[test]
fn the_kite_has_three_different_centres() {
    let kite = Adjacency::of(&network(10, KITE, false));
    let swept = sweep(&kite, &(0..10).collect::<Vec<_>>());
    // As the paper tells: 3 has most neighbours, 7 is between, 5 and 6 are near.
    near(&betweenness(&swept), &[0.023, 0.023, 0.0, 0.102, 0.0, 0.231, 0.231, 0.389, 0.222, 0.0]);
    near(&closeness(&distances(&kite)), &[0.529, 0.529, 0.5, 0.6, 0.5, 0.643, 0.643, 0.6, 0.429, 0.310]);
    assert_eq!((0..10).max_by_key(|actor| kite.to(*actor).len()), Some(3));
    assert_eq!(core_numbers(&kite), [3, 3, 3, 3, 3, 3, 3, 2, 1, 1]);
}

#[test]
fn a_star_is_held_together_by_its_middle() {
    let star = Adjacency::of(&network(5, &[(0, 1), (0, 2), (0, 3), (0, 4)], false));
    assert_eq!(
        cuts(&star),
        Cuts { is_articulation: vec![true, false, false, false, false], bridges: vec![(0, 1), (0, 2), (0, 3), (0, 4)] }
    );
    assert_eq!(degree_centralisation(&star), Some(1.0));
    // Four neighbours that do not know each other: nothing is redundant, and each has a quarter: 4 × (1/4)².
    assert_eq!((constraint(&star)[0], effective_size(&star)[0]), (Some(0.25), Some(4.0)));
    let core = core_periphery(&star).unwrap_or_else(|| unreachable!());
    assert_eq!((core.is_core, core.misfits), (vec![true, false, false, false, false], 0));
}

#[test]
fn who_has_nobody_has_no_measure_or_none_of_it() {
    let alone = Adjacency::of(&network(3, &[(0, 1)], false));
    assert_eq!((constraint(&alone)[2], effective_size(&alone)[2]), (None, None));
    let swept = sweep(&alone, &[0, 1, 2]);
    assert_eq!((betweenness(&swept), closeness(&distances(&alone))), (vec![0.0; 3], vec![0.5, 0.5, 0.0]));
    assert_eq!(components(&alone), (vec![1, 1, 2], 2));
    near(&page_rank(&alone), &[0.4651, 0.4651, 0.0698]);
    let empty = Adjacency::of(&network(0, &[], false));
    assert_eq!((page_rank(&empty), eigenvector(&empty), communities(&empty), core_periphery(&empty)), (vec![], None, None, None));
    assert_eq!((core_numbers(&empty), density(&empty, None), degree_centralisation(&empty)), (vec![], None, None));
}

#[test]
fn sparse_and_dense_networks_are_reckoned_alike() {
    // Everybody with everybody: the same once as a matrix, and once beside so many who know nobody that it is none.
    let all: Vec<(usize, usize)> = (0..6).flat_map(|one| (one + 1..6).map(move |other| (one, other))).collect();
    let (dense, sparse) = (Adjacency::of(&network(6, &all, false)), Adjacency::of(&network(60, &all, false)));
    assert_eq!(constraint(&dense)[..6], constraint(&sparse)[..6]);
    assert_eq!(effective_size(&dense)[..6], effective_size(&sparse)[..6]);
}

#[test]
fn two_circles_with_one_tie_are_two_communities() {
    let circles = [(0, 1), (0, 2), (1, 2), (3, 4), (3, 5), (4, 5), (2, 3)];
    let found = communities(&Adjacency::of(&network(6, &circles, false)));
    let found = found.unwrap_or_else(|| unreachable!());
    assert_eq!((found.of, found.count), (vec![1, 1, 1, 2, 2, 2], 2));
    // 6 of 7 relations within; each circle has 7 of 14 ends.
    near(&[found.modularity], &[6.0 / 7.0 - 0.5]);
}

#[test]
fn direction_counts_where_it_should() {
    let arcs = network(3, &[(0, 1), (1, 0), (1, 2)], true);
    let material = Material::new(&arcs, None);
    let measured = measure(&material, |_| true);
    let whole = |name: &str| measured.whole.iter().find(|(measure, _)| measure.name == name).map(|(_, value)| value.clone());
    assert_eq!(whole("reciprocity"), Some(Value::Number(2.0 / 3.0)));
    assert_eq!((whole("relations"), whole("density")), (Value::count(3), Some(Value::Number(0.5))));
    let column = |name: &str| {
        let at = measured.columns.iter().position(|measure| measure.name == name);
        at.map(|at| measured.actors.iter().map(|row| row[at].clone()).collect::<Vec<_>>())
    };
    assert_eq!(column("in_degree"), Some(vec![Value::count(1), Value::count(1), Value::count(1)]));
    assert_eq!(column("degree"), Some(vec![Value::count(1), Value::count(2), Value::count(1)]));
    // 2 reaches nobody; 0 and 1 reach it.
    assert_eq!(column("out_closeness").map(|column| column[2].clone()), Some(Some(Value::Number(0.0))));
    assert_eq!(column("closeness"), None);
    assert_eq!(column("breadth"), None);
}

#[test]
fn sums_are_the_same_for_any_number_of_processors() {
    let ring: Vec<(usize, usize)> =
        (0..400).flat_map(|at| [(at, (at + 1) % 400), (at, (at * 7 + 3) % 400)]).filter(|(one, other)| one != other).collect();
    let mut relations: Vec<(usize, usize)> = ring.into_iter().map(|(one, other)| (one.min(other), one.max(other))).collect();
    relations.sort_unstable();
    relations.dedup();
    let large = Adjacency::of(&network(400, &relations, false));
    let all: Vec<usize> = (0..400).collect();
    let with = |threads: usize| {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap_or_else(|_| unreachable!());
        pool.install(|| {
            (
                sweep(&large, &all),
                distances(&large),
                constraint(&large),
                effective_size(&large),
                eigenvector(&large),
                page_rank(&large),
                communities(&large),
            )
        })
    };
    assert_eq!(with(1), with(3));
}

#[test]
fn a_chain_takes_the_strongest_of_the_shortest() {
    let mut paths = network(5, &[(0, 1), (0, 2), (1, 3), (2, 3)], false);
    paths.relations[1].weight = 3.0;
    paths.relations[3].weight = 2.0;
    assert_eq!(chain(&paths, 0, 3), Some(vec![0, 2, 3]));
    assert_eq!((chain(&paths, 3, 0), chain(&paths, 1, 1), chain(&paths, 0, 4)), (Some(vec![3, 2, 0]), Some(vec![1]), None));
    assert_eq!(between(&paths, 3, 2), [3]);
}
