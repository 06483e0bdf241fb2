//! A library that proves its types and leaves the runtime to its users.
//!
//! Without default features wirecheck is serde and a derive. Nothing of it is in your program when it runs.
//!
//! ```console
//! $ cargo run -p wirecheck --example proofs_only --no-default-features
//! Event: bincode yes, postcard yes, ron yes, json yes
//! Setting: bincode no, postcard no, ron yes, json yes
//! ```
#![allow(clippy::print_stdout, reason = "a program that prints; yours needs no such line")]

use serde::{Deserialize, Serialize};
use wirecheck::{Bincode, Json, Postcard, Ron, Sendable, probe};

/// `formats` is checked here, where the type is defined, and not only where somebody sends it.
#[derive(Serialize, Deserialize, Sendable)]
#[sendable(formats(Bincode, Postcard, Ron, Json))]
pub enum Event {
    /// Somebody came.
    Joined {
        /// Their name.
        name: String,
    },
    /// Nobody is left.
    Closed,
}

/// Not for bincode or postcard: `flatten` needs a format that says what comes next.
#[derive(Serialize, Deserialize, Sendable)]
#[sendable(formats(Ron, Json))]
pub struct Setting {
    /// What is set.
    pub name: String,
    /// To what.
    #[serde(flatten)]
    pub value: Value,
}

/// The value of a setting.
#[derive(Serialize, Deserialize, Sendable)]
pub struct Value {
    /// Only numbers so far.
    pub number: i64,
}

/// A library can promise more of its types, and keep the promise in one place. This fails to compile when it breaks.
const _: () = assert!(probe!(Event: Sendable<Bincode>), "Event must stay sendable as bincode");

fn main() {
    let yes = |can: bool| if can { "yes" } else { "no" };
    println!(
        "Event: bincode {}, postcard {}, ron {}, json {}",
        yes(probe!(Event: Sendable<Bincode>)),
        yes(probe!(Event: Sendable<Postcard>)),
        yes(probe!(Event: Sendable<Ron>)),
        yes(probe!(Event: Sendable<Json>)),
    );
    println!(
        "Setting: bincode {}, postcard {}, ron {}, json {}",
        yes(probe!(Setting: Sendable<Bincode>)),
        yes(probe!(Setting: Sendable<Postcard>)),
        yes(probe!(Setting: Sendable<Ron>)),
        yes(probe!(Setting: Sendable<Json>)),
    );
}
