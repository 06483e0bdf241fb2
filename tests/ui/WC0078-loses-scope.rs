use serde::{Deserialize, Serialize};
use std::net::SocketAddr;
use wirecheck::Sendable;

#[derive(Serialize, Deserialize, Sendable)]
struct Peer {
    address: SocketAddr,
}

fn main() {}
