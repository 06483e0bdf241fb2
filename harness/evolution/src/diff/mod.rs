//! Which promises a change of types breaks.

mod finding;
mod human;
mod machine;

#[cfg(test)]
mod tests;

pub use finding::{Against, Diff, Direction, Finding, diff};
pub use human::{human, markdown};
pub use machine::{github, json, sarif};
