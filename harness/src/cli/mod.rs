//! The command line of a program that runs a matrix.
//!
//! A program is three lines:
//!
//! ```no_run
//! use wirecheck::matrix::Suite;
//!
//! fn main() -> std::process::ExitCode {
//!     wirecheck::init();
//!     wirecheck::cli::main(&Suite::new())
//! }
//! ```

mod args;
mod console;
mod exit;
mod explain;
mod files;
mod measure;
mod plan;
mod progress;
mod run;
mod suggest;

pub use args::{Args, Command, Explain};
pub use console::Console;
pub use exit::Exit;
pub use explain::explain;
pub use plan::{Plan, PlannedMeasurement, UsageError, Verbosity};

use crate::matrix::Suite;
use crate::report::html::Section;
use clap::Parser as _;
use std::ffi::OsString;
use std::process::ExitCode;

/// Runs the program's arguments on its own streams.
pub fn main(suite: &Suite) -> ExitCode {
    run(std::env::args_os(), suite, &mut Console::of_process()).into()
}

/// Like [`main`], with the program's own sections in its HTML reports. `sections` is called when they are needed.
pub fn main_with(suite: &Suite, sections: fn() -> Vec<Section>) -> ExitCode {
    run_with(std::env::args_os(), suite, sections, &mut Console::of_process()).into()
}

/// Runs `args`, the first of which is the program's name.
///
/// ```
/// use wirecheck::cli::{Console, Exit, run};
/// use wirecheck::matrix::Suite;
///
/// let mut console = Console::new(std::io::sink(), std::io::sink());
/// assert_eq!(run(["report", "--scale", "huge"], &Suite::new(), &mut console), Exit::Usage);
/// ```
pub fn run<A>(args: impl IntoIterator<Item = A>, suite: &Suite, console: &mut Console) -> Exit
where
    A: Into<OsString> + Clone,
{
    run_with(args, suite, Vec::new, console)
}

/// Like [`run`], with the program's own sections in its HTML reports.
pub fn run_with<A>(
    args: impl IntoIterator<Item = A>,
    suite: &Suite,
    sections: fn() -> Vec<Section>,
    console: &mut Console,
) -> Exit
where
    A: Into<OsString> + Clone,
{
    let args = match Args::try_parse_from(args) {
        Ok(args) => args,
        Err(error) if error.use_stderr() => {
            console.err(&error.to_string());
            return Exit::Usage;
        }
        // `--help` and `--version` come this way too.
        Err(error) => return console.out(&error.to_string()).map_or_else(|_| Exit::Report, |()| Exit::Ok),
    };
    if let Some(Command::Explain(args)) = &args.command {
        return explain::run(args, console);
    }
    match Plan::new(&args, suite) {
        Ok(plan) => run::run(&plan, suite, sections, console),
        Err(error) => {
            console.err(&format!("error: {error}\n\nFor more information, try '--help'.\n"));
            Exit::Usage
        }
    }
}
