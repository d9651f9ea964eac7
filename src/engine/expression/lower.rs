//! From the expressions of the algebra to those of the executor.

use super::super::lower::{Lowering, Refusal};
use super::super::matches::string;
use super::super::plan::{Node, Slots};
use super::{Arithmetic, Comparison, Expr, Opaque, Within, mentioned};
use crate::graph::vocab::fg;
use crate::text::Words;
use oxigraph::model::{Literal, Term, Variable};
use spargebra::algebra::Function;
use sparopt::algebra::Expression;
use std::collections::BTreeSet;
use std::sync::Arc;

impl Expr {
    /// An expression of the algebra, where the executor has it.
    pub(crate) fn lower(lowering: &mut Lowering, expression: &Expression) -> Result<Self, Refusal> {
        let mut all = |parts: &[Expression]| parts.iter().map(|part| Self::lower(lowering, part)).collect::<Result<Vec<_>, _>>();
        Ok(match expression {
            Expression::NamedNode(node) => Self::Constant(lowering.context.intern(&Term::from(node.clone()))?),
            Expression::Literal(literal) => Self::Constant(lowering.context.intern(&Term::from(literal.clone()))?),
            Expression::Variable(variable) => Self::Slot(lowering.slot(variable)),
            Expression::Bound(variable) => Self::Bound(lowering.slot(variable)),
            Expression::Or(parts) => Self::Or(all(parts)?),
            Expression::And(parts) => Self::And(all(parts)?),
            Expression::Coalesce(parts) => Self::Coalesce(all(parts)?),
            Expression::Not(inner) => Self::Not(Box::new(Self::lower(lowering, inner)?)),
            Expression::If(condition, then, otherwise) => Self::If(
                Box::new(Self::lower(lowering, condition)?),
                Box::new(Self::lower(lowering, then)?),
                Box::new(Self::lower(lowering, otherwise)?),
            ),
            Expression::SameTerm(one, other) => Self::Same(Box::new(Self::lower(lowering, one)?), Box::new(Self::lower(lowering, other)?)),
            Expression::Exists(pattern) => {
                let node = lowering.lower(pattern)?;
                if !can_be_seeded(&node) {
                    return Err(Refusal::Unsupported);
                }
                Self::Exists(Box::new(node))
            }
            Expression::Equal(one, other) => {
                let (left, right) = (Box::new(Self::lower(lowering, one)?), Box::new(Self::lower(lowering, other)?));
                Self::Equal(left, right, pair(Expression::equal))
            }
            Expression::Less(one, other) => compare(lowering, Comparison::Less, one, other)?,
            Expression::LessOrEqual(one, other) => compare(lowering, Comparison::LessOrEqual, one, other)?,
            Expression::Greater(one, other) => compare(lowering, Comparison::Greater, one, other)?,
            Expression::GreaterOrEqual(one, other) => compare(lowering, Comparison::GreaterOrEqual, one, other)?,
            Expression::Add(one, other) => {
                let (left, right) = (Box::new(Self::lower(lowering, one)?), Box::new(Self::lower(lowering, other)?));
                Self::Compute(Arithmetic::Add, left, right, pair(|one, other| Expression::Add(Box::new(one), Box::new(other))))
            }
            Expression::Subtract(one, other) => {
                let (left, right) = (Box::new(Self::lower(lowering, one)?), Box::new(Self::lower(lowering, other)?));
                Self::Compute(Arithmetic::Subtract, left, right, pair(|one, other| Expression::Subtract(Box::new(one), Box::new(other))))
            }
            Expression::Multiply(one, other) => {
                let (left, right) = (Box::new(Self::lower(lowering, one)?), Box::new(Self::lower(lowering, other)?));
                Self::Compute(Arithmetic::Multiply, left, right, pair(|one, other| Expression::Multiply(Box::new(one), Box::new(other))))
            }
            Expression::FunctionCall(Function::Str, arguments) => match arguments.as_slice() {
                [argument] => Self::String(Box::new(Self::lower(lowering, argument)?)),
                _ => return Err(Refusal::Unsupported),
            },
            Expression::FunctionCall(function, arguments) => match text_test(lowering, function, arguments) {
                Some(test) => test,
                None => Self::opaque(lowering, expression)?,
            },
            Expression::Divide(..) | Expression::UnaryPlus(_) | Expression::UnaryMinus(_) => Self::opaque(lowering, expression)?,
        })
    }

    /// An expression that spareval evaluates for each combination of terms: it must be the same whenever it is evaluated, and look at
    /// nothing but its variables.
    fn opaque(lowering: &mut Lowering, expression: &Expression) -> Result<Self, Refusal> {
        if !deterministic(expression, lowering.has_base) {
            return Err(Refusal::Unsupported);
        }
        let names: BTreeSet<&Variable> = expression.used_variables().into_iter().collect();
        let variables = names.into_iter().map(|variable| (variable.clone(), lowering.slot(variable))).collect();
        Ok(Self::Opaque(Box::new(Opaque { expression: expression.clone(), variables })))
    }
}

/// An expression of two terms, for spareval to evaluate where the terms are not of the kinds that the executor compares itself.
fn pair(of: impl Fn(Expression, Expression) -> Expression) -> Box<Opaque> {
    let [one, other] = ["one", "other"].map(Variable::new_unchecked);
    let expression = of(Expression::Variable(one.clone()), Expression::Variable(other.clone()));
    Box::new(Opaque { expression, variables: vec![(one, 0), (other, 1)] })
}

