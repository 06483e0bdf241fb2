use std::collections::BTreeMap;
use serde::{Deserialize, Serialize};
use wirecheck::Sendable;

#[derive(Serialize, Deserialize, Sendable)]
#[serde(deny_unknown_fields)]
struct Rules {
    #[serde(flatten)]
    by_name: BTreeMap<String, u32>,
}

#[derive(Serialize, Deserialize, Sendable)]
struct Page {
    #[serde(flatten)]
    head: Head,
    #[serde(flatten)]
    foot: Foot,
}

#[derive(Serialize, Deserialize, Sendable)]
#[serde(deny_unknown_fields)]
struct Head {
    title: String,
    #[serde(flatten)]
    size: Size,
}

#[derive(Serialize, Deserialize, Sendable)]
struct Size {
    width: u32,
}

#[derive(Serialize, Deserialize, Sendable)]
struct Foot {
    note: String,
}

#[derive(Serialize, Deserialize, Sendable)]
#[serde(deny_unknown_fields)]
struct Letter {
    id: u8,
    #[serde(flatten)]
    notice: Notice,
}

#[derive(Serialize, Deserialize, Sendable)]
#[serde(tag = "type")]
struct Notice {
    text: String,
}

fn main() {}
