use serde::{Deserialize, Serialize};
use wirecheck::Sendable;

#[derive(Serialize, Deserialize, Sendable)]
struct Nothing;

#[derive(Serialize, Deserialize, Sendable)]
#[serde(untagged)]
enum Content {
    Nothing(Nothing),
}

#[derive(Serialize, Deserialize, Sendable)]
#[serde(tag = "kind")]
enum Message {
    Stop,
    Send(Content),
}

fn main() {}
