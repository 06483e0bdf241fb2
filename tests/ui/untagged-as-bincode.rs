use serde::{Deserialize, Serialize};
use wirecheck::{Bincode, Sendable};

#[derive(Sendable, Serialize, Deserialize)]
#[serde(untagged)]
#[sendable(accept("untagged", AnyFormat))]
enum Id {
    Number(u64),
    Name(String),
}

fn needs_bincode<T: Sendable<Bincode>>() {}

fn main() {
    needs_bincode::<Id>();
}
