//! Arrays that all tasks see: reading them in workers and in threads, and handing them over.

use super::table::{Better, Row, Target, Who, median};
use super::turns::{in_turn, timed};
use super::{Bench, Outcome, WORKERS, ours};
use std::hint::black_box;
use std::thread;
use std::time::Instant;
use wirecheck::{Batch, Pool, Shared, closure};

const FIRST: Row = row("Shared<[f64]> of 1 GiB summed by 2 workers, the first time");
const LATER: Row = row("Shared<[f64]> of 1 GiB summed by 2 workers, again in the same call");

const fn row(work: &'static str) -> Row {
    Row { work, unit: "GB/s", better: Better::Higher, target: Some(Target::ShareOfLimit(0.95)) }
}

const HAND_OVER: [Row; 3] = [
    hand_over_row("handing over a Shared of 1 MiB, beyond the call"),
    hand_over_row("handing over a Shared of 64 MiB, beyond the call"),
    hand_over_row("handing over a Shared of 1 GiB, beyond the call"),
];

const fn hand_over_row(work: &'static str) -> Row {
    Row { work, unit: "us", better: Better::Neither, target: Some(Target::AtMost(100.0)) }
}

/// How often each worker reads all of it.
const PASSES: usize = 6;

/// Whole numbers, so that the sum is exact in whatever order.
fn array(bytes: u64) -> Outcome<Shared<[f64]>> {
    Ok(Shared::build(bytes as usize / 8, |values: &mut [f64]| {
        for (at, value) in values.iter_mut().enumerate() {
            *value = (at % 1024) as f64;
        }
    })?)
}

/// With eight sums side by side: one would wait for each addition, not for memory.
fn sum(values: &[f64]) -> f64 {
    let mut sums = [0.0; 8];
    let (whole, rest) = values.as_chunks::<8>();
    for eight in whole {
        for (sum, value) in sums.iter_mut().zip(eight) {
            *sum += value;
        }
    }
    sums.iter().chain(rest).sum()
}

/// The sum, and the seconds it took where it was made.
fn timed_sum(values: &[f64]) -> (f64, f64) {
    let start = Instant::now();
    let sum = black_box(sum(black_box(values)));
    (sum, start.elapsed().as_secs_f64())
}

pub(crate) fn arrays(bench: &mut Bench) -> Outcome<()> {
    let bytes = bench.size(1 << 30, 1 << 20);
    let array = array(bytes)?;
    let pool = ours::pool(WORKERS, Batch::Fixed(1))?;
    // A call each: what the workers had mapped is gone when it is over.
    let ours = in_workers(&pool, &array)?;
    let threads = in_threads(&array);
    let expected = sum(&array);
    for (who, name, passes) in
        [(Who::Ours, "wirecheck Pool", ours), (Who::Limit, "limit: 2 threads, the same memory", threads)]
    {
        assert!(passes.iter().all(|(sum, _)| *sum == expected), "{name}: another sum");
        let seconds: Vec<f64> = passes.into_iter().map(|(_, seconds)| seconds).collect();
        // All of it for each worker.
        let rate = |seconds: &[f64]| (WORKERS as u64 * bytes) as f64 / median(seconds) / 1e9;
        bench.report.add(&FIRST, who, name, rate(&seconds[..WORKERS]));
        bench.report.add(&LATER, who, name, rate(&seconds[WORKERS..]));
    }
    Ok(())
}

/// What each task says, the first of each worker first.
fn in_workers(pool: &Pool, array: &Shared<[f64]>) -> Outcome<Vec<(f64, f64)>> {
    let array = array.clone();
    Ok(pool.map(closure!(move |_pass: u64| timed_sum(&array)), 0..(WORKERS * PASSES) as u64)?)
}

fn in_threads(array: &[f64]) -> Vec<(f64, f64)> {
    let mut passes = Vec::new();
    for _ in 0..PASSES {
        thread::scope(|scope| {
            let threads: Vec<_> = (0..WORKERS).map(|_| scope.spawn(|| timed_sum(array))).collect();
            passes.extend(threads.into_iter().filter_map(|thread| thread.join().ok()));
        });
    }
    assert_eq!(passes.len(), WORKERS * PASSES, "a thread panicked");
    passes
}

pub(crate) fn hand_over(bench: &mut Bench) -> Outcome<()> {
    let sizes = [bench.size(1 << 20, 1 << 12), bench.size(64 << 20, 1 << 16), bench.size(1 << 30, 1 << 20)];
    let pool = ours::pool(1, Batch::Auto)?;
    let without = |fresh: &Shared<[f64]>| -> Outcome<f64> {
        let (at, captured) = (3_u64, fresh.len().min(1) as f64 * 1.5);
        let (found, seconds) = timed(|| pool.map(closure!(move |at: u64| captured * at as f64), [at]));
        assert_eq!(found?, [4.5]);
        Ok(seconds)
    };
    for (row, bytes) in HAND_OVER.iter().zip(sizes) {
        let again = array(bytes)?;
        // Both tasks are known to the worker before the clock counts.
        handed(&pool, &again)?;
        without(&again)?;
        // What takes long is making the large ones. One is made before each call, handed over or not: it takes the caches,
        // and meanwhile the worker's core goes to sleep.
        let times = bench.size(6, 2) as usize;
        let fresh = || array(bytes);
        let [new, kept, without] = in_turn(
            times,
            [
                &mut || handed(&pool, &fresh()?),
                &mut || fresh().and_then(|_fresh| handed(&pool, &again)),
                &mut || without(&fresh()?),
            ],
        )?;
        bench.report.add(
            row,
            Who::Ours,
            "wirecheck Pool::map, one the worker has not seen",
            (new - without) * 1e6,
        );
        bench.report.add(row, Who::Peer, "wirecheck Pool::map, the same again", (kept - without) * 1e6);
        bench.report.add(row, Who::Peer, "the call itself, without it", without * 1e6);
    }
    Ok(())
}

/// Seconds of a call whose task looks at one value.
fn handed(pool: &Pool, array: &Shared<[f64]>) -> Outcome<f64> {
    let (captured, at) = (array.clone(), array.len() as u64 / 2);
    let (found, seconds) = timed(|| pool.map(closure!(move |at: u64| captured[at as usize]), [at]));
    assert_eq!(found?, [(at % 1024) as f64]);
    Ok(seconds)
}
