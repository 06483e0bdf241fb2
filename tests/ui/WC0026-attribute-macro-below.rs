use serde::{Deserialize, Serialize};
use serde_with::skip_serializing_none;
use wirecheck::Sendable;

#[derive(Sendable)]
#[serde_with::skip_serializing_none]
#[derive(Serialize, Deserialize)]
struct Query {
    from: Option<u8>,
}

#[derive(Sendable)]
#[skip_serializing_none]
#[derive(Serialize, Deserialize)]
struct Imported {
    from: Option<u8>,
}

#[skip_serializing_none]
#[derive(Serialize, Deserialize, Sendable)]
struct Above {
    from: Option<u8>,
}

// Tools and derives are no macros that change a type, whatever their paths are.
#[derive(Sendable)]
#[rustfmt::skip]
#[allow(clippy::all)]
#[::core::prelude::v1::derive(Serialize, Deserialize)]
struct Plain {
    from: u8,
}

fn main() {}
