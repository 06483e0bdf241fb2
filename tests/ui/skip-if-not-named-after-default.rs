use serde::{Deserialize, Deserializer, Serialize};
use wirecheck::Sendable;

#[derive(Serialize, Deserialize, Sendable)]
struct Job {
    #[serde(default, skip_serializing_if = "Labels::is_empty")]
    labels: Labels,
    #[serde(default = "yes", skip_serializing_if = "is_false")]
    runs: bool,
    #[serde(default = "true_by_default", skip_serializing_if = "is_true")]
    ends: bool,
    #[serde(default, skip_serializing_if = "is_small")]
    size: u32,
    #[serde(deserialize_with = "or_default")]
    place: u32,
}

#[derive(Serialize, Deserialize, Sendable)]
struct Pair(#[serde(default, skip_serializing_if = "is_small")] u32, #[serde(default)] u32);

#[derive(Serialize, Deserialize, Sendable, Default)]
struct Labels {
    list: Vec<String>,
    text: String,
}

impl Labels {
    fn is_empty(&self) -> bool {
        self.list.is_empty()
    }
}

fn yes() -> bool {
    true
}

fn true_by_default() -> bool {
    true
}

fn is_true(it: &bool) -> bool {
    *it
}

fn is_false(it: &bool) -> bool {
    !*it
}

fn is_small(size: &u32) -> bool {
    *size < 10
}

fn or_default<'de, D: Deserializer<'de>>(from: D) -> Result<u32, D::Error> {
    Option::<u32>::deserialize(from).map(Option::unwrap_or_default)
}

fn main() {}
