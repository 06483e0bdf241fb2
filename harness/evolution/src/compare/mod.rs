//! What becomes of values that one version of a type writes and another reads, per format.
//!
//! A shape is compared as the format sees it: by names, or by places. What two kinds of values become of each other is not looked
//! up in a table but measured, by replaying both through the format's crate. Where several values follow each other without
//! lengths or names, a part that reads too much or too little makes everything behind it another value; so each part says whether
//! it ends where it should.

mod fault;
mod measure;
mod outcome;
mod size;
mod verdict;
mod walk;
mod witness;

#[cfg(test)]
mod tests;

pub use fault::{Code, Fault};
pub use outcome::Outcome;
pub use verdict::Verdict;
pub use walk::{Compared, compare, compare_trusting};
pub use witness::{Witness, witness};
