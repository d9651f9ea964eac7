//! Expressions over the columns of an operator.

use super::super::batch::{Batch, Slot, UNBOUND, pick};
use super::super::context::{Context, Shared, is_local};
use super::super::error::EngineError;
use super::super::operator::exists::Exists;
use super::super::plan::Node;
use super::compare;
use super::opaque::Evaluated;
use super::{Arithmetic, Comparison, Expr, Within};
use crate::store::{Id, Kind};
use crate::text::Words;
use oxigraph::model::{Literal, Term, Variable};
use rustc_hash::FxHashMap;
use sparopt::algebra::Expression;
use std::sync::Arc;

/// What a condition gives.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in super::super) enum Truth {
    False,
    True,
    /// An error, which is neither.
    Error,
}

impl From<bool> for Truth {
    fn from(truth: bool) -> Self {
        if truth { Self::True } else { Self::False }
    }
}

/// Of how many rows on an index is asked for the texts that may hold words.
const MANY: usize = 1024;

/// Where a variable stands: a column, or nowhere.
type Place = Option<usize>;

/// An expression over the columns of an operator, with what it gave before.
pub(in super::super) struct Compiled {
    context: Shared,
    form: Form,
}

enum Form {
    Constant(u32),
    Column(Place),
    Or(Vec<Compiled>),
    And(Vec<Compiled>),
    Not(Box<Compiled>),
    Equal(Box<Compiled>, Box<Compiled>, Evaluated),
    Same(Box<Compiled>, Box<Compiled>),
    Compare(Comparison, Box<Compiled>, Box<Compiled>, Evaluated),
    Compute(Arithmetic, Box<Compiled>, Box<Compiled>, Evaluated),
    Bound(Place),
    Exists(Box<Exists>),
    Text { within: Within, place: Place, string: bool, words: String, known: FxHashMap<u32, Truth>, among: Option<Option<Vec<u32>>> },
    Matches { place: Place, sought: Arc<Words>, known: FxHashMap<u32, Truth>, among: Option<Option<Vec<u32>>> },
    CompareTexts(Comparison, Place, Place),
    String(Box<Compiled>, FxHashMap<u32, u32>),
    If(Box<Compiled>, Box<Compiled>, Box<Compiled>),
    Coalesce(Vec<Compiled>),
    Opaque(Vec<Place>, Evaluated),
}

impl Compiled {
    /// An expression over columns that hold these variables; `exists` makes what an `EXISTS` runs.
    pub(crate) fn new(
        context: &Shared,
        expr: Expr,
        layout: &[Slot],
        exists: &mut dyn FnMut(Node) -> Result<Exists, EngineError>,
    ) -> Result<Self, EngineError> {
        let place = |slot: Slot| layout.iter().position(|other| *other == slot);
        let mut compile = |expr: Expr| Self::new(context, expr, layout, exists);
        let mut boxed = |expr: Box<Expr>| compile(*expr).map(Box::new);
        let form = match expr {
            Expr::Constant(id) => Form::Constant(id),
            Expr::Slot(slot) => Form::Column(place(slot)),
            Expr::Or(parts) => Form::Or(parts.into_iter().map(compile).collect::<Result<_, _>>()?),
            Expr::And(parts) => Form::And(parts.into_iter().map(compile).collect::<Result<_, _>>()?),
            Expr::Coalesce(parts) => Form::Coalesce(parts.into_iter().map(compile).collect::<Result<_, _>>()?),
            Expr::Not(inner) => Form::Not(boxed(inner)?),
            Expr::Equal(one, other, values) => Form::Equal(boxed(one)?, boxed(other)?, Evaluated::new(&values)),
            Expr::Same(one, other) => Form::Same(boxed(one)?, boxed(other)?),
            Expr::Compare(how, one, other, values) => Form::Compare(how, boxed(one)?, boxed(other)?, Evaluated::new(&values)),
            Expr::Compute(how, one, other, values) => Form::Compute(how, boxed(one)?, boxed(other)?, Evaluated::new(&values)),
            Expr::Bound(slot) => Form::Bound(place(slot)),
            Expr::Exists(node) => Form::Exists(Box::new(exists(*node)?)),
            Expr::Text { within, slot, string, words } => {
                Form::Text { within, place: place(slot), string, words, known: FxHashMap::default(), among: None }
            }
            Expr::Matches(slot, sought) => Form::Matches { place: place(slot), sought, known: FxHashMap::default(), among: None },
            Expr::CompareTexts(how, one, other) => Form::CompareTexts(how, place(one), place(other)),
            Expr::String(inner) => Form::String(boxed(inner)?, FxHashMap::default()),
            Expr::If(condition, then, otherwise) => Form::If(boxed(condition)?, boxed(then)?, boxed(otherwise)?),
            Expr::Opaque(opaque) => Form::Opaque(opaque.variables.iter().map(|(_, slot)| place(*slot)).collect(), Evaluated::new(&opaque)),
        };
        Ok(Self { context: context.clone(), form })
    }

