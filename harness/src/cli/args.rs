//! Syntax: what can be written on the command line.

use crate::backend::Workers;
use clap::{Parser, Subcommand, ValueEnum};
use std::path::PathBuf;

/// Run every workload on every backend in every format, check the results, and report what it cost.
#[derive(Clone, Debug, Parser)]
#[command(version, after_help = EXIT_CODES, args_conflicts_with_subcommands = true)]
pub struct Args {
    /// How much work a task does
    #[arg(long, value_enum, default_value = "full")]
    pub scale: ScaleName,

    /// How many workers: a number, -N for all cores but N, or available, logical, physical
    #[arg(long, value_name = "N", default_value = "available", allow_negative_numbers = true)]
    pub workers: Workers,

    /// How often each cell is run after one run to warm up, if that does not take long; with 1, once and without
    /// measuring where the time goes
    #[arg(long, value_name = "N", default_value = "5", value_parser = clap::value_parser!(u8).range(1..=100))]
    pub runs: u8,

    /// Only cells with this in their name, such as `sleep_map` or `pool::ron`; may be repeated
    #[arg(long, value_name = "NAME")]
    pub only: Vec<String>,

    /// Only this wire format; may be repeated. Inline and thread, which encode nothing, stay
    #[arg(long, value_name = "NAME")]
    pub format: Vec<String>,

    /// Run the workloads in other libraries as well (Python, procspawn), where they are installed
    #[arg(long)]
    pub peers: bool,

    /// Run workloads with faults as well: killed workers, garbage, no space, little memory
    #[arg(long)]
    pub faults: bool,

    /// Compare with an earlier timing.ron of this machine: exit code 4 when something got slower beyond the noise
    #[arg(long, value_name = "FILE")]
    pub baseline: Option<PathBuf>,

    /// Where the reports go
    #[arg(long, value_name = "DIR", default_value = "reports")]
    pub out: PathBuf,

    /// The cells as JUnit XML too, for continuous integration
    #[arg(long, value_name = "FILE")]
    pub junit: Option<PathBuf>,

    /// No table and no progress: only what went wrong
    #[arg(long, short)]
    pub quiet: bool,

    /// A line of progress per task, for the workloads that have it; each cell is run once
    #[arg(long, short, conflicts_with = "quiet")]
    pub verbose: bool,

    /// Print the names of the cells and run nothing
    #[arg(long)]
    pub list: bool,

    /// Something else than the run
    #[command(subcommand)]
    pub command: Option<Command>,
}

/// What can be asked for instead of the run.
#[derive(Clone, Debug, Subcommand)]
pub enum Command {
    /// Say what a code such as `WC0012` means
    Explain(Explain),
}

/// What to explain.
#[derive(Clone, Debug, clap::Args)]
pub struct Explain {
    /// Codes or names, `WC0012` or `duplicate-name`; without any, all are listed
    #[arg(value_name = "RULE")]
    pub rules: Vec<String>,

    /// The pages of all rules
    #[arg(long, conflicts_with = "rules")]
    pub all: bool,

    /// Into this file instead of the terminal, as `reports/rules.md` is made
    #[arg(long, value_name = "FILE")]
    pub out: Option<PathBuf>,
}

/// The scales, as words.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum ScaleName {
    /// Milliseconds a cell
    Small,
    /// The published sizes
    Full,
}

const EXIT_CODES: &str = "\
Exit codes:
  0  every cell ended as expected
  1  some cell did not; it is named on stderr
  2  the arguments make no sense
  3  a report could not be read or written, or a baseline is of other work
  4  some cell is slower than in the baseline, beyond the noise";
