//! The syntax of the command line.

use crate::backend::Workers;
use clap::{Parser, Subcommand, ValueEnum};
use std::path::PathBuf;

/// Run every workload on every backend in every format, check the results, and report the times
#[derive(Clone, Debug, Parser)]
#[command(version, after_help = EXIT_CODES, args_conflicts_with_subcommands = true)]
pub struct Args {
    /// How much work each task does
    #[arg(long, value_enum, default_value = "quick")]
    pub scale: ScaleName,

    /// Number of workers: a number, -N for all cores except N, or available, logical, physical
    #[arg(long, value_name = "N", default_value = "available", allow_negative_numbers = true)]
    pub workers: Workers,

    /// Number of runs per cell, after one run to warm up; fewer for cells that take long. With 1, phases of the
    /// time and intervals are not measured
    #[arg(long, value_name = "N", default_value = "5", value_parser = clap::value_parser!(u8).range(1..=100))]
    pub runs: u8,

    /// Run only cells and measurements with this in their name, such as `sleep_map` or `pool::ron`; may be repeated
    #[arg(long, value_name = "NAME")]
    pub only: Vec<String>,

    /// Run only this wire format; may be repeated. Inline and thread, which encode nothing, are always run
    #[arg(long, value_name = "NAME")]
    pub format: Vec<String>,

    /// Also run the workloads in other libraries (Python, procspawn), where they are installed
    #[arg(long)]
    pub peers: bool,

    /// Also run workloads with injected faults: killed workers, garbage, a full disk, little memory
    #[arg(long)]
    pub faults: bool,

    /// Also run the workloads on a cluster: the address of its NATS server, or `local` for three nodes on this machine
    #[arg(long, value_name = "ADDRESS")]
    pub cluster: Option<String>,

    /// Compare with an earlier timing.ron of this machine; exit code 4 if a cell got slower beyond the noise
    #[arg(long, value_name = "FILE")]
    pub baseline: Option<PathBuf>,

    /// Directory of the reports
    #[arg(long, value_name = "DIR", default_value = "reports")]
    pub out: PathBuf,

    /// Also write the cells as JUnit XML, for continuous integration
    #[arg(long, value_name = "FILE")]
    pub junit: Option<PathBuf>,

    /// Print only what went wrong
    #[arg(long, short)]
    pub quiet: bool,

    /// Print a line for each task, for workloads that report their tasks; each cell is run once
    #[arg(long, short, conflicts_with = "quiet")]
    pub verbose: bool,

    /// Print the names of the cells and measurements, and run nothing
    #[arg(long)]
    pub list: bool,

    /// Do something else instead of the run
    #[command(subcommand)]
    pub command: Option<Command>,
}

/// What can be asked for instead of the run.
#[derive(Clone, Debug, Subcommand)]
pub enum Command {
    /// Explain a diagnostic code such as `WC0012`
    Explain(Explain),
}

/// What to explain.
#[derive(Clone, Debug, clap::Args)]
pub struct Explain {
    /// Codes or names, such as `WC0012` or `duplicate-name`; without any, all rules are listed
    #[arg(value_name = "RULE")]
    pub rules: Vec<String>,

    /// Print the pages of all rules
    #[arg(long, conflicts_with = "rules")]
    pub all: bool,

    /// Write to this file instead of stdout
    #[arg(long, value_name = "FILE")]
    pub out: Option<PathBuf>,
}

/// The scales, as words.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum ScaleName {
    /// Milliseconds per cell, less than a minute in all: for a first look and for tests
    #[value(alias = "small")]
    Quick,
    /// The sizes for which figures were published, about ten minutes: for figures to rely on
    Full,
}

const EXIT_CODES: &str = "\
Exit codes:
  0  every cell ended as expected
  1  a cell did not, or a measurement failed; it is named on stderr
  2  the arguments are wrong
  3  a report cannot be read or written, or the baseline does not fit this run
  4  a cell is slower than in the baseline, beyond the noise";
