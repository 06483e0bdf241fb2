use serde::{Deserialize, Serialize};
use wirecheck::Sendable;

// As copied from a message: the formats are for the author to say.
#[derive(Serialize, Deserialize, Sendable)]
struct Job {
    #[sendable(trust(..))]
    size: u32,
    #[serde(default, skip_serializing_if = "Labels::is_empty")]
    #[sendable(accept("skip-if-default", ..))]
    labels: Labels,
}

#[derive(Serialize, Deserialize, Sendable)]
enum Labels {
    List(Vec<String>),
    Text(String),
}

impl Labels {
    fn is_empty(&self) -> bool {
        match self {
            Self::List(list) => list.is_empty(),
            Self::Text(text) => text.is_empty(),
        }
    }
}

impl Default for Labels {
    fn default() -> Self {
        Self::List(Vec::new())
    }
}

fn main() {}
