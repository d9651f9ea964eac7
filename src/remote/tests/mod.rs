//! What servers do to a client, played by a small server on this machine.

mod answers;
mod fake;
mod pushing;
mod signing;
mod times;
