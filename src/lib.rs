//! fengong 分工 reads a Chinese government work-division plan and builds a knowledge graph of it.
//!
//! The modules are the way of the data, each leaning only on those before it:
//!
//! 1. [`text`]: bytes become characters that every statement can point back to;
//! 2. [`document`]: title, sections, paragraphs;
//! 3. [`extract`]: clauses of responsibility become tasks with their parties;
//! 4. [`resolve`]: names become units, places, industries, topics;
//! 5. [`graph`]: all of it becomes RDF, every link with the words it comes from.
//!
//! A graph is kept in a [`store`] of columns, and an [`engine`] asks it; servers of others are asked by [`remote`].
//!
//! [`lexicon`] is what the program knows of the world, [`language`] what it says to people; [`reader`] runs stages 1 to 4 as one.

pub mod analyse;
pub mod ask;
pub mod assist;
pub mod check;
pub mod compare;
pub mod diagnostic;
pub mod document;
pub mod draw;
pub mod engine;
pub mod evaluate;
pub mod export;
pub mod extract;
pub mod graph;
pub mod ingest;
pub mod language;
pub mod lexicon;
pub mod office;
pub mod progress;
pub mod query;
pub mod reader;
pub mod remote;
pub mod report;
pub mod resolve;
pub mod store;
pub mod text;