    /// The rows of a batch for which it holds.
    pub(crate) fn holding(&mut self, batch: &Batch) -> Result<Vec<u32>, EngineError> {
        let truths = self.truths(batch)?;
        // Each row is written and the next one over it unless it holds: no branch that is guessed wrong for every other row.
        let (mut rows, mut count) = (vec![0; truths.len()], 0);
        for (row, truth) in (0..).zip(&truths) {
            rows[count] = row;
            count += usize::from(*truth == Truth::True);
        }
        rows.truncate(count);
        Ok(rows)
    }

    /// What it is as a condition, a row each.
    pub(crate) fn truths(&mut self, batch: &Batch) -> Result<Vec<Truth>, EngineError> {
        let context = &self.context;
        match &mut self.form {
            Form::Or(parts) => combine(parts, batch, Truth::False, Truth::True),
            Form::And(parts) => combine(parts, batch, Truth::True, Truth::False),
            Form::Not(inner) => {
                let mut truths = inner.truths(batch)?;
                for truth in &mut truths {
                    *truth = match truth {
                        Truth::True => Truth::False,
                        Truth::False => Truth::True,
                        Truth::Error => Truth::Error,
                    };
                }
                Ok(truths)
            }
            Form::Equal(one, other, values) => {
                let (one, other) = (one.ids(batch)?, other.ids(batch)?);
                let pairs = one.into_iter().zip(other);
                pairs
                    .map(|(one, other)| match compare::equal(context, one, other)? {
                        Some(equal) => Ok(equal.into()),
                        None => valued(context, values, one, other),
                    })
                    .collect()
            }
            Form::Compare(how, one, other, values) => {
                let how = *how;
                let (one, other) = (one.ids(batch)?, other.ids(batch)?);
                let pairs = one.into_iter().zip(other);
                pairs
                    .map(|(one, other)| match compare::order(context, one, other)? {
                        Some(order) => Ok(how.holds(order).into()),
                        None => valued(context, values, one, other),
                    })
                    .collect()
            }
            Form::Same(one, other) => {
                let (one, other) = (one.ids(batch)?, other.ids(batch)?);
                let same = |(one, other)| if one == UNBOUND || other == UNBOUND { Truth::Error } else { (one == other).into() };
                Ok(one.into_iter().zip(other).map(same).collect())
            }
            Form::Bound(place) => Ok(match place {
                Some(place) => batch.columns[*place].iter().map(|id| (*id != UNBOUND).into()).collect(),
                None => vec![Truth::False; batch.rows],
            }),
            Form::Exists(exists) => Ok(exists.holds(batch)?.into_iter().map(Truth::from).collect()),
            Form::Text { within, place, string, words, known, among } => {
                let Some(place) = *place else { return Ok(vec![Truth::Error; batch.rows]) };
                if among.is_none() && batch.rows > MANY && *within == Within::Anywhere {
                    let ids = context.snapshot.candidates(words)?.map(|ids| ids.into_iter().map(|id| id.0).collect());
                    *among = Some(ids);
                }
                let among = among.as_ref().and_then(Option::as_ref);
                let words = words.as_str();
                let found: &dyn Fn(&str) -> bool = match within {
                    Within::Anywhere => &|text| text.contains(words),
                    Within::Start => &|text| text.starts_with(words),
                    Within::End => &|text| text.ends_with(words),
                };
                let look = |id: &u32| test(context, found, *string, *id, among, known);
                batch.columns[place].iter().map(look).collect()
            }
            Form::Matches { place, sought, known, among } => {
                let Some(place) = *place else { return Ok(vec![Truth::Error; batch.rows]) };
                if among.is_none() && batch.rows > MANY {
                    let ids = found(context, sought)?.map(|ids| ids.into_iter().map(|id| id.0).collect());
                    *among = Some(ids);
                }
                let among = among.as_ref().and_then(Option::as_ref);
                batch.columns[place].iter().map(|id| test(context, &|text| sought.are_in(text), false, *id, among, known)).collect()
            }
            Form::CompareTexts(how, one, other) => {
                let (Some(one), Some(other)) = (*one, *other) else { return Ok(vec![Truth::Error; batch.rows]) };
                let (one, other) = (batch.columns[one].as_slice(), batch.columns[other].as_slice());
                if in_order(context, &[one, other])? {
                    return Ok(ids_compared(*how, one, other));
                }
                let mut order = Ordered { context, plain: 0..0 };
                one.iter().zip(other).map(|(one, other)| order.holds(*how, *one, *other)).collect()
            }
            _ => {
                let ids = self.ids(batch)?;
                ids.into_iter().map(|id| effective(&self.context, id)).collect()
            }
        }
    }

