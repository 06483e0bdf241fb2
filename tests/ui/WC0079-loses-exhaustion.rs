use serde::{Deserialize, Serialize};
use std::ops::RangeInclusive;
use wirecheck::Sendable;

#[derive(Serialize, Deserialize, Sendable)]
struct Page {
    lines: RangeInclusive<u32>,
}

fn main() {}
