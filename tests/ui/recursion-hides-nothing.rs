// What a marked field leads to is checked: at the type, where no format can carry it, and where it is sent in one that cannot.

use serde::{Deserialize, Serialize};
use std::sync::Mutex;
use wirecheck::{Json, Sendable};

#[derive(Serialize, Deserialize, Sendable)]
struct Step {
    limit: Option<Option<u8>>,
    then: Option<Box<Plan>>,
}

#[derive(Serialize, Deserialize, Sendable)]
struct Plan {
    #[sendable(recursive)]
    steps: Vec<Step>,
}

#[derive(Serialize, Deserialize, Sendable)]
#[sendable(recursive)]
struct Room {
    lock: Mutex<u8>,
    doors: Vec<Door>,
}

#[derive(Serialize, Deserialize, Sendable)]
struct Door {
    to: Box<Room>,
}

fn send<T: Sendable<Json>>() {}

fn main() {
    send::<Plan>();
}
