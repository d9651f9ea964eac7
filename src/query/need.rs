//! What a query needs to be in the graph beside plans: without it its answer is empty, and says nothing.

use crate::graph::vocab::fg;
use crate::graph::{Graph, GraphError};
use oxigraph::model::Literal;

/// What a query needs, by the head of its text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Need {
    /// Ledgers that were filled in (`#+ needs: progress`).
    Progress,
    /// Measures of a network (`#+ needs: measures PARAMETER`).
    Measures {
        /// The parameter that names the network.
        network: &'static str,
    },
}

impl Need {
    /// What the head of a text declares.
    pub(super) fn of(text: &'static str) -> Option<Self> {
        let mut words = text.lines().find_map(|line| line.strip_prefix("#+ needs:"))?.split_whitespace();
        match (words.next()?, words.next()) {
            ("progress", None) => Some(Self::Progress),
            ("measures", Some(network)) => Some(Self::Measures { network }),
            _ => None,
        }
    }

    /// Whether a graph has it; `value` gives the value of a parameter.
    ///
    /// # Errors
    /// [`GraphError`] where the store cannot be read.
    pub fn is_met<'v>(self, graph: &Graph, value: impl Fn(&str) -> &'v str) -> Result<bool, GraphError> {
        match self {
            Self::Progress => graph.has(fg::REPORTS_ON),
            Self::Measures { network } => {
                let name = Literal::new_simple_literal(value(network));
                graph.holds(None, Some(fg::PROJECTION), Some(name.as_ref().into()), None)
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_head_declares_what_is_needed() {
        assert_eq!(Need::of("#+ title: a\n#+ needs: progress\nSELECT"), Some(Need::Progress));
        assert_eq!(Need::of("#+ needs: measures net\n"), Some(Need::Measures { network: "net" }));
        for none in ["SELECT", "#+ needs: measures", "#+ needs: progress x", "#+ needs: luck"] {
            assert_eq!(Need::of(none), None, "{none}");
        }
    }
}
