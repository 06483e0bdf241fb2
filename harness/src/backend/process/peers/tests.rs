//! Many runs.

use super::run::run;
use crate::fuzz::gist;
use std::collections::BTreeMap;
use std::time::{Duration, Instant};

/// How many runs there are, if `WIRECHECK_SIM_RUNS` does not say.
const RUNS: u64 = 2_000;

/// How one run is repeated, with its trace.
const REPEAT: &str = "cargo test -p wirecheck --lib every_promise";

fn number(variable: &str) -> Option<u64> {
    std::env::var(variable).ok()?.replace('_', "").parse().ok()
}

#[test]
#[expect(clippy::print_stdout, reason = "what was run is shown with `--nocapture`")]
fn whatever_goes_wrong_every_promise_is_kept() {
    crate::fuzz::stay_outside();
    if let Some(seed) = number("WIRECHECK_SIM_SEED") {
        if let Err(why) = run(seed, true) {
            panic!("seed {seed}: {why}");
        }
        return;
    }
    let first = number("WIRECHECK_SIM_FIRST").unwrap_or(0);
    let runs = number("WIRECHECK_SIM_RUNS").unwrap_or(RUNS);
    let start = Instant::now();
    let (mut turns, mut workers, mut tasks, mut time) = (0, 0, 0, Duration::ZERO);
    // The first seed and the number of each kind of failure.
    let mut failures = BTreeMap::<String, (u64, String, u64)>::new();
    for seed in first..first + runs {
        match run(seed, false) {
            Ok(done) => {
                turns += done.ran.turns;
                time += done.ran.elapsed;
                workers += done.workers;
                tasks += done.tasks;
            }
            Err(why) => failures.entry(gist(&why)).or_insert((seed, why, 0)).2 += 1,
        }
    }
    let failures: Vec<String> = failures
        .values()
        .map(|(seed, why, times)| {
            format!("{times} runs of a kind: {why}\n  WIRECHECK_SIM_SEED={seed} {REPEAT}")
        })
        .collect();
    let summary = format!(
        "{runs} runs in {:.1?}: {turns} turns, {workers} workers, {tasks} tasks, {time:.1?} of virtual time",
        start.elapsed()
    );
    assert!(failures.is_empty(), "{summary}\n{}", failures.join("\n"));
    println!("{summary}");
}
