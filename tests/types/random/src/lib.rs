//! A generator of types that tries the promise of `wirecheck`: what the compiler accepts without an opt-in comes back equal or
//! fails to encode.
//!
//! It composes types from a seed ([`compose`]): every attribute of serde, every representation, the types of std and of the
//! crates that wirecheck knows, generics, recursion. It compiles them in batches with rustc ([`compile`]), sends values with
//! all extremes through every format that accepts them ([`execute`]), and reduces what breaks ([`reduce`]).
//!
//! ```console
//! $ cargo run -p wirecheck-random-types -- --types 1000
//! ```

pub mod campaign;
pub mod compile;
pub mod compose;
pub mod emit;
pub mod execute;
pub mod item;
pub mod predict;
pub mod random;
pub mod reduce;
pub mod tally;
pub mod toolchain;
pub mod types;
