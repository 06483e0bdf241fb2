use serde::{Deserialize, Serialize};
use std::net::IpAddr;
use wirecheck::{Cbor, Error, Pool, Sendable};

#[derive(Serialize, Deserialize, Sendable)]
#[serde(tag = "kind")]
enum Message {
    Stop,
    Work { host: IpAddr },
}

fn run(pool: &Pool<Cbor>, message: Message) -> Result<bool, Error> {
    pool.submit(|message: Message| matches!(message, Message::Stop), message)?.join()
}

fn main() {}
