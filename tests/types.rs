//! The proof of the proof: types x formats, the compiler's verdict against what happens.
//!
//! What the verdict promises: if `T: Sendable<F>` is accepted and nothing was opted in, every value of `T` comes back equal or
//! is an error where it is encoded. A trial a cell, `types::<theme>::<type>::<format>`; `types::summary` has the totals.
//!
//! `TYPES=overwrite cargo test -p wirecheck-tests --test types` writes `reports/types.md` anew.

#![allow(unreachable_pub, reason = "without the test harness this is a program, and `pub` reaches nobody")]

#[path = "types/mod.rs"]
mod types;

use libtest_mimic::Arguments;
use std::process::ExitCode;

fn main() -> ExitCode {
    wirecheck::init();
    let args = Arguments::from_args();
    libtest_mimic::run(&args, types::trials()).exit_code()
}
