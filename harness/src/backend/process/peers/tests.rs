//! Many runs.

use super::run::run;
use crate::fuzz::gist;
use std::collections::BTreeMap;
use std::time::Instant;

/// How many runs there are, if `WIRECHECK_SIM_RUNS` does not say.
const RUNS: u64 = 2_000;

fn number(variable: &str) -> Option<u64> {
    std::env::var(variable).ok()?.replace('_', "").parse().ok()
}

#[test]
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
    let (mut turns, mut workers, mut tasks) = (0, 0, 0);
    // The first seed and the number of each kind of failure.
    let mut failures = BTreeMap::<String, (u64, String, u64)>::new();
    for seed in first..first + runs {
        match run(seed, false) {
            Ok(done) => {
                turns += done.ran.turns;
                workers += done.workers;
                tasks += done.tasks;
            }
            Err(why) => failures.entry(gist(&why)).or_insert((seed, why, 0)).2 += 1,
        }
    }
    eprintln!("{runs} runs: {turns} turns, {workers} workers, {tasks} tasks, {:?}", start.elapsed());
    for (seed, why, times) in failures.values() {
        eprintln!(
            "{times} runs of a kind: {why}\n  WIRECHECK_SIM_SEED={seed} cargo test -p wirecheck --lib every_promise -- --nocapture"
        );
    }
    assert!(failures.is_empty(), "{} kinds of failures", failures.len());
}
