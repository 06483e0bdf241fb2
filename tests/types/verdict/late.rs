//! As `refused.rs`, for what rustc refuses when it evaluates constants.

#![allow(dead_code)]

#[path = "../prelude.rs"]
mod prelude;
#[macro_use]
mod with_derive;
#[path = "../late/mod.rs"]
mod late;
