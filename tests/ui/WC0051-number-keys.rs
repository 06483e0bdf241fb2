use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use wirecheck::{Error, Json, Pool, Sendable};

#[derive(Serialize, Deserialize, Sendable)]
#[serde(tag = "kind")]
enum Message {
    Stop,
    Work { sizes: BTreeMap<u32, u64> },
}

fn run(pool: &Pool<Json>, message: Message) -> Result<bool, Error> {
    pool.submit(|message: Message| matches!(message, Message::Stop), message)?.join()
}

fn main() {}
