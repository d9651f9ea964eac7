//! An order of rows in which like stands beside like, so that the blocks of a matrix show.

/// The places of the rows in an order in which neighbours are alike, by the cosine of their values.
///
/// A chain is begun with the row of the greatest sum, each other row is put where it fits best, and stretches of the chain are turned round as long as
/// that brings likes closer together (2-opt, as for the travelling salesman: Climer and Zhang, Rearrangement clustering, JMLR 7 (2006), 919–943).
/// The heavier end comes first. The same rows give the same order.
pub fn alike(rows: &[Vec<f64>]) -> Vec<usize> {
    let sum = |at: usize| rows[at].iter().sum::<f64>();
    let mut by_weight: Vec<usize> = (0..rows.len()).collect();
    by_weight.sort_by(|a, b| sum(*b).total_cmp(&sum(*a)).then(a.cmp(b)));
    let lengths: Vec<f64> = rows.iter().map(|row| product(row, row).sqrt()).collect();
    let cosine = |one: usize, other: usize| {
        let length = lengths[one] * lengths[other];
        if length > 0.0 { product(&rows[one], &rows[other]) / length } else { 0.0 }
    };
    let alike: Vec<Vec<f64>> = (0..rows.len()).map(|one| (0..rows.len()).map(|other| cosine(one, other)).collect()).collect();
    // How well a row stands between two neighbours; an end has one only.
    let bond = |a: Option<&usize>, b: Option<&usize>| a.zip(b).map_or(0.0, |(a, b)| alike[*a][*b]);
    let mut chain: Vec<usize> = Vec::with_capacity(rows.len());
    for row in by_weight {
        let mut best = (f64::NEG_INFINITY, chain.len());
        for at in 0..=chain.len() {
            let (before, after) = (at.checked_sub(1).and_then(|at| chain.get(at)), chain.get(at));
            let gain = bond(before, Some(&row)) + bond(Some(&row), after) - bond(before, after);
            if gain > best.0 + 1e-12 {
                best = (gain, at);
            }
        }
        chain.insert(best.1, row);
    }
    // Each round is quadratic, and a few are enough.
    for _ in 0..ROUNDS {
        let mut better = false;
        for from in 0..chain.len() {
            for to in from + 1..chain.len() {
                let (before, after) = (from.checked_sub(1).and_then(|at| chain.get(at)), chain.get(to + 1));
                let now = bond(before, chain.get(from)) + bond(chain.get(to), after);
                let turned = bond(before, chain.get(to)) + bond(chain.get(from), after);
                if turned > now + 1e-12 {
                    chain[from..=to].reverse();
                    better = true;
                }
            }
        }
        if !better {
            break;
        }
    }
    let half = chain.len() / 2;
    let weight = |part: &[usize]| part.iter().map(|row| sum(*row)).sum::<f64>();
    if weight(&chain[chain.len() - half..]) > weight(&chain[..half]) {
        chain.reverse();
    }
    chain
}

/// The most rounds of improvement.
const ROUNDS: usize = 20;

fn product(one: &[f64], other: &[f64]) -> f64 {
    one.iter().zip(other).map(|(a, b)| a * b).sum()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn blocks_come_together_and_the_heavier_first() {
        let (a, b) = (vec![5.0, 4.0, 0.0, 0.0], vec![0.0, 0.0, 1.0, 1.0]);
        let order = alike(&[b.clone(), a.clone(), b.clone(), a.clone(), b]);
        assert_eq!(order.iter().map(|at| at % 2).collect::<Vec<_>>(), [1, 1, 0, 0, 0]);
        assert_eq!(alike(&[]), Vec::<usize>::new());
        assert_eq!(alike(&[vec![0.0], vec![0.0]]).len(), 2);
    }
}
