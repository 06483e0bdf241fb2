use serde::{Deserialize, Serialize};
use wirecheck::{Error, Json, Pool, Sendable};

#[derive(Serialize, Deserialize, Sendable)]
#[serde(tag = "kind")]
enum Message {
    Stop,
    Work { total: u128 },
}

fn run(pool: &Pool<Json>, message: Message) -> Result<bool, Error> {
    pool.submit(|message: Message| matches!(message, Message::Stop), message)?.join()
}

fn main() {}