fn compare(lowering: &mut Lowering, how: Comparison, one: &Expression, other: &Expression) -> Result<Expr, Refusal> {
    if let (Some(one), Some(other)) = (string_of(one), string_of(other)) {
        return Ok(Expr::CompareTexts(how, lowering.slot(one), lowering.slot(other)));
    }
    let make: fn(Expression, Expression) -> Expression = match how {
        Comparison::Less => Expression::less,
        Comparison::LessOrEqual => Expression::less_or_equal,
        Comparison::Greater => Expression::greater,
        Comparison::GreaterOrEqual => Expression::greater_or_equal,
    };
    let (left, right) = (Box::new(Expr::lower(lowering, one)?), Box::new(Expr::lower(lowering, other)?));
    Ok(Expr::Compare(how, left, right, pair(make)))
}

/// The variable of `STR(?variable)`.
fn string_of(expression: &Expression) -> Option<&Variable> {
    match expression {
        Expression::FunctionCall(Function::Str, arguments) => match arguments.as_slice() {
            [Expression::Variable(variable)] => Some(variable),
            _ => None,
        },
        _ => None,
    }
}

/// `CONTAINS(STR(?l), "水")` and its like: words without a language looked for in a variable, or in `STR` of it.
fn text_test(lowering: &mut Lowering, function: &Function, arguments: &[Expression]) -> Option<Expr> {
    if let (Function::Custom(name), [Expression::Variable(text), Expression::Literal(sought)]) = (function, arguments)
        && *name == fg::MATCHES
    {
        let sought = string(&sought.clone().into()).map(Words::new)?;
        return Some(Expr::Matches(lowering.slot(text), Arc::new(sought)));
    }
    let within = match function {
        Function::Contains => Within::Anywhere,
        Function::StrStarts => Within::Start,
        Function::StrEnds => Within::End,
        _ => return None,
    };
    let [text, Expression::Literal(words)] = arguments else { return None };
    if !is_simple(words) {
        return None;
    }
    let (variable, string) = match text {
        Expression::Variable(variable) => (variable, false),
        text => (string_of(text)?, true),
    };
    Some(Expr::Text { within, slot: lowering.slot(variable), string, words: words.value().to_owned() })
}

fn is_simple(literal: &Literal) -> bool {
    literal.language().is_none() && literal.datatype() == crate::graph::vocab::xsd::STRING
}

/// Whether an expression is the same whenever it is evaluated, without the dataset and without a base for relative IRIs.
pub(in super::super) fn deterministic(expression: &Expression, has_base: bool) -> bool {
    let all = |parts: &[Expression]| parts.iter().all(|part| deterministic(part, has_base));
    match expression {
        Expression::NamedNode(_) | Expression::Literal(_) | Expression::Variable(_) | Expression::Bound(_) => true,
        Expression::Or(parts) | Expression::And(parts) | Expression::Coalesce(parts) => all(parts),
        Expression::Equal(one, other)
        | Expression::SameTerm(one, other)
        | Expression::Greater(one, other)
        | Expression::GreaterOrEqual(one, other)
        | Expression::Less(one, other)
        | Expression::LessOrEqual(one, other)
        | Expression::Add(one, other)
        | Expression::Subtract(one, other)
        | Expression::Multiply(one, other)
        | Expression::Divide(one, other) => deterministic(one, has_base) && deterministic(other, has_base),
        Expression::UnaryPlus(inner) | Expression::UnaryMinus(inner) | Expression::Not(inner) => deterministic(inner, has_base),
        Expression::If(condition, then, otherwise) => [condition, then, otherwise].into_iter().all(|part| deterministic(part, has_base)),
        Expression::Exists(_) => false,
        Expression::FunctionCall(function, arguments) => {
            let varies = match function {
                Function::Rand | Function::Now | Function::Uuid | Function::StrUuid | Function::BNode => true,
                Function::Custom(name) => *name != fg::MATCHES,
                // Time zones that are implicit are those of the moment.
                Function::Adjust => true,
                Function::Iri => has_base,
                _ => false,
            };
            !varies && all(arguments)
        }
    }
}

/// Whether a pattern gives for each row the rows that go with it when the row is put in first: so `EXISTS` reads it. What one part binds must
/// then not be seen by the conditions of another, which only may see the row.
fn can_be_seeded(node: &Node) -> bool {
    match node {
        Node::Nothing | Node::Pattern(_) | Node::Path { .. } | Node::Values { .. } => true,
        Node::Union(parts) => parts.iter().all(can_be_seeded),
        Node::Join(parts) => {
            let apart = |at: usize, part: &Node| {
                let seen = open(part);
                parts.iter().enumerate().all(|(other, part)| other == at || part.binds().possible.is_disjoint(&seen))
            };
            parts.iter().all(can_be_seeded) && parts.iter().enumerate().all(|(at, part)| apart(at, part))
        }
        Node::Filter { inner, .. } => can_be_seeded(inner),
        Node::Optional { left, right, .. } => {
            can_be_seeded(left) && can_be_seeded(right) && open(right).is_disjoint(&left.binds().possible)
        }
        _ => false,
    }
}

/// The variables that conditions and optional parts of a pattern speak of and that it does not bind itself.
fn open(node: &Node) -> Slots {
    match node {
        Node::Join(parts) | Node::Union(parts) => parts.iter().flat_map(open).collect(),
        Node::Filter { inner, condition } => {
            let certain = inner.binds().certain;
            let mut slots = open(inner);
            slots.extend(condition.slots().into_iter().filter(|slot| !certain.contains(slot)));
            slots
        }
        Node::Optional { left, right, condition } => {
            let mut looked = Slots::new();
            mentioned(right, &mut looked);
            looked.extend(condition.iter().flat_map(Expr::slots));
            let certain = left.binds().certain;
            let mut slots = open(left);
            slots.extend(looked.into_iter().filter(|slot| !certain.contains(slot)));
            slots
        }
        _ => Slots::new(),
    }
}
