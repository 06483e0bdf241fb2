//! Tries random types: `cargo run -p wirecheck-random-types -- --seed 1 --types 20000 --minutes 60`.

#![allow(clippy::print_stdout, clippy::print_stderr, reason = "a program for the terminal")]

use clap::Parser;
use std::fs::OpenOptions;
use std::io::Write;
use std::path::PathBuf;
use std::process::ExitCode;
use std::time::{Duration, Instant};
use wirecheck_random_types::campaign::Campaign;
use wirecheck_random_types::compose::case;
use wirecheck_random_types::emit::source;
use wirecheck_random_types::toolchain::Toolchain;

/// Composes random types, compiles them, and holds the compiler's verdict against what happens to their values.
#[derive(Debug, Parser)]
struct Args {
    /// The seed of the first type; the others follow it. A run that ended early says where to go on.
    #[arg(long, default_value_t = 1)]
    seed: u64,
    /// How many types.
    #[arg(long, default_value_t = 1000)]
    types: u64,
    /// Ends after this time, at the end of a batch.
    #[arg(long)]
    minutes: Option<u64>,
    /// How many types are compiled together.
    #[arg(long, default_value_t = 400)]
    batch: usize,
    /// How many batches at a time.
    #[arg(long, default_value_t = 2)]
    jobs: usize,
    /// Compiles the types and the codecs with optimisation.
    #[arg(long)]
    optimised: bool,
    /// Compiles most types once and not for each format, which is several times as fast.
    #[arg(long)]
    erased: bool,
    /// Runs the cells that the compiler refuses, too, and counts those whose values all come back.
    #[arg(long)]
    over_strict: bool,
    /// How many breaks of each kind are reduced to the smallest type.
    #[arg(long, default_value_t = 1)]
    reduce: usize,
    /// The file that a line for each run is appended to, and every break.
    #[arg(long)]
    summary: Option<PathBuf>,
    /// Prints the type of the seed, and does nothing else.
    #[arg(long)]
    show: bool,
}

fn main() -> ExitCode {
    let args = Args::parse();
    if args.show {
        println!("{}", source(&case(args.seed)));
        return ExitCode::SUCCESS;
    }
    match run(&args) {
        Ok(0) => ExitCode::SUCCESS,
        Ok(_) => ExitCode::FAILURE,
        Err(error) => {
            eprintln!("error: {error}");
            ExitCode::from(2)
        }
    }
}

/// The number of broken cells.
fn run(args: &Args) -> Result<usize, String> {
    let toolchain = Toolchain::new(args.optimised)?;
    let campaign = Campaign {
        seeds: args.seed..args.seed.saturating_add(args.types),
        batch: args.batch,
        jobs: args.jobs,
        limit: args.minutes.map(|minutes| Duration::from_secs(60 * minutes)),
        is_erased: args.erased,
        run_refused: args.over_strict,
        reduced: args.reduce,
    };
    let start = Instant::now();
    let found = campaign.run(&toolchain, &|tally, breaks| {
        for broken in breaks {
            println!("{}", broken.text());
            append(args, &broken.text());
        }
        eprintln!(
            "{} types, {} accepted cells, {} broken, {:.0} s",
            tally.cases,
            tally.accepted,
            tally.broken(),
            start.elapsed().as_secs_f64()
        );
    })?;
    toolchain.clean();
    let line = found.tally.line(&format!("{}..{}", args.seed, found.next), args.optimised, start.elapsed());
    append(args, &line);
    println!("{}{line}", found.tally);
    println!("go on with --seed {}", found.next);
    Ok(found.tally.broken())
}

/// Appends to the summary, if one is wanted. The same is printed, so a failure ends nothing.
fn append(args: &Args, text: &str) {
    let Some(path) = &args.summary else { return };
    let file = OpenOptions::new().create(true).append(true).open(path);
    if let Err(error) = file.and_then(|mut file| writeln!(file, "{text}")) {
        eprintln!("warning: {}: {error}", path.display());
    }
}
