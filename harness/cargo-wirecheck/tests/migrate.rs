//! `cargo wirecheck migrate` on a program that keeps and sends values as bincode 1.

#[path = "migrate/guide.rs"]
mod guide;
#[path = "migrate/measured.rs"]
mod measured;
#[path = "migrate/plans.rs"]
mod plans;
#[allow(dead_code, reason = "each of these programs asks a part of it")]
#[path = "support/repository.rs"]
mod repository;
#[path = "migrate/vault.rs"]
mod vault;
