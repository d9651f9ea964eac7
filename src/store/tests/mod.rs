//! Stores against what they must be: sets of statements.

mod model;
mod states;
