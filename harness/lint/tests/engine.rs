//! Surveys of small programs. This executable is also the wrapper of the compiler.

#[path = "engine/bad_input.rs"]
mod bad_input;
#[path = "engine/program.rs"]
mod program;
#[path = "engine/workspace.rs"]
mod workspace;

use libtest_mimic::{Arguments, Trial};
use std::process::ExitCode;
use wirecheck_lint::wrapper;

fn main() -> ExitCode {
    if wrapper::is_wrapper() {
        let code = wrapper::run().unwrap_or_else(|error| panic!("{error}"));
        return ExitCode::from(u8::try_from(code).unwrap_or(101));
    }
    let mut arguments = Arguments::from_args();
    // They share a target folder, and cargo lets one in at a time.
    arguments.test_threads = Some(1);
    let tests = [program::tests(), bad_input::tests()].concat_trials();
    libtest_mimic::run(&arguments, tests).exit_code()
}

trait Concat {
    fn concat_trials(self) -> Vec<Trial>;
}

impl<const N: usize> Concat for [Vec<Trial>; N] {
    fn concat_trials(self) -> Vec<Trial> {
        self.into_iter().flatten().collect()
    }
}
