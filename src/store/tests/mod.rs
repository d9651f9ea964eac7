//! Stores against what they must be: sets of statements.

mod absorb;
mod crash;
mod damage;
mod disk;
mod model;
mod reading;
mod states;
mod words;
