//! `remote` describes another type, and this one gets no impls.

use serde::{Deserialize, Serialize};
use wirecheck::Sendable;

#[derive(Serialize, Deserialize, Sendable)]
#[serde(remote = "std::time::Duration")]
struct DurationDef {
    #[serde(getter = "std::time::Duration::as_secs")]
    secs: u64,
}

impl From<DurationDef> for std::time::Duration {
    fn from(def: DurationDef) -> Self {
        Self::from_secs(def.secs)
    }
}

/// Its impls are written by hand, and call the functions.
#[derive(Serialize, Deserialize, Sendable)]
#[serde(remote = "Self")]
struct Checked {
    size: u32,
}

fn main() {}
