use serde::{Deserialize, Serialize};
use wirecheck::Sendable;

#[derive(Serialize, Deserialize)]
struct Point(f64, f64);

#[derive(Serialize, Deserialize, Sendable)]
struct Shape {
    corners: Vec<Point>,
}

fn main() {}
