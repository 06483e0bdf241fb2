use serde::{Deserialize, Serialize};
use wirecheck::{Error, Pool, Ron, Sendable};

#[derive(Serialize, Deserialize, Sendable)]
#[serde(tag = "kind")]
enum Message {
    Stop,
    Work { mark: Mark },
}

#[derive(Serialize, Deserialize, Sendable)]
struct Mark {}

fn run(pool: &Pool<Ron>, message: Message) -> Result<bool, Error> {
    pool.submit(|message: Message| matches!(message, Message::Stop), message)?.join()
}

fn main() {}
