//! `lock`, `release` and `diff` on a crate of a user.

#[path = "evolution/commands.rs"]
mod commands;
#[allow(dead_code, reason = "each of these programs asks a part of it")]
#[path = "support/repository.rs"]
mod repository;
#[allow(dead_code, reason = "the tests of `lint` ask more of it")]
#[path = "lint/shop.rs"]
mod shop;
