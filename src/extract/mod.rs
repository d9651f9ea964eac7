//! **extract**: who is assigned what, by which words.
//!
//! A clause of responsibility 分工表述 is found ([`clause`], in running text [`running`]), divided into roles and lists
//! ([`roles`]), the lists into names ([`names`]), and each name gets the level prefix that it
//! inherits ([`prefix`], [`party`]). By when ([`deadline`], [`date`]) and who answers for it
//! ([`person`]) stand in the clause or beside it ([`timing`]). What one clause assigns is a
//! [`Task`] ([`task`]); in a table it is a row ([`table`]), in a ledger by department an item ([`ledger`]).

mod clause;
mod date;
mod deadline;
mod grammar;
mod group;
mod ledger;
mod names;
mod party;
mod person;
mod prefix;
mod roles;
mod running;
mod table;
mod task;
mod timing;

pub use date::Date;
pub use deadline::Deadline;
pub use grammar::Grammar;
pub(crate) use grammar::short_form;
pub use person::Person;
pub use task::{Clause, Extraction, Party, PartyKind, Task, extract};
