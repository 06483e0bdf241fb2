//! `cargo wirecheck lint` and `types` on a crate that never heard of wirecheck.

#[cfg(unix)]
#[path = "lint/again.rs"]
mod again;
#[path = "lint/ends.rs"]
mod ends;
#[path = "lint/formats.rs"]
mod formats;
#[path = "lint/guide.rs"]
mod guide;
#[allow(dead_code, reason = "each of these programs asks a part of it")]
#[path = "support/repository.rs"]
mod repository;
#[path = "lint/shop.rs"]
mod shop;
