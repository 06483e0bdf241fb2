//! Your types in every format and your tasks on every backend, as a test program.
//!
//! In a crate of your own this file is `tests/wirecheck.rs`, with `harness = false` in `Cargo.toml`; see the page
//! `guide::matrix`. It takes the arguments of `cargo test`, such as a part of a name.
//!
//! ```console
//! $ cargo run -p wirecheck --example own_matrix --features trials,ron,json
//! running .. tests
//! test types::Point::bincode ..ok
//! test types::Point::json ..ok
//! test types::Config::bincode ..ok
//! test tasks::square::pool::bincode ..ok
//! test coverage ..ok
//! test result: ok. .. passed; 0 failed; ..
//! ```

use serde::{Deserialize, Serialize};
use wirecheck::Sendable;

#[derive(Debug, Default, PartialEq, Serialize, Deserialize, Sendable)]
struct Point {
    x: f64,
    y: f64,
}

#[derive(Debug, Default, PartialEq, Serialize, Deserialize, Sendable)]
struct Config {
    name: String,
    // The reason why bincode does not carry this type.
    #[serde(flatten)]
    origin: Point,
}

fn square(x: u64) -> u64 {
    x * x
}

fn origin(config: Config) -> Point {
    config.origin
}

wirecheck::matrix! {
    types: [
        Point,                                                        // its `Default`
        Config: [Config { name: "n".into(), origin: Point { x: 1.0, y: -0.5 } }],
    ],
    refused: [Config in Bincode],                                     // holds as long as the compiler refuses it
    tasks: [
        square: 0..10_u64,                                            // compared with a plain loop
        squares = { square }: [2_u64, 3] => [4, 9],                   // compared with what you give
        origin in [Ron, Json]: [Config::default()],                   // refused in the other formats
    ],
    formats: [Bincode, Ron, Json],
    backends: [Thread, Spawn, Pool],
    every: [],                                                        // leave it out: then each type in `src` needs a row
}
