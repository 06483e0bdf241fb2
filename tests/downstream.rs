//! `wirecheck::matrix!` as a user has it: `fixtures/downstream` is built by cargo, on its own, and its tests are run.

#[allow(unreachable_pub, reason = "each test program uses a part of it")]
#[path = "downstream/krate.rs"]
mod krate;

#[path = "downstream/compiled.rs"]
mod compiled;
#[path = "downstream/failures.rs"]
mod failures;
#[path = "downstream/profiles.rs"]
mod profiles;
#[path = "downstream/trials.rs"]
mod trials;
