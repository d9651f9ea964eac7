//! The labels of blank nodes, which must not be the same in two documents, nor differ from run to run.

use rustc_hash::FxHashMap;

/// Gives the blank nodes of one document their labels.
///
/// In the first document a label stays; in the one after `n` others it is led by `ln_`. A node without a label is numbered as it comes.
/// Labels that look like such ones are led by something more, so that no two nodes get the same.
pub(super) struct Labels {
    document: u64,
    /// The numbers of nodes without a label, by what the parser calls them.
    numbered: FxHashMap<String, usize>,
}

impl Labels {
    pub(super) fn new(document: u64) -> Self {
        Self { document, numbered: FxHashMap::default() }
    }

    /// Whether a label stays as it is, told by its first letter.
    pub(super) fn stays(&self, label: &[u8]) -> bool {
        self.document == 0 && !matches!(label.first(), Some(b'l' | b'g' | b'x') | None)
    }

    /// The label for a label that the document has.
    pub(super) fn written(&self, label: &str) -> String {
        let inner = label.trim_start_matches("x_");
        let as_if_numbered = inner.strip_prefix('g').is_some_and(is_number);
        self.of_document(if as_if_numbered { format!("x_{label}") } else { label.to_owned() })
    }

    /// The label for a node without one, by what the parser calls it.
    pub(super) fn numbered(&mut self, name: &str) -> String {
        let next = self.numbered.len();
        let number = match self.numbered.get(name) {
            Some(number) => *number,
            None => *self.numbered.entry(name.to_owned()).or_insert(next),
        };
        self.of_document(format!("g{number}"))
    }

    fn of_document(&self, label: String) -> String {
        let as_of_other = label.strip_prefix('l').and_then(|rest| rest.split_once('_')).is_some_and(|(number, _)| is_number(number));
        if self.document > 0 || as_of_other { format!("l{}_{label}", self.document) } else { label }
    }
}

fn is_number(words: &str) -> bool {
    !words.is_empty() && words.bytes().all(|byte| byte.is_ascii_digit())
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::HashSet;

    #[test]
    fn no_two_nodes_get_the_same_label() {
        let mut seen = HashSet::new();
        for document in [0, 1, 12] {
            let mut labels = Labels::new(document);
            for label in ["a", "g0", "x_g0", "x_x_g1", "l0_a", "l1_a", "l1_g0", "l12_a", "l_a", "x_a", "l1", "l0_l1_a"] {
                assert!(seen.insert(labels.written(label)), "{label} of {document}");
                assert!(!labels.stays(label.as_bytes()) || labels.written(label) == label);
            }
            for name in ["0a", "0b"] {
                let label = labels.numbered(name);
                assert_eq!(labels.numbered(name), label);
                assert!(seen.insert(label));
            }
        }
    }
}
