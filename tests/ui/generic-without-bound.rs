use serde::{Deserialize, Serialize};
use wirecheck::Sendable;

#[derive(Sendable, Serialize, Deserialize)]
struct Wrap<T> {
    value: Vec<T>,
}

fn send<T: Sendable>(_: T) {}

fn send_wrapped<T>(value: T) {
    send(Wrap { value: vec![value] });
}

fn main() {}
