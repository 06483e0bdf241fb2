//! wirecheck, its peers and the limits of the machine: `cargo bench -p wirecheck-tests --bench peers`.
//!
//! Peers: procspawn; Python's `multiprocessing.Pool`, `ProcessPoolExecutor` and joblib where `python3` has them; rayon,
//! which sends nothing, as the bound within a process. Limits: a raw ping-pong and a raw pipelined echo over socket
//! pairs, starting this executable to do nothing, and making or copying what is large in this process. All in turn, round after round, so that a machine that slows down
//! slows all of them; the medians are compared. Options follow `--`; `--help` lists them.

#![expect(clippy::print_stdout, clippy::print_stderr, reason = "a benchmark's output is its table")]

mod arrays;
mod bench;
mod child;
mod echo;
mod idle;
mod large;
mod latency;
mod limits;
mod memory;
mod options;
mod ours;
mod peak;
mod proc;
mod procspawn_peer;
mod python;
mod rayon_peer;
mod render;
mod scaling;
mod table;
mod throughput;
mod turns;
mod work;

use bench::Bench;
use options::Options;
use std::process::ExitCode;

type Outcome<T> = Result<T, Box<dyn std::error::Error>>;

/// Workers of every pool, where nothing else is said.
const WORKERS: usize = 2;

/// One figure of each of its peers.
type Group = fn(&mut Bench) -> Outcome<()>;

/// The groups in their order, by the names that `--only` takes.
const GROUPS: [(&str, Group); 18] = [
    ("one-by-one", throughput::one_by_one),
    ("framed", throughput::framed),
    ("batched", throughput::batched),
    ("memory", memory::memory),
    ("large", large::large),
    ("mebi", large::mebi),
    ("peak", peak::peak),
    ("arrays", arrays::arrays),
    ("hand-over", arrays::hand_over),
    ("flight", latency::flight),
    ("spawn", latency::spawn),
    ("sleeps", work::sleeps),
    ("list_append", work::list_append),
    ("fourth_powers", work::fourth_power_sums),
    ("idle", idle::idle),
    ("by-tasks", scaling::by_tasks),
    ("by-workers", scaling::by_workers),
    ("start", scaling::start),
];

/// The task that does nothing to speak of.
fn add_one(x: u64) -> u64 {
    x + 1
}

fn main() -> ExitCode {
    wirecheck::init();
    procspawn::init();
    if let Some(code) = child::played() {
        return code;
    }
    let options = match Options::parse(std::env::args().skip(1), &GROUPS.map(|(name, _)| name)) {
        Ok(options) => options,
        Err(error) => {
            eprintln!("{error}");
            return ExitCode::from(2);
        }
    };
    if options.help {
        println!("{}\n\ngroups: {}", options::HELP, GROUPS.map(|(name, _)| name).join(", "));
        return ExitCode::SUCCESS;
    }
    match run(&options) {
        // A noisy machine is not a failure, unless one asked for it.
        Ok(all_met) if all_met || !options.strict => ExitCode::SUCCESS,
        Ok(_) => ExitCode::FAILURE,
        Err(error) => {
            eprintln!("{error}");
            ExitCode::from(2)
        }
    }
}

/// Gives whether every target was met.
fn run(options: &Options) -> Outcome<bool> {
    let mut bench =
        Bench { report: table::Report::default(), python: python::Python::start(), quick: options.quick };
    for peer in bench.python.missing() {
        bench.report.notes.push(format!("skipped, not found in python3: {peer}"));
    }
    if options.quick {
        bench.report.notes.push("--quick: the sizes are small and the figures mean nothing".to_owned());
    }
    let load_before = proc::load();
    let chosen: Vec<_> = GROUPS.iter().filter(|(name, _)| options.wants(name)).collect();
    for round in 1..=options.rounds {
        for (name, group) in &chosen {
            eprintln!("round {round} of {}: {name}", options.rounds);
            group(&mut bench)?;
        }
    }
    let cores = std::thread::available_parallelism()?;
    bench.report.notes.push(format!(
        "{cores} cores; load average over a minute {load_before} before, {} after",
        proc::load()
    ));
    print!("{}", render::text(&bench.report));
    if let Some(file) = &options.markdown {
        std::fs::write(file, render::markdown(&bench.report))
            .map_err(|error| format!("{} could not be written: {error}", file.display()))?;
    }
    Ok(bench.report.verdicts().all(|(_, verdict)| verdict.met))
}
