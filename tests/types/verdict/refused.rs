//! The types that must not compile with the derive, with the derive. A crate of its own, generated and checked by `verdict.rs`.

#![allow(dead_code)]

#[path = "../prelude.rs"]
mod prelude;
#[macro_use]
mod with_derive;
#[path = "../refused/mod.rs"]
mod refused;
