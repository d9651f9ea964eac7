//! **remote**: graphs that servers of others hold, over HTTP.
//!
//! A [`Server`] speaks the SPARQL 1.1 Protocol, Update and the Graph Store Protocol (W3C, 2013). What differs from server to server stands in
//! [`profile`], one small file each. A request is sent by a thread of its own ([`waiting`]), so that whoever waits can be stopped at any time; it
//! is repeated only where that is safe ([`request`]), and credentials go nowhere but to the server that they are meant for ([`authorise`]).
//! An answer that is not whole is an error ([`results`]).

mod address;
mod authorise;
mod count;
mod credentials;
mod dataset;
mod profile;
mod push;
mod request;
mod results;
mod rewrite;
mod server;
mod waiting;
mod wire;
mod words;

pub use address::{Address, AddressError};
pub use credentials::{Credentials, NetrcError, of_netrc};
pub use profile::Profile;
pub use push::{Push, PushError, Pushed, graphs_of};
pub use server::{ConnectError, Limits, Server, Settings};

#[cfg(test)]
mod tests;
