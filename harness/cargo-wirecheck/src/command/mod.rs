//! The commands, one file each.

mod explain;

use crate::output::Output;
use std::io;

/// What can be asked for. The first line of a command is its help.
#[derive(Debug, clap::Subcommand)]
pub(crate) enum Command {
    /// Explain a code such as WC0040: what is wrong, why, and what to write instead
    Explain(explain::Explain),
}

impl Command {
    pub(crate) fn run(&self, output: &Output) -> Result<(), Failure> {
        match self {
            Self::Explain(args) => explain::run(args, output),
        }
    }
}

/// Why a command failed.
#[derive(Debug)]
pub(crate) enum Failure {
    /// The arguments make no sense; this is what to say.
    Usage(String),
    /// The output could not be written.
    Output(io::Error),
}

impl From<io::Error> for Failure {
    fn from(error: io::Error) -> Self {
        Self::Output(error)
    }
}
