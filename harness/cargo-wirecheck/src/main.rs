//! `cargo wirecheck`: what users of wirecheck do on the command line.
//!
//! A command is a file in `command/`. This file reads the arguments and says how the program ends.

mod command;
mod markdown;
mod output;

use clap::Parser;
use command::{Command, Failure};
use output::Output;
use std::ffi::OsString;
use std::process::ExitCode;

/// Tools for crates that use wirecheck.
#[derive(Debug, Parser)]
#[command(name = "cargo wirecheck", bin_name = "cargo wirecheck", version, after_help = EXIT_CODES)]
struct Cli {
    #[command(subcommand)]
    command: Command,
}

const EXIT_CODES: &str = "\
Exit codes:
  0  success
  1  something was found, or a cluster could not be reached or refused what was asked
  2  the arguments make no sense
  3  the output could not be written, or the program to look at does not build
  4  a baseline is stale";

/// The arguments make no sense; clap uses the same number.
const USAGE: u8 = 2;
/// What was asked for did not work.
#[cfg(feature = "cluster")]
const FAILED: u8 = 1;
/// Findings.
#[cfg(feature = "lint")]
const FOUND: u8 = 1;
/// The baseline knows findings that are gone.
#[cfg(feature = "lint")]
const STALE: u8 = 4;
/// The output could not be written.
const UNWRITTEN: u8 = 3;

fn main() -> ExitCode {
    // Cargo runs this program as the compiler while `lint` looks at a program.
    #[cfg(feature = "lint")]
    if wirecheck_lint::wrapper::is_wrapper() {
        return as_compiler();
    }
    // A node starts this program again for each detached call.
    #[cfg(feature = "cluster")]
    wirecheck_cluster::be_deputy_if_asked();
    let cli = match Cli::try_parse_from(arguments(std::env::args_os())) {
        Ok(cli) => cli,
        Err(error) => {
            // `--help` comes this way too. Nobody is left to tell if it cannot be printed.
            let _ = error.print();
            return if error.use_stderr() { USAGE.into() } else { ExitCode::SUCCESS };
        }
    };
    match cli.command.run(&Output::of_process()) {
        Ok(()) => ExitCode::SUCCESS,
        Err(Failure::Usage(message)) => {
            output::error(&message);
            USAGE.into()
        }
        #[cfg(feature = "cluster")]
        Err(Failure::Failed(message)) => {
            output::error(&message);
            FAILED.into()
        }
        #[cfg(feature = "lint")]
        Err(Failure::Found) => FOUND.into(),
        #[cfg(feature = "lint")]
        Err(Failure::Stale) => STALE.into(),
        #[cfg(feature = "lint")]
        Err(Failure::Code(code, message)) => {
            output::error(&message);
            code.into()
        }
        // The reader has seen enough: `cargo wirecheck explain --all | head`.
        Err(Failure::Output(error)) if error.kind() == std::io::ErrorKind::BrokenPipe => ExitCode::SUCCESS,
        Err(Failure::Output(error)) => {
            output::error(&format!("the output could not be written: {error}"));
            UNWRITTEN.into()
        }
    }
}

/// What cargo asks for each crate of the program that `lint` looks at.
#[cfg(feature = "lint")]
fn as_compiler() -> ExitCode {
    /// As rustc ends when it breaks.
    const BROKEN: u8 = 101;
    match wirecheck_lint::wrapper::run() {
        Ok(code) => u8::try_from(code).unwrap_or(BROKEN).into(),
        Err(error) => {
            output::error(&error.to_string());
            BROKEN.into()
        }
    }
}

/// The arguments as clap reads them. Cargo runs `cargo-wirecheck wirecheck explain ..` for `cargo wirecheck explain ..`.
fn arguments(given: impl Iterator<Item = OsString>) -> impl Iterator<Item = OsString> {
    given.enumerate().filter(|(at, word)| !(*at == 1 && word == "wirecheck")).map(|(_, word)| word)
}

#[cfg(test)]
mod tests {
    use super::{Cli, arguments};
    use clap::CommandFactory as _;

    #[test]
    fn the_definition_of_the_arguments_holds() {
        Cli::command().debug_assert();
    }

    #[test]
    fn the_word_that_cargo_adds_is_left_out() {
        let words = |line: &str| {
            let words = line.split(' ').map(Into::into).collect::<Vec<_>>();
            arguments(words.into_iter()).collect::<Vec<_>>().join(" ".as_ref())
        };
        assert_eq!(words("cargo-wirecheck wirecheck explain 40"), "cargo-wirecheck explain 40");
        assert_eq!(words("cargo-wirecheck explain 40"), "cargo-wirecheck explain 40");
        // Only the first one is cargo's.
        assert_eq!(words("x wirecheck explain wirecheck"), "x explain wirecheck");
    }
}