    /// What it is as a term, a row each; unbound where it is an error.
    pub(crate) fn ids(&mut self, batch: &Batch) -> Result<Vec<u32>, EngineError> {
        let context = &self.context;
        match &mut self.form {
            Form::Constant(id) => Ok(vec![*id; batch.rows]),
            Form::Column(place) => Ok(place.map_or_else(|| vec![UNBOUND; batch.rows], |place| batch.columns[place].clone())),
            Form::Compute(how, one, other, values) => {
                let (one, other) = (one.ids(batch)?, other.ids(batch)?);
                let pairs = one.into_iter().zip(other);
                pairs
                    .map(|(one, other)| match compare::compute(*how, one, other) {
                        Some(id) => Ok(id),
                        None => values.value(context, &[one, other]),
                    })
                    .collect()
            }
            Form::String(inner, known) => {
                let mut ids = inner.ids(batch)?;
                for id in &mut ids {
                    *id = match known.get(id) {
                        Some(text) => *text,
                        None => {
                            let text = compare::text(context, *id)?.map(|text| context.intern(&Literal::new_simple_literal(text).into()));
                            let text = text.transpose()?.unwrap_or(UNBOUND);
                            context.hold(16)?;
                            known.insert(*id, text);
                            text
                        }
                    };
                }
                Ok(ids)
            }
            Form::If(condition, then, otherwise) => {
                let truths = condition.truths(batch)?;
                let mut ids = vec![UNBOUND; batch.rows];
                for (branch, asked) in [(then, Truth::True), (otherwise, Truth::False)] {
                    let rows: Vec<u32> = (0..).zip(&truths).filter_map(|(row, truth)| (*truth == asked).then_some(row)).collect();
                    let values = branch.ids(&batch.select(&rows))?;
                    for (row, id) in rows.into_iter().zip(values) {
                        ids[row as usize] = id;
                    }
                }
                Ok(ids)
            }
            Form::Coalesce(parts) => {
                let mut ids = vec![UNBOUND; batch.rows];
                let mut open: Vec<u32> = (0..).take(batch.rows).collect();
                for part in parts {
                    if open.is_empty() {
                        break;
                    }
                    let values = part.ids(&batch.select(&open))?;
                    for (row, id) in open.iter().zip(values) {
                        ids[*row as usize] = id;
                    }
                    open.retain(|row| ids[*row as usize] == UNBOUND);
                }
                Ok(ids)
            }
            Form::Opaque(places, values) => {
                let mut ids = vec![UNBOUND; places.len()];
                (0..batch.rows)
                    .map(|row| {
                        for (id, place) in ids.iter_mut().zip(places.iter()) {
                            *id = place.map_or(UNBOUND, |place| batch.columns[place][row]);
                        }
                        values.value(context, &ids)
                    })
                    .collect()
            }
            _ => {
                let boolean = |truth: bool| self.context.intern(&Term::from(Literal::from(truth)));
                let (yes, no) = (boolean(true)?, boolean(false)?);
                let of = |truth| match truth {
                    Truth::True => yes,
                    Truth::False => no,
                    Truth::Error => UNBOUND,
                };
                Ok(self.truths(batch)?.into_iter().map(of).collect())
            }
        }
    }
}

