use serde::{Deserialize, Serialize};
use wirecheck::{Postcard, Sendable};

#[derive(Sendable, Serialize, Deserialize)]
struct Row {
    #[serde(default, skip_serializing_if = "Option::is_none")]
    note: Option<String>,
    id: u32,
}

fn needs_postcard<T: Sendable<Postcard>>() {}

fn main() {
    needs_postcard::<Row>();
}
