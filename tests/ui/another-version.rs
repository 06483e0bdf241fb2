use serde::{Deserialize, Serialize};

/// Stands for another version of the library: its hidden module has another name.
mod other {
    pub use wirecheck::{Sendable, format};
    pub mod __private_9_9_9 {}
}

#[derive(Serialize, Deserialize, wirecheck::Sendable)]
#[sendable(crate = "crate::other")]
struct Job {
    name: String,
}

fn main() {}
