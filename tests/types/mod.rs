//! Where things are: the themes with their types, and what measures them.
//!
//! `accepted/` has the types the derive takes (a format may still be refused), `opted/` those that say `accept` or `trust`
//! (measured, nothing promised), `refused/` those that do not compile with the derive, and `late/` those that rustc refuses
//! only when it evaluates constants, which it does not reach where there are other errors.

#[macro_use]
mod case;
mod across;
mod made_up;
mod measure;
mod over_strict;
mod prelude;
mod report;
mod results;
mod rows;
mod summary;
mod trial;
mod verdict;
mod way;

#[path = "accepted/mod.rs"]
mod accepted;
#[path = "late/mod.rs"]
mod late;
#[path = "opted/mod.rs"]
mod opted;
#[path = "refused/mod.rs"]
mod refused;

pub use self::trial::trials;
