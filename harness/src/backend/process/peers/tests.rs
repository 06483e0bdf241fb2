//! Many runs.
//!
//! - `WIRECHECK_SIM_RUNS`: how many; `WIRECHECK_SIM_FIRST`: the seed of the first one.
//! - `WIRECHECK_SIM_SEED`: only this one, and its trace if it fails.
//!
//! A million: `WIRECHECK_SIM_RUNS=1_000_000 cargo test --release -p wirecheck --lib every_promise -- --nocapture`

use super::run::{Done, run};
use crate::fuzz::gist;
use std::collections::BTreeMap;
use std::sync::Mutex;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant};

/// How many runs there are, if `WIRECHECK_SIM_RUNS` does not say.
const RUNS: u64 = 5_000;
/// How one run is repeated, with its trace.
const REPEAT: &str = "cargo test -p wirecheck --lib every_promise";

fn number(variable: &str) -> Option<u64> {
    std::env::var(variable).ok()?.replace('_', "").parse().ok()
}

/// What many runs came to.
#[derive(Debug, Default)]
struct Sum {
    turns: u64,
    workers: usize,
    tasks: usize,
    time: Duration,
    /// The first seed of each kind of failure, and how many there are.
    failures: BTreeMap<String, (u64, String, u64)>,
}

impl Sum {
    fn add(&mut self, seed: u64, done: Result<Done, String>) {
        match done {
            Ok(done) => {
                self.turns += done.ran.turns;
                self.time += done.ran.elapsed;
                self.workers += done.workers;
                self.tasks += done.tasks;
            }
            Err(why) => {
                let known = self.failures.entry(gist(&why)).or_insert_with(|| (seed, why, 0));
                known.0 = known.0.min(seed);
                known.2 += 1;
            }
        }
    }

    fn failures(&self) -> String {
        let kinds = self.failures.values().map(|(seed, why, times)| {
            format!("{times} runs of a kind: {why}\n  WIRECHECK_SIM_SEED={seed} {REPEAT}")
        });
        kinds.collect::<Vec<_>>().join("\n")
    }
}

#[test]
#[expect(clippy::print_stdout, reason = "what was run is shown with `--nocapture`")]
fn whatever_goes_wrong_every_promise_is_kept() {
    crate::fuzz::stay_outside();
    if let Some(seed) = number("WIRECHECK_SIM_SEED") {
        if let Err(why) = run(seed, true).0 {
            panic!("seed {seed}: {why}");
        }
        return;
    }
    let first = number("WIRECHECK_SIM_FIRST").unwrap_or(0);
    let runs = number("WIRECHECK_SIM_RUNS").unwrap_or(RUNS);
    let (start, next, sum) = (Instant::now(), AtomicU64::new(first), Mutex::new(Sum::default()));
    let threads = std::thread::available_parallelism().map_or(1, usize::from);
    std::thread::scope(|scope| {
        for _ in 0..threads {
            scope.spawn(|| {
                loop {
                    let seed = next.fetch_add(1, Ordering::Relaxed);
                    if seed - first >= runs {
                        return;
                    }
                    let done = run(seed, false).0;
                    sum.lock().unwrap().add(seed, done);
                }
            });
        }
    });
    let sum = sum.into_inner().unwrap();
    let Sum { turns, workers, tasks, time, .. } = &sum;
    let summary = format!(
        "{runs} runs in {:.1?}: {turns} turns, {workers} workers, {tasks} tasks, {time:.1?} of virtual time",
        start.elapsed()
    );
    assert!(sum.failures.is_empty(), "{summary}\n{}", sum.failures());
    println!("{summary}");
}

#[test]
fn a_run_is_repeated_by_its_seed() {
    crate::fuzz::stay_outside();
    for seed in 0..40 {
        let (first, again) = (run(seed, true).1, run(seed, true).1);
        assert!(!first.is_empty(), "seed {seed}");
        assert_eq!(first, again, "seed {seed}");
    }
}
