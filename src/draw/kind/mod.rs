//! What is drawn: each kind of figure for its own question, in a file of its own.

mod cooperation;
mod heat;
mod map;
mod outline;
mod place;
mod places;
mod ports;
mod responsibility;
mod result;
mod setting;
mod words;
mod zones;

pub use cooperation::{Backbone, Selection, cooperation};
pub use heat::{Columns, heat};
pub use map::map;
pub use outline::outline;
pub use place::{Detail, Developing, place};
pub use ports::{PORTS, ports};
pub use responsibility::{Supporters, responsibility};
pub use result::{Arrow, arrows, result};
pub use setting::Setting;
pub use zones::zones;
