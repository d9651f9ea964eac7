//! What ORDER BY demands of two terms, by the text of SPARQL 1.1, section 15.1: written apart from both executors.

use oxigraph::model::vocab::xsd;
use oxigraph::model::{Literal, Term};
use std::cmp::Ordering;

/// Which of two terms must come first; nothing where the order is left open.
pub(crate) fn demanded(left: Option<&Term>, right: Option<&Term>) -> Option<Ordering> {
    let (Some(left), Some(right)) = (left, right) else { return Some(left.is_some().cmp(&right.is_some())) };
    match (left, right) {
        (Term::BlankNode(_), Term::BlankNode(_)) => None,
        (Term::NamedNode(left), Term::NamedNode(right)) => Some(left.as_str().cmp(right.as_str())),
        (Term::Literal(left), Term::Literal(right)) => {
            if left == right {
                return Some(Ordering::Equal);
            }
            values(left, right)
        }
        _ => Some(kind(left).cmp(&kind(right))),
    }
}

const fn kind(term: &Term) -> u8 {
    match term {
        Term::BlankNode(_) => 0,
        Term::NamedNode(_) => 1,
        Term::Literal(_) => 2,
    }
}

/// What the operator `<` says.
fn values(left: &Literal, right: &Literal) -> Option<Ordering> {
    if let (Some(left), Some(right)) = (number(left), number(right)) {
        return left.partial_cmp(&right).filter(|order| order.is_ne());
    }
    if left.datatype() != right.datatype() {
        return None;
    }
    let both = [left.value(), right.value()];
    let datatype = left.datatype();
    if datatype == xsd::STRING || (datatype == xsd::BOOLEAN && both.iter().all(|value| ["false", "true"].contains(value))) {
        return Some(both[0].cmp(both[1]));
    }
    // Years of four digits in one time zone, so that the characters stand in the order of time.
    let plain = match datatype {
        _ if datatype == xsd::DATE => both.iter().all(|value| shape(value) == "dddd-dd-dd"),
        _ if datatype == xsd::DATE_TIME => both.iter().all(|value| shape(value) == "dddd-dd-ddTdd:dd:ddZ"),
        _ => false,
    };
    plain.then(|| both[0].cmp(both[1]))
}

fn shape(value: &str) -> String {
    value.chars().map(|char| if char.is_ascii_digit() { 'd' } else { char }).collect()
}

/// The value of a number. Two that are equal here may differ beyond what this holds, so their order is left open.
fn number(literal: &Literal) -> Option<f64> {
    let datatype = literal.datatype();
    let numeric = [xsd::INTEGER, xsd::DECIMAL, xsd::DOUBLE, xsd::FLOAT].contains(&datatype);
    if numeric { literal.value().parse().ok() } else { None }
}

#[cfg(test)]
mod tests {
    use super::demanded;
    use oxigraph::model::vocab::xsd;
    use oxigraph::model::{BlankNode, Literal, NamedNode, Term};
    use std::cmp::Ordering;

    #[test]
    fn kinds_come_in_their_order_and_values_within() {
        let terms: Vec<Option<Term>> = vec![
            None,
            Some(BlankNode::new_unchecked("z").into()),
            Some(NamedNode::new_unchecked("http://e/a").into()),
            Some(Literal::from(9).into()),
            Some(Literal::new_typed_literal("9.5", xsd::DECIMAL).into()),
            Some(Literal::from(10).into()),
        ];
        for pair in terms.windows(2) {
            assert_eq!(demanded(pair[0].as_ref(), pair[1].as_ref()), Some(Ordering::Less), "{pair:?}");
            assert_eq!(demanded(pair[1].as_ref(), pair[0].as_ref()), Some(Ordering::Greater), "{pair:?}");
        }
        let text = Some(Literal::from("9").into());
        assert_eq!(demanded(terms[3].as_ref(), text.as_ref()), None);
    }
}