/// `||` and `&&`: one part that decides is enough; an error of another part counts only where none decides.
fn combine(parts: &mut [Compiled], batch: &Batch, neutral: Truth, decides: Truth) -> Result<Vec<Truth>, EngineError> {
    let mut truths = vec![neutral; batch.rows];
    let mut open: Vec<u32> = (0..).take(batch.rows).collect();
    for (at, part) in parts.iter_mut().enumerate() {
        let of_part = if at == 0 || open.len() == batch.rows {
            part.truths(batch)?
        } else {
            part.truths(&Batch { columns: batch.columns.iter().map(|column| pick(column, &open)).collect(), rows: open.len() })?
        };
        for (row, truth) in open.iter().zip(of_part) {
            if truth != neutral {
                truths[*row as usize] = truth;
            }
        }
        open.retain(|row| truths[*row as usize] != decides);
        if open.is_empty() {
            break;
        }
    }
    Ok(truths)
}

fn valued(context: &Context, values: &mut Evaluated, one: u32, other: u32) -> Result<Truth, EngineError> {
    if one == UNBOUND || other == UNBOUND {
        return Ok(Truth::Error);
    }
    effective(context, values.value(context, &[one, other])?)
}

/// The effective boolean value of a term.
fn effective(context: &Context, id: u32) -> Result<Truth, EngineError> {
    if id == UNBOUND {
        return Ok(Truth::Error);
    }
    if !is_local(id) {
        match context.snapshot.kind(Id(id))? {
            Kind::Blank | Kind::Iri | Kind::Language | Kind::Date => {}
            Kind::Integer => return Ok((compare::integer(id) != Some(0)).into()),
            Kind::Simple => return Ok(context.snapshot.with_text(Id(id), |text| !text.is_empty())?.into()),
            Kind::Boolean | Kind::Typed => {}
        }
    }
    let Some(term) = context.term(id)? else { return Ok(Truth::Error) };
    let value = Variable::new_unchecked("value");
    let expression = Expression::Variable(value.clone());
    let truth = spareval::QueryEvaluator::new().evaluate_effective_boolean_value_expression(&expression, [(&value, term)]);
    Ok(truth.map_or(Truth::Error, Truth::from))
}

/// Whether something holds for the text of a term, words standing in it for instance; each term is looked at once.
fn test(
    context: &Context,
    found: &dyn Fn(&str) -> bool,
    string: bool,
    id: u32,
    among: Option<&Vec<u32>>,
    known: &mut FxHashMap<u32, Truth>,
) -> Result<Truth, EngineError> {
    if id == UNBOUND {
        return Ok(Truth::Error);
    }
    if let Some(truth) = known.get(&id) {
        return Ok(*truth);
    }
    let kind = if is_local(id) { None } else { Some(context.snapshot.kind(Id(id))?) };
    let truth = match kind {
        Some(Kind::Blank) => Truth::Error,
        Some(Kind::Simple | Kind::Language) => {
            // What is not among those that may hold the words need not be read.
            if among.is_some_and(|among| among.binary_search(&id).is_err()) {
                return Ok(Truth::False);
            }
            context.snapshot.with_text(Id(id), found)?.into()
        }
        Some(_) if string => context.snapshot.with_text(Id(id), found)?.into(),
        Some(_) => Truth::Error,
        None => match context.term(id)? {
            Some(Term::Literal(literal)) if string || literal.language().is_some() || literal.datatype().as_str().ends_with("#string") => {
                found(literal.value()).into()
            }
            Some(Term::NamedNode(node)) if string => found(node.as_str()).into(),
            _ => Truth::Error,
        },
    };
    context.hold(8)?;
    known.insert(id, truth);
    Ok(truth)
}

