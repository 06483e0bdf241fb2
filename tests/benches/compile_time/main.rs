//! What `Sendable` adds to the time a crate takes to build: `cargo bench -p wirecheck-tests --bench compile_time`.
//!
//! Two crates with the same 1,000 types, one with `Serialize, Deserialize` and one with `Sendable` as well, built in turn,
//! round after round, so that a machine that slows down slows both; the medians are compared. Only the crate itself is
//! built each time. `-- 9` runs nine rounds.

#![expect(clippy::print_stdout, clippy::print_stderr, reason = "a benchmark's output is its table")]

#[path = "../../support/project.rs"]
mod project;
mod types;

use project::{Project, root};
use std::collections::BTreeSet;
use std::fs::File;
use std::process::{Command, ExitCode};
use std::time::{Duration, Instant, SystemTime};

const TYPES: usize = 1000;
const ROUNDS: usize = 5;
/// What is promised of `cargo build`.
const TARGET: f64 = 1.35;

fn main() -> ExitCode {
    let rounds = std::env::args().skip(1).find_map(|arg| arg.parse().ok()).unwrap_or(ROUNDS).max(1);
    let base = crate_of("compile_base", "Serialize, Deserialize");
    let more = crate_of("compile_sendable", "Serialize, Deserialize, Sendable");
    println!("{TYPES} types, {rounds} rounds, medians");
    let mut good = true;
    for verb in ["build", "check"] {
        // The dependencies, and whether it compiles at all.
        for (project, _) in [&base, &more] {
            let built = project.cargo(&[verb]);
            if !built.good {
                eprintln!("{}", built.report());
                return ExitCode::FAILURE;
            }
        }
        let (mut without, mut with) = (Vec::new(), Vec::new());
        for round in 0..rounds {
            eprintln!("cargo {verb}: round {} of {rounds}", round + 1);
            // Neither has the better place.
            let mut turns = [(&base, &mut without), (&more, &mut with)];
            if round % 2 == 1 {
                turns.reverse();
            }
            for (project, times) in turns {
                times.push(time(project, verb));
            }
        }
        let (without, with) = (median(&mut without), median(&mut with));
        let ratio = with.as_secs_f64() / without.as_secs_f64();
        let (without, with) = (without.as_secs_f64(), with.as_secs_f64());
        let promise =
            if verb == "build" { format!(" (at most {TARGET} is promised)") } else { String::new() };
        println!("cargo {verb}: {without:.2} s, with Sendable {with:.2} s: {ratio:.2}x{promise}");
        good &= verb != "build" || ratio <= TARGET;
    }
    println!("the compile-time part depends on: {}", dependencies());
    if good { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}

/// The crate, and the file that is its source.
fn crate_of(name: &str, derives: &str) -> (Project, std::path::PathBuf) {
    let mut project = Project::new(env!("CARGO_TARGET_TMPDIR"), name);
    project.manifest(name, &[]);
    let source = project.file("src/lib.rs", &types::source(TYPES, derives));
    (project, source)
}

/// Builds the crate, and nothing else, once more.
fn time((project, source): &(Project, std::path::PathBuf), verb: &str) -> Duration {
    File::options().write(true).open(source).and_then(|file| file.set_modified(SystemTime::now())).unwrap();
    let mut command = project.command();
    command.args([verb, "--offline", "--quiet"]);
    let start = Instant::now();
    let status = command.status().unwrap();
    let elapsed = start.elapsed();
    assert!(status.success(), "it compiled before");
    elapsed
}

fn median(times: &mut [Duration]) -> Duration {
    times.sort();
    times[times.len() / 2]
}

/// As cargo says, without those of the workspace itself.
fn dependencies() -> String {
    let mut command = Command::new(env!("CARGO"));
    command.current_dir(root()).args(["tree", "-p", "wirecheck", "-e", "normal", "--no-default-features"]);
    let output = command.args(["--prefix", "none", "--format", "{p}", "--offline"]).output().unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let lines = String::from_utf8(output.stdout).unwrap();
    let names: BTreeSet<&str> = lines.lines().filter_map(|line| line.split(' ').next()).collect();
    names.into_iter().filter(|name| *name != "wirecheck").collect::<Vec<_>>().join(", ")
}
