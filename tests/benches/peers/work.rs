//! Work: tasks that take a while.

use super::python::{EXECUTOR, JOBLIB, POOL};
use super::table::{Better, Row, Target, Who};
use super::turns::timed;
use super::{Bench, Outcome, WORKERS, limits, ours, procspawn_peer, rayon_peer};
use std::fmt::Debug;
use std::hint::black_box;
use std::time::Duration;
use wirecheck::{Batch, Inline};

const SLEEPS: Row = Row {
    work: "24 sleeps of 100 ms on 8 workers",
    unit: "ms",
    better: Better::Lower,
    target: Some(Target::AtMost(300.8)),
};

const LIST_APPEND: Row = Row {
    work: "list_append: 4 lists of 10,000,000 numbers",
    unit: "times as fast as inline",
    better: Better::Higher,
    target: Some(Target::AtLeast(1.95)),
};

const FOURTH_POWERS: Row = Row {
    work: "fourth_powers: i^4 below 50,000,000 in 24 chunks",
    unit: "times as fast as inline",
    better: Better::Higher,
    target: Some(Target::AtLeast(1.95)),
};

const TASKS: u64 = 24;

pub(crate) fn nap(millis: u64) -> u64 {
    std::thread::sleep(Duration::from_millis(millis));
    millis
}

/// Pushes one by one and looks at the list when it is whole, as the workload of the same name does.
fn append((seed, count): (u64, u64)) -> (u64, u64) {
    let (mut list, mut drawn) = (Vec::new(), seed);
    for _ in 0..count {
        drawn = drawn.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        list.push(drawn);
    }
    (list.len() as u64, list.into_iter().fold(0, |hash: u64, number| hash.rotate_left(5) ^ number))
}

fn fourth_powers((start, end): (u64, u64)) -> u128 {
    // Without the black box the optimizer finds the closed formula, and there is no work left.
    (start..end).map(|i| u128::from(black_box(i)).pow(4)).sum()
}

pub(crate) fn sleeps(bench: &mut Bench) -> Outcome<()> {
    const SLEEPERS: usize = 8;
    let nap = Duration::from_millis(bench.size(100, 5));
    let seconds = ours::nap_seconds(&ours::pool(SLEEPERS, Batch::Auto)?, TASKS as usize, nap)?;
    bench.report.add(&SLEEPS, Who::Ours, "wirecheck Pool", seconds * 1e3);
    let pool = procspawn_peer::pool(SLEEPERS)?;
    let millis = nap.as_millis() as u64;
    let (results, seconds) = timed(|| procspawn_peer::map(&pool, self::nap, vec![millis; TASKS as usize]));
    pool.shutdown();
    assert_eq!(results?, vec![millis; TASKS as usize]);
    bench.report.add(&SLEEPS, Who::Peer, "procspawn Pool", seconds * 1e3);
    for peer in [POOL, EXECUTOR, JOBLIB] {
        let name = format!("Python {peer}");
        bench.python(&SLEEPS, (peer, &name), "sleeps", SLEEPERS, millis, |s, _| s * 1e3)?;
    }
    let seconds = rayon_peer::nap_seconds(&rayon_peer::pool(SLEEPERS)?, TASKS as usize, nap)?;
    bench.report.add(&SLEEPS, Who::Peer, "in process: rayon", seconds * 1e3);
    let seconds = limits::nap_seconds(SLEEPERS as u64, TASKS, nap);
    bench.report.add(&SLEEPS, Who::Limit, "limit: 8 threads, 3 sleeps each", seconds * 1e3);
    Ok(())
}

pub(crate) fn list_append(bench: &mut Bench) -> Outcome<()> {
    let count = bench.size(10_000_000, 50_000);
    let lists: Vec<(u64, u64)> = (0..4).map(|seed| (seed, count)).collect();
    let (ours, theirs, threads) = pools()?;
    let inline = |inputs| Ok(Inline::new().map(append, inputs)?);
    let others: Others<'_, _, _> = [
        &|inputs| Ok(ours.map(append, inputs)?),
        &|inputs| Ok(procspawn_peer::map(&theirs, append, inputs)?),
        &|inputs| Ok(rayon_peer::map(&threads, append, inputs)),
    ];
    speed_up(bench, &LIST_APPEND, &lists, &inline, others)?;
    theirs.shutdown();
    python(bench, &LIST_APPEND, "list_append", count / 20)
}

pub(crate) fn fourth_power_sums(bench: &mut Bench) -> Outcome<()> {
    let total = bench.size(50_000_000, 200_000);
    let chunks: Vec<(u64, u64)> =
        (0..TASKS).map(|at| (at * total / TASKS, (at + 1) * total / TASKS)).collect();
    let (ours, theirs, threads) = pools()?;
    let inline = |inputs| Ok(Inline::new().map(fourth_powers, inputs)?);
    let others: Others<'_, _, _> = [
        &|inputs| Ok(ours.map(fourth_powers, inputs)?),
        &|inputs| Ok(procspawn_peer::map(&theirs, fourth_powers, inputs)?),
        &|inputs| Ok(rayon_peer::map(&threads, fourth_powers, inputs)),
    ];
    speed_up(bench, &FOURTH_POWERS, &chunks, &inline, others)?;
    theirs.shutdown();
    python(bench, &FOURTH_POWERS, "fourth_powers", total / 20)
}

/// Runs the tasks of one workload.
type Run<'a, A, R> = &'a dyn Fn(Vec<A>) -> Outcome<Vec<R>>;
/// Ours, procspawn's, rayon's.
type Others<'a, A, R> = [Run<'a, A, R>; 3];

fn pools() -> Outcome<(wirecheck::Pool, procspawn::Pool, rayon::ThreadPool)> {
    Ok((ours::pool(WORKERS, Batch::Auto)?, procspawn_peer::pool(WORKERS)?, rayon_peer::pool(WORKERS)?))
}

/// Each compared with a plain loop that ran just before it.
fn speed_up<A: Clone, R: PartialEq + Debug>(
    bench: &mut Bench,
    row: &'static Row,
    inputs: &[A],
    inline: Run<'_, A, R>,
    others: Others<'_, A, R>,
) -> Outcome<()> {
    let names = [
        (Who::Ours, "wirecheck Pool"),
        (Who::Peer, "procspawn Pool"),
        (Who::Limit, "limit, in process: rayon"),
    ];
    for (run, (who, name)) in others.into_iter().zip(names) {
        let (expected, alone) = timed(|| inline(inputs.to_vec()));
        let (results, together) = timed(|| run(inputs.to_vec()));
        assert_eq!(results?, expected?);
        bench.report.add(row, who, name, alone / together);
    }
    Ok(())
}

/// Compared with a plain loop of Python's own, over fewer numbers.
fn python(bench: &mut Bench, row: &'static Row, what: &str, size: u64) -> Outcome<()> {
    for peer in [POOL, EXECUTOR, JOBLIB] {
        let name = format!("Python {peer}, 1/20 of it");
        bench.python(row, (peer, &name), what, WORKERS, size, |times, _| times)?;
    }
    Ok(())
}