/// The texts that match, where an index tells which they are.
pub(in super::super) fn found(context: &Context, sought: &Words) -> Result<Option<Vec<Id>>, EngineError> {
    let Some(word) = sought.certain() else { return Ok(None) };
    Ok(context.snapshot.candidates_like(&word, &|text| sought.are_in(text))?)
}

/// Whether all ids are of terms of one kind and one segment, whose texts stand in the order of the ids.
fn in_order(context: &Context, columns: &[&[u32]]) -> Result<bool, EngineError> {
    if columns.iter().all(|ids| ids.is_empty()) {
        return Ok(true);
    }
    let low = columns.iter().fold(UNBOUND, |low, ids| ids.iter().fold(low, |low, id| low.min(*id)));
    let high = columns.iter().fold(0, |high, ids| ids.iter().fold(high, |high, id| high.max(*id)));
    // Terms of one kind in one segment stand together: what lies between two of them is in order too.
    if is_local(low) || is_local(high) || high == UNBOUND || !(low == high || context.snapshot.same_order(Id(low), Id(high))) {
        return Ok(false);
    }
    Ok(matches!(context.snapshot.kind(Id(low))?, Kind::Iri | Kind::Simple))
}

/// How ids compare, a row each.
fn ids_compared(how: Comparison, one: &[u32], other: &[u32]) -> Vec<Truth> {
    // A loop for each comparison, so that many rows are compared at once.
    fn each(one: &[u32], other: &[u32], holds: impl Fn(u32, u32) -> bool) -> Vec<Truth> {
        one.iter().zip(other).map(|(one, other)| holds(*one, *other).into()).collect()
    }
    match how {
        Comparison::Less => each(one, other, |one, other| one < other),
        Comparison::LessOrEqual => each(one, other, |one, other| one <= other),
        Comparison::Greater => each(one, other, |one, other| one > other),
        Comparison::GreaterOrEqual => each(one, other, |one, other| one >= other),
    }
}

/// Compares texts; ids that are known to stand in the order of their texts are compared alone.
struct Ordered<'a> {
    context: &'a Context,
    plain: std::ops::Range<u32>,
}

impl Ordered<'_> {
    fn holds(&mut self, how: Comparison, one: u32, other: u32) -> Result<Truth, EngineError> {
        if !(self.plain.contains(&one) && self.plain.contains(&other)) {
            if one == UNBOUND || other == UNBOUND {
                return Ok(Truth::Error);
            }
            let same = !is_local(one) && !is_local(other) && self.context.snapshot.same_order(Id(one), Id(other));
            if !(same && matches!(self.context.snapshot.kind(Id(one))?, Kind::Iri | Kind::Simple)) {
                return Ok(compare::strings(self.context, one, other)?.map_or(Truth::Error, |order| how.holds(order).into()));
            }
            // Terms of one kind in one segment stand together: what lies between two of them is in order too.
            let (low, high) = (one.min(other), one.max(other) + 1);
            let within = |id| self.context.snapshot.same_order(Id(id), Id(one));
            self.plain = match self.plain.clone() {
                plain if plain.is_empty() || !within(plain.start) => low..high,
                plain => plain.start.min(low)..plain.end.max(high),
            };
        }
        Ok(how.holds(one.cmp(&other)).into())
    }
}
